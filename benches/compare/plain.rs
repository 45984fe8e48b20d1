//! A template as a program of plain resources: what somebody writes who has no components. In: a
//! template of which every part has one of the forms below. Out: source text. Never: a part left out
//! in silence; whoever measures by the program compares its template with the first.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt::Write;

/// The program that gives this template.
pub fn plain(template: &Value) -> Result<String, String> {
    let section = |name: &str| template.get(name).and_then(Value::as_object);
    let nothing = Map::new();
    let params = section("Parameters").unwrap_or(&nothing);
    let resources = section("Resources").unwrap_or(&nothing);
    let declared = params.keys().map(|id| (id, format!("{}P", lower(id))));
    let made = resources.keys().map(|id| (id, format!("{}R", lower(id))));
    let names = Names {
        params: declared.collect(),
        resources: made.collect(),
    };
    let mut text = String::new();
    for (id, param) in params {
        names.param(&mut text, id, param)?;
    }
    for (id, resource) in resources {
        names.resource(&mut text, id, resource)?;
    }
    for (id, output) in section("Outputs").unwrap_or(&nothing) {
        let value = names.expression(output.get("Value").unwrap_or(&Value::Null))?;
        line(
            &mut text,
            &format!("@id({})\noutput o{id} = {value}", quoted(id)),
        );
    }
    Ok(text)
}

/// What ids are called in the program.
struct Names<'t> {
    params: HashMap<&'t String, String>,
    resources: HashMap<&'t String, String>,
}

impl Names<'_> {
    fn param(&self, text: &mut String, id: &String, param: &Value) -> Result<(), String> {
        let field = |name: &str| param.get(name).and_then(Value::as_str);
        if field("Type") != Some("String") {
            return Err(format!("a param of another type: {param}"));
        }
        if let Some(description) = field("Description") {
            line(text, &format!("/// {description}"));
        }
        let least = param.get("MinLength").and_then(Value::as_u64);
        let least = least.unwrap_or_default();
        let pattern = field("AllowedPattern").unwrap_or(".*");
        let default = field("Default").map(|d| format!(" = {}", quoted(d)));
        let name = self.params.get(id).map_or("", String::as_str);
        line(
            text,
            &format!(
                "@id({})\nparam {name}: string({least}.., /{pattern}/){}",
                quoted(id),
                default.unwrap_or_default()
            ),
        );
        Ok(())
    }

    fn resource(&self, text: &mut String, id: &String, resource: &Value) -> Result<(), String> {
        let name = self.resources.get(id).map_or("", String::as_str);
        line(text, &format!("@id({})", quoted(id)));
        let mut body = "{}".to_owned();
        let mut ty = "";
        for (key, value) in resource.as_object().into_iter().flatten() {
            match key.as_str() {
                "Type" => ty = value.as_str().unwrap_or_default(),
                "Properties" => body = self.expression(value)?,
                "DeletionPolicy" => line(text, &format!("@deletionPolicy({value})")),
                "UpdateReplacePolicy" => line(text, &format!("@updateReplacePolicy({value})")),
                "DependsOn" => line(text, &format!("@dependsOn({})", self.waits(value)?)),
                _ => return Err(format!("a resource with `{key}`")),
            }
        }
        line(text, &format!("resource {name} = {ty} {body}"));
        Ok(())
    }

    fn waits(&self, value: &Value) -> Result<String, String> {
        let one = std::slice::from_ref(value);
        let ids = value.as_array().map_or(one, Vec::as_slice);
        let names = ids.iter().map(|id| {
            let name = id
                .as_str()
                .and_then(|id| self.resources.get(&id.to_owned()));
            name.cloned().ok_or_else(|| format!("waits for {id}"))
        });
        Ok(names.collect::<Result<Vec<_>, _>>()?.join(", "))
    }

    fn expression(&self, value: &Value) -> Result<String, String> {
        match value {
            Value::Object(map) if map.len() == 1 => match map.iter().next() {
                Some((key, argument)) => match self.intrinsic(key, argument)? {
                    Some(text) => Ok(text),
                    None => self.record(map),
                },
                None => self.record(map),
            },
            Value::Object(map) => self.record(map),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.expression(item));
                Ok(format!(
                    "[{}]",
                    items.collect::<Result<Vec<_>, _>>()?.join(", ")
                ))
            }
            Value::String(text) => Ok(quoted(text)),
            other => Ok(other.to_string()),
        }
    }

    /// One entry a line, as people write it.
    fn record(&self, map: &Map<String, Value>) -> Result<String, String> {
        let mut text = "{\n".to_owned();
        for (key, value) in map {
            let value = self.expression(value)?;
            line(&mut text, &format!("  {}: {value}", quoted(key)));
        }
        text.push('}');
        Ok(text)
    }

    fn intrinsic(&self, key: &str, argument: &Value) -> Result<Option<String>, String> {
        let text = match (key, argument) {
            ("Ref", Value::String(id)) => self.reference(id)?,
            ("Fn::GetAtt", Value::Array(path)) => {
                let path: Vec<&str> = path.iter().filter_map(Value::as_str).collect();
                self.attribute(&path.join("."))?
            }
            ("Fn::Sub", Value::String(text)) => self.interpolation(text)?,
            ("Fn::Join" | "Fn::Sub" | "Fn::Select" | "Fn::GetAZs", _) => {
                let function = match key {
                    "Fn::Join" => "join",
                    "Fn::Sub" => "sub",
                    "Fn::Select" => "select",
                    _ => "getAZs",
                };
                let arguments = match argument {
                    Value::Array(items) => {
                        let items = items.iter().map(|item| match (key, item) {
                            // The text of a `Sub` names its variables itself.
                            ("Fn::Sub", Value::String(text)) => Ok(quoted(text)),
                            _ => self.expression(item),
                        });
                        items.collect::<Result<Vec<_>, _>>()?.join(", ")
                    }
                    other => self.expression(other)?,
                };
                format!("cfn.{function}({arguments})")
            }
            _ if key.starts_with("Fn::") => return Err(format!("the function `{key}`")),
            _ => return Ok(None),
        };
        Ok(Some(text))
    }

    fn interpolation(&self, text: &str) -> Result<String, String> {
        let mut source = "\"".to_owned();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (variable, after) = after.split_once('}').ok_or("an open `${`")?;
            source.push_str(&escaped(before));
            match variable.strip_prefix('!') {
                Some(literal) => source.push_str(&escaped(&format!("${{{literal}}}"))),
                None if variable.contains('.') => {
                    let _ = write!(source, "${{{}}}", self.attribute(variable)?);
                }
                None => {
                    let _ = write!(source, "${{{}}}", self.reference(variable)?);
                }
            }
            rest = after;
        }
        source.push_str(&escaped(rest));
        source.push('"');
        Ok(source)
    }

    fn reference(&self, id: &str) -> Result<String, String> {
        let id = id.to_owned();
        let param = self.params.get(&id).cloned();
        let resource = || self.resources.get(&id).map(|name| format!("{name}.ref"));
        let pseudo = || {
            let pseudo = match id.strip_prefix("AWS::")? {
                "URLSuffix" => "urlSuffix".to_owned(),
                name => lower(name),
            };
            Some(format!("aws.{pseudo}"))
        };
        let found = param.or_else(resource).or_else(pseudo);
        found.ok_or_else(|| format!("a reference to `{id}`"))
    }

    fn attribute(&self, path: &str) -> Result<String, String> {
        let (id, attribute) = path.split_once('.').ok_or("no attribute")?;
        let name = self.resources.get(&id.to_owned());
        let name = name.ok_or_else(|| format!("an attribute of `{id}`"))?;
        Ok(format!("{name}.{attribute}"))
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn lower(id: &str) -> String {
    let mut letters = id.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '$' => escaped.push_str("\\$"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
