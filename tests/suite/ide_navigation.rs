//! Names, and where they lead: `tests/ide/{names,references}`.

use crate::ide::cases;
use infra::ide::{Occurrence, Role, Symbol, View, occurrences};
use infra::text::Span;

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
