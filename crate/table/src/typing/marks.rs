//! Which marks a column's numbers carry, and which of them is the decimal one.

use super::{Frame, GLANCE};
use crate::{
    ColumnChoice,
    builder::{Cells, ColumnBuilder},
    number::{self, Mark},
};

/// What the marks in a column's numbers say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) dot: usize,
    pub(super) comma: usize,
    pub(super) either_dot: usize,
    pub(super) either_comma: usize,
}

impl Marks {
    fn add(&mut self, mark: Mark) {
        match mark {
            Mark::None => {}
            Mark::Dot => self.dot += 1,
            Mark::Comma => self.comma += 1,
            Mark::EitherDot => self.either_dot += 1,
            Mark::EitherComma => self.either_comma += 1,
        }
    }

    pub(super) fn of(builder: &ColumnBuilder) -> Self {
        let mut marks = Self::default();
        match &builder.cells {
            Cells::Blank(_) => {}
            Cells::Numbers(numbers) => {
                if let Some(scales) = &numbers.scales {
                    let threes = scales
                        .iter()
                        .zip(&numbers.mantissas)
                        .filter(|&(&s, &m)| s == 3 && m.unsigned_abs() >= 1000)
                        .count();
                    let others = scales
                        .iter()
                        .zip(&numbers.mantissas)
                        .filter(|&(&s, &m)| s > 0 && (s != 3 || m.unsigned_abs() < 1000))
                        .count();
                    marks.either_dot += threes;
                    marks.dot += others;
                }
                for (_, text) in &numbers.odd {
                    if let Some(shape) = number::shape(text) {
                        marks.add(shape.mark);
                    }
                }
            }
            Cells::Texts(texts) => {
                let (mut seen, mut numbers) = (0usize, 0usize);
                for (_, text) in texts.texts().take(5000) {
                    seen += 1;
                    if let Some(shape) = number::shape(text) {
                        marks.add(shape.mark);
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
    pub(super) fn decimal_mark(&self, choice: &ColumnChoice, marks: Marks) -> u8 {
        if let Some(mark) = choice.decimal_mark {
            return if mark == ',' { b',' } else { b'.' };
        }
        if marks.dot != marks.comma {
            return if marks.comma > marks.dot { b',' } else { b'.' };
        }
        if self.table_marks.comma > self.table_marks.dot {
            b','
        } else {
            b'.'
        }
    }
}
