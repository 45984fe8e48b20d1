//! Schemas to the bytes of a bundle. In: all schemas, the regions' names, the IAM actions. Out: the
//! file, the same for the same input. The layout is in `store.rs`, that of one schema in `decode.rs`.

use super::store::{HEADER, MAGIC};
use super::{
    Additional, Branches, ListRules, Node, NumberRules, ObjectForm, ObjectRules, OtherAttributes,
    Permissions, Regions, Schema, TagShape, TextRules, ValueRules,
};
use crate::text::Name;
use crate::types::{Literal, NodeId, Relation};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The whole file. Schemas must be sorted by name and unique.
pub fn bundle(
    schemas: &[Schema],
    regions: &[Name],
    actions: &BTreeMap<Name, Vec<Name>>,
) -> Vec<u8> {
    let encoded: Vec<Vec<Token>> = schemas.iter().map(tokens).collect();
    let mut strings = Strings::default();
    schemas.iter().for_each(|s| strings.add(&s.name));
    regions.iter().for_each(|r| strings.add(r));
    strings.add_by_use(encoded.iter().flatten().filter_map(|token| match token {
        Token::Text(text) | Token::TextAnd(text, _) => Some(text),
        Token::Number(_) => None,
    }));
    actions.keys().for_each(|service| strings.add(service));

    let mut data = Vec::new();
    let (mut types, mut services) = (Vec::new(), Vec::new());
    for (schema, tokens) in schemas.iter().zip(&encoded) {
        let start = data.len();
        tokens
            .iter()
            .for_each(|token| write_token(&mut data, token, &strings));
        push_u32(&mut types, start);
        push_u32(&mut types, data.len() - start);
        types.extend(schema.regions.0.to_le_bytes());
    }
    for (service, names) in actions {
        push_u32(&mut services, strings.index_of(service) as usize);
        let text: String = names.iter().map(|name| format!("{name}\n")).collect();
        push_u32(&mut services, data.len());
        push_u32(&mut services, text.len());
        data.extend(text.as_bytes());
    }
    let (ends, texts) = strings.write();

    let mut file = Vec::with_capacity(HEADER + data.len());
    file.extend(MAGIC);
    for count in [
        schemas.len(),
        strings.order.len(),
        regions.len(),
        actions.len(),
    ] {
        push_u32(&mut file, count);
    }
    let parts = [types, services, ends, texts, data];
    parts
        .iter()
        .for_each(|part| push_u32(&mut file, part.len()));
    parts.iter().for_each(|part| file.extend(part));
    file
}

/// What a schema is written as, before texts have numbers.
enum Token {
    Number(u64),
    Text(Name),
    /// A text's number and two bits more, in one number.
    TextAnd(Name, u64),
}

/// Texts and their numbers. Texts that are used often have small numbers.
#[derive(Default)]
struct Strings {
    order: Vec<Name>,
    index: FxHashMap<Name, u32>,
}

impl Strings {
    fn add(&mut self, text: &Name) {
        if !self.index.contains_key(text) {
            self.index.insert(text.clone(), self.order.len() as u32);
            self.order.push(text.clone());
        }
    }

    /// The most used first; those that are used once stay together as their types do.
    fn add_by_use<'a>(&mut self, texts: impl Iterator<Item = &'a Name>) {
        let mut counts: FxHashMap<&Name, usize> = FxHashMap::default();
        let mut order: Vec<&Name> = Vec::new();
        for text in texts {
            let count = counts.entry(text).or_insert(0);
            if *count == 0 {
                order.push(text);
            }
            *count += 1;
        }
        order.sort_by_key(|text| std::cmp::Reverse(counts.get(text).copied()));
        order.into_iter().for_each(|text| self.add(text));
    }

    fn index_of(&self, text: &Name) -> u32 {
        self.index.get(text).copied().unwrap_or(u32::MAX)
    }

    fn write(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut ends, mut texts) = (Vec::new(), Vec::new());
        for text in &self.order {
            texts.extend(text.as_bytes());
            push_u32(&mut ends, texts.len());
        }
        (ends, texts)
    }
}

fn push_u32(out: &mut Vec<u8>, number: usize) {
    out.extend((number as u32).to_le_bytes());
}

fn write_token(out: &mut Vec<u8>, token: &Token, strings: &Strings) {
    let mut rest = match token {
        Token::Number(number) => *number,
        Token::Text(text) => strings.index_of(text) as u64,
        Token::TextAnd(text, bits) => (strings.index_of(text) as u64) << 2 | bits,
    };
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

fn tokens(schema: &Schema) -> Vec<Token> {
    let mut out = Out::default();
    out.list(&schema.nodes, |out, node| {
        out.node(node);
        out.current += 1;
    });
    out.current = 0;
    out.list(&schema.definitions, |out, (name, id)| {
        out.text(name);
        out.id(*id);
    });
    out.list(&schema.attributes, |out, attribute| {
        out.text(&attribute.name);
        out.id(attribute.node);
        let own = |r: &Relation| r.resource.name == schema.name && r.attribute == attribute.name;
        match &attribute.identifies {
            None => out.number(0),
            Some(relation) if own(relation) => out.number(1),
            Some(relation) => {
                out.number(2);
                out.relation(relation);
            }
        }
    });
    out.number(match schema.other_attributes {
        OtherAttributes::None => 0,
        OtherAttributes::Outputs => 1,
        OtherAttributes::Any => 2,
    });
    out.text(&schema.reference.attribute);
    out.option(schema.reference.node, |out, id| out.id(id));
    out.option(schema.reference.identifies.as_ref(), Out::relation);
    for paths in [
        &schema.read_only,
        &schema.write_only,
        &schema.create_only,
        &schema.conditional_create_only,
        &schema.deprecated,
        &schema.packaged,
        &schema.primary_identifier,
    ] {
        out.texts(paths);
    }
    out.option(schema.tags.as_ref(), |out, tags| {
        out.text(&tags.property);
        out.number(match tags.shape {
            TagShape::List => 0,
            TagShape::Map => 1,
            TagShape::AutoScaling => 2,
        });
        out.flag(tags.updatable);
    });
    out.flag(schema.stateful);
    out.flag(schema.open);
    out.option(schema.lifecycle.as_ref(), |out, lifecycle| {
        out.text(&lifecycle.status);
        out.option(lifecycle.date.as_ref(), Out::text);
    });
    out.permissions(&schema.permissions);
    out.option(schema.arn_format.as_ref(), Out::text);
    out.option(schema.transform.as_ref(), Out::text);
    out.tokens
}

#[derive(Default)]
struct Out {
    tokens: Vec<Token>,
    /// The node that is being written: others are near it.
    current: u32,
}

impl Out {
    fn number(&mut self, number: u64) {
        self.tokens.push(Token::Number(number));
    }

    fn flag(&mut self, flag: bool) {
        self.number(flag as u64);
    }

    fn text(&mut self, text: &Name) {
        self.tokens.push(Token::Text(text.clone()));
    }

    fn id(&mut self, id: NodeId) {
        self.number(zigzag(i64::from(id.0) - i64::from(self.current)));
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Out, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, items: &[T], write: impl Fn(&mut Out, &T)) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| write(self, item));
    }

    fn texts(&mut self, texts: &[Name]) {
        self.list(texts, Out::text);
    }

    fn ids(&mut self, ids: &[NodeId]) {
        self.list(ids, |out, id| out.id(*id));
    }

    /// A whole number as such, any other by its bits.
    fn float(&mut self, value: f64) {
        // Up to 2^53 every whole number is exact.
        if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 {
            self.number(zigzag(value as i64) << 1);
        } else {
            self.number(1);
            self.number(value.to_bits());
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Text(text) => self.tokens.push(Token::TextAnd(text.clone(), 0)),
            Literal::Int(int) => self.number(zigzag(*int) << 2 | 1),
            Literal::Bool(value) => self.number((*value as u64) << 2 | 2),
            Literal::Number(number) => {
                self.number(3);
                self.number(number.to_bits());
            }
        }
    }

    /// Where a rule is there, a bit of the mask before it is set.
    fn node(&mut self, node: &Node) {
        let there = [
            node.format.is_some(),
            node.values.is_some(),
            node.text.is_some(),
            node.number.is_some(),
            node.list.is_some(),
            node.object.is_some(),
            node.branches.is_some(),
            !node.relations.is_empty(),
        ];
        self.number(u64::from(node.types.0));
        self.mask(&there);
        node.format.iter().for_each(|format| self.text(format));
        node.values.iter().for_each(|rules| self.values(rules));
        node.text.iter().for_each(|rules| self.text_rules(rules));
        node.number
            .iter()
            .for_each(|rules| self.number_rules(rules));
        node.list.iter().for_each(|rules| self.list_rules(rules));
        node.object.iter().for_each(|rules| self.object(rules));
        node.branches.iter().for_each(|rules| self.branches(rules));
        if !node.relations.is_empty() {
            self.list(&node.relations, Out::relation);
        }
    }

    fn mask(&mut self, there: &[bool]) {
        let bits = there.iter().enumerate().filter(|(_, there)| **there);
        self.number(bits.fold(0, |mask, (i, _)| mask | 1 << i));
    }

    fn values(&mut self, rules: &ValueRules) {
        self.flag(rules.ignore_case);
        self.list(&rules.allowed, Out::literal);
    }

    fn text_rules(&mut self, rules: &TextRules) {
        let pattern = rules.pattern.as_ref().map(|p| Name::from(p.text()));
        self.mask(&[
            rules.min_length.is_some(),
            rules.max_length.is_some(),
            pattern.is_some(),
        ]);
        rules
            .min_length
            .into_iter()
            .for_each(|n| self.number(u64::from(n)));
        rules
            .max_length
            .into_iter()
            .for_each(|n| self.number(u64::from(n)));
        pattern.iter().for_each(|text| self.text(text));
    }

    fn number_rules(&mut self, rules: &NumberRules) {
        let all = [
            rules.minimum,
            rules.maximum,
            rules.exclusive_minimum,
            rules.exclusive_maximum,
            rules.multiple_of,
        ];
        self.mask(&all.map(|n| n.is_some()));
        all.into_iter().flatten().for_each(|n| self.float(n));
    }

    fn list_rules(&mut self, rules: &ListRules) {
        let counts = [rules.min_items, rules.max_items, rules.max_unique_items];
        self.mask(&[
            rules.items.is_some(),
            rules.contains.is_some(),
            rules.unique_items,
            !rules.prefix.is_empty(),
            !rules.unique_keys.is_empty(),
            counts[0].is_some(),
            counts[1].is_some(),
            counts[2].is_some(),
            rules.set,
        ]);
        rules
            .items
            .into_iter()
            .chain(rules.contains)
            .for_each(|id| self.id(id));
        if !rules.prefix.is_empty() {
            self.ids(&rules.prefix);
        }
        if !rules.unique_keys.is_empty() {
            self.texts(&rules.unique_keys);
        }
        counts
            .into_iter()
            .flatten()
            .for_each(|n| self.number(u64::from(n)));
    }

    fn object(&mut self, rules: &ObjectRules) {
        let more = more_of(rules);
        self.number(
            match rules.additional {
                Additional::Allowed => 0,
                Additional::Forbidden => 1,
                Additional::Like(_) => 2,
            } | (more as u64) << 2
                | match rules.form {
                    ObjectForm::Plain => 0,
                    ObjectForm::Block => 1,
                    ObjectForm::Value => 2,
                } << 3,
        );
        if let Additional::Like(id) = rules.additional {
            self.id(id);
        }
        self.list(&rules.properties, |out, property| {
            let access = u64::from(property.access.0);
            out.tokens
                .push(Token::TextAnd(property.name.clone(), (access != 0) as u64));
            if access != 0 {
                out.number(access);
            }
            out.id(property.node);
        });
        self.texts(&rules.required);
        if !more {
            return;
        }
        self.list(&rules.pattern_properties, |out, (pattern, id)| {
            out.text(&pattern.text().into());
            out.id(*id);
        });
        self.option(rules.min_properties, |out, n| out.number(u64::from(n)));
        self.option(rules.max_properties, |out, n| out.number(u64::from(n)));
        for pairs in [&rules.dependent_required, &rules.dependent_excluded] {
            self.list(pairs, |out, (name, others)| {
                out.text(name);
                out.texts(others);
            });
        }
        self.list(&rules.dependent_schemas, |out, (name, id)| {
            out.text(name);
            out.id(*id);
        });
        for groups in [&rules.required_xor, &rules.required_or] {
            self.list(groups, |out, names| out.texts(names));
        }
        self.option(rules.property_names, Out::id);
    }

    fn branches(&mut self, branches: &Branches) {
        for ids in [&branches.all_of, &branches.any_of, &branches.one_of] {
            self.ids(ids);
        }
        self.option(branches.not, Out::id);
        self.option(branches.condition, |out, condition| {
            out.id(condition.test);
            out.option(condition.then, Out::id);
            out.option(condition.otherwise, Out::id);
        });
    }

    fn relation(&mut self, relation: &Relation) {
        match relation.resource.index {
            Some(index) => self.number(u64::from(index) + 1),
            None => {
                self.number(0);
                self.text(&relation.resource.name);
            }
        }
        self.text(&relation.attribute);
    }

    fn permissions(&mut self, permissions: &Permissions) {
        let Permissions {
            create,
            read,
            update,
            delete,
            list,
        } = permissions;
        [create, read, update, delete, list]
            .into_iter()
            .for_each(|names| self.texts(names));
    }
}

/// Whether an object has more than properties, required ones and a rule for the others.
fn more_of(rules: &ObjectRules) -> bool {
    let plain = ObjectRules {
        properties: Vec::new(),
        required: Vec::new(),
        additional: Additional::Allowed,
        form: ObjectForm::Plain,
        ..rules.clone()
    };
    plain != ObjectRules::default()
}

/// Small numbers of either sign as small numbers.
fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

/// The set that holds the regions with these names.
pub fn region_set<'a>(all: &[Name], wanted: impl Iterator<Item = &'a str>) -> Regions {
    wanted
        .filter_map(|name| all.iter().position(|r| r == name))
        .fold(Regions::default(), Regions::with)
}
