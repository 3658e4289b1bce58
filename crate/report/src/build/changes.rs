//! What changed, and which segments explain it.

use analysis::{Answer, DimensionDrivers, DimensionKind, Drivers, PriceVolumeMix, SegmentName};
use chart::spec::{Plot, Step};

use super::Build;
use super::parts::{change, words};
use crate::Block;
use crate::words::phrase::Phrase;
use crate::words::section;

impl Build<'_> {
    pub(super) fn changes(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        match &self.input.sales.drivers {
            Answer::Insufficient(missing) => blocks.push(self.missing(section::CHANGES, *missing)),
            Answer::Known(drivers) => {
                blocks.push(self.aov_orders(drivers));
                blocks.extend(
                    drivers
                        .dimensions
                        .iter()
                        .filter(|d| d.contributions.len() > 1)
                        .filter(|d| {
                            d.dimension != DimensionKind::CustomerType || self.knows_customers()
                        })
                        .take(3)
                        .map(|d| self.dimension_waterfall(drivers, d)),
                );
            }
        }
        // Orders too few to explain a change by are too few to split it by price and quantity.
        if self.input.sales.drivers.known().is_some() {
            match &self.input.sales.price_volume_mix {
                Answer::Insufficient(missing) => {
                    blocks.push(self.missing(section::PVM_TABLE, *missing));
                }
                Answer::Known(parts) => blocks.extend(self.price_volume_mix(parts)),
            }
        }
        blocks.extend(self.tests());
        blocks
    }

    fn step(&self, name: &str, minor: i64, total: bool) -> Step {
        Step {
            name: name.to_owned(),
            value: self.say.major_int(minor),
            total,
        }
    }

    fn bridge(
        &self,
        id: &str,
        title: String,
        (from, to): (i64, i64),
        parts: Vec<(String, i64, Option<shop::Selection>)>,
    ) -> Block {
        let say = &self.say;
        let mut steps = vec![self.step(say.plain(section::BEFORE), from, true)];
        let window = |w: analysis::Window| Some(self.days(w.first, w.last));
        let comparison = self.input.sales.comparison;
        let mut selections = vec![comparison.and_then(|c| window(c.previous))];
        for (name, minor, selection) in parts {
            steps.push(self.step(&name, minor, false));
            selections.push(selection);
        }
        steps.push(self.step(say.plain(section::NOW), to, true));
        selections.push(comparison.and_then(|c| window(c.current)));
        Block::Chart(self.chart(
            id,
            (title, self.compared(), self.note.clone()),
            Plot::Waterfall {
                y: self.amount(section::CHANGE_OF),
                steps,
            },
            selections,
        ))
    }

    fn amount_title(&self, phrase: Phrase, name: Option<&str>, minor: i64) -> String {
        let amount = self.say.money_change(minor as f64);
        let mut args = vec![("amount", (&amount).into())];
        if let Some(name) = name {
            args.push(("largest", name.into()));
            args.push(("name", name.into()));
        }
        phrase.fill(self.say.lang, &args)
    }

    fn aov_orders(&self, drivers: &Drivers) -> Block {
        let split = &drivers.aov_orders;
        let (orders, value) = (split.orders_effect_minor, split.aov_effect_minor);
        let title = if orders.unsigned_abs() >= value.unsigned_abs() {
            self.amount_title(section::AOV_TITLE_ORDERS, None, orders)
        } else {
            self.amount_title(section::AOV_TITLE_VALUE, None, value)
        };
        self.bridge(
            "changes-orders-value",
            title,
            (drivers.previous_minor, drivers.current_minor),
            vec![
                (self.say.plain(section::BY_ORDERS).to_owned(), orders, None),
                (self.say.plain(section::BY_AOV).to_owned(), value, None),
            ],
        )
    }

    fn dimension_waterfall(&self, drivers: &Drivers, of: &DimensionDrivers) -> Block {
        let say = &self.say;
        let largest = of
            .contributions
            .iter()
            // What has no name or stands for many explains nothing, large as it may be.
            .filter(|d| !matches!(d.name, SegmentName::Unknown | SegmentName::Other(_)))
            .max_by_key(|d| d.change_minor.unsigned_abs());
        let title = largest.map_or(say.dimension(of.dimension).to_owned(), |d| {
            let name = say.segment(of.dimension, &d.name);
            let title = self.amount_title(section::DRIVERS_TITLE, Some(&name), d.change_minor);
            crate::words::finding::capital(&title)
        });
        let id = ["changes-", dimension_key(of.dimension)].concat();
        let parts = of
            .contributions
            .iter()
            .map(|d| {
                (
                    say.label(of.dimension, &d.name),
                    d.change_minor,
                    d.selection.clone(),
                )
            })
            .collect();
        self.bridge(
            &id,
            title,
            (drivers.previous_minor, drivers.current_minor),
            parts,
        )
    }

    fn price_volume_mix(&self, of: &PriceVolumeMix) -> Vec<Block> {
        let say = &self.say;
        let parts: Vec<(Phrase, i64)> = [
            (section::PRICE, of.price_minor),
            (section::VOLUME, of.volume_minor),
            (section::MIX, of.mix_minor),
            (section::JOINT, of.joint_minor),
            (section::NEW, of.new_minor),
            (section::GONE, of.gone_minor),
            (section::UNATTRIBUTED, of.unattributed_minor),
        ]
        .into_iter()
        .filter(|(_, minor)| *minor != 0)
        .collect();
        let title = parts
            .iter()
            .max_by_key(|(_, minor)| minor.unsigned_abs())
            .map_or(String::new(), |(name, minor)| {
                self.amount_title(section::PVM_TITLE, Some(say.plain(*name)), *minor)
            });
        let bridge = self.bridge(
            "changes-price-volume-mix",
            title,
            (of.previous_minor, of.current_minor),
            parts
                .iter()
                .map(|(name, minor)| (say.plain(*name).to_owned(), *minor, None))
                .collect(),
        );
        let money = || Some(say.money_format());
        let table = self.table(
            "changes-products",
            (
                say.plain(section::PVM_TABLE).to_owned(),
                self.compared(),
                say.plain(section::PVM_NOTE).to_owned(),
            ),
            vec![
                self.column(section::PRODUCTS, None),
                self.column(section::BEFORE, money()),
                self.column(section::NOW, money()),
                self.column(section::PRICE_BEFORE, money()),
                self.column(section::PRICE_NOW, money()),
                self.column(section::PRICE, money()),
                self.column(section::VOLUME, money()),
                self.column(section::JOINT, money()),
            ],
            of.products
                .iter()
                .map(|p| {
                    (
                        vec![
                            words(&p.name),
                            self.money_int(p.previous_minor),
                            self.money_int(p.current_minor),
                            self.money(p.previous_price_minor),
                            self.money(p.current_price_minor),
                            self.money_int(p.price_minor),
                            self.money_int(p.volume_minor),
                            self.money_int(p.joint_minor),
                        ],
                        Some(p.selection.clone()),
                    )
                })
                .collect(),
        );
        vec![bridge, table]
    }

    /// Risers and fallers.
    pub(super) fn movers(&self) -> Vec<Block> {
        let say = &self.say;
        let movers = match &self.input.sales.movers {
            Answer::Insufficient(missing) => return vec![self.missing(section::CHANGE, *missing)],
            Answer::Known(movers) => movers,
        };
        let all: Vec<_> = movers.up.iter().chain(&movers.down).collect();
        if all.is_empty() {
            return Vec::new();
        }
        let name = |m: Option<&analysis::Mover>| {
            m.map(|m| crate::words::phrase::quoted(&m.name, say.lang))
        };
        let title = match (name(movers.up.first()), name(movers.down.first())) {
            (Some(up), Some(down)) => section::MOVERS_TITLE_BOTH
                .fill(say.lang, &[("up", (&up).into()), ("down", (&down).into())]),
            (Some(up), None) => section::MOVERS_TITLE_UP.fill(say.lang, &[("up", (&up).into())]),
            (None, Some(down)) => {
                section::MOVERS_TITLE_DOWN.fill(say.lang, &[("down", (&down).into())])
            }
            (None, None) => String::new(),
        };
        let money = || Some(say.money_format());
        let tested = movers.tested > 0;
        let note = match movers.dimension {
            _ if !tested => String::new(),
            DimensionKind::Category => {
                section::MOVERS_NOTE_CATEGORIES.fill(say.lang, &[("n", movers.tested.into())])
            }
            _ => section::MOVERS_NOTE.fill(say.lang, &[("n", movers.tested.into())]),
        };
        let mut columns = vec![
            self.column_named(say.dimension(movers.dimension), None),
            self.column(section::BEFORE, money()),
            self.column(section::NOW, money()),
            self.column(section::CHANGE_OF, money()),
            self.column(section::CHANGE, Some(chart::spec::Format::Percent)),
        ];
        columns.extend(tested.then(|| self.column(section::SIGNIFICANT, None)));
        vec![
            self.table(
                "products-movers",
                (title, self.compared(), note),
                columns,
                all.iter()
                    .map(|m| {
                        let yes = if m.significant {
                            section::YES
                        } else {
                            section::NO
                        };
                        let mut row = vec![
                            words(&m.name),
                            self.money_int(m.previous_minor),
                            self.money_int(m.current_minor),
                            self.money_int(m.change_minor),
                            change(m.change, m.significant),
                        ];
                        row.extend(tested.then(|| words(say.plain(yes))));
                        (row, Some(m.selection.clone()))
                    })
                    .collect(),
            ),
        ]
    }
}

/// A dimension's part in ids.
pub(super) fn dimension_key(dimension: DimensionKind) -> &'static str {
    use DimensionKind as D;
    match dimension {
        D::Product => "product",
        D::Category => "category",
        D::Country => "country",
        D::Region => "region",
        D::Channel => "channel",
        D::DiscountCode => "code",
        D::CustomerType => "customer",
        D::Brand => "brand",
        _ => "other",
    }
}
