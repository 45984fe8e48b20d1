//! Values: what the place allows, and the names that are known there. In: the type that is wanted. Out: what
//! fits it first. Never: a name that means nothing there, unless its import comes with it.

use super::ask::Asked;
use super::item::{Completion, Completions, Kind};
use super::library;
use super::snippets::escaped;
use super::stand_in::NAME;
use crate::builtins::{self, Space};
use crate::ide::callee::{Callee, built_in, callee, callee_of};
use crate::ide::docs;
use crate::ide::fields::members;
use crate::ide::items::declared;
use crate::ide::scope::{LocalKind, locals};
use crate::ide::{View, path_at};
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::{Expr, ExprKind, Item, ItemKind};
use crate::text::Span;
use crate::types::{Fit, Literal, Nodes, Type, fit_in_schema, show};

const FITS: u32 = 100;
const NEAR: u32 = 300;
const FAR: u32 = 500;

pub fn values(asked: &Asked, wanted: Option<&Type>, list: &mut Completions) {
    if let Some(wanted) = wanted {
        literals(asked, wanted, list);
    }
    let nodes = Nodes::new(asked.view.catalogue());
    let suits = |ty: &Type| match wanted {
        Some(wanted) if !ty.is_error() => {
            !matches!(fit_in_schema(ty, wanted, &nodes), Fit::Never(_))
        }
        _ => false,
    };
    in_scope(asked, &suits, list);
    for (id, builtin) in builtins::all().filter(|(_, b)| b.space == Space::Global) {
        if !list.has(builtin.name) {
            let called = built_in(id);
            let item = Completion::new(builtin.name, Kind::Function, FAR);
            let item = callee_snippet(item, builtin.name, &called, asked);
            list.push(item.page(docs::callee_page(&called)));
        }
    }
    for name in ["aws", "cfn"] {
        let page = docs::namespace(name).unwrap_or_default();
        list.push(Completion::new(name, Kind::Namespace, FAR).page(page));
    }
    for (word, text) in [
        ("if", "if ${1:condition} then ${2:value} else ${3:value}"),
        ("match", "match ${1:value} { $0 }"),
    ] {
        let page = docs::keyword(word).unwrap_or_default();
        let item = Completion::new(word, Kind::Keyword, FAR + 10).snippet(text);
        list.push(item.page(page));
    }
    let back = |offset: u32| asked.copy.back(offset);
    library::offer(
        asked.context,
        asked.cursor,
        asked.view.module,
        &back,
        &["function", "value"],
        list,
    );
}

/// The values that are written out: of a choice all, `true` and `false`, `null`.
fn literals(asked: &Asked, wanted: &Type, list: &mut Completions) {
    for (rank, member) in (0..).zip(members(asked.view.catalogue(), wanted)) {
        let rank = u32::min(rank, FITS - 1);
        match member {
            Type::Literal(Literal::Text(text)) => {
                let label = format!("\"{}\"", quotable(&text));
                list.push(Completion::new(label, Kind::Value, rank));
            }
            Type::Literal(other) => {
                list.push(Completion::new(other.to_string(), Kind::Value, rank));
            }
            Type::Bool => {
                list.push(Completion::new("true", Kind::Value, rank));
                list.push(Completion::new("false", Kind::Value, rank));
            }
            Type::Null => list.push(Completion::new("null", Kind::Value, FITS)),
            _ => {}
        }
    }
}

fn quotable(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace("${", "\\${")
}

/// What may be waited for: resources, instances, collections of them.
pub fn resources(asked: &Asked, list: &mut Completions) {
    fn is_made(ty: &Type) -> bool {
        match ty {
            Type::Map(inner) => is_made(inner),
            Type::Union(members) => members.iter().any(is_made),
            other => other.is_handle(),
        }
    }
    let mut all = Completions::new(list.at, list.takes_snippets());
    in_scope(asked, &is_made, &mut all);
    let suits = |item: &Completion| item.rank < NEAR && item.kind == Kind::Variable;
    all.items
        .into_iter()
        .filter(suits)
        .for_each(|item| list.push(item));
}

/// Whether a call takes the name of a resource type.
pub fn takes_type(view: &View, call: &Expr) -> bool {
    let ExprKind::Call { callee, .. } = &call.kind else {
        return false;
    };
    match view.names.binding(callee.id) {
        Binding::Builtin(id) => id.get().name == builtins::RESOURCES,
        _ => false,
    }
}

/// The names of the place, the nearest first.
fn in_scope(asked: &Asked, suits: &dyn Fn(&Type) -> bool, list: &mut Completions) {
    let view = asked.view;
    let path = path_at(view.module, asked.copy.offset);
    let own = path.item().map(|item| item.id);
    for local in locals(view, &path).into_iter().rev() {
        let name = local.name.name.as_str();
        let is_own = matches!(local.kind, LocalKind::Item(item) if Some(item.id) == own);
        if name.is_empty() || name == NAME || is_own || list.has(name) {
            continue;
        }
        let rank = if suits(&local.ty) { FITS } else { NEAR };
        let shown = show(&local.ty, view.catalogue());
        list.push(Completion::new(name, Kind::Variable, rank + 10).detail(shown));
    }
    for item in &view.module.items {
        if let Some(name) = item.kind.name() {
            let is_here = name.name.is_empty() || name.name == NAME || Some(item.id) == own;
            if !is_here && !list.has(&name.name) {
                named(asked, view, item, &name.name, suits, list);
            }
        }
    }
    let mut imported: Vec<_> = view.names.imported.iter().collect();
    imported.sort_unstable();
    for (name, decl) in imported {
        if let Some((there, item)) = found(view, *decl)
            && !list.has(name)
        {
            named(asked, &there, item, name, suits, list);
        }
    }
    let mut modules: Vec<_> = view.names.modules.keys().collect();
    modules.sort_unstable();
    for name in modules {
        list.push(Completion::new(name.as_str(), Kind::Namespace, NEAR + 20));
    }
}

fn found<'a>(view: &View<'a>, decl: DeclId) -> Option<(View<'a>, &'a Item)> {
    declared(view, decl)
}

/// A declaration, where a value may stand.
fn named(
    asked: &Asked,
    there: &View,
    item: &Item,
    name: &str,
    suits: &dyn Fn(&Type) -> bool,
    list: &mut Completions,
) {
    let ty = there.types.item(item.id);
    let kind = match &item.kind {
        ItemKind::Fn(_) => Kind::Function,
        ItemKind::Param(_) | ItemKind::Input(_) | ItemKind::Let(_) => Kind::Constant,
        ItemKind::Resource(_) | ItemKind::Existing(_) | ItemKind::Data(_) | ItemKind::Module(_) => {
            Kind::Variable
        }
        _ => return,
    };
    let rank = if suits(ty) { FITS } else { NEAR };
    let item_found = Completion::new(name, kind, rank + 20).page(docs::declaration(there, item));
    list.push(match callee_of(there, item) {
        Some(called) => callee_snippet(item_found, name, &called, asked),
        None => item_found.detail(show(ty, there.catalogue())),
    });
}

/// A function with its parentheses, unless they follow.
pub fn callee_snippet(item: Completion, name: &str, called: &Callee, asked: &Asked) -> Completion {
    let way = called.ways.first();
    let label = way.map_or_else(String::new, |way| way.label(called).0);
    let takes = way.is_some_and(|way| !way.parameters.is_empty());
    let item = item.detail(label);
    match (asked.cursor.behind().starts_with('('), takes) {
        (true, _) => item,
        (false, true) => item.snippet(format!("{}($0)", escaped(name))),
        (false, false) => item.insert(format!("{name}()")),
    }
}

/// `name: ` of what a call takes and was not given.
pub fn argument_names(view: &View, call: &Expr, list: &mut Completions) {
    let ExprKind::Call {
        callee: function,
        arguments,
    } = &call.kind
    else {
        return;
    };
    let Some(called) = callee(view, function) else {
        return;
    };
    let Some(way) = called.ways.first() else {
        return;
    };
    let placed = arguments.iter().filter(|one| one.name.is_none()).count();
    let open = way.parameters.iter().skip(placed.saturating_sub(1));
    for parameter in open {
        let given = |name: &str| {
            let mut named = arguments.iter().filter_map(|one| one.name.as_ref());
            named.any(|one| one.name == name)
        };
        if !given(&parameter.name) {
            let label = format!("{}:", parameter.name);
            list.push(
                Completion::new(label.as_str(), Kind::Property, FITS + 50)
                    .detail(parameter.shown.as_str())
                    .insert(format!("{label} ")),
            );
        }
    }
}

/// The values of a choice, inside the quotes.
pub fn texts(asked: &Asked, wanted: Option<&Type>, list: &mut Completions) {
    let Some(wanted) = wanted else { return };
    let at = content(asked);
    for (rank, member) in (0..).zip(members(asked.view.catalogue(), wanted)) {
        if let Type::Literal(Literal::Text(text)) = member {
            let label = text.as_str();
            list.push(
                Completion::new(label, Kind::Value, rank)
                    .insert(quotable(&text))
                    .at(at),
            );
        }
    }
}

/// What stands between the quotes around the cursor.
pub fn content(asked: &Asked) -> Span {
    use super::cursor::Standing;
    let cursor = asked.cursor;
    let Standing::Text { start, is_closed } = cursor.standing else {
        return cursor.word_span();
    };
    let quote = cursor
        .text
        .get(..start)
        .and_then(|text| text.chars().next_back());
    let behind = cursor.text.get(cursor.offset..).unwrap_or("");
    let end = match (is_closed, quote) {
        (true, Some(quote)) => behind.find(quote).unwrap_or(0),
        _ => 0,
    };
    let held = cursor.text.get(start..cursor.offset + end).unwrap_or("");
    // What is replaced stands on one line.
    match held.contains('\n') {
        true => cursor.word_span(),
        false => Span::new(cursor.file, start, cursor.offset + end),
    }
}
