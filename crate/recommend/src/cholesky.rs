//! Inverses of symmetric positive definite matrices, in place and in blocks of rows.

use crate::{Error, Progress};

/// Rows that are worked on together, so that every other row is read once for all of them.
const BLOCK: usize = 32;
const LANES: usize = 8;

/// Turns the lower triangle of `matrix` into that of its inverse: Cholesky factor, its inverse, their product.
///
/// Returns `false` where the matrix is not positive definite; it then holds nothing of use.
///
/// # Shapes
/// `matrix`: `[width, width]` by rows; what is above the diagonal is neither read nor written.
///
/// # Errors
/// [`Error::Cancelled`].
pub(crate) fn invert(
    matrix: &mut [f64],
    width: usize,
    progress: Progress<'_>,
) -> Result<bool, Error> {
    let mut step = |part: f32, at: usize| -> Result<(), Error> {
        let done = (part + at as f32 / width.max(1) as f32) / 3.0;
        if progress(done) {
            Ok(())
        } else {
            Err(Error::Cancelled)
        }
    };
    let mut from = 0;
    while from < width {
        step(0.0, from)?;
        let to = (from + BLOCK).min(width);
        if !factor(matrix, width, from, to) {
            return Ok(false);
        }
        from = to;
    }
    let mut block = vec![0.0; BLOCK * width];
    from = 0;
    while from < width {
        step(1.0, from)?;
        let to = (from + BLOCK).min(width);
        invert_factor(matrix, width, from, to, &mut block);
        from = to;
    }
    from = 0;
    while from < width {
        step(2.0, from)?;
        let to = (from + BLOCK).min(width);
        multiply(matrix, width, from, to, &mut block);
        from = to;
    }
    Ok(true)
}

/// Solves A x = b for a small symmetric positive definite matrix, whose lower triangle is overwritten.
pub(crate) fn solve(matrix: &mut [f64], width: usize, x: &mut [f64]) -> bool {
    for row in 0..width {
        if !factor(matrix, width, row, row + 1) {
            return false;
        }
    }
    for row in 0..width {
        let (line, known) = (&matrix[row * width..row * width + row], &x[..row]);
        x[row] = (x[row] - dot(line, known)) / matrix[row * width + row];
    }
    for row in (0..width).rev() {
        x[row] /= matrix[row * width + row];
        let value = x[row];
        let line = &matrix[row * width..row * width + row];
        for (x, factor) in x.iter_mut().zip(line) {
            *x -= value * factor;
        }
    }
    true
}

/// Rows `from..to` of L in A = L Lᵀ, the rows before being done.
fn factor(matrix: &mut [f64], width: usize, from: usize, to: usize) -> bool {
    let (above, rows) = matrix.split_at_mut(from * width);
    for column in 0..from {
        let line = &above[column * width..column * width + column];
        let diagonal = above[column * width + column];
        for row in rows[..(to - from) * width].chunks_exact_mut(width) {
            row[column] = (row[column] - dot(line, &row[..column])) / diagonal;
        }
    }
    for row in from..to {
        for column in from..=row {
            let (before, own) = rows.split_at_mut((row - from) * width);
            let other = match column.cmp(&row) {
                std::cmp::Ordering::Less => &before[(column - from) * width..][..width],
                _ => &own[..width],
            };
            let rest = own[column] - dot(&other[..column], &own[..column]);
            if column == row {
                if rest.is_nan() || rest <= 0.0 {
                    return false;
                }
                own[column] = libm::sqrt(rest);
            } else {
                own[column] = rest / other[column];
            }
        }
    }
    true
}

/// Rows `from..to` of L⁻¹, written over those of L, the rows before being done.
fn invert_factor(matrix: &mut [f64], width: usize, from: usize, to: usize, block: &mut [f64]) {
    let count = to - from;
    let (above, rows) = matrix.split_at_mut(from * width);
    block[..count * width].copy_from_slice(&rows[..count * width]);
    for row in rows[..count * width].chunks_exact_mut(width) {
        row[..to].fill(0.0);
    }
    for other in 0..from {
        let line = &above[other * width..other * width + other + 1];
        for (at, row) in rows[..count * width].chunks_exact_mut(width).enumerate() {
            add(&mut row[..=other], -block[at * width + other], line);
        }
    }
    for at in 0..count {
        let (done, own) = rows.split_at_mut(at * width);
        for before in 0..at {
            let line = &done[before * width..before * width + from + before + 1];
            add(
                &mut own[..=from + before],
                -block[at * width + from + before],
                line,
            );
        }
        let diagonal = block[at * width + from + at];
        own[from + at] = 1.0;
        for value in &mut own[..=from + at] {
            *value /= diagonal;
        }
    }
}

/// Rows `from..to` of MᵀM, written over those of M = L⁻¹; only rows from `from` on are read.
fn multiply(matrix: &mut [f64], width: usize, from: usize, to: usize, block: &mut [f64]) {
    let count = to - from;
    block[..count * width].fill(0.0);
    for line in matrix[from * width..].chunks_exact(width).enumerate() {
        let (below, line) = (line.0 + from, line.1);
        for (at, sums) in block[..count * width].chunks_exact_mut(width).enumerate() {
            let row = from + at;
            if row <= below {
                add(&mut sums[..=row], line[row], &line[..=row]);
            }
        }
    }
    for at in 0..count {
        let row = from + at;
        matrix[row * width..=row * width + row]
            .copy_from_slice(&block[at * width..=at * width + row]);
    }
}

fn add(to: &mut [f64], factor: f64, line: &[f64]) {
    for (to, value) in to.iter_mut().zip(line) {
        *to += factor * value;
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0_f64; LANES];
    let (a_lanes, a_rest) = a.as_chunks::<LANES>();
    let (b_lanes, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a_lanes.iter().zip(b_lanes) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    ((a + e) + (b + f)) + ((c + g) + (d + h)) + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn made(width: usize) -> Vec<f64> {
        let mut random = Random::new(width as u64);
        let half: Vec<f64> = (0..width * width)
            .map(|_| f64::from(random.unit()) - 0.5)
            .collect();
        let mut out = vec![0.0; width * width];
        for row in 0..width {
            for column in 0..width {
                let sum: f64 = (0..width)
                    .map(|k| half[row * width + k] * half[column * width + k])
                    .sum();
                out[row * width + column] = sum + f64::from(u8::from(row == column));
            }
        }
        out
    }

    #[test]
    fn the_inverse_undoes_the_matrix() {
        for width in [1, 2, 31, 32, 33, 70] {
            let matrix = made(width);
            let mut inverse = matrix.clone();
            assert_eq!(invert(&mut inverse, width, &mut |_| true), Ok(true));
            for row in 0..width {
                for column in 0..width {
                    let at = |r: usize, c: usize| inverse[r.max(c) * width + r.min(c)];
                    let sum: f64 = (0..width)
                        .map(|k| matrix[row * width + k] * at(k, column))
                        .sum();
                    let wanted = f64::from(u8::from(row == column));
                    assert!(
                        (sum - wanted).abs() < 1e-10,
                        "{width}: {row} {column} {sum}"
                    );
                }
            }
            let mut x: Vec<f64> = (0..width).map(|at| at as f64).collect();
            assert!(solve(&mut matrix.clone(), width, &mut x));
            for row in 0..width {
                let sum: f64 = (0..width).map(|k| matrix[row * width + k] * x[k]).sum();
                assert!((sum - row as f64).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn what_is_not_positive_is_told() {
        let mut matrix = vec![1.0, 0.0, 2.0, 1.0];
        assert_eq!(invert(&mut matrix, 2, &mut |_| true), Ok(false));
        assert!(!solve(&mut [-1.0], 1, &mut [1.0]));
    }
}
