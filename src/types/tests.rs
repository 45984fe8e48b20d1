//! Assignability as an order: types made at random, and a schema of a few nodes.

use super::*;
use crate::text::Name;

/// A catalogue of one type, `Test::Box`, whose nodes are listed here.
struct Small;

fn key() -> TypeKey {
    TypeKey {
        name: "Test::Box".into(),
        index: Some(0),
    }
}

fn node(id: u32) -> Type {
    Type::Named(key(), NodeId(id))
}

fn field(name: &str, ty: Type, optional: bool) -> Field {
    Field {
        name: name.into(),
        ty,
        optional,
    }
}

fn role() -> Relation {
    Relation {
        resource: TypeKey {
            name: "AWS::IAM::Role".into(),
            index: Some(1),
        },
        attribute: "Arn".into(),
    }
}

impl Schemas for Small {
    fn resource(&self, name: &str) -> Option<TypeKey> {
        (name == "Test::Box").then(key)
    }
    fn properties(&self, _: &TypeKey) -> Option<NodeId> {
        Some(NodeId(0))
    }
    fn expand(&self, _: &TypeKey, id: NodeId) -> Type {
        match id.0 {
            0 => Type::record(vec![
                field("a", node(1), true),
                field("b", node(2), false),
                field("inner", node(0), true),
            ]),
            1 => Type::string(),
            2 => Type::int(),
            3 => Type::union([Type::text("x"), Type::text("y")]),
            4 => Type::list(node(1)),
            _ => Type::Json,
        }
    }
    fn node_name(&self, _: &TypeKey, id: NodeId) -> Name {
        format!("N{}", id.0).into()
    }
    fn member(&self, _: &TypeKey, _: &str) -> Option<Type> {
        None
    }
    fn attribute(&self, _: &TypeKey, _: &str) -> Option<Attribute> {
        None
    }
    fn attribute_names(&self, _: &TypeKey) -> Vec<Name> {
        Vec::new()
    }
    fn reference(&self, key: &TypeKey) -> Relation {
        Relation {
            resource: key.clone(),
            attribute: "Id".into(),
        }
    }
    fn relations(&self, _: &TypeKey, id: NodeId) -> Vec<Relation> {
        match id.0 {
            5 => vec![role()],
            _ => Vec::new(),
        }
    }
    fn read_only(&self, _: &TypeKey, _: NodeId) -> Vec<Name> {
        Vec::new()
    }
    fn member_names(&self, _: &TypeKey) -> Vec<Name> {
        Vec::new()
    }
    fn has_arn_form(&self, _: &TypeKey) -> bool {
        false
    }
    fn takes_path(&self, _: &TypeKey, _: NodeId) -> bool {
        false
    }
    fn nearest_types(&self, _: &str) -> Vec<Name> {
        Vec::new()
    }
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) % sides
    }

    fn bound(&mut self) -> Option<u32> {
        (self.roll(2) == 0).then(|| self.roll(4) as u32)
    }

    fn ty(&mut self, depth: u32) -> Type {
        let kinds = if depth == 0 { 12 } else { 17 };
        match self.roll(kinds) {
            0 => Type::Null,
            1 => Type::Bool,
            2 => Type::Int(IntRange {
                min: self.bound().map(i64::from),
                max: self.bound().map(i64::from),
            }),
            3 => Type::Number(NumberRange {
                min: self.bound().map(f64::from),
                max: self.bound().map(f64::from),
            }),
            4 => Type::Str(
                StringConstraint {
                    min: self.bound(),
                    max: self.bound(),
                    pattern: (self.roll(3) == 0).then(|| "x*".into()),
                }
                .into(),
            ),
            5 => Type::text(["", "x", "xx", "80"][self.roll(4) as usize]),
            6 => Type::Literal(Literal::Int(self.roll(4) as i64)),
            7 => Type::Literal(Literal::Number(self.roll(8) as f64 / 2.0)),
            8 => Type::Literal(Literal::Bool(self.roll(2) == 0)),
            9 => Type::Id(role()),
            10 => node(self.roll(7) as u32),
            11 => [Type::Json, Type::Never, Type::Resource(key())][self.roll(3) as usize].clone(),
            12 => Type::List(
                ListType {
                    element: self.ty(depth - 1),
                    min: self.bound(),
                    max: self.bound(),
                    or_one: false,
                    set: false,
                }
                .into(),
            ),
            13 => Type::map(self.ty(depth - 1)),
            14 => {
                let fields = ["a", "b"].into_iter().take(self.roll(3) as usize);
                let fields = fields.map(|n| field(n, self.ty(depth - 1), self.roll(2) == 0));
                Type::record(fields.collect())
            }
            15 => Type::Any,
            _ => Type::union([self.ty(depth - 1), self.ty(depth - 1)]),
        }
    }
}

#[test]
fn fitting_is_an_order() {
    let nodes = Nodes::new(&Small);
    let mut dice = Dice(7);
    let types: Vec<Type> = (0..220).map(|_| dice.ty(2)).collect();
    let always = |a: &Type, b: &Type| fit(a, b, &nodes) == Fit::Always;
    for a in &types {
        assert!(always(a, a), "{} fits itself", show(a, &Small));
        for b in &types {
            if !always(a, b) {
                continue;
            }
            for c in &types {
                let [x, y, z] = [a, b, c].map(|t| show_whole(t, &Small));
                assert!(
                    !always(b, c) || always(a, c),
                    "{x} fits {y}, which fits {z}"
                );
            }
        }
    }
}

fn check(found: Type, wanted: Type) -> Fit {
    fit(&found, &wanted, &Nodes::new(&Small))
}

#[test]
fn schemas_take_what_cloudformation_converts() {
    assert_eq!(check(Type::text("80"), node(2)), Fit::Maybe(Doubt::Quoted));
    assert!(check(Type::text("many"), node(2)).is_never());
    assert_eq!(check(Type::int(), node(1)), Fit::Maybe(Doubt::Schema));
    assert!(check(Type::text("80"), Type::int()).is_never());
}

#[test]
fn identifiers_are_told_apart() {
    let bucket = Type::Id(Relation {
        resource: key(),
        attribute: "Arn".into(),
    });
    let role = Type::Id(role());
    assert!(check(bucket.clone(), role.clone()).is_never());
    assert_eq!(check(bucket.clone(), Type::string()), Fit::Always);
    let plain = Fit::Maybe(Doubt::PlainText);
    assert_eq!(check(Type::string(), role), plain);
}

#[test]
fn what_is_wrong_is_found_where_it_is() {
    let found = Type::record(vec![
        field("b", Type::int(), false),
        field("inner", Type::record(Vec::new()), false),
    ]);
    let Fit::Never(mismatch) = check(found, node(0)) else {
        panic!("`inner` lacks `b`");
    };
    assert_eq!(mismatch.path, [Step::Field("inner".into())]);
    assert_eq!(mismatch.why, Why::Missing(vec!["b".into()]));
    let Fit::Never(mismatch) = check(Type::string().optional(), Type::string()) else {
        panic!("`null` is no string");
    };
    assert_eq!(mismatch.why, Why::Null);
}

#[test]
fn types_are_printed_as_they_are_written() {
    let lines = [
        (Type::string().optional(), "string?"),
        (Type::list(node(1)), "list<Test::Box.N1>"),
        (
            Type::union([Type::text("a"), Type::text("b")]),
            "\"a\" | \"b\"",
        ),
        (
            Type::union([Type::text("a"), Type::Null, Type::text("b")]),
            "(\"a\" | \"b\")?",
        ),
        (
            Type::Int(IntRange {
                min: Some(1),
                max: None,
            }),
            "int(1..)",
        ),
        (
            Type::record(vec![field("size", Type::int(), true)]),
            "{ size?: int }",
        ),
    ];
    for (ty, text) in lines {
        assert_eq!(show(&ty, &Small), text);
    }
}
