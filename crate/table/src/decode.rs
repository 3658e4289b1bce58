//! Bytes to text, whatever the encoding.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes after the first one that is not ASCII that are looked at before deciding on an encoding…
const SAMPLE: usize = 64 << 10;
/// …and at most so many where they hold few that are not ASCII.
const LONG_SAMPLE: usize = 1 << 20;
/// Fewer non-ASCII bytes than this are few.
const FEW: usize = 200;

/// Decodes a stream. Text that is ASCII so far is passed on at once: it is the same in every encoding that is left.
#[derive(Debug)]
pub(crate) struct Decode {
    state: State,
    /// Bytes that the decision waits for, or the start of a character whose end is to come.
    held: Vec<u8>,
    started: bool,
    unsure: bool,
    /// Characters replaced by U+FFFD.
    pub replaced: usize,
    /// NUL characters removed.
    pub nuls: usize,
    /// Set once a four-byte sequence shows that it is GB18030 proper.
    four_byte: bool,
}

enum State {
    Ascii,
    Utf8,
    Other(&'static Encoding, Box<encoding_rs::Decoder>),
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            State::Ascii => "Ascii",
            State::Utf8 => "Utf8",
            State::Other(encoding, _) => encoding.name(),
        })
    }
}

impl State {
    fn of(encoding: &'static Encoding) -> Self {
        if encoding == UTF_8 {
            State::Utf8
        } else {
            State::Other(
                encoding,
                Box::new(encoding.new_decoder_without_bom_handling()),
            )
        }
    }
}

impl Decode {
    /// `forced` is the merchant's choice.
    pub(crate) fn new(forced: Option<&'static Encoding>) -> Self {
        let state = forced.map_or(State::Ascii, State::of);
        Self {
            state,
            held: Vec::new(),
            started: false,
            unsure: false,
            replaced: 0,
            nuls: 0,
            four_byte: false,
        }
    }

    /// The encoding's name. Text that is ASCII throughout is UTF-8.
    pub(crate) fn name(&self) -> &'static str {
        match &self.state {
            State::Other(encoding, _) if *encoding == GBK && self.four_byte => GB18030.name(),
            State::Other(encoding, _) => encoding.name(),
            _ => UTF_8.name(),
        }
    }

    /// Whether another encoding is nearly as likely.
    pub(crate) fn is_unsure(&self) -> bool {
        self.unsure
    }

    /// Decodes the next bytes onto the end of `text`; `last` says that none follow.
    pub(crate) fn push(&mut self, bytes: &[u8], last: bool, text: &mut String) {
        let before = text.len();
        self.decode(bytes, last, text);
        if memchr::memchr(0, &text.as_bytes()[before..]).is_some() {
            let tail: String = text[before..].chars().filter(|&c| c != '\0').collect();
            self.nuls += text.len() - before - tail.len();
            text.truncate(before);
            text.push_str(&tail);
        }
    }

    fn decode(&mut self, bytes: &[u8], last: bool, text: &mut String) {
        let joined;
        let mut bytes = bytes;
        if !self.held.is_empty() {
            self.held.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.held);
            bytes = &joined;
        }
        if !self.started {
            // UTF-16 without a mark shows in the first bytes; it takes a few to see.
            if bytes.len() < 512 && !last {
                self.held = bytes.to_vec();
                return;
            }
            self.started = true;
            if let Some((encoding, length)) = Encoding::for_bom(bytes) {
                self.state = State::of(encoding);
                bytes = &bytes[length..];
            } else if matches!(self.state, State::Ascii)
                && let Some(encoding) = utf16(bytes)
            {
                self.state = State::of(encoding);
            }
        }
        if matches!(self.state, State::Ascii) {
            let ascii = bytes.len() - encoding_tail(bytes);
            let Some(plain) = bytes.get(..ascii).and_then(|b| std::str::from_utf8(b).ok()) else {
                return;
            };
            text.push_str(plain);
            bytes = &bytes[ascii..];
            if bytes.is_empty() {
                return;
            }
            let Some(sample) = sample(bytes, last) else {
                self.held = bytes.to_vec();
                return;
            };
            let (encoding, sure) = guess(sample, last && sample.len() == bytes.len());
            self.unsure = !sure;
            self.four_byte = encoding == GBK && has_four_byte(sample);
            self.state = State::of(encoding);
        }
        match &mut self.state {
            State::Ascii => {}
            State::Utf8 => self.utf8(bytes, last, text),
            State::Other(_, decoder) => {
                let mut rest = bytes;
                loop {
                    text.reserve(
                        decoder
                            .max_utf8_buffer_length_without_replacement(rest.len())
                            .unwrap_or(rest.len() * 3)
                            .min(rest.len() * 3 + 16),
                    );
                    let (result, read) =
                        decoder.decode_to_string_without_replacement(rest, text, last);
                    rest = &rest[read..];
                    match result {
                        encoding_rs::DecoderResult::InputEmpty => break,
                        encoding_rs::DecoderResult::OutputFull => {}
                        encoding_rs::DecoderResult::Malformed(..) => {
                            self.replaced += 1;
                            text.push('\u{fffd}');
                        }
                    }
                }
            }
        }
    }

    fn utf8(&mut self, bytes: &[u8], last: bool, text: &mut String) {
        let mut rest = bytes;
        loop {
            match std::str::from_utf8(rest) {
                Ok(all) => {
                    text.push_str(all);
                    return;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    text.push_str(std::str::from_utf8(good).unwrap_or(""));
                    match error.error_len() {
                        None if !last => {
                            self.held = bad.to_vec();
                            return;
                        }
                        length => {
                            self.replaced += 1;
                            text.push('\u{fffd}');
                            rest = &bad[length.unwrap_or(bad.len())..];
                        }
                    }
                }
            }
        }
    }
}

/// How many bytes there are from the first that is not ASCII on.
fn encoding_tail(bytes: &[u8]) -> usize {
    bytes.len() - Encoding::ascii_valid_up_to(bytes)
}

/// The bytes to decide on, `None` while there are too few. What is returned depends on the content, never on how it arrived.
fn sample(bytes: &[u8], last: bool) -> Option<&[u8]> {
    let short = &bytes[..bytes.len().min(SAMPLE)];
    if short.len() == SAMPLE && short.iter().filter(|b| !b.is_ascii()).count() >= FEW {
        return Some(short);
    }
    if bytes.len() >= LONG_SAMPLE || last {
        Some(&bytes[..bytes.len().min(LONG_SAMPLE)])
    } else {
        None
    }
}

/// UTF-16 without a mark: ASCII characters have a zero in every other byte.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let (chunks, _) = head.as_chunks::<2>();
    let printable = |b: u8| (b' '..0x7f).contains(&b);
    let plain = |b: u8| printable(b) || matches!(b, b'\t' | b'\n' | b'\r');
    let low = chunks.iter().filter(|p| plain(p[0]) && p[1] == 0).count();
    let high = chunks.iter().filter(|p| p[0] == 0 && plain(p[1])).count();
    // Numbers in sixteen bits look alike, but for the small ones, which are control characters.
    let control = |b: u8| b < b' ' && !plain(b);
    let small = |p: &&[u8; 2]| (p[0] == 0 && control(p[1])) || (p[1] == 0 && control(p[0]));
    let controls = chunks.iter().filter(small).count();
    if controls * 20 > low.max(high) {
        return None;
    }
    // Two printable ASCII characters side by side are one in five Chinese ones, but most of a single-byte text.
    let narrow = chunks
        .iter()
        .filter(|p| printable(p[0]) && printable(p[1]))
        .count();
    if narrow * 2 >= pairs {
        return None;
    }
    // Delimiters, digits and line ends are ASCII even in Chinese files, so a tenth is plenty;
    // single-byte text holds none at all but for a stray NUL.
    if low * 10 >= pairs && high * 20 <= low {
        Some(UTF_16LE)
    } else if high * 10 >= pairs && low * 20 <= high {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the sample is UTF-8, but for a character cut off at its end where `whole` is false.
fn is_utf8(sample: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => !whole && error.error_len().is_none(),
    }
}

/// The encoding of a sample that starts with a byte that is not ASCII, and whether there is little doubt.
fn guess(sample: &[u8], whole: bool) -> (&'static Encoding, bool) {
    if is_utf8(sample, whole) {
        return (UTF_8, true);
    }
    // A few broken characters in a UTF-8 file are damage, not another encoding.
    let mut good = 0usize;
    let mut bad = 0usize;
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > 20 && bad * 50 <= good {
        return (UTF_8, true);
    }
    let (gbk, gbk_pairs) = double_byte(sample, GBK, |lead, trail| {
        trail >= 0xa1 && ((0xb0..=0xd7).contains(&lead) || (0xa1..=0xa3).contains(&lead))
    });
    let (big5, big5_pairs) = double_byte(sample, BIG5, |lead, _| {
        (0xa4..=0xc6).contains(&lead) || (0xa1..=0xa2).contains(&lead)
    });
    if gbk >= 0.75 && gbk >= big5 - 0.1 {
        return (GBK, gbk_pairs >= 4);
    }
    if big5 >= 0.85 {
        return (BIG5, big5_pairs >= 4);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let (encoding, sure) = (
        detector.guess(None, chardetng::Utf8Detection::Deny),
        sample.iter().filter(|b| !b.is_ascii()).count() >= 8,
    );
    if gbk >= 0.5 && encoding != GBK && encoding.is_single_byte() {
        return (GBK, false);
    }
    // Western text is the likeliest of the single-byte ones where little tells them apart.
    if !sure && encoding.is_single_byte() && sample.iter().filter(|b| !b.is_ascii()).count() < 20 {
        return (WINDOWS_1252, false);
    }
    (encoding, sure)
}

/// The share of double-byte characters that are common ones, 0 where the sample is not valid in the encoding at all; and their number.
fn double_byte(
    sample: &[u8],
    encoding: &'static Encoding,
    common: impl Fn(u8, u8) -> bool,
) -> (f64, usize) {
    let (mut pairs, mut frequent, mut broken) = (0usize, 0usize, 0usize);
    let mut at = 0;
    while let Some(&lead) = sample.get(at) {
        if lead < 0x80 {
            at += 1;
            continue;
        }
        let Some(&trail) = sample.get(at + 1) else {
            break;
        };
        if encoding == GBK
            && trail.is_ascii_digit()
            && sample.get(at + 2).is_some_and(|b| *b >= 0x81)
        {
            pairs += 1;
            at += 4;
            continue;
        }
        pairs += 1;
        if lead == 0x80 || lead == 0xff || trail < 0x40 || trail == 0x7f || trail == 0xff {
            broken += 1;
            at += 1;
            continue;
        }
        frequent += usize::from(common(lead, trail));
        at += 2;
    }
    if pairs == 0 || broken * 50 > pairs {
        (0.0, pairs)
    } else {
        (frequent as f64 / pairs as f64, pairs)
    }
}

fn has_four_byte(sample: &[u8]) -> bool {
    sample
        .windows(4)
        .any(|w| w[0] >= 0x81 && w[1].is_ascii_digit() && w[2] >= 0x81 && w[3].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], step: usize) -> (String, &'static str, usize) {
        let mut decode = Decode::new(None);
        let mut text = String::new();
        for chunk in bytes.chunks(step.max(1)) {
            decode.push(chunk, false, &mut text);
        }
        decode.push(&[], true, &mut text);
        (text, decode.name(), decode.replaced)
    }

    #[test]
    fn encodings_are_told_apart() {
        let simplified = "订单编号,买家会员名,总金额\n1,张三,12.50\n2,李四,30.00\n";
        let traditional = "訂單編號,買家姓名,總金額\n1,陳大文,12.50\n2,林小明,30.00\n";
        let western = "Commande;Montant;Libellé\n1;12,50;crème brûlée\n2;30,00;pâté à l'ancienne\n";
        for step in [1, 2, 3, 7, 4096] {
            assert_eq!(
                decode(simplified.as_bytes(), step),
                (simplified.into(), "UTF-8", 0)
            );
            assert_eq!(
                decode(&GBK.encode(simplified).0, step),
                (simplified.into(), "GBK", 0)
            );
            assert_eq!(
                decode(&BIG5.encode(traditional).0, step),
                (traditional.into(), "Big5", 0)
            );
            assert_eq!(
                decode(&WINDOWS_1252.encode(western).0, step),
                (western.into(), "windows-1252", 0)
            );
            for (name, big) in [("UTF-16LE", false), ("UTF-16BE", true)] {
                for mark in ["", "\u{feff}"] {
                    let bytes: Vec<u8> = format!("{mark}{simplified}")
                        .encode_utf16()
                        .flat_map(|u| {
                            if big {
                                u.to_be_bytes()
                            } else {
                                u.to_le_bytes()
                            }
                        })
                        .collect();
                    assert_eq!(
                        decode(&bytes, step),
                        (simplified.into(), name, 0),
                        "{name} {mark:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_long_ascii_start_does_not_decide() {
        let mut bytes = "id,name\n1,plain\n".repeat(20_000).into_bytes();
        bytes.extend_from_slice(&GBK.encode("2,宝贝标题连衣裙夏季新款\n").0);
        let (text, name, replaced) = decode(&bytes, 1 << 16);
        assert_eq!((name, replaced), ("GBK", 0));
        assert!(text.ends_with("2,宝贝标题连衣裙夏季新款\n"));
    }

    #[test]
    fn damage_is_counted_and_nul_removed() {
        let mut bytes = "名称,数量\n".repeat(40).into_bytes();
        bytes.extend_from_slice(b"\xff\xfe,1\0\n");
        let (text, name, replaced) = decode(&bytes, 5);
        assert_eq!((name, replaced), ("UTF-8", 2));
        assert!(text.ends_with("\u{fffd}\u{fffd},1\n"));
    }
}
