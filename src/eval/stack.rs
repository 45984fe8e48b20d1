//! Room on the machine's stack. Functions cannot recurse, but a program may have ten thousand of
//! them that call each other in a chain: where the stack would run out, evaluation goes on in a
//! thread with a fresh one.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::Value;
use crate::text::Span;

/// How much of the caller's stack is used. Every thread that runs Rust code has at least 2 MiB.
const FIRST: usize = 768 << 10;

/// The size of a further stack. Memory is taken only as far as it is used.
const FURTHER: usize = 64 << 20;

/// What is left of a further stack for the code between two looks at it.
const MARGIN: usize = 4 << 20;

/// Where the current stack begins, and how far it may be used.
#[derive(Debug, Clone, Copy)]
pub(super) struct StackGuard {
    start: usize,
    limit: usize,
}

impl StackGuard {
    /// A guard for the caller's stack.
    pub fn here() -> StackGuard {
        StackGuard {
            start: position(),
            limit: FIRST,
        }
    }

    fn is_low(self) -> bool {
        self.start.abs_diff(position()) > self.limit
    }
}

/// About where the stack ends.
#[inline(never)]
fn position() -> usize {
    let marker = 0u8;
    std::ptr::from_ref(&marker).addr()
}

impl<'a> Eval<'a> {
    /// Runs `run` with enough stack below it.
    pub fn with_stack(
        &mut self,
        at: Span,
        run: impl FnOnce(&mut Eval<'a>) -> Value + Send,
    ) -> Value {
        if !self.stack.is_low() {
            return run(self);
        }
        let before = self.stack;
        let continued = std::thread::scope(|scope| {
            let eval = &mut *self;
            let thread = std::thread::Builder::new().stack_size(FURTHER);
            let thread = thread.spawn_scoped(scope, move || {
                eval.stack = StackGuard {
                    start: position(),
                    limit: FURTHER - MARGIN,
                };
                run(eval)
            });
            thread.map(|t| t.join())
        });
        self.stack = before;
        match continued {
            Ok(Ok(value)) => value,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => {
                let message = "the calls nest too deep for this machine";
                self.report_plain(
                    Diagnostic::new(Code::EvalTooDeep, at, message)
                        .here("one call too many")
                        .help("join some of the functions"),
                );
                self.error(at)
            }
        }
    }
}
