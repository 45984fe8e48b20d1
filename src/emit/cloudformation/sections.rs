//! Each section of a template but the resources themselves. In: a graph and its plan. Out: events.
//! Never: an empty section.

use super::outputs::Leaf;
use super::params::Shape;
use super::write::Emitter;
use crate::emit::stream::Stream;
use crate::emit::writer::Writer;
use crate::graph::{Param, Resource, ResourceKind, Value, ValueKind};
use crate::text::Name;
use crate::types::Literal;
use std::io;

/// The transform that some functions and every `Fn::ForEach` need.
pub const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";
/// The transform of `AWS::Serverless` types.
pub const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

/// Everything up to the first resource.
pub fn before<'a, W: Writer>(emitter: &mut Emitter<'a, W>, stream: &mut Stream) -> io::Result<()> {
    stream.section("Settings");
    emitter.out.open_map();
    settings(emitter);
    stream.take(&mut emitter.out)?;
    type Section<'a, W> = (&'static str, fn(&mut Emitter<'a, W>, &'static str));
    let sections: [Section<'a, W>; 4] = [
        ("Parameters", parameters),
        ("Mappings", mappings),
        ("Rules", rules),
        ("Conditions", conditions),
    ];
    for (name, write) in sections {
        stream.section(name);
        write(emitter, name);
        stream.take(&mut emitter.out)?;
    }
    stream.section("Resources");
    if has_resources(emitter) {
        emitter.out.key("Resources");
        emitter.out.open_map();
    }
    Ok(())
}

/// Everything behind the last resource.
pub fn after<W: Writer>(emitter: &mut Emitter<W>, stream: &mut Stream) -> io::Result<()> {
    if has_resources(emitter) {
        emitter.out.close_map();
    }
    stream.take(&mut emitter.out)?;
    stream.section("Outputs");
    outputs(emitter);
    emitter.out.close_map();
    emitter.out.finish_line();
    stream.take(&mut emitter.out)
}

/// Whether there is anything to make. A template without it is one that says so itself.
fn has_resources<W: Writer>(emitter: &Emitter<W>) -> bool {
    emitter.graph.resources.iter().any(is_written)
}

/// Whether a resource stands in the template.
pub fn is_written(resource: &Resource) -> bool {
    resource.kind == ResourceKind::Managed
}

fn settings<W: Writer>(emitter: &mut Emitter<W>) {
    let settings = &emitter.graph.settings;
    match &settings.format_version {
        None => {
            emitter.out.key("AWSTemplateFormatVersion");
            emitter.out.text("2010-09-09");
        }
        Some(version) => emitter.entry("AWSTemplateFormatVersion", version),
    }
    if let Some(description) = &settings.description {
        emitter.entry("Description", description);
    }
    transforms(emitter);
    let others = [
        ("Metadata", &settings.metadata),
        ("Globals", &settings.globals),
        ("Hooks", &settings.hooks),
    ];
    for (name, value) in others {
        if let Some(value) = value {
            emitter.entry(name, value);
        }
    }
}

/// What the user asks for, and what is needed and was not asked for: the language extensions first,
/// since they rewrite what the others read.
fn transforms<W: Writer>(emitter: &mut Emitter<W>) {
    let said = emitter.graph.settings.transform.as_ref();
    let said = said.and_then(|value| emitter.seen(value));
    let is_list = said.is_some_and(|value| value.as_list().is_some());
    let said: &[Value] = match said {
        None => &[],
        Some(value) => match &value.kind {
            ValueKind::List(items) => items,
            _ => std::slice::from_ref(value),
        },
    };
    if said.is_empty() && emitter.graph.settings.transform.is_some() {
        // An empty list is said where none is wanted, needed or not.
        return;
    }
    let wanted = |name: &str, needed: bool| {
        let asked = said.iter().any(|v| v.as_text().is_some_and(|t| t == name));
        needed && !asked
    };
    let extensions = wanted(LANGUAGE_EXTENSIONS, emitter.plan.extensions);
    let serverless = wanted(SERVERLESS, emitter.plan.serverless);
    match (extensions, said, serverless) {
        (false, [], false) => return,
        (true, [], false) => {
            emitter.out.key("Transform");
            return emitter.out.text(LANGUAGE_EXTENSIONS);
        }
        (false, [], true) => {
            emitter.out.key("Transform");
            return emitter.out.text(SERVERLESS);
        }
        (false, [only], false) if !is_list => return emitter.entry("Transform", only),
        _ => {}
    }
    emitter.out.key("Transform");
    emitter.out.open_list();
    if extensions {
        emitter.out.item();
        emitter.out.text(LANGUAGE_EXTENSIONS);
    }
    for transform in said {
        emitter.out.item();
        emitter.value(transform);
    }
    if serverless {
        emitter.out.item();
        emitter.out.text(SERVERLESS);
    }
    emitter.out.close_list();
}

fn parameters<W: Writer>(emitter: &mut Emitter<W>, section: &str) {
    let graph = emitter.graph;
    if graph.params.is_empty() {
        return;
    }
    emitter.out.key(section);
    emitter.out.open_map();
    for (param, shape) in graph.params.iter().zip(&emitter.plan.params) {
        emitter.out.key(&param.logical_id);
        emitter.out.at(param.origin);
        parameter(emitter, param, shape);
    }
    emitter.out.close_map();
}

fn parameter<'a, W: Writer>(emitter: &mut Emitter<'a, W>, param: &'a Param, shape: &Shape) {
    let own = param.attributes.as_ref().and_then(Value::as_map);
    let says = |key: &str| own.is_none_or(|own| !own.contains_key(key));
    let out = &mut emitter.out;
    out.open_map();
    let text = |out: &mut W, key: &str, text: Option<&Name>| {
        if let Some(text) = text.filter(|_| says(key)) {
            out.key(key);
            out.text(text);
        }
    };
    text(out, "Type", Some(&shape.ty));
    text(out, "Description", param.description.as_ref());
    if let Some(default) = shape.default.as_ref().filter(|_| says("Default")) {
        out.key("Default");
        if let Some(value) = &param.default {
            out.at(value.origin);
        }
        literal(out, default);
    }
    if !shape.allowed.is_empty() && says("AllowedValues") {
        out.key("AllowedValues");
        out.open_list();
        for value in &shape.allowed {
            out.item();
            literal(out, value);
        }
        out.close_list();
    }
    text(out, "AllowedPattern", shape.pattern.as_ref());
    let length = |length: Option<u32>| length.map(|length| Literal::Int(i64::from(length)));
    let bounds = [
        ("MinLength", length(shape.min_length)),
        ("MaxLength", length(shape.max_length)),
        ("MinValue", shape.min.clone()),
        ("MaxValue", shape.max.clone()),
    ];
    for (key, bound) in bounds {
        if let Some(bound) = bound.filter(|_| says(key)) {
            out.key(key);
            literal(out, &bound);
        }
    }
    text(
        out,
        "ConstraintDescription",
        param.constraint_description.as_ref(),
    );
    if param.secret && says("NoEcho") {
        out.key("NoEcho");
        out.bool(true);
    }
    emitter.own_keys(param.attributes.as_ref());
    emitter.out.close_map();
}

fn literal(out: &mut impl Writer, literal: &Literal) {
    match literal {
        Literal::Text(text) => out.text(text),
        Literal::Int(value) => out.int(*value),
        Literal::Number(value) => out.number(*value),
        Literal::Bool(value) => out.bool(*value),
    }
}

fn mappings<W: Writer>(emitter: &mut Emitter<W>, section: &str) {
    let plan = emitter.plan;
    let mut mappings = plan.choices.mappings.iter().peekable();
    if mappings.peek().is_none() {
        return;
    }
    emitter.out.key(section);
    emitter.out.open_map();
    for mapping in mappings {
        emitter.out.key(&mapping.name);
        emitter.out.at(mapping.origin);
        emitter.out.open_map();
        for (key, row) in &mapping.rows {
            emitter.out.key(key);
            if mapping.flat {
                emitter.out.open_map();
                emitter.entry(super::mappings::VALUE, row);
                emitter.out.close_map();
            } else {
                emitter.value(row);
            }
        }
        emitter.out.close_map();
    }
    emitter.out.close_map();
}

fn rules<W: Writer>(emitter: &mut Emitter<W>, section: &str) {
    let (graph, plan) = (emitter.graph, emitter.plan);
    if graph.rules.is_empty() {
        return;
    }
    emitter.out.key(section);
    emitter.out.open_map();
    for (rule, normal) in graph.rules.iter().zip(&plan.rules) {
        emitter.out.key(&rule.logical_id);
        emitter.out.at(rule.origin);
        emitter.out.open_map();
        if let Some(condition) = &normal.condition {
            emitter.out.key("RuleCondition");
            emitter.condition(condition);
        }
        emitter.out.key("Assertions");
        emitter.out.open_list();
        for (assert, condition) in rule.asserts.iter().zip(&normal.asserts) {
            emitter.out.item();
            emitter.out.open_map();
            emitter.out.key("Assert");
            emitter.condition(condition);
            if let Some(message) = &assert.message {
                emitter.out.key("AssertDescription");
                emitter.out.text(message);
            }
            emitter.out.close_map();
        }
        emitter.out.close_list();
        emitter.own_keys(rule.attributes.as_ref());
        emitter.out.close_map();
    }
    emitter.out.close_map();
}

fn conditions<W: Writer>(emitter: &mut Emitter<W>, section: &str) {
    let (graph, plan) = (emitter.graph, emitter.plan);
    if graph.conditions.is_empty() && plan.conditions.is_empty() {
        return;
    }
    emitter.out.key(section);
    emitter.out.open_map();
    for (condition, normal) in graph.conditions.iter().zip(&plan.lets) {
        emitter.out.key(&condition.logical_id);
        emitter.out.at(condition.origin);
        emitter.condition(normal);
    }
    for condition in &plan.conditions {
        emitter.out.key(&condition.name);
        emitter.condition(&condition.value);
    }
    emitter.out.close_map();
}

fn outputs<W: Writer>(emitter: &mut Emitter<W>) {
    let plan = emitter.plan;
    if plan.leaves.is_empty() {
        return;
    }
    emitter.out.key("Outputs");
    emitter.out.open_map();
    for leaf in &plan.leaves {
        output(emitter, leaf);
    }
    emitter.out.close_map();
}

fn output<'a, W: Writer>(emitter: &mut Emitter<'a, W>, leaf: &'a Leaf) {
    let graph = emitter.graph;
    let Some(output) = graph.outputs.get(leaf.output) else {
        return;
    };
    let own = output.attributes.as_ref().and_then(Value::as_map);
    let says = |key: &str| own.is_none_or(|own| !own.contains_key(key));
    emitter.out.key(&leaf.id);
    emitter.out.at(output.origin);
    emitter.out.open_map();
    if let Some(condition) = &leaf.condition {
        if says("Condition") {
            emitter.out.key("Condition");
            emitter.out.at(condition.origin);
            emitter.out.text(emitter.plan.test_name(graph, condition));
        }
        crate::emit::guards::set_by(graph, condition, true, &mut emitter.set);
    }
    if let Some(description) = output.description.as_ref().filter(|_| says("Description")) {
        emitter.out.key("Description");
        emitter.out.text(description);
    }
    if says("Value") {
        emitter.out.key("Value");
        match leaf.join {
            false => emitter.text_operand(&leaf.value),
            true => joined(emitter, &leaf.value),
        }
    }
    emitter.set.clear();
    if let Some(export) = output.export.as_ref().filter(|_| says("Export")) {
        emitter.out.key("Export");
        emitter.out.open_map();
        emitter.out.key("Name");
        emitter.text_operand(export);
        emitter.out.close_map();
    }
    emitter.own_keys(output.attributes.as_ref());
    emitter.out.close_map();
}

/// A list as one text.
fn joined<'a, W: Writer>(emitter: &mut Emitter<'a, W>, list: &'a Value) {
    let items = emitter.seen(list).and_then(Value::as_list);
    emitter.call("Fn::Join", |emitter| {
        emitter.out.item();
        emitter.out.text(",");
        emitter.out.item();
        match items {
            Some(items) => emitter.texts(items),
            None => emitter.operand(list),
        }
    });
}
