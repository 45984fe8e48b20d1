//! The catalogue: how schemas are read, and facts of the real one.

use infra::schema::{Access, Catalogue, TagShape};
use infra::types::{Relation, Schemas, Type, TypeKey};

/// The hand-made types of `tests/catalogue`.
pub fn small() -> Catalogue {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/catalogue");
    let files = std::fs::read_dir(folder).expect("tests/catalogue is there");
    let texts: Vec<String> = files
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("a text"))
        .collect();
    Catalogue::from_registry_json(texts.iter().map(String::as_str)).expect("registry schemas")
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
    assert_eq!(of("AWS::EC2::Subnet", "VpcId"), [vpc.clone()]);
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
