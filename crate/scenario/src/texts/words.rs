//! The words of what is read in texts.

use chart::spec::Lang;
use extract::{Kind, Source, Value};
use report::phrases;
use report::words::phrase::Phrase;

use crate::say::Say;

phrases! {
    BY_MODEL = "语言模型", "language model";
    BY_PATTERN = "数字与单位的写法", "number or pattern";
    BY_LIST = "词表", "word list";
    BY_RULE = "推断", "inferred";
    BY_MERCHANT = "您的修正", "your correction";

    BRAND = "品牌", "Brand";
    PRODUCT = "商品类型", "Product type";
    MODEL = "型号", "Model";
    COLOR = "颜色", "Colour";
    MATERIAL = "材质", "Material";
    SIZE = "尺寸", "Size";
    QUANTITY = "数量与含量", "Quantity or content";
    AUDIENCE = "人群", "Audience";
    STYLE = "风格", "Style";
    SEASON = "季节", "Season";
    FEATURE = "特点", "Feature";
    COMPATIBILITY = "适用", "Compatibility";
    ORIGIN = "产地", "Origin";
    PRICE = "价格", "Price";
    SPEC = "规格", "Specification";
    PIECES = "件", "pieces";
    PAIRS = "双", "pairs";
    ASPECT = "方面", "Aspect";
    OPINION = "观点", "Opinion";

    QUALITY = "质量", "Quality";
    LOOKS = "外观", "Looks";
    SIZE_FIT = "尺码与合身", "Size and fit";
    COMFORT = "舒适", "Comfort";
    FUNCTION = "功能", "Function";
    TASTE_SMELL = "味道与气味", "Taste and smell";
    VALUE_FOR_MONEY = "价格与性价比", "Price and value";
    LOGISTICS = "物流", "Delivery";
    PACKAGING = "包装", "Packaging";
    SERVICE = "服务", "Service";
    AUTHENTICITY = "正品", "Authenticity";
    PLACE = "环境与地点", "Place";
}

/// The name of a language in a manifest.
pub(crate) fn key(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// Where a mention comes from.
pub(crate) fn source(source: Source) -> Phrase {
    match source {
        Source::Model => BY_MODEL,
        Source::Pattern => BY_PATTERN,
        Source::Gazetteer => BY_LIST,
        Source::Rule => BY_RULE,
        Source::Correction => BY_MERCHANT,
    }
}

/// A label, where no model's manifest names it.
pub(crate) fn label(label: &str) -> Option<Phrase> {
    Some(match label {
        "brand" => BRAND,
        "product" => PRODUCT,
        "model" => MODEL,
        "color" => COLOR,
        "material" => MATERIAL,
        "size" => SIZE,
        "quantity" => QUANTITY,
        "audience" => AUDIENCE,
        "style" => STYLE,
        "season" => SEASON,
        "feature" => FEATURE,
        "compatibility" => COMPATIBILITY,
        "origin" => ORIGIN,
        "price" => PRICE,
        "spec" => SPEC,
        "aspect" => ASPECT,
        "opinion" => OPINION,
        _ => return None,
    })
}

/// Labels of a kind of text, in the order in which they are offered.
pub(crate) fn labels(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Title => &[
            "brand",
            "product",
            "model",
            "color",
            "material",
            "size",
            "quantity",
            "audience",
            "style",
            "season",
            "feature",
            "compatibility",
            "origin",
            "price",
            "spec",
        ],
        Kind::Review => &["aspect"],
    }
}

/// A group of aspects.
pub(crate) fn group(group: &str) -> Option<Phrase> {
    Some(match group {
        "quality" => QUALITY,
        "looks" => LOOKS,
        "size_fit" => SIZE_FIT,
        "comfort" => COMFORT,
        "function" => FUNCTION,
        "taste_smell" => TASTE_SMELL,
        "price" => VALUE_FOR_MONEY,
        "logistics" => LOGISTICS,
        "packaging" => PACKAGING,
        "service" => SERVICE,
        "authenticity" => AUTHENTICITY,
        "place" => PLACE,
        _ => return None,
    })
}

/// Amounts and lengths: `500 ml × 2`, `30 × 40 cm`.
pub(crate) fn value(value: &Value, say: &Say<'_>) -> String {
    let number = |n: f64| {
        let decimals = (0..3).find(|d| {
            let scale = 10f64.powi(i32::from(*d));
            (n * scale - libm::round(n * scale)).abs() < 1e-6 * scale
        });
        say.number(n, decimals.unwrap_or(3))
    };
    // 0.5 L is 500 ml to whoever buys it, and 0.3 m is 30 cm.
    let written = |numbers: &[f64], unit: &str| -> String {
        let largest = numbers.iter().fold(0.0_f64, |most, n| most.max(n.abs()));
        let (factor, unit) = match unit {
            "L" if largest < 1.0 => (1000.0, "ml"),
            "kg" if largest < 1.0 => (1000.0, "g"),
            "m" if largest < 1.0 => (100.0, "cm"),
            "Hz" if largest >= 1e9 => (1e-9, "GHz"),
            "Hz" if largest >= 1e6 => (1e-6, "MHz"),
            "pixels" if largest >= 1e6 => (1e-6, "MP"),
            "pieces" => (1.0, say.plain(PIECES)),
            "pairs" => (1.0, say.plain(PAIRS)),
            other => (1.0, other),
        };
        let numbers: Vec<String> = numbers.iter().map(|n| number(n * factor)).collect();
        let gap = if unit.is_empty() { "" } else { " " };
        [&numbers.join(" × "), gap, unit].concat()
    };
    match value {
        Value::Key(key) => key.clone(),
        Value::Amount {
            number,
            unit,
            count,
        } => {
            let one = written(&[*number], unit);
            match count {
                Some(count) if *count > 1 => format!("{one} × {count}"),
                _ => one,
            }
        }
        Value::Sides { sides, unit } => written(sides, unit),
        Value::Range { from, to, unit } => {
            [&written(&[*from], unit), "–", &written(&[*to], unit)].concat()
        }
    }
}
