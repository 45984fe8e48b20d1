//! What must be known of a whole stack before the first byte of its template is written: names of
//! conditions and Mappings, which resources wait for which, the leaves of outputs, what params are, and
//! what CloudFormation cannot say. In: a graph and the catalogue. Out: a [`Plan`]. Never: bytes.

use super::choices::Choices;
use super::conditions::Place;
use super::names;
use super::outputs::Leaf;
use super::params::Shape;
use super::problem::{Extension, Problem, ProblemKind};
use super::reading::{Reading, Readings};
use super::sections::LANGUAGE_EXTENSIONS;
use super::spelled::Spelled;
use crate::emit::content::{content, digest};
use crate::graph::{
    ConditionId, Deferred, DeferredRef, Graph, LoopId, Origin, ParamId, ResourceId, Value,
    ValueKind,
};
use crate::schema::Catalogue;
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// The decisions for one graph. Expressions are found by where they are in memory, so that a plan is
/// good for that graph alone.
#[derive(Debug, Default)]
pub struct Plan {
    pub problems: Vec<Problem>,
    pub(super) readings: Readings,
    pub(super) choices: Choices,
    /// Conditions without a name of their own.
    pub(super) conditions: Vec<Named>,
    /// The conditions that have one, by [`ConditionId`], in normal form.
    pub(super) lets: Vec<Value>,
    tests: FxHashMap<usize, Test>,
    tests_by_content: FxHashMap<Box<[u8]>, Test>,
    /// `p != null`, by [`ParamId`].
    set: FxHashMap<ParamId, Test>,
    pub(super) fields: FxHashMap<usize, Option<Value>>,
    pub(super) params: Vec<Shape>,
    pub(super) rules: Vec<Rule>,
    pub(super) leaves: Vec<Leaf>,
    /// The identifiers of what is there already.
    pub(super) existing: FxHashMap<ResourceId, Value>,
    pub(super) waits: FxHashMap<ResourceId, Vec<ResourceId>>,
    /// The keys of `Fn::ForEach`, by [`LoopId`].
    pub(super) loops: Vec<Name>,
    /// The names that `cfn` functions spell.
    pub(super) spelled: Vec<Spelled>,
    pub(super) extensions: bool,
    pub(super) serverless: bool,
}

/// A condition that the plan names.
#[derive(Debug)]
pub struct Named {
    pub name: Name,
    pub value: Value,
    digest: u64,
}

/// How a condition is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    Let(ConditionId),
    /// An index into [`Plan::conditions`].
    Named(u32),
}

/// A rule in normal form.
#[derive(Debug)]
pub struct Rule {
    pub condition: Option<Value>,
    pub asserts: Vec<Value>,
}

/// A plan in the making.
pub struct Planner<'a> {
    pub graph: &'a Graph,
    pub catalogue: &'a Catalogue,
    pub plan: Plan,
    /// The optional params that are known to be set here.
    pub set: Vec<ParamId>,
    /// The resource (or other thing) whose values are looked at, for names.
    pub owner: Name,
    /// Where its name is declared.
    pub subject: Option<Span>,
    pub loops: Vec<LoopId>,
    /// How many `If`s stand around this.
    pub guards: u32,
    /// The resources that this one refers to whatever happens.
    pub refers: Vec<ResourceId>,
    /// The resources of which this one knows a property that was set.
    pub takes: Vec<ResourceId>,
}

/// Looks at a whole graph.
pub fn plan(graph: &Graph, catalogue: &Catalogue) -> Plan {
    let mut planner = Planner {
        graph,
        catalogue,
        plan: Plan {
            // Who names the transform knows of it.
            extensions: names_extensions(graph),
            ..Plan::default()
        },
        set: Vec::new(),
        owner: Name::new(),
        subject: None,
        loops: Vec::new(),
        guards: 0,
        refers: Vec::new(),
        takes: Vec::new(),
    };
    planner.ids();
    planner.params();
    planner.conditions();
    planner.loops();
    planner.resources();
    planner.outputs();
    planner.rules();
    planner.settings();
    planner.plan.choices.mappings.finish();
    name_conditions(graph, &mut planner.plan);
    planner.unknown_names();
    planner.plan
}

fn names_extensions(graph: &Graph) -> bool {
    let is_name = |value: &Value| value.as_text().is_some_and(|t| t == LANGUAGE_EXTENSIONS);
    let transform = graph.settings.transform.as_ref();
    transform.is_some_and(|said| {
        is_name(said) || said.as_list().is_some_and(|all| all.iter().any(is_name))
    })
}

/// Where an expression is in memory.
pub fn address(deferred: &DeferredRef) -> usize {
    std::ptr::from_ref::<Deferred>(deferred) as usize
}

impl Plan {
    /// For each output of the template, the index of the graph's output that it is a leaf of.
    pub fn output_leaves(&self) -> impl ExactSizeIterator<Item = usize> {
        self.leaves.iter().map(|leaf| leaf.output)
    }

    /// The mappings of the template: name, number of keys, and where they were written.
    pub fn mappings(&self) -> impl ExactSizeIterator<Item = (&Name, usize, Span)> {
        let all = self.choices.mappings.iter();
        all.map(|mapping| (&mapping.name, mapping.rows.len(), mapping.origin.span))
    }

    /// The name of the condition that a value is.
    pub fn test_name<'a>(&'a self, graph: &'a Graph, value: &'a Value) -> &'a str {
        let ValueKind::Deferred(deferred) = &value.kind else {
            return "";
        };
        match &**deferred {
            Deferred::Condition(id) => &graph.condition(*id).logical_id,
            deferred => match named_condition(deferred) {
                Some(name) => name,
                None => match self.tests.get(&address_of(value)) {
                    Some(test) => self.name_of(graph, *test),
                    None => "",
                },
            },
        }
    }

    /// The name of the condition that a param is set.
    pub fn set_name<'a>(&'a self, graph: &'a Graph, param: ParamId) -> &'a str {
        let test = self.set.get(&param);
        test.map_or("", |test| self.name_of(graph, *test))
    }

    fn name_of<'a>(&'a self, graph: &'a Graph, test: Test) -> &'a str {
        match test {
            Test::Let(id) => &graph.condition(id).logical_id,
            Test::Named(number) => self
                .conditions
                .get(number as usize)
                .map_or("", |condition| &condition.name),
        }
    }
}

impl Planner<'_> {
    pub fn report(&mut self, kind: ProblemKind, at: Origin) {
        let subject = self.subject;
        self.plan.problems.push(Problem { kind, at, subject });
    }

    pub fn needs_extensions(&mut self, by: Extension, at: Origin) {
        if !std::mem::replace(&mut self.plan.extensions, true) {
            self.report(ProblemKind::Extensions(by), at);
        }
    }

    pub fn reading(&mut self, resource: ResourceId, path: &[Name]) -> &Reading {
        let ty = &self.graph.resource(resource).ty;
        self.plan.readings.ask(self.catalogue, ty, path)
    }

    pub fn is_optional(&self, param: ParamId) -> bool {
        let shape = self.plan.params.get(param.0 as usize);
        shape.is_some_and(|shape| shape.optional)
    }

    /// Makes sure that a condition has a name.
    pub fn test(&mut self, value: &Value) {
        let ValueKind::Deferred(deferred) = &value.kind else {
            return;
        };
        if named_condition(deferred).is_some() {
            return self.spell_all(value);
        }
        if matches!(**deferred, Deferred::Condition(_)) {
            return;
        }
        let key = address(deferred);
        if !self.plan.tests.contains_key(&key) {
            let normal = self.normal(value, Place::Condition);
            let test = self.test_of(normal);
            self.plan.tests.insert(key, test);
        }
    }

    /// Makes sure that "this param is set" has a name.
    pub fn test_set(&mut self, param: ParamId, at: Origin) {
        if !self.plan.set.contains_key(&param) {
            let value = Value::deferred(Deferred::Param(param), at);
            let absent = Value::deferred(Deferred::Equals(value, Value::null(at)), at);
            let test = self.test_of(Value::deferred(Deferred::Not(absent), at));
            self.plan.set.insert(param, test);
        }
    }

    fn test_of(&mut self, normal: Value) -> Test {
        if let Some(Deferred::Condition(id)) = normal.as_deferred() {
            return Test::Let(*id);
        }
        let mut key = Vec::new();
        content(&normal, &mut key);
        let next = self.plan.conditions.len() as u32;
        if let Some(test) = self.plan.tests_by_content.get(&key[..]) {
            return *test;
        }
        self.plan.conditions.push(Named {
            name: Name::new(),
            value: normal,
            digest: digest(&key),
        });
        let test = Test::Named(next);
        self.plan.tests_by_content.insert(key.into(), test);
        test
    }

    /// What is looked at from here on is for this declaration.
    pub fn about(&mut self, owner: &Name, origin: Origin) {
        self.owner = owner.clone();
        self.subject = Some(origin.span);
    }

    fn conditions(&mut self) {
        let graph = self.graph;
        for condition in &graph.conditions {
            self.about(&condition.logical_id, condition.origin);
            let normal = self.normal(&condition.value, Place::Condition);
            self.plan.lets.push(normal);
        }
        self.share_lets();
    }

    /// What says the same as a `let` goes by its name; of several `let`s by the first in the
    /// alphabet, so that the order of declarations does not matter.
    fn share_lets(&mut self) {
        let graph = self.graph;
        for (number, normal) in self.plan.lets.iter().enumerate() {
            if matches!(normal.as_deferred(), None | Some(Deferred::Condition(_))) {
                continue;
            }
            let id = ConditionId(number as u32);
            let mut key = Vec::new();
            content(normal, &mut key);
            let shared = self.plan.tests_by_content.entry(key.into());
            let shared = shared.or_insert(Test::Let(id));
            if let Test::Let(other) = shared
                && graph.condition(id).logical_id < graph.condition(*other).logical_id
            {
                *shared = Test::Let(id);
            }
        }
    }

    fn rules(&mut self) {
        let graph = self.graph;
        for rule in &graph.rules {
            self.about(&rule.logical_id, rule.origin);
            let condition = rule.condition.as_ref();
            let condition = condition.map(|value| self.normal(value, Place::Rule));
            let asserts = rule.asserts.iter();
            let asserts = asserts
                .map(|assert| self.normal(&assert.condition, Place::Rule))
                .collect();
            self.plan.rules.push(Rule { condition, asserts });
        }
    }
}

fn address_of(value: &Value) -> usize {
    match &value.kind {
        ValueKind::Deferred(deferred) => address(deferred),
        _ => 0,
    }
}

/// `cfn.condition("Name")`
fn named_condition(deferred: &Deferred) -> Option<&str> {
    match deferred {
        Deferred::Intrinsic {
            name: "Condition",
            argument,
        } => argument.as_text().map(Name::as_str),
        _ => None,
    }
}

/// Names after the content; where two differ in what the name leaves out, both get a digest, so
/// that it does not matter which one comes first.
fn name_conditions(graph: &Graph, plan: &mut Plan) {
    let lets = graph.conditions.iter();
    let taken: FxHashSet<&str> = lets.map(|c| c.logical_id.as_str()).collect();
    let mut shared: FxHashMap<Name, u32> = FxHashMap::default();
    for condition in &mut plan.conditions {
        condition.name = names::of_condition(graph, &condition.value, condition.digest);
        *shared.entry(condition.name.clone()).or_default() += 1;
    }
    for condition in &mut plan.conditions {
        if shared.get(&condition.name) != Some(&1) || taken.contains(condition.name.as_str()) {
            condition.name = names::with_digest(&condition.name, condition.digest);
        }
    }
}
