//! Workbooks and archives in memory, opened by calamine and zip.
//!
//! What these libraries compile to is made in the crate that names the type they read from. Here that is a crate of its own,
//! which the browser gets compiled for size: opening a workbook is a matter of milliseconds, its cells are read by `table`.

use std::fmt::Display;
use std::io::Cursor;

use calamine::{
    Data, Ods, OdsError, Range, Reader, Sheet, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};
use zip::{ZipArchive, read::ZipFile, result::ZipResult};

/// Borrowed, so that the same code reads an archive's directory and the workbook in it.
pub type Bytes<'a> = Cursor<&'a [u8]>;

/// A sheet whose cells are read already: its name, whether it is hidden, its cells or what is wrong with them.
pub type ReadSheet = (String, bool, Result<Range<Data>, String>);

/// Opens an Office Open XML workbook.
///
/// # Errors
/// As calamine's.
#[inline(never)]
pub fn xlsx(bytes: &[u8]) -> Result<Xlsx<Bytes<'_>>, XlsxError> {
    Xlsx::new(Cursor::new(bytes))
}

/// Reads an old binary workbook.
///
/// # Errors
/// As calamine's, of the workbook; a sheet has its own.
#[inline(never)]
pub fn xls(bytes: &[u8]) -> Result<Vec<ReadSheet>, XlsError> {
    Xls::new(Cursor::new(bytes)).map(read)
}

/// Reads an OpenDocument spreadsheet.
///
/// # Errors
/// As calamine's, of the spreadsheet; a sheet has its own.
#[inline(never)]
pub fn ods(bytes: &[u8]) -> Result<Vec<ReadSheet>, OdsError> {
    Ods::new(Cursor::new(bytes)).map(read)
}

fn read<'a, R: Reader<Bytes<'a>>>(mut book: R) -> Vec<ReadSheet>
where
    R::Error: Display,
{
    sheets(book.sheets_metadata())
        .into_iter()
        .map(|(name, hidden)| {
            let range = book.worksheet_range(&name).map_err(|e| e.to_string());
            (name, hidden, range)
        })
        .collect()
}

/// The names of sheets, and whether they are hidden.
#[inline(never)]
pub fn sheets(sheets: &[Sheet]) -> Vec<(String, bool)> {
    let is_hidden = |s: &Sheet| s.visible != SheetVisible::Visible;
    (sheets.iter())
        .map(|s| (s.name.clone(), is_hidden(s)))
        .collect()
}

/// Opens a ZIP archive.
///
/// # Errors
/// As zip's.
#[inline(never)]
pub fn zip(bytes: &[u8]) -> ZipResult<ZipArchive<Bytes<'_>>> {
    ZipArchive::new(Cursor::new(bytes))
}

/// Begins a file of an archive.
///
/// # Errors
/// As zip's.
#[inline(never)]
pub fn entry<'a, 'b>(
    archive: &'a mut ZipArchive<Bytes<'b>>,
    index: usize,
) -> ZipResult<ZipFile<'a, Bytes<'b>>> {
    archive.by_index(index)
}
