//! The types of Terraform's providers: how dumps are read, that nothing of them is lost on the way into
//! the binary, and what `infra schema` says of them.

use crate::folder::{Folder, stdout};
use crate::harness::{infra, text};
use infra::schema::provider::{self, Provider};
use infra::schema::{Access, Catalogue, ObjectForm, Schema, make_of_providers, provider_export};
use infra::types::{Schemas, Type};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

fn small() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/catalogue/providers/everything.json"
    );
    std::fs::read_to_string(path).expect("a dump")
}

/// A catalogue of one dump, through the form in which it lies in the binary.
fn bundled(dump: &str, version: &str) -> Catalogue {
    let providers = provider::read(dump).expect("a dump");
    let all = providers.into_iter().map(|p| (p, version.into())).collect();
    let bytes = make_of_providers(all).expect("a bundle").bytes;
    Catalogue::from_provider_bundle(bytes.leak()).expect("a bundle")
}

fn schema<'a>(catalogue: &'a Catalogue, name: &str) -> &'a Schema {
    let key = catalogue.find(name).unwrap_or_else(|| panic!("no {name}"));
    catalogue.schema(&key).expect("a schema")
}

#[test]
fn a_dump_has_resources_and_data_sources() {
    let catalogue = bundled(&small(), "1.2.3");
    let names: Vec<&str> = catalogue.provider_types().collect();
    assert_eq!(names, ["data.shop_order", "provider.shop", "shop_order"]);
    let providers: Vec<&str> = catalogue.providers().collect();
    assert_eq!(providers, ["example/shop 1.2.3"]);
    let key = catalogue.find("data.shop_order").expect("a data source");
    assert_eq!(catalogue.provider_of(&key), Some(0));
    assert_eq!(catalogue.names().count(), 0, "they are of another engine");
    assert_eq!(catalogue.nearest_types("shop_ordre"), ["shop_order"]);
}

#[test]
fn a_dump_says_how_its_provider_is_configured() {
    let catalogue = bundled(&small(), "1");
    let shop = schema(&catalogue, "provider.shop");
    assert!(shop.property("region").is_some());
    let root = shop.root().and_then(|root| root.object.as_ref());
    assert_eq!(root.expect("an object").required, ["region"]);
    assert_eq!(catalogue.nearest_types("provider.shob"), ["provider.shop"]);
    assert_eq!(
        catalogue.nearest_types("data.shop_ordre"),
        ["data.shop_order"]
    );
    assert_eq!(catalogue.nearest_types("shop_ordre"), ["shop_order"]);
}

#[test]
fn the_binary_knows_how_the_usual_providers_are_configured() {
    for (name, attribute) in [
        ("provider.aws", "default_tags"),
        ("provider.azurerm", "features"),
        ("provider.google", "project"),
    ] {
        let found = schema(Catalogue::builtin(), name).property(attribute);
        assert!(found.is_some(), "{name}.{attribute}");
    }
    let shown = text(&infra(["schema", "show", "provider.aws.assume_role"]).stdout);
    assert!(shown.contains("role_arn"), "{shown}");
}

/// Of a provider whose dump says nothing of it, anything may be configured.
#[test]
fn an_empty_configuration_is_none() {
    let dump = r#"{ "format_version": "1.0", "provider_schemas": {
        "registry.terraform.io/example/shop": { "provider": { "version": 0, "block": {} } }
    } }"#;
    let providers = provider::read(dump).expect("a dump");
    assert_eq!(providers[0].configuration(), None);
}

#[test]
fn attributes_say_who_sets_them() {
    let catalogue = bundled(&small(), "1");
    let order = schema(&catalogue, "shop_order");
    let access = |name: &str| order.property(name).expect("an attribute").access;
    assert_eq!(access("name"), Access::default());
    assert_eq!(access("arn"), Access::READ_ONLY);
    assert_eq!(access("paid"), Access::COMPUTED);
    assert_eq!(access("password"), Access::SENSITIVE);
    assert_eq!(access("token"), Access::WRITE_ONLY);
    assert_eq!(access("colour"), Access::DEPRECATED);
    let root = order
        .root()
        .and_then(|r| r.object.as_ref())
        .expect("an object");
    assert_eq!(root.required, ["name", "payment"]);
    assert_eq!(order.reference.attribute, "id");
    // Of a type without an `id` nothing is what `ref` gives.
    assert_eq!(
        schema(&catalogue, "data.shop_order").reference.attribute,
        ""
    );
}

#[test]
fn blocks_are_lists_for_which_one_may_stand() {
    let catalogue = bundled(&small(), "1");
    let key = catalogue.find("shop_order").expect("a type");
    let order = schema(&catalogue, "shop_order");
    let ty = |name: &str| {
        let node = order.property(name).expect("a property").node;
        catalogue.expand(&key, node)
    };
    let Type::List(payment) = ty("payment") else {
        panic!("a list of blocks");
    };
    assert_eq!((payment.min, payment.max), (Some(1), Some(1)));
    assert!(payment.or_one);
    assert!(matches!(ty("timeouts"), Type::Record(_)));
    assert!(matches!(ty("parcel"), Type::Map(_)));
    // An attribute is written as what it is.
    assert!(matches!(ty("stamps"), Type::List(list) if !list.or_one));
    assert_eq!(ty("anything"), Type::Json);
    let line = order.property_below(order.property("lines").expect("lines").node, "price");
    assert!(line.is_some());
    let lines = order.node(order.property("lines").expect("lines").node);
    let lines = lines.and_then(|n| n.list.as_ref()?.items);
    let form = lines.and_then(|id| order.node(id)?.object.as_ref().map(|o| o.form));
    assert_eq!(form, Some(ObjectForm::Value));
}

#[test]
fn nothing_is_lost_on_the_way_into_the_binary() {
    let dump = small();
    assert_eq!(lost(&dump, &bundled(&dump, "1")), Vec::<String>::new());
}

/// The dumps themselves are too large for the repository: `INFRA_PROVIDER_DUMPS` names a folder of them,
/// `<provider>-<version>.json`, or with `.gz` behind.
#[test]
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
fn the_binary_has_all_that_the_dumps_say() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/tf-schemas");
    let folder = std::env::var_os("INFRA_PROVIDER_DUMPS").map_or(beside, PathBuf::from);
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no dumps of providers in {}", folder.display());
        return;
    };
    let mut pinned = 0;
    for file in files {
        let path = file.expect("a file").path();
        let dump = text_of(&path);
        let file = path.file_name().and_then(|n| n.to_str()).expect("a name");
        let stem = file.trim_end_matches(".gz").trim_end_matches(".json");
        let builtin = Catalogue::builtin();
        let (name, version) = stem.split_once('-').expect("a version in the name");
        let version = version.rsplit('-').next().expect("a version");
        let of = format!("/{name} {version}");
        let of_terraform = format!("terraform.io/{name}/terraform {version}");
        let is_pinned = |p: &str| p.ends_with(&of) || p == of_terraform;
        if builtin.providers().any(is_pinned) {
            pinned += 1;
            assert_eq!(lost(&dump, builtin), Vec::<String>::new(), "{file}");
        }
        assert_eq!(
            lost(&dump, &bundled(&dump, version)),
            Vec::<String>::new(),
            "{file}"
        );
    }
    assert_eq!(
        pinned,
        Catalogue::builtin().providers().len(),
        "a dump of each provider"
    );
}

pub fn text_of(path: &Path) -> String {
    if path.extension().is_some_and(|e| e == "gz") {
        let output = std::process::Command::new("gunzip")
            .arg("-c")
            .arg(path)
            .output();
        return text(&output.expect("gunzip runs").stdout);
    }
    std::fs::read_to_string(path).expect("a text")
}

/// The types of a dump of which a catalogue says something else, or nothing.
fn lost(dump: &str, catalogue: &Catalogue) -> Vec<String> {
    let value: Value = serde_json::from_str(dump).expect("JSON");
    let mut lost = Vec::new();
    let mut looked = 0;
    for (source, provider) in value["provider_schemas"].as_object().expect("providers") {
        let own = &provider["provider"]["block"];
        if facts(own) != Value::Object(Map::new()) {
            looked += 1;
            let name = format!("provider.{}", source.rsplit('/').next().expect("a name"));
            let known = catalogue
                .find(&name)
                .and_then(|key| catalogue.schema(&key))
                .map(provider_export::block);
            if known != Some(facts(own)) {
                lost.push(name);
            }
        }
        for (kind, prefix) in [("resource_schemas", ""), ("data_source_schemas", "data.")] {
            for (name, source) in provider[kind].as_object().into_iter().flatten() {
                looked += 1;
                let name = format!("{prefix}{name}");
                let known = catalogue
                    .find(&name)
                    .and_then(|key| catalogue.schema(&key))
                    .map(provider_export::block);
                if known != Some(facts(&source["block"])) {
                    lost.push(name);
                }
            }
        }
    }
    assert!(looked > 0, "a dump without types");
    lost
}

/// A block of a dump without its descriptions and without what says nothing.
fn facts(block: &Value) -> Value {
    let each = |value: &Value, f: &dyn Fn(&Value) -> Value| -> Value {
        let all = value.as_object().into_iter().flatten();
        Value::Object(all.map(|(name, value)| (name.clone(), f(value))).collect())
    };
    let mut out = Map::new();
    for (key, value) in block.as_object().into_iter().flatten() {
        let value = match key.as_str() {
            "description" | "description_kind" => continue,
            "attributes" => each(value, &attribute),
            "block_types" => each(value, &nested_block),
            _ => value.clone(),
        };
        if value.as_object().is_none_or(|map| !map.is_empty()) {
            out.insert(key.clone(), value);
        }
    }
    Value::Object(out)
}

fn attribute(attribute: &Value) -> Value {
    let mut attribute = attribute.clone();
    let map = attribute.as_object_mut().expect("an attribute");
    map.remove("description");
    map.remove("description_kind");
    if let Some(nested) = map.get_mut("nested_type") {
        let all = nested["attributes"].as_object().into_iter().flatten();
        let all: Map<String, Value> = all
            .map(|(name, value)| (name.clone(), self::attribute(value)))
            .collect();
        nested["attributes"] = Value::Object(all);
    }
    attribute
}

fn nested_block(nested: &Value) -> Value {
    let mut nested = nested.clone();
    nested["block"] = facts(&nested["block"]);
    let map = nested.as_object_mut().expect("a block");
    map.retain(|_, value| *value != 0);
    nested
}

#[test]
fn what_is_no_dump_is_refused_with_a_reason() {
    let refused = |text: &str| provider::read(text).expect_err("no dump");
    assert!(refused("{").contains("line 1"));
    assert!(refused("{}").contains("format_version"));
    assert!(refused(r#"{ "format_version": "2.0" }"#).contains("found 2.0"));
    assert!(refused(r#"{ "format_version": "1.0" }"#).contains("provider_schemas"));
}

#[test]
fn two_providers_may_not_have_one_type() {
    let two: Vec<(Provider, infra::text::Name)> = ["a/shop", "b/shop"]
        .into_iter()
        .flat_map(|source| {
            let read = provider::read(&small()).expect("a dump").into_iter();
            read.map(move |p| {
                (
                    Provider {
                        source: source.into(),
                        ..p
                    },
                    "1".into(),
                )
            })
        })
        .collect();
    let message = make_of_providers(two).expect_err("two of a name");
    assert!(message.contains("data.shop_order"), "{message}");
}

#[test]
fn schema_list_shows_the_versions_of_providers() {
    let shown = text(&infra(["schema", "list", "--providers"]).stdout);
    let line = shown
        .lines()
        .find(|line| line.starts_with("hashicorp/aws "));
    let words: Vec<&str> = line.expect("aws").split_whitespace().collect();
    let expected = [
        "hashicorp/aws",
        "6.47.0",
        "1657",
        "resource",
        "types",
        "662",
        "data",
        "sources",
        "built",
        "in",
    ];
    assert_eq!(words, expected);
    assert_eq!(shown.lines().count(), 12);
    let buckets = text(&infra(["schema", "list", "aws_s3_bucket_v*"]).stdout);
    assert_eq!(buckets, "aws_s3_bucket_versioning\n");
}

#[test]
fn schema_show_prints_types_of_providers() {
    let shown = text(&infra(["schema", "show", "random_pet"]).stdout);
    assert_eq!(shown, PET);
    let place = text(&infra(["schema", "show", "aws_s3_bucket.versioning"]).stdout);
    assert!(
        place.starts_with("aws_s3_bucket.versioning: list<{\n"),
        "{place}"
    );
    let data = text(&infra(["schema", "show", "data.aws_ami.filter"]).stdout);
    assert!(data.starts_with("data.aws_ami.filter: list<{\n"), "{data}");
    let json = infra(["schema", "show", "random_pet", "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["provider"], "hashicorp/random");
    assert_eq!(json["block"]["attributes"]["id"]["computed"], true);
    let wrong = text(&infra(["schema", "show", "aws_s3_bucket.verzioning"]).stderr);
    assert!(wrong.contains("did you mean `versioning`?"), "{wrong}");
}

const PET: &str = "\
random_pet

  provider      hashicorp/random 3.7.2

attributes and blocks
  keepers?: map<string>
  length?: number   // chosen by the provider if not set
  prefix?: string
  separator?: string   // chosen by the provider if not set

read only
  id: string
";

const BLOCKS: &str = "\
resource uploads = aws_s3_bucket {
  lifecycle_rule: { enabled: true, expiration: { days: 3 } }
}

output days = uploads.lifecycle_rule[0].expiration[0].days

test \"one block is read as a list of one\" {
  assert length(uploads.lifecycle_rule) == 1
  assert uploads.lifecycle_rule[0].expiration[0].days == 3
}
";

#[test]
fn a_block_is_read_as_the_list_that_it_stands_for() {
    let folder = Folder::with("main.infra", BLOCKS);
    let output = folder.infra(&["test", "main.infra"]);
    // Of the stack nothing can be built for CloudFormation; that is all there is to say.
    let said = stdout(&output);
    let said: Vec<&str> = said.lines().filter(|l| l.contains(" × ")).collect();
    let expected = "  × `aws_s3_bucket` is Terraform's and cannot be built for CloudFormation";
    assert_eq!(said, [expected]);
}
