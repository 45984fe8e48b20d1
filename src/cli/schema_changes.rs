//! What an import changes in the catalogue of a project. In: the project as it was and as it will be. Out: a
//! few lines for each schema. Never: what programs make of it, which
//! `schema_update.rs` says.

use super::schema_given::Schema as Given;
use super::schema_import::behind;
use crate::schema::given::What;
use crate::schema::{Catalogue, Regions, Schema, provider, split_provider};
use crate::session::{Config, Pin, Session};
use crate::text::{Name, Sources};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// So many types are named.
const NAMED: usize = 5;

/// What is known before and after; nothing where a schema of the project is broken.
pub struct Known {
    before: Option<Arc<Catalogue>>,
    after: Option<Arc<Catalogue>>,
}

impl Known {
    pub fn of(root: &Path, before: &Session, after: &Session) -> Known {
        let of = |session: &Session| {
            let mut sources = Sources::default();
            let (mut config, _) = Config::in_folder(root, &session.files, &mut sources)?;
            let wrong = session.add_schemas(&mut config, &mut sources);
            let catalogue = config.catalogue.unwrap_or_else(Catalogue::shared);
            wrong.is_empty().then_some(catalogue)
        };
        Known {
            before: of(before),
            after: of(after),
        }
    }

    /// Says what is no other version of something, but new.
    pub fn refuse_unknown(&self, given: &[Given]) -> Result<(), String> {
        let Some(before) = &self.before else {
            return Err(
                "the schemas of the project are not as they are pinned: `infra check` says more\n  \
                 mend them first: `infra schema import FILE`"
                    .to_owned(),
            );
        };
        let is_known = |what: &What| match what {
            What::Provider(source) => provider_at(before, source).is_some(),
            What::Type(name) => before.find(name).is_some_and(|key| key.index.is_some()),
        };
        match given.iter().find(|schema| !is_known(&schema.given.what)) {
            Some(schema) => Err(format!(
                "no version of `{}` is known that could be updated\n  \
                 add it: `infra schema import FILE`",
                schema.given.what.name()
            )),
            None => Ok(()),
        }
    }
}

/// What becomes of each schema that is given.
pub fn summary(given: &[Given], before: &[Pin], after: &[Pin], known: &Known) -> String {
    let mut text = String::new();
    for Given { given, .. } in given {
        let of = |pins: &[Pin]| pins.iter().find(|pin| pin.what == given.what).cloned();
        let (old, Some(new)) = (of(before), of(after)) else {
            continue;
        };
        let name = given.what.name();
        let version = behind(&new.version);
        let same = |old: &Pin| old.sha256 == new.sha256 && old.file == new.file;
        let line = match &old {
            Some(old) if same(old) && old.version == new.version => {
                format!("unchanged {name}{version}")
            }
            Some(old) if old.version.is_empty() || old.version == new.version => {
                format!("replaced {name}{version}")
            }
            Some(old) if new.version.is_empty() => format!("replaced {name} {}", old.version),
            Some(old) => format!("replaced {name} {} by{version}", old.version),
            None => format!("added {name}{version}"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
        let is_provider = matches!(given.what, What::Provider(_));
        let counts = counts(known, &given.what);
        let _ = writeln!(text, "  {}{counts}", new.file);
        if new.version.is_empty() && is_provider {
            text.push_str("  of which version is not known: say it by `--version`\n");
        }
        if old.is_none()
            && let Some(hidden) = hidden(&given.what)
        {
            let _ = writeln!(text, "  goes before {hidden}, which is built in");
        }
        if let (Some(before), Some(after)) = (&known.before, &known.after) {
            add_changes(&mut text, before, after, &given.what);
        }
    }
    text
}

/// How many types there are now.
fn counts(known: &Known, what: &What) -> String {
    let (Some(after), What::Provider(source)) = (&known.after, what) else {
        return String::new();
    };
    let names = names(after, what);
    let kind = |is: fn(&str) -> bool| names.iter().filter(|name| is(name)).count();
    let resources = kind(|name| !name.contains('.'));
    let data = kind(|name| provider::data_name(name).is_some());
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    let all = format!(
        ": {}, {}",
        counted(resources, "resource type"),
        counted(data, "data source")
    );
    match provider_at(after, source) {
        Some(_) => all,
        None => String::new(),
    }
}

/// What is built in under the same name.
fn hidden(what: &What) -> Option<String> {
    let builtin = Catalogue::builtin();
    match what {
        What::Type(name) => builtin.find(name)?.index.map(|_| "the type".to_owned()),
        What::Provider(source) => {
            let local = provider::local_name(source);
            let mut all = builtin.providers().map(split_provider);
            let found = all.find(|(other, _)| provider::local_name(other) == local)?;
            Some(format!("{} {}", found.0, found.1))
        }
    }
}

/// Which types are new, gone or changed. Of what was not there, nothing has changed.
fn add_changes(text: &mut String, before: &Catalogue, after: &Catalogue, what: &What) {
    let (old, new) = (names(before, what), names(after, what));
    if old.is_empty() {
        return;
    }
    let mut say = |names: Vec<&Name>, one: &str, many: &str| {
        let count = names.len();
        let shown: Vec<&str> = names.iter().take(NAMED).map(|n| n.as_str()).collect();
        let more = match count.saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let what = if count == 1 { one } else { many };
        if count > 0 {
            let _ = writeln!(text, "  {count} {what}: {}{more}", shown.join(", "));
        }
    };
    let changed = new.intersection(&old).filter(|name| {
        let of = |catalogue: &Catalogue| schema(catalogue, name);
        of(before) != of(after)
    });
    say(
        new.difference(&old).collect(),
        "type is new",
        "types are new",
    );
    say(
        old.difference(&new).collect(),
        "type is gone",
        "types are gone",
    );
    say(changed.collect(), "type has changed", "types have changed");
}

/// The schema of a type, without what is no part of its meaning.
fn schema(catalogue: &Catalogue, name: &str) -> Option<Schema> {
    let schema = catalogue.schema(&catalogue.find(name)?)?;
    Some(Schema {
        regions: Regions::default(),
        ..schema.clone()
    })
}

/// The types that a schema is about.
fn names(catalogue: &Catalogue, what: &What) -> BTreeSet<Name> {
    match what {
        What::Type(name) => {
            let found = catalogue.find(name).filter(|key| key.index.is_some());
            found.into_iter().map(|key| key.name).collect()
        }
        What::Provider(source) => {
            let at = provider_at(catalogue, source);
            let is_own = |name: &&str| {
                let key = catalogue.find(name);
                at.is_some() && key.and_then(|key| catalogue.provider_of(&key)) == at
            };
            let types = catalogue.provider_types();
            let types = types.filter(|name| provider::configured(name).is_none());
            types.filter(is_own).map(Name::from).collect()
        }
    }
}

fn provider_at(catalogue: &Catalogue, source: &str) -> Option<usize> {
    let mut all = catalogue.providers();
    all.position(|label| split_provider(label).0 == source)
}
