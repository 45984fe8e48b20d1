//! `infra schema import`, `update` and `remove`: which schemas a project adds to what is built in. In: files,
//! and the project. Out: its schemas and its `infra.lock`, all of them as asked for or none, and what
//! is new. Never: a file of the project that no import has written.

use super::build::{is_below, make_folder};
use super::messages::{Findings, reports_of};
use super::outcome::ERRORS;
use super::output::{Pending, prepare};
use super::schema_changes::{self, Known};
use super::schema_given::{GivenArgs, Schema, is_called, schemas};
use super::terminal::Stream;
use super::{Outcome, Terminal, schema_update};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::schema::given::What;
use crate::session::{
    CONFIG_FILE, Config, Files, LOCK_FILE, Pin, Session, hash, print_lock, read_lock,
};
use crate::text::{FileId, Name, Sources, Span};
use clap::Args;
use std::path::{Path, PathBuf};

/// Add schemas to the project: Terraform's providers, private types of CloudFormation.
///
/// They are kept in the project and pinned in its `infra.lock`; both belong under version control. A
/// provider goes before the one of its name that is built in, a type before the built-in type.
#[derive(Args)]
#[command(after_help = "\
Examples:
  terraform providers schema -json | infra schema import - --provider datadog --version 3.76.0
  infra schema import aws-6.19.0.json.gz --version 6.19.0
  infra schema import company-team-thing.json       a type of CloudFormation's registry
  aws cloudformation describe-type --type RESOURCE --type-name Company::Team::Thing \\
    | infra schema import -")]
pub struct ImportArgs {
    #[command(flatten)]
    pub given: GivenArgs,

    #[command(flatten)]
    pub place: PlaceArgs,
}

/// Take another version of a schema, and say which lines of the project change meaning.
///
/// All stacks are looked at with the schema as it was and as it is to be: what is gone, renamed, now
/// required, now deprecated, of another type. The new version is taken in any case, unless `--dry-run`
/// is given.
#[derive(Args)]
#[command(after_help = "\
Examples:
  infra schema update aws-6.47.0.json.gz --version 6.47.0
  infra schema update aws-7.0.0.json.gz --dry-run   only say what would change

Exit codes: 0 said (and taken), 1 something is in the way, 2 usage.")]
pub struct UpdateArgs {
    #[command(flatten)]
    pub given: GivenArgs,

    #[command(flatten)]
    pub place: PlaceArgs,

    /// Say what would change, and leave everything as it is.
    #[arg(long)]
    pub dry_run: bool,
}

/// Remove added schemas from the project; what is built in under their names is there again.
#[derive(Args)]
pub struct RemoveArgs {
    /// A provider (`aws`, `hashicorp/aws`) or a type of CloudFormation.
    #[arg(value_name = "NAME", required = true)]
    pub names: Vec<String>,

    #[command(flatten)]
    pub place: PlaceArgs,
}

/// Which project.
#[derive(Args)]
pub struct PlaceArgs {
    /// The folder whose `infra.toml` is meant, or a folder below it.
    #[arg(
        long,
        value_name = "DIR",
        default_value = ".",
        hide_default_value = true
    )]
    pub project: PathBuf,
}

/// The pins of a project.
struct Project {
    config: Config,
    lock: PathBuf,
    pins: Vec<Pin>,
}

/// What is to happen to the files of a project.
#[derive(Default)]
struct Plan {
    /// Each with its text.
    written: Vec<(PathBuf, String)>,
    removed: Vec<PathBuf>,
}

pub fn import(args: &ImportArgs, terminal: &Terminal) -> Outcome {
    let added = || {
        let project = open(&args.place.project, terminal)?;
        let given = schemas(&args.given).map_err(refused)?;
        let (plan, pins) = planned(&project, &given).map_err(refused)?;
        let (before, after) = sessions(&plan);
        let known = Known::of(&project.config.root, &before, &after);
        let text = schema_changes::summary(&given, &project.pins, &pins, &known);
        finish(&project, plan).map_err(refused)?;
        Ok(Outcome::text(text))
    };
    added().unwrap_or_else(|outcome| outcome)
}

pub fn update(args: &UpdateArgs, terminal: &Terminal) -> Outcome {
    let updated = || {
        let project = open(&args.place.project, terminal)?;
        let given = schemas(&args.given).map_err(refused)?;
        let (plan, pins) = planned(&project, &given).map_err(refused)?;
        let (before, after) = sessions(&plan);
        let known = Known::of(&project.config.root, &before, &after);
        known.refuse_unknown(&given).map_err(refused)?;
        let mut text = schema_changes::summary(&given, &project.pins, &pins, &known);
        text.push_str(&schema_update::lines(&project.config, &before, &after));
        match args.dry_run {
            true => text.push_str("\nnothing was written\n"),
            false => finish(&project, plan).map_err(refused)?,
        }
        Ok(Outcome::text(text))
    };
    updated().unwrap_or_else(|outcome| outcome)
}

pub fn remove(args: &RemoveArgs, terminal: &Terminal) -> Outcome {
    let removed = || {
        let mut project = open(&args.place.project, terminal)?;
        let mut plan = Plan::default();
        let mut text = String::new();
        for name in &args.names {
            let is_meant = |pin: &Pin| is_called(&pin.what, name);
            let at = project.pins.iter().position(is_meant);
            let pin = project
                .pins
                .remove(at.ok_or_else(|| refused(not_added(&project.pins, name)))?);
            text.push_str(&format!("removed {}\n", pin.what.name()));
            plan.removed.extend(own_file(&project.config.root, &pin));
        }
        match project.pins.is_empty() {
            true => plan.removed.push(project.lock.clone()),
            false => plan
                .written
                .push((project.lock.clone(), print_lock(&project.pins))),
        }
        finish(&project, plan).map_err(refused)?;
        Ok(Outcome::text(text))
    };
    removed().unwrap_or_else(|outcome| outcome)
}

/// The project, and what it pins so far. What is wrong with a schema is no hindrance: another import is
/// what mends it.
fn open(folder: &Path, terminal: &Terminal) -> Result<Project, Outcome> {
    let files = Files::default();
    let mut sources = Sources::default();
    let Some((config, mut wrong)) = Config::in_folder(folder, &files, &mut sources) else {
        let place = match folder == Path::new(".") {
            true => "this folder".to_owned(),
            false => format!("`{}`", folder.display()),
        };
        return Err(Outcome::usage(format!(
            "expected an `{CONFIG_FILE}` in {place} or above it\n  \
             schemas belong to a project: begin one with `infra init`, or make an empty `{CONFIG_FILE}`"
        )));
    };
    let lock = config.root.join(LOCK_FILE);
    let mut pins = Vec::new();
    if files.size(&lock).is_some() {
        let (file, unread) = files.open(&lock, &mut sources);
        wrong.extend(unread);
        let (found, unread) = read_lock(file, &sources.get(file).text);
        wrong.extend(unread.into_iter().filter(|d| d.code != Code::ConfigPin));
        pins = found;
    }
    if wrong.is_empty() {
        return Ok(Project { config, lock, pins });
    }
    Err(reports(&sources, &wrong, terminal))
}

/// What is wrong with a project, as the only thing to say.
pub fn reports(sources: &Sources, diagnostics: &[Diagnostic], terminal: &Terminal) -> Outcome {
    let findings = Findings {
        sources,
        diagnostics,
        target: None,
    };
    let text = reports_of(&[findings], terminal.style(Stream::Error));
    Outcome {
        stderr: text.into_bytes(),
        code: ERRORS,
        ..Outcome::default()
    }
}

/// What is to be written, and what is pinned then.
fn planned(project: &Project, given: &[Schema]) -> Result<(Plan, Vec<Pin>), String> {
    let root = &project.config.root;
    let mut plan = Plan::default();
    let mut pins = project.pins.clone();
    for Schema { given, version } in given {
        let file = file_of(&project.config, &given.what);
        let path = root.join(&file);
        if !is_below(&path, root) {
            return Err(format!("`{}` leads out of the project", path.display()));
        }
        let before = project.pins.iter().find(|pin| pin.what == given.what);
        let is_own = project.pins.iter().any(|pin| pin.file == file);
        let there = std::fs::read(&path).ok();
        let is_same = there.as_deref() == Some(given.text.as_bytes());
        if !is_own && !is_same && path.symlink_metadata().is_ok() {
            return Err(format!(
                "`{}` is there already, and is no schema that `{LOCK_FILE}` pins; nothing was written\n  \
                 move the file, or name another folder in `{CONFIG_FILE}`: `schemas = \"FOLDER\"`",
                path.display()
            ));
        }
        let sha256 = hash(&given.text);
        let kept = before.filter(|pin| version.is_empty() && pin.sha256 == sha256);
        pins.retain(|pin| pin.what != given.what);
        let name = given.what.local_name();
        if let Some(other) = pins.iter().find(|pin| pin.what.local_name() == name) {
            let (own, other) = (given.what.name(), other.what.name());
            return Err(format!(
                "`{own}` and `{other}`, which the project has, are both called `{name}`\n  \
                 remove the other one: `infra schema remove {other}`"
            ));
        }
        if let Some(before) = before.filter(|pin| pin.file != file) {
            plan.removed.extend(own_file(root, before));
        }
        if !is_same {
            plan.written.push((path, given.text.clone()));
        }
        pins.push(Pin {
            what: given.what.clone(),
            version: kept.map_or_else(|| version.clone(), |pin| pin.version.clone()),
            file,
            sha256,
            at: Span::new(FileId(0), 0, 0),
        });
    }
    let text = print_lock(&pins);
    if std::fs::read(&project.lock).ok().as_deref() != Some(text.as_bytes()) {
        plan.written.push((project.lock.clone(), text));
    }
    Ok((plan, pins))
}

/// Where a schema is kept, from the folder of the project.
fn file_of(config: &Config, what: &What) -> String {
    let folder = config.schemas.as_deref();
    let folder = folder.and_then(|folder| folder.strip_prefix(&config.root).ok());
    let folder = folder.map_or_else(|| "schemas".to_owned(), |f| f.display().to_string());
    let folder = folder.replace('\\', "/");
    format!("{}/{}", folder.trim_end_matches('/'), what.path())
}

/// The file of a pin, where it is as an import wrote it.
fn own_file(root: &Path, pin: &Pin) -> Option<PathBuf> {
    let path = root.join(&pin.file);
    let is_relative = Path::new(&pin.file).is_relative();
    let text = std::fs::read_to_string(&path)
        .ok()
        .filter(|_| is_relative)?;
    (hash(&text) == pin.sha256 && is_below(&path, root)).then_some(path)
}

/// The project as it is, and as it will be.
fn sessions(plan: &Plan) -> (Session, Session) {
    let mut files = Files::default();
    for (path, text) in &plan.written {
        files.set(path, text.as_str());
    }
    (Session::default(), Session::new(files))
}

/// Writes everything, the pins last.
fn finish(project: &Project, plan: Plan) -> Result<(), String> {
    let mut pending = Vec::with_capacity(plan.written.len());
    for (path, text) in &plan.written {
        make_folder(path)?;
        pending.push(prepare(path, text.as_bytes())?);
    }
    pending.into_iter().try_for_each(Pending::finish)?;
    for path in plan.removed {
        std::fs::remove_file(&path)
            .map_err(|error| format!("`{}` cannot be removed: {error}", path.display()))?;
        // Folders that are empty now go too; one that is not stays.
        let folders = path.ancestors().skip(1);
        for folder in folders.take_while(|folder| *folder != project.config.root) {
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
    Ok(())
}

fn not_added(pins: &[Pin], name: &str) -> String {
    let names = pins.iter().map(|pin| pin.what.name().as_str());
    let near = did_you_mean(&nearest(name, names.clone(), 3));
    let all: Vec<&str> = names.collect();
    let help = near.unwrap_or_else(|| match all.is_empty() {
        true => "the project adds no schema".to_owned(),
        false => format!("it adds: {}", all.join(", ")),
    });
    format!("`{name}` is no schema that the project adds\n  {help}")
}

fn refused(message: impl Into<String>) -> Outcome {
    let message: String = message.into();
    Outcome {
        stderr: format!("error: {message}\n").into_bytes(),
        code: ERRORS,
        ..Outcome::default()
    }
}

/// A version as it stands behind a name.
pub fn behind(version: &Name) -> String {
    match version.is_empty() {
        true => String::new(),
        false => format!(" {version}"),
    }
}
