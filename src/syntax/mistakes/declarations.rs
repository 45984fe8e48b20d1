//! Lines that should have been declarations. In: such a line. Out: what kind of slip it is. Never:
//! the lines around it.

use crate::diag::{Code, Diagnostic, nearest};
use crate::text::Span;
use std::ops::Range;

/// What a line that is no declaration seems to be.
pub struct Stray {
    /// Where the mistake is, as an offset in the line.
    pub at: usize,
    pub expected: String,
    pub help: Option<String>,
    /// The first word, where it stands for a keyword that does not exist.
    pub unknown: Option<Range<usize>>,
    /// The name that is declared, where one can be read.
    pub name: Option<Range<usize>>,
    /// Whether the line is YAML or JSON.
    pub foreign: bool,
}

/// Each keyword with what follows it.
const KEYWORDS: &[(&str, &str)] = &[
    ("resource", "resource name = AWS::S3::Bucket { ... }"),
    ("param", "param name: string = \"default\""),
    ("input", "input name: string = \"default\""),
    ("let", "let name = value"),
    ("type", "type Name = { field: string }"),
    ("fn", "fn name(a: string) -> string = a"),
    ("component", "component Name(a: string) { ... }"),
    ("existing", "existing name = AWS::S3::Bucket { ... }"),
    ("data", "data name = aws_ami { ... }"),
    ("output", "output name = value"),
    ("module", "module name from \"source\" { ... }"),
    ("stack", "stack { description: \"...\" }"),
    ("rule", "rule \"title\" { assert condition, \"message\" }"),
    (
        "policy",
        "policy \"title\" for r in AWS::S3::Bucket { ... }",
    ),
    ("test", "test \"title\" { assert condition }"),
    ("import", "import { name } from \"./file.infra\""),
];

/// What other languages call things.
const FOREIGN_KEYWORDS: &[(&str, &str)] = &[
    ("var", "let"),
    ("const", "let"),
    ("val", "let"),
    ("local", "let"),
    ("locals", "let"),
    ("variable", "param"),
    ("parameter", "param"),
    ("function", "fn"),
    ("func", "fn"),
    ("def", "fn"),
    ("class", "component"),
    ("enum", "type"),
    ("interface", "type"),
    ("struct", "type"),
    ("use", "import"),
    ("from", "import"),
    ("include", "import"),
    ("export", "output"),
];

/// Whether items may begin with a word.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|(keyword, _)| *keyword == word)
}

pub fn classify(line: &str) -> Stray {
    let first = word(line, 0);
    let first_text = line.get(first.clone()).unwrap_or("");
    let after = first.end + blanks(line, first.end);
    let second = word(line, after);
    let next = line.get(after..).unwrap_or("");
    if first.is_empty() {
        return no_word(line);
    }
    if let Some((keyword, form)) = KEYWORDS.iter().find(|(word, _)| *word == first_text) {
        return unfit(line, keyword, form, after, second);
    }
    if next.starts_with(':') && !next.starts_with("::") {
        return Stray {
            help: Some("write what this YAML says as `resource name = Type { ... }`".to_owned()),
            foreign: true,
            ..expected(0, "a declaration")
        };
    }
    if next.starts_with('=') && !next.starts_with("==") {
        return Stray {
            help: Some(format!("write `let {first_text} = ...`")),
            name: Some(first),
            ..expected(0, "a declaration")
        };
    }
    if !second.is_empty() || next.starts_with(['"', '\'', '{']) {
        let name = (!second.is_empty()).then_some(second);
        return Stray {
            unknown: Some(first),
            name,
            ..expected(0, "a declaration")
        };
    }
    expected(0, "a declaration")
}

/// The message about a first word that is no keyword.
pub fn unknown(at: Span, word: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::SyntaxUnknownDeclaration,
        at,
        format!("there is no declaration `{word}`"),
    )
    .here("not a keyword");
    let foreign = FOREIGN_KEYWORDS
        .iter()
        .find(|(foreign, _)| *foreign == word);
    let nearest = match foreign {
        Some((_, keyword)) => Some(*keyword),
        None => {
            let keywords = KEYWORDS.iter().map(|(keyword, _)| *keyword);
            nearest(word, keywords, 1).first().copied()
        }
    };
    match nearest {
        Some(keyword) => diagnostic.fix(format!("write `{keyword}`"), at, keyword),
        None if word == "for" => {
            diagnostic.help("write `resource name for x in xs = Type { ... }`")
        }
        None if word == "if" => {
            diagnostic.help("write `resource name if condition = Type { ... }`")
        }
        None => diagnostic.help("begin with `resource`, `param`, `input`, `let`, `fn` or `output`"),
    }
}

/// A keyword without what must follow it.
fn unfit(line: &str, keyword: &str, form: &str, after: usize, second: Range<usize>) -> Stray {
    let help = Some(format!("write `{form}`"));
    let titled = matches!(keyword, "rule" | "policy" | "test");
    if titled || keyword == "import" || keyword == "stack" {
        let what = match keyword {
            "stack" => "`{` behind `stack`".to_owned(),
            "import" => "`{` or a path behind `import`".to_owned(),
            _ => format!("a title behind `{keyword}`"),
        };
        return Stray {
            help,
            ..expected(after, &what)
        };
    }
    if second.is_empty() {
        // `resource "aws_s3_bucket" "b"` names what it declares in quotes.
        let help = hcl(keyword, line.get(after..).unwrap_or("")).or(help);
        return Stray {
            help,
            ..expected(after, &format!("a name behind `{keyword}`"))
        };
    }
    let behind = second.end + blanks(line, second.end);
    Stray {
        help,
        name: Some(second.clone()),
        ..expected(
            behind,
            &format!("`(` behind `{}`", line.get(second).unwrap_or("")),
        )
    }
}

/// What a block of Terraform's own language says, with the names that it has.
fn hcl(keyword: &str, labels: &str) -> Option<String> {
    let is_label = |label: &&str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        !label.is_empty() && label.chars().all(is_part)
    };
    let mut quoted = labels.split('"').skip(1).step_by(2);
    let first = quoted.next().filter(is_label)?;
    let name = |label: &str| label.replace('-', "_");
    match keyword {
        "resource" | "data" => {
            let label = quoted.next().filter(is_label)?;
            Some(format!(
                "write `{keyword} {} = {first} {{ ... }}`",
                name(label)
            ))
        }
        "module" => Some(format!(
            "write `module {} from \"source\" {{ ... }}`",
            name(first)
        )),
        "output" => Some(format!("write `output {} = value`", name(first))),
        _ => None,
    }
}

fn no_word(line: &str) -> Stray {
    let help = match line.chars().next() {
        Some('{') => Some("write what this JSON says as `resource name = Type { ... }`"),
        Some('-') => Some("write what this YAML says as `resource name = Type { ... }`"),
        _ => None,
    };
    Stray {
        foreign: help.is_some(),
        help: help.map(str::to_owned),
        ..expected(0, "a declaration")
    }
}

fn expected(at: usize, what: &str) -> Stray {
    Stray {
        at,
        expected: what.to_owned(),
        help: None,
        unknown: None,
        name: None,
        foreign: false,
    }
}

/// The word that begins at an offset; empty where none does.
fn word(line: &str, at: usize) -> Range<usize> {
    let rest = line.get(at..).unwrap_or("");
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let starts_with_digit = rest.starts_with(|c: char| c.is_ascii_digit());
    at..at + if starts_with_digit { 0 } else { length }
}

fn blanks(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or("");
    rest.len() - rest.trim_start_matches([' ', '\t']).len()
}
