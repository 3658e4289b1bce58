//! What a model's heads say of a text, as the module that runs the model hands it on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::review::{Judged, Shares, shares};
use crate::{Found, Kind, Language, Reader, Reading};

/// What heads say of a text, by their names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Heard {
    /// Spans of heads that mark them.
    pub spans: BTreeMap<String, Vec<HeardSpan>>,
    /// Probabilities of heads that classify, in the order of their labels.
    pub scores: BTreeMap<String, Vec<f32>>,
}

/// A span, and what the head that judges such spans says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeardSpan {
    /// The span.
    #[serde(flatten)]
    pub found: Found,
    /// Probabilities in the order of that head's labels; none where no such head was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Vec<f32>>,
}

/// A head with its labels, and what people call them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeadLabels {
    /// Its name.
    pub name: String,
    /// In the order of its outputs.
    pub labels: Vec<String>,
    /// The head whose spans it judges; empty = none.
    pub over: String,
    /// By label without the prefixes of spans, by language (`zh`, `en`).
    pub names: BTreeMap<String, BTreeMap<String, String>>,
}

impl Reader {
    /// Reads a text. `heard`: what a model's heads say of it, if it has read it; `heads`: those heads.
    pub fn read(
        &self,
        kind: Kind,
        text: &str,
        lang: Option<Language>,
        heard: Option<&Heard>,
        heads: &[HeadLabels],
    ) -> Reading {
        let Some(heard) = heard else {
            return match kind {
                Kind::Title => self.title(text, lang, None),
                Kind::Review => self.review(text, lang, None),
            };
        };
        let spans = |head: &str| -> Vec<Found> {
            let spans = heard.spans.get(head).into_iter().flatten();
            spans.map(|span| span.found.clone()).collect()
        };
        let labels = |is: &dyn Fn(&HeadLabels) -> bool| {
            let head = heads.iter().find(|head| is(head));
            head.map_or(&[][..], |head| &head.labels)
        };
        match kind {
            Kind::Title => self.title(text, lang, Some(&spans("titles"))),
            Kind::Review => {
                let judges = labels(&|head| head.over == "aspects");
                let aspects = heard.spans.get("aspects").into_iter().flatten();
                let polarity = aspects.map(|span| Some(shares(judges, span.judged.as_deref()?)));
                let sentiment = heard.scores.get("sentiment");
                let judged = Judged {
                    aspects: spans("aspects"),
                    polarity: polarity.collect::<Vec<Option<Shares>>>(),
                    opinions: spans("opinions"),
                    sentiment: sentiment.map(|s| shares(labels(&|h| h.name == "sentiment"), s)),
                };
                self.review(text, lang, Some(&judged))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Polarity;

    #[test]
    fn a_model_is_heard() {
        let reader = Reader::new().expect("the project's own words");
        let heads = r#"[{"name":"polarity","labels":["negative","positive"],"over":"aspects"},
            {"name":"sentiment","labels":["neutral","positive","negative"]}]"#;
        let heads: Vec<HeadLabels> = serde_json::from_str(heads).expect("heads");
        let heard = r#"{"spans":{"aspects":[{"label":"aspect","start":0,"end":2,"score":0.9,"judged":[0.8,0.2]}],
            "opinions":[]},"scores":{"sentiment":[0.1,0.1,0.8]}}"#;
        let heard: Heard = serde_json::from_str(heard).expect("heard");
        let reading = reader.read(Kind::Review, "物流太慢", None, Some(&heard), &heads);
        let aspect = reading.mentions.first().expect("an aspect");
        assert_eq!(
            (aspect.text.as_str(), aspect.polarity),
            ("物流", Some(Polarity::Negative))
        );
        let sentiment = reading.sentiment.clone().expect("a sentiment");
        assert_eq!(sentiment.label, Polarity::Negative);
        // Without a model the lists of words speak.
        let without = reader.read(Kind::Review, "物流太慢", None, None, &heads);
        assert_ne!(without, reading);
    }
}
