//! Services that come to their end. In: a resource type. Out: what is said at each resource of it. Never: a
//! clock: the catalogue says what has happened.

use super::finding::Finding;
use crate::diag::Code;
use crate::graph::Origin;
use crate::schema::Schema;

/// What to say of a resource that is declared at a place.
pub(super) fn check(schema: &Schema, at: Origin) -> Option<Finding> {
    let lifecycle = schema.lifecycle.as_ref()?;
    let ty = &schema.name;
    let date = lifecycle.date.as_deref();
    let date = |word: &str| date.map_or(String::new(), |date| format!(" {word} {date}"));
    let finding = match lifecycle.status.as_str() {
        "shutdown" => Finding::new(
            Code::SchemaShutDown,
            at,
            format!("the service of `{ty}` was shut down{}", date("on")),
        )
        .here("cannot be made any more"),
        "sunset" => Finding::new(
            Code::SchemaRetiring,
            at,
            format!("the service of `{ty}` is shut down{}", date("on")),
        )
        .here("comes to its end"),
        "maintenance" => Finding::new(
            Code::SchemaRetiring,
            at,
            format!(
                "the service of `{ty}` takes no new customers{}",
                date("since")
            ),
        )
        .here("kept as it is"),
        _ => return None,
    };
    Some(finding.help("move to another service"))
}
