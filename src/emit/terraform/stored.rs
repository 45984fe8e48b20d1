//! `@ssm` params: the variable is the name of a parameter of Systems Manager, whose value is read from a data
//! source. In: such params. Out: their data sources, what Terraform does not check, and the expressions that
//! read them. Never: a value.

use super::constraint::structure;
use super::expression::Printer;
use super::lookups::Wanted;
use super::names;
use super::plan::Planner;
use super::problem::ProblemKind;
use crate::graph::{Deferred, DeferredRef, Param, ParamId, Value};
use crate::schema::Catalogue;
use crate::types::{IntRange, Literal, NumberRange, StringConstraint, Type};

/// Definitions refer to themselves.
const DEPTH: u32 = 6;

/// How the text of a stored value becomes one of its type.
enum Reading {
    Text,
    /// By a function of Terraform.
    Function(&'static str),
    /// Parted by commas, each part by a function.
    List(Option<&'static str>),
}

impl Planner<'_> {
    /// Notes that a stored param is read.
    pub fn stored(&mut self, deferred: &DeferredRef, id: ParamId) {
        let param = self.graph.param(id);
        let name = names::of(&param.identity);
        let variable = Value::text(ecow::eco_format!("${{var.{name}}}"), param.origin);
        let variable = Value::deferred(Deferred::Raw(variable), param.origin);
        let wanted = Wanted {
            ty: "aws_ssm_parameter",
            name: Some(name),
            arguments: vec![("name", &variable)],
        };
        self.plan.lookups.add(self.graph, deferred, wanted);
    }

    /// What is asked of a stored value is asked of no variable.
    pub fn check_stored(&mut self, param: &Param) {
        if param.ty.is_optional() {
            self.report(ProblemKind::StoredOptional, param.origin);
        }
        if is_bounded(self.catalogue, &param.ty, DEPTH) {
            self.report(ProblemKind::StoredBound, param.origin);
        }
    }
}

impl Printer<'_> {
    pub fn stored(&mut self, deferred: &DeferredRef, param: &Param) {
        // What is no secret may be shown; the other attribute never is.
        let attribute = match param.secret {
            true => "value",
            false => "insecure_value",
        };
        match reading(self.catalogue, &param.ty) {
            Reading::Text => self.read(deferred, attribute),
            Reading::Function(function) => {
                self.push(&[function, "("]);
                self.read(deferred, attribute);
                self.text.push(')');
            }
            Reading::List(None) => {
                self.text.push_str("split(\",\", ");
                self.read(deferred, attribute);
                self.text.push(')');
            }
            Reading::List(Some(function)) => {
                self.text.push_str("[for item in split(\",\", ");
                self.read(deferred, attribute);
                self.push(&[") : ", function, "(item)]"]);
            }
        }
    }

    /// An attribute of a data source that nobody declares.
    fn read(&mut self, deferred: &DeferredRef, attribute: &str) {
        if let Some(lookup) = self.plan.lookups.get(deferred) {
            self.push(&["data.", lookup.ty, ".", &lookup.name, ".", attribute]);
        }
    }
}

fn reading(catalogue: &Catalogue, ty: &Type) -> Reading {
    match structure(catalogue, &ty.without_null()) {
        Type::List(list) => match reading(catalogue, &list.element) {
            Reading::Text => Reading::List(None),
            Reading::Function(function) => Reading::List(Some(function)),
            Reading::List(_) => Reading::Function("jsondecode"),
        },
        Type::Bool | Type::Literal(Literal::Bool(_)) => Reading::Function("tobool"),
        Type::Int(_) | Type::Number(_) | Type::Literal(Literal::Int(_) | Literal::Number(_)) => {
            Reading::Function("tonumber")
        }
        Type::Map(_) | Type::Record(_) | Type::Json | Type::Any => Reading::Function("jsondecode"),
        Type::Union(members) => match members.iter().all(is_number) {
            true => Reading::Function("tonumber"),
            false => Reading::Text,
        },
        _ => Reading::Text,
    }
}

/// Whether a type asks more of a value than to be of its kind.
fn is_bounded(catalogue: &Catalogue, ty: &Type, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let is_bounded = |ty: &Type| is_bounded(catalogue, ty, depth);
    match structure(catalogue, ty) {
        Type::Int(range) => range != IntRange::default(),
        Type::Number(range) => range != NumberRange::default(),
        Type::Str(constraint) => *constraint != StringConstraint::default(),
        Type::Literal(_) => true,
        Type::List(list) => list.min.or(list.max).is_some() || is_bounded(&list.element),
        Type::Map(values) => is_bounded(&values),
        Type::Record(record) => record.fields.iter().any(|field| is_bounded(&field.ty)),
        Type::Union(members) => members.iter().any(is_bounded),
        _ => false,
    }
}

fn is_number(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Int(_) | Type::Number(_) | Type::Literal(Literal::Int(_) | Literal::Number(_))
    )
}
