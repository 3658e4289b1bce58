use proptest::prelude::*;

use super::*;

fn labels(names: &[&str]) -> Labels {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    Labels::new(&names, None)
}

/// Tokens of one character each, that belong together as told: `w` begins a word, `+` goes on, `_` is blank, `^` is a mark.
fn tokens(pattern: &str) -> Vec<Token> {
    let token = |(at, c): (u32, char)| Token {
        id: 0,
        start: at,
        end: if c == '_' { at } else { at + 1 },
        blank: c == '_',
        joins: c == '+',
        extends: c == '^',
        tail: 0,
    };
    (0..).zip(pattern.chars()).map(token).collect()
}

/// Logits that favour a label for each token.
fn favour(path: &[usize], width: usize) -> Vec<f32> {
    let mut logits = vec![0.0; path.len() * width];
    for (at, label) in path.iter().enumerate() {
        logits[at * width + label] = 5.0;
    }
    logits
}

fn found(spans: &[RawSpan]) -> Vec<(usize, u32, u32)> {
    let found = |span: &RawSpan| (span.kind, span.start, span.end);
    spans.iter().map(found).collect()
}

#[test]
fn schemes_are_recognised() {
    assert_eq!(labels(&["O", "B-PER", "I-PER"]).scheme(), Scheme::Bio);
    assert_eq!(labels(&["B", "I", "O"]).scheme(), Scheme::Bio);
    assert_eq!(
        labels(&["O", "B-a", "I-a", "E-a", "S-a"]).scheme(),
        Scheme::Bioes
    );
    assert_eq!(
        labels(&["O", "B_a", "M_a", "E_a", "S_a"]).scheme(),
        Scheme::Bioes
    );
    assert_eq!(
        labels(&["O", "B-a", "I-a", "L-a", "U-a"]).scheme(),
        Scheme::Bioes
    );
    assert_eq!(labels(&["O", "I-PER", "I-LOC"]).scheme(), Scheme::Io);
    let plain = labels(&["O", "E-commerce", "size"]);
    assert_eq!(plain.scheme(), Scheme::Io);
    assert_eq!(plain.types(), ["E-commerce", "size"]);
    assert_eq!(
        labels(&["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]).types(),
        ["PER", "LOC"]
    );
}

#[test]
fn spans_of_each_scheme() {
    let bio = labels(&["O", "B-a", "I-a", "B-b", "I-b"]);
    let logits = favour(&[1, 2, 1, 0, 3, 4], 5);
    let spans = decode(&tokens("wwwwww"), &logits, &bio, Words::First);
    assert_eq!(found(&spans), [(0, 0, 2), (0, 2, 3), (1, 4, 6)]);
    assert!(
        spans
            .iter()
            .all(|span| span.score > 0.9 && span.score < 1.0)
    );

    let bioes = labels(&["O", "B-a", "I-a", "E-a", "S-a"]);
    let logits = favour(&[1, 2, 3, 4, 0, 4], 5);
    let spans = decode(&tokens("wwwwww"), &logits, &bioes, Words::First);
    assert_eq!(found(&spans), [(0, 0, 3), (0, 3, 4), (0, 5, 6)]);

    let io = labels(&["O", "a", "b"]);
    let logits = favour(&[1, 1, 2, 0, 2], 3);
    let spans = decode(&tokens("wwwww"), &logits, &io, Words::First);
    assert_eq!(found(&spans), [(0, 0, 2), (1, 2, 3), (1, 4, 5)]);
}

#[test]
fn what_is_not_allowed_becomes_the_likeliest_that_is() {
    // I without B before it, and an end that never comes.
    let bio = labels(&["O", "B-a", "I-a"]);
    let spans = decode(&tokens("www"), &favour(&[0, 2, 2], 3), &bio, Words::First);
    assert_eq!(found(&spans), [(0, 1, 3)]);
    let bioes = labels(&["O", "B-a", "I-a", "E-a", "S-a"]);
    let spans = decode(
        &tokens("wwww"),
        &favour(&[0, 1, 2, 2], 5),
        &bioes,
        Words::First,
    );
    assert_eq!(found(&spans), [(0, 1, 4)]);
    // No sequence is allowed at all.
    let never = labels(&["B-a", "E-a"]);
    assert!(decode(&tokens("w"), &[0.0, 0.0], &never, Words::First).is_empty());
}

#[test]
fn labels_without_beginnings_may_begin() {
    // IOB1: B is not there for types that never touch.
    let labels = labels(&["O", "I-a", "B-b", "I-b"]);
    let spans = decode(
        &tokens("wwww"),
        &favour(&[1, 1, 0, 2], 4),
        &labels,
        Words::First,
    );
    assert_eq!(found(&spans), [(0, 0, 2), (1, 3, 4)]);
    let names = ["O", "B-a", "I-a"].map(str::to_owned);
    let io = Labels::new(&names, Some(Scheme::Io));
    let spans = decode(
        &tokens("wwww"),
        &favour(&[2, 2, 1, 2], 3),
        &io,
        Words::First,
    );
    assert_eq!(found(&spans), [(0, 0, 2), (0, 2, 4)]);
}

#[test]
fn words_are_not_torn() {
    let bio = labels(&["O", "B-a", "I-a"]);
    // The first piece says "begins", the second "outside".
    let logits = favour(&[1, 0, 0], 3);
    let spans = |words| found(&decode(&tokens("w+w"), &logits, &bio, words));
    assert_eq!(spans(Words::First), [(0, 0, 2)]);
    assert_eq!(spans(Words::Pieces), [(0, 0, 1)]);
    let unsure = [0.0, 3.0, 0.0, 9.0, 0.0, 0.0, 5.0, 0.0, 0.0];
    assert!(decode(&tokens("w+w"), &unsure, &bio, Words::Mean).is_empty());
    // Marks stay with their letter whatever is asked for.
    let marked = decode(&tokens("w^w"), &logits, &bio, Words::Pieces);
    assert_eq!(found(&marked), [(0, 0, 2)]);
}

#[test]
fn blanks_neither_begin_nor_interrupt() {
    let bio = labels(&["O", "B-a", "I-a"]);
    let logits = favour(&[1, 1, 0, 2, 0], 3);
    let spans = decode(&tokens("_w_w_"), &logits, &bio, Words::First);
    assert_eq!(found(&spans), [(0, 1, 4)]);
    assert!(decode(&tokens("__"), &favour(&[1, 1], 3), &bio, Words::First).is_empty());
    assert!(decode(&[], &[], &bio, Words::First).is_empty());
}

#[test]
fn blanks_carry_labels_where_a_model_was_trained_on_them() {
    let bioes = labels(&["O", "B-a", "I-a", "E-a", "S-a"]);
    let read = |pattern: &str, path: &[usize]| {
        let logits = favour(path, 5);
        found(&decode(&tokens(pattern), &logits, &bioes, Words::Tokens))
    };
    // The lone mark of white space begins the span, and is not part of it.
    assert_eq!(read("_ww_w", &[1, 2, 3, 1, 3]), [(0, 1, 3), (0, 4, 5)]);
    assert_eq!(read("w_w", &[1, 2, 3]), [(0, 0, 3)]);
    // Nor does a span end with one.
    assert_eq!(read("ww_", &[1, 2, 3]), [(0, 0, 2)]);
    assert_eq!(read("_w", &[4, 0]), []);
}

#[test]
fn marks_after_the_last_token_belong_to_it() {
    let bio = labels(&["O", "B-a", "I-a"]);
    let mut tokens = tokens("w");
    tokens[0].tail = 2;
    let spans = decode(&tokens, &favour(&[1], 3), &bio, Words::First);
    assert_eq!(found(&spans), [(0, 0, 3)]);
}

#[test]
fn scores_are_geometric_means() {
    let bio = labels(&["O", "B-a", "I-a"]);
    let logits = [0.0, 2.0, 0.0, 0.0, 0.0, 4.0];
    let spans = decode(&tokens("ww"), &logits, &bio, Words::First);
    let (e2, e4) = (libm::exp(2.0), libm::exp(4.0));
    let expected = (e2 / (e2 + 2.0) * (e4 / (e4 + 2.0))).sqrt();
    assert!((f64::from(spans[0].score) - expected).abs() < 1e-6);
}

const SETS: [&[&str]; 6] = [
    &["O", "B-a", "I-a", "B-b", "I-b"],
    &["O", "B-a", "I-a", "E-a", "S-a"],
    &["O", "I-a", "I-b"],
    &["B-a", "I-a", "E-a", "S-a", "S-b"],
    &["O", "a", "b"],
    &["I-a", "O", "B-a", "E-b", "B-b"],
];

/// Whether a sequence is allowed, told from the names alone.
fn is_legal(path: &[usize], names: &[&str]) -> bool {
    let split = |at: usize| {
        names[path[at]]
            .split_once('-')
            .unwrap_or((names[path[at]], ""))
    };
    let has = |role: &str, kind: &str| names.contains(&format!("{role}-{kind}").as_str());
    (0..path.len()).all(|at| {
        let (role, kind) = split(at);
        let inside_before = at > 0 && {
            let (before, other) = split(at - 1);
            other == kind && (before == "B" || before == "I")
        };
        let needs_before = (role == "I" || role == "E") && has("B", kind);
        let inside_after = at + 1 < path.len() && {
            let (after, other) = split(at + 1);
            other == kind && (after == "I" || after == "E")
        };
        let needs_after = (role == "B" || role == "I") && has("E", kind);
        (!needs_before || inside_before) && (!needs_after || inside_after)
    })
}

proptest! {
    #[test]
    fn viterbi_is_as_good_as_trying_all(
        set in prop::sample::select(SETS.to_vec()),
        values in prop::collection::vec(-40_i32..40, 20),
        units in 1_usize..5,
    ) {
        let labels = labels(set);
        let width = labels.len();
        let emissions: Vec<f32> = values.iter().take(units * width).map(|&v| v as f32 / 8.0).collect();
        let worth = |path: &[usize]| path.iter().enumerate().map(|(at, l)| emissions[at * width + l]).sum::<f32>();
        let mut best = f32::NEG_INFINITY;
        for code in 0..width.pow(units as u32) {
            let path: Vec<usize> = (0..units).map(|at| code / width.pow(at as u32) % width).collect();
            if is_legal(&path, set) {
                best = best.max(worth(&path));
            }
        }
        let path = viterbi::best(&emissions, &labels);
        prop_assert_eq!(path.len() == units, best > f32::NEG_INFINITY);
        if !path.is_empty() {
            prop_assert!(is_legal(&path, set), "{:?}", path);
            // Eighths add up exactly.
            prop_assert_eq!(worth(&path), best);
        }
    }

    #[test]
    fn long_paths_are_legal(
        set in prop::sample::select(SETS.to_vec()),
        values in prop::collection::vec(-9.0_f32..9.0, 0..400),
    ) {
        let labels = labels(set);
        let units = values.len() / labels.len();
        let path = viterbi::best(&values[..units * labels.len()], &labels);
        prop_assert!(is_legal(&path, set));
        prop_assert_eq!(path.len(), units);
    }

    #[test]
    fn spans_lie_apart_and_in_order(
        pattern in "[w+_^]{1,30}",
        values in prop::collection::vec(-9.0_f32..9.0, 150),
        words in prop::sample::select(vec![Words::First, Words::Mean, Words::Pieces]),
    ) {
        let labels = labels(SETS[0]);
        let tokens = tokens(&pattern);
        let spans = decode(&tokens, &values[..tokens.len() * 5], &labels, words);
        let mut before = 0;
        for span in spans {
            prop_assert!(before <= span.start && span.start < span.end);
            prop_assert!(span.end as usize <= tokens.len());
            prop_assert!(span.score > 0.0 && span.score <= 1.0);
            before = span.end;
        }
    }
}
