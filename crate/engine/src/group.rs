//! Grouped sums over a table, for portals that want figures rather than a report.

use serde::{Deserialize, Serialize};
use table::group::{GroupError, GroupQuery, group, key_text};

use crate::{Error, Session};

/// What to group, and how many groups to give back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRequest {
    /// Index of the table.
    pub table: usize,
    /// Keys, sum and distinct counts.
    pub query: GroupQuery,
    /// Groups given back, the largest first.
    pub limit: usize,
}

/// Groups of a table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grouped {
    /// Rows of the table.
    pub rows: usize,
    /// Groups in all.
    pub groups: usize,
    /// The groups with the largest sums.
    pub largest: Vec<Group>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its keys as written; `None` for empty cells.
    pub keys: Vec<Option<String>>,
    /// Rows in it.
    pub rows: u32,
    /// Its sum as decimal text, exact.
    pub sum: String,
    /// Distinct values of each column counted.
    pub distinct: Vec<u32>,
}

impl Session {
    /// Groups the rows of a table.
    ///
    /// # Errors
    /// [`Error::NoSuchTable`], [`Error::BadSetting`] for a column that is not there or of another type.
    pub fn group(&self, request: &GroupRequest) -> Result<Grouped, Error> {
        let index = request.table;
        let (_, entry) = self.entry(index).ok_or(Error::NoSuchTable { index })?;
        let table = &entry.table;
        let wrong = |error: GroupError| Error::BadSetting {
            setting: "query".into(),
            value: error.to_string(),
            expected: "columns of the table".into(),
        };
        let groups = group(table, &request.query).map_err(wrong)?;
        let largest = (0..groups.sum.len().min(request.limit))
            .map(|g| {
                let keys = request
                    .query
                    .by
                    .iter()
                    .map(|key| key_text(table, key, groups.first_row[g]));
                Ok(Group {
                    keys: keys.collect::<Result<_, _>>().map_err(wrong)?,
                    rows: groups.rows[g],
                    sum: table::decimal_text(groups.sum[g], groups.scale),
                    distinct: groups.distinct.iter().map(|counts| counts[g]).collect(),
                })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Grouped {
            rows: table.rows,
            groups: groups.sum.len(),
            largest,
        })
    }
}
