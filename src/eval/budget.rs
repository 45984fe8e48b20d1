//! How much a build may make. Every value, pass and call takes of one budget, before it is made, so
//! that a program that would make too much is refused instead of filling the memory.

/// How many values, passes and calls one build may need: many times what the largest template that
/// can be deployed takes.
pub const MOST_VALUES: u64 = 5_000_000;

/// How many resources one build may make. A stack holds 500.
pub const MOST_RESOURCES: usize = 200_000;

/// How deep values may nest.
pub const DEEPEST: u32 = 400;

/// What is left.
pub(super) struct Budget {
    left: u64,
    /// More was asked for than is left: nothing more is made.
    spent: bool,
    /// Whether that was reported.
    pub reported: bool,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            left: MOST_VALUES,
            spent: false,
            reported: false,
        }
    }
}

impl Budget {
    /// Takes a number of values. False where not as many are left; nothing more can be taken then.
    pub fn take(&mut self, values: u64) -> bool {
        match self.left.checked_sub(values) {
            Some(left) if !self.spent => {
                self.left = left;
                true
            }
            _ => {
                self.spent = true;
                false
            }
        }
    }

    /// Takes all that is left: enough was reported.
    pub fn spend(&mut self) {
        self.spent = true;
        self.reported = true;
    }

    pub fn is_spent(&self) -> bool {
        self.spent
    }
}
