//! Declarations. In: a file's or a component's. Out: their text. Never: another order.

use super::brackets::Brackets;
use super::collections::arguments;
use super::entries::{Place, Rows, lines};
use super::expr::{Sign, value};
use super::headers::{
    body, condition, header, is_type, param_place, params, typed_body, with_block,
};
use super::printer::Printer;
use super::statements::{binding, statements};
use super::text::known_text;
use super::types::{of_type, type_expr, type_name};
use crate::syntax::ast::{
    Attribute, Component, Doc, Import, ImportName, ImportNames, Item, ItemKind, Module, Param,
    Policy, Resource, Rule, Test,
};

/// A declaration, or text that stays as it is.
enum Part<'a> {
    Item(&'a Item),
    Kept(Place),
}

/// All of a file. It ends with one new line, unless its end cannot be read.
pub fn file(p: &mut Printer, module: &Module) {
    let parts = parts(p, module);
    let end = if p.is_unwritten() {
        u32::MAX
    } else {
        p.text.len() as u32
    };
    lines(p, &parts, None, end, Rows::Items, part_place, part);
    match parts.last() {
        // What is kept to the end ends as it did; comments behind it have been printed.
        Some(Part::Kept(kept)) if p.slice(kept.end, end).trim().is_empty() => {
            p.push_written(p.slice(kept.end, end));
        }
        _ => p.end_line(),
    }
}

/// The lines of a document, and the end of the last one.
pub fn doc(p: &mut Printer, doc: &Doc) {
    for line in doc.text.split('\n') {
        p.push("///");
        if !line.is_empty() {
            p.push(" ");
            p.push(line);
        }
        p.newline();
    }
}

/// What is whole is printed. Where something cannot be read, all is kept from the line on which its
/// item begins to the line of the next item: no guess of the parser may change a text.
fn parts<'a>(p: &Printer, module: &'a Module) -> Vec<Part<'a>> {
    if p.is_unwritten() {
        let items = module.items.iter();
        return items
            .filter(|item| !matches!(item.kind, ItemKind::Error { .. }))
            .map(Part::Item)
            .collect();
    }
    let whole = p.text.len() as u32;
    let mut parts: Vec<Part> = Vec::with_capacity(module.items.len());
    let mut broken = p.broken().iter().peekable();
    let starts = module.items.iter().skip(1).map(|item| item.span.start);
    for (item, next) in module.items.iter().zip(starts.chain([whole])) {
        let mut is_broken = matches!(item.kind, ItemKind::Error { .. });
        while broken
            .next_if(|span| span.start < next || next == whole)
            .is_some()
        {
            is_broken = true;
        }
        if is_broken {
            let start = if parts.is_empty() { 0 } else { item.span.start };
            keep(p, &mut parts, start, next);
        } else {
            // Behind what is not closed an item may begin at another line, if its lines change places.
            let ends_here = matches!(
                parts.last(),
                Some(Part::Kept(kept)) if kept.end > item.span.start || is_reordered(item)
            );
            if ends_here {
                keep(p, &mut parts, item.span.start, item.span.end);
            } else {
                parts.push(Part::Item(item));
            }
        }
    }
    if module.items.is_empty() && broken.next().is_some() {
        keep(p, &mut parts, 0, whole);
    }
    parts
}

/// Whether the document stands behind an attribute, where it is not printed.
fn is_reordered(item: &Item) -> bool {
    item.doc
        .as_ref()
        .is_some_and(|doc| doc.span.start > item.span.start)
}

/// Keeps a stretch of text: whole lines, with all that they hold.
fn keep(p: &Printer, parts: &mut Vec<Part>, start: u32, end: u32) {
    let line_start = p.slice(0, start).rfind('\n').map_or(0, |i| i as u32 + 1);
    let line_end = match p.slice(start, end).rfind('\n') {
        Some(last) if p.slice(start, end)[last..].trim().is_empty() => start + last as u32,
        _ => {
            let rest = p.slice(end, p.text.len() as u32);
            end + rest.find('\n').unwrap_or(rest.len()) as u32
        }
    };
    let whole = p.slice(line_start, line_end);
    let kept = whole.trim_end_matches(['\n', '\r']).len();
    // What a line ends with may be all that makes it a mistake: a return behind a backslash.
    let behind = whole.get(kept..).unwrap_or("");
    let returns = behind.len() - behind.trim_start_matches('\r').len();
    let mut kept = Place {
        start: line_start,
        end: line_start + (kept + returns) as u32,
    };
    while let Some(last) = parts.last().map(|last| part_place(p, last)) {
        if last.end <= kept.start {
            break;
        }
        kept.start = kept.start.min(last.start);
        kept.end = kept.end.max(last.end);
        parts.pop();
    }
    parts.push(Part::Kept(kept));
}

fn part_place(_: &Printer, part: &Part) -> Place {
    match part {
        Part::Item(item) => Place {
            start: item.span.start,
            end: item.span.end,
        },
        Part::Kept(place) => *place,
    }
}

fn part(p: &mut Printer, part: &Part) {
    match part {
        Part::Item(one) => item(p, one),
        Part::Kept(place) => p.verbatim(place.start, place.end),
    }
}

fn item(p: &mut Printer, item: &Item) {
    let mut at = item.span.start;
    if let Some(text) = &item.doc {
        at = text.span.end;
        doc(p, text);
    }
    if p.is_unwritten() {
        unwritten_item(p, item);
        return;
    }
    for one in &item.attributes {
        comments_before(p, one.span.start);
        attribute(p, one);
        at = at.max(one.span.end);
        let rest = p
            .slice(at, item.span.end)
            .trim_start_matches([' ', '\t', '\r']);
        if rest.starts_with("//") && p.comment_before(item.span.end).is_some() {
            p.push(" ");
            p.print_comment();
            p.newline();
        } else if rest.starts_with('\n') || rest.starts_with('/') {
            p.newline();
        } else {
            p.push(" ");
        }
    }
    let keyword = keyword(p, at, item.span.end);
    comments_before(p, keyword);
    declaration(p, item);
}

/// Attributes share a line where they fit on it, with the declaration too where that is all of it.
fn unwritten_item(p: &mut Printer, item: &Item) {
    let has_comments = p.comment_between(item.span.start, item.span.end);
    let all = |p: &mut Printer| {
        for one in &item.attributes {
            attribute(p, one);
            p.push(" ");
        }
        declaration(p, item);
    };
    if !has_comments && !item.attributes.is_empty() && p.try_flat(0, all) {
        return;
    }
    // The line on which one more attribute may stand.
    let mut row = None;
    for (index, one) in item.attributes.iter().enumerate() {
        let joins = |p: &mut Printer| {
            p.push(" ");
            attribute(p, one);
        };
        let is_free = row == Some(p.line_count()) && p.comment_before(one.span.start).is_none();
        if is_free && p.try_flat(0, joins) {
            continue;
        }
        if index > 0 {
            p.newline();
        }
        comments_before(p, one.span.start);
        let line = p.line_count();
        attribute(p, one);
        row = (line == p.line_count()).then_some(line);
    }
    if !item.attributes.is_empty() {
        p.newline();
    }
    declaration(p, item);
}

/// Prints the comments before a part of a declaration, each on a line of its own.
fn comments_before(p: &mut Printer, offset: u32) {
    while p.comment_before(offset).is_some() {
        p.print_comment();
        p.newline();
    }
}

/// Where the keyword begins, behind space and comments.
fn keyword(p: &Printer, from: u32, end: u32) -> u32 {
    let mut at = from;
    loop {
        let rest = p.slice(at, end);
        let blanks = rest.len() - rest.trim_start().len();
        at += blanks as u32;
        let rest = rest.trim_start();
        let comment = match rest.get(..2) {
            Some("//") => rest.find('\n').unwrap_or(rest.len()),
            Some("/*") => rest.find("*/").map_or(rest.len(), |i| i + 2),
            _ => return at,
        };
        at += comment as u32;
    }
}

fn declaration(p: &mut Printer, item: &Item) {
    let end = item.span.end;
    match &item.kind {
        ItemKind::Import(one) => import(p, one),
        ItemKind::Param(one) => param(p, "param ", one),
        ItemKind::Input(one) => param(p, "input ", one),
        ItemKind::Let(one) => binding(p, one),
        ItemKind::Type(one) => {
            p.push("type ");
            p.push(&one.name.name);
            p.push(" = ");
            type_expr(p, &one.ty);
        }
        ItemKind::Fn(one) => {
            p.push("fn ");
            p.push(&one.name.name);
            let rest = |p: &mut Printer| {
                if let Some(result) = &one.result {
                    p.push(" -> ");
                    type_expr(p, result);
                }
                p.push(" =");
            };
            let after = p.width_of(rest);
            let before = one.body.span.start;
            params(p, &one.params, one.name.span.end, before, after);
            rest(p);
            value(p, Sign::Equals, &one.body);
        }
        ItemKind::Component(one) => component(p, one, end),
        ItemKind::Resource(one) => resource(p, one),
        ItemKind::Existing(one) => {
            p.push("existing ");
            p.push(&one.name.name);
            typed_body(p, &one.ty, &one.body, 0);
        }
        ItemKind::Data(one) => {
            let (name, condition) = (&one.name.name, one.condition.as_ref());
            header(p, "data ", name, &one.loops, condition, |p| {
                is_type(p, &one.ty);
            });
            body(p, &one.body, 0);
        }
        ItemKind::Output(one) => {
            p.push("output ");
            p.push(&one.name.name);
            let of = p.width_of(|p| of_type(p, one.ty.as_ref()));
            condition(p, one.condition.as_ref(), of + " =".len());
            of_type(p, one.ty.as_ref());
            p.push(" =");
            value(p, Sign::Equals, &one.value);
        }
        ItemKind::Module(one) => {
            let (name, condition) = (&one.name.name, one.condition.as_ref());
            header(p, "module ", name, &one.loops, condition, |p| {
                p.push(" from ");
                known_text(p, one.source.span, &one.source.value);
            });
            body(p, &one.body, 0);
        }
        ItemKind::Stack(one) => {
            p.push("stack ");
            body(p, &one.body, 0);
        }
        ItemKind::Rule(one) => rule(p, one, end),
        ItemKind::Policy(one) => policy(p, one, end),
        ItemKind::Test(one) => test(p, one, end),
        ItemKind::Error { .. } => p.verbatim(item.span.start, end),
    }
}

pub fn attribute(p: &mut Printer, attribute: &Attribute) {
    p.push("@");
    p.push(&attribute.name.name);
    if !attribute.arguments.is_empty() {
        let end = attribute.span.end.saturating_sub(1);
        arguments(p, &attribute.arguments, attribute.name.span.end, end);
    }
}

fn import(p: &mut Printer, import: &Import) {
    p.push("import ");
    match &import.names {
        ImportNames::Whole(name) => {
            known_text(p, import.path.span, &import.path.value);
            p.push(" as ");
            p.push(&name.name);
        }
        ImportNames::Listed(names) => {
            let begin = names.first().map_or(0, |first| {
                p.sign_before(first.name.span.start, "{").saturating_add(1)
            });
            let end = names.last().map_or(0, |last| {
                let name = last.alias.as_ref().unwrap_or(&last.name);
                closing(p, name.span.end, import.path.span.start, '}')
            });
            Brackets::braces(begin, end).print(p, 0, names, import_place, import_name);
            p.push(" from ");
            known_text(p, import.path.span, &import.path.value);
        }
    }
}

fn import_place(_: &Printer, name: &ImportName) -> Place {
    let last = name.alias.as_ref().unwrap_or(&name.name);
    Place {
        start: name.name.span.start,
        end: last.span.end,
    }
}

fn import_name(p: &mut Printer, name: &ImportName) {
    p.push(&name.name.name);
    if let Some(alias) = &name.alias {
        p.push(" as ");
        p.push(&alias.name);
    }
}

/// The last of a sign between two offsets.
fn closing(p: &Printer, start: u32, end: u32, sign: char) -> u32 {
    let found = p.slice(start, end).rfind(sign);
    found.map_or(start, |i| start + i as u32)
}

fn param(p: &mut Printer, word: &str, param: &Param) {
    p.push(word);
    p.push(&param.name.name);
    of_type(p, param.ty.as_ref());
    if let Some(default) = &param.default {
        p.push(" =");
        value(p, Sign::Equals, default);
    }
}

fn component(p: &mut Printer, component: &Component, end: u32) {
    let parts: Vec<Part> = component.items.iter().map(Part::Item).collect();
    let first = component.items.first().map_or(end, |item| item.span.start);
    p.push("component ");
    p.push(&component.name.name);
    params(
        p,
        &component.params,
        component.name.span.end,
        first,
        " {".len(),
    );
    p.push(" ");
    let last = component.params.last();
    let from = last.map_or(component.name.span.end, |last| param_place(p, last).end);
    let open = p
        .slice(from, end)
        .find('{')
        .map_or(from, |i| from + i as u32);
    let braces = Brackets {
        rows: Rows::Items,
        ..Brackets::braces(open + 1, end.saturating_sub(1))
    };
    braces.print(p, 0, &parts, part_place, part);
}

fn resource(p: &mut Printer, resource: &Resource) {
    let (name, condition) = (&resource.name.name, resource.condition.as_ref());
    header(p, "resource ", name, &resource.loops, condition, |p| {
        is_type(p, &resource.ty);
    });
    match &resource.with {
        None => body(p, &resource.body, 0),
        Some(with) => {
            body(p, &resource.body, " with {".len());
            p.push(" with ");
            with_block(p, with);
        }
    }
}

fn rule(p: &mut Printer, rule: &Rule, end: u32) {
    p.push("rule ");
    known_text(p, rule.title.span, &rule.title.value);
    let mut begin = rule.title.span.end;
    if let Some(condition) = &rule.condition {
        begin = condition.span.end;
    }
    condition(p, rule.condition.as_ref(), " {".len());
    p.push(" ");
    statements(p, &rule.asserts, begin, end.saturating_sub(1));
}

fn policy(p: &mut Printer, policy: &Policy, end: u32) {
    p.push("policy ");
    known_text(p, policy.title.span, &policy.title.value);
    p.push(" for ");
    p.push(&policy.binding.name);
    p.push(" in ");
    type_name(p, &policy.ty);
    let mut begin = policy.ty.span.end;
    if let Some(condition) = &policy.condition {
        begin = condition.span.end;
    }
    condition(p, policy.condition.as_ref(), " {".len());
    p.push(" ");
    statements(p, &policy.body, begin, end.saturating_sub(1));
}

fn test(p: &mut Printer, test: &Test, end: u32) {
    p.push("test ");
    known_text(p, test.title.span, &test.title.value);
    let mut begin = test.title.span.end;
    if let Some(with) = &test.with {
        p.push(" with ");
        body(p, with, " {".len());
        begin = with.span.end;
    }
    p.push(" ");
    statements(p, &test.body, begin, end.saturating_sub(1));
}
