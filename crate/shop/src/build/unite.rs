//! One product under the numbers of several platforms.

use super::names::Book;
use crate::{NONE, Products};

impl Book {
    /// Makes products of one name one product, where each of several tables knows it under a single number: two
    /// platforms number the same thing differently. Variants, which repeat a name within a table, stay apart.
    ///
    /// Gives the new code of each old one; `None` where nothing changed.
    pub(crate) fn unite(&mut self) -> Option<Vec<u32>> {
        let names = &self.product_names;
        let mut order: Vec<usize> = (0..names.len()).filter(|&c| !names[c].is_empty()).collect();
        let tables = &self.product_table;
        table::order::sort_by(&mut order, |&a, &b| {
            (names[a].cmp(&names[b]))
                .then(tables[a].cmp(&tables[b]))
                .then(a.cmp(&b))
        });
        let mut target: Vec<usize> = (0..names.len()).collect();
        let mut changed = false;
        for run in order.chunk_by(|&a, &b| names[a] == names[b]) {
            let repeats = run.windows(2).any(|w| tables[w[0]] == tables[w[1]]);
            let Some(&first) = run.iter().min().filter(|_| run.len() > 1 && !repeats) else {
                continue;
            };
            changed = true;
            for &code in run {
                target[code] = first;
                let p = &mut self.products;
                for of in [&mut p.category, &mut p.brand] {
                    if of[first] == NONE {
                        of[first] = of[code];
                    }
                }
                p.source[first] = p.source[first].or(p.source[code]);
            }
        }
        changed.then(|| self.renumber(&target))
    }

    /// Drops every product that has become another, and gives the new codes.
    fn renumber(&mut self, target: &[usize]) -> Vec<u32> {
        let old = std::mem::take(&mut self.products);
        let names = std::mem::take(&mut self.product_names);
        let mut new = Products::default();
        let mut map = vec![NONE; target.len()];
        for (code, name) in names.into_iter().enumerate() {
            // A product becomes an earlier one, so that has its code already.
            if target[code] != code {
                map[code] = map[target[code]];
                continue;
            }
            map[code] = self.product_names.len() as u32;
            self.product_names.push(name);
            new.sku.push(old.sku[code].clone());
            new.category.push(old.category[code]);
            new.brand.push(old.brand[code]);
            new.source.push(old.source[code]);
        }
        self.products = new;
        for code in self.product_by_key.values_mut() {
            *code = map[*code as usize];
        }
        map
    }
}
