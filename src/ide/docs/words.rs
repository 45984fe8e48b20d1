//! The words of the language: keywords, attributes, the names of types. In: a word. Out: one line on what
//! it does. Never: names that programs declare.

use super::{code, paragraphs};

/// A word, how it is used, and what that does.
struct Word(&'static str, &'static str, &'static str);

static KEYWORDS: &[Word] = &[
    Word(
        "import",
        "import { a } from \"./file.infra\"",
        "Takes declarations of another file, or of the library (`\"std/...\"`).",
    ),
    Word(
        "param",
        "param name: T = default",
        "Chosen when deploying: a parameter of CloudFormation, a variable of Terraform.",
    ),
    Word(
        "input",
        "input name: T = default",
        "Chosen when compiling, with `--input name=value`: an ordinary known value.",
    ),
    Word("let", "let name = value", "Gives a value a name."),
    Word("type", "type Name = T", "Gives a type a name."),
    Word(
        "fn",
        "fn name(a: T) -> U = value",
        "A function. It is checked whether it is called or not.",
    ),
    Word(
        "component",
        "component Name(a: T) { ... }",
        "A group of resources with typed inputs and outputs, made anew for each instance.",
    ),
    Word(
        "resource",
        "resource name = Type { ... }",
        "Makes a resource, or an instance of a component.",
    ),
    Word(
        "existing",
        "existing name = Type { ... }",
        "A resource that is already there, named by what identifies it.",
    ),
    Word(
        "data",
        "data name = type { ... }",
        "A data source of Terraform.",
    ),
    Word(
        "output",
        "output name = value",
        "A value that the stack, or the component, gives to the outside.",
    ),
    Word(
        "module",
        "module name from \"source\" { ... }",
        "A call of a module of Terraform.",
    ),
    Word("stack", "stack { ... }", "Settings of the whole template."),
    Word(
        "rule",
        "rule \"...\" if c { assert c, \"...\" }",
        "Checked by the engine when deploying, before anything is made.",
    ),
    Word(
        "policy",
        "policy \"...\" for r in Type { ... }",
        "Checked while compiling, for every resource of a type.",
    ),
    Word(
        "test",
        "test \"...\" with { ... } { ... }",
        "A test of this stack, with these params and inputs.",
    ),
    Word(
        "with",
        "with { name: { ... } }",
        "Changes what an instance of a component makes; fixes params and inputs in a test.",
    ),
    Word(
        "for",
        "for x in xs",
        "One for each element. Keys of maps come first: `for key, value in map`.",
    ),
    Word(
        "in",
        "a in xs",
        "Whether a list or a range holds a value; what a loop runs over.",
    ),
    Word(
        "by",
        "for x in xs by x.name",
        "What names the passes of a loop.",
    ),
    Word(
        "if",
        "if a then b else c",
        "A choice. Behind a name: made only where the condition holds.",
    ),
    Word(
        "then",
        "if a then b else c",
        "The value where the condition holds.",
    ),
    Word(
        "else",
        "if a then b else c",
        "The value where the condition does not hold.",
    ),
    Word(
        "match",
        "match x { \"a\" => 1, _ => 2 }",
        "A choice by a value. Every case is named, or `_` stands for the rest.",
    ),
    Word(
        "assert",
        "assert condition, \"message\"",
        "What must hold, in a test or a rule.",
    ),
    Word(
        "require",
        "require condition, \"message\"",
        "What must hold for a resource that a policy looks at: an error where it does not.",
    ),
    Word(
        "warn",
        "warn condition, \"message\"",
        "What should hold for a resource that a policy looks at: a warning where it does not.",
    ),
    Word(
        "expect",
        "expect \"code\"",
        "The build of a test gives this diagnostic.",
    ),
    Word(
        "snapshot",
        "snapshot \"name\"",
        "The template of a test is as it was.",
    ),
    Word(
        "null",
        "null",
        "Nothing. A property that is `null` is left out of the template.",
    ),
    Word("true", "true", "The boolean that holds."),
    Word("false", "false", "The boolean that does not hold."),
    Word(
        "from",
        "from \"./file.infra\"",
        "The file that an import reads.",
    ),
    Word(
        "as",
        "import \"./file.infra\" as name",
        "The name that something imported has here.",
    ),
];

static ATTRIBUTES: &[Word] = &[
    Word(
        "id",
        "@id(\"LogicalId\")",
        "The logical id in the template, in place of the one that is made from the name.",
    ),
    Word(
        "dependsOn",
        "@dependsOn(a, b)",
        "Is made after these resources, though it reads nothing of them.",
    ),
    Word(
        "deletionPolicy",
        "@deletionPolicy(\"Retain\")",
        "What becomes of the resource when it is taken out of the stack.",
    ),
    Word(
        "updateReplacePolicy",
        "@updateReplacePolicy(\"Retain\")",
        "What becomes of the old resource when a change replaces it.",
    ),
    Word(
        "updatePolicy",
        "@updatePolicy({ ... })",
        "How the engine updates what the resource manages.",
    ),
    Word(
        "creationPolicy",
        "@creationPolicy({ ... })",
        "What the engine waits for before the resource counts as made.",
    ),
    Word(
        "metadata",
        "@metadata({ ... })",
        "The `Metadata` of the resource.",
    ),
    Word(
        "secret",
        "@secret",
        "A value that must not be seen: `NoEcho`, `sensitive`.",
    ),
    Word(
        "ssm",
        "@ssm",
        "The param's value is the name of a parameter of SSM that holds the value.",
    ),
    Word(
        "export",
        "@export(\"Name\")",
        "The name under which other stacks import the output.",
    ),
    Word(
        "deprecated",
        "@deprecated(\"use this instead\")",
        "Who uses it is told so.",
    ),
    Word(
        "constraintDescription",
        "@constraintDescription(\"...\")",
        "What people are told whose value does not fit.",
    ),
    Word(
        "description",
        "@description(\"...\")",
        "The `Description`, where a `///` comment cannot say it exactly.",
    ),
    Word(
        "attributes",
        "@attributes({ ... })",
        "Keys beside the properties, which only a macro knows.",
    ),
    Word(
        "lifecycle",
        "@lifecycle({ ... })",
        "What Terraform calls `lifecycle`.",
    ),
    Word(
        "provider",
        "@provider(alias)",
        "The configuration of the provider that Terraform uses.",
    ),
    Word(
        "moved",
        "@moved(\"old\")",
        "The name that it had before, for Terraform.",
    ),
    Word(
        "import",
        "@import(\"id\")",
        "The id of what is there already and is taken over, for Terraform.",
    ),
    Word(
        "allow",
        "@allow(\"code\", \"reason\")",
        "Silences one diagnostic, or exempts from a policy, here.",
    ),
    Word(
        "deferred",
        "@deferred",
        "The engine runs the loop when deploying: `Fn::ForEach`, `for_each`.",
    ),
];

static TYPES: &[Word] = &[
    Word(
        "string",
        "string(3..63, /[a-z]+/)",
        "A text; with its length and the pattern of the whole value, where that matters.",
    ),
    Word(
        "int",
        "int(1..10)",
        "A whole number of 64 bits; with bounds where that matters.",
    ),
    Word(
        "number",
        "number(0..1)",
        "A number; with bounds where that matters.",
    ),
    Word("bool", "bool", "`true` or `false`."),
    Word(
        "list",
        "list<T>(1..5)",
        "A sequence; with its length where that matters.",
    ),
    Word("map", "map<T>", "Values by names."),
    Word("json", "json", "Any JSON value."),
    Word("any", "any", "Any value. It is never inferred."),
    Word("null", "null", "Nothing. `T?` is `T` or `null`."),
];

/// The names of types that are built in, and how each is written.
pub fn type_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    TYPES.iter().map(|word| (word.0, word.1))
}

pub fn keyword(word: &str) -> Option<String> {
    page(KEYWORDS, word)
}

pub fn attribute_word(word: &str) -> Option<String> {
    page(ATTRIBUTES, word)
}

pub fn type_word(word: &str) -> Option<String> {
    page(TYPES, word)
}

/// `aws` and `cfn`.
pub fn namespace(name: &str) -> Option<String> {
    let said = match name {
        "aws" => "What only the deployment knows: `aws.region`, `aws.accountId`, ...",
        "cfn" => {
            "The intrinsic functions of CloudFormation as they are spelled, never folded: `cfn.sub`, ..."
        }
        _ => return None,
    };
    Some(paragraphs([code(name), said.to_owned()]))
}

fn page(words: &[Word], wanted: &str) -> Option<String> {
    let Word(_, usage, said) = words.iter().find(|word| word.0 == wanted)?;
    Some(paragraphs([code(usage), (*said).to_owned()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::attribute_names;

    #[test]
    fn every_attribute_is_explained() {
        let known: Vec<&str> = attribute_names().collect();
        let explained: Vec<&str> = ATTRIBUTES.iter().map(|word| word.0).collect();
        assert_eq!(known, explained);
    }
}
