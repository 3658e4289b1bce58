//! A document as Markdown.

use chart::spec::Lang;

use super::archive::figures;
use super::plain::clean;
use super::texts::texts;
use super::twin;
use crate::words::heading;
use crate::{Block, Document, Table};

/// Rows of a chart's data that are written out; longer ones are in the other exports.
const CHART_ROWS: usize = 40;

/// The document as Markdown. Names from files are escaped: no HTML, links or tables can come out of them.
pub fn markdown(document: &Document) -> String {
    let lang = document.lang;
    let mut out = String::new();
    title(&mut out, 1, &document.title);
    paragraph(&mut out, &document.subtitle);
    if !document.filter.is_empty() {
        let filter = heading::FILTERED.fill(lang, &[("filter", (&document.filter).into())]);
        paragraph(&mut out, &filter);
    }
    if !document.figures.is_empty() {
        title(&mut out, 2, heading::KEY_FIGURES.plain(lang));
        grid(&mut out, &figures(document), usize::MAX, document);
    }
    if !document.findings.is_empty() {
        title(&mut out, 2, heading::FINDINGS.plain(lang));
        for (i, finding) in document.findings.iter().enumerate() {
            out.push_str(&format!("{}. **{}**\n", i + 1, inline(&finding.sentence)));
            for text in [&finding.certainty, &finding.why, &finding.action] {
                if !text.is_empty() {
                    out.push_str("   ");
                    out.push_str(&escape(text));
                    out.push('\n');
                }
            }
            out.push('\n');
        }
    }
    for section in &document.sections {
        title(&mut out, 2, &section.title);
        for block in &section.blocks {
            match block {
                Block::Text { text } => paragraph(&mut out, text),
                Block::Insufficient(missing) => {
                    title(&mut out, 3, &missing.title);
                    paragraph(&mut out, &missing.text);
                }
                Block::Table(table) => whole(&mut out, table, usize::MAX, document),
                Block::Texts(of) => whole(&mut out, &texts(of, lang), usize::MAX, document),
                Block::Chart(chart) => {
                    whole(&mut out, &twin(&chart.spec), CHART_ROWS, document);
                }
            }
        }
    }
    if !document.sources.is_empty() {
        title(&mut out, 2, heading::SOURCES.plain(lang));
        for source in &document.sources {
            out.push_str(&format!(
                "- **{}**: {}\n",
                inline(&source.name),
                inline(&source.text)
            ));
        }
        out.push('\n');
    }
    let day = heading::REPORT_OF.fill(lang, &[("day", (&document.today).into())]);
    let gap = match lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    paragraph(
        &mut out,
        &[&day, gap, heading::MADE_BY.plain(lang)].concat(),
    );
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn title(out: &mut String, level: usize, text: &str) {
    for _ in 0..level {
        out.push('#');
    }
    out.push(' ');
    out.push_str(&inline(text));
    out.push_str("\n\n");
}

fn paragraph(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push_str(&escape(text));
        out.push_str("\n\n");
    }
}

fn whole(out: &mut String, table: &Table, most: usize, document: &Document) {
    title(out, 3, &table.title);
    paragraph(out, &table.subtitle);
    grid(out, table, most, document);
    paragraph(out, &table.note);
}

fn grid(out: &mut String, table: &Table, most: usize, document: &Document) {
    if table.columns.is_empty() {
        return;
    }
    for column in &table.columns {
        cell(out, &column.name);
    }
    out.push_str("|\n");
    for column in &table.columns {
        out.push_str(if column.format.is_some() {
            "|--:"
        } else {
            "|---"
        });
    }
    out.push_str("|\n");
    for row in table.rows.iter().take(most) {
        for value in row {
            cell(out, &value.text);
        }
        out.push_str("|\n");
    }
    out.push('\n');
    let more = table.more + table.rows.len().saturating_sub(most);
    if more > 0 {
        paragraph(
            out,
            &heading::MORE_ROWS.fill(document.lang, &[("n", more.into())]),
        );
    }
}

fn cell(out: &mut String, text: &str) {
    out.push_str("| ");
    out.push_str(&inline(text));
    out.push(' ');
}

fn ends_with_www(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .len()
        .checked_sub(3)
        .and_then(|at| bytes.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

/// `12. ` at the start of a line would begin a list.
fn is_number(text: &str) -> bool {
    text.len() < 10 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Text at the start of a line that Markdown shows as it stands.
fn escape(text: &str) -> String {
    escaped(text, true)
}

/// Text behind other marks: what begins a list or a heading elsewhere begins none here.
fn inline(text: &str) -> String {
    escaped(text, false)
}

fn escaped(text: &str, begins: bool) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        let first = begins && out.is_empty();
        match c {
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A bare address would become a link.
            ':' if rest.starts_with("://") => out.push_str("\\:"),
            '.' if ends_with_www(&out) || begins && is_number(&out) => out.push_str("\\."),
            '#' | '+' | '-' | '=' if first => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_text() {
        assert_eq!(
            escape("<script>](http://x)|`a`\n# b"),
            "&lt;script&gt;\\](http\\://x)\\|\\`a\\` # b"
        );
        assert_eq!(escape("- 5 @x www.x.y"), "\\- 5 \\@x www\\.x.y");
        // In a cell nothing can begin a list, and numbers stay readable.
        assert_eq!(inline("+2.7% @x www.x.y"), "+2.7% \\@x www\\.x.y");
    }
}
