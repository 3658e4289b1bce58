//! A document as one self-contained page: no script, nothing fetched, ready to print.

use chart::spec::Lang;
use chart::{Frame, Theme};

use super::plain::clean;
use super::texts::texts;
use super::twin;
use crate::words::heading;
use crate::{Block, Change, Chart, Document, Table, TableCell, Tone};

/// The width of charts, in CSS pixels; they scale down with the page, by a fifth at most.
const WIDTH: f64 = 720.0;
/// The same for a phone, where the other's letters would be half as large: laid out anew, and shown in its place.
const NARROW: f64 = 340.0;

const STYLE: &str = include_str!("html.css");

/// The document as a single HTML file with its styles and charts inside.
///
/// Everything from files is escaped; the page's own policy forbids scripts and requests.
pub fn html(document: &Document) -> String {
    let lang = document.lang;
    let mut page = Page {
        out: String::with_capacity(64 * 1024),
        lang,
    };
    page.raw("<!doctype html>\n<html lang=\"");
    page.raw(match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    });
    page.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n");
    page.element("title", "", &document.title);
    page.raw("\n<style>\n");
    page.raw(STYLE);
    page.raw("</style>\n</head>\n<body>\n<header>\n");
    if let Some(logo) = document
        .logo
        .as_deref()
        .filter(|l| crate::template::is_logo(l))
    {
        page.raw("<img alt=\"\" src=\"");
        page.text(logo);
        page.raw("\">\n");
    }
    page.element("h1", "", &document.title);
    page.element("p", "soft", &document.subtitle);
    if !document.filter.is_empty() {
        let filter = heading::FILTERED.fill(lang, &[("filter", (&document.filter).into())]);
        page.element("p", "", &filter);
    }
    page.contents(document);
    page.raw("</header>\n<main>\n");
    page.figures(document);
    page.findings(document);
    for section in &document.sections {
        page.raw("<section id=\"");
        page.text(&section.id);
        page.raw("\">\n");
        page.element("h2", "", &section.title);
        for block in &section.blocks {
            match block {
                Block::Text { text } => page.element("p", "", text),
                Block::Insufficient(missing) => {
                    page.raw("<div class=\"missing\">");
                    page.element("h3", "", &missing.title);
                    page.element("p", "", &missing.text);
                    page.raw("</div>\n");
                }
                Block::Table(table) => page.titled_table(table),
                Block::Texts(of) => page.titled_table(&texts(of, lang)),
                Block::Chart(chart) => page.chart(chart),
            }
        }
        page.raw("</section>\n");
    }
    page.sources(document);
    page.raw("</main>\n<footer>");
    let day = heading::REPORT_OF.fill(lang, &[("day", (&document.today).into())]);
    page.text(&day);
    if lang == Lang::En {
        page.raw(" ");
    }
    page.text(heading::MADE_BY.plain(lang));
    page.raw("</footer>\n</body>\n</html>\n");
    page.out
}

struct Page {
    out: String,
    lang: Lang,
}

impl Page {
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Text, escaped for elements and quoted attributes alike.
    fn text(&mut self, text: &str) {
        for c in clean(text).chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                c => self.out.push(c),
            }
        }
    }

    /// An element with text in it; nothing where there is no text.
    fn element(&mut self, name: &str, class: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.raw("<");
        self.raw(name);
        if !class.is_empty() {
            self.raw(" class=\"");
            self.raw(class);
            self.raw("\"");
        }
        self.raw(">");
        self.text(text);
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }

    fn contents(&mut self, document: &Document) {
        if document.sections.len() < 2 {
            return;
        }
        self.raw("<nav aria-label=\"");
        self.text(heading::CONTENTS.plain(self.lang));
        self.raw("\"><ul>");
        for section in &document.sections {
            self.raw("<li><a href=\"#");
            self.text(&section.id);
            self.raw("\">");
            self.text(&section.title);
            self.raw("</a></li>");
        }
        self.raw("</ul></nav>\n");
    }

    fn figures(&mut self, document: &Document) {
        if document.figures.is_empty() {
            return;
        }
        self.raw("<section id=\"figures\">\n");
        self.element("h2", "", heading::KEY_FIGURES.plain(self.lang));
        self.raw("<dl class=\"figures\">\n");
        for figure in &document.figures {
            self.raw("<div>");
            self.element("dt", "", &figure.label);
            self.element("dd", "value", &figure.text);
            for change in &figure.changes {
                self.change(change);
            }
            self.spark(&figure.spark);
            self.element("dd", "definition", &figure.definition);
            self.raw("</div>\n");
        }
        self.raw("</dl>\n</section>\n");
    }

    fn change(&mut self, change: &Change) {
        self.raw("<dd class=\"change\"><span");
        self.tone(Some(change.tone));
        self.raw(">");
        self.text(&change.text);
        self.raw("</span> ");
        self.text(&change.against);
        self.raw("</dd>\n");
    }

    fn tone(&mut self, tone: Option<Tone>) {
        match tone {
            Some(Tone::Good) => self.raw(" class=\"good\""),
            Some(Tone::Bad) => self.raw(" class=\"bad\""),
            Some(Tone::Neutral) | None => {}
        }
    }

    /// A line without axes; gaps are left open.
    fn spark(&mut self, values: &[Option<f64>]) {
        let known = values.iter().flatten().copied().filter(|v| v.is_finite());
        let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
            (a.min(v), b.max(v))
        });
        if values.len() < 3 || low > high {
            return;
        }
        let span = if high > low { high - low } else { 1.0 };
        let step = 100.0 / (values.len() - 1) as f64;
        self.raw("<dd><svg class=\"spark\" viewBox=\"0 0 100 24\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        for run in runs(values) {
            self.raw("<polyline points=\"");
            for (i, v) in run {
                let y = 22.0 - (v - low) / span * 20.0;
                self.raw(&format!("{:.1},{y:.1} ", i as f64 * step));
            }
            self.raw("\"/>");
        }
        self.raw("</svg></dd>\n");
    }

    fn findings(&mut self, document: &Document) {
        if document.findings.is_empty() {
            return;
        }
        self.raw("<section id=\"findings\">\n");
        self.element("h2", "", heading::FINDINGS.plain(self.lang));
        self.raw("<ol class=\"findings\">\n");
        for finding in &document.findings {
            self.raw("<li>");
            self.element("strong", "", &finding.sentence);
            self.element("p", "", &finding.certainty);
            self.element("p", "", &finding.why);
            self.element("p", "action", &finding.action);
            self.raw("</li>\n");
        }
        self.raw("</ol>\n</section>\n");
    }

    fn chart(&mut self, chart: &Chart) {
        let spec = &chart.spec;
        self.raw("<figure>\n<figcaption>");
        self.element("h3", "", &spec.title);
        self.element("p", "", &spec.subtitle);
        self.raw("</figcaption>\n");
        for (class, width) in [("wide", WIDTH), ("narrow", NARROW)] {
            self.raw("<div class=\"");
            self.raw(class);
            self.raw("\">");
            self.raw(&chart::svg(spec, &Theme::light(), width, Frame::Bare));
            self.raw("</div>\n");
        }
        self.raw("<details><summary>");
        self.text(heading::CHART_DATA.plain(self.lang));
        self.raw("</summary>\n");
        self.table(&twin(spec));
        self.raw("</details>\n");
        self.element("p", "note", &spec.note);
        self.raw("</figure>\n");
    }

    fn titled_table(&mut self, table: &Table) {
        self.element("h3", "", &table.title);
        self.element("p", "soft", &table.subtitle);
        self.table(table);
        if table.more > 0 {
            let more = heading::MORE_ROWS.fill(self.lang, &[("n", table.more.into())]);
            self.element("p", "note", &more);
        }
        self.element("p", "note", &table.note);
    }

    fn table(&mut self, table: &Table) {
        let most: Vec<f64> = (0..table.columns.len())
            .map(|j| {
                let values = table.rows.iter().filter_map(|r| r.get(j)?.value);
                values.map(f64::abs).fold(0.0, f64::max)
            })
            .collect();
        self.raw("<div class=\"scroll\"><table>\n<thead><tr>");
        for column in &table.columns {
            self.raw(if column.format.is_some() {
                "<th scope=\"col\" class=\"n\">"
            } else {
                "<th scope=\"col\">"
            });
            self.text(&column.name);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            for (j, cell) in row.iter().enumerate() {
                let number = table.columns.get(j).is_some_and(|c| c.format.is_some());
                let bar = table.columns.get(j).is_some_and(|c| c.bar);
                self.cell(cell, number, bar.then(|| most.get(j).copied()).flatten());
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table></div>\n");
    }

    fn cell(&mut self, cell: &TableCell, number: bool, bar_of: Option<f64>) {
        self.raw("<td");
        match (number, bar_of, cell.value) {
            (true, Some(most), Some(value)) if most > 0.0 => {
                let width = (value / most * 100.0).clamp(0.0, 100.0);
                self.raw(&format!(" class=\"n bar\" style=\"--w:{width:.1}%\""));
            }
            (true, ..) => self.raw(" class=\"n\""),
            (false, ..) => {}
        }
        self.raw("><span");
        self.tone(cell.tone);
        self.raw(">");
        self.text(&cell.text);
        self.raw("</span></td>");
    }

    fn sources(&mut self, document: &Document) {
        if document.sources.is_empty() {
            return;
        }
        self.raw("<section id=\"sources\">\n");
        self.element("h2", "", heading::SOURCES.plain(self.lang));
        self.raw("<ul>\n");
        for source in &document.sources {
            self.raw("<li>");
            self.element("strong", "", &source.name);
            self.text(&source.text);
            self.raw("</li>\n");
        }
        self.raw("</ul>\n</section>\n");
    }
}

/// Runs of known values with their positions.
fn runs(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut runs = vec![Vec::new()];
    for (i, value) in values.iter().enumerate() {
        match value.filter(|v| v.is_finite()) {
            Some(v) => {
                if let Some(run) = runs.last_mut() {
                    run.push((i, v));
                }
            }
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}
