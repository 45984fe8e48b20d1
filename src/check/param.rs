//! `param` and `input`: what their types may be, and their defaults.

use super::checker::Checker;
use super::item::widened;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::types::{Fit, Type};

impl<'a> Checker<'a> {
    /// A `param` (`deployed`) or an `input`.
    pub fn param(&mut self, item: &'a Item, param: &'a Param, deployed: bool) {
        self.attributes(item);
        let ty = match (&param.ty, &param.default) {
            (Some(written), default) => {
                let ty = self.lower(written);
                if let Some(default) = default {
                    let role = Role::Declared {
                        name: &param.name.name,
                        ty: written.span,
                    };
                    // What is stored in Systems Manager is named, whatever its type.
                    let named = item.attribute("ssm").is_some();
                    let wanted = named.then(|| name_of_stored(&ty));
                    let want = Want::new(wanted.as_ref().unwrap_or(&ty), role);
                    // The engine reads a number in quotes as one.
                    let is_number = matches!(want.ty, Type::Int(_) | Type::Number(_));
                    self.check(default, want.schema(is_number && deployed));
                }
                self.can_be_given(&ty, written, deployed);
                ty
            }
            (None, Some(default)) => {
                let ty = self.infer(default);
                match ty {
                    Type::Null => {
                        self.needs_type(&param.name);
                        Type::Error
                    }
                    ty => widened(ty),
                }
            }
            (None, None) => {
                self.needs_type(&param.name);
                Type::Error
            }
        };
        self.set_item(item.id, ty);
    }

    /// What comes from outside is data: no resources. What an engine takes of it is for the target
    /// to say.
    fn can_be_given(&mut self, ty: &Type, written: &TypeExpr, deployed: bool) {
        let Fit::Never(mismatch) = self.fit(ty, &Type::Json) else {
            return;
        };
        let Type::Resource(key) = &mismatch.found else {
            return;
        };
        let what = if deployed { "a param" } else { "an input" };
        let message = format!("expected data, found a resource `{}`", key.name);
        self.say(
            Diagnostic::new(Code::TypeParam, written.span, message)
                .here(format!("the type of {what}"))
                .help(format!("take its identifier: `{}.Id`", key.name)),
        );
    }
}

/// The type of a default under `@ssm`.
fn name_of_stored(ty: &Type) -> Type {
    match ty.is_optional() {
        true => Type::string().optional(),
        false => Type::string(),
    }
}
