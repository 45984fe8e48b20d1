//! `resource`, `existing` and `data`: one, one for each pass of loops, or one that the engine loops
//! over.

use super::budget::MOST_RESOURCES;
use super::keys::shown_variable;
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{
    FrameId, FrameKind, Keys, Presence, Resource, ResourceId, ResourceKind, Value, ValueKind,
    ValueMap,
};
use crate::schema::provider;
use crate::syntax::ast::{Expr, ForClause, Ident, Item, Text, TypeName, With};
use crate::text::{Name, Span};
use crate::types::TypeKey;
use rustc_hash::FxHashMap;

/// A declaration of resources, whatever its keyword.
pub(super) struct Declared<'a> {
    pub name: &'a Ident,
    pub what: What<'a>,
    pub kind: ResourceKind,
    pub loops: &'a [ForClause],
    pub condition: Option<&'a Expr>,
    pub body: &'a Expr,
    /// What is to be different inside an instance.
    pub with: Option<&'a With>,
}

/// What a declaration says that it makes.
#[derive(Clone, Copy)]
pub(super) enum What<'a> {
    /// Of this type, or an instance of this component.
    Type(&'a TypeName),
    /// A module of Terraform, from this source.
    Module(&'a Text),
}

/// What a declaration makes.
enum Made<'a> {
    Resource(TypeKey),
    Instance(super::instance::Code<'a>),
}

impl<'a> Eval<'a> {
    pub fn resources(&mut self, item: &'a Item, declared: &Declared<'a>) {
        // What is no resource type, or contains itself, has been reported.
        let Some(ty) = self.made(declared) else {
            return;
        };
        let value = match declared.loops {
            [] => self.one(item, declared, &ty),
            _ if item.attribute("deferred").is_some() => match &ty {
                Made::Resource(ty) => self.deferred_loop(item, declared, ty),
                // Reported when it was checked.
                Made::Instance(_) => return,
            },
            _ if self.refuses_constant_id(item) => return,
            clauses => {
                let mut keys = Vec::with_capacity(clauses.len());
                self.looped(item, declared, &ty, clauses, &mut keys)
            }
        };
        self.set_item(item.id, value);
    }

    fn made(&self, declared: &Declared<'a>) -> Option<Made<'a>> {
        let ty = match declared.what {
            What::Type(ty) => ty,
            What::Module(_) => return Some(Made::Resource(TypeKey::module())),
        };
        let own = &self.module.unit.names;
        let file = self.module.unit.module.file;
        if own.declared(file, ty).is_some() {
            return self.component(ty).map(Made::Instance);
        }
        let name = match declared.kind {
            ResourceKind::Data => provider::data_source(&ty.base),
            _ => ty.base.clone(),
        };
        let known = self.program.schemas.resource(&name);
        // Of a type that is not known anything can be set and read.
        let open = || TypeKey { name, index: None };
        let is_made = self.program.regardless && declared.kind == ResourceKind::Managed;
        known.or_else(|| is_made.then(open)).map(Made::Resource)
    }

    fn one(&mut self, item: &'a Item, declared: &Declared<'a>, ty: &Made<'a>) -> Value {
        match self.filter(declared.condition) {
            (false, _) => self.left_out(declared, &[]),
            (true, condition) => self.make(item, declared, ty, &[], condition),
        }
    }

    /// The passes of nested clauses: a map by key, of maps where there are more clauses.
    fn looped(
        &mut self,
        item: &'a Item,
        declared: &Declared<'a>,
        ty: &Made<'a>,
        clauses: &'a [ForClause],
        keys: &mut Vec<Name>,
    ) -> Value {
        let at = declared.name.span;
        let Some((clause, inner)) = clauses.split_first() else {
            return match self.filter(declared.condition) {
                (false, _) => self.left_out(declared, keys),
                (true, condition) => self.make(item, declared, ty, keys, condition),
            };
        };
        let Some(source) = self.source(&clause.iterable) else {
            return self.error(at);
        };
        let passes = usize::try_from(source.len()).unwrap_or(usize::MAX);
        if inner.is_empty() && declared.condition.is_none() && !self.has_room(passes, clause) {
            return self.error(at);
        }
        let frame = self.frame;
        let depth = self.locals.len();
        let repeating = std::mem::replace(&mut self.repeating, true);
        self.make_room(passes);
        let mut names = Vec::with_capacity(passes.min(MOST_RESOURCES));
        let mut values = Vec::with_capacity(passes.min(MOST_RESOURCES));
        let mut frames = Vec::new();
        // Keys that are equal make equal ids, which is found where these are made; but not where
        // the passes around them differ, or `@id` says otherwise.
        let distinct = inner.is_empty() && item.attribute("id").is_none();
        // Of an instance with an equal key nothing is made: all of it would collide.
        let mut instances: FxHashMap<Name, FrameId> = FxHashMap::default();
        for index in 0..passes {
            let Some((key, value)) = source.pass(index, self, clause.iterable.span) else {
                break;
            };
            let place = if source.has_keys() { &key } else { &value };
            let place = place.clone();
            self.bind_pass(clause, key, value);
            if let Some((shown, name)) = self.pass_key(clause, place) {
                self.push_frame(FrameKind::Pass {
                    variable: shown_variable(clause).name.clone(),
                    value: shown,
                });
                let first = match (ty, inner) {
                    (Made::Instance(_), []) => instances.insert(name.clone(), self.frame),
                    _ => None,
                };
                if let Some(first) = first {
                    self.equal_keys(first, self.frame, clause);
                    self.frame = frame;
                    self.locals.truncate(depth);
                    continue;
                }
                keys.push(name.clone());
                let made = self.looped(item, declared, ty, inner, keys);
                keys.pop();
                if !made.is_null() {
                    names.push(name);
                    values.push(made);
                    if !distinct {
                        frames.push(self.frame);
                    }
                }
                self.frame = frame;
            }
            self.locals.truncate(depth);
            // Reported by the inner loop, or by the resource that was one too many.
            if self.budget.is_spent() {
                break;
            }
        }
        self.repeating = repeating;
        if !distinct {
            self.refuse_equal_keys(&names, &frames, clause);
        }
        let keys = Keys::unique(names);
        match ValueMap::from_keys(keys, values) {
            Some(map) => Value::map(map, self.origin(at)),
            None => self.error(at),
        }
    }

    fn left_out(&mut self, declared: &Declared<'a>, keys: &[Name]) -> Value {
        self.leave_out(&declared.name.name, keys);
        self.value(ValueKind::Null, declared.name.span)
    }

    /// Makes room for the resources of a loop at once.
    fn make_room(&mut self, passes: usize) {
        let passes = passes.min(MOST_RESOURCES);
        self.graph.resources.reserve(passes);
        self.graph.frames.reserve(passes);
        self.ids.reserve(&self.graph, passes);
    }

    /// Whether a loop's resources may be made.
    fn has_room(&mut self, passes: usize, clause: &ForClause) -> bool {
        let made = self.graph.resources.len();
        if passes <= MOST_RESOURCES.saturating_sub(made) {
            return true;
        }
        let message = match made {
            0 => format!("a loop that makes {passes} resources"),
            _ => format!("a loop that makes {passes} resources after {made} others"),
        };
        self.too_many_resources(message, clause.iterable.span);
        false
    }

    fn too_many_resources(&mut self, message: String, at: Span) {
        if self.budget.is_spent() {
            return;
        }
        self.report_plain(
            Diagnostic::new(Code::EvalTooMany, at, message)
                .here("the loop runs over this")
                .help(format!("make at most {MOST_RESOURCES} in one build")),
        );
        self.budget.spend();
    }

    /// Makes one resource or instance. The locals and the frame are those of its pass.
    fn make(
        &mut self,
        item: &'a Item,
        declared: &Declared<'a>,
        ty: &Made<'a>,
        keys: &[Name],
        condition: Option<Value>,
    ) -> Value {
        let ty = match ty {
            Made::Resource(ty) => ty,
            Made::Instance(code) => {
                return self.instantiate(item, declared, *code, keys, condition);
            }
        };
        let name = &declared.name.name;
        let at = declared.name.span;
        let explicit = self.explicit_id(item);
        let id = self.id_of(name, keys, explicit.as_ref());
        self.check_length(&id, name, at);
        let mut resource = self.evaluated(item, declared, ty, id, explicit, condition);
        self.change(&mut resource, keys);
        self.add(resource, declared)
    }

    /// What a declaration makes, evaluated under its condition; not yet changed from outside, and in
    /// no graph.
    pub fn evaluated(
        &mut self,
        item: &'a Item,
        declared: &Declared<'a>,
        ty: &TypeKey,
        id: Name,
        explicit: Option<Name>,
        condition: Option<Value>,
    ) -> Resource {
        let at = declared.name.span;
        let before = condition.as_ref().map(|c| self.assume(c, true));
        let mut properties = self.expr(declared.body);
        if let What::Module(source) = declared.what {
            let source = Value::text(source.value.clone(), self.origin(source.span));
            properties = with_source(&source, &properties);
        }
        let options = self.options(item, explicit);
        if let Some(before) = before {
            self.retract(before);
        }
        let condition = self.also_within(condition, at);
        Resource {
            kind: declared.kind,
            ty: ty.clone(),
            name: declared.name.name.clone(),
            logical_id: id,
            properties,
            condition,
            options,
            each: None,
            origin: self.origin(at),
        }
    }

    pub fn add(&mut self, resource: Resource, declared: &Declared<'a>) -> Value {
        let at = resource.origin;
        let number = self.graph.resources.len();
        if number == MOST_RESOURCES {
            let span = declared.loops.first().map_or(at.span, |c| c.iterable.span);
            self.too_many_resources("too many resources".to_owned(), span);
        }
        let number = number as u32;
        // What exists already emits nothing, so that its id takes no place.
        if resource.kind != ResourceKind::Existing {
            let taken = self
                .ids
                .take_resource(&self.graph, &resource.logical_id, number);
            if let Some(taken) = taken {
                self.report_taken(&resource, &taken, declared.loops.last());
            }
        }
        self.graph.resources.push(resource);
        let kind = ValueKind::Resource(ResourceId(number), Presence::Guarded);
        Value::new(kind, at)
    }
}

/// The arguments of a module behind its source.
fn with_source(source: &Value, arguments: &Value) -> Value {
    let mut map = ValueMap::new();
    map.insert("source".into(), source.clone());
    match &arguments.kind {
        ValueKind::Map(given) => {
            for (name, value) in given.iter() {
                map.insert(name.clone(), value.clone());
            }
        }
        ValueKind::Null => {}
        _ => return arguments.clone(),
    }
    Value::map(map, arguments.origin)
}
