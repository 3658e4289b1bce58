//! Text to values, a value at a time.

use std::borrow::Cow;

use super::node::Node;

/// Values nested deeper than this are refused.
const MAX_DEPTH: usize = 64;

/// What stopped the parser, and where.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) at: usize,
    pub(super) detail: &'static str,
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// Halves of surrogate pairs that stood alone.
    pub(super) lone_surrogates: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    pub(super) fn stop<T>(&self, detail: &'static str) -> Result<T, Stop> {
        Err(Stop {
            at: self.at.min(self.text.len()),
            detail,
        })
    }

    fn expect(&mut self, byte: u8, detail: &'static str) -> Result<(), Stop> {
        self.blank();
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        self.stop(detail)
    }

    pub(super) fn value(&mut self, depth: usize) -> Result<Node<'a>, Stop> {
        if depth > MAX_DEPTH {
            return self.stop("nested too deeply");
        }
        self.blank();
        match self.peek() {
            Some(b'{') => {
                let mut fields = Vec::new();
                self.fields(|parser, key| {
                    let value = parser.value(depth + 1)?;
                    fields.push((key, value));
                    Ok(())
                })?;
                Ok(Node::Object(fields))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.items(|parser| {
                    items.push(parser.value(depth + 1)?);
                    Ok(())
                })?;
                Ok(Node::List(items))
            }
            Some(b'"') => Ok(Node::Scalar(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null").map(|_| Node::Null),
            Some(b'N') => self.word("NaN").map(|_| Node::Null),
            Some(_) => self.stop("a value was expected"),
            None => self.stop("the text ends too early"),
        }
    }

    /// Walks an object's fields.
    fn fields(
        &mut self,
        mut each: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.expect(b'{', "`{` was expected")?;
        self.blank();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.blank();
            if self.peek() != Some(b'"') {
                return self.stop(if self.peek().is_none() {
                    "the text ends too early"
                } else {
                    "a key in double quotes was expected"
                });
            }
            let key = self.string()?;
            self.expect(b':', "`:` was expected")?;
            each(self, key)?;
            self.blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                None => return self.stop("the text ends too early"),
                Some(_) => return self.stop("`,` or `}` was expected"),
            }
        }
    }

    /// Walks a list's items.
    pub(super) fn items(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.expect(b'[', "`[` was expected")?;
        self.blank();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            each(self)?;
            self.blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                None => return self.stop("the text ends too early"),
                Some(_) => return self.stop("`,` or `]` was expected"),
            }
        }
    }

    fn word(&mut self, word: &'static str) -> Result<Node<'a>, Stop> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(Node::Scalar(Cow::Borrowed(word)));
        }
        self.stop("a value was expected")
    }

    fn number(&mut self) -> Result<Node<'a>, Stop> {
        let start = self.at;
        while matches!(
            self.peek(),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
        ) {
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        if text.parse::<f64>().is_err() {
            self.at = start;
            return self.stop("not a number");
        }
        Ok(Node::Scalar(Cow::Borrowed(text)))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Stop> {
        self.at += 1;
        let start = self.at;
        let bytes = self.text.as_bytes();
        let Some(end) = memchr::memchr2(b'"', b'\\', &bytes[start..]).map(|i| start + i) else {
            self.at = bytes.len();
            return self.stop("a text is not closed");
        };
        if bytes[end] == b'"' {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        let mut out = String::new();
        let mut from = start;
        loop {
            let Some(end) = memchr::memchr2(b'"', b'\\', &bytes[from..]).map(|i| from + i) else {
                self.at = bytes.len();
                return self.stop("a text is not closed");
            };
            out.push_str(&self.text[from..end]);
            self.at = end;
            if bytes[end] == b'"' {
                self.at = end + 1;
                return Ok(Cow::Owned(out));
            }
            let plain = match bytes.get(end + 1) {
                Some(b'"') => '"',
                Some(b'\\') => '\\',
                Some(b'/') => '/',
                Some(b'b') => '\u{8}',
                Some(b'f') => '\u{c}',
                Some(b'n') => '\n',
                Some(b'r') => '\r',
                Some(b't') => '\t',
                Some(b'u') => {
                    self.at = end + 2;
                    out.push(self.escape()?);
                    from = self.at;
                    continue;
                }
                _ => return self.stop("no such escape"),
            };
            out.push(plain);
            from = end + 2;
        }
    }

    /// The character of `\uXXXX`, perhaps a pair of them; `at` is on the first digit.
    fn escape(&mut self) -> Result<char, Stop> {
        let first = self.hex()?;
        if (0xd800..0xdc00).contains(&first) && self.text.as_bytes()[self.at..].starts_with(b"\\u")
        {
            let back = self.at;
            self.at += 2;
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or_else(|| {
            self.lone_surrogates += 1;
            char::REPLACEMENT_CHARACTER
        }))
    }

    fn hex(&mut self) -> Result<u32, Stop> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let value = digits
            .filter(|d| d.iter().all(u8::is_ascii_hexdigit))
            .and_then(|d| std::str::from_utf8(d).ok());
        match value.and_then(|d| u32::from_str_radix(d, 16).ok()) {
            Some(value) => {
                self.at += 4;
                Ok(value)
            }
            None => self.stop("`\\u` wants four hexadecimal digits"),
        }
    }
}
