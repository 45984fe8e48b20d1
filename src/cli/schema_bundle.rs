//! `infra schema bundle`: makes the catalogue that comes with the binary from the packages that
//! publish it. For maintainers; `stdlib/schema/PROVENANCE.md` says with which packages.

use super::schema::BundleArgs;
use super::{Outcome, outcome};
use crate::schema::provider::{self, Provider};
use crate::schema::{self, Bundle, Published};
use crate::text::Name;
use serde_json::Value;
use std::path::Path;

pub fn run(args: &BundleArgs) -> Outcome {
    match made(args) {
        Ok(outcome) => outcome,
        Err(message) => Outcome {
            code: outcome::ERRORS,
            ..Outcome::usage(message)
        },
    }
}

fn made(args: &BundleArgs) -> Result<Outcome, String> {
    if let (Some(cfn_lint), Some(service_spec)) = (&args.cfn_lint, &args.service_spec) {
        return registry(args, cfn_lint, service_spec);
    }
    let mut all = Vec::new();
    for pair in &args.provider {
        let (version, path) = pair
            .split_once('=')
            .ok_or_else(|| format!("--provider {pair}: expected VERSION=FILE"))?;
        let mut found =
            provider::read(&read(Path::new(path))?).map_err(|e| format!("{path}: {e}"))?;
        match (found.pop(), found.pop()) {
            (Some(provider), None) => all.push((provider, version.into())),
            _ => return Err(format!("{path}: expected one provider")),
        }
    }
    for path in &args.configuration {
        let found = provider::read(&read(path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        for other in found {
            configure(&mut all, &other).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    let bundle = schema::make_of_providers(all)?;
    written(args, &bundle, "providers")
}

/// Gives a provider the configuration of another version of it.
fn configure(all: &mut [(Provider, Name)], other: &Provider) -> Result<(), String> {
    let own = all.iter_mut().find(|(own, _)| own.source == other.source);
    let Some((own, _)) = own else {
        return Err(format!("`{}` is not among the providers", other.source));
    };
    if own.configuration().is_some() {
        return Err(format!("`{}` has a configuration of its own", own.source));
    }
    let found = other.configuration();
    let found = found.ok_or_else(|| format!("no configuration of `{}`", other.source))?;
    own.schemas.push(found.clone());
    Ok(())
}

fn registry(args: &BundleArgs, cfn_lint: &Path, service_spec: &Path) -> Result<Outcome, String> {
    let mut published = Published::default();
    for path in files(cfn_lint)? {
        let name = path.strip_prefix(cfn_lint).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        if name.ends_with(".json") {
            published.add_cfn_lint(&name, &read(&path)?)?;
        }
    }
    published.add_service_spec(&read(service_spec)?)?;
    let mut patches = Vec::new();
    for path in files(&args.patches)? {
        let text = read(&path)?;
        let list: Vec<Value> =
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        patches.extend(list);
    }
    let bundle = schema::make_bundle(published, &patches);
    if !bundle.failed_patches.is_empty() {
        let list = bundle.failed_patches.join("\n  ");
        return Err(format!("patches that found no place:\n  {list}"));
    }
    written(args, &bundle, "regions")
}

fn written(args: &BundleArgs, bundle: &Bundle, groups: &str) -> Result<Outcome, String> {
    std::fs::write(&args.out, &bundle.bytes).map_err(|e| format!("{}: {e}", args.out.display()))?;
    Ok(Outcome::text(format!(
        "{} types, {} {groups}, {} bytes\n",
        bundle.types,
        bundle.regions,
        bundle.bytes.len()
    )))
}

/// All files below a folder, in the order of their names.
fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let problem = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut entries = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|e| e.map(|e| e.path()))
                .collect::<Result<Vec<_>, _>>()
        })
        .map_err(problem)?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            found.extend(files(&entry)?);
        } else {
            found.push(entry);
        }
    }
    Ok(found)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
