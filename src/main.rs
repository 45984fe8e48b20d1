//! The `infra` command. Everything is in the library; this file only calls it.

fn main() -> std::process::ExitCode {
    infra::cli::main()
}
