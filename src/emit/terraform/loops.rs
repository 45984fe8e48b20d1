//! `@deferred` loops: `for_each`, and the keys and values of a pass. In: the loops of a graph. Out: the
//! expression that Terraform repeats a resource over, and how each loop's variable is read. Never: a pass.

use super::expression::Printer;
use super::literal;
use super::names;
use super::place::Place;
use super::shape::{self, Shape};
use crate::graph::{DeferredLoop, Graph, LoopId, Over, Resource, Value};
use crate::schema::Catalogue;

/// What Terraform repeats a resource over, for one loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A map as it is.
    Map,
    /// `toset(xs)`: the elements are the keys.
    Set,
    /// `{ for x in xs : tostring(x) => x }`
    Numbers,
    /// `{ for x in xs : x.name => x }`, what `by` says before the arrow.
    Named,
    /// The same of a map: its own keys are with the values.
    NamedMap,
}

/// How the variables of one loop are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    pub each: LoopId,
    pub key: String,
    pub value: String,
}

/// The passes inside of the body of a resource, outermost first.
pub fn passes(graph: &Graph, catalogue: &Catalogue, resource: &Resource) -> Vec<Pass> {
    let loops = graph.loops_around(resource.each);
    if let [each] = loops.as_slice() {
        let (key, value) = match form(graph, catalogue, *each) {
            Form::NamedMap => ("each.value.key", "each.value.value"),
            Form::Map | Form::Set | Form::Numbers | Form::Named => ("each.key", "each.value"),
        };
        return vec![Pass {
            each: *each,
            key: key.to_string(),
            value: value.to_string(),
        }];
    }
    let pass = |each: &LoopId| {
        let variable = variable(graph, *each);
        let value = format!("each.value.{variable}");
        match is_map(graph, catalogue, *each) {
            true => Pass {
                each: *each,
                key: format!("{value}.key"),
                value: format!("{value}.value"),
            },
            false => Pass {
                each: *each,
                key: value.clone(),
                value,
            },
        }
    };
    loops.iter().map(pass).collect()
}

/// Whether a loop runs over a map: else over a list.
fn is_map(graph: &Graph, catalogue: &Catalogue, each: LoopId) -> bool {
    matches!(form(graph, catalogue, each), Form::Map | Form::NamedMap)
}

fn form(graph: &Graph, catalogue: &Catalogue, each: LoopId) -> Form {
    let each = graph.loops.get(each.0 as usize);
    each.and_then(|each| form_of(graph, catalogue, each))
        .unwrap_or(Form::Set)
}

/// How Terraform runs a loop. `None` where nothing names its passes.
pub fn form_of(graph: &Graph, catalogue: &Catalogue, each: &DeferredLoop) -> Option<Form> {
    let over = match each.over {
        Over::Unknown => of_shape(shape::of(graph, catalogue, &each.collection)),
        known => known,
    };
    match (over, &each.by) {
        (Over::Map, None) => Some(Form::Map),
        (Over::Map, Some(_)) => Some(Form::NamedMap),
        (_, Some(_)) => Some(Form::Named),
        // What is known too late to tell is taken for texts.
        (Over::Texts | Over::Unknown, None) => Some(Form::Set),
        (Over::Numbers, None) => Some(Form::Numbers),
        (Over::Others, None) => None,
    }
}

fn of_shape(shape: Shape) -> Over {
    let of_element = |element: &Shape| match element {
        Shape::Any => Over::Unknown,
        Shape::Text => Over::Texts,
        Shape::Number => Over::Numbers,
        _ => Over::Others,
    };
    match shape {
        Shape::Any => Over::Unknown,
        Shape::Object(_) | Shape::Map(_) => Over::Map,
        Shape::List(element) => of_element(&element),
        Shape::Tuple(elements) => match shape::common(elements.into_iter()) {
            Some(element) => of_element(&element),
            None => Over::Others,
        },
        Shape::Bool | Shape::Number | Shape::Text => Over::Others,
    }
}

/// The name of a loop's variable: as it is written, unless a loop around this has the same.
fn variable(graph: &Graph, each: LoopId) -> String {
    let of = |id: LoopId| graph.loops.get(id.0 as usize);
    let Some(own) = of(each) else {
        return String::new();
    };
    let around = graph.loops_around(own.within);
    let is_taken = around
        .into_iter()
        .any(|id| of(id).is_some_and(|o| o.written == own.written));
    let name = match is_taken {
        true => names::of_one(&own.variable),
        false => names::of_one(&own.written),
    };
    name.into()
}

impl<'a> Printer<'a> {
    /// What a resource is repeated over.
    pub fn for_each(&mut self, resource: &Resource) {
        let loops = self.graph.loops_around(resource.each);
        let before = std::mem::take(&mut self.passes);
        match (loops.as_slice(), &resource.condition) {
            ([each], condition) => self.single(*each, condition.as_ref()),
            (loops, condition) => self.nested(loops, loops, condition.as_ref()),
        }
        self.passes = before;
    }

    /// `toset(xs)`, a map as it is; with a condition what is left of it. Of numbers, and where `by` says
    /// so, `{ for x in xs : key => x }`.
    fn single(&mut self, each: LoopId, condition: Option<&Value>) {
        let Some(collection) = self.collection(each) else {
            return;
        };
        let form = form(self.graph, self.catalogue, each);
        let name = variable(self.graph, each);
        let (key, value) = match form {
            Form::Map | Form::NamedMap => ("key".to_string(), "value".to_string()),
            Form::Set | Form::Numbers | Form::Named => (name.clone(), name),
        };
        let is_whole = condition.is_none() && matches!(form, Form::Map | Form::Set);
        if form == Form::Set {
            self.text.push_str("toset(");
        }
        match form {
            _ if is_whole => self.value(collection, Place::UNKNOWN),
            Form::Map | Form::NamedMap => self.push(&["{ for ", &key, ", ", &value, " in "]),
            Form::Set => self.push(&["[for ", &value, " in "]),
            Form::Numbers | Form::Named => self.push(&["{ for ", &value, " in "]),
        }
        if !is_whole {
            self.value(collection, Place::UNKNOWN);
            self.text.push_str(" : ");
            self.passes.push(Pass {
                each,
                key: key.clone(),
                value: value.clone(),
            });
            if form != Form::Set {
                self.name_of(each);
                self.text.push_str(" => ");
            }
            match form {
                Form::NamedMap => self.push(&["{ key = ", &key, ", value = ", &value, " }"]),
                Form::Map | Form::Set | Form::Numbers | Form::Named => self.push(&[&value]),
            }
            if let Some(condition) = condition {
                self.text.push_str(" if ");
                self.value(condition, Place::UNKNOWN);
            }
            self.text
                .push_str(if form == Form::Set { "]" } else { " }" });
        }
        if form == Form::Set {
            self.text.push(')');
        }
    }

    /// What a pass goes by in the addresses: what `by` says, the key of a map, or the element.
    fn name_of(&mut self, each: LoopId) {
        let graph = self.graph;
        let by = graph.loops.get(each.0 as usize).and_then(|l| l.by.as_ref());
        match (by, form(graph, self.catalogue, each)) {
            (Some(by), _) => self.value(by, Place::UNKNOWN),
            (None, Form::Numbers) => {
                self.text.push_str("tostring(");
                self.each(each, true);
                self.text.push(')');
            }
            (None, _) => self.each(each, true),
        }
    }

    /// `merge([for a in xs : { for b in ys : "${a}/${b}" => { a = a, b = b } }]...)`
    fn nested(&mut self, loops: &[LoopId], all: &[LoopId], condition: Option<&Value>) {
        let Some((each, inner)) = loops.split_first() else {
            return;
        };
        let name = variable(self.graph, *each);
        let is_map = is_map(self.graph, self.catalogue, *each);
        let key = match is_map {
            true => format!("{name}_key"),
            false => name.clone(),
        };
        let is_last = inner.is_empty();
        self.text
            .push_str(if is_last { "{ for " } else { "merge([for " });
        if is_map {
            self.push(&[&key, ", "]);
        }
        self.push(&[&name, " in "]);
        if let Some(collection) = self.collection(*each) {
            self.value(collection, Place::UNKNOWN);
        }
        self.text.push_str(" : ");
        self.passes.push(Pass {
            each: *each,
            key,
            value: name,
        });
        if !is_last {
            self.nested(inner, all, condition);
            return self.text.push_str("]...)");
        }
        self.joined_keys(all);
        self.text.push_str(" => { ");
        for (number, pass) in self.passes.clone().iter().enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            match pass.key == pass.value {
                true => self.push(&[&pass.value, " = ", &pass.value]),
                false => self.push(&[
                    &pass.value,
                    " = { key = ",
                    &pass.key,
                    ", value = ",
                    &pass.value,
                    " }",
                ]),
            }
        }
        self.text.push_str(" }");
        if let Some(condition) = condition {
            self.text.push_str(" if ");
            self.value(condition, Place::UNKNOWN);
        }
        self.text.push_str(" }");
    }

    /// The key of a pass of another resource, read in a pass of loops over the same collections:
    /// `[each.key]`.
    pub fn pass_of(&mut self, resource: &Resource) {
        let own = self.graph.loops_around(resource.each);
        let current: Vec<LoopId> = own.iter().filter_map(|each| self.like(*each)).collect();
        self.text.push('[');
        let is_own = |(pass, each): (&Pass, &LoopId)| pass.each == *each;
        let is_all = current.len() == self.passes.len()
            && self.passes.iter().zip(&current).all(is_own)
            && self
                .passes
                .first()
                .is_some_and(|pass| pass.value.starts_with("each."));
        match current.as_slice() {
            _ if is_all => self.text.push_str("each.key"),
            [only] => self.name_of(*only),
            several => self.joined_keys(several),
        }
        self.text.push(']');
    }

    /// `"${a}/${b}"`
    fn joined_keys(&mut self, loops: &[LoopId]) {
        self.text.push('"');
        for (number, each) in loops.iter().enumerate() {
            if number > 0 {
                literal::quoted_part("/", &mut self.text);
            }
            self.text.push_str("${");
            self.name_of(*each);
            self.text.push('}');
        }
        self.text.push('"');
    }

    /// The key or the value of a pass.
    pub fn each(&mut self, each: LoopId, key: bool) {
        let pass = self.passes.iter().find(|pass| pass.each == each);
        let text = match (pass, key) {
            (Some(pass), true) => pass.key.clone(),
            (Some(pass), false) => pass.value.clone(),
            // A problem of the plan.
            (None, _) => "null".to_string(),
        };
        self.text.push_str(&text);
    }

    /// The loop around this that runs over the same collection as another one.
    fn like(&self, each: LoopId) -> Option<LoopId> {
        like(self.graph, self.passes.iter().map(|pass| pass.each), each)
    }

    fn collection(&self, each: LoopId) -> Option<&'a Value> {
        let graph = self.graph;
        graph
            .loops
            .get(each.0 as usize)
            .map(|each| &each.collection)
    }
}

/// Of some loops the one that has the same passes as another one.
pub fn like(
    graph: &Graph,
    mut around: impl Iterator<Item = LoopId>,
    each: LoopId,
) -> Option<LoopId> {
    around.find(|other| graph.has_same_passes(each, *other))
}
