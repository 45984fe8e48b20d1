//! What a stack is made of, before any target: resources whose values are data or deferred
//! expressions. Edges come from the values, never from a second list (`@dependsOn` apart, which
//! the user writes).

use super::frames::outwards;
use super::{Deferred, DeferredRef, FrameId, Origin, Value, ValueKind, is_same_expression};
use crate::text::{Name, Span};
use crate::types::{Type, TypeKey};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
    )*};
}

ids! {
    /// An index into [`Graph::resources`].
    ResourceId;
    /// An index into [`Graph::params`].
    ParamId;
    /// An index into [`Graph::conditions`].
    ConditionId;
    /// An index into [`Graph::maps`].
    MapId;
    /// An index into [`Graph::loops`].
    LoopId;
    /// An index into [`Graph::instances`].
    InstanceId;
}

/// A whole stack, evaluated. Params and outputs are in the order of the source, all else in that of
/// evaluation.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub params: Vec<Param>,
    pub maps: Vec<MapLet>,
    pub conditions: Vec<Condition>,
    pub lets: Vec<Let>,
    pub resources: Vec<Resource>,
    pub instances: Vec<Instance>,
    pub loops: Vec<DeferredLoop>,
    pub outputs: Vec<Output>,
    pub rules: Vec<Rule>,
    pub settings: Settings,
    /// `frames[0]` is [`FrameId::TOP`].
    pub frames: Vec<Frame>,
}

/// One step of how a value came to be.
#[derive(Debug, Clone)]
pub struct Frame {
    pub parent: FrameId,
    pub kind: FrameKind,
}

#[derive(Debug, Clone)]
pub enum FrameKind {
    Top,
    /// A pass of a loop: the loop's variable and the key of the pass, a text or an integer.
    Pass {
        variable: Name,
        value: Value,
    },
    /// A call of a function, at the place of the call.
    Call {
        function: Name,
        at: Span,
    },
    /// An instance of a component, at the name in its declaration.
    Instance {
        name: Name,
        component: Name,
        /// From `@id`: stands for the name and the keys of its passes in identifiers.
        id: Option<Name>,
        at: Span,
    },
}

/// The names that lead to a thing: instances, its own name, then the keys of its loops. Both the
/// logical id of CloudFormation and the address of Terraform are made from it (see `id.rs`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Identity {
    /// `["uploads", "bucket"]`, `["queue", "orders-eu"]`.
    pub path: Vec<Name>,
    /// From `@id`: replaces the last name and its keys; the instances' prefix stays.
    pub explicit: Option<Name>,
}

#[derive(Debug, Clone)]
pub struct Param {
    pub name: Name,
    pub logical_id: Name,
    pub identity: Identity,
    /// The declared type. What it becomes is each emitter's matter.
    pub ty: Type,
    pub default: Option<Value>,
    pub description: Option<Name>,
    pub constraint_description: Option<Name>,
    /// `@attributes({...})`: keys of the parameter as they are to be, in place of what the type says.
    pub attributes: Option<Value>,
    /// `@secret`.
    pub secret: bool,
    /// `@ssm`: the value is the name of an SSM parameter that holds it.
    pub ssm: bool,
    pub origin: Origin,
}

/// A top-level `let` that holds a map of scalars (one or two levels): a Mapping where a deferred
/// key looks it up, or always where `always` is set (it has an `@id`).
#[derive(Debug, Clone)]
pub struct MapLet {
    pub name: Name,
    pub logical_id: Name,
    pub value: Value,
    pub always: bool,
    pub origin: Origin,
}

/// Another `let` of the stack or of an instance whose value is deferred: for targets that can name values.
#[derive(Debug, Clone)]
pub struct Let {
    pub logical_id: Name,
    pub value: DeferredRef,
    pub origin: Origin,
}

/// A top-level `let` whose value is a deferred boolean.
#[derive(Debug, Clone)]
pub struct Condition {
    pub name: Name,
    pub logical_id: Name,
    pub value: Value,
    pub origin: Origin,
}

#[derive(Debug, Clone)]
pub struct Resource {
    pub kind: ResourceKind,
    pub ty: TypeKey,
    /// As it was declared. With the instances and keys of its frames this is its identity: see
    /// [`Graph::identity`].
    pub name: Name,
    /// CloudFormation's id. In a `@deferred` loop it holds `${Key}` of the loop.
    pub logical_id: Name,
    /// A map, or a deferred `if` whose branches are maps; `null` where no property was written.
    pub properties: Value,
    /// A deferred boolean. What is known not to be made is not in the graph.
    pub condition: Option<Value>,
    /// What its attributes (`@dependsOn(...)`, ...) say. Most resources have none.
    pub options: Option<Box<ResourceOptions>>,
    /// The `@deferred` loop that makes it.
    pub each: Option<LoopId>,
    /// The name in its declaration, and the pass that makes it.
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceKind {
    Managed,
    /// `existing`: emits nothing in CloudFormation.
    Existing,
    /// `data` of Terraform.
    Data,
    /// `module` of Terraform: of no type, its properties begin with `source`.
    Module,
}

#[derive(Debug, Clone, Default)]
pub struct ResourceOptions {
    /// From `@id`.
    pub id: Option<Name>,
    pub depends_on: Vec<(ResourceId, Origin)>,
    /// What it waits for was written as one list, also where that is of one.
    pub depends_on_list: bool,
    pub deletion_policy: Option<Value>,
    pub update_replace_policy: Option<Value>,
    pub update_policy: Option<Value>,
    pub creation_policy: Option<Value>,
    pub metadata: Option<Value>,
    /// `@attributes({...})`: keys beside the properties that only a macro knows, and keys of the language's
    /// own that are to be as they are written there.
    pub attributes: Option<Value>,
    pub lifecycle: Option<Value>,
    /// `us`, `aws.us`: the name of a provider's configuration. A list where several have their own, or
    /// where an instance around it says so; a map by what a module calls each.
    pub provider: Option<Value>,
    pub moved: Option<Value>,
    pub import: Option<Value>,
    pub allow: Vec<Allow>,
}

/// `@allow("code", "reason")`: a code or a policy that is silenced here.
#[derive(Debug, Clone)]
pub struct Allow {
    pub what: Name,
    pub reason: Option<Name>,
    /// The attribute.
    pub at: Span,
}

/// An instance of a component. What is in it was made between two others, so that its resources
/// stand together; those of the instances inside it are among them.
#[derive(Debug, Clone)]
pub struct Instance {
    pub name: Name,
    pub component: Name,
    /// The frame of what is inside.
    pub frame: FrameId,
    /// The instance in which this one was made.
    pub parent: Option<InstanceId>,
    pub resources: std::ops::Range<u32>,
    /// What the outside sees: outputs and inputs.
    pub members: std::sync::Arc<super::ValueMap>,
    /// A deferred boolean, as of a resource; the instances around it have their part in it.
    pub condition: Option<Value>,
    /// The name in its declaration, and the pass that makes it.
    pub origin: Origin,
}

/// `@deferred resource name for k in xs`: a loop that the engine runs.
#[derive(Debug, Clone)]
pub struct DeferredLoop {
    /// The resource that it makes.
    pub name: Name,
    /// The part of that resource's id which is the same in all passes.
    pub logical_id: Name,
    /// The variable as CloudFormation spells it, unlike all others: `Team`.
    pub variable: Name,
    /// As the source spells it.
    pub written: Name,
    pub collection: Value,
    pub over: Over,
    /// What `by` names a pass by.
    pub by: Option<Value>,
    /// The loop around this one, where it is not the outermost.
    pub within: Option<LoopId>,
    pub origin: Origin,
}

/// What a [`DeferredLoop`] runs over, as far as its type tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    Map,
    /// A list of texts.
    Texts,
    /// A list of numbers, or of numbers and texts.
    Numbers,
    /// A list of something else: no element names its pass.
    Others,
    Unknown,
}

#[derive(Debug, Clone)]
pub struct Output {
    pub name: Name,
    pub logical_id: Name,
    pub identity: Identity,
    pub value: Value,
    pub condition: Option<Value>,
    pub description: Option<Name>,
    /// From `@export`.
    pub export: Option<Value>,
    /// `@attributes({...})`
    pub attributes: Option<Value>,
    pub secret: bool,
    pub origin: Origin,
}

/// `rule "title" if condition { assert ... }`.
#[derive(Debug, Clone)]
pub struct Rule {
    pub title: Name,
    pub logical_id: Name,
    pub condition: Option<Value>,
    pub asserts: Vec<RuleAssert>,
    /// `@attributes({...})`
    pub attributes: Option<Value>,
    pub origin: Origin,
}

#[derive(Debug, Clone)]
pub struct RuleAssert {
    pub condition: Value,
    pub message: Option<Name>,
}

/// `stack { ... }`: all its entries, evaluated.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub description: Option<Value>,
    /// An empty list: none, also where one is needed.
    pub transform: Option<Value>,
    pub metadata: Option<Value>,
    pub tags: Option<Value>,
    /// What SAM takes for all resources of a kind.
    pub globals: Option<Value>,
    pub hooks: Option<Value>,
    /// The version of the format, where it is not the one that all templates have; `null` for none.
    pub format_version: Option<Value>,
    /// A fragment that is merged into the template.
    pub template: Option<Value>,
    /// Every other entry, for the target that knows it.
    pub other: super::ValueMap,
    pub origin: Option<Origin>,
}

impl ResourceKind {
    /// Whether the engine makes something for it, rather than to look at what is there.
    pub fn is_made(self) -> bool {
        matches!(self, ResourceKind::Managed | ResourceKind::Module)
    }
}

impl Graph {
    pub fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[id.0 as usize]
    }

    pub fn param(&self, id: ParamId) -> &Param {
        &self.params[id.0 as usize]
    }

    pub fn condition(&self, id: ConditionId) -> &Condition {
        &self.conditions[id.0 as usize]
    }

    /// All resources in the order of the source: where they are declared, or where the outermost
    /// instance is that holds them. The list itself has each after those that it reads.
    pub fn in_source_order(&self) -> Vec<ResourceId> {
        let place = |id: &ResourceId| {
            let origin = self.resource(*id).origin;
            let instances = outwards(&self.frames, origin.frame);
            let instances = instances.filter_map(|kind| match kind {
                FrameKind::Instance { at, .. } => Some(*at),
                _ => None,
            });
            let at = instances.last().unwrap_or(origin.span);
            (at.file, at.start)
        };
        let mut all: Vec<ResourceId> = (0..self.resources.len() as u32).map(ResourceId).collect();
        if !all.is_sorted_by_key(place) {
            all.sort_by_cached_key(place);
        }
        all
    }

    /// The names that lead to a resource.
    pub fn identity(&self, id: ResourceId) -> Identity {
        let resource = self.resource(id);
        // From the inside out: the keys of a name come before it.
        let mut path = Vec::new();
        let mut name = resource.name.clone();
        // Whether an `@id` stands for the keys of the passes that come next.
        let mut keyless = false;
        for kind in outwards(&self.frames, resource.origin.frame) {
            match kind {
                FrameKind::Pass { .. } if keyless => {}
                FrameKind::Pass { value, .. } => match &value.kind {
                    ValueKind::Text(key) => path.push(key.clone()),
                    ValueKind::Int(key) => path.push(ecow::eco_format!("{key}")),
                    _ => {}
                },
                FrameKind::Instance {
                    name: outer, id, ..
                } => {
                    keyless = id.is_some();
                    let outer = id.as_ref().unwrap_or(outer);
                    path.push(std::mem::replace(&mut name, outer.clone()));
                }
                FrameKind::Top | FrameKind::Call { .. } => {}
            }
        }
        path.push(name);
        path.reverse();
        Identity {
            path,
            explicit: resource.options.as_ref().and_then(|o| o.id.clone()),
        }
    }

    /// The `@deferred` loops that lead to one of them, itself included, outermost first.
    pub fn loops_around(&self, innermost: Option<LoopId>) -> Vec<LoopId> {
        let mut loops = Vec::new();
        let mut next = innermost;
        while let Some(id) = next {
            loops.push(id);
            let within = self.loops.get(id.0 as usize).and_then(|each| each.within);
            // An outer loop comes before what is in it, so that this ends.
            next = within.filter(|outer| outer.0 < id.0);
        }
        loops.reverse();
        loops
    }

    /// Whether two loops have the same passes: over the same, under the same keys.
    pub fn has_same_passes(&self, left: LoopId, right: LoopId) -> bool {
        let of = |id: LoopId| self.loops.get(id.0 as usize);
        let (Some(l), Some(r)) = (of(left), of(right)) else {
            return false;
        };
        left == right
            || is_same_expression(&l.collection, &r.collection)
                && match (&l.by, &r.by) {
                    (None, None) => true,
                    (Some(l), Some(r)) => match in_loop(l, left, right) {
                        Some(l) => is_same_expression(&l, r),
                        None => is_same_expression(l, r),
                    },
                    _ => false,
                }
    }

    pub fn instance(&self, id: InstanceId) -> &Instance {
        &self.instances[id.0 as usize]
    }

    pub fn frame(&self, id: FrameId) -> &Frame {
        &self.frames[id.0 as usize]
    }
}

/// A value with the variables of one loop in place of those of another one; `None` where it has none.
fn in_loop(value: &Value, from: LoopId, to: LoopId) -> Option<Value> {
    let deferred = match value.as_deferred()? {
        Deferred::EachKey(id) if *id == from => Deferred::EachKey(to),
        Deferred::EachValue(id) if *id == from => Deferred::EachValue(to),
        other => other.map_operands(&mut |operand| in_loop(operand, from, to))?,
    };
    Some(Value::deferred(deferred, value.origin))
}
