//! Who uses whom. In: a place, or what an earlier answer named. Out: functions, components, and what uses
//! them. Never: state between two requests; what is asked about is found again by its place.

use super::asked::Asked;
use crate::ide::{self, calls};
use crate::lsp::convert::{Places, symbol_kind};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use crate::resolve::DeclId;
use lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
};

pub fn prepare(
    server: &mut Server,
    params: CallHierarchyPrepareParams,
) -> Answer<Option<Vec<CallHierarchyItem>>> {
    let at = params.text_document_position_params;
    let asked = Asked::about(server, &at.text_document.uri)?;
    let Some(node) = calls::prepare(&asked.view()?, asked.offset(at.position)) else {
        return Ok(None);
    };
    let mut places = Places::new(&asked.analysis, server.encoding);
    Ok(item(&mut places, node).map(|item| vec![item]))
}

pub fn incoming(
    server: &mut Server,
    params: CallHierarchyIncomingCallsParams,
) -> Answer<Option<Vec<CallHierarchyIncomingCall>>> {
    let Some((asked, decl)) = again(server, &params.item)? else {
        return Ok(None);
    };
    let found = calls::incoming(&mut server.workspace, &asked.analysis, decl);
    let found = found.into_iter().filter_map(|call| {
        let mut places = Places::new(&call.analysis, server.encoding);
        let ranges: Vec<Range> = call.places.iter().map(|at| places.range(*at)).collect();
        Some(CallHierarchyIncomingCall {
            from: item(&mut places, call.node)?,
            from_ranges: ranges,
        })
    });
    Ok(Some(found.collect()))
}

pub fn outgoing(
    server: &mut Server,
    params: CallHierarchyOutgoingCallsParams,
) -> Answer<Option<Vec<CallHierarchyOutgoingCall>>> {
    let Some((asked, decl)) = again(server, &params.item)? else {
        return Ok(None);
    };
    let found = calls::outgoing(&asked.analysis, decl);
    let mut places = Places::new(&asked.analysis, server.encoding);
    let found = found.into_iter().filter_map(|call| {
        let ranges: Vec<Range> = call.places.iter().map(|at| places.range(*at)).collect();
        Some(CallHierarchyOutgoingCall {
            to: item(&mut places, call.node)?,
            from_ranges: ranges,
        })
    });
    Ok(Some(found.collect()))
}

/// What an earlier answer named, in the text as it is now.
fn again(server: &mut Server, item: &CallHierarchyItem) -> Answer<Option<(Asked, DeclId)>> {
    let asked = Asked::about(server, &item.uri)?;
    let offset = asked.offset(item.selection_range.start);
    let view = asked.view()?;
    let named = ide::symbol_at(&view, offset).and_then(|one| one.symbol.decl());
    let decl = named.or_else(|| calls::item_at(&view, offset));
    Ok(decl.map(|decl| (asked, decl)))
}

fn item(places: &mut Places, node: calls::Node) -> Option<CallHierarchyItem> {
    let location = places.location(node.at)?;
    Some(CallHierarchyItem {
        name: node.name,
        kind: symbol_kind(node.kind),
        tags: None,
        detail: None,
        uri: location.uri,
        range: places.range(node.whole),
        selection_range: location.range,
        data: None,
    })
}
