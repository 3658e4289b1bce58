//! Many tests at once.

/// Benjamini–Hochberg adjusted p-values (q-values), in the order given.
///
/// # Source
/// Benjamini & Hochberg 1995; qᵢ = min over j ≥ rank(i) of p₍ⱼ₎·m/j.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    table::order::sort_by(&mut order, |&a, &b| {
        p_values[a].total_cmp(&p_values[b]).then(a.cmp(&b))
    });
    let m = p_values.len() as f64;
    let mut q_values = vec![1.0; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, &index) in order.iter().enumerate().rev() {
        least = least.min(p_values[index] * m / (rank + 1) as f64);
        q_values[index] = least;
    }
    q_values
}
