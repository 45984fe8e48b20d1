//! `Parameters`: each is a `param` of a type that says what it says. In: an entry of the section. Out: the
//! declaration. Never: a key in `@attributes` that the type, or an attribute of its own, says exactly.

use super::Form;
use super::build::{attribute, ident};
use super::param_type::Typed;
use super::state::Decompiler;
use crate::syntax::ast::{Item, ItemKind, Param};
use crate::template::{Entry, NodeKind};

impl<'a> Decompiler<'a> {
    /// `None`: no `param` can say it.
    pub fn param(&mut self, entry: &'a Entry) -> Option<Item> {
        let keys = entry.value.as_map()?;
        let name = self.names.thing(&entry.key)?.name.clone();
        let span = entry.key_span;
        let typed = match self.asked(&entry.value) {
            Form::Natural => self.param_type(&entry.value),
            _ => Typed::plain(&entry.value),
        };
        let (mut item, mut attributes) = self.begun(&name, entry);
        let mut others = Vec::new();
        for key in keys {
            let said = match key.key.as_str() {
                said if typed.says.contains(&said) => true,
                "Description" => self.describe(&mut item, key),
                "ConstraintDescription" if key.value.as_text().is_some() => {
                    let value = self.literal(&key.value);
                    attributes.push(self.attribute_of("constraintDescription", key, value));
                    true
                }
                "NoEcho" => {
                    let secret = match &key.value.kind {
                        NodeKind::Bool(secret) => *secret,
                        NodeKind::Text(text) => text.eq_ignore_ascii_case("true"),
                        _ => false,
                    };
                    if secret {
                        attributes.push(attribute("secret", key.key_span, Vec::new()));
                    }
                    key.value.kind == NodeKind::Bool(true)
                }
                _ => false,
            };
            if !said {
                others.push(key);
            }
        }
        if typed.ssm {
            attributes.push(attribute("ssm", span, Vec::new()));
        }
        attributes.extend(self.other_keys(&others));
        attributes.append(&mut item.attributes);
        item.attributes = attributes;
        let ty = typed.ty;
        item.kind = ItemKind::Param(Param {
            name: ident(name, span),
            ty: Some(ty),
            default: typed.default,
        });
        self.wrote(&entry.value, self.asked(&entry.value));
        Some(item)
    }
}
