//! What checking says of small programs. Each case is a program and all that is said of it, a line
//! each: the code, the text that is underlined, the message.

use super::{Source, check};
use crate::resolve::{Imports, Names, resolve};
use crate::schema::Catalogue;
use crate::syntax::ast::Module;
use crate::syntax::parse;
use crate::text::FileId;
use crate::types::show;

fn found(program: &str) -> Vec<String> {
    let (module, mut all) = parse(FileId(0), program);
    let (names, unresolved) = resolve(&module, &Imports::default());
    let (_, wrong) = check(source(&module, &names), Catalogue::builtin());
    all.extend(unresolved);
    all.extend(wrong);
    all.sort_by_key(|d| (d.at.start, d.at.end));
    let unused = crate::diag::Code::NameUnused;
    let line = |d: &crate::diag::Diagnostic| {
        let at = program.get(d.at.range()).unwrap_or("");
        format!("{} `{at}` {}", d.code.as_str(), d.message)
    };
    all.iter().filter(|d| d.code != unused).map(line).collect()
}

/// A file that imports nothing.
fn source<'a>(module: &'a Module, names: &'a Names) -> Source<'a> {
    Source {
        module,
        names,
        library: &[],
        only: None,
    }
}

#[track_caller]
fn says(program: &str, expected: &[&str]) {
    assert_eq!(found(program), expected, "{program}");
}

#[track_caller]
fn is_fine(program: &str) {
    says(program, &[]);
}

/// The type of the item `x` of a program.
#[track_caller]
fn type_of(program: &str, expected: &str) {
    let (module, _) = parse(FileId(0), program);
    let (names, _) = resolve(&module, &Imports::default());
    let (types, wrong) = check(source(&module, &names), Catalogue::builtin());
    assert!(wrong.is_empty(), "{program}: {wrong:?}");
    let item = names.top.get("x").expect("the program declares `x`");
    let shown = show(types.item(*item), Catalogue::builtin());
    assert_eq!(shown, expected, "{program}");
}

const PROD: &str = "param stage: \"dev\" | \"prod\"\n\
    let isProd = stage == \"prod\"\n\
    resource q if isProd = AWS::SQS::Queue {}\n";

#[test]
fn types_are_inferred() {
    type_of("let x = 1", "1");
    type_of("let x = 1 + 2", "int");
    type_of("let x = 1 / 2", "number");
    type_of("let x = -3", "-3");
    type_of("let x = [\"a\", \"b\"]", "list<\"a\" | \"b\">");
    type_of("let x = [1, null]", "list<1>");
    type_of("let x = [for i in 1..3: \"n${i}\"]", "list<string>");
    type_of(
        "let x = [{ a: 1 }, { a: 2, b: true }]",
        "list<{ a: 1 } | { a: 2, b: true }>",
    );
    type_of("let x = { for k in [\"a\"]: k => 1 }", "map<1>");
    type_of("let x = { a: 1, ...{ b: 2 } }", "{ a: 1, b: 2 }");
    type_of(
        "param p: bool\nlet x = { a: 1, ...if p then { b: 2 } else {} }",
        "{ a: 1, b?: 2 }",
    );
    type_of("let x = { a: 1 }[\"a\"]", "1");
    type_of("let x = [{ a: 1 }, { b: 2 }][0].a", "1?");
    type_of("param p: \"a\" | \"b\"\nlet x = { a: 1, b: 2 }[p]", "1 | 2");
    type_of("fn x(n: int) = if n > 1 then \"a\" else null", "\"a\"?");
    type_of("let x = distinct([1, 2])", "list<1 | 2>");
    type_of("let x = flatten([[1], [2]])", "list<1 | 2>");
    type_of(
        "let x = zip([1], [\"a\"])[0]",
        "{ first: 1, second: \"a\" }",
    );
    type_of("let x = fromJson('{}').a[0]", "json");
    type_of(
        "param p: AWS::SQS::Queue.Arn?\nlet x = p ?? \"none\"",
        "AWS::SQS::Queue.Arn | \"none\"",
    );
}

#[test]
fn resources_have_the_types_of_their_declarations() {
    type_of("resource x = AWS::SQS::Queue {}", "AWS::SQS::Queue");
    type_of(
        "resource x if aws.region == \"a\" = AWS::SQS::Queue {}",
        "AWS::SQS::Queue?",
    );
    type_of(
        "resource x for t in [\"a\"] for i in 1..2 = AWS::SQS::Queue {}",
        "map<map<AWS::SQS::Queue>>",
    );
    // Known now: the others do not exist.
    type_of(
        "resource x for t in [\"a\", \"b\"] if t != \"b\" = AWS::SQS::Queue {}",
        "map<AWS::SQS::Queue>",
    );
    type_of(
        "resource x for t in [\"a\"] if aws.region == t = AWS::SQS::Queue {}",
        "map<AWS::SQS::Queue?>",
    );
    type_of(
        "resource q = AWS::SQS::Queue {}\nlet x = q.ref",
        "AWS::SQS::Queue.QueueUrl",
    );
    type_of(
        "resource q = AWS::SQS::Queue { Tags: [] }\nlet x = q.Tags",
        "AWS::SQS::Queue.Tags",
    );
    type_of(
        "resource q = AWS::SQS::Queue {}\nlet x = q.Tags",
        "AWS::SQS::Queue.Tags?",
    );
    type_of(
        "resource c = Custom::Thing { ServiceToken: \"a\" }\nlet x = c.Anything",
        "json",
    );
}

#[test]
fn null_is_asked_for_before_it_is_read() {
    let p = "param p: string?\n";
    for fine in [
        "output o = if p != null then lower(p) else \"\"",
        "output o = if p == null then \"\" else lower(p)",
        "output o = if !(p == null) then lower(p) else \"\"",
        "let o = p != null && length(p) > 2",
        "let o = p == null || length(p) > 2",
        "output o = match p { null => \"\", _ => lower(p) }",
        "output o = lower(p ?? \"a\")",
        "let has = p != null\noutput o = if has then lower(p) else \"\"",
        "let has = p != null\nlet b = has && aws.region == \"a\"\noutput o = if b then lower(p) else \"\"",
        "resource q if p != null = AWS::SQS::Queue { QueueName: lower(p) }",
        "output o if p != null = lower(p)",
        "output o = join(\",\", [for x in [\"a\"] if p != null: lower(p)])",
    ] {
        is_fine(&format!("{p}{fine}"));
    }
    says(
        &format!("{p}output o = lower(p)"),
        &["type::maybe-null `p` `p` may be `null`"],
    );
    says(
        &format!("{p}output o = if p == null then lower(p) else \"\""),
        &["type::mismatch `p` expected `string`, found `null`"],
    );
    says(
        &format!("{p}let o = p != null || length(p) > 2"),
        &["type::mismatch `p` expected `string | list<any> | map<any>`, found `null`"],
    );
    says(
        "let r = [{ a: 1, b: { c: 2 } }, { a: 3 }][0]\nlet o = r.b.c",
        &["type::maybe-null `r.b` `r.b` may be `null`"],
    );
    is_fine("let r = [{ a: 1, b: { c: 2 } }, { a: 3 }][0]\nlet o = r.b?.c");
    is_fine("let r = [{ b: { c: { d: 2 } } }, {}][0]\nlet o = r.b?.c.d");
}

#[test]
fn a_conditional_resource_is_there_where_its_condition_is_implied() {
    for fine in [
        "output o if isProd = q.Arn",
        "output o if stage == \"prod\" = q.Arn",
        "output o if isProd && aws.region == \"a\" = q.Arn",
        "output o = if isProd then q.Arn else \"\"",
        "output o = if stage == \"prod\" then q.Arn else \"\"",
        "output o = if stage != \"prod\" then \"\" else q.Arn",
        "output o = if !isProd || aws.region == \"a\" then \"\" else q.Arn",
        "output o = match stage { \"prod\" => q.Arn, \"dev\" => \"\" }",
        "output o = if q != null then q.Arn else \"\"",
        "output o = q?.Arn ?? \"\"",
        "output o = q!.Arn",
        "resource t if isProd = AWS::SNS::Topic { DisplayName: q.QueueName }",
        "resource r if q != null = AWS::SQS::Queue {}\noutput o if isProd = q.Arn",
        "@dependsOn(q)\nresource t = AWS::SNS::Topic {}",
    ] {
        is_fine(&format!("{PROD}{fine}"));
    }
    for wrong in [
        "output o = q.Arn",
        "output o = if stage == \"dev\" then q.Arn else \"\"",
        "output o = if isProd || aws.region == \"a\" then q.Arn else \"\"",
        "output o = match stage { \"dev\" => q.Arn, \"prod\" => \"\" }",
        "output o if aws.region == \"a\" = q.Arn",
    ] {
        says(
            &format!("{PROD}{wrong}"),
            &["type::conditional-resource `q` `q` is there only where its condition holds"],
        );
    }
}

#[test]
fn an_element_of_a_loop_is_there_where_its_condition_is_implied_for_it() {
    let loops = "param mode: \"one\" | \"each\"\n\
        type T = { name: string, on: bool }\n\
        let ts: list<T> = [{ name: \"a\", on: aws.region == \"a\" }]\n\
        resource a for i in 1..3 if mode == \"each\" || i == 1 = AWS::SQS::Queue {}\n\
        resource b for t in ts by t.name if t.on = AWS::SQS::Queue {}\n";
    for fine in [
        "resource x for i in 1..3 if mode == \"each\" || i == 1 = AWS::SNS::Topic { DisplayName: a[toString(i)].QueueName }",
        "resource x for i, q in a if mode == \"each\" = AWS::SNS::Topic { DisplayName: q.QueueName }",
        "resource x for t in ts by t.name if t.on = AWS::SNS::Topic { DisplayName: b[t.name].QueueName }",
        "output o if mode == \"each\" = a[\"2\"].Arn",
        "output o = a[\"2\"]?.Arn ?? \"\"",
        "output o = { for i, q in a: i => q?.Arn }",
    ] {
        is_fine(&format!("{loops}{fine}"));
    }
    says(
        &format!("{loops}output o = a[\"2\"].Arn"),
        &["type::conditional-resource `a[\"2\"]` `a[...]` is there only where its condition holds"],
    );
    says(
        &format!(
            "{loops}resource x for i in 1..3 if mode == \"each\" || i == 1 = AWS::SNS::Topic {{ DisplayName: a[toString(i + 1)].QueueName }}"
        ),
        &[
            "type::conditional-resource `a[toString(i + 1)]` `a[...]` is there only where its condition holds",
        ],
    );
    says(
        &format!(
            "{loops}resource x for t in ts by t.name if !t.on = AWS::SNS::Topic {{ DisplayName: b[t.name].QueueName }}"
        ),
        &[
            "type::conditional-resource `b[t.name]` `b[...]` is there only where its condition holds",
        ],
    );
}

#[test]
fn a_match_names_every_case() {
    let p = "param p: \"a\" | \"b\"\nparam n: bool\nparam s: string\nparam o: int?\n";
    for fine in [
        "let x = match p { \"a\" => 1, \"b\" => 2 }",
        "let x = match n { true => 1, false => 2 }",
        "let x = match s { \"a\" => 1, _ => 2 }",
        "let x = match o { null => 1, 1 => 2, _ => 3 }",
        "let x = if p == \"a\" then 1 else match p { \"b\" => 2 }",
        "param r: AWS::DynamoDB::Table.BillingMode\nlet x = match r { \"PROVISIONED\" => 1, \"PAY_PER_REQUEST\" => 2 }",
    ] {
        is_fine(&format!("{p}{fine}"));
    }
    says(
        &format!("{p}let x = match p {{ \"a\" => 1 }}"),
        &["type::not-exhaustive `match` no arm for `\"b\"`"],
    );
    says(
        &format!("{p}let x = match o {{ 1 => 1, _ => 2, null => 3 }}"),
        &["type::unreachable `null` `null` is never reached"],
    );
    says(
        &format!("{p}let x = match p {{ \"a\" => 1, \"c\" => 2 }}"),
        &["type::mismatch `\"c\"` expected `\"a\"` or `\"b\"`, found `\"c\"`"],
    );
    says(
        &format!("{p}let x = match s {{ \"a\" => 1 }}"),
        &["type::not-exhaustive `match` no arm for all other values"],
    );
}

#[test]
fn bodies_are_held_against_the_schema() {
    says(
        "resource r = AWS::SNS::Subscription {}",
        &["schema::missing-property `r` `AWS::SNS::Subscription` needs `Protocol` and `TopicArn`"],
    );
    is_fine(
        "let rest = { Protocol: \"sqs\", TopicArn: \"arn:aws:sns:us-east-1:111122223333:t\" }\n\
         resource r = AWS::SNS::Subscription { ...rest }",
    );
    is_fine(
        "param p: bool\nresource r = AWS::SNS::Subscription {\n\
         ...if p then { Protocol: \"sqs\" } else { Protocol: \"email\" }\n\
         TopicArn: \"arn:aws:sns:us-east-1:111122223333:t\" }",
    );
    says(
        "param p: bool\nresource r = AWS::SNS::Subscription {\n\
         ...if p then { Protocol: \"sqs\" } else { Protocl: \"email\" }\n\
         TopicArn: \"arn:aws:sns:us-east-1:111122223333:t\" }",
        &[
            "schema::missing-property `r` `AWS::SNS::Subscription` needs `Protocol`",
            "schema::unknown-property `Protocl` `AWS::SNS::Subscription` has no property `Protocl`",
        ],
    );
    says(
        "resource q = AWS::SQS::Queue { DelaySeconds: [1], Tags: [{ Key: \"a\" }] }",
        &[
            "type::mismatch `[1]` expected `int(0..900)`, found `list<1>`",
            "schema::missing-property `{` `AWS::SQS::Queue.Tag` needs `Value`",
        ],
    );
    // What is `null` is left out, but not where it is required.
    is_fine("resource q = AWS::SQS::Queue { DelaySeconds: null }");
    says(
        "resource q = AWS::SNS::Subscription { Protocol: null, TopicArn: \"a\" }",
        &["type::mismatch `null` expected `string`, found `null`"],
    );
    // CloudFormation writes numbers and booleans into strings.
    is_fine(
        "resource p = AWS::SSM::Parameter { Type: \"String\", Value: 3 }\n\
         resource f = AWS::SSM::Parameter { Type: \"String\", Value: true }",
    );
    says(
        "resource q = AWS::SQS::Queue { FifoQueue: \"true\" }",
        &["schema::quoted `\"true\"` expected `bool`, found `\"true\"` in quotes"],
    );
    // Types of several resources that look alike.
    is_fine(
        "fn named(n: string) -> list<AWS::EC2::VPC.Tag> = [{ Key: \"Name\", Value: n }]\n\
         resource v = AWS::EC2::VPC { CidrBlock: \"10.0.0.0/16\", Tags: named(\"a\") }\n\
         resource g = AWS::EC2::InternetGateway { Tags: named(\"b\") }",
    );
}

#[test]
fn identifiers_fit_what_they_identify() {
    let two = "resource bucket = AWS::S3::Bucket {}\n\
        resource vpc = AWS::EC2::VPC { CidrBlock: \"10.0.0.0/16\" }\n";
    let subnet = |vpc: &str| {
        format!("{two}resource s = AWS::EC2::Subnet {{ CidrBlock: \"10.0.0.0/24\", VpcId: {vpc} }}")
    };
    for fine in [
        "vpc.ref",
        "vpc.VpcId",
        "\"vpc-0123456789abcdef0\"",
        "\"${aws.region}\"",
    ] {
        is_fine(&subnet(fine));
    }
    for (wrong, found) in [
        ("bucket.ref", "AWS::S3::Bucket.BucketName"),
        ("bucket.Arn", "AWS::S3::Bucket.Arn"),
        ("vpc.DefaultSecurityGroup", "AWS::EC2::SecurityGroup.Id"),
    ] {
        let program = subnet(wrong);
        let lines = super::tests::found(&program);
        let [line] = lines.as_slice() else {
            panic!("{program}: {lines:?}");
        };
        assert!(line.starts_with("relation::mismatch"), "{line}");
        assert!(line.ends_with(&format!("found `{found}`")), "{line}");
    }
    is_fine("fn f(v: AWS::EC2::VPC.Id) = v\noutput o = f(\"vpc-1\")");
    // A custom resource may look up anything.
    is_fine(
        "resource found = Custom::VpcLookup { ServiceToken: \"a\" }\n\
         resource s = AWS::EC2::Subnet { CidrBlock: \"10.0.0.0/24\", VpcId: found.ref }",
    );
    says(
        &format!("{two}fn f(v: AWS::EC2::VPC.Id) = v\noutput o = f(bucket.Arn)"),
        &[
            "relation::mismatch `bucket.Arn` expected `AWS::EC2::VPC.VpcId`, found `AWS::S3::Bucket.Arn`",
        ],
    );
    says(
        &format!("{two}fn f(v: AWS::EC2::VPC.Id) = v\noutput o = f(vpc)"),
        &["type::mismatch `vpc` expected `AWS::EC2::VPC.VpcId`, found `AWS::EC2::VPC`"],
    );
}

#[test]
fn calls_give_each_parameter_its_argument() {
    let f = "fn f(a: string, b: int = 1) = \"${a}${b}\"\n";
    for fine in [
        "f(\"x\")",
        "f(\"x\", 2)",
        "f(b: 2, a: \"x\")",
        "f(\"x\", b: 2)",
    ] {
        is_fine(&format!("{f}output o = {fine}"));
    }
    for (wrong, line) in [
        ("f()", "type::missing-argument `f` `f` needs `a`"),
        ("f(1)", "type::mismatch `1` expected `string`, found `1`"),
        (
            "f(\"x\", 2, 3)",
            "type::unknown-argument `3` `f` takes at most 2 arguments, found 3",
        ),
        (
            "f(\"x\", c: 2)",
            "type::unknown-argument `c` `f` has no parameter `c`",
        ),
        (
            "f(\"x\", a: \"y\")",
            "type::unknown-argument `\"y\"` the argument `a` is given twice",
        ),
    ] {
        says(&format!("{f}output o = {wrong}"), &[line]);
    }
}

#[test]
fn one_mistake_is_said_once() {
    says(
        "let a = unknown\nlet b = a.c[0] + 1\nlet c = if b then b else !b\n\
         resource q = AWS::SQS::Queue { DelaySeconds: b, Tags: a }\noutput o = q[0].x ?? c",
        &[
            "name::unknown `unknown` unknown name `unknown`",
            "type::mismatch `q` expected a list or a map, found `AWS::SQS::Queue`",
        ],
    );
    says(
        "resource q = AWS::SQS::Quue { A: 1 }\noutput o = q.Foo.Bar",
        &["schema::unknown-type `AWS::SQS::Quue` unknown resource type `AWS::SQS::Quue`"],
    );
    says(
        "type T = { a: strng }\nlet t: T = { a: 1 }\noutput o = t.a",
        &["name::unknown `strng` unknown type `strng`"],
    );
}

#[test]
fn what_cannot_be_proved_is_left_to_the_values() {
    let guards = |program: &str| {
        let (module, _) = parse(FileId(0), program);
        let (names, _) = resolve(&module, &Imports::default());
        let (types, wrong) = check(source(&module, &names), Catalogue::builtin());
        assert!(wrong.is_empty(), "{program}: {wrong:?}");
        types.guards.len()
    };
    assert_eq!(guards("let x: int(1..10) = 2 * 3"), 1);
    assert_eq!(guards("let x: int(1..10) = 3"), 0);
    assert_eq!(guards("let x: string = fromJson('{}').a"), 1);
    assert_eq!(guards("let x: list<int>(1..2) = [for i in 1..3: i]"), 1);
    assert_eq!(
        guards("resource q = AWS::SQS::Queue { DelaySeconds: 2 * 3 }"),
        0
    );
}
