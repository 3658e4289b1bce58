//! Which marks a column's numbers carry, and which of them is the decimal one.

use super::{Frame, GLANCE};
use crate::{
    ColumnChoice, NULL_INT,
    builder::{Cells, ColumnBuilder},
    number::{self, Mark, Shape},
};

/// What the marks in a column's numbers say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) dot: usize,
    pub(super) comma: usize,
    pub(super) either_dot: usize,
    pub(super) either_comma: usize,
    /// Of `either_dot`: those of ten thousand and more, were the dot a thousands mark.
    wide: usize,
    /// Numbers of a thousand and more without a mark.
    unmarked: usize,
    /// Numbers of a currency that is written without decimals.
    whole_money: usize,
}

/// Currencies whose amounts have no decimals, in practice.
const WHOLE: [&str; 14] = [
    "₫", "đ", "VND", "VNĐ", "Rp", "IDR", "₩", "KRW", "원", "JPY", "円", "CLP", "PYG", "₲",
];

/// Words in the names of columns of money, where dots can be thousands marks.
const MONEY: [&str; 26] = [
    "price", "amount", "total", "sales", "revenue", "cost", "preis", "betrag", "summe", "umsatz",
    "precio", "importe", "prix", "montant", "prezzo", "importo", "preço", "valor", "prijs",
    "bedrag", "harga", "jumlah", "giá", "tiền", "tutar", "fiyat",
];

impl Marks {
    fn take(&mut self, shape: &Shape<'_>) {
        let big = shape.value(b',').map_or(0, |(m, _)| m.unsigned_abs());
        match shape.mark {
            Mark::None => self.unmarked += usize::from(big >= 1000),
            Mark::Dot => self.dot += 1,
            Mark::Comma => self.comma += 1,
            Mark::EitherDot => {
                self.either_dot += 1;
                self.wide += usize::from(big >= 10_000);
            }
            Mark::EitherComma => self.either_comma += 1,
        }
        let is_whole = shape.currency.is_some_and(|c| WHOLE.contains(&c));
        self.whole_money += usize::from(is_whole);
    }

    /// Whether all dots have three digits behind them, as thousands marks do, and no thousand goes without one.
    fn may_be_thousands(&self) -> bool {
        self.either_dot > 0 && self.dot + self.comma + self.unmarked == 0
    }

    /// Whether the cells or the column's name tell of a currency without decimals.
    pub(super) fn is_whole_money(&self, name: &str) -> bool {
        self.may_be_thousands()
            && (self.whole_money * 2 > self.either_dot
                || name
                    .split(|c: char| !c.is_alphanumeric() && !WHOLE.contains(&&*c.to_string()))
                    .any(|word| WHOLE.contains(&word)))
    }

    pub(super) fn of(builder: &ColumnBuilder) -> Self {
        let mut marks = Self::default();
        match &builder.cells {
            Cells::Blank(_) => {}
            Cells::Numbers(numbers) => {
                if let Some(scales) = &numbers.scales {
                    let threes = scales
                        .iter()
                        .zip(numbers.mantissas.iter())
                        .filter(|&(&s, m)| s == 3 && m.unsigned_abs() >= 1000)
                        .count();
                    let others = scales
                        .iter()
                        .zip(numbers.mantissas.iter())
                        .filter(|&(&s, m)| s > 0 && (s != 3 || m.unsigned_abs() < 1000))
                        .count();
                    marks.either_dot += threes;
                    marks.dot += others;
                    // What else is whole matters only where dots are in doubt.
                    if others == 0 {
                        for (&s, m) in scales.iter().zip(numbers.mantissas.iter()) {
                            let big = m.unsigned_abs();
                            marks.wide += usize::from(s == 3 && big >= 10_000);
                            marks.unmarked += usize::from(s == 0 && m != NULL_INT && big >= 1000);
                        }
                    }
                }
                for (_, text) in &numbers.odd {
                    if let Some(shape) = number::shape(text) {
                        marks.take(&shape);
                    }
                }
            }
            Cells::Texts(texts) => {
                let (mut seen, mut numbers) = (0usize, 0usize);
                for (_, text) in texts.texts().take(5000) {
                    seen += 1;
                    if let Some(shape) = number::shape(text) {
                        marks.take(&shape);
                        numbers += 1;
                    }
                    if seen == GLANCE && numbers * 2 < seen {
                        break;
                    }
                }
                // Texts that are mostly words say nothing about numbers.
                if numbers * 2 < seen {
                    marks = Self::default();
                }
            }
        }
        marks
    }
}

impl Frame<'_> {
    pub(super) fn decimal_mark(&self, choice: &ColumnChoice, marks: Marks, name: &str) -> u8 {
        if let Some(mark) = choice.decimal_mark {
            return if mark == ',' { b',' } else { b'.' };
        }
        if marks.dot != marks.comma {
            return if marks.comma > marks.dot { b',' } else { b'.' };
        }
        if self.table_marks.comma > self.table_marks.dot
            || marks.is_whole_money(name)
            || self.reads_as_thousands(marks, name)
        {
            b','
        } else {
            b'.'
        }
    }

    /// Whether dots are likelier thousands marks: where the comma is spoken for by decimals, and among amounts of money.
    fn reads_as_thousands(&self, marks: Marks, name: &str) -> bool {
        let lower = name.to_lowercase();
        let is_money = || MONEY.iter().any(|word| lower.contains(word));
        marks.may_be_thousands()
            && self.table_marks.dot == 0
            && marks.either_dot >= 3
            && (self.dialect.delimiter == Some(';') || (marks.wide > 0 && is_money()))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Reader, Values, WarningCode};

    /// The column `Amount` as read, in thousandths, and the numbers that are asked about.
    fn amounts(text: &str) -> (Vec<i64>, usize) {
        let mut reader = Reader::new("o.csv", None, Options::default());
        reader.push(text.as_bytes()).unwrap();
        let table = reader.finish().tables.remove(0);
        let column = table.columns.iter().find(|c| c.name.starts_with("Amount"));
        let values = match &column.unwrap().values {
            Values::Integer(values) => values.iter().map(|v| v * 1000).collect(),
            Values::Decimal { mantissas, scale } => mantissas
                .iter()
                .map(|m| m * 10i64.pow(3 - u32::from(*scale)))
                .collect(),
            other => panic!("{other:?}"),
        };
        let of_code = |w: &&crate::Warning| w.code == WarningCode::AmbiguousNumbers;
        let asked = table.warnings.iter().filter(of_code).map(|w| w.count).sum();
        (values, asked)
    }

    #[test]
    fn dots_of_currencies_without_decimals_are_thousands() {
        let text = "Item,Stars,Amount\na,4.5,Rp 18.500\nb,3.5,Rp 2.750\nc,4.0,Rp 900\n";
        assert_eq!(amounts(text), (vec![18_500_000, 2_750_000, 900_000], 0));
        let text = "Item,Amount (VND)\na,18.500\nb,2.750\n";
        assert_eq!(amounts(text), (vec![18_500_000, 2_750_000], 0));
    }

    #[test]
    fn dots_before_three_digits_throughout_are_thousands_among_money() {
        let thousands = vec![1_850_000, 2_975_000, 13_290_000];
        let text = "Artikel;Amount\na;1.850\nb;2.975\nc;13.290\n";
        assert_eq!(amounts(text), (thousands.clone(), 3));
        let text = "Item,Amount\na,1.850\nb,2.975\nc,13.290\n";
        assert_eq!(amounts(text), (thousands, 3));
    }

    #[test]
    fn dots_stay_decimal_where_anything_says_so() {
        // Another number of digits, a thousand without a mark, and another column with decimals.
        for (text, first) in [
            ("Item;Amount\na;1.850\nb;2.975\nc;3.5\n", 1850),
            ("Item;Amount\na;1.850\nb;2.975\nc;1500\nd;3.290\n", 1850),
            (
                "Item;Amount;Price\na;1.850;2.50\nb;2.975;3.25\nc;3.290;4.75\n",
                1850,
            ),
            ("Item,Amount\na,1.850\nb,2.975\nc,3.290\n", 1850),
        ] {
            assert_eq!(amounts(text).0[0], first, "{text}");
        }
    }
}
