//! What types ask of the catalogue, answered from schemas: the implementation of [`Schemas`].

use super::{
    Access, Additional, AttributeFact, Catalogue, ListRules, Node, ObjectRules, OtherAttributes,
    Schema, TextRules, TypeSet, provider,
};
use crate::text::Name;
use crate::types::{
    Attribute, Field, IntRange, ListType, Literal, NodeId, NumberRange, RecordType, Relation,
    Schemas, StringConstraint, Type, TypeKey,
};
use std::sync::Arc;

impl Schemas for Catalogue {
    fn resource(&self, name: &str) -> Option<TypeKey> {
        self.find(name)
    }

    fn properties(&self, key: &TypeKey) -> Option<NodeId> {
        self.schema(key)
            .filter(|schema| !schema.open)
            .map(|_| NodeId(0))
    }

    fn expand(&self, key: &TypeKey, node: NodeId) -> Type {
        match self
            .schema(key)
            .and_then(|schema| Some((schema, schema.node(node)?)))
        {
            Some((schema, node)) => Expansion { key, schema }.node(node, 0),
            None => Type::Json,
        }
    }

    fn node_name(&self, key: &TypeKey, node: NodeId) -> Name {
        self.schema(key)
            .map(|schema| schema.node_name(node))
            .unwrap_or_default()
    }

    fn member(&self, key: &TypeKey, name: &str) -> Option<Type> {
        let schema = self.schema(key)?;
        if let Some(property) = schema.property(name)
            && !property.access.has(Access::READ_ONLY)
        {
            return Some(Type::Named(key.clone(), property.node));
        }
        if let Some(attribute) = self.attribute(key, name) {
            return Some(attribute.ty);
        }
        if let Some(node) = schema.definition(name) {
            return Some(Type::Named(key.clone(), node));
        }
        match name {
            _ if key.is_terraform() => None,
            "Id" => Some(Type::Id(self.reference(key))),
            "Arn" => Some(Type::Id(match self.reference(key) {
                // What `Ref` returns is the ARN by another name: `TopicArn`.
                reference if reference.attribute.ends_with("Arn") => reference,
                reference => Relation {
                    attribute: name.into(),
                    ..reference
                },
            })),
            _ => None,
        }
    }

    fn attribute(&self, key: &TypeKey, name: &str) -> Option<Attribute> {
        let other = match self.schema(key) {
            Some(schema) => match schema.attribute(name) {
                Some(fact) => {
                    let ty = Expansion { key, schema }.attribute(fact);
                    return Some(Attribute {
                        name: name.into(),
                        ty,
                    });
                }
                None => schema.other_attributes,
            },
            None => OtherAttributes::Any,
        };
        let ty = match other {
            OtherAttributes::Any => Type::Json,
            OtherAttributes::Outputs if name.starts_with("Outputs.") => Type::string(),
            _ => return None,
        };
        Some(Attribute {
            name: name.into(),
            ty,
        })
    }

    fn attribute_names(&self, key: &TypeKey) -> Vec<Name> {
        let attributes = self.schema(key).map(|schema| schema.attributes.as_slice());
        attributes
            .unwrap_or_default()
            .iter()
            .map(|a| a.name.clone())
            .collect()
    }

    fn reference(&self, key: &TypeKey) -> Relation {
        let reference = self.schema(key).map(|schema| &schema.reference);
        let attribute = match reference {
            Some(reference) => reference.attribute.clone(),
            None if key.is_module() => Name::new(),
            None => "Id".into(),
        };
        let own = || Relation {
            resource: key.clone(),
            attribute,
        };
        reference
            .and_then(|r| r.identifies.clone())
            .unwrap_or_else(own)
    }

    fn relations(&self, key: &TypeKey, node: NodeId) -> Vec<Relation> {
        let found = self.schema(key).and_then(|schema| schema.node(node));
        found.map(|node| node.relations.clone()).unwrap_or_default()
    }

    fn read_only(&self, key: &TypeKey, node: NodeId) -> Vec<Name> {
        let node = self.schema(key).and_then(|schema| schema.node(node));
        let properties = node.and_then(|node| node.object.as_ref());
        let properties = properties.map(|object| object.properties.as_slice());
        properties
            .unwrap_or_default()
            .iter()
            .filter(|p| p.access.has(Access::READ_ONLY))
            .map(|p| p.name.clone())
            .collect()
    }

    fn member_names(&self, key: &TypeKey) -> Vec<Name> {
        let Some(schema) = self.schema(key) else {
            return Vec::new();
        };
        let properties = schema.root().and_then(|node| node.object.as_ref());
        let properties = properties.map(|object| object.properties.as_slice());
        let properties = properties.unwrap_or_default().iter().map(|p| &p.name);
        let attributes = schema.attributes.iter().map(|a| &a.name);
        let definitions = schema.definitions.iter().map(|d| &d.0);
        let all = properties.chain(attributes).chain(definitions);
        all.cloned().collect()
    }

    fn has_arn_form(&self, key: &TypeKey) -> bool {
        self.schema(key).is_some_and(|s| s.arn_format.is_some())
    }

    fn takes_path(&self, key: &TypeKey, node: NodeId) -> bool {
        let schema = self.schema(key);
        schema.is_some_and(|schema| super::packaged(schema).contains(&node))
    }

    fn nearest_types(&self, name: &str) -> Vec<Name> {
        if provider::configured(name).is_some() {
            let all = self.provider_types();
            let all = all.filter(|n| provider::configured(n).is_some());
            let near = crate::diag::nearest(name, all, 5);
            return near.into_iter().map(Name::from).collect();
        }
        let near = match (provider::data_name(name), name.contains('_')) {
            (Some(_), _) => {
                let data = self
                    .provider_types()
                    .filter(|n| provider::data_name(n).is_some());
                crate::diag::nearest(name, data, 5)
            }
            (None, true) if !name.contains("::") => {
                let types = self.provider_types().filter(|n| !n.contains('.'));
                crate::diag::nearest(name, types, 5)
            }
            _ => crate::diag::nearest(name, self.names(), 5),
        };
        near.into_iter().map(Name::from).collect()
    }
}

/// Turns nodes of one schema into types, one level at a time.
struct Expansion<'a> {
    key: &'a TypeKey,
    schema: &'a Schema,
}

impl Expansion<'_> {
    fn node(&self, node: &Node, depth: u32) -> Type {
        if let Some(values) = &node.values
            && !values.ignore_case
        {
            return literals(&values.allowed);
        }
        let types = stated_types(node);
        if types == TypeSet::ANY {
            return self.branches(node, depth).unwrap_or(Type::Json);
        }
        let mut members = Vec::new();
        let mut add = |kind: TypeSet, ty: &dyn Fn() -> Type| {
            if types.has(kind) {
                members.push(ty());
            }
        };
        add(TypeSet::STRING, &|| string(node.text.as_deref()));
        if types.has(TypeSet::NUMBER) {
            add(TypeSet::NUMBER, &|| number(node));
        } else {
            add(TypeSet::INTEGER, &|| integer(node));
        }
        add(TypeSet::BOOLEAN, &|| Type::Bool);
        add(TypeSet::ARRAY, &|| self.list(node.list.as_deref()));
        add(
            TypeSet::OBJECT,
            &|| match self.object(node.object.as_deref()) {
                // The properties may stand in the branches alone.
                Type::Map(inner) if *inner == Type::Json => {
                    self.branches(node, depth).unwrap_or(Type::Map(inner))
                }
                object => object,
            },
        );
        add(TypeSet::NULL, &|| Type::Null);
        Type::union(members)
    }

    /// The union of the branches that have a structure of their own. Branches that only say which
    /// properties go together have none.
    fn branches(&self, node: &Node, depth: u32) -> Option<Type> {
        // Branches may refer back to their own node; no published schema nests them this deep.
        let branches = node.branches.as_ref().filter(|_| depth < 8)?;
        for list in [&branches.one_of, &branches.any_of] {
            let types = list.iter().filter_map(|id| self.schema.node(*id));
            let types: Vec<Type> = types.map(|n| self.node(n, depth + 1)).collect();
            if !types.is_empty() && types.iter().all(has_structure) {
                return Some(Type::union(types));
            }
        }
        let all = branches
            .all_of
            .iter()
            .filter_map(|id| self.schema.node(*id));
        all.map(|n| self.node(n, depth + 1)).find(has_structure)
    }

    fn list(&self, rules: Option<&ListRules>) -> Type {
        let Some(rules) = rules else {
            return Type::list(Type::Json);
        };
        let prefix = rules.prefix.iter().chain(&rules.items);
        let elements: Vec<Type> = prefix.map(|id| self.named(*id)).collect();
        let element = if elements.is_empty() {
            Type::Json
        } else {
            Type::union(elements)
        };
        Type::List(Arc::new(ListType {
            element,
            min: rules.min_items,
            max: rules.max_items,
            or_one: rules.items.is_some_and(|id| self.schema.is_block(id)),
            set: rules.set,
        }))
    }

    fn object(&self, rules: Option<&ObjectRules>) -> Type {
        let Some(rules) = rules else {
            return Type::map(Type::Json);
        };
        if !rules.properties.is_empty() {
            let field = |p: &super::Property| Field {
                name: p.name.clone(),
                ty: self.named(p.node),
                optional: !rules.is_required(&p.name),
            };
            let fields = rules.properties.iter().map(field).collect();
            return Type::Record(Arc::new(RecordType { fields }));
        }
        let mut values: Vec<Type> = rules
            .pattern_properties
            .iter()
            .map(|(_, id)| self.named(*id))
            .collect();
        match rules.additional {
            Additional::Like(id) => values.push(self.named(id)),
            // `additionalProperties` is seldom written beside patterns, which are meant to be all.
            Additional::Allowed if values.is_empty() => values.push(Type::Json),
            Additional::Allowed | Additional::Forbidden => {}
        }
        Type::map(Type::union(values))
    }

    fn attribute(&self, fact: &AttributeFact) -> Type {
        let list = self
            .schema
            .node(fact.node)
            .is_some_and(|n| n.types == TypeSet::ARRAY);
        match &fact.identifies {
            Some(relation) if list => Type::list(Type::Id(relation.clone())),
            Some(relation) => Type::Id(relation.clone()),
            None => self.named(fact.node),
        }
    }

    fn named(&self, id: NodeId) -> Type {
        Type::Named(self.key.clone(), id)
    }
}

/// Published lists have no value twice, and some have a thousand: they need no search for doubles.
fn literals(allowed: &[Literal]) -> Type {
    match allowed {
        [] => Type::Never,
        [only] => Type::Literal(only.clone()),
        all => Type::Union(all.iter().cloned().map(Type::Literal).collect()),
    }
}

/// The kinds of value; where no `type` is written, those that the rules are about.
fn stated_types(node: &Node) -> TypeSet {
    if node.types != TypeSet::ANY {
        return node.types;
    }
    let object = node.object.as_ref().is_some_and(|o| {
        !o.properties.is_empty()
            || !o.pattern_properties.is_empty()
            || o.additional != Additional::Allowed
    });
    match () {
        () if object => TypeSet::OBJECT,
        () if node.list.as_ref().is_some_and(|l| l.items.is_some()) => TypeSet::ARRAY,
        () if node.text.is_some() => TypeSet::STRING,
        () => TypeSet::ANY,
    }
}

fn has_structure(ty: &Type) -> bool {
    match ty {
        Type::Json | Type::Any => false,
        Type::Map(inner) => **inner != Type::Json,
        _ => true,
    }
}

fn string(rules: Option<&TextRules>) -> Type {
    let Some(rules) = rules else {
        return Type::string();
    };
    Type::Str(Arc::new(StringConstraint {
        min: rules.min_length.filter(|min| *min > 0),
        max: rules.max_length,
        pattern: rules.pattern.as_ref().map(|p| whole(p.text()).into()),
    }))
}

/// A schema's pattern is searched for; one in a type matches the whole value.
fn whole(pattern: &str) -> String {
    let anchored = pattern.starts_with('^') && pattern.ends_with('$') && !pattern.ends_with("\\$");
    match anchored && !pattern.contains('|') {
        true => pattern.to_string(),
        false => format!("[\\s\\S]*(?:{pattern})[\\s\\S]*"),
    }
}

fn integer(node: &Node) -> Type {
    let Some(rules) = &node.number else {
        return Type::int();
    };
    let above = rules.exclusive_minimum.map(|m| m.floor() as i64 + 1);
    let below = rules.exclusive_maximum.map(|m| m.ceil() as i64 - 1);
    Type::Int(IntRange {
        min: rules.minimum.map(|m| m.ceil() as i64).max(above),
        max: rules.maximum.map(|m| m.floor() as i64).or(below),
    })
}

fn number(node: &Node) -> Type {
    let Some(rules) = &node.number else {
        return Type::number();
    };
    Type::Number(NumberRange {
        min: rules.minimum,
        max: rules.maximum,
    })
}
