//! Paths that lead to files. In: a file. Out: its links. Never: one to a file that is not there.

use super::asked::Asked;
use crate::ide::{self, Link, Target};
use crate::lsp::convert::{Places, uri_of};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{DocumentLink, DocumentLinkParams};

pub fn links(server: &mut Server, params: DocumentLinkParams) -> Answer<Option<Vec<DocumentLink>>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let mut places = Places::new(&asked.analysis, server.encoding);
    let links = ide::links(&asked.view()?);
    let links = links.iter().filter_map(|Link { at, target }| {
        let target = match target {
            Target::Program(file) => places.address(*file)?,
            Target::Disk(path) => {
                server.workspace.session().files.size(path)?;
                uri_of(path)?
            }
        };
        Some(DocumentLink {
            range: places.range(*at),
            target: Some(target),
            tooltip: None,
            data: None,
        })
    });
    Ok(Some(links.collect()))
}
