//! Texts in, mentions out.
//!
//! Titles and descriptions become attributes, reviews become aspects with opinions and sentiment, and vectors of texts become topics.
//! A language model does most of it, but is not run here: [`Kind::heads`] says which heads to ask, whoever has a model runs them, and [`Reader`] makes mentions of the spans.
//! Patterns, the caller's brands and the project's lexicon stand beside the model, and alone where there is none; every mention tells where it comes from.
//!
//! ```
//! use extract::{Gazetteer, Reader};
//! let reader = Reader::new()?.with_brands(Gazetteer::new(&["Nivea|妮维雅"])?);
//! let reading = reader.title("妮维雅男士洗面奶 100ml 深层清洁", None, None);
//! let said: Vec<(&str, &str)> = reading.mentions.iter().map(|m| (m.label.as_str(), m.text.as_str())).collect();
//! assert_eq!(said, [("brand", "妮维雅"), ("audience", "男士"), ("product", "洗面奶"), ("quantity", "100ml")]);
//! # Ok::<(), extract::Error>(())
//! ```

#![forbid(unsafe_code)]

mod aspect;
mod color;
mod correction;
mod doubt;
mod error;
mod explain;
mod folded;
mod gazetteer;
mod heard;
mod language;
mod lexicon;
mod mention;
mod namesake;
mod negation;
mod pattern;
mod private;
mod reader;
mod review;
mod term;
mod title;
mod topic;
mod unit;
mod words;

pub use aspect::Aspects;
pub use correction::{Action, Correction, Corrections, training_line};
pub use doubt::{
    Doubt, DoubtOptions, Reason, Written, doubts, is_default, is_nobody, near_duplicates,
};
pub use error::Error;
pub use explain::{Occlusion, Weight, explain};
pub use gazetteer::Gazetteer;
pub use heard::{HeadLabels, Heard, HeardSpan};
pub use language::{Language, is_mash, language};
pub use mention::{Found, Mention, Opinion, Polarity, Reading, Sentiment, Source, Value};
pub use private::private;
pub use reader::{Kind, Reader};
pub use review::{Gap, Judged, Shares, gap, shares};
pub use term::{Term, names};
pub use title::Thresholds;
pub use topic::{ClusterOptions, Clusters, cluster, over_time};
