//! The namespace `cfn`: CloudFormation's intrinsics as they are spelled, typed and never folded, for
//! the places where the natural form would emit another spelling. The names and the order of the
//! arguments are those of CloudFormation's reference of intrinsic functions and of rule functions.

use super::signature::{Param, Signature, Ty, optional, param, signature};
use super::table::{Builtin, Example, Kind, Run, Space, Spelling};

const TEXTS: Ty = Ty::List(&Ty::Text);

/// A list, or an intrinsic that gives one.
const LIST: Ty = Ty::OneOf(&[Ty::List(&Ty::Json), Ty::Json]);

const ID: Param = param("id", Ty::Text);

const CONDITION: Param = param("condition", Ty::Bool);

const VALUE: Param = param("value", Ty::Json);

const CONDITIONS: &[Signature] = &[signature(&[CONDITION], Ty::Bool).rest(CONDITION)];

pub(super) static ENTRIES: &[Builtin] = &[
    intrinsic(
        "ref",
        "Ref",
        &[signature(&[ID], Ty::Json)],
        Spelling::Bare,
        "`Ref` of a logical id, for what only a transform makes.",
        r#"cfn.ref("MadeByAMacro")"#,
    ),
    intrinsic(
        "getAtt",
        "Fn::GetAtt",
        &[
            signature(&[param("path", Ty::Text)], Ty::Json),
            signature(&[ID, param("attribute", Ty::Text)], Ty::Json),
        ],
        Spelling::BareOrList,
        "`Fn::GetAtt`: of one text (`Id.Attribute`) or of two.",
        r#"cfn.getAtt("MadeByAMacro.Arn")"#,
    ),
    intrinsic(
        "sub",
        "Fn::Sub",
        &[signature(
            &[
                param("text", Ty::Text),
                optional("variables", Ty::Map(&Ty::Json)),
            ],
            Ty::Text,
        )],
        Spelling::BareOrList,
        "`Fn::Sub`: a text (written between single quotes) whose `${...}` the engine replaces.",
        "cfn.sub('${AWS::StackName}-queue')",
    ),
    intrinsic(
        "join",
        "Fn::Join",
        &[signature(
            &[param("separator", Ty::Text), param("list", LIST)],
            Ty::Text,
        )],
        Spelling::List,
        "`Fn::Join` of a list.",
        r#"cfn.join("-", ["a", "b"])"#,
    ),
    intrinsic(
        "split",
        "Fn::Split",
        &[signature(
            &[param("separator", Ty::Text), param("text", Ty::Json)],
            TEXTS,
        )],
        Spelling::List,
        "`Fn::Split` of a text.",
        r#"cfn.split(",", "a,b")"#,
    ),
    intrinsic(
        "select",
        "Fn::Select",
        &[signature(
            &[param("index", Ty::Json), param("list", LIST)],
            Ty::Json,
        )],
        Spelling::List,
        "`Fn::Select`: the element of a list with this index.",
        r#"cfn.select(0, ["a", "b"])"#,
    ),
    intrinsic(
        "findInMap",
        "Fn::FindInMap",
        &[signature(
            &[
                param("map", Ty::Json),
                param("key", Ty::Json),
                param("secondKey", Ty::Json),
                optional("options", Ty::Map(&Ty::Json)),
            ],
            Ty::Json,
        )],
        Spelling::List,
        "`Fn::FindInMap`; `options` may hold a `DefaultValue`.",
        r#"cfn.findInMap("Sizes", "prod", "Value")"#,
    ),
    intrinsic(
        "if",
        "Fn::If",
        &[signature(
            &[
                param("condition", Ty::Text),
                param("then", VALUE.ty),
                param("otherwise", VALUE.ty),
            ],
            Ty::Json,
        )],
        Spelling::Places,
        "`Fn::If` of a condition's name.",
        r#"cfn.if("IsProd", "large", "small")"#,
    ),
    intrinsic(
        "equals",
        "Fn::Equals",
        &[signature(&[VALUE, param("other", Ty::Json)], Ty::Bool)],
        Spelling::List,
        "`Fn::Equals` of two values.",
        r#"cfn.equals("a", "b")"#,
    ),
    intrinsic(
        "and",
        "Fn::And",
        CONDITIONS,
        Spelling::List,
        "`Fn::And` of two to ten conditions.",
        r#"cfn.and(cfn.condition("IsProd"), cfn.condition("IsWatched"))"#,
    ),
    intrinsic(
        "or",
        "Fn::Or",
        CONDITIONS,
        Spelling::List,
        "`Fn::Or` of two to ten conditions.",
        r#"cfn.or(cfn.condition("IsProd"), cfn.condition("IsWatched"))"#,
    ),
    intrinsic(
        "not",
        "Fn::Not",
        &[signature(&[CONDITION], Ty::Bool)],
        Spelling::List,
        "`Fn::Not` of a condition.",
        r#"cfn.not(cfn.condition("IsProd"))"#,
    ),
    intrinsic(
        "condition",
        "Condition",
        &[signature(&[param("name", Ty::Text)], Ty::Bool)],
        Spelling::Bare,
        "A condition by its name.",
        r#"cfn.condition("IsProd")"#,
    ),
    intrinsic(
        "base64",
        "Fn::Base64",
        &[signature(&[param("text", Ty::Json)], Ty::Text)],
        Spelling::Bare,
        "`Fn::Base64` of a text.",
        r#"cfn.base64("hello")"#,
    ),
    intrinsic(
        "toJsonString",
        "Fn::ToJsonString",
        &[signature(&[VALUE], Ty::Text)],
        Spelling::Bare,
        "`Fn::ToJsonString` of a list or a map.",
        r#"cfn.toJsonString({ retries: 3 })"#,
    ),
    intrinsic(
        "length",
        "Fn::Length",
        &[signature(&[param("list", LIST)], Ty::Int)],
        Spelling::Bare,
        "`Fn::Length` of a list.",
        r#"cfn.length(["a", "b"])"#,
    ),
    intrinsic(
        "cidr",
        "Fn::Cidr",
        &[signature(
            &[
                param("block", Ty::Json),
                param("count", Ty::Json),
                optional("bits", Ty::Json),
            ],
            TEXTS,
        )],
        Spelling::List,
        "`Fn::Cidr`: `count` blocks out of one, each with `bits` bits for hosts.",
        r#"cfn.cidr("10.0.0.0/16", 6, 8)"#,
    ),
    intrinsic(
        "getAZs",
        "Fn::GetAZs",
        &[signature(&[optional("region", Ty::Json)], TEXTS)],
        Spelling::Bare,
        "`Fn::GetAZs` of a region; the empty text is the stack's own, and so is none.",
        r#"cfn.getAZs("")"#,
    ),
    intrinsic(
        "importValue",
        "Fn::ImportValue",
        &[signature(&[param("name", Ty::Json)], Ty::Text)],
        Spelling::Bare,
        "`Fn::ImportValue` of an export's name.",
        r#"cfn.importValue("network-vpc")"#,
    ),
    intrinsic(
        "getStackOutput",
        "Fn::GetStackOutput",
        &[signature(
            &[
                param("stack", Ty::Json),
                param("output", Ty::Json),
                optional("region", Ty::Json),
                optional("role", Ty::Json),
            ],
            Ty::Text,
        )],
        Spelling::Entries(&["StackName", "OutputName", "Region", "RoleArn"]),
        "`Fn::GetStackOutput`: an output of another stack, also of another region.",
        r#"cfn.getStackOutput("network", "VpcId", region: "eu-west-1")"#,
    ),
    intrinsic(
        "transform",
        "Fn::Transform",
        &[signature(
            &[
                param("name", Ty::Text),
                optional("parameters", Ty::Map(&Ty::Json)),
            ],
            Ty::Json,
        )],
        Spelling::Entries(&["Name", "Parameters"]),
        "`Fn::Transform`: what a macro makes of its parameters.",
        r#"cfn.transform("AWS::Include", { Location: "s3://templates/part.yaml" })"#,
    ),
    Builtin {
        kind: Kind::Value(Ty::Json),
        ..intrinsic(
            "noValue",
            "Ref",
            &[],
            Spelling::Fixed("AWS::NoValue"),
            "`Ref` of `AWS::NoValue`: nothing, as `null`.",
            "cfn.noValue",
        )
    },
    intrinsic(
        "contains",
        "Fn::Contains",
        &[signature(&[param("list", LIST), VALUE], Ty::Bool)],
        Spelling::List,
        "In a rule: whether a list has a value.",
        r#"cfn.contains(["t3.micro", "t3.small"], cfn.ref("Size"))"#,
    ),
    intrinsic(
        "eachMemberEquals",
        "Fn::EachMemberEquals",
        &[signature(&[param("list", LIST), VALUE], Ty::Bool)],
        Spelling::List,
        "In a rule: whether every element of a list is this value.",
        r#"cfn.eachMemberEquals(cfn.valueOfAll("AWS::EC2::VPC::Id", "Tags.Team"), "web")"#,
    ),
    intrinsic(
        "eachMemberIn",
        "Fn::EachMemberIn",
        &[signature(
            &[param("list", LIST), param("allowed", LIST)],
            Ty::Bool,
        )],
        Spelling::List,
        "In a rule: whether every element of a list is in another list.",
        r#"cfn.eachMemberIn(cfn.refAll("AWS::EC2::Subnet::Id"), ["subnet-1", "subnet-2"])"#,
    ),
    intrinsic(
        "refAll",
        "Fn::RefAll",
        &[signature(&[param("type", Ty::Text)], TEXTS)],
        Spelling::Bare,
        "In a rule: the values of all parameters of a type.",
        r#"cfn.refAll("AWS::EC2::VPC::Id")"#,
    ),
    intrinsic(
        "valueOf",
        "Fn::ValueOf",
        &[signature(
            &[param("parameter", Ty::Text), param("attribute", Ty::Text)],
            Ty::Json,
        )],
        Spelling::List,
        "In a rule: an attribute of what a parameter names.",
        r#"cfn.valueOf("Subnet", "VpcId")"#,
    ),
    intrinsic(
        "valueOfAll",
        "Fn::ValueOfAll",
        &[signature(
            &[param("type", Ty::Text), param("attribute", Ty::Text)],
            TEXTS,
        )],
        Spelling::List,
        "In a rule: an attribute of what all parameters of a type name.",
        r#"cfn.valueOfAll("AWS::EC2::Subnet::Id", "VpcId")"#,
    ),
];

const fn intrinsic(
    name: &'static str,
    spelled: &'static str,
    signatures: &'static [Signature],
    argument: Spelling,
    doc: &'static str,
    code: &'static str,
) -> Builtin {
    Builtin {
        space: Space::Cfn,
        name,
        kind: Kind::Function(signatures),
        doc,
        example: Example { code, gives: "" },
        run: Run::Intrinsic {
            name: spelled,
            argument,
        },
    }
}
