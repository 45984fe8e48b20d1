//! What is not written and good to know: types, the names of arguments, the ids of resources. In: a view and
//! a stretch of it. Out: a few signs each, with the whole behind it. Never: what the line says already.

use super::View;
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::*;
use crate::text::Span;
use crate::types::{Type, show, show_whole};
use rustc_hash::FxHashMap;

/// Which hints are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HintOptions {
    pub types: bool,
    pub parameters: bool,
    pub ids: bool,
}

/// A few signs beside a place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where it stands: an empty place.
    pub at: Span,
    pub label: String,
    pub kind: HintKind,
    /// What did not fit.
    pub tooltip: Option<String>,
    /// What can be written there to the same effect.
    pub written: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    Type,
    Parameter,
    Id,
}

/// Longer ones are cut.
const LONGEST: usize = 32;

/// So many ids are named in a tooltip.
const NAMED: usize = 20;

impl Default for HintOptions {
    fn default() -> HintOptions {
        HintOptions {
            types: true,
            parameters: true,
            ids: true,
        }
    }
}

/// The hints of a stretch of a file, in the order of the text.
pub fn hints(view: &View, within: Span, options: HintOptions) -> Vec<Hint> {
    let mut hints = Hints {
        view,
        options,
        ids: None,
        called: FxHashMap::default(),
        found: Vec::new(),
    };
    for item in &view.module.items {
        hints.below(Node::Item(item), within);
    }
    let mut found = hints.found;
    found.retain(|hint| within.contains(hint.at));
    found.sort_by_key(|hint| hint.at.start);
    found
}

struct Hints<'a, 'v> {
    view: &'v View<'a>,
    options: HintOptions,
    /// What was made of each declaration, by the place of its name; collected when first needed.
    ids: Option<FxHashMap<Span, Vec<String>>>,
    /// The names of the parameters of functions that are called.
    called: FxHashMap<DeclId, Vec<String>>,
    found: Vec<Hint>,
}

impl<'a> Hints<'a, '_> {
    fn below(&mut self, node: Node<'a>, within: Span) {
        let span = node.span();
        if span.end < within.start || within.end < span.start {
            return;
        }
        self.node(node);
        node.each_child(&mut |below| self.below(below, within));
    }

    fn node(&mut self, node: Node<'a>) {
        match node {
            Node::Item(item) => match &item.kind {
                ItemKind::Let(one) => self.of_let(one),
                ItemKind::Fn(function) => self.of_fn(item, function),
                ItemKind::Resource(resource) => self.of_resource(&resource.name),
                ItemKind::Data(data) => self.of_resource(&data.name),
                ItemKind::Module(module) => self.of_resource(&module.name),
                _ => {}
            },
            Node::Let(one) => self.of_let(one),
            Node::Clause(clause) => self.of_clause(clause),
            Node::Expr(expr) => {
                if let ExprKind::Call { callee, arguments } = &expr.kind {
                    self.of_call(callee, arguments);
                }
            }
            _ => {}
        }
    }

    /// `can_be_written` says whether the language has a place for it.
    fn push_type(&mut self, at: Span, lead: &str, ty: &Type, can_be_written: bool) {
        if !self.options.types || !is_worth_saying(ty) {
            return;
        }
        let schemas = self.view.catalogue();
        let shown = show(ty, schemas);
        let whole = show_whole(ty, schemas);
        let is_whole = shown == whole && shown.chars().count() <= LONGEST;
        self.found.push(Hint {
            at,
            label: format!("{lead}{}", cut(&shown)),
            kind: HintKind::Type,
            written: (is_whole && can_be_written).then(|| format!("{lead}{shown}")),
            tooltip: (!is_whole).then_some(whole),
        });
    }

    fn of_let(&mut self, one: &Let) {
        if one.ty.is_none() && !is_obvious(&one.value) {
            let ty = self.view.types.expr(one.value.id).clone();
            self.push_type(one.name.span.at_end(), ": ", &ty, true);
        }
    }

    fn of_fn(&mut self, item: &Item, function: &Fn) {
        if function.result.is_some() {
            return;
        }
        let header = function.name.span.end as usize..function.body.span.start as usize;
        let text = self.view.text().get(header.clone()).unwrap_or("");
        // Between them and the body stands nothing but an equals sign.
        if let Some(closes) = text.rfind(')') {
            let at = header.start + closes + 1;
            let ty = self.view.types.item(item.id).clone();
            self.push_type(Span::new(self.view.file, at, at), " -> ", &ty, true);
        }
    }

    fn of_clause(&mut self, clause: &ForClause) {
        let is_written = matches!(
            clause.iterable.kind,
            ExprKind::List(_) | ExprKind::Range { .. }
        );
        if is_written {
            return;
        }
        let ty = match self.view.types.expr(clause.iterable.id).without_null() {
            Type::List(list) => list.element.clone(),
            Type::Map(value) => (*value).clone(),
            _ => return,
        };
        self.push_type(clause.value.span.at_end(), ": ", &ty, false);
    }

    fn of_call(&mut self, callee: &Expr, arguments: &[Argument]) {
        if !self.options.parameters || arguments.len() < 2 {
            return;
        }
        let names = self.parameters(callee);
        for (argument, name) in arguments.iter().zip(names) {
            if argument.name.is_none() && is_literal(&argument.value) && !name.is_empty() {
                self.found.push(Hint {
                    at: argument.value.span.at_start(),
                    label: format!("{name}:"),
                    kind: HintKind::Parameter,
                    tooltip: None,
                    written: Some(format!("{name}: ")),
                });
            }
        }
    }

    /// The names of a function's parameters; none where it is no function.
    fn parameters(&mut self, callee: &Expr) -> Vec<String> {
        match self.view.names.binding(callee.id) {
            Binding::Item(decl) => {
                let view = self.view;
                let names = self.called.entry(decl);
                names.or_insert_with(|| declared(view, decl)).clone()
            }
            Binding::Builtin(id) => match id.get().signatures() {
                [only] => only.params.iter().map(|p| p.name.to_owned()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn of_resource(&mut self, name: &Ident) {
        if !self.options.ids || self.view.is_template {
            return;
        }
        let view = self.view;
        let ids = self.ids.get_or_insert_with(|| view.analysis.made());
        let Some(ids) = ids.get(&name.span) else {
            return;
        };
        let (label, tooltip) = match ids.as_slice() {
            [] => return,
            [only] => (
                cut(only),
                (only.chars().count() > LONGEST).then(|| only.clone()),
            ),
            several => {
                let mut lines: Vec<String> = several.iter().take(NAMED).cloned().collect();
                if several.len() > NAMED {
                    lines.push(format!("and {} more", several.len() - NAMED));
                }
                (format!("×{}", several.len()), Some(lines.join("\n")))
            }
        };
        self.found.push(Hint {
            at: name.span.at_end(),
            label,
            kind: HintKind::Id,
            tooltip,
            written: None,
        });
    }
}

/// The names of the parameters of a function of the program.
fn declared(view: &View, decl: DeclId) -> Vec<String> {
    let file = view.analysis.file(decl.file);
    let items = file.map(|file| file.module.items_by_id());
    let item = items.and_then(|items| items.get(decl.item.0 as usize).copied()?);
    match item.map(|item| &item.kind) {
        Some(ItemKind::Fn(function)) => {
            let params = function.params.iter();
            params.map(|param| param.name.name.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether one sees the type at a glance.
fn is_obvious(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Paren(inner) => is_obvious(inner),
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Number(_)
        | ExprKind::Record(_)
        | ExprKind::List(_)
        | ExprKind::Range { .. }
        | ExprKind::Error => true,
        ExprKind::Text(text) => {
            let plain = |part: &TextPart| matches!(part, TextPart::Text { .. });
            text.parts.iter().all(plain)
        }
        ExprKind::Unary { operand, .. } => is_obvious(operand),
        _ => false,
    }
}

/// Whether a type says more than that nothing is known, and can be said in a line.
fn is_worth_saying(ty: &Type) -> bool {
    !matches!(ty, Type::Error | Type::Any | Type::Never)
}

fn is_literal(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Number(_)
        | ExprKind::Text(_) => true,
        ExprKind::Unary { operand, .. } => is_literal(operand),
        _ => false,
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}
