//! How texts are written: between which quotes. In: texts. Out: styles. Never: the quotes themselves.

use crate::syntax::ast::TextStyle;

/// The quotes of a text that interpolates nothing.
pub fn style(text: &str) -> TextStyle {
    match () {
        () if has_lines(text) && !text.contains("'''") => TextStyle::MultiRaw,
        () if has_lines(text) => TextStyle::MultiQuoted,
        () if needs_escapes(text) && fits_raw(text) => TextStyle::Raw,
        () => TextStyle::Quoted,
    }
}

/// The quotes of a text that interpolates.
pub fn interpolated_style<'t>(parts: impl Iterator<Item = &'t str>) -> TextStyle {
    let mut quoted = 0;
    let mut lines = false;
    for part in parts {
        if part.contains('\r') {
            return TextStyle::Quoted;
        }
        lines = lines || part.trim_end_matches('\n').contains('\n');
        quoted += part.matches('"').count();
    }
    match lines || quoted > MANY {
        true => TextStyle::MultiQuoted,
        false => TextStyle::Quoted,
    }
}

/// With more quotes in a text, `"""` reads better than their escapes.
const MANY: usize = 2;

/// Whether a text has several lines, in a form that a text of several lines keeps.
fn has_lines(text: &str) -> bool {
    let is_control = |c: char| c.is_control() && c != '\n' && c != '\t';
    text.trim_end_matches('\n').contains('\n') && !text.contains(is_control)
}

fn needs_escapes(text: &str) -> bool {
    text.contains(['"', '\\']) || text.contains("${")
}

/// Texts between single quotes hold everything but those, and stand on one line.
fn fits_raw(text: &str) -> bool {
    !text.contains('\'') && !text.chars().any(char::is_control)
}
