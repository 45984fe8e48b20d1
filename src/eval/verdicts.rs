//! What policies have to say, once for each place, and who is exempt from them. In: verdicts of one
//! policy on one resource. Out: diagnostics. Never: silence about an exemption.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Allow, Graph, Origin, ResourceId, Value};
use crate::syntax::ast::Policy;
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// A policy, as its verdicts name it.
pub(super) struct Rule {
    number: usize,
    title: Name,
    at: Span,
}

/// All verdicts so far.
#[derive(Default)]
pub(super) struct Verdicts {
    rules: Vec<Name>,
    found: Vec<Diagnostic>,
    /// By code, policy and place: which of `found` it is, and in how many more passes.
    places: FxHashMap<(Code, usize, Span), (usize, usize)>,
    /// Attributes that exempt from something.
    used: FxHashSet<Span>,
}

impl Rule {
    pub fn new(policy: &Policy, number: usize) -> Rule {
        Rule {
            number,
            title: policy.title.value.clone(),
            at: policy.title.span,
        }
    }
}

impl Verdicts {
    pub fn next_rule(&self) -> usize {
        self.rules.len()
    }

    /// A policy looks at resources from now on.
    pub fn begin(&mut self, rule: &Rule) {
        self.rules.push(rule.title.clone());
    }

    /// A line does not hold: `asked` is the line, its message, and whether it is required.
    pub fn against(
        &mut self,
        eval: &Eval,
        rule: &Rule,
        id: ResourceId,
        at: Origin,
        asked: (Span, Option<Name>, bool),
    ) {
        if self.is_exempt(eval, rule, id) {
            return;
        }
        let (line, said, required) = asked;
        let name = &eval.graph.resource(id).name;
        let message = match said {
            Some(said) => format!("{}: {said}", rule.title),
            None => format!("`{name}` is against the policy `{}`", rule.title),
        };
        let (code, verb) = match required {
            true => (Code::PolicyViolated, "requires this"),
            false => (Code::PolicyAdvice, "asks for this"),
        };
        let diagnostic = Diagnostic::new(code, at.span, message)
            .here(self.subject(eval, id, at))
            .label(line, format!("the policy {verb}"));
        self.add(eval, rule, id, at, diagnostic);
    }

    /// Only the deployment can say.
    pub fn undecided(
        &mut self,
        eval: &Eval,
        rule: &Rule,
        id: ResourceId,
        at: Origin,
        unknown: &Value,
    ) {
        if self.is_exempt(eval, rule, id) {
            return;
        }
        let name = &eval.graph.resource(id).name;
        let message = format!(
            "only the deployment knows whether `{name}` keeps the policy `{}`",
            rule.title
        );
        let diagnostic = Diagnostic::new(Code::PolicyUndecided, at.span, message)
            .here(self.subject(eval, id, at))
            .help("make what it depends on an `input`, or exempt it: `@allow(policy, reason)`");
        let diagnostic = eval.with_cause(diagnostic, unknown);
        let diagnostic = diagnostic.label(rule.at, "the policy");
        self.add(eval, rule, id, at, diagnostic);
    }

    /// All of them, and what is to be said of exemptions.
    pub fn finish(mut self, graph: &Graph) -> Vec<Diagnostic> {
        for (index, more) in self.places.into_values() {
            if let Some(diagnostic) = self.found.get_mut(index).filter(|_| more > 0) {
                let passes = if more == 1 { "pass" } else { "passes" };
                diagnostic
                    .context
                    .push(format!("and in {more} more {passes}"));
            }
        }
        let mut needless = FxHashSet::default();
        let options = graph.resources.iter().filter_map(|r| r.options.as_ref());
        for allow in options.flat_map(|options| &options.allow) {
            let is_policy = self.rules.contains(&allow.what);
            if is_policy && !self.used.contains(&allow.at) && needless.insert(allow.at) {
                let message = format!("nothing here is against the policy `{}`", allow.what);
                self.found.push(
                    Diagnostic::new(Code::AllowNeedless, allow.at, message)
                        .here("exempts from nothing")
                        .help("remove the attribute")
                        .fix("remove the attribute", allow.at, ""),
                );
            }
        }
        self.found
    }

    /// What stands at the place of a verdict.
    fn subject(&self, eval: &Eval, id: ResourceId, at: Origin) -> String {
        let resource = eval.graph.resource(id);
        match at.span == resource.origin.span {
            true => format!("this `{}`", resource.ty.name),
            false => format!("set for `{}`", resource.name),
        }
    }

    fn is_exempt(&mut self, eval: &Eval, rule: &Rule, id: ResourceId) -> bool {
        let resource = eval.graph.resource(id);
        let allows = resource.options.as_ref().map(|options| &options.allow);
        let mut allows = allows.into_iter().flatten();
        let Some(allow) = allows.find(|allow| allow.what == rule.title) else {
            return false;
        };
        let first = self.used.insert(allow.at);
        if first {
            self.found.push(exemption(allow, rule, &resource.name));
        }
        true
    }

    fn add(
        &mut self,
        eval: &Eval,
        rule: &Rule,
        id: ResourceId,
        at: Origin,
        diagnostic: Diagnostic,
    ) {
        let place = (diagnostic.code, rule.number, at.span);
        if let Some((_, more)) = self.places.get_mut(&place) {
            *more += 1;
            return;
        }
        self.places.insert(place, (self.found.len(), 0));
        let resource = eval.graph.resource(id);
        let mut diagnostic = eval.placed(diagnostic, at.frame);
        if at.span != resource.origin.span {
            let text = format!("of this `{}`", resource.ty.name);
            diagnostic = diagnostic.label(resource.origin.span, text);
        }
        self.found.push(diagnostic.about(resource.origin.span));
    }
}

fn exemption(allow: &Allow, rule: &Rule, name: &str) -> Diagnostic {
    match &allow.reason {
        Some(reason) => {
            let message = format!(
                "`{name}` is exempt from the policy `{}`: {reason}",
                rule.title
            );
            Diagnostic::new(Code::PolicyExempt, allow.at, message)
                .here("exempted here")
                .label(rule.at, "the policy")
        }
        None => {
            let message = format!(
                "an exemption from the policy `{}` needs a reason",
                rule.title
            );
            Diagnostic::new(Code::PolicyReason, allow.at, message)
                .here("says no reason")
                .label(rule.at, "the policy")
                .help(format!("write `@allow(\"{}\", \"why\")`", rule.title))
        }
    }
}
