//! `infra schema update`: which lines of a project mean something else with another version of a schema.

use crate::added::{THING, dump, project, said};
use crate::folder::{Folder, code, stderr};

const OLD: &str = r#",
    "name": { "type": "string", "required": true },
    "colour": { "type": "string", "optional": true },
    "size": { "type": "string", "optional": true },
    "kind": { "type": "string", "optional": true },
    "zones": { "type": ["list", "string"], "optional": true },
    "secret": { "type": "string", "optional": true },
    "url": { "type": "string", "computed": true }"#;

const NEW: &str = r#",
    "name": { "type": "string", "required": true },
    "color": { "type": "string", "optional": true },
    "size": { "type": "bool", "optional": true },
    "kind": { "type": "string", "optional": true, "deprecated": true },
    "zones": { "type": ["set", "string"], "optional": true },
    "secret": { "type": "string", "optional": true, "sensitive": true },
    "owner": { "type": "string", "required": true },
    "address": { "type": "string", "computed": true }"#;

const PROGRAM: &str = "\
stack { target: \"terraform\" }

resource order for n in [1, 2] = shop_order {
  name: \"order-${n}\"
  colour: \"red\"
  size: \"large\"
  kind: \"book\"
  zones: [\"a\"]
  secret: \"s\"
}

output urls = [for o in order: o.url]
";

/// A project with a provider, and another version of it in `new.json`.
fn shop() -> Folder {
    let folder = project();
    folder.write("old.json", &dump("example/shop", "shop_order", OLD));
    folder.write("new.json", &dump("example/shop", "shop_order", NEW));
    folder.write("main.infra", PROGRAM);
    said(&folder.infra(&["schema", "import", "old.json", "--version", "1.0.0"]));
    folder
}

/// The lines below the one that counts them.
fn lines(text: &str) -> Vec<&str> {
    let below = text
        .lines()
        .skip_while(|line| !line.contains("of the project"));
    below
        .skip(1)
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect()
}

const EXPECTED: [&str; 8] = [
    "main.infra:3: `shop_order.owner` is required",
    "main.infra:5: `shop_order.colour` is gone; is it `color` now?",
    "main.infra:6: `shop_order.size` is `bool`, was `string`",
    "main.infra:6: error: expected `bool`, found `\"large\"`",
    "main.infra:7: `shop_order.kind` is deprecated",
    "main.infra:8: `shop_order.zones` is `set<string>`, was `list<string>`",
    "main.infra:9: `shop_order.secret` is sensitive",
    "main.infra:12: `shop_order.url` is gone",
];

#[test]
fn lines_that_change_meaning_are_said() {
    let folder = shop();
    let text = said(&folder.infra(&["schema", "update", "new.json", "--version", "2.0.0"]));
    assert!(
        text.starts_with("replaced example/shop 1.0.0 by 2.0.0\n"),
        "{text}"
    );
    assert!(
        text.contains("\n  1 type has changed: shop_order\n"),
        "{text}"
    );
    assert_eq!(lines(&text), EXPECTED);
    // It was taken: what was said is what there is now.
    assert_eq!(code(&folder.infra(&["check", "main.infra"])), 1);
    let again = said(&folder.infra(&["schema", "update", "new.json", "--version", "2.0.0"]));
    assert!(
        again.ends_with("\nno line of the project changes meaning\n"),
        "{again}"
    );
}

#[test]
fn a_dry_run_changes_nothing() {
    let folder = shop();
    let before = (
        folder.read("infra.lock"),
        folder.read("schemas/example/shop.json"),
    );
    let update = [
        "schema",
        "update",
        "new.json",
        "--version",
        "2.0.0",
        "--dry-run",
    ];
    let text = said(&folder.infra(&update));
    assert!(text.ends_with("\nnothing was written\n"), "{text}");
    assert_eq!(lines(&text)[..8], EXPECTED);
    let after = (
        folder.read("infra.lock"),
        folder.read("schemas/example/shop.json"),
    );
    assert_eq!(after, before);
}

#[test]
fn all_stacks_are_looked_at_with_their_inputs() {
    let folder = shop();
    folder.write(
        "infra.toml",
        "[stacks.a]\nfile = \"a.infra\"\ninput = { colour = \"red\" }\n\n[stacks.b]\nfile = \"b.infra\"\n",
    );
    let program = "input colour: string? = null\nresource order = shop_order {\n  name: \"a\"\n  \
                   ...if colour != null then { colour: colour } else {}\n}\n";
    folder.write("a.infra", program);
    folder.write("b.infra", "resource queue = AWS::SQS::Queue {}\n");
    let text = said(&folder.infra(&["schema", "update", "new.json"]));
    assert!(text.starts_with("replaced example/shop 1.0.0\n"), "{text}");
    let lines = lines(&text);
    assert!(
        lines.iter().any(|line| line.starts_with("infra.toml:3: ")
            || line.contains("`shop_order.colour` is gone")),
        "{text}"
    );
    assert!(
        !lines
            .iter()
            .any(|line| line.starts_with("main.infra") || line.starts_with("b.infra")),
        "{text}"
    );
}

#[test]
fn what_is_built_in_is_updated_too() {
    let folder = project();
    folder.write("pet.json", &dump("hashicorp/random", "random_word", ""));
    folder.write(
        "main.infra",
        "stack { target: \"terraform\" }\nresource pet = random_pet {}\n",
    );
    let text = said(&folder.infra(&["schema", "update", "pet.json", "--version", "4.0.0"]));
    assert!(
        text.contains("goes before hashicorp/random 3.7.2"),
        "{text}"
    );
    assert_eq!(lines(&text), ["main.infra:2: `random_pet` is gone"]);
}

#[test]
fn types_of_cloudformation_are_compared_too() {
    let folder = project();
    folder.write("old.json", THING);
    let new = THING
        .replace("\"maxLength\": 8", "\"maxLength\": 4")
        .replace("\"Size\": {", "\"Extent\": {")
        .replace("[\"Size\"]", "[\"Extent\"]")
        .replace(
            "\"createOnlyProperties\": [\"/properties/Name\"]",
            "\"createOnlyProperties\": [\"/properties/Kind\"]",
        );
    folder.write("new.json", &new);
    folder.write(
        "main.infra",
        "resource thing = Company::Team::Thing {\n  Name: \"a\"\n  Kind: \"round\"\n  Parts: [{ Size: 1 }]\n}\n",
    );
    said(&folder.infra(&["schema", "import", "old.json"]));
    let text = said(&folder.infra(&["schema", "update", "new.json"]));
    assert_eq!(
        lines(&text),
        [
            "main.infra:2: `Company::Team::Thing.Name` is `string(..4)`, was `string(..8)`",
            "main.infra:2: `Company::Team::Thing.Name` no longer replaces the resource when it changes",
            "main.infra:3: `Company::Team::Thing.Kind` replaces the resource when it changes",
            "main.infra:4: `Company::Team::Thing.Parts.Extent` is required",
            "main.infra:4: `Company::Team::Thing.Parts.Size` is gone",
        ]
    );
}

#[test]
fn what_was_never_there_is_no_update() {
    let folder = project();
    folder.write("shop.json", &dump("example/shop", "shop_order", ""));
    let output = folder.infra(&["schema", "update", "shop.json"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("no version of `example/shop` is known"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.names(), ["infra.toml", "shop.json"]);
}

#[test]
fn an_update_needs_schemas_that_are_whole() {
    let folder = shop();
    folder.write("schemas/example/shop.json", "{}");
    let output = folder.infra(&["schema", "update", "new.json"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("mend them first"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.read("schemas/example/shop.json"), "{}");
}
