//! `input`: chosen when compiling.

use super::program::{Given, GivenInput};
use super::state::Eval;
use crate::builtins::{Fault, from_json};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::graph::{Origin, Value, ValueKind};
use crate::syntax::ast::{self, Item, ItemKind};
use crate::text::Span;
use crate::types::{Literal, Type};

impl<'a> Eval<'a> {
    pub fn input(&mut self, item: &'a Item, input: &'a ast::Param) {
        let name = &input.name;
        let mut given = self.program.inputs.given.iter().rev();
        let given = given.find(|given| given.name == name.name);
        let fixed = self.fixed_value(&name.name).map(Given::Data);
        let at = given.filter(|_| fixed.is_none()).and_then(|given| given.at);
        let given = fixed.as_ref().or(given.map(|given| &given.value));
        let value = match (given, &input.default) {
            (Some(given), _) => self.given(given, at, item, input),
            (None, Some(default)) => {
                let value = self.expr(default);
                let known =
                    self.must_be_known_deep(&value, default.span, "the default of an input");
                known.unwrap_or_else(|| self.error(default.span))
            }
            (None, None) if self.module.unit.types.item(item.id).is_optional() => {
                self.value(ValueKind::Null, name.span)
            }
            (None, None) => {
                let message = format!("the input `{}` is not given", name.name);
                self.report_plain(
                    Diagnostic::new(Code::EvalInputMissing, name.span, message)
                        .here("has no default")
                        .help(format!("give it: `--input {}=...`", name.name)),
                );
                self.error(name.span)
            }
        };
        self.set_item(item.id, value);
    }

    /// The value of an input that is given, in a file at `written`.
    fn given(
        &mut self,
        given: &Given,
        written: Option<Span>,
        item: &'a Item,
        input: &'a ast::Param,
    ) -> Value {
        let origin = self.origin(input.name.span);
        let ty = self.module.unit.types.item(item.id).clone();
        let read = match given {
            Given::Data(value) => Ok(moved(value, origin)),
            Given::Text(text) => self.read_text(text, &ty, origin),
        };
        let read = read.and_then(|value| match self.misfit(&value, &ty) {
            None => Ok(value),
            Some(misfit) => Err(misfit),
        });
        match read {
            Ok(value) => value,
            Err(problem) => {
                let message = format!("the input `{}`: {problem}", input.name.name);
                let at = input.ty.as_ref().map_or(input.name.span, |t| t.span);
                let diagnostic = match written {
                    Some(written) => Diagnostic::new(Code::EvalInputMismatch, written, message)
                        .here("given here"),
                    None => Diagnostic::new(Code::EvalInputMismatch, at, message),
                };
                self.report_plain(diagnostic.label(at, "the input's type"));
                self.error(input.name.span)
            }
        }
    }

    /// Reads a text from the command line as its type says: strings as they are, lists of strings
    /// between commas, everything else as JSON.
    fn read_text(&mut self, text: &str, ty: &Type, origin: Origin) -> Result<Value, String> {
        let whole = self.structure(ty);
        let members = Vec::from_iter(whole.members().iter().map(|m| self.structure(m)));
        let any = |is: fn(&Type) -> bool| members.iter().any(is);
        if any(|t| matches!(t, Type::Int(_) | Type::Literal(Literal::Int(_))))
            && let Ok(int) = text.parse()
        {
            return Ok(Value::new(ValueKind::Int(int), origin));
        }
        if any(|t| matches!(t, Type::Number(_) | Type::Literal(Literal::Number(_))))
            && let Some(number) = text.parse().ok().filter(|n: &f64| n.is_finite())
        {
            let kind = match text.parse() {
                Ok(int) => ValueKind::Int(int),
                Err(_) => ValueKind::Number(number),
            };
            return Ok(Value::new(kind, origin));
        }
        if any(|t| matches!(t, Type::Bool | Type::Literal(Literal::Bool(_))))
            && let Ok(bool) = text.parse()
        {
            return Ok(Value::new(ValueKind::Bool(bool), origin));
        }
        if any(is_textual) {
            return Ok(Value::text(text, origin));
        }
        if text == "null" && any(|t| *t == Type::Null) {
            return Ok(Value::null(origin));
        }
        let list = members.iter().find_map(|t| match t {
            Type::List(list) => Some(list.element.clone()),
            _ => None,
        });
        if let Some(element) = list
            && !text.trim_start().starts_with('[')
        {
            let parts = text.split(',').filter(|_| !text.is_empty());
            let read = parts.map(|part| self.read_text(part.trim(), &element, origin));
            return Ok(Value::list(read.collect::<Result<Vec<_>, _>>()?, origin));
        }
        let is_scalar = |t: &Type| {
            matches!(
                t,
                Type::Int(_) | Type::Number(_) | Type::Bool | Type::Literal(_) | Type::Null
            )
        };
        if members.iter().all(is_scalar) {
            return Err(format!("expected `{}`, found `{text}`", self.shown(ty)));
        }
        from_json(text, origin, self).map_err(|fault| match fault {
            Fault::Wrong { message, .. } => message,
            _ => "the value is too big".to_owned(),
        })
    }

    /// Reports inputs that were given and are not declared.
    pub fn refuse_unknown_inputs(&mut self) {
        let items = &self.module.unit.module.items;
        let inputs = items.iter().filter_map(|item| match &item.kind {
            ItemKind::Input(input) => Some(input.name.name.as_str()),
            _ => None,
        });
        let inputs = Vec::from_iter(inputs);
        // There is no place in the text for what the command line says: its start.
        let whole = self.module.whole();
        let program = self.program;
        for GivenInput { name, at, .. } in &program.inputs.given {
            if inputs.contains(&name.as_str()) {
                continue;
            }
            let params = items
                .iter()
                .any(|i| matches!(&i.kind, ItemKind::Param(p) if p.name.name == *name));
            let message = format!("the stack has no input `{name}`");
            let mut diagnostic =
                Diagnostic::new(Code::EvalInputUnknown, at.unwrap_or(whole), message);
            if at.is_some() {
                diagnostic = diagnostic.here("given here");
            }
            if params {
                diagnostic = diagnostic.help(format!(
                    "declare it as `input {name}`: a `param` is chosen when deploying"
                ));
            } else if let Some(help) = did_you_mean(&nearest(name, inputs.iter().copied(), 3)) {
                diagnostic = diagnostic.help(help);
            }
            self.report_plain(diagnostic);
        }
    }
}

fn is_textual(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_))
    )
}

/// Data from elsewhere, as if it were written at a place.
fn moved(value: &Value, origin: Origin) -> Value {
    let kind = match &value.kind {
        ValueKind::List(list) => {
            let values = Vec::from_iter(list.iter().map(|v| moved(v, origin)));
            return Value::list(values, origin);
        }
        ValueKind::Map(map) => {
            let entries = map.iter().map(|(k, v)| (k.clone(), moved(v, origin)));
            return Value::map(entries.collect(), origin);
        }
        kind => kind.clone(),
    };
    Value::new(kind, origin)
}
