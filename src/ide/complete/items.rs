//! What may begin an item, or a line of a test, a policy or a rule. In: where. Out: keywords, with the shape
//! of what follows. Never: names.

use super::item::{Completion, Completions, Kind};
use crate::ide::docs;

/// A keyword, what is inserted, and whether it may stand inside a component, too.
struct Shape(&'static str, &'static str, bool);

static ITEMS: &[Shape] = &[
    Shape("resource", "resource ${1:name} = $0", true),
    Shape("param", "param ${1:name}: ${2:string}", false),
    Shape("let", "let ${1:name} = $0", true),
    Shape("output", "output ${1:name} = $0", true),
    Shape("input", "input ${1:name}: ${2:string}", false),
    Shape("fn", "fn ${1:name}($2) = $0", false),
    Shape("component", "component ${1:Name}($2) {\n  $0\n}", false),
    Shape("type", "type ${1:Name} = $0", false),
    Shape("import", "import { $0 } from \"$1\"", false),
    Shape("existing", "existing ${1:name} = $0", true),
    Shape("data", "data ${1:name} = $0", true),
    Shape("module", "module ${1:name} from \"$2\" { $0 }", true),
    Shape("stack", "stack {\n  description: \"$0\"\n}", false),
    Shape(
        "rule",
        "rule \"$1\" if ${2:condition} {\n  assert $0\n}",
        false,
    ),
    Shape(
        "policy",
        "policy \"$1\" for ${2:one} in ${3:AWS::S3::Bucket} {\n  require $0\n}",
        false,
    ),
    Shape("test", "test \"$1\" with { $2 } {\n  assert $0\n}", false),
];

static LINES: &[Shape] = &[
    Shape("assert", "assert $0", false),
    Shape("require", "require $1, \"$0\"", false),
    Shape("warn", "warn $1, \"$0\"", false),
    Shape("expect", "expect \"$0\"", false),
    Shape("snapshot", "snapshot \"$0\"", false),
    Shape("let", "let ${1:name} = $0", false),
];

pub fn items(inside_component: bool, list: &mut Completions) {
    let shapes = ITEMS.iter().filter(|shape| !inside_component || shape.2);
    push(shapes, list);
}

pub fn statements(words: &[&str], list: &mut Completions) {
    let shapes = LINES.iter().filter(|shape| words.contains(&shape.0));
    push(shapes, list);
}

fn push<'a>(shapes: impl Iterator<Item = &'a Shape>, list: &mut Completions) {
    for (rank, Shape(word, text, _)) in (0..).zip(shapes) {
        let item = Completion::new(*word, Kind::Keyword, rank);
        let item = item.page(docs::keyword(word).unwrap_or_default());
        list.push(match list.takes_snippets() {
            true => item.snippet(*text),
            false => item,
        });
    }
}
