//! Attributes: where each may stand and what it takes.

use super::checker::Checker;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::types::Type;

/// Kinds of items, as a set.
#[derive(Clone, Copy)]
struct Places(u16);

const PARAM: u16 = 1;
const INPUT: u16 = 2;
const LET: u16 = 4;
const FN: u16 = 8;
const RESOURCE: u16 = 16;
const EXISTING: u16 = 32;
const OUTPUT: u16 = 64;
const RULE: u16 = 128;
const TYPE: u16 = 256;
const INSTANCE: u16 = 512;
const COMPONENT: u16 = 1024;
const COMPONENT_INPUT: u16 = 2048;
const DATA: u16 = 4096;
const MODULE: u16 = 8192;
/// What has no attributes of its own.
const OTHER: u16 = 16384;
const ANY: u16 = u16::MAX;

/// What an attribute takes between its parentheses.
#[derive(Clone, Copy)]
enum Takes {
    Nothing,
    Text,
    /// A text, and perhaps another.
    TextAndReason,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    Record,
    /// Resources, collections of them, conditional ones too.
    Resources,
    /// The name of a provider's configuration.
    Alias,
    /// The names of configurations, one for each provider. Those of a module may say what the module
    /// calls them.
    Aliases {
        named: bool,
    },
    /// What Terraform calls `lifecycle`.
    Lifecycle,
}

/// An attribute of the language.
struct Known {
    name: &'static str,
    places: Places,
    takes: Takes,
}

/// All attributes. The values of the policies are those of the template reference's pages on the
/// `DeletionPolicy` and `UpdateReplacePolicy` attributes.
static KNOWN: [Known; 20] = [
    known(
        "id",
        PARAM | LET | RESOURCE | INSTANCE | OUTPUT | RULE | DATA | MODULE,
        Takes::Text,
    ),
    known(
        "dependsOn",
        RESOURCE | INSTANCE | DATA | MODULE,
        Takes::Resources,
    ),
    known(
        "deletionPolicy",
        RESOURCE | INSTANCE,
        Takes::OneOf(&["Delete", "Retain", "Snapshot", "RetainExceptOnCreate"]),
    ),
    known(
        "updateReplacePolicy",
        RESOURCE | INSTANCE,
        Takes::OneOf(&["Delete", "Retain", "Snapshot"]),
    ),
    known("updatePolicy", RESOURCE, Takes::Record),
    known("creationPolicy", RESOURCE, Takes::Record),
    known("metadata", RESOURCE, Takes::Record),
    known("secret", PARAM | OUTPUT, Takes::Nothing),
    known("ssm", PARAM, Takes::Nothing),
    known("export", OUTPUT, Takes::Text),
    known(
        "deprecated",
        LET | FN | TYPE | COMPONENT | COMPONENT_INPUT,
        Takes::Text,
    ),
    known("constraintDescription", PARAM, Takes::Text),
    known("description", PARAM | OUTPUT, Takes::Text),
    known(
        "attributes",
        RESOURCE | PARAM | OUTPUT | RULE,
        Takes::Record,
    ),
    known("lifecycle", RESOURCE | DATA, Takes::Lifecycle),
    known(
        "provider",
        RESOURCE | EXISTING | DATA | MODULE | INSTANCE,
        Takes::Alias,
    ),
    known("moved", RESOURCE | MODULE, Takes::Text),
    known("import", RESOURCE, Takes::Text),
    known("allow", ANY, Takes::TextAndReason),
    known("deferred", RESOURCE | DATA | MODULE, Takes::Nothing),
];

const fn known(name: &'static str, places: u16, takes: Takes) -> Known {
    Known {
        name,
        places: Places(places),
        takes,
    }
}

/// The names of all attributes that may stand before an item. `is_instance` says whether a resource is an
/// instance of a component.
pub fn attributes_of(kind: &ItemKind, is_instance: bool) -> impl Iterator<Item = &'static str> {
    let (place, _) = described_place(kind, is_instance);
    let own = KNOWN
        .iter()
        .filter(move |known| known.places.0 & place != 0);
    own.map(|known| known.name)
}

/// The names of all attributes.
pub fn attribute_names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|known| known.name)
}

/// The texts that an attribute takes, where it takes no others.
pub fn attribute_values(name: &str) -> &'static [&'static str] {
    let known = KNOWN.iter().find(|known| known.name == name);
    match known.map(|known| known.takes) {
        Some(Takes::OneOf(texts)) => texts,
        _ => &[],
    }
}

/// Whether an attribute takes nothing.
pub fn attribute_is_bare(name: &str) -> bool {
    let known = KNOWN.iter().find(|known| known.name == name);
    known.is_some_and(|known| matches!(known.takes, Takes::Nothing))
}

impl<'a> Checker<'a> {
    /// Checks the attributes of an item.
    pub fn attributes(&mut self, item: &'a Item) {
        let (place, described) = self.place_of(&item.kind);
        for (at, attribute) in item.attributes.iter().enumerate() {
            let Some(known) = KNOWN.iter().find(|k| k.name == attribute.name.name) else {
                self.unknown_attribute(attribute);
                continue;
            };
            if known.places.0 & place == 0 {
                self.misplaced(attribute, described);
                self.infer_arguments(&attribute.arguments);
                continue;
            }
            let earlier = item.attributes.get(..at).unwrap_or(&[]);
            let again = earlier.iter().find(|a| a.name.name == attribute.name.name);
            if let Some(first) = again
                && known.name != "allow"
                && known.name != "dependsOn"
            {
                let message = format!("`@{}` is written twice", known.name);
                self.say(
                    Diagnostic::new(Code::AttributeArguments, attribute.name.span, message)
                        .here("the second time")
                        .label(first.name.span, "the first time")
                        .help("remove one of them"),
                );
            }
            let takes = match (known.takes, place) {
                (Takes::Alias, INSTANCE) => Takes::Aliases { named: false },
                (Takes::Alias, MODULE) => Takes::Aliases { named: true },
                (takes, _) => takes,
            };
            self.attribute(attribute, takes, Some(item.id));
            let loops = match &item.kind {
                ItemKind::Resource(resource) => &resource.loops,
                ItemKind::Data(data) => &data.loops,
                ItemKind::Module(module) => &module.loops,
                _ => continue,
            };
            if known.name == "id" && item.attribute("deferred").is_some() {
                let message = "`@id` cannot stand before a `@deferred` loop";
                self.say(
                    Diagnostic::new(Code::AttributeMisplaced, attribute.name.span, message)
                        .here("its ids are made when deploying")
                        .help("take it away, and name the resource by its id"),
                );
            }
            if known.name == "deferred" && loops.is_empty() {
                let message = "`@deferred` belongs before a loop";
                self.say(
                    Diagnostic::new(Code::AttributeMisplaced, attribute.name.span, message)
                        .here("there is no loop")
                        .help("remove it"),
                );
            }
        }
    }

    /// Checks the attributes of an input of a component.
    pub fn input_attributes(&mut self, input: &'a FnParam) {
        for attribute in &input.attributes {
            let known = KNOWN.iter().find(|k| k.name == attribute.name.name);
            match known {
                Some(known) if known.places.0 & COMPONENT_INPUT != 0 => {
                    self.attribute(attribute, known.takes, None);
                }
                _ => {
                    self.misplaced(attribute, "an input of a component");
                    self.infer_arguments(&attribute.arguments);
                }
            }
        }
    }

    fn place_of(&self, kind: &ItemKind) -> (u16, &'static str) {
        let is_instance = matches!(kind, ItemKind::Resource(resource) if self.is_own(&resource.ty));
        described_place(kind, is_instance)
    }

    /// Checks an attribute before an entry of a `with`. What names the resource is not for others to
    /// say.
    pub fn attribute_of_with(&mut self, attribute: &'a Attribute) {
        let own = ["id", "moved", "import", "deferred"];
        let known = KNOWN.iter().find(|k| k.name == attribute.name.name);
        match known {
            Some(known) if known.places.0 & RESOURCE != 0 && !own.contains(&known.name) => {
                self.attribute(attribute, known.takes, None);
            }
            _ => {
                self.misplaced(attribute, "an entry of `with`");
                self.infer_arguments(&attribute.arguments);
            }
        }
    }

    /// Says that an attribute may not stand where it does.
    pub fn misplaced(&mut self, attribute: &Attribute, described: &str) {
        if attribute.name.name.is_empty() {
            return;
        }
        let Some(known) = KNOWN.iter().find(|k| k.name == attribute.name.name) else {
            return self.unknown_attribute(attribute);
        };
        let message = format!("`@{}` cannot stand before {described}", known.name);
        let places = described_places(known.places);
        self.say(
            Diagnostic::new(Code::AttributeMisplaced, attribute.name.span, message)
                .here("means nothing here")
                .help(format!("put it before {places}, or remove it")),
        );
    }

    fn unknown_attribute(&mut self, attribute: &Attribute) {
        let name = &attribute.name.name;
        if name.is_empty() {
            return;
        }
        let near = self.suggest(name, KNOWN.iter().map(|k| k.name));
        let message = format!("unknown attribute `@{name}`");
        let mut diagnostic = Diagnostic::new(Code::AttributeUnknown, attribute.name.span, message)
            .here("nothing has this name");
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("write `@{near}`")).fix(
                format!("write `@{near}`"),
                attribute.name.span,
                near,
            ),
            None => diagnostic.help("list all with `infra explain attribute::unknown`"),
        };
        self.say(diagnostic);
    }

    /// `of` is the item whose type is known, where there is one.
    fn attribute(&mut self, attribute: &'a Attribute, takes: Takes, of: Option<ItemId>) {
        let (least, most) = match takes {
            Takes::Nothing => (0, 0),
            Takes::TextAndReason => (1, 2),
            Takes::Resources | Takes::Aliases { .. } => (1, usize::MAX),
            _ => (1, 1),
        };
        let given = attribute.arguments.len();
        let mut names = attribute.arguments.iter().filter_map(|a| a.name.as_ref());
        let named = match takes {
            Takes::Aliases { named: true } => None,
            _ => names.next(),
        };
        if given < least || given > most || named.is_some() {
            let wanted = match takes {
                Takes::Nothing => "nothing",
                Takes::TextAndReason => "a text, and perhaps another",
                Takes::Resources => "resources",
                Takes::Record | Takes::Lifecycle => "one record",
                Takes::Alias => "the name of a provider",
                Takes::Aliases { .. } => "names of providers",
                Takes::Text | Takes::OneOf(_) => "one text",
            };
            let at = named.map_or(attribute.name.span, |name| name.span);
            let message = format!("`@{}` takes {wanted}", attribute.name.name);
            self.say(
                Diagnostic::new(Code::AttributeArguments, at, message)
                    .here(match named {
                        Some(_) => "its arguments have no names".to_owned(),
                        None => format!("given {given}"),
                    })
                    .help(format!("give {wanted}")),
            );
            return self.infer_arguments(&attribute.arguments);
        }
        for argument in &attribute.arguments {
            self.attribute_argument(&argument.value, takes, of);
        }
    }

    fn attribute_argument(&mut self, value: &'a Expr, takes: Takes, of: Option<ItemId>) {
        let role = Role::Part("the argument of the attribute");
        match takes {
            Takes::Nothing => {}
            Takes::Alias | Takes::Aliases { .. } if value.as_alias().is_some() => {}
            Takes::Lifecycle => self.lifecycle(value, of),
            Takes::Alias | Takes::Aliases { .. } | Takes::Text | Takes::TextAndReason => {
                let string = self.string.clone();
                self.check(value, Want::new(&string, role));
            }
            Takes::OneOf(texts) => {
                let wanted = Type::union(texts.iter().map(|text| Type::text(text)));
                // What only the deployment knows may be any text.
                self.check(value, Want::new(&wanted, role).schema(true));
            }
            Takes::Record => {
                let wanted = Type::map(Type::Json);
                self.check(value, Want::new(&wanted, role).schema(true));
            }
            Takes::Resources => self.dependency(value),
        }
    }

    /// Resources, maps and lists of them; whether they are there does not matter.
    fn dependency(&mut self, value: &'a Expr) {
        let ty = self.infer(value);
        if is_resources(&ty) {
            return;
        }
        let found = self.show(&ty);
        let message = format!("expected a resource, found `{found}`");
        let mut diagnostic = self
            .error(Code::AttributeArguments, value, message)
            .here("cannot be waited for");
        if let ExprKind::Text(_) = value.kind {
            diagnostic = diagnostic.help("write the resource's name without quotes");
        } else if let ExprKind::Field { base, .. } = &value.kind
            && let Some(path) = self.path(base)
        {
            diagnostic = diagnostic.help(format!("write `{path}`"));
        }
        self.report(value, diagnostic);
    }
}

fn described_place(kind: &ItemKind, is_instance: bool) -> (u16, &'static str) {
    match kind {
        ItemKind::Resource(_) if is_instance => (INSTANCE, "an instance of a component"),
        ItemKind::Param(_) => (PARAM, "a param"),
        ItemKind::Input(_) => (INPUT, "an input"),
        ItemKind::Let(_) => (LET, "a `let`"),
        ItemKind::Fn(_) => (FN, "a function"),
        ItemKind::Resource(_) => (RESOURCE, "a resource"),
        ItemKind::Existing(_) => (EXISTING, "an existing resource"),
        ItemKind::Output(_) => (OUTPUT, "an output"),
        ItemKind::Rule(_) => (RULE, "a rule"),
        ItemKind::Type(_) => (TYPE, "a type"),
        ItemKind::Component(_) => (COMPONENT, "a component"),
        ItemKind::Data(_) => (DATA, "a data source"),
        ItemKind::Module(_) => (MODULE, "a module"),
        _ => (OTHER, "this"),
    }
}

pub(super) fn is_resources(ty: &Type) -> bool {
    match ty {
        Type::Resource(_) | Type::Component(_) | Type::Error | Type::Never => true,
        Type::Map(inner) => is_resources(inner),
        Type::List(list) => is_resources(&list.element),
        Type::Union(members) => members.iter().all(|m| *m == Type::Null || is_resources(m)),
        _ => false,
    }
}

fn described_places(places: Places) -> String {
    let names = [
        (PARAM, "a param"),
        (INPUT, "an input"),
        (LET, "a `let`"),
        (FN, "a function"),
        (RESOURCE, "a resource"),
        (EXISTING, "an existing resource"),
        (OUTPUT, "an output"),
        (RULE, "a rule"),
        (TYPE, "a type"),
        (INSTANCE, "an instance of a component"),
        (COMPONENT, "a component"),
        (COMPONENT_INPUT, "an input of a component"),
        (DATA, "a data source"),
        (MODULE, "a module"),
    ];
    let names: Vec<&str> = names
        .iter()
        .filter(|(place, _)| places.0 & place != 0)
        .map(|(_, name)| *name)
        .collect();
    match names.as_slice() {
        [] => "nothing".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
