//! What is called, and what it takes. In: the expression before the parentheses, or the name of a
//! component. Out: its parameters as people read them. Never: whether a call fits.

use super::View;
use super::items::declared;
use crate::builtins::{self, BuiltinId, Kind, Signature, Space, Ty};
use crate::resolve::{Binding, DeclId, Namespace};
use crate::syntax::ast::{Expr, ExprKind, FnParam, Item, ItemKind, TypeName};
use crate::text::Name;
use crate::types::{Type, show};

/// A function or a component.
#[derive(Debug, Clone)]
pub struct Callee {
    /// As it is written: `join`, `cfn.sub`, `Queue`.
    pub name: Name,
    pub doc: String,
    /// One way to call it, or several.
    pub ways: Vec<Way>,
    /// Whether what it takes stands in braces, each with its name.
    pub is_component: bool,
}

/// One way to call a function.
#[derive(Debug, Clone)]
pub struct Way {
    pub parameters: Vec<Parameter>,
    /// Whether the last one may be repeated.
    pub rest: bool,
    pub result: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Parameter {
    pub name: Name,
    pub ty: Type,
    pub shown: String,
    pub optional: bool,
    pub default: Option<String>,
}

impl Way {
    /// The whole way, and which part of it each parameter is.
    pub fn label(&self, callee: &Callee) -> (String, Vec<std::ops::Range<usize>>) {
        let (open, close) = match callee.is_component {
            true => (" { ", " }"),
            false => ("(", ")"),
        };
        let mut text = format!("{}{open}", callee.name);
        let mut places = Vec::new();
        for (at, parameter) in self.parameters.iter().enumerate() {
            text.push_str(if at > 0 { ", " } else { "" });
            let start = text.len();
            let is_rest = self.rest && at + 1 == self.parameters.len();
            text.push_str(if is_rest { "..." } else { "" });
            text.push_str(&parameter.label());
            places.push(start..text.len());
        }
        text.push_str(close);
        if let Some(result) = &self.result {
            text.push_str(&format!(" -> {result}"));
        }
        (text, places)
    }
}

impl Parameter {
    /// `name: type = default`.
    pub fn label(&self) -> String {
        let mark = match self.optional && self.default.is_none() {
            true => "?",
            false => "",
        };
        let default = self.default.as_ref();
        let default = default.map_or_else(String::new, |text| format!(" = {text}"));
        format!("{}{mark}: {}{default}", self.name, self.shown)
    }
}

/// What an expression before parentheses names.
pub fn callee(view: &View, expr: &Expr) -> Option<Callee> {
    match view.names.binding(expr.id) {
        Binding::Builtin(id) => Some(built_in(id)),
        Binding::Item(decl) => declared_callee(view, decl),
        _ => match &expr.kind {
            ExprKind::Paren(inner) => callee(view, inner),
            ExprKind::Field { base, name, .. } => {
                let Binding::Namespace(namespace) = view.names.binding(base.id) else {
                    return None;
                };
                let id = builtins::find(space_of(namespace), &name.name)?;
                matches!(id.get().kind, Kind::Function(_)).then(|| built_in(id))
            }
            _ => None,
        },
    }
}

/// The component that stands where the type of a resource may.
pub fn component(view: &View, name: &TypeName) -> Option<Callee> {
    let decl = view.names.declared(view.file, name)?;
    declared_callee(view, decl).filter(|callee| callee.is_component)
}

/// A function or a component of the program.
pub fn declared_callee(view: &View, decl: DeclId) -> Option<Callee> {
    let (there, item) = declared(view, decl)?;
    callee_of(&there, item)
}

/// The function or component that an item of a file declares.
pub fn callee_of(view: &View, item: &Item) -> Option<Callee> {
    let doc = item.doc.as_ref().map_or("", |doc| doc.text.as_str());
    let (name, params, is_component) = match &item.kind {
        ItemKind::Fn(function) => (&function.name, &function.params, false),
        ItemKind::Component(component) => (&component.name, &component.params, true),
        _ => return None,
    };
    let types = parameter_types(view, item, is_component);
    let parameters = params.iter().map(|param| {
        let known = types.iter().find(|(name, _)| *name == param.name.name);
        let ty = known.map_or(Type::Any, |(_, ty)| ty.clone());
        written(view, param, ty)
    });
    let result = match is_component {
        true => None,
        false => Some(result_of(view, item)),
    };
    Some(Callee {
        name: name.name.clone(),
        doc: doc.to_owned(),
        ways: vec![Way {
            parameters: parameters.collect(),
            rest: false,
            result,
        }],
        is_component,
    })
}

fn result_of(view: &View, item: &Item) -> String {
    if let ItemKind::Fn(function) = &item.kind
        && let Some(result) = &function.result
    {
        return one_line(view.slice(result.span));
    }
    show(view.types.item(item.id), view.catalogue())
}

/// The types of what a function or a component takes, by name.
fn parameter_types(view: &View, item: &Item, is_component: bool) -> Vec<(Name, Type)> {
    if is_component {
        return match view.types.item(item.id) {
            Type::Component(component) => {
                let inputs = component.inputs.iter();
                inputs.map(|i| (i.name.clone(), i.ty.clone())).collect()
            }
            _ => Vec::new(),
        };
    }
    let parameters = view.types.functions.get(&item.id);
    let parameters = parameters.iter().flat_map(|all| all.iter());
    parameters
        .map(|one| (one.name.name.clone(), one.ty.clone()))
        .collect()
}

/// A parameter as its writer wrote it.
fn written(view: &View, param: &FnParam, ty: Type) -> Parameter {
    let shown = match &param.ty {
        Some(ty) => one_line(view.slice(ty.span)),
        None => show(&ty, view.catalogue()),
    };
    Parameter {
        name: param.name.name.clone(),
        ty,
        shown,
        optional: param.default.is_some(),
        default: param
            .default
            .as_ref()
            .map(|value| one_line(view.slice(value.span))),
    }
}

/// A text on one line, cut where it is long.
pub fn one_line(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST).collect();
        line.push('…');
    }
    line
}

/// A function that is built in.
pub fn built_in(id: BuiltinId) -> Callee {
    let builtin = id.get();
    let ways = builtin.signatures().iter().map(way);
    Callee {
        name: builtin.path(),
        doc: builtin.doc.to_owned(),
        ways: ways.collect(),
        is_component: false,
    }
}

pub fn space_of(namespace: Namespace) -> Space {
    match namespace {
        Namespace::Aws => Space::Aws,
        Namespace::Cfn => Space::Cfn,
    }
}

fn way(signature: &Signature) -> Way {
    let all = signature.params.iter().chain(&signature.rest);
    let parameters = all.map(|param| Parameter {
        name: param.name.into(),
        ty: param.ty.instantiate(&[]),
        shown: shown(&param.ty, signature),
        optional: param.optional,
        default: None,
    });
    Way {
        parameters: parameters.collect(),
        rest: signature.rest.is_some(),
        result: Some(shown(&signature.result, signature)),
    }
}

/// A type in a signature, its variables by their names.
pub fn shown(ty: &Ty, signature: &Signature) -> String {
    let inner = |ty: &Ty| shown(ty, signature);
    match ty {
        Ty::Var(index) => {
            let variable = signature.variables.get(*index);
            variable.map_or("any", |v| v.name).to_owned()
        }
        Ty::Never => "never".to_owned(),
        Ty::Null => "null".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Int => "int".to_owned(),
        Ty::Number => "number".to_owned(),
        Ty::Text => "string".to_owned(),
        Ty::Literal(text) => format!("\"{text}\""),
        Ty::List(element) => format!("list<{}>", inner(element)),
        Ty::Map(value) => format!("map<{}>", inner(value)),
        Ty::Record(fields) => {
            let fields = fields
                .iter()
                .map(|(name, ty)| format!("{name}: {}", inner(ty)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        Ty::OneOf(members) => {
            let members = members.iter().map(inner);
            members.collect::<Vec<_>>().join(" | ")
        }
        Ty::Resource => "resource".to_owned(),
        Ty::Json => "json".to_owned(),
        Ty::Any => "any".to_owned(),
    }
}
