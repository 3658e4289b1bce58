//! Delimited text under every choice that a merchant can make: encoding, delimiter, header row.

#![no_main]

use libfuzzer_sys::fuzz_target;
use table::{Options, Reader};

fuzz_target!(|data: &[u8]| {
    let Some((how, bytes)) = data.split_first() else {
        return;
    };
    let how = usize::from(*how);
    let options = Options {
        encoding: [None, Some("gbk"), Some("big5"), Some("utf-16le"), Some("windows-1252")][how % 5]
            .map(str::to_owned),
        delimiter: [None, Some(','), Some('\t'), Some(';')][how / 5 % 4],
        header_row: [None, Some(0), Some(2)][how / 20 % 3],
        ..Options::default()
    };
    let mut reader = Reader::new("a.csv", None, options);
    for piece in bytes.chunks(97) {
        if reader.push(piece).is_err() {
            break;
        }
    }
    let _ = reader.finish();
});
