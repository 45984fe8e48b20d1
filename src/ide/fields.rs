//! What may stand in the braces of a record. In: the type that is wanted there. Out: its fields, those
//! that must be set first, with their places in a schema. Never: what is set already.

use crate::schema::{Access, Catalogue, Property, Schema};
use crate::text::Name;
use crate::types::{NodeId, Schemas, Type, TypeKey};

/// A field that may be set.
#[derive(Debug, Clone)]
pub struct RecordField {
    pub name: Name,
    pub ty: Type,
    pub required: bool,
    /// The object that it is a property of, where a schema has it.
    pub owner: Option<(TypeKey, NodeId)>,
}

impl RecordField {
    /// What the schema says of the property beside its type.
    pub fn property<'a>(&self, catalogue: &'a Catalogue) -> Option<(&'a Schema, &'a Property)> {
        let (key, node) = self.owner.as_ref()?;
        property_of(catalogue, key, *node, &self.name)
    }
}

/// The property of an object in a schema.
pub fn property_of<'a>(
    catalogue: &'a Catalogue,
    key: &TypeKey,
    node: NodeId,
    name: &str,
) -> Option<(&'a Schema, &'a Property)> {
    let schema = catalogue.schema(key)?;
    Some((schema, schema.node(node)?.property(name)?))
}

/// The fields of all records that a type has among its values. Those that only the engine sets are
/// left out.
pub fn fields_of(catalogue: &Catalogue, ty: &Type) -> Vec<RecordField> {
    let mut fields: Vec<RecordField> = Vec::new();
    collect(catalogue, ty, None, &mut fields);
    // Where several records are meant, no field is needed in all.
    fields.sort_by_key(|field| !field.required);
    fields
}

fn collect(
    catalogue: &Catalogue,
    ty: &Type,
    owner: Option<(&TypeKey, NodeId)>,
    fields: &mut Vec<RecordField>,
) {
    match ty {
        // What is expanded has no further reference to itself at the same level.
        Type::Named(key, node) if owner.is_none() => {
            collect(
                catalogue,
                &catalogue.expand(key, *node),
                Some((key, *node)),
                fields,
            );
        }
        Type::Union(members) => members
            .iter()
            .for_each(|member| collect(catalogue, member, owner, fields)),
        Type::Record(record) => {
            for field in &record.fields {
                let known = |found: &RecordField| found.name == field.name;
                if fields.iter().any(known) || is_read_only(catalogue, owner, &field.name) {
                    continue;
                }
                let owner = owner.map(|(key, node)| (key.clone(), node));
                fields.push(RecordField {
                    name: field.name.clone(),
                    ty: field.ty.clone(),
                    required: !field.optional,
                    owner,
                });
            }
        }
        _ => {}
    }
}

fn is_read_only(catalogue: &Catalogue, owner: Option<(&TypeKey, NodeId)>, name: &str) -> bool {
    let property = owner.and_then(|(key, node)| property_of(catalogue, key, node, name));
    property.is_some_and(|(_, property)| property.access.has(Access::READ_ONLY))
}

/// A field of a type by its name; of a map, its value.
pub fn field_of(catalogue: &Catalogue, ty: &Type, name: &str) -> Option<RecordField> {
    let found = fields_of(catalogue, ty)
        .into_iter()
        .find(|f| f.name == name);
    found.or_else(|| {
        let value = members(catalogue, ty)
            .into_iter()
            .find_map(|member| match member {
                Type::Map(value) => Some((*value).clone()),
                _ => None,
            })?;
        Some(RecordField {
            name: name.into(),
            ty: value,
            required: false,
            owner: None,
        })
    })
}

/// What the elements of a list are; where one may be written for the list, that too.
pub fn element_of(catalogue: &Catalogue, ty: &Type) -> Option<Type> {
    let all = members(catalogue, ty).into_iter();
    let elements = all.filter_map(|member| match member {
        Type::List(list) => Some(list.element.clone()),
        _ => None,
    });
    let element = Type::union(elements);
    (element != Type::Never).then_some(element)
}

/// The members of a type, one level of schemas expanded.
pub fn members(catalogue: &Catalogue, ty: &Type) -> Vec<Type> {
    let mut all = Vec::new();
    for member in ty.members() {
        match member {
            Type::Named(key, node) => {
                all.extend_from_slice(catalogue.expand(key, *node).members());
            }
            other => all.push(other.clone()),
        }
    }
    all
}
