//! The functions of CloudFormation as a table: what each takes and gives, and which functions may stand in its
//! arguments. From the intrinsic function reference of the CloudFormation User Guide. Out: rows. Never: how a
//! node is held against them: see `values`.

/// One function.
#[derive(Debug)]
pub(super) struct Function {
    pub name: &'static str,
    pub takes: Takes,
    pub gives: Gives,
    /// Whether it works only where `AWS::LanguageExtensions` is run.
    pub extension: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    Text,
    List,
    /// What its arguments or the deployment say.
    Anything,
}

#[derive(Debug)]
pub(super) enum Takes {
    /// Something else than a list of arguments.
    One(Arg),
    /// Each argument its own; those behind the last are like it.
    Several {
        least: usize,
        most: usize,
        args: &'static [Arg],
    },
    /// A map. The first keys must be there.
    Keys {
        keys: &'static [&'static str],
        required: usize,
        each: Arg,
    },
    /// The id of a declaration.
    Ref,
    /// An id and the name of an attribute, as a list or with a dot between them.
    GetAtt,
    /// A text with holes, or a list of it and of what they hold.
    Sub,
    /// Data for a macro.
    Data,
}

/// What one argument may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arg {
    pub is: Is,
    /// The functions that may stand for it.
    pub functions: &'static [&'static str],
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Is {
    Text,
    /// A whole number within these.
    Int(i64, i64),
    /// The name of a region, or nothing for the stack's own.
    Region,
    List(&'static Arg),
    /// A list or a map.
    Data,
    Condition,
    /// What the place of the function wants.
    Inherited,
    /// `{ DefaultValue: ... }`
    Default,
    Anything,
}

const fn arg(is: Is, functions: &'static [&'static str]) -> Arg {
    Arg { is, functions }
}

const fn function(name: &'static str, gives: Gives, takes: Takes) -> Function {
    Function {
        name,
        takes,
        gives,
        extension: false,
    }
}

const fn extension(name: &'static str, gives: Gives, takes: Takes) -> Function {
    Function {
        name,
        takes,
        gives,
        extension: true,
    }
}

const fn several(least: usize, most: usize, args: &'static [Arg]) -> Takes {
    Takes::Several { least, most, args }
}

const PLAIN: Arg = arg(Is::Text, &[]);

/// A text out of anything that can be one.
const ANY_TEXT: Arg = arg(
    Is::Text,
    &[
        "Fn::Base64",
        "Fn::FindInMap",
        "Fn::GetAtt",
        "Fn::GetAZs",
        "Fn::GetStackOutput",
        "Fn::If",
        "Fn::ImportValue",
        "Fn::Join",
        "Fn::Length",
        "Fn::Select",
        "Fn::Sub",
        "Fn::ToJsonString",
        "Fn::Transform",
        "Ref",
    ],
);

/// What a hole of `Fn::Sub` holds.
pub(super) const SUBSTITUTED: Arg = ANY_TEXT;

const JOINED: Arg = arg(
    Is::Text,
    &[
        "Fn::Base64",
        "Fn::FindInMap",
        "Fn::GetAtt",
        "Fn::GetStackOutput",
        "Fn::If",
        "Fn::ImportValue",
        "Fn::Join",
        "Fn::Select",
        "Fn::Sub",
        "Fn::Transform",
        "Ref",
    ],
);

const SELECTED: Arg = arg(
    Is::Anything,
    &[
        "Fn::FindInMap",
        "Fn::GetAtt",
        "Fn::GetStackOutput",
        "Fn::If",
        "Ref",
        "Fn::Base64",
        "Fn::ImportValue",
        "Fn::Join",
        "Fn::Select",
        "Fn::Sub",
        "Fn::ToJsonString",
    ],
);

const COUNTED: Arg = arg(
    Is::Anything,
    &[
        "Fn::If",
        "Fn::Base64",
        "Fn::FindInMap",
        "Fn::Join",
        "Fn::Select",
        "Fn::Split",
        "Fn::Sub",
        "Fn::ToJsonString",
        "Fn::GetAZs",
        "Ref",
    ],
);

/// A key of `Fn::FindInMap`; `values` narrows it where `AWS::LanguageExtensions` is not run.
pub(super) const MAP_KEY: Arg = arg(
    Is::Text,
    &[
        "Fn::FindInMap",
        "Fn::Join",
        "Fn::Sub",
        "Fn::If",
        "Fn::Select",
        "Fn::Length",
        "Fn::ToJsonString",
        "Ref",
    ],
);

const OF_CIDR: &[&str] = &[
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Select",
    "Fn::Sub",
    "Ref",
];

const COMPARED: Arg = arg(
    Is::Text,
    &[
        "Ref",
        "Fn::FindInMap",
        "Fn::Sub",
        "Fn::Join",
        "Fn::Select",
        "Fn::Split",
        "Fn::Length",
        "Fn::ToJsonString",
        "Fn::ValueOf",
    ],
);

/// What is true or false.
pub(super) const CONDITIONS: Arg = arg(
    Is::Condition,
    &["Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals"],
);

/// What is true or false in a rule.
const IN_RULES: Arg = arg(
    Is::Condition,
    &[
        "Fn::And",
        "Fn::Or",
        "Fn::Not",
        "Fn::Equals",
        "Fn::Contains",
        "Fn::EachMemberEquals",
        "Fn::EachMemberIn",
        "Fn::RefAll",
        "Fn::ValueOf",
        "Fn::ValueOfAll",
    ],
);

const OF_RULES: Arg = arg(
    Is::Anything,
    &[
        "Ref",
        "Fn::FindInMap",
        "Fn::Sub",
        "Fn::Join",
        "Fn::Select",
        "Fn::Split",
        "Fn::RefAll",
        "Fn::ValueOf",
        "Fn::ValueOfAll",
    ],
);

/// What an output may be.
pub(super) const OUTPUT: Arg = arg(
    Is::Text,
    &[
        "Fn::Base64",
        "Fn::FindInMap",
        "Fn::GetAtt",
        "Fn::GetStackOutput",
        "Fn::If",
        "Fn::ImportValue",
        "Fn::Join",
        "Fn::Length",
        "Fn::Select",
        "Fn::Sub",
        "Fn::ToJsonString",
        "Fn::Transform",
        "Ref",
    ],
);

/// What the policies that keep a resource may be.
pub(super) const KEPT: Arg = arg(
    Is::Text,
    &["Fn::Sub", "Fn::Select", "Fn::FindInMap", "Fn::If", "Ref"],
);

pub(super) const FUNCTIONS: &[Function] = &[
    function("Ref", Gives::Anything, Takes::Ref),
    function("Fn::GetAtt", Gives::Anything, Takes::GetAtt),
    function("Fn::Sub", Gives::Text, Takes::Sub),
    function(
        "Fn::Join",
        Gives::Text,
        several(
            2,
            2,
            &[
                PLAIN,
                arg(
                    Is::List(&JOINED),
                    &[
                        "Fn::Cidr",
                        "Fn::FindInMap",
                        "Fn::GetAtt",
                        "Fn::GetAZs",
                        "Fn::If",
                        "Fn::Split",
                        "Ref",
                    ],
                ),
            ],
        ),
    ),
    function(
        "Fn::If",
        Gives::Anything,
        several(
            3,
            3,
            &[PLAIN, arg(Is::Inherited, &[]), arg(Is::Inherited, &[])],
        ),
    ),
    function(
        "Fn::Select",
        Gives::Anything,
        several(
            2,
            2,
            &[
                arg(
                    Is::Int(0, i64::MAX),
                    &["Ref", "Fn::FindInMap", "Fn::Length"],
                ),
                arg(
                    Is::List(&SELECTED),
                    &[
                        "Fn::FindInMap",
                        "Fn::GetAtt",
                        "Fn::GetAZs",
                        "Fn::If",
                        "Fn::Split",
                        "Fn::Cidr",
                        "Ref",
                    ],
                ),
            ],
        ),
    ),
    function(
        "Fn::Split",
        Gives::List,
        several(
            2,
            2,
            &[
                PLAIN,
                arg(
                    Is::Text,
                    &[
                        "Fn::Base64",
                        "Fn::FindInMap",
                        "Fn::GetAtt",
                        "Fn::GetAZs",
                        "Fn::If",
                        "Fn::ImportValue",
                        "Fn::Join",
                        "Fn::Select",
                        "Fn::Sub",
                        "Ref",
                    ],
                ),
            ],
        ),
    ),
    function(
        "Fn::FindInMap",
        Gives::Anything,
        several(3, 4, &[MAP_KEY, MAP_KEY, MAP_KEY, arg(Is::Default, &[])]),
    ),
    function(
        "Fn::GetAZs",
        Gives::List,
        Takes::One(arg(
            Is::Region,
            &[
                "Fn::GetAtt",
                "Fn::If",
                "Fn::Join",
                "Fn::Select",
                "Fn::Sub",
                "Ref",
            ],
        )),
    ),
    function("Fn::Base64", Gives::Text, Takes::One(ANY_TEXT)),
    function(
        "Fn::ImportValue",
        Gives::Anything,
        Takes::One(arg(
            Is::Text,
            &[
                "Fn::Base64",
                "Fn::FindInMap",
                "Fn::If",
                "Fn::Join",
                "Fn::Select",
                "Fn::Sub",
                "Ref",
            ],
        )),
    ),
    function(
        "Fn::Cidr",
        Gives::List,
        several(
            2,
            3,
            &[
                arg(Is::Text, OF_CIDR),
                arg(Is::Int(1, 256), OF_CIDR),
                arg(Is::Int(1, 128), OF_CIDR),
            ],
        ),
    ),
    function(
        "Fn::GetStackOutput",
        Gives::Anything,
        Takes::Keys {
            keys: &["StackName", "OutputName", "Region", "RoleArn"],
            required: 2,
            each: ANY_TEXT,
        },
    ),
    function("Fn::Transform", Gives::Anything, Takes::Data),
    extension(
        "Fn::Length",
        Gives::Text,
        Takes::One(arg(
            Is::List(&COUNTED),
            &["Ref", "Fn::FindInMap", "Fn::Split", "Fn::If", "Fn::GetAZs"],
        )),
    ),
    extension(
        "Fn::ToJsonString",
        Gives::Text,
        Takes::One(arg(
            Is::Data,
            &[
                "Fn::FindInMap",
                "Fn::GetAtt",
                "Fn::GetAZs",
                "Fn::If",
                "Fn::Select",
                "Fn::Split",
                "Ref",
            ],
        )),
    ),
    function("Fn::And", Gives::Anything, several(2, 10, &[IN_RULES])),
    function("Fn::Or", Gives::Anything, several(2, 10, &[IN_RULES])),
    function("Fn::Not", Gives::Anything, several(1, 1, &[IN_RULES])),
    function("Fn::Equals", Gives::Anything, several(2, 2, &[COMPARED])),
    function("Fn::Contains", Gives::Anything, several(2, 2, &[OF_RULES])),
    function(
        "Fn::EachMemberEquals",
        Gives::Anything,
        several(2, 2, &[OF_RULES]),
    ),
    function(
        "Fn::EachMemberIn",
        Gives::Anything,
        several(2, 2, &[OF_RULES]),
    ),
    function("Fn::RefAll", Gives::List, Takes::One(PLAIN)),
    function("Fn::ValueOf", Gives::Anything, several(2, 2, &[PLAIN])),
    function("Fn::ValueOfAll", Gives::List, several(2, 2, &[PLAIN])),
];

/// A function by its name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}
