//! Code lenses. In: a file. Out: places, and what stands over them once they are seen. Never: a command that
//! the client would have to ask the server for; all of them are the client's own.

use super::asked::Asked;
use crate::ide::{self, LensKind};
use crate::lsp::convert::{Lines, uri_of};
use crate::lsp::router::{Answer, Failure};
use crate::lsp::server::Server;
use crate::syntax::ast::ItemId;
use lsp_types::{CodeLens, CodeLensParams, Command, Location, Range, Uri};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a lens needs to be counted.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counted {
    uri: Uri,
    /// The declaration whose uses are counted; without one, the resources of the file.
    item: Option<u32>,
}

pub fn lenses(server: &mut Server, params: CodeLensParams) -> Answer<Option<Vec<CodeLens>>> {
    let uri = params.text_document.uri;
    let asked = Asked::about(server, &uri)?;
    let view = asked.view()?;
    let lines = asked.lines(asked.file);
    let found = ide::lenses(&view).into_iter();
    let lenses = found.map(|lens| {
        let mut answer = CodeLens {
            range: lines.range(lens.at),
            command: None,
            data: None,
        };
        let counted = |item| {
            let uri = uri.clone();
            serde_json::to_value(Counted { uri, item }).ok()
        };
        match lens.kind {
            LensKind::Resources => answer.data = counted(None),
            LensKind::Uses(item) => answer.data = counted(Some(item.0)),
            LensKind::Graph => {
                answer.command = Some(on_file("show graph", "infra.showGraph", &uri))
            }
            LensKind::Test(name) => {
                let arguments = vec![json!(uri), json!(name)];
                answer.command = Some(command("run test", "infra.runTest", arguments));
            }
        }
        answer
    });
    Ok(Some(lenses.collect()))
}

pub fn resolve(server: &mut Server, mut lens: CodeLens) -> Answer<CodeLens> {
    let Some(data) = lens.data.take() else {
        return Ok(lens);
    };
    let counted: Counted = serde_json::from_value(data)
        .map_err(|error| Failure::refused(format!("this is no lens of ours: {error}")))?;
    let asked = Asked::about(server, &counted.uri)?;
    lens.command = Some(match counted.item {
        None => {
            let title = number(ide::made_count(&asked.view()?), "resource");
            on_file(&title, "infra.showTemplate", &counted.uri)
        }
        Some(item) => used(server, &asked, &counted.uri, ItemId(item), lens.range),
    });
    Ok(lens)
}

fn used(server: &mut Server, asked: &Asked, uri: &Uri, item: ItemId, at: Range) -> Command {
    let uses = ide::uses_elsewhere(&mut server.workspace, &asked.path, item);
    let title = match uses.programs {
        0 => "used by no stack".to_owned(),
        count => format!("used by {}", number(count, "stack")),
    };
    let mut locations: Vec<Location> = Vec::new();
    for (path, span) in uses.places {
        let text = server.workspace.text(&path);
        if let (Some(uri), Some(text)) = (uri_of(&path), text) {
            let lines = Lines::new(&text, server.encoding);
            locations.push(Location::new(uri, lines.range(span)));
        }
    }
    let arguments = vec![json!(uri), json!(at.start), json!(locations)];
    command(&title, "infra.showReferences", arguments)
}

fn on_file(title: &str, name: &str, uri: &Uri) -> Command {
    command(title, name, vec![json!(uri)])
}

fn command(title: &str, name: &str, arguments: Vec<Value>) -> Command {
    Command::new(title.to_owned(), name.to_owned(), Some(arguments))
}

fn number(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
