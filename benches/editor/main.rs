//! What an editor waits for: `cargo bench --bench editor`.
//!
//! A project of `FILES` files and about 5,000 lines is opened in the real server, over its pipes. Then keys
//! are pressed at places that a fixed seed chooses, among them many that leave the program broken; each time
//! from the change to the findings of that version is measured, as the client sees it: with the reading and
//! writing of the messages. In the same way resource types are completed. At last, many more keys are pressed,
//! and the server's memory is looked at on the way. With `--quick`, a tenth of all that.

// A benchmark prints its table.
#![allow(clippy::print_stdout)]

mod client;
mod project;
mod typist;

use client::Client;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use typist::{Key, Typist};

const FILES: usize = 20;
const LINES_PER_FILE: usize = 263;

/// Keys of which each is timed.
const TIMED: usize = 200;

/// Keys after which the memory is to be what it was.
const MANY: usize = 10_000;

const COMPLETIONS: usize = 100;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let is_quick = std::env::args().any(|a| a == "--quick");
    let scale = if is_quick { 10 } else { 1 };
    let folder = std::env::temp_dir().join(format!("infra-editor-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder, scale);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(folder: &Path, scale: usize) -> Result<(), Failure> {
    let files = project::files(FILES, LINES_PER_FILE);
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    for (name, text) in &files {
        std::fs::write(folder.join(name), text)?;
    }
    // Another build of the server can be measured by the same keys.
    let infra = std::env::var_os("INFRA").map_or(env!("CARGO_BIN_EXE_infra").into(), PathBuf::from);
    let mut client = Client::start(&infra, folder)?;
    let mut typist = Typist::new(files);

    let start = Instant::now();
    for at in 0..typist.count() {
        let (name, text) = typist.file(at);
        client.open(&folder.join(name), text)?;
    }
    let found = client.findings(&folder.join("main.infra"), 1)?;
    if found != 0 {
        return Err(format!("the project has {found} findings").into());
    }
    println!(
        "a project of {FILES} files, {lines} lines; release build, times as the client sees them\n"
    );
    println!("| what | times | median ms | 95 of 100 ms | worst ms |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    row("open all files", vec![start.elapsed()]);

    let mut edits = Vec::new();
    let mut worst = (Duration::ZERO, String::new());
    for _ in 0..TIMED / scale {
        let (key, time) = press(&mut client, &mut typist, folder)?;
        if time > worst.0 {
            worst = (time, key.to_string());
        }
        edits.push(time);
    }
    row("from a key to the findings", edits);
    while press_back(&mut client, &mut typist, folder)? {}

    let mut completions = Vec::new();
    let main = folder.join("main.infra");
    for round in 0..COMPLETIONS / scale {
        let text = project::TYPES.get(round % project::TYPES.len());
        let text = text.copied().unwrap_or_default();
        let (version, position) = typist.append("main.infra", &format!("resource typed = {text}"));
        client.change_all(&main, version, typist.text("main.infra"))?;
        client.findings(&main, version)?;
        let start = Instant::now();
        let offered = client.complete(&main, position)?;
        completions.push(start.elapsed());
        if offered == 0 {
            return Err(format!("nothing is offered for `{text}`").into());
        }
        let version = typist.take_back("main.infra");
        client.change_all(&main, version, typist.text("main.infra"))?;
        client.findings(&main, version)?;
    }
    row("completion of a resource type", completions);

    println!("\nthe worst key was {}", worst.1);

    let many = MANY / scale;
    println!("\n| keys pressed | resident MB |");
    println!("| ---: | ---: |");
    for done in 0..=many {
        if done % (many / 5) == 0 {
            println!("| {done} | {:.1} |", client.megabytes()?);
        }
        press(&mut client, &mut typist, folder)?;
    }
    client.stop()
}

/// Presses a key, and waits for the findings of the text that it makes.
fn press(
    client: &mut Client,
    typist: &mut Typist,
    folder: &Path,
) -> Result<(Key, Duration), Failure> {
    let key = typist.press();
    let path = folder.join(&key.file);
    let start = Instant::now();
    client.change(&path, &key)?;
    client.findings(&path, key.version)?;
    let time = start.elapsed();
    Ok((key, time))
}

/// Takes back a key that is still there. Whether there was one.
fn press_back(client: &mut Client, typist: &mut Typist, folder: &Path) -> Result<bool, Failure> {
    let Some(key) = typist.press_back() else {
        return Ok(false);
    };
    let path = folder.join(&key.file);
    client.change(&path, &key)?;
    client.findings(&path, key.version)?;
    Ok(true)
}

fn row(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| {
        let last = times.len() - 1;
        let time = times.get(last * part / 100).copied().unwrap_or_default();
        time.as_secs_f64() * 1_000.0
    };
    println!(
        "| {what} | {} | {:.2} | {:.2} | {:.2} |",
        times.len(),
        at(50),
        at(95),
        at(100)
    );
}
