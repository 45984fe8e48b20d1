//! Of which kind what only the deployment knows will be.

use super::finding::Finding;
use super::fit::Fit;
use super::scalars::kinds;
use super::values::Walk;
use crate::diag::Code;
use crate::graph::{Deferred, Graph, Pseudo, Value};
use crate::schema::{Catalogue, Node, TypeSet};
use crate::types::{Literal, Schemas, Type};

const TEXT: TypeSet = TypeSet::STRING;
const LIST: TypeSet = TypeSet::ARRAY;
const SCALARS: TypeSet =
    TypeSet(TypeSet::STRING.0 | TypeSet::NUMBER.0 | TypeSet::INTEGER.0 | TypeSet::BOOLEAN.0);

impl Walk<'_> {
    /// Whether the kind can be the right one.
    pub fn kind_of_deferred<const WORDS: bool>(
        &mut self,
        value: &Value,
        deferred: &Deferred,
        node: &Node,
    ) -> Fit {
        if node.types == TypeSet::ANY {
            return Fit::Yes;
        }
        let found = kinds_of(self.graph, self.catalogue, deferred);
        // A block may stand for a list of one.
        let blocks = node.list.as_ref().and_then(|list| list.items);
        let wanted = match blocks.is_some_and(|block| self.schema.is_block(block)) {
            true => node.types.with(TypeSet::OBJECT),
            false => node.types,
        };
        let fit = fit_of(found, wanted);
        match fit {
            Fit::No => self.no::<WORDS>(|_| {
                let message = format!("expected {}, found {}", kinds(node.types), kinds(found));
                Finding::new(Code::SchemaType, value.origin, message)
            }),
            fit => fit,
        }
    }
}

fn fit_of(found: TypeSet, wanted: TypeSet) -> Fit {
    // Engines turn scalars into each other as far as they can be read so.
    let takes_scalars = wanted.both(SCALARS) != TypeSet::NONE;
    let possible = |kind: TypeSet| {
        found.has(kind) && (wanted.has(kind) || (takes_scalars && SCALARS.has(kind)))
    };
    let certain = |kind: TypeSet| {
        !found.has(kind) || wanted.has(kind) || (wanted.has(TypeSet::STRING) && SCALARS.has(kind))
    };
    let all = [
        TypeSet::STRING,
        TypeSet::INTEGER,
        TypeSet::NUMBER,
        TypeSet::BOOLEAN,
        TypeSet::OBJECT,
        TypeSet::ARRAY,
    ];
    match () {
        () if all.into_iter().all(certain) => Fit::Yes,
        () if all.into_iter().any(possible) => Fit::Unknown,
        () => Fit::No,
    }
}

/// The kinds that an expression can give; all where nothing is known.
pub(super) fn kinds_of(graph: &Graph, catalogue: &Catalogue, deferred: &Deferred) -> TypeSet {
    match deferred {
        Deferred::Param(id) => match graph.params.get(id.0 as usize) {
            // What a parameter of the store holds has the declared type too.
            Some(param) => kinds_of_type(catalogue, &param.ty),
            None => TypeSet::ANY,
        },
        Deferred::Pseudo(Pseudo::NotificationArns) => LIST,
        Deferred::Pseudo(_)
        | Deferred::Reference(_)
        | Deferred::Concat(_)
        | Deferred::Join { .. }
        | Deferred::Base64(_)
        | Deferred::ToJson(_)
        | Deferred::CidrSubnet { .. }
        | Deferred::Secret { .. }
        | Deferred::Ssm { .. }
        | Deferred::EachKey(_) => TEXT,
        Deferred::Split { .. } | Deferred::AvailabilityZones(_) => LIST,
        Deferred::Length(_) | Deferred::Arithmetic { .. } => TypeSet::NUMBER.with(TypeSet::INTEGER),
        Deferred::Condition(_)
        | Deferred::Equals(..)
        | Deferred::Not(_)
        | Deferred::And(_)
        | Deferred::Or(_)
        | Deferred::Compare { .. } => TypeSet::BOOLEAN,
        Deferred::Prop { resource, path, .. } => {
            let Some(resource) = graph.resources.get(resource.0 as usize) else {
                return TypeSet::ANY;
            };
            let attribute = match path.as_ref() {
                [name] => catalogue.attribute(&resource.ty, name),
                path => catalogue.attribute(&resource.ty, &path.join(".")),
            };
            match attribute {
                Some(attribute) => kinds_of_type(catalogue, &attribute.ty),
                None => TypeSet::ANY,
            }
        }
        Deferred::Intrinsic { name, .. } => match *name {
            "Fn::Sub" | "Fn::Join" | "Fn::Base64" | "Fn::ToJsonString" => TEXT,
            "Fn::GetAZs" | "Fn::Split" | "Fn::Cidr" => LIST,
            _ => TypeSet::ANY,
        },
        _ => TypeSet::ANY,
    }
}

fn kinds_of_type(catalogue: &Catalogue, ty: &Type) -> TypeSet {
    match ty {
        Type::Bool => TypeSet::BOOLEAN,
        Type::Int(_) => TypeSet::INTEGER,
        Type::Number(_) => TypeSet::NUMBER.with(TypeSet::INTEGER),
        Type::Str(_) | Type::Id(_) => TEXT,
        Type::Literal(Literal::Text(_)) => TEXT,
        Type::Literal(Literal::Int(_)) => TypeSet::INTEGER,
        Type::Literal(Literal::Number(_)) => TypeSet::NUMBER,
        Type::Literal(Literal::Bool(_)) => TypeSet::BOOLEAN,
        Type::List(_) => LIST,
        Type::Map(_) | Type::Record(_) => TypeSet::OBJECT,
        Type::Union(members) => members
            .iter()
            .map(|member| kinds_of_type(catalogue, member))
            .fold(TypeSet::NONE, TypeSet::with),
        Type::Named(key, node) => {
            let schema = catalogue.schema(key);
            schema
                .and_then(|schema| schema.node(*node))
                .map_or(TypeSet::ANY, |node| node.types)
        }
        // The absence of an optional value is no kind.
        Type::Null => TypeSet::NONE,
        Type::Error
        | Type::Never
        | Type::Resource(_)
        | Type::Component(_)
        | Type::Json
        | Type::Any => TypeSet::ANY,
    }
}
