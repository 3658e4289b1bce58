//! What is wrong with a template, or with writing a report to a file.

use chart::spec::Lang;

use super::Message;
use super::phrase::{Phrase, list, phrases};
use crate::Error;

phrases! {
    NOT_WRITTEN = "报告文件没有写成：{detail}。", "The report could not be written to a file: {detail}.";
    NOT_WRITTEN_HINT = "请换一种格式再试；报告本身没有变化。", "Try another form; the report itself is unchanged.";
    NOT_JSON = "模板不是有效的 JSON：第 {line} 行第 {column} 列，{detail}。", "The template is not valid JSON: line {line}, column {column}, {detail}.";
    NOT_JSON_HINT = "请在该处改正，或重新从页面保存一份模板。", "Mend that place, or save the template from the page again.";
    UNKNOWN = "模板里有无法识别的内容：{names}。", "The template names what is not known: {names}.";
    UNKNOWN_HINT = "请删去这些内容，或核对拼写。", "Remove these, or check their spelling.";
    VALUE = "模板中的“{key}”不能是：{found}。", "The template’s “{key}” cannot be: {found}.";
    VALUE_HINT = "请改成允许的值；其他设置保持不变。", "Change it to a value that is allowed; all other settings stay as they were.";
}

/// An error of a template or an export in words.
pub fn export_error(error: &Error, lang: Lang) -> Message {
    let say = |code: &str,
               phrase: Phrase,
               hint: Phrase,
               args: &[(&str, super::phrase::Arg<'_>)]| Message {
        code: code.to_owned(),
        message: phrase.fill(lang, args),
        hint: hint.plain(lang).to_owned(),
        location: None,
    };
    match error {
        Error::TemplateJson {
            line,
            column,
            detail,
        } => say(
            "template_json",
            NOT_JSON,
            NOT_JSON_HINT,
            &[
                ("line", (*line).into()),
                ("column", (*column).into()),
                ("detail", detail.into()),
            ],
        ),
        Error::TemplateUnknown { names } => say(
            "template_unknown",
            UNKNOWN,
            UNKNOWN_HINT,
            &[("names", (&list(names, lang)).into())],
        ),
        Error::TemplateValue { key, found } => say(
            "template_value",
            VALUE,
            VALUE_HINT,
            &[("key", (*key).into()), ("found", found.into())],
        ),
        other => say(
            "not_written",
            NOT_WRITTEN,
            NOT_WRITTEN_HINT,
            &[("detail", (&other.to_string()).into())],
        ),
    }
}
