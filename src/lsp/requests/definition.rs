//! Where something comes from. In: a place. Out: where it is declared, or where its type is; with what was
//! asked about, for clients that underline it. Never: a file that is not there.

use super::asked::Asked;
use crate::ide::{self, Goal, Target, Which};
use crate::lsp::convert::{Places, uri_of};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{
    GotoCapability, GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink, Range,
    TextDocumentClientCapabilities, TextDocumentPositionParams,
};

type Answered = Answer<Option<GotoDefinitionResponse>>;

/// What a client says of itself about one of these requests.
type Capability = fn(&TextDocumentClientCapabilities) -> Option<GotoCapability>;

pub fn definition(server: &mut Server, params: GotoDefinitionParams) -> Answered {
    let at = params.text_document_position_params;
    answer(server, &at, Which::Definition, |client| client.definition)
}

pub fn declaration(server: &mut Server, params: GotoDefinitionParams) -> Answered {
    let at = params.text_document_position_params;
    answer(server, &at, Which::Declaration, |client| client.declaration)
}

pub fn type_definition(server: &mut Server, params: GotoDefinitionParams) -> Answered {
    let at = params.text_document_position_params;
    answer(server, &at, Which::Type, |client| client.type_definition)
}

fn answer(
    server: &mut Server,
    at: &TextDocumentPositionParams,
    which: Which,
    capability: Capability,
) -> Answered {
    let asked = Asked::about(server, &at.text_document.uri)?;
    let view = asked.view()?;
    let Some(origin) = ide::definition(&view, asked.offset(at.position), which) else {
        return Ok(None);
    };
    let mut places = Places::new(&asked.analysis, server.encoding);
    let range = places.range(origin.at);
    let links = origin.targets.iter().filter_map(|goal| match goal {
        Goal::Place { name, whole } => {
            let target = places.location(*name)?;
            let whole = match whole.file == name.file {
                true => places.range(*whole),
                false => target.range,
            };
            Some(link(range, target, whole))
        }
        Goal::File(Target::Program(file)) => {
            let target = Location::new(places.address(*file)?, Range::default());
            Some(link(range, target, Range::default()))
        }
        Goal::File(Target::Disk(path)) => {
            server.workspace.session().files.size(path)?;
            let target = Location::new(uri_of(path)?, Range::default());
            Some(link(range, target, Range::default()))
        }
    });
    let links: Vec<LocationLink> = links.collect();
    if links.is_empty() {
        return Ok(None);
    }
    let client = server.client.text_document.as_ref().and_then(capability);
    let takes_links = client.and_then(|client| client.link_support);
    Ok(Some(match takes_links.unwrap_or(false) {
        true => GotoDefinitionResponse::Link(links),
        false => {
            let plain =
                |link: LocationLink| Location::new(link.target_uri, link.target_selection_range);
            GotoDefinitionResponse::Array(links.into_iter().map(plain).collect())
        }
    }))
}

fn link(origin: Range, target: Location, whole: Range) -> LocationLink {
    LocationLink {
        origin_selection_range: Some(origin),
        target_uri: target.uri,
        target_range: whole,
        target_selection_range: target.range,
    }
}
