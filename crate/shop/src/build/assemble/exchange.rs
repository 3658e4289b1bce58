//! The currency of an order, and amounts brought into the merchant's.

use super::Assembly;
use crate::build::coin::Money;
use crate::money::{parse_decimal, share, to_minor};
use crate::{QualityCode, RowRef, currency};

impl Assembly<'_> {
    pub(super) fn currency(&mut self, code: &str) -> u8 {
        if let Some(at) = self.codes.iter().position(|c| c == code) {
            return at as u8;
        }
        if self.codes.len() >= 250 {
            return 0;
        }
        self.codes.push(code.to_owned());
        self.carry.push(0);
        self.codes.len() as u8 - 1
    }

    pub(crate) fn digits(&self, currency: u8) -> u32 {
        u32::from(currency::digits(&self.codes[usize::from(currency)]))
    }

    pub(crate) fn currency_of(&mut self, head: usize, rows: &[usize]) -> u8 {
        let found: Option<&'static str> = match &mut self.sources[head].money {
            Money::One(code) => Some(*code),
            Money::Column(names) => rows
                .iter()
                .find(|&&r| !names.is_null(r))
                .and_then(|&r| currency::code(&names.text(r))),
            Money::Cells(cells, codes, fallback) => Some(
                rows.iter()
                    .filter_map(|&r| cells.get(r))
                    .find_map(|&c| codes.get(usize::from(c)).copied().flatten())
                    .unwrap_or(fallback),
            ),
        };
        let found = found.or_else(|| self.options.currency.as_deref().and_then(currency::code));
        match found {
            Some(code) => self.currency(code),
            None if self.codes.is_empty() => self.currency("USD"),
            None => 0,
        }
    }

    /// Brings an order's amounts into the merchant's currency where a rate is given.
    pub(super) fn convert(
        &mut self,
        from: u8,
        gross: i64,
        refund: i64,
        money: [i64; 3],
        source: RowRef,
    ) -> (u8, i64, i64, [i64; 3]) {
        let Some((target, _)) = self.target else {
            return (from, gross, refund, money);
        };
        if target == from {
            return (from, gross, refund, money);
        }
        let Some(rate) = self.rate(from) else {
            return (from, gross, refund, money);
        };
        let (from_digits, to_digits) = (self.digits(from), self.digits(target));
        let convert =
            |minor: i64| to_minor(i128::from(minor) * rate.0, rate.1 + from_digits, to_digits);
        let gross = convert(gross);
        let refund = convert(refund);
        self.weights.clear();
        let negative = self.drafts.iter().any(|d| d.amount < 0);
        if negative {
            for d in &mut self.drafts {
                d.amount = convert(d.amount);
            }
            let sum: i64 = self.drafts.iter().map(|d| d.amount).sum();
            if let Some(first) = self.drafts.first_mut() {
                first.amount += gross - sum;
            }
        } else {
            self.weights.extend(self.drafts.iter().map(|d| d.amount));
            share(gross, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.amount = *r;
            }
        }
        self.weights.clear();
        self.weights.extend(self.drafts.iter().map(|d| d.refund));
        share(refund, &self.weights, &mut self.shares);
        for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
            d.refund = *r;
        }
        let code = self.codes[usize::from(from)].clone();
        self.notes.add_with(QualityCode::Converted, source, code);
        (target, gross, refund, money.map(convert))
    }

    /// An amount in the currency that it is reported in.
    pub(crate) fn in_target(&mut self, from: u8, minor: i64) -> (u8, i64) {
        let Some((target, _)) = self.target else {
            return (from, minor);
        };
        match self.rate(from) {
            Some(rate) if target != from => {
                let (from_digits, to_digits) = (self.digits(from), self.digits(target));
                let minor = to_minor(i128::from(minor) * rate.0, rate.1 + from_digits, to_digits);
                (target, minor)
            }
            _ => (from, minor),
        }
    }

    /// The rate of a currency: mantissa and scale.
    fn rate(&mut self, from: u8) -> Option<(i128, u32)> {
        let (_, known) = self.target.as_mut()?;
        while known.len() <= usize::from(from) {
            let code = self.codes.get(known.len())?;
            let rate = self
                .options
                .rates
                .as_ref()
                .and_then(|r| r.per_unit.get(code))
                .and_then(|text| parse_decimal(text))
                .filter(|(m, _)| *m > 0)
                .map(|(m, scale)| (i128::from(m), u32::from(scale)));
            known.push(rate);
        }
        known[usize::from(from)]
    }
}
