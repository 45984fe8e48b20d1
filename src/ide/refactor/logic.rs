//! Between `if` and `match`. In: a scene. Out: the other form of what is at the cursor. Never: a case that falls to
//! another branch.

use super::proof::{Verdict, judge};
use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::syntax::ast::*;

/// The other forms of what is at the cursor.
pub fn logic(scene: &Scene) -> Vec<Refactor> {
    let around = scene.around();
    // Not from far inside a branch: the cursor is at the word, the condition or the subject.
    let found = around.iter().find_map(|expr| match &expr.kind {
        ExprKind::If { condition, .. } if is_at_head(scene, expr, condition) => {
            to_match(scene, expr).map(|text| (*expr, text, "write as `match`"))
        }
        ExprKind::Match { subject, arms } if is_at_head(scene, expr, subject) => {
            to_if(scene, subject, arms).map(|text| (*expr, text, "write as `if`"))
        }
        _ => None,
    });
    let Some((expr, text, title)) = found else {
        return Vec::new();
    };
    let edits = vec![edit(expr.span, text)];
    let title = match judge(scene, &edits) {
        Verdict::Broken => return Vec::new(),
        Verdict::Same => title.to_owned(),
        Verdict::Other => format!("{title} (the template says it in other words)"),
    };
    vec![Refactor::new(RefactorKind::Rewrite, title, edits)]
}

fn is_at_head(scene: &Scene, expr: &Expr, head: &Expr) -> bool {
    expr.span.start <= scene.selection.start && scene.selection.end <= head.span.end
}

/// `if a == "x" then b else c` as `match a { "x" => b, _ => c }`; what follows behind `else` about the same thing
/// is in it too.
fn to_match(scene: &Scene, expr: &Expr) -> Option<String> {
    let mut arms: Vec<(Vec<&str>, &Expr)> = Vec::new();
    let mut subject: Option<&str> = None;
    let mut rest = expr;
    let last = loop {
        let ExprKind::If {
            condition,
            then,
            otherwise,
        } = &rest.kind
        else {
            break rest;
        };
        let Some((about, cases)) = cases(scene, condition) else {
            break rest;
        };
        if subject.is_some_and(|subject| subject != about) {
            break rest;
        }
        subject = Some(about);
        arms.push((cases, then));
        rest = otherwise;
    };
    let subject = subject?;
    let lines = arms.iter().map(|(cases, value)| {
        let value = scene.slice(value.span);
        format!("{} => {value}", cases.join(" | "))
    });
    let last = format!("_ => {}", scene.slice(last.span));
    let lines: Vec<String> = lines.chain([last]).collect();
    Some(format!("match {subject} {{ {} }}", lines.join(", ")))
}

/// What a condition asks about, and the literals that it is compared with.
fn cases<'a>(scene: &Scene<'a>, condition: &Expr) -> Option<(&'a str, Vec<&'a str>)> {
    match &condition.kind {
        ExprKind::Paren(inner) => cases(scene, inner),
        ExprKind::Binary {
            op: BinaryOp::Equal,
            left,
            right,
            ..
        } => match (is_literal(left), is_literal(right)) {
            (false, true) => Some((scene.slice(left.span), vec![scene.slice(right.span)])),
            (true, false) => Some((scene.slice(right.span), vec![scene.slice(left.span)])),
            _ => None,
        },
        ExprKind::Binary {
            op: BinaryOp::Or,
            left,
            right,
            ..
        } => {
            let (subject, mut all) = cases(scene, left)?;
            let (other, more) = cases(scene, right)?;
            all.extend(more);
            (subject == other).then_some((subject, all))
        }
        _ => None,
    }
}

/// A `match` as `if`s, where its last arm takes what is left.
fn to_if(scene: &Scene, subject: &Expr, arms: &[Arm]) -> Option<String> {
    let (last, others) = arms.split_last()?;
    let is_wild = |pattern: &Pattern| pattern.kind == PatternKind::Wildcard;
    if others.is_empty() || others.iter().any(|arm| arm.patterns.iter().any(is_wild)) {
        return None;
    }
    let is_rest = last.patterns.iter().any(is_wild);
    // Without `_` the arms name all that there is, so that the last one is what is left.
    let is_named = scene.view.types.expr(subject.id).members().len() > 1;
    if !is_rest && !is_named {
        return None;
    }
    let about = scene.slice(subject.span);
    let about = match super::written::is_loose(subject) {
        true => format!("({about})"),
        false => about.to_owned(),
    };
    let mut text = String::new();
    for arm in others {
        let patterns = arm.patterns.iter();
        let asked = patterns.map(|pattern| format!("{about} == {}", scene.slice(pattern.span)));
        let asked: Vec<String> = asked.collect();
        let value = bracketed(scene, &arm.value);
        text += &format!("if {} then {value} else ", asked.join(" || "));
    }
    Some(text + scene.slice(last.value.span))
}

/// A branch that would take what follows as its own.
fn bracketed(scene: &Scene, value: &Expr) -> String {
    let text = scene.slice(value.span);
    match value.kind {
        ExprKind::If { .. } => format!("({text})"),
        _ => text.to_owned(),
    }
}

fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Int(_) | ExprKind::Bool(_) | ExprKind::Null => true,
        ExprKind::Text(text) => {
            let plain = |part: &TextPart| matches!(part, TextPart::Text { .. });
            text.parts.iter().all(plain)
        }
        _ => false,
    }
}
