//! `Fn::FindInMap` as `map[a][b]`. In: a mapping's id and two keys. Out: the look-up, where a key is left to
//! the engine and every row has the entry. Never: the rows.

use super::function::function_of;
use super::param_type::scalar;
use super::reference::is_member;
use super::state::Decompiler;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind};
use crate::template::Node;
use crate::text::Name;

impl Decompiler<'_> {
    pub fn natural_find_in_map(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let (keys, default) = match argument.as_list()? {
            [map, first, second] => ((map, first, second), None),
            [map, first, second, options] => {
                let options = options.single()?;
                let default = (options.key == "DefaultValue").then_some(&options.value)?;
                ((map, first, second), Some(default))
            }
            _ => return None,
        };
        let (map, first, second) = keys;
        let map = map.as_text()?;
        let name = self.names.mapping(map)?.name.clone();
        if !self.is_look_up(map, first, second, default.is_some()) {
            return None;
        }
        self.scope.looked_up.insert(map.clone());
        let base = self.name(argument.span, name);
        let row = self.key_of(node, base, first);
        let found = self.key_of(node, row, second);
        let Some(default) = default else {
            return Some(found);
        };
        let default = self.value(default);
        let kind = ExprKind::Binary {
            op: BinaryOp::Coalesce,
            op_span: node.span,
            left: Box::new(found),
            right: Box::new(default),
        };
        Some(self.expr(node.span, kind))
    }

    /// `base.key`, `base[key]`
    fn key_of(&mut self, node: &Node, base: Expr, key: &Node) -> Expr {
        if let Some(name) = key.as_text().filter(|text| is_member(text)) {
            return self.field(node.span, base, name.clone());
        }
        let index = Box::new(self.value(key));
        let base = Box::new(base);
        self.expr(node.span, ExprKind::Index { base, index })
    }

    /// Whether the engine looks the keys up, as the language would: one of them is known only there, and
    /// what is known is in every row that it is asked of.
    fn is_look_up(&self, map: &Name, first: &Node, second: &Node, has_default: bool) -> bool {
        let template = self.template;
        let all = template.root.get("Mappings").and_then(|all| all.get(map));
        let Some(rows) = all.and_then(Node::as_map) else {
            return false;
        };
        let is_key = |key: &Node| key.as_text().is_some() || is_plain_key(key);
        if !is_key(first) || !is_key(second) {
            return false;
        }
        let has = |row: &Node, key: &str| row.get(key).is_some();
        let is_row = |key: &str| rows.iter().any(|row| row.key == key);
        let in_all = |key: &str| rows.iter().all(|row| has(&row.value, key));
        let in_rows = |first: &Node, key: &str| match first.as_text() {
            Some(first) => all
                .and_then(|all| all.get(first))
                .is_some_and(|row| has(row, key)),
            None => in_all(key),
        };
        match (first.as_text(), second.as_text()) {
            (Some(_), Some(_)) => false,
            (Some(first), _) if !is_row(first) => false,
            _ if has_default => true,
            (_, Some(second)) => in_all(second) && self.values_of(first).all(|key| is_row(&key)),
            (_, None) => {
                self.values_of(first).all(|key| is_row(&key))
                    && self.values_of(second).all(|key| in_rows(first, &key))
            }
        }
    }

    /// Whether a look-up may find a text, as the rows have it: the language knows of no other values.
    pub fn may_find(&self, argument: &Node, text: &str) -> bool {
        let Some([map, _, second]) = argument.as_list() else {
            return true;
        };
        let all = self.template.root.get("Mappings");
        let rows = map.as_text().and_then(|map| all?.get(map)?.as_map());
        let rows = rows.unwrap_or_default().iter();
        let entries = rows.flat_map(|row| row.value.as_map().unwrap_or_default());
        let key = second.as_text();
        let mut read = entries.filter(|entry| key.is_none_or(|key| entry.key == *key));
        read.any(|entry| entry.value.as_text().is_some_and(|found| found == text))
    }

    /// What a key may be, where it is a param that says so.
    fn values_of(&self, key: &Node) -> impl Iterator<Item = Name> {
        let param = key.single().filter(|function| function.key == "Ref");
        let param = param.and_then(|function| function.value.as_text());
        let declared = param.and_then(|id| self.template.root.get("Parameters")?.get(id));
        let allowed = declared.and_then(|param| param.get("AllowedValues")?.as_list());
        let allowed = allowed.unwrap_or_default().iter();
        allowed.filter_map(scalar)
    }
}

/// A key that every engine looks up: a param, a pseudo parameter, or what another look-up gives.
fn is_plain_key(node: &Node) -> bool {
    let function = function_of(node);
    function.is_some_and(|f| matches!(f.key.as_str(), "Ref" | "Fn::FindInMap"))
}
