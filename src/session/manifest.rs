//! The text of `infra.toml`. In: the text, and the folder that it stands in. Out: [`Config`], and
//! what is wrong with it, each at its place. Never: the disk.

use super::files::flat;
use super::library;
use super::lock::LOCK_FILE;
use super::toml::{Reader, Text};
use super::{CONFIG_FILE, Config, Levels, PolicyFile, StackConfig, is_of_policies, nearest_codes};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest, one_of};
use crate::emit::{Layout, Target};
use crate::text::{FileId, Name, Span};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const KEYS: &[&str] = &["stacks", "policies", "lint", "schemas"];
const STACK_KEYS: &[&str] = &[
    "file", "inputs", "input", "out", "format", "regions", "target",
];
const LEVELS: &[&str] = &["allow", "warn", "deny"];
const FORMATS: &[&str] = &["json", "yaml", "minified-json"];

/// Reads the text of a project's file.
pub(super) fn read(file: FileId, text: &str, root: &Path) -> (Config, Vec<Diagnostic>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let range = error.span().unwrap_or(0..0);
            let message = format!("`{CONFIG_FILE}` cannot be read: {}", error.message());
            let at = Span::new(file, range.start, range.end);
            let diagnostic = Diagnostic::new(Code::ConfigSyntax, at, message)
                .here("no TOML from here on")
                .help("correct the text here");
            return (Config::default(), vec![diagnostic]);
        }
    };
    let mut manifest = Manifest {
        reader: Reader::new(file),
        root,
    };
    let config = manifest.config(table.get_ref());
    let mut found = manifest.reader.found;
    refuse_equal_outputs(&config, root, &mut found);
    (config, found)
}

struct Manifest<'a> {
    reader: Reader,
    root: &'a Path,
}

impl Manifest<'_> {
    fn config(&mut self, table: &DeTable) -> Config {
        let mut config = Config::default();
        let what = format!("`{CONFIG_FILE}`");
        for (name, value) in self.reader.entries(table, KEYS, &what) {
            match name {
                "stacks" => config.stacks = self.stacks(value),
                "policies" => {
                    for text in self.reader.texts(name, value) {
                        match text.text.starts_with(library::PREFIX) {
                            true => config.policies.extend(self.in_library(&text)),
                            false => config.policies_at.extend(self.path_at(&text)),
                        }
                    }
                }
                "lint" => config.levels = self.levels(value),
                _ => {
                    let folder = self.reader.text(name, value);
                    let folder = folder.and_then(|text| self.path_at(&text));
                    config.schemas = folder.map(|(path, _)| path);
                }
            }
        }
        config
    }

    fn stacks(&mut self, value: &Spanned<DeValue>) -> Vec<StackConfig> {
        let Some(table) = self.reader.table("stacks", value) else {
            return Vec::new();
        };
        let mut stacks = Vec::with_capacity(table.len());
        for (name, value) in table {
            let at = self.reader.span(name.span());
            let label = format!("stacks.{}", name.get_ref());
            if let Some(table) = self.reader.table(&label, value) {
                stacks.extend(self.stack(Name::from(&**name.get_ref()), at, table));
            }
        }
        stacks
    }

    fn stack(&mut self, name: Name, at: Span, table: &DeTable) -> Option<StackConfig> {
        let mut file = None;
        let mut format = None;
        let mut stack = StackConfig {
            name,
            at,
            file: PathBuf::new(),
            file_at: at,
            inputs_files: Vec::new(),
            inputs_at: at,
            inputs: Vec::new(),
            out: None,
            layout: Layout::default(),
            regions: Vec::new(),
            target: None,
        };
        let has_file = table.contains_key("file");
        let what = format!("the stack `{}`", stack.name);
        for (key, value) in self.reader.entries(table, STACK_KEYS, &what) {
            match key {
                "file" => file = self.reader.text(key, value).and_then(|t| self.path_at(&t)),
                "inputs" => {
                    stack.inputs_at = self.reader.span(value.span());
                    let paths = self.reader.one_or_more(key, value);
                    let paths = paths.iter().filter_map(|path| self.path_at(path));
                    stack.inputs_files = paths.map(|(path, _)| path).collect();
                }
                "input" => stack.inputs = self.inputs(value),
                "out" => {
                    let out = self.reader.text(key, value).and_then(|t| self.path_at(&t));
                    stack.out = out.map(|(path, _)| path);
                }
                "format" => format = self.choice(key, value, FORMATS),
                "regions" => {
                    let regions = self.reader.one_or_more(key, value).into_iter();
                    stack.regions = regions.map(|region| region.text.into()).collect();
                }
                _ => {
                    let target = self.choice(key, value, &Target::NAMES);
                    stack.target = target.and_then(Target::parse);
                }
            }
        }
        if !has_file {
            let message = format!("the stack `{}` has no `file`", stack.name);
            self.reader.found.push(
                Diagnostic::new(Code::ConfigMissingKey, at, message)
                    .here("which file is this")
                    .help("add a line: `file = \"main.infra\"`"),
            );
        }
        stack.layout = layout(format, stack.out.as_deref());
        if stack.target == Some(Target::Terraform) && stack.layout == Layout::Yaml {
            let key = ["format", "out"].into_iter().find_map(|key| table.get(key));
            let at = key.map_or(at, |value| self.reader.span(value.span()));
            let message = "Terraform reads JSON, not YAML";
            self.reader.found.push(
                Diagnostic::new(Code::ConfigMismatch, at, message)
                    .here("asks for YAML")
                    .help("write `format = \"json\"`, and an `out` that ends with `.tf.json`"),
            );
        }
        (stack.file, stack.file_at) = file?;
        Some(stack)
    }

    fn inputs(&mut self, value: &Spanned<DeValue>) -> Vec<(Name, crate::graph::Value)> {
        let Some(table) = self.reader.table("input", value) else {
            return Vec::new();
        };
        let mut inputs = Vec::with_capacity(table.len());
        for (name, value) in table {
            let name: &str = name.get_ref();
            let value = self.reader.value(name, value);
            inputs.extend(value.map(|value| (Name::from(name), value)));
        }
        inputs
    }

    fn levels(&mut self, value: &Spanned<DeValue>) -> Levels {
        let mut levels = Levels::default();
        let Some(table) = self.reader.table("lint", value) else {
            return levels;
        };
        for (name, value) in table {
            let text: &str = name.get_ref();
            if text == "warnings" {
                levels.deny_warnings = self.choice(text, value, &["deny", "warn"]) == Some("deny");
                continue;
            }
            let Some(code) = Code::parse(text) else {
                let at = self.reader.span(name.span());
                self.reader.found.push(unknown_code(text, at));
                continue;
            };
            let allowed = match is_of_policies(code) {
                true => &["deny"],
                false => LEVELS,
            };
            match self.choice(text, value, allowed) {
                Some("allow") => levels.allow.push(code),
                Some("deny") => levels.deny.push(code),
                Some(_) => levels.warn.push(code),
                None => {}
            }
        }
        levels
    }

    /// One of a few words.
    fn choice(
        &mut self,
        name: &str,
        value: &Spanned<DeValue>,
        allowed: &[&'static str],
    ) -> Option<&'static str> {
        let text = self.reader.text(name, value)?;
        let found = allowed.iter().find(|word| **word == text.text);
        if found.is_none() {
            let near = nearest(&text.text, allowed.iter().copied(), 1);
            let help = did_you_mean(&near).unwrap_or_else(|| format!("write {}", one_of(allowed)));
            let message = format!(
                "`{name}`: expected {}, found `{}`",
                one_of(allowed),
                text.text
            );
            self.reader.found.push(
                Diagnostic::new(Code::ConfigMismatch, text.at, message)
                    .here("not one of them")
                    .help(help),
            );
        }
        found.copied()
    }

    /// A file of the library.
    fn in_library(&mut self, path: &Text) -> Option<PolicyFile> {
        if library::find(&path.text).is_some() {
            return Some(PolicyFile::Library(Name::from(path.text.as_str())));
        }
        let near = nearest(&path.text, library::paths(), 3);
        let help = did_you_mean(&near);
        let message = format!("the library has no `{}`", path.text);
        self.reader.found.push(
            Diagnostic::new(Code::FileNotFound, path.at, message)
                .here("comes with the language, or does not")
                .help(help.unwrap_or_else(|| "name a file of the project".to_owned())),
        );
        None
    }

    /// A path of the project, as messages show it.
    fn path_at(&mut self, path: &Text) -> Option<(PathBuf, Span)> {
        let place = self.root.join(&path.text);
        let inside = flat(&place).zip(flat(self.root));
        if !path.text.is_empty() && inside.is_some_and(|(place, root)| place.starts_with(root)) {
            return Some((place, path.at));
        }
        if path.text.is_empty() {
            let message = "expected a path, found an empty text";
            let diagnostic = Diagnostic::new(Code::ConfigMismatch, path.at, message);
            self.reader.found.push(diagnostic.here("names no file"));
            return None;
        }
        let message = format!("`{}` is outside of the project", path.text);
        self.reader.found.push(
            Diagnostic::new(Code::ConfigOutside, path.at, message)
                .here("leads out of its folder")
                .help(format!("write a path below the folder of `{CONFIG_FILE}`")),
        );
        None
    }
}

fn layout(format: Option<&str>, out: Option<&Path>) -> Layout {
    let ending = out.and_then(Path::extension);
    match format {
        Some("yaml") => Layout::Yaml,
        Some("minified-json") => Layout::MinifiedJson,
        None if ending.is_some_and(|e| e == "yaml" || e == "yml") => Layout::Yaml,
        _ => Layout::Json,
    }
}

fn unknown_code(text: &str, at: Span) -> Diagnostic {
    let near = nearest_codes(text);
    let help = did_you_mean(&near).unwrap_or_else(|| "list all codes with `infra explain`".into());
    Diagnostic::new(Code::AllowUnknown, at, format!("no code is named `{text}`"))
        .here("no code of a diagnostic")
        .help(help)
}

/// Says which stacks would write over each other, or over what is read.
fn refuse_equal_outputs(config: &Config, root: &Path, found: &mut Vec<Diagnostic>) {
    let place = |path: &Path| flat(path).unwrap_or_else(|| path.to_owned());
    // What is read, and the place in the file that says so.
    let mut read: FxHashMap<PathBuf, Option<Span>> = FxHashMap::default();
    read.insert(place(&root.join(CONFIG_FILE)), None);
    read.insert(place(&root.join(LOCK_FILE)), None);
    for (path, at) in &config.policies_at {
        read.insert(place(path), Some(*at));
    }
    for stack in &config.stacks {
        for inputs in &stack.inputs_files {
            read.insert(place(inputs), None);
        }
        read.insert(place(&stack.file), Some(stack.file_at));
    }
    let mut written: FxHashMap<PathBuf, Span> = FxHashMap::default();
    for stack in &config.stacks {
        let Some(out) = &stack.out else { continue };
        let name = out.display();
        let out = place(out);
        if let Some(at) = read.get(&out) {
            let message = format!("the template of `{}` would replace `{name}`", stack.name);
            let mut diagnostic = Diagnostic::new(Code::ConfigSameOutput, stack.at, message)
                .here("its `out` is read too");
            if let Some(at) = at {
                diagnostic = diagnostic.label(*at, "read because of this");
            }
            found.push(diagnostic.help("write the template to another file"));
        }
        if let Some(first) = written.insert(out, stack.at) {
            let message = format!("two stacks write to `{name}`");
            found.push(
                Diagnostic::new(Code::ConfigSameOutput, stack.at, message)
                    .here("the second stack")
                    .label(first, "the first stack")
                    .help("give each stack an `out` of its own"),
            );
        }
    }
}
