//! Quantiles of the curves that demand is thought to follow.

/// The standard normal quantile (Wichura 1988, AS 241, PPND16); relative error about 1e-16.
/// Beyond (0, 1) it is infinite.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 8] = [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const B: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ];
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let poly = |c: &[f64; 8], x: f64| c.iter().rev().fold(0.0, |sum, k| sum * x + k);
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * poly(&A, r) / poly(&B, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if q < 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    let r = libm::sqrt(-libm::log(tail));
    let size = if r <= 5.0 {
        poly(&C, r - 1.6) / poly(&D, r - 1.6)
    } else {
        poly(&E, r - 5.0) / poly(&F, r - 5.0)
    };
    if q < 0.0 { -size } else { size }
}

/// The smallest whole number that counted demand stays at or below with a probability: the quantile of the
/// negative binomial with a mean and variance, of the Poisson where the variance is not above the mean.
/// `None` where the numbers are too large for it to differ from the normal curve.
pub(crate) fn count_quantile(mean: f64, variance: f64, p: f64) -> Option<f64> {
    if mean <= 0.0 {
        return Some(0.0);
    }
    let spread = variance - mean;
    let is_poisson = spread <= mean * 1e-9;
    let size = mean * mean / spread;
    let stay = mean / (size + mean);
    let first = if is_poisson {
        -mean
    } else {
        size * libm::log1p(-stay)
    };
    if first < -600.0 {
        return None;
    }
    let mut mass = libm::exp(first);
    let mut below = mass;
    let mut k = 0.0;
    while below < p {
        mass *= if is_poisson {
            mean / (k + 1.0)
        } else {
            (k + size) / (k + 1.0) * stay
        };
        k += 1.0;
        below += mass;
        if k > 1e5 {
            return None;
        }
    }
    Some(k)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `golden/make.py` with scipy.stats.norm.
    #[test]
    fn the_normal_quantile_is_scipys() {
        for line in include_str!("golden/normal.csv").lines().skip(1) {
            let row: Vec<f64> = line
                .split(',')
                .map(|v| v.parse().expect("number"))
                .collect();
            let error = (normal_quantile(row[0]) - row[1]).abs();
            assert!(error <= 1e-13 * (1.0 + row[1].abs()), "{line}: {error:e}");
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    /// Made by `golden/make.py` with scipy.stats.nbinom and scipy.stats.poisson.
    #[test]
    fn counts_are_scipys() {
        for line in include_str!("golden/count.csv").lines().skip(1) {
            let row: Vec<f64> = line
                .split(',')
                .map(|v| v.parse().expect("number"))
                .collect();
            let found = count_quantile(row[0], row[1], row[2]);
            assert_eq!(found, Some(row[3]), "{line}");
        }
        assert_eq!(count_quantile(0.0, 0.0, 0.95), Some(0.0));
        assert_eq!(count_quantile(1e6, 1e6, 0.95), None);
    }
}
