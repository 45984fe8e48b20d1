//! Which function of CloudFormation a map is, and the form that it gets. In: maps of one entry. Out: the
//! natural expression, else the function in the namespace `cfn`, else `raw`. Never: what one function means.

use super::Form;
use super::condition::is_test;
use super::state::Decompiler;
use crate::syntax::ast::Expr;
use crate::template::{Entry, Node};

/// Whether a key is that of a function where a value stands.
pub fn is_function(key: &str) -> bool {
    key == "Ref" || key.strip_prefix("Fn::").is_some_and(is_known)
}

fn is_known(name: &str) -> bool {
    matches!(
        name,
        "And"
            | "Base64"
            | "Cidr"
            | "Contains"
            | "EachMemberEquals"
            | "EachMemberIn"
            | "Equals"
            | "FindInMap"
            | "GetAZs"
            | "GetAtt"
            | "GetStackOutput"
            | "If"
            | "ImportValue"
            | "Join"
            | "Length"
            | "Not"
            | "Or"
            | "RefAll"
            | "Select"
            | "Split"
            | "Sub"
            | "ToJsonString"
            | "Transform"
            | "ValueOf"
            | "ValueOfAll"
    )
}

/// The function that a node is, by its name, with its argument.
pub fn function_of(node: &Node) -> Option<&Entry> {
    node.single().filter(|entry| is_function(&entry.key))
}

/// Whether the engine has to compute something of a value.
pub fn is_deferred(node: &Node) -> bool {
    if function_of(node).is_some() {
        return true;
    }
    match (node.as_list(), node.as_map()) {
        (Some(items), _) => items.iter().any(is_deferred),
        (_, Some(entries)) => entries.iter().any(|entry| is_deferred(&entry.value)),
        _ => false,
    }
}

/// Whether a value is left out where it stands.
pub fn is_no_value(node: &Node) -> bool {
    let function = node.single().filter(|entry| entry.key == "Ref");
    function.is_some_and(|entry| entry.value.as_text().is_some_and(|id| id == "AWS::NoValue"))
}

impl Decompiler<'_> {
    /// A function where a value stands.
    pub fn function(&mut self, node: &Node, function: &Entry) -> Expr {
        self.check_function(function);
        // A condition is no value.
        if is_test(&function.key) {
            return self.raw(node);
        }
        let asked = self.asked(node);
        if asked == Form::Natural
            && let Some(natural) = self.natural(node, function)
        {
            self.wrote(node, Form::Natural);
            return natural;
        }
        match asked {
            Form::Natural | Form::Spelled => self.spelled(node),
            Form::Raw | Form::Fragment => self.raw(node),
        }
    }

    /// The natural form of a function, where it says the same. What says that there is none has written
    /// nothing yet.
    fn natural(&mut self, node: &Node, function: &Entry) -> Option<Expr> {
        let argument = &function.value;
        match function.key.as_str() {
            "Ref" => self.natural_ref(node, argument),
            "Fn::GetAtt" => self.natural_get_att(node, argument),
            "Fn::Sub" => self.natural_sub(node, argument),
            "Fn::If" => self.natural_if(node, argument),
            "Fn::FindInMap" => self.natural_find_in_map(node, argument),
            "Fn::Join" => self.natural_join(node, argument),
            "Fn::Split" => self.natural_split(node, argument),
            "Fn::Select" => self.natural_select(node, argument),
            "Fn::GetAZs" => self.natural_get_azs(node, argument),
            "Fn::Length" => self.natural_length(node, argument),
            "Fn::Base64" => self.natural_base64(node, argument),
            "Fn::ToJsonString" => self.natural_to_json(node, argument),
            "Fn::ImportValue" => self.natural_import(node, argument),
            "Fn::GetStackOutput" => self.natural_stack_output(node, argument),
            _ => None,
        }
    }
}
