//! Templates from graphs that are built by hand: what no program needs to be written for.

use crate::catalogue::small;
use infra::emit::Layout;
use infra::emit::cloudformation::{Plan, emit, emit_mapped, plan};
use infra::graph::{
    Condition, ConditionId, Deferred, FrameId, Graph, Identity, Origin, Output, Param, ParamId,
    Pseudo, Resource, ResourceId, ResourceKind, Value, ValueKind,
};
use infra::text::{FileId, Source, Sources, Span};
use infra::types::{Literal, Type};

fn origin() -> Origin {
    Origin {
        span: Span::new(FileId(0), 0, 0),
        frame: FrameId::TOP,
    }
}

fn text(text: &str) -> Value {
    Value::text(text, origin())
}

fn int(value: i64) -> Value {
    Value::new(ValueKind::Int(value), origin())
}

fn bool(value: bool) -> Value {
    Value::new(ValueKind::Bool(value), origin())
}

fn null() -> Value {
    Value::null(origin())
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::map(entries.into_iter().collect(), origin())
}

fn list<const N: usize>(items: [Value; N]) -> Value {
    Value::list(Vec::from(items), origin())
}

fn deferred(deferred: Deferred) -> Value {
    Value::deferred(deferred, origin())
}

fn param(number: u32) -> Value {
    deferred(Deferred::Param(ParamId(number)))
}

fn equals(left: Value, right: Value) -> Value {
    deferred(Deferred::Equals(left, right))
}

fn not(value: Value) -> Value {
    deferred(Deferred::Not(value))
}

fn choose(condition: Value, then: Value, otherwise: Value) -> Value {
    deferred(Deferred::If {
        condition,
        then,
        otherwise,
    })
}

fn concat<const N: usize>(parts: [Value; N]) -> Value {
    deferred(Deferred::Concat(parts.into()))
}

/// Two params, `stage` and the optional `name`, a `let isProd`, a bucket, and two queues of which the
/// second has these properties.
fn graph(properties: Value) -> Graph {
    let literal = |text: &str| Type::Literal(Literal::Text(text.into()));
    let declared = |name: &str, id: &str, ty: Type| Param {
        name: name.into(),
        logical_id: id.into(),
        identity: Identity::default(),
        ty,
        default: None,
        description: None,
        constraint_description: None,
        attributes: None,
        secret: false,
        ssm: false,
        origin: origin(),
    };
    let catalogue = small();
    let resource = |ty: &str, id: &str, properties: Value| Resource {
        kind: ResourceKind::Managed,
        ty: catalogue.find(ty).expect("a type of the small catalogue"),
        name: id.to_lowercase().into(),
        logical_id: id.into(),
        properties,
        condition: None,
        options: None,
        each: None,
        origin: origin(),
    };
    Graph {
        params: vec![
            declared("stage", "Stage", Type::union(["dev", "prod"].map(literal))),
            declared("name", "Name", Type::string().optional()),
        ],
        conditions: vec![Condition {
            name: "isProd".into(),
            logical_id: "IsProd".into(),
            value: equals(param(0), text("prod")),
            origin: origin(),
        }],
        resources: vec![
            resource(
                "AWS::SQS::Queue",
                "Dead",
                map([("QueueName", text("dead")), ("DelaySeconds", int(3))]),
            ),
            resource("AWS::SQS::Queue", "Main", properties),
            resource("AWS::S3::Bucket", "Photos", map([])),
        ],
        ..Graph::default()
    }
}

fn built(graph: &Graph) -> (serde_json::Value, Plan) {
    let plan = plan(graph, &small());
    let mut json = Vec::new();
    emit(graph, &plan, Layout::Json, &mut json).expect("a vector takes everything");
    let template = serde_json::from_slice(&json).expect("JSON");
    for layout in [Layout::MinifiedJson, Layout::Yaml] {
        let mut other = Vec::new();
        emit(graph, &plan, layout, &mut other).expect("a vector takes everything");
        let read: serde_json::Value = serde_yaml::from_slice(&other).expect("YAML");
        assert_eq!(read, template);
    }
    (template, plan)
}

/// What a property of the second queue becomes.
fn property(value: Value) -> serde_json::Value {
    let (template, plan) = built(&graph(map([("Value", value)])));
    assert!(plan.problems.is_empty(), "{:?}", plan.problems);
    template["Resources"]["Main"]["Properties"]["Value"].clone()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn interpolation_becomes_sub() {
    let arn = || {
        deferred(Deferred::Prop {
            resource: ResourceId(0),
            path: ["Arn".into()].into(),
            known: None,
        })
    };
    assert_eq!(
        property(concat([text("a-${b}-"), param(0), text("/"), arn()])),
        json(r#"{"Fn::Sub": "a-${!b}-${Stage}/${Dead.Arn}"}"#)
    );
    assert_eq!(
        property(concat([param(0)])),
        json(r#"{"Fn::Sub": "${Stage}"}"#)
    );
    assert_eq!(
        property(concat([text("$"), text("{x}"), param(0)])),
        json(r#"{"Fn::Sub": "${!x}${Stage}"}"#)
    );
    let chosen = choose(
        deferred(Deferred::Condition(ConditionId(0))),
        text("x"),
        int(2),
    );
    assert_eq!(
        property(concat([
            text("a"),
            chosen,
            deferred(Deferred::Pseudo(Pseudo::Region))
        ])),
        json(
            r#"{"Fn::Sub": ["a${Part1}${AWS::Region}", {"Part1": {"Fn::If": ["IsProd", "x", "2"]}}]}"#
        )
    );
    let secret = deferred(Deferred::Secret {
        id: text("db"),
        key: Some(text("password")),
    });
    assert_eq!(
        property(secret),
        json(r#""{{resolve:secretsmanager:db:SecretString:password}}""#)
    );
}

#[test]
fn properties_are_attributes_references_or_what_was_set() {
    let of = |resource: u32, name: &str, known: Option<Value>| {
        deferred(Deferred::Prop {
            resource: ResourceId(resource),
            path: [name.into()].into(),
            known,
        })
    };
    let prop = |name: &str, known: Option<Value>| of(0, name, known);
    assert_eq!(
        property(prop("Arn", None)),
        json(r#"{"Fn::GetAtt": ["Dead", "Arn"]}"#)
    );
    assert_eq!(
        property(of(2, "BucketName", None)),
        json(r#"{"Ref": "Photos"}"#)
    );
    assert_eq!(property(prop("DelaySeconds", Some(int(3)))), json("3"));
    assert_eq!(property(prop("KmsMasterKeyId", None)), json("null"));
    let both = map([
        ("A", prop("DelaySeconds", Some(int(3)))),
        ("B", prop("KmsMasterKeyId", None)),
    ]);
    let (template, _) = built(&graph(both));
    assert_eq!(
        template["Resources"]["Main"]["DependsOn"],
        json(r#""Dead""#)
    );
    assert_eq!(
        template["Resources"]["Main"]["Properties"],
        json(r#"{"A": 3}"#)
    );
    // What refers to the resource anyway waits for it anyway.
    let both = map([
        ("A", prop("DelaySeconds", Some(int(3)))),
        ("B", prop("Arn", None)),
    ]);
    let (template, _) = built(&graph(both));
    assert_eq!(template["Resources"]["Main"]["DependsOn"], json("null"));
}

#[test]
fn choices_name_their_conditions() {
    let prod = || deferred(Deferred::Condition(ConditionId(0)));
    assert_eq!(
        property(choose(prod(), int(1), null())),
        json(r#"{"Fn::If": ["IsProd", 1, {"Ref": "AWS::NoValue"}]}"#)
    );
    let unnamed = choose(
        deferred(Deferred::Or(vec![
            equals(param(0), text("dev")),
            not(equals(
                deferred(Deferred::Pseudo(Pseudo::Region)),
                text("eu-west-1"),
            )),
        ])),
        prod(),
        bool(false),
    );
    let (template, _) = built(&graph(map([("Value", unnamed)])));
    assert_eq!(
        template["Conditions"],
        json(
            r#"{
              "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
              "StageIsDevOrRegionIsNotEuWest1": {"Fn::Or": [
                {"Fn::Equals": [{"Ref": "Stage"}, "dev"]},
                {"Fn::Not": [{"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}]}]}
            }"#
        )
    );
    assert_eq!(
        template["Resources"]["Main"]["Properties"]["Value"],
        json(
            r#"{"Fn::If": ["StageIsDevOrRegionIsNotEuWest1", {"Fn::If": ["IsProd", true, false]}, false]}"#
        )
    );
}

#[test]
fn an_optional_param_is_left_out_where_it_is_not_set() {
    assert_eq!(
        property(param(1)),
        json(r#"{"Fn::If": ["NameIsSet", {"Ref": "Name"}, {"Ref": "AWS::NoValue"}]}"#)
    );
    // Where the branch says that it is set, it is.
    let guarded = choose(equals(param(1), null()), text("none"), param(1));
    let (template, _) = built(&graph(map([("Value", guarded)])));
    assert_eq!(
        template["Resources"]["Main"]["Properties"]["Value"],
        json(r#"{"Fn::If": ["NameIsNotSet", "none", {"Ref": "Name"}]}"#)
    );
    assert_eq!(
        template["Conditions"]["NameIsNotSet"],
        json(r#"{"Fn::Equals": [{"Ref": "Name"}, ""]}"#)
    );
    assert_eq!(
        template["Parameters"]["Name"],
        json(r#"{"Type": "String", "Default": ""}"#)
    );
}

fn matched(dev: Value, prod: Value) -> Value {
    let arm = |pattern: &str, value: Value| infra::graph::MatchArm {
        patterns: vec![Literal::Text(pattern.into())],
        value,
    };
    let domain = ["dev", "prod"].map(|text| Literal::Text(text.into()));
    deferred(Deferred::Match {
        subject: param(0),
        arms: vec![arm("prod", prod)],
        otherwise: Some(dev),
        domain: Some(domain.into()),
    })
}

#[test]
fn a_match_is_a_mapping_where_all_is_scalar() {
    let (template, _) = built(&graph(map([("Size", matched(int(1), int(2)))])));
    assert_eq!(
        template["Mappings"],
        json(r#"{"SizeByStage": {"prod": {"Value": 2}, "dev": {"Value": 1}}}"#)
    );
    assert_eq!(
        template["Resources"]["Main"]["Properties"]["Size"],
        json(r#"{"Fn::FindInMap": ["SizeByStage", {"Ref": "Stage"}, "Value"]}"#)
    );
    // Two that differ get the name of what they are for; equal ones are one.
    let three = map([
        ("A", map([("Size", matched(int(1), int(2)))])),
        ("B", map([("Size", matched(int(1), int(2)))])),
        ("C", map([("Size", matched(int(1), int(3)))])),
    ]);
    let (template, _) = built(&graph(three));
    let names: Vec<&String> = template["Mappings"]
        .as_object()
        .expect("a map")
        .keys()
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let (template, _) = built(&graph(map([(
        "Size",
        matched(null(), map([("x", int(1))])),
    )])));
    assert_eq!(
        template["Resources"]["Main"]["Properties"]["Size"],
        json(r#"{"Fn::If": ["IsProd", {"x": 1}, {"Ref": "AWS::NoValue"}]}"#)
    );
}

#[test]
fn more_than_ten_operands_nest() {
    let many = (0..23).map(|n| equals(param(0), text(&format!("s{n}"))));
    let any = deferred(Deferred::Or(many.collect()));
    let (template, _) = built(&graph(map([("Value", choose(any, int(1), int(2)))])));
    let conditions = template["Conditions"].as_object().expect("a map");
    let any = &conditions.values().nth(1).expect("a second condition")["Fn::Or"];
    assert_eq!(any.as_array().map(Vec::len), Some(3));
    assert_eq!(any[0]["Fn::Or"].as_array().map(Vec::len), Some(10));
    assert_eq!(any[2]["Fn::Or"].as_array().map(Vec::len), Some(3));
}

#[test]
fn outputs_have_a_leaf_for_each_scalar() {
    let mut graph = graph(map([]));
    let url = deferred(Deferred::Reference(ResourceId(0)));
    graph.outputs.push(Output {
        name: "queues".into(),
        logical_id: "Queues".into(),
        identity: Identity::default(),
        value: map([
            ("orders-eu", url.clone()),
            ("all", list([url, text("x")])),
            ("known", list([int(1), text("x")])),
            (
                "maybe",
                choose(
                    deferred(Deferred::Condition(ConditionId(0))),
                    bool(true),
                    null(),
                ),
            ),
            ("name", param(1)),
        ]),
        condition: None,
        description: None,
        export: None,
        attributes: None,
        secret: false,
        origin: origin(),
    });
    let (template, plan) = built(&graph);
    assert!(plan.problems.is_empty(), "{:?}", plan.problems);
    assert_eq!(
        template["Outputs"],
        json(
            r#"{
              "QueuesOrdersEu": {"Value": {"Ref": "Dead"}},
              "QueuesAll": {"Value": {"Fn::Join": [",", [{"Ref": "Dead"}, "x"]]}},
              "QueuesKnown": {"Value": "1,x"},
              "QueuesMaybe": {"Condition": "IsProd", "Value": "true"},
              "QueuesName": {"Condition": "NameIsSet", "Value": {"Ref": "Name"}}
            }"#
        )
    );
}

#[test]
fn many_resources_are_written_in_parts_as_they_are_in_one() {
    let mut graph = graph(map([("A", param(0))]));
    let main = graph.resources[1].clone();
    graph.resources.extend((0..20_000).map(|number| Resource {
        logical_id: format!("Main{number}").into(),
        ..main.clone()
    }));
    let plan = plan(&graph, &small());
    let mut sources = Sources::default();
    sources.add(Source::new("main.infra", ""));
    for layout in [Layout::Json, Layout::MinifiedJson, Layout::Yaml] {
        let (mut parts, mut one) = (Vec::new(), Vec::new());
        let sizes = emit(&graph, &plan, layout, &mut parts).expect("a vector");
        emit_mapped(&graph, &plan, layout, &mut one, &sources).expect("a vector");
        assert!(parts == one, "{layout:?}");
        assert_eq!(sizes.total, parts.len() as u64);
        assert_eq!(
            sizes.sections.iter().map(|(_, size)| size).sum::<u64>(),
            sizes.total
        );
    }
}

#[test]
fn the_source_map_leads_to_each_value() {
    let mut sources = Sources::default();
    sources.add(Source::new(
        "main.infra",
        "resource dead\nresource main\nvalue",
    ));
    let at = |start, end| Origin {
        span: Span::new(FileId(0), start, end),
        frame: FrameId::TOP,
    };
    let mut graph = graph(map([("A/B", Value::text("x", at(28, 33)))]));
    graph.resources[0].origin = at(9, 13);
    graph.resources[1].origin = at(23, 27);
    graph.resources[1].properties.origin = at(23, 27);
    let plan = plan(&graph, &small());
    let mut template = Vec::new();
    let layout = Layout::Json;
    let (_, map) = emit_mapped(&graph, &plan, layout, &mut template, &sources).expect("a vector");
    let map: serde_json::Value = serde_json::from_slice(&map).expect("JSON");
    assert_eq!(map["files"], json(r#"["main.infra"]"#));
    let dead = &map["template"]["/Resources/Dead"];
    assert_eq!(dead["at"], json("[0,1,10]"));
    let main = &map["template"]["/Resources/Main"];
    assert_eq!(main["at"], json("[0,2,10]"));
    assert_eq!(main["/Properties/A~1B"]["at"], json("[0,3,1]"));
}
