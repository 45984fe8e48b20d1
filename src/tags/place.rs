//! Where the tags go: resource by resource, with what resources of one type have in common found
//! out once. In: a graph. Out: its properties, changed, and why some were not.

use super::merge::{Shaped, each_branch};
use crate::diag::{Code, Diagnostic};
use crate::graph::{Graph, Keys, Origin, Resource, ResourceKind, Value, ValueKind, ValueMap};
use crate::schema::{Access, Additional, Catalogue, Schema, TagShape, Tags, TypeSet};
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Adds tags to all resources that take them.
pub(super) fn add(
    graph: &mut Graph,
    catalogue: &Catalogue,
    tags: &ValueMap,
    origin: Origin,
) -> Vec<Diagnostic> {
    let mut shapes = Shapes {
        tags,
        origin,
        made: Vec::new(),
    };
    let mut types: FxHashMap<u32, Option<Taggable>> = FxHashMap::default();
    let mut reports = Reports::default();
    for resource in &mut graph.resources {
        let Some(index) = resource.ty.index else {
            continue;
        };
        if resource.kind != ResourceKind::Managed {
            continue;
        }
        let taggable = types
            .entry(index)
            .or_insert_with(|| Taggable::new(catalogue.schema(&resource.ty)?, &mut shapes));
        if let Some(taggable) = taggable {
            taggable.tag(resource, origin, &mut reports);
        }
    }
    reports.found
}

/// The tags in the shapes that were asked for so far.
struct Shapes<'a> {
    tags: &'a ValueMap,
    origin: Origin,
    made: Vec<(TagShape, Rc<Shaped>)>,
}

/// A resource type that takes tags.
struct Taggable {
    name: Name,
    /// The property, by its path where it is no property of the resource itself.
    property: Name,
    shaped: Rc<Shaped>,
    /// Why the stack's tags do not go there.
    refusal: Option<Refusal>,
    /// For the keys of properties, by their address: these and the tag property. The old ones are
    /// held, so that no others get their address.
    keys: FxHashMap<usize, (Keys, Keys)>,
    /// For properties that several resources share, by their address: the same with tags.
    shared: FxHashMap<usize, (Arc<ValueMap>, Option<Arc<ValueMap>>)>,
}

#[derive(Clone, Copy)]
enum Refusal {
    /// A change of the tags would replace the resource, or is not possible.
    CreateOnly,
    /// The tags stand inside of another property, with things that nobody but the user knows.
    Nested,
}

/// What was found, once for each place.
#[derive(Default)]
struct Reports {
    found: Vec<Diagnostic>,
    places: FxHashSet<(Code, Span)>,
}

impl Shapes<'_> {
    fn get(&mut self, shape: TagShape) -> Rc<Shaped> {
        if let Some((_, shaped)) = self.made.iter().find(|(made, _)| *made == shape) {
            return shaped.clone();
        }
        let shaped = Rc::new(Shaped::new(self.tags, self.origin, shape));
        self.made.push((shape, shaped.clone()));
        shaped
    }
}

impl Taggable {
    fn new(schema: &Schema, shapes: &mut Shapes) -> Option<Taggable> {
        let tags = schema.tags.clone().or_else(|| of_provider(schema))?;
        let is_in = |paths: &[Name]| paths.contains(&tags.property);
        let replaces = is_in(&schema.create_only) || is_in(&schema.conditional_create_only);
        let refusal = if tags.property.contains('/') {
            Some(Refusal::Nested)
        } else if replaces || !tags.updatable {
            Some(Refusal::CreateOnly)
        } else {
            None
        };
        Some(Taggable {
            name: schema.name.clone(),
            property: tags.property.clone(),
            shaped: shapes.get(tags.shape),
            refusal,
            keys: FxHashMap::default(),
            shared: FxHashMap::default(),
        })
    }

    fn tag(&mut self, resource: &mut Resource, tags: Origin, reports: &mut Reports) {
        if let Some(refusal) = self.refusal {
            self.leave_out(refusal, resource, tags, reports);
        } else if !self.place(&mut resource.properties) {
            let own = resource.properties.as_map();
            let own = own.and_then(|properties| properties.get(&self.property));
            let at = own.map_or(resource.origin, |own| own.origin).span;
            let message = format!(
                "the tags of `{}` are known only when deploying",
                resource.name
            );
            let diagnostic = Diagnostic::new(Code::TagDeferred, at, message)
                .here("nothing can be added to this")
                .label(tags.span, "these tags are to be added")
                .help("write a list or a map, and put what is deferred into its entries")
                .about(resource.origin.span);
            reports.add(diagnostic);
        }
    }

    fn leave_out(
        &self,
        refusal: Refusal,
        resource: &Resource,
        tags: Origin,
        reports: &mut Reports,
    ) {
        let properties = resource.properties.as_map();
        let own = properties.and_then(|properties| properties.get(&self.property));
        if own.is_some_and(|own| self.shaped.is_within(own)) {
            return;
        }
        let message = format!("`{}` does not get the tags of the stack", resource.name);
        let (why, help) = match refusal {
            Refusal::CreateOnly => (
                "a change of tags would replace it",
                format!("write `{}` on the resource itself", self.property),
            ),
            Refusal::Nested => (
                "its tags stand inside another property",
                format!(
                    "write `{}` on the resource itself",
                    outermost(&self.property)
                ),
            ),
        };
        let diagnostic = Diagnostic::new(Code::TagLeftOut, resource.origin.span, message)
            .here(why)
            .label(tags.span, format!("these do not reach `{}`", self.name))
            .help(help)
            .about(resource.origin.span);
        reports.add(diagnostic);
    }

    /// Adds the tags to properties; says whether that could be done.
    fn place(&mut self, properties: &mut Value) -> bool {
        match &mut properties.kind {
            ValueKind::Null => {
                let entry = (self.property.clone(), self.shaped.whole.clone());
                *properties = Value::map([entry].into_iter().collect(), properties.origin);
                true
            }
            ValueKind::Map(map) if Arc::strong_count(map) > 1 => {
                let address = Arc::as_ptr(map) as usize;
                let known = self.shared.get(&address).map(|(_, tagged)| tagged.clone());
                let tagged = known.unwrap_or_else(|| {
                    let before = map.clone();
                    let mut tagged = map.clone();
                    let tagged = self.place_in(Arc::make_mut(&mut tagged)).then_some(tagged);
                    self.shared.insert(address, (before, tagged.clone()));
                    tagged
                });
                tagged.map(|tagged| *map = tagged).is_some()
            }
            ValueKind::Map(map) => self.place_in(Arc::make_mut(map)),
            ValueKind::Deferred(deferred) => {
                let changed = each_branch(deferred, properties.origin, &mut |branch| {
                    let mut branch = branch.clone();
                    self.place(&mut branch).then_some(branch)
                });
                changed.map(|changed| *properties = changed).is_some()
            }
            // What is no record has been reported.
            _ => true,
        }
    }

    fn place_in(&mut self, properties: &mut ValueMap) -> bool {
        if let Some(own) = properties.get(&self.property) {
            let merged = self.shaped.merged(own);
            return merged
                .map(|merged| properties.insert(self.property.clone(), merged))
                .is_some();
        }
        let before = properties.shared_keys();
        let (_, keys) = self.keys.entry(before.address()).or_insert_with(|| {
            let names = before.names().iter().chain([&self.property]);
            (before.clone(), Keys::unique(names.cloned().collect()))
        });
        properties.push_under(keys.clone(), self.shaped.whole.clone());
        true
    }
}

impl Reports {
    fn add(&mut self, diagnostic: Diagnostic) {
        if self.places.insert((diagnostic.code, diagnostic.at)) {
            self.found.push(diagnostic);
        }
    }
}

/// The attribute of a provider's type that holds its tags: its schema does not say so, but all of them call
/// it `tags`, and it is a map of texts.
fn of_provider(schema: &Schema) -> Option<Tags> {
    const TAGS: &str = "tags";
    let property = schema
        .property(TAGS)
        .filter(|_| !schema.name.contains("::"))?;
    let object = schema.node(property.node)?.object.as_deref()?;
    let Additional::Like(value) = object.additional else {
        return None;
    };
    let is_text = schema.node(value)?.types == TypeSet::STRING;
    let is_given = !property.access.has(Access::READ_ONLY);
    (is_text && is_given).then(|| Tags {
        property: TAGS.into(),
        shape: TagShape::Map,
        updatable: true,
    })
}

fn outermost(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}
