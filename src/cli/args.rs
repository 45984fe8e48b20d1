//! The command line: every command, option and help text. In: arguments. Out: the command's
//! [`Outcome`]. Never: what a command does (one file each).

use super::graph::GraphArgs;
use super::lsp::LspArgs;
use super::playground::PlaygroundArgs;
use super::schema::SchemaArgs;
use super::{
    Outcome, Terminal, build, check, completions, explain, format, graph, import, init, lsp,
    playground, schema, test,
};
use crate::emit::{Layout, Target};
use crate::session::{Levels, Request, is_of_policies};
use crate::text::Name;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// A small typed language for cloud infrastructure. `.infra` files become CloudFormation templates
/// or Terraform configurations, with every type, property and value checked on the way.
#[derive(Parser)]
#[command(
    name = "infra",
    version,
    after_help = "\
Examples:
  infra build main.infra                        print the template
  infra build main.infra -o template.json       write it to a file
  infra check stacks/*.infra                    check several stacks, print no template
  infra init photos                             begin a project
  infra import template.yaml -o photos          a program from a template, with proof
  infra test                                    run the tests of the project
  infra fmt                                     format all programs of the project
  infra graph main.infra -o stack.html          a picture of a stack, to click in
  infra playground                              a page to try the language on
  infra explain name::unknown                   what a message means, with examples
  infra schema show AWS::SQS::Queue             what a resource type takes and gives

Exit codes:
  0  clean, or nothing but warnings and notes
  1  an error, or a warning that `--deny` makes one; nothing is written
  2  the command line itself is wrong

`infra help COMMAND` tells more about a command."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(BuildArgs),
    Check(CheckArgs),
    Test(TestArgs),
    Import(ImportArgs),
    Fmt(FormatArgs),
    Graph(GraphArgs),
    Playground(PlaygroundArgs),
    Init(InitArgs),
    Explain(ExplainArgs),
    Schema(SchemaArgs),
    Lsp(LspArgs),
    Completions(CompletionsArgs),
}

/// Build a stack: check it, and print its template.
///
/// The template goes to standard output or to `--out`, messages to standard error. Without a file, all
/// stacks of the project's `infra.toml` are built, each to its `out`. With an error, nothing is written
/// at all.
#[derive(Parser)]
#[command(
    name = "build",
    bin_name = "infra build",
    after_help = "\
Examples:
  infra build main.infra
  infra build main.infra -o template.yaml       YAML, from the ending
  infra build main.infra --target terraform -o live/main.tf.json
  infra build main.infra --input team=orders --inputs production.yaml
  infra build main.infra --deny warnings --message-format github
  infra build                                   all stacks of infra.toml
  infra build --stack production                one of them
  generate | infra build -                      the program from standard input

Exit codes: 0 clean or warnings alone, 1 an error or a denied warning, 2 usage."
)]
pub struct BuildArgs {
    /// The stack's file; `-` reads standard input. Without one: the stacks of `infra.toml`.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,

    #[command(flatten)]
    pub project: ProjectOptions,

    /// The engine that deploys the template [default: what `infra.toml` or the stack itself says, else
    /// cloudformation].
    #[arg(long, value_name = "ENGINE")]
    pub target: Option<TargetName>,

    /// Write the template to this file: the whole of it, or nothing. For Terraform also to a folder,
    /// as main.tf.json.
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// How the template is written [default: by the ending of `--out`, else json].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<TemplateFormat>,

    /// Leave out blanks and new lines that only people need.
    #[arg(long)]
    pub minify: bool,

    /// Write where each part of the template comes from: file, line, column and loop passes.
    #[arg(long, value_name = "FILE")]
    pub source_map: Option<PathBuf>,

    #[command(flatten)]
    pub options: Options,
}

/// Check stacks and print what was found, but no template.
///
/// Messages go to standard output. Several files are checked at once; each is a stack of its own. Without
/// a file, all stacks of the project's `infra.toml` are.
#[derive(Parser)]
#[command(
    name = "check",
    bin_name = "infra check",
    after_help = "\
Examples:
  infra check main.infra
  infra check stacks/*.infra --message-format short
  infra check                                   all stacks of infra.toml
  infra check main.infra --target all           whether it builds for each engine
  infra check main.infra --region eu-west-1 --region us-gov-west-1
  infra check main.infra --message-format sarif > infra.sarif

Exit codes: 0 clean or warnings alone, 1 an error or a denied warning, 2 usage."
)]
pub struct CheckArgs {
    /// The stacks' files; `-` reads standard input. Without one: the stacks of `infra.toml`.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub project: ProjectOptions,

    /// The engine that deploys the template, or all of them [default: what `infra.toml` or the stack
    /// itself says, else cloudformation].
    #[arg(long, value_name = "ENGINE")]
    pub target: Option<CheckTarget>,

    #[command(flatten)]
    pub options: Options,
}

/// Make a program of a CloudFormation template, and prove that it makes the same template.
///
/// The program is built in memory, and what comes out is compared with the template: the same keys, the same
/// lists, the same values of the same kind. It goes to standard output or to `--out`; what was proved, and
/// what the template has that may be wrong, to standard error. A template with errors is imported as well.
#[derive(Parser)]
#[command(
    name = "import",
    bin_name = "infra import",
    after_help = "\
Examples:
  infra import template.yaml > main.infra
  infra import template.yaml -o photos           to photos/main.infra
  infra import template.json -o photos.infra
  infra import template.yaml -o photos --extract-files
  infra import template.json -o photos.infra --rolled
  aws cloudformation get-template --stack-name photos --query TemplateBody | infra import -

Exit codes: 0 the program makes the same template, 1 it does not, or there is none, 2 usage."
)]
pub struct ImportArgs {
    /// The template, YAML or JSON; `-` reads standard input.
    #[arg(value_name = "TEMPLATE")]
    pub file: PathBuf,

    /// Write the program to this file (`.infra`), or to this folder as main.infra.
    #[arg(short, long, value_name = "DIR|FILE")]
    pub out: Option<PathBuf>,

    /// Put scripts and other texts of many lines into files beside the program; with `--out`.
    #[arg(long, requires = "out")]
    pub extract_files: bool,

    /// Write equal resources as loops and repeated values as `let`s, where that still makes the same
    /// template.
    #[arg(long)]
    pub rolled: bool,

    /// Write over files that are there.
    #[arg(long)]
    pub force: bool,

    /// How messages are printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,

    /// Print at most this many reports for people, and say how many are left; 0 prints all.
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    pub max_reports: usize,
}

/// Run the tests of programs, each a whole build in memory.
///
/// Without a file, the programs of all stacks in the project's `infra.toml` are tested.
#[derive(Parser)]
#[command(
    name = "test",
    bin_name = "infra test",
    after_help = "\
Examples:
  infra test main.infra
  infra test main.infra --filter production     tests with this in their titles
  infra test --all-params                       and a build for each choice of params
  infra test --bless                            accept the templates that snapshots hold
  infra test --format junit > tests.xml

Exit codes: 0 all passed, 1 a failure, 2 usage."
)]
pub struct TestArgs {
    /// The programs' files. Without one: those of the stacks of `infra.toml`.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub project: ProjectOptions,

    /// The engine that the tests build for [default: what `infra.toml` or the program itself says, else
    /// cloudformation].
    #[arg(long, value_name = "ENGINE")]
    pub target: Option<TargetName>,

    /// Run only the tests that have this in their titles.
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,

    /// How results are printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TestFormat,

    /// Build every combination of the params that have few values too: all of them up to 64, else so
    /// many that each pair of values is met.
    #[arg(long)]
    pub all_params: bool,

    /// Write snapshots that are missing or not as the template is now.
    #[arg(long, alias = "update")]
    pub bless: bool,

    /// Run again whenever a file changes.
    #[arg(long)]
    pub watch: bool,
}

/// Format programs: one style, no options.
///
/// Comments, empty lines and what programs mean stay as they are. Without a file, all `.infra` files of
/// the project are formatted. What cannot be read stays as it was written and is reported; all around it is
/// formatted.
#[derive(Parser)]
#[command(
    name = "fmt",
    bin_name = "infra fmt",
    after_help = "\
Examples:
  infra fmt                                     all programs of the project
  infra fmt main.infra stacks                   a file, and all in a folder
  infra fmt --check                             which files are not formatted; writes none
  infra fmt --diff main.infra                   what would change; writes nothing
  infra fmt - < main.infra                      from standard input to standard output

Exit codes: 0 formatted, 1 something cannot be read or written, or is not formatted (`--check`), 2 usage."
)]
pub struct FormatArgs {
    /// Files, and folders with all `.infra` files below them; `-` reads standard input and prints. Without
    /// one: the folder of `infra.toml`.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Print the names of files that are not formatted, and write nothing.
    #[arg(long)]
    pub check: bool,

    /// Print what would change, and write nothing.
    #[arg(long)]
    pub diff: bool,
}

/// Begin a project: a stack with a test, `infra.toml`, a workflow for GitHub, settings of editors.
///
/// No file that is there is changed: where the project's own files are, nothing is written; of the others,
/// those that are there stay.
#[derive(Parser)]
#[command(
    name = "init",
    bin_name = "infra init",
    after_help = "\
Examples:
  infra init                                    in this folder
  infra init photos --example photos            in a new one, from an example

Programs to begin with: kubernetes, photos, pipeline-of-topics, platform, queues, serverless-api,
shop, static-site, vpc, web-server (for Terraform).

Exit codes: 0 written, 1 something is in the way, 2 usage."
)]
pub struct InitArgs {
    /// The project's folder; made where it is missing.
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub folder: PathBuf,

    /// Begin with this example.
    #[arg(long, value_name = "NAME")]
    pub example: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// A line for each test, and reports of what is wrong.
    Human,
    /// JUnit's XML, for CI servers.
    Junit,
    /// One JSON object a line, one line a test.
    Json,
}

/// Which stacks of a project, where no file is named.
#[derive(Args)]
pub struct ProjectOptions {
    /// A stack of `infra.toml`; may be given several times. Without it and without FILE: all of them.
    #[arg(long, value_name = "NAME")]
    pub stack: Vec<String>,

    /// The folder whose `infra.toml` is meant, or a folder below it.
    #[arg(
        long,
        value_name = "DIR",
        default_value = ".",
        hide_default_value = true
    )]
    pub project: PathBuf,
}

/// What `build` and `check` share.
#[derive(Args)]
pub struct Options {
    /// Set an `input` of the program; the text is read as the input's type.
    #[arg(long, value_name = "NAME=VALUE")]
    pub input: Vec<String>,

    /// Set inputs from a YAML or JSON file: a map of names to values.
    #[arg(long, value_name = "FILE")]
    pub inputs: Option<PathBuf>,

    /// Report what this region does not have; may be given several times.
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,

    /// How messages are printed.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,

    /// Make a code (or all `warnings`) an error; may be given several times.
    #[arg(long, value_name = "CODE|warnings")]
    pub deny: Vec<String>,

    /// Do not report a code; may be given several times. Errors in the program itself stay.
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,

    /// Print at most this many reports for people, and say how many are left; 0 prints all.
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    pub max_reports: usize,
}

/// Explain a code: what it means, a program that gives it, and the program mended.
///
/// Without a code, all codes are listed. The phase may be left out: `infra explain mismatch`.
#[derive(Parser)]
#[command(name = "explain", bin_name = "infra explain")]
pub struct ExplainArgs {
    /// As a message shows it, for example `name::unknown`.
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// Print completions for a shell.
#[derive(Parser)]
#[command(
    name = "completions",
    bin_name = "infra completions",
    after_help = "\
Examples:
  infra completions bash > ~/.local/share/bash-completion/completions/infra
  infra completions zsh > ~/.zfunc/_infra
  infra completions fish > ~/.config/fish/completions/infra.fish"
)]
pub struct CompletionsArgs {
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TargetName {
    Cloudformation,
    Terraform,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckTarget {
    Cloudformation,
    Terraform,
    /// Each of them: says for which a stack builds, and what is in the way of the others.
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TemplateFormat {
    Json,
    Yaml,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// Reports with the source underlined.
    Human,
    /// One line each: `file:line:column: error[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// One SARIF 2.1.0 document.
    Sarif,
    /// Annotations for GitHub Actions.
    Github,
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Target {
        match name {
            TargetName::Cloudformation => Target::CloudFormation,
            TargetName::Terraform => Target::Terraform,
        }
    }
}

impl CheckTarget {
    /// The one that is named; none where all are.
    pub fn one(self) -> Option<Target> {
        match self {
            CheckTarget::Cloudformation => Some(Target::CloudFormation),
            CheckTarget::Terraform => Some(Target::Terraform),
            CheckTarget::All => None,
        }
    }
}

impl MessageFormat {
    pub const ALL: &[MessageFormat] = &[
        MessageFormat::Human,
        MessageFormat::Short,
        MessageFormat::Json,
        MessageFormat::Sarif,
        MessageFormat::Github,
    ];
}

/// Runs the command that the arguments (the first is the program's own name) ask for.
pub fn run(arguments: Vec<OsString>, terminal: &Terminal) -> Outcome {
    // clap builds the description of every command before it reads the first word. The commands
    // that run a thousand times a day are read by their own description alone.
    let (command, rest) = match arguments.split_first() {
        Some((_, rest)) => (rest.first().and_then(|word| word.to_str()), rest),
        None => (None, &[][..]),
    };
    let parsed = match command {
        Some("build") => BuildArgs::try_parse_from(rest).map(Command::Build),
        Some("check") => CheckArgs::try_parse_from(rest).map(Command::Check),
        _ => Cli::try_parse_from(&arguments).map(|cli| cli.command),
    };
    match parsed {
        Ok(Command::Build(args)) => build::run(&args, terminal),
        Ok(Command::Check(args)) => check::run(&args, terminal),
        Ok(Command::Test(args)) => test::run(&args, terminal),
        Ok(Command::Import(args)) => import::run(&args, terminal),
        Ok(Command::Fmt(args)) => format::run(&args, terminal),
        Ok(Command::Graph(args)) => graph::run(&args, terminal),
        Ok(Command::Playground(args)) => playground::run(&args),
        Ok(Command::Init(args)) => init::run(&args),
        Ok(Command::Explain(args)) => explain::run(&args),
        Ok(Command::Schema(args)) => schema::run(&args, terminal),
        Ok(Command::Lsp(args)) => lsp::run(&args),
        Ok(Command::Completions(args)) => completions::run(&args),
        Err(error) => usage(&error, terminal),
    }
}

/// The whole description, for completions.
pub fn description() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// Help, the version, or what is wrong with the arguments, as clap says it.
fn usage(error: &clap::Error, terminal: &Terminal) -> Outcome {
    use super::terminal::Stream;
    let text = error.render();
    let on = if error.use_stderr() {
        Stream::Error
    } else {
        Stream::Out
    };
    let text = if terminal.style(on).colour {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    if error.use_stderr() {
        Outcome {
            stderr: text.into_bytes(),
            code: super::outcome::USAGE,
            ..Outcome::default()
        }
    } else {
        Outcome::text(text)
    }
}

impl Options {
    /// What the session is asked for, but for the stack's file; or what is wrong with the options.
    pub fn request(&self) -> Result<Request, Outcome> {
        Ok(Request {
            stack: PathBuf::new(),
            inputs: self.inputs()?,
            inputs_files: self.inputs.iter().cloned().collect(),
            regions: self.region.iter().map(Name::from).collect(),
            layout: Layout::default(),
            levels: self.levels()?,
            ..Request::default()
        })
    }

    fn inputs(&self) -> Result<Vec<(Name, String)>, Outcome> {
        let split = |text: &String| match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok((name.into(), value.to_owned())),
            _ => Err(Outcome::usage(format!(
                "--input: expected NAME=VALUE, found `{text}`"
            ))),
        };
        self.input.iter().map(split).collect()
    }

    fn levels(&self) -> Result<Levels, Outcome> {
        let mut levels = Levels::default();
        for text in &self.deny {
            if text == "warnings" {
                levels.deny_warnings = true;
            } else {
                levels.deny.push(explain::find("--deny", text)?);
            }
        }
        for text in &self.allow {
            let code = explain::find("--allow", text)?;
            if is_of_policies(code) {
                return Err(Outcome::usage(format!(
                    "--allow: `{}` cannot be allowed\n  \
                     exempt a resource by its attribute: `@allow(\"the policy\", \"why\")`",
                    code.as_str()
                )));
            }
            levels.allow.push(code);
        }
        Ok(levels)
    }
}
