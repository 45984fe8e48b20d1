//! The types in a schema as the language writes them, for `infra schema show`. In: a schema and a
//! node. Out: text. Long lists of values are shortened, objects without a name are written out.

use super::schema_show::access_note;
use crate::schema::{
    Access, Additional, AttributeFact, ListRules, Node, NumberRules, ObjectRules, Schema,
    TextRules, TypeSet,
};
use crate::text::Name;
use crate::types::{Literal, NodeId};
use std::fmt::Write;

/// So many values of a list are shown.
const VALUES: usize = 8;

/// Prints one schema, and remembers the definitions that it named.
pub struct Types<'a> {
    /// Lists of values as a whole.
    pub all_values: bool,
    schema: &'a Schema,
    /// Definitions that were named, in this order; those before `printed` were printed.
    named: Vec<(Name, NodeId)>,
    printed: usize,
}

impl<'a> Types<'a> {
    pub fn of(schema: &'a Schema) -> Types<'a> {
        Types {
            all_values: false,
            schema,
            named: Vec::new(),
            printed: 0,
        }
    }

    /// Every definition that was named so far, and those that they name.
    pub fn add_definitions(&mut self, text: &mut String) {
        while let Some((name, node)) = self.named.get(self.printed).cloned() {
            self.printed += 1;
            let _ = writeln!(text, "\n{name}");
            self.add_properties(text, node, 1);
            self.add_rules(text, node, 1);
        }
    }

    /// A line for each property of an object that can be set; for any other node its type.
    pub fn add_properties(&mut self, text: &mut String, id: NodeId, depth: usize) {
        let Some(node) = self.schema.node(id) else {
            return;
        };
        let indent = "  ".repeat(depth);
        let object = node.object.as_ref().filter(|o| !o.properties.is_empty());
        let Some(object) = object else {
            let _ = writeln!(text, "{indent}{}", self.structure(node, depth));
            return;
        };
        // Required ones first: they are what a reader must know.
        let (required, optional): (Vec<_>, Vec<_>) = object
            .properties
            .iter()
            .filter(|p| !p.access.has(Access::READ_ONLY))
            .partition(|p| object.is_required(&p.name));
        for (property, mark) in required
            .iter()
            .map(|p| (p, ""))
            .chain(optional.iter().map(|p| (p, "?")))
        {
            let note = match access_note(property.access) {
                "" => String::new(),
                note => format!("   // {note}"),
            };
            let ty = self.text_of(property.node, depth);
            let _ = writeln!(text, "{indent}{}{mark}: {ty}{note}", property.name);
        }
    }

    /// Which properties go together.
    pub fn add_rules(&mut self, text: &mut String, id: NodeId, depth: usize) {
        let Some(node) = self.schema.node(id) else {
            return;
        };
        let indent = "  ".repeat(depth);
        let mut say = |rule: String| {
            let _ = writeln!(text, "{indent}// {rule}");
        };
        if let Some(rules) = &node.object {
            rules
                .required_xor
                .iter()
                .for_each(|n| say(format!("exactly one of {}", n.join(", "))));
            rules
                .required_or
                .iter()
                .for_each(|n| say(format!("at least one of {}", n.join(", "))));
            for (name, others) in &rules.dependent_required {
                say(format!("{name} needs {}", others.join(", ")));
            }
            for (name, others) in &rules.dependent_excluded {
                say(format!("{name} excludes {}", others.join(", ")));
            }
        }
        let Some(branches) = &node.branches else {
            return;
        };
        for (ids, words) in [
            (&branches.one_of, "exactly one of"),
            (&branches.any_of, "at least one of"),
        ] {
            let required: Option<Vec<String>> =
                ids.iter().map(|id| self.only_required(*id)).collect();
            if let Some(required) = required.filter(|r| !r.is_empty()) {
                say(format!("{words} {}", required.join("; ")));
            }
        }
        let more = branches.all_of.len() + usize::from(branches.condition.is_some());
        if more > 0 {
            let rules = if more == 1 { "rule" } else { "rules" };
            say(format!(
                "{more} more {rules} about several properties (`--format json`)"
            ));
        }
    }

    /// A branch that says nothing but which properties must be there.
    fn only_required(&self, id: NodeId) -> Option<String> {
        let rules = self.schema.node(id)?.object.as_ref()?;
        let plain = rules.properties.is_empty() && !rules.required.is_empty();
        plain.then(|| rules.required.join(" and "))
    }

    /// A node's type. Definitions of objects go by their names.
    pub fn text_of(&mut self, id: NodeId, depth: usize) -> String {
        let Some(node) = self.schema.node(id) else {
            return "json".into();
        };
        let definition = self.schema.definitions.iter().find(|d| d.1 == id);
        if let Some((name, id)) = definition.filter(|_| is_large(node)) {
            return self.name(name, *id);
        }
        self.structure(node, depth)
    }

    /// A definition's name, whose paragraph will follow.
    fn name(&mut self, name: &Name, id: NodeId) -> String {
        if !self.named.iter().any(|(_, known)| *known == id) {
            self.named.push((name.clone(), id));
        }
        name.to_string()
    }

    /// What `Fn::GetAtt` gives.
    pub fn attribute(&mut self, fact: &AttributeFact) -> String {
        let list = self
            .schema
            .node(fact.node)
            .is_some_and(|n| n.types == TypeSet::ARRAY);
        match &fact.identifies {
            Some(r) if list => format!("list<{}.{}>", r.resource.name, r.attribute),
            Some(r) => format!("{}.{}", r.resource.name, r.attribute),
            None => self.text_of(fact.node, 1),
        }
    }

    fn structure(&mut self, node: &Node, depth: usize) -> String {
        if !node.relations.is_empty() && node.types.has(TypeSet::STRING) {
            let names = node.relations.iter();
            let names: Vec<String> = names
                .map(|r| format!("{}.{}", r.resource.name, r.attribute))
                .collect();
            return names.join(" | ");
        }
        if let Some(values) = self.values(node) {
            return values;
        }
        if let Some(choice) = self.choice(node, depth) {
            return choice;
        }
        let types = stated(node);
        if types == TypeSet::ANY {
            return "json".into();
        }
        let mut parts = Vec::new();
        if types.has(TypeSet::STRING) {
            parts.push(string(node.text.as_deref(), node.format.as_deref()));
        }
        if types.has(TypeSet::NUMBER) {
            parts.push(format!("number{}", range(node.number.as_deref())));
        } else if types.has(TypeSet::INTEGER) {
            parts.push(format!("int{}", range(node.number.as_deref())));
        }
        if types.has(TypeSet::BOOLEAN) {
            parts.push("bool".into());
        }
        if types.has(TypeSet::ARRAY) {
            parts.push(self.list(node.list.as_deref(), depth));
        }
        if types.has(TypeSet::OBJECT) {
            parts.push(self.object(node.object.as_deref(), depth));
        }
        if types.has(TypeSet::NULL) {
            parts.push("null".into());
        }
        parts.join(" | ")
    }

    fn values(&self, node: &Node) -> Option<String> {
        let own = node.values.as_ref();
        // Lists by region stand in a branch of their own.
        let branches = node.branches.as_ref();
        let added = branches.and_then(|b| self.schema.node(*b.all_of.first()?)?.values.as_ref());
        let rules = own.or(added)?;
        let shown = if self.all_values {
            rules.allowed.len()
        } else {
            VALUES
        };
        let mut parts: Vec<String> = rules.allowed.iter().take(shown).map(literal).collect();
        if rules.allowed.len() > shown {
            parts.push(format!("… {} more", rules.allowed.len() - shown));
        }
        let case = if rules.ignore_case {
            " (in any case)"
        } else {
            ""
        };
        Some(parts.join(" | ") + case)
    }

    /// A node whose branches are types: their union.
    fn choice(&mut self, node: &Node, depth: usize) -> Option<String> {
        let branches = node.branches.as_ref()?;
        if node
            .object
            .as_ref()
            .is_some_and(|o| !o.properties.is_empty())
            || depth > 8
        {
            return None;
        }
        let lists = [&branches.one_of, &branches.any_of];
        let ids = lists.into_iter().find(|ids| !ids.is_empty())?.clone();
        if ids.iter().any(|id| self.only_required(*id).is_some()) {
            return None;
        }
        let mut parts: Vec<String> = Vec::new();
        for part in ids.iter().map(|id| self.text_of(*id, depth + 1)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        Some(parts.join(" | ")).filter(|text| text != "json")
    }

    fn list(&mut self, rules: Option<&ListRules>, depth: usize) -> String {
        let Some(rules) = rules else {
            return "list<json>".into();
        };
        let ids: Vec<NodeId> = rules.prefix.iter().chain(&rules.items).copied().collect();
        let elements: Vec<String> = ids.iter().map(|id| self.text_of(*id, depth)).collect();
        let element = if elements.is_empty() {
            "json".into()
        } else {
            elements.join(" | ")
        };
        let bounds = bounds(rules.min_items.filter(|n| *n > 0), rules.max_items);
        let bounds = bounds.map_or_else(String::new, |b| format!("({b})"));
        format!("list<{element}>{bounds}")
    }

    fn object(&mut self, rules: Option<&ObjectRules>, depth: usize) -> String {
        let Some(rules) = rules else {
            return "map<json>".into();
        };
        // A definition with a little more beside it is best called by its name.
        let same = self.schema.definitions.iter().find(|(_, id)| {
            let node = self
                .schema
                .node(*id)
                .and_then(|node| node.object.as_deref());
            node == Some(rules) && !rules.properties.is_empty()
        });
        if let Some((name, id)) = same {
            return self.name(name, *id);
        }
        if rules.properties.is_empty() {
            let mut ids: Vec<NodeId> = rules.pattern_properties.iter().map(|p| p.1).collect();
            if let Additional::Like(id) = rules.additional {
                ids.push(id);
            }
            let values: Vec<String> = ids.iter().map(|id| self.text_of(*id, depth)).collect();
            let value = if values.is_empty() {
                "json".into()
            } else {
                values.join(" | ")
            };
            return format!("map<{value}>");
        }
        let mut text = String::from("{\n");
        for property in &rules.properties {
            let mark = if rules.is_required(&property.name) {
                ""
            } else {
                "?"
            };
            let ty = self.text_of(property.node, depth + 1);
            let indent = "  ".repeat(depth + 1);
            let _ = writeln!(text, "{indent}{}{mark}: {ty}", property.name);
        }
        text + &"  ".repeat(depth) + "}"
    }
}

/// Whether a definition is worth a paragraph: an object with properties, or a choice.
fn is_large(node: &Node) -> bool {
    node.object
        .as_ref()
        .is_some_and(|o| !o.properties.is_empty())
        || (node.branches.is_some() && node.relations.is_empty() && node.values.is_none())
}

fn stated(node: &Node) -> TypeSet {
    match node {
        Node { types, .. } if *types != TypeSet::ANY => *types,
        Node {
            object: Some(_), ..
        } => TypeSet::OBJECT,
        Node { list: Some(_), .. } => TypeSet::ARRAY,
        Node { text: Some(_), .. }
        | Node {
            format: Some(_), ..
        } => TypeSet::STRING,
        Node {
            number: Some(_), ..
        } => TypeSet::NUMBER,
        _ => TypeSet::ANY,
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("{text:?}"),
        Literal::Int(int) => int.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Bool(value) => value.to_string(),
    }
}

fn string(rules: Option<&TextRules>, format: Option<&str>) -> String {
    let mut parts = Vec::new();
    if let Some(rules) = rules {
        parts.extend(bounds(
            rules.min_length.filter(|n| *n > 0),
            rules.max_length,
        ));
        parts.extend(rules.pattern.as_ref().map(|p| format!("/{}/", p.text())));
    }
    let mut text = String::from("string");
    if !parts.is_empty() {
        text = format!("string({})", parts.join(", "));
    }
    match format {
        Some(format) => format!("{text} ({format})"),
        None => text,
    }
}

fn range(rules: Option<&NumberRules>) -> String {
    let Some(rules) = rules else {
        return String::new();
    };
    let mut parts = Vec::new();
    parts.extend(bounds(rules.minimum, rules.maximum));
    parts.extend(rules.exclusive_minimum.map(|n| format!("over {n}")));
    parts.extend(rules.exclusive_maximum.map(|n| format!("under {n}")));
    parts.extend(rules.multiple_of.map(|n| format!("multiple of {n}")));
    if parts.is_empty() {
        String::new()
    } else {
        format!("({})", parts.join(", "))
    }
}

/// `1..5`, `1..`, `..5`
fn bounds<T: std::fmt::Display>(min: Option<T>, max: Option<T>) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (min, max) => {
            let text = |n: Option<T>| n.map_or_else(String::new, |n| n.to_string());
            Some(format!("{}..{}", text(min), text(max)))
        }
    }
}
