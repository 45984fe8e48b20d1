//! Runs a program over a text: backtracking, which is quickest for what schemas ask, and after some
//! steps with a memory of what has been tried, so that no pattern takes more than polynomial time.
//!
//! Where the text has holes, the question is whether it *may* match: a hole may give any character
//! and may be empty. What a negative look-around excludes must then be certain, so that inside one
//! the question is whether it *must* match: a hole gives nothing.

use super::Partial;
use super::program::{Instruction, Program};
use super::syntax::Assert;

/// Whether the program matches anywhere in the text.
pub fn is_match(program: &Program, text: &str) -> bool {
    search(program, Partial { text, holes: &[] })
}

/// Whether it matches for any content of the holes.
pub fn may_match(program: &Program, text: Partial) -> bool {
    search(program, text)
}

/// From this many branches on, what has been tried is remembered.
const BRANCHES: u32 = 512;

/// A search that would need to remember more bits than this is given up: it finds.
const MEMORY: usize = 1 << 26;

/// A search that reads more characters than this is given up: it finds.
const READS: u32 = 1 << 22;

fn search(program: &Program, text: Partial) -> bool {
    let mut search = Search {
        program,
        text: text.text,
        holes: text.holes,
        must: false,
        tried: Tried::default(),
        reads: 0,
        gave_up: false,
    };
    let first = match program.instructions.first() {
        Some(Instruction::Char(c)) if text.holes.is_empty() => Some(*c),
        _ => None,
    };
    let mut start = 0;
    loop {
        if first.is_none_or(|c| search.text[start..].starts_with(c)) {
            let found = search.run(0, Place::at(start), None);
            if found || search.gave_up {
                return true;
            }
        }
        if program.anchored {
            return false;
        }
        match search.text[start..].chars().next() {
            Some(c) => start += c.len_utf8(),
            None => return false,
        }
    }
}

/// A byte offset, and whether the hole there (if there is one) lies behind.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place(u32);

impl Place {
    fn at(offset: usize) -> Place {
        Place((offset as u32) << 1)
    }

    fn past_hole(self) -> Place {
        Place(self.0 | 1)
    }

    fn offset(self) -> usize {
        (self.0 >> 1) as usize
    }
}

struct Search<'a> {
    program: &'a Program,
    text: &'a str,
    holes: &'a [usize],
    /// Inside a negative look-around: what is unknown does not count as a match.
    must: bool,
    tried: Tried,
    reads: u32,
    gave_up: bool,
}

/// What has been tried in the run at hand.
#[derive(Default)]
struct Tried {
    branches: u32,
    /// A bit for each instruction and place, once there are many branches.
    bits: Vec<u64>,
}

impl Search<'_> {
    /// Whether the instructions from `at` on lead to a `Match`, at `goal` where there is one.
    fn run(&mut self, at: u32, place: Place, goal: Option<usize>) -> bool {
        let mut pending: Vec<(u32, Place)> = Vec::new();
        let mut now = Some((at, place));
        while let Some((at, place)) = now {
            if !self.is_new(at, place) {
                now = pending.pop();
                continue;
            }
            if self.gave_up {
                return true;
            }
            let Some(instruction) = self.program.instructions.get(at as usize) else {
                return false;
            };
            let next = match *instruction {
                Instruction::Match => {
                    if goal.is_none_or(|goal| goal == place.offset()) {
                        return true;
                    }
                    None
                }
                Instruction::Char(c) => self.step(at, place, &mut pending, |found| found == c),
                Instruction::One(set) => {
                    let program = self.program;
                    let set = &program.sets[set as usize];
                    self.step(at, place, &mut pending, |found| set.contains(found))
                }
                Instruction::Run { .. } => self.run_of(at, place, goal, &mut pending),
                Instruction::Split(first, second) => {
                    self.tried.branches += 1;
                    pending.push((second, place));
                    Some((first, place))
                }
                Instruction::Jump(to) => Some((to, place)),
                Instruction::Assert(assert) => self.holds(assert, place).then_some((at + 1, place)),
                Instruction::Ahead { negative, next } => {
                    let found = self.look(negative, |s| s.run(at + 1, place, None));
                    (found != negative).then_some((next, place))
                }
                Instruction::Behind {
                    negative,
                    min,
                    max,
                    next,
                } => {
                    let found = self.look(negative, |s| s.behind(at + 1, place, min, max));
                    (found != negative).then_some((next, place))
                }
            };
            now = next.or_else(|| pending.pop());
        }
        false
    }

    /// One character.
    fn step(
        &mut self,
        at: u32,
        place: Place,
        pending: &mut Vec<(u32, Place)>,
        fits: impl Fn(char) -> bool,
    ) -> Option<(u32, Place)> {
        if self.is_hole(place) {
            if self.must {
                return None;
            }
            self.tried.branches += 1;
            pending.push((at, place.past_hole()));
            return Some((at + 1, place));
        }
        self.read();
        let offset = place.offset();
        let c = match self.text.as_bytes().get(offset)? {
            byte if byte.is_ascii() => *byte as char,
            _ => self.text[offset..].chars().next()?,
        };
        fits(c).then_some((at + 1, Place::at(offset + c.len_utf8())))
    }

    /// A run of characters.
    fn run_of(
        &mut self,
        at: u32,
        place: Place,
        goal: Option<usize>,
        pending: &mut Vec<(u32, Place)>,
    ) -> Option<(u32, Place)> {
        let Instruction::Run {
            set,
            min,
            max,
            longest,
        } = self.program.instructions[at as usize]
        else {
            return None;
        };
        let program = self.program;
        let set = &program.sets[set as usize];
        let bytes = self.text.as_bytes();
        let end = goal.unwrap_or(bytes.len());
        let mut offset = place.offset();
        // A hole can give as many as are wanted.
        let mut enough = false;
        let mut past_hole = place.0 & 1 == 1;
        let mut count = 0u32;
        let mut last = None;
        loop {
            let hole = !past_hole && self.has_hole(offset);
            if hole {
                if self.must {
                    return last;
                }
                enough = true;
            }
            if enough || count >= min {
                let found = Place::at(offset);
                let found = if past_hole { found.past_hole() } else { found };
                if let Some(last) = last.replace((at + 1, found))
                    && (!longest || !self.holes.is_empty())
                {
                    self.tried.branches += 1;
                    pending.push(last);
                }
            }
            if hole {
                past_hole = true;
                continue;
            }
            if count >= max || offset >= end {
                return last;
            }
            self.read();
            let width = match bytes.get(offset) {
                None => return last,
                Some(byte) if byte.is_ascii() => match set.contains_ascii(*byte) {
                    true => 1,
                    false => return last,
                },
                Some(_) => match self.text[offset..].chars().next() {
                    Some(c) if set.contains(c) => c.len_utf8(),
                    _ => return last,
                },
            };
            offset += width;
            past_hole = false;
            count += 1;
        }
    }

    /// Runs a look-around: inside a negative one, the question is the opposite. What is tried
    /// there says nothing about other runs.
    fn look(&mut self, negative: bool, run: impl FnOnce(&mut Self) -> bool) -> bool {
        let must = self.must;
        self.must = must != negative;
        let tried = std::mem::take(&mut self.tried);
        let found = run(self);
        self.tried = tried;
        self.must = must;
        found
    }

    fn behind(&mut self, at: u32, place: Place, min: u32, max: u32) -> bool {
        let end = place.offset();
        let mut start = end;
        for width in 0..=max {
            if self.has_hole(start) {
                return !self.must;
            }
            self.tried = Tried::default();
            if width >= min && self.run(at, Place::at(start), Some(end)) {
                return true;
            }
            match self.text[..start].chars().next_back() {
                Some(c) => start -= c.len_utf8(),
                None => return false,
            }
        }
        false
    }

    fn holds(&self, assert: Assert, place: Place) -> bool {
        let offset = place.offset();
        let (before, after) = self.text.split_at(offset);
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let boundary = || word(before.chars().next_back()) != word(after.chars().next());
        let hole = self.has_hole(offset);
        let known = match assert {
            Assert::Start => offset == 0,
            Assert::End => after.is_empty() || after == "\n",
            Assert::StrictEnd => after.is_empty(),
            // What stands in the hole next to it decides.
            _ if hole => return !self.must,
            Assert::LineStart => before.is_empty() || before.ends_with('\n'),
            Assert::LineEnd => after.is_empty() || after.starts_with('\n'),
            Assert::WordBoundary => boundary(),
            Assert::NoWordBoundary => !boundary(),
        };
        known && !(hole && self.must)
    }

    fn is_hole(&self, place: Place) -> bool {
        place.0 & 1 == 0 && self.has_hole(place.offset())
    }

    #[inline]
    fn has_hole(&self, offset: usize) -> bool {
        !self.holes.is_empty() && self.holes.binary_search(&offset).is_ok()
    }

    /// Whether this instruction has not been tried at this place. Until there are many branches,
    /// nothing is remembered.
    fn is_new(&mut self, at: u32, place: Place) -> bool {
        if self.tried.branches < BRANCHES {
            return true;
        }
        let places = (self.text.len() + 1) * 2;
        if self.tried.bits.is_empty() {
            let bits = self.program.instructions.len().saturating_mul(places);
            if bits > MEMORY {
                self.gave_up = true;
                return true;
            }
            self.tried.bits = vec![0; bits / 64 + 1];
        }
        let bit = at as usize * places + place.0 as usize;
        let Some(word) = self.tried.bits.get_mut(bit / 64) else {
            return true;
        };
        let is_new = *word >> (bit % 64) & 1 == 0;
        *word |= 1 << (bit % 64);
        is_new
    }

    fn read(&mut self) {
        self.reads += 1;
        self.gave_up |= self.reads > READS;
    }
}
