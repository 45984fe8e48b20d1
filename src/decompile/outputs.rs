//! `Outputs`: each is an `output`. In: an entry of the section. Out: the declaration. Never: a name that others read: an
//! output binds none.

use super::Form;
use super::build::ident;
use super::function::function_of;
use super::state::Decompiler;
use crate::syntax::ast::{Item, ItemKind, Output};
use crate::template::{Entry, Node};

impl<'a> Decompiler<'a> {
    /// `None`: no `output` can say it.
    pub fn output(&mut self, entry: &'a Entry) -> Option<Item> {
        let keys = entry.value.as_map()?;
        let name = self.names.output(&entry.key)?.name.clone();
        let span = entry.key_span;
        let value = self.value(entry.value.get("Value")?);
        let (mut item, mut attributes) = self.begun(&name, entry);
        let mut others = Vec::new();
        let mut condition = None;
        for key in keys {
            let said = match key.key.as_str() {
                // What is no text would become one, and a list as many outputs as it is long.
                "Value" => !is_data(&key.value),
                "Description" => self.describe(&mut item, key),
                "Condition" => {
                    condition = self.condition_named(&key.value);
                    condition.is_some()
                }
                "Export" => match key.value.single().filter(|only| only.key == "Name") {
                    Some(only) => {
                        let value = self.value(&only.value);
                        attributes.push(self.attribute_of("export", key, value));
                        true
                    }
                    None => false,
                },
                _ => false,
            };
            if !said {
                others.push(key);
            }
        }
        attributes.extend(self.other_keys(&others));
        attributes.append(&mut item.attributes);
        item.attributes = attributes;
        item.kind = ItemKind::Output(Output {
            name: ident(name, span),
            condition,
            ty: None,
            value,
        });
        self.wrote(&entry.value, Form::Natural);
        Some(item)
    }
}

/// Whether a value is neither a text nor what a function gives.
fn is_data(value: &Node) -> bool {
    value.as_text().is_none() && function_of(value).is_none()
}
