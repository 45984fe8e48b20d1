//! Files, declarations, and what they are made of. In: nothing; out: plain data. Never: meanings.

use super::{Argument, Expr, TypeExpr, TypeName};
use crate::text::{FileId, Name, Span};

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
    /// Whether it stands for a template that is checked as it is: what is read of a resource is then what
    /// `Fn::GetAtt` gives, and no property.
    pub is_template: bool,
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

/// `module name for x in xs if c from "source" { ... }`.
#[derive(Debug, Clone, PartialEq)]
pub struct ModuleCall {
    pub name: Ident,
    pub loops: Vec<ForClause>,
    pub condition: Option<Expr>,
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
    /// `expect "code", "part of the message"`: the build of a test gives this.
    Expect {
        code: Text,
        message: Option<Text>,
    },
    /// `snapshot "name"`: the template of a test is as it was.
    Snapshot(Text),
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

impl Module {
    /// All items by their ids, those inside components too.
    pub fn items_by_id(&self) -> Vec<Option<&Item>> {
        let mut by_id = vec![None; self.item_count as usize];
        for item in &self.items {
            let inner = match &item.kind {
                ItemKind::Component(component) => component.items.as_slice(),
                _ => &[],
            };
            for item in inner.iter().chain([item]) {
                if let Some(slot) = by_id.get_mut(item.id.0 as usize) {
                    *slot = Some(item);
                }
            }
        }
        by_id
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
