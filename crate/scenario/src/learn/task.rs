//! What is to be learned: a class of a label, the rows that have one, and the columns that may be learned from.

use ledger::{Cells, Frame, PERSONAL};
use predict::{Doubt, Doubted, Features, doubts};
use serde::{Deserialize, Serialize};

use super::Error;
use super::columns::{self, Labels, number};

/// Which rows are positive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Positive {
    /// Those with this value.
    Is(String),
    /// Those with this number or more.
    AtLeast(f64),
}

/// What says yes.
const YES: [&str; 16] = [
    "yes",
    "true",
    "1",
    "y",
    "t",
    "positive",
    "churned",
    "churn",
    "returned",
    "是",
    "真",
    "有",
    "已流失",
    "流失",
    "购买",
    "退货",
];

/// The one of two classes that is meant when none is named: what says yes, or the rarer. `None` unless there are two.
pub fn likely<'a>(counts: &[(&'a str, usize)]) -> Option<&'a str> {
    if counts.len() != 2 {
        return None;
    }
    let yes = counts
        .iter()
        .find(|(class, _)| YES.contains(&class.to_lowercase().as_str()));
    let rarer = counts.iter().min_by_key(|(_, n)| *n);
    yes.or(rarer).map(|(class, _)| *class)
}

/// What is to be learned.
#[derive(Debug, Clone)]
pub struct Task {
    /// The columns to learn from, of all rows.
    pub features: Features,
    /// The classes of all rows.
    pub labels: Labels,
    /// Rows with a class.
    pub rows: Vec<u32>,
    /// Columns that are doubted.
    pub doubted: Vec<Doubted>,
    /// Those of them that are not learned from.
    pub left_out: Vec<String>,
    /// Columns that identify persons, which are never learned from.
    pub personal: Vec<String>,
    /// Columns of dates, which are features as days since 1970-01-01.
    pub dates: Vec<String>,
    /// The column that says whose rows are, where several rows are of one: they are on one side of a split.
    pub owner: Option<String>,
    numbers: Option<Vec<Option<f64>>>,
}

impl Task {
    /// Gets a label and its features ready. `wanted`: the classes that will be asked for; `keep`: doubted columns that
    /// are learned from all the same; `drop`: columns that are not.
    ///
    /// # Errors
    /// What speaks against it: no such column, dates, nothing to learn from.
    pub fn new(
        frame: &Frame,
        label: &str,
        wanted: &[Positive],
        keep: &[String],
        drop: &[String],
    ) -> Result<Self, Error> {
        let column = columns::column(frame, label)?;
        if matches!(column.cells, Cells::Dates(_)) {
            return Err(Error::Dates {
                column: column.name.clone(),
            });
        }
        let labels = Labels::of(column);
        let numbers = matches!(column.cells, Cells::Numbers { .. }).then(|| {
            (0..frame.rows)
                .map(|row| number(&column.cells, row))
                .collect()
        });
        let without: Vec<&str> = drop
            .iter()
            .map(String::as_str)
            .chain([column.name.as_str()])
            .collect();
        let mut features = columns::features(frame, &without)?;
        let owner = columns::owners(frame).filter(|(owner, _)| owner.name != column.name);
        let owner = match owner {
            Some((owner, owners)) => {
                features = features.grouped(owners)?;
                Some(owner.name.clone())
            }
            None => None,
        };
        let personal = frame.columns.iter().filter(|c| c.role == PERSONAL);
        let dates = frame
            .columns
            .iter()
            .filter(|c| matches!(c.cells, Cells::Dates(_)));
        let mut task = Self {
            rows: labels.rows(),
            labels,
            personal: personal.map(|c| c.name.clone()).collect(),
            dates: dates.map(|c| c.name.clone()).collect(),
            doubted: Vec::new(),
            left_out: Vec::new(),
            owner,
            features,
            numbers,
        };
        if task.rows.is_empty() {
            return Err(predict::Error::NoLabels { rows: frame.rows }.into());
        }
        for positive in wanted {
            if let (Positive::AtLeast(bound), None) = (positive, &task.numbers) {
                return Err(Error::NotNumbers {
                    column: column.name.clone(),
                    bound: *bound,
                });
            }
        }
        task.doubt(label, wanted, keep)?;
        Ok(task)
    }

    fn doubt(&mut self, label: &str, wanted: &[Positive], keep: &[String]) -> Result<(), Error> {
        let learned = self.features.select(&self.rows);
        for positive in wanted {
            for doubt in doubts(&learned, &self.truth(positive)) {
                // A day of its own is no number of the row: seasons stand in it.
                let is_day = matches!(doubt.doubt, Doubt::Identifier { .. });
                if is_day && self.dates.contains(&doubt.column) {
                    continue;
                }
                if !self
                    .doubted
                    .iter()
                    .any(|known| known.column == doubt.column)
                {
                    self.doubted.push(doubt);
                }
            }
        }
        let columns = self.doubted.iter().map(|d| d.column.clone());
        self.left_out = columns.filter(|column| !keep.contains(column)).collect();
        self.features = self
            .features
            .keep(|column| !self.left_out.contains(&column.name));
        if self.features.columns().is_empty() {
            return Err(Error::NothingLeft {
                label: label.to_owned(),
                doubted: self.doubted.clone(),
            });
        }
        Ok(())
    }

    /// Whether each of [`Task::rows`] is positive.
    pub fn truth(&self, positive: &Positive) -> Vec<bool> {
        match positive {
            Positive::Is(class) => {
                let code = self.labels.names.iter().position(|name| name == class);
                let codes = self.rows.iter().map(|&row| self.labels.codes[row as usize]);
                codes.map(|c| Some(c as usize) == code).collect()
            }
            Positive::AtLeast(bound) => {
                let number = |row: u32| self.numbers.as_ref()?[row as usize];
                let rows = self.rows.iter();
                rows.map(|&row| number(row).is_some_and(|n| n >= *bound))
                    .collect()
            }
        }
    }

    /// Rows without a class.
    pub fn without_label(&self) -> Vec<u32> {
        (0..self.labels.codes.len() as u32)
            .filter(|&row| self.labels.class(row).is_none())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::likely;

    #[test]
    fn yes_is_meant_and_else_the_rarer() {
        assert_eq!(likely(&[("No", 1), ("Yes", 9)]), Some("Yes"));
        assert_eq!(likely(&[("A", 9), ("B", 1)]), Some("B"));
        assert_eq!(likely(&[("0", 90), ("1", 10)]), Some("1"));
        assert_eq!(likely(&[("A", 9)]), None);
        assert_eq!(likely(&[("A", 9), ("B", 1), ("C", 2)]), None);
    }
}
