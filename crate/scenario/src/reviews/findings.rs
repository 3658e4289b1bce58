//! What a merchant should know of the reviews first.

use analysis::statistics::{Difference, welch_moments};
use extract::Gap;
use report::{DocumentFinding, SectionId, Tone};

use super::aspects::Tally;
use super::corpus::{Said, rows};
use super::measure::{Shift, mean};
use super::rating::Kind;
use super::{Report, words};
use crate::say::p_value;

/// Findings at most.
const MOST: usize = 4;
/// Reviews that speak of an aspect, for a finding.
const SPEAKING: usize = 30;
/// Share of complaints that is surely exceeded, for a finding.
const BLAME: f64 = 0.1;
/// Ratings with complaints, and with praise, whose means are told apart.
const RATED: usize = 5;
/// Reviews with a gap, and their share, for a finding.
const GAPS: (usize, f64) = (10, 0.03);
/// Share of doubted reviews, for a finding.
const DOUBTED: f64 = 0.05;
/// Stars below the shop, for a finding.
const DRAG: f64 = 0.3;

impl Report<'_> {
    pub(super) fn findings(&self, is_thin: bool) -> Vec<DocumentFinding> {
        let doubts = self.doubts_finding();
        let found = if is_thin {
            vec![self.fall_finding().or_else(|| self.drag_finding()), doubts]
        } else {
            let fall = self.fall_finding().or_else(|| self.drag_finding());
            vec![
                self.blame_finding(),
                self.follow_up_finding(),
                self.rise_finding(),
                fall,
                self.gap_finding(),
                doubts,
            ]
        };
        found.into_iter().flatten().take(MOST).collect()
    }

    pub(super) fn finding(&self, id: &str, parts: [String; 4], tone: Tone) -> DocumentFinding {
        let [sentence, certainty, why, action] = parts;
        let action = self.scene.say.stopped(&action);
        // What a complaint costs cannot be told from reviews: no money is at stake.
        let said = [sentence, certainty, why, action];
        crate::parts::finding(SectionId::Reviews, id, said, tone)
    }

    /// The aspect with most complaints that ratings hang on, or simply with most.
    fn blame_finding(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let enough = |t: &&Tally| t.n >= SPEAKING && t.blame_interval().0 > BLAME;
        let mut blamed: Vec<&Tally> = self.blamed().into_iter().filter(enough).collect();
        // Stars that complaints go with, in all: what few speak of comes after what many do.
        let cost = |t: &Tally| t.blamed as f64 * t.weight.unwrap_or(0.0).max(0.0);
        blamed.sort_by(|a, b| cost(b).total_cmp(&cost(a)));
        let worst = blamed.first()?;
        let aspect = self.aspect_within(worst.aspect);
        let share = say.percent(worst.blame());
        let (sentence, stars, why) = match self.stars_apart(worst.aspect) {
            Some((of, n)) => (
                say.fill(
                    words::F_BLAME_STARS,
                    &[
                        ("aspect", (&aspect).into()),
                        ("share", (&share).into()),
                        ("bad", (&say.number(of.previous, 1)).into()),
                        ("good", (&say.number(of.current, 1)).into()),
                    ],
                ),
                say.fill(
                    words::F_BLAME_STARS_SURE,
                    &[
                        ("stars", (&say.number(of.current - of.previous, 1)).into()),
                        ("lo", (&say.number(of.interval().0, 1)).into()),
                        ("hi", (&say.number(of.interval().1, 1)).into()),
                        ("n", n[0].into()),
                        ("m", n[1].into()),
                    ],
                ),
                words::F_BLAME_WHY,
            ),
            None => (
                say.fill(
                    words::F_BLAME,
                    &[("aspect", (&aspect).into()), ("share", (&share).into())],
                ),
                String::new(),
                words::F_BLAME_WHY_PLAIN,
            ),
        };
        let (low, high) = worst.blame_interval();
        let certainty = say.fill(
            words::F_BLAME_SURE,
            &[
                ("lo", (&say.percent(low)).into()),
                ("hi", (&say.percent(high)).into()),
                ("n", worst.n.into()),
                ("hits", worst.blamed.into()),
                ("readers", (&self.readers()).into()),
            ],
        );
        let certainty = say.sentences(&[&certainty, &stars]);
        let action = words::advice(&self.corpus.aspects[worst.aspect].key);
        let parts = [
            sentence,
            certainty,
            say.plain(why).to_owned(),
            say.plain(action).to_owned(),
        ];
        let blames = |said: &&Said<'_>| said.of(worst.aspect).is_some_and(|h| h.blamed);
        Some(DocumentFinding {
            selection: rows(self.corpus.read().filter(blames)),
            ..self.finding("reviews-blame", parts, Tone::Bad)
        })
    }

    /// How far apart ratings with complaints alone and with praise alone of an aspect are, where they surely are, and how many.
    fn stars_apart(&self, aspect: usize) -> Option<(Difference, [usize; 2])> {
        if self.corpus.kind() != Kind::Stars {
            return None;
        }
        let mut sums = [(0_u64, 0.0, 0.0); 2];
        for said in self.corpus.read() {
            let heard = said.of(aspect).filter(|h| h.praised != h.blamed);
            if let (Some(heard), Some(stars)) = (heard, said.rating) {
                let (n, sum, squares) = &mut sums[usize::from(heard.praised)];
                *n += 1;
                *sum += stars;
                *squares += stars * stars;
            }
        }
        let n = sums.map(|of| of.0 as usize);
        let of = welch_moments(sums[1], sums[0])?;
        (n.iter().all(|n| *n >= RATED) && of.interval().0 > 0.0).then_some((of, n))
    }

    /// The aspect whose complaints rose most surely.
    fn rise_finding(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let (periods, _, changes) = self.changes.as_ref()?;
        let of = changes
            .iter()
            .find(|c| c.q_value < 0.05 && c.shift.difference() > 0.0)?;
        let share = |side| say.percent(Shift::share(side));
        let sentence = say.fill(
            words::F_RISE,
            &[
                ("aspect", (&self.aspect_within(of.aspect)).into()),
                ("before", (&share(of.shift.before)).into()),
                ("after", (&share(of.shift.after)).into()),
            ],
        );
        let (low, high) = of.shift.interval;
        let points = |v: f64| say.number(100.0 * v, 1);
        let certainty = say.fill(
            words::F_RISE_SURE,
            &[
                ("lo", (&points(low)).into()),
                ("hi", (&points(high)).into()),
                ("p", (&p_value(of.q_value)).into()),
                ("n", of.shift.before.1.into()),
                ("m", of.shift.after.1.into()),
            ],
        );
        let why = say.fill(
            words::F_RISE_WHY,
            &[
                ("period", (&say.period(periods.since, periods.last)).into()),
                ("tests", changes.len().into()),
            ],
        );
        let action = words::advice(&self.corpus.aspects[of.aspect].key);
        let parts = [sentence, certainty, why, say.plain(action).to_owned()];
        let late = |said: &&Said<'_>| {
            periods.is_after(said.review.day) == Some(true)
                && said.of(of.aspect).is_some_and(|h| h.blamed)
        };
        Some(DocumentFinding {
            selection: rows(self.corpus.read().filter(late)),
            ..self.finding("reviews-rise", parts, Tone::Bad)
        })
    }

    /// The product whose stars fell deepest.
    fn fall_finding(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let of = self.falls.first()?;
        let stars = |v: f64| say.number(v, 1);
        let sentence = say.fill(
            words::F_FALL,
            &[
                ("product", (&self.product(of.product)).into()),
                ("before", (&stars(of.difference.previous)).into()),
                ("after", (&stars(of.difference.current)).into()),
            ],
        );
        let (low, high) = of.difference.interval();
        let signed = |v: f64| match v < 0.0 {
            true => ["−", &stars(-v)].concat(),
            false => stars(v),
        };
        let certainty = say.fill(
            words::F_FALL_SURE,
            &[
                ("lo", (&signed(low)).into()),
                ("hi", (&signed(high)).into()),
                ("p", (&p_value(of.q_value)).into()),
                ("n", of.n[0].into()),
                ("m", of.n[1].into()),
            ],
        );
        let late = || {
            self.corpus.all.iter().filter(|said| {
                said.product == Some(of.product)
                    && of.periods.is_after(said.review.day) == Some(true)
            })
        };
        let mut blamed = vec![0_usize; self.corpus.aspects.len()];
        for heard in late().flat_map(|said| &said.heard) {
            blamed[heard.aspect] += usize::from(heard.blamed);
        }
        let worst = blamed.iter().copied().enumerate().filter(|(_, n)| *n > 2);
        let worst = worst.max_by_key(|(aspect, n)| (*n, std::cmp::Reverse(*aspect)));
        let period = say.period(of.periods.since, of.periods.last);
        let why = say.fill(words::F_FALL_WHY, &[("period", (&period).into())]);
        let about = worst.map(|(aspect, _)| {
            let aspect = self.aspect_within(aspect);
            say.fill(words::F_FALL_WHY_WORST, &[("aspect", (&aspect).into())])
        });
        let why = say.sentences(&[&why, &about.unwrap_or_default()]);
        let parts = [
            sentence,
            certainty,
            why,
            say.plain(words::F_FALL_DO).to_owned(),
        ];
        Some(DocumentFinding {
            selection: rows(late()),
            ..self.finding("reviews-fall", parts, Tone::Bad)
        })
    }

    /// The product that drags the shop's stars most.
    fn drag_finding(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let of = self.products.all.first()?;
        let (drawn, plain, all) = (of.drawn?, of.mean?, self.products.mean?);
        let own: Vec<&Said<'_>> = of.reviews.iter().map(|at| &self.corpus.all[*at]).collect();
        let ratings: Vec<f64> = own.iter().filter_map(|said| said.rating).collect();
        let interval = mean(&ratings, (1.0, 5.0))?.interval;
        // Ratings that are all the same have no interval; a few of them are no finding.
        let high = match interval {
            Some((_, high)) => high,
            None if ratings.len() >= RATED => plain,
            None => return None,
        };
        if self.corpus.kind() != Kind::Stars || all - drawn < DRAG || high >= all {
            return None;
        }
        let sentence = say.fill(
            words::F_DRAG,
            &[
                ("product", (&self.product(of.product)).into()),
                ("mean", (&say.number(plain, 1)).into()),
                ("all", (&say.number(all, 1)).into()),
            ],
        );
        let drawn = say.number(drawn, 1);
        let certainty = match interval {
            Some((low, high)) => say.fill(
                words::F_DRAG_SURE,
                &[
                    ("n", ratings.len().into()),
                    ("lo", (&say.number(low, 1)).into()),
                    ("hi", (&say.number(high, 1)).into()),
                    ("drawn", (&drawn).into()),
                ],
            ),
            None => say.fill(
                words::F_DRAG_SURE_SAME,
                &[("n", ratings.len().into()), ("drawn", (&drawn).into())],
            ),
        };
        let parts = [
            sentence,
            certainty,
            say.plain(words::F_DRAG_WHY).to_owned(),
            say.plain(words::F_DRAG_DO).to_owned(),
        ];
        Some(DocumentFinding {
            selection: rows(own.into_iter()),
            ..self.finding("reviews-drag", parts, Tone::Bad)
        })
    }

    /// High ratings whose words complain.
    fn gap_finding(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let high = |(_, gap): &&(usize, Gap)| *gap == Gap::BetterThanSaid;
        let found: Vec<usize> = self.gaps.found.iter().filter(high).map(|g| g.0).collect();
        let all = self.gaps.clear_high;
        let share = found.len() as f64 / all.max(1) as f64;
        if found.len() < GAPS.0 || share < GAPS.1 {
            return None;
        }
        let interval = analysis::statistics::wilson(found.len() as u64, all as u64);
        let certainty = say.fill(
            words::F_GAP_SURE,
            &[
                ("all", all.into()),
                ("share", (&say.percent(share)).into()),
                ("lo", (&say.percent(interval.low)).into()),
                ("hi", (&say.percent(interval.high)).into()),
                ("readers", (&self.readers()).into()),
            ],
        );
        let parts = [
            say.fill(words::F_GAP, &[("n", found.len().into())]),
            certainty,
            say.plain(words::F_GAP_WHY).to_owned(),
            say.plain(words::F_GAP_DO).to_owned(),
        ];
        Some(DocumentFinding {
            selection: rows(found.iter().map(|at| &self.corpus.all[*at])),
            ..self.finding("reviews-gap", parts, Tone::Neutral)
        })
    }

    fn doubts_finding(&self) -> Option<DocumentFinding> {
        let say = &self.scene.say;
        let (n, all) = (self.doubted().count(), self.corpus.all.len());
        let share = n as f64 / all as f64;
        if n < 5 || share < DOUBTED {
            return None;
        }
        let sentence = say.fill(
            words::F_DOUBTS,
            &[("n", n.into()), ("share", (&say.percent(share)).into())],
        );
        let parts = [
            sentence,
            say.fill(words::F_DOUBTS_SURE, &[("all", all.into())]),
            say.plain(words::F_DOUBTS_WHY).to_owned(),
            say.plain(words::F_DOUBTS_DO).to_owned(),
        ];
        Some(DocumentFinding {
            selection: rows(self.doubted()),
            ..self.finding("reviews-doubts", parts, Tone::Neutral)
        })
    }
}
