//! What CloudFormation cannot say. In: a graph and the plan of its template. Out: a diagnostic for each
//! problem of the plan, at the value that asks for it, with a way out. Never: a second look at the
//! values: the plan has done that.

use super::Reports;
use crate::diag::{Code, Diagnostic};
use crate::emit::cloudformation::{
    Argument, Bound, Extension, Held, Plan, Problem, ProblemKind, Section, Unmappable,
};
use crate::graph::{ArithmeticOp, CompareOp, Graph, logical_id};
use crate::text::{Name, Sources, Span};

/// All that a template of this graph would leave unsaid.
pub fn check(graph: &Graph, plan: &Plan, sources: &Sources) -> Vec<Diagnostic> {
    // A stack for Terraform is no template at all: its first resource says so, and nothing else matters.
    let terraform = |problem: &&Problem| matches!(problem.kind, ProblemKind::Terraform(_));
    let problems = match plan.problems.iter().find(terraform) {
        Some(first) => std::slice::from_ref(first),
        None => plan.problems.as_slice(),
    };
    let mut reports = Reports::new(graph);
    for problem in problems {
        reports.push(diagnose(problem, sources), problem.at, problem.subject);
    }
    reports.finish()
}

fn diagnose(problem: &Problem, sources: &Sources) -> Diagnostic {
    let at = problem.at.span;
    match &problem.kind {
        ProblemKind::Arithmetic(op) => operator(at, arithmetic(*op)),
        ProblemKind::Compare(op) => operator(at, comparison(*op)),
        ProblemKind::Function(name) => function(at, name),
        ProblemKind::Condition(held) => condition(at, *held),
        ProblemKind::Rule(held) => rule(at, *held),
        ProblemKind::Lookup(reason) | ProblemKind::Mapping(reason) => map(at, *reason),
        ProblemKind::Field(name) => field(at, name),
        ProblemKind::AttributePart { attribute } => attribute_part(at, attribute),
        ProblemKind::Existing { property } => existing(at, property),
        ProblemKind::Unnamed { section, name } => unnamed(at, *section, name),
        ProblemKind::LengthOfText => length_of_text(at),
        ProblemKind::NeedsKnown(argument) => needs_known(at, *argument),
        ProblemKind::SubnetIndex(index) => subnet_index(at, *index),
        ProblemKind::ParamType => param_type(at),
        ProblemKind::ParamBound(bound) => param_bound(at, *bound),
        ProblemKind::ParamComma(text) => param_comma(at, text),
        ProblemKind::OutputShape => output_shape(at),
        ProblemKind::OutputOptional => output_optional(at),
        ProblemKind::OutputName(id) => output_name(at, id),
        ProblemKind::OutputSecret => output_secret(at),
        ProblemKind::ExportMany => export_many(at),
        ProblemKind::ExportResource => export_resource(at),
        ProblemKind::LoopOver => loop_over(at),
        ProblemKind::LoopBy => loop_by(at),
        ProblemKind::LoopElement(text) => loop_element(at, text),
        ProblemKind::LoopOutside(name) => loop_outside(at, name),
        ProblemKind::LoopVariable => loop_variable(at),
        ProblemKind::Id(id) => invalid_id(at, id),
        ProblemKind::Terraform(name) => terraform(at, name),
        ProblemKind::Moved(old) => moved(at, old, sources),
        ProblemKind::AttributeKey(key) => attribute_key(at, key),
        ProblemKind::Attribute(name) => ignored(at, name),
        ProblemKind::Extensions(by) => extensions(at, *by),
    }
}

fn operator(at: Span, operator: &str) -> Diagnostic {
    let message = format!("CloudFormation has no `{operator}` for what is known when deploying");
    Diagnostic::new(Code::TargetOperator, at, message)
        .here("known when deploying")
        .help("take the result as a `param`, or make what it is computed from an `input`")
}

fn function(at: Span, name: &str) -> Diagnostic {
    let message = format!("CloudFormation has no `{name}` for what is known when deploying");
    Diagnostic::new(Code::TargetFunction, at, message)
        .here("its argument is known when deploying")
        .help("take the result as a `param`, or make the argument an `input`")
}

fn condition(at: Span, held: Held) -> Diagnostic {
    let message = format!(
        "a condition in CloudFormation cannot hold {}",
        held_words(held)
    );
    let help = match held {
        Held::Resource => "decide by a `param`: conditions are settled before any resource is made",
        Held::Choice => "compare in each branch: `if c then a == x else b == x`",
        Held::LoopVariable => "put the condition into the values of the resource",
        _ => "compare texts, numbers or booleans made of params and `aws` values",
    };
    Diagnostic::new(Code::TargetCondition, at, message)
        .here(held_label(held))
        .help(help)
}

fn rule(at: Span, held: Held) -> Diagnostic {
    let message = format!("a rule in CloudFormation cannot hold {}", held_words(held));
    Diagnostic::new(Code::TargetRule, at, message)
        .here(held_label(held))
        .help("compare params with `==`, `!=` or `in`, or use the rule functions of `cfn`")
}

fn held_words(held: Held) -> String {
    match held {
        Held::Resource => "what a resource gives".to_string(),
        Held::Structure => "a list or a map".to_string(),
        Held::Choice => "a text that another condition chooses".to_string(),
        Held::Intrinsic("") => "such a value".to_string(),
        Held::Intrinsic(name) => format!("`{name}`"),
        Held::LoopVariable => "the variable of a `@deferred` loop".to_string(),
        Held::NoCondition => "what is no boolean".to_string(),
    }
}

fn held_label(held: Held) -> &'static str {
    match held {
        Held::Resource => "known after the resource is made",
        Held::Structure => "more than one scalar",
        Held::Choice => "depends on a condition",
        Held::Intrinsic(_) => "this is no comparison of params",
        Held::LoopVariable => "differs in each pass",
        Held::NoCondition => "this is neither true nor false",
    }
}

fn map(at: Span, reason: Unmappable) -> Diagnostic {
    let (message, label, help) = match reason {
        Unmappable::Key => (
            "a key of this map cannot stand in a Mapping of CloudFormation",
            "a Mapping must hold it",
            "use letters, digits, `-` and `.` in the first key, letters and digits in the second",
        ),
        Unmappable::Value => (
            "a value of this map cannot stand in a Mapping of CloudFormation",
            "a Mapping must hold it",
            "look up scalars or lists of scalars, or by a param of a type with few values",
        ),
        Unmappable::Missing => (
            "a key that this may be looked up by is not in the map",
            "one of the key's values is missing",
            "add the key, or give a value for the others with `??`",
        ),
        Unmappable::By => (
            "CloudFormation cannot look up a map by this key",
            "the key is known too late",
            "look up by a param or an `aws` value",
        ),
        Unmappable::Empty => (
            "a Mapping of CloudFormation cannot be empty",
            "nothing is in it",
            "add a key",
        ),
    };
    Diagnostic::new(Code::TargetMap, at, message)
        .here(label)
        .help(help)
}

fn field(at: Span, name: &Name) -> Diagnostic {
    let message =
        format!("CloudFormation cannot take the field `{name}` of a value that it computes");
    Diagnostic::new(Code::TargetField, at, message)
        .here("its fields are known when deploying")
        .help("take the field before the value is joined, parsed or passed through `cfn`")
}

fn attribute_part(at: Span, attribute: &Name) -> Diagnostic {
    let message = format!("`Fn::GetAtt` gives `{attribute}` as a whole only");
    Diagnostic::new(Code::TargetField, at, message)
        .here("a part of an attribute")
        .help(format!("read `{attribute}` itself"))
}

fn existing(at: Span, property: &Name) -> Diagnostic {
    let message = format!("CloudFormation cannot look up `{property}` of an existing resource");
    Diagnostic::new(Code::TargetExisting, at, message)
        .here("not written in its braces")
        .help("write the property in the braces of the `existing` declaration")
}

fn unnamed(at: Span, section: Section, name: &Name) -> Diagnostic {
    let what = match section {
        Section::Ids => "resource or param",
        Section::Conditions => "condition",
        Section::Mappings => "Mapping",
    };
    let message = format!("no {what} of the template has the id `{name}`");
    Diagnostic::new(Code::NameUnknown, at, message)
        .here("nothing has this name")
        .help("write an id of the template, or name the transform that makes it")
}

fn length_of_text(at: Span) -> Diagnostic {
    let message = "CloudFormation has no `length` of a text that is known when deploying";
    Diagnostic::new(Code::TargetFunction, at, message)
        .here("`Fn::Length` counts elements alone")
        .help("take the length as a `param`, or make the text an `input`")
}

/// What the language has for a key of a resource.
fn attribute_key(at: Span, key: &Name) -> Diagnostic {
    let instead = match key.as_str() {
        "Type" => "the type stands behind the `=` of the resource".to_owned(),
        "Properties" => "write properties in the braces of the resource".to_owned(),
        "Condition" => "write `resource name if condition = ...`".to_owned(),
        other => {
            let mut letters = other.chars();
            let first = letters.next().map(|c| c.to_ascii_lowercase());
            let name = String::from_iter(first.into_iter().chain(letters));
            format!("write `@{name}(...)`")
        }
    };
    let message = format!("`@attributes` cannot hold `{key}`");
    Diagnostic::new(Code::AttributeArguments, at, message)
        .here("the language has a form for it")
        .help(instead)
}

fn needs_known(at: Span, argument: Argument) -> Diagnostic {
    let what = match argument {
        Argument::JoinSeparator => "the separator of `join`",
        Argument::SplitSeparator => "the separator of `split`",
        Argument::SubnetLength => "the prefix length of `cidrSubnet`",
        Argument::SubnetIndex => "the index of `cidrSubnet`",
        Argument::ParamDefault => "the default of a `param`",
    };
    Diagnostic::new(
        Code::TargetArgument,
        at,
        format!("CloudFormation wants {what} written out"),
    )
    .here("known when deploying")
    .help("write the value here, or make it an `input`")
}

fn subnet_index(at: Span, index: i64) -> Diagnostic {
    let message = format!("expected an index from 0 to 255 in `cidrSubnet`, found {index}");
    Diagnostic::new(Code::TargetArgument, at, message)
        .here("`Fn::Cidr` makes 256 blocks at most")
        .help("cut the block in two steps: a `cidrSubnet` of a `cidrSubnet`")
}

fn param_type(at: Span) -> Diagnostic {
    let message = "CloudFormation has no parameter of this type";
    Diagnostic::new(Code::TargetParam, at, message)
        .here("no parameter type fits")
        .help("use a string, number, bool, identifier or list of those, or make it an `input`")
}

fn param_comma(at: Span, text: &Name) -> Diagnostic {
    let message = format!("an element of a list parameter cannot hold a comma: `{text}`");
    Diagnostic::new(Code::TargetParam, at, message)
        .here("a comma separates elements")
        .help("split it into two elements")
}

fn param_bound(at: Span, bound: Bound) -> Diagnostic {
    let message = match bound {
        Bound::ListLength => "CloudFormation does not check how long a list parameter is",
        Bound::ListNumber => "CloudFormation does not check the numbers of a list parameter",
        Bound::SsmValue => "CloudFormation does not check the value of an SSM parameter",
    };
    Diagnostic::new(Code::TargetParamBound, at, message)
        .here("its bounds are not checked")
        .help("take the bounds away, or say with `@allow` that they are for readers alone")
}

fn output_shape(at: Span) -> Diagnostic {
    let message = "an output in CloudFormation is one text";
    Diagnostic::new(Code::TargetOutput, at, message)
        .here("this is a structure")
        .help("write `toJson(...)` around it, or give an output for each part")
}

fn output_optional(at: Span) -> Diagnostic {
    let message = "an output in CloudFormation may be absent for one condition only";
    Diagnostic::new(Code::TargetOutput, at, message)
        .here("absent for several reasons")
        .help("write the condition at the output: `output name if c = ...`")
}

fn output_name(at: Span, id: &Name) -> Diagnostic {
    let message = format!("two outputs become `{id}`");
    Diagnostic::new(Code::TargetOutput, at, message)
        .here("another output has this id")
        .help("rename the output or the key")
}

fn output_secret(at: Span) -> Diagnostic {
    let message = "CloudFormation shows all outputs: none can be `@secret`";
    Diagnostic::new(Code::TargetOutput, at, message)
        .here("would be shown")
        .help("keep the value in a secret, and give the secret's ARN")
}

fn export_many(at: Span) -> Diagnostic {
    let message = "`@export` gives one name to an output of several parts";
    Diagnostic::new(Code::TargetExport, at, message)
        .here("one name for all parts")
        .help("export an output for each part")
}

fn export_resource(at: Span) -> Diagnostic {
    let message = "the name of an export cannot hold what a resource gives";
    Diagnostic::new(Code::TargetExport, at, message)
        .here("known after the resource is made")
        .help("build the name from params and `aws` values")
}

fn loop_over(at: Span) -> Diagnostic {
    let message = "`Fn::ForEach` loops over a list only";
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("this is a map")
        .help("loop over the map's keys, or leave `@deferred` away where the map is known")
}

fn loop_by(at: Span) -> Diagnostic {
    let message = "`Fn::ForEach` makes ids from the elements alone";
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("another key")
        .help("loop over a list of keys, without `by`")
}

fn loop_element(at: Span, text: &Name) -> Diagnostic {
    let message = format!("`{text}` cannot be part of an id that `Fn::ForEach` makes");
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("more than letters and digits")
        .help("write letters and digits alone, or leave `@deferred` away where the list is known")
}

fn loop_outside(at: Span, name: &Name) -> Diagnostic {
    let message = format!("`{name}` can be read inside a `@deferred` loop over the same list only");
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("no `@deferred` loop is around this")
        .help("make this resource in a `@deferred` loop too, or loop over a known list")
}

fn loop_variable(at: Span) -> Diagnostic {
    let message = "the variable of a `@deferred` loop has a value in its resource only";
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("no `@deferred` loop is around this")
        .help("use the variable in the resource's own properties")
}

fn invalid_id(at: Span, id: &Name) -> Diagnostic {
    let message = format!("`{id}` cannot be an id of CloudFormation");
    Diagnostic::new(Code::IdInvalid, at, message)
        .here("not only letters and digits")
        .help("use letters and digits in `@id`")
}

fn terraform(at: Span, name: &Name) -> Diagnostic {
    let diagnostic = |what: &str| {
        let message = format!("{what} is Terraform's and cannot be built for CloudFormation");
        Diagnostic::new(Code::TargetTerraform, at, message)
    };
    if name == "module" {
        return diagnostic("a `module`")
            .here("a module of Terraform")
            .help("build for Terraform, or write a `component`");
    }
    diagnostic(&format!("`{name}`"))
        .here("a Terraform type")
        .help("use the `AWS::` type of the resource, or build with `--target terraform`")
}

/// The fix takes the attribute's name with it, where it stands right before the text.
fn moved(at: Span, old: &Name, sources: &Sources) -> Diagnostic {
    const ATTRIBUTE: &str = "@moved(";
    let id = logical_id([old.as_str()]);
    let message = "CloudFormation cannot move a resource to another id";
    let diagnostic = Diagnostic::new(Code::TargetMoved, at, message)
        .here("it would be replaced")
        .help(format!("keep the old id: `@id(\"{id}\")`"));
    let whole = Span {
        start: at.start.saturating_sub(ATTRIBUTE.len() as u32),
        ..at
    };
    match sources.slice(whole).starts_with(ATTRIBUTE) {
        true => diagnostic.fix("keep the old id", whole, format!("@id(\"{id}\"")),
        false => diagnostic,
    }
}

fn ignored(at: Span, name: &str) -> Diagnostic {
    let message = format!("`@{name}` means nothing to CloudFormation");
    let help = match name {
        "lifecycle" => "say what is to be kept with `@deletionPolicy` and `@updateReplacePolicy`",
        "import" => "import the resource with a change set of type IMPORT",
        _ => "take the attribute away",
    };
    Diagnostic::new(Code::TargetIgnored, at, message)
        .here("for Terraform alone")
        .help(help)
}

fn extensions(at: Span, by: Extension) -> Diagnostic {
    let what = match by {
        Extension::ForEach => "a `@deferred` loop",
        Extension::Length => "`length` of a deferred value",
        Extension::ToJson => "`toJson` of a deferred value",
        Extension::Policy => "a policy that is known when deploying",
        Extension::Default => "a look-up with a default",
        Extension::Key => "a look-up by a computed key",
    };
    let message = format!("{what} needs the transform `AWS::LanguageExtensions`");
    Diagnostic::new(Code::TargetTransform, at, message)
        .here("the transform is added")
        .help("deploy with the capability CAPABILITY_AUTO_EXPAND")
}

fn arithmetic(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
        ArithmeticOp::Remainder => "%",
    }
}

fn comparison(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Less => "<",
        CompareOp::LessEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterEqual => ">=",
    }
}
