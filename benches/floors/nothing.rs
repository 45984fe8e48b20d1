//! The floor of a process: starts and ends.

fn main() {}
