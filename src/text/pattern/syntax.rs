//! A pattern's text to its tree. In: the text, in a mixture of dialects. Out: [`Node`], or in words
//! what cannot be read. What only changes captures or preference (lazy, possessive and atomic
//! forms) is read and forgotten: nobody asks for more than whether a text matches.

use super::set::{CharSet, Class};
use std::iter::Peekable;
use std::str::Chars;

/// What a part of a pattern asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Empty,
    /// One character of the set.
    Set(CharSet),
    Char(char),
    Assert(Assert),
    Concat(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
    },
    Look {
        node: Box<Node>,
        ahead: bool,
        negative: bool,
    },
}

/// A condition on a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Assert {
    /// The start of the text.
    Start,
    /// The end of the text, or before a line feed that ends it.
    End,
    /// The end of the text.
    StrictEnd,
    /// The start of a line, under `(?m)`.
    LineStart,
    /// The end of a line, under `(?m)`.
    LineEnd,
    /// `\b` between a word and what is none.
    WordBoundary,
    NoWordBoundary,
}

/// Reads a whole pattern.
pub fn parse(text: &str) -> Result<Node, String> {
    let mut parser = Parser {
        rest: text.chars().peekable(),
        flags: Flags::default(),
        depth: 0,
    };
    let node = parser.alternatives()?;
    match parser.rest.peek() {
        None => Ok(node),
        Some(_) => Err("a `)` closes nothing".to_string()),
    }
}

/// Groups may nest this deep.
const DEPTH: u32 = 100;

/// Counts above this are no counts that a text can reach.
const COUNT: u32 = 100_000;

#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    ignore_case: bool,
    dot_all: bool,
    multi_line: bool,
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    flags: Flags,
    depth: u32,
}

/// What stands between the brackets of a class, or behind a backslash.
enum Item {
    Char(u32),
    Class(Class, bool),
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Node, String> {
        let mut all = vec![self.sequence()?];
        while self.eat('|') {
            all.push(self.sequence()?);
        }
        if all.len() == 1 {
            return Ok(all.remove(0));
        }
        // Alternatives of one character each are a set, which is far quicker to search for.
        if all
            .iter()
            .all(|n| matches!(n, Node::Set(_) | Node::Char(_)))
        {
            let mut union = CharSet::default();
            for node in all {
                match node {
                    Node::Char(c) => union.add_char(c),
                    Node::Set(set) => union.add_set(set),
                    _ => {}
                }
            }
            return Ok(Node::Set(union));
        }
        Ok(Node::Alternatives(all))
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(c) = self.rest.peek().copied() {
            if c == '|' || c == ')' {
                break;
            }
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.remove(0),
            _ => Node::Concat(nodes),
        })
    }

    fn atom(&mut self) -> Result<Node, String> {
        match self.rest.next() {
            Some('(') => self.group(),
            Some('[') => self.class(),
            Some('.') => Ok(Node::Set(match self.flags.dot_all {
                true => CharSet::all(),
                false => CharSet::of_class(Class::Any),
            })),
            Some('^') => Ok(Node::Assert(match self.flags.multi_line {
                true => Assert::LineStart,
                false => Assert::Start,
            })),
            Some('$') => Ok(Node::Assert(match self.flags.multi_line {
                true => Assert::LineEnd,
                false => Assert::End,
            })),
            Some('\\') => self.escape(),
            Some(c @ ('*' | '+' | '?')) => Err(format!("`{c}` repeats nothing")),
            Some(c) => Ok(self.literal(c)),
            None => Ok(Node::Empty),
        }
    }

    /// An atom with the quantifiers behind it.
    fn repeated(&mut self, mut node: Node) -> Result<Node, String> {
        while let Some((min, max)) = self.maybe_quantifier()? {
            node = Node::Repeat {
                node: Box::new(node),
                min,
                max,
            };
        }
        Ok(node)
    }

    fn maybe_quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>, String> {
        let bounds = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.maybe_counts(),
            _ => return Ok(None),
        };
        self.rest.next();
        self.skip_preference();
        Ok(Some(bounds))
    }

    /// `{2}`, `{2,}`, `{2,5}`, `{,5}`. Any other brace is a character.
    fn maybe_counts(&mut self) -> Result<Option<(u32, Option<u32>)>, String> {
        let mut ahead = self.rest.clone();
        ahead.next();
        let mut digits = [String::new(), String::new()];
        let mut comma = false;
        loop {
            match ahead.next() {
                Some(c) if c.is_ascii_digit() => digits[comma as usize].push(c),
                Some(',') if !comma => comma = true,
                Some('}') => break,
                _ => return Ok(None),
            }
        }
        let [first, second] = digits;
        if first.is_empty() && second.is_empty() {
            return Ok(None);
        }
        let number = |digits: &str| digits.parse::<u32>().unwrap_or(u32::MAX);
        let min = if first.is_empty() { 0 } else { number(&first) };
        let max = match (comma, second.is_empty()) {
            (false, _) => Some(min),
            (true, true) => None,
            (true, false) => Some(number(&second)),
        };
        if max.is_some_and(|max| max < min) {
            return Err(format!("`{{{first},{second}}}` ends before it starts"));
        }
        if min > COUNT {
            return Err(format!("`{{{min}}}` repeats more than {COUNT} times"));
        }
        self.rest = ahead;
        self.skip_preference();
        Ok(Some((min, max.filter(|max| *max <= COUNT))))
    }

    /// Lazy and possessive marks.
    fn skip_preference(&mut self) {
        if matches!(self.rest.peek(), Some('?' | '+')) {
            self.rest.next();
        }
    }

    fn group(&mut self) -> Result<Node, String> {
        if !self.eat('?') {
            return self.group_body();
        }
        match self.rest.next() {
            Some(':' | '>') => self.group_body(),
            Some('=') => self.look(true, false),
            Some('!') => self.look(true, true),
            Some('<') if self.eat('=') => self.look(false, false),
            Some('<') if self.eat('!') => self.look(false, true),
            Some('<') => self.named_group(),
            Some('P') if self.eat('<') => self.named_group(),
            Some(c) => self.flags(c),
            None => Err(UNCLOSED.to_string()),
        }
    }

    fn group_body(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("groups nest deeper than {DEPTH}"));
        }
        let outer = self.flags;
        let node = self.alternatives()?;
        self.flags = outer;
        self.depth -= 1;
        match self.eat(')') {
            true => Ok(node),
            false => Err(UNCLOSED.to_string()),
        }
    }

    fn look(&mut self, ahead: bool, negative: bool) -> Result<Node, String> {
        let node = Box::new(self.group_body()?);
        Ok(Node::Look {
            node,
            ahead,
            negative,
        })
    }

    fn named_group(&mut self) -> Result<Node, String> {
        for c in self.rest.by_ref() {
            if c == '>' {
                return self.group_body();
            }
        }
        Err(UNCLOSED.to_string())
    }

    /// `(?i)` holds to the end of the group around it, `(?i:...)` inside.
    fn flags(&mut self, first: char) -> Result<Node, String> {
        let outer = self.flags;
        let mut on = true;
        let mut next = Some(first);
        loop {
            match next {
                Some('-') => on = false,
                Some('i') => self.flags.ignore_case = on,
                Some('s') => self.flags.dot_all = on,
                Some('m') => self.flags.multi_line = on,
                Some('u') => {}
                Some(')') => return Ok(Node::Empty),
                Some(':') => {
                    let node = self.group_body();
                    self.flags = outer;
                    return node;
                }
                Some(c) => return Err(format!("`(?{c}` begins no known group")),
                None => return Err(UNCLOSED.to_string()),
            }
            next = self.rest.next();
        }
    }

    /// `[...]`, behind the opening bracket.
    fn class(&mut self) -> Result<Node, String> {
        let negated = self.eat('^');
        let mut set = CharSet::default();
        let mut first = true;
        loop {
            let item = match self.rest.next() {
                Some(']') if !first => break,
                Some('[') if self.rest.peek() == Some(&':') => self.named_class()?,
                Some('\\') => self.class_escape()?,
                Some(c) => Item::Char(c as u32),
                None => return Err("a `[` is not closed".to_string()),
            };
            first = false;
            match item {
                Item::Class(class, negated) => set.add_class(class, negated),
                Item::Char(start) => {
                    let end = self.maybe_range_end()?.unwrap_or(start);
                    if end < start {
                        return Err("a range in `[...]` ends before it starts".to_string());
                    }
                    set.add_range(start, end);
                }
            }
        }
        if self.flags.ignore_case {
            set = set.ignoring_case();
        }
        Ok(Node::Set(if negated { set.negated() } else { set }))
    }

    /// `[:alpha:]` inside a class; any other `[` there is a character.
    fn named_class(&mut self) -> Result<Item, String> {
        let mut ahead = self.rest.clone();
        ahead.next();
        let name: String = ahead.by_ref().take_while(|c| *c != ':').take(12).collect();
        let class = match name.as_str() {
            "alpha" => Class::named("L"),
            "digit" => Class::named("Digit"),
            "alnum" | "word" => Some(Class::Word),
            "space" => Some(Class::Space),
            "punct" => Class::named("P"),
            "upper" => Class::named("Lu"),
            "lower" => Class::named("Ll"),
            _ => None,
        };
        match class {
            Some(class) if ahead.next() == Some(']') => {
                self.rest = ahead;
                Ok(Item::Class(class, false))
            }
            _ => Ok(Item::Char('[' as u32)),
        }
    }

    /// The end of a range behind its start. A `-` before a class or the closing bracket is a
    /// character.
    fn maybe_range_end(&mut self) -> Result<Option<u32>, String> {
        let mut ahead = self.rest.clone();
        if ahead.next() != Some('-') || ahead.peek().is_none_or(|c| *c == ']') {
            return Ok(None);
        }
        let before = std::mem::replace(&mut self.rest, ahead);
        let item = match self.rest.next() {
            Some('\\') => self.class_escape()?,
            Some(c) => Item::Char(c as u32),
            None => Item::Class(Class::Any, false),
        };
        match item {
            Item::Char(end) => Ok(Some(end)),
            Item::Class(..) => {
                self.rest = before;
                Ok(None)
            }
        }
    }

    fn class_escape(&mut self) -> Result<Item, String> {
        match self.rest.peek() {
            Some('b') => {
                self.rest.next();
                Ok(Item::Char(8))
            }
            _ => self.escaped(),
        }
    }

    /// What stands behind a backslash outside of a class.
    fn escape(&mut self) -> Result<Node, String> {
        let assert = match self.rest.peek() {
            Some('b') => Assert::WordBoundary,
            Some('B') => Assert::NoWordBoundary,
            Some('A') => Assert::Start,
            Some('Z' | 'z') => Assert::StrictEnd,
            Some(c @ '1'..='9') => return Err(format!("`\\{c}` refers back to a group")),
            _ => {
                return Ok(match self.escaped()? {
                    Item::Class(class, negated) => {
                        let mut set = CharSet::default();
                        set.add_class(class, negated);
                        Node::Set(set)
                    }
                    // Half a surrogate pair is no character; no text holds one.
                    Item::Char(code) => match char::from_u32(code) {
                        Some(c) => self.literal(c),
                        None => Node::Set(CharSet::default()),
                    },
                });
            }
        };
        self.rest.next();
        Ok(Node::Assert(assert))
    }

    fn escaped(&mut self) -> Result<Item, String> {
        let Some(c) = self.rest.next() else {
            return Err("a `\\` ends the pattern".to_string());
        };
        Ok(match c {
            'd' => Item::Class(Class::Digit, false),
            'D' => Item::Class(Class::Digit, true),
            'w' => Item::Class(Class::Word, false),
            'W' => Item::Class(Class::Word, true),
            's' => Item::Class(Class::Space, false),
            'S' => Item::Class(Class::Space, true),
            'p' => self.property(false)?,
            'P' => self.property(true)?,
            'n' => Item::Char(10),
            'r' => Item::Char(13),
            't' => Item::Char(9),
            'f' => Item::Char(12),
            'v' => Item::Char(11),
            '0' => Item::Char(0),
            'x' => Item::Char(self.hex(2).unwrap_or('x' as u32)),
            'u' => Item::Char(self.unicode().unwrap_or('u' as u32)),
            other => Item::Char(other as u32),
        })
    }

    /// `\p{L}` and `\pL`.
    fn property(&mut self, negated: bool) -> Result<Item, String> {
        let name: String = match self.eat('{') {
            true => self.rest.by_ref().take_while(|c| *c != '}').collect(),
            false => self.rest.next().into_iter().collect(),
        };
        match Class::named(&name) {
            Some(class) => Ok(Item::Class(class, negated)),
            None => Err(format!("`\\p{{{name}}}` names no known set of characters")),
        }
    }

    /// `\u0041`, `\u{1F600}`, and the surrogate pair `\uD83D\uDE00`.
    fn unicode(&mut self) -> Option<u32> {
        if self.eat('{') {
            let digits: String = self.rest.by_ref().take_while(|c| *c != '}').collect();
            return u32::from_str_radix(&digits, 16).ok();
        }
        let high = self.hex(4)?;
        let before = self.rest.clone();
        if (0xD800..0xDC00).contains(&high) && self.eat('\\') && self.eat('u') {
            match self.hex(4) {
                Some(low @ 0xDC00..0xE000) => {
                    return Some(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                }
                _ => self.rest = before,
            }
        } else {
            self.rest = before;
        }
        Some(high)
    }

    /// Exactly so many hexadecimal digits; none are taken where there are fewer.
    fn hex(&mut self, digits: u32) -> Option<u32> {
        let mut ahead = self.rest.clone();
        let mut value = 0;
        for _ in 0..digits {
            value = value * 16 + ahead.next()?.to_digit(16)?;
        }
        self.rest = ahead;
        Some(value)
    }

    fn literal(&self, c: char) -> Node {
        if !self.flags.ignore_case || !c.is_ascii_alphabetic() {
            return Node::Char(c);
        }
        let mut set = CharSet::default();
        set.add_char(c);
        Node::Set(set.ignoring_case())
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest.peek() == Some(&c);
        if found {
            self.rest.next();
        }
        found
    }
}

const UNCLOSED: &str = "a `(` is not closed";
