//! Long texts in passages.

use text::{Answer, Batch, Output, Plan, PlanOptions, Results, TagOptions, Task};

use super::{golden, head, said, small, vectors};

/// Tags by a token's place in its part: none for the first, a span for all others.
fn places(batch: &Batch) -> Output {
    let mut values = vec![0.0; batch.tokens() * 3];
    for range in batch.ranges() {
        for (place, token) in range.enumerate() {
            // Special tokens stand before the first.
            values[token * 3 + place.saturating_sub(1).min(2)] = 6.0;
        }
    }
    Output { width: 3, values }
}

/// What a head that tags says of the first text, with batches that come back in the other order.
fn told(plan: &Plan, text: &str) -> Vec<String> {
    let head = head(Task::Tag, &["O", "B-x", "I-x"]);
    let mut results = Results::new(plan, &head, TagOptions::default()).expect("a head");
    for at in plan.order(&[]).into_iter().rev() {
        let batch = &plan.batches()[at];
        results.put(plan, at, &places(batch)).expect("fits");
    }
    match results.answer(plan, 0) {
        Some(Answer::Spans(spans)) => spans.iter().map(|span| said(text, span)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn heads_that_tag_read_passages_and_others_whole_texts() {
    let tokenizer = golden("vocab.txt");
    let text = "a b c d e. f g h i, j k. l m n o p q r s";
    let passages = PlanOptions {
        passage: 8,
        ..PlanOptions::default()
    };
    let plan = Plan::new(&tokenizer, &[text, "a b c"], passages.clone()).expect("a plan");
    // The whole text, three passages of it, and the short text.
    assert_eq!(plan.counts().windows, 5);
    let whole = Plan::new(&tokenizer, &[text, "a b c"], PlanOptions::default()).expect("a plan");
    let order = plan.order(&[]);
    assert_eq!(vectors(&plan, &order), vectors(&whole, &whole.order(&[])));

    let spans = ["b c d e.", "g h i, j k.", "m n o p q r s"];
    assert_eq!(told(&plan, text), spans);

    // Where nobody asks for whole texts, only those are read whole that are one passage.
    let tags = PlanOptions {
        whole: false,
        ..passages
    };
    let plan = Plan::new(&tokenizer, &[text, "a b c"], tags).expect("a plan");
    assert_eq!(plan.counts().windows, 4);
    assert_eq!(told(&plan, text), spans);
}

#[test]
fn passages_fit_a_models_windows() {
    let tokenizer = golden("vocab.txt");
    let text = "a b c d e f g h 很 好 好 好 好 i j k l m n o p q r";
    let options = PlanOptions {
        passage: 100,
        whole: false,
        ..small()
    };
    let plan = Plan::new(&tokenizer, &[text], options).expect("a plan");
    assert!(
        plan.batches()
            .iter()
            .all(|batch| batch.ranges().all(|range| range.len() <= 12))
    );
}
