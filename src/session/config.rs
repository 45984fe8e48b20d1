//! The project: which folder its files may not leave. In: the stack's path. Out: [`Config`].
//! Never: a place above the nearest `infra.toml`.

use std::path::{Path, PathBuf};

/// The file that marks a project's root.
pub const CONFIG_FILE: &str = "infra.toml";

/// What holds for every stack of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The nearest folder above the stack with an [`CONFIG_FILE`], else the stack's own.
    pub root: PathBuf,
}

impl Config {
    /// The configuration for a stack. Asked for only where a program reads another file: looking
    /// through the folders above costs a call of the system each.
    pub fn discover(stack: &Path) -> Config {
        let folder = match stack.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => Path::new("."),
        };
        let Ok(absolute) = std::path::absolute(folder) else {
            return Config {
                root: folder.to_owned(),
            };
        };
        let marked = absolute.ancestors().find(|f| f.join(CONFIG_FILE).is_file());
        let root = marked.map_or(absolute.clone(), Path::to_owned);
        Config { root }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_without_a_project_is_its_own_root() {
        let root = Config::discover(Path::new("src/lib.rs")).root;
        assert_eq!(root, std::path::absolute("src").unwrap_or_default());
    }
}
