//! `policy`: every resource of a type, held against rules. In: the finished graph, with all that was
//! added to it. Out: what is wrong with a resource, at the place where that was written, what cannot
//! be said before deploying, and which resources are exempt. Never: a change of the graph.

use super::program::Unit;
use super::state::Eval;
use super::verdicts::{Rule, Verdicts};
use crate::check::ANY_RESOURCE;
use crate::diag::Diagnostic;
use crate::graph::{Origin, Presence, Resource, ResourceId, ResourceKind, Value, ValueKind};
use crate::resolve::Binding;
use crate::syntax::ast::{Expr, ExprKind, ItemKind, Policy, StatementKind};
use crate::text::Name;
use rustc_hash::FxHashMap;

impl<'a> Eval<'a> {
    /// Holds all resources against the policies of the modules that are obeyed.
    pub fn policies(&mut self) -> Vec<Diagnostic> {
        let modules = self.modules;
        let obeyed = |unit: &Unit| self.program.policies.contains(&unit.module.file);
        let units: Vec<usize> = (0..modules.len())
            .filter(|at| modules.get(*at).is_some_and(|m| obeyed(&m.unit)))
            .collect();
        let mut verdicts = Verdicts::default();
        let mut subjects: Option<Subjects> = None;
        self.judging = true;
        for at in units {
            let Some(module) = modules.get(at) else {
                continue;
            };
            self.module = module;
            self.scope = at;
            for item in &module.unit.module.items {
                let ItemKind::Policy(policy) = &item.kind else {
                    continue;
                };
                let rule = Rule::new(policy, verdicts.next_rule());
                verdicts.begin(&rule);
                let subjects = subjects.get_or_insert_with(|| Subjects::of(self));
                for id in subjects.of_type(&policy.ty.resource_type().0) {
                    self.judge(*id, policy, &rule, &mut verdicts);
                }
            }
        }
        self.judging = false;
        if let Some(module) = modules.first() {
            self.module = module;
            self.scope = 0;
        }
        verdicts.finish(&self.graph)
    }

    /// Holds one resource against a policy.
    fn judge(&mut self, id: ResourceId, policy: &'a Policy, rule: &Rule, verdicts: &mut Verdicts) {
        let resource = self.graph.resource(id);
        let origin = resource.origin;
        let condition = resource.condition.clone();
        let outside = std::mem::replace(&mut self.frame, origin.frame);
        let locals = std::mem::take(&mut self.locals);
        let base = std::mem::replace(&mut self.base, 0);
        let subject = ValueKind::Resource(id, Presence::Assumed);
        self.locals.push(Value::new(subject, origin));
        let before = condition.as_ref().map(|c| self.assume(c, true));
        self.lines(id, policy, rule, verdicts);
        if let Some(before) = before {
            self.retract(before);
        }
        self.locals = locals;
        self.base = base;
        self.frame = outside;
    }

    fn lines(&mut self, id: ResourceId, policy: &'a Policy, rule: &Rule, verdicts: &mut Verdicts) {
        let mark = self.assumptions.len();
        if let Some(condition) = &policy.condition {
            match self.filter(Some(condition)) {
                (false, _) => return,
                (true, None) => {}
                (true, Some(unknown)) => {
                    let at = self.place_of(id, condition, policy);
                    verdicts.undecided(self, rule, id, at, &unknown);
                    return;
                }
            }
        }
        for statement in &policy.body {
            let before = self.reports.len();
            let (asked, message, required) = match &statement.kind {
                StatementKind::Require { condition, message } => (condition, message, true),
                StatementKind::Warn { condition, message } => (condition, message, false),
                StatementKind::Let(value) => {
                    let made = self.expr(&value.value);
                    self.locals.push(made.clone());
                    if self.reports.take_unknown(before) {
                        let at = self.place_of(id, &value.value, policy);
                        verdicts.undecided(self, rule, id, at, &made);
                        break;
                    }
                    continue;
                }
                // Belongs elsewhere, which has been reported.
                StatementKind::Assert { .. }
                | StatementKind::Expect { .. }
                | StatementKind::Snapshot(_)
                | StatementKind::Error => continue,
            };
            let value = self.condition(asked);
            // What must be known here and is not, is no mistake of the policy.
            if self.reports.take_unknown(before) {
                let at = self.place_of(id, asked, policy);
                verdicts.undecided(self, rule, id, at, &value);
                break;
            }
            match value.kind {
                ValueKind::Bool(true) | ValueKind::Error => {}
                ValueKind::Bool(false) => {
                    let said = message.as_ref().and_then(|m| self.known_message(m));
                    let at = self.place_of(id, asked, policy);
                    verdicts.against(self, rule, id, at, (asked.span, said, required));
                    // What is required is what the lines after it begin with.
                    if required {
                        break;
                    }
                }
                _ => {
                    let at = self.place_of(id, asked, policy);
                    verdicts.undecided(self, rule, id, at, &value);
                    self.assume(&value, true);
                }
            }
        }
        self.retract(mark);
    }

    /// A message, as far as it is known.
    fn known_message(&mut self, message: &'a Expr) -> Option<Name> {
        let value = self.expr(message);
        value.known().and_then(Value::as_text).cloned()
    }

    /// Where to point: at the property of the resource that a condition reads, itself or by a `let`
    /// before it, as far as that was written, else at the resource.
    fn place_of(&self, id: ResourceId, condition: &Expr, policy: &Policy) -> Origin {
        let resource = self.graph.resource(id);
        let lets = policy
            .body
            .iter()
            .rev()
            .filter_map(|line| match &line.kind {
                StatementKind::Let(value) => Some(&value.value),
                _ => None,
            });
        let lets = lets.filter(|value| value.span.end <= condition.span.start);
        for expr in std::iter::once(condition).chain(lets) {
            let mut path = Vec::new();
            if self.find_path(expr, &mut path) {
                return deepest(resource, &path);
            }
        }
        resource.origin
    }

    /// The path of the first property of the subject that an expression reads.
    fn find_path<'e>(&self, expr: &'e Expr, path: &mut Vec<&'e str>) -> bool {
        if let ExprKind::Field { base, name, .. } = &expr.kind {
            if self.is_subject(base) {
                path.push(&name.name);
                return true;
            }
            if self.find_path(base, path) {
                path.push(&name.name);
                return true;
            }
            return false;
        }
        let first = |exprs: &[&'e Expr], path: &mut Vec<&'e str>| {
            exprs.iter().any(|expr| self.find_path(expr, path))
        };
        match &expr.kind {
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.find_path(inner, path),
            ExprKind::Unary { operand, .. } => self.find_path(operand, path),
            ExprKind::Binary { left, right, .. } => first(&[left, right], path),
            ExprKind::Index { base, index } => first(&[base, index], path),
            ExprKind::Call { arguments, .. } => {
                let mut arguments = arguments.iter();
                arguments.any(|argument| self.find_path(&argument.value, path))
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => first(&[condition, then, otherwise], path),
            ExprKind::Match { subject, .. } => self.find_path(subject, path),
            ExprKind::ListFor(list) => {
                let mut clauses = list.clauses.iter();
                clauses.any(|clause| self.find_path(&clause.iterable, path))
            }
            _ => false,
        }
    }

    fn is_subject(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Paren(inner) => self.is_subject(inner),
            ExprKind::Name(_) => self.module.unit.names.binding(expr.id) == Binding::Local(0),
            _ => false,
        }
    }

    /// A property of a resource as it was set; `null` where it was not. An attribute stays what only
    /// the deployment knows.
    pub fn as_set(&mut self, id: ResourceId, name: &Name, origin: Origin) -> Option<Value> {
        let properties = self.graph.resource(id).properties.clone();
        self.set_in(&properties, name, origin, id)
    }

    fn set_in(
        &mut self,
        properties: &Value,
        name: &Name,
        origin: Origin,
        id: ResourceId,
    ) -> Option<Value> {
        match &properties.kind {
            ValueKind::Map(map) => match map.get(name) {
                Some(value) => Some(value.clone()),
                None if self.is_only_attribute(id, name) => None,
                None => Some(Value::null(origin)),
            },
            ValueKind::Error => Some(Value::new(ValueKind::Error, origin)),
            ValueKind::Deferred(_) => {
                self.over_branches(properties, origin, &mut |eval, branch| {
                    let set = eval.set_in(branch, name, origin, id);
                    set.unwrap_or_else(|| Value::null(origin))
                })
            }
            _ if self.is_only_attribute(id, name) => None,
            _ => Some(Value::null(origin)),
        }
    }

    /// Whether the engine alone says what this is.
    fn is_only_attribute(&self, id: ResourceId, name: &Name) -> bool {
        let key = &self.graph.resource(id).ty;
        // What a module was not given may be one of its outputs.
        if key.is_module() {
            return true;
        }
        let schemas = self.program.schemas;
        let Some(root) = schemas.properties(key) else {
            return false;
        };
        if !self.is_attribute(id, std::slice::from_ref(name)) {
            // The first part of an attribute with dots: `Endpoint.Address`.
            let begins = |attribute: &Name| {
                let rest = attribute.strip_prefix(name.as_str());
                rest.is_some_and(|rest| rest.starts_with('.'))
            };
            return schemas.attribute_names(key).iter().any(begins);
        }
        match schemas.expand(key, root) {
            crate::types::Type::Record(record) => {
                record.field(name).is_none() || schemas.read_only(key, root).contains(name)
            }
            _ => true,
        }
    }
}

/// The resources that policies are about, by their types.
struct Subjects {
    all: Vec<ResourceId>,
    by_type: FxHashMap<Name, Vec<ResourceId>>,
}

impl Subjects {
    fn of(eval: &Eval) -> Subjects {
        let mut subjects = Subjects {
            all: Vec::new(),
            by_type: FxHashMap::default(),
        };
        for (resource, number) in eval.graph.resources.iter().zip(0..) {
            if resource.kind != ResourceKind::Existing {
                let id = ResourceId(number);
                if resource.kind == ResourceKind::Managed {
                    subjects.all.push(id);
                }
                match subjects.by_type.get_mut(&resource.ty.name) {
                    Some(same) => same.push(id),
                    None => drop(subjects.by_type.insert(resource.ty.name.clone(), vec![id])),
                }
            }
        }
        subjects
    }

    fn of_type(&self, name: &str) -> &[ResourceId] {
        match name {
            ANY_RESOURCE => &self.all,
            name => self.by_type.get(name).map_or(&[], Vec::as_slice),
        }
    }
}

/// The origin of the deepest value on a path; of the resource where nothing of it was written.
fn deepest(resource: &Resource, path: &[&str]) -> Origin {
    let mut value = &resource.properties;
    let mut at = resource.origin;
    for step in path {
        let next = value.as_map().and_then(|map| map.get(step));
        let Some(next) = next.filter(|next| !next.is_null()) else {
            break;
        };
        at = next.origin;
        value = next.known().unwrap_or(next);
    }
    at
}
