//! `infra init`: a project that builds. In: a folder, and perhaps an example. Out: its files, all of
//! them or none. Never: a file that is there already.

use super::Outcome;
use super::args::InitArgs;
use super::build::make_folder;
use super::outcome::ERRORS;
use super::output::{Pending, prepare};
use crate::diag::{did_you_mean, nearest};
use std::path::Path;

/// The path of a file in the new project, and its text.
type Template = (&'static str, &'static str);

/// A program to begin with: `main.infra`, or a project with an `infra.toml` of its own.
pub struct Example {
    pub name: &'static str,
    pub files: &'static [Template],
}

/// The files of `examples/NAME`, by their paths there.
macro_rules! examples {
    ($($name:literal: [$($file:literal),* $(,)?]),* $(,)?) => {
        &[$(Example {
            name: $name,
            files: &[$((
                $file,
                include_str!(concat!("../../examples/", $name, "/", $file)),
            )),*],
        }),*]
    };
}

/// All examples that can be begun with.
pub static EXAMPLES: &[Example] = examples! {
    "kubernetes": ["main.infra"],
    "photos": ["main.infra", "thumbnail.js"],
    "pipeline-of-topics": ["main.infra"],
    "platform": [
        "infra.toml",
        "orders/code/look.js",
        "orders/code/place.js",
        "orders/code/work.js",
        "orders/stack.infra",
        "platform/components.infra",
        "platform/network.infra",
        "platform/rules.infra",
    ],
    "queues": ["main.infra"],
    "serverless-api": ["main.infra"],
    "shop": ["main.infra", "look.js", "place.js", "report.js", "worker.js"],
    "static-site": ["main.infra"],
    "vpc": ["main.infra"],
    "web-server": ["main.infra"],
};

/// What a project begins with where no example is named.
static START: &[Template] = &[("main.infra", include_str!("../../stdlib/init/main.infra"))];

/// What the project is made of, whatever its program.
static PROJECT: Template = ("infra.toml", include_str!("../../stdlib/init/infra.toml"));

/// What helps, and stays as it is where it is there already.
static HELPERS: &[Template] = &[
    (
        ".github/workflows/infra.yml",
        include_str!("../../stdlib/init/workflow.yml"),
    ),
    (
        ".editorconfig",
        include_str!("../../stdlib/init/editorconfig"),
    ),
    (
        ".vscode/settings.json",
        include_str!("../../stdlib/init/vscode.json"),
    ),
    (".gitignore", include_str!("../../stdlib/init/gitignore")),
];

pub fn run(args: &InitArgs) -> Outcome {
    let program = match &args.example {
        None => START,
        Some(name) => match EXAMPLES.iter().find(|example| example.name == name) {
            Some(example) => example.files,
            None => return unknown(name),
        },
    };
    let is_there = |(path, _): &&Template| args.folder.join(path).symlink_metadata().is_ok();
    // An example may be a project of several stacks.
    let has_own = program.iter().any(|(path, _)| *path == PROJECT.0);
    let needed = || {
        std::iter::once(&PROJECT)
            .filter(|_| !has_own)
            .chain(program)
    };
    if let Some((path, _)) = needed().find(is_there) {
        let place = args.folder.join(path);
        return Outcome {
            stderr: format!(
                "error: `{}` is there already; nothing was written\n",
                place.display()
            )
            .into_bytes(),
            code: ERRORS,
            ..Outcome::default()
        };
    }
    let (kept, helpers): (Vec<&Template>, Vec<&Template>) = HELPERS.iter().partition(is_there);
    let made: Vec<&Template> = needed().chain(helpers).collect();
    match write(&args.folder, &made) {
        Ok(()) => Outcome::text(summary(&args.folder, &made, &kept)),
        Err(reason) => Outcome {
            stderr: format!("error: {reason}\n").into_bytes(),
            code: ERRORS,
            ..Outcome::default()
        },
    }
}

fn unknown(name: &str) -> Outcome {
    let names: Vec<&str> = EXAMPLES.iter().map(|example| example.name).collect();
    let near = did_you_mean(&nearest(name, names.iter().copied(), 3));
    let help = near.unwrap_or_else(|| format!("there are: {}", names.join(", ")));
    Outcome::usage(format!("--example: no example is named `{name}`\n  {help}"))
}

fn write(folder: &Path, files: &[&Template]) -> Result<(), String> {
    let mut pending = Vec::with_capacity(files.len());
    for (path, text) in files {
        let place = folder.join(path);
        make_folder(&place)?;
        pending.push(prepare(&place, text.as_bytes())?);
    }
    pending.into_iter().try_for_each(Pending::finish)
}

/// What was made, and what to do next.
fn summary(folder: &Path, made: &[&Template], kept: &[&Template]) -> String {
    let mut text = String::new();
    for (path, _) in made {
        text.push_str(&format!("made {}\n", folder.join(path).display()));
    }
    for (path, _) in kept {
        text.push_str(&format!("kept {}\n", folder.join(path).display()));
    }
    text.push_str("\nnext:\n");
    if folder != Path::new(".") {
        text.push_str(&format!("  cd {}\n", folder.display()));
    }
    text.push_str("  infra check\n  infra test\n  infra build\n");
    text
}
