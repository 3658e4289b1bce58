//! The statistics against SciPy's (`tests/golden/statistics.py`).

use super::*;
use crate::statistics::distribution::{student_critical, student_two_sided};

const A: [f64; 10] = [3.1, 4.7, 5.0, 6.2, 5.5, 4.9, 7.1, 6.6, 5.8, 6.0];
const B: [f64; 8] = [2.2, 3.9, 4.4, 4.1, 5.1, 3.0, 4.8, 4.0];
const P: [f64; 10] = [0.001, 0.8, 0.02, 0.03, 0.0004, 0.5, 0.04, 0.6, 0.02, 1.0];

fn moments(series: &[f64]) -> (u64, f64, f64) {
    (
        series.len() as u64,
        series.iter().sum(),
        series.iter().map(|v| v * v).sum(),
    )
}

#[test]
fn agrees_with_scipy() {
    let golden = include_str!("../../tests/golden/statistics.txt");
    let mut seen = 0;
    for line in golden.lines() {
        let (left, right) = line.split_once(" = ").unwrap();
        let expected: f64 = right.parse().unwrap();
        let mut words = left.split(' ');
        let name = words.next().unwrap();
        let args: Vec<f64> = words.map(|word| word.parse().unwrap()).collect();
        let count = |i: usize| args[i] as u64;
        let (value, tolerance) = match name {
            "normal" => (normal_two_sided(args[0]), 1e-12),
            "chi1" => (chi_square_1_upper(args[0]), 1e-12),
            "student" => (student_two_sided(args[0], args[1]), 1e-9),
            "critical" => (student_critical(args[0], args[1]), 1e-9),
            "fisher" => (fisher_upper(count(0), count(1), count(2), count(3)), 1e-9),
            "wilson_low" => (wilson(count(0), count(1)).low, 1e-8),
            "wilson_high" => (wilson(count(0), count(1)).high, 1e-8),
            "mann_whitney" => (mann_whitney(&A, &B, 1.0).unwrap(), 1e-12),
            "welch" => (
                welch_moments(moments(&A), moments(&B)).unwrap().p_value,
                1e-9,
            ),
            "bh" => {
                let i = P.iter().position(|&p| p == args[0]).unwrap();
                (benjamini_hochberg(&P)[i], 1e-12)
            }
            "theil_sen" => (mann_kendall(&A).unwrap().per_step, 1e-12),
            "quantile" => {
                let mut sorted = A;
                sorted.sort_by(f64::total_cmp);
                (quantile_sorted(&sorted, args[0]).unwrap(), 1e-12)
            }
            other => panic!("no such statistic: {other}"),
        };
        assert!(
            (value - expected).abs() <= tolerance * (1e-3 + expected.abs()),
            "{left}: {value} against {expected}"
        );
        seen += 1;
    }
    assert!(seen > 30, "only {seen} golden values");
}

#[test]
fn adjusted_values_keep_the_order_and_never_fall_below() {
    let adjusted = benjamini_hochberg(&P);
    for i in 0..P.len() {
        assert!(adjusted[i] >= P[i] && adjusted[i] <= 1.0);
        for j in 0..P.len() {
            assert!(P[i] > P[j] || adjusted[i] <= adjusted[j]);
        }
    }
}

/// Newcombe 1998, table II, method 10.
#[test]
fn differences_of_shares_are_as_published() {
    for (one, other, low, high) in [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ] {
        let of = wilson_difference(one, other);
        assert!(
            (of.low - low).abs() < 5.1e-5 && (of.high - high).abs() < 5.1e-5,
            "{of:?}"
        );
    }
}
