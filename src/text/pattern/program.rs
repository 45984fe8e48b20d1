//! A pattern's tree to instructions for the search.

use super::set::CharSet;
use super::syntax::{self, Assert, Node};

/// A compiled pattern.
#[derive(Debug)]
pub struct Program {
    pub instructions: Vec<Instruction>,
    pub sets: Vec<CharSet>,
    /// Whether it can match at the start of a text only.
    pub anchored: bool,
}

/// One step. Unless it says otherwise, the search goes on with the next one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Instruction {
    Match,
    /// This character.
    Char(char),
    /// One character of the set with this index.
    One(u32),
    /// Characters of a set, `min` to `max` of them. Where what follows can begin with none of them,
    /// only the longest run can lead to a match.
    Run {
        set: u32,
        min: u32,
        max: u32,
        longest: bool,
    },
    /// Goes on at either place.
    Split(u32, u32),
    Jump(u32),
    Assert(Assert),
    /// What must match ahead follows, to its own `Match`; `next` is behind that.
    Ahead {
        negative: bool,
        next: u32,
    },
    /// The same for what must match right before the place: texts of `min` to `max` characters.
    Behind {
        negative: bool,
        min: u32,
        max: u32,
        next: u32,
    },
}

/// A pattern whose program is longer (counted groups are written out) is refused.
const LENGTH: usize = 100_000;

pub fn compile(text: &str, whole: bool) -> Result<Program, String> {
    let node = syntax::parse(text)?;
    let mut compiler = Compiler::default();
    if whole {
        compiler.push(Instruction::Assert(Assert::Start))?;
    }
    compiler.node(&node)?;
    if whole {
        compiler.push(Instruction::Assert(Assert::StrictEnd))?;
    }
    compiler.push(Instruction::Match)?;
    compiler.mark_longest();
    let anchored = compiler.instructions.first() == Some(&Instruction::Assert(Assert::Start));
    Ok(Program {
        instructions: compiler.instructions,
        sets: compiler.sets,
        anchored,
    })
}

#[derive(Default)]
struct Compiler {
    instructions: Vec<Instruction>,
    sets: Vec<CharSet>,
}

impl Compiler {
    fn node(&mut self, node: &Node) -> Result<(), String> {
        match node {
            Node::Empty => Ok(()),
            Node::Char(c) => self.push(Instruction::Char(*c)),
            Node::Set(set) => {
                let set = self.set(set.clone());
                self.push(Instruction::One(set))
            }
            Node::Assert(assert) => self.push(Instruction::Assert(*assert)),
            Node::Concat(nodes) => nodes.iter().try_for_each(|n| self.node(n)),
            Node::Alternatives(nodes) => self.alternatives(nodes),
            Node::Repeat { node, min, max } => self.repeat(node, *min, *max),
            Node::Look {
                node,
                ahead: true,
                negative,
            } => self.look(node, |next| Instruction::Ahead {
                negative: *negative,
                next,
            }),
            Node::Look { node, negative, .. } => {
                let (min, max) = width(node);
                let Some(max) = max else {
                    return Err("what `(?<` looks for has no longest text".to_string());
                };
                self.look(node, |next| Instruction::Behind {
                    negative: *negative,
                    min,
                    max,
                    next,
                })
            }
        }
    }

    fn alternatives(&mut self, nodes: &[Node]) -> Result<(), String> {
        let mut jumps = Vec::with_capacity(nodes.len());
        for (at, node) in nodes.iter().enumerate() {
            if at + 1 == nodes.len() {
                self.node(node)?;
                break;
            }
            let split = self.here();
            self.push(Instruction::Split(split + 1, 0))?;
            self.node(node)?;
            jumps.push(self.here());
            self.push(Instruction::Jump(0))?;
            let next = self.here();
            self.set_at(split, Instruction::Split(split + 1, next));
        }
        let end = self.here();
        for jump in jumps {
            self.set_at(jump, Instruction::Jump(end));
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>) -> Result<(), String> {
        let set = match node {
            Node::Set(set) => Some(set.clone()),
            Node::Char(c) => {
                let mut set = CharSet::default();
                set.add_char(*c);
                Some(set)
            }
            // A place repeated is the same place.
            Node::Empty | Node::Assert(_) | Node::Look { .. } if min > 0 => return self.node(node),
            Node::Empty | Node::Assert(_) | Node::Look { .. } => return Ok(()),
            _ => None,
        };
        if let Some(set) = set {
            let set = self.set(set);
            return self.push(Instruction::Run {
                set,
                min,
                max: max.unwrap_or(u32::MAX),
                longest: false,
            });
        }
        for _ in 0..min {
            self.node(node)?;
        }
        let Some(max) = max else {
            let split = self.here();
            self.push(Instruction::Split(split + 1, 0))?;
            self.node(node)?;
            self.push(Instruction::Jump(split))?;
            let next = self.here();
            self.set_at(split, Instruction::Split(split + 1, next));
            return Ok(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.here());
            self.push(Instruction::Split(0, 0))?;
            self.node(node)?;
        }
        let end = self.here();
        for split in splits {
            self.set_at(split, Instruction::Split(split + 1, end));
        }
        Ok(())
    }

    fn look(&mut self, node: &Node, with: impl Fn(u32) -> Instruction) -> Result<(), String> {
        let at = self.here();
        self.push(with(0))?;
        self.node(node)?;
        self.push(Instruction::Match)?;
        let next = self.here();
        self.set_at(at, with(next));
        Ok(())
    }

    /// Marks the runs of which only the longest can lead to a match.
    fn mark_longest(&mut self) {
        for at in 0..self.instructions.len() {
            let Instruction::Run { set, min, max, .. } = self.instructions[at] else {
                continue;
            };
            let follows_nothing = match self.instructions.get(at + 1) {
                Some(Instruction::Match) => true,
                Some(Instruction::Assert(Assert::StrictEnd)) => true,
                Some(Instruction::Assert(Assert::End)) => {
                    !self.sets[set as usize].contains_ascii(b'\n')
                }
                Some(Instruction::Char(c)) => !self.sets[set as usize].contains(*c),
                Some(Instruction::One(next)) => {
                    self.sets[set as usize].is_disjoint(&self.sets[*next as usize])
                }
                Some(Instruction::Run { set: next, min, .. }) if *min > 0 => {
                    self.sets[set as usize].is_disjoint(&self.sets[*next as usize])
                }
                _ => false,
            };
            self.instructions[at] = Instruction::Run {
                set,
                min,
                max,
                longest: follows_nothing,
            };
        }
    }

    fn here(&self) -> u32 {
        self.instructions.len() as u32
    }

    fn push(&mut self, instruction: Instruction) -> Result<(), String> {
        if self.instructions.len() >= LENGTH {
            return Err("it repeats too much".to_string());
        }
        self.instructions.push(instruction);
        Ok(())
    }

    fn set_at(&mut self, at: u32, instruction: Instruction) {
        self.instructions[at as usize] = instruction;
    }

    fn set(&mut self, set: CharSet) -> u32 {
        let known = self.sets.iter().position(|s| *s == set);
        let at = known.unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        at as u32
    }
}

/// The fewest and the most characters that a node can match.
fn width(node: &Node) -> (u32, Option<u32>) {
    match node {
        Node::Empty | Node::Assert(_) | Node::Look { .. } => (0, Some(0)),
        Node::Set(_) | Node::Char(_) => (1, Some(1)),
        Node::Concat(nodes) => nodes.iter().map(width).fold((0, Some(0)), |a, b| {
            let max = a.1.zip(b.1).map(|(a, b)| a.saturating_add(b));
            (a.0.saturating_add(b.0), max)
        }),
        Node::Alternatives(nodes) => {
            let widths = nodes.iter().map(width);
            let joined = widths.reduce(|a, b| (a.0.min(b.0), a.1.zip(b.1).map(|(a, b)| a.max(b))));
            joined.unwrap_or((0, Some(0)))
        }
        Node::Repeat { node, min, max } => {
            let (least, most) = width(node);
            let most = most.zip(*max).map(|(most, max)| most.saturating_mul(max));
            (least.saturating_mul(*min), most)
        }
    }
}
