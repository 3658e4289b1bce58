//! What is wrong with a template, or an export.

use chart::spec::Lang;

use super::Message;
use super::phrase::{list, phrases, quoted};
use crate::Error;

phrases! {
    NOT_JSON = "这个模板不是有效的 JSON：第 {line} 行第 {column} 个字符处有错误。", "This template is not valid JSON: line {line}, column {column}.";
    NOT_JSON_HINT = "请选择从这里保存的模板文件，或检查这一处的引号、逗号和括号。", "Choose a template that was saved here, or check quotes, commas and brackets there.";
    UNKNOWN = "模板里有不认识的名称：{names}。", "The template names what is not known: {names}.";
    UNKNOWN_HINT = "请改正或删去这些名称。", "Correct these names, or remove them.";
    VALUE = "模板的“{key}”不能是{found}。", "The template’s “{key}” cannot be {found}.";
    VALUE_HINT = "标志须是不超过 512 KB 的 PNG、JPEG 或 WebP 图片；时间段须先后有序；币种写三个大写字母。", "A logo is a PNG, JPEG or WebP of at most 512 kB; a period begins before it ends; a currency is three capital letters.";
    EXPORT = "这份报告没能写成文件（{detail}）。", "The report could not be written as a file ({detail}).";
    EXPORT_HINT = "请换一种格式导出，或减少报告中的章节。", "Export it in another format, or choose fewer sections.";
}

/// A template's or an export's error in words.
pub fn failure(error: &Error, lang: Lang) -> Message {
    let (message, hint) = match error {
        Error::TemplateJson { line, column, .. } => (
            NOT_JSON.fill(
                lang,
                &[
                    ("line", (&line.to_string()).into()),
                    ("column", (&column.to_string()).into()),
                ],
            ),
            NOT_JSON_HINT,
        ),
        Error::TemplateUnknown { names } => {
            let names: Vec<String> = names.iter().map(|n| quoted(n, lang)).collect();
            (
                UNKNOWN.fill(lang, &[("names", (&list(&names, lang)).into())]),
                UNKNOWN_HINT,
            )
        }
        Error::TemplateValue { key, found } => (
            VALUE.fill(
                lang,
                &[
                    ("key", (*key).into()),
                    ("found", (&quoted(found, lang)).into()),
                ],
            ),
            VALUE_HINT,
        ),
        other => (
            EXPORT.fill(lang, &[("detail", (&other.to_string()).into())]),
            EXPORT_HINT,
        ),
    };
    Message {
        code: error.code().to_owned(),
        message,
        hint: hint.plain(lang).to_owned(),
        location: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_sections_are_named() {
        let error = Error::TemplateUnknown {
            names: vec!["weather".into()],
        };
        assert_eq!(
            failure(&error, Lang::En).message,
            "The template names what is not known: “weather”."
        );
        assert_eq!(
            failure(&error, Lang::Zh).message,
            "模板里有不认识的名称：“weather”。"
        );
    }
}
