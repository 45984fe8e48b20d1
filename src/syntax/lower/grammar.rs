//! The parser that is generated from `grammar/infra.pest`. In: text. Out: pest's pairs, which
//! nothing outside of this folder sees. Never: meanings or messages.

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/infra.pest"]
pub(super) struct Grammar;
