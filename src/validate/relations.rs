//! Whether a value identifies what the property wants: the ARN of a role, not its name, and not the
//! ARN of a bucket. Types say it of what is written; here it is said of what came through functions,
//! conditions and loops.

use super::finding::Finding;
use super::fit::Fit;
use super::values::Walk;
use crate::diag::{Code, one_of};
use crate::graph::{Deferred, ResourceId, Value};
use crate::schema::Node;
use crate::types::{Relation, Schemas, Type};

impl Walk<'_> {
    /// Whether a reference to a resource is one of the right kind.
    pub fn identity<const WORDS: bool>(
        &mut self,
        value: &Value,
        deferred: &Deferred,
        node: &Node,
    ) -> Fit {
        if node.relations.is_empty() {
            return Fit::Yes;
        }
        let Some((resource, found)) = self.identified(deferred) else {
            return Fit::Unknown;
        };
        if node.relations.contains(&found) {
            return Fit::Yes;
        }
        self.no::<WORDS>(|walk| {
            let name = |r: &Relation| format!("{}.{}", r.resource.name, r.attribute);
            let wanted = one_of(node.relations.iter().map(name));
            let message = format!("expected {wanted}, found `{}`", name(&found));
            let finding = Finding::new(Code::RelationMismatch, value.origin, message);
            let Some(resource) = walk.graph.resources.get(resource.0 as usize) else {
                return finding;
            };
            let own = node.relations.iter().find(|r| r.resource == found.resource);
            let finding = finding.also(
                resource.origin.span,
                format!("`{}` is declared here", resource.name),
            );
            match own {
                Some(relation) if walk.catalogue.reference(&found.resource) == *relation => {
                    finding.help(format!("write `{}.ref`", resource.name))
                }
                Some(relation) => {
                    finding.help(format!("write `{}.{}`", resource.name, relation.attribute))
                }
                None => finding,
            }
        })
    }

    /// What a reference to a resource identifies.
    fn identified(&self, deferred: &Deferred) -> Option<(ResourceId, Relation)> {
        let resource = |id: &ResourceId| self.graph.resources.get(id.0 as usize);
        match deferred {
            Deferred::Reference(id) => {
                let ty = &resource(id)?.ty;
                self.catalogue.schema(ty).filter(|schema| !schema.open)?;
                Some((*id, self.catalogue.reference(ty)))
            }
            Deferred::Prop {
                resource: id, path, ..
            } => {
                let attribute = match path.as_ref() {
                    [name] => self.catalogue.attribute(&resource(id)?.ty, name)?,
                    path => self
                        .catalogue
                        .attribute(&resource(id)?.ty, &path.join("."))?,
                };
                match attribute.ty {
                    Type::Id(relation) => Some((*id, relation)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
