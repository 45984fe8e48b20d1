//! What may get another name. In: a file and a place. Out: what is named there, or one sentence that says why
//! its name stays. Never: a look at the new name's meaning.

use crate::diag::Severity;
use crate::ide::View;
use crate::ide::symbol::{Symbol, symbol_at};
use crate::syntax::ast::{ExprKind, ItemKind};
use crate::syntax::parse;
use crate::text::{FileId, Span};

/// Something that may be renamed.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Where it was asked about.
    pub at: Span,
    pub symbol: Symbol,
    /// Its name as it is.
    pub name: String,
}

/// What may be renamed at a place.
pub fn prepare(view: &View, offset: u32) -> Result<Subject, String> {
    let Some(found) = symbol_at(view, offset) else {
        return Err("nothing here has a name that the program gives".to_owned());
    };
    let at = found.at;
    let name = view.slice(at).trim_matches(['"', '\'']).to_owned();
    let refused = |why: &str| Err(format!("`{name}` {why}"));
    let home = match &found.symbol {
        _ if view.is_template => {
            return refused("is a logical id: what has another one is another resource");
        }
        Symbol::Declared(decl) => decl.file,
        Symbol::Parameter(at) => at.file,
        Symbol::Local(_) | Symbol::Alias { .. } | Symbol::Import { .. } => view.file,
        Symbol::Builtin(_)
        | Symbol::BuiltinParameter(..)
        | Symbol::Namespace(_)
        | Symbol::Scalar(_)
        | Symbol::Annotation(_) => return refused("is a part of the language"),
        Symbol::Type(_) => return refused("is the name of a resource type"),
        Symbol::Part(key, _) => {
            return refused(&format!("is a part of the resource type `{}`", key.name));
        }
        Symbol::Property(key, ..) | Symbol::Attribute(key, _) => {
            return refused(&format!("is a property of `{}`", key.name));
        }
        Symbol::Field(..) => {
            return refused("is a field: nothing ties the records together that have it");
        }
        Symbol::File(_) => return refused("is the path of a file"),
    };
    let is_own = View::of(view.analysis, home).is_some_and(|home| !home.is_library);
    match is_own {
        true => Ok(Subject {
            at,
            symbol: found.symbol,
            name,
        }),
        false => refused("belongs to the library: import it `as` another name"),
    }
}

/// Whether a text can be a name; what it is otherwise.
pub fn check_name(name: &str) -> Result<(), String> {
    // As a declaration and as a use: what is no name in one of the places is none.
    let (module, found) = parse(FileId(0), &format!("let {name} = {name}"));
    let is_read = match module.items.as_slice() {
        [item] => match &item.kind {
            ItemKind::Let(one) => {
                one.name.name == name && one.value.kind == ExprKind::Name(name.into())
            }
            _ => false,
        },
        _ => false,
    };
    let is_free = !found.iter().any(|d| d.severity == Severity::Error) && name != "_";
    match is_read && is_free {
        true => Ok(()),
        false => {
            let is_text = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            let begins = name.chars().next().is_some_and(|c| !c.is_numeric());
            Err(match is_text && begins {
                true => format!("`{name}` is a word of the language"),
                false => format!("expected letters, digits and `_`, found `{name}`"),
            })
        }
    }
}
