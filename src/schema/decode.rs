//! One type's schema from its bytes in a bundle: the mirror of `encode.rs`. Numbers are written seven
//! bits a byte, lowest first; a text is its number in the bundle; a node's id is its distance from
//! the node in which it stands. Broken bytes give a broken schema, never a panic.

use super::store::Store;
use super::{
    Access, Additional, AttributeFact, Branches, Condition, Lifecycle, ListRules, Node,
    NumberRules, ObjectForm, ObjectRules, OtherAttributes, Permissions, Property, Reference,
    Schema, TagShape, Tags, TextRules, TypeSet, ValueRules,
};
use crate::text::{Name, Pattern};
use crate::types::{Literal, NodeId, Relation, TypeKey};

/// Decodes the type at `index`.
pub fn schema(store: &Store, index: u32) -> Schema {
    let mut r = Input {
        bytes: store.schema(index),
        store,
        current: 0,
    };
    let nodes = r.list(|r| {
        let node = r.node();
        r.current += 1;
        node
    });
    r.current = 0;
    // In the order in which they are written.
    Schema {
        name: store.text(index).into(),
        nodes,
        definitions: r.list(|r| (r.text(), r.id())),
        attributes: r.list(|r| {
            let (name, node) = (r.text(), r.id());
            let identifies = match r.number() {
                0 => None,
                1 => Some(r.relation_to(Some(index), name.clone())),
                _ => Some(r.relation()),
            };
            AttributeFact {
                name,
                node,
                identifies,
            }
        }),
        other_attributes: match r.number() {
            1 => OtherAttributes::Outputs,
            2 => OtherAttributes::Any,
            _ => OtherAttributes::None,
        },
        reference: Reference {
            attribute: r.text(),
            node: r.option(Input::id),
            identifies: r.option(Input::relation),
        },
        read_only: r.texts(),
        write_only: r.texts(),
        create_only: r.texts(),
        conditional_create_only: r.texts(),
        deprecated: r.texts(),
        packaged: r.texts(),
        primary_identifier: r.texts(),
        tags: r.option(|r| Tags {
            property: r.text(),
            shape: match r.number() {
                1 => TagShape::Map,
                2 => TagShape::AutoScaling,
                _ => TagShape::List,
            },
            updatable: r.flag(),
        }),
        stateful: r.flag(),
        open: r.flag(),
        lifecycle: r.option(|r| Lifecycle {
            status: r.text(),
            date: r.option(Input::text),
        }),
        permissions: Permissions {
            create: r.texts(),
            read: r.texts(),
            update: r.texts(),
            delete: r.texts(),
            list: r.texts(),
        },
        arn_format: r.option(Input::text),
        transform: r.option(Input::text),
        regions: store.regions_of(index),
    }
}

struct Input<'a> {
    bytes: &'a [u8],
    store: &'a Store<'a>,
    /// The node that is being read.
    current: u32,
}

impl Input<'_> {
    fn number(&mut self) -> u64 {
        let mut number = 0;
        for (i, byte) in self.bytes.iter().enumerate().take(10) {
            number |= u64::from(byte & 0x7f) << (7 * i);
            if byte & 0x80 == 0 {
                self.bytes = &self.bytes[i + 1..];
                return number;
            }
        }
        self.bytes = &[];
        0
    }

    fn small(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or(u32::MAX)
    }

    fn flag(&mut self) -> bool {
        self.number() == 1
    }

    fn text(&mut self) -> Name {
        let index = self.small();
        self.store.text(index).into()
    }

    fn id(&mut self) -> NodeId {
        let distance = unzigzag(self.number());
        NodeId(u32::try_from(i64::from(self.current).saturating_add(distance)).unwrap_or(u32::MAX))
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| read(self))
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let count = self.number();
        // Each element takes a byte at least, so a broken count cannot ask for more than there is.
        let mut items = Vec::with_capacity((count as usize).min(self.bytes.len()));
        for _ in 0..count {
            if self.bytes.is_empty() {
                break;
            }
            items.push(read(self));
        }
        items
    }

    fn texts(&mut self) -> Vec<Name> {
        self.list(Input::text)
    }

    fn float(&mut self) -> f64 {
        match self.number() {
            1 => f64::from_bits(self.number()),
            number => unzigzag(number >> 1) as f64,
        }
    }

    fn literal(&mut self) -> Literal {
        let number = self.number();
        match number & 3 {
            0 => Literal::Text(self.store.text((number >> 2) as u32).into()),
            1 => Literal::Int(unzigzag(number >> 2)),
            2 => Literal::Bool(number >> 2 == 1),
            _ => Literal::Number(f64::from_bits(self.number())),
        }
    }

    fn node(&mut self) -> Node {
        let types = TypeSet(self.number() as u8);
        let mask = self.number();
        let has = |bit: u32| mask >> bit & 1 == 1;
        Node {
            types,
            format: has(0).then(|| self.text()),
            values: has(1).then(|| Box::new(self.values())),
            text: has(2).then(|| Box::new(self.text_rules())),
            number: has(3).then(|| Box::new(self.number_rules())),
            list: has(4).then(|| Box::new(self.list_rules())),
            object: has(5).then(|| Box::new(self.object())),
            branches: has(6).then(|| Box::new(self.branches())),
            relations: if has(7) {
                self.list(Input::relation)
            } else {
                Vec::new()
            },
        }
    }

    fn values(&mut self) -> ValueRules {
        ValueRules {
            ignore_case: self.flag(),
            allowed: self.list(Input::literal),
        }
    }

    fn text_rules(&mut self) -> TextRules {
        let mask = self.number();
        TextRules {
            min_length: (mask & 1 != 0).then(|| self.small()),
            max_length: (mask & 2 != 0).then(|| self.small()),
            pattern: (mask & 4 != 0).then(|| Pattern::new(self.text())),
        }
    }

    fn number_rules(&mut self) -> NumberRules {
        let mask = self.number();
        let mut next = |bit: u32| (mask >> bit & 1 == 1).then(|| self.float());
        NumberRules {
            minimum: next(0),
            maximum: next(1),
            exclusive_minimum: next(2),
            exclusive_maximum: next(3),
            multiple_of: next(4),
        }
    }

    fn list_rules(&mut self) -> ListRules {
        let mask = self.number();
        let has = |bit: u32| mask >> bit & 1 == 1;
        ListRules {
            items: has(0).then(|| self.id()),
            contains: has(1).then(|| self.id()),
            unique_items: has(2),
            prefix: if has(3) {
                self.list(Input::id)
            } else {
                Vec::new()
            },
            unique_keys: if has(4) { self.texts() } else { Vec::new() },
            min_items: has(5).then(|| self.small()),
            max_items: has(6).then(|| self.small()),
            max_unique_items: has(7).then(|| self.small()),
            set: has(8),
        }
    }

    fn object(&mut self) -> ObjectRules {
        let head = self.number();
        let additional = match head & 3 {
            0 => Additional::Allowed,
            1 => Additional::Forbidden,
            _ => Additional::Like(self.id()),
        };
        let properties = self.list(Input::property);
        let required = self.texts();
        let form = match head >> 3 & 3 {
            1 => ObjectForm::Block,
            2 => ObjectForm::Value,
            _ => ObjectForm::Plain,
        };
        if head >> 2 & 1 == 0 {
            return ObjectRules {
                properties,
                additional,
                required,
                form,
                ..ObjectRules::default()
            };
        }
        ObjectRules {
            properties,
            additional,
            required,
            pattern_properties: self.list(|r| (Pattern::new(r.text()), r.id())),
            min_properties: self.option(Input::small),
            max_properties: self.option(Input::small),
            dependent_required: self.list(|r| (r.text(), r.texts())),
            dependent_excluded: self.list(|r| (r.text(), r.texts())),
            dependent_schemas: self.list(|r| (r.text(), r.id())),
            required_xor: self.list(Input::texts),
            required_or: self.list(Input::texts),
            property_names: self.option(Input::id),
            form,
        }
    }

    fn property(&mut self) -> Property {
        let number = self.number();
        Property {
            name: self.store.text((number >> 2) as u32).into(),
            access: Access(if number & 3 == 0 {
                0
            } else {
                self.number() as u8
            }),
            node: self.id(),
        }
    }

    fn branches(&mut self) -> Branches {
        Branches {
            all_of: self.list(Input::id),
            any_of: self.list(Input::id),
            one_of: self.list(Input::id),
            not: self.option(Input::id),
            condition: self.option(|r| Condition {
                test: r.id(),
                then: r.option(Input::id),
                otherwise: r.option(Input::id),
            }),
        }
    }

    fn relation(&mut self) -> Relation {
        let index = self.small().checked_sub(1);
        if index.is_some() {
            let attribute = self.text();
            return self.relation_to(index, attribute);
        }
        let resource = TypeKey {
            name: self.text(),
            index,
        };
        Relation {
            resource,
            attribute: self.text(),
        }
    }

    /// A relation to a type of the bundle.
    fn relation_to(&self, index: Option<u32>, attribute: Name) -> Relation {
        let name = index.map_or("", |index| self.store.text(index)).into();
        Relation {
            resource: TypeKey { name, index },
            attribute,
        }
    }
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}
