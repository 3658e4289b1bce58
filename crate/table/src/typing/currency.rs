//! Which currency each cell names.

/// Currencies of single cells among plain numbers.
#[derive(Default)]
pub(super) struct Currencies {
    counts: Vec<(String, usize)>,
    rows: Vec<u8>,
}

impl Currencies {
    pub(super) fn add(&mut self, sign: &str, row: u32, rows: usize) {
        if self.rows.is_empty() {
            self.rows = vec![255; rows];
        }
        let index = match self.counts.iter().position(|(s, _)| s == sign) {
            Some(index) => index,
            None => {
                self.counts.push((sign.to_owned(), 0));
                self.counts.len() - 1
            }
        };
        self.counts[index].1 += 1;
        if let (Some(slot), Ok(index)) = (self.rows.get_mut(row as usize), u8::try_from(index)) {
            *slot = index;
        }
    }

    pub(super) fn finish(self) -> (Vec<(String, usize)>, Option<Vec<u8>>) {
        let mut order: Vec<usize> = (0..self.counts.len()).collect();
        crate::order::sort_by(&mut order, |&a, &b| {
            self.counts[b]
                .1
                .cmp(&self.counts[a].1)
                .then_with(|| self.counts[a].0.cmp(&self.counts[b].0))
        });
        let counts = order.iter().map(|&i| self.counts[i].clone()).collect();
        let rows = (self.counts.len() > 1).then(|| {
            self.rows
                .iter()
                .map(|&r| {
                    order
                        .iter()
                        .position(|&o| o == r as usize)
                        .and_then(|p| u8::try_from(p).ok())
                        .unwrap_or(255)
                })
                .collect()
        });
        (counts, rows)
    }
}
