//! Timing of whole processes. In: two commands. Out: the medians of their wall time and their peak
//! memory. Each runs with its output thrown away.

use nix::sys::resource::{UsageWho, getrusage};
use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The argument that makes this program run one command and print its peak memory: the system
/// tells that of all children together, so that each needs a parent of its own.
pub const CHILD: &str = "--peak-memory-of";

pub struct Sample {
    /// Median wall time.
    pub milliseconds: f64,
    /// Peak resident memory of one run.
    pub megabytes: f64,
}

/// Runs both commands in turn, `runs` times after a warm-up.
pub fn alternate(
    a: &[OsString],
    b: &[OsString],
    runs: usize,
) -> Result<(Sample, Sample), Box<dyn std::error::Error>> {
    let mut times = (Vec::with_capacity(runs), Vec::with_capacity(runs));
    time(a)?;
    time(b)?;
    for _ in 0..runs {
        times.0.push(time(a)?);
        times.1.push(time(b)?);
    }
    let sample =
        |times: Vec<f64>, command: &[OsString]| -> Result<Sample, Box<dyn std::error::Error>> {
            Ok(Sample {
                milliseconds: median(times),
                megabytes: peak(command)?,
            })
        };
    Ok((sample(times.0, a)?, sample(times.1, b)?))
}

/// Runs one command and prints its peak memory in kilobytes.
pub fn run_child(command: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let (program, arguments) = command.split_first().ok_or("no command")?;
    let mut child = Command::new(program);
    child
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    child.status()?;
    println!("{}", getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss());
    Ok(())
}

fn time(command: &[OsString]) -> Result<f64, Box<dyn std::error::Error>> {
    let (program, arguments) = command.split_first().ok_or("no command")?;
    let mut child = Command::new(program);
    child
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = child.status()?;
    let elapsed = start.elapsed();
    if !status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(elapsed.as_secs_f64() * 1000.0)
}

fn peak(command: &[OsString]) -> Result<f64, Box<dyn std::error::Error>> {
    let output = Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .args(command)
        .output()?;
    let kilobytes: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
    Ok(kilobytes / 1024.0)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        (values[middle - 1] + values[middle]) / 2.0
    }
}
