//! What is assumed about the deployment at a place: which conditions hold in the branch that is
//! looked at. In: conditions of the graph. Out: whether they decide another one, and all
//! combinations of some conditions that can occur together ([`each_scenario`]).

use crate::graph::{Deferred, Graph, Value, ValueKind, is_same_expression};
use crate::types::{Literal, Type};

/// Facts that are assumed together. A list on the stack: each branch adds one.
#[derive(Clone, Copy)]
pub(super) struct Assume<'a> {
    graph: &'a Graph,
    last: Option<&'a Held<'a>>,
}

/// One fact, and those before it.
pub(super) struct Held<'a> {
    question: Question<'a>,
    truth: bool,
    before: Option<&'a Held<'a>>,
}

/// What decides which branch is taken.
#[derive(Clone, Copy)]
pub(super) enum Question<'a> {
    /// Whether this deferred boolean holds.
    Condition(&'a Value),
    /// Whether the subject is one of these.
    OneOf(&'a Value, &'a [Literal]),
}

/// More questions than this are not combined.
const QUESTIONS: usize = 8;

impl<'a> Assume<'a> {
    pub fn nothing(graph: &'a Graph) -> Assume<'a> {
        Assume { graph, last: None }
    }

    pub fn is_nothing(&self) -> bool {
        self.last.is_none()
    }

    /// One fact more, for [`Assume::with`].
    pub fn holding(&self, question: Question<'a>, truth: bool) -> Held<'a> {
        Held {
            question,
            truth,
            before: self.last,
        }
    }

    pub fn with<'b>(&self, held: &'b Held<'b>) -> Assume<'b>
    where
        'a: 'b,
    {
        Assume {
            graph: self.graph,
            last: Some(held),
        }
    }

    /// Whether the facts answer a question.
    pub fn decide(&self, question: Question) -> Option<bool> {
        match question {
            Question::Condition(condition) => self.decide_condition(condition),
            Question::OneOf(subject, literals) => self.decide_one_of(subject, literals),
        }
    }

    fn decide_condition(&self, condition: &Value) -> Option<bool> {
        let deferred = match &condition.kind {
            ValueKind::Bool(truth) => return Some(*truth),
            ValueKind::Deferred(deferred) => deferred,
            _ => return None,
        };
        let mut facts = self.facts();
        if let Some(truth) = facts.find_map(|held| held.answers(self.graph, condition)) {
            return Some(truth);
        }
        match deferred.as_ref() {
            Deferred::Not(inner) => self.decide_condition(inner).map(|truth| !truth),
            Deferred::And(all) => self.decide_all(all, true),
            Deferred::Or(any) => self.decide_all(any, false),
            Deferred::Condition(id) => {
                self.decide_condition(&self.graph.conditions.get(id.0 as usize)?.value)
            }
            Deferred::Equals(subject, literal) => {
                self.decide_one_of(subject, &[literal_of(literal)?])
            }
            _ => None,
        }
    }

    /// `&&` (`neutral` is true) and `||` (false): one operand that is not neutral decides.
    fn decide_all(&self, operands: &[Value], neutral: bool) -> Option<bool> {
        let mut all = Some(neutral);
        for operand in operands {
            match self.decide_condition(operand) {
                Some(truth) if truth != neutral => return Some(!neutral),
                Some(_) => {}
                None => all = None,
            }
        }
        all
    }

    fn decide_one_of(&self, subject: &Value, literals: &[Literal]) -> Option<bool> {
        if let Some(possible) = self.possible(subject) {
            let within = count_within(&possible, literals);
            if within == possible.len() {
                return Some(true);
            }
            if within == 0 {
                return Some(false);
            }
        }
        let mut known = self.known_about(subject);
        known.find_map(|(among, truth)| {
            let within = count_within(&among, literals);
            match truth {
                true if within == among.len() => Some(true),
                true if within == 0 => Some(false),
                false if count_within(literals, &among) == literals.len() => Some(false),
                _ => None,
            }
        })
    }

    /// The values that are left for a subject of finitely many.
    fn possible(&self, subject: &Value) -> Option<Vec<Literal>> {
        let mut possible = domain(self.graph, subject)?;
        for (among, truth) in self.known_about(subject) {
            possible.retain(|l| among.iter().any(|other| is_same(l, other)) == truth);
        }
        Some(possible)
    }

    /// What is assumed about a subject: that it is one of these, or none of them.
    fn known_about<'s>(
        &'s self,
        subject: &'s Value,
    ) -> impl Iterator<Item = (Vec<Literal>, bool)> + 's {
        self.facts()
            .filter_map(move |held| held.about(self.graph, subject))
    }

    fn facts(&self) -> impl Iterator<Item = &Held<'a>> {
        std::iter::successors(self.last, |held| held.before)
    }

    /// Whether the last fact can hold together with the others.
    fn is_possible(&self) -> bool {
        let Some(held) = self.last else {
            return true;
        };
        let subject = match held.question {
            Question::OneOf(subject, _) => Some(subject),
            Question::Condition(condition) => equals(self.graph, condition).map(|(s, _)| s),
        };
        let possible = subject.and_then(|s| self.possible(s));
        possible.is_none_or(|possible| !possible.is_empty())
    }
}

impl Held<'_> {
    /// What the fact says about a condition.
    fn answers(&self, graph: &Graph, condition: &Value) -> Option<bool> {
        match self.question {
            Question::Condition(held) => implied(graph, held, self.truth, condition),
            Question::OneOf(..) => None,
        }
    }

    /// What the fact says about a subject.
    fn about(&self, graph: &Graph, subject: &Value) -> Option<(Vec<Literal>, bool)> {
        match self.question {
            Question::OneOf(other, literals) => {
                is_same_expression(other, subject).then(|| (literals.to_vec(), self.truth))
            }
            Question::Condition(held) => known_from(graph, held, self.truth, subject),
        }
    }
}

/// Calls `then` for every combination of answers that can occur. Gives false, and calls nothing,
/// where there would be too many.
pub(super) fn each_scenario(
    questions: &mut Vec<Question>,
    assume: Assume,
    then: &mut dyn FnMut(Assume),
) -> bool {
    if questions.len() > QUESTIONS {
        return false;
    }
    // The parts of a condition before the whole: then the whole is decided, and never assumed
    // against them.
    questions.sort_by_key(|q| match q {
        Question::Condition(condition) => condition.weight().count,
        Question::OneOf(..) => 0,
    });
    combine(questions, assume, then);
    true
}

fn combine(questions: &[Question], assume: Assume, then: &mut dyn FnMut(Assume)) {
    let open = questions.iter().find(|q| assume.decide(**q).is_none());
    let Some(question) = open else {
        return then(assume);
    };
    for truth in [true, false] {
        let held = assume.holding(*question, truth);
        let inner = assume.with(&held);
        // A question that stays open once it is answered would be asked for ever.
        if inner.is_possible() && inner.decide(*question).is_some() {
            combine(questions, inner, then);
        }
    }
}

/// The open questions on which it depends what stands at the place of a value: those of nested
/// choices, not those inside lists and maps.
pub(super) fn questions_of<'v>(value: &'v Value, assume: Assume, found: &mut Vec<Question<'v>>) {
    match value.as_deferred() {
        Some(Deferred::If {
            condition,
            then,
            otherwise,
        }) => {
            ask(Question::Condition(condition), assume, found);
            questions_of(then, assume, found);
            questions_of(otherwise, assume, found);
        }
        Some(Deferred::Match {
            subject,
            arms,
            otherwise,
            ..
        }) => {
            for arm in arms {
                ask(Question::OneOf(subject, &arm.patterns), assume, found);
                questions_of(&arm.value, assume, found);
            }
            if let Some(otherwise) = otherwise {
                questions_of(otherwise, assume, found);
            }
        }
        _ => {}
    }
}

/// What stands at a place once all questions are answered; `None` while one is open.
pub(super) fn resolved<'v>(value: &'v Value, assume: Assume) -> Option<&'v Value> {
    match value.as_deferred() {
        Some(Deferred::If {
            condition,
            then,
            otherwise,
        }) => match assume.decide(Question::Condition(condition))? {
            true => resolved(then, assume),
            false => resolved(otherwise, assume),
        },
        Some(Deferred::Match {
            subject,
            arms,
            otherwise,
            ..
        }) => {
            for arm in arms {
                if assume.decide(Question::OneOf(subject, &arm.patterns))? {
                    return resolved(&arm.value, assume);
                }
            }
            otherwise.as_ref().and_then(|o| resolved(o, assume))
        }
        _ => Some(value),
    }
}

fn ask<'v>(question: Question<'v>, assume: Assume, found: &mut Vec<Question<'v>>) {
    let known = found.iter().any(|other| match (other, &question) {
        (Question::Condition(a), Question::Condition(b)) => is_same_expression(a, b),
        (Question::OneOf(a, x), Question::OneOf(b, y)) => x == y && is_same_expression(a, b),
        _ => false,
    });
    if !known && assume.decide(question).is_none() {
        found.push(question);
    }
}

/// What follows for `condition` from `held` being so.
fn implied(graph: &Graph, held: &Value, truth: bool, condition: &Value) -> Option<bool> {
    if is_same_expression(held, condition) {
        return Some(truth);
    }
    parts(graph, held, truth)
        .into_iter()
        .find_map(|(part, truth)| implied(graph, part, truth, condition))
}

/// What follows about `subject` from `held` being so.
fn known_from(
    graph: &Graph,
    held: &Value,
    truth: bool,
    subject: &Value,
) -> Option<(Vec<Literal>, bool)> {
    if let Some(Deferred::Equals(other, literal)) = held.as_deferred() {
        let literal = literal_of(literal)?;
        return is_same_expression(other, subject).then(|| (vec![literal], truth));
    }
    parts(graph, held, truth)
        .into_iter()
        .find_map(|(part, truth)| known_from(graph, part, truth, subject))
}

/// The conditions that hold, or do not, because this one is so.
fn parts<'v>(graph: &'v Graph, held: &'v Value, truth: bool) -> Vec<(&'v Value, bool)> {
    match held.as_deferred() {
        Some(Deferred::Not(inner)) => vec![(inner, !truth)],
        Some(Deferred::And(all)) if truth => all.iter().map(|c| (c, true)).collect(),
        Some(Deferred::Or(any)) if !truth => any.iter().map(|c| (c, false)).collect(),
        Some(Deferred::Condition(id)) => {
            let condition = graph.conditions.get(id.0 as usize);
            condition.map(|c| (&c.value, truth)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The comparison with a literal that a condition is, by whatever name.
fn equals<'v>(graph: &'v Graph, condition: &'v Value) -> Option<(&'v Value, Literal)> {
    match condition.as_deferred()? {
        Deferred::Equals(subject, literal) => Some((subject, literal_of(literal)?)),
        Deferred::Not(inner) => equals(graph, inner),
        Deferred::Condition(id) => equals(graph, &graph.conditions.get(id.0 as usize)?.value),
        _ => None,
    }
}

/// All values of a param of finitely many.
fn domain(graph: &Graph, subject: &Value) -> Option<Vec<Literal>> {
    let Deferred::Param(id) = subject.as_deferred()? else {
        return None;
    };
    let members = graph.params.get(id.0 as usize)?.ty.members().iter();
    let literal = |ty: &Type| match ty {
        Type::Literal(literal) => Some(literal.clone()),
        _ => None,
    };
    members.map(literal).collect()
}

/// How many of the first are among the second.
fn count_within(literals: &[Literal], among: &[Literal]) -> usize {
    let within = |l: &&Literal| among.iter().any(|other| is_same(l, other));
    literals.iter().filter(within).count()
}

/// Engines compare parameters as texts: `1` and `"1"` are the same.
fn is_same(one: &Literal, other: &Literal) -> bool {
    let text = |literal: &Literal| match literal {
        Literal::Text(text) => text.to_string(),
        other => other.to_string(),
    };
    one == other || text(one) == text(other)
}

fn literal_of(value: &Value) -> Option<Literal> {
    match &value.kind {
        ValueKind::Text(text) => Some(Literal::Text(text.clone())),
        ValueKind::Int(int) => Some(Literal::Int(*int)),
        ValueKind::Number(number) => Some(Literal::Number(*number)),
        ValueKind::Bool(bool) => Some(Literal::Bool(*bool)),
        _ => None,
    }
}
