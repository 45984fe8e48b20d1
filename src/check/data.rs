//! `data`: what a provider of Terraform looks up. Its braces say what to look for, and are checked as
//! those of a resource are. Whether the target can look anything up is for the target to say.

use super::checker::Checker;
use super::resource::{repeated, resource_key};
use crate::diag::{Code, Diagnostic, one_of};
use crate::schema::provider;
use crate::syntax::ast::*;
use crate::types::Type;

impl<'a> Checker<'a> {
    /// What the name of a data source stands for.
    pub fn data_type(&mut self, data: &Data) -> Type {
        let element = self.named_data_source(&data.ty);
        repeated(element, &data.loops, data.condition.as_ref())
    }

    pub fn data(&mut self, item: &'a Item, data: &'a Data) {
        self.header(item, &data.loops, data.condition.as_ref());
        match resource_key(self.types.item(item.id)).cloned() {
            Some(key) => self.body(&key, &data.name, &data.body),
            None => {
                self.infer(&data.body);
            }
        }
    }

    fn named_data_source(&mut self, name: &TypeName) -> Type {
        if name.base.is_empty() {
            return Type::Error;
        }
        let key = self.nodes.resource(&provider::data_source(&name.base));
        match (key, name.members.is_empty()) {
            (Some(key), true) => Type::Resource(key),
            _ => {
                self.unknown_data_source(name);
                Type::Error
            }
        }
    }

    fn unknown_data_source(&mut self, name: &TypeName) {
        let near = match self.may_suggest() {
            true => self
                .schemas()
                .nearest_types(&provider::data_source(&name.base)),
            false => Vec::new(),
        };
        let near: Vec<&str> = near.iter().filter_map(|n| provider::data_name(n)).collect();
        let message = format!("unknown data source `{}`", name.base);
        let mut diagnostic = Diagnostic::new(Code::SchemaUnknownType, name.span, message)
            .here("no such data source");
        if let [first, rest @ ..] = near.as_slice() {
            diagnostic = diagnostic.help(match rest {
                [] => format!("write `{first}`"),
                _ => format!("write {}", one_of(near.iter())),
            });
            if name.members.is_empty() {
                diagnostic = diagnostic.fix(format!("write `{first}`"), name.span, *first);
            }
        }
        self.say(diagnostic);
    }
}
