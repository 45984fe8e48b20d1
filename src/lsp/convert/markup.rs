//! Texts for people. In: markdown, and the formats that the client can show. Out: the best of these. Never:
//! markdown for who has not asked for it.

use lsp_types::{MarkupContent, MarkupKind};

/// A text in a format that the client takes: markdown where it says nothing, as clients of before do.
pub fn markup(text: String, formats: Option<&[MarkupKind]>) -> MarkupContent {
    let takes = formats.is_none_or(|f| f.is_empty() || f.contains(&MarkupKind::Markdown));
    match takes {
        true => MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        },
        false => MarkupContent {
            kind: MarkupKind::PlainText,
            value: plain(&text),
        },
    }
}

/// The text without the signs of markdown.
fn plain(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("```"));
    let lines = lines.map(|line| {
        let line = line.replace("**", "").replace('`', "");
        match line.strip_prefix("[Documentation](") {
            Some(link) => link.trim_end_matches(')').to_owned(),
            None => line.trim_end().to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cannot_show_markdown_gets_none() {
        let text = "```infra\na: int\n```\n\n**Gone** `x`  \n\n[Documentation](https://a/b)";
        let plain = markup(text.to_owned(), Some(&[MarkupKind::PlainText]));
        assert_eq!(plain.kind, MarkupKind::PlainText);
        assert_eq!(plain.value, "a: int\n\nGone x\n\nhttps://a/b");
        let both = markup("**a**".to_owned(), Some(&[MarkupKind::Markdown]));
        assert_eq!(both.value, "**a**");
    }
}
