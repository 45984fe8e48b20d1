//! `infra graph`: a picture of a stack, on standard output or in a file. In: the arguments. Out: the
//! picture, and what was found on the way. Never: a picture of a program with errors.

use super::args::{Options, TargetName};
use super::build::{cannot_write, is_same_file};
use super::messages::{Findings, render};
use super::outcome::ERRORS;
use super::output::{Pending, prepare};
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::diagram::{self, Backing, Diagram};
use crate::emit::Target;
use crate::session::{Analysis, STDIN, Session, analyse};
use clap::{Parser, ValueEnum};
use std::path::{Path, PathBuf};

/// Draw a stack: its resources, components as boxes around them, and what needs what.
///
/// An arrow leads from a resource to what it needs, with the property that makes the relation. The picture
/// goes to standard output or to `--out`, messages to standard error. With an error, nothing is written at
/// all.
#[derive(Parser)]
#[command(
    name = "graph",
    bin_name = "infra graph",
    after_help = "\
Examples:
  infra graph main.infra > stack.svg
  infra graph main.infra -o stack.html          one page: search, zoom, fold, source and template
  infra graph main.infra -o stack.mmd           Mermaid, from the ending
  infra graph template.yaml --format dot | dot -Tpdf > stack.pdf
  infra graph main.infra --format json          for programs

Exit codes: 0 clean or warnings alone, 1 an error or a denied warning, 2 usage."
)]
pub struct GraphArgs {
    /// The stack's file, or a template in YAML or JSON; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// How the picture is written [default: by the ending of `--out`, else svg].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<GraphFormat>,

    /// Write the picture to this file: the whole of it, or nothing.
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// The engine whose template the page shows [default: what `infra.toml` or the stack itself says, else
    /// cloudformation].
    #[arg(long, value_name = "ENGINE")]
    pub target: Option<TargetName>,

    #[command(flatten)]
    pub options: Options,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A picture for pages and documents, for light and dark.
    Svg,
    /// A page of its own: search, zoom, folding, and the source and template of what is clicked.
    Html,
    /// For Graphviz.
    Dot,
    /// For wikis and code hosts that draw Mermaid.
    Mermaid,
    /// For programs.
    Json,
}

pub fn run(args: &GraphArgs, terminal: &Terminal) -> Outcome {
    draw(args, terminal).unwrap_or_else(|outcome| outcome)
}

fn draw(args: &GraphArgs, terminal: &Terminal) -> Result<Outcome, Outcome> {
    let out = args.out.as_deref().filter(|path| *path != Path::new(STDIN));
    let format = format(args)?;
    let session = Session::default();
    let mut request = args.options.request()?;
    request.target = args.target.map(Target::from);
    args.file.clone_into(&mut request.stack);
    let analysis = analyse(&session, request);
    if let Some(out) = out {
        refuse_read(out, &analysis)?;
    }
    let mut outcome = messages(args, &analysis, terminal);
    if analysis.has_errors() {
        outcome.code = ERRORS;
        return Ok(outcome);
    }
    let picture = picture(&analysis, format);
    match out {
        None => outcome.stdout = picture.into_bytes(),
        Some(out) => {
            let written = prepare(out, picture.as_bytes()).and_then(Pending::finish);
            if let Err(reason) = written {
                cannot_write(&reason, &mut outcome);
            }
        }
    }
    Ok(outcome)
}

fn picture(analysis: &Analysis, format: GraphFormat) -> String {
    let diagram = diagram::of(analysis.graph(), &analysis.sources, analysis.catalogue());
    match format {
        GraphFormat::Svg => diagram::svg(&diagram),
        GraphFormat::Dot => diagram::dot(&diagram),
        GraphFormat::Mermaid => diagram::mermaid(&diagram),
        GraphFormat::Json => diagram::json(&diagram),
        GraphFormat::Html => page(analysis, &diagram),
    }
}

fn page(analysis: &Analysis, diagram: &Diagram) -> String {
    let (template, map) = analysis.template_with_map();
    let stack = &analysis.sources.get(analysis.stack).path;
    diagram::html(
        diagram,
        &Backing {
            title: stack,
            sources: &analysis.sources,
            template_name: analysis.target().file_name(),
            template: &String::from_utf8_lossy(&template),
            map: &String::from_utf8_lossy(&map),
        },
    )
}

/// What the option says, else the ending of the file.
fn format(args: &GraphArgs) -> Result<GraphFormat, Outcome> {
    let ending = args.out.as_deref().and_then(Path::extension);
    match (args.format, ending.and_then(|ending| ending.to_str())) {
        (Some(format), _) => Ok(format),
        (None, None | Some("svg")) => Ok(GraphFormat::Svg),
        (None, Some("html" | "htm")) => Ok(GraphFormat::Html),
        (None, Some("dot" | "gv")) => Ok(GraphFormat::Dot),
        (None, Some("mmd" | "mermaid")) => Ok(GraphFormat::Mermaid),
        (None, Some("json")) => Ok(GraphFormat::Json),
        (None, Some(other)) => Err(Outcome::usage(format!(
            "--out: no picture is written to a file that ends with `.{other}`\n  \
             say which one with --format"
        ))),
    }
}

/// What a stack is made of is not to be written over.
fn refuse_read(out: &Path, analysis: &Analysis) -> Result<(), Outcome> {
    let mut read = analysis
        .sources
        .iter()
        .map(|(_, source)| Path::new(&source.path));
    match read.any(|path| is_same_file(path, out)) {
        true => Err(Outcome::usage(format!(
            "`{}` is read: write to another file",
            out.display()
        ))),
        false => Ok(()),
    }
}

fn messages(args: &GraphArgs, analysis: &Analysis, terminal: &Terminal) -> Outcome {
    let mut outcome = Outcome::default();
    if !analysis.diagnostics().is_empty() {
        let style = || terminal.style(Stream::Error);
        let options = &args.options;
        let found = [Findings::from(analysis)];
        let text = render(
            options.message_format,
            &found,
            &[],
            style,
            options.max_reports,
        );
        outcome.stderr = text.into_bytes();
    }
    outcome
}
