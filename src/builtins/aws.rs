//! The namespace `aws`: what only the deployment knows. Nothing here ever folds.

use super::call::{Call, Fault, text};
use super::signature::{Param, Signature, Ty, optional, param, signature};
use super::table::{Builtin, Example, Kind, Run, Space};
use crate::graph::{Deferred, Pseudo, Value};

const TEXTS: Ty = Ty::List(&Ty::Text);

const NAME: Param = param("name", Ty::Text);

pub(super) static ENTRIES: &[Builtin] = &[
    pseudo(
        Pseudo::Region,
        Ty::Text,
        "The region that is deployed to: `AWS::Region`.",
        "aws.region",
    ),
    pseudo(
        Pseudo::AccountId,
        Ty::Text,
        "The account that is deployed to: `AWS::AccountId`.",
        "aws.accountId",
    ),
    pseudo(
        Pseudo::Partition,
        Ty::Text,
        "The partition of the region, as ARNs begin with it (`aws`, `aws-cn`): `AWS::Partition`.",
        "aws.partition",
    ),
    pseudo(
        Pseudo::StackName,
        Ty::Text,
        "The name of the stack: `AWS::StackName`.",
        "aws.stackName",
    ),
    pseudo(
        Pseudo::StackId,
        Ty::Text,
        "The ARN of the stack: `AWS::StackId`.",
        "aws.stackId",
    ),
    pseudo(
        Pseudo::UrlSuffix,
        Ty::Text,
        "The end of the services' host names (`amazonaws.com`): `AWS::URLSuffix`.",
        "aws.urlSuffix",
    ),
    pseudo(
        Pseudo::NotificationArns,
        TEXTS,
        "The topics that are told about the stack's events: `AWS::NotificationARNs`.",
        "aws.notificationArns",
    ),
    lookup(
        "availabilityZones",
        &[signature(&[optional("region", Ty::Text)], TEXTS)],
        "The names of the zones of a region, of the stack's own one if none is given: `Fn::GetAZs`.",
        "aws.availabilityZones()[0]",
        availability_zones,
    ),
    lookup(
        "importValue",
        &[signature(&[NAME], Ty::Text)],
        "What another stack exports under a name: `Fn::ImportValue`.",
        r#"aws.importValue("network-vpc")"#,
        import_value,
    ),
    lookup(
        "stackOutput",
        &[signature(&[param("stack", Ty::Text), NAME], Ty::Text)],
        "An output of another stack: `Fn::GetStackOutput`.",
        r#"aws.stackOutput("network", "VpcId")"#,
        stack_output,
    ),
    lookup(
        "secret",
        &[signature(
            &[param("id", Ty::Text), optional("key", Ty::Text)],
            Ty::Text,
        )],
        "The text of a secret in Secrets Manager, or what stands under `key` in a secret that is \
         a JSON object, read while deploying: a dynamic reference.",
        r#"aws.secret("database", "password")"#,
        secret,
    ),
    lookup(
        "ssm",
        &[signature(&[NAME, optional("secure", Ty::Bool)], Ty::Text)],
        "The value of a parameter in the Parameter Store, read while deploying: a dynamic \
         reference. With `secure`, one of type SecureString.",
        r#"aws.ssm("/network/vpc")"#,
        ssm,
    ),
];

const fn pseudo(pseudo: Pseudo, ty: Ty, doc: &'static str, code: &'static str) -> Builtin {
    Builtin {
        space: Space::Aws,
        name: pseudo.name(),
        kind: Kind::Value(ty),
        doc,
        example: Example { code, gives: "" },
        run: Run::Pseudo(pseudo),
    }
}

const fn lookup(
    name: &'static str,
    signatures: &'static [Signature],
    doc: &'static str,
    code: &'static str,
    defer: fn(&mut Call) -> Result<Deferred, Fault>,
) -> Builtin {
    Builtin {
        space: Space::Aws,
        name,
        kind: Kind::Function(signatures),
        doc,
        example: Example { code, gives: "" },
        run: Run::Defer(defer),
    }
}

fn availability_zones(call: &mut Call) -> Result<Deferred, Fault> {
    Ok(Deferred::AvailabilityZones(call.option(0).cloned()))
}

fn import_value(call: &mut Call) -> Result<Deferred, Fault> {
    Ok(Deferred::ImportValue(call.raw(0)?.clone()))
}

fn stack_output(call: &mut Call) -> Result<Deferred, Fault> {
    Ok(Deferred::StackOutput {
        stack: call.raw(0)?.clone(),
        name: call.raw(1)?.clone(),
    })
}

fn secret(call: &mut Call) -> Result<Deferred, Fault> {
    let (id, key) = (call.raw(0)?.clone(), call.option(1).cloned());
    refuse_braces(&id, 0)?;
    key.iter().try_for_each(|key| refuse_braces(key, 1))?;
    Ok(Deferred::Secret { id, key })
}

fn ssm(call: &mut Call) -> Result<Deferred, Fault> {
    let name = call.raw(0)?.clone();
    refuse_braces(&name, 0)?;
    let secure = match call.option(1) {
        Some(_) => call.bool(1)?,
        None => false,
    };
    Ok(Deferred::Ssm { name, secure })
}

/// A dynamic reference stands between `{{` and `}}`; what is in it cannot hold any.
fn refuse_braces(value: &Value, index: usize) -> Result<(), Fault> {
    match text(value, index) {
        Ok(text) if text.contains(['{', '}']) => Err(Fault::at(
            index,
            "a dynamic reference cannot hold `{` or `}`",
        )),
        _ => Ok(()),
    }
}
