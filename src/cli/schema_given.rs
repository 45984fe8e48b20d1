//! The files that `infra schema import` and `infra schema update` are given. In: paths and what to take of
//! them. Out: schemas in the form that a project keeps, or why there are none. Never: more of a file
//! than a schema may have, packed or not.

use crate::diag::{did_you_mean, nearest};
use crate::schema::given::{Given, What, read};
use crate::session::{SCHEMA_LIMIT, STDIN};
use crate::text::Name;
use clap::Args;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct GivenArgs {
    /// What `terraform providers schema -json` prints, schemas of CloudFormation's registry, or a folder
    /// of them; `.gz` is unpacked, `-` reads standard input.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Of a dump, only this provider (`aws`, `hashicorp/aws`); may be given several times.
    #[arg(long, value_name = "NAME")]
    pub provider: Vec<String>,

    /// The version of what is given, which a dump does not say; of several providers `aws=6.47.0`.
    #[arg(long, value_name = "[NAME=]VERSION")]
    pub version: Vec<String>,
}

/// A schema, and the version that was said of it: empty where none was.
pub struct Schema {
    pub given: Given,
    pub version: Name,
}

/// Everything that is given, sorted by name.
pub fn schemas(args: &GivenArgs) -> Result<Vec<Schema>, String> {
    let mut found: Vec<(Given, String)> = Vec::new();
    for path in &args.files {
        for file in files(path)? {
            let shown = file.display().to_string();
            let named = |reason: String| format!("`{shown}`: {reason}");
            let all = read(&text(&file)?).map_err(named)?;
            found.extend(all.into_iter().map(|given| (given, shown.clone())));
        }
    }
    found.sort_by(|a, b| a.0.what.cmp(&b.0.what));
    let twice = found.windows(2).find(|two| two[0].0.what == two[1].0.what);
    if let Some([(given, first), (_, second)]) = twice {
        let name = given.what.name();
        return Err(format!("`{name}` is in `{first}` and in `{second}`"));
    }
    let mut found: Vec<Given> = found.into_iter().map(|(given, _)| given).collect();
    choose(&mut found, &args.provider)?;
    versions(found, &args.version)
}

/// Leaves out the providers that were not asked for.
fn choose(found: &mut Vec<Given>, wanted: &[String]) -> Result<(), String> {
    for name in wanted {
        if !found.iter().any(|given| is_called(&given.what, name)) {
            let all = found.iter().map(|given| given.what.name().as_str());
            let near = did_you_mean(&nearest(name, all.clone(), 3));
            let all: Vec<&str> = all.take(10).collect();
            let help = near.unwrap_or_else(|| format!("there are: {}", all.join(", ")));
            return Err(format!("--provider: there is no `{name}`\n  {help}"));
        }
    }
    let is_wanted = |given: &Given| wanted.iter().any(|name| is_called(&given.what, name));
    if !wanted.is_empty() {
        found.retain(is_wanted);
    }
    Ok(())
}

fn versions(found: Vec<Given>, said: &[String]) -> Result<Vec<Schema>, String> {
    let mut versions: Vec<Name> = vec![Name::new(); found.len()];
    for text in said {
        let (at, version) = match text.split_once('=') {
            Some((name, version)) => {
                let at = found.iter().position(|given| is_called(&given.what, name));
                let missing = || format!("--version: there is no `{name}` among what is given");
                (at.ok_or_else(missing)?, version)
            }
            None if found.len() == 1 => (0, text.as_str()),
            None => {
                return Err(format!(
                    "--version: of {} schemas, which one? Write `NAME={text}`",
                    found.len()
                ));
            }
        };
        let plain = version.strip_prefix('v').unwrap_or(version);
        let all = plain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c));
        if !all || !plain.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(format!(
                "--version: expected a version like 1.2.3, found `{version}`"
            ));
        }
        if let Some(place) = versions.get_mut(at) {
            *place = plain.into();
        }
    }
    let all = found.into_iter().zip(versions);
    Ok(all
        .map(|(given, version)| Schema { given, version })
        .collect())
}

/// Whether this is a name of it: the whole one, or what programs call it.
pub fn is_called(what: &What, name: &str) -> bool {
    what.name() == name || what.local_name() == name
}

/// The file, or those of a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |error: std::io::Error| format!("`{}` cannot be read: {error}", path.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let name = file.to_string_lossy();
        if (name.ends_with(".json") || name.ends_with(".json.gz")) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    match files.is_empty() {
        true => Err(format!(
            "`{}` has no file that ends in `.json`",
            path.display()
        )),
        false => Ok(files),
    }
}

/// The text of a file, unpacked where it is packed.
fn text(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let failed = |error: std::io::Error| format!("`{shown}` cannot be read: {error}");
    let bytes = match path == Path::new(STDIN) {
        true => up_to_limit(std::io::stdin().lock()),
        false => up_to_limit(File::open(path).map_err(failed)?),
    };
    let too_large = || {
        let limit = SCHEMA_LIMIT / (1024 * 1024);
        format!("`{shown}` holds more than {limit} MiB\n  dump one provider at a time")
    };
    let mut bytes = bytes.map_err(failed)?.ok_or_else(too_large)?;
    if bytes.starts_with(b"\x1f\x8b") {
        let broken =
            |error| format!("`{shown}` cannot be unpacked, as if it were cut off: {error}");
        let unpacked = up_to_limit(MultiGzDecoder::new(bytes.as_slice()));
        bytes = unpacked.map_err(broken)?.ok_or_else(too_large)?;
    }
    String::from_utf8(bytes).map_err(|_| format!("`{shown}` is no text in UTF-8"))
}

/// All bytes; nothing where there are too many.
fn up_to_limit(reader: impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(SCHEMA_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= SCHEMA_LIMIT).then_some(bytes))
}
