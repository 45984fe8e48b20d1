//! Schemas that cannot be added, and projects whose schemas are not as they are pinned: what is said, and
//! that nothing is lost.

use crate::added::{SHOP, THING, check, dump, project, said};
use crate::folder::{Folder, code, stderr, stdout};
use std::path::Path;
use std::process::Output;

/// What a command that must fail says.
fn refused(output: &Output) -> String {
    assert_eq!(code(output), 1, "{}", stdout(output));
    assert_eq!(stdout(output), "");
    stderr(output)
}

#[test]
fn what_is_no_schema_is_refused_with_a_reason() {
    let cut = {
        let packed = gz(SHOP);
        packed[..packed.len() / 2].to_vec()
    };
    let bytes = |text: &str| text.as_bytes().to_vec();
    let cases: [(Vec<u8>, &str); 13] = [
        (bytes(""), "the file is empty"),
        (bytes("terraform {}"), "no JSON"),
        (
            bytes("3"),
            "no schema: expected what `terraform providers schema -json` prints",
        ),
        (bytes("[]"), "no schema"),
        (bytes("{}"), "no `typeName`"),
        (
            bytes(r#"{ "typeName": "Thing", "properties": {} }"#),
            "`Thing` is no name of a type",
        ),
        (
            bytes(r#"{ "typeName": "A::B::C" }"#),
            "`A::B::C` has no `properties`",
        ),
        (
            bytes(r#"{ "format_version": "2.0", "provider_schemas": {} }"#),
            "expected `format_version` 1, found 2.0",
        ),
        (
            bytes(r#"{ "format_version": "1.0" }"#),
            "run `terraform init`",
        ),
        (
            bytes(r#"{ "format_version": "1.0", "provider_schemas": { "a/../b": {} } }"#),
            "`a/../b` is no source",
        ),
        (
            bytes(r#"{ "format_version": "1.0", "provider_schemas": { "a/b": {} } }"#),
            "`a/b` has no types",
        ),
        (cut, "cannot be unpacked"),
        (vec![0xff, 0xfe, 0x00], "no text in UTF-8"),
    ];
    for (given, reason) in cases {
        let folder = project();
        std::fs::write(folder.0.join("given"), given).expect("a file");
        let said = refused(&folder.infra(&["schema", "import", "given"]));
        assert!(
            said.starts_with("error: `given`") && said.contains(reason),
            "{reason}: {said}"
        );
        assert_eq!(folder.names(), ["given", "infra.toml"]);
    }
    let folder = project();
    let said = refused(&folder.infra(&["schema", "import", "nowhere.json"]));
    assert!(
        said.starts_with("error: `nowhere.json` cannot be read"),
        "{said}"
    );
    folder.write("empty/notes.txt", "");
    assert!(
        refused(&folder.infra(&["schema", "import", "empty"]))
            .contains("no file that ends in `.json`")
    );
}

fn gz(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory");
    packed.finish().expect("memory")
}

#[test]
fn a_packed_dump_is_unpacked() {
    let folder = project();
    std::fs::write(folder.0.join("shop.json.gz"), gz(SHOP)).expect("a file");
    let text = said(&folder.infra(&["schema", "import", "shop.json.gz"]));
    assert!(text.starts_with("added example/shop\n"), "{text}");
    assert!(
        text.contains("  of which version is not known: say it by `--version`\n"),
        "{text}"
    );
}

#[test]
fn a_file_without_end_is_not_read_to_it() {
    let folder = project();
    let file = std::fs::File::create(folder.0.join("large.json")).expect("a file");
    // Of holes alone: it takes no place on the disk.
    file.set_len(300 * 1024 * 1024).expect("a file");
    let said = refused(&folder.infra(&["schema", "import", "large.json"]));
    assert!(said.contains("holds more than 256 MiB"), "{said}");
}

#[test]
fn of_a_dump_of_many_some_can_be_chosen() {
    let (a, b) = (dump("example/a", "a_x", ""), dump("example/b", "b_x", ""));
    let mut both: serde_json::Value = serde_json::from_str(&a).expect("JSON");
    let other: serde_json::Value = serde_json::from_str(&b).expect("JSON");
    let name = "registry.terraform.io/example/b";
    both["provider_schemas"][name] = other["provider_schemas"][name].clone();
    let folder = project();
    folder.write("both.json", &both.to_string());
    let import = |more: &[&str]| folder.infra(&[&["schema", "import", "both.json"], more].concat());
    assert!(refused(&import(&["--version", "1.0.0"])).contains("of 2 schemas, which one?"));
    assert!(refused(&import(&["--provider", "c"])).contains("--provider: there is no `c`"));
    assert!(refused(&import(&["--version", "a=new"])).contains("expected a version like 1.2.3"));
    assert!(refused(&import(&["--version", "c=1"])).contains("there is no `c`"));
    let text = said(&import(&["--provider", "b", "--version", "1.0.0"]));
    assert!(text.starts_with("added example/b 1.0.0\n"), "{text}");
    let text = said(&import(&[
        "--version",
        "a=1.0.0",
        "--version",
        "example/b=2.0.0",
    ]));
    assert!(
        text.contains("added example/a 1.0.0\n")
            && text.contains("replaced example/b 1.0.0 by 2.0.0\n"),
        "{text}"
    );
}

#[test]
fn two_providers_of_one_local_name_cannot_stand_beside_each_other() {
    let folder = project();
    folder.write("a.json", &dump("a/shop", "shop_order", ""));
    folder.write("b.json", &dump("b/shop", "shop_order", ""));
    said(&folder.infra(&["schema", "import", "a.json"]));
    let lock = folder.read("infra.lock");
    let said = refused(&folder.infra(&["schema", "import", "b.json"]));
    assert!(
        said.contains("`b/shop` and `a/shop`, which the project has, are both called `shop`"),
        "{said}"
    );
    assert!(said.contains("infra schema remove a/shop"), "{said}");
    assert_eq!(folder.read("infra.lock"), lock);
    // As a merge may leave them.
    folder.write(
        "infra.lock",
        &format!(
            "{lock}{}",
            lock.replace("version = 1\n", "")
                .replace("a/shop\"", "b/shop\"")
        ),
    );
    let found = check(&folder, "resource order = shop_order {}\n");
    assert!(
        found.contains("config::pin") && found.contains("are both called `shop`"),
        "{found}"
    );
}

#[test]
fn a_schema_that_is_not_as_pinned_is_an_error_and_the_only_one() {
    let folder = project();
    folder.write("thing.json", THING);
    said(&folder.infra(&["schema", "import", "thing.json"]));
    let kept = folder.read("schemas/Company-Team-Thing.json");
    let program = "resource thing = Company::Team::Thing { Nmae: 1 }\n";
    folder.write(
        "schemas/Company-Team-Thing.json",
        &kept.replace("square", "oval"),
    );
    let found = check(&folder, program);
    assert!(
        found.starts_with(
            "infra.lock:6:8: error[config::pin]: `schemas/Company-Team-Thing.json` is not what"
        ),
        "{found}"
    );
    assert_eq!(found.lines().count(), 1, "{found}");
    assert_eq!(code(&folder.infra(&["build", "main.infra"])), 1);
    assert_eq!(code(&folder.infra(&["schema", "list"])), 1);
    // Other line ends are no other schema: version control may write them.
    folder.write(
        "schemas/Company-Team-Thing.json",
        &kept.replace('\n', "\r\n"),
    );
    assert!(check(&folder, program).contains("`Nmae`"));
    std::fs::remove_file(folder.0.join("schemas/Company-Team-Thing.json")).expect("it is there");
    let found = check(&folder, program);
    assert!(
        found.starts_with("infra.lock:6:8: error[file::not-found]"),
        "{found}"
    );
    // Another import mends it.
    said(&folder.infra(&["schema", "import", "thing.json"]));
    assert_eq!(folder.read("schemas/Company-Team-Thing.json"), kept);
}

#[test]
fn a_broken_lock_is_an_error_and_is_not_written_over() {
    for (lock, part) in [
        ("<<<<<<< ours\n", "`infra.lock` cannot be read"),
        ("version = 2\n", "of another version than 1"),
        (
            "[[schemas]]\nprovider = \"a/b\"\n",
            "expected `provider` or `type`, and `file` and `sha256`",
        ),
        ("[[schemas]]\nprovdier = \"a/b\"\n", "has no `provdier`"),
        ("schemas = 1\n", "expected a list of tables"),
    ] {
        let folder = Folder::with("infra.lock", lock);
        folder.write("infra.toml", "");
        folder.write("thing.json", THING);
        let found = check(&folder, "resource q = AWS::SQS::Queue {}\n");
        assert!(
            found.contains("infra.lock:") && found.contains(part),
            "{found}"
        );
        let said = refused(&folder.infra(&["schema", "import", "thing.json"]));
        assert!(said.contains(part), "{said}");
        assert_eq!(folder.read("infra.lock"), lock);
    }
}

#[test]
fn schemas_belong_to_a_project() {
    let folder = Folder::with("thing.json", THING);
    let output = folder.infra(&["schema", "import", "thing.json"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("expected an `infra.toml`"),
        "{}",
        stderr(&output)
    );
    assert!(
        stderr(&output).contains("infra init"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.names(), ["thing.json"]);
}

#[test]
fn a_file_that_no_import_wrote_stays() {
    let folder = project();
    folder.write("thing.json", THING);
    folder.write("schemas/Company-Team-Thing.json", "mine");
    let said = refused(&folder.infra(&["schema", "import", "thing.json"]));
    assert!(
        said.contains("`schemas/Company-Team-Thing.json` is there already"),
        "{said}"
    );
    assert_eq!(folder.read("schemas/Company-Team-Thing.json"), "mine");
    assert!(!Path::new(&folder.0.join("infra.lock")).exists());
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_project() {
    use std::os::unix::fs::symlink;
    let outside = Folder::with("thing.json", THING);
    let folder = project();
    symlink(&outside.0, folder.0.join("schemas")).expect("a link");
    let path = outside.0.join("thing.json");
    let path = path.to_str().expect("a path");
    let said = refused(&folder.infra(&["schema", "import", path]));
    assert!(said.contains("leads out of the project"), "{said}");
    assert_eq!(outside.names(), ["thing.json"]);
    let lock = "[[schemas]]\ntype = \"Company::Team::Thing\"\nfile = \"schemas/thing.json\"\nsha256 = \"0\"\n";
    folder.write("infra.lock", lock);
    let found = check(&folder, "resource q = AWS::SQS::Queue {}\n");
    assert!(found.contains("config::outside"), "{found}");
    folder.write("infra.lock", &lock.replace("schemas/", "../"));
    let found = check(&folder, "resource q = AWS::SQS::Queue {}\n");
    assert!(found.contains("config::outside"), "{found}");
}

#[cfg(unix)]
#[test]
fn what_a_project_names_is_no_link_to_elsewhere() {
    use std::os::unix::fs::symlink;
    let outside = Folder::with("elsewhere.infra", "policy \"p\" { }\n");
    outside.write("elsewhere.yaml", "name: a\n");
    for (key, toml) in [
        ("link.infra", "policies = [\"link.infra\"]\n"),
        (
            "link.yaml",
            "[stacks.a]\nfile = \"main.infra\"\ninputs = \"link.yaml\"\n",
        ),
        ("link.infra", "[stacks.a]\nfile = \"link.infra\"\n"),
    ] {
        let folder = Folder::with("infra.toml", toml);
        folder.write("main.infra", "resource q = AWS::SQS::Queue {}\n");
        let target = outside.0.join(key.replace("link", "elsewhere"));
        symlink(target, folder.0.join(key)).expect("a link");
        let output = folder.infra(&["check", "--message-format", "short"]);
        let found = stdout(&output) + &stderr(&output);
        assert!(
            found.contains("config::outside") && found.contains("leads out of the project"),
            "{found}"
        );
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_half_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project();
    folder.write("thing.json", THING);
    folder.write("schemas/notes.txt", "");
    let set = |mode: u32| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.0.join("schemas"), mode).expect("permissions");
    };
    set(0o555);
    // Who may do everything writes there all the same.
    if std::fs::write(folder.0.join("schemas/probe"), "").is_ok() {
        set(0o755);
        // For that one a folder is in the way.
        std::fs::create_dir_all(folder.0.join("infra.lock/inner")).expect("a folder");
        let output = folder.infra(&["schema", "import", "thing.json"]);
        assert_eq!(code(&output), 1);
        assert!(!folder.0.join("schemas/Company-Team-Thing.json").exists());
        return;
    }
    let said = refused(&folder.infra(&["schema", "import", "thing.json"]));
    set(0o755);
    assert!(said.contains("cannot be written"), "{said}");
    assert!(!folder.0.join("infra.lock").exists());
}

/// Schemas with parts that are something else, or somewhere else: whatever is kept of them can be looked at.
#[test]
fn odd_schemas_do_no_harm() {
    use infra::schema::given::{What, read};
    use infra::schema::{AddedProvider, AddedType, Additions, Catalogue, Dump, describe};
    use infra::types::{NodeId, Schemas, show_whole};
    let mut seed = 1;
    let mut kept = 0;
    for round in 0..600 {
        let text = if round % 2 == 0 { SHOP } else { THING };
        let mut value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let all = value.clone();
        for _ in 0..=next(&mut seed, 3) {
            let other = part(&mut all.clone(), &mut seed).clone();
            *part(&mut value, &mut seed) = match next(&mut seed, 6) {
                0 => serde_json::Value::Null,
                1 => serde_json::json!(-1.5e300),
                2 => serde_json::json!({ "$ref": "#/definitions/Part" }),
                3 => serde_json::json!(["list", ["object", { "a": "string" }]]),
                _ => other,
            };
        }
        for given in read(&value.to_string()).unwrap_or_default() {
            kept += 1;
            let mut additions = Additions::default();
            let name = given.what.name().clone();
            match given.what {
                What::Type(_) => additions.types.push(AddedType {
                    name,
                    text: given.text,
                    file: "a".into(),
                }),
                What::Provider(_) => additions.providers.push(AddedProvider {
                    dump: Dump::open(given.text).expect("as it was written"),
                    version: "1".into(),
                    file: "a".into(),
                }),
            }
            let catalogue = Catalogue::with(additions);
            let added = [
                "Company::Team::Thing",
                "shop_order",
                "data.shop_order",
                "provider.shop",
            ];
            for key in added.iter().filter_map(|name| catalogue.find(name)) {
                let _ = show_whole(&catalogue.expand(&key, NodeId(0)), &catalogue);
                for member in catalogue.member_names(&key) {
                    let _ = catalogue.member(&key, &member);
                    let _ = catalogue.attribute(&key, &member);
                    let _ = describe(&catalogue, &key, &[&member]);
                }
                let _ = infra::schema::schema_json(&catalogue, &key);
            }
        }
    }
    assert!(kept > 200, "most are still schemas: {kept}");
}

/// A number below a limit, the same each time.
fn next(seed: &mut u64, limit: u64) -> u64 {
    *seed = seed
        .wrapping_mul(6364136223846793005)
        .wrapping_add(1442695040888963407);
    (*seed >> 33) % limit
}

/// Some part of a value, perhaps the whole of it.
fn part<'v>(value: &'v mut serde_json::Value, seed: &mut u64) -> &'v mut serde_json::Value {
    let mut at = value;
    while next(seed, 8) > 0 {
        let count = match &*at {
            serde_json::Value::Object(map) => map.len(),
            serde_json::Value::Array(list) => list.len(),
            _ => 0,
        };
        if count == 0 {
            break;
        }
        let number = next(seed, count as u64) as usize;
        at = match at {
            serde_json::Value::Object(map) => map.values_mut().nth(number).expect("a value"),
            serde_json::Value::Array(list) => &mut list[number],
            _ => unreachable!("it has values"),
        };
    }
    at
}
