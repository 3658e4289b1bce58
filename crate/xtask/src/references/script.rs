//! References in a JavaScript module.
//!
//! Comments, strings, templates and regular expressions are told apart, because types in comments
//! name modules too (`import('./x.js').Type`) and must be left alone.

use anyhow::{Result, bail};

use super::Reference;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// The characters between the quotes, and where they start.
    Text(&'a str, usize),
    /// A template literal or a regular expression: nothing that can name a module.
    Opaque,
    Mark(char),
}

/// What follows the name in `new URL('./a.js', import.meta.url)`.
const BASE: [Token<'static>; 6] = [
    Token::Mark(','),
    Token::Word("import"),
    Token::Mark('.'),
    Token::Word("meta"),
    Token::Mark('.'),
    Token::Word("url"),
];

/// Every module or file that a script names.
///
/// # Errors
/// When a reference is computed rather than written, so that it cannot be followed.
pub(super) fn find(source: &str) -> Result<Vec<Reference>> {
    let tokens = tokens(source)?;
    let named = named_files(&tokens);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let rest = &tokens[at + 1..];
        match token {
            Token::Word("import") if at == 0 || tokens[at - 1] != Token::Mark('.') => {
                import(rest, &named, &mut found)?;
            }
            Token::Word("from") => {
                let clause =
                    at > 0 && matches!(tokens[at - 1], Token::Word(_) | Token::Mark('}' | '*'));
                if let (true, [Token::Text(text, start), ..]) = (clause, rest) {
                    found.push(Reference::module(text, *start));
                }
            }
            Token::Word("new") => constructed(rest, &mut found)?,
            Token::Word("importScripts") => bail!("importScripts: write an import instead"),
            _ => {}
        }
    }
    Ok(found)
}

/// Constants that hold the address of a written file: `const A = new URL('./a.js', import.meta.url).href`.
fn named_files<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let length = 7 + BASE.len();
    let mut named = Vec::new();
    for part in tokens.windows(length) {
        if let [
            Token::Word("const"),
            Token::Word(name),
            Token::Mark('='),
            Token::Word("new"),
            Token::Word("URL"),
            Token::Mark('('),
            Token::Text(..),
            tail @ ..,
        ] = part
            && tail.starts_with(&BASE)
        {
            named.push(*name);
        }
    }
    named
}

fn import(rest: &[Token<'_>], named: &[&str], found: &mut Vec<Reference>) -> Result<()> {
    match rest {
        [Token::Mark('('), Token::Word(name), Token::Mark(')'), ..] if named.contains(name) => {}
        [Token::Text(text, start), ..] => found.push(Reference::module(text, *start)),
        [
            Token::Mark('('),
            Token::Text(text, start),
            Token::Mark(')' | ','),
            ..,
        ] => {
            found.push(Reference::module(text, *start));
        }
        [Token::Mark('('), ..] => {
            bail!("import(…) of something computed: write the module's name as a string")
        }
        _ => {}
    }
    Ok(())
}

fn constructed(rest: &[Token<'_>], found: &mut Vec<Reference>) -> Result<()> {
    match rest {
        [
            Token::Word("URL"),
            Token::Mark('('),
            Token::Text(text, start),
            tail @ ..,
        ] if tail.starts_with(&BASE) => {
            found.push(Reference::file(text, *start));
        }
        [Token::Word("URL"), Token::Mark('('), tail @ ..] => {
            let end = tail
                .iter()
                .position(|token| matches!(token, Token::Mark(')' | ';')))
                .unwrap_or(tail.len());
            if tail[..end].windows(BASE.len()).any(|part| part == BASE) {
                bail!(
                    "new URL(…, import.meta.url) of something computed: write the name as a string"
                );
            }
        }
        [
            Token::Word(kind @ ("Worker" | "SharedWorker")),
            Token::Mark('('),
            Token::Text(..),
            ..,
        ] => {
            bail!("new {kind}('…'): write new {kind}(new URL('…', import.meta.url), …)")
        }
        _ => {}
    }
    Ok(())
}

fn tokens(source: &str) -> Result<Vec<Token<'_>>> {
    let bytes = source.as_bytes();
    let mut tokens: Vec<Token<'_>> = Vec::new();
    // Depth of braces inside each `${` that is open, so that the template goes on after its `}`.
    let mut holes: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        match byte {
            b'/' if next == Some(b'/') => at = end_of_line(bytes, at),
            b'/' if next == Some(b'*') => match source[at + 2..].find("*/") {
                Some(length) => at += length + 4,
                None => bail!("a comment is not closed"),
            },
            b'/' if regex_may_start(&tokens) => {
                at = end_of_regex(bytes, at)?;
                tokens.push(Token::Opaque);
            }
            b'\'' | b'"' => {
                let end = end_of_string(bytes, at)?;
                tokens.push(Token::Text(&source[at + 1..end], at + 1));
                at = end + 1;
            }
            b'`' => at = template(bytes, at + 1, &mut tokens, &mut holes)?,
            b'}' if holes.last() == Some(&0) => {
                holes.pop();
                at = template(bytes, at + 1, &mut tokens, &mut holes)?;
            }
            _ if is_word(byte) => {
                let end = at
                    + bytes[at..]
                        .iter()
                        .take_while(|&&byte| is_word(byte))
                        .count();
                tokens.push(Token::Word(&source[at..end]));
                at = end;
            }
            _ => {
                if let Some(depth) = holes.last_mut() {
                    match byte {
                        b'{' => *depth += 1,
                        b'}' => *depth -= 1,
                        _ => {}
                    }
                }
                if !byte.is_ascii_whitespace() {
                    tokens.push(Token::Mark(char::from(byte)));
                }
                at += 1;
            }
        }
    }
    Ok(tokens)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#') || !byte.is_ascii()
}

fn end_of_line(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..]
        .iter()
        .take_while(|&&byte| byte != b'\n')
        .count()
}

fn end_of_string(bytes: &[u8], start: usize) -> Result<usize> {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => break,
            _ if byte == bytes[start] => return Ok(at),
            _ => at += 1,
        }
    }
    bail!("a string is not closed")
}

/// Goes on inside a template literal up to its end or its next `${`.
fn template<'a>(
    bytes: &[u8],
    mut at: usize,
    tokens: &mut Vec<Token<'a>>,
    holes: &mut Vec<usize>,
) -> Result<usize> {
    tokens.push(Token::Opaque);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'`' => return Ok(at + 1),
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                holes.push(0);
                // Something that an expression follows, so that `/` starts a regular expression.
                tokens.push(Token::Mark('{'));
                return Ok(at + 2);
            }
            _ => at += 1,
        }
    }
    bail!("a template is not closed")
}

fn end_of_regex(bytes: &[u8], start: usize) -> Result<usize> {
    let mut in_class = false;
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => break,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => {
                let flags = bytes[at + 1..].iter().take_while(|&&byte| is_word(byte));
                return Ok(at + 1 + flags.count());
            }
            _ => {}
        }
        at += 1;
    }
    bail!("a regular expression is not closed")
}

/// Whether a `/` here starts a regular expression; after a value it divides.
fn regex_may_start(tokens: &[Token<'_>]) -> bool {
    match tokens.last() {
        None => true,
        Some(Token::Word(word)) => matches!(
            *word,
            "return"
                | "typeof"
                | "case"
                | "in"
                | "of"
                | "void"
                | "delete"
                | "do"
                | "else"
                | "yield"
                | "await"
                | "instanceof"
                | "new"
                | "throw"
        ),
        Some(Token::Text(..) | Token::Opaque) => false,
        Some(Token::Mark(mark)) => !matches!(mark, ')' | ']' | '}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Vec<String> {
        find(source)
            .expect("readable")
            .into_iter()
            .map(|found| found.text)
            .collect()
    }

    #[test]
    fn every_form_is_found() {
        let source = r#"
            import './a.js'; import b, { c as d } from "./b.js"; import * as e from './e.js';
            export * from './f.js'; export { g } from './g.js';
            const h = await import('./h.js');
            const i = new Worker(new URL('./i.js', import.meta.url), { type: 'module' });
            module_or_path = new URL('web_bg.wasm', import.meta.url);
        "#;
        assert_eq!(
            names(source),
            [
                "./a.js",
                "./b.js",
                "./e.js",
                "./f.js",
                "./g.js",
                "./h.js",
                "./i.js",
                "web_bg.wasm"
            ]
        );
    }

    #[test]
    fn a_reference_knows_its_place() {
        let source = "import './a.js';";
        let found = find(source).expect("readable");
        let (start, length) = (found[0].start, found[0].text.len());
        assert_eq!(&source[start..start + length], "./a.js");
    }

    #[test]
    fn what_is_not_code_is_left_alone() {
        let source = r#"
            /** @type {import('./types.js').T} */ // import './x.js'
            const a = "import './y.js'", b = `import('./z.js') ${`${c / d}`} import './q.js'`;
            const e = /import '.\/r.js'[/]'/g.test(f) ? g / h : i / j;
            Array.from('k'); k.import('x'); const from = 'm';
        "#;
        assert_eq!(names(source), Vec::<String>::new());
    }

    #[test]
    fn a_template_ends_where_it_ends() {
        assert_eq!(
            names("const a = `${ {b: {}} } ${`x`}`; import('./c.js');"),
            ["./c.js"]
        );
    }

    #[test]
    fn a_constant_may_hold_the_address() {
        let source = "const A = new URL('./a.js', import.meta.url).href;\nawait import(A);";
        assert_eq!(names(source), ["./a.js"]);
        assert!(find("let A = new URL('./a.js', import.meta.url).href; import(A);").is_err());
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        for source in [
            "import(name)",
            "import(`./${name}.js`)",
            "new URL(name, import.meta.url)",
            "new URL('./x/' + name, import.meta.url)",
            "new Worker('./worker.js')",
            "const a = 'open",
        ] {
            assert!(find(source).is_err(), "{source}");
        }
        assert_eq!(
            names("new URL(location.href); new URL('x', base)"),
            Vec::<String>::new()
        );
    }
}
