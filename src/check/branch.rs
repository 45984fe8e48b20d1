//! `if` and `match`: each branch is checked with what its condition says, and a `match` must name
//! every case.

use super::checker::Checker;
use super::join::Elements;
use super::want::Want;
use crate::diag::{Code, Diagnostic, all_of, one_of};
use crate::syntax::ast::*;
use crate::types::{Literal, Type};

/// A `match` with more cases is a table, which a map says better and faster.
const MOST_CASES: usize = 1000;

impl<'a> Checker<'a> {
    pub fn infer_if(&mut self, condition: &'a Expr, then: &'a Expr, otherwise: &'a Expr) -> Type {
        self.condition(condition, "the condition");
        let mark = self.mark();
        self.assume(condition, true);
        let first = self.infer(then);
        self.leave(mark);
        self.assume(condition, false);
        let second = self.infer(otherwise);
        self.leave(mark);
        Type::union([first, second])
    }

    pub fn check_if(
        &mut self,
        condition: &'a Expr,
        then: &'a Expr,
        otherwise: &'a Expr,
        want: Want<'_>,
    ) {
        self.condition(condition, "the condition");
        let mark = self.mark();
        self.assume(condition, true);
        self.check(then, want);
        self.leave(mark);
        self.assume(condition, false);
        self.check(otherwise, want);
        self.leave(mark);
    }

    /// Checks a `match`; where nothing is wanted, gives the union of its arms.
    pub fn match_on(
        &mut self,
        expr: &'a Expr,
        subject: &'a Expr,
        arms: &'a [Arm],
        want: Option<Want<'_>>,
    ) -> Type {
        let count: usize = arms.iter().map(|arm| arm.patterns.len()).sum();
        if count > MOST_CASES {
            let message = format!("a `match` may have {MOST_CASES} cases, this one has {count}");
            let diagnostic = self.error(Code::EvalTooMany, subject, message);
            let diagnostic = diagnostic.here("what is matched");
            self.report(expr, diagnostic.help("look the value up in a map"));
            return Type::Error;
        }
        let ty = self.infer(subject);
        let mut cases = self.cases(&ty);
        let mut results = Elements::default();
        for arm in arms {
            let matched = self.patterns(arm, subject, &mut cases);
            let mark = self.mark();
            self.assume_case(subject, &arm.patterns, matched);
            match want {
                Some(want) => self.check(&arm.value, want),
                None => results.add(self.infer(&arm.value)),
            }
            self.leave(mark);
        }
        let missing = cases.missing();
        if !missing.is_empty() {
            self.not_exhaustive(expr, subject, &missing);
        }
        match want {
            Some(want) => want.ty.clone(),
            None => results.ty(),
        }
    }

    fn cases(&self, ty: &Type) -> Cases {
        let mut cases = Cases::default();
        for member in self.nodes.members(ty) {
            match member {
                Type::Null => cases.add(PatternKind::Null),
                Type::Bool => {
                    cases.add(PatternKind::Bool(true));
                    cases.add(PatternKind::Bool(false));
                }
                Type::Literal(literal) => cases.add(pattern_of(literal)),
                Type::Never => {}
                Type::Error => cases.unknown = true,
                other => cases.open.push(other),
            }
        }
        cases
    }

    /// Marks what an arm matches, says what it cannot match, and gives the type of what it does.
    fn patterns(&mut self, arm: &Arm, subject: &'a Expr, cases: &mut Cases) -> Type {
        let mut matched = Vec::new();
        for pattern in &arm.patterns {
            if let PatternKind::Wildcard = pattern.kind {
                if cases.is_covered() {
                    self.say(unreachable(pattern, "all cases are named above"));
                }
                matched.extend(cases.rest());
                cases.default = true;
            } else if let Some(at) = cases.all.iter().position(|c| *c == pattern.kind) {
                if cases.default || cases.seen[at] {
                    self.say(unreachable(pattern, "named above"));
                }
                cases.seen[at] = true;
                matched.push(type_of(&pattern.kind));
            } else if cases.takes(&pattern.kind) {
                let again = cases.other.contains(&pattern.kind);
                if cases.default || again {
                    self.say(unreachable(pattern, "named above"));
                }
                cases.other.push(pattern.kind.clone());
                matched.push(type_of(&pattern.kind));
            } else if !cases.unknown {
                self.cannot_match(pattern, subject, cases);
                // It was meant to be one of those that now have no arm.
                cases.unknown = true;
            }
        }
        Type::union(matched)
    }

    fn cannot_match(&mut self, pattern: &Pattern, subject: &'a Expr, cases: &Cases) {
        let found = shown(&pattern.kind);
        let known: Vec<String> = cases.all.iter().map(shown).collect();
        let wanted = match known.is_empty() {
            true => format!("`{}`", self.show(&Type::union(cases.open.iter().cloned()))),
            false => one_of(&known),
        };
        let message = format!("expected {wanted}, found `{found}`");
        let near = self.suggest(&found, known.iter().map(String::as_str));
        let near = near.map(str::to_owned);
        let mut diagnostic = Diagnostic::new(Code::TypeMismatch, pattern.span, message)
            .here("this is never the value")
            .label(subject.span, "what is matched");
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("write `{near}`")).fix(
                format!("write `{near}`"),
                pattern.span,
                near,
            );
        }
        self.say(diagnostic);
    }

    fn not_exhaustive(&mut self, expr: &'a Expr, subject: &'a Expr, missing: &[String]) {
        let what = match missing {
            [] => return,
            [only] if only.is_empty() => "all other values".to_owned(),
            _ => all_of(missing),
        };
        let word = crate::text::Span {
            end: expr.span.start + "match".len() as u32,
            ..expr.span
        };
        let diagnostic =
            Diagnostic::new(Code::TypeNotExhaustive, word, format!("no arm for {what}"))
                .here("must name every case")
                .label(subject.span, "what is matched")
                .help("add an arm for each, or `_ => ...` for all others");
        self.report(expr, diagnostic);
    }
}

/// The cases of a `match` and which have been named.
#[derive(Default)]
struct Cases {
    /// The values, where they can be counted.
    all: Vec<PatternKind>,
    seen: Vec<bool>,
    /// Types whose values cannot be counted, and which of them were named.
    open: Vec<Type>,
    other: Vec<PatternKind>,
    /// `_` was named.
    default: bool,
    /// The type has been reported.
    unknown: bool,
}

impl Cases {
    fn add(&mut self, case: PatternKind) {
        if !self.all.contains(&case) {
            self.all.push(case);
            self.seen.push(false);
        }
    }

    fn takes(&self, pattern: &PatternKind) -> bool {
        self.open.iter().any(|ty| match pattern {
            PatternKind::Text(_) => matches!(ty, Type::Str(_) | Type::Id(_)),
            PatternKind::Int(_) => matches!(ty, Type::Int(_) | Type::Number(_)),
            PatternKind::Number(_) => matches!(ty, Type::Number(_)),
            _ => false,
        } || matches!(ty, Type::Json | Type::Any))
    }

    fn is_covered(&self) -> bool {
        self.default || (!self.unknown && self.open.is_empty() && !self.seen.contains(&false))
    }

    /// What `_` stands for.
    fn rest(&self) -> Vec<Type> {
        if self.unknown {
            return vec![Type::Error];
        }
        let unseen = self.all.iter().zip(&self.seen).filter(|(_, seen)| !**seen);
        let unseen = unseen.map(|(case, _)| type_of(case));
        unseen.chain(self.open.iter().cloned()).collect()
    }

    /// The cases without an arm; one empty text where they cannot be counted.
    fn missing(&self) -> Vec<String> {
        if self.is_covered() || self.unknown {
            return Vec::new();
        }
        let unseen = self.all.iter().zip(&self.seen).filter(|(_, seen)| !**seen);
        let mut missing: Vec<String> = unseen.map(|(case, _)| shown(case)).collect();
        if !self.open.is_empty() {
            missing.clear();
            missing.push(String::new());
        }
        missing
    }
}

fn unreachable(pattern: &Pattern, why: &str) -> Diagnostic {
    let message = format!("`{}` is never reached", shown(&pattern.kind));
    Diagnostic::new(Code::TypeUnreachable, pattern.span, message)
        .here(why)
        .help("remove it")
}

fn pattern_of(literal: Literal) -> PatternKind {
    match literal {
        Literal::Text(text) => PatternKind::Text(text),
        Literal::Int(n) => PatternKind::Int(n),
        Literal::Number(n) => PatternKind::Number(n),
        Literal::Bool(b) => PatternKind::Bool(b),
    }
}

/// The type of the one value that a pattern matches.
pub fn type_of(pattern: &PatternKind) -> Type {
    match pattern {
        PatternKind::Null => Type::Null,
        PatternKind::Bool(b) => Type::Literal(Literal::Bool(*b)),
        PatternKind::Int(n) => Type::Literal(Literal::Int(*n)),
        PatternKind::Number(n) => Type::Literal(Literal::Number(*n)),
        PatternKind::Text(text) => Type::Literal(Literal::Text(text.clone())),
        PatternKind::Wildcard => Type::Any,
    }
}

fn shown(pattern: &PatternKind) -> String {
    match type_of(pattern) {
        Type::Literal(literal) => literal.to_string(),
        Type::Null => "null".to_owned(),
        _ => "_".to_owned(),
    }
}
