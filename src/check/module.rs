//! `module`: a call of a module of Terraform. Nothing is known of what it takes and gives, so that its
//! braces hold any data and any output can be read.

use super::checker::Checker;
use super::meta::{self, Block};
use super::resource::repeated;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::types::{Type, TypeKey};

/// What the name of a module call stands for.
pub fn module_type(module: &ModuleCall) -> Type {
    let element = Type::Resource(TypeKey::module());
    repeated(element, &module.loops, module.condition.as_ref())
}

impl<'a> Checker<'a> {
    pub fn module_call(&mut self, item: &'a Item, module: &'a ModuleCall) {
        self.header(item, &module.loops, module.condition.as_ref());
        let source = &module.source;
        // Where it is missing altogether, that has been reported.
        if source.value.is_empty() && source.span.start < source.span.end {
            self.say(
                Diagnostic::new(Code::SyntaxExpected, source.span, "a module needs a source")
                    .here("names no module")
                    .help("write a path or an address: `from \"./network\"`"),
            );
        }
        let ExprKind::Record(entries) = &module.body.kind else {
            self.infer(&module.body);
            return;
        };
        let role = Role::Part("the arguments");
        self.check(&module.body, Want::new(&Type::Json, role).schema(true));
        for entry in entries {
            if let RecordEntry::Field {
                key: Key::Name(name),
                value,
            } = entry
                && let Some(instead) = meta::instead(&name.name, Block::Module)
            {
                self.fail(value);
                let message = format!("`{}` is no argument of a module", name.name);
                self.kept_name(Code::TypeUnknownField, name, message, instead);
            }
        }
    }
}
