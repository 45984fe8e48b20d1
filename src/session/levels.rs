//! Which diagnostics count, and how much. In: everything that the phases found, the `@allow`s of
//! the source and the levels of the command line. Out: what is shown, sorted by place. Never: an
//! error silenced without which the program would have no meaning.

use crate::diag::{Code, Diagnostic, Severity, did_you_mean, nearest};
use crate::syntax::ast::{Attribute, Expr, ExprKind, Item, ItemKind, Module, TextPart};
use crate::text::{FileId, Name, Sources, Span};
use rustc_hash::FxHashSet;
use std::cell::Cell;

/// `--allow`, `--deny` and `--deny warnings`, or what a project says in their place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    pub allow: Vec<Code>,
    /// Notes that become warnings, and errors that could be allowed.
    pub warn: Vec<Code>,
    pub deny: Vec<Code>,
    pub deny_warnings: bool,
}

/// What the phases found, in two parts.
#[derive(Debug, Default)]
pub struct Found {
    /// By the phases that give the program its meaning, from the file to the graph, and where the
    /// target has no word for it. Such errors cannot be allowed: there is no template without.
    pub program: Vec<Diagnostic>,
    /// By the checks of the finished graph. All of them can be allowed.
    pub graph: Vec<Diagnostic>,
    /// By policies. Neither the command line nor a code allows them: a resource is exempt by the name
    /// of the policy, which evaluation has looked at.
    pub policies: Vec<Diagnostic>,
    /// The names of all policies.
    pub titles: Vec<Name>,
    /// Whether all of it can be allowed: nothing is to be made of what is there already.
    pub is_open: bool,
}

/// An `@allow` of the source.
struct Allow {
    /// The item that it stands before.
    item: Span,
    at: Span,
    code: Code,
    used: Cell<bool>,
}

/// Silences, raises, sorts and removes duplicates.
pub fn apply<'a>(
    levels: &Levels,
    stack: FileId,
    files: impl IntoIterator<Item = &'a Module>,
    sources: &Sources,
    found: Found,
) -> Vec<Diagnostic> {
    let mut shown = Vec::new();
    let mut allows = Vec::new();
    for module in files {
        for item in &module.items {
            collect(item, &found.titles, &mut allows, &mut shown);
        }
    }
    // What was said of the text is not said again of the value that it gives.
    let said: FxHashSet<(Code, Span)> = found.program.iter().map(|d| (d.code, d.at)).collect();
    let new = |d: &Diagnostic| !said.contains(&(d.code, d.at));
    let graph = found.graph.into_iter().filter(new).map(|d| (d, true));
    let program = found.program.into_iter().map(|d| (d, false));
    for (mut diagnostic, late) in program.chain(graph) {
        let lowers = late || diagnostic.severity == Severity::Note;
        if lowers && levels.warn.contains(&diagnostic.code) {
            diagnostic.severity = Severity::Warning;
        }
        if is_allowed(&diagnostic, levels, &allows) {
            if late || found.is_open || diagnostic.severity != Severity::Error {
                continue;
            }
            let why = "this cannot be allowed: without it the program has no meaning";
            diagnostic.context.push(why.to_owned());
        }
        shown.push(diagnostic);
    }
    shown.extend(found.policies);
    // What is imported may need for others what it does not need here.
    // Nor does one target give what another does.
    let of_targets = |code: Code| code.as_str().starts_with("target::");
    let unused = allows
        .iter()
        .filter(|a| !a.used.get() && a.at.file == stack && !of_targets(a.code));
    shown.extend(unused.map(|a| {
        let message = format!("nothing here gives `{}`", a.code.as_str());
        Diagnostic::new(Code::AllowNeedless, a.at, message)
            .here("silences nothing")
            .help("remove the attribute")
            .fix("remove the attribute", a.at, "")
    }));
    shown.retain(|d| d.severity == Severity::Error || !levels.allow.contains(&d.code));
    for diagnostic in &mut shown {
        raise(diagnostic, levels);
    }
    sort(shown, sources)
}

impl Levels {
    /// These levels, and those of a project for the codes that these say nothing about.
    pub fn over(&self, project: &Levels) -> Levels {
        let own = [&self.allow, &self.warn, &self.deny];
        let both = |own_codes: &[Code], codes: &[Code]| {
            let open = codes
                .iter()
                .filter(|code| !own.iter().any(|own| own.contains(code)));
            own_codes.iter().chain(open).copied().collect()
        };
        Levels {
            allow: both(&self.allow, &project.allow),
            warn: both(&self.warn, &project.warn),
            deny: both(&self.deny, &project.deny),
            deny_warnings: self.deny_warnings || project.deny_warnings,
        }
    }
}

/// By place; of the same thing said twice at one place (in two passes of a loop) the first stays.
fn sort(mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let ranks = sources.ranks();
    let rank = |file: FileId| ranks.get(file.0 as usize).copied().unwrap_or(u32::MAX);
    diagnostics.sort_by_key(|d| (rank(d.at.file), d.at.start, d.at.end, d.code));
    diagnostics.dedup_by(|later, first| {
        let same_place = later.code == first.code && later.at == first.at;
        let same_place = same_place && !is_of_policies(first.code);
        same_place && (later.message == first.message || !later.context.is_empty())
    });
    diagnostics
}

fn is_allowed(diagnostic: &Diagnostic, levels: &Levels, allows: &[Allow]) -> bool {
    let mut allowed = levels.allow.contains(&diagnostic.code);
    for allow in allows.iter().filter(|a| a.code == diagnostic.code) {
        let here = allow.item.contains(diagnostic.at)
            || diagnostic.subject.is_some_and(|s| allow.item.contains(s));
        if here {
            allow.used.set(true);
            allowed = true;
        }
    }
    allowed
}

fn raise(diagnostic: &mut Diagnostic, levels: &Levels) {
    let denied = levels.deny.contains(&diagnostic.code)
        || (levels.deny_warnings && diagnostic.severity == Severity::Warning);
    if denied && diagnostic.severity != Severity::Error {
        diagnostic.severity = Severity::Error;
        diagnostic
            .context
            .push("an error because of `--deny`".to_owned());
    }
}

/// The `@allow`s of an item and of those inside it; what is wrong with one goes to `wrong`.
fn collect(item: &Item, titles: &[Name], allows: &mut Vec<Allow>, wrong: &mut Vec<Diagnostic>) {
    for attribute in item.attributes.iter().filter(|a| a.name.name == "allow") {
        let Some((text, at)) = first_text(attribute) else {
            // Not a plain text: checking says so.
            continue;
        };
        match Code::parse(text) {
            Some(code) if is_of_policies(code) => wrong.push(by_code(code, at)),
            Some(code) => allows.push(Allow {
                item: item.span,
                at: attribute.span,
                code,
                used: Cell::new(false),
            }),
            None if titles.iter().any(|title| title == text) => {}
            None => wrong.push(unknown_code(text, titles, at)),
        }
    }
    if let ItemKind::Component(component) = &item.kind {
        for inner in &component.items {
            collect(inner, titles, allows, wrong);
        }
    }
}

fn first_text(attribute: &Attribute) -> Option<(&str, Span)> {
    let argument = attribute.arguments.iter().find(|a| a.name.is_none())?;
    let Expr {
        kind: ExprKind::Text(text),
        span,
        ..
    } = &argument.value
    else {
        return None;
    };
    match text.parts.as_slice() {
        [TextPart::Text { value, .. }] => Some((value.as_str(), *span)),
        _ => None,
    }
}

/// Whether a code is one that only the name of a policy silences.
pub fn is_of_policies(code: Code) -> bool {
    code.as_str().starts_with("policy::")
}

fn by_code(code: Code, at: Span) -> Diagnostic {
    let message = format!("`{}` cannot be allowed by its code", code.as_str());
    Diagnostic::new(Code::AllowUnknown, at, message)
        .here("says nothing about which policy")
        .help("name the policy and say why: `@allow(\"the policy\", \"why\")`")
}

fn unknown_code(text: &str, titles: &[Name], at: Span) -> Diagnostic {
    let mut near = nearest_codes(text);
    near.extend(nearest(text, titles.iter().map(Name::as_str), 3));
    let what = if titles.is_empty() {
        "code"
    } else {
        "code or policy"
    };
    let message = format!("no {what} is named `{text}`");
    let diagnostic = Diagnostic::new(Code::AllowUnknown, at, message)
        .here("no code of a diagnostic")
        .help(did_you_mean(&near).unwrap_or_else(|| "list all codes with `infra explain`".into()));
    match near.as_slice() {
        [one] => diagnostic.fix(format!("write `{one}`"), at, format!("\"{one}\"")),
        _ => diagnostic,
    }
}

/// The codes that a wrong one may be a slip of: by the whole, else by the slug alone.
pub fn nearest_codes(text: &str) -> Vec<&'static str> {
    let whole = nearest(text, Code::ALL.iter().map(|c| c.as_str()), 3);
    if !whole.is_empty() {
        return whole;
    }
    let slug = text.rsplit("::").next().unwrap_or(text);
    let near = nearest(slug, Code::ALL.iter().map(|c| c.slug()), 3);
    let of_slug = |c: &Code| c.slug() == slug || near.contains(&c.slug());
    let codes = Code::ALL.iter().copied().filter(of_slug);
    codes.map(Code::as_str).take(3).collect()
}
