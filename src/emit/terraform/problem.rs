//! What a graph holds that Terraform cannot say. In: nothing (plain data). Out: [`Problem`]s, which
//! `validate/target/terraform.rs` turns into messages. Never: the words of a message.

use crate::graph::Origin;
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
    /// A resource of a type of CloudFormation.
    Type(Name),
    /// Two resources, variables, locals or outputs have one address. It, and where the other one is declared.
    Address { address: Name, other: Origin },
    /// An attribute of the language that only CloudFormation has a use for.
    Attribute(Attribute),
    /// An entry of `stack` that only CloudFormation has a use for: `transform`.
    Setting(&'static str),
    /// `@provider` names a configuration that there is not. What there is of its provider, or, before a
    /// module, of all.
    Alias {
        asked: Name,
        provider: Option<Name>,
        offered: Vec<Name>,
    },
    /// `@provider` names a configuration of another provider than that of the resource.
    OtherProvider { asked: Name, provider: Name },
    /// A version of a provider is asked for, of which the catalogue has another one.
    Version {
        provider: Name,
        asked: Name,
        known: Name,
    },
    /// What may not be there cannot replace a resource.
    Trigger(Name),
    /// `@moved` names what cannot be an address.
    Moved(Name),
    /// `@moved` names the address that the resource has.
    MovedNowhere(Name),
    /// A member of `aws` that only CloudFormation knows: `stackId`.
    Pseudo(&'static str),
    /// A function of `cfn`, as CloudFormation spells it: `Fn::Sub`.
    Intrinsic(&'static str),
    /// A built-in function that Terraform has not, or not in this form.
    Function(&'static str),
    /// A name that no variable may have.
    VariableName(Name),
    /// A pattern of a param that Terraform cannot hold its value against.
    Pattern(Name),
    /// A param of several kinds, of which one has a structure that is not checked.
    SeveralKinds,
    /// A bound of a value that is stored in Systems Manager.
    StoredBound,
    /// An optional value that is stored in Systems Manager.
    StoredOptional,
    /// A rule that names no variable.
    RuleVariable,
    /// A rule that holds what a resource gives.
    RuleResource,
    /// An output shows what is made from something secret, by its name.
    Sensitive(Name),
    /// A `@deferred` loop over something secret, by its name.
    LoopSecret(Name),
    /// The variable of a `@deferred` loop where no loop is.
    LoopVariable,
    /// A resource of a `@deferred` loop is read outside of one.
    LoopOutside(Name),
    /// A `@deferred` loop over a known value that is neither a list of strings nor a map.
    LoopOver,
    /// A block of which only the deployment knows what is in it.
    Block(Name),
    /// All properties of a resource are chosen by what is no `if`.
    Body,
    /// What a data source is asked for differs in each pass of a `@deferred` loop.
    LookUpInLoop(&'static str),
}

/// What only CloudFormation does with a resource or an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// `@deletionPolicy("Retain")`, on a resource that nothing else protects.
    Deletion,
    /// `@updateReplacePolicy("Retain")`, likewise.
    Replacement,
    /// One of both with `Snapshot`.
    Snapshot,
    Creation,
    Update,
    Metadata,
    /// `@attributes({...})`
    Keys,
    Export,
}
