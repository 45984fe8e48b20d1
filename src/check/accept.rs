//! A type that was found where another is wanted: whether it is accepted, and what is said if not.

use super::checker::Checker;
use super::want::Want;
use crate::diag::{Code, all_of, one_of};
use crate::syntax::ast::*;
use crate::types::{Doubt, Fit, Literal, Mismatch, Relation, Step, Type, Why, fit_in_schema};

impl<'a> Checker<'a> {
    /// Holds the type of an expression against what is wanted of it.
    pub fn accept(&mut self, expr: &'a Expr, found: &Type, want: Want<'_>) {
        let present;
        let found = match want.nullable && found.is_optional() {
            true => {
                present = found.without_null();
                &present
            }
            false => found,
        };
        let fit = match want.schema {
            true => fit_in_schema(found, want.ty, &self.nodes),
            false => self.fit(found, want.ty),
        };
        match fit {
            Fit::Always | Fit::Maybe(Doubt::Schema) => {}
            Fit::Maybe(Doubt::Value) => {
                let ty = match want.nullable {
                    true => want.ty.clone().optional(),
                    false => want.ty.clone(),
                };
                self.types.guards.insert(expr.id, ty);
            }
            Fit::Maybe(Doubt::PlainText) => self.note_plain_text(expr, want),
            Fit::Maybe(Doubt::Quoted) => self.warn_quoted(expr, want),
            Fit::Never(_) if self.is_path(found, want) => {}
            Fit::Never(mismatch) => self.mismatch(expr, &mismatch, want),
        }
    }

    /// Whether a text is the path of a file that is uploaded in place of an object.
    fn is_path(&self, found: &Type, want: Want<'_>) -> bool {
        let is_text = matches!(found, Type::Literal(Literal::Text(_)) | Type::Str(_));
        match want.ty {
            Type::Named(key, node) if is_text => self.schemas().takes_path(key, *node),
            _ => false,
        }
    }

    /// Says that a value is of a wrong type.
    pub fn mismatch(&mut self, expr: &'a Expr, mismatch: &Mismatch, want: Want<'_>) {
        let inside = inside(&mismatch.path);
        let found = self.show(&mismatch.found);
        let wanted = self.show_wanted(&mismatch.wanted);
        let (code, message) = match &mismatch.why {
            Why::Null if mismatch.path.is_empty() => return self.null_found(expr, want),
            Why::Identifies(relations) => return self.wrong_identity(expr, mismatch, relations),
            Why::Missing(names) => {
                let names = all_of(names);
                let code = match want.schema || is_of_schema(&mismatch.wanted) {
                    true => Code::SchemaMissingProperty,
                    false => Code::TypeMissingField,
                };
                (code, format!("`{found}` lacks {names}{inside}"))
            }
            Why::Unknown(name) => {
                let code = match want.schema || is_of_schema(&mismatch.wanted) {
                    true => Code::SchemaUnknownProperty,
                    false => Code::TypeUnknownField,
                };
                (code, format!("unknown field `{name}`{inside}"))
            }
            Why::Literal => match self.literals(&mismatch.wanted) {
                Some(literals) => {
                    let code = match want.schema || is_of_schema(&mismatch.wanted) {
                        true => Code::SchemaEnum,
                        false => Code::TypeMismatch,
                    };
                    return self.not_among(expr, code, &literals, mismatch, want);
                }
                None => (
                    Code::TypeMismatch,
                    format!("expected `{wanted}`, found `{found}`{inside}"),
                ),
            },
            Why::Kind | Why::Bounds | Why::Null => (
                Code::TypeMismatch,
                format!("expected `{wanted}`, found `{found}`{inside}"),
            ),
        };
        let mut diagnostic = self.error(code, expr, message).here(want.role.label());
        if let Some((at, text)) = want.role.declared() {
            diagnostic = diagnostic.label(at, text);
        }
        if let Some(help) = self.help(expr, mismatch, want) {
            diagnostic = diagnostic.help(help);
        }
        self.report(expr, diagnostic);
    }

    /// The one action that would mend a mismatch, where there is one.
    fn help(&mut self, expr: &Expr, mismatch: &Mismatch, want: Want<'_>) -> Option<String> {
        let path = self.path(expr);
        match (&mismatch.found, self.nodes.structure(&mismatch.wanted)) {
            (Type::Resource(key), wanted) if !matches!(wanted, Type::Resource(_)) => {
                let path = path.unwrap_or_else(|| "it".into());
                if key.is_module() {
                    return Some(format!("write `{path}.` and one of its outputs"));
                }
                let relations = self.wanted_relations(&mismatch.wanted);
                let reference = self.schemas().reference(key);
                let relation = relations.iter().find(|r| r.resource == *key);
                let member = match relation {
                    Some(relation) if *relation != reference => relation.attribute.clone(),
                    _ => "ref".into(),
                };
                Some(format!("write `{path}.{member}`"))
            }
            (Type::Component(component), wanted) if !wanted.is_handle() => {
                let path = path.unwrap_or_else(|| "it".into());
                let mut outputs = component.outputs.iter();
                let fits = outputs.find(|o| !self.fit(&o.ty, &mismatch.wanted).is_never());
                Some(match fits {
                    Some(output) => format!("write `{path}.{}`", output.name),
                    None => format!("write `{path}.` and one of its outputs"),
                })
            }
            // A text of a schema that somebody writes as a structure is a text of JSON.
            (found, Type::Str(_)) if want.schema && mismatch.path.is_empty() && is_json(found) => {
                Some("write `toJson(...)` around it".to_owned())
            }
            (Type::Number(_), Type::Int(_)) => {
                Some("round it: `floor(...)` or `ceil(...)`".to_owned())
            }
            (Type::Int(_) | Type::Number(_) | Type::Bool, Type::Str(_)) => {
                Some("write it as a text: `toString(...)`".to_owned())
            }
            (Type::Literal(Literal::Text(text)), Type::Int(_) | Type::Number(_) | Type::Bool)
                if text.parse::<f64>().is_ok() || matches!(text.as_str(), "true" | "false") =>
            {
                Some(format!("write `{text}`"))
            }
            (Type::Literal(Literal::Text(_)), _) => None,
            (Type::Literal(_), Type::Str(_)) => Some("put it in quotes".to_owned()),
            (Type::Str(_), Type::Int(_)) => Some("read it as a number: `toInt(...)`".to_owned()),
            (found, Type::List(list)) if !self.fit(found, &list.element).is_never() => {
                Some("put it in a list: `[...]`".to_owned())
            }
            _ => None,
        }
    }

    /// `null` where it may not be.
    fn null_found(&mut self, expr: &'a Expr, want: Want<'_>) {
        if !matches!(expr.kind, ExprKind::Null) {
            return self.maybe_null(expr);
        }
        let wanted = self.show_wanted(want.ty);
        let message = format!("expected `{wanted}`, found `null`");
        let mut diagnostic = self.error(Code::TypeMismatch, expr, message);
        diagnostic = diagnostic.here(want.role.label());
        if let Some((at, text)) = want.role.declared() {
            diagnostic = diagnostic.label(at, text);
        }
        self.report(expr, diagnostic);
    }

    fn not_among(
        &mut self,
        expr: &'a Expr,
        code: Code,
        literals: &[Literal],
        mismatch: &Mismatch,
        want: Want<'_>,
    ) {
        let found = self.show(&mismatch.found);
        let inside = inside(&mismatch.path);
        let wanted = one_of(literals);
        let message = format!("expected {wanted}, found `{found}`{inside}");
        let mut diagnostic = self.error(code, expr, message).here(want.role.label());
        if let Some((at, text)) = want.role.declared() {
            diagnostic = diagnostic.label(at, text);
        }
        let texts = literals.iter().filter_map(|l| match l {
            Literal::Text(text) => Some(text.as_str()),
            _ => None,
        });
        if let Type::Literal(Literal::Text(wrong)) = &mismatch.found
            && let Some(near) = self.suggest(wrong, texts)
        {
            let text = Literal::Text(near.into()).to_string();
            diagnostic = diagnostic.help(format!("write `{text}`"));
            if matches!(expr.kind, ExprKind::Text(_)) {
                diagnostic = diagnostic.fix(format!("write `{text}`"), expr.span, text);
            }
        }
        self.report(expr, diagnostic);
    }

    /// An identifier of something else than what is wanted.
    fn wrong_identity(&mut self, expr: &'a Expr, mismatch: &Mismatch, accepted: &[Relation]) {
        let inside = inside(&mismatch.path);
        let found = self.show(&mismatch.found);
        let names = accepted
            .iter()
            .map(|r| format!("{}.{}", r.resource.name, r.attribute));
        let message = format!("expected {}, found `{found}`{inside}", one_of(names));
        let mut diagnostic = self.error(Code::RelationMismatch, expr, message);
        let same = match &mismatch.found {
            Type::Id(relation) => accepted.iter().find(|r| r.resource == relation.resource),
            _ => None,
        };
        diagnostic = match &mismatch.found {
            Type::Id(relation) if same.is_some() => {
                diagnostic.here(format!("its `{}`", relation.attribute))
            }
            Type::Id(relation) => {
                diagnostic.here(format!("identifies an `{}`", relation.resource.name))
            }
            _ => diagnostic.here("identifies something else"),
        };
        let root = self.root_item(expr);
        if let Some(item) = root
            && let Some(name) = item.kind.name()
        {
            diagnostic = diagnostic.label(name.span, format!("`{}` is declared here", name.name));
        }
        if let Some(help) = self.right_identity(root, same, accepted) {
            diagnostic = diagnostic.help(help);
        }
        self.report(expr, diagnostic);
    }

    /// What would identify the right thing: another member of the same resource, else a resource of
    /// the file that has an accepted type.
    fn right_identity(
        &self,
        root: Option<&'a Item>,
        same: Option<&Relation>,
        accepted: &[Relation],
    ) -> Option<String> {
        let member =
            |relation: &Relation| match self.schemas().reference(&relation.resource) == *relation {
                true => "ref".into(),
                false => relation.attribute.clone(),
            };
        if let (Some(relation), Some(item)) = (same, root) {
            let name = &item.kind.name()?.name;
            return Some(format!("write `{name}.{}`", member(relation)));
        }
        let single = self
            .module
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Resource(r) if r.loops.is_empty() && r.condition.is_none() => Some(r),
                _ => None,
            });
        let mut found = single.filter_map(|resource| {
            let relation = accepted
                .iter()
                .find(|r| r.resource.name == resource.ty.base)?;
            Some(format!(
                "write `{}.{}`",
                resource.name.name,
                member(relation)
            ))
        });
        found.next()
    }

    /// A param of type `string` where an identifier is wanted could say so.
    fn note_plain_text(&mut self, expr: &'a Expr, want: Want<'_>) {
        let ExprKind::Name(name) = &expr.kind else {
            return;
        };
        let Some(item) = self.item_of(expr) else {
            return;
        };
        let ItemKind::Param(param) = &item.kind else {
            return;
        };
        let relations = self.wanted_relations(want.ty);
        let (Some(ty), [relation]) = (&param.ty, relations.as_slice()) else {
            // Of several the user may mean none: an address where queues may stand too.
            return;
        };
        if !self.noted.insert(item.id) {
            return;
        }
        let better = self.show(&Type::Id(relation.clone()));
        let message = format!("the type of `{name}` could say what it identifies: `{better}`");
        let diagnostic = self
            .error(Code::RelationPlainString, expr, message)
            .here(want.role.label())
            .label(ty.span, "a plain type")
            .help(format!("declare `{name}: {better}`"));
        self.report(expr, diagnostic);
    }

    fn warn_quoted(&mut self, expr: &'a Expr, want: Want<'_>) {
        let Type::Literal(Literal::Text(text)) = self.types.expr(expr.id).clone() else {
            return;
        };
        let wanted = self.unquoted(want.ty);
        let plain = text.to_ascii_lowercase();
        let message = format!("expected `{wanted}`, found `\"{text}\"` in quotes");
        let mut diagnostic = self
            .error(Code::SchemaQuoted, expr, message)
            .here(want.role.label())
            .help(format!("write `{plain}`"));
        if matches!(expr.kind, ExprKind::Text(_)) {
            diagnostic = diagnostic.fix(format!("write `{plain}`"), expr.span, plain);
        }
        self.report(expr, diagnostic);
    }

    /// The kind of value that is wanted instead of a text, in the words of validation, which finds
    /// the same in values.
    fn unquoted(&self, wanted: &Type) -> &'static str {
        let members = self.nodes.members(wanted);
        let kind = |ty: &Type| match ty {
            Type::Int(_) | Type::Literal(Literal::Int(_)) => Some("int"),
            Type::Number(_) | Type::Literal(Literal::Number(_)) => Some("number"),
            _ => None,
        };
        members.iter().find_map(kind).unwrap_or("bool")
    }

    fn wanted_relations(&self, wanted: &Type) -> Vec<Relation> {
        let mut relations = Vec::new();
        for member in wanted.members() {
            match member {
                Type::Named(key, node) => {
                    relations.extend_from_slice(&self.nodes.get(key, *node).relations);
                }
                Type::Id(relation) => relations.push(relation.clone()),
                _ => {}
            }
        }
        relations
    }

    /// The literals of a type that has no other values.
    fn literals(&self, ty: &Type) -> Option<Vec<Literal>> {
        let members = self.nodes.members(ty);
        let mut literals = Vec::with_capacity(members.len());
        for member in members {
            match member {
                Type::Literal(literal) => literals.push(literal),
                Type::Null => {}
                _ => return None,
            }
        }
        (!literals.is_empty()).then_some(literals)
    }
}

/// Where in the value it is, for messages.
fn inside(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) => {
                text.push('.');
                text.push_str(name);
            }
            Step::Element | Step::Value => text.push_str("[...]"),
        }
    }
    match text.strip_prefix('.').unwrap_or(&text) {
        "" => String::new(),
        text => format!(" in `{text}`"),
    }
}

/// Whether something is a record, or a list of them.
fn is_json(ty: &Type) -> bool {
    match ty {
        Type::Record(_) | Type::Map(_) => true,
        Type::List(list) => is_json(&list.element),
        _ => false,
    }
}

fn is_of_schema(ty: &Type) -> bool {
    matches!(ty, Type::Named(..))
}
