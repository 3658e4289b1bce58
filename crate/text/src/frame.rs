//! What goes around every text.

use serde_json::Value;
use tokenizers::Encoding;

use crate::Error;
use crate::cutter::Cutter;

/// What a tokenizer puts around every text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Ids and segments of the special tokens before, such as `[CLS]`.
    pub(crate) before: Vec<(u32, u32)>,
    /// And after, such as `[SEP]`.
    pub(crate) after: Vec<(u32, u32)>,
    /// The segment of the text's own tokens.
    pub(crate) segment: u32,
}

/// What the tokenizer's post-processor puts around a text, found out with a token that is none of its own.
pub(crate) fn frame(inner: &Cutter, file: &'static str) -> Result<Frame, Error> {
    let probe = Encoding::new(
        vec![u32::MAX],
        vec![0],
        vec![String::new()],
        vec![Some(0)],
        vec![(0, 0)],
        vec![0],
        vec![1],
        Vec::new(),
        Default::default(),
    );
    let framed = inner.post_process(probe).map_err(|error| Error::Corrupt {
        file,
        detail: error.to_string(),
    })?;
    let mut frame = Frame::default();
    let mut inside = false;
    let ids = framed.get_ids().iter().zip(framed.get_type_ids());
    for ((&id, &segment), token) in ids.zip(framed.get_tokens()) {
        if id == u32::MAX {
            inside = true;
            frame.segment = segment;
            continue;
        }
        let token = token.clone();
        match inner.token_to_id(&token) {
            None => return Err(Error::MissingToken { file, token }),
            Some(found) if found != id => {
                return Err(Error::TokenMoved {
                    file,
                    token,
                    said: id,
                    found,
                });
            }
            Some(_) if inside => frame.after.push((id, segment)),
            Some(_) => frame.before.push((id, segment)),
        }
    }
    if !inside {
        return Err(Error::Corrupt {
            file,
            detail: "the post-processor leaves the text out".to_owned(),
        });
    }
    Ok(frame)
}

/// Refuses a template that names a special token which it does not define, or a second text; to use it would panic.
///
/// # Errors
/// [`Error::MissingToken`], [`Error::Corrupt`].
pub(crate) fn check(post_processor: &Value, file: &'static str) -> Result<(), Error> {
    if let Some(Value::Array(parts)) = post_processor.get("processors") {
        return parts.iter().try_for_each(|part| check(part, file));
    }
    let Some(Value::Array(pieces)) = post_processor.get("single") else {
        return Ok(());
    };
    let known = post_processor.get("special_tokens");
    for piece in pieces {
        let text = piece.pointer("/Sequence/id").and_then(Value::as_str);
        if text.is_some_and(|id| id != "A") {
            return Err(Error::Corrupt {
                file,
                detail: "the template for one text has two".to_owned(),
            });
        }
        let token = piece.pointer("/SpecialToken/id").and_then(Value::as_str);
        if let Some(token) = token
            && known.and_then(|known| known.get(token)).is_none()
        {
            return Err(Error::MissingToken {
                file,
                token: token.to_owned(),
            });
        }
    }
    Ok(())
}
