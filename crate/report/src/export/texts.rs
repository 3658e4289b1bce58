//! Texts with what was read in them, as a table of the document.

use chart::spec::Lang;

use crate::words::heading;
use crate::{ReadText, Table, TableCell, TableColumn, Texts};

/// Texts as a table: what each belongs to, its words, and what was read in them.
pub(crate) fn texts(of: &Texts, lang: Lang) -> Table {
    let columns = [heading::TEXT_ABOUT, heading::TEXT, heading::TEXT_READ];
    let words = |text: String| TableCell {
        text,
        value: None,
        tone: None,
    };
    let rows = of.texts.iter().map(|text| {
        vec![
            words(text.about.clone()),
            words(text.text.clone()),
            words(read(text, lang)),
        ]
    });
    Table {
        id: of.id.clone(),
        title: of.title.clone(),
        subtitle: of.subtitle.clone(),
        note: of.note.clone(),
        columns: columns
            .map(|name| TableColumn {
                name: name.plain(lang).to_owned(),
                format: None,
                bar: false,
            })
            .into(),
        rows: rows.collect(),
        selections: of.texts.iter().map(|text| text.selection.clone()).collect(),
        more: of.more,
    }
}

/// `Colour: navy blue (navy); Size: XL`.
fn read(text: &ReadText, lang: Lang) -> String {
    let chars: Vec<char> = text.text.chars().collect();
    let (colon, open, close, stop) = match lang {
        Lang::Zh => ("：", "（", "）", "；"),
        Lang::En => (": ", " (", ")", "; "),
    };
    let marks = text.marks.iter().map(|mark| {
        let range = mark.start as usize..mark.end as usize;
        let words: String = chars.get(range).into_iter().flatten().collect();
        let mut said = [&mark.name, colon, &words].concat();
        if !mark.value.is_empty() && mark.value != words {
            said.extend([open, &mark.value, close]);
        }
        said
    });
    marks.collect::<Vec<String>>().join(stop)
}
