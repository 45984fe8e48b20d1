//! What a session that stays open does again after a change, and what it does not.

use infra::diag::Diagnostic;
use infra::session::{Files, Request, Session, Work, analyse};

const MAIN: &str = "import { Queue } from \"./queue.infra\"\n\
    import { title } from \"./names.infra\"\n\
    resource orders = Queue { name: title(\"orders\") }\n";
const QUEUE: &str = "import { title } from \"./names.infra\"\n\
    component Queue(name: string) {\n\
    \x20 resource main = AWS::SQS::Queue { QueueName: name }\n\
    \x20 output arn = main.Arn\n\
    }\n\
    fn shown() = title(\"shown\")\n";
const NAMES: &str = "fn title(team: string) = \"photos-${team}\"\n";

#[test]
fn what_did_not_change_is_not_done_again() {
    let mut session = session();
    assert_eq!(build(&session), (3, 3, 3), "everything is done once");
    assert_eq!(build(&session), (0, 0, 0), "nothing has changed");

    session
        .files
        .set("main.infra", format!("{MAIN}\n// a comment\n"));
    assert_eq!(build(&session), (1, 1, 1), "nobody imports the stack");
}

#[test]
fn a_body_that_changes_concerns_nobody_else() {
    let mut session = session();
    build(&session);
    // The same places, the same types.
    session
        .files
        .set("names.infra", NAMES.replace("photos", "images"));
    assert_eq!(build(&session), (1, 1, 1));
    let template = template(&session);
    assert!(template.contains("images-orders"), "{template}");
}

#[test]
fn what_is_offered_concerns_all_who_import_it() {
    let mut session = session();
    build(&session);
    session
        .files
        .set("names.infra", NAMES.replace("team: string", "team: int"));
    let (parsed, _, checked) = build(&session);
    assert_eq!((parsed, checked), (1, 3));
    let found = diagnostics(&session);
    let messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    let expected = "expected `int`, found";
    let wrong = messages.iter().filter(|m| m.starts_with(expected)).count();
    assert_eq!(wrong, 2, "{messages:?}");

    session.files.set("names.infra", NAMES);
    build(&session);
    let found = diagnostics(&session);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_component_that_changes_does_not_touch_what_it_imports() {
    let mut session = session();
    build(&session);
    let changed = QUEUE.replace("name: string", "name: string, days: int = 3");
    session.files.set(
        "queue.infra",
        changed.replace("QueueName: name", "QueueName: \"${name}${days}\""),
    );
    assert_eq!(build(&session), (1, 2, 2), "the component and the stack");
}

fn session() -> Session {
    let mut files = Files::default();
    files.set("main.infra", MAIN);
    files.set("queue.infra", QUEUE);
    files.set("names.infra", NAMES);
    Session::new(files)
}

/// How many files a build parses, resolves and checks.
fn build(session: &Session) -> (u64, u64, u64) {
    let before = session.work();
    diagnostics(session);
    let Work {
        parsed,
        resolved,
        checked,
    } = session.work();
    (
        parsed - before.parsed,
        resolved - before.resolved,
        checked - before.checked,
    )
}

fn diagnostics(session: &Session) -> Vec<Diagnostic> {
    analyse(session, request()).diagnostics().to_vec()
}

fn template(session: &Session) -> String {
    let bytes = analyse(session, request()).take_template();
    String::from_utf8(bytes).expect("a template is text")
}

fn request() -> Request {
    Request {
        stack: "main.infra".into(),
        ..Request::default()
    }
}
