//! The page of something that was offered. In: what it is about. Out: the page. Never: anything about the place
//! where it was offered.

use super::{attribute, property, resource_type};
use crate::ide::complete::Subject;
use crate::schema::Catalogue;

pub fn subject_page(catalogue: &Catalogue, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Type(name) => Some(resource_type(catalogue, &catalogue.find(name)?)),
        Subject::Property { key, node, name } => {
            // The way to a property of the resource itself is its name.
            let path = (node.0 == 0).then_some(name.as_str());
            property(catalogue, key, *node, name, path)
        }
        Subject::Attribute { key, name } => attribute(catalogue, key, name),
        Subject::Page(page) => Some(page.clone()),
    }
}
