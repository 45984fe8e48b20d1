//! `resource`, `existing` and `data`: one, one for each pass of loops, or one that the engine loops
//! over.

use super::attributes::key_text;
use super::budget::MOST_RESOURCES;
use super::ids::{Taken, collision};
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{
    Deferred, DeferredLoop, FrameKind, KeyFault, Keys, LoopId, Presence, Resource, ResourceId,
    ResourceKind, Value, ValueKind, ValueMap, check_key, logical_id, push_capitalised,
};
use crate::syntax::ast::{Expr, ForClause, Ident, Item, TypeName};
use crate::text::{Name, Span};
use crate::types::TypeKey;

/// A declaration of resources, whatever its keyword.
pub(super) struct Declared<'a> {
    pub name: &'a Ident,
    pub ty: &'a TypeName,
    pub kind: ResourceKind,
    pub loops: &'a [ForClause],
    pub condition: Option<&'a Expr>,
    pub body: &'a Expr,
}

impl<'a> Eval<'a> {
    pub fn resources(&mut self, item: &'a Item, declared: &Declared<'a>) {
        // What is no resource type has been reported, or is a component.
        let Some(ty) = self.program.schemas.resource(&declared.ty.base) else {
            return;
        };
        let value = match declared.loops {
            [] => self.one(item, declared, &ty),
            _ if item.attribute("deferred").is_some() => self.deferred_loop(item, declared, &ty),
            clauses => {
                self.refuse_constant_id(item);
                let mut keys = Vec::with_capacity(clauses.len());
                self.looped(item, declared, &ty, clauses, &mut keys)
            }
        };
        self.set_item(item.id, value);
    }

    fn one(&mut self, item: &'a Item, declared: &Declared<'a>, ty: &TypeKey) -> Value {
        let at = declared.name.span;
        match self.filter(declared.condition) {
            (false, _) => self.value(ValueKind::Null, at),
            (true, condition) => self.make(item, declared, ty, &[], condition),
        }
    }

    /// The passes of nested clauses: a map by key, of maps where there are more clauses.
    fn looped(
        &mut self,
        item: &'a Item,
        declared: &Declared<'a>,
        ty: &TypeKey,
        clauses: &'a [ForClause],
        keys: &mut Vec<Name>,
    ) -> Value {
        let at = declared.name.span;
        let Some((clause, inner)) = clauses.split_first() else {
            return match self.filter(declared.condition) {
                (false, _) => self.value(ValueKind::Null, at),
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
                keys.push(name.clone());
                let made = self.looped(item, declared, ty, inner, keys);
                keys.pop();
                if !made.is_null() {
                    names.push(name);
                    values.push(made);
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
        // Keys that are equal make equal ids, which is found where these are made; but not where
        // the passes around them differ, or `@id` says otherwise.
        let keys = match inner.is_empty() && item.attribute("id").is_none() {
            true => Keys::unique(names),
            false => self.distinct_keys(names, &values, clause),
        };
        match ValueMap::from_keys(keys, values) {
            Some(map) => Value::map(map, self.origin(at)),
            None => self.error(at),
        }
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

    /// The key of a pass, as a value and as a text: what `by` says, the map's key, or the element.
    fn pass_key(&mut self, clause: &'a ForClause, place: Value) -> Option<(Value, Name)> {
        let (key, at) = match &clause.by {
            Some(by) => {
                let value = self.expr(by);
                if value.is_error() {
                    return None;
                }
                (
                    self.must_be_known(&value, by.span, "a loop's key")?,
                    by.span,
                )
            }
            None => (place, clause.iterable.span),
        };
        if key.is_error() {
            return None;
        }
        let key = match key.known() {
            Some(known) => known.clone(),
            None => key,
        };
        if let Some(name) = key_text(&key) {
            if let ValueKind::Int(_) = key.kind {
                return Some((key, name));
            }
            return self.checked_key(&name, at).then_some((key, name));
        }
        let message = "the elements have no key of their own";
        let name = &clause.value.name;
        self.report_plain(
            Diagnostic::new(Code::IdNoKey, at, message)
                .here("neither strings nor integers")
                .help(format!("say what tells them apart: `by {name}.name`")),
        );
        None
    }

    fn checked_key(&mut self, key: &str, at: Span) -> bool {
        let (message, here) = match check_key(key) {
            Ok(()) => return true,
            Err(KeyFault::Empty) => (
                format!("the key `{key}` has no letter and no digit"),
                "an id is made from it".to_owned(),
            ),
            Err(KeyFault::NonAscii(character)) => (
                format!("the key `{key}` cannot be part of an id"),
                format!("`{character}` is not ASCII"),
            ),
        };
        self.report(
            Diagnostic::new(Code::IdBadKey, at, message)
                .here(here)
                .help("give another key with `by`, or the id with `@id`"),
        );
        false
    }

    fn distinct_keys(&mut self, names: Vec<Name>, values: &[Value], clause: &ForClause) -> Keys {
        let keys = Keys::new(names.iter().cloned());
        if keys.len() == names.len() {
            return keys;
        }
        let mut seen = rustc_hash::FxHashSet::default();
        if let Some(twice) = names.iter().find(|name| !seen.insert(*name)) {
            self.equal_keys(twice, clause);
        }
        // As many as there are values: which of two equal ones is read does not matter any more.
        debug_assert_eq!(names.len(), values.len());
        Keys::unique(names)
    }

    fn equal_keys(&mut self, key: &str, clause: &ForClause) {
        let at = clause
            .by
            .as_ref()
            .map_or(clause.iterable.span, |by| by.span);
        let message = format!("two passes have the key `{key}`");
        self.report(
            Diagnostic::new(Code::IdDuplicateKey, at, message)
                .here("gives it twice")
                .help("say with `by` what tells the passes apart"),
        );
    }

    /// Makes one resource. The locals and the frame are those of its pass.
    fn make(
        &mut self,
        item: &'a Item,
        declared: &Declared<'a>,
        ty: &TypeKey,
        keys: &[Name],
        condition: Option<Value>,
    ) -> Value {
        let name = &declared.name.name;
        let at = declared.name.span;
        let explicit = self.explicit_id(item);
        let id = match &explicit {
            Some(id) => id.clone(),
            None => {
                self.text.clear();
                push_capitalised(&mut self.text, name);
                keys.iter()
                    .for_each(|k| push_capitalised(&mut self.text, k));
                self.text.as_str().into()
            }
        };
        self.check_length(&id, name, at);
        let before = condition.as_ref().map(|c| self.assume(c, true));
        let properties = self.expr(declared.body);
        let options = self.options(item, explicit);
        if let Some(before) = before {
            self.retract(before);
        }
        self.add(
            Resource {
                kind: declared.kind,
                ty: ty.clone(),
                name: name.clone(),
                logical_id: id,
                properties,
                condition,
                options,
                each: None,
                origin: self.origin(at),
            },
            declared,
            keys,
        )
    }

    fn add(&mut self, resource: Resource, declared: &Declared<'a>, keys: &[Name]) -> Value {
        let at = resource.origin;
        let number = self.graph.resources.len();
        if number == MOST_RESOURCES {
            let span = declared.loops.first().map_or(at.span, |c| c.iterable.span);
            self.too_many_resources("too many resources".to_owned(), span);
        }
        let number = number as u32;
        // What exists already emits nothing, so that its id takes no place.
        if resource.kind == ResourceKind::Managed {
            let taken = self
                .ids
                .take_resource(&self.graph, &resource.logical_id, number);
            if let Some(taken) = taken {
                self.report_taken(&resource, &taken, declared, keys);
            }
        }
        self.graph.resources.push(resource);
        let kind = ValueKind::Resource(ResourceId(number), Presence::Guarded);
        Value::new(kind, at)
    }

    fn report_taken(
        &mut self,
        resource: &Resource,
        taken: &Taken,
        declared: &Declared<'a>,
        keys: &[Name],
    ) {
        let (other, first) = self.owner(taken);
        let mut at = resource.origin.span;
        if let Taken::Resource(number) = taken
            && first == at
            && let Some(clause) = declared.loops.last()
        {
            // Two passes of one loop: the keys are to blame.
            let path = self.graph.identity(ResourceId(*number)).path;
            let own = path.iter().skip(1);
            at = clause
                .by
                .as_ref()
                .map_or(clause.iterable.span, |by| by.span);
            if own.eq(keys.iter()) {
                let key = keys.last().cloned().unwrap_or_default();
                self.equal_keys(&key, clause);
                return;
            }
            let first_key = path.iter().skip(1).map(Name::as_str);
            let keys = keys.iter().map(Name::as_str);
            let (a, b) = (
                Vec::from_iter(first_key).join("`, `"),
                Vec::from_iter(keys).join("`, `"),
            );
            let id = &resource.logical_id;
            let message = format!("the keys `{a}` and `{b}` give the same id `{id}`");
            self.report_plain(
                Diagnostic::new(Code::IdCollision, at, message)
                    .here("only letters and digits count")
                    .help("give other keys with `by`, or the ids with `@id`"),
            );
            return;
        }
        let diagnostic = collision(&resource.logical_id, (&resource.name, at), (&other, first));
        self.report(diagnostic);
    }

    /// In a loop, an `@id` that reads no variable gives all resources one id.
    fn refuse_constant_id(&mut self, item: &'a Item) {
        let argument = item.attribute("id").and_then(|a| a.arguments.first());
        if let Some(argument) = argument
            && self.module.flags(argument.value.id) & super::state::CLOSED != 0
        {
            let at = argument.value.span;
            let message = "every pass of the loop would get this id";
            self.report_plain(
                Diagnostic::new(Code::IdConstant, at, message)
                    .here("the same in every pass")
                    .help("put the loop's variable into it: `${...}`"),
            );
        }
    }

    /// `@deferred`: one resource that the engine makes for each element.
    fn deferred_loop(&mut self, item: &'a Item, declared: &Declared<'a>, ty: &TypeKey) -> Value {
        let name = &declared.name.name;
        let at = declared.name.span;
        let mut each = None;
        let mut id = logical_id([name.as_str()]);
        for clause in declared.loops {
            let collection = self.expr(&clause.iterable);
            if collection.is_error() {
                return self.error(at);
            }
            let this = LoopId(self.graph.loops.len() as u32);
            let variable = self.loop_variable(name, &shown_variable(clause).name);
            id = ecow::eco_format!("{id}${{{variable}}}");
            self.graph.loops.push(DeferredLoop {
                name: name.clone(),
                variable,
                collection,
                within: each,
                origin: self.origin(clause.span),
            });
            let key = Value::deferred(Deferred::EachKey(this), self.origin(clause.span));
            let value = Value::deferred(Deferred::EachValue(this), self.origin(clause.span));
            self.bind_pass(clause, key, value);
            each = Some(this);
        }
        let (made, condition) = self.filter(declared.condition);
        if !made {
            return self.value(ValueKind::Null, at);
        }
        let before = condition.as_ref().map(|c| self.assume(c, true));
        let properties = self.expr(declared.body);
        let options = self.options(item, None);
        if let Some(before) = before {
            self.retract(before);
        }
        let resource = Resource {
            kind: declared.kind,
            ty: ty.clone(),
            name: name.clone(),
            logical_id: id,
            properties,
            condition,
            options,
            each,
            origin: self.origin(at),
        };
        self.add(resource, declared, &[])
    }

    /// The loop's variable as the engine spells it. It shares its namespace with params.
    fn loop_variable(&self, resource: &Name, variable: &Name) -> Name {
        let short = logical_id([variable.as_str()]);
        let params = self.graph.params.iter().map(|p| &p.logical_id);
        let loops = self.graph.loops.iter().map(|l| &l.variable);
        match params.chain(loops).any(|taken| *taken == short) {
            false => short,
            true => logical_id([resource.as_str(), variable.as_str()]),
        }
    }
}

/// The variable that a pass is named after: that of the key, where there is one.
fn shown_variable(clause: &ForClause) -> &Ident {
    match (&clause.key, &clause.by) {
        (Some(key), None) => key,
        _ => &clause.value,
    }
}
