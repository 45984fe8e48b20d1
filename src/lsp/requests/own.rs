//! Requests beside the protocol's: templates, sources, expansions, imports and tests. In: their parameters, as
//! `docs/protocol.md` has them. Out: their answers. Never: a template of a program that has errors.

use super::asked::Asked;
use crate::diag::Severity;
use crate::diagram::{self, Backing, Diagram};
use crate::emit::{Layout, Target};
use crate::ide::{self, NoExpansion, View};
use crate::lsp::convert::{Lines, uri_of};
use crate::lsp::router::{Answer, Failure};
use crate::lsp::server::Server;
use crate::session::{Analysis, Request, analyse};
use crate::text::Span;
use lsp_types::{Location, Position, Range, TextDocumentIdentifier};
use serde::{Deserialize, Serialize};
use std::path::Path;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateParams {
    text_document: TextDocumentIdentifier,
    position: Option<Position>,
    target: Option<String>,
}

#[derive(Serialize)]
pub struct Template {
    target: &'static str,
    text: String,
    marks: Vec<Range>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceParams {
    text_document: TextDocumentIdentifier,
    target: Option<String>,
    position: Position,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphParams {
    text_document: TextDocumentIdentifier,
    format: Option<String>,
}

#[derive(Serialize)]
pub struct Picture {
    format: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExpansionParams {
    text_document: TextDocumentIdentifier,
    position: Position,
}

#[derive(Serialize)]
pub struct Expansion {
    name: String,
    text: String,
}

#[derive(Deserialize)]
pub struct ImportParams {
    text: String,
    name: Option<String>,
}

#[derive(Serialize)]
pub struct Imported {
    text: String,
    equal: bool,
    differences: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TestParams {
    text_document: TextDocumentIdentifier,
    name: String,
}

#[derive(Serialize)]
pub struct TestResult {
    passed: bool,
    output: String,
}

pub fn template(server: &mut Server, params: TemplateParams) -> Answer<Template> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let analysis = built(server, &asked, params.target.as_deref())?;
    let made = ide::made(&analysis);
    let position = params.position.map(|position| asked.offset(position));
    let view = analysis
        .file_at(&asked.path)
        .and_then(|file| View::of(&analysis, file));
    let marks = match (position, &view) {
        (Some(offset), Some(view)) => ide::made_at(&made, view, offset),
        _ => Vec::new(),
    };
    let lines = Lines::new(&made.text, server.encoding);
    let marks = marks.into_iter().map(|at| lines.range(at)).collect();
    Ok(Template {
        target: analysis.target().as_str(),
        marks,
        text: made.text,
    })
}

pub fn source(server: &mut Server, params: SourceParams) -> Answer<Vec<Location>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let analysis = built(server, &asked, params.target.as_deref())?;
    let made = ide::made(&analysis);
    let lines = Lines::new(&made.text, server.encoding);
    let offset = lines.offset(params.position);
    let found = ide::sources_at(&made, &analysis, offset).into_iter();
    let location = |at: Span| {
        let source = analysis.sources.get(at.file);
        let lines = Lines::new(&source.text, server.encoding);
        Some(Location::new(
            uri_of(Path::new(&source.path))?,
            lines.range(at),
        ))
    };
    Ok(found.filter_map(location).collect())
}

pub fn graph(server: &mut Server, params: GraphParams) -> Answer<Picture> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let analysis = built(server, &asked, None)?;
    let format = params.format.as_deref().unwrap_or("svg");
    let drawn = diagram::of(analysis.graph(), &analysis.sources, analysis.catalogue());
    let text = match format {
        "svg" => diagram::svg(&drawn),
        "html" => page(&analysis, &drawn),
        "dot" => diagram::dot(&drawn),
        "mermaid" => diagram::mermaid(&drawn),
        "json" => diagram::json(&drawn),
        other => {
            let message =
                format!("expected `svg`, `html`, `dot`, `mermaid` or `json`, found `{other}`");
            return Err(Failure::refused(message));
        }
    };
    Ok(Picture {
        format: format.to_owned(),
        text,
    })
}

pub fn expansion(server: &mut Server, params: ExpansionParams) -> Answer<Option<Expansion>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    let offset = asked.offset(params.position);
    match ide::expansion(server.workspace.session(), &view, offset) {
        Ok(expansion) => Ok(Some(Expansion {
            name: expansion.name.to_string(),
            text: expansion.text,
        })),
        Err(NoExpansion::NoInstance) => Ok(None),
        Err(NoExpansion::NothingMade) => Err(Failure::refused("the instance makes no resource")),
        Err(NoExpansion::Terraform) => {
            let message = "only what CloudFormation's template can say is written out";
            Err(Failure::refused(message))
        }
    }
}

pub fn import(_: &mut Server, params: ImportParams) -> Answer<Imported> {
    let imported = ide::import_text(&params.text, params.name.as_deref());
    let imported = imported.ok_or_else(|| {
        Failure::refused("the text is no template: it has no section such as `Resources`")
    })?;
    Ok(Imported {
        equal: imported.is_equal(),
        text: imported.text,
        differences: imported.differences,
    })
}

pub fn test(server: &mut Server, params: TestParams) -> Answer<TestResult> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let session = server.workspace.session();
    let tested = ide::run_named(session, &asked.path, &params.name);
    let tested =
        tested.ok_or_else(|| Failure::refused(format!("there is no test `{}`", params.name)))?;
    Ok(TestResult {
        passed: tested.passed,
        output: tested.output,
    })
}

/// The picture as a page, with the template behind it.
fn page(analysis: &Analysis, drawn: &Diagram) -> String {
    let (template, map) = analysis.template_with_map();
    let path = Path::new(&analysis.sources.get(analysis.stack).path);
    let backing = Backing {
        title: &path.file_name().unwrap_or_default().to_string_lossy(),
        sources: &analysis.sources,
        template_name: analysis.target().file_name(),
        template: &String::from_utf8_lossy(&template),
        map: &String::from_utf8_lossy(&map),
    };
    diagram::html(drawn, &backing)
}

/// The program for a target, if it is without errors.
fn built(server: &Server, asked: &Asked, target: Option<&str>) -> Answer<Analysis> {
    let wanted = match target {
        None => None,
        Some(name) => Some(Target::parse(name).ok_or_else(|| {
            let message = format!("expected `cloudformation` or `terraform`, found `{name}`");
            Failure::refused(message)
        })?),
    };
    let before = asked.analysis.request();
    let request = Request {
        target: wanted.or(before.target),
        layout: Layout::Json,
        ..before.clone()
    };
    let analysis = analyse(server.workspace.session(), request);
    let is_error = |severity: Severity| severity == Severity::Error;
    let mut errors = analysis.diagnostics().iter();
    match errors.find(|found| is_error(found.severity)) {
        None => Ok(analysis),
        Some(first) => {
            let start = analysis.sources.start(first.at);
            let path = Path::new(&analysis.sources.get(first.at.file).path);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let place = format!("{name}:{}:{}", start.line, start.column);
            let message = &first.message;
            Err(Failure::refused(format!(
                "the program has errors: {message} ({place})"
            )))
        }
    }
}
