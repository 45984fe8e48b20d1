//! The catalogue: how schemas are read, and facts of the real one.

use infra::schema::{
    Access, Catalogue, Node, Published, Schema, TagShape, TypeSet, make_bundle, schema_json,
};
use infra::text::Pattern;
use infra::types::{Literal, NodeId, Relation, Schemas, Type, TypeKey};
use std::collections::BTreeSet;

/// The hand-made types of `tests/catalogue`.
pub fn small() -> Catalogue {
    let texts = texts();
    Catalogue::from_registry_json(texts.iter().map(String::as_str)).expect("registry schemas")
}

fn texts() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalogue");
    let files = std::fs::read_dir(folder).expect("tests/catalogue is there");
    let text = |path| std::fs::read_to_string(path).expect("a text");
    let paths = files.map(|file| file.expect("a file").path());
    // Folders hold schemas of other forms.
    let is_schema = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "json");
    paths.filter(is_schema).map(text).collect()
}

fn key(catalogue: &Catalogue, name: &str) -> TypeKey {
    catalogue
        .find(name)
        .unwrap_or_else(|| panic!("{name} is not in the catalogue"))
}

fn relation(catalogue: &Catalogue, name: &str, attribute: &str) -> Relation {
    Relation {
        resource: key(catalogue, name),
        attribute: attribute.into(),
    }
}

#[test]
fn finds_types_and_open_types() {
    let catalogue = small();
    assert!(catalogue.find("AWS::SQS::Queue").is_some());
    assert_eq!(catalogue.find("AWS::SQS::Queues"), None);
    let custom = key(&catalogue, "Custom::Anything");
    assert_eq!(catalogue.properties(&custom), None);
    assert_eq!(
        catalogue.attribute(&custom, "Some.Thing").map(|a| a.ty),
        Some(Type::Json)
    );
    assert_eq!(
        catalogue.nearest_types("AWS::SQS::Queues"),
        ["AWS::SQS::Queue"]
    );
}

#[test]
fn relations_have_one_name_for_each_identifier() {
    let catalogue = small();
    let of = |name: &str, property: &str| {
        let key = key(&catalogue, name);
        let schema = catalogue.schema(&key).expect("a schema");
        catalogue.relations(&key, schema.property(property).expect("a property").node)
    };
    assert_eq!(
        of("AWS::Lambda::Function", "Role"),
        [relation(&catalogue, "AWS::IAM::Role", "Arn")]
    );
    // The format says `Id`; the property and what `Ref` returns is `VpcId`.
    let vpc = relation(&catalogue, "AWS::EC2::VPC", "VpcId");
    assert_eq!(of("AWS::EC2::Subnet", "VpcId"), std::slice::from_ref(&vpc));
    assert_eq!(catalogue.reference(&vpc.resource), vpc);
    assert_eq!(catalogue.member(&vpc.resource, "Id"), Some(Type::Id(vpc)));
    // Any of two identifiers of a type that the catalogue does not have.
    assert_eq!(of("AWS::RDS::DBInstance", "KmsKeyId").len(), 2);
}

#[test]
fn attributes_are_dotted_and_identify() {
    let catalogue = small();
    let database = key(&catalogue, "AWS::RDS::DBInstance");
    assert_eq!(
        catalogue.attribute_names(&database),
        ["Endpoint", "Endpoint.Address", "Endpoint.Port"]
    );
    let bucket = key(&catalogue, "AWS::S3::Bucket");
    assert_eq!(
        catalogue.attribute(&bucket, "Arn").map(|a| a.ty),
        Some(Type::Id(relation(&catalogue, "AWS::S3::Bucket", "Arn")))
    );
    let stack = key(&catalogue, "AWS::CloudFormation::Stack");
    assert_eq!(
        catalogue.attribute(&stack, "Outputs.Url").map(|a| a.ty),
        Some(Type::string())
    );
}

#[test]
fn tags_and_access() {
    let catalogue = small();
    let schema = |name: &str| catalogue.schema(&key(&catalogue, name)).expect("a schema");
    let shape = |name: &str| schema(name).tags.as_ref().map(|t| t.shape);
    assert_eq!(shape("AWS::SQS::Queue"), Some(TagShape::List));
    assert_eq!(
        shape("AWS::AutoScaling::AutoScalingGroup"),
        Some(TagShape::AutoScaling)
    );
    assert_eq!(shape("AWS::EC2::Subnet"), None);
    let arn = schema("AWS::SQS::Queue")
        .property("Arn")
        .expect("a property");
    assert!(arn.access.has(Access::READ_ONLY));
}

fn real(name: &str) -> (TypeKey, &'static Schema) {
    let catalogue = Catalogue::builtin();
    let key = key(catalogue, name);
    let schema = catalogue.schema(&key).expect("a listed type");
    (key, schema)
}

#[test]
fn the_real_catalogue_has_every_type_and_its_regions() {
    let catalogue = Catalogue::builtin();
    let virginia = catalogue
        .region_names()
        .position(|r| r == "us-east-1")
        .expect("us-east-1");
    let keys = || catalogue.names().map(|name| key(catalogue, name));
    let here = |key: &TypeKey| catalogue.regions_of(key).is_some_and(|r| r.has(virginia));
    assert_eq!(keys().filter(here).count(), 1854);
    let sam = catalogue
        .names()
        .filter(|n| n.starts_with("AWS::Serverless::"))
        .count();
    assert_eq!(sam, 14);
    let names: Vec<&str> = catalogue.names().collect();
    assert!(names.is_sorted());
    for (index, name) in names.iter().enumerate() {
        assert_eq!(key(catalogue, name).index, Some(index as u32));
    }
    // Known to the catalogue, not to us-east-1.
    assert!(!here(&key(catalogue, "AWS::NimbleStudio::Studio")));
}

#[test]
fn every_type_decodes_and_its_ids_are_its_own() {
    let catalogue = Catalogue::builtin();
    for name in catalogue.names() {
        let (_, schema) = real(name);
        assert_eq!(schema.name, name);
        assert!(
            schema
                .root()
                .is_some_and(|root| root.types == TypeSet::OBJECT),
            "{name}"
        );
        let count = schema.nodes.len() as u32;
        let ids = schema.nodes.iter().flat_map(ids_of);
        let ids = ids.chain(schema.definitions.iter().map(|d| d.1));
        let ids = ids
            .chain(schema.attributes.iter().map(|a| a.node))
            .chain(schema.reference.node);
        for id in ids {
            assert!(id.0 < count, "{name}: {id:?} of {count}");
        }
        for node in &schema.nodes {
            for relation in &node.relations {
                assert!(!relation.resource.name.is_empty() && !relation.attribute.is_empty());
                let found = catalogue
                    .find(&relation.resource.name)
                    .and_then(|k| k.index);
                assert_eq!(relation.resource.index, found, "{name}");
            }
        }
    }
}

fn ids_of(node: &Node) -> Vec<NodeId> {
    let mut ids = Vec::new();
    if let Some(object) = &node.object {
        assert!(object.properties.iter().map(|p| &p.name).is_sorted());
        ids.extend(object.properties.iter().map(|p| p.node));
        ids.extend(object.pattern_properties.iter().map(|p| p.1));
        ids.extend(object.dependent_schemas.iter().map(|p| p.1));
        ids.extend(object.property_names);
    }
    if let Some(list) = &node.list {
        ids.extend(list.items.iter().chain(&list.prefix).chain(&list.contains));
    }
    if let Some(branches) = &node.branches {
        ids.extend(
            branches
                .all_of
                .iter()
                .chain(&branches.any_of)
                .chain(&branches.one_of),
        );
        ids.extend(branches.not);
        ids.extend(
            branches
                .condition
                .iter()
                .flat_map(|c| [Some(c.test), c.then, c.otherwise].into_iter().flatten()),
        );
    }
    ids
}

#[test]
fn facts_of_a_bucket() {
    let (key, bucket) = real("AWS::S3::Bucket");
    assert!(bucket.stateful);
    assert_eq!(bucket.reference.attribute, "BucketName");
    assert_eq!(
        bucket.create_only,
        ["BucketName", "BucketNamePrefix", "BucketNamespace"]
    );
    assert_eq!(
        bucket.arn_format.as_deref(),
        Some("arn:${Partition}:s3:::${BucketName}")
    );
    assert_eq!(
        bucket.tags.as_ref().map(|t| (t.property.as_str(), t.shape)),
        Some(("Tags", TagShape::List))
    );
    assert!(
        bucket
            .permissions
            .create
            .iter()
            .any(|p| p == "s3:CreateBucket")
    );
    let attributes = Catalogue::builtin().attribute_names(&key);
    for name in [
        "Arn",
        "DomainName",
        "RegionalDomainName",
        "WebsiteURL",
        "DualStackDomainName",
    ] {
        assert!(attributes.iter().any(|a| a == name), "{name}");
    }
    let versioning = bucket
        .definition("VersioningConfiguration")
        .expect("a definition");
    assert_eq!(bucket.node_name(versioning), "VersioningConfiguration");
    let status = bucket
        .node(versioning)
        .and_then(|n| n.property("Status"))
        .expect("a property");
    assert_eq!(
        bucket.node_name(status.node),
        "VersioningConfiguration.Status"
    );
    let values = bucket
        .node(status.node)
        .and_then(|n| n.values.as_ref())
        .expect("an enum");
    assert_eq!(
        values.allowed,
        [
            Literal::Text("Enabled".into()),
            Literal::Text("Suspended".into())
        ]
    );
}

#[test]
fn relations_from_both_sources() {
    let catalogue = Catalogue::builtin();
    let of = |name: &str, property: &str| {
        let (key, schema) = real(name);
        catalogue.relations(&key, schema.property(property).expect("a property").node)
    };
    let to = |name: &str, attribute: &str| relation(catalogue, name, attribute);
    assert_eq!(
        of("AWS::Lambda::Function", "Role"),
        [to("AWS::IAM::Role", "Arn")]
    );
    assert_eq!(
        of("AWS::EC2::Subnet", "VpcId"),
        [to("AWS::EC2::VPC", "VpcId")]
    );
    // Only the service spec has this one.
    assert_eq!(
        of("AWS::ApiGatewayV2::Route", "ApiId"),
        [
            to("AWS::ApiGatewayV2::Api", "ApiId"),
            to("AWS::Serverless::HttpApi", "ApiId")
        ]
    );
    assert_eq!(
        catalogue.reference(&key(catalogue, "AWS::EC2::VPC")),
        to("AWS::EC2::VPC", "VpcId")
    );
}

#[test]
fn rules_about_several_properties() {
    let (_, function) = real("AWS::Lambda::Function");
    let all_of = |schema: &'static Schema| {
        let branches = schema.root().and_then(|root| root.branches.as_ref());
        branches.map_or(0, |b| {
            b.all_of
                .iter()
                .filter(|id| schema.node(**id).is_some())
                .count()
        })
    };
    assert!(all_of(function) >= 4, "the extension rules are in");
    let (_, instance) = real("AWS::EC2::Instance");
    let ty = instance
        .property("InstanceType")
        .and_then(|p| instance.node(p.node));
    let rule = ty
        .and_then(|n| n.branches.as_ref())
        .and_then(|b| instance.node(*b.all_of.first()?));
    let values = rule
        .and_then(|n| n.values.as_ref())
        .expect("the instance types of all regions");
    assert!(values.allowed.contains(&Literal::Text("t3.micro".into())));
}

#[test]
fn iam_actions_are_found_by_service() {
    let catalogue = Catalogue::builtin();
    let actions: Vec<&str> = catalogue.iam_actions("SQS").expect("a service").collect();
    assert!(actions.contains(&"SendMessage") && actions.contains(&"ChangeMessageVisibility"));
    assert!(catalogue.iam_actions("nothing").is_none());
    assert!(catalogue.iam_services().len() > 400);
}

#[test]
fn a_bundle_gives_back_what_went_in_and_is_the_same_each_time() {
    let catalogue = small();
    let make = || {
        let mut published = Published::default();
        for name in catalogue.names() {
            published
                .regions
                .entry("us-east-1".into())
                .or_default()
                .insert(name.into());
        }
        for text in texts() {
            published
                .add_cfn_lint("data/schemas/resources/x.json", &text)
                .expect("a schema");
        }
        make_bundle(published, &[])
    };
    let bundle = make();
    assert_eq!(bundle.bytes, make().bytes);
    let bytes: &'static [u8] = bundle.bytes.leak();
    let back = Catalogue::from_bundle(bytes).expect("a bundle");
    for name in catalogue.names() {
        let expected = catalogue.schema(&key(&catalogue, name)).expect("a schema");
        let found = back.schema(&key(&back, name)).expect("a schema");
        let found = Schema {
            regions: expected.regions,
            ..found.clone()
        };
        assert_eq!(&found, expected);
    }
    // Broken bytes give less, never a panic.
    for end in (0..bytes.len()).step_by(97) {
        if let Some(broken) = Catalogue::from_bundle(&bytes[..end]) {
            broken
                .names()
                .for_each(|name| drop(broken.schema(&key(&broken, name)).cloned()));
        }
    }
    let mut damaged = bytes.to_vec();
    damaged
        .iter_mut()
        .skip(60)
        .step_by(13)
        .for_each(|b| *b ^= 0x5a);
    if let Some(broken) = Catalogue::from_bundle(damaged.leak()) {
        let keys: Vec<TypeKey> = broken
            .names()
            .filter_map(|name| broken.find(name))
            .collect();
        keys.iter()
            .for_each(|key| drop(broken.schema(key).cloned()));
    }
}

#[test]
fn exported_json_reads_back_as_the_same_schema() {
    let catalogue = small();
    let texts: Vec<String> = catalogue
        .names()
        .filter_map(|name| schema_json(&catalogue, &key(&catalogue, name)))
        .map(|json| json.to_string())
        .collect();
    let back = Catalogue::from_registry_json(texts.iter().map(String::as_str)).expect("schemas");
    for name in catalogue.names() {
        let expected = catalogue.schema(&key(&catalogue, name)).expect("a schema");
        let found = back.schema(&key(&back, name)).expect("a schema");
        assert_eq!(export_of(&back, found), export_of(&catalogue, expected));
    }
}

fn export_of(catalogue: &Catalogue, schema: &Schema) -> serde_json::Value {
    schema_json(catalogue, &key(catalogue, &schema.name)).expect("a listed type")
}

fn shown(arguments: &[&str]) -> (String, String, u8) {
    let arguments = ["infra", "schema"]
        .iter()
        .chain(arguments)
        .map(std::ffi::OsString::from);
    let outcome = infra::cli::run(
        arguments.collect(),
        &infra::cli::Terminal::Plain { width: 100 },
    );
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(outcome.stdout), text(outcome.stderr), outcome.code)
}

#[test]
fn show_prints_a_page_for_people() {
    let (page, _, code) = shown(&["show", "AWS::SQS::Queue"]);
    assert_eq!(code, 0);
    for line in [
        "  Ref gives     QueueUrl",
        "  tags          Tags (list of Key and Value)",
        "  DelaySeconds?: int(0..900)",
        "  FifoQueue?: bool   // a change replaces the resource",
        "  Tags?: list<Tag>",
        "    deadLetterTargetArn?: AWS::SQS::Queue.Arn",
        "  Arn: AWS::SQS::Queue.Arn",
    ] {
        assert!(page.lines().any(|l| l == line), "{line}\n{page}");
    }
    let (place, _, _) = shown(&["show", "AWS::S3::Bucket.VersioningConfiguration.Status"]);
    assert_eq!(
        place,
        "AWS::S3::Bucket.VersioningConfiguration.Status: \"Enabled\" | \"Suspended\"\n"
    );
}

#[test]
fn show_and_list_suggest_what_is_near() {
    let (_, message, code) = shown(&["show", "AWS::SQS::Queeu"]);
    assert_eq!(code, 1);
    assert!(
        message.contains("did you mean `AWS::SQS::Queue`"),
        "{message}"
    );
    let (_, message, code) = shown(&["show", "AWS::SQS::Queue.RedrivPolicy"]);
    assert_eq!(code, 1);
    assert!(
        message.contains("did you mean `RedrivePolicy`?"),
        "{message}"
    );
    let (_, message, code) = shown(&["list", "--region", "eu-west-11"]);
    assert_eq!(code, 2);
    assert!(message.contains("`eu-west-1`"), "{message}");
}

#[test]
fn list_finds_by_parts_patterns_and_regions() {
    let (names, _, _) = shown(&["list", "sqs::"]);
    assert_eq!(
        names,
        "AWS::SQS::Queue\nAWS::SQS::QueueInlinePolicy\nAWS::SQS::QueuePolicy\n"
    );
    let (names, _, _) = shown(&["list", "AWS::S3::B*", "--format", "json"]);
    let names: Vec<String> = serde_json::from_str(&names).expect("JSON");
    assert_eq!(names, ["AWS::S3::Bucket", "AWS::S3::BucketPolicy"]);
    let (all, _, _) = shown(&["list", "--region", "us-east-1"]);
    assert_eq!(all.lines().count(), 1854 + 14);
}

/// A pattern that refers back to a group finds everything; see `text::Pattern`.
#[test]
fn all_patterns_compile_but_one() {
    let catalogue = Catalogue::builtin();
    let mut broken = std::collections::BTreeSet::new();
    for name in catalogue.names() {
        let schema = catalogue
            .schema(&key(catalogue, name))
            .expect("a listed type");
        for node in &schema.nodes {
            let own = node.text.iter().filter_map(|t| t.pattern.as_ref());
            let keys = node.object.iter().flat_map(|o| &o.pattern_properties);
            for pattern in own.chain(keys.map(|(pattern, _)| pattern)) {
                if let Some(problem) = pattern.problem() {
                    broken.insert(format!("{problem}: {}", pattern.text()));
                }
            }
        }
    }
    let broken: Vec<&str> = broken
        .iter()
        .map(|b| b.split(": ").next().unwrap_or(b))
        .collect();
    assert_eq!(broken, ["`\\3` refers back to a group"]);
}

#[test]
fn every_published_pattern_compiles() {
    let catalogue = Catalogue::builtin();
    let mut broken = BTreeSet::new();
    let mut count = 0;
    for name in catalogue.names() {
        let schema = catalogue.find(name).and_then(|key| catalogue.schema(&key));
        for pattern in schema
            .expect("a listed type")
            .nodes
            .iter()
            .flat_map(patterns)
        {
            count += 1;
            if let Some(problem) = pattern.problem() {
                broken.insert(format!("{name}: {problem}"));
            }
        }
    }
    assert!(count > 8_000, "{count} patterns");
    // A date by ISO 8601; nothing else refers back to a group.
    let known = ["AWS::SecurityHub::Insight: `\\3` refers back to a group"];
    let broken: Vec<&str> = broken.iter().map(String::as_str).collect();
    assert_eq!(broken, known);
}

fn patterns(node: &Node) -> Vec<&Pattern> {
    let text = node.text.iter().filter_map(|rules| rules.pattern.as_ref());
    let names = node
        .object
        .iter()
        .flat_map(|o| o.pattern_properties.iter().map(|p| &p.0));
    text.chain(names).collect()
}
