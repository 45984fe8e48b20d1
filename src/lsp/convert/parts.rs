//! Parts of files as the protocol shows them. In: outlines. Out: symbols, as a tree or as a list. Never: an
//! order other than the text's.

use super::Lines;
use crate::ide::{Kind, Part};
use lsp_types::{DocumentSymbol, Location, SymbolInformation, SymbolKind, SymbolTag, Uri};

/// Parts with those inside.
#[allow(deprecated)]
pub fn symbol_tree(parts: Vec<Part>, lines: &Lines) -> Vec<DocumentSymbol> {
    let symbols = parts.into_iter().map(|part| {
        let children = symbol_tree(part.inside, lines);
        DocumentSymbol {
            name: part.name,
            detail: part.detail,
            kind: symbol_kind(part.kind),
            tags: symbol_tags(part.is_deprecated),
            deprecated: None,
            range: lines.range(part.whole),
            selection_range: lines.range(part.at),
            children: (!children.is_empty()).then_some(children),
        }
    });
    symbols.collect()
}

/// Parts as a list, each with the name of what it is inside of.
#[allow(deprecated)]
pub fn symbol_list(parts: &[Part], uri: &Uri, lines: &Lines) -> Vec<SymbolInformation> {
    let mut symbols = Vec::new();
    let mut open: Vec<(&Part, Option<&Part>)> = parts.iter().rev().map(|p| (p, None)).collect();
    while let Some((part, around)) = open.pop() {
        symbols.push(SymbolInformation {
            name: part.name.clone(),
            kind: symbol_kind(part.kind),
            tags: symbol_tags(part.is_deprecated),
            deprecated: None,
            location: Location::new(uri.clone(), lines.range(part.whole)),
            container_name: around.map(|around| around.name.clone()),
        });
        open.extend(part.inside.iter().rev().map(|inner| (inner, Some(part))));
    }
    symbols
}

pub fn symbol_tags(is_deprecated: bool) -> Option<Vec<SymbolTag>> {
    is_deprecated.then(|| vec![SymbolTag::DEPRECATED])
}

pub fn symbol_kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Param | Kind::Input => SymbolKind::CONSTANT,
        Kind::Let | Kind::Entry => SymbolKind::VARIABLE,
        Kind::Type => SymbolKind::INTERFACE,
        Kind::Fn => SymbolKind::FUNCTION,
        Kind::Component => SymbolKind::CLASS,
        Kind::Resource | Kind::Existing | Kind::Data => SymbolKind::OBJECT,
        Kind::Output => SymbolKind::FIELD,
        Kind::Module => SymbolKind::MODULE,
        Kind::Stack => SymbolKind::PACKAGE,
        Kind::Rule | Kind::Policy => SymbolKind::EVENT,
        Kind::Test => SymbolKind::METHOD,
        Kind::Key => SymbolKind::PROPERTY,
        Kind::Section => SymbolKind::NAMESPACE,
        Kind::Broken => SymbolKind::NULL,
    }
}
