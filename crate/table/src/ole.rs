//! Checks an OLE container before it is handed to the workbook reader, which takes its chains of sectors at their
//! word: one that runs in a circle would take all memory, one that leads astray would end the module.

/// The end of a chain.
const END: u32 = 0xffff_fffe;

/// Sector numbers from here on are marks.
const MARKS: u32 = 0xffff_fffa;

/// What is wrong with a container, in plain words.
pub(crate) type Fault = &'static str;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..at + 2)?
        .try_into()
        .ok()
        .map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..at + 4)?
        .try_into()
        .ok()
        .map(u32::from_le_bytes)
}

struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
}

impl<'a> Container<'a> {
    /// A sector's bytes; the last one may be short.
    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes
            .get(start..(start + self.sector).min(self.bytes.len()))
            .filter(|s| !s.is_empty())
    }

    /// A chain's bytes, at most `length` of them.
    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let mut id = start;
        let mut steps = 0;
        while id != END {
            let sector = self.sector(id).ok_or("a sector lies outside the file")?;
            out.extend_from_slice(&sector[..sector.len().min(length - out.len())]);
            if out.len() >= length {
                break;
            }
            steps += 1;
            if steps > self.fat.len() {
                return Err("a chain of sectors runs in a circle");
            }
            id = *self
                .fat
                .get(id as usize)
                .ok_or("a chain of sectors leads astray")?;
        }
        Ok(out)
    }
}

/// Whether the container's chains can be followed.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let short = "the file is cut off";
    let sector = match u16_at(bytes, 30).ok_or(short)? {
        9 => 512,
        12 => 4096,
        _ => return Err("no such sector size"),
    };
    let field = |at: usize| u32_at(bytes, at).ok_or(short);
    let mut container = Container {
        bytes,
        sector,
        fat: Vec::new(),
    };
    // The sectors that list the sectors of the allocation table.
    let mut tables: Vec<u32> = (0..109).filter_map(|i| u32_at(bytes, 76 + i * 4)).collect();
    let mut next = field(68)?;
    let mut steps = 0;
    while next < MARKS {
        let list = container
            .sector(next)
            .filter(|s| s.len() == sector)
            .ok_or("a sector lies outside the file")?;
        tables.extend((0..sector / 4).filter_map(|i| u32_at(list, i * 4)));
        next = tables.pop().ok_or(short)?;
        steps += 1;
        if steps > bytes.len() / sector + 1 {
            return Err("a chain of sectors runs in a circle");
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for id in tables.into_iter().filter(|id| *id < MARKS) {
        if !seen.insert(id) {
            return Err("a sector is listed twice");
        }
        let table = container
            .sector(id)
            .ok_or("a sector lies outside the file")?;
        container
            .fat
            .extend((0..table.len() / 4).filter_map(|i| u32_at(table, i * 4)));
    }
    let directory = container.chain(field(48)?, usize::MAX)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let start = |entry: &[u8]| u32_at(entry, 116).unwrap_or(END);
    let length = |entry: &[u8]| u32_at(entry, 120).unwrap_or(0) as usize;
    let Some(root) = entries.first() else {
        return Err("the container is empty");
    };
    if sector == 4096 && entries.iter().any(|e| u32_at(e, 124) != Some(0)) {
        return Err("a stream is longer than the file");
    }
    let mut mini = Container {
        bytes: &[],
        sector: 64,
        fat: Vec::new(),
    };
    let mut mini_stream = vec![0; 64];
    let mini_tables = field(64)? as usize;
    if mini_tables > 0 {
        mini_stream.extend(container.chain(start(root), length(root))?);
        let table = container.chain(field(60)?, mini_tables.saturating_mul(sector))?;
        mini.fat = (0..table.len() / 4)
            .filter_map(|i| u32_at(&table, i * 4))
            .collect();
    }
    mini.bytes = &mini_stream;
    for entry in entries.iter().skip(1).filter(|e| e[66] == 2) {
        let chains = if length(entry) < 4096 {
            &mini
        } else {
            &container
        };
        if length(entry) > bytes.len() {
            return Err("a stream is longer than the file");
        }
        let stream = chains.chain(start(entry), length(entry))?;
        let name: Vec<u8> = entry[..64]
            .chunks_exact(2)
            .map(|c| c[0].to_ascii_lowercase())
            .take_while(|b| *b != 0)
            .collect();
        if matches!(name.as_slice(), b"workbook" | b"book") {
            check_sheets(&stream)?;
        }
    }
    Ok(())
}

/// Cells that the rectangle around a sheet's values may have: it is laid out in full.
const MAX_CELLS: u64 = 8_000_000;

/// The records (type, data) of a workbook's stream from a position on.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let length = u16_at(stream, at + 2)? as usize;
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

/// Whether every sheet's extent is one that can be laid out.
fn check_sheets(stream: &[u8]) -> Result<(), Fault> {
    let fault = "a sheet says that it is larger than sheets can be";
    let sheets = records(stream, 0)
        .take_while(|(kind, _)| *kind != 0x0a)
        .filter(|(kind, _)| *kind == 0x85);
    for start in sheets.filter_map(|(_, data)| u32_at(data, 0)) {
        if start as usize >= stream.len() {
            return Err("a sheet lies outside the file");
        }
        let (mut rows, mut columns) = ((u64::MAX, 0), (u64::MAX, 0));
        let mut depth = 0;
        for (kind, data) in records(stream, start as usize) {
            match kind {
                0x0809 => depth += 1,
                // A sheet may hold charts, which have ends of their own.
                0x0a => {
                    depth -= 1;
                    if depth <= 0 {
                        break;
                    }
                }
                0x0200 => {
                    let wide = data.len() >= 14;
                    let number = |at: usize| {
                        if wide {
                            u32_at(data, at * 2)
                        } else {
                            u16_at(data, at).map(u32::from)
                        }
                    };
                    let (Some(first), Some(end)) = (number(0), number(2)) else {
                        return Err(fault);
                    };
                    let column = |at: usize| u16_at(data, if wide { 8 + at } else { 4 + at });
                    let (Some(left), Some(right)) = (column(0), column(2)) else {
                        return Err(fault);
                    };
                    let (height, width) = (
                        u64::from(end.saturating_sub(first)),
                        u64::from(right.saturating_sub(left)),
                    );
                    if end < first
                        || right < left
                        || height > 65_536
                        || width > 256
                        || height * width > MAX_CELLS
                    {
                        return Err(fault);
                    }
                }
                0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00d6 | 0x00bd | 0x00be | 0x00fd | 0x027e => {
                    let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
                        return Err(fault);
                    };
                    let (row, column) = (u64::from(row), u64::from(column));
                    if kind == 0x00bd && !is_whole_run(data) {
                        return Err("a run of numbers is cut off");
                    }
                    // Some records hold a run of cells.
                    let last = column
                        + if kind == 0x00bd || kind == 0x00be {
                            data.len() as u64 / 2
                        } else {
                            0
                        };
                    rows = (rows.0.min(row), rows.1.max(row));
                    columns = (columns.0.min(column), columns.1.max(last));
                    if column > 255
                        || (rows.1 - rows.0 + 1) * (columns.1 - columns.0 + 1) > 4 * MAX_CELLS
                    {
                        return Err(fault);
                    }
                }
                0x00e5 => {
                    let count = u16_at(data, 0).map_or(usize::MAX, usize::from);
                    if data.len() < count.saturating_mul(8).saturating_add(2) {
                        return Err("a list of merged cells is cut off");
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Whether a record of several numbers in a row holds as many as its columns say.
fn is_whole_run(data: &[u8]) -> bool {
    let first = u16_at(data, 2);
    let last = data.len().checked_sub(2).and_then(|at| u16_at(data, at));
    let (Some(first), Some(last)) = (first, last) else {
        return false;
    };
    let cells = usize::from(last.saturating_sub(first)) + 1;
    last >= first && data.len() == 6 + 6 * cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_container_passes_and_a_circle_does_not() {
        let whole = include_bytes!("../tests/fixture/orders.xls");
        assert_eq!(check(whole), Ok(()));
        assert!(check(&whole[..300]).is_err());
        // The directory's chain is led back to its own start.
        let mut bad = whole.to_vec();
        let directory = u32_at(whole, 48).unwrap();
        let fat = u32_at(whole, 76).unwrap();
        let slot = (fat as usize + 1) * 512 + directory as usize * 4;
        bad[slot..slot + 4].copy_from_slice(&directory.to_le_bytes());
        assert_eq!(check(&bad), Err("a chain of sectors runs in a circle"));
    }
}
