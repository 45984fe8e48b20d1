//! The fixes of what was found. In: a view and a stretch of it. Out: each fix with what it mends, and all of
//! them at once where there is nothing to choose. Never: a fix of a file that nobody can edit.

use super::View;
use crate::diag::{Code, Diagnostic, Edit, Fix};
use crate::text::Span;

/// A fix, and what it mends.
#[derive(Debug, Clone, Copy)]
pub struct Repair<'a> {
    pub diagnostic: &'a Diagnostic,
    pub fix: &'a Fix,
    /// Whether it is the only one.
    pub is_only: bool,
}

/// The fixes of what was found in a stretch.
pub fn fixes<'a>(view: &View<'a>, within: Span) -> Vec<Repair<'a>> {
    let found = view.analysis.diagnostics().iter();
    let found = found.filter(|found| touches(found.at, within));
    let repairs = found.flat_map(|diagnostic| {
        let fixes = diagnostic.fixes.iter();
        let fixes = fixes.filter(|fix| can_be_made(view, fix));
        fixes.map(|fix| Repair {
            diagnostic,
            fix,
            is_only: diagnostic.fixes.len() == 1,
        })
    });
    repairs.collect()
}

/// All changes that mend a file without a choice: of what has one fix, and that no guess, as long as no two of them
/// change the same place.
pub fn fix_all(view: &View) -> Vec<Edit> {
    let whole = Span::new(view.file, 0, view.text().len());
    let repairs = fixes(view, whole).into_iter();
    let clear = repairs.filter(|repair| repair.is_only && is_clear(repair.diagnostic));
    let mut clear: Vec<(Span, &Fix)> = clear
        .filter_map(|repair| Some((covered(repair.fix)?, repair.fix)))
        .filter(|(at, _)| at.file == view.file)
        .collect();
    clear.sort_by_key(|(at, _)| (at.start, at.end));
    let mut edits: Vec<Edit> = Vec::new();
    let mut end = None;
    for (at, fix) in clear {
        // Two that begin at one place have each their own text for it.
        if end.is_none_or(|(start, end)| at.start >= end && at.start > start) {
            edits.extend(fix.edits.iter().cloned());
            end = Some((at.start, at.end));
        }
    }
    edits
}

/// All that a fix changes, where that is in one file.
fn covered(fix: &Fix) -> Option<Span> {
    let (first, others) = fix.edits.split_first()?;
    let is_same = |edit: &Edit| edit.at.file == first.at.file;
    let all = others.iter().all(is_same);
    all.then(|| {
        others
            .iter()
            .fold(first.at, |whole, edit| whole.to(edit.at))
    })
}

/// Whether the only fix is what was meant, and no guess at a name: signs and words of other languages, numbers in
/// quotes, attributes that silence nothing.
fn is_clear(found: &Diagnostic) -> bool {
    let is_spelling = found.code.as_str().starts_with("syntax::");
    is_spelling || matches!(found.code, Code::SchemaQuoted | Code::AllowNeedless)
}

fn can_be_made(view: &View, fix: &Fix) -> bool {
    let own = |edit: &Edit| {
        let path = &view.sources().get(edit.at.file).path;
        std::path::Path::new(path).is_absolute()
    };
    fix.edits.iter().all(own)
}

/// Whether a place is in a stretch, or beside it.
fn touches(at: Span, within: Span) -> bool {
    at.file == within.file && at.start <= within.end && within.start <= at.end
}
