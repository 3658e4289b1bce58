//! Chance from a seed: the same seed gives the same draws on every machine.

/// SplitMix64, with draws from the distributions that are needed here.
///
/// # Source
/// Steele, Lea & Flood 2014; gamma draws after Marsaglia & Tsang 2000.
#[derive(Debug, Clone)]
pub struct Chance(u64);

/// One step of SplitMix64's mixing.
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Chance {
    /// A generator that starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        let bits = mix(self.0);
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        bits
    }

    /// Uniform in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    /// Uniform among 0 … `below` − 1; 0 if `below` is 0.
    pub fn below(&mut self, below: usize) -> usize {
        ((u128::from(self.bits()) * below as u128) >> 64) as usize
    }

    /// Standard normal (Box–Muller, one of the pair).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }

    /// Exponential with a rate.
    pub fn exponential(&mut self, rate: f64) -> f64 {
        -libm::log(self.uniform()) / rate
    }

    /// Gamma with a shape and a rate.
    pub fn gamma(&mut self, shape: f64, rate: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0, rate) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v / rate;
            }
        }
    }

    /// Beta with two shapes.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let x = self.gamma(a, 1.0);
        let y = self.gamma(b, 1.0);
        if x + y > 0.0 { x / (x + y) } else { 0.0 }
    }

    /// Shuffles in place (Fisher–Yates).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_and_variance(draw: impl FnMut() -> f64) -> (f64, f64) {
        let draws: Vec<f64> = std::iter::repeat_with(draw).take(40_000).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let squares: f64 = draws.iter().map(|x| (x - mean) * (x - mean)).sum();
        (mean, squares / draws.len() as f64)
    }

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let mut chance = Chance::new(3);
        let (mean, variance) = mean_and_variance(|| chance.gamma(0.5, 2.0));
        assert!((mean - 0.25).abs() < 0.01 && (variance - 0.125).abs() < 0.01);
        let (mean, variance) = mean_and_variance(|| chance.gamma(4.0, 2.0));
        assert!((mean - 2.0).abs() < 0.03 && (variance - 1.0).abs() < 0.05);
        let (mean, variance) = mean_and_variance(|| chance.beta(2.0, 3.0));
        assert!((mean - 0.4).abs() < 0.01 && (variance - 0.04).abs() < 0.003);
        let (mean, variance) = mean_and_variance(|| chance.normal());
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03);
        let (mean, _) = mean_and_variance(|| chance.below(5) as f64);
        assert!((mean - 2.0).abs() < 0.05);
    }

    #[test]
    fn a_shuffle_keeps_everything() {
        let mut values: Vec<u32> = (0..100).collect();
        Chance::new(1).shuffle(&mut values);
        assert_ne!(values, (0..100).collect::<Vec<_>>());
        values.sort_unstable();
        assert_eq!(values, (0..100).collect::<Vec<_>>());
    }
}
