//! Long texts in passages: parts of like length that end where sentences do.

use std::ops::Range;

use crate::tokenizer::Token;

/// How a place divides a text: words go on, a clause ends, a sentence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pause {
    Word,
    Clause,
    Sentence,
}

/// Passages of at most `most` tokens, all of about one length: each ends with the sentence whose end is nearest to it, or else with a clause, or a word.
///
/// `text` is what the tokens are of. Passages do not overlap, and hold all tokens in their order.
pub(crate) fn passages(text: &str, tokens: &[Token], most: usize) -> Vec<Range<usize>> {
    let most = most.max(1);
    let pauses = pauses(text, tokens);
    let mut passages = Vec::new();
    let mut start = 0;
    while tokens.len() - start > most {
        let rest = tokens.len() - start;
        let target = start + rest / rest.div_ceil(most);
        // A sentence is worth a passage that is up to two fifths shorter than it might be.
        let near = start + (most * 2 / 5).max(1)..=start + most;
        let best = |least: Pause, places: std::ops::RangeInclusive<usize>| {
            places
                .filter(|&at| pauses[at] >= Some(least))
                .min_by_key(|&at| at.abs_diff(target))
        };
        let all = start + 1..=start + most;
        let end = best(Pause::Sentence, near.clone())
            .or_else(|| best(Pause::Clause, near))
            .or_else(|| best(Pause::Clause, all.clone()))
            .or_else(|| best(Pause::Word, all))
            .unwrap_or(target);
        passages.push(start..end);
        start = end;
    }
    passages.push(start..tokens.len());
    passages
}

/// What stands before each token, `None` where a word goes on: `[tokens]`.
fn pauses(text: &str, tokens: &[Token]) -> Vec<Option<Pause>> {
    let mut found: Vec<Option<Pause>> = tokens
        .iter()
        .map(|token| (!token.joins && !token.extends).then_some(Pause::Word))
        .collect();
    let mut characters = (0_u32..).zip(text.chars()).peekable();
    let mut next = 0;
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|&(_, after)| after);
        let Some(pause) = pause(character, after) else {
            continue;
        };
        // Further marks, what closes a quotation, and spaces behind all of them belong to what they end.
        let mut end = at + 1;
        while let Some((place, _)) = characters.next_if(|&(_, c)| closes(c)) {
            end = place + 1;
        }
        while let Some((place, _)) = characters.next_if(|&(_, c)| c.is_whitespace()) {
            end = place + 1;
        }
        next += tokens[next..].partition_point(|token| token.start < end);
        if let Some(token) = found.get_mut(next)
            && token.is_some()
        {
            *token = (*token).max(Some(pause));
        }
    }
    found
}

/// What a mark ends, by what stands after it.
fn pause(mark: char, after: Option<char>) -> Option<Pause> {
    let apart = after.is_none_or(|c| c.is_whitespace() || closes(c));
    match mark {
        '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '\n' => Some(Pause::Sentence),
        '.' if apart => Some(Pause::Sentence),
        '，' | '、' | '：' => Some(Pause::Clause),
        // 1,000 and 10:30 go on.
        ',' | ':' if !after.is_some_and(|c| c.is_ascii_digit()) => Some(Pause::Clause),
        _ => None,
    }
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '。' | '！'
            | '？'
            | '!'
            | '?'
            | '；'
            | ';'
            | '…'
            | '.'
            | '”'
            | '’'
            | '"'
            | '\''
            | '）'
            | ')'
            | '】'
            | '」'
            | '』'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A token for each character that is no space.
    fn tokens(text: &str) -> Vec<Token> {
        let letters = (0..).zip(text.chars()).filter(|(_, c)| !c.is_whitespace());
        let mut before = None;
        let tokens = letters.map(|(start, c)| {
            let joins = c.is_ascii_alphanumeric() && before == Some(start);
            before = c.is_ascii_alphanumeric().then_some(start + 1);
            Token {
                id: 0,
                start,
                end: start + 1,
                blank: false,
                joins,
                extends: false,
                tail: 0,
            }
        });
        tokens.collect()
    }

    /// The passages as they are written.
    fn cut(text: &str, most: usize) -> Vec<String> {
        let tokens = tokens(text);
        let written: Vec<char> = text.chars().collect();
        let passages = passages(text, &tokens, most);
        let told = passages.into_iter().map(|range| {
            let (from, to) = (tokens[range.start].start, tokens[range.end - 1].end);
            written[from as usize..to as usize].iter().collect()
        });
        told.collect()
    }

    #[test]
    fn short_texts_are_one_passage() {
        assert_eq!(cut("很好。不错。", 6), ["很好。不错。"]);
        assert_eq!(passages("", &[], 6), vec![0..0]);
    }

    #[test]
    fn passages_end_with_sentences() {
        assert_eq!(
            cut("质量很好！物流有点慢，等了五天。客服态度不错", 12),
            ["质量很好！", "物流有点慢，等了五天。", "客服态度不错"]
        );
        assert_eq!(
            cut("I paid 3.50. \"Not bad!\" he said. Fine", 16),
            ["I paid 3.50.", "\"Not bad!\"", "he said. Fine"]
        );
    }

    #[test]
    fn passages_without_sentences_end_with_clauses_or_words() {
        assert_eq!(
            cut("菜很好吃，环境也不错，就是价格贵", 9),
            ["菜很好吃，", "环境也不错，", "就是价格贵"]
        );
        assert_eq!(
            cut("1,000 pieces of 10:30", 8),
            ["1,000", "pieces", "of 10:30"]
        );
        assert_eq!(cut("abcdefghijkl", 5), ["abcd", "efgh", "ijkl"]);
    }

    #[test]
    fn passages_are_of_like_length() {
        let text = "好。".repeat(13);
        let lengths: Vec<usize> = cut(&text, 24).iter().map(|p| p.chars().count()).collect();
        assert_eq!(lengths, [12, 14]);
    }

    proptest! {
        #[test]
        fn passages_hold_all_tokens(text in "[ab好，。.! ]{0,60}", most in 1_usize..20) {
            let tokens = tokens(&text);
            let passages = passages(&text, &tokens, most);
            let mut at = 0;
            for passage in &passages {
                prop_assert_eq!(passage.start, at);
                prop_assert!(passage.len() <= most);
                prop_assert!(!passage.is_empty() || tokens.is_empty());
                at = passage.end;
            }
            prop_assert_eq!(at, tokens.len());
        }
    }
}
