//! `param`: chosen when deploying.

use super::ids::{Taken, collision};
use super::state::Eval;
use crate::graph::{Deferred, Identity, Param, ParamId, Value, logical_id};
use crate::syntax::ast::{self, Item};
use crate::text::Name;

impl<'a> Eval<'a> {
    pub fn param(&mut self, item: &'a Item, param: &'a ast::Param) {
        let name = &param.name;
        let origin = self.origin(name.span);
        let default = param.default.as_ref().and_then(|default| {
            let value = self.expr(default);
            if value.is_error() {
                return None;
            }
            self.must_be_known_deep(&value, default.span, "the default of a param")
        });
        let explicit = self.explicit_id(item);
        let id = explicit
            .clone()
            .unwrap_or_else(|| logical_id([name.name.as_str()]));
        self.check_length(&id, &name.name, name.span);
        let number = self.graph.params.len() as u32;
        if let Some(taken) = self.ids.take_param(&self.graph, &id, number) {
            let (other, at) = self.owner(&taken);
            let diagnostic = collision(&id, (&name.name, name.span), (&other, at));
            self.report(diagnostic);
        }
        let ty = self.module.unit.types.item(item.id).clone();
        let optional = ty.is_optional();
        let description = self.description(item);
        let attributes = item.attribute("attributes");
        let attributes = attributes.and_then(|attribute| self.first(attribute));
        let constraint = self.known_text_attribute(item, "constraintDescription");
        self.graph.params.push(Param {
            name: name.name.clone(),
            logical_id: id,
            identity: Identity {
                path: vec![name.name.clone()],
                explicit,
            },
            ty,
            default,
            description,
            constraint_description: constraint,
            attributes,
            secret: item.attribute("secret").is_some(),
            ssm: item.attribute("ssm").is_some(),
            origin,
        });
        if let Some(fixed) = self.fixed_value(&name.name) {
            return self.set_item(item.id, fixed);
        }
        let value = Value::deferred(Deferred::Param(ParamId(number)), origin);
        let value = match optional {
            false => value,
            // Read where it is not known to be given, it may be `null`.
            true => {
                let absent = Deferred::Equals(value.clone(), Value::null(origin));
                let given = Deferred::Not(Value::deferred(absent, origin));
                let choice = Deferred::If {
                    condition: Value::deferred(given, origin),
                    then: value,
                    otherwise: Value::null(origin),
                };
                Value::deferred(choice, origin)
            }
        };
        self.set_item(item.id, value);
    }

    /// What has an identifier: its name and where it was declared.
    pub fn owner(&self, taken: &Taken) -> (Name, crate::text::Span) {
        let found = match taken {
            Taken::Resource(number) => {
                let resource = self.graph.resources.get(*number as usize);
                resource.map(|r| (r.name.clone(), r.origin.span))
            }
            Taken::Param(number) => {
                let param = self.graph.params.get(*number as usize);
                param.map(|p| (p.name.clone(), p.origin.span))
            }
        };
        found.unwrap_or_else(|| (Name::new(), self.module.whole()))
    }
}
