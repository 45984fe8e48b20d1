//! Items that belong together, as a component and an instance of it. In: a scene. Out: the change: inputs for what
//! the items read, outputs for what is read of them. Never: other ids without a word in the title.

use super::names::{free, lower_first, upper_first};
use super::proof::{Verdict, built, judge};
use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::diag::Edit;
use crate::graph::logical_id;
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::*;
use crate::text::{Name, Span};
use crate::types::show_whole;
use rustc_hash::FxHashMap;

/// The component of the items that are selected.
pub fn extract(scene: &Scene) -> Option<Refactor> {
    let selected = scene.selected_items();
    let fits = |item: &&Item| {
        matches!(
            item.kind,
            ItemKind::Resource(_) | ItemKind::Let(_) | ItemKind::Existing(_)
        )
    };
    let has_resource = selected
        .iter()
        .any(|item| matches!(item.kind, ItemKind::Resource(_)));
    if !has_resource || !selected.iter().all(fits) {
        return None;
    }
    let part = Part::of(scene, &selected)?;
    // With a common first word the ids can stay: it becomes the name of the instance.
    if let Some((instance, names)) = part.common_word() {
        let edits = part.edits(&instance, &names);
        if judge(scene, &edits) == Verdict::Same {
            return Some(offered("extract to a component", edits));
        }
    }
    let instance = free(&scene.view, "group");
    let edits = part.edits(&instance, &FxHashMap::default());
    if judge(scene, &edits) == Verdict::Broken || !makes_as_many(scene, &edits) {
        return None;
    }
    Some(offered(
        "extract to a component (the ids of its resources change)",
        edits,
    ))
}

fn offered(title: &str, edits: Vec<Edit>) -> Refactor {
    Refactor::new(RefactorKind::Extract, title, edits)
}

/// Whether the program makes as many resources as before.
fn makes_as_many(scene: &Scene, edits: &[Edit]) -> bool {
    let before = scene.view.analysis.graph().resources.len();
    built(scene, edits).is_some_and(|after| after.graph().resources.len() == before)
}

/// The items, and how they hang together with the others.
struct Part<'s, 'a> {
    scene: &'s Scene<'a>,
    items: &'s [&'a Item],
    /// What is read from outside, with its type as text.
    inputs: Vec<(Name, String)>,
    /// The items that others read.
    outputs: Vec<Name>,
    /// Each name that stands for one of the items: where, and whether from outside.
    uses: Vec<(Span, Name, bool)>,
}

impl<'s, 'a> Part<'s, 'a> {
    fn of(scene: &'s Scene<'a>, items: &'s [&'a Item]) -> Option<Part<'s, 'a>> {
        let mut part = Part {
            scene,
            items,
            inputs: Vec::new(),
            outputs: Vec::new(),
            uses: Vec::new(),
        };
        let all: FxHashMap<ItemId, &Item> = scene
            .view
            .module
            .items
            .iter()
            .map(|item| (item.id, item))
            .collect();
        let is_inside = |id: ItemId| items.iter().any(|item| item.id == id);
        let mut fits = true;
        for item in &scene.view.module.items {
            let inside = is_inside(item.id);
            Node::Item(item).walk(&mut |node| {
                let Node::Expr(expr) = node else { return };
                let Binding::Item(DeclId { file, item: read }) = scene.view.names.binding(expr.id)
                else {
                    return;
                };
                let ExprKind::Name(name) = &expr.kind else {
                    return;
                };
                if file != scene.view.file {
                    return;
                }
                match (inside, is_inside(read)) {
                    (_, true) => {
                        part.uses.push((expr.span, name.clone(), !inside));
                        if !inside && !part.outputs.contains(name) {
                            part.outputs.push(name.clone());
                        }
                    }
                    (true, false) => match all.get(&read).map(|item| &item.kind) {
                        // Declared for everybody.
                        Some(ItemKind::Fn(_) | ItemKind::Type(_) | ItemKind::Component(_)) => {}
                        Some(_) => {
                            part.uses.push((expr.span, name.clone(), false));
                            if !part.inputs.iter().any(|(known, _)| known == name) {
                                let ty = scene.view.types.item(read);
                                let shown = show_whole(ty, scene.view.catalogue());
                                part.inputs.push((name.clone(), shown));
                            }
                        }
                        None => fits = false,
                    },
                    (false, false) => {}
                }
            });
        }
        fits.then_some(part)
    }

    /// The first word of all names, and each name without it, where the ids are those of the names.
    fn common_word(&self) -> Option<(String, FxHashMap<Name, String>)> {
        let resources = self.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Resource(resource) if item.attribute("id").is_none() => {
                Some(&resource.name.name)
            }
            _ => None,
        });
        let names: Vec<&Name> = resources.collect();
        let first = names.first()?;
        let ends = first
            .char_indices()
            .filter(|(at, c)| *at > 0 && c.is_uppercase())
            .map(|(at, _)| at);
        // The longest that leaves something of each.
        for end in ends.collect::<Vec<_>>().into_iter().rev() {
            let word = first.get(..end)?;
            let rests = names.iter().map(|name| {
                let rest = name.strip_prefix(word)?;
                let begins = rest.starts_with(|c: char| c.is_uppercase());
                let new = lower_first(rest);
                let same = logical_id([word, new.as_str()]) == logical_id([name.as_str()]);
                (begins && same).then(|| ((*name).clone(), new))
            });
            let Some(rests) = rests.collect::<Option<FxHashMap<_, _>>>() else {
                continue;
            };
            // What is named like the instance would hide it.
            let is_free = self.scene.view.module.items.iter().all(|item| {
                let is_own = self.items.iter().any(|own| own.id == item.id);
                is_own || item.kind.name().is_none_or(|name| name.name != word)
            });
            if is_free {
                return Some((word.to_owned(), rests));
            }
        }
        None
    }

    fn edits(&self, instance: &str, renamed: &FxHashMap<Name, String>) -> Vec<Edit> {
        let scene = self.scene;
        let component = free(&scene.view, &upper_first(instance));
        // An input may not hide what it is given.
        let inputs = self.inputs.iter().map(|(name, _)| {
            let wished = format!("{instance}{}", upper_first(name));
            (name.clone(), free(&scene.view, &wished))
        });
        let inputs: FxHashMap<Name, String> = inputs.collect();
        let own = |name: &Name| inputs.get(name).cloned().unwrap_or_default();
        let params = self.inputs.iter();
        let params = params.map(|(name, ty)| format!("{}: {ty}", own(name)));
        let params: Vec<String> = params.collect();
        let renamed: FxHashMap<Name, String> = renamed
            .iter()
            .chain(&inputs)
            .map(|(old, new)| (old.clone(), new.clone()))
            .collect();
        let renamed = &renamed;
        let mut text = format!("component {component}({}) {{\n", params.join(", "));
        for item in self.items {
            text += &indented(&self.inside(item, renamed));
            text += "\n";
        }
        for output in &self.outputs {
            let inner = renamed.get(output).map_or(output.as_str(), String::as_str);
            // An output binds no name, so that it may have that of what it gives.
            text += &format!("  output {inner} = {inner}\n");
        }
        text.truncate(text.trim_end().len());
        text += "\n}\n\n";
        let given = self.inputs.iter();
        let given = given.map(|(name, _)| format!("{}: {name}", own(name)));
        let given: Vec<String> = given.collect();
        let body = match given.is_empty() {
            true => "{}".to_owned(),
            false => format!("{{ {} }}", given.join(", ")),
        };
        text += &format!("resource {instance} = {component} {body}\n\n");
        let mut edits = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            let new = if place == 0 { text.as_str() } else { "" };
            edits.push(edit(scene.with_line_end(item.span), new));
        }
        for (at, name, is_outside) in &self.uses {
            if *is_outside {
                let inner = renamed.get(name).map_or(name.as_str(), String::as_str);
                edits.push(edit(*at, format!("{instance}.{inner}")));
            }
        }
        edits
    }

    /// An item as it stands in the component.
    fn inside(&self, item: &Item, renamed: &FxHashMap<Name, String>) -> String {
        let mut changes: Vec<(Span, &str)> = Vec::new();
        if let Some(name) = item.kind.name()
            && let Some(new) = renamed.get(&name.name)
        {
            changes.push((name.span, new));
        }
        for (at, name, _) in &self.uses {
            if let Some(new) = renamed.get(name)
                && item.span.contains(*at)
            {
                changes.push((*at, new));
            }
        }
        changes.sort_by_key(|(at, _)| at.start);
        let mut text = String::new();
        let mut start = item.span.start;
        for (at, new) in changes {
            let before = Span {
                start,
                end: at.start,
                ..item.span
            };
            text += self.scene.slice(before);
            text += new;
            start = at.end;
        }
        let rest = Span { start, ..item.span };
        text + self.scene.slice(rest)
    }
}

/// The lines of an item, two blanks further to the right.
fn indented(text: &str) -> String {
    let mut made = String::new();
    for line in text.lines() {
        if !line.trim().is_empty() {
            made += "  ";
            made += line;
        }
        made.push('\n');
    }
    made
}
