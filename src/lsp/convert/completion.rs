//! Completion in the words of the protocol. In: the items of `ide`, and what the client can do. Out: a list, and
//! what an item's page is about, to be asked for later. Never: an item that the client would have to sort.

use super::{Lines, markup};
use crate::ide::{Completion, CompletionKind as Kind, Completions, Signatures, Subject};
use crate::schema::Catalogue;
use crate::types::NodeId;
use lsp_types::{
    ClientCapabilities, CompletionItem, CompletionItemKind, CompletionItemTag, CompletionList,
    CompletionResponse, CompletionTextEdit, Documentation, InsertTextFormat, InsertTextMode,
    MarkupKind, ParameterInformation, ParameterLabel, SignatureHelp, SignatureInformation,
    TextEdit, Uri,
};
use serde::{Deserialize, Serialize};

/// What the client can do with completions.
pub struct CompletionClient {
    pub snippets: bool,
    pub formats: Option<Vec<MarkupKind>>,
    /// Whether it asks for the page of an item when it shows that.
    resolves: bool,
    tags: bool,
    /// Whether it can be told to indent what is inserted.
    indents: bool,
}

impl CompletionClient {
    pub fn of(client: &ClientCapabilities) -> CompletionClient {
        let text = client.text_document.as_ref();
        let item = text.and_then(|t| t.completion.as_ref()?.completion_item.clone());
        let item = item.unwrap_or_default();
        let resolved = item.resolve_support.map(|support| support.properties);
        CompletionClient {
            snippets: item.snippet_support == Some(true),
            formats: item.documentation_format,
            // Clients of before ask for all that is missing.
            resolves: resolved.is_none_or(|all| all.iter().any(|one| one == "documentation")),
            tags: item.tag_support.is_some(),
            indents: item.insert_text_mode_support.is_some(),
        }
    }
}

/// What the page of an item is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct CompletionData {
    pub uri: Uri,
    #[serde(rename = "type")]
    ty: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    node: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl CompletionData {
    fn new(uri: &Uri, subject: &Subject) -> Option<CompletionData> {
        let (ty, node, name) = match subject {
            Subject::Type(name) => (name.to_string(), None, None),
            Subject::Property { key, node, name } => {
                (key.name.to_string(), Some(node.0), Some(name.to_string()))
            }
            Subject::Attribute { key, name } => {
                (key.name.to_string(), None, Some(name.to_string()))
            }
            Subject::Page(_) => return None,
        };
        Some(CompletionData {
            uri: uri.clone(),
            ty,
            node,
            name,
        })
    }

    pub fn subject(self, catalogue: &Catalogue) -> Option<Subject> {
        let key = catalogue.find(&self.ty)?;
        Some(match (self.node, self.name) {
            (Some(node), Some(name)) => Subject::Property {
                key,
                node: NodeId(node),
                name: name.into(),
            },
            (None, Some(name)) => Subject::Attribute {
                key,
                name: name.into(),
            },
            _ => Subject::Type(key.name),
        })
    }
}

pub fn completions(
    found: Completions,
    lines: &Lines,
    uri: &Uri,
    client: &CompletionClient,
) -> CompletionResponse {
    let at = found.at;
    let incomplete = found.incomplete;
    let items = found.items.into_iter().map(|item| {
        let place = item.at.unwrap_or(at);
        converted(item, lines.range(place), lines, uri, client)
    });
    CompletionResponse::List(CompletionList {
        is_incomplete: incomplete,
        items: items.collect(),
    })
}

fn converted(
    item: Completion,
    range: lsp_types::Range,
    lines: &Lines,
    uri: &Uri,
    client: &CompletionClient,
) -> CompletionItem {
    let text = item.insert.unwrap_or_else(|| item.label.clone());
    let also = item.also.into_iter();
    let also: Vec<TextEdit> = also
        .map(|change| TextEdit::new(lines.range(change.at), change.text))
        .collect();
    let (documentation, data) = match &item.subject {
        Some(Subject::Page(page)) => {
            let page = markup(page.clone(), client.formats.as_deref());
            (Some(Documentation::MarkupContent(page)), None)
        }
        Some(subject) if client.resolves => (None, CompletionData::new(uri, subject)),
        _ => (None, None),
    };
    let format = match item.is_snippet {
        true => InsertTextFormat::SNIPPET,
        false => InsertTextFormat::PLAIN_TEXT,
    };
    CompletionItem {
        filter_text: item.filter,
        insert_text_mode: client.indents.then_some(InsertTextMode::ADJUST_INDENTATION),
        sort_text: Some(format!("{:06}", item.rank)),
        label: item.label,
        kind: Some(kind(item.kind)),
        tags: (item.deprecated && client.tags).then(|| vec![CompletionItemTag::DEPRECATED]),
        detail: item.detail,
        insert_text_format: Some(format),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, text))),
        additional_text_edits: (!also.is_empty()).then_some(also),
        documentation,
        data: data.and_then(|data| serde_json::to_value(data).ok()),
        ..CompletionItem::default()
    }
}

fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::ResourceType => CompletionItemKind::CLASS,
        Kind::Component => CompletionItemKind::MODULE,
        Kind::Type => CompletionItemKind::INTERFACE,
        Kind::Property => CompletionItemKind::PROPERTY,
        Kind::Member => CompletionItemKind::FIELD,
        Kind::Value => CompletionItemKind::ENUM_MEMBER,
        Kind::Variable => CompletionItemKind::VARIABLE,
        Kind::Constant => CompletionItemKind::CONSTANT,
        Kind::Function => CompletionItemKind::FUNCTION,
        Kind::Namespace => CompletionItemKind::MODULE,
        Kind::Keyword => CompletionItemKind::KEYWORD,
        Kind::File => CompletionItemKind::FILE,
        Kind::Snippet => CompletionItemKind::SNIPPET,
    }
}

/// Help with a call. Parameters are parts of the label, which all clients can show.
pub fn signature_help(found: Signatures, formats: Option<&[MarkupKind]>) -> SignatureHelp {
    let doc = (!found.doc.is_empty())
        .then(|| Documentation::MarkupContent(markup(found.doc.clone(), formats)));
    let parameter = found.parameter.map(|at| at as u32);
    let signatures = found.ways.into_iter().map(|way| {
        let texts = way
            .parameters
            .iter()
            .filter_map(|at| way.label.get(at.clone()));
        let parameters = texts.map(|text| ParameterInformation {
            label: ParameterLabel::Simple(text.to_owned()),
            documentation: None,
        });
        SignatureInformation {
            parameters: Some(parameters.collect()),
            documentation: doc.clone(),
            active_parameter: None,
            label: way.label,
        }
    });
    SignatureHelp {
        signatures: signatures.collect(),
        active_signature: Some(found.active as u32),
        active_parameter: parameter,
    }
}
