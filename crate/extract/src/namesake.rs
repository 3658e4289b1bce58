//! Words for goods that mean something else where they stand: brands with the name of a food, and things named after what goes into them.

use crate::folded::Folded;
use crate::language::is_han;
use crate::unit::{number, unit};
use crate::words::has;

/// What the name of a product means instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// A brand: 小米手机.
    Brand,
    /// What the goods fit: 苹果手机壳.
    Fitted,
    /// A thing with a longer name, which ends there: 咖啡壶.
    Thing(usize),
}

/// Foods that makers of devices are named after.
const MAKERS: [&str; 2] = ["小米", "苹果"];
/// Goods of such makers, and what goes with them.
const DEVICES: [&str; 42] = [
    "手机",
    "平板",
    "电脑",
    "笔记本",
    "手环",
    "手表",
    "耳机",
    "音箱",
    "音响",
    "电视",
    "路由",
    "充电",
    "数据线",
    "键盘",
    "鼠标",
    "钢化膜",
    "贴膜",
    "保护壳",
    "蓝牙",
    "摄像",
    "监控",
    "扫地",
    "吸尘",
    "净化器",
    "净水器",
    "插座",
    "台灯",
    "体重秤",
    "体脂秤",
    "滑板车",
    "投影",
    "空调",
    "冰箱",
    "洗衣机",
    "门锁",
    "表带",
    "iphone",
    "ipad",
    "airpods",
    "macbook",
    "mac",
    "watch",
];
/// What is made for another maker's device.
const FITTED: [&str; 12] = [
    "壳",
    "钢化膜",
    "贴膜",
    "手机膜",
    "保护膜",
    "保护套",
    "皮套",
    "支架",
    "表带",
    "后盖",
    "镜头膜",
    "车载",
];
/// Of phones of one maker others make these; Xiaomi makes its own.
const CABLES: [&str; 3] = ["数据线", "充电", "转接"];

/// Vessels, tools and furniture: at the end of a Chinese name they are the thing, whatever stands before.
const THINGS: &str = "壶杯机罐盒架碗瓶刀锅柜袋器壳膜灯刷垫夹筐篮桶盘碟勺叉铲桌椅套";
/// What follows such a letter where it tells how goods are packed, or is of another word: 咖啡罐装, T恤套装, 领带夹子.
const PACKED: &str = "装件餐组筒子";

/// What the name of a product at `start..end` means instead, if it does.
pub(crate) fn meant(text: &Folded, start: usize, end: usize) -> Option<Meant> {
    if !is_han(text.get(start)) {
        return None;
    }
    let name: String = text.chars.get(start..end)?.iter().collect();
    let next = text.get(end);
    if MAKERS.contains(&name.as_str()) && (is_numbered(text, &name, end) || has(text, &DEVICES)) {
        let fitted = has(text, &FITTED) || name == "苹果" && has(text, &CABLES);
        return Some(match fitted {
            true => Meant::Fitted,
            false => Meant::Brand,
        });
    }
    let after = text.get(end + 1);
    // 红枣夹核桃: what is done, and no thing.
    let done = next == '夹' && is_han(after);
    let is_thing = THINGS.contains(next) && !PACKED.contains(after) && !done;
    is_thing.then_some(Meant::Thing(end + 1))
}

/// 小米14 and 小米Pad are devices, 小米5斤 is food; apples have sizes too.
fn is_numbered(text: &Folded, name: &str, end: usize) -> bool {
    let bare = |end: usize| !matches!(text.get(end), '-' | '~') && unit(text, end).is_none();
    let model = match number(text, end) {
        Some((_, end)) => bare(end),
        None => text.get(end).is_ascii_alphabetic(),
    };
    name == "小米" && model
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, word: &str) -> Option<Meant> {
        let text = Folded::new(text);
        let at = text.text.find(word).expect("the word stands there");
        let start = text.character(at);
        meant(&text, start, start + word.chars().count())
    }

    #[test]
    fn brands_are_no_food() {
        assert_eq!(said("小米14 Pro 黑色", "小米"), Some(Meant::Brand));
        assert_eq!(said("小米平板6 8+128G", "小米"), Some(Meant::Brand));
        assert_eq!(said("苹果手机壳 透明", "苹果"), Some(Meant::Fitted));
        for (text, word) in [
            ("黄小米杂粮粥 500g", "小米"),
            ("沁州小米5斤装", "小米"),
            ("红富士苹果5斤", "苹果"),
            ("苹果醋 500ml", "苹果"),
        ] {
            assert_eq!(said(text, word), None, "{text}");
        }
    }

    #[test]
    fn things_are_named_at_the_end() {
        assert_eq!(said("手冲咖啡壶", "咖啡"), Some(Meant::Thing(5)));
        for text in ["咖啡罐装", "咖啡豆", "咖啡 500g", "咖啡", "咖啡瓶子"] {
            assert_eq!(said(text, "咖啡"), None, "{text}");
        }
    }
}
