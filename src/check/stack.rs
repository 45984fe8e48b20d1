//! `stack { ... }`: the settings of the whole template, each with its type.

use super::checker::Checker;
use super::record::Owner;
use super::shape::RecordShape;
use super::terraform::entry;
use crate::emit::Target;
use crate::syntax::ast::*;
use crate::types::{Field, Literal, RecordType, Type};
use std::sync::Arc;

impl<'a> Checker<'a> {
    pub fn stack(&mut self, item: &'a Item, stack: &'a Stack) {
        self.attributes(item);
        let ExprKind::Record(entries) = &stack.body.kind else {
            return;
        };
        let mut record = self.settings();
        let of_terraform = [
            ("terraform", self.terraform_settings()),
            ("providers", self.providers(stack)),
        ];
        record.fields.extend(of_terraform.map(|(name, ty)| Field {
            name: name.into(),
            ty,
            optional: true,
        }));
        let record = Arc::new(record);
        let ty = Type::Record(record.clone());
        let shape = RecordShape { record, node: None };
        self.check_fields(&stack.body, entries, &shape, false, Owner::Value(&ty));
        self.record_type(&stack.body, ty);
        if let Some(settings) = entry(&stack.body, "terraform") {
            self.one_state(settings);
        }
    }

    fn settings(&self) -> RecordType {
        let text = || self.string.clone();
        let setting = |name: &str, ty: Type| Field {
            name: name.into(),
            ty,
            optional: true,
        };
        let transform = Type::union([text(), Type::list(Type::Json), Type::map(Type::Json)]);
        let target =
            Type::union(Target::NAMES.map(|name| Type::Literal(Literal::Text(name.into()))));
        RecordType {
            fields: vec![
                setting("description", text()),
                setting("tags", Type::map(text())),
                setting("transform", transform),
                setting("metadata", Type::map(Type::Json)),
                setting("globals", Type::map(Type::Json)),
                setting("hooks", Type::map(Type::Json)),
                setting("formatVersion", text().optional()),
                setting("template", Type::map(Type::Json)),
                setting("target", target),
            ],
        }
    }
}
