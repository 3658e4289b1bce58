//! Characters that a model should not have to read.

use crate::alignment::Aligned;
use crate::unicode::{extends, is_pictograph, joins_letters};

/// How often a mark or an emoji may follow itself.
const REPEATS: usize = 3;

/// What becomes of a character, by itself.
enum Fate {
    Keep(char),
    Space,
    /// Gone, and what stands before it stands for it too.
    Absorbed,
    Gone,
    /// Between emoji it joins them, after some letters it stays, else it is gone.
    Joiner,
}

fn fate(c: char) -> Fate {
    match c {
        ' '..='~' => match c {
            ' ' => Fate::Space,
            _ => Fate::Keep(c),
        },
        '\u{FF01}'..='\u{FF5E}' => {
            Fate::Keep(char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c))
        }
        '\u{200C}' | '\u{200D}' => Fate::Joiner,
        '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{E0020}'..='\u{E007F}'
        | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{20E3}' => Fate::Absorbed,
        _ if c.is_whitespace() => Fate::Space,
        _ if c.is_control() => Fate::Gone,
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFD}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{E0000}'..='\u{E001F}'
        | '\u{F0000}'..='\u{10FFFF}' => Fate::Gone,
        // The last two of every plane are no characters.
        _ if u32::from(c) & 0xFFFE == 0xFFFE => Fate::Gone,
        _ => Fate::Keep(c),
    }
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !extends(c) && c != ' '
}

/// Whether nothing in a text has to be changed, HTML included.
pub(super) fn is_clean(text: &str) -> bool {
    let mut before = ' ';
    let mut times = 0;
    for c in text.chars() {
        let kept = match fate(c) {
            Fate::Keep(kept) => kept == c && c != '<' && c != '&',
            Fate::Space => c == ' ' && before != ' ',
            _ => false,
        };
        times = if c == before { times + 1 } else { 1 };
        if !kept || (times > REPEATS && is_mark(c)) {
            return false;
        }
        before = c;
    }
    before != ' '
}

/// Cleans characters up, where HTML has been taken out.
pub(super) fn clean(characters: &mut Vec<Aligned>) {
    let mut out: Vec<Aligned> = Vec::with_capacity(characters.len());
    let mut times = 0;
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        at += 1;
        let now = match fate(character.now) {
            Fate::Keep(now) => now,
            Fate::Space => {
                match out.last_mut() {
                    // One space for the whole run.
                    Some(last) if last.now == ' ' => last.end = character.end,
                    Some(_) => out.push(Aligned {
                        now: ' ',
                        ..character
                    }),
                    None => {}
                }
                continue;
            }
            Fate::Absorbed => {
                absorb(&mut out, character);
                continue;
            }
            Fate::Gone => continue,
            Fate::Joiner => {
                let last = out.last().map(|last| last.now);
                let next = characters.get(at);
                match (last, next) {
                    (Some(last), Some(&next))
                        if character.now == '\u{200D}'
                            && is_pictograph(last)
                            && is_pictograph(next.now) =>
                    {
                        absorb(&mut out, next);
                        at += 1;
                        continue;
                    }
                    (Some(last), _) if joins_letters(last) => character.now,
                    _ => continue,
                }
            }
        };
        match out.last_mut() {
            Some(last) if last.now == now => {
                times += 1;
                if times > REPEATS && is_mark(now) {
                    last.end = character.end;
                    continue;
                }
            }
            _ => times = 1,
        }
        out.push(Aligned { now, ..character });
    }
    if out.last().is_some_and(|last| last.now == ' ') {
        out.pop();
    }
    *characters = out;
}

/// Lets what stands before a character stand for it too.
fn absorb(out: &mut [Aligned], character: Aligned) {
    if let Some(last) = out.last_mut()
        && last.now != ' '
    {
        last.end = character.end;
    }
}
