//! Names, and where they lead: `tests/ide/{calls,definition,implementation,links,names,outline,
//! references,rename,search}`.

use crate::ide::{Fixture, cases, drawn};
use infra::ide::Workspace;
use infra::ide::rename::{Identity, Renamed, prepare, rename};
use infra::ide::{
    Goal, Occurrence, Part, Role, Symbol, Target, Uses, View, Which, calls, definition, instances,
    links, occurrences, outline, search, symbol_at, uses,
};
use infra::session::Analysis;
use infra::text::Span;
use std::path::PathBuf;

/// A place as `line:column`, behind its file where that is another.
fn place(view: &View, at: Span) -> String {
    let source = view.sources().get(at.file);
    let start = source.line_column(at.start);
    let file = match at.file == view.file {
        true => String::new(),
        false => format!("{}:", source.path),
    };
    format!("{file}{}:{}", start.line, start.column)
}

fn shown(view: &View, symbol: &Symbol) -> String {
    let declared = |decl: infra::resolve::DeclId| {
        let file = View::of(view.analysis, decl.file).expect("it is a file of the program");
        let item = file.module.items_by_id()[decl.item.0 as usize].expect("it is declared");
        place(view, item.kind.name().expect("it has a name").span)
    };
    match symbol {
        Symbol::Declared(decl) => format!("declared {}", declared(*decl)),
        Symbol::Local(at) => format!("local {}", place(view, *at)),
        Symbol::Parameter(at) => format!("parameter {}", place(view, *at)),
        Symbol::Alias { at, decl } => {
            format!("alias {} of {}", place(view, *at), declared(*decl))
        }
        Symbol::Import { at, file } => {
            let path = &view.sources().get(*file).path;
            format!("import {} of {path}", place(view, *at))
        }
        Symbol::File(file) => format!("file {}", view.sources().get(*file).path),
        Symbol::Builtin(id) => format!("built-in {}", id.get().path()),
        Symbol::BuiltinParameter(id, name) => format!("parameter {name} of {}", id.get().path()),
        Symbol::Namespace(namespace) => format!("namespace {namespace:?}"),
        Symbol::Scalar(_) => "scalar".to_owned(),
        Symbol::Type(key) => format!("type {}", key.name),
        Symbol::Part(key, name) => format!("part {name} of {}", key.name),
        Symbol::Property(key, node, name) => {
            let node = match node.0 {
                0 => String::new(),
                _ => {
                    use infra::types::Schemas;
                    format!(" in {}", view.catalogue().node_name(key, *node))
                }
            };
            format!("property {name} of {}{node}", key.name)
        }
        Symbol::Attribute(key, name) => format!("attribute {name} of {}", key.name),
        Symbol::Field(all, name) => {
            let all: Vec<&str> = all.iter().map(|name| name.as_str()).collect();
            format!("field {name} of {{ {} }}", all.join(", "))
        }
        Symbol::Annotation(name) => format!("@{name}"),
    }
}

fn role(one: &Occurrence) -> &'static str {
    match one.role {
        Role::Declaration => "declares",
        Role::Read => "reads",
        Role::Write => "writes",
    }
}

#[test]
fn every_name_stands_for_something() {
    cases("names", |fixture| {
        fixture.ask(|view, _| {
            let all = occurrences(view);
            let lines = all.iter().map(|one| {
                let (at, text) = (place(view, one.at), view.slice(one.at));
                let meaning = shown(view, &one.symbol);
                format!("{at:<6} {text:<24} {:<9} {meaning}\n", role(one))
            });
            lines.collect()
        })
    });
}

/// What is named at the cursor of a case, in all files.
fn found(fixture: &mut Fixture, of: fn(&mut Fixture, &Symbol) -> Vec<Uses>) -> String {
    let Some(one) = fixture.ask(symbol_at) else {
        return "nothing is named here\n".to_owned();
    };
    let files = of(fixture, &one.symbol);
    let all = files.iter().flat_map(|file| {
        let places = file.uses.iter();
        places.map(|one| format!("{} {}", role(one), drawn(&file.analysis, one.at)))
    });
    all.collect()
}

#[test]
fn what_is_named_is_found_in_all_files() {
    cases("references", |fixture| {
        found(fixture, |fixture, symbol| {
            let analysis = fixture.analysis();
            uses(&mut fixture.workspace, &analysis, symbol)
        })
    });
}

#[test]
fn instances_of_components_are_found_in_all_files() {
    cases("implementation", |fixture| {
        found(fixture, |fixture, symbol| {
            let analysis = fixture.analysis();
            instances(&mut fixture.workspace, &analysis, symbol)
        })
    });
}

fn goals(analysis: &Analysis, goals: &[Goal]) -> String {
    let shown = goals.iter().map(|goal| match goal {
        Goal::Place { name, whole } => {
            assert!(whole.contains(*name), "{whole:?} holds {name:?}");
            drawn(analysis, *name)
        }
        Goal::File(Target::Program(file)) => format!("{}\n", analysis.sources.get(*file).path),
        Goal::File(Target::Disk(path)) => format!("{}\n", path.display()),
    });
    shown.collect()
}

#[test]
fn what_is_named_is_declared_somewhere() {
    cases("definition", |fixture| {
        let analysis = fixture.analysis();
        let mut answer = String::new();
        let all = [
            ("definition", Which::Definition),
            ("declaration", Which::Declaration),
            ("type", Which::Type),
        ];
        for (title, which) in all {
            let origin = fixture.ask(|view, offset| definition(view, offset, which));
            answer += &match origin {
                Some(origin) => {
                    let of = analysis.sources.slice(origin.at);
                    format!("{title} of {of}\n{}", goals(&analysis, &origin.targets))
                }
                None => format!("{title}: none\n"),
            };
        }
        answer
    });
}

fn table(view: &View, parts: &[Part], depth: usize) -> String {
    let lines = parts.iter().map(|part| {
        assert!(part.whole.contains(part.at), "{part:?}");
        let indent = "  ".repeat(depth);
        let detail = part.detail.iter().map(|detail| format!(" {detail}"));
        let detail: String = detail.collect();
        let deprecated = if part.is_deprecated {
            ", deprecated"
        } else {
            ""
        };
        format!(
            "{indent}{:?} {}{detail} {}..{}{deprecated}\n{}",
            part.kind,
            part.name,
            place(view, part.whole.at_start()),
            place(view, part.whole.at_end()),
            table(view, &part.inside, depth + 1)
        )
    });
    lines.collect()
}

#[test]
fn a_file_has_a_table_of_contents() {
    cases("outline", |fixture| {
        fixture.ask(|view, _| table(view, &outline(view), 0))
    });
}

#[test]
fn paths_lead_to_files() {
    cases("links", |fixture| {
        let analysis = fixture.analysis();
        let all = fixture.ask(|view, _| links(view));
        let shown = all.iter().map(|link| {
            let target = goals(&analysis, &[Goal::File(link.target.clone())]);
            format!("{target}{}", drawn(&analysis, link.at))
        });
        shown.collect()
    });
}

#[test]
fn callers_and_what_they_call_are_found() {
    cases("calls", |fixture| {
        let analysis = fixture.analysis();
        let Some(node) = fixture.ask(calls::prepare) else {
            return "nothing here calls or is called\n".to_owned();
        };
        let home = View::of(&analysis, node.at.file).expect("it is a file of the program");
        let decl = calls::item_at(&home, node.at.start).expect("it is declared there");
        let shown = |title: &str, call: &calls::Call| {
            let at = call.places.iter().map(|at| drawn(&call.analysis, *at));
            let at: String = at.collect();
            format!("{title} {:?} {}\n{at}", call.node.kind, call.node.name)
        };
        let incoming = calls::incoming(&mut fixture.workspace, &analysis, decl);
        let incoming = incoming.iter().map(|call| shown("from", call));
        let outgoing = calls::outgoing(&analysis, decl);
        let outgoing = outgoing.iter().map(|call| shown("to", call));
        let title = format!("{:?} {}\n", node.kind, node.name);
        title + &incoming.chain(outgoing).collect::<String>()
    });
}

/// What is typed is the first comment of the last file.
#[test]
fn declarations_are_found_by_a_few_letters() {
    cases("search", |fixture| {
        let text = fixture
            .workspace
            .text(&fixture.path)
            .expect("the file is there");
        let typed = text.lines().next().expect("it has a line");
        let typed = typed.trim_start_matches("//").trim();
        let found = search(&mut fixture.workspace, typed);
        let shown = found.iter().map(|found| {
            let around = found.around.iter().map(|around| format!(" in {around}"));
            let around: String = around.collect();
            let at = found.file.source.line_column(found.part.at.start);
            let path = found.path.display();
            let (kind, name) = (found.part.kind, &found.part.name);
            format!("{kind:?} {name}{around} {path}:{}:{}\n", at.line, at.column)
        });
        shown.collect()
    });
}

/// The texts of all files after a renaming; `changed` are those that it changes.
fn renamed(fixture: &Fixture, renamed: &Renamed) -> Vec<(PathBuf, String, bool)> {
    let all = fixture.workspace.known_files().into_iter();
    let texts = all.map(|path| {
        let before = fixture.workspace.text(&path).expect("the file is there");
        let mut changes = Vec::new();
        for file in renamed.files.iter().filter(|file| file.path == path) {
            changes.extend(file.changes.clone());
        }
        if let Identity::Kept { at, change } = &renamed.identity
            && *at == path
        {
            changes.push(change.clone());
        }
        changes.sort_by_key(|change| change.at.start);
        let mut after = before.clone();
        for change in changes.iter().rev() {
            after.replace_range(change.at.range(), &change.text);
        }
        (path, after, !changes.is_empty())
    });
    texts.collect()
}

/// Whether each program gives the template that it gave before.
fn same_templates(fixture: &mut Fixture, texts: &[(PathBuf, String, bool)]) -> String {
    let mut after = Workspace::default();
    for (path, text, _) in texts {
        after.open(path, text);
    }
    after.look_everywhere();
    let programs = fixture.workspace.all_programs();
    let lines = programs.iter().map(|program| {
        let (before, after) = (fixture.workspace.analysis(program), after.analysis(program));
        let verdict = match (before.has_errors(), after.has_errors()) {
            (true, _) => "could not be built before",
            (false, true) => panic!("{}: {:?}", program.display(), after.diagnostics()),
            (false, false) if before.template() == after.template() => "gives the same template",
            (false, false) => "gives another template",
        };
        format!("{} {verdict}\n", program.display())
    });
    lines.collect()
}

/// The new name stands in the file with the cursor: `// to name`.
#[test]
fn a_name_is_changed_everywhere_and_ids_stay() {
    cases("rename", |fixture| {
        let text = fixture
            .workspace
            .text(&fixture.path)
            .expect("the file is there");
        let to = text.lines().find_map(|line| line.split_once("// to "));
        let (_, name) = to.expect("a case says the new name");
        let analysis = fixture.analysis();
        let result = match fixture.ask(prepare) {
            Ok(subject) => rename(&mut fixture.workspace, &analysis, &subject, name),
            Err(refused) => Err(refused),
        };
        let result = match result {
            Ok(result) => result,
            Err(refused) => return format!("refused: {refused}\n"),
        };
        let texts = renamed(fixture, &result);
        let mut answer = String::new();
        for (path, text, _) in texts.iter().filter(|(.., is_changed)| *is_changed) {
            answer += &format!("//- {}\n{text}", path.display());
        }
        answer += &match &result.identity {
            Identity::Same => "ids stay by themselves\n".to_owned(),
            Identity::Kept { change, .. } => format!("ids are kept by `{}`\n", change.text.trim()),
            Identity::Lost => "ids are lost\n".to_owned(),
        };
        answer + &same_templates(fixture, &texts)
    });
}
