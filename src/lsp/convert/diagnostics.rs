//! What was found, as an editor shows it. In: the findings of one analysis. Out: those of each of its
//! files. Never: a fix; those are asked for (see `requests`).

use super::{Encoding, Lines, uri_of};
use crate::diag::{Code, Diagnostic, Severity};
use crate::session::Analysis;
use crate::text::{FileId, Span};
use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The findings of a file, in the order of their places.
pub type Converted = BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>;

/// All that was found in a program, by file. A file of the program in which nothing was found is there too.
pub fn convert(analysis: &Analysis, encoding: Encoding) -> Converted {
    let mut files = Texts::new(analysis, encoding);
    let mut converted = Converted::new();
    for module in analysis.own_files() {
        let path = &analysis.sources.get(module.file).path;
        converted.insert(PathBuf::from(path), Vec::new());
    }
    for diagnostic in analysis.diagnostics() {
        let path = PathBuf::from(&analysis.sources.get(diagnostic.at.file).path);
        // What is wrong in the library is no editor's business.
        if path.is_absolute() {
            let found = files.diagnostic(diagnostic);
            converted.entry(path).or_default().push(found);
        }
    }
    converted
}

/// One finding, as [`convert`] gives it.
pub fn diagnostic(
    analysis: &Analysis,
    encoding: Encoding,
    found: &Diagnostic,
) -> lsp_types::Diagnostic {
    Texts::new(analysis, encoding).diagnostic(found)
}

/// The texts of an analysis, each cut into lines once.
struct Texts<'a> {
    analysis: &'a Analysis,
    encoding: Encoding,
    lines: FxHashMap<FileId, Lines<'a>>,
}

impl<'a> Texts<'a> {
    fn new(analysis: &'a Analysis, encoding: Encoding) -> Texts<'a> {
        Texts {
            analysis,
            encoding,
            lines: FxHashMap::default(),
        }
    }

    fn lines(&mut self, file: FileId) -> &Lines<'a> {
        let (analysis, encoding) = (self.analysis, self.encoding);
        let new = || Lines::new(&analysis.sources.get(file).text, encoding);
        self.lines.entry(file).or_insert_with(new)
    }

    fn location(&mut self, at: Span) -> Option<Location> {
        let path = &self.analysis.sources.get(at.file).path;
        let uri = uri_of(Path::new(path))?;
        Some(Location::new(uri, self.lines(at.file).range(at)))
    }

    fn diagnostic(&mut self, found: &Diagnostic) -> lsp_types::Diagnostic {
        let mut message = found.message.clone();
        let mut related = Vec::new();
        for label in &found.labels {
            if label.at == found.at {
                message.push_str(&format!("\n{}", label.text));
            } else if let Some(location) = self.location(label.at) {
                related.push(DiagnosticRelatedInformation {
                    location,
                    message: label.text.clone(),
                });
            }
        }
        for line in &found.context {
            message.push_str(&format!("\n{line}"));
        }
        if let Some(help) = &found.help {
            message.push_str(&format!("\nhelp: {help}"));
        }
        lsp_types::Diagnostic {
            range: self.lines(found.at.file).range(found.at),
            severity: Some(severity(found.severity)),
            code: Some(NumberOrString::String(found.code.as_str().to_owned())),
            code_description: None,
            source: Some("infra".to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            tags: tag(found.code).map(|tag| vec![tag]),
            data: None,
        }
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

/// How an editor shows it beside a line under it.
fn tag(code: Code) -> Option<DiagnosticTag> {
    match code {
        Code::NameUnused => Some(DiagnosticTag::UNNECESSARY),
        Code::SchemaDeprecated | Code::NameDeprecated => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}
