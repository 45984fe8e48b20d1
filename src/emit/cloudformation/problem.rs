//! What a graph holds that CloudFormation cannot say. In: nothing (plain data). Out: [`Problem`]s, which
//! `validate/target` turns into messages. Never: the words of a message.

use crate::graph::{ArithmeticOp, CompareOp, Origin};
use crate::text::{Name, Span};

/// One thing that cannot be said, at the value that asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub at: Origin,
    /// The name of the declaration that the value is for.
    pub subject: Option<Span>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ProblemKind {
    /// Arithmetic on what only the deployment knows.
    Arithmetic(ArithmeticOp),
    /// An order of what only the deployment knows.
    Compare(CompareOp),
    /// A built-in function that CloudFormation does not have.
    Function(&'static str),
    /// A condition holds what no condition may hold.
    Condition(Held),
    /// The condition or an assertion of a rule holds what no rule may hold.
    Rule(Held),
    /// A map is looked up by a deferred key, and can be neither a Mapping nor conditions.
    Lookup(Unmappable),
    /// A map under `@id` cannot be a Mapping.
    Mapping(Unmappable),
    /// A field of a value whose structure only the deployment knows.
    Field(Name),
    /// A part of an attribute that `Fn::GetAtt` gives as a whole.
    AttributePart { attribute: Name },
    /// Something of an `existing` resource that was not written in its braces.
    Existing { property: Name },
    /// The length of a text.
    LengthOfText,
    /// A `cfn` function spells a name that nothing in the template has.
    Unnamed { section: Section, name: Name },
    /// An argument that CloudFormation wants written out.
    NeedsKnown(Argument),
    /// `cidrSubnet` with an index past 255.
    SubnetIndex(i64),
    /// A param of a type that CloudFormation has no parameter for.
    ParamType,
    /// A bound of a param that CloudFormation does not check.
    ParamBound(Bound),
    /// An element of a list param's default that holds a comma.
    ParamComma(Name),
    /// An output of a list of other things than strings, or of both branches of different shape.
    OutputShape,
    /// An output that may be absent for several reasons.
    OutputOptional,
    /// An output's leaf has the id of another output.
    OutputName(Name),
    /// `@secret` on an output: everybody who sees the stack sees its outputs.
    OutputSecret,
    /// `@export` on an output of several leaves.
    ExportMany,
    /// `@export` holds what a resource gives.
    ExportResource,
    /// A `@deferred` loop over something else than a list.
    LoopOver,
    /// A `@deferred` loop with a `by`.
    LoopBy,
    /// An element of a `@deferred` loop's list that no id may hold.
    LoopElement(Name),
    /// A resource of a `@deferred` loop is read outside of one.
    LoopOutside(Name),
    /// The variable of a `@deferred` loop where no loop is.
    LoopVariable,
    /// An id that holds more than letters and digits.
    Id(Name),
    /// A resource of a Terraform type, or a `data` source.
    Terraform(Name),
    /// `@moved("old")`.
    Moved(Name),
    /// `@attributes` says what something else of the language says.
    AttributeKey(Name),
    /// An attribute that only Terraform has a use for.
    Attribute(&'static str),
    /// Something asks for the transform `AWS::LanguageExtensions`: no mistake, but the deployment
    /// needs a capability more.
    Extensions(Extension),
}

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Of resources and params.
    Ids,
    Conditions,
    Mappings,
}

impl Section {
    /// Where such names stand in a template.
    pub fn sections(self) -> &'static [&'static str] {
        match self {
            Section::Ids => &["Resources", "Parameters"],
            Section::Conditions => &["Conditions"],
            Section::Mappings => &["Mappings"],
        }
    }
}

/// What a condition or rule may not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// An attribute of a resource, or its identifier.
    Resource,
    /// A list or map.
    Structure,
    /// A text in which a part is chosen by a condition.
    Choice,
    /// What an intrinsic gives that is not allowed there.
    Intrinsic(&'static str),
    /// A loop's variable.
    LoopVariable,
    /// Something that is no condition.
    NoCondition,
}

/// Why a map is no Mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmappable {
    /// A key holds other characters than a Mapping's may.
    Key,
    /// A value is neither a scalar nor a list of scalars.
    Value,
    /// A key of the looked up type is not in the map.
    Missing,
    /// What it is looked up by cannot be known in a Mapping.
    By,
    /// Nothing is in it.
    Empty,
}

/// An argument that must be written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    JoinSeparator,
    SplitSeparator,
    SubnetLength,
    SubnetIndex,
    ParamDefault,
}

/// A bound that is not checked when deploying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    ListLength,
    ListNumber,
    SsmValue,
}

/// What needs `AWS::LanguageExtensions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    ForEach,
    Length,
    ToJson,
    Policy,
    Default,
    Key,
}
