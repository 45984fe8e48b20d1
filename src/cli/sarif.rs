//! One SARIF 2.1.0 document, as code scanning reads it. In: diagnostics with their sources. Out:
//! JSON. Never: a rule that no result names.

use super::messages::{Findings, Standing, severity};
use crate::diag::{Code, Diagnostic, Fix};
use crate::text::{Sources, Span};
use serde_json::{Value, json};

/// The whole document; without results where nothing was found.
pub fn document(findings: &[Findings<'_>], standings: &[Standing]) -> String {
    let all = || {
        findings
            .iter()
            .flat_map(|f| f.diagnostics.iter().map(move |d| (f, d)))
    };
    let mut codes: Vec<Code> = all().map(|(_, d)| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|c| rule(*c)).collect();
    let results: Vec<Value> = all().map(|(found, d)| result(found, d, &codes)).collect();
    let mut document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "infra",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    if !standings.is_empty() {
        let targets: Vec<Value> = standings.iter().map(standing).collect();
        document["runs"][0]["properties"] = json!({ "targets": targets });
    }
    format!("{document:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": severity(code.severity()) },
    })
}

/// Whether a stack builds for a target.
fn standing(standing: &Standing) -> Value {
    json!({
        "stack": standing.stack,
        "target": standing.target.as_str(),
        "builds": standing.errors == 0,
        "errors": standing.errors,
        "warnings": standing.warnings,
    })
}

fn result(found: &Findings<'_>, diagnostic: &Diagnostic, codes: &[Code]) -> Value {
    let sources = found.sources;
    let mut text = diagnostic.message.clone();
    for line in diagnostic.context.iter().chain(&diagnostic.help) {
        text.push('\n');
        text.push_str(line);
    }
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.iter().position(|c| *c == diagnostic.code),
        "level": severity(diagnostic.severity),
        "message": { "text": text },
        "locations": [location(sources, diagnostic.at)],
    });
    if let Some(target) = found.target {
        result["properties"] = json!({ "target": target.as_str() });
    }
    let related: Vec<Value> = diagnostic
        .labels
        .iter()
        .filter(|l| l.at != diagnostic.at)
        .map(|l| {
            let mut place = location(sources, l.at);
            place["message"] = json!({ "text": l.text });
            place
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if !diagnostic.fixes.is_empty() {
        let fixes = diagnostic.fixes.iter().map(|f| fix(sources, f));
        result["fixes"] = fixes.collect();
    }
    result
}

fn location(sources: &Sources, at: Span) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&sources.get(at.file).path) },
        "region": region(sources, at),
    }})
}

fn region(sources: &Sources, at: Span) -> Value {
    let (start, end) = (sources.start(at), sources.end(at));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn fix(sources: &Sources, fix: &Fix) -> Value {
    let changes: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "artifactLocation": { "uri": uri(&sources.get(edit.at.file).path) },
                "replacements": [{
                    "deletedRegion": region(sources, edit.at),
                    "insertedContent": { "text": edit.text },
                }],
            })
        })
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

/// A path as a relative reference: what is not allowed there is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
