//! The shop's names while it is built: who, what, where.

use hashbrown::HashMap;

use super::source::Source;
use crate::{Dimension, NONE, Products, Role, RowRef, country, personal, region};

type Index = HashMap<String, u32, foldhash::fast::FixedState>;

/// Products, customers and places met so far.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(super) product_by_key: Index,
    product_by_name: Index,
    pub(super) product_names: Vec<String>,
    /// Whether the name stood in a row with an amount.
    is_named: Vec<bool>,
    /// The table that told of a product first.
    pub(super) product_table: Vec<u16>,
    pub(crate) products: Products,
    customer_by_key: Index,
    customer_labels: Vec<String>,
    pub(crate) categories: Dimension,
    pub(crate) brands: Dimension,
    pub(crate) countries: Dimension,
    country_of: HashMap<u16, u32, foldhash::fast::FixedState>,
    pub(crate) regions: Dimension,
    region_of: HashMap<usize, u32, foldhash::fast::FixedState>,
    pub(crate) channels: Dimension,
    pub(crate) discount_codes: Dimension,
}

impl Book {
    /// The product of a row: by its id or number, else by its name.
    pub(crate) fn product(&mut self, s: &mut Source<'_>, row: usize) -> u32 {
        let before = self.product_names.len();
        let key = match &mut s.product_key() {
            Some(names) => names.code(row, |key| self.product_of_key(key)),
            None => NONE,
        };
        let code = if key != NONE {
            key
        } else {
            match &mut s.product_name {
                Some(names) => names.code(row, |name| self.product_of_name(name)),
                None => NONE,
            }
        };
        if code == NONE {
            return NONE;
        }
        let at = code as usize;
        if at >= before {
            self.product_table[at] = s.index;
        }
        // Notes about damage and mailings stand where names do, in rows without an amount.
        if !self.is_named[at]
            && let Some(names) = &s.product_name
            && !names.is_null(row)
        {
            self.is_named[at] = s.is_priced(row);
            if self.is_named[at] || self.product_names[at].is_empty() {
                let name = names.text(row).into_owned();
                self.product_by_name.entry(name.clone()).or_insert(code);
                self.product_names[at] = name;
            }
        }
        if self.products.category[at] == NONE
            && let Some(names) = &mut s.category
        {
            self.products.category[at] = names.code(row, |c| self.categories.intern(c));
        }
        if at >= before {
            if let Some(names) = &mut s.brand {
                self.products.brand[at] = names.code(row, |b| self.brands.intern(b));
            }
            if let Some(names) = &s.sku
                && !names.is_null(row)
            {
                self.products.sku[at] = names.text(row).into();
            } else if let Some(names) = &s.product_id {
                self.products.sku[at] = names.text(row).into();
            }
        }
        code
    }

    /// The product of a row, if it is known already.
    pub(crate) fn known_product(&self, s: &Source<'_>, row: usize) -> u32 {
        for names in [&s.product_id, &s.sku].into_iter().flatten() {
            if let Some(&code) = self.product_by_key.get(names.text(row).as_ref()) {
                return code;
            }
        }
        s.product_name
            .as_ref()
            .and_then(|n| self.product_by_name.get(n.text(row).as_ref()))
            .copied()
            .unwrap_or(NONE)
    }

    /// The product of a name that stands in a list.
    pub(crate) fn product_of_name(&mut self, name: &str) -> u32 {
        if let Some(&code) = self.product_by_name.get(name) {
            return code;
        }
        let code = self.new_product(name.to_owned());
        self.is_named[code as usize] = true;
        self.product_by_name.insert(name.to_owned(), code);
        code
    }

    fn product_of_key(&mut self, key: &str) -> u32 {
        if let Some(&code) = self.product_by_key.get(key) {
            return code;
        }
        let code = self.new_product(String::new());
        self.product_by_key.insert(key.to_owned(), code);
        code
    }

    fn new_product(&mut self, name: String) -> u32 {
        self.product_names.push(name);
        self.is_named.push(false);
        self.product_table.push(u16::MAX);
        self.products.sku.push(Box::default());
        self.products.category.push(NONE);
        self.products.brand.push(NONE);
        self.products.source.push(None);
        self.product_names.len() as u32 - 1
    }

    /// Number of products.
    pub(crate) fn product_count(&self) -> usize {
        self.product_names.len()
    }

    pub(crate) fn product_name(&self, code: usize) -> &str {
        &self.product_names[code]
    }

    pub(crate) fn name_product(&mut self, code: usize, name: &str) {
        if self.product_names[code].is_empty() {
            self.product_names[code] = name.to_owned();
        }
    }

    /// The keys that products are known by, with their codes, sorted.
    pub(crate) fn product_keys(&self) -> Vec<(&str, u32)> {
        let mut keys: Vec<(&str, u32)> = self
            .product_by_key
            .iter()
            .map(|(k, c)| (k.as_str(), *c))
            .collect();
        table::order::sort(&mut keys);
        keys
    }

    /// The customer of a row: by id, else e-mail, else name, else telephone.
    pub(crate) fn customer(&mut self, s: &mut Source<'_>, row: usize, create: bool) -> u32 {
        let mut code = NONE;
        let mut by = 0;
        for (i, (role, names)) in s.customer.iter_mut().enumerate() {
            let role = *role;
            code = names.code(row, |text| {
                if is_nobody(text, s.from_zero) {
                    return NONE;
                }
                let key = customer_key(role, text);
                if key.is_empty() {
                    return NONE;
                }
                match self.customer_by_key.get(&key) {
                    Some(&code) => code,
                    None if !create => NONE,
                    None => {
                        let code = self.customer_labels.len() as u32;
                        self.customer_labels.push(customer_label(role, text, code));
                        self.customer_by_key.insert(key, code);
                        code
                    }
                }
            });
            if code != NONE {
                by = i;
                break;
            }
        }
        // An e-mail beside an id leads to the same person in files that have only the e-mail.
        if create
            && code != NONE
            && let Some((Role::Email, names)) = s.customer.get(by + 1)
            && !names.is_null(row)
        {
            let key = customer_key(Role::Email, &names.text(row));
            self.customer_by_key.entry(key).or_insert(code);
        }
        code
    }

    pub(crate) fn country(&mut self, text: &str) -> u32 {
        match country::find(text) {
            Some(known) => *self
                .country_of
                .entry(known)
                .or_insert_with(|| self.countries.intern(text)),
            None => self.countries.intern(text),
        }
    }

    pub(crate) fn region(&mut self, text: &str) -> u32 {
        match region::province(text) {
            Some((known, name)) if name.len() == text.len() => *self
                .region_of
                .entry(known)
                .or_insert_with(|| self.regions.intern(name)),
            _ => self.regions.intern(text),
        }
    }

    /// The province that an address begins with.
    pub(crate) fn region_of_address(&mut self, text: &str) -> u32 {
        match region::province(text) {
            Some((known, name)) => *self
                .region_of
                .entry(known)
                .or_insert_with(|| self.regions.intern(name)),
            None => NONE,
        }
    }

    /// Names of products by code: each its own, told apart by number where names repeat.
    pub(crate) fn finish_products(&mut self) -> Dimension {
        let mut keys = vec![String::new(); self.product_names.len()];
        for (key, &code) in &self.product_by_key {
            let slot = &mut keys[code as usize];
            if slot.is_empty() || key < slot {
                slot.clone_from(key);
            }
        }
        let mut names = Dimension::default();
        for (code, name) in self.product_names.iter().enumerate() {
            let key = &keys[code];
            let mut unique = if name.is_empty() {
                key.clone()
            } else {
                name.clone()
            };
            if names.find(&unique).is_some() && !key.is_empty() {
                unique = format!("{name} ({key})");
            }
            let mut n = 2;
            while names.find(&unique).is_some() {
                unique = format!("{name} ({key} {n})");
                n += 1;
            }
            names.intern(&unique);
        }
        names
    }

    /// Labels of customers by code.
    pub(crate) fn finish_customers(&mut self) -> Dimension {
        let mut labels = Dimension::default();
        for (code, label) in self.customer_labels.iter().enumerate() {
            if labels.find(label).is_some() {
                labels.intern(&format!("C-{code:06}"));
            } else {
                labels.intern(label);
            }
        }
        labels
    }
}

/// Whether an id or a name stands for customers that nobody asked for their names.
fn is_nobody(text: &str, from_zero: bool) -> bool {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "0" => !from_zero,
        "-1" | "guest" | "guest customer" | "guest user" | "walk-in" | "walk in"
        | "walk-in customer" | "anonymous" | "unknown" | "匿名" | "匿名用户" | "匿名买家"
        | "散客" | "游客" | "未知" => true,
        _ => false,
    }
}

fn customer_key(role: Role, text: &str) -> String {
    let text = text.trim().trim_start_matches('\'');
    match role {
        Role::Email => format!("@{}", text.to_lowercase()),
        Role::CustomerName => format!("n{text}"),
        Role::Phone => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            if digits.is_empty() {
                digits
            } else {
                format!("p{digits}")
            }
        }
        _ => format!("i{text}"),
    }
}

/// An id made of digits and letters is shown; whatever may name a person is not.
fn customer_label(role: Role, text: &str, code: u32) -> String {
    let text = text.trim().trim_start_matches('\'');
    let plain = role == Role::CustomerId
        && text.len() <= 24
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().all(|b| {
            b.is_ascii_digit() || b.is_ascii_uppercase() || matches!(b, b'-' | b'_' | b'/')
        })
        && !personal::is_phone(text)
        && !personal::is_id_number(text);
    if plain {
        text.to_owned()
    } else {
        format!("C-{code:06}")
    }
}

/// The parts of a cell that holds several products: name and quantity.
pub(crate) fn split_products(cell: &str) -> Vec<(String, i64)> {
    let separator = ['\n', '，', ';', '；', '|']
        .into_iter()
        .find(|c| cell.contains(*c));
    let parts: Vec<&str> = match separator {
        Some(c) => cell.split(c).collect(),
        // A comma inside a name is followed by words, between products often by a count.
        None if cell.contains(", ") => cell.split(", ").collect(),
        None if !cell.is_ascii() => cell.split(',').collect(),
        None => vec![cell],
    };
    parts
        .into_iter()
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(count_of)
        .collect()
}

/// `Blue mug x2`, `2× Blue mug`, `马克杯*2`.
fn count_of(part: &str) -> (String, i64) {
    let marks = ['x', 'X', '×', '*'];
    if let Some(at) = part.rfind(marks) {
        let mark = part[at..].chars().next().map_or(1, char::len_utf8);
        let (name, rest) = (part[..at].trim_end(), part[at + mark..].trim());
        let apart = part[..at].ends_with(' ') || !matches!(part.as_bytes()[at], b'x' | b'X');
        if apart
            && !name.is_empty()
            && let Ok(n) = rest.parse::<i64>()
            && (1..10_000).contains(&n)
        {
            return (name.to_owned(), n);
        }
    }
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits < 5 {
        let rest = part[digits..].trim_start();
        if let Some(name) = rest
            .strip_prefix('×')
            .or_else(|| rest.strip_prefix("x "))
            .or_else(|| rest.strip_prefix("* "))
            && let Ok(n) = part[..digits].parse::<i64>()
            && n > 0
        {
            return (name.trim().to_owned(), n);
        }
    }
    (part.to_owned(), 1)
}

/// The place of a product in a product file.
pub(crate) fn place(table: u16, row: usize) -> RowRef {
    RowRef {
        table,
        row: row as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_several_products() {
        let names = |cell: &str| split_products(cell);
        assert_eq!(
            names("蓝色马克杯，红色马克杯"),
            [("蓝色马克杯".to_owned(), 1), ("红色马克杯".to_owned(), 1)]
        );
        assert_eq!(
            names("Blue mug x2, Red mug × 3"),
            [("Blue mug".to_owned(), 2), ("Red mug".to_owned(), 3)]
        );
        assert_eq!(
            names("2× Blue mug\nTea"),
            [("Blue mug".to_owned(), 2), ("Tea".to_owned(), 1)]
        );
        assert_eq!(names("Box 10x10"), [("Box 10x10".to_owned(), 1)]);
    }

    #[test]
    fn placeholders_are_nobody() {
        for text in ["0", "-1", "Guest", " walk-in ", "匿名用户", "散客"] {
            assert!(is_nobody(text, false), "{text}");
        }
        assert!(
            !is_nobody("0", true) && !is_nobody("17850", false) && !is_nobody("Guest Lee", false)
        );
    }

    #[test]
    fn labels_never_name_a_person() {
        assert_eq!(customer_label(Role::CustomerId, "17850", 0), "17850");
        assert_eq!(
            customer_label(Role::CustomerId, "小明爱购物", 1),
            "C-000001"
        );
        assert_eq!(
            customer_label(Role::CustomerId, "13812341234", 2),
            "C-000002"
        );
        assert_eq!(customer_label(Role::Email, "a@b.com", 3), "C-000003");
    }
}
