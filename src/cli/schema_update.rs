//! What `infra schema update` says of the programs of a project. In: the project with its schemas as they
//! were, and as they are to be. Out: a line for each line that means something else.

use super::args::ProjectOptions;
use super::project;
use crate::session::{Change, Config, Request, Session, analyse, changes, programs};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// All lines that change meaning, or that there are none.
pub fn lines(config: &Config, before: &Session, after: &Session) -> String {
    let requests = (requests(config, before), requests(config, after));
    let mut found: BTreeSet<Change> = BTreeSet::new();
    for (old, new) in requests.0.into_iter().zip(requests.1) {
        found.extend(changes(&analyse(before, old), &analyse(after, new)));
    }
    let mut text = match found.len() {
        0 => return "\nno line of the project changes meaning\n".to_owned(),
        1 => "\n1 change of the project's meaning\n".to_owned(),
        count => format!("\n{count} changes of the project's meaning\n"),
    };
    for Change {
        file,
        line,
        text: what,
    } in found
    {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {file}:{line}: {what}");
    }
    text
}

/// The stacks of the project; where it has none, its programs.
fn requests(config: &Config, session: &Session) -> Vec<Request> {
    let root = match config.root.as_os_str().is_empty() {
        true => Path::new("."),
        false => &config.root,
    };
    let options = ProjectOptions {
        stack: Vec::new(),
        project: root.to_owned(),
    };
    match project::open(session, &options) {
        Ok(project) => {
            let stacks = project.stacks.iter();
            let request = |stack| project.request(stack, &Request::default());
            stacks.map(request).collect()
        }
        // A project without stacks.
        Err(_) => programs(session, root),
    }
}
