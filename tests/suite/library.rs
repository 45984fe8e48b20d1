//! The library of the binary: each component has a document with an example (which `docs.rs` runs)
//! and programs of its own, `tests/std/<module>-<component>[--case].infra`, that build without a
//! word; the oracles lint and deploy what they make. What the policies of the library find. And how short programs are with it:
//!
//! ```text
//! cargo test --test suite brevity -- --nocapture
//! ```
//!
//! prints for each example that stands on the library how many lines it has and how many its
//! template has as YAML.

use crate::harness::{Expected, files, files_with, infra, text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The examples that must be short, and how many lines of template each line must stand for.
const SHORT: &[&str] = &["photos", "shop"];
const TIMES: usize = 10;
const WIDTH: usize = 100;

struct Component {
    module: String,
    name: String,
    /// The lines of its `///`.
    document: String,
}

#[test]
fn each_component_has_a_document_with_an_example() {
    for component in components() {
        let Component { module, name, .. } = &component;
        let import = format!("from \"std/{module}\"");
        for part in ["```infra\n", &import, &format!(" = {name} {{")] {
            let found = component.document.contains(part);
            assert!(found, "std/{module} {name}: no `{part}` in its document");
        }
    }
}

#[test]
fn each_component_has_programs_that_build_without_a_word() {
    let mut programs: BTreeSet<PathBuf> = files_with("tests/std", ".infra").into_iter().collect();
    for Component { module, name, .. } in components() {
        let own = format!("{module}-{}", dashed(&name));
        let (of, others) = programs
            .into_iter()
            .partition(|program| stem(program) == own);
        programs = others;
        let of: BTreeSet<PathBuf> = of;
        assert!(!of.is_empty(), "no tests/std/{own}.infra");
        for program in of {
            let source = std::fs::read_to_string(&program).expect("a program can be read");
            let shown = program.display();
            assert!(
                source.contains(&format!(" = {name} {{")),
                "{shown}: makes no {name}"
            );
            let outcome = infra(["build", &program.to_string_lossy()]);
            assert_eq!(text(&outcome.stderr), "", "{shown}");
            assert_eq!(outcome.code, 0, "{shown}");
        }
    }
    assert!(programs.is_empty(), "of no component: {programs:?}");
}

/// What the local CloudFormation of `.ci/run` cannot make says why.
#[test]
fn what_is_not_deployed_says_why() {
    for note in files_with("tests/std", ".not-deployed") {
        let reason = std::fs::read_to_string(&note).expect("a note can be read");
        assert!(!reason.trim().is_empty(), "{}", note.display());
        assert!(note.with_extension("infra").exists(), "{}", note.display());
    }
}

/// What a right names, it names exactly: `*` stands only where no action can name a resource, or
/// for the objects in a bucket and the indexes of a table; no action is a pattern, those of the
/// policies of keys neither (whose resource is always `*`: the key itself).
#[test]
fn rights_name_what_they_are_about() {
    let mut programs = files_with("tests/std", ".infra");
    programs.extend(SHORT.iter().map(|name| example(name)));
    let mut wrong = Vec::new();
    for program in programs {
        let outcome = infra(["build", &program.to_string_lossy()]);
        let template: serde_json::Value =
            serde_json::from_slice(&outcome.stdout).expect("a template is JSON");
        let resources = template["Resources"].as_object().into_iter().flatten();
        for (id, resource) in resources
            .clone()
            .filter(|(_, r)| r["Type"] == "AWS::KMS::Key")
        {
            let statements = resource["Properties"]["KeyPolicy"]["Statement"].as_array();
            for statement in statements.into_iter().flatten() {
                if texts(&statement["Action"]).iter().any(|a| a.contains('*')) {
                    wrong.push(format!("{}: {id}: {statement}", program.display()));
                }
            }
        }
        for (id, resource) in resources.filter(|(_, r)| r["Type"] == "AWS::IAM::Role") {
            let policies = resource["Properties"]["Policies"].as_array();
            let statements = policies
                .into_iter()
                .flatten()
                .filter_map(|policy| policy["PolicyDocument"]["Statement"].as_array())
                .flatten();
            for statement in statements.filter(|s| s["Effect"] == "Allow") {
                let actions = texts(&statement["Action"]);
                let everything = texts(&statement["Resource"]).contains(&"*");
                let nameless = actions.iter().all(|a| NAMELESS.contains(a));
                if actions.iter().any(|a| a.contains('*')) || (everything && !nameless) {
                    wrong.push(format!("{}: {id}: {statement}", program.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Actions that cannot name a resource, as the service authorization reference lists them.
const NAMELESS: &[&str] = &[
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "xray:PutTraceSegments",
];

/// What `tests/policies/main.infra` makes is against every policy of `std/policies` in some way.
#[test]
fn every_policy_finds_what_it_is_about() {
    let mut expected = Expected::new();
    let report = check("tests/policies/main.infra");
    expected.compare(Path::new("tests/policies/report.txt"), &report);
    let source = std::fs::read_to_string("stdlib/std/policies.infra").expect("the policies");
    let titles: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("policy \"")?.split('"').next())
        .collect();
    assert!(titles.len() >= 25, "{} policies", titles.len());
    for title in titles {
        if !report.contains(&format!("]: {title}: ")) {
            expected.fail(format!("nothing is against `{title}`"));
        }
    }
    expected.finish("tests/policies", &[".txt"]);
}

/// Every component as it is by default keeps every policy, and so do the examples.
#[test]
fn policies_find_nothing_in_the_library() {
    let program = "tests/policies/defaults.infra";
    assert_eq!(check(program), "");
    let source = std::fs::read_to_string(program).expect("a program can be read");
    for Component { module, name, .. } in components() {
        let made = source.contains(&format!(" = {name} {{"));
        assert!(made, "{program} makes no {name} of std/{module}");
    }
    for name in SHORT {
        let project = std::env::temp_dir().join(format!("infra-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&project).expect("a folder can be made");
        for file in files(&format!("examples/{name}")) {
            let copy = project.join(file.file_name().unwrap_or_default());
            std::fs::copy(&file, copy).expect("a file can be copied");
        }
        let config = "tests/policies/infra.toml";
        std::fs::copy(config, project.join("infra.toml")).expect("a file can be copied");
        assert_eq!(
            check(&project.join("main.infra").to_string_lossy()),
            "",
            "{name}"
        );
        std::fs::remove_dir_all(&project).expect("a folder can be removed");
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "the table is what it is for")]
fn brevity() {
    println!("example      lines  template   times");
    for name in SHORT {
        let path = example(name);
        let source = std::fs::read_to_string(&path).expect("an example can be read");
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
        let lines = source.lines().filter(is_code).count();
        let long = source.lines().find(|line| line.chars().count() > WIDTH);
        assert_eq!(long, None, "{name}: over {WIDTH} columns");

        let outcome = infra(["build", &path.to_string_lossy(), "--format", "yaml"]);
        assert_eq!(text(&outcome.stderr), "", "{name}");
        // The code of functions is no work of the compiler's: each file counts as one line.
        let folder = path.parent().unwrap_or(Path::new("."));
        let sources = files_with(&folder.to_string_lossy(), ".js");
        let code: usize = sources.iter().map(|file| line_count(file) - 1).sum();
        let template = text(&outcome.stdout).lines().count() - code;
        let times = template as f64 / lines as f64;
        println!("{name:<10}{lines:>8}{template:>10}{times:>8.1}");
        assert!(
            template >= lines * TIMES,
            "{name}: {lines} lines make a template of {template}"
        );
    }
}

/// What is said of a program, one line each. How large it is does not matter.
fn check(program: &str) -> String {
    let options = ["--message-format", "short", "--allow", "limit::inline-size"];
    let outcome = infra(["check", program].into_iter().chain(options));
    assert_eq!(text(&outcome.stderr), "", "{program}");
    text(&outcome.stdout)
}

fn components() -> Vec<Component> {
    let mut components = Vec::new();
    for file in files_with("stdlib/std", ".infra") {
        let source = std::fs::read_to_string(&file).expect("a module can be read");
        let module = file.file_stem().unwrap_or_default().to_string_lossy();
        let mut document = String::new();
        for line in source.lines() {
            if let Some(text) = line.strip_prefix("///") {
                document.push_str(text.strip_prefix(' ').unwrap_or(text));
                document.push('\n');
                continue;
            }
            let document = std::mem::take(&mut document);
            if let Some((name, _)) = line
                .strip_prefix("component ")
                .and_then(|rest| rest.split_once('('))
            {
                components.push(Component {
                    module: module.clone().into_owned(),
                    name: name.to_owned(),
                    document,
                });
            }
        }
    }
    components
}

fn example(name: &str) -> PathBuf {
    PathBuf::from(format!("examples/{name}/main.infra"))
}

fn line_count(file: &Path) -> usize {
    let text = std::fs::read_to_string(file).expect("code can be read");
    text.lines().count()
}

fn texts(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::Array(all) => all.iter().filter_map(|v| v.as_str()).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

/// The name of a program without its case.
fn stem(program: &Path) -> String {
    let stem = program.file_stem().unwrap_or_default().to_string_lossy();
    stem.split("--").next().unwrap_or_default().to_owned()
}

/// `HttpApi` as `http-api`.
fn dashed(name: &str) -> String {
    let mut dashed = String::new();
    for (index, character) in name.char_indices() {
        if character.is_uppercase() && index > 0 {
            dashed.push('-');
        }
        dashed.extend(character.to_lowercase());
    }
    dashed
}
