//! Words that several constructs use in their messages. Called only when something is wrong.

use super::checker::Checker;
use super::signature::Signature;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::text::{Name, Span};
use crate::types::{Type, show, show_wanted};

impl<'a> Checker<'a> {
    pub fn show(&self, ty: &Type) -> String {
        show(ty, self.schemas())
    }

    pub fn show_wanted(&self, ty: &Type) -> String {
        show_wanted(ty, self.schemas())
    }

    /// Says that a value may be `null` where that may not be.
    pub fn maybe_null(&mut self, expr: &'a Expr) {
        if let Some(collection) = self.collection(expr)
            && let Some(item) = self.item(collection.item)
            && let ItemKind::Resource(resource) = &item.kind
            && let Some(condition) = &resource.condition
        {
            let path = self
                .path(expr)
                .unwrap_or_else(|| resource.name.name.clone());
            let message = format!("`{path}` is there only where its condition holds");
            let diagnostic = self
                .error(Code::TypeConditionalResource, expr, message)
                .here("read without asking")
                .label(condition.span, "its condition")
                .help(format!(
                    "write `{path}?.` to get `null` without it, or `{path}!` where it must be there"
                ));
            return self.report(expr, diagnostic);
        }
        let diagnostic = match self.path(expr) {
            Some(path) => self
                .error(Code::TypeMaybeNull, expr, format!("`{path}` may be `null`"))
                .help(format!(
                    "check it: `if {path} != null then ...`, or write `{path} ?? ...`"
                )),
            None => self
                .error(Code::TypeMaybeNull, expr, "this value may be `null`")
                .help("say what to take instead: `... ?? ...`"),
        };
        let diagnostic = diagnostic.here("read without asking");
        let diagnostic = match self.root_item(expr).map(|item| &item.kind) {
            Some(ItemKind::Param(p) | ItemKind::Input(p)) => match &p.ty {
                Some(ty) => diagnostic.label(ty.span, "because of this type"),
                None => diagnostic,
            },
            _ => diagnostic,
        };
        self.report(expr, diagnostic);
    }

    /// Says that a declaration should be used no more, in the words of its `@deprecated`.
    pub fn warn_deprecated(&mut self, item: &Item, at: Span) {
        if let (Some(deprecated), Some(name)) = (deprecated(&item.attributes), item.kind.name()) {
            self.warn(&name.name, &deprecated, at);
        }
    }

    /// The same of a declaration of an imported file.
    pub fn warn_deprecated_signature(&mut self, signature: &Signature, at: Span) {
        if let Some(deprecated) = &signature.deprecated {
            self.warn(&signature.name, deprecated, at);
        }
    }

    /// Says that something should be used no more.
    pub fn warn(&mut self, name: &str, (text, marked): &(Name, Span), at: Span) {
        let message = format!("`{name}` should be used no more");
        let mut diagnostic = Diagnostic::new(Code::NameDeprecated, at, message)
            .here("used here")
            .label(*marked, "marked here");
        if !text.is_empty() {
            diagnostic = diagnostic.help(text.to_string());
        }
        self.say(diagnostic);
    }

    /// The declaration at the beginning of a path.
    pub fn root_item(&self, expr: &Expr) -> Option<&'a Item> {
        match &expr.kind {
            ExprKind::Name(_) => self.item_of(expr),
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.root_item(inner),
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => self.root_item(base),
            _ => None,
        }
    }
}

/// The text and the place of a `@deprecated`. The text is empty where it is not known as it stands.
pub fn deprecated(attributes: &[Attribute]) -> Option<(Name, Span)> {
    let mut all = attributes.iter();
    let attribute = all.find(|a| a.name.name == "deprecated")?;
    let text = attribute.arguments.first().map(|a| &a.value.kind);
    let text = match text {
        Some(ExprKind::Text(text)) => super::expr::literal_text(text),
        _ => None,
    };
    Some((text.unwrap_or_default(), attribute.span))
}
