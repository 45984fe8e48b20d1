//! The page of the playground. In: its examples as JSON. Out: HTML that holds all that it needs. Never: a
//! reference to anything else.

use crate::diagram::{SCRIPT, STYLE, TOOLS, fill, in_script};

const PAGE: &str = include_str!("page/playground.html");
const OWN_STYLE: &str = include_str!("page/playground.css");
const OWN_SCRIPT: &str = concat!(
    include_str!("page/editor.js"),
    include_str!("page/playground.js")
);

pub fn page(examples: &str) -> String {
    fill(
        PAGE,
        &[
            ("style", &format!("{STYLE}{OWN_STYLE}")),
            ("tools", TOOLS),
            ("examples", &in_script(examples)),
            ("script", &format!("{SCRIPT}{OWN_SCRIPT}")),
        ],
    )
}
