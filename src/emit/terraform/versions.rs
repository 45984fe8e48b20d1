//! Whether a stack asks for the versions of providers by which it is checked. In: what `required_providers`
//! says, and the catalogue. Out: a problem where the version of the catalogue's schema is not among those
//! that are asked for. Never: which version Terraform will take.

use super::plan::Planner;
use super::problem::ProblemKind;
use super::providers::{entries, known_source, written};
use crate::graph::Value;
use crate::text::Name;
use std::cmp::Ordering;

impl Planner<'_> {
    /// Looks at all providers that are required by what is written, and of which a type is in use.
    pub fn versions(&mut self) {
        let required =
            written(self.graph, "terraform").and_then(|map| map.get("required_providers"));
        for (name, entry) in entries(required) {
            let field = |key: &str| entry.as_map().and_then(|map| map.get(key));
            let asked = field("version").unwrap_or(entry);
            let source = field("source").and_then(Value::as_text).cloned();
            let source = source.or_else(|| known_source(self.catalogue, name));
            let (Some(constraint), Some(source)) = (asked.as_text(), source) else {
                continue;
            };
            let of_source = |provider: &&Name| provider.split(' ').next() == Some(source.as_str());
            let used = self.plan.providers.iter().find(of_source);
            let Some(known) = used.and_then(|provider| provider.split(' ').nth(1)) else {
                continue;
            };
            if allows(constraint, known) == Some(false) {
                let kind = ProblemKind::Version {
                    provider: name.clone(),
                    asked: constraint.clone(),
                    known: known.into(),
                };
                self.report(kind, asked.origin);
            }
        }
    }
}

/// Whether a version fits a constraint: comparisons, separated by commas, of which all must hold. `None` for what
/// is no version or no constraint. See the page "Version Constraints" of Terraform's documentation.
fn allows(constraint: &str, version: &str) -> Option<bool> {
    let version = numbers(version)?;
    let mut all = true;
    for part in constraint.split(',') {
        let part = part.trim();
        let digits = part.find(|c: char| c.is_ascii_digit())?;
        let (sign, wanted) = part.split_at(digits);
        let wanted = numbers(wanted)?;
        let order = compare(&version, &wanted);
        all &= match sign.trim() {
            "" | "=" => order.is_eq(),
            "!=" => order.is_ne(),
            ">" => order.is_gt(),
            ">=" => order.is_ge(),
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            // Only the last of the numbers may be larger.
            "~>" => {
                let fixed = wanted.len().saturating_sub(1);
                order.is_ge() && version.iter().take(fixed).eq(wanted.iter().take(fixed))
            }
            _ => return None,
        };
    }
    Some(all)
}

/// The numbers of a version, without what stands behind them: `6.47.0-beta1`.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let version = version.split(['-', '+']).next()?.trim();
    version.split('.').map(|part| part.parse().ok()).collect()
}

/// Numbers that are left out are 0.
fn compare(left: &[u64], right: &[u64]) -> Ordering {
    let at = |numbers: &[u64], place: usize| numbers.get(place).copied().unwrap_or(0);
    let places = 0..left.len().max(right.len());
    let orders = places.map(|place| at(left, place).cmp(&at(right, place)));
    orders.fold(Ordering::Equal, Ordering::then)
}
