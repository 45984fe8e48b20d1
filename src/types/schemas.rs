//! What types ask of a catalogue. Declared here and implemented by `schema`, so that types stay on
//! the lower floor.

use super::{NodeId, Relation, Type, TypeKey};
use crate::text::Name;

/// The look-ups that checking needs. All answers are facts of the published schemas.
pub trait Schemas {
    /// A resource type by its name. `Custom::X` and other open types are found too.
    fn resource(&self, name: &str) -> Option<TypeKey>;

    /// The type of all properties of a resource, as one node. `None` where its properties are open.
    fn properties(&self, key: &TypeKey) -> Option<NodeId>;

    /// One level of a node: its structure with [`Type::Named`] below. A node that says nothing is
    /// [`Type::Json`]; one with several branches is their union.
    fn expand(&self, key: &TypeKey, node: NodeId) -> Type;

    /// The name under which a node is known: `Tag`, `BucketName`, `Rules[].Filter`.
    fn node_name(&self, key: &TypeKey, node: NodeId) -> Name;

    /// `T.X`: the property X, else the attribute, else the definition.
    fn member(&self, key: &TypeKey, name: &str) -> Option<Type>;

    /// What `resource.NAME` gives at deploy time where NAME is an attribute of `Fn::GetAtt`.
    /// `NAME` may have dots (`Endpoint.Address`).
    fn attribute(&self, key: &TypeKey, name: &str) -> Option<Attribute>;

    /// All attributes of `Fn::GetAtt`, for suggestions.
    fn attribute_names(&self, key: &TypeKey) -> Vec<Name>;

    /// What `Ref` returns: the relation, and the property whose value that is (if it is one).
    fn reference(&self, key: &TypeKey) -> Relation;

    /// What a node's value must identify, by any of these. Empty where the schemas say nothing.
    fn relations(&self, key: &TypeKey, node: NodeId) -> Vec<Relation>;

    /// The properties of a node that only the engine sets.
    fn read_only(&self, key: &TypeKey, node: NodeId) -> Vec<Name>;

    /// All X of `T.X`, for suggestions.
    fn member_names(&self, key: &TypeKey) -> Vec<Name>;

    /// Whether the ARN can be written down from what identifies the resource.
    fn has_arn_form(&self, key: &TypeKey) -> bool;

    /// Whether a text may stand for the object of a node: the path of a file that is put in its place
    /// before the stack is deployed.
    fn takes_path(&self, key: &TypeKey, node: NodeId) -> bool;

    /// Names near a wrong resource type name, best first, five at most.
    fn nearest_types(&self, name: &str) -> Vec<Name>;
}

/// An attribute that the engine gives after the resource is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    pub name: Name,
    pub ty: Type,
}
