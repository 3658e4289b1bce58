//! The findings about campaigns.

use report::words::capital;
use report::words::phrase::{list, quoted};
use report::{DocumentFinding, SectionId, Tone};
use shop::Selection;

use super::blocks::{change, days, of_code};
use super::control::Control;
use super::events::{Event, Name};
use super::{Report, calendar, words};
use crate::parts;
use crate::say::p_value;

impl Report<'_> {
    pub(super) fn findings(&self) -> Vec<DocumentFinding> {
        let all = [self.event(), self.control(), self.code(), self.price()];
        all.into_iter().flatten().collect()
    }

    fn event(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let e = self.largest()?;
        let gain = e.lift.actual - e.lift.expected;
        let amounts = [e.lift.actual, e.lift.expected].map(|v| say.money(v));
        let (name, period) = (self.name(e), say.period(e.days.0, e.days.1));
        let relative = say.percent(e.lift.relative());
        let mut args = vec![
            ("days", (&period).into()),
            ("change", (&relative).into()),
            ("actual", (&amounts[0]).into()),
            ("expected", (&amounts[1]).into()),
        ];
        let sentence = if e.name == Name::Peak {
            say.fill(words::F_PEAK, &args)
        } else {
            args.push(("name", (&name).into()));
            say.fill(words::F_EVENT, &args)
        };
        let q = p_value(e.q);
        let (low, high) = e.lift.relative_interval();
        let certainty = say.fill(
            words::F_EVENT_SURE,
            &[
                ("low", (&change(low)).into()),
                ("high", (&change(high)).into()),
                ("p", (&q).into()),
            ],
        );
        let off = e.discounted.filter(|off| *off > 0.0);
        let off = off.map_or(String::new(), |off| {
            say.fill(words::F_EVENT_OFF, &[("share", (&say.percent(off)).into())])
        });
        let dip = e
            .after
            .filter(|a| a.p_value < 0.05 && a.actual < a.expected)
            .map(|a| {
                say.fill(
                    words::F_EVENT_DIP,
                    &[
                        ("amount", (&say.money(a.expected - a.actual)).into()),
                        ("p", (&p_value(a.p_value)).into()),
                    ],
                )
            })
            .unwrap_or_default();
        let values = &self.events.as_ref()?.values;
        let first = self.events.as_ref()?.first;
        let from = (e.days.0 - first - 28).max(0) as usize;
        let to = ((e.days.1 - first + 28).max(0) as usize).min(values.len() - 1);
        Some(DocumentFinding {
            id: "campaigns-event".to_owned(),
            sentence: capital(&sentence),
            certainty,
            why: say.sentences(&[say.plain(words::F_EVENT_WHY), &off, &dip]),
            action: say.sentences(&[say.plain(words::F_EVENT_ACTION), &self.again(e)]),
            tone: Tone::Good,
            impact: Some(say.major(gain)),
            spark: values[from..=to]
                .iter()
                .map(|v| Some(say.major(*v)))
                .collect(),
            section: SectionId::Campaigns.key().to_owned(),
            selection: Some(days(e.days)),
        })
    }

    /// When an event of the calendar comes again.
    fn again(&self, event: &Event) -> String {
        let (say, today) = (&self.scene.say, self.scene.request.today);
        let next = calendar::campaigns(say.currency, today.max(event.days.1) + 1, today + 400);
        let same = next.iter().find(|n| Name::Calendar(n.0) == event.name);
        same.map_or(String::new(), |(_, day, _)| {
            say.fill(words::F_EVENT_NEXT, &[("day", (&say.day(*day)).into())])
        })
    }

    /// A code that some channels did not use, where it reliably made a difference.
    fn control(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let certain = |c: &&Control| c.p_value < 0.05 && c.before_p >= 0.05;
        let c = self.control.as_ref().filter(certain)?;
        let code = quoted(&c.code, say.lang);
        let moved = change(c.value);
        let args = [("code", (&code).into()), ("change", (&moved).into())];
        let sentence = say.stopped(&say.fill(words::CONTROL_TITLE, &args));
        let (low, high) = c.interval;
        let sure = say.fill(
            words::F_CONTROL_SURE,
            &[
                ("low", (&change(low)).into()),
                ("high", (&change(high)).into()),
                ("p", (&p_value(c.p_value)).into()),
            ],
        );
        let control: Vec<String> = c.control.iter().map(|n| quoted(n, say.lang)).collect();
        let why = say.fill(
            words::F_CONTROL_WHY,
            &[
                ("control", (&list(&control, say.lang)).into()),
                ("pre", (&p_value(c.before_p)).into()),
            ],
        );
        let (action, tone) = match c.value > 0.0 {
            true => (words::F_CONTROL_MORE, Tone::Good),
            false => (words::F_CONTROL_LESS, Tone::Bad),
        };
        let said = [sentence, sure, why, say.plain(action).to_owned()];
        Some(DocumentFinding {
            selection: Some(of_code(&c.code)),
            ..parts::finding(SectionId::Campaigns, "campaigns-control", said, tone)
        })
    }

    /// The code whose orders differ for certain, with the most revenue.
    fn code(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let (code, difference, q) = self.codes.iter().find_map(|c| {
            let (d, q) = c.basket?;
            (q < 0.05).then_some((c, d, q))
        })?;
        let lower = difference.current < difference.previous;
        let relative = difference.current / difference.previous - 1.0;
        let amounts = [difference.current, difference.previous].map(|v| say.money(v));
        let sentence = say.fill(
            if lower {
                words::F_CODE_LOW
            } else {
                words::F_CODE_HIGH
            },
            &[
                ("code", (&quoted(&code.name, say.lang)).into()),
                ("own", (&amounts[0]).into()),
                ("other", (&amounts[1]).into()),
                ("change", (&say.percent(relative)).into()),
            ],
        );
        let (low, high) = difference.relative_interval()?;
        let certainty = say.fill(
            words::F_CODE_SURE,
            &[
                ("n", (&say.count(code.orders)).into()),
                ("low", (&change(low)).into()),
                ("high", (&change(high)).into()),
                ("p", (&p_value(q)).into()),
            ],
        );
        let share = |(new, known): (usize, usize)| match known {
            0 => "–".to_owned(),
            n => say.percent(new as f64 / n as f64),
        };
        let depth = code.depth().map_or("–".to_owned(), |d| say.percent(d));
        let why = say.fill(
            words::F_CODE_WHY,
            &[
                ("depth", (&depth).into()),
                ("new", (&share(code.new)).into()),
                ("other", (&share(code.new_without)).into()),
            ],
        );
        let action = say.plain(if lower {
            words::NEXT_LIMIT
        } else {
            words::NEXT_KEEP
        });
        Some(DocumentFinding {
            id: "campaigns-code".to_owned(),
            sentence,
            certainty,
            why,
            action: say.stopped(action),
            tone: Tone::Neutral,
            impact: Some(say.major(code.discount_minor as f64)),
            spark: Vec::new(),
            section: SectionId::Campaigns.key().to_owned(),
            selection: Some(of_code(&code.name)),
        })
    }

    /// Only where quantities reliably rise with lower prices, and by more or by less than −1, beyond which a price cut went
    /// with more revenue.
    fn price(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let of = self.elasticity.as_ref()?;
        let (low, high) = of.interval;
        let phrase = if high < -1.0 {
            words::F_ELASTIC
        } else if low > -1.0 && high < 0.0 {
            words::F_INELASTIC
        } else {
            return None;
        };
        let certainty = say.fill(
            words::F_ELASTIC_SURE,
            &[
                ("value", (&say.number(of.pooled, 2)).into()),
                ("low", (&say.number(low, 2)).into()),
                ("high", (&say.number(high, 2)).into()),
                ("n", (&say.count(of.products)).into()),
            ],
        );
        let products = of.own.iter().take(20);
        Some(DocumentFinding {
            id: "campaigns-price".to_owned(),
            sentence: say.fill(phrase, &[("change", (&self.answer(of.pooled)).into())]),
            certainty,
            why: say.plain(words::F_ELASTIC_WHY).to_owned(),
            action: say.plain(words::F_ELASTIC_ACTION).to_owned(),
            tone: Tone::Neutral,
            impact: None,
            spark: Vec::new(),
            section: SectionId::Campaigns.key().to_owned(),
            selection: Some(Selection {
                products: products
                    .filter_map(|o| self.products.get(o.product as usize))
                    .map(|p| p.0.clone())
                    .collect(),
                ..Selection::default()
            }),
        })
    }
}
