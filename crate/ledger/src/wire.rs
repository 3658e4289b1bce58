//! Whole numbers and texts as bytes.
//!
//! Numbers are seven bits a byte, small ones of either sign in one. No format of the field's is used on the
//! writing side because that stands in the worker's module, where each kB counts; this is a few hundred bytes.

use crate::Error;

/// Raised when a reader of an older ledger would misread it.
pub(crate) const VERSION: u8 = 5;

/// Writes.
pub(crate) struct Writer {
    pub(crate) bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self {
            bytes: vec![VERSION],
        }
    }

    pub(crate) fn int(&mut self, value: i64) {
        let mut rest = ((value << 1) ^ (value >> 63)) as u64;
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    pub(crate) fn count(&mut self, n: usize) {
        self.int(n as i64);
    }

    /// One number for each of `n`; looked up, so that this exists once.
    pub(crate) fn ints(&mut self, n: usize, at: &dyn Fn(usize) -> i64) {
        self.count(n);
        for i in 0..n {
            self.int(at(i));
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn texts<'t>(&mut self, n: usize, at: &dyn Fn(usize) -> Option<&'t str>) {
        self.count(n);
        for i in 0..n {
            self.text(at(i).unwrap_or_default());
        }
    }
}

/// Reads.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, Error> {
        match bytes.first() {
            Some(&VERSION) => Ok(Self { bytes, at: 1 }),
            Some(&found) => Err(Error::Version {
                found,
                known: VERSION,
            }),
            None => Err(Error::Broken { at: 0 }),
        }
    }

    pub(crate) fn broken(&self) -> Error {
        Error::Broken { at: self.at }
    }

    pub(crate) fn int(&mut self) -> Result<i64, Error> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or(self.broken())?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok((value >> 1) as i64 ^ -((value & 1) as i64));
            }
        }
        Err(self.broken())
    }

    pub(crate) fn narrow<T: TryFrom<i64>>(&mut self) -> Result<T, Error> {
        let value = self.int()?;
        T::try_from(value).map_err(|_| self.broken())
    }

    /// A count of things that take a byte each at least.
    pub(crate) fn count(&mut self) -> Result<usize, Error> {
        let n: usize = self.narrow()?;
        if n > self.bytes.len() - self.at {
            return Err(self.broken());
        }
        Ok(n)
    }

    pub(crate) fn ints<T: TryFrom<i64>>(&mut self) -> Result<Vec<T>, Error> {
        let n = self.count()?;
        (0..n).map(|_| self.narrow()).collect()
    }

    pub(crate) fn text(&mut self) -> Result<String, Error> {
        let n = self.count()?;
        let bytes = &self.bytes[self.at..self.at + n];
        let text = std::str::from_utf8(bytes).map_err(|_| self.broken())?;
        self.at += n;
        Ok(text.to_owned())
    }

    pub(crate) fn texts(&mut self) -> Result<Vec<String>, Error> {
        let n = self.count()?;
        (0..n).map(|_| self.text()).collect()
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.at == self.bytes.len() {
            Ok(())
        } else {
            Err(self.broken())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back() {
        let numbers = [0, 1, -1, 63, 64, -65, 1 << 40, i64::MAX, i64::MIN];
        let mut writer = Writer::new();
        writer.ints(numbers.len(), &|i| numbers[i]);
        writer.text("红色 dress");
        let mut reader = Reader::new(&writer.bytes).unwrap();
        assert_eq!(reader.ints::<i64>().unwrap(), numbers);
        assert_eq!(reader.text().unwrap(), "红色 dress");
        reader.end().unwrap();
    }

    #[test]
    fn half_a_ledger_is_an_error_with_its_place() {
        let mut writer = Writer::new();
        writer.text("twelve bytes");
        for end in 1..writer.bytes.len() {
            let mut reader = Reader::new(&writer.bytes[..end]).unwrap();
            assert!(matches!(reader.text(), Err(Error::Broken { at }) if at <= end));
        }
        assert_eq!(
            Reader::new(&[9]).err(),
            Some(Error::Version {
                found: 9,
                known: VERSION
            })
        );
    }
}
