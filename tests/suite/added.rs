//! Schemas that a project adds: `infra schema import` and `infra schema remove`, what they leave in the
//! project, and what programs make of it.

use crate::folder::{Folder, code, stderr, stdout};
use std::process::Output;

/// A provider with everything that a dump may have.
pub const SHOP: &str = include_str!("../catalogue/providers/everything.json");

/// A type of a company's own.
pub const THING: &str = include_str!("../catalogue/added/thing.json");

/// A dump of one provider with one type, of which each attribute is said as Terraform says it.
pub fn dump(source: &str, ty: &str, attributes: &str) -> String {
    format!(
        r#"{{ "format_version": "1.0", "provider_schemas": {{ "registry.terraform.io/{source}": {{
            "resource_schemas": {{ "{ty}": {{ "version": 0, "block": {{ "attributes": {{
                "id": {{ "type": "string", "computed": true }}{attributes} }} }} }} }} }} }} }}"#
    )
}

pub fn project() -> Folder {
    Folder::with("infra.toml", "")
}

/// What a command that must not fail prints.
pub fn said(output: &Output) -> String {
    assert_eq!((code(output), stderr(output).as_str()), (0, ""));
    stdout(output)
}

pub fn check(folder: &Folder, program: &str) -> String {
    folder.write("main.infra", program);
    stdout(&folder.infra(&["check", "main.infra", "--message-format", "short"]))
}

#[test]
fn an_imported_provider_is_known_to_programs() {
    let folder = project();
    folder.write("given/shop.json", SHOP);
    let wanted = "resource order = shop_order { nmae: 1 }\n";
    assert!(check(&folder, wanted).contains("unknown resource type `shop_order`"));
    let text = said(&folder.infra(&["schema", "import", "given/shop.json", "--version", "1.2.3"]));
    assert_eq!(
        text,
        "added example/shop 1.2.3\n  schemas/example/shop.json: 1 resource type, 1 data source\n"
    );
    let found = check(&folder, wanted);
    assert!(
        found.contains("`shop_order` has no property `nmae`"),
        "{found}"
    );
    let found = check(&folder, "data order = shop_order { nmae: 1 }\n");
    assert!(found.contains("`nmae`"), "{found}");
}

#[test]
fn what_is_imported_is_pinned_and_sorted() {
    let folder = project();
    folder.write("shop.json", SHOP);
    let import = ["schema", "import", "shop.json", "--version", "v1.2.3"];
    said(&folder.infra(&import));
    let lock = folder.read("infra.lock");
    let lines: Vec<&str> = lock.lines().collect();
    assert_eq!(
        lines[1..6],
        [
            "version = 1",
            "",
            "[[schemas]]",
            "provider = \"example/shop\"",
            "version = \"1.2.3\"",
        ]
    );
    assert_eq!(lines[6], "file = \"schemas/example/shop.json\"");
    assert!(lines[7].starts_with("sha256 = \""), "{lock}");
    let kept = folder.read("schemas/example/shop.json");
    assert!(
        kept.contains("\n       \"arn\": {\"computed\": true, \"description_kind\": \"plain\", \"type\": \"string\"},\n"),
        "{kept}"
    );
    // The same again changes nothing, nor does what was kept.
    let again = said(&folder.infra(&import));
    assert!(
        again.starts_with("unchanged example/shop 1.2.3\n"),
        "{again}"
    );
    said(&folder.infra(&["schema", "import", "schemas/example/shop.json"]));
    assert_eq!(folder.read("infra.lock"), lock);
    assert_eq!(folder.read("schemas/example/shop.json"), kept);
    assert_eq!(
        folder.names(),
        ["infra.lock", "infra.toml", "schemas", "shop.json"]
    );
}

#[test]
fn another_version_replaces_the_first() {
    let folder = project();
    let old = r#", "colour": { "type": "string", "optional": true }"#;
    let new = r#", "color": { "type": "string", "optional": true }"#;
    folder.write("1.json", &dump("example/shop", "shop_order", old));
    folder.write("2.json", &dump("example/shop", "shop_order", new));
    said(&folder.infra(&["schema", "import", "1.json", "--version", "1.0.0"]));
    let text = said(&folder.infra(&["schema", "import", "2.json", "--version", "shop=2.0.0"]));
    assert_eq!(
        text,
        "replaced example/shop 1.0.0 by 2.0.0\n  \
         schemas/example/shop.json: 1 resource type, 0 data sources\n  \
         1 type has changed: shop_order\n"
    );
    let found = check(&folder, "resource order = shop_order { colour: \"red\" }\n");
    assert!(found.contains("`colour`"), "{found}");
    // Of the same bytes the version may be said later, and is kept when it is not said.
    said(&folder.infra(&["schema", "import", "2.json", "--version", "2.0.1"]));
    said(&folder.infra(&["schema", "import", "2.json"]));
    assert!(folder.read("infra.lock").contains("version = \"2.0.1\""));
}

#[test]
fn a_provider_hides_the_one_that_is_built_in() {
    let folder = project();
    folder.write("random.json", &dump("hashicorp/random", "random_word", ""));
    let text = said(&folder.infra(&["schema", "import", "random.json", "--version", "4.0.0"]));
    assert!(
        text.contains("  goes before hashicorp/random 3.7.2, which is built in\n"),
        "{text}"
    );
    assert!(
        text.contains("  8 types are gone: random_bytes, "),
        "{text}"
    );
    assert!(!check(&folder, "resource a = random_word {}\n").contains("unknown resource type"));
    let found = check(&folder, "resource a = random_pet {}\n");
    assert!(
        found.contains("unknown resource type `random_pet`"),
        "{found}"
    );
    let shown = said(&folder.infra(&["schema", "list", "--providers"]));
    let random: Vec<&str> = shown.lines().filter(|l| l.contains("/random ")).collect();
    let words: Vec<&str> = random.concat().leak().split_whitespace().collect();
    assert_eq!(words[..2], ["hashicorp/random", "4.0.0"]);
    assert_eq!(words.last(), Some(&"schemas/hashicorp/random.json"));
    // Without it, what is built in is there again.
    said(&folder.infra(&["schema", "remove", "random"]));
    assert_eq!(folder.names(), ["infra.toml", "main.infra", "random.json"]);
    let found = check(&folder, "resource a = random_pet {}\n");
    assert!(!found.contains("unknown resource type"), "{found}");
}

#[test]
fn a_type_that_two_providers_have_is_of_the_one_that_it_is_named_after() {
    let folder = project();
    let dump = |source, ty, own| dump(source, ty, &format!(r#", "{own}": {{ "type": "string" }}"#));
    folder.write(
        "beta.json",
        &dump("example/shop-beta", "shop_order", "beta"),
    );
    folder.write("shop.json", &dump("example/shop", "shop_order", "stable"));
    said(&folder.infra(&["schema", "import", "beta.json"]));
    let show = || said(&folder.infra(&["schema", "show", "shop_order"]));
    assert!(show().contains("example/shop-beta"), "{}", show());
    said(&folder.infra(&["schema", "import", "shop.json"]));
    assert!(show().contains("  stable?: string"), "{}", show());
}

#[test]
fn a_type_that_is_not_named_after_its_provider_says_whose_it_is() {
    let folder = project();
    folder.write("beta.json", &dump("example/shop-beta", "shop_order", ""));
    said(&folder.infra(&["schema", "import", "beta.json", "--version", "1.0.0"]));
    folder.write("main.infra", "resource order = shop_order {}\n");
    let built = said(&folder.infra(&["build", "main.infra", "--target", "terraform"]));
    let built: serde_json::Value = serde_json::from_str(&built).expect("JSON");
    let order = &built["resource"]["shop_order"]["order"];
    assert_eq!(order["provider"], "shop-beta");
    let required = &built["terraform"]["required_providers"]["shop-beta"];
    assert_eq!(required["source"], "example/shop-beta");
    assert_eq!(required["version"], "~> 1.0");
    // Of a provider of unknown version any is taken.
    let unknown = dump(
        "example/shop-beta",
        "shop_order",
        r#", "a": { "type": "string" }"#,
    );
    folder.write("beta.json", &unknown);
    said(&folder.infra(&["schema", "import", "beta.json"]));
    let built = said(&folder.infra(&["build", "main.infra", "--target", "terraform"]));
    let built: serde_json::Value = serde_json::from_str(&built).expect("JSON");
    let required = &built["terraform"]["required_providers"]["shop-beta"];
    assert_eq!(
        *required,
        serde_json::json!({ "source": "example/shop-beta" })
    );
}

#[test]
fn a_private_type_is_checked_and_built() {
    let folder = project();
    folder.write("thing.json", THING);
    said(&folder.infra(&["schema", "import", "thing.json"]));
    assert!(
        folder
            .read("infra.lock")
            .contains("type = \"Company::Team::Thing\"")
    );
    let found = check(
        &folder,
        "resource thing = Company::Team::Thing {\n  Name: \"a-long-name\"\n  Kind: \"oval\"\n  Parts: [{ Siez: 1 }]\n}\n",
    );
    for part in ["main.infra:2:9: ", "main.infra:3:9: ", "main.infra:4:13: "] {
        assert!(found.contains(part), "{found}");
    }
    folder.write(
        "main.infra",
        "resource thing = Company::Team::Thing { Name: \"a\", Parts: [{ Size: 1 }] }\noutput id = thing.Id\n",
    );
    let built = said(&folder.infra(&["build", "main.infra", "--minify"]));
    assert!(
        built.contains(r#""Type":"Company::Team::Thing""#),
        "{built}"
    );
    assert!(
        built.contains(r#""Fn::GetAtt":["Thing","Id"]"#) || built.contains(r#"{"Ref":"Thing"}"#),
        "{built}"
    );
}

#[test]
fn types_come_one_by_one_in_lists_in_folders_and_as_aws_describes_them() {
    let other = THING.replace("Company::Team::Thing", "Company::Team::Other");
    let described = serde_json::json!({ "TypeName": "Company::Team::Other", "Schema": other });
    let folder = project();
    folder.write("list.json", &format!("[{THING}, {described}]"));
    folder.write("many/a.json", THING);
    folder.write("many/b.json", &described.to_string());
    folder.write("many/notes.txt", "no schema");
    let list = said(&folder.infra(&["schema", "import", "list.json"]));
    assert_eq!(
        list,
        "added Company::Team::Other\n  schemas/Company-Team-Other.json\n\
         added Company::Team::Thing\n  schemas/Company-Team-Thing.json\n"
    );
    let again = said(&folder.infra(&["schema", "import", "many"]));
    assert!(
        again.starts_with("unchanged Company::Team::Other\n"),
        "{again}"
    );
    let mut command = folder.command(&["schema", "import", "-"]);
    command.current_dir(&folder.0);
    drop(command);
    let piped = folder.infra_reading(&["schema", "import", "-"], described.to_string().as_bytes());
    assert!(said(&piped).starts_with("unchanged Company::Team::Other\n"));
}

#[test]
fn a_private_type_goes_before_a_built_in_one() {
    let folder = project();
    folder.write(
        "queue.json",
        &THING.replace("Company::Team::Thing", "AWS::SQS::Queue"),
    );
    let text = said(&folder.infra(&["schema", "import", "queue.json"]));
    assert!(
        text.contains("goes before the type, which is built in"),
        "{text}"
    );
    let found = check(
        &folder,
        "resource q = AWS::SQS::Queue { DelaySeconds: 1 }\n",
    );
    assert!(
        found.contains("`AWS::SQS::Queue` has no property `DelaySeconds`"),
        "{found}"
    );
}

#[test]
fn a_module_with_a_schema_is_checked() {
    let module = r#"{ "typeName": "Company::Team::Site::MODULE", "additionalProperties": false,
        "properties": { "Parameters": { "type": "object", "additionalProperties": false,
            "properties": { "Stage": { "type": "object" } } } } }"#;
    let folder = project();
    let program = "resource site = Company::Team::Site::MODULE { Parametres: {} }\n";
    assert_eq!(check(&folder, program), "");
    folder.write("module.json", module);
    said(&folder.infra(&["schema", "import", "module.json"]));
    assert!(check(&folder, program).contains("has no property `Parametres`"));
}

#[test]
fn descriptions_are_kept_and_shown() {
    let folder = project();
    folder.write("shop.json", SHOP);
    folder.write("thing.json", THING);
    said(&folder.infra(&["schema", "import", "shop.json", "thing.json"]));
    let show = |name: &str| said(&folder.infra(&["schema", "show", name]));
    assert_eq!(
        show("shop_order.name"),
        "shop_order.name: string\n\n  What it is called.\n"
    );
    assert!(show("provider.shop.region").contains("Where it sells."));
    let page = show("Company::Team::Thing");
    assert!(
        page.starts_with("Company::Team::Thing\n\n  A thing that a team has.\n\n"),
        "{page}"
    );
    assert!(
        page.contains("  from          schemas/Company-Team-Thing.json\n"),
        "{page}"
    );
    assert!(show("Company::Team::Thing.Parts.Size").contains("\n  How large it is.\n"));
    let json = said(&folder.infra(&["schema", "show", "shop_order", "--format", "json"]));
    assert!(json.contains("What it is called."), "{json}");
}

#[test]
fn the_summary_says_where_types_are_from() {
    let folder = project();
    folder.write("shop.json", SHOP);
    folder.write("thing.json", THING);
    let before = said(&folder.infra(&["schema", "list"]));
    assert!(before.lines().count() < 25, "{before}");
    said(&folder.infra(&["schema", "import", "shop.json", "thing.json"]));
    let after = said(&folder.infra(&["schema", "list"]));
    let line = |part: &str| {
        after
            .lines()
            .find(|line| line.contains(part))
            .map(str::to_owned)
    };
    assert!(
        line("  AWS ").is_some_and(|l| l.ends_with("built in")),
        "{after}"
    );
    assert!(
        line("  Company ").is_some_and(|l| l.ends_with("schemas/Company-Team-Thing.json")),
        "{after}"
    );
    assert!(
        line("example/shop ").is_some_and(|l| l.ends_with("schemas/example/shop.json")),
        "{after}"
    );
    let json = said(&folder.infra(&["schema", "list", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let owners = json["cloudformation"].as_array().expect("a list");
    let own = owners.iter().find(|owner| owner["name"] == "Company");
    assert_eq!(
        own.expect("the company")["files"][0],
        "schemas/Company-Team-Thing.json"
    );
    assert_eq!(
        said(&folder.infra(&["schema", "list", "company"])),
        "Company::Team::Thing\n"
    );
    let services = said(&folder.infra(&["schema", "list", "--services"]));
    assert!(
        services
            .lines()
            .any(|l| l.split_whitespace().eq(["AWS::SQS", "3"])),
        "{services}"
    );
}

#[test]
fn the_folder_of_schemas_can_be_named() {
    let folder = Folder::with("infra.toml", "schemas = \"vendor/schemas\"\n");
    folder.write("thing.json", THING);
    said(&folder.infra(&["schema", "import", "thing.json"]));
    assert!(
        folder
            .read("infra.lock")
            .contains("\"vendor/schemas/Company-Team-Thing.json\"")
    );
    // A schema moves with its next import.
    folder.write("infra.toml", "");
    said(&folder.infra(&["schema", "import", "thing.json"]));
    assert_eq!(
        folder.names(),
        ["infra.lock", "infra.toml", "schemas", "thing.json"]
    );
}
