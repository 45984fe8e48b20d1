//! What a param's type is as a CloudFormation parameter. In: params. Out: their [`Shape`]s, and what a
//! parameter cannot say. Never: bytes.

use super::conditions::{literal_value, scalar_text};
use super::plan::Planner;
use super::problem::{Argument, Bound, ProblemKind};
use crate::graph::{Origin, Param, Value, ValueKind};
use crate::schema::Catalogue;
use crate::text::Name;
use crate::types::{Literal, Relation, Schemas, StringConstraint, Type};

/// A parameter, ready to be written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    pub ty: Name,
    pub is_list: bool,
    /// Absent is the empty text.
    pub optional: bool,
    pub default: Option<Literal>,
    pub allowed: Vec<Literal>,
    pub pattern: Option<Name>,
    pub min_length: Option<u32>,
    pub max_length: Option<u32>,
    pub min: Option<Literal>,
    pub max: Option<Literal>,
}

impl Planner<'_> {
    pub fn params(&mut self) {
        let graph = self.graph;
        for param in &graph.params {
            self.about(&param.logical_id, param.origin);
            let shape = self.shape(param);
            self.plan.params.push(shape);
            self.own_keys(param.attributes.as_ref());
        }
    }

    fn shape(&mut self, param: &Param) -> Shape {
        let optional = param.ty.is_optional();
        let Some(mut shape) = shape_of(self.catalogue, &param.ty.without_null()) else {
            if !param.ty.is_error() {
                self.report(ProblemKind::ParamType, param.origin);
            }
            return Shape {
                ty: "String".into(),
                optional,
                ..Shape::default()
            };
        };
        if let Some(bound) = unchecked(self.catalogue, &param.ty) {
            self.report(ProblemKind::ParamBound(bound), param.origin);
        }
        shape.default = self.default_of(param, &shape);
        if optional {
            self.make_optional(&mut shape, param);
        }
        if param.ssm {
            self.make_ssm(&mut shape, param.origin);
        }
        shape
    }

    /// Texts alone have a value that can stand for "absent".
    fn make_optional(&mut self, shape: &mut Shape, param: &Param) {
        shape.optional = true;
        shape.default.get_or_insert(Literal::Text("".into()));
        if shape.is_list || shape.ty == "Number" {
            self.report(ProblemKind::ParamType, param.origin);
            return;
        }
        // The engine checks that a resource with the identifier exists, so `""` is not one.
        shape.ty = "String".into();
        let empty = Literal::Text("".into());
        if !shape.allowed.is_empty() && !shape.allowed.contains(&empty) {
            shape.allowed.insert(0, empty);
        }
        let length = shape.min_length.take().filter(|min| *min > 0);
        let pattern = match (length, shape.pattern.take()) {
            (None, None) => return,
            (Some(min), None) => format!("(?:[\\s\\S]{{{min},}})?"),
            (None, Some(pattern)) => format!("(?:{pattern})?"),
            (Some(min), Some(pattern)) => format!("(?:(?=[\\s\\S]{{{min},}}$)(?:{pattern}))?"),
        };
        shape.pattern = Some(pattern.into());
    }

    /// What deploys gives the name of a parameter of Systems Manager; bounds would be held against
    /// that name.
    fn make_ssm(&mut self, shape: &mut Shape, at: Origin) {
        let held = match shape.ty.as_str() {
            "CommaDelimitedList" | "List<Number>" => "List<String>",
            "Number" => "String",
            other => other,
        };
        let ty = ecow::eco_format!("AWS::SSM::Parameter::Value<{held}>");
        let bounded = shape.pattern.is_some()
            || shape.min_length.or(shape.max_length).is_some()
            || shape.min.is_some()
            || shape.max.is_some()
            || !shape.allowed.is_empty();
        if bounded {
            self.report(ProblemKind::ParamBound(Bound::SsmValue), at);
        }
        *shape = Shape {
            ty,
            is_list: shape.is_list,
            optional: shape.optional,
            default: shape.default.take(),
            ..Shape::default()
        };
    }

    fn default_of(&mut self, param: &Param, shape: &Shape) -> Option<Literal> {
        let value = param.default.as_ref()?;
        match &value.kind {
            ValueKind::Null | ValueKind::Error => None,
            ValueKind::List(items) => {
                let mut texts = Vec::with_capacity(items.len());
                for item in items.iter() {
                    let text = self.default_text(item)?;
                    if text.contains(',') {
                        self.report(ProblemKind::ParamComma(text.clone()), item.origin);
                    }
                    texts.push(text);
                }
                Some(Literal::Text(texts.join(",").into()))
            }
            ValueKind::Int(number) if shape.ty == "Number" => Some(Literal::Int(*number)),
            ValueKind::Number(number) if shape.ty == "Number" => Some(Literal::Number(*number)),
            _ => self.default_text(value).map(Literal::Text),
        }
    }

    fn default_text(&mut self, value: &Value) -> Option<Name> {
        let text = scalar_text(value);
        if text.is_none() && !value.is_error() {
            self.report(
                ProblemKind::NeedsKnown(Argument::ParamDefault),
                value.origin,
            );
        }
        text
    }
}

/// The parameter for a type without `null`; `None` where there is none.
fn shape_of(catalogue: &Catalogue, ty: &Type) -> Option<Shape> {
    let plain = |ty: &str| Shape {
        ty: ty.into(),
        ..Shape::default()
    };
    match ty {
        Type::Bool => Some(Shape {
            allowed: ["true", "false"]
                .map(|word| Literal::Text(word.into()))
                .into(),
            ..plain("String")
        }),
        Type::Int(range) => Some(Shape {
            min: range.min.map(Literal::Int),
            max: range.max.map(Literal::Int),
            ..plain("Number")
        }),
        Type::Number(range) => Some(Shape {
            min: range.min.map(Literal::Number),
            max: range.max.map(Literal::Number),
            ..plain("Number")
        }),
        Type::Str(constraint) => Some(text_shape(constraint)),
        Type::Literal(literal) => Some(allowed_shape(std::slice::from_ref(literal))),
        Type::Id(relation) => Some(plain(parameter_type(relation).unwrap_or("String"))),
        Type::Named(key, node) => {
            let relations = catalogue.relations(key, *node);
            let special = match relations.as_slice() {
                [relation] if parameter_type(relation).is_some() => parameter_type(relation),
                _ => named_type(&key.name, &catalogue.node_name(key, *node)),
            };
            match (special, catalogue.expand(key, *node)) {
                (_, Type::Named(..)) => None,
                (Some(special), expanded) if !matches!(expanded, Type::List(_)) => {
                    Some(plain(special))
                }
                (_, expanded) => shape_of(catalogue, &expanded),
            }
        }
        Type::Union(members) => union_shape(catalogue, members),
        Type::List(list) => list_shape(shape_of(catalogue, &list.element)?),
        _ => None,
    }
}

fn text_shape(constraint: &StringConstraint) -> Shape {
    Shape {
        ty: "String".into(),
        pattern: constraint.pattern.clone(),
        min_length: constraint.min,
        max_length: constraint.max,
        ..Shape::default()
    }
}

/// Literals alone become the allowed values; other unions of texts any text.
fn union_shape(catalogue: &Catalogue, members: &[Type]) -> Option<Shape> {
    let literals: Option<Vec<Literal>> = members
        .iter()
        .map(|member| match member {
            Type::Literal(literal) => Some(literal.clone()),
            _ => None,
        })
        .collect();
    if let Some(literals) = literals {
        return Some(allowed_shape(&literals));
    }
    let shapes: Option<Vec<Shape>> = members
        .iter()
        .map(|member| shape_of(catalogue, member).filter(|shape| !shape.is_list))
        .collect();
    let shapes = shapes?;
    let first = shapes.first()?;
    if shapes.iter().all(|shape| shape.ty == first.ty) {
        let same = shapes.iter().all(|shape| shape == first);
        let ty = first.ty.clone();
        let any = Shape {
            ty,
            ..Shape::default()
        };
        return Some(if same { first.clone() } else { any });
    }
    Some(Shape {
        ty: "String".into(),
        ..Shape::default()
    })
}

fn allowed_shape(literals: &[Literal]) -> Shape {
    let numbers = literals
        .iter()
        .all(|literal| matches!(literal, Literal::Int(_) | Literal::Number(_)));
    if numbers {
        return Shape {
            ty: "Number".into(),
            allowed: literals.to_vec(),
            ..Shape::default()
        };
    }
    Shape {
        ty: "String".into(),
        allowed: literals.iter().map(as_text).collect(),
        ..Shape::default()
    }
}

fn as_text(literal: &Literal) -> Literal {
    let origin = Origin {
        span: crate::text::Span::new(crate::text::FileId(0), 0, 0),
        frame: crate::graph::FrameId::TOP,
    };
    let text = scalar_text(&literal_value(literal, origin));
    Literal::Text(text.unwrap_or_default())
}

/// A list of such elements. Allowed values and patterns are held against each element.
fn list_shape(element: Shape) -> Option<Shape> {
    if element.is_list {
        return None;
    }
    let ty: Name = match element.ty.as_str() {
        "String" => "CommaDelimitedList".into(),
        // The engine has no list of these.
        "AWS::EC2::KeyPair::KeyName" | "AWS::SSM::Parameter::Name" => "CommaDelimitedList".into(),
        other => ecow::eco_format!("List<{other}>"),
    };
    let length = match (element.min_length, element.max_length) {
        (None, None) => None,
        (min, max) => {
            let max = max.map(|max| max.to_string()).unwrap_or_default();
            Some(format!("[\\s\\S]{{{},{max}}}", min.unwrap_or(0)))
        }
    };
    let pattern = match (length, element.pattern) {
        (None, pattern) => pattern,
        (Some(length), None) => Some(length.into()),
        (Some(length), Some(pattern)) => Some(ecow::eco_format!("(?={length}$)(?:{pattern})")),
    };
    Some(Shape {
        ty,
        is_list: true,
        allowed: element.allowed,
        pattern,
        ..Shape::default()
    })
}

/// A bound that no parameter can hold.
fn unchecked(catalogue: &Catalogue, ty: &Type) -> Option<Bound> {
    let list = match ty {
        Type::Named(key, node) => match catalogue.expand(key, *node) {
            Type::List(list) => list,
            _ => return None,
        },
        Type::List(list) => list.clone(),
        _ => return None,
    };
    if list.min.or(list.max).is_some() {
        return Some(Bound::ListLength);
    }
    let shape = shape_of(catalogue, &list.element)?;
    let bounded = shape.min.is_some() || shape.max.is_some();
    bounded.then_some(Bound::ListNumber)
}

/// The engine's own parameter type for an identifier, whose existence it checks
/// (AWS CloudFormation User Guide, "AWS-specific parameter types").
fn parameter_type(relation: &Relation) -> Option<&'static str> {
    let attribute = relation.attribute.as_str();
    let id = |own: &str| attribute == "Id" || attribute == own;
    let name = |own: &str| attribute == "Name" || attribute == own;
    match relation.resource.name.as_str() {
        "AWS::EC2::Image" if id("ImageId") => Some("AWS::EC2::Image::Id"),
        "AWS::EC2::Instance" if id("InstanceId") => Some("AWS::EC2::Instance::Id"),
        "AWS::EC2::KeyPair" if name("KeyName") => Some("AWS::EC2::KeyPair::KeyName"),
        "AWS::EC2::SecurityGroup" if id("GroupId") => Some("AWS::EC2::SecurityGroup::Id"),
        "AWS::EC2::SecurityGroup" if name("GroupName") => {
            Some("AWS::EC2::SecurityGroup::GroupName")
        }
        "AWS::EC2::Subnet" if id("SubnetId") => Some("AWS::EC2::Subnet::Id"),
        "AWS::EC2::Volume" if id("VolumeId") => Some("AWS::EC2::Volume::Id"),
        "AWS::EC2::VPC" if id("VpcId") => Some("AWS::EC2::VPC::Id"),
        "AWS::Route53::HostedZone" if id("HostedZoneId") => Some("AWS::Route53::HostedZone::Id"),
        "AWS::SSM::Parameter" if name("Name") => Some("AWS::SSM::Parameter::Name"),
        _ => None,
    }
}

/// Some identifiers are known by the name of their property alone: zones have no resource type, and
/// the schemas do not say that a key's name is one.
fn named_type(resource: &str, node: &str) -> Option<&'static str> {
    match node {
        "AvailabilityZone" | "AvailabilityZones[]" => Some("AWS::EC2::AvailabilityZone::Name"),
        "GroupName" if resource == "AWS::EC2::SecurityGroup" => {
            Some("AWS::EC2::SecurityGroup::GroupName")
        }
        "Name" if resource == "AWS::SSM::Parameter" => Some("AWS::SSM::Parameter::Name"),
        "KeyName" if resource.starts_with("AWS::EC2::") => Some("AWS::EC2::KeyPair::KeyName"),
        _ => None,
    }
}
