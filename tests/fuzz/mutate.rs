//! Files with a few things wrong, the same ones everywhere.

/// A small generator, so that the run is the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The next number below a limit.
    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

/// Pieces that readers stumble over.
const NASTY: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b",",
    b"\t",
    b";",
    b"\n",
    b"\r",
    b"\r\n",
    b"=\"",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x81",
    b"\xed\xa0\x80",
    b"1e999",
    b"-",
    b"99999999999999999999",
    b"0x",
    b"2026-02-30",
    b"{",
    b"[",
    b"\\u",
    b"\\ud800",
    b"Total",
    b"\xd6\xd0",
    b"sep=",
    b"(",
    b"%",
    b"  ",
    b"$",
];

/// The seed with a few things wrong.
pub(crate) fn mutate(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + random.next(6) {
        let at = random.next(bytes.len() + 1);
        match random.next(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.next(8),
            1 if at < bytes.len() => bytes[at] = random.next(256) as u8,
            2 => bytes.truncate(at),
            3 => {
                let piece = NASTY[random.next(NASTY.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            4 => {
                let to = (at + random.next(40)).min(bytes.len());
                bytes.drain(at..to);
            }
            5 => {
                let to = (at + random.next(200)).min(bytes.len());
                let copy = bytes[at..to].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let value = [0u8, 0xff, 0x7f, 0x80][random.next(4)];
                let to = (at + 4).min(bytes.len());
                bytes[at..to].fill(value);
            }
        }
    }
    bytes
}
