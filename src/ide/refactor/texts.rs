//! Texts in other quotes, and what makes a text as a text. In: a scene. Out: the other form of what is at the cursor.
//! Never: another text.

use super::proof::{Verdict, judge};
use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::builtins::{self, Space};
use crate::resolve::Binding;
use crate::syntax::ast::*;
use crate::syntax::escape_text;

/// The other forms of the text, or of the call, at the cursor.
pub fn texts(scene: &Scene) -> Vec<Refactor> {
    let mut offered = Vec::new();
    for expr in scene.around().into_iter().take(3) {
        let found = match &expr.kind {
            ExprKind::Text(literal) => other_quotes(scene, expr, literal),
            ExprKind::Call { callee, arguments } => {
                let called = |name: &str| {
                    let id = builtins::find(Space::Global, name);
                    id.map(Binding::Builtin) == Some(scene.view.names.binding(callee.id))
                };
                let text = match () {
                    () if called("join") => of_join(scene, arguments),
                    () if called("format") => of_format(scene, arguments),
                    () => None,
                };
                text.map(|text| (text, "write as a text with `${...}`"))
            }
            _ => None,
        };
        let Some((text, title)) = found else {
            continue;
        };
        let edits = vec![edit(expr.span, text)];
        let title = match judge(scene, &edits) {
            Verdict::Broken => continue,
            Verdict::Same => title.to_owned(),
            Verdict::Other => format!("{title} (the template says it in other words)"),
        };
        offered.push(Refactor::new(RefactorKind::Rewrite, title, edits));
    }
    offered
}

/// `'a'` as `"a"`, and back where nothing in it must be escaped.
fn other_quotes(
    scene: &Scene,
    expr: &Expr,
    literal: &TextLiteral,
) -> Option<(String, &'static str)> {
    let text = match literal.parts.as_slice() {
        [] => "",
        [TextPart::Text { value, .. }] => value.as_str(),
        _ => return None,
    };
    match literal.style {
        TextStyle::Raw => {
            let written = format!("\"{}\"", escape_text(text));
            Some((written, "write between double quotes"))
        }
        TextStyle::Quoted => {
            let fits = !text.contains('\'') && !text.chars().any(char::is_control);
            let needs = scene.slice(expr.span).contains('\\');
            (fits && needs).then(|| (format!("'{text}'"), "write without escapes"))
        }
        TextStyle::MultiQuoted | TextStyle::MultiRaw => None,
    }
}

/// What is given for a parameter, by its place or its name.
fn given<'a>(arguments: &'a [Argument], place: usize, name: &str) -> Option<&'a Expr> {
    let mut named = arguments.iter();
    let named = named.find(|one| one.name.as_ref().is_some_and(|n| n.name == name));
    let placed = || {
        let one = arguments.get(place)?;
        one.name.is_none().then_some(one)
    };
    named.or_else(placed).map(|one| &one.value)
}

/// `join("-", [a, "b"])` as `"${a}-b"`.
fn of_join(scene: &Scene, arguments: &[Argument]) -> Option<String> {
    let separator = plain(given(arguments, 0, "separator")?)?;
    let ExprKind::List(entries) = &given(arguments, 1, "list")?.kind else {
        return None;
    };
    let mut parts = Vec::new();
    for entry in entries {
        match entry {
            ListEntry::Item(value) => parts.push(part(scene, value)?),
            ListEntry::Spread(_) => return None,
        }
    }
    let separator = escape_text(&separator);
    Some(format!("\"{}\"", parts.join(&separator)))
}

/// `format("%s-%s", a, b)` as `"${a}-${b}"`, where the format asks for nothing but texts.
fn of_format(scene: &Scene, arguments: &[Argument]) -> Option<String> {
    let (first, values) = arguments.split_first()?;
    let format = plain(&first.value)?;
    let mut values = values.iter();
    let mut text = String::new();
    let mut rest = format.as_str();
    while let Some((before, after)) = rest.split_once('%') {
        text += &escape_text(before);
        let mut signs = after.chars();
        match signs.next()? {
            '%' => text.push('%'),
            's' => {
                let value = values.next()?;
                if value.name.is_some() {
                    return None;
                }
                text += &part(scene, &value.value)?;
            }
            _ => return None,
        }
        rest = signs.as_str();
    }
    text += &escape_text(rest);
    values.next().is_none().then(|| format!("\"{text}\""))
}

/// A value inside of a text between double quotes.
fn part(scene: &Scene, value: &Expr) -> Option<String> {
    let written = scene.slice(value.span);
    match &value.kind {
        ExprKind::Text(literal) => {
            let mut text = String::new();
            for part in &literal.parts {
                match part {
                    TextPart::Text { value, .. } => text += &escape_text(value),
                    TextPart::Expr(inner) => {
                        text += &format!("${{{}}}", scene.slice(inner.span));
                    }
                }
            }
            Some(text)
        }
        // A text on one line has no place for several.
        _ => (!written.contains('\n')).then(|| format!("${{{written}}}")),
    }
}

/// The text of a literal that interpolates nothing.
fn plain(expr: &Expr) -> Option<String> {
    let ExprKind::Text(literal) = &expr.kind else {
        return None;
    };
    match literal.parts.as_slice() {
        [] => Some(String::new()),
        [TextPart::Text { value, .. }] => Some(value.to_string()),
        _ => None,
    }
}
