//! What a number is of where its unit alone does not tell: the words around it decide.

use crate::folded::Folded;
use crate::unit::{After, Decimal, Measure, number, unit};
use crate::words::has;

/// A gram and an ounce, in kilograms.
const GRAM: (u64, i32) = (1, -3);
const OUNCE: (u64, i32) = (28_349_523_125, -12);
/// A fluid ounce, in litres.
const FLUID_OUNCE: (u64, i32) = (295_735_295_625, -13);

/// What paper's weight is told in.
pub(super) const OF_PAPER: &str = "g/m²";

/// What holds data and nothing else: a G beside it is a gigabyte.
const STORAGE: &[&str] = &[
    "内存",
    "硬盘",
    "固态",
    "u盘",
    "优盘",
    "闪存",
    "存储",
    "sd卡",
    "tf卡",
    "cf卡",
    "内存卡",
    "ssd",
    "hdd",
    "sd",
    "microsd",
    "sdhc",
    "sdxc",
    "tf",
    "ddr3",
    "ddr4",
    "ddr5",
    "nvme",
    "emmc",
    "ufs",
    "ram",
    "rom",
    "flash drive",
    "thumb drive",
    "hard drive",
    "hard disk",
    "memory card",
    "usb drive",
    "usb stick",
    "memory stick",
];
/// Sizes of storage that are no powers of two.
const DRIVES: [u32; 9] = [120, 240, 250, 256, 480, 500, 960, 1000, 2000];
/// What is sold by its memory.
const DEVICES: &[&str] = &[
    "手机",
    "平板",
    "电脑",
    "游戏本",
    "轻薄本",
    "笔记本",
    "全网通",
    "双卡",
    "播放器",
    "记录仪",
    "摄像头",
    "监控",
    "学习机",
    "词典笔",
    "阅读器",
    "电纸书",
    "录音笔",
    "电话手表",
    "智能手表",
    "显卡",
    "主机",
    "一体机",
    "处理器",
    "骁龙",
    "麒麟",
    "天玑",
    "酷睿",
    "锐龙",
    "游戏机",
    "iphone",
    "ipad",
    "ipod",
    "imac",
    "mac",
    "macbook",
    "galaxy",
    "pixel",
    "redmi",
    "xiaomi",
    "huawei",
    "oppo",
    "vivo",
    "oneplus",
    "kindle",
    "ps4",
    "ps5",
    "xbox",
    "phone",
    "smartphone",
    "tablet",
    "laptop",
    "notebook",
    "chromebook",
    "console",
    "android",
    "usb",
    "mp3",
    "mp4",
];
/// What goes with such a device, and may weigh a few grams.
const ACCESSORIES: &[&str] = &[
    "壳", "膜", "套", "支架", "贴", "case", "cover", "holder", "stand", "strap",
];
/// What is sold by weight.
const WEIGHED: &[&str] = &[
    "茶",
    "咖啡",
    "大米",
    "米粉",
    "面粉",
    "面条",
    "面膜",
    "面霜",
    "奶粉",
    "奶酪",
    "奶油",
    "芝士",
    "黄油",
    "糖",
    "盐",
    "酱",
    "醋",
    "饼",
    "糕",
    "肉",
    "鱼",
    "虾",
    "蟹",
    "枣",
    "豆",
    "蜜",
    "膏",
    "霜",
    "粥",
    "蛋",
    "菜",
    "菇",
    "椒",
    "药",
    "皂",
    "蜡",
    "糊",
    "馅",
    "薯",
    "笋",
    "粮",
    "果干",
    "水果",
    "坚果",
    "花生",
    "核桃",
    "腰果",
    "瓜子",
    "零食",
    "巧克力",
    "洗面奶",
    "洗衣粉",
    "乳液",
    "香粉",
    "蛋白粉",
    "饲料",
    "肥料",
    "种子",
    "毛线",
    "黏土",
    "颜料",
    "燕窝",
    "人参",
    "阿胶",
    "枸杞",
    "木耳",
    "银耳",
    "海苔",
    "酸奶",
    "牛奶",
    "面包",
    "蔬果",
    "食品",
    "零嘴",
    "tea",
    "coffee",
    "rice",
    "sugar",
    "flour",
    "candy",
    "chocolate",
    "snack",
    "snacks",
    "nuts",
    "cream",
    "powder",
    "soap",
    "lotion",
    "wax",
    "yarn",
    "food",
    "meat",
    "cookies",
    "biscuits",
    "beans",
    "cheese",
];
/// What sends or receives by radio, at 2.4 or 5.8 GHz.
const RADIO: &[&str] = &[
    "无线",
    "wifi",
    "wi-fi",
    "wireless",
    "蓝牙",
    "bluetooth",
    "双频",
    "单频",
    "频段",
    "接收器",
    "鼠标",
    "键盘",
    "遥控",
    "路由",
    "网卡",
    "无人机",
    "航模",
    "图传",
    "手柄",
    "mouse",
    "keyboard",
    "router",
    "receiver",
    "dongle",
    "gamepad",
    "remote",
];
/// What a drink is in: ounces of it are fluid ones.
const VESSELS: &[&str] = &[
    "bottle", "bottles", "tumbler", "tumblers", "cup", "mug", "mugs", "flask", "flasks", "jug",
    "pitcher", "thermos", "carafe", "growler", "shaker", "decanter", "glasses", "水瓶", "酒瓶",
    "杯", "壶",
];
/// What is weighed though its name or its packing has a vessel.
const IN_VESSELS: &[&str] = &[
    "butter",
    "chocolate",
    "candy",
    "gummies",
    "nuts",
    "almonds",
    "powder",
    "beans",
    "ground",
    "snack",
    "snacks",
    "cookies",
    "rice",
    "sugar",
    "flour",
    "spice",
    "salt",
    "pepper",
    "cheese",
    "noodles",
    "noodle",
    "k-cup",
    "k-cups",
    "pods",
];
/// Paper to print and to draw on, of which grams are a square metre's.
const PAPER: &[&str] = &[
    "打印纸",
    "复印纸",
    "相纸",
    "照片纸",
    "卡纸",
    "铜版纸",
    "双胶纸",
    "静电纸",
    "素描纸",
    "水彩纸",
    "速写纸",
    "书写纸",
    "画纸",
    "a4纸",
    "a3纸",
    "copy paper",
    "printer paper",
    "printing paper",
    "photo paper",
    "multipurpose paper",
    "cardstock",
    "card stock",
    "drawing paper",
];
/// Whose weight decides on the size of a nappy.
const NAPPIES: &[&str] = &[
    "纸尿裤",
    "拉拉裤",
    "尿不湿",
    "纸尿片",
    "学步裤",
    "diaper",
    "diapers",
    "nappy",
    "nappies",
    "pull-ups",
    "training pants",
];
/// Clothes, of which nobody tells the weight in pounds.
const CLOTHES: &[&str] = &[
    "裤", "裙", "衣", "衫", "袜", "t恤", "外套", "文胸", "女装", "男装", "加肥", "大码", "dress",
    "shirt", "pants", "leggings",
];
/// What stands before a weight that is the wearer's, and behind it.
const WEARER: &[&str] = &[
    "码", "号", "适合", "适用", "建议", "推荐", "体重", "胖mm", "斤数", "fits",
];
const WEARER_AFTER: &[&str] = &[
    "可穿", "能穿", "适穿", "内穿", "都能", "以内", "体重", "宝宝", "的人",
];
/// What a load is told for.
const LOADED: &[&str] = &["承重", "载重", "承载", "负重", "称重"];
/// The lightest adult whom clothes are told for, in kilograms.
const ADULT: f64 = 30.0;

/// The unit behind a number as the words around mean it: G may be gigabytes or gigahertz, oz fluid ounces.
pub(super) fn unit_of(text: &Folded, at: usize, number: Decimal, end: usize) -> Option<After> {
    let after = unit(text, end)?;
    Some(match after.factor {
        GRAM => memory(text, at, number, after).unwrap_or(after),
        OUNCE if is_fluid(text) => After {
            measure: Measure::Volume,
            factor: FLUID_OUNCE,
            unit: "L",
            ..after
        },
        _ => after,
    })
}

fn is_fluid(text: &Folded) -> bool {
    // "Brew 200 cups".
    let cups = has(text, &["cups"]) && !has(text, &["tea", "coffee", "brew", "brews", "makes"]);
    (cups || has(text, VESSELS)) && !has(text, IN_VESSELS)
}

/// 128G of a phone, 2.4G of a wireless mouse.
fn memory(text: &Folded, at: usize, number: Decimal, after: After) -> Option<After> {
    let sign = after.end - 1;
    if text.get(sign) != 'g' || !matches!(text.before(sign), '0'..='9' | ' ') {
        return None;
    }
    let technical = |factor, unit| {
        Some(After {
            measure: Measure::Technical,
            factor,
            unit,
            end: after.end,
        })
    };
    let capital = text.original.get(sign).is_some_and(|c| c.is_uppercase());
    let Some(n) = number.whole() else {
        let radio = matches!(number.tenths(), Some(24 | 58)) && has(text, RADIO);
        return if radio { technical((1, 9), "Hz") } else { None };
    };
    let power = n.is_power_of_two() && (2..=2048).contains(&n);
    let large = power && n >= 8;
    let is_memory = if has(text, STORAGE) {
        large || power && !is_net(text, after.end) || capital && DRIVES.contains(&n)
    } else if is_paired(text, at, n, after.end) {
        !has(text, WEIGHED)
    } else if has(text, DEVICES) {
        large && (capital || n >= 32 && !has(text, ACCESSORIES))
    } else {
        large && capital && !has(text, WEIGHED)
    };
    if is_memory {
        technical((1, 0), "GB")
    } else {
        None
    }
}

/// Whether what follows speaks of a network: 4G手机, 4G全网通.
fn is_net(text: &Folded, end: usize) -> bool {
    let from = end + usize::from(text.get(end) == ' ');
    let words = ["全网", "网", "手机", "版", "通", "路由", "lte"];
    words.iter().any(|word| text.starts_with(from, word))
}

/// Whether a number of gigabytes stands beside another, as phones are named: 8G+128G, 12+512G.
fn is_paired(text: &Folded, at: usize, n: u32, end: usize) -> bool {
    let other = if text.get(end) == '+' {
        number(text, end + 1)
    } else if text.before(at) == '+' {
        let stop = at - 1 - usize::from(text.before(at - 1) == 'g');
        let mut from = stop;
        while text.before(from).is_ascii_digit() {
            from -= 1;
        }
        number(text, from).filter(|(_, end)| *end == stop)
    } else {
        None
    };
    let other = other.and_then(|(other, _)| other.whole());
    other.is_some_and(|other| {
        let (low, high) = (n.min(other), n.max(other));
        high.is_power_of_two()
            && (32..=2048).contains(&high)
            && low >= 2
            && low * 4 <= high
            && low <= 64
    })
}

/// Whether an amount is of an offer and not of the goods: 第2件半价, 满3件减10, 9.9包邮.
pub(super) fn is_offered(text: &Folded, at: usize, amount: Decimal, after: After) -> bool {
    const BEFORE: &str = "第满买拍送赠选限减";
    const BEHIND: &[&str] = &[
        "半价", "包邮", "起批", "起订", "起售", "起发", "立减", "减", "打", "折", "免邮", "优惠",
        "特价",
    ];
    if after.measure != Measure::Count {
        return false;
    }
    // Nine tenths of a piece are nobody's; 包邮 is free delivery.
    let part = amount.whole().is_none();
    let delivered = text.before(after.end) == '包' && text.get(after.end) == '邮';
    let cut = number(text, after.end).is_some_and(|(_, end)| text.get(end) == '折');
    let behind = BEHIND.iter().any(|word| text.starts_with(after.end, word));
    part || delivered || cut || behind || BEFORE.contains(text.before(at))
}

/// Whether a weight from `low` kilograms on is that of whom the goods fit: M码(100-120斤), nappies of 9–14 kg. `range`: it goes up to another.
pub(super) fn is_worn(text: &Folded, at: usize, end: usize, low: f64, range: bool) -> bool {
    let mut from = at;
    while matches!(text.before(from), ' ' | '(' | '[' | '【' | ':' | '约') {
        from -= 1;
    }
    let before = |word: &str| {
        let length = word.chars().count();
        from >= length && text.starts_with(from - length, word)
    };
    // "M 100-120斤".
    let lettered = matches!(text.before(from), 's' | 'm' | 'l')
        && text
            .original
            .get(from - 1)
            .is_some_and(|c| c.is_uppercase());
    let next = end + usize::from(matches!(text.get(end), ' ' | ')' | ']'));
    let behind = |word: &str| text.starts_with(end, word) || text.starts_with(next, word);
    let told =
        WEARER.iter().any(|word| before(word)) || WEARER_AFTER.iter().any(|word| behind(word));
    let adult = low >= ADULT;
    let clothes = || has(text, CLOTHES) && !has(text, LOADED);
    match range {
        true => told || has(text, NAPPIES) || adult && (lettered || clothes()),
        false => adult && told,
    }
}

/// Grams of a square metre of paper: where the unit that says so ends.
pub(super) fn paper(text: &Folded, number: Decimal, after: After) -> Option<usize> {
    if after.factor != GRAM || after.measure != Measure::Mass {
        return None;
    }
    let area = [
        "/㎡",
        "/m²",
        "/m2",
        "/平方米",
        "/平米",
        "每平方米",
        "每平米",
    ];
    let named = area.iter().find(|word| text.starts_with(after.end, word));
    let usual = number.whole().is_some_and(|n| (40..=400).contains(&n));
    match named {
        Some(word) => Some(after.end + word.chars().count()),
        None => (usual && has(text, PAPER)).then_some(after.end),
    }
}

/// Where 3M is a maker's name and no length: at the beginning of a title, or beside what it is known for.
pub(super) fn is_maker(text: &Folded, at: usize, after: After) -> bool {
    const KNOWN: &[&str] = &[
        "口罩",
        "防护",
        "胶",
        "胶带",
        "净水",
        "滤",
        "n95",
        "kn95",
        "耳塞",
        "百洁布",
        "思高",
        "反光",
        "scotch",
        "mask",
        "respirator",
        "tape",
        "command",
        "post-it",
    ];
    const LONG: &[&str] = &[
        "线", "绳", "管", "卷尺", "灯带", "梯", "cable", "cord", "hose", "rope", "lead", "strip",
        "measure", "ladder", "charger", "usb",
    ];
    let capital = text.original.get(at + 1) == Some(&'M');
    let named = text.get(at) == '3' && capital && after.end == at + 2;
    let first = !(0..at).any(|before| text.get(before).is_alphanumeric());
    let behind = text.get(after.end);
    named
        && !matches!(behind, 'x' | '*' | '/' | '-' | '~')
        && !has(text, LONG)
        && (first || has(text, KNOWN))
}
