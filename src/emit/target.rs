//! The engines that deploy what is emitted. In: nothing (plain data). Out: their names, as options and
//! projects spell them and as messages do. Never: what an engine can say.

use std::fmt;

/// What a stack is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Target {
    #[default]
    CloudFormation,
    Terraform,
}

impl Target {
    pub const ALL: [Target; 2] = [Target::CloudFormation, Target::Terraform];

    /// The names of all targets, in their order.
    pub const NAMES: [&str; 2] = [Target::CloudFormation.as_str(), Target::Terraform.as_str()];

    /// As `--target` takes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Target::CloudFormation => "cloudformation",
            Target::Terraform => "terraform",
        }
    }

    /// What the engine's own tools call a template.
    pub const fn file_name(self) -> &'static str {
        match self {
            Target::CloudFormation => "template.json",
            Target::Terraform => "main.tf.json",
        }
    }

    pub fn parse(name: &str) -> Option<Target> {
        Target::ALL
            .into_iter()
            .find(|target| target.as_str() == name)
    }
}

/// As the engine calls itself.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Target::CloudFormation => "CloudFormation",
            Target::Terraform => "Terraform",
        })
    }
}
