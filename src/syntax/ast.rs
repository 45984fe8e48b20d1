//! The tree of one file. In: nothing; out: plain data that every later phase reads. Never holds
//! types or meanings: those stand in side tables, by [`ExprId`] and [`ItemId`].
//!
//! Both ids are dense in a file, so that a side table is a plain `Vec`. Comments and blank lines
//! are kept beside the tree, for the formatter.

use crate::text::{FileId, Name, Span};

/// An expression of a file, by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

/// An item of a file (also one inside a component), by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub u32);

/// One parsed file.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    pub file: FileId,
    pub items: Vec<Item>,
    /// Every comment that is not a `///` document, in the order of the text.
    pub comments: Vec<Comment>,
    /// How many [`ExprId`]s the file has.
    pub expr_count: u32,
    /// How many [`ItemId`]s the file has.
    pub item_count: u32,
    /// Where the text could not be read as it stands, in the order of the text. What holds such a
    /// place is printed back as it was written.
    pub broken: Vec<Span>,
}

/// `// ...` or `/* ... */`, with its delimiters.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub span: Span,
}

/// A name at the place where it is written. An empty one stands where a name is missing; that has
/// been reported, and nothing more is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ident {
    pub name: Name,
    pub span: Span,
}

/// A declaration with what stands before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub id: ItemId,
    /// From the first attribute or document comment to the end.
    pub span: Span,
    pub doc: Option<Doc>,
    pub attributes: Vec<Attribute>,
    pub kind: ItemKind,
}

/// The lines of a `///` comment, joined by `\n`, without slashes and one leading blank.
#[derive(Debug, Clone, PartialEq)]
pub struct Doc {
    pub text: String,
    pub span: Span,
}

/// `@name(arguments)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    pub name: Ident,
    pub arguments: Vec<Argument>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    Import(Import),
    Param(Param),
    Input(Param),
    Let(Let),
    Type(TypeAlias),
    Fn(Fn),
    Component(Component),
    Resource(Resource),
    Existing(Existing),
    Data(Data),
    Output(Output),
    Module(ModuleCall),
    Stack(Stack),
    Rule(Rule),
    Policy(Policy),
    Test(Test),
    /// Text that could not be parsed; it has been reported. The name that it would have declared,
    /// where that can be read: uses of it are not unknown.
    Error {
        name: Option<Ident>,
    },
}

/// `import { A, B as C } from "path"` or `import "path" as name`.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    pub path: Text,
    pub names: ImportNames,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ImportNames {
    /// Each name with the name that it gets here.
    Listed(Vec<ImportName>),
    Whole(Ident),
}

#[derive(Debug, Clone, PartialEq)]
pub struct ImportName {
    pub name: Ident,
    pub alias: Option<Ident>,
}

/// A text without interpolation, where only such a one may stand (paths, titles).
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub value: Name,
    pub span: Span,
}

/// `param name: T = default` and `input name: T = default`.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    pub name: Ident,
    pub ty: Option<TypeExpr>,
    pub default: Option<Expr>,
}

/// `let name: T = value`, at the top level and in the body of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Let {
    pub name: Ident,
    pub ty: Option<TypeExpr>,
    pub value: Expr,
}

/// `type Name = T`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeAlias {
    pub name: Ident,
    pub ty: TypeExpr,
}

/// `fn name(a: T, b: T = d) -> U = body`. A body of statements is an [`ExprKind::Block`].
#[derive(Debug, Clone, PartialEq)]
pub struct Fn {
    pub name: Ident,
    pub params: Vec<FnParam>,
    pub result: Option<TypeExpr>,
    pub body: Expr,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FnParam {
    pub name: Ident,
    pub ty: Option<TypeExpr>,
    pub default: Option<Expr>,
    pub attributes: Vec<Attribute>,
}

/// `component Name(a: T) { items }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    pub name: Ident,
    pub params: Vec<FnParam>,
    pub items: Vec<Item>,
}

/// `resource name for x in xs if c = Type { ... } with { ... }`: a resource, or an instance of a
/// component.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    pub name: Ident,
    pub loops: Vec<ForClause>,
    pub condition: Option<Expr>,
    pub ty: TypeName,
    /// An [`ExprKind::Record`], or [`ExprKind::Error`].
    pub body: Expr,
    pub with: Option<With>,
}

/// `with { main: { ... }, subnet["a"]: { ... } }`.
#[derive(Debug, Clone, PartialEq)]
pub struct With {
    pub entries: Vec<WithEntry>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WithEntry {
    pub attributes: Vec<Attribute>,
    /// Names, fields and indexes alone: `main`, `subnet["a"]`, `inner.main`.
    pub target: Expr,
    pub value: Expr,
}

/// `existing name = Type { ... }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Existing {
    pub name: Ident,
    pub ty: TypeName,
    pub body: Expr,
}

/// `data name = type { ... }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    pub name: Ident,
    pub loops: Vec<ForClause>,
    pub condition: Option<Expr>,
    pub ty: TypeName,
    pub body: Expr,
}

/// `output name if c: T = value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    pub name: Ident,
    pub condition: Option<Expr>,
    pub ty: Option<TypeExpr>,
    pub value: Expr,
}

/// `module name from "source" { ... }`.
#[derive(Debug, Clone, PartialEq)]
pub struct ModuleCall {
    pub name: Ident,
    pub source: Text,
    pub body: Expr,
}

/// `stack { ... }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    pub body: Expr,
}

/// `rule "title" if c { assert c, "message" }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub title: Text,
    pub condition: Option<Expr>,
    pub asserts: Vec<Statement>,
}

/// `policy "title" for r in Type if c { require c, "message" }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub title: Text,
    pub binding: Ident,
    pub ty: TypeName,
    pub condition: Option<Expr>,
    pub body: Vec<Statement>,
}

/// `test "title" with { ... } { assert c }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    pub title: Text,
    pub with: Option<Expr>,
    pub body: Vec<Statement>,
}

/// A line in the body of a rule, a policy or a test.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub span: Span,
    pub kind: StatementKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    Assert {
        condition: Expr,
        message: Option<Expr>,
    },
    Require {
        condition: Expr,
        message: Option<Expr>,
    },
    Warn {
        condition: Expr,
        message: Option<Expr>,
    },
    Let(Let),
    Error,
}

/// `for key, value in iterable by name`.
#[derive(Debug, Clone, PartialEq)]
pub struct ForClause {
    pub key: Option<Ident>,
    pub value: Ident,
    pub iterable: Expr,
    pub by: Option<Expr>,
    pub span: Span,
}

/// The name of a type as it is written: one token. `AWS::SQS::Queue.Tag` has the base
/// `AWS::SQS::Queue` and one member; `iam.Statement` has the base `iam`. An empty base stands where
/// a type is missing; that has been reported.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeName {
    pub base: Name,
    pub members: Vec<Ident>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    pub span: Span,
    pub kind: TypeExprKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TypeExprKind {
    /// `string`, `json`, `Name`, `AWS::SQS::Queue.Tag`, with its bounds.
    Name {
        name: TypeName,
        bounds: Option<Bounds>,
    },
    List {
        element: Box<TypeExpr>,
        bounds: Option<Bounds>,
    },
    Map {
        value: Box<TypeExpr>,
    },
    Record(Vec<FieldType>),
    Literal(PatternKind),
    Optional(Box<TypeExpr>),
    Union(Vec<TypeExpr>),
    Error,
}

/// `(1..10)`, `(3..63, /[a-z]+/)`: what stands in the parentheses behind a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    /// The text between the slashes, `\/` as `/`.
    pub pattern: Option<Text>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    pub value: Number,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    Int(i64),
    Float(f64),
}

#[derive(Debug, Clone, PartialEq)]
pub struct FieldType {
    pub name: Ident,
    pub optional: bool,
    pub ty: TypeExpr,
    pub doc: Option<Doc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub id: ExprId,
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Null,
    Bool(bool),
    Int(i64),
    Number(f64),
    Text(TextLiteral),
    List(Vec<ListEntry>),
    Record(Vec<RecordEntry>),
    /// `[for x in xs if c: body]`.
    ListFor(Box<ListFor>),
    /// `{ for k, v in m if c: key => value }`.
    MapFor(Box<MapFor>),
    Name(Name),
    /// A resource type where a value is asked for: `resources(AWS::SQS::Queue)`.
    TypeName(Box<TypeName>),
    /// `(e)`: kept for the formatter.
    Paren(Box<Expr>),
    /// `a.b` and `a?.b`. The name is empty where none follows the dot.
    Field {
        base: Box<Expr>,
        name: Ident,
        optional: bool,
    },
    Index {
        base: Box<Expr>,
        index: Box<Expr>,
    },
    Call {
        callee: Box<Expr>,
        arguments: Vec<Argument>,
    },
    /// `r!`: this conditional resource is there.
    Assume(Box<Expr>),
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        op_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a..b`, both ends included.
    Range {
        from: Box<Expr>,
        to: Box<Expr>,
    },
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    Match {
        subject: Box<Expr>,
        arms: Vec<Arm>,
    },
    /// `{ let a = b; result }`: the body of a function.
    Block {
        lets: Vec<Let>,
        result: Box<Expr>,
    },
    /// Text that could not be parsed; it has been reported.
    Error,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TextLiteral {
    pub style: TextStyle,
    pub parts: Vec<TextPart>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStyle {
    /// `"..."`
    Quoted,
    /// `'...'`
    Raw,
    /// `"""..."""`
    MultiQuoted,
    /// `'''...'''`
    MultiRaw,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TextPart {
    /// Escapes resolved, indentation stripped.
    Text { value: Name, span: Span },
    /// `${expr}`
    Expr(Expr),
}

#[derive(Debug, Clone, PartialEq)]
pub enum ListEntry {
    Item(Expr),
    Spread(Expr),
}

#[derive(Debug, Clone, PartialEq)]
pub enum RecordEntry {
    Field {
        key: Key,
        value: Expr,
    },
    Spread(Expr),
    /// Text that could not be parsed; it has been reported. What is absent may stand in it.
    Error(Span),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// `name:` or `"any text":`.
    Name(Ident),
    /// `[expr]:`
    Computed(Box<Expr>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListFor {
    pub clauses: Vec<ForClause>,
    pub condition: Option<Expr>,
    pub body: Expr,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MapFor {
    pub clauses: Vec<ForClause>,
    pub condition: Option<Expr>,
    pub key: Expr,
    pub value: Expr,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    pub name: Option<Ident>,
    pub value: Expr,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    pub patterns: Vec<Pattern>,
    pub value: Expr,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    pub kind: PatternKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PatternKind {
    Null,
    Bool(bool),
    Int(i64),
    Number(f64),
    Text(Name),
    /// `_`; not in a type.
    Wildcard,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Not,
    Negate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Multiply,
    Divide,
    Remainder,
    Add,
    Subtract,
    Coalesce,
    In,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    And,
    Or,
}

impl BinaryOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::Remainder => "%",
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Coalesce => "??",
            BinaryOp::In => "in",
            BinaryOp::Less => "<",
            BinaryOp::LessEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterEqual => ">=",
            BinaryOp::Equal => "==",
            BinaryOp::NotEqual => "!=",
            BinaryOp::And => "&&",
            BinaryOp::Or => "||",
        }
    }
}

impl ItemKind {
    /// The name that the item declares, where it declares one.
    pub fn name(&self) -> Option<&Ident> {
        match self {
            ItemKind::Param(p) | ItemKind::Input(p) => Some(&p.name),
            ItemKind::Let(l) => Some(&l.name),
            ItemKind::Type(t) => Some(&t.name),
            ItemKind::Fn(f) => Some(&f.name),
            ItemKind::Component(c) => Some(&c.name),
            ItemKind::Resource(r) => Some(&r.name),
            ItemKind::Existing(e) => Some(&e.name),
            ItemKind::Data(d) => Some(&d.name),
            ItemKind::Output(o) => Some(&o.name),
            ItemKind::Module(m) => Some(&m.name),
            ItemKind::Import(_)
            | ItemKind::Stack(_)
            | ItemKind::Rule(_)
            | ItemKind::Policy(_)
            | ItemKind::Test(_) => None,
            ItemKind::Error { name } => name.as_ref(),
        }
    }
}

impl Item {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name.name == name)
    }
}
