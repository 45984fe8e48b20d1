//! The pattern as others see it: compiled on first use and once.

use super::program::{self, Program};
use super::search;
use crate::text::Name;
use std::sync::{Arc, OnceLock};

/// A pattern. Clones share what was compiled.
#[derive(Clone)]
pub struct Pattern(Arc<Inner>);

struct Inner {
    text: Name,
    /// Whether it must match the whole value, or only occur in it.
    whole: bool,
    compiled: OnceLock<Result<Program, String>>,
}

/// A text of which some parts are unknown: between the known ones, at `holes`, any text may stand.
#[derive(Debug, Clone, Copy)]
pub struct Partial<'a> {
    /// All known parts, joined.
    pub text: &'a str,
    /// Byte offsets into `text`, ascending.
    pub holes: &'a [usize],
}

impl Pattern {
    /// A pattern that is searched for, as schemas do.
    pub fn new(text: impl Into<Name>) -> Pattern {
        Pattern::with(text.into(), false)
    }

    /// A pattern that must match the whole value, as `AllowedPattern` does.
    pub fn whole(text: &str) -> Pattern {
        Pattern::with(text.into(), true)
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Whether the pattern matches `value`. True where the pattern itself is broken.
    pub fn is_match(&self, value: &str) -> bool {
        match self.compiled() {
            Ok(program) => search::is_match(program, value),
            Err(_) => true,
        }
    }

    /// Whether there is any text in place of the unknown parts with which the pattern matches.
    /// True where that cannot be decided.
    pub fn may_match(&self, value: Partial) -> bool {
        match self.compiled() {
            Ok(program) => search::may_match(program, value),
            Err(_) => true,
        }
    }

    /// Why the pattern cannot be used.
    pub fn problem(&self) -> Option<&str> {
        self.compiled().as_ref().err().map(String::as_str)
    }

    fn with(text: Name, whole: bool) -> Pattern {
        Pattern(Arc::new(Inner {
            text,
            whole,
            compiled: OnceLock::new(),
        }))
    }

    fn compiled(&self) -> &Result<Program, String> {
        let inner = &self.0;
        inner
            .compiled
            .get_or_init(|| program::compile(&inner.text, inner.whole))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.0.text == other.0.text && self.0.whole == other.0.whole
    }
}

impl Eq for Pattern {}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/{}/", self.0.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, found: &[&str], missing: &[&str]) {
        let pattern = Pattern::new(pattern);
        assert_eq!(pattern.problem(), None, "{pattern:?}");
        for text in found {
            assert!(pattern.is_match(text), "{pattern:?} finds {text:?}");
        }
        for text in missing {
            assert!(!pattern.is_match(text), "{pattern:?} misses {text:?}");
        }
    }

    #[test]
    fn searches_and_counts() {
        check("b+", &["abc"], &["ac"]);
        check(
            "^[a-z0-9-]{3,5}$",
            &["abc", "a-1-z"],
            &["ab", "abcdef", "ABC"],
        );
        check("^(ab|c){2}$", &["abc", "cc"], &["c", "abab c"]);
        check(
            "^([0-9a-zA-Z][_-]?){1,100}$",
            &["a-b_c", "ab"],
            &["-a", "a--b"],
        );
        check("a{,2}b{x}", &["b{x}"], &["b"]);
        check(r"^\d{3}\Z", &["123"], &["1234", "123\n"]);
        check("^123$", &["123", "123\n"], &["123\n\n"]);
    }

    #[test]
    fn classes_of_every_dialect() {
        check(r"^[\w\-.]+$", &["a-b.c_1"], &["a b"]);
        check("^[]a]+$", &["]a"], &["b"]);
        check("^[+-=._:/]+$", &["+,-./0:;<="], &["a"]);
        check(r"^[\p{L}\p{N}]+$", &["aé日1"], &["a b", "a😀"]);
        check(r"^\P{C}*$", &["a b"], &["a\u{7}"]);
        check(r"^[\uD800\uDC00-\uDBFF\uDFFF]$", &["😀"], &["a"]);
        check(r"^[^\x00-\x1F]+$", &["ab"], &["a\tb"]);
        check("^[[:alpha:]]+$", &["ab"], &["a1"]);
        check("(?i)^gb$", &["GB", "gB"], &["g"]);
        check("^a.b$", &["a b"], &["a\nb"]);
        check("(?s)^a.b$", &["a\nb"], &["ab"]);
    }

    #[test]
    fn look_around() {
        check("^(?!aws:).+$", &["key", "a:aws:"], &["aws:key", ""]);
        check(
            r"^[0-9a-z.-]*(?<!\.)$",
            &["a.b", ""],
            &["a.", "a\n.", "a.b."],
        );
        check(r"(?<!\.git)$", &["a.b"], &["a.git"]);
        check(r"^(?=.*\d)(?=.*[a-z])\w+$", &["a1"], &["a", "1"]);
    }

    #[test]
    fn a_whole_value() {
        let pattern = Pattern::whole("a|b");
        assert!(pattern.is_match("b"));
        assert!(!pattern.is_match("ab"));
        assert!(!pattern.is_match("a\n"));
    }

    #[track_caller]
    fn check_partial(pattern: &str, parts: &[&str], expected: bool) {
        let mut text = String::new();
        let mut holes = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                holes.push(text.len());
            }
            text.push_str(part);
        }
        let value = Partial {
            text: &text,
            holes: &holes,
        };
        let found = Pattern::new(pattern).may_match(value);
        assert_eq!(found, expected, "/{pattern}/ on {}", parts.join("…"));
    }

    #[test]
    fn texts_with_unknown_parts() {
        check_partial(r"^.*\.fifo$", &["", "-orders"], false);
        check_partial(r"^.*\.fifo$", &["", ".fifo"], true);
        check_partial(r"^.*\.fifo$", &["orders", ""], true);
        check_partial("^arn:aws[a-z-]*:iam::", &["arn:", ":s3:::x"], true);
        check_partial("^arn:aws[a-z-]*:iam::", &["photos-", ""], false);
        check_partial("^[a-z]{3,5}$", &["ab", ""], true);
        check_partial("^[a-z]{3,5}$", &["abcdef", ""], false);
        check_partial("^[a-z]{3,5}$", &["ab", "C"], false);
        check_partial("^(?!aws:).+$", &["aws:", ""], false);
        check_partial("^(?!aws:).+$", &["", "x"], true);
        check_partial("^a(bc){2}$", &["a", "c"], true);
        check_partial("^$", &["", ""], true);
        check_partial("^$", &["", "", "x"], false);
        check_partial(r"^[a-z]*(?<!-)$", &["a", "-"], false);
    }

    #[test]
    fn broken_patterns_say_why_and_find_everything() {
        for (pattern, why) in [
            ("(a", "a `(` is not closed"),
            ("a)", "a `)` closes nothing"),
            ("[a", "a `[` is not closed"),
            ("*a", "`*` repeats nothing"),
            ("(a)\\1", "`\\1` refers back to a group"),
            (
                "\\p{Klingon}",
                "`\\p{Klingon}` names no known set of characters",
            ),
            (
                "((((x{1000}){1000}){1000}){1000}){1000}y",
                "it repeats too much",
            ),
        ] {
            let pattern = Pattern::new(pattern);
            assert_eq!(pattern.problem(), Some(why));
            assert!(pattern.is_match("anything"));
        }
    }

    /// Each of these takes exponential time where nothing is remembered.
    #[test]
    fn no_pattern_takes_for_ever() {
        let text = "a".repeat(5_000) + "b";
        for pattern in [
            "(a+)+$",
            "([a-z]+)*\\d",
            "^(a|b|ab)*c$",
            "(?=(a+)+$)c",
            "((a*)*)*c",
        ] {
            Pattern::new(pattern).is_match(&text);
        }
        Pattern::new("(".repeat(100_000)).problem();
    }
}
