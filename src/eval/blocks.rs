//! The blocks of Terraform's providers as their attributes are read. In: a value as it was written and the
//! type of its attribute. Out: the same value, in which each block that stands for a list of one is
//! that list. Never looks at what was not written.

use crate::graph::{Value, ValueKind, ValueMap};
use crate::text::Name;
use crate::types::{Schemas, Type};

/// `None` where only the deployment knows whether a block or a list of blocks stands there.
pub(super) fn listed(value: &Value, ty: &Type, schemas: &dyn Schemas) -> Option<Value> {
    let structure;
    let ty = match ty {
        Type::Named(key, node) => {
            structure = schemas.expand(key, *node);
            &structure
        }
        other => other,
    };
    match (ty, &value.kind) {
        (_, ValueKind::Null | ValueKind::Error) => Some(value.clone()),
        (Type::List(list), ValueKind::Map(_)) if list.or_one => {
            let element = listed(value, &list.element, schemas)?;
            Some(Value::list(vec![element], value.origin))
        }
        (Type::List(list), ValueKind::List(elements)) if list.or_one => {
            let all = elements.iter().map(|e| listed(e, &list.element, schemas));
            let all: Vec<Value> = all.collect::<Option<_>>()?;
            Some(Value::list(all, value.origin))
        }
        (Type::List(list), ValueKind::Deferred(_)) if list.or_one => None,
        (Type::Record(record), ValueKind::Map(map)) => {
            let field = |(name, value): (&Name, &Value)| match record.field(name) {
                Some(field) => listed(value, &field.ty, schemas),
                None => Some(value.clone()),
            };
            let values: Vec<Value> = map.iter().map(field).collect::<Option<_>>()?;
            let map = ValueMap::from_keys(map.shared_keys().clone(), values)?;
            Some(Value::map(map, value.origin))
        }
        _ => Some(value.clone()),
    }
}
