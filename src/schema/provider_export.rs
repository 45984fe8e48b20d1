//! Types of Terraform's providers as Terraform itself describes them. In: a [`Schema`] that
//! `provider.rs` made. Out: its `block`, as in `terraform providers schema -json`, without
//! descriptions. What is written and read again is the same.

use super::{
    Access, Additional, ListRules, Node, ObjectForm, ObjectRules, Property, Schema, TypeSet,
};
use crate::types::NodeId;
use serde_json::{Map, Value, json};

/// The content of a type: `{ "attributes": { ... }, "block_types": { ... } }`.
pub fn block(schema: &Schema) -> Value {
    let mut block = Export { schema }.block(NodeId(0));
    if schema.deprecated.iter().any(|path| path.is_empty()) {
        block.insert("deprecated".into(), true.into());
    }
    Value::Object(block)
}

/// One place below a type, as its block or its type.
pub fn place(schema: &Schema, id: NodeId) -> Value {
    let export = Export { schema };
    let block = |id: NodeId| schema.is_block(id);
    match nested(schema, id) {
        Some((_, inner, _)) if block(inner) => export.nested_block(id),
        Some((mode, inner, _)) => json!({ "nested_type": export.nested_type(mode, inner) }),
        None => json!({ "type": export.type_expression(id) }),
    }
}

struct Export<'a> {
    schema: &'a Schema,
}

impl Export<'_> {
    fn block(&self, id: NodeId) -> Map<String, Value> {
        let Some(rules) = object(self.schema, id) else {
            return Map::new();
        };
        let (mut attributes, mut blocks) = (Map::new(), Map::new());
        for property in &rules.properties {
            let inner = nested(self.schema, property.node).map(|(_, inner, _)| inner);
            let name = property.name.to_string();
            if inner.is_some_and(|inner| self.schema.is_block(inner)) {
                let mut block = self.nested_block(property.node);
                if property.access.has(Access::DEPRECATED) {
                    block["block"]["deprecated"] = true.into();
                }
                blocks.insert(name, block);
            } else {
                attributes.insert(name, self.attribute(property, rules));
            }
        }
        let all = [("attributes", attributes), ("block_types", blocks)];
        let all = all.into_iter().filter(|(_, map)| !map.is_empty());
        all.map(|(key, map)| (key.to_string(), Value::Object(map)))
            .collect()
    }

    fn nested_block(&self, id: NodeId) -> Value {
        let Some((mode, inner, list)) = nested(self.schema, id) else {
            return Value::Null;
        };
        let mut out = Map::new();
        out.insert("nesting_mode".into(), mode.into());
        out.insert("block".into(), Value::Object(self.block(inner)));
        let counts = list.map(|rules| {
            [
                ("min_items", rules.min_items),
                ("max_items", rules.max_items),
            ]
        });
        for (key, count) in counts.into_iter().flatten() {
            if let Some(count) = count {
                out.insert(key.into(), count.into());
            }
        }
        Value::Object(out)
    }

    fn attribute(&self, property: &Property, owner: &ObjectRules) -> Value {
        let mut out = Map::new();
        match nested(self.schema, property.node) {
            Some((mode, inner, _)) => {
                out.insert("nested_type".into(), self.nested_type(mode, inner))
            }
            None => out.insert("type".into(), self.type_expression(property.node)),
        };
        let access = property.access;
        let required = owner.is_required(&property.name);
        let computed = access.has(Access::COMPUTED) || access.has(Access::READ_ONLY);
        let facts = [
            ("required", required),
            ("optional", !required && !access.has(Access::READ_ONLY)),
            ("computed", computed),
            ("sensitive", access.has(Access::SENSITIVE)),
            ("write_only", access.has(Access::WRITE_ONLY)),
            ("deprecated", access.has(Access::DEPRECATED)),
        ];
        let facts = facts.into_iter().filter(|(_, is)| *is);
        out.extend(facts.map(|(key, is)| (key.to_string(), is.into())));
        Value::Object(out)
    }

    fn nested_type(&self, mode: &str, inner: NodeId) -> Value {
        let attribute = |rules: &ObjectRules| -> Map<String, Value> {
            let all = rules.properties.iter();
            all.map(|p| (p.name.to_string(), self.attribute(p, rules)))
                .collect()
        };
        let attributes = object(self.schema, inner).map(attribute);
        json!({ "nesting_mode": mode, "attributes": attributes.unwrap_or_default() })
    }

    fn type_expression(&self, id: NodeId) -> Value {
        let Some(node) = self.schema.node(id) else {
            return Value::Null;
        };
        match node {
            Node { types, .. } if *types == TypeSet::STRING => "string".into(),
            Node { types, .. } if *types == TypeSet::NUMBER => "number".into(),
            Node { types, .. } if *types == TypeSet::BOOLEAN => "bool".into(),
            Node {
                list: Some(rules), ..
            } => match rules.items {
                Some(items) => json!([mode(rules), self.type_expression(items)]),
                None => {
                    let all = rules.prefix.iter().map(|id| self.type_expression(*id));
                    json!(["tuple", all.collect::<Vec<Value>>()])
                }
            },
            Node {
                object: Some(rules),
                ..
            } => match rules.additional {
                Additional::Like(values) => json!(["map", self.type_expression(values)]),
                _ => {
                    let all = rules.properties.iter();
                    let all = all.map(|p| (p.name.to_string(), self.type_expression(p.node)));
                    json!(["object", all.collect::<Map<String, Value>>()])
                }
            },
            _ => "dynamic".into(),
        }
    }
}

/// A block or a nested type: how it is nested, its object, and the rules of the list around it.
fn nested(schema: &Schema, id: NodeId) -> Option<(&'static str, NodeId, Option<&ListRules>)> {
    let node = schema.node(id)?;
    let (mode, inner, list) = match (&node.list, &node.object) {
        (Some(rules), _) => (mode(rules), rules.items?, Some(rules.as_ref())),
        (None, Some(rules)) => match rules.additional {
            Additional::Like(values) => ("map", values, None),
            _ => ("single", id, None),
        },
        _ => return None,
    };
    let rules = object(schema, inner)?;
    let whole = rules.form != ObjectForm::Value && rules.additional == Additional::Forbidden;
    whole.then_some((mode, inner, list))
}

fn object(schema: &Schema, id: NodeId) -> Option<&ObjectRules> {
    schema.node(id)?.object.as_deref()
}

fn mode(rules: &ListRules) -> &'static str {
    match rules.set {
        true => "set",
        false => "list",
    }
}
