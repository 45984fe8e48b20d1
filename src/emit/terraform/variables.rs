//! `variable` blocks. In: the params of a graph. Out: events. Never: a value of a variable.

use super::names;
use super::place::Place;
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::Param;
use crate::types::{Literal, Type};

/// The section, where there are params.
pub fn variables<W: Writer>(emitter: &mut Emitter<W>) {
    let graph = emitter.graph;
    if graph.params.is_empty() {
        return;
    }
    emitter.out.key("variable");
    emitter.out.open_map();
    for param in &graph.params {
        emitter.out.key(&names::of(&param.identity));
        emitter.out.at(param.origin);
        variable(emitter, param);
    }
    emitter.out.close_map();
}

fn variable<W: Writer>(emitter: &mut Emitter<W>, param: &Param) {
    emitter.out.open_map();
    emitter.out.key("type");
    emitter.out.text(&type_constraint(&param.ty));
    if let Some(description) = &param.description {
        emitter.out.key("description");
        emitter.out.text(description);
    }
    if let Some(default) = &param.default {
        emitter.out.key("default");
        emitter.value(default, Place::UNKNOWN);
    }
    emitter.out.close_map();
}

/// A type as Terraform spells it.
fn type_constraint(ty: &Type) -> String {
    match ty {
        Type::Bool | Type::Literal(Literal::Bool(_)) => "bool".to_string(),
        Type::Int(_) | Type::Number(_) | Type::Literal(Literal::Int(_) | Literal::Number(_)) => {
            "number".to_string()
        }
        Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_)) => "string".to_string(),
        Type::List(list) => format!("list({})", type_constraint(&list.element)),
        Type::Map(element) => format!("map({})", type_constraint(element)),
        Type::Record(record) => {
            let fields = record.fields.iter().map(|field| {
                let ty = type_constraint(&field.ty);
                match field.optional {
                    true => format!("{} = optional({ty})", field.name),
                    false => format!("{} = {ty}", field.name),
                }
            });
            let fields: Vec<String> = fields.collect();
            format!("object({{ {} }})", fields.join(", "))
        }
        Type::Union(members) => {
            let mut types = members.iter().filter(|member| **member != Type::Null);
            let first = types.next().map(type_constraint);
            let same = types.all(|other| Some(type_constraint(other)) == first);
            first.filter(|_| same).unwrap_or("any".to_string())
        }
        _ => "any".to_string(),
    }
}
