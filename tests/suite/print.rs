//! Trees that nobody wrote, printed: all programs of the project without their texts, and trees out of nothing.
//! What is printed has the same tree, looks as formatted, and has lost no comment.

use crate::harness::files_with;
use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use infra::syntax::ast::*;
use infra::syntax::{format, parse, print};
use infra::text::{FileId, Name, Span};

const NOWHERE: Span = Span {
    file: FileId(0),
    start: 0,
    end: 0,
};

#[test]
fn programs_without_their_text() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in ["tests", "examples", "stdlib"]
        .iter()
        .flat_map(|folder| files_with(folder, ".infra"))
    {
        // Some cases of other suites are no text.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let (module, diagnostics) = parse(FileId(0), &text);
        if !diagnostics.is_empty() {
            continue;
        }
        count += 1;
        let comments: Vec<Span> = module.comments.iter().map(|c| c.span).collect();
        if let Err(reason) = check(&module, &text, &comments) {
            wrong.push(format!("{}: {reason}", path.display()));
        }
    }
    assert!(count > 300, "only {count} programs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn trees_out_of_nothing() {
    for seed in 0..400_u64 {
        let random = ((seed + 1).wrapping_mul(0x9E37_79B9)) << 32;
        arbtest(|u| {
            let module = tree(u)?;
            let (text, comments) = commented(u)?;
            if let Err(reason) = check(&module, &text, &comments) {
                panic!("{reason}");
            }
            Ok(())
        })
        .seed(random | 0x2000)
        .run();
    }
}

/// What printing must keep.
fn check(module: &Module, text: &str, comments: &[Span]) -> std::result::Result<(), String> {
    let printed = print(module, text, comments);
    let (again, diagnostics) = parse(FileId(0), &printed);
    if let Some(first) = diagnostics.first() {
        return Err(format!("{}\n{printed}", first.message));
    }
    let (before, after) = (bare(module), bare(&again));
    if before != after {
        let differ = before.iter().zip(&after).find(|(a, b)| a != b);
        return Err(format!("the tree changed\n{printed}\n{differ:?}"));
    }
    let formatted = format(&printed, &again);
    if formatted != printed {
        return Err(format!("formatted otherwise\n{printed}\n---\n{formatted}"));
    }
    let found: Vec<&str> = again
        .comments
        .iter()
        .map(|comment| printed[comment.span.range()].trim_start_matches(['/', ' ']))
        .collect();
    for comment in comments {
        for line in text[comment.range()].lines() {
            let line = line.trim().trim_start_matches(['/', ' ']);
            if !found.contains(&line) {
                return Err(format!("lost a comment: {line}\n{printed}"));
            }
        }
    }
    Ok(())
}

/// A tree without what printing may change: places, numbers, parentheses, how texts are written.
fn bare(module: &Module) -> Vec<Item> {
    struct Bare;
    impl Visitor for Bare {
        fn item(&mut self, item: &mut Item) {
            item.id = ItemId(0);
            walk_item(self, item);
        }
        fn expr(&mut self, expr: &mut Expr) {
            while let ExprKind::Paren(inner) = &mut expr.kind {
                let inner = std::mem::replace(&mut **inner, error());
                *expr = inner;
            }
            expr.id = ExprId(0);
            if let ExprKind::Text(text) = &mut expr.kind {
                text.style = TextStyle::Quoted;
                text.parts = joined(std::mem::take(&mut text.parts));
            }
            walk_expr(self, expr);
        }
        fn open(&mut self, span: &mut Span) {
            *span = NOWHERE;
        }
        fn close(&mut self, span: &mut Span) {
            *span = NOWHERE;
        }
    }
    let mut items = module.items.clone();
    items.iter_mut().for_each(|item| Bare.item(item));
    items
}

/// Parts without empty ones, and with what is next to each other in one.
fn joined(parts: Vec<TextPart>) -> Vec<TextPart> {
    let mut joined: Vec<TextPart> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (_, TextPart::Text { value, .. }) if value.is_empty() => {}
            (Some(TextPart::Text { value, .. }), TextPart::Text { value: more, .. }) => {
                value.push_str(&more);
            }
            (_, part) => joined.push(part),
        }
    }
    joined
}

fn error() -> Expr {
    expr(ExprKind::Error)
}

fn expr(kind: ExprKind) -> Expr {
    Expr {
        id: ExprId(0),
        span: NOWHERE,
        kind,
    }
}

/// Some lines of YAML with comments, to which the places of a random tree belong.
fn commented(u: &mut Unstructured<'_>) -> Result<(String, Vec<Span>)> {
    let mut text = String::new();
    let mut comments = Vec::new();
    for number in 0..u.int_in_range(0..=12)? {
        let indent = u.int_in_range(0..=6)?;
        text.push_str(&" ".repeat(indent));
        if u.arbitrary()? {
            text.push_str("key: value ");
        }
        if u.arbitrary()? {
            text.push('#');
            let start = text.len();
            text.push_str(&format!("  remark {number}"));
            comments.push(Span::new(FileId(0), start, text.len()));
        }
        text.push('\n');
        if u.ratio(1, 6)? {
            text.push('\n');
        }
    }
    Ok((text, comments))
}

fn tree(u: &mut Unstructured<'_>) -> Result<Module> {
    let mut items = Vec::new();
    for _ in 0..u.int_in_range(1..=5)? {
        items.push(item(u)?);
    }
    Ok(Module {
        file: FileId(0),
        items,
        comments: Vec::new(),
        expr_count: 0,
        item_count: 0,
        broken: Vec::new(),
        is_template: false,
    })
}

/// A place in the first lines of a text, or beyond.
fn place(u: &mut Unstructured<'_>) -> Result<Span> {
    let start = u.int_in_range(0..=200)?;
    let length = u.int_in_range(0..=60)?;
    Ok(Span::new(FileId(0), start, start + length))
}

fn name(u: &mut Unstructured<'_>) -> Result<Ident> {
    let names = [
        "a",
        "orders",
        "deadLetterQueue",
        "x1",
        "aVeryLongNameOfSomethingThatIsThere",
    ];
    Ok(Ident {
        name: Name::from(*u.choose(&names)?),
        span: place(u)?,
    })
}

fn item(u: &mut Unstructured<'_>) -> Result<Item> {
    let ty = TypeName {
        base: "AWS::SQS::Queue".into(),
        members: Vec::new(),
        span: place(u)?,
    };
    let named = name(u)?;
    let condition = if u.ratio(1, 4)? {
        Some(value(u, 3)?)
    } else {
        None
    };
    let kind = match u.int_in_range(0..=5)? {
        0 => ItemKind::Param(Param {
            name: named,
            ty: Some(type_expr(u, 0)?),
            default: if u.arbitrary()? {
                Some(value(u, 2)?)
            } else {
                None
            },
        }),
        1 => ItemKind::Let(Let {
            name: named,
            ty: None,
            value: value(u, 0)?,
        }),
        2 => ItemKind::Output(Output {
            name: named,
            condition,
            ty: None,
            value: value(u, 1)?,
        }),
        3 => ItemKind::Stack(Stack {
            body: record(u, 1)?,
        }),
        _ => ItemKind::Resource(Resource {
            name: named,
            loops: if u.ratio(1, 4)? {
                vec![clause(u)?]
            } else {
                Vec::new()
            },
            condition,
            ty,
            body: record(u, 0)?,
            with: None,
        }),
    };
    let mut attributes = Vec::new();
    for _ in 0..u.int_in_range(0..=2)? {
        attributes.push(Attribute {
            name: name(u)?,
            arguments: if u.arbitrary()? {
                vec![argument(u, 2)?]
            } else {
                Vec::new()
            },
            span: place(u)?,
        });
    }
    let doc = u.ratio(1, 3)?.then(|| Doc {
        text: "Of this.\n\n  And more.".to_owned(),
        span: NOWHERE,
    });
    Ok(Item {
        id: ItemId(0),
        span: place(u)?,
        doc,
        attributes,
        kind,
    })
}

fn clause(u: &mut Unstructured<'_>) -> Result<ForClause> {
    Ok(ForClause {
        key: if u.arbitrary()? { Some(name(u)?) } else { None },
        value: name(u)?,
        iterable: value(u, 2)?,
        by: None,
        span: place(u)?,
    })
}

fn type_expr(u: &mut Unstructured<'_>, depth: u32) -> Result<TypeExpr> {
    let patterns = [
        "[a-z]+",
        "a/b",
        r"^https?:\/\/x$",
        r"\\",
        r"\",
        "it's\n",
        "'",
        "",
    ];
    let named = |base: &str, bounds| TypeExprKind::Name {
        name: TypeName {
            base: base.into(),
            members: Vec::new(),
            span: NOWHERE,
        },
        bounds,
    };
    let kind = match u.int_in_range(0..=if depth > 1 { 2 } else { 5 })? {
        0 => named("AWS::EC2::VPC", None),
        1 => TypeExprKind::Literal(PatternKind::Text(any_text(u)?.into())),
        2 => named(
            "string",
            Some(Bounds {
                min: Some(Bound {
                    value: Number::Int(-3),
                    span: NOWHERE,
                }),
                max: None,
                pattern: Some(Text {
                    value: Name::from(*u.choose(&patterns)?),
                    span: NOWHERE,
                }),
                span: NOWHERE,
            }),
        ),
        3 => TypeExprKind::Optional(Box::new(type_expr(u, 2)?)),
        4 => TypeExprKind::List {
            element: Box::new(type_expr(u, depth + 1)?),
            bounds: None,
        },
        _ => TypeExprKind::Union(vec![type_expr(u, 2)?, type_expr(u, 2)?]),
    };
    Ok(TypeExpr {
        span: place(u)?,
        kind,
    })
}

const PIECES: &[&str] = &[
    "a",
    "word ",
    "\n",
    "\n",
    "\n  ",
    "\t",
    "'",
    "'''",
    "\"",
    "\"\"\"",
    "\\",
    "$",
    "${",
    "{",
    "}",
    "\r\n",
    "é",
    "\u{0}",
    "\u{202E}",
    " \n",
    "//",
    "#!/bin/sh\n",
    "    ",
    "a long stretch of text that takes half of a line or so ",
];

fn any_text(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=8)? {
        text.push_str(u.choose(PIECES)?);
    }
    Ok(text)
}

fn text(u: &mut Unstructured<'_>, depth: u32) -> Result<TextLiteral> {
    let styles = [
        TextStyle::Quoted,
        TextStyle::Raw,
        TextStyle::MultiQuoted,
        TextStyle::MultiRaw,
    ];
    let mut parts = Vec::new();
    for _ in 0..u.int_in_range(0..=3)? {
        parts.push(if u.ratio(1, 3)? {
            TextPart::Expr(value(u, depth + 2)?)
        } else {
            TextPart::Text {
                value: any_text(u)?.into(),
                span: NOWHERE,
            }
        });
    }
    Ok(TextLiteral {
        style: *u.choose(&styles)?,
        parts,
    })
}

fn record(u: &mut Unstructured<'_>, depth: u32) -> Result<Expr> {
    let mut entries = Vec::new();
    for _ in 0..u.int_in_range(0..=7)? {
        let key = match u.int_in_range(0..=9)? {
            0 => Key::Computed(Box::new(Expr {
                kind: ExprKind::Name("key".into()),
                ..value(u, 9)?
            })),
            1 => Key::Name(Ident {
                name: any_text(u)?.into(),
                span: place(u)?,
            }),
            _ => Key::Name(name(u)?),
        };
        entries.push(match u.ratio(1, 10)? {
            true => RecordEntry::Spread(value(u, depth + 1)?),
            false => RecordEntry::Field {
                key,
                value: value(u, depth + 1)?,
            },
        });
    }
    Ok(Expr {
        id: ExprId(0),
        span: place(u)?,
        kind: ExprKind::Record(entries),
    })
}

fn argument(u: &mut Unstructured<'_>, depth: u32) -> Result<Argument> {
    Ok(Argument {
        name: if u.ratio(1, 4)? { Some(name(u)?) } else { None },
        value: value(u, depth + 1)?,
    })
}

fn value(u: &mut Unstructured<'_>, depth: u32) -> Result<Expr> {
    let inner = |u: &mut Unstructured<'_>| value(u, depth + 1).map(Box::new);
    let most = if depth > 4 { 6 } else { 18 };
    let kind = match u.int_in_range(0..=most)? {
        0 => ExprKind::Null,
        1 => ExprKind::Bool(u.arbitrary()?),
        2 => ExprKind::Int(*u.choose(&[0, 1, -1, 443, i64::MAX, i64::MIN])?),
        3 => ExprKind::Number(*u.choose(&[0.5, 3.0, -2.25, 1e21, 1e-7, f64::MAX])?),
        4 | 5 => ExprKind::Name(name(u)?.name),
        6 => ExprKind::Text(TextLiteral {
            style: TextStyle::Quoted,
            parts: vec![TextPart::Text {
                value: any_text(u)?.into(),
                span: NOWHERE,
            }],
        }),
        7 => ExprKind::Text(text(u, depth)?),
        8 | 9 => {
            let mut entries = Vec::new();
            for _ in 0..u.int_in_range(0..=5)? {
                entries.push(match u.ratio(1, 8)? {
                    true => ListEntry::Spread(value(u, depth + 1)?),
                    false => ListEntry::Item(value(u, depth + 1)?),
                });
            }
            ExprKind::List(entries)
        }
        10 | 11 => record(u, depth + 1)?.kind,
        12 => ExprKind::Field {
            base: inner(u)?,
            name: name(u)?,
            optional: u.arbitrary()?,
        },
        13 => ExprKind::Index {
            base: inner(u)?,
            index: inner(u)?,
        },
        14 => {
            let mut arguments = Vec::new();
            for _ in 0..u.int_in_range(0..=3)? {
                arguments.push(argument(u, depth)?);
            }
            let callee = Box::new(expr(ExprKind::Name("join".into())));
            ExprKind::Call { callee, arguments }
        }
        15 => ExprKind::Binary {
            op: *u.choose(&[
                BinaryOp::Add,
                BinaryOp::Subtract,
                BinaryOp::Multiply,
                BinaryOp::Coalesce,
                BinaryOp::Equal,
                BinaryOp::NotEqual,
                BinaryOp::In,
                BinaryOp::And,
                BinaryOp::Or,
            ])?,
            op_span: NOWHERE,
            left: inner(u)?,
            right: inner(u)?,
        },
        16 => ExprKind::Unary {
            op: UnaryOp::Not,
            operand: inner(u)?,
        },
        17 => ExprKind::If {
            condition: inner(u)?,
            then: inner(u)?,
            otherwise: inner(u)?,
        },
        _ => {
            let arm = |kind, value| Arm {
                patterns: vec![Pattern {
                    kind,
                    span: NOWHERE,
                }],
                value,
                span: NOWHERE,
            };
            ExprKind::Match {
                subject: inner(u)?,
                arms: vec![
                    arm(PatternKind::Text(any_text(u)?.into()), *inner(u)?),
                    arm(PatternKind::Wildcard, *inner(u)?),
                ],
            }
        }
    };
    Ok(Expr {
        id: ExprId(0),
        span: place(u)?,
        kind,
    })
}
