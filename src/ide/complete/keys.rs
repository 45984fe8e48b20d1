//! Keys of records: properties, inputs, params that a test fixes, names inside an instance. In: the type that
//! is wanted. Out: those that are not set yet, those that must be set first. Never: values.

use super::ask::Asked;
use super::item::{Completion, Completions, Kind, Subject};
use super::snippets;
use super::stand_in::NAME;
use crate::ide::fields::{RecordField, fields_of};
use crate::ide::wanted::component_of;
use crate::schema::Access;
use crate::syntax::ast::{Key, RecordEntry};
use crate::text::Name;
use crate::types::{ComponentType, Type, show, show_wanted};
use std::sync::Arc;

pub fn keys(asked: &Asked, wanted: &Type, entries: &[RecordEntry], list: &mut Completions) {
    let catalogue = asked.view.catalogue();
    let set: Vec<&str> = entries.iter().filter_map(written).collect();
    let fields = fields_of(catalogue, wanted);
    let open = fields
        .iter()
        .filter(|field| !set.contains(&field.name.as_str()));
    let open: Vec<&RecordField> = open.collect();
    let has_colon = asked
        .cursor
        .behind()
        .trim_start_matches([' ', '\t'])
        .starts_with(':');
    let required: Vec<(String, Type)> = open
        .iter()
        .filter(|field| field.required)
        .map(|field| (field.name.to_string(), field.ty.clone()))
        .collect();
    if required.len() > 1 && !has_colon && list.takes_snippets() {
        let text = snippets::fields(catalogue, &required);
        let names: Vec<&str> = required.iter().map(|(name, _)| name.as_str()).collect();
        list.push(
            Completion::new("all required properties", Kind::Snippet, 0)
                .detail(names.join(", "))
                .snippet(text),
        );
    }
    for (rank, field) in (1..).zip(open) {
        let property = field.property(catalogue);
        let has = |access: Access| property.is_some_and(|(_, p)| p.access.has(access));
        let rank = match field.required {
            true => rank,
            false if has(Access::DEPRECATED) => 2000 + rank,
            false => 1000 + rank,
        };
        let shown = show_wanted(&field.ty, catalogue);
        let mark = if field.required { "" } else { "?" };
        let name = snippets::key(&field.name);
        let mut item = Completion::new(field.name.as_str(), Kind::Property, rank).detail(
            format!("{mark}: {shown}")
                .trim_start_matches(": ")
                .to_owned(),
        );
        item.deprecated = has(Access::DEPRECATED);
        if let Some((key, node)) = &field.owner {
            item = item.subject(Subject::Property {
                key: key.clone(),
                node: *node,
                name: field.name.clone(),
            });
        }
        list.push(match has_colon {
            true => item.insert(name),
            false => item.snippet(format!(
                "{name}: {}",
                snippets::opened(catalogue, &field.ty)
            )),
        });
    }
}

/// The key of an entry that was written before.
fn written(entry: &RecordEntry) -> Option<&str> {
    match entry {
        RecordEntry::Field {
            key: Key::Name(name),
            ..
        } if name.name != NAME => Some(&name.name),
        _ => None,
    }
}

/// The names inside an instance. Behind a dot, those inside of what stands before it.
pub fn inside(
    asked: &Asked,
    instance: &Arc<ComponentType>,
    prefix: Option<&Type>,
    list: &mut Completions,
) {
    let holder = match prefix {
        None => Some(instance),
        Some(ty) => component_of(ty),
    };
    let members = holder.map_or(&[][..], |component| &component.inside);
    let behind = asked.cursor.behind().trim_start_matches([' ', '\t']);
    let is_alone = !behind.starts_with([':', '.', '[']);
    for (rank, member) in (1..).zip(members) {
        let name: &Name = &member.name;
        let item = Completion::new(name.as_str(), Kind::Member, rank)
            .detail(show(&member.ty, asked.view.catalogue()));
        list.push(match is_alone {
            true => item.snippet(format!("{name}: {{ $0 }}")),
            false => item,
        });
    }
}
