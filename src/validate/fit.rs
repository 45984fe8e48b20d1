//! How sure it is that a value is like what a schema asks.

/// The answer of a check, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Yes,
    /// Only the deployment knows, or something was reported already.
    Unknown,
    No,
}

impl Fit {
    /// Where both must hold.
    pub fn and(self, other: Fit) -> Fit {
        self.max(other)
    }

    /// Where it depends on the deployment which of both must hold.
    pub fn either(self, other: Fit) -> Fit {
        if self == other { self } else { Fit::Unknown }
    }

    pub fn not(self) -> Fit {
        match self {
            Fit::Yes => Fit::No,
            Fit::Unknown => Fit::Unknown,
            Fit::No => Fit::Yes,
        }
    }
}
