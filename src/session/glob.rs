//! Patterns of paths: `*` stands for any part of a name, `**` for any folders. In: a pattern. Out:
//! whether a path matches. Never: the disk, or more steps than the lengths multiplied.

/// A pattern, split where it first needs matching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    /// The folders before the first `*`, as they are written: where to look.
    pub folder: String,
    /// The rest, a segment each.
    segments: Vec<String>,
}

impl Glob {
    /// None where the pattern is empty or starts at the root of the file system.
    pub fn parse(pattern: &str) -> Option<Glob> {
        if pattern.is_empty() || pattern.starts_with('/') {
            return None;
        }
        let all: Vec<&str> = pattern
            .split('/')
            .filter(|s| !s.is_empty() && *s != ".")
            .collect();
        let literal = all.iter().take_while(|s| !s.contains('*')).count();
        // The last segment is the file's own.
        let literal = literal.min(all.len().saturating_sub(1));
        Some(Glob {
            folder: all[..literal].join("/"),
            segments: all[literal..].iter().map(|s| (*s).to_owned()).collect(),
        })
    }

    /// Whether a path below [`Glob::folder`] matches.
    pub fn matches(&self, path: &[&str]) -> bool {
        match_segments(&self.segments, path)
    }

    /// How deep a match may lie; none where any depth may.
    pub fn depth(&self) -> Option<usize> {
        let any = self.segments.iter().any(|s| s == "**");
        (!any).then_some(self.segments.len())
    }

    /// Whether a file or folder of this name is looked at: hidden ones only where they are named.
    pub fn looks_at(&self, name: &str) -> bool {
        !name.starts_with('.') || self.segments.iter().any(|s| s.starts_with('.'))
    }

    /// A matching path as the module writes it.
    pub fn written(&self, path: &[&str]) -> String {
        let path = path.join("/");
        if self.folder.is_empty() {
            path
        } else {
            format!("{}/{path}", self.folder)
        }
    }
}

fn match_segments(pattern: &[String], path: &[&str]) -> bool {
    greedy(
        pattern,
        path,
        |segment| segment == "**",
        |segment, name| {
            let hidden = name.starts_with('.') && !segment.starts_with('.');
            let (segment, name): (Vec<char>, Vec<char>) =
                (segment.chars().collect(), name.chars().collect());
            !hidden && greedy(&segment, &name, |c| *c == '*', |c, n| c == n)
        },
    )
}

/// Matches parts one by one; a star takes as few as it can, and more when the rest does not fit.
fn greedy<P, T>(
    pattern: &[P],
    parts: &[T],
    is_star: impl Fn(&P) -> bool,
    fits: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < parts.len() {
        match pattern.get(p) {
            Some(part) if is_star(part) => {
                p += 1;
                retry = Some((p, t));
            }
            Some(part) if fits(part, &parts[t]) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((after, from)) = retry else {
                    return false;
                };
                retry = Some((after, from + 1));
                (p, t) = (after, from + 1);
            }
        }
    }
    pattern[p..].iter().all(is_star)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let glob = Glob::parse(pattern).expect("a pattern");
        let below = path.strip_prefix(&glob.folder).unwrap_or("");
        let path: Vec<&str> = below.split('/').filter(|s| !s.is_empty()).collect();
        glob.matches(&path)
    }

    #[test]
    fn stars_stand_for_parts_of_a_name() {
        assert!(matches("functions/*.js", "functions/a.js"));
        assert!(!matches("functions/*.js", "functions/a.ts"));
        assert!(!matches("functions/*.js", "functions/b/a.js"));
        assert!(matches("*a*b*", "xaxxbx"));
        assert!(!matches("*.js", ".hidden.js"));
        assert!(matches("./a.js", "a.js"));
    }

    #[test]
    fn two_stars_stand_for_folders() {
        for path in ["a.js", "x/a.js", "x/y/a.js"] {
            assert!(matches("**/*.js", path), "{path}");
        }
        assert!(matches("src/**/test/*.js", "src/a/b/test/c.js"));
        assert!(!matches("src/**/test/*.js", "src/a/b/c.js"));
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "*a".repeat(50);
        assert!(!matches(&pattern, &"a".repeat(40)));
        assert!(!matches(&"**/a/".repeat(30), &"b/".repeat(100)));
    }

    #[test]
    fn the_root_of_the_file_system_is_no_pattern() {
        assert_eq!(Glob::parse("/etc/*"), None);
        assert_eq!(Glob::parse(""), None);
    }
}
