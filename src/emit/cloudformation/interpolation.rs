//! Texts with deferred parts: `Fn::Sub`. In: concatenations and dynamic references. Out: one text where all
//! is known, what needs a variable as it is where it stands alone, else a `Sub` with its variables. Never: a `Fn::Join`.

use super::conditions::scalar_text;
use super::expression::{pseudo_name, variable};
use super::reading::Reading;
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::{Deferred, Value, ValueKind};
use crate::text::Name;

/// A part of a text.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    kind: PieceKind<'a>,
    value: &'a Value,
}

#[derive(Clone, Copy)]
enum PieceKind<'a> {
    Text(&'a str),
    /// A known number or boolean.
    Scalar,
    /// `${Name}`
    Name(&'a str),
    /// `${Id.Attribute}`
    Attribute(&'a str, &'a str),
    /// What needs a variable of its own.
    Variable,
}

impl<'a, W: Writer> Emitter<'a, W> {
    pub fn interpolated(&mut self, value: &'a Value) {
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.clear();
        self.collect(value, value, &mut pieces);
        self.write_pieces(&pieces);
        self.pieces = pieces;
    }

    fn collect(&self, value: &'a Value, whole: &'a Value, pieces: &mut Vec<Piece<'a>>) {
        let Some(value) = self.seen(value) else {
            return;
        };
        let mut push = |kind| pieces.push(Piece { kind, value });
        let ValueKind::Deferred(deferred) = &value.kind else {
            return match &value.kind {
                ValueKind::Text(text) if text.is_empty() => {}
                ValueKind::Text(text) => push(PieceKind::Text(text)),
                ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Number(_) => {
                    push(PieceKind::Scalar);
                }
                _ => push(PieceKind::Variable),
            };
        };
        match &**deferred {
            Deferred::Param(id) => push(PieceKind::Name(&self.graph.param(*id).logical_id)),
            Deferred::Pseudo(pseudo) => push(PieceKind::Name(pseudo_name(*pseudo))),
            Deferred::EachKey(each) | Deferred::EachValue(each) => {
                push(PieceKind::Name(variable(self.graph, *each)));
            }
            Deferred::Reference(id) => match self.graph.resource(*id) {
                // `${Queue${Team}}` would end at the first brace.
                resource if resource.each.is_some() => push(PieceKind::Variable),
                resource => push(PieceKind::Name(&resource.logical_id)),
            },
            Deferred::Prop {
                resource,
                path,
                known,
            } => {
                let resource = self.graph.resource(*resource);
                let reading = self.plan.readings.get(&resource.ty, path);
                if let Some(known) = known
                    && reading.yields_to(Some(known))
                {
                    return self.collect(known, whole, pieces);
                }
                push(match reading {
                    _ if resource.each.is_some() => PieceKind::Variable,
                    Reading::Attribute { name, .. } => {
                        PieceKind::Attribute(&resource.logical_id, name)
                    }
                    _ => PieceKind::Name(&resource.logical_id),
                });
            }
            Deferred::Concat(parts) => {
                for part in parts {
                    self.collect(part, whole, pieces);
                }
            }
            Deferred::Secret { id, key } => {
                push(PieceKind::Text("{{resolve:secretsmanager:"));
                self.collect(id, whole, pieces);
                if let Some(key) = key {
                    pieces.push(text_piece(":SecretString:", whole));
                    self.collect(key, whole, pieces);
                }
                pieces.push(text_piece("}}", whole));
            }
            Deferred::Ssm { name, secure } => {
                push(PieceKind::Text(match secure {
                    true => "{{resolve:ssm-secure:",
                    false => "{{resolve:ssm:",
                }));
                self.collect(name, whole, pieces);
                pieces.push(text_piece("}}", whole));
            }
            _ => push(PieceKind::Variable),
        }
    }

    fn write_pieces(&mut self, pieces: &[Piece<'a>]) {
        let is_known = |piece: &Piece| matches!(piece.kind, PieceKind::Text(_) | PieceKind::Scalar);
        if pieces.iter().all(is_known) {
            return self.known_text(pieces);
        }
        if let [only] = pieces
            && matches!(only.kind, PieceKind::Variable)
        {
            return self.join_part(only.value);
        }
        let has_variables = pieces
            .iter()
            .any(|piece| matches!(piece.kind, PieceKind::Variable));
        if !has_variables {
            self.out.open_map();
            self.out.key("Fn::Sub");
            self.sub_text(pieces, false);
            return self.out.close_map();
        }
        self.call("Fn::Sub", |emitter| {
            emitter.out.item();
            emitter.sub_text(pieces, true);
            emitter.out.item();
            emitter.out.open_map();
            let variables = pieces.iter().filter(|piece| is_variable(piece));
            for (number, piece) in variables.enumerate() {
                emitter.out.key(&variable_name(number));
                emitter.sub_part(piece.value);
            }
            emitter.out.close_map();
        });
    }

    /// A variable of a `Sub`, which takes no length directly, but one that is chosen from a list.
    fn sub_part(&mut self, value: &'a Value) {
        match self.seen(value).and_then(Value::as_deferred) {
            Some(Deferred::Length(_)) => self.chosen(value),
            Some(Deferred::If {
                condition,
                then,
                otherwise,
            }) => self.choice(condition, then, otherwise, Self::sub_part),
            _ => self.text_operand(value),
        }
    }

    /// An element of a `Join`, which takes no JSON directly either.
    pub fn join_part(&mut self, value: &'a Value) {
        match self.seen(value).and_then(Value::as_deferred) {
            Some(Deferred::Length(_) | Deferred::ToJson(_)) => self.chosen(value),
            Some(Deferred::If {
                condition,
                then,
                otherwise,
            }) => self.choice(condition, then, otherwise, Self::join_part),
            _ => self.text_operand(value),
        }
    }

    /// The value as the only element of a list.
    fn chosen(&mut self, value: &'a Value) {
        self.call("Fn::Select", |emitter| {
            emitter.out.item();
            emitter.out.int(0);
            emitter.out.item();
            emitter.out.open_list();
            emitter.out.item();
            emitter.operand(value);
            emitter.out.close_list();
        });
    }

    fn known_text(&mut self, pieces: &[Piece<'a>]) {
        self.out.open_text();
        for piece in pieces {
            match piece.kind {
                PieceKind::Text(text) => self.out.part(text),
                _ => self.out.part(&scalar_text(piece.value).unwrap_or_default()),
            }
        }
        self.out.close_text();
    }

    /// The text of a `Sub`. `${` that the user wrote is `${!`.
    fn sub_text(&mut self, pieces: &[Piece<'a>], with_variables: bool) {
        self.out.open_text();
        let mut after_dollar = false;
        let mut variables = 0;
        for piece in pieces {
            match piece.kind {
                PieceKind::Text(text) => {
                    self.sub_literal(text, after_dollar);
                    after_dollar = text.ends_with('$');
                    continue;
                }
                PieceKind::Scalar => {
                    let text = scalar_text(piece.value);
                    self.out.part(&text.unwrap_or_default());
                }
                _ if with_variables && is_variable(piece) => {
                    self.out.part("${");
                    self.out.part(&variable_name(variables));
                    self.out.part("}");
                    variables += 1;
                }
                PieceKind::Name(name) => {
                    self.out.part("${");
                    self.out.part(name);
                    self.out.part("}");
                }
                PieceKind::Attribute(id, attribute) => {
                    self.out.part("${");
                    self.out.part(id);
                    self.out.part(".");
                    self.out.part(attribute);
                    self.out.part("}");
                }
                PieceKind::Variable => {}
            }
            after_dollar = false;
        }
        self.out.close_text();
    }

    fn sub_literal(&mut self, text: &str, after_dollar: bool) {
        let mut rest = text;
        if after_dollar && let Some(after) = rest.strip_prefix('{') {
            self.out.part("{!");
            rest = after;
        }
        while let Some((before, after)) = rest.split_once("${") {
            self.out.part(before);
            self.out.part("${!");
            rest = after;
        }
        self.out.part(rest);
    }
}

fn text_piece<'a>(text: &'a str, value: &'a Value) -> Piece<'a> {
    Piece {
        kind: PieceKind::Text(text),
        value,
    }
}

/// Whether a part is a variable where there are some: one whose own name is that of a variable is
/// one too.
fn is_variable(piece: &Piece) -> bool {
    match piece.kind {
        PieceKind::Variable => true,
        PieceKind::Name(name) | PieceKind::Attribute(name, ..) => {
            let number = name.strip_prefix("Part");
            number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        }
        PieceKind::Text(_) | PieceKind::Scalar => false,
    }
}

fn variable_name(number: usize) -> Name {
    ecow::eco_format!("Part{}", number + 1)
}
