//! The floor of a compiler with this grammar: reads a program and lets the grammar's machine take
//! it apart, and nothing else. Takes the program's path; prints how many pairs there are.

// A floor prints, as the others do, what it has made.
#![allow(clippy::print_stdout)]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os()
        .nth(1)
        .ok_or("usage: bare_parse PROGRAM")?;
    let text = std::fs::read_to_string(path)?;
    println!("{}", infra::syntax::bare_parse(&text));
    Ok(())
}
