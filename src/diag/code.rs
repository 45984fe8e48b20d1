//! The table of all codes: slugs with the phase that finds them, each with its severity and a page
//! in `pages/`. A new message starts here.

use super::Severity;

/// Declares [`Code`] from lines of `Variant = "phase::slug", Severity;`. The page of each is
/// `pages/phase-slug.md`.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $phase:literal, $slug:literal, $severity:ident;)*) => {
        /// What kind of thing a diagnostic says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// `phase::slug`, as users see it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => concat!($phase, "::", $slug),)*
                }
            }

            /// The severity unless the user says otherwise.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$variant => Severity::$severity,)*
                }
            }

            /// The page that `infra explain` prints.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("pages/", $phase, "-", $slug, ".md")),)*
                }
            }
        }
    };
}

codes! {
    /// A file that is named is not there.
    FileNotFound = "file", "not-found", Error;
    /// A folder is named where a file must be.
    FileDirectory = "file", "directory", Error;
    /// The system does not let the file be read.
    FileUnreadable = "file", "unreadable", Error;
    /// The file has bytes that are no UTF-8.
    FileNotUtf8 = "file", "not-utf8", Error;
    /// The file is larger than any program.
    FileTooLarge = "file", "too-large", Error;
    /// A path that leads out of the project.
    FileOutside = "file", "outside", Error;
    /// The file of inputs cannot be understood.
    FileInputs = "file", "inputs", Error;
    /// `infra.toml` is no TOML.
    ConfigSyntax = "config", "syntax", Error;
    /// A key that a table of `infra.toml` does not have.
    ConfigUnknownKey = "config", "unknown-key", Error;
    /// A key that a table of `infra.toml` must have.
    ConfigMissingKey = "config", "missing-key", Error;
    /// Another value than `infra.toml` takes there.
    ConfigMismatch = "config", "mismatch", Error;
    /// A path that leaves the project.
    ConfigOutside = "config", "outside", Error;
    /// Two stacks that write one file.
    ConfigSameOutput = "config", "same-output", Error;
    /// A schema that `infra.lock` pins is not there as it is pinned.
    ConfigPin = "config", "pin", Error;
    /// A key that a part of a template does not have.
    TemplateUnknownKey = "template", "unknown-key", Error;
    /// A key that a part of a template must have.
    TemplateMissingKey = "template", "missing-key", Error;
    /// A list, map or text where a template must have something else.
    TemplateKind = "template", "kind", Error;
    /// Another text than a template may have there.
    TemplateValue = "template", "value", Error;
    /// A function that does not get what it takes, or that does not exist.
    TemplateFunction = "template", "function", Error;
    /// A resource that waits for one that may not be there.
    TemplateDependsOn = "template", "depends-on", Error;
    /// `${Name}` in a text that is not filled in.
    TemplateNotSubstituted = "template", "not-substituted", Error;
    /// An `@allow` names a code that does not exist.
    AllowUnknown = "allow", "unknown-code", Error;
    /// An `@allow` silences nothing.
    AllowNeedless = "allow", "needless", Warning;
    /// More than CloudFormation takes: resources, outputs, bytes.
    LimitOver = "limit", "over-limits", Error;
    /// A template without any resource.
    LimitNoResource = "limit", "no-resource", Error;
    /// A template that is too large to stand in the request itself.
    LimitInline = "limit", "inline-size", Note;
    /// A type that a region does not have.
    RegionLacks = "region", "lacks-type", Error;
    /// A region that does not exist.
    RegionUnknown = "region", "unknown", Error;
    /// A secret in a place that people or logs can read.
    SecretExposed = "secret", "exposed", Error;
    /// A resource that is against a policy.
    PolicyViolated = "policy", "violated", Error;
    /// A resource that a policy would have otherwise.
    PolicyAdvice = "policy", "advice", Warning;
    /// A resource of which only the deployment knows whether it keeps a policy.
    PolicyUndecided = "policy", "undecided", Warning;
    /// A resource that is exempt from a policy.
    PolicyExempt = "policy", "exempt", Note;
    /// A declaration that a file of policies cannot have.
    PolicyMisplaced = "policy", "misplaced", Error;
    /// An exemption without a reason.
    PolicyReason = "policy", "reason", Error;
    /// An assertion of a test that does not hold.
    TestFailed = "test", "failed", Error;
    /// What a test expects, and nothing gives.
    TestExpected = "test", "expected", Error;
    /// A template that is not as it was.
    TestSnapshot = "test", "snapshot", Error;
    /// A snapshot whose name no file can have.
    TestName = "test", "name", Error;
    /// A value that a test fixes, and that is made later.
    TestFixed = "test", "fixed", Error;
    /// The resources of the stack where it is still being made.
    TestResources = "test", "resources", Error;
    /// Something else had to stand here.
    SyntaxExpected = "syntax", "expected", Error;
    /// Two entries without a comma or a new line between them.
    SyntaxSeparator = "syntax", "separator", Error;
    /// A bracket, text, comment or pattern without an end.
    SyntaxUnclosed = "syntax", "unclosed", Error;
    /// A closing bracket that nothing opened.
    SyntaxUnopened = "syntax", "unopened", Error;
    /// A line that begins with a word that declares nothing.
    SyntaxUnknownDeclaration = "syntax", "unknown-declaration", Error;
    /// A reserved word, or letters outside ASCII, in a name.
    SyntaxName = "syntax", "name", Error;
    /// A number that is none, or too large.
    SyntaxNumber = "syntax", "number", Error;
    /// An escape that means nothing.
    SyntaxEscape = "syntax", "escape", Error;
    /// An interpolated text where a known one has to stand.
    SyntaxInterpolation = "syntax", "interpolation", Error;
    /// An operator of another language.
    SyntaxOperator = "syntax", "operator", Error;
    /// `a < b < c`.
    SyntaxChained = "syntax", "chained", Error;
    /// Bounds of a type that bound nothing.
    SyntaxBounds = "syntax", "bounds", Error;
    /// Too many brackets or operators in one another.
    SyntaxNesting = "syntax", "nesting", Error;

    /// A template that is neither YAML nor JSON.
    TemplateSyntax = "template", "syntax", Error;
    /// A tab where only spaces indent.
    TemplateTab = "template", "tab", Error;
    /// A control character.
    TemplateCharacter = "template", "character", Error;
    /// A number that JSON does not have.
    TemplateNumber = "template", "number", Error;
    /// A key that a map has twice.
    TemplateDuplicateKey = "template", "duplicate-key", Error;
    /// A key that is a list, a map or a function.
    TemplateKey = "template", "key", Error;
    /// A tag that CloudFormation does not have.
    TemplateUnknownTag = "template", "unknown-tag", Error;
    /// An alias without an anchor, or inside of what it stands for.
    TemplateAlias = "template", "alias", Error;
    /// Aliases that stand for too much.
    TemplateExpansion = "template", "expansion", Error;
    /// A merge key with something that is no map.
    TemplateMerge = "template", "merge", Error;
    /// Lists and maps too deep in one another.
    TemplateNesting = "template", "nesting", Error;
    /// More than one document in a file.
    TemplateDocuments = "template", "documents", Error;
    /// A file with nothing in it.
    TemplateEmpty = "template", "empty", Error;
    /// YAML or JSON that is no template.
    TemplateNotATemplate = "template", "not-a-template", Error;

    /// A name that nothing has.
    NameUnknown = "name", "unknown", Error;
    /// Two declarations with one name.
    NameDuplicate = "name", "duplicate", Error;
    /// A variable that hides a declaration.
    NameShadowed = "name", "shadowed", Error;
    /// Values that need each other.
    NameCycle = "name", "cycle", Error;
    /// A function that calls itself, or a type that contains itself.
    NameRecursion = "name", "recursion", Error;
    /// A declaration that nothing reads.
    NameUnused = "name", "unused", Warning;
    /// A declaration that should be used no more.
    NameDeprecated = "name", "deprecated", Warning;
    /// An import of a file that is a stack.
    NameImport = "name", "import", Error;
    /// Files that import each other.
    NameImportCycle = "name", "import-cycle", Error;
    /// A name that is for its own file alone.
    NamePrivate = "name", "private", Error;
    /// A declaration that cannot stand in a component.
    NameMisplaced = "name", "misplaced", Error;

    /// A resource that does not get the tags of the stack.
    TagLeftOut = "tag", "left-out", Note;
    /// Tags of a resource that only the deployment knows, where others are to be added.
    TagDeferred = "tag", "deferred", Error;

    /// An operator on what only the deployment knows.
    TargetOperator = "target", "operator", Error;
    /// A function that the engine does not have.
    TargetFunction = "target", "function", Error;
    /// A condition that holds what conditions may not.
    TargetCondition = "target", "condition", Error;
    /// A rule that holds what rules may not.
    TargetRule = "target", "rule", Error;
    /// A map that cannot be looked up when deploying.
    TargetMap = "target", "map", Error;
    /// A field of what the engine computes.
    TargetField = "target", "field", Error;
    /// Something of an existing resource that the engine cannot look up.
    TargetExisting = "target", "existing", Error;
    /// An argument that the engine wants written out, or in other bounds.
    TargetArgument = "target", "argument", Error;
    /// A param that has no parameter type.
    TargetParam = "target", "param", Error;
    /// A bound of a param that nobody checks.
    TargetParamBound = "target", "param-bound", Warning;
    /// An output that is no text.
    TargetOutput = "target", "output", Error;
    /// The name of an export that is none.
    TargetExport = "target", "export", Error;
    /// A `@deferred` loop that the engine cannot run.
    TargetLoop = "target", "loop", Error;
    /// A configuration of a provider that there is not, or that is not the resource's.
    TargetProvider = "target", "provider", Error;
    /// A version of a provider is asked for that is not the one by which its types are checked.
    TargetProviderVersion = "target", "provider-version", Warning;
    /// A type of Terraform in a template.
    TargetTerraform = "target", "terraform", Error;
    /// A CloudFormation type in a stack for Terraform.
    TargetCloudformation = "target", "cloudformation", Error;
    /// An attribute or a setting of CloudFormation that Terraform has nothing like.
    TargetAttribute = "target", "attribute", Error;
    /// A property or attribute of a type that the other engine's form of it lacks.
    TargetProperty = "target", "property", Error;
    /// A resource that is to be kept, which the other engine does in another way.
    TargetRetained = "target", "retained", Note;
    /// `@moved` in a template.
    TargetMoved = "target", "moved", Error;
    /// An attribute without a meaning for the engine.
    TargetIgnored = "target", "ignored", Warning;
    /// A transform that had to be added.
    TargetTransform = "target", "transform", Note;

    /// A value that only the deployment knows, where one must be known now.
    PhaseNeedsKnownValue = "phase", "needs-known-value", Error;
    /// A spread of which only the deployment knows what is in it.
    PhaseUnknownShape = "phase", "unknown-shape", Error;
    /// A conditional resource that is read without its condition.
    PhaseUnguarded = "phase", "unguarded", Error;
    /// A pass of a `@deferred` loop that is read outside of such a loop.
    PhaseDeferredLoop = "phase", "deferred-loop", Error;
    /// A `fail` that only the deployment could reach.
    PhaseFail = "phase", "fail", Error;
    /// An output whose absence is not one condition.
    PhaseOptionalOutput = "phase", "optional-output", Error;

    /// `fail(...)` was reached.
    EvalFail = "eval", "fail", Error;
    /// An argument that a built-in function cannot take.
    EvalFunction = "eval", "function", Error;
    /// A value that does not fit its type, found when it was made.
    EvalMismatch = "eval", "mismatch", Error;
    /// A `null` where a value is needed.
    EvalNull = "eval", "null", Error;
    /// A key that a map does not have.
    EvalMissingKey = "eval", "missing-key", Error;
    /// An index outside of a list.
    EvalIndex = "eval", "index", Error;
    /// A number that cannot be computed.
    EvalArithmetic = "eval", "arithmetic", Error;
    /// A rule that never holds.
    EvalRule = "eval", "rule", Error;
    /// More than a build may make.
    EvalTooMany = "eval", "too-many", Error;
    /// Values or calls that nest too deep.
    EvalTooDeep = "eval", "too-deep", Error;
    /// An input without a value.
    EvalInputMissing = "eval", "input-missing", Error;
    /// A value for an input that does not exist.
    EvalInputUnknown = "eval", "input-unknown", Error;
    /// A value that an input's type does not take.
    EvalInputMismatch = "eval", "input-mismatch", Error;

    /// Two passes with one key.
    IdDuplicateKey = "id", "duplicate-key", Error;
    /// Two declarations with one id.
    IdCollision = "id", "collision", Error;
    /// A loop whose elements have no key.
    IdNoKey = "id", "no-key", Error;
    /// A key that cannot be part of an id.
    IdBadKey = "id", "bad-key", Error;
    /// An id that is too long.
    IdTooLong = "id", "too-long", Error;
    /// An `@id` that every pass of a loop would get.
    IdConstant = "id", "constant", Error;
    /// An `@id` that cannot be an id.
    IdInvalid = "id", "invalid", Error;

    /// Resources that need each other.
    GraphCycle = "graph", "cycle", Error;
    /// A value of another type than the place wants.
    TypeMismatch = "type", "mismatch", Error;
    /// A value that may be `null` where that may not be.
    TypeMaybeNull = "type", "maybe-null", Error;
    /// A question about `null` that has one answer.
    TypeNeverNull = "type", "never-null", Warning;
    /// A conditional resource that is read without asking.
    TypeConditionalResource = "type", "conditional-resource", Error;
    /// A field that a record does not have.
    TypeUnknownField = "type", "unknown-field", Error;
    /// A field that a record must have.
    TypeMissingField = "type", "missing-field", Error;
    /// A key that is written twice.
    TypeDuplicateKey = "type", "duplicate-key", Error;
    /// A function, a type or a namespace where a value is wanted.
    TypeNotAValue = "type", "not-a-value", Error;
    /// A value that is called.
    TypeNotAFunction = "type", "not-a-function", Error;
    /// A value where a type is wanted.
    TypeNotAType = "type", "not-a-type", Error;
    /// An argument that is missing.
    TypeMissingArgument = "type", "missing-argument", Error;
    /// An argument that no parameter takes.
    TypeUnknownArgument = "type", "unknown-argument", Error;
    /// A `match` that does not name every case.
    TypeNotExhaustive = "type", "not-exhaustive", Error;
    /// An arm that is never reached.
    TypeUnreachable = "type", "unreachable", Warning;
    /// An operand of a wrong kind.
    TypeOperator = "type", "operator", Error;
    /// Two values that are never equal.
    TypeComparison = "type", "comparison", Error;
    /// Something in a text that is no text.
    TypeInterpolation = "type", "interpolation", Error;
    /// A loop over something that is no list.
    TypeNotIterable = "type", "not-iterable", Error;
    /// A loop of resources whose passes have no names.
    TypeLoopKey = "type", "loop-key", Error;
    /// Bounds that say nothing, or the wrong thing.
    TypeBounds = "type", "bounds", Error;
    /// A pattern that cannot be read.
    TypePattern = "type", "pattern", Error;
    /// A declaration without a type.
    TypeNeedsType = "type", "needs-type", Error;
    /// A param or input of a type that cannot be given.
    TypeParam = "type", "param", Error;
    /// A `with` that reaches nothing.
    TypeWith = "type", "with", Error;
    /// A line of a rule, a policy or a test that belongs elsewhere.
    TypeUnsupported = "type", "unsupported", Error;

    /// A resource type that does not exist.
    SchemaUnknownType = "schema", "unknown-type", Error;
    /// A part of a resource type that does not exist.
    SchemaUnknownPart = "schema", "unknown-part", Error;
    /// A property that a type does not have.
    SchemaUnknownProperty = "schema", "unknown-property", Error;
    /// A property that a type must have.
    SchemaMissingProperty = "schema", "missing-property", Error;
    /// An attribute that a resource does not have.
    SchemaUnknownAttribute = "schema", "unknown-attribute", Error;
    /// A property that only the service sets.
    SchemaReadOnly = "schema", "read-only", Error;
    /// A value that is not among those that are allowed.
    SchemaEnum = "schema", "enum", Error;
    /// A number or a boolean in quotes.
    SchemaQuoted = "schema", "quoted", Warning;

    /// An identifier of something else.
    RelationMismatch = "relation", "mismatch", Error;
    /// A string that could say what it identifies.
    RelationPlainString = "relation", "plain-string", Note;

    /// An attribute that does not exist.
    AttributeUnknown = "attribute", "unknown", Error;
    /// An attribute where it means nothing.
    AttributeMisplaced = "attribute", "misplaced", Error;
    /// Arguments that an attribute does not take.
    AttributeArguments = "attribute", "arguments", Error;
    /// A value of a wrong kind.
    SchemaType = "schema", "type", Error;
    /// A text without the pattern that it must have.
    SchemaPattern = "schema", "pattern", Error;
    /// A text that is too short or too long.
    SchemaLength = "schema", "length", Error;
    /// A text that is no date, network, identifier or whatever it must be.
    SchemaFormat = "schema", "format", Error;
    /// A number out of its range.
    SchemaRange = "schema", "range", Error;
    /// Too few or too many elements or entries.
    SchemaCount = "schema", "count", Error;
    /// Two elements of which there may be one.
    SchemaUnique = "schema", "unique", Error;
    /// A list without an element that it must have.
    SchemaContains = "schema", "contains", Error;
    /// A property that needs another.
    SchemaDependency = "schema", "dependency", Error;
    /// Properties or values that do not go together.
    SchemaConflict = "schema", "conflict", Error;
    /// A resource of a service that does not exist any more.
    SchemaShutDown = "schema", "shut-down", Error;
    /// A resource of a service that comes to its end, or takes no new customers.
    SchemaRetiring = "schema", "retiring", Warning;
    /// A property or type that the service advises against.
    SchemaDeprecated = "schema", "deprecated", Warning;
    /// A tag that AWS does not take.
    SchemaTag = "schema", "tag", Error;
    /// A value that an element of an IAM policy does not take.
    IamValue = "iam", "value", Error;
    /// An element that IAM policies do not have.
    IamUnknownElement = "iam", "unknown-element", Error;
    /// An element that a policy or statement must have.
    IamMissingElement = "iam", "missing-element", Error;
    /// Elements of a statement that do not go together, or not with the policy.
    IamElement = "iam", "element", Error;
    /// An action that no service has.
    IamUnknownAction = "iam", "unknown-action", Error;
    /// An operator that conditions do not have.
    IamUnknownOperator = "iam", "unknown-operator", Error;
    /// A resource of a statement that is no ARN.
    IamResource = "iam", "resource", Error;
    /// A policy in the old version of the language.
    IamOldVersion = "iam", "old-version", Warning;
}

impl Code {
    /// The code with this text (`name::unknown`), or with this slug alone where only one has it.
    pub fn parse(text: &str) -> Option<Code> {
        let exact = Code::ALL.iter().copied().find(|c| c.as_str() == text);
        exact.or_else(|| {
            let mut found = Code::ALL.iter().copied().filter(|c| c.slug() == text);
            found.next().filter(|_| found.next().is_none())
        })
    }

    /// The part behind `phase::`.
    pub fn slug(self) -> &'static str {
        self.as_str().split_once("::").map_or("", |(_, slug)| slug)
    }
}
