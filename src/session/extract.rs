//! Long texts of a program into files beside it. In: the tree of a program. Out: the same with
//! `file("...")` in their places, and the files. Never: a text in which something is interpolated, or one that is
//! no script, page or document of its own.

use crate::syntax::ast::{
    Argument, Expr, ExprId, ExprKind, Item, ItemKind, Key, Module, RecordEntry, TextLiteral,
    TextPart, TextStyle, Visitor, walk_expr, walk_item,
};
use crate::text::{Name, Span};
use rustc_hash::FxHashSet;

/// A text of fewer lines stays where it is.
const LINES: usize = 10;

/// A file beside a program: its name there, and its text.
pub type Beside = (String, String);

/// The tree of a program whose long texts are in files. `program` is the name of its own.
pub(super) fn extract(tree: &Module, program: &str) -> (Module, Vec<Beside>) {
    let mut module = tree.clone();
    let mut extractor = Extractor::default();
    extractor.names.insert(program.to_lowercase());
    for item in &mut module.items {
        extractor.item(item);
    }
    (module, extractor.files)
}

/// The state of one walk.
#[derive(Default)]
struct Extractor {
    files: Vec<Beside>,
    names: FxHashSet<String>,
    /// What the current declaration is called.
    item: Name,
    /// The language of its code, where it says that.
    runtime: Option<&'static str>,
    /// The keys that lead to the current value.
    keys: Vec<Name>,
}

impl Visitor for Extractor {
    fn item(&mut self, item: &mut Item) {
        // A document, a pattern or a condition is no file.
        if let ItemKind::Resource(resource) = &item.kind {
            self.item = resource.name.name.clone();
            self.runtime = runtime(&resource.body);
            walk_item(self, item);
        }
    }

    fn expr(&mut self, expr: &mut Expr) {
        if let Some(text) = long_text(expr) {
            let name = self.name(&text);
            let call = call(expr.span, &name);
            self.files.push((name, text.to_string()));
            *expr = call;
            return;
        }
        let ExprKind::Record(entries) = &mut expr.kind else {
            return walk_expr(self, expr);
        };
        for entry in entries {
            match entry {
                RecordEntry::Field { key, value } => {
                    let key = match key {
                        Key::Name(name) => name.name.clone(),
                        Key::Computed(_) => Name::new(),
                    };
                    self.keys.push(key);
                    self.expr(value);
                    self.keys.pop();
                }
                RecordEntry::Spread(value) => self.expr(value),
                RecordEntry::Error(_) => {}
            }
        }
    }
}

impl Extractor {
    /// A name that no other file has: that of a file which the template names itself, else made of the names that
    /// lead to the text.
    fn name(&mut self, text: &str) -> String {
        let ending = ending(text, self.runtime.filter(|_| self.is_code()));
        let path = self.keys.iter().rev().find(|key| key.starts_with('/'));
        let named = path.and_then(|path| path.rsplit('/').next());
        let named = named.filter(|name| is_plain(name));
        let (stem, ending) = match named.map(|name| name.rsplit_once('.').unwrap_or((name, ""))) {
            Some((stem, "")) => (stem.to_owned(), ending),
            Some((stem, own)) => (stem.to_owned(), own),
            None => (self.stem(), ending),
        };
        let mut number = 1;
        loop {
            let name = match number {
                1 => format!("{stem}.{ending}"),
                _ => format!("{stem}-{number}.{ending}"),
            };
            // Two names that differ in case alone are one file on some disks.
            if self.names.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }

    /// The declaration, and the property where that is not its code.
    fn stem(&self) -> String {
        let item = words(&self.item);
        match self.keys.iter().rev().find(|key| is_plain(key)) {
            Some(key) if !self.is_code() => format!("{item}-{}", words(key)),
            _ => item,
        }
    }

    fn is_code(&self) -> bool {
        let last = self.keys.last().map(Name::as_str);
        matches!(last, Some("ZipFile" | "InlineCode" | "FunctionCode"))
    }
}

/// The text of an expression that is one alone, of many lines.
fn long_text(expr: &Expr) -> Option<Name> {
    let ExprKind::Text(TextLiteral { parts, .. }) = &expr.kind else {
        return None;
    };
    match parts.as_slice() {
        [TextPart::Text { value, .. }] if value.lines().count() >= LINES => Some(value.clone()),
        _ => None,
    }
}

/// `file("name")`
fn call(span: Span, name: &str) -> Expr {
    // The tree is printed alone: nothing stands in tables by these ids.
    let expr = |kind| Expr {
        id: ExprId(0),
        span,
        kind,
    };
    let value = Name::from(name);
    let path = expr(ExprKind::Text(TextLiteral {
        style: TextStyle::Quoted,
        parts: vec![TextPart::Text { value, span }],
    }));
    expr(ExprKind::Call {
        callee: Box::new(expr(ExprKind::Name("file".into()))),
        arguments: vec![Argument {
            name: None,
            value: path,
        }],
    })
}

/// The ending of files in the language that the body of a resource names.
fn runtime(body: &Expr) -> Option<&'static str> {
    let ExprKind::Record(entries) = &body.kind else {
        return None;
    };
    let runtime = entries.iter().find_map(|entry| match entry {
        RecordEntry::Field {
            key: Key::Name(key),
            value,
        } if key.name == "Runtime" => match &value.kind {
            ExprKind::Text(text) => text.parts.first(),
            _ => None,
        },
        _ => None,
    });
    let Some(TextPart::Text { value, .. }) = runtime else {
        return None;
    };
    let languages = [
        ("python", "py"),
        ("nodejs", "js"),
        ("cloudfront-js", "js"),
        ("ruby", "rb"),
    ];
    let mut languages = languages.iter();
    let language = languages.find(|(language, _)| value.starts_with(language));
    language.map(|(_, ending)| *ending)
}

/// The ending of the name of a file with this text.
fn ending(text: &str, runtime: Option<&'static str>) -> &'static str {
    let start = text.trim_start();
    let first = start.lines().next().unwrap_or_default();
    let starts = |with: &str| start.starts_with(with);
    if let Some(ending) = runtime {
        return ending;
    }
    match () {
        () if first.starts_with("#!") && first.contains("python") => "py",
        () if first.starts_with("#!") && first.contains("node") => "js",
        () if first.starts_with("#!") => "sh",
        () if starts("#cloud-config") => "yaml",
        () if starts("<powershell>") => "ps1",
        () if starts("<!DOCTYPE") || starts("<html") => "html",
        () if starts("{") || starts("[{") => "json",
        () if first.trim_end() == "---" || starts("openapi:") || starts("swagger:") => "yaml",
        () => "txt",
    }
}

/// A name that can be a part of one of a file.
fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.chars().all(is_plain) && name.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// `orderHandler` as `order-handler`.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = '-';
    for c in name.chars() {
        let begins =
            c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit());
        if begins {
            words.push('-');
        }
        words.push(c.to_ascii_lowercase());
        before = c;
    }
    words
}
