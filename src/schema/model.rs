//! One resource type's schema as plain data: what a published schema says, with references resolved
//! to [`NodeId`]s. Pure facts: no look-ups by type name, no judgement of values, no printing.

use crate::text::{Name, Pattern};
use crate::types::{Literal, NodeId, Relation};

/// Everything that is known about one resource type.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schema {
    /// `AWS::S3::Bucket`.
    pub name: Name,
    /// All nodes. Node 0 is the object of the resource's own properties.
    pub nodes: Vec<Node>,
    /// The named definitions, sorted by name.
    pub definitions: Vec<(Name, NodeId)>,
    /// What `Fn::GetAtt` gives, sorted by name. A nested one has dots: `Endpoint.Address`.
    pub attributes: Vec<AttributeFact>,
    /// Which attributes exist beside the listed ones.
    pub other_attributes: OtherAttributes,
    /// What the identifiers that `Ref` returns are called, and whether that is a property.
    pub reference: Reference,
    /// Properties that only the engine sets.
    pub read_only: Vec<PropertyPath>,
    /// Properties that cannot be read back.
    pub write_only: Vec<PropertyPath>,
    /// Properties whose change replaces the resource.
    pub create_only: Vec<PropertyPath>,
    /// Properties whose change may replace the resource.
    pub conditional_create_only: Vec<PropertyPath>,
    /// Properties that the service advises against; the empty path is the type itself.
    pub deprecated: Vec<PropertyPath>,
    /// Properties where a template may have the path of a local file, which `aws cloudformation
    /// package` replaces.
    pub packaged: Vec<PropertyPath>,
    /// The properties that together identify the resource.
    pub primary_identifier: Vec<PropertyPath>,
    pub tags: Option<Tags>,
    /// Whether deleting it deletes data.
    pub stateful: bool,
    /// The service's own life: whether new use of the type is discouraged or over.
    pub lifecycle: Option<Lifecycle>,
    /// IAM actions that the engine needs, by what it does.
    pub permissions: Permissions,
    pub regions: Regions,
    /// The form of its ARN: `arn:${Partition}:s3:::${BucketName}`.
    pub arn_format: Option<Name>,
    /// The transform without which the type does not exist (SAM).
    pub transform: Option<Name>,
    /// Properties are not checked: custom resources, modules.
    pub open: bool,
}

/// The place of a property below the resource: names joined by `/`, `*` for the elements of a list
/// or map: `Rules/*/Id`.
pub type PropertyPath = Name;

/// An attribute of `Fn::GetAtt`.
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeFact {
    pub name: Name,
    pub node: NodeId,
    /// What the value identifies, if it is a text that does: something else (the VPC of a subnet) or
    /// this very resource.
    pub identifies: Option<Relation>,
}

/// Attributes without a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OtherAttributes {
    #[default]
    None,
    /// `Outputs.X` of a nested stack: strings.
    Outputs,
    /// A custom resource: any name, any value.
    Any,
}

/// What `Ref` returns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reference {
    /// The property or attribute whose value it is; `Id` where it is none.
    pub attribute: Name,
    /// Its schema, where it has one.
    pub node: Option<NodeId>,
    /// What the value identifies, where that is not this resource by that attribute.
    pub identifies: Option<Relation>,
}

/// Where a type takes tags and how they look.
#[derive(Debug, Clone, PartialEq)]
pub struct Tags {
    pub property: Name,
    pub shape: TagShape,
    /// Whether tags may change without replacing the resource.
    pub updatable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagShape {
    /// `[{ Key, Value }]`
    List,
    /// `{ key: value }`
    Map,
    /// `[{ Key, Value, PropagateAtLaunch }]`
    AutoScaling,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Lifecycle {
    /// As published: `maintenance`, `sunset`, `shutdown`.
    pub status: Name,
    /// `2026-09-30`
    pub date: Option<Name>,
}

/// IAM actions by what the engine does with the resource.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Permissions {
    pub create: Vec<Name>,
    pub read: Vec<Name>,
    pub update: Vec<Name>,
    pub delete: Vec<Name>,
    pub list: Vec<Name>,
}

/// A set of regions, by their index in [`super::Catalogue::region_names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Regions(pub u64);

/// One place in a schema: the constraints on one value. A node without rules of a kind says nothing
/// about values of that kind. Rules of a kind apply to values of that kind alone, as in JSON Schema:
/// `min_items` says nothing about a string.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// The kinds of value that may stand here.
    pub types: TypeSet,
    /// What the text means: `date-time`, `json`, `ipv4-network`, `AWS::EC2::VPC.Id`, `iam-action`.
    pub format: Option<Name>,
    pub values: Option<Box<ValueRules>>,
    pub text: Option<Box<TextRules>>,
    pub number: Option<Box<NumberRules>>,
    pub list: Option<Box<ListRules>>,
    pub object: Option<Box<ObjectRules>>,
    pub branches: Option<Box<Branches>>,
    /// What the value must identify, by any of these.
    pub relations: Vec<Relation>,
}

/// A set of the kinds of JSON value. An integer is a number too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeSet(pub u8);

/// The only values that are allowed. CloudFormation compares them as texts, `256` with `"256"`, and
/// booleans in any case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValueRules {
    pub allowed: Vec<Literal>,
    pub ignore_case: bool,
}

/// Rules about texts. Lengths count Unicode scalar values; a pattern is about numbers and booleans too,
/// as they are printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextRules {
    pub min_length: Option<u32>,
    pub max_length: Option<u32>,
    /// Searched for, not anchored.
    pub pattern: Option<Pattern>,
}

/// Rules about numbers, and texts that are numbers: `"80"` is taken for 80.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NumberRules {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub exclusive_minimum: Option<f64>,
    pub exclusive_maximum: Option<f64>,
    pub multiple_of: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRules {
    /// The elements after `prefix`.
    pub items: Option<NodeId>,
    /// The first elements, each its own.
    pub prefix: Vec<NodeId>,
    pub min_items: Option<u32>,
    pub max_items: Option<u32>,
    /// How many different elements there may be.
    pub max_unique_items: Option<u32>,
    pub unique_items: bool,
    /// Elements may not agree in all of these keys.
    pub unique_keys: Vec<Name>,
    /// At least one element is like this.
    pub contains: Option<NodeId>,
    /// Order and repetition mean nothing: a set of Terraform's.
    pub set: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ObjectRules {
    /// Sorted by name.
    pub properties: Vec<Property>,
    /// For names that a pattern finds.
    pub pattern_properties: Vec<(Pattern, NodeId)>,
    /// For all other names.
    pub additional: Additional,
    pub required: Vec<Name>,
    pub min_properties: Option<u32>,
    pub max_properties: Option<u32>,
    /// Where the first is set, the others must be.
    pub dependent_required: Vec<(Name, Vec<Name>)>,
    /// Where the first is set, the others must not be.
    pub dependent_excluded: Vec<(Name, Vec<Name>)>,
    /// Where the first is set, the whole object is like this.
    pub dependent_schemas: Vec<(Name, NodeId)>,
    /// Of each group exactly one is set.
    pub required_xor: Vec<Vec<Name>>,
    /// Of each group at least one is set.
    pub required_or: Vec<Vec<Name>>,
    /// What every key is like.
    pub property_names: Option<NodeId>,
    pub form: ObjectForm,
}

/// What a provider of Terraform calls an object. CloudFormation knows plain ones alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ObjectForm {
    #[default]
    Plain,
    /// The content of a block. In a list, one may stand for a list of one.
    Block,
    /// A value of an object type: the provider wants all of its fields, null where nothing is said.
    Value,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    pub name: Name,
    pub node: NodeId,
    /// Facts that hold wherever this object stands. Those of a shared definition that hold only in
    /// some places are in the schema's lists of paths alone.
    pub access: Access,
}

/// Who sets a property and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Access(pub u8);

/// Properties that are not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Additional {
    #[default]
    Allowed,
    Forbidden,
    Like(NodeId),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Branches {
    pub all_of: Vec<NodeId>,
    pub any_of: Vec<NodeId>,
    pub one_of: Vec<NodeId>,
    pub not: Option<NodeId>,
    pub condition: Option<Condition>,
}

/// Where a value is like `test`, it must be like `then`, else like `otherwise`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    pub test: NodeId,
    pub then: Option<NodeId>,
    pub otherwise: Option<NodeId>,
}

impl Schema {
    /// A node by its id. An id of another schema gives `None`.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// The object of the resource's own properties.
    pub fn root(&self) -> Option<&Node> {
        self.nodes.first()
    }

    /// A property of the resource itself.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.root()?.property(name)
    }

    /// A property of the object at a node, or of the elements of the list or map there; through
    /// branches where it must.
    pub fn property_below(&self, id: NodeId, name: &str) -> Option<NodeId> {
        super::naming::property_below(self, id, name)
    }

    /// The names that [`Schema::property_below`] finds.
    pub fn property_names_below(&self, id: NodeId) -> Vec<&str> {
        super::naming::property_names_below(self, id)
    }

    /// The name under which a node is known: the definition's, else the path of the property:
    /// `Tag`, `BucketName`, `Rules[].Filter`. Looked for only when a message needs it.
    pub fn node_name(&self, id: NodeId) -> Name {
        super::naming::name_of(self, id)
    }

    /// Whether a node is the content of a block of Terraform's.
    pub fn is_block(&self, id: NodeId) -> bool {
        let object = self.node(id).and_then(|node| node.object.as_ref());
        object.is_some_and(|object| object.form == ObjectForm::Block)
    }

    pub fn definition(&self, name: &str) -> Option<NodeId> {
        let at = self
            .definitions
            .binary_search_by(|d| d.0.as_str().cmp(name))
            .ok()?;
        Some(self.definitions[at].1)
    }

    pub fn attribute(&self, name: &str) -> Option<&AttributeFact> {
        let at = self
            .attributes
            .binary_search_by(|a| a.name.as_str().cmp(name))
            .ok()?;
        self.attributes.get(at)
    }
}

impl Node {
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.object.as_ref()?.property(name)
    }

    /// Whether the node allows nothing: the schema `false`.
    pub fn is_never(&self) -> bool {
        self.types == TypeSet::NONE
    }
}

impl ObjectRules {
    pub fn property(&self, name: &str) -> Option<&Property> {
        let at = self
            .properties
            .binary_search_by(|p| p.name.as_str().cmp(name))
            .ok()?;
        self.properties.get(at)
    }

    pub fn is_required(&self, name: &str) -> bool {
        self.required.iter().any(|r| r == name)
    }
}

impl TypeSet {
    pub const NONE: TypeSet = TypeSet(0);
    pub const STRING: TypeSet = TypeSet(1);
    pub const INTEGER: TypeSet = TypeSet(2);
    pub const NUMBER: TypeSet = TypeSet(4);
    pub const BOOLEAN: TypeSet = TypeSet(8);
    pub const OBJECT: TypeSet = TypeSet(16);
    pub const ARRAY: TypeSet = TypeSet(32);
    pub const NULL: TypeSet = TypeSet(64);
    /// No `type` was given.
    pub const ANY: TypeSet = TypeSet(127);

    /// Whether all kinds of `other` are in the set.
    pub fn has(self, other: TypeSet) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn with(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }

    /// The kinds that are in both. A number may be an integer.
    pub fn both(self, other: TypeSet) -> TypeSet {
        let wide = |s: TypeSet| {
            if s.has(TypeSet::NUMBER) {
                s.with(TypeSet::INTEGER)
            } else {
                s
            }
        };
        TypeSet(wide(self).0 & wide(other).0)
    }
}

impl Default for TypeSet {
    fn default() -> TypeSet {
        TypeSet::ANY
    }
}

impl Access {
    pub const READ_ONLY: Access = Access(1);
    pub const WRITE_ONLY: Access = Access(2);
    pub const CREATE_ONLY: Access = Access(4);
    pub const CONDITIONAL_CREATE_ONLY: Access = Access(8);
    pub const DEPRECATED: Access = Access(16);
    /// The provider chooses where nothing is set.
    pub const COMPUTED: Access = Access(32);
    pub const SENSITIVE: Access = Access(64);

    pub fn has(self, other: Access) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn with(self, other: Access) -> Access {
        Access(self.0 | other.0)
    }
}

impl Regions {
    pub fn has(self, index: usize) -> bool {
        index < 64 && self.0 >> index & 1 == 1
    }

    pub fn with(self, index: usize) -> Regions {
        Regions(self.0 | 1 << (index % 64))
    }
}
