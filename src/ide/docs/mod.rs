//! What people read of a thing, as markdown: on hover, beside a completion, beside a call.
//!
//! In: a thing (a declaration, a property, a resource type, a word of the language). Out: a few lines.
//! Never: what it has to do with the place where it is met.

mod declaration;
mod links;
mod property;
mod resource;
mod subject;
mod words;

pub use declaration::{callee_page, declaration};
pub use property::{attribute, field, place_of_property, property};
pub use resource::resource_type;
pub use subject::subject_page;
pub use words::{attribute_word, keyword, namespace, type_names, type_word};

/// A block of code.
pub fn code(text: &str) -> String {
    format!("```infra\n{text}\n```\n")
}

/// Paragraphs, with a blank line between two.
pub fn paragraphs(parts: impl IntoIterator<Item = String>) -> String {
    let parts = parts.into_iter().map(|part| part.trim_end().to_owned());
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}
