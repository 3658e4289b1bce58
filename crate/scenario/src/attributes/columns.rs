//! What other columns of the files say of products, and where a title says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use extract::Source;
use ledger::{Frame, Ledger};

use super::about::Heads;
use super::catalogue::{Catalogue, value_id, value_name};
use super::described::{self, Said};
use crate::cells;
use crate::say::Say;
use crate::texts::Library;

/// Columns that are read, and the attributes that are held against the title.
const READ: [(&str, &[&str]); 3] = [
    ("variant", &["color", "size", "material", "audience"]),
    (MATERIAL, &["material"]),
    ("category", &["audience"]),
];
/// Labels that the own words of these may fill where a title says nothing, and those of [`DESCRIPTION`].
const FILLING: [&str; 4] = ["variant", MATERIAL, "tags", "category"];
/// What products are made of: the one column of theirs without a role that a ledger holds.
const MATERIAL: &str = "material";
const DESCRIPTION: &str = "description";

/// By role of the column and label: values, and the words that say so.
type Told = BTreeMap<(&'static str, String), BTreeMap<String, String>>;

/// What columns say.
pub(super) struct Columns {
    /// By entry.
    told: BTreeMap<usize, Told>,
    /// By entry: labels that some column fills.
    pub(super) filled: BTreeMap<usize, BTreeSet<String>>,
    /// By entry: what its description says.
    pub(super) described: BTreeMap<usize, Vec<Said>>,
}

/// A title that says otherwise than a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    pub(super) item: usize,
    pub(super) label: String,
    /// Values of the title.
    pub(super) title: BTreeSet<String>,
    /// Role of the column.
    pub(super) role: &'static str,
    /// Words of its cells.
    pub(super) cells: Vec<String>,
}

impl Columns {
    /// Reads the columns of files of products and stock.
    pub(super) fn read(
        ledger: &Ledger,
        library: &Library<'_>,
        catalogue: &Catalogue<'_>,
        say: &Say<'_>,
    ) -> Self {
        let mut columns = Self {
            told: BTreeMap::new(),
            filled: BTreeMap::new(),
            described: BTreeMap::new(),
        };
        let mut written: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        let mut known = BTreeMap::new();
        let frames: BTreeMap<u16, &Frame> = ledger.frames.iter().map(|f| (f.table, f)).collect();
        let mut reading = Reading {
            library,
            say,
            known: &mut known,
        };
        for (at, item) in catalogue.items.iter().enumerate() {
            for (table, row) in &item.rows {
                if let Some(frame) = frames.get(table) {
                    columns.row(frame, *row as usize, at, &mut reading);
                    let words = frame.words(DESCRIPTION, *row as usize).map(str::trim);
                    let of = words.filter(|words| !words.is_empty());
                    let texts = of.map(|_| written.entry(at).or_default());
                    // Exports of variants may repeat a product's description in each row.
                    if let (Some(texts), Some(words)) = (texts, of)
                        && !texts.contains(&words)
                    {
                        texts.push(words);
                    }
                }
            }
        }
        for (at, sentences) in described::own_sentences(&written) {
            let item = &catalogue.items[at];
            let types = item.mentions().filter(|m| m.label == "product");
            let heads = Heads::of(item.text, types.map(|m| m.text.as_str()));
            let mut said = Vec::new();
            for sentence in &sentences {
                for (start, end, one) in reading.values(sentence) {
                    // Whatever it is said of, it is not for the title to add.
                    let filled = columns.filled.entry(at).or_default();
                    filled.insert(one.label.clone());
                    if heads.meant(sentence, start, end) {
                        said.push(one);
                    }
                }
            }
            if let Some(whom) = described::audience(&said) {
                let of = columns.told.entry(at).or_default();
                let values = of.entry((DESCRIPTION, whom.label.clone())).or_default();
                values.insert(whom.id.clone(), whom.words.clone());
            }
            columns.described.insert(at, said);
        }
        columns
    }

    fn row(&mut self, frame: &Frame, row: usize, at: usize, reading: &mut Reading<'_, '_>) {
        for column in &frame.columns {
            let of = match column.role.as_str() {
                "" => MATERIAL,
                role => role,
            };
            let Some(role) = FILLING.iter().find(|role| **role == of) else {
                continue;
            };
            let words = column.words(row).map(str::trim).unwrap_or_default();
            if words.is_empty() {
                continue;
            }
            if *role == MATERIAL {
                let filled = self.filled.entry(at).or_default();
                filled.insert(MATERIAL.to_owned());
            }
            for (_, _, Said { label, id, .. }) in reading.values(words) {
                self.filled.entry(at).or_default().insert(label.clone());
                let held = READ.iter().find(|(of, _)| of == role);
                if held.is_some_and(|(_, labels)| labels.contains(&label.as_str())) {
                    let of = self.told.entry(at).or_default();
                    let values = of.entry((*role, label)).or_default();
                    values.entry(id).or_insert_with(|| words.to_owned());
                }
            }
        }
        if !cells::cell(frame, "brand", row).is_empty() {
            self.filled
                .entry(at)
                .or_default()
                .insert("brand".to_owned());
        }
    }

    /// Titles of which no column's value agrees with the title's.
    pub(super) fn conflicts(&self, catalogue: &Catalogue<'_>) -> Vec<Conflict> {
        let mut found = Vec::new();
        for (&at, told) in &self.told {
            let item = &catalogue.items[at];
            for ((role, label), values) in told {
                let Some(own) = item.values.get(label) else {
                    continue;
                };
                let agrees = |id: &String| own.iter().any(|title| agree(label, title, id));
                if values.keys().any(agrees) {
                    continue;
                }
                let mut cells: Vec<String> = values.values().cloned().collect();
                cells.dedup();
                found.push(Conflict {
                    item: at,
                    label: label.clone(),
                    title: own.clone(),
                    role,
                    cells,
                });
            }
        }
        for (at, item) in catalogue.counted() {
            found.extend(brand(at, item));
        }
        table::order::sort_by_key(&mut found, |c| (c.item, c.label.clone(), c.role));
        found
    }
}

/// A brand of the title that is not the column's, in letters of the same script: 妮维雅 may well be NIVEA. One that a list
/// knows, or another row's column: a model alone takes RFID for a brand too.
fn brand(at: usize, item: &super::catalogue::Item<'_>) -> Option<Conflict> {
    let column = item.brand?;
    let key = cells::key(column);
    let in_title = item.mentions().filter(|m| m.label == "brand");
    let in_title = in_title.filter(|m| m.source != Source::Model);
    let names: BTreeSet<String> = in_title.map(|m| m.text.trim().to_owned()).collect();
    let same_script = |name: &String| name.is_ascii() == column.is_ascii();
    let agrees = |name: &String| {
        let name = cells::key(name);
        name.contains(&key) || key.contains(&name)
    };
    let differs = !names.is_empty()
        && names.iter().all(same_script)
        && !names.iter().any(agrees)
        && !cells::key(item.text).contains(&key);
    differs.then(|| Conflict {
        item: at,
        label: "brand".to_owned(),
        title: names,
        role: "brand",
        cells: vec![column.to_owned()],
    })
}

/// The colour that a name is a shade of, as values are compared.
fn family(color: &str) -> &str {
    match color {
        "navy" | "turquoise" => "blue",
        "burgundy" | "rosered" | "maroon" => "red",
        "armygreen" | "mintgreen" | "olive" => "green",
        "caramel" | "camel" | "khaki" | "tan" | "mocha" | "milkteacolor" => "brown",
        "apricot" | "nude" | "oatmealcolor" => "beige",
        "dustyrose" => "pink",
        "lavender" => "purple",
        "mustardyellow" => "yellow",
        "bronze" | "rosegold" => "gold",
        other => [
            "blue", "red", "green", "grey", "pink", "brown", "yellow", "purple", "gray",
        ]
        .into_iter()
        .find(|base| other.ends_with(base))
        .map_or(other, |base| if base == "gray" { "grey" } else { base }),
    }
}

/// Shades between colours: whoever writes one of those does not say otherwise.
const BETWEEN: [(&str, &[&str]); 5] = [
    ("ivory", &["white", "beige"]),
    ("coral", &["pink", "orange", "red"]),
    ("rust", &["red", "orange", "brown"]),
    ("taupe", &["grey", "brown", "beige"]),
    ("champagnegold", &["gold", "beige"]),
];

/// Materials that name a weave or a filling, which may be of any fibre.
const WEAVES: [&str; 16] = [
    "denim",
    "canvas",
    "lace",
    "velvet",
    "suede",
    "chiffon",
    "knitted",
    "corduroy",
    "polarfleece",
    "coralfleece",
    "sherpafleece",
    "tweed",
    "icesilk",
    "non-woven",
    "down",
    "mesh",
];

/// Whether two values can both be true of one product: `a` of the title, `b` of a column.
fn agree(label: &str, a: &str, b: &str) -> bool {
    let either = |names: &[&str]| names.contains(&a) || names.contains(&b);
    // Leather beside faux leather promises what it is not; the other way round is no promise.
    let real = b.strip_prefix("faux").or(b.strip_prefix("pu"));
    if label == "material" && real == Some(a) {
        return false;
    }
    // "men" stands in "women".
    if a == b || (label != "audience" && (a.contains(b) || b.contains(a))) {
        return true;
    }
    match label {
        "color" => {
            let between = |x: &str, y: &str| {
                let mut shades = BETWEEN.iter().filter(|(shade, _)| *shade == x);
                shades.any(|(_, colors)| colors.contains(&family(y)))
            };
            family(a) == family(b)
                || between(a, b)
                || between(b, a)
                || either(&["multicolour", "blackandwhite", "camo", "leopardprint"])
        }
        "audience" => {
            let child = |v: &str| {
                matches!(
                    v,
                    "kids" | "boys" | "girls" | "baby" | "toddler" | "teen" | "student"
                )
            };
            let grown = |v: &str| {
                matches!(
                    v,
                    "adult"
                        | "women"
                        | "men"
                        | "couples"
                        | "elderly"
                        | "maternity"
                        | "plussizewomen"
                )
            };
            let apart = (child(a) && grown(b)) || (grown(a) && child(b));
            let sexes = |x: &str, y: &str| {
                matches!(
                    (x, y),
                    ("women", "men") | ("girls", "boys") | ("boys", "women") | ("girls", "men")
                )
            };
            !(apart || sexes(a, b) || sexes(b, a)) || either(&["unisex"])
        }
        // What it is woven or filled with says nothing of the fibre.
        "material" => WEAVES.iter().any(|weave| either(&[weave])),
        // "Size: one size" beside a chart of sizes says nothing.
        "size" => either(&["onesize"]) || spans(a, b) || spans(b, a),
        _ => false,
    }
}

/// The place of a size among all: of letters M is the nought.
fn rank(size: &str) -> Option<f64> {
    let size = size.trim_end_matches(['码', '号']);
    if let Ok(number) = size.parse::<f64>() {
        return Some(number);
    }
    let letters = size.trim_start_matches(|c: char| c.is_ascii_digit());
    let xs = letters.chars().filter(|c| *c == 'x').count();
    let steps = size[..size.len() - letters.len()]
        .parse()
        .unwrap_or(xs as f64);
    match letters.trim_start_matches('x') {
        "s" => Some(-1.0 - steps),
        "m" if letters == "m" => Some(0.0),
        "l" => Some(1.0 + steps),
        _ => None,
    }
}

/// Whether a size lies within a range of them: L within S-XXL, 38 within 36-44.
fn spans(range: &str, size: &str) -> bool {
    let ends = range.split_once('-');
    let ends = ends.and_then(|(from, to)| rank(from).zip(rank(to)));
    let parts = size.split('-').map(rank).collect::<Option<Vec<f64>>>();
    ends.zip(parts).is_some_and(|((from, to), parts)| {
        let within = |at: &f64| (from..=to).contains(at);
        !parts.is_empty() && parts.iter().any(within)
    })
}

/// Where something is said, and what.
type Stated = (usize, usize, Said);

/// Reads cells, each once.
struct Reading<'a, 'k> {
    library: &'a Library<'a>,
    say: &'a Say<'a>,
    known: &'k mut BTreeMap<String, Vec<Stated>>,
}

impl Reading<'_, '_> {
    /// What a cell says, and where: first letter, and the one behind the last.
    fn values(&mut self, words: &str) -> Vec<Stated> {
        if let Some(values) = self.known.get(words) {
            return values.clone();
        }
        let read = self.library.reader.title(words, None, None);
        let sure = read
            .mentions
            .iter()
            .filter(|m| m.score >= super::catalogue::LEAST);
        let values: Vec<Stated> = sure
            .map(|m| {
                let said = Said {
                    label: m.label.clone(),
                    id: value_id(self.library, m, self.say),
                    name: value_name(self.library, m, self.say),
                    words: m.text.trim().to_owned(),
                };
                (m.start as usize, m.end as usize, said)
            })
            .collect();
        self.known.insert(words.to_owned(), values.clone());
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_agree_and_other_colours_do_not() {
        assert!(agree("color", "navy", "blue") && agree("color", "darkgreen", "green"));
        assert!(agree("color", "burgundy", "red") && agree("color", "multicolour", "red"));
        assert!(agree("color", "lightgray", "grey") && agree("color", "white", "ivory"));
        assert!(!agree("color", "ivory", "black") && !agree("color", "rust", "blue"));
        assert!(!agree("color", "red", "blue") && !agree("material", "leather", "cotton"));
        assert!(agree("material", "fauxleather", "leather"));
        assert!(!agree("material", "leather", "fauxleather"));
        assert!(agree("material", "denim", "cotton") && agree("material", "polyester", "down"));
    }

    #[test]
    fn a_range_of_sizes_has_what_lies_between() {
        assert!(agree("size", "s-xxl", "l") && agree("size", "3xl", "m-4xl"));
        assert!(agree("size", "36-44", "38码") && agree("size", "s-l", "m-xxl"));
        assert!(!agree("size", "s-l", "xxl") && !agree("size", "36-40", "44"));
        assert!(!agree("size", "s-l", "40") && !agree("size", "l/xl", "s"));
    }

    #[test]
    fn audiences_exclude_each_other_where_they_do() {
        assert!(agree("audience", "adult", "women") && agree("audience", "unisex", "men"));
        assert!(agree("audience", "kids", "girls") && agree("audience", "pet", "women"));
        assert!(!agree("audience", "women", "men") && !agree("audience", "kids", "men"));
    }
}
