//! What is worth saying first about visits.

use analysis::statistics::{quantile_sorted, wilson};
use report::{DocumentFinding, SectionId, Tone};

use super::{Report, funnel, rows, words};
use crate::parts;
use crate::say::p_value;

/// Visitors at a step, for a finding about it.
const AT_STEP: u64 = 50;
/// Products put aside.
const PUT: u64 = 30;

impl Report<'_> {
    pub(super) fn findings(&self) -> Vec<DocumentFinding> {
        [self.lost(), self.put_aside(), self.in_vain()]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The step that loses most.
    fn lost(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let of = &self.funnel;
        let at = self.worst().filter(|at| of.visitors[*at] >= AT_STEP)?;
        let (n, kept) = (of.visitors[at], of.visitors[at + 1]);
        let name = |at: usize| say.plain(self.step(of.steps[at]));
        let interval = wilson(kept, n);
        let wait = quantile_sorted(&of.waits(at), 0.5)?;
        let share = say.percent(kept as f64 / n as f64);
        let texts = [
            say.fill(
                words::F_STEP,
                &[
                    ("from", name(at).into()),
                    ("to", name(at + 1).into()),
                    ("n", (&say.count(n as usize)).into()),
                    ("share", (&share).into()),
                ],
            ),
            say.fill(
                words::F_STEP_SURE,
                &[
                    ("low", (&say.percent(interval.low)).into()),
                    ("high", (&say.percent(interval.high)).into()),
                    ("n", (&say.count(n as usize)).into()),
                ],
            ),
            say.fill(words::F_STEP_WHY, &[("wait", (&self.wait(wait)).into())]),
            say.plain(match of.steps[at] {
                0 => words::F_STEP_DO_VIEW,
                1 => words::F_STEP_DO_PUT,
                _ => words::F_STEP_DO_PAY,
            })
            .to_owned(),
        ];
        let section = SectionId::Behaviour;
        Some(parts::finding(
            section,
            "behaviour-lost",
            texts,
            Tone::Neutral,
        ))
    }

    /// What lies in carts and among favourites.
    fn put_aside(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        if !self.funnel.steps.contains(&3) {
            return None;
        }
        // Put aside at any time, looked at before or not; bought at that time or later.
        let mut of: Vec<(f64, f64)> = Vec::new();
        let (mut left, mut people) = (Vec::new(), 0_usize);
        for own in self.funnel.pairs.chunk_by(|a, b| a.who == b.who) {
            let (mut n, mut hits) = (0.0, 0.0);
            for pair in own {
                let events = || pair.events.iter().map(|i| &self.log.events[*i as usize]);
                let Some(put) = events().find(|e| funnel::step(e.act) == Some(1)) else {
                    continue;
                };
                n += 1.0;
                let bought = events().any(|e| funnel::step(e.act) == Some(3) && e.at >= put.at);
                if bought {
                    hits += 1.0;
                } else {
                    left.push(put.place);
                }
            }
            people += usize::from(n > hits);
            if n > 0.0 {
                of.push((hits, n));
            }
        }
        let all: f64 = of.iter().map(|g| g.1).sum();
        let (share, low, high) = funnel::ratio(&of)?;
        if (all as u64) < PUT || left.is_empty() {
            return None;
        }
        let wait = quantile_sorted(&self.funnel.decisions(), 0.5)?;
        let n = say.count(left.len());
        let texts = [
            say.fill(
                words::F_PUT,
                &[("visitors", people.into()), ("n", (&n).into())],
            ),
            say.fill(
                words::F_PUT_SURE,
                &[
                    ("all", (&say.count(all as usize)).into()),
                    ("share", (&say.percent(share)).into()),
                    ("low", (&say.percent(low)).into()),
                    ("high", (&say.percent(high)).into()),
                ],
            ),
            say.fill(words::F_PUT_WHY, &[("wait", (&self.wait(wait)).into())]),
            say.plain(words::F_PUT_DO).to_owned(),
        ];
        Some(DocumentFinding {
            selection: rows(left.into_iter()),
            ..parts::finding(SectionId::Behaviour, "behaviour-put", texts, Tone::Neutral)
        })
    }

    /// What most visitors look at in vain.
    fn in_vain(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let certain = |l: &&super::Looked| l.q_value.is_some_and(|q| q < 0.05);
        let first = self.looked.iter().find(certain)?;
        let n = self.looked.iter().filter(certain).count();
        let interval = wilson(first.buyers, first.viewers);
        let count = |n: u64| say.count(n as usize);
        let p = p_value(first.q_value?);
        let texts = [
            say.fill(
                words::F_LOOKED,
                &[
                    ("name", (&self.quoted(first)).into()),
                    ("n", (&count(first.viewers)).into()),
                    ("buyers", (&count(first.buyers)).into()),
                    ("what", self.what().into()),
                    ("expected", (&say.number(first.expected, 0)).into()),
                ],
            ),
            say.fill(
                words::F_LOOKED_SURE,
                &[
                    ("p", (&p).into()),
                    ("low", (&say.percent(interval.low)).into()),
                    ("high", (&say.percent(interval.high)).into()),
                ],
            ),
            say.fill(words::F_LOOKED_WHY, &[("n", (&say.count(n)).into())]),
            say.plain(words::F_LOOKED_DO).to_owned(),
        ];
        Some(DocumentFinding {
            selection: self.rows_of(first),
            ..parts::finding(SectionId::Behaviour, "behaviour-looked", texts, Tone::Bad)
        })
    }
}
