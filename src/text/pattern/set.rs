//! Sets of characters: a bitmap for ASCII, which nearly all texts are, and a list of members for
//! the rest.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A set of characters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CharSet {
    /// Bit `c` for the ASCII character `c`.
    ascii: u128,
    /// Members beyond ASCII.
    wide: Vec<Member>,
    /// Whether the characters beyond ASCII are those that `wide` does not name.
    wide_negated: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Member {
    /// Both ends included. Numbers rather than `char`s: schemas write ranges that touch surrogates.
    Range(u32, u32),
    Class(Class),
    Not(Class),
    Set(CharSet),
}

/// A named set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Class {
    Digit,
    Word,
    Space,
    /// All but the line feed.
    Any,
    Ascii,
    Graph,
    Print,
    Category(GeneralCategory),
    Group(GeneralCategoryGroup),
}

impl CharSet {
    /// All characters.
    pub fn all() -> CharSet {
        CharSet::default().negated()
    }

    pub fn of_class(class: Class) -> CharSet {
        let mut set = CharSet::default();
        set.add_class(class, false);
        set
    }

    pub fn contains(&self, c: char) -> bool {
        match c.is_ascii() {
            true => self.ascii >> (c as u32) & 1 == 1,
            false => self.wide.iter().any(|m| m.contains(c)) != self.wide_negated,
        }
    }

    /// Whether the ASCII character with this code is in the set. `code` must be under 128.
    #[inline]
    pub fn contains_ascii(&self, code: u8) -> bool {
        self.ascii >> (code & 127) & 1 == 1
    }

    pub fn add_range(&mut self, first: u32, last: u32) {
        if first <= last && first <= 127 {
            self.ascii |= range(first as u8, last.min(127) as u8);
        }
        if last > 127 {
            self.add_member(Member::Range(first.max(128), last));
        }
    }

    pub fn add_char(&mut self, c: char) {
        self.add_range(c as u32, c as u32);
    }

    pub fn add_class(&mut self, class: Class, negated: bool) {
        let (ascii, member) = match negated {
            true => (!class.ascii(), Member::Not(class)),
            false => (class.ascii(), Member::Class(class)),
        };
        self.ascii |= ascii;
        self.add_member(member);
    }

    pub fn add_set(&mut self, other: CharSet) {
        self.ascii |= other.ascii;
        if !other.wide.is_empty() || other.wide_negated {
            self.add_member(Member::Set(CharSet { ascii: 0, ..other }));
        }
    }

    pub fn negated(self) -> CharSet {
        CharSet {
            ascii: !self.ascii,
            wide_negated: !self.wide_negated,
            ..self
        }
    }

    /// With the other case of every ASCII letter in it.
    pub fn ignoring_case(mut self) -> CharSet {
        for lower in b'a'..=b'z' {
            let both = 1u128 << lower | 1 << lower.to_ascii_uppercase();
            if self.ascii & both != 0 {
                self.ascii |= both;
            }
        }
        self
    }

    /// Whether no character is in both. May say no where the answer takes Unicode tables.
    pub fn is_disjoint(&self, other: &CharSet) -> bool {
        let is_ascii = |set: &CharSet| set.wide.is_empty() && !set.wide_negated;
        self.ascii & other.ascii == 0 && (is_ascii(self) || is_ascii(other))
    }

    fn add_member(&mut self, member: Member) {
        // Members are added while the set is built; negation is the last step.
        debug_assert!(!self.wide_negated);
        self.wide.push(member);
    }
}

impl Member {
    /// Whether a character beyond ASCII is a member.
    fn contains(&self, c: char) -> bool {
        match self {
            Member::Range(first, last) => (*first..=*last).contains(&(c as u32)),
            Member::Class(class) => class.contains_wide(c),
            Member::Not(class) => !class.contains_wide(c),
            Member::Set(set) => set.contains(c),
        }
    }
}

impl Class {
    /// `\p{NAME}`: a general category by its short name, or one of the names that Java adds.
    pub fn named(name: &str) -> Option<Class> {
        use GeneralCategory as C;
        use GeneralCategoryGroup as G;
        Some(match name {
            "L" => Class::Group(G::Letter),
            "M" => Class::Group(G::Mark),
            "N" => Class::Group(G::Number),
            "P" => Class::Group(G::Punctuation),
            "S" => Class::Group(G::Symbol),
            "Z" => Class::Group(G::Separator),
            "C" => Class::Group(G::Other),
            "Lu" => Class::Category(C::UppercaseLetter),
            "Ll" => Class::Category(C::LowercaseLetter),
            "Nd" => Class::Category(C::DecimalNumber),
            "Zs" => Class::Category(C::SpaceSeparator),
            "Cc" | "Cntrl" => Class::Category(C::Control),
            "Cf" => Class::Category(C::Format),
            "ASCII" => Class::Ascii,
            "Graph" => Class::Graph,
            "Print" => Class::Print,
            "Alpha" | "Alphabetic" => Class::Group(G::Letter),
            "Digit" => Class::Digit,
            "Punct" => Class::Group(G::Punctuation),
            "Space" => Class::Space,
            _ => return None,
        })
    }

    /// The ASCII members, written out: asking the Unicode tables 128 times would cost more than all
    /// else in compiling a pattern.
    fn ascii(self) -> u128 {
        use GeneralCategory as C;
        use GeneralCategoryGroup as G;
        match self {
            Class::Digit | Class::Group(G::Number) | Class::Category(C::DecimalNumber) => DIGITS,
            Class::Word => LETTERS | DIGITS | chars(b"_"),
            Class::Space => range(9, 13) | chars(b" "),
            Class::Any => !chars(b"\n"),
            Class::Ascii => u128::MAX,
            Class::Graph => range(33, 126),
            Class::Print => range(32, 126),
            Class::Group(G::Letter) => LETTERS,
            Class::Group(G::Separator) | Class::Category(C::SpaceSeparator) => chars(b" "),
            Class::Group(G::Other) | Class::Category(C::Control) => CONTROLS,
            Class::Group(G::Symbol) => chars(b"$+<=>^`|~"),
            Class::Group(G::Punctuation) => chars(b"!\"#%&'()*,-./:;?@[\\]_{}"),
            Class::Category(C::UppercaseLetter) => range(b'A', b'Z'),
            Class::Category(C::LowercaseLetter) => range(b'a', b'z'),
            Class::Group(_) | Class::Category(_) => 0,
        }
    }

    /// Whether a character beyond ASCII is a member.
    fn contains_wide(self, c: char) -> bool {
        let group = || c.general_category_group();
        match self {
            Class::Digit => c.is_numeric(),
            Class::Word => c.is_alphanumeric(),
            Class::Space => c.is_whitespace(),
            Class::Any => true,
            Class::Ascii => false,
            Class::Graph => !c.is_whitespace() && group() != GeneralCategoryGroup::Other,
            Class::Print => group() != GeneralCategoryGroup::Other,
            Class::Category(category) => c.general_category() == category,
            Class::Group(wanted) => group() == wanted,
        }
    }
}

const LETTERS: u128 = range(b'A', b'Z') | range(b'a', b'z');
const DIGITS: u128 = range(b'0', b'9');
const CONTROLS: u128 = range(0, 31) | 1 << 127;

const fn range(first: u8, last: u8) -> u128 {
    (u128::MAX >> (127 - last)) & (u128::MAX << first)
}

const fn chars(members: &[u8]) -> u128 {
    let mut bits = 0;
    let mut at = 0;
    while at < members.len() {
        bits |= 1 << members[at];
        at += 1;
    }
    bits
}
