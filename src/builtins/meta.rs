//! Functions about the program itself: `logicalId`, `fail`, `raw`.

use super::call::{Call, Fault, kind_name};
use super::signature::{Ty, param, signature};
use super::table::{Builtin, Run, example, function};
use crate::graph::{Deferred, ValueKind};

/// The name of the function whose argument is a type.
pub const RESOURCES: &str = "resources";

/// The name of the function whose argument names an output.
pub const OUTPUT: &str = "output";

pub(super) static ENTRIES: &[Builtin] = &[
    Builtin {
        run: Run::Known(logical_id),
        ..function(
            "logicalId",
            &[signature(&[param("resource", Ty::Resource)], Ty::Text)],
            "The logical id that a resource has in the template.",
            example("logicalId(photoBucket)", ""),
            logical_id,
        )
    },
    // What these two give depends on the program: checking and evaluation see to it themselves.
    Builtin {
        run: Run::Known(fail),
        ..function(
            OUTPUT,
            &[signature(&[param("name", Ty::Text)], Ty::Json)],
            "In tests: the value of an output.",
            example(r#"output("url")"#, ""),
            fail,
        )
    },
    Builtin {
        run: Run::Known(fail),
        ..function(
            RESOURCES,
            &[signature(
                &[param("type", Ty::Any)],
                Ty::List(&Ty::Resource),
            )],
            "In tests and policies: all resources of a type.",
            example("resources(AWS::SQS::Queue)", ""),
            fail,
        )
    },
    Builtin {
        run: Run::Known(fail),
        ..function(
            "fail",
            &[signature(&[param("message", Ty::Text)], Ty::Never)],
            "Stops the build with this message. It fits wherever a value is expected.",
            example(r#"fail("a queue needs a name")"#, ""),
            fail,
        )
    },
    Builtin {
        run: Run::Defer(raw),
        ..function(
            "raw",
            &[signature(&[param("json", Ty::Json)], Ty::Json)],
            "Puts a fragment into the template as it is, unchecked: the last way out.",
            example(r#"raw({ "Fn::Transform": { Name: "Macro" } })"#, ""),
            fail,
        )
    },
];

fn logical_id(call: &mut Call) -> Result<ValueKind, Fault> {
    let value = call.known(0)?;
    match value.kind {
        ValueKind::Resource(id, _) => Ok(ValueKind::Text(call.world.logical_id(id))),
        _ => Err(Fault::at(
            0,
            format!("expected a resource, found {}", kind_name(value)),
        )),
    }
}

fn fail(call: &mut Call) -> Result<ValueKind, Fault> {
    Err(Fault::Fail(call.text(0)?.clone()))
}

fn raw(call: &mut Call) -> Result<Deferred, Fault> {
    Ok(Deferred::Raw(call.raw(0)?.clone()))
}
