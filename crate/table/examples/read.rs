//! Reads files and prints what they were read as, with the time and the memory that it took.
//!
//! `cargo run --release -p table --example read -- FILES…`

use std::{io::Read, time::Instant};

use table::{Options, Reader};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    use std::io::Write as _;
    for path in std::env::args().skip(1) {
        let mut file = std::fs::File::open(&path)?;
        let size = file.metadata()?.len();
        let start = Instant::now();
        let name = path.rsplit('/').next().unwrap_or(&path);
        let mut reader = Reader::new(name, Some(size), Options::default());
        let mut buffer = vec![0; 4 << 20];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 || reader.push(&buffer[..read]).is_err() {
                break;
            }
        }
        let pushed = start.elapsed();
        let outcome = reader.finish();
        let elapsed = start.elapsed();
        writeln!(
            out,
            "{name}: {size} bytes, {} ms to push, {} ms in all, peak {}",
            pushed.as_millis(),
            elapsed.as_millis(),
            peak()
        )?;
        for table in &outcome.tables {
            writeln!(
                out,
                "  {:?} {:?} {} rows {:?}",
                table.file, table.sheet, table.rows, table.dialect
            )?;
            for column in &table.columns {
                let cell = (0..table.rows)
                    .find_map(|r| column.cell(r))
                    .unwrap_or_default();
                let cell: String = cell.chars().take(40).collect();
                let (nulls, misfits) = (column.nulls, column.exceptions.len());
                let more = match &column.values {
                    table::Values::Text(d) => format!("{} distinct", d.distinct()),
                    table::Values::Decimal { scale, .. } => format!("scale {scale}"),
                    table::Values::Dates(d) => format!("{:?} ambiguous {}", d.order, d.ambiguous),
                    _ => String::new(),
                };
                writeln!(
                    out,
                    "    {:28} {:?} {more} nulls {nulls} misfits {misfits} {:?} {cell:?}",
                    column.name,
                    column.kind(),
                    column.currencies
                )?;
            }
            for total in &table.totals {
                writeln!(out, "    total {total:?}")?;
            }
            for warning in table.warnings.iter().take(12) {
                writeln!(
                    out,
                    "    {:?} ×{} {:?} {:?} {:?}",
                    warning.code,
                    warning.count,
                    warning.location.row,
                    warning.location.column,
                    warning.samples
                )?;
            }
        }
        for failure in &outcome.failures {
            writeln!(out, "  failed: {failure}")?;
        }
    }
    Ok(())
}

/// The most memory that the process has had, where the system says so.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|l| l.strip_prefix("VmHWM:"))
        .map_or_else(String::new, |l| l.trim().to_owned())
}
