//! Words of shops and portals for customers who wrote nothing.

/// What a form is made of, one after the other: words that may stand in each place, apart by `|`; an empty one is left out.
type Form = &'static [&'static str];

const WHO: &str = "|此用户|该用户|本用户|匿名用户|用户|此买家|该买家|买家|此顾客|该顾客|顾客|此客户|该客户|客户|此会员|该会员|会员|消费者|评价方|对方|您";
const NOBODY_YET: &str = "没有|没|未|暂未|尚未|还未|还没有|还没|未能|并未|暂无|无|没有及时|未及时|没及时|未按时|没有按时";
const IN_TIME: &str = "|超时|逾期|15天内|规定时间内|在规定时间内";
const WRITE: &str =
    "|填写|填|做出|作出|做|作|写下|写|给出|发表|发布|进行|留下|留|提交|撰写|输入|添加|参与";
const WORDS: &str = "评价内容|评价文字|文字评价|文字评价内容|任何评价|评价|评论内容|文字评论|任何评论|评论|文字内容|任何文字|任何内容|内容|文字|点评|评语|追评|追评内容|追加评价";
const CUSTOMER: &str = "|thecustomer|thiscustomer|customer|theuser|thisuser|user|thebuyer|thisbuyer|buyer|thereviewer|reviewer|theshopper|shopper";
const REVIEW: &str = "review|reviews|comment|comments|feedback|reviewtext|message";

/// Forms that say by themselves that nobody wrote anything.
const FORMS: [Form; 10] = [
    &[IN_TIME, WHO, IN_TIME, NOBODY_YET, IN_TIME, WRITE, WORDS],
    &[
        "|系统|平台|超时系统|系统超时|到期系统|系统到期",
        "默认|自动|自动默认|默认自动",
        "|给出|给予|给|做出|作出|评为|确认|生成",
        "|五星|5星|满分|五分|5分|全五星|全5星|优质",
        "好评|评价|评论|五星|5星|满分",
    ],
    &[
        "此用户|该用户|用户|此买家|该买家|买家|该顾客|顾客|该客户|客户|该会员|会员",
        "觉得|认为|对",
        "|该|此|本|这款",
        "商品|产品|宝贝|服务",
        "|表示|整体|总体",
        "非常好|很好|较好|比较好|好|不错|一般|较差|比较差|很差|非常差|差|不好|非常满意|很满意|较满意|比较满意|满意|不满意|很不满意|非常不满意",
    ],
    &[
        CUSTOMER,
        "didnot|didnt|hasnot|hasnt|havenot|hasnotyet",
        "write|written|leave|left|provide|provided|add|added|enter|entered|submit|submitted|give|given|post|posted",
        "|a|any",
        "|written|text|textual",
        REVIEW,
        "|yet|text|forthisproduct|forthisitem|forthisorder",
    ],
    &[
        CUSTOMER,
        "left|gave|provided|wrote",
        "no",
        "|written|text",
        REVIEW,
    ],
    &[
        "no|without",
        "|written|text|additional|further|a|any",
        "review|reviews|comment|comments|feedback|reviewtext|text",
        "|left|provided|given|available|written|yet",
        "|bybuyer|bythebuyer|bycustomer|bythecustomer|byuser|bytheuser",
    ],
    &[
        "ratingonly|starratingonly|onlyrating|ratingwithoutreview|ratingwithoutcomment|ratedwithoutreview|ratedwithoutcomment",
    ],
    &[
        "automatic|automatically|auto|default|systemdefault",
        "|positive|good|fivestar|5star",
        "review|rating|feedback",
    ],
    &["ordercompletedsuccessfullytrackedandontime"],
    &["orderdeliveredontimewithnoissues"],
];

/// What follows them.
const TAIL: Form = &[
    "|并|故|则",
    "|给出|给予|给了|打出|评为|为",
    "|全",
    "1|2|3|4|5|一|二|三|四|五",
    "星|分|颗星",
    "|好评|中评|差评|评价",
];

/// Letters that such a text has at most.
const LONGEST: usize = 90;

/// Whether a text is nothing but words of a shop or portal for a customer who wrote nothing: `此用户没有填写评价。`
///
/// A text that goes on in words of one's own is a customer's.
///
/// ```
/// assert!(extract::is_default("用户未及时做出评价，系统默认好评！"));
/// assert!(!extract::is_default("默认好评，但是质量真的太差"));
/// ```
pub fn is_default(text: &str) -> bool {
    is_unwritten(&super::letters(text))
}

/// The same of the letters of a text.
pub(super) fn is_unwritten(key: &[char]) -> bool {
    if key.is_empty() || key.len() > LONGEST {
        return false;
    }
    // Of every place whether forms end there, and whether one of them says it by itself.
    let mut reached = vec![None; key.len() + 1];
    reached[0] = Some(false);
    for from in 0..key.len() {
        let Some(told) = reached[from] else { continue };
        let told_there = FORMS.iter().map(|form| (*form, true));
        for (form, tells) in told_there.chain([(TAIL, told)]) {
            for to in ends(form, key, from) {
                reached[to] = Some(reached[to] == Some(true) || told || tells);
            }
        }
    }
    reached[key.len()] == Some(true)
}

/// Where a form that begins at a place may end.
fn ends(form: Form, key: &[char], from: usize) -> Vec<usize> {
    let mut places = vec![from];
    for words in form {
        let mut next: Vec<usize> = Vec::new();
        for &at in &places {
            for word in words.split('|') {
                let length = word.chars().count();
                let rest = key.get(at..at + length).unwrap_or_default();
                let is_there = word.chars().eq(rest.iter().copied());
                if is_there && !next.contains(&(at + length)) {
                    next.push(at + length);
                }
            }
        }
        places = next;
    }
    places
}
