//! Custom resources: their properties are anyone's, but one of them says who makes the resource.

use super::choices::each_choice;
use super::finding::{Finding, Reports};
use crate::diag::Code;
use crate::graph::{Resource, ValueKind};

const TOKEN: &str = "ServiceToken";

/// Whether a custom resource says who makes it.
pub(super) fn check(resource: &Resource, reports: &mut Reports) {
    let name = resource.ty.name.as_str();
    if !name.starts_with("Custom::") && name != "AWS::CloudFormation::CustomResource" {
        return;
    }
    let mut missing = false;
    each_choice(&resource.properties, &mut |properties| {
        missing |= match &properties.kind {
            ValueKind::Null => true,
            ValueKind::Map(map) if super::objects::is_intrinsic(map) => false,
            ValueKind::Map(map) => map.get(TOKEN).is_none_or(|token| token.is_null()),
            _ => false,
        };
    });
    if missing {
        let message = format!("`{name}` needs `{TOKEN}`");
        let finding = Finding::new(Code::SchemaMissingProperty, resource.origin, message)
            .here("this resource")
            .help(format!(
                "add `{TOKEN}`: the ARN of the function or topic that makes it"
            ));
        reports.add(finding, Some(resource.origin.span));
    }
}
