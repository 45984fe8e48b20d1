//! What Terraform's `awscc` provider calls the types and properties of CloudFormation: every pair that
//! the provider has, against the rule.

use crate::providers::text_of;
use infra::awscc::names::{attribute_name, root_attribute_name, type_name};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Types and attributes of the version that the list was made from.
const TYPES: usize = 1_443;
const ATTRIBUTES: usize = 36_659;

/// One line of the list.
struct Pair<'a> {
    depth: usize,
    cloudformation: String,
    terraform: &'a str,
}

fn list() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/catalogue/awscc-names.txt"
    );
    std::fs::read_to_string(path).expect("the list of names")
}

/// The pairs of the list; the second of a pair is what the text has in lower case where it is not
/// written out.
fn pairs<'a>(list: &'a str, lower: &'a str) -> impl Iterator<Item = Pair<'a>> {
    let lines = list.lines().zip(lower.lines());
    lines
        .filter(|(line, _)| !line.starts_with('#'))
        .map(|(line, lower)| {
            let text = line.trim_start();
            let depth = line.len() - text.len();
            match text.split_once('=') {
                Some((cloudformation, terraform)) => Pair {
                    depth,
                    cloudformation: cloudformation.into(),
                    terraform,
                },
                None => Pair {
                    depth,
                    cloudformation: text.replace('_', ""),
                    terraform: lower.trim_start(),
                },
            }
        })
}

#[test]
fn every_name_of_the_provider_comes_out_by_the_rule() {
    let list = list();
    let lower = list.to_ascii_lowercase();
    let mut ty = String::new();
    let (mut types, mut attributes) = (0, 0);
    let mut wrong = Vec::new();
    for pair in pairs(&list, &lower) {
        let property = pair.cloudformation.as_str();
        let found = match pair.depth {
            0 => type_name(property).expect("a type of AWS"),
            1 => root_attribute_name(&ty, property),
            _ => attribute_name(property),
        };
        if found != pair.terraform {
            wrong.push(format!("{ty} {property}: {found}, not {}", pair.terraform));
        }
        match pair.depth {
            0 => {
                types += 1;
                ty = pair.cloudformation;
            }
            _ => attributes += 1,
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!((types, attributes), (TYPES, ATTRIBUTES));
}

/// The list that was published, of which ours is a shorter form: `INFRA_AWSCC_NAMES` names it.
#[test]
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
fn the_list_holds_all_that_was_published() {
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/awscc-f995d4f.names.json.gz");
    let path = std::env::var_os("INFRA_AWSCC_NAMES").map_or(beside, PathBuf::from);
    if !path.exists() {
        eprintln!("skipped: no list of names at {}", path.display());
        return;
    }
    let published: Value = serde_json::from_str(&text_of(&path)).expect("JSON");
    let mut all = Vec::new();
    for (terraform, ty) in published.as_object().expect("types") {
        let name = ty["type"].as_str().expect("a type");
        all.push(format!("{name} {terraform}"));
        gather(&ty["attributes"], 1, &mut all);
    }
    let list = list();
    let lower = list.to_ascii_lowercase();
    let indented = |pair: Pair| {
        let indent = " ".repeat(pair.depth);
        format!("{indent}{} {}", pair.cloudformation, pair.terraform)
    };
    let ours: Vec<String> = pairs(&list, &lower).map(indented).collect();
    assert!(
        ours == all,
        "tests/catalogue/awscc-names.txt is another list"
    );
}

fn gather(attributes: &Value, depth: usize, all: &mut Vec<String>) {
    for (terraform, attribute) in attributes.as_object().into_iter().flatten() {
        let property = attribute["cfn"].as_str().expect("a property");
        all.push(format!("{}{property} {terraform}", " ".repeat(depth)));
        gather(&attribute["nested"], depth + 1, all);
    }
}
