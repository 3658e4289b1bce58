//! What must hold of any bytes whatever: shared by the run in the tests and by the fuzz targets.

use table::{NULL_CODE, Options, Outcome, Reader, Table, Values};

/// Reads bytes in pieces of `step` and checks what came of it.
pub(crate) fn check(name: &str, bytes: &[u8], step: usize) -> Outcome {
    let mut reader = Reader::new(name, Some(bytes.len() as u64), Options::default());
    for piece in bytes.chunks(step.max(1)) {
        if reader.push(piece).is_err() {
            break;
        }
    }
    let outcome = reader.finish();
    assert!(
        !(outcome.tables.is_empty() && outcome.failures.is_empty()),
        "{name}: neither table nor failure"
    );
    for table in &outcome.tables {
        check_table(table);
    }
    outcome
}

fn check_table(table: &Table) {
    let mut names = std::collections::BTreeSet::new();
    for column in &table.columns {
        assert_eq!(
            column.values.len(),
            table.rows,
            "{} has another length",
            column.name
        );
        assert!(
            !column.name.is_empty() && names.insert(&column.name),
            "{:?} is no name of its own",
            column.name
        );
        assert!(column.nulls <= table.rows);
        assert!(
            column
                .exceptions
                .keys()
                .all(|&row| (row as usize) < table.rows)
        );
        let dict = match &column.values {
            Values::Text(dict) | Values::Boolean { dict, .. } => Some(dict),
            Values::Dates(dates) => {
                assert_eq!(dates.civil_seconds.len(), dates.dict.distinct());
                assert_eq!(dates.offset_minutes.len(), dates.dict.distinct());
                Some(&dates.dict)
            }
            _ => None,
        };
        if let Some(dict) = dict {
            assert!(
                dict.codes
                    .iter()
                    .all(|&c| c == NULL_CODE || (c as usize) < dict.distinct()),
                "a code out of range"
            );
            assert!(
                dict.ends.is_sorted()
                    && dict
                        .ends
                        .last()
                        .is_none_or(|&e| e as usize == dict.text.len())
            );
        }
        if let Values::Boolean { dict, truth } = &column.values {
            assert_eq!(truth.len(), dict.distinct());
        }
        if let Some(rows) = &column.currency_of_row {
            assert_eq!(rows.len(), table.rows);
        }
        for row in 0..table.rows.min(200) {
            let _ = column.cell(row);
        }
    }
    let sources: Vec<usize> = (0..table.rows.min(5000))
        .map(|r| table.row_map.source_row(r))
        .collect();
    assert!(
        sources.is_sorted() && sources.first().is_none_or(|&s| s >= 1),
        "source rows go back"
    );
    assert!(table.warnings.iter().all(|w| w.count > 0));
}
