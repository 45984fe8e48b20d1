//! Values as evaluation leaves them: plain data where everything is known, and expressions
//! ([`Deferred`]) where only the deployment knows. Never knows a target: each emitter applies its
//! own translation.

use super::{
    ConditionId, DeferredRef, InstanceId, List, LoopId, MapId, ParamId, ResourceId, ValueMap,
    Weight,
};
use crate::text::{Name, Span};
use crate::types::Literal;
use std::sync::Arc;

/// A value and where the user wrote it. Cheap to clone: what is big is shared.
#[derive(Debug, Clone)]
pub struct Value {
    pub kind: ValueKind,
    pub origin: Origin,
}

/// Where a value was written, and through which loop pass, call and instance it came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin {
    pub span: Span,
    pub frame: FrameId,
}

/// An index into [`super::Graph::frames`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FrameId(pub u32);

impl FrameId {
    /// Outside every loop, call and instance.
    pub const TOP: FrameId = FrameId(0);
}

#[derive(Debug, Clone)]
pub enum ValueKind {
    Null,
    Bool(bool),
    Int(i64),
    /// Always finite.
    Number(f64),
    Text(Name),
    List(Arc<List>),
    Map(Arc<ValueMap>),
    /// A resource itself, as it is passed to functions and components.
    Resource(ResourceId, Presence),
    /// An instance of a component, whose members can be read.
    Instance(InstanceId, Presence),
    Deferred(DeferredRef),
    /// Something that has been reported. Silent in every later phase.
    Error,
}

/// Whether a conditional resource may be read without a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Where its condition holds.
    Guarded,
    /// The user said so: `r!`.
    Assumed,
}

/// An expression that the engine computes when it deploys.
#[derive(Debug, Clone)]
pub enum Deferred {
    Param(ParamId),
    Pseudo(Pseudo),
    /// `r.ref`: what `Ref` returns for the resource.
    Reference(ResourceId),
    /// `r.P`, `r.P.Q`: an attribute or a property of a resource. `known` is the value that was
    /// set, where one was; who needs a known value takes it.
    Prop {
        resource: ResourceId,
        path: Arc<[Name]>,
        known: Option<Value>,
    },
    /// An interpolated text: texts and deferred scalars, in order.
    Concat(Vec<Value>),
    /// `condition` is a deferred boolean.
    If {
        condition: Value,
        then: Value,
        otherwise: Value,
    },
    /// `match` on a deferred subject. `domain` holds all values of the subject's type where it
    /// has finitely many.
    Match {
        subject: Value,
        arms: Vec<MatchArm>,
        otherwise: Option<Value>,
        domain: Option<Arc<[Literal]>>,
    },
    /// `m[key]` and `m[a][b]` (two keys) of a known map with deferred keys. `map` is the `let`
    /// that holds the map, where there is one.
    Lookup {
        map: Option<MapId>,
        entries: Value,
        keys: Vec<Value>,
        domain: Option<Arc<[Literal]>>,
        /// `m[key] ?? default`: what an absent key gives.
        default: Option<Value>,
    },
    /// A top-level `let` whose value is a deferred boolean.
    Condition(ConditionId),
    Equals(Value, Value),
    Not(Value),
    And(Vec<Value>),
    Or(Vec<Value>),
    /// `<`, `<=`, `>`, `>=` of deferred numbers.
    Compare {
        op: CompareOp,
        left: Value,
        right: Value,
    },
    Arithmetic {
        op: ArithmeticOp,
        left: Value,
        right: Value,
    },
    Select {
        list: Value,
        index: Value,
    },
    Join {
        separator: Value,
        list: Value,
    },
    Split {
        separator: Value,
        text: Value,
    },
    Base64(Value),
    ToJson(Value),
    Length(Value),
    /// `cidrSubnet(block, length, index)`.
    CidrSubnet {
        block: Value,
        length: Value,
        index: Value,
    },
    /// `aws.availabilityZones(region?)`.
    AvailabilityZones(Option<Value>),
    /// `aws.importValue(name)`.
    ImportValue(Value),
    /// `aws.stackOutput(stack, name)`.
    StackOutput {
        stack: Value,
        name: Value,
    },
    /// `aws.secret(id, key?)`.
    Secret {
        id: Value,
        key: Option<Value>,
    },
    /// `aws.ssm(name, secure?)`.
    Ssm {
        name: Value,
        secure: bool,
    },
    /// What stands for the element's key in a `@deferred` loop.
    EachKey(LoopId),
    /// What stands for the element in a `@deferred` loop.
    EachValue(LoopId),
    /// A field of a deferred value whose structure no schema tells.
    Field {
        base: Value,
        name: Name,
    },
    /// A built-in function with a deferred argument that only some engines have.
    Call {
        function: &'static str,
        arguments: Vec<Value>,
    },
    /// `cfn.sub(...)`, ...: an intrinsic of CloudFormation as it is spelled, never folded.
    /// `name` is `Fn::Sub`, `Ref`, `Condition`, ...
    Intrinsic {
        name: &'static str,
        argument: Value,
    },
    /// `raw({...})`: goes into the template as it is, unchecked.
    Raw(Value),
}

/// The function of a [`Deferred::Call`] that no program calls: an object or a list as a text of JSON, in
/// which nothing is null. What turns out to be null is left out, as from properties of a resource.
pub const DOCUMENT: &str = "document";

#[derive(Debug, Clone)]
pub struct MatchArm {
    pub patterns: Vec<Literal>,
    pub value: Value,
}

/// What only the deployment knows, without arguments: the namespace `aws`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pseudo {
    Region,
    AccountId,
    Partition,
    StackName,
    StackId,
    UrlSuffix,
    NotificationArns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Value {
    pub fn new(kind: ValueKind, origin: Origin) -> Value {
        Value { kind, origin }
    }

    pub fn deferred(deferred: Deferred, origin: Origin) -> Value {
        Value {
            kind: ValueKind::Deferred(deferred.into()),
            origin,
        }
    }

    pub fn null(origin: Origin) -> Value {
        Value::new(ValueKind::Null, origin)
    }

    pub fn text(text: impl Into<Name>, origin: Origin) -> Value {
        Value::new(ValueKind::Text(text.into()), origin)
    }

    pub fn list(values: impl Into<List>, origin: Origin) -> Value {
        Value::new(ValueKind::List(Arc::new(values.into())), origin)
    }

    pub fn map(map: ValueMap, origin: Origin) -> Value {
        Value::new(ValueKind::Map(Arc::new(map)), origin)
    }

    /// How much stands below.
    pub fn weight(&self) -> Weight {
        Weight::of(self)
    }

    pub fn is_null(&self) -> bool {
        matches!(self.kind, ValueKind::Null)
    }

    pub fn is_error(&self) -> bool {
        matches!(self.kind, ValueKind::Error)
    }

    pub fn as_text(&self) -> Option<&Name> {
        match &self.kind {
            ValueKind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Value]> {
        match &self.kind {
            ValueKind::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_map(&self) -> Option<&ValueMap> {
        match &self.kind {
            ValueKind::Map(map) => Some(map),
            _ => None,
        }
    }

    pub fn as_deferred(&self) -> Option<&Deferred> {
        match &self.kind {
            ValueKind::Deferred(deferred) => Some(deferred),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            ValueKind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The value itself, or the one that was set where it is a resource's property: for who needs
    /// a known value.
    pub fn known(&self) -> Option<&Value> {
        match self.as_deferred() {
            None => Some(self),
            Some(Deferred::Prop {
                known: Some(known), ..
            }) => known.known(),
            Some(_) => None,
        }
    }
}

impl Deferred {
    /// Calls `visit` with every value directly below this expression, in a fixed order. A
    /// property's `known` value is not below it: it is another spelling of the same value.
    pub fn operands<'a>(&'a self, visit: &mut dyn FnMut(&'a Value)) {
        match self {
            Deferred::Param(_)
            | Deferred::Pseudo(_)
            | Deferred::Reference(_)
            | Deferred::Prop { .. }
            | Deferred::Condition(_)
            | Deferred::EachKey(_)
            | Deferred::EachValue(_) => {}
            Deferred::Concat(values) | Deferred::And(values) | Deferred::Or(values) => {
                values.iter().for_each(visit);
            }
            Deferred::Call { arguments, .. } => arguments.iter().for_each(visit),
            Deferred::If {
                condition,
                then,
                otherwise,
            } => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
            Deferred::Match {
                subject,
                arms,
                otherwise,
                ..
            } => {
                visit(subject);
                arms.iter().for_each(|arm| visit(&arm.value));
                otherwise.iter().for_each(visit);
            }
            Deferred::Lookup {
                entries,
                keys,
                default,
                ..
            } => {
                visit(entries);
                keys.iter().for_each(&mut *visit);
                default.iter().for_each(visit);
            }
            Deferred::Equals(left, right)
            | Deferred::Compare { left, right, .. }
            | Deferred::Arithmetic { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Deferred::Select { list, index } => {
                visit(list);
                visit(index);
            }
            Deferred::Join { separator, list } => {
                visit(separator);
                visit(list);
            }
            Deferred::Split { separator, text } => {
                visit(separator);
                visit(text);
            }
            Deferred::CidrSubnet {
                block,
                length,
                index,
            } => {
                visit(block);
                visit(length);
                visit(index);
            }
            Deferred::StackOutput { stack, name } => {
                visit(stack);
                visit(name);
            }
            Deferred::Secret { id, key } => {
                visit(id);
                key.iter().for_each(visit);
            }
            Deferred::AvailabilityZones(region) => region.iter().for_each(visit),
            Deferred::Not(value)
            | Deferred::Base64(value)
            | Deferred::ToJson(value)
            | Deferred::Length(value)
            | Deferred::ImportValue(value)
            | Deferred::Ssm { name: value, .. }
            | Deferred::Field { base: value, .. }
            | Deferred::Intrinsic {
                argument: value, ..
            }
            | Deferred::Raw(value) => visit(value),
        }
    }
}

impl Pseudo {
    pub const ALL: [Pseudo; 7] = [
        Pseudo::Region,
        Pseudo::AccountId,
        Pseudo::Partition,
        Pseudo::StackName,
        Pseudo::StackId,
        Pseudo::UrlSuffix,
        Pseudo::NotificationArns,
    ];

    /// As the language spells it: `aws.region`.
    pub const fn name(self) -> &'static str {
        match self {
            Pseudo::Region => "region",
            Pseudo::AccountId => "accountId",
            Pseudo::Partition => "partition",
            Pseudo::StackName => "stackName",
            Pseudo::StackId => "stackId",
            Pseudo::UrlSuffix => "urlSuffix",
            Pseudo::NotificationArns => "notificationArns",
        }
    }
}
