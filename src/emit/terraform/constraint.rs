//! The types of variables. In: types of the language. Out: type constraints as Terraform spells them. Never:
//! what a type asks of a value besides its kind: see `validation.rs`.

use super::literal::is_identifier;
use crate::schema::Catalogue;
use crate::types::{Literal, RecordType, Schemas, Type};

/// Definitions refer to themselves; what lies deeper may be anything.
const DEPTH: u32 = 8;

/// A type as Terraform spells it: `object({ name = string, size = optional(number) })`.
pub fn constraint(catalogue: &Catalogue, ty: &Type) -> String {
    spelled(catalogue, ty, DEPTH)
}

/// The structure behind a type: a node of a schema is expanded, all else is itself.
pub fn structure(catalogue: &Catalogue, ty: &Type) -> Type {
    match ty {
        Type::Named(key, node) => catalogue.expand(key, *node),
        other => other.clone(),
    }
}

fn spelled(catalogue: &Catalogue, ty: &Type, depth: u32) -> String {
    let Some(depth) = depth.checked_sub(1) else {
        return ANY.to_owned();
    };
    match structure(catalogue, ty) {
        Type::Bool | Type::Literal(Literal::Bool(_)) => "bool".to_owned(),
        Type::Int(_) | Type::Number(_) | Type::Literal(Literal::Int(_) | Literal::Number(_)) => {
            "number".to_owned()
        }
        Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_)) => "string".to_owned(),
        Type::List(list) => format!("list({})", spelled(catalogue, &list.element, depth)),
        Type::Map(values) => format!("map({})", spelled(catalogue, &values, depth)),
        Type::Record(record) => object(catalogue, &record, depth),
        Type::Union(members) => {
            let present = members.iter().filter(|member| **member != Type::Null);
            let mut kinds = present.map(|member| spelled(catalogue, member, depth));
            let first = kinds.next();
            let same = kinds.all(|other| Some(&other) == first.as_ref());
            first.filter(|_| same).unwrap_or_else(|| ANY.to_owned())
        }
        _ => ANY.to_owned(),
    }
}

/// Names that are no identifiers cannot stand in an object's type.
fn object(catalogue: &Catalogue, record: &RecordType, depth: u32) -> String {
    let mut fields = Vec::with_capacity(record.fields.len());
    for field in &record.fields {
        if !is_identifier(&field.name) {
            return ANY.to_owned();
        }
        let ty = spelled(catalogue, &field.ty, depth);
        fields.push(match field.optional {
            true => format!("{} = optional({ty})", field.name),
            false => format!("{} = {ty}", field.name),
        });
    }
    match fields.is_empty() {
        true => "object({})".to_owned(),
        false => format!("object({{ {} }})", fields.join(", ")),
    }
}

/// What takes a value of every type.
pub const ANY: &str = "any";
