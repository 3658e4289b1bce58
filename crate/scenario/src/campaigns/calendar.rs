//! Days that shops campaign on, by the currency that they sell in.

use report::words::phrase::Phrase;
use table::calendar::Date;

use super::words;

/// Currencies of markets that keep 11.11 and 12.12 beside the Western calendar.
const DOUBLE_DAYS: [&str; 7] = ["SGD", "MYR", "IDR", "THB", "VND", "PHP", "TWD"];

/// Campaigns with their first and last day between two days, in order.
pub(crate) fn campaigns(currency: &str, first: i32, last: i32) -> Vec<(Phrase, i32, i32)> {
    let mut out = Vec::new();
    for year in Date::of(first).year..=Date::of(last).year {
        let on = |month, day| Date { year, month, day }.days();
        let mut add = |name: Phrase, from: Option<i32>, to: Option<i32>| {
            if let Some((from, to)) = from.zip(to)
                && from >= first
                && to <= last
            {
                out.push((name, from, to));
            }
        };
        if currency == "CNY" {
            add(words::WOMEN, on(3, 6), on(3, 8));
            add(words::MAY, on(5, 20), on(5, 20));
            add(words::JUNE, on(6, 16), on(6, 18));
        } else {
            add(words::VALENTINE, on(2, 8), on(2, 13));
            add(words::BOXING, on(12, 26), on(12, 30));
            // The day after the fourth Thursday of November, to the Monday.
            let friday = on(11, 1).map(|d| {
                let thursday = (3 - (d + 3).rem_euclid(7)).rem_euclid(7);
                d + thursday + 21 + 1
            });
            add(words::BLACK, friday, friday.map(|f| f + 3));
        }
        if currency == "CNY" || DOUBLE_DAYS.contains(&currency) {
            add(words::ELEVEN, on(11, 9), on(11, 11));
            add(words::TWELVE, on(12, 11), on(12, 12));
        }
    }
    table::order::sort_by_key(&mut out, |c| (c.1, c.2));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i32 {
        Date::from_iso(text).and_then(Date::days).expect("a date")
    }

    #[test]
    fn black_friday_follows_thanksgiving() {
        for friday in ["2023-11-24", "2024-11-29", "2025-11-28", "2026-11-27"] {
            let friday = day(friday);
            let found = campaigns("USD", friday - 30, friday + 20);
            assert!(
                found.contains(&(words::BLACK, friday, friday + 3)),
                "{found:?}"
            );
        }
    }

    #[test]
    fn chinese_shops_have_their_own_days() {
        let found = campaigns("CNY", day("2025-01-01"), day("2025-12-31"));
        assert_eq!(found.len(), 5);
        assert!(found.contains(&(words::ELEVEN, day("2025-11-09"), day("2025-11-11"))));
        // A campaign that the data cut off is not judged.
        assert_eq!(
            campaigns("CNY", day("2025-11-10"), day("2025-12-01")).len(),
            0
        );
    }
}
