//! Sums in a fixed order, and exponentials that are the same on every machine.
//!
//! The standard library's `exp` and `ln` are the platform's and differ in the last digit; `libm`'s are code.

/// Logarithms of probabilities, from logits: x − max − ln Σ exp(x − max).
pub(crate) fn log_softmax(logits: &[f32], out: &mut Vec<f32>) {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|&x| libm::expf(x - highest)).sum();
    let log = libm::logf(sum);
    out.extend(logits.iter().map(|&x| x - highest - log));
}

/// Probabilities of logits, in place.
pub(crate) fn softmax(values: &mut [f32]) {
    let highest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = libm::expf(*value - highest);
        sum += *value;
    }
    for value in values {
        *value /= sum;
    }
}

/// Probabilities of logits that are judged each for itself, in place.
pub(crate) fn sigmoid(values: &mut [f32]) {
    for value in values {
        *value = 1.0 / (1.0 + libm::expf(-*value));
    }
}

/// Brings a vector to length 1; one without length stays as it is.
pub(crate) fn normalise(vector: &mut [f32]) {
    let length = libm::sqrtf(vector.iter().map(|x| x * x).sum());
    if length > 0.0 {
        for value in vector {
            *value /= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_add_up() {
        let mut values = [1.0, 2.0, 90.0, -300.0];
        let mut logs = Vec::new();
        log_softmax(&values, &mut logs);
        softmax(&mut values);
        assert!((values.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        for (value, log) in values.iter().zip(logs) {
            assert!((value - libm::expf(log)).abs() < 1e-6);
        }
    }

    #[test]
    fn each_for_itself() {
        let mut values = [0.0, 2.0, -2.0, 200.0, -200.0];
        sigmoid(&mut values);
        assert_eq!((values[0], values[3], values[4]), (0.5, 1.0, 0.0));
        assert!((values[1] - 0.880_797).abs() < 1e-6);
        assert!((values[1] + values[2] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn vectors_have_length_one() {
        let mut vector = [3.0, 0.0, 4.0];
        normalise(&mut vector);
        assert_eq!(vector, [0.6, 0.0, 0.8]);
        let mut zero = [0.0; 3];
        normalise(&mut zero);
        assert_eq!(zero, [0.0; 3]);
    }
}
