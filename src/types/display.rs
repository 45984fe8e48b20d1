//! The one printer of types. In: a type and the schemas that it names. Out: its text as the language
//! spells it: `string(3..63)`, `list<AWS::SQS::Queue.Tag>`, `"a" | "b"`. Never used where nothing
//! is printed.

use super::{IntRange, ListType, Literal, NumberRange, Schemas, StringConstraint, Type};
use std::fmt::{Display, Formatter, Result, Write};

/// A message shows this many members of a union; a page that is about the type shows all.
const MEMBERS: usize = 5;

/// ... and looks this deep into what is nested. A type may share its parts, and be huge.
const DEPTH: u32 = 3;

/// The text of a type, of long unions the first members.
pub fn show(ty: &Type, schemas: &dyn Schemas) -> String {
    Shown {
        ty,
        schemas,
        members: MEMBERS,
        depth: DEPTH,
    }
    .to_string()
}

/// The text of a type with all members of its unions and records.
pub fn show_whole(ty: &Type, schemas: &dyn Schemas) -> String {
    Shown {
        ty,
        schemas,
        members: usize::MAX,
        depth: DEPTH * 3,
    }
    .to_string()
}

/// The text of what a place wants: what stands behind the name of a property, if that is a scalar or
/// a list (`int(0..43200)` for `AWS::SQS::Queue.VisibilityTimeout`): the name alone says nothing.
pub fn show_wanted(ty: &Type, schemas: &dyn Schemas) -> String {
    let Type::Named(key, node) = ty else {
        return show(ty, schemas);
    };
    let relations = schemas.relations(key, *node);
    if let [first, rest @ ..] = relations.as_slice() {
        let more = if rest.is_empty() { "" } else { ", ..." };
        let attribute = &first.attribute;
        return format!("{}.{attribute}{more}", first.resource.name);
    }
    let inner = schemas.expand(key, *node);
    let tells = |ty: &Type| is_scalar(ty) || matches!(ty, Type::List(_));
    match inner.members().iter().all(tells) {
        true => show(&inner, schemas),
        false => show(ty, schemas),
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Literal::Text(text) => quoted(f, text),
            Literal::Int(value) => value.fmt(f),
            Literal::Number(value) => value.fmt(f),
            Literal::Bool(value) => value.fmt(f),
        }
    }
}

struct Shown<'a> {
    ty: &'a Type,
    schemas: &'a dyn Schemas,
    members: usize,
    depth: u32,
}

impl<'a> Shown<'a> {
    fn of(&self, ty: &'a Type) -> Shown<'a> {
        Shown {
            ty,
            depth: self.depth.saturating_sub(1),
            ..*self
        }
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.ty {
            Type::Error => f.write_str("?"),
            Type::Never => f.write_str("never"),
            Type::Null => f.write_str("null"),
            Type::Bool => f.write_str("bool"),
            Type::Json => f.write_str("json"),
            Type::Any => f.write_str("any"),
            Type::Int(range) => int(f, range),
            Type::Number(range) => number(f, range),
            Type::Str(constraint) => string(f, constraint),
            Type::Literal(literal) => literal.fmt(f),
            Type::List(_) if self.depth == 0 => f.write_str("list<...>"),
            Type::Map(_) if self.depth == 0 => f.write_str("map<...>"),
            Type::List(list) => self.list(f, list),
            Type::Map(value) => write!(f, "map<{}>", self.of(value)),
            Type::Record(record) => {
                if record.fields.is_empty() {
                    return f.write_str("{}");
                }
                if self.depth == 0 {
                    return f.write_str("{ ... }");
                }
                f.write_str("{ ")?;
                for (i, field) in record.fields.iter().take(self.members).enumerate() {
                    let comma = if i > 0 { ", " } else { "" };
                    let mark = if field.optional { "?" } else { "" };
                    write!(f, "{comma}{}{mark}: {}", field.name, self.of(&field.ty))?;
                }
                if record.fields.len() > self.members {
                    f.write_str(", ...")?;
                }
                f.write_str(" }")
            }
            Type::Resource(key) => f.write_str(&key.name),
            Type::Component(component) => f.write_str(&component.name),
            Type::Named(key, node) => {
                write!(f, "{}", key.name)?;
                match self.schemas.node_name(key, *node) {
                    name if name.is_empty() => Ok(()),
                    name => write!(f, ".{name}"),
                }
            }
            Type::Id(relation) => write!(f, "{}.{}", relation.resource.name, relation.attribute),
            Type::Union(members) => self.union(f, members),
        }
    }
}

impl<'a> Shown<'a> {
    fn list(&self, f: &mut Formatter<'_>, list: &'a ListType) -> Result {
        write!(f, "list<{}>", self.of(&list.element))?;
        if list.min.is_none() && list.max.is_none() {
            return Ok(());
        }
        f.write_char('(')?;
        range(f, list.min.as_ref(), list.max.as_ref())?;
        f.write_char(')')
    }

    /// `T?` where `null` is a member.
    fn union(&self, f: &mut Formatter<'_>, members: &'a [Type]) -> Result {
        let optional = members.contains(&Type::Null);
        let mut rest = members.iter().filter(|m| **m != Type::Null);
        if let (true, Some(only), None) = (optional, rest.next(), rest.next()) {
            return write!(f, "{}?", self.of(only));
        }
        if optional {
            f.write_char('(')?;
        }
        let rest = members.iter().filter(|m| **m != Type::Null);
        for (i, member) in rest.clone().take(self.members).enumerate() {
            let bar = if i > 0 { " | " } else { "" };
            write!(f, "{bar}{}", self.of(member))?;
        }
        if rest.count() > self.members {
            f.write_str(" | ...")?;
        }
        if optional {
            f.write_str(")?")?;
        }
        Ok(())
    }
}

fn is_scalar(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Null
            | Type::Bool
            | Type::Int(_)
            | Type::Number(_)
            | Type::Str(_)
            | Type::Literal(_)
            | Type::Id(_)
    )
}

fn int(f: &mut Formatter<'_>, bounds: &IntRange) -> Result {
    f.write_str("int")?;
    if bounds.min.is_none() && bounds.max.is_none() {
        return Ok(());
    }
    f.write_char('(')?;
    range(f, bounds.min.as_ref(), bounds.max.as_ref())?;
    f.write_char(')')
}

fn number(f: &mut Formatter<'_>, bounds: &NumberRange) -> Result {
    f.write_str("number")?;
    if bounds.min.is_none() && bounds.max.is_none() {
        return Ok(());
    }
    f.write_char('(')?;
    range(f, bounds.min.as_ref(), bounds.max.as_ref())?;
    f.write_char(')')
}

fn string(f: &mut Formatter<'_>, constraint: &StringConstraint) -> Result {
    f.write_str("string")?;
    let bounded = constraint.min.is_some() || constraint.max.is_some();
    if !bounded && constraint.pattern.is_none() {
        return Ok(());
    }
    f.write_char('(')?;
    if bounded {
        range(f, constraint.min.as_ref(), constraint.max.as_ref())?;
    }
    if let Some(pattern) = &constraint.pattern {
        let comma = if bounded { ", " } else { "" };
        write!(f, "{comma}/{}/", pattern.replace("/", "\\/"))?;
    }
    f.write_char(')')
}

fn range<T: Display>(f: &mut Formatter<'_>, min: Option<&T>, max: Option<&T>) -> Result {
    if let Some(min) = min {
        min.fmt(f)?;
    }
    f.write_str("..")?;
    max.map_or(Ok(()), |max| max.fmt(f))
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> Result {
    f.write_char('"')?;
    for letter in text.chars() {
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '$' => f.write_str("\\$")?,
            other => f.write_char(other)?,
        }
    }
    f.write_char('"')
}
