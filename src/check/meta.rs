//! The names that Terraform keeps for itself in every block, `count` and the like, where somebody wrote one
//! among the properties. In: such a name. Out: what the language has for it. Never: a name that a schema
//! knows, which is a property like any other.

use super::checker::Checker;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::types::TypeKey;

/// What a name stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Block {
    Resource,
    Data,
    Module,
}

impl Block {
    /// What this is, where the type is one of a provider of Terraform.
    pub fn of(key: &TypeKey) -> Option<Block> {
        let name: &str = &key.name;
        match crate::schema::provider::data_name(name) {
            Some(_) => Some(Block::Data),
            None => (!name.contains("::")).then_some(Block::Resource),
        }
    }
}

/// What the language has for a name that Terraform keeps.
pub fn instead(name: &str, block: Block) -> Option<&'static str> {
    use Block::*;
    let help = match (name, block) {
        ("source", Module) => "write it behind `from`",
        ("count", Module) => {
            "write `if condition` before `from`, or `for key in keys` for more than one"
        }
        ("for_each", Module) => "write `for key in keys` before `from`",
        ("depends_on", Module) => "write `@dependsOn(...)` before the module",
        ("providers", Module) => "write `@provider(...)` before the module",
        ("lifecycle", Module) => "remove it: a module has none",
        ("count", _) => "write `if condition` before `=`, or `for key in keys` for more than one",
        ("for_each", _) => {
            "write `for key in keys` before `=`, and `@deferred` where only the deployment knows the keys"
        }
        ("depends_on", Resource) => "write `@dependsOn(...)` before the resource",
        ("depends_on", Data) => "write `@dependsOn(...)` before the data source",
        ("provider", Resource) => "write `@provider(alias)` before the resource",
        ("provider", Data) => "write `@provider(alias)` before the data source",
        ("lifecycle", Resource) => "write `@lifecycle({ ... })` before the resource",
        ("lifecycle", Data) => "write `@lifecycle({ ... })` before the data source",
        ("provisioner" | "connection", Resource) => {
            "use user data, an image, or a tool that configures machines: the language has none"
        }
        _ => return None,
    };
    Some(help)
}

impl<'a> Checker<'a> {
    /// Says that Terraform keeps a name.
    pub fn kept_name(&mut self, code: Code, name: &Ident, message: String, instead: &'static str) {
        self.say(
            Diagnostic::new(code, name.span, message)
                .here("Terraform keeps this name")
                .help(instead),
        );
    }
}
