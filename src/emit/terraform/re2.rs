//! Patterns for the engine that Terraform has for them, RE2. In: a pattern in the dialects that schemas
//! and programs are written in. Out: the same pattern for RE2, or nothing where it has no word for a
//! part of it: look-around, back-references, atomic groups. Never: a pattern that Terraform refuses.

/// RE2 counts no further than this.
const COUNT: u32 = 1000;

/// What surrounds a pattern that is searched for, where one is expected that matches the whole value.
const ANYWHERE: (&str, &str) = ("[\\s\\S]*(?:", ")[\\s\\S]*");

/// A pattern that matches a whole value, as Terraform's `regex` finds it.
pub fn whole(pattern: &str) -> Option<String> {
    let inner = pattern.strip_prefix(ANYWHERE.0);
    if let Some(inner) = inner.and_then(|rest| rest.strip_suffix(ANYWHERE.1)) {
        return translated(inner);
    }
    let text = translated(pattern)?;
    let anchored = text.starts_with('^') && text.ends_with('$') && !text.ends_with("\\$");
    match anchored && !text.contains('|') {
        true => Some(text),
        false => Some(format!("^(?:{text})$")),
    }
}

fn translated(pattern: &str) -> Option<String> {
    let mut translation = Translation {
        rest: pattern,
        out: String::with_capacity(pattern.len()),
        atom: 0,
        open: Vec::new(),
    };
    while !translation.rest.is_empty() {
        translation.step()?;
    }
    translation.open.is_empty().then_some(translation.out)
}

struct Translation<'a> {
    rest: &'a str,
    out: String,
    /// Where what a count is about begins.
    atom: usize,
    /// Where the groups around this begin.
    open: Vec<usize>,
}

impl Translation<'_> {
    /// Takes one part of the pattern.
    fn step(&mut self) -> Option<()> {
        let before = self.out.len();
        match self.next()? {
            '\\' => {
                self.escape()?;
                self.atom = before;
            }
            '[' => {
                self.class()?;
                self.atom = before;
            }
            '(' => self.group(before)?,
            ')' => {
                self.out.push(')');
                self.atom = self.open.pop()?;
            }
            '{' => self.count()?,
            c @ ('*' | '+' | '?') => {
                self.out.push(c);
                // Behind a count, `+` takes what it can and gives nothing back.
                if c != '?' && self.rest.starts_with('+') || self.rest.starts_with("?+") {
                    return None;
                }
            }
            c => {
                self.out.push(c);
                self.atom = before;
            }
        }
        Some(())
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..)?;
        Some(c)
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                self.out.push_str(text);
                true
            }
            None => false,
        }
    }

    /// What a backslash stands before, in a class or outside of one.
    fn escape(&mut self) -> Option<()> {
        let c = self.next()?;
        match c {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'b' | 'B' | 'n' | 'r' | 't' | 'f' | 'v' => {
                self.out.push('\\');
                self.out.push(c);
            }
            // The end of the text.
            'z' | 'Z' => self.out.push_str("\\z"),
            'A' => self.out.push_str("\\A"),
            'x' => {
                let digits = self.rest.get(..2).filter(|d| is_hex(d))?.to_owned();
                self.rest = self.rest.get(2..)?;
                self.out.push_str(&format!("\\x{digits}"));
            }
            'u' => {
                let digits = self.rest.get(..4).filter(|d| is_hex(d))?.to_owned();
                self.rest = self.rest.get(4..)?;
                self.out.push_str(&format!("\\x{{{digits}}}"));
            }
            'p' | 'P' => {
                let end = self.rest.find('}')?;
                let name = self.rest.strip_prefix('{')?.get(..end - 1)?.to_owned();
                let mut letters = name.chars();
                let is_category = letters.next().is_some_and(|c| "LMNPSZC".contains(c))
                    && letters.all(|c| c.is_ascii_lowercase())
                    && name.len() <= 2;
                if !is_category {
                    return None;
                }
                self.rest = self.rest.get(end + 1..)?;
                self.out.push_str(&format!("\\{c}{{{name}}}"));
            }
            c if c.is_ascii_alphanumeric() => return None,
            c => {
                self.out.push('\\');
                self.out.push(c);
            }
        }
        Some(())
    }

    /// The rest of a class.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        self.take("^");
        // A bracket that closes at once means something else in each dialect.
        if self.rest.starts_with(']') {
            return None;
        }
        loop {
            match self.next()? {
                ']' => break,
                '\\' => self.escape()?,
                // `[` begins the name of a class there.
                '[' => self.out.push_str("\\["),
                c => self.out.push(c),
            }
            // A range that ends with a class of its own is none.
            if self.rest.starts_with("-\\") && !self.rest.starts_with("-\\]") {
                self.out.push_str("\\-");
                self.rest = self.rest.get(1..)?;
            }
        }
        self.out.push(']');
        Some(())
    }

    fn group(&mut self, before: usize) -> Option<()> {
        self.out.push('(');
        self.open.push(before);
        if !self.take("?") {
            return Some(());
        }
        while self.take("i") || self.take("m") || self.take("s") {}
        if self.take(":") {
            return Some(());
        }
        // Flags for what follows, and no group.
        let is_whole = !self.out.ends_with('?') && self.take(")");
        self.open.pop();
        is_whole.then_some(())
    }

    /// `{3}`, `{3,}` and `{3,5}` behind what they count.
    fn count(&mut self) -> Option<()> {
        let end = self.rest.find('}')?;
        let inner = self.rest.get(..end)?;
        let (min, max) = match inner.split_once(',') {
            None => (inner, Some(inner)),
            Some((min, "")) => (min, None),
            Some((min, max)) => (min, Some(max)),
        };
        let min: u32 = min.parse().ok()?;
        let max: Option<u32> = match max {
            Some(max) => Some(max.parse().ok()?),
            None => None,
        };
        self.rest = self.rest.get(end + 1..)?;
        if self.rest.starts_with('+') {
            return None;
        }
        let atom = self.out.get(self.atom..)?.to_owned();
        if min.max(max.unwrap_or(0)) <= COUNT {
            self.out.push_str(&format!("{{{inner}}}"));
            return Some(());
        }
        // What is counted inside would be counted more often than RE2 lets.
        if has_count(&atom) {
            return None;
        }
        self.out.truncate(self.atom);
        self.repeat(&atom, min, max)
    }

    /// Long counts, as a row of short ones.
    fn repeat(&mut self, atom: &str, min: u32, max: Option<u32>) -> Option<()> {
        // More than any value is long is not worth a megabyte of pattern.
        if min.max(max.unwrap_or(0)) > 100 * COUNT {
            return None;
        }
        let mut push = |count: &str| self.out.push_str(&format!("{atom}{{{count}}}"));
        let mut left = min;
        while left > 0 {
            let part = left.min(COUNT);
            push(&part.to_string());
            left -= part;
        }
        match max {
            None => push("0,"),
            Some(max) => {
                let mut left = max.checked_sub(min)?;
                while left > 0 {
                    let part = left.min(COUNT);
                    push(&format!("0,{part}"));
                    left -= part;
                }
            }
        }
        Some(())
    }
}

/// Whether a count is in a part of a pattern; what else has braces begins with a backslash.
fn has_count(atom: &str) -> bool {
    let mut rest = atom;
    while let Some(at) = rest.find('{') {
        let before = rest.get(..at).unwrap_or_default();
        let is_name = ["\\x", "\\p", "\\P", "\\"]
            .iter()
            .any(|lead| before.ends_with(lead));
        rest = rest.get(at + 1..).unwrap_or_default();
        if !is_name && rest.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
    }
    false
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn what_both_engines_know_stays_as_it_is() {
        assert_eq!(whole("[a-z-]+").as_deref(), Some("^(?:[a-z-]+)$"));
        assert_eq!(whole("^[a-z]{1,63}$").as_deref(), Some("^[a-z]{1,63}$"));
        assert_eq!(whole("^a|b$").as_deref(), Some("^(?:^a|b$)$"));
        assert_eq!(
            whole("[\\s\\S]*(?:^arn:)[\\s\\S]*").as_deref(),
            Some("^arn:")
        );
    }

    #[test]
    fn what_re2_has_no_word_for_is_left_out() {
        let unknown = [
            "(?!aws:).*",
            "(?<=a)b",
            "(a)\\1",
            "(?>a)",
            "a++",
            "\\p{Alpha}",
            "[]a]",
            "(?:a{2}){1,2000}",
        ];
        for pattern in unknown {
            assert_eq!(whole(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn what_re2_spells_otherwise_is_respelled() {
        let whole = |pattern: &str| whole(pattern).unwrap_or_default();
        assert_eq!(whole("\\u0020"), "^(?:\\x{0020})$");
        assert_eq!(whole("[[a]"), "^(?:[\\[a])$");
        assert_eq!(whole(".{1,2048}"), "^(?:.{1}.{0,1000}.{0,1000}.{0,47})$");
        assert_eq!(whole("(ab){2000}"), "^(?:(ab){1000}(ab){1000})$");
        assert_eq!(
            whole("[^\\x00]{1,1001}"),
            "^(?:[^\\x00]{1}[^\\x00]{0,1000})$"
        );
        assert_eq!(whole("(?s)(?i:a)"), "^(?:(?s)(?i:a))$");
    }
}
