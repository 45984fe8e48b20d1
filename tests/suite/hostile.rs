//! Programs that nobody writes: nothing makes the real binary crash, hang or eat the memory. Each
//! runs as a process of its own, with a limit on time and (on Unix) on memory.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Far above what any of these takes; below what a person would wait for.
const TIME: Duration = Duration::from_secs(60);
/// In KiB. The binary of the tests is not optimised, and one thread's stack counts too.
const MEMORY: u32 = 3_000_000;
const DEEP: usize = 10_000;

pub struct Run {
    pub code: i32,
    pub text: String,
    pub time: Duration,
}

#[test]
fn deep_nesting_is_refused_or_read() {
    for (open, inner, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{ a: ", "1", " }"),
        ("[for x in ", "[]", ": x]"),
        ("{ for k, v in ", "{}", ": k => v }"),
        ("if true then ", "1", " else 2"),
        ("match 1 { _ => ", "1", " }"),
        ("\"${", "1", "}\""),
        ("length(", "[]", ")"),
        ("!", "true", ""),
        ("-", "1", ""),
        ("a ?? ", "1", ""),
        ("a[", "0", "]"),
        ("[...", "[]", "]"),
    ] {
        let value = format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP));
        survives(&format!("let a = {value}\n"));
        // Nothing of it is closed.
        survives(&format!("let a = {}", open.repeat(DEEP)));
        // Nothing was opened.
        survives(&format!("let a = {}", close.repeat(DEEP)));
        // What stands behind it is still looked at.
        let run = survives(&format!("let a = {value}\noutput b = nowhere\n"));
        assert_eq!(run.code, 1, "{}", run.text);
    }
}

#[test]
fn deep_types_are_refused_or_read() {
    for (open, inner, close) in [
        ("list<", "int", ">"),
        ("map<", "int", ">"),
        ("{ a: ", "int", " }"),
        ("(", "int", ")"),
        ("", "int", "?"),
        ("int | ", "int", ""),
    ] {
        let ty = format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP));
        survives(&format!("type T = {ty}\nlet a: T? = null\n"));
        survives(&format!("param a: {}", open.repeat(DEEP)));
    }
}

#[test]
fn long_chains_are_read() {
    for (step, operand) in [
        (" + ", "1"),
        (" && ", "true"),
        (" ?? ", "null"),
        (" == ", "1"),
        (".", "a"),
        ("?.", "a"),
        (", ", "1"),
        ("..", "1"),
    ] {
        let chain = vec![operand; DEEP].join(step);
        survives(&format!("let a = {chain}\n"));
        survives(&format!("let a = [{chain}]\n"));
    }
    survives(&format!(
        "let a = {}1{}\n",
        "f".repeat(5),
        "()".repeat(DEEP)
    ));
    survives(&format!("let a = b{}\n", "[0]".repeat(DEEP)));
    survives(&format!("let a = b{}\n", "!".repeat(DEEP)));
}

#[test]
fn long_chains_of_declarations_are_read() {
    let chain = |first: &str, step: &dyn Fn(usize) -> String| {
        let steps: String = (1..20_000).map(step).collect();
        survives(&format!("{first}\n{steps}"))
    };
    chain("let a0 = 1", &|i| format!("let a{i} = a{}\n", i - 1));
    chain("type T0 = int", &|i| format!("type T{i} = T{}\n", i - 1));
    chain("fn f0() = 1", &|i| format!("fn f{i}() = f{}()\n", i - 1));
    chain("let z = f19999()\nfn f0() = 1", &|i| {
        format!("fn f{i}() = f{}()\n", i - 1)
    });
    chain("resource r0 = AWS::SNS::Topic {}", &|i| {
        format!(
            "resource r{i} = AWS::SNS::Topic {{ DisplayName: r{}.TopicName }}\n",
            i - 1
        )
    });
    // The same, and the last leads to the first.
    chain("let a0 = a19999", &|i| format!("let a{i} = a{}\n", i - 1));
    chain("type T0 = T19999", &|i| format!("type T{i} = T{}\n", i - 1));
    chain("fn f0() = f19999()", &|i| {
        format!("fn f{i}() = f{}()\n", i - 1)
    });
}

#[test]
fn wide_declarations_are_read() {
    let many = |one: &dyn Fn(usize) -> String| (0..20_000).map(one).collect::<String>();
    survives(&format!("let a = [{}]\n", many(&|i| format!("{i}, "))));
    survives(&format!(
        "let a = {{ {} }}\n",
        many(&|i| format!("k{i}: {i}, "))
    ));
    survives(&format!("let a = {{ {} }}\n", many(&|_| "k: 1, ".into())));
    survives(&format!(
        "fn f({}) = 1\n",
        many(&|i| format!("p{i}: int, "))
    ));
    survives(&format!(
        "let a = length({})\n",
        many(&|i| format!("{i}, "))
    ));
    survives(&format!(
        "type T = {}0\nparam p: T\n",
        many(&|i| format!("{i} | "))
    ));
    survives(&format!(
        "let a = match 1 {{ {} _ => 0 }}\n",
        many(&|i| format!("{i} => {i}, "))
    ));
    survives(&format!("let a = \"{}\"\n", many(&|_| "${1}".into())));
    survives(&many(&|i| format!("output o{i} = nowhere{i}\n")));
    survives(&many(&|_| "output o = 1\n".into()));
    survives(&many(&|_| "@allow(\"name::unused\")\n".into()));
}

#[test]
fn thousands_of_cases_take_no_time() {
    let count = 20_000;
    let all = |one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let union = all(&|i| format!("\"{i}\" | ")) + "\"none\"";
    let arms = all(&|i| format!("\"{i}\" => \"{i}\", "));
    let texts = all(&|i| format!("\"{i}\", "));
    let queue = "resource queue = AWS::SQS::Queue {";
    for program in [
        format!("param p: {union}\n{queue} QueueName: p }}\n"),
        format!("param p: {union}\n{queue} QueueName: match p {{ {arms} _ => p }} }}\n"),
        format!("param p: string\nresource q if p in [{texts}] = AWS::SQS::Queue {{}}\n"),
    ] {
        let run = survives(&program);
        assert!(run.time < Duration::from_secs(20), "{:?}", run.time);
    }
    // Each of very many slips is reported, without a search for what each was meant to be.
    let run = survives(&all(&|i| format!("resource r{i} = AWS::SQS::Quee {{}}\n")));
    assert!(run.time < Duration::from_secs(20), "{:?}", run.time);
}

#[test]
fn a_line_of_a_megabyte_is_read_and_not_printed() {
    let long = 1 << 20;
    for program in [
        format!("let a = \"{}\"\noutput b = nowhere\n", "x".repeat(long)),
        format!("let a = \"{}", "x".repeat(long)),
        format!("output a = {}\n", "x".repeat(long)),
        format!("// {}\noutput b = nowhere\n", "x".repeat(long)),
        format!("{}\n", "?".repeat(long)),
        format!("{}\n", "(".repeat(long)),
        format!("let a = [{}\n", "1,".repeat(long / 2)),
        format!("{}output b = nowhere", " ".repeat(long)),
        "\"${".repeat(long / 3),
        "/*".repeat(long / 2),
        "é".repeat(long / 2),
        "\n".repeat(long),
        "\0".repeat(long),
    ] {
        let run = survives(&program);
        assert!(run.text.len() < 100_000, "printed {} bytes", run.text.len());
    }
}

#[test]
fn nested_records_take_no_time() {
    let nested = |depth: usize| format!("{}1{}", "{ a: ".repeat(depth), " }".repeat(depth));
    let program = format!("let a = {}\noutput b = toJson(a)\n", nested(20));
    let run = survives(&(program + "resource q = AWS::SQS::Queue {}\n"));
    assert_eq!(run.code, 0, "{}", run.text);
    assert!(run.time < Duration::from_secs(1), "{:?}", run.time);
    let broken = nested(20).replace(" }", "");
    let run = survives(&format!("let a = {broken}\n"));
    assert!(run.time < Duration::from_secs(1), "{:?}", run.time);
}

#[test]
fn what_is_unclosed_is_reported() {
    for opened in [
        "(", "[", "{", "\"", "'", "\"\"\"", "'''", "/*", "\"${", "f(", "{ a: [", "int(",
    ] {
        for before in [
            "let a = ",
            "param a: ",
            "resource a = AWS::SQS::Queue { A: ",
            "fn f",
            "@id",
        ] {
            let run = survives(&format!("{before}{opened}"));
            assert_eq!(run.code, 1, "{before}{opened}: {}", run.text);
        }
    }
}

#[test]
fn what_is_no_text_is_reported() {
    for bytes in [
        &b"let a = \"\xFF\"\n"[..],
        b"\xFE\xFFl\0e\0t\0",
        b"\x80\x80\x80",
        b"let \xC3\x28 = 1\n",
    ] {
        let run = survives_bytes(bytes);
        assert!(run.text.contains("file::not-utf8"), "{}", run.text);
    }
    for text in [
        "",
        "\u{FEFF}",
        "\u{FEFF}let a = 1",
        "\r",
        "\r\n\r\n",
        "\u{2028}",
        "\0",
        "// end",
    ] {
        survives(text);
    }
}

#[test]
fn numbers_have_an_end() {
    for number in [
        "9223372036854775808",
        "-9223372036854775809",
        "1e400",
        "1e-400",
        "0x10",
        "00",
        "1.",
        ".1",
        "1__0",
    ] {
        survives(&format!("let a = {number}\n"));
        survives(&format!("param a: int({number}..{number})\n"));
    }
    for overflow in [
        "9223372036854775807 + 1",
        "-9223372036854775807 - 2",
        "9223372036854775807 * 2",
        "1 / 0",
        "1 % 0",
        "-(0 - 9223372036854775807 - 1)",
    ] {
        let run = survives(&format!("output a = {overflow}\n"));
        assert_eq!(run.code, 1, "{overflow}: {}", run.text);
    }
}

#[test]
fn what_would_be_endless_is_refused() {
    for program in [
        "let a = [for i in 1..1000000000: i]\noutput b = length(a)\n",
        "output b = length(range(1, 1000000000))\n",
        "resource q for i in 1..1000000 = AWS::SQS::Queue {}\n",
        "resource q for i in 1..1000 for j in 1..1000 = AWS::SQS::Queue {}\n",
        "let a = [for i in 1..100000 for j in 1..100000: i * j]\noutput b = length(a)\n",
        "fn f(x: int) -> int = f(x)\noutput a = f(1)\n",
        "fn f(x: int) -> int = g(x)\nfn g(x: int) -> int = f(x)\noutput a = f(1)\n",
    ] {
        let run = survives(program);
        assert_eq!(run.code, 1, "{program}{}", run.text);
    }
    // Each line doubles what the line before made.
    for (first, double) in [
        ("\"ab\"", "\"${LAST}${LAST}\""),
        ("[1]", "[...LAST, ...LAST]"),
        ("[1]", "flatten([LAST, LAST])"),
        ("\"a\"", "replace(LAST, \"a\", \"aa\")"),
        ("{ a: 1 }", "{ b: LAST, c: LAST }"),
        ("\"a\"", "toJson([LAST, LAST])"),
    ] {
        let lets = (1..64).map(|i| {
            let double = double.replace("LAST", &format!("x{}", i - 1));
            format!("let x{i} = {double}\n")
        });
        let lets: String = lets.collect();
        survives(&format!("let x0 = {first}\n{lets}output z = toJson(x63)\n"));
    }
    let calls: String = (1..40)
        .map(|i| format!("fn f{i}(x: int) -> int = f{0}(x) + f{0}(x)\n", i - 1))
        .collect();
    let run = survives(&format!(
        "fn f0(x: int) -> int = x\n{calls}output a = f39(1)\n"
    ));
    assert_eq!(run.code, 1, "{}", run.text);
}

#[test]
fn patterns_take_no_time() {
    let text = "a".repeat(40);
    for pattern in [
        "(a+)+$",
        "(a|a)*b",
        "(?=(a+))a*b",
        "((((((((((a{1,99}){1,99}){1,99}){1,99})))))))",
    ] {
        survives(&format!("output m = matches(\"{text}!\", '{pattern}')\n"));
        survives(&format!(
            "input t: string(/{pattern}/) = \"{text}!\"\noutput o = t\n"
        ));
    }
}

#[test]
fn resources_far_over_the_limit_are_counted_once() {
    let run = survives("resource q for i in 1..2000 = AWS::SQS::Queue {}\n");
    assert_eq!(run.code, 1);
    assert!(run.text.len() < 10_000, "{}", run.text);
}

pub fn survives(program: &str) -> Run {
    survives_bytes(program.as_bytes())
}

/// Runs the program from standard input, and fails where the process did not end by itself.
fn survives_bytes(program: &[u8]) -> Run {
    let started = Instant::now();
    let mut child = limited(env!("CARGO_BIN_EXE_infra"))
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = program.to_vec();
    // The binary may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let shown = String::from_utf8_lossy(&program[..program.len().min(120)]).into_owned();
    let status = wait(&mut child, started)
        .unwrap_or_else(|| panic!("still running after {TIME:?}: {shown}"));
    writer.join().expect("the writer ends");
    let text = stdout.join().expect("a reader") + &stderr.join().expect("a reader");
    let tail: String = text
        .chars()
        .rev()
        .take(400)
        .collect::<Vec<_>>()
        .iter()
        .rev()
        .collect();
    let code = status.code();
    let code = code.unwrap_or_else(|| panic!("ended by a signal: {status}\n{shown}\n{tail}"));
    assert!(code == 0 || code == 1, "exit code {code}: {shown}\n{tail}");
    let time = started.elapsed();
    Run { code, text, time }
}

/// A command that may not use more than [`MEMORY`].
fn limited(binary: &str) -> Command {
    if cfg!(unix) {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\""),
            binary,
        ]);
        command
    } else {
        Command::new(binary)
    }
}

fn reader(stream: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read until then is enough to look at.
        let _ = stream.map(|mut s| s.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child, started: Instant) -> Option<std::process::ExitStatus> {
    loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return Some(status);
        }
        if started.elapsed() > TIME {
            // It may end in this very moment.
            let _ = child.kill();
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
