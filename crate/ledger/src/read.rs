//! A ledger's bytes to a ledger.

use crate::wire::Reader;
use crate::{Cells, Column, Error, Frame, Ledger, Lines, Orders, Products, Scope};

impl Ledger {
    /// Reads what [`crate::write`] wrote.
    ///
    /// # Errors
    /// [`Error::Version`] and [`Error::Broken`]. What is read without an error is consistent: columns of one
    /// table are of one length, and the lines of an order are there.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut from = Reader::new(bytes)?;
        let ledger = Self {
            currency: from.text()?,
            digits: from.narrow()?,
            are_orders: from.int()? != 0,
            scope: match from.int()? {
                0 => Scope::All,
                1 => Scope::Products,
                _ => Scope::Part,
            },
            last_day: from.narrow()?,
            orders: Orders {
                day: from.ints()?,
                hour: from.ints()?,
                customer: from.ints()?,
                channel: from.ints()?,
                discount_minor: from.ints()?,
                discount_code: from.ints()?,
                first_line: from.ints()?,
            },
            lines: Lines {
                product: from.ints()?,
                quantity_milli: from.ints()?,
                revenue_minor: from.ints()?,
                refund_minor: from.ints()?,
                variant: from.ints()?,
            },
            variants: from.texts()?,
            costs: from.ints()?,
            products: Products {
                name: from.texts()?,
                sku: from.texts()?,
                category: from.ints()?,
                brand: from.ints()?,
            },
            categories: from.texts()?,
            brands: from.texts()?,
            customers: from.texts()?,
            channels: from.texts()?,
            discount_codes: from.texts()?,
            frames: {
                let n = from.count()?;
                (0..n).map(|_| frame(&mut from)).collect::<Result<_, _>>()?
            },
        };
        from.end()?;
        if ledger.is_whole() {
            Ok(ledger)
        } else {
            Err(from.broken())
        }
    }

    /// Whether its columns fit together.
    fn is_whole(&self) -> bool {
        let (o, l, p) = (&self.orders, &self.lines, &self.products);
        let orders = o.day.len();
        let lines = l.product.len();
        let products = p.name.len();
        [o.hour.len(), o.customer.len(), o.channel.len()] == [orders; 3]
            && [o.discount_minor.len(), o.discount_code.len()] == [orders; 2]
            && o.first_line.len() == orders + 1
            && o.first_line.is_sorted()
            && o.first_line.last().map(|&l| l as usize) == Some(lines)
            && [
                l.quantity_milli.len(),
                l.revenue_minor.len(),
                l.refund_minor.len(),
                l.variant.len(),
            ] == [lines; 4]
            && (self.costs.is_empty() || self.costs.len() == lines)
            && [p.sku.len(), p.category.len(), p.brand.len()] == [products; 3]
    }
}

impl Frame {
    /// Reads what [`crate::write_table`] wrote.
    ///
    /// # Errors
    /// [`Error::Version`] and [`Error::Broken`]; columns are of one length.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut from = Reader::new(bytes)?;
        let frame = frame(&mut from)?;
        from.end()?;
        Ok(frame)
    }
}

fn frame(from: &mut Reader<'_>) -> Result<Frame, Error> {
    let table = from.narrow()?;
    let (dataset, platform, file) = (from.text()?, from.text()?, from.text()?);
    let rows = from.narrow()?;
    let mut converted = Vec::new();
    for _ in 0..from.count()? {
        converted.push((from.text()?, from.narrow()?));
    }
    let n = from.count()?;
    let columns: Vec<Column> = (0..n).map(|_| column(from)).collect::<Result<_, _>>()?;
    if columns.iter().any(|c| c.cells.len() != rows) {
        return Err(from.broken());
    }
    Ok(Frame {
        table,
        dataset,
        platform,
        file,
        rows,
        converted,
        columns,
    })
}

fn column(from: &mut Reader<'_>) -> Result<Column, Error> {
    Ok(Column {
        role: from.text()?,
        name: from.text()?,
        currency: from.text()?,
        percent: from.int()? != 0,
        cells: match from.int()? {
            0 => Cells::Numbers {
                scale: from.narrow()?,
                mantissas: from.ints()?,
            },
            1 => Cells::Dates(from.ints()?),
            2 => Cells::Words {
                codes: from.ints()?,
                texts: from.texts()?,
            },
            _ => return Err(from.broken()),
        },
    })
}

impl Cells {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Cells::Numbers { mantissas, .. } => mantissas.len(),
            Cells::Dates(seconds) => seconds.len(),
            Cells::Words { codes, .. } => codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
