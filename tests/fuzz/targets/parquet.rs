//! Any bytes as a Parquet file: the ends are made right, what lies between is not.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parquet_text::Unpacker;

fuzz_target!(|data: &[u8]| {
    let length = (data.len() as u32).to_le_bytes();
    let bytes = [b"PAR1", data, &length, b"PAR1"].concat();
    if let Ok(mut unpacker) = Unpacker::new(bytes) {
        while let Ok(Some(_)) = unpacker.next_chunk() {}
    }
});
