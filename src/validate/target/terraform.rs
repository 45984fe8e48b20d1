//! What Terraform cannot say. In: a graph and the plan of its configuration. Out: a diagnostic for each
//! problem of the plan, at the value that asks for it, with a way out. Never: a second look at the
//! values: the plan has done that.

use super::Reports;
use crate::diag::{Code, Diagnostic, did_you_mean, nearest, one_of};
use crate::emit::terraform::{Attribute, Plan, Problem, ProblemKind};
use crate::graph::Graph;
use crate::text::{Name, Span};

/// All that a configuration of this graph would leave unsaid.
pub fn check(graph: &Graph, plan: &Plan) -> Vec<Diagnostic> {
    let mut reports = Reports::new(graph);
    for problem in &plan.problems {
        reports.push(diagnose(problem), problem.at, problem.subject);
    }
    reports.finish()
}

fn diagnose(problem: &Problem) -> Diagnostic {
    let at = problem.at.span;
    match &problem.kind {
        ProblemKind::Type(name) => cloudformation_type(at, name),
        ProblemKind::Address {
            address: name,
            other,
        } => address(at, other.span, name),
        ProblemKind::Attribute(attribute) => unlike(at, *attribute),
        ProblemKind::Setting(name) => setting(at, name),
        ProblemKind::Alias {
            asked,
            provider,
            offered,
        } => alias(at, asked, provider.as_ref(), offered),
        ProblemKind::OtherProvider { asked, provider } => other_provider(at, asked, provider),
        ProblemKind::Version {
            provider,
            asked,
            known,
        } => version(at, provider, asked, known),
        ProblemKind::Trigger(name) => trigger(at, name),
        ProblemKind::Moved(old) => moved(at, old),
        ProblemKind::MovedNowhere(old) => moved_nowhere(at, old),
        ProblemKind::Pseudo(name) => pseudo(at, name),
        ProblemKind::Intrinsic(name) => intrinsic(at, name),
        ProblemKind::Function(name) => function(at, name),
        ProblemKind::VariableName(name) => variable_name(at, name),
        ProblemKind::Pattern(pattern) => unchecked(at, pattern),
        ProblemKind::SeveralKinds => several_kinds(at),
        ProblemKind::StoredBound => stored_bound(at),
        ProblemKind::StoredOptional => stored_optional(at),
        ProblemKind::RuleVariable => rule_variable(at),
        ProblemKind::RuleResource => rule_resource(at),
        ProblemKind::Sensitive(name) => sensitive(problem, name),
        ProblemKind::LoopSecret(name) => loop_secret(at, name),
        ProblemKind::LoopVariable => loop_variable(at),
        ProblemKind::LoopOutside(name) => loop_outside(at, name),
        ProblemKind::LoopOver => loop_over(at),
        ProblemKind::Block(name) => block(at, name),
        ProblemKind::Body => body(at),
        ProblemKind::LookUpInLoop(what) => look_up_in_loop(at, what),
    }
}

fn cloudformation_type(at: Span, name: &Name) -> Diagnostic {
    let message = format!("`{name}` is CloudFormation's and cannot be built for Terraform");
    Diagnostic::new(Code::TargetCloudformation, at, message)
        .here("a type of CloudFormation")
        .help("use the type of a Terraform provider, or build with `--target cloudformation`")
}

fn address(at: Span, other: Span, address: &str) -> Diagnostic {
    let message = format!("two declarations have the address `{address}` in Terraform");
    Diagnostic::new(Code::IdCollision, at, message)
        .here("the second one")
        .label(other, "the first one")
        .help("rename one, or give it an id of its own: `@id(\"other\")`")
}

/// For what is meant for one engine in a stack for two.
const ALLOW: &str =
    "take it away, or say `@allow(\"target::ignored\")` where CloudFormation is to have it";

/// What somebody relies on is an error: the resource would be treated otherwise than the source says.
fn unlike(at: Span, attribute: Attribute) -> Diagnostic {
    let (message, help) = match attribute {
        Attribute::Deletion => (
            "Terraform deletes a resource that is no longer in the configuration",
            "add `@lifecycle({ prevent_destroy: true })`, which refuses to delete it",
        ),
        Attribute::Replacement => (
            "Terraform deletes a resource that it replaces",
            "add `@lifecycle({ prevent_destroy: true })`, which refuses to replace it",
        ),
        Attribute::Snapshot => (
            "Terraform takes no snapshot of its own before it deletes a resource",
            "ask for one by the resource's properties, and take the attribute away",
        ),
        Attribute::Creation => (
            "Terraform has nothing like `@creationPolicy`",
            "wait by a resource of a provider, such as `time_sleep`, and take the attribute away",
        ),
        Attribute::Update => (
            "Terraform has nothing like `@updatePolicy`",
            "say by the resource's properties how it is replaced, and take the attribute away",
        ),
        Attribute::Keys => (
            "Terraform has nothing like `@attributes`",
            "write what the macro would make, and take the attribute away",
        ),
        Attribute::Metadata => return ignored(at, "metadata", ALLOW),
        Attribute::Export => {
            let help = "take the attribute away; others read outputs by `terraform_remote_state`";
            return ignored(at, "export", help);
        }
    };
    Diagnostic::new(Code::TargetAttribute, at, message)
        .here("for CloudFormation alone")
        .help(help)
}

fn ignored(at: Span, name: &str, help: &str) -> Diagnostic {
    let message = format!("`@{name}` means nothing to Terraform");
    Diagnostic::new(Code::TargetIgnored, at, message)
        .here("for CloudFormation alone")
        .help(help)
}

fn setting(at: Span, name: &str) -> Diagnostic {
    match name {
        "transform" => Diagnostic::new(
            Code::TargetAttribute,
            at,
            "Terraform has nothing like `transform`",
        )
        .here("for CloudFormation alone")
        .help("write what the transform would make, or build with `--target cloudformation`"),
        _ => Diagnostic::new(
            Code::TargetIgnored,
            at,
            format!("`{name}` of a stack means nothing to Terraform"),
        )
        .here("for CloudFormation alone")
        .help(ALLOW),
    }
}

fn alias(at: Span, asked: &Name, provider: Option<&Name>, offered: &[Name]) -> Diagnostic {
    let of = provider.map_or_else(String::new, |provider| format!(" of `{provider}`"));
    let message = format!("no configuration{of} is named `{asked}`");
    let diagnostic =
        Diagnostic::new(Code::TargetProvider, at, message).here("nothing has this name");
    let near = nearest(asked, offered.iter().map(Name::as_str), 3);
    match (did_you_mean(&near), offered) {
        (Some(help), _) => diagnostic.help(help),
        (None, []) => {
            let provider = provider.map_or("aws", Name::as_str);
            let alias = asked.rsplit('.').next().unwrap_or(asked);
            diagnostic.help(format!(
                "add it to `stack`: `providers: {{ {provider}: [{{ alias: \"{alias}\" }}] }}`"
            ))
        }
        (None, offered) => {
            let names = one_of(offered.iter());
            diagnostic.help(format!(
                "write {names}, or add it to `providers` of `stack`"
            ))
        }
    }
}

fn other_provider(at: Span, asked: &Name, provider: &Name) -> Diagnostic {
    let message = format!("`{asked}` configures another provider than `{provider}`");
    Diagnostic::new(Code::TargetProvider, at, message)
        .here(format!("the resource is one of `{provider}`"))
        .help(format!("name a configuration of `{provider}`"))
}

fn version(at: Span, provider: &Name, asked: &Name, known: &Name) -> Diagnostic {
    let message = format!(
        "the types of `{provider}` are checked by version {known}, which `{asked}` leaves out"
    );
    Diagnostic::new(Code::TargetProviderVersion, at, message)
        .here("asks for another version")
        .help("import the schema of that version with `infra schema import`")
}

fn trigger(at: Span, name: &Name) -> Diagnostic {
    let message = format!("`{name}` may not be there, and cannot replace another resource then");
    Diagnostic::new(Code::TargetArgument, at, message)
        .here("made under a condition, or in a loop")
        .help("name a resource that is always there, or read its attribute under its condition")
}

fn moved(at: Span, old: &Name) -> Diagnostic {
    let message = format!("`{old}` cannot be an address in Terraform");
    Diagnostic::new(Code::TargetMoved, at, message)
        .here("neither a name nor an address")
        .help("write the name that it had, or the whole address: `\"aws_sqs_queue.old\"`")
}

fn moved_nowhere(at: Span, old: &Name) -> Diagnostic {
    let message = format!("`{old}` is what the resource is called now");
    Diagnostic::new(Code::TargetMoved, at, message)
        .here("the same address")
        .help("write the name that it had before, or take the attribute away")
}

fn pseudo(at: Span, name: &str) -> Diagnostic {
    let message = format!("Terraform has no `aws.{name}`: a configuration is no stack");
    Diagnostic::new(Code::TargetFunction, at, message)
        .here("known to CloudFormation alone")
        .help("take the value as a `param`")
}

fn intrinsic(at: Span, name: &str) -> Diagnostic {
    let message = format!("`{name}` is CloudFormation's own, and unknown to Terraform");
    Diagnostic::new(Code::TargetFunction, at, message)
        .here("spells an intrinsic of CloudFormation")
        .help("write the natural form: interpolation, `join`, an attribute of a resource, `if`")
}

fn function(at: Span, name: &str) -> Diagnostic {
    let message = format!("Terraform has no `{name}` for what is known when deploying");
    Diagnostic::new(Code::TargetFunction, at, message)
        .here("its argument is known when deploying")
        .help("take the result as a `param`, or make the argument an `input`")
}

fn variable_name(at: Span, name: &Name) -> Diagnostic {
    let message = format!("a variable of Terraform cannot be named `{name}`");
    Diagnostic::new(Code::TargetParam, at, message)
        .here("means something else there")
        .help("rename the param, or give it an id of its own: `@id(\"other\")`")
}

fn unchecked(at: Span, pattern: &Name) -> Diagnostic {
    let message = format!("Terraform does not check the pattern `{pattern}`");
    Diagnostic::new(Code::TargetParamBound, at, message)
        .here("its engine for patterns lacks a part")
        .help("write the pattern without look-around, or say with `@allow` that it is for readers alone")
}

fn several_kinds(at: Span) -> Diagnostic {
    let message = "Terraform does not check the structure of what may be of several kinds";
    Diagnostic::new(Code::TargetParamBound, at, message)
        .here("only its kind is checked")
        .help("take a `param` of one kind: a list, a map or a record")
}

fn stored_bound(at: Span) -> Diagnostic {
    let message = "Terraform does not check the value of an SSM parameter";
    Diagnostic::new(Code::TargetParamBound, at, message)
        .here("its bounds are not checked")
        .help("take the bounds away, or say with `@allow` that they are for readers alone")
}

fn stored_optional(at: Span) -> Diagnostic {
    let message = "Terraform cannot read an SSM parameter that may have no name";
    Diagnostic::new(Code::TargetParam, at, message)
        .here("may be `null`")
        .help("take the `?` away, and name a parameter that says there is nothing")
}

fn rule_variable(at: Span) -> Diagnostic {
    let message = "a rule in Terraform is one about a variable: this one names none";
    Diagnostic::new(Code::TargetRule, at, message)
        .here("no param is in it")
        .help("compare a `param`, or leave the rule away")
}

fn rule_resource(at: Span) -> Diagnostic {
    let message = "a rule in Terraform cannot hold what a resource gives";
    Diagnostic::new(Code::TargetRule, at, message)
        .here("known after the resource is made")
        .help("compare params: variables are settled before any resource is made")
}

/// At the output: what is secret stands elsewhere.
fn sensitive(problem: &Problem, name: &Name) -> Diagnostic {
    let at = problem.subject.unwrap_or(problem.at.span);
    let message = format!("Terraform refuses to show an output that is made from `{name}`");
    Diagnostic::new(Code::TargetOutput, at, message)
        .here("this output would be shown")
        .label(problem.at.span, "a secret")
        .help("write `@secret` before the output")
}

fn loop_variable(at: Span) -> Diagnostic {
    let message = "the variable of a `@deferred` loop has a value in its resource only";
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("no `@deferred` loop is around this")
        .help("use the variable in the resource's own properties")
}

fn loop_outside(at: Span, name: &Name) -> Diagnostic {
    let message = format!("`{name}` can be read inside a `@deferred` loop over the same list only");
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("no `@deferred` loop is around this")
        .help("make this resource in a `@deferred` loop too, or loop over a known list")
}

fn loop_over(at: Span) -> Diagnostic {
    let message = "`for_each` loops over strings, numbers or a map";
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("none of them")
        .help("say behind the list with `by` what names each pass")
}

fn loop_secret(at: Span, name: &Name) -> Diagnostic {
    let message = format!("`for_each` would show the secret `{name}` in addresses");
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("a secret")
        .help("loop over something that is no secret, and look the secret up by it")
}

fn look_up_in_loop(at: Span, what: &str) -> Diagnostic {
    let message = format!("`{what}` cannot differ in each pass of a `@deferred` loop");
    Diagnostic::new(Code::TargetLoop, at, message)
        .here("holds the variable of the loop")
        .help("look it up outside of the loop, or loop over a known list")
}

fn block(at: Span, name: &Name) -> Diagnostic {
    let message = format!("what is in the block `{name}` must be written out for Terraform");
    Diagnostic::new(Code::TargetArgument, at, message)
        .here("known when deploying")
        .help("write a record or a list of records; `if` may choose between such")
}

fn body(at: Span) -> Diagnostic {
    let message = "the attributes of a resource must be written out for Terraform";
    Diagnostic::new(Code::TargetArgument, at, message)
        .here("chosen as a whole when deploying")
        .help("write a record, or an `if` between records")
}
