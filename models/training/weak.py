"""Weak labels: lexicons and patterns for attributes that the public data does not mark."""

import csv
import re
from functools import cache
from pathlib import Path

from examples import Example, Span, overlaps

LEXICON = Path(__file__).with_name("lexicon.tsv")
VOCABULARY = Path(__file__).with_name("vocabulary.tsv")
# What the English words mark in real titles; styles and features are too open for that. What a lexicon of a language marks
# counts as known: "not found" is taken for "not there".
ENGLISH = ("color", "material", "audience", "season")

CHINESE = {
    "color": r"(?:深|浅|亮|暗|正|酒|玫|粉|米|乳|宝|天|湖|军|墨|翠|果|柠檬|香槟|咖|卡其|豆沙|雾霾|克莱因|奶|奶茶|裸|肉)?"
    r"(?:红|黑|白|蓝|绿|黄|橙|紫|灰|棕|褐|粉|青|银|金|橘|咖啡|咖|驼|杏|米|肤|香槟|肉|裸|藕|卡其|迷彩)色|藏青|豹纹|黑白|粉红|军绿|墨绿|酒红|玫红|米白|枣红|西瓜红|姨妈红|雾霾蓝|宝蓝|湖蓝",
    "audience": r"女士|男士|女生|男生|女款|男款|女式|男式|男女通用|男女|男童|女童|女孩|男孩|儿童|宝宝|婴幼儿|婴儿|幼儿|学生|成人|情侣|中老年人?|老年人?|老人|孕产?妇|新生儿|青少年|青年|少女|少年|妈妈|女人|男人|小孩|孩子"
    r"|(?<![妇美仙处])女(?![王神巫仆子主包鞋装裤裙袜表儿])|(?<![猛])男(?![装鞋裤包表友科主神])",
    "season": r"[春夏秋冬]{1,4}(?:季|款|天)|春秋|秋冬|春夏|四季|(?<![龙宇])[春夏秋冬](?![虫眠奥瓜日令雨节])",
    "style": r"韩版|韩式|日系|欧美风?|欧式|美式|法式|英伦风?|中式|复古|简约|休闲|商务|文艺|森系|百搭|学院风|民族风|小清新|街头|嘻哈|甜美|可爱|卡通|个性|时尚|潮流|创意|北欧|田园|古典|朋克|淑女|气质|原创|ins风?",
    "feature": r"加厚|加绒|加大|加长|加肥|防水|防滑|防摔|防晒|防尘|防风|防潮|防臭|防盗|透气|保暖|修身|宽松|显瘦|高腰|低腰|长袖|短袖|无袖|圆领|[Vv]领|立领|翻领|高领|连帽|便携式?|可?折叠|充电式?|无线|蓝牙|智能|全自动|静音"
    r"|多功能|大容量|可调节|速干|吸汗|耐磨|弹力|高弹|印花|碎花|条纹|格子|纯色|刺绣|镂空|绣花|厚底|平底|高跟|粗跟|细跟|坡跟|尖头|圆头|系带|拉链|中长款|长款|短款|薄款|厚款|超薄|迷你|手工|环保|一次性|隐形|补水|保湿|美白|控油|祛痘|祛斑|抗皱|遮瑕|无糖|有机|低脂|高清|加热|保温",
    "material": r"纯棉|全棉|棉麻|亚麻|真丝|桑蚕丝|蚕丝|羊毛|羊绒|雪纺|蕾丝|牛仔|涤纶|锦纶|尼龙|真皮|头层牛皮|牛皮|羊皮|猪皮|磨砂皮|绒面|丝绒|天鹅绒|珊瑚绒|法兰绒|羽绒|鹅绒|鸭绒|帆布|不锈钢|铝合金|锌合金|合金|纯银|925银|足金|铁艺|纯铜|黄铜|全铜"
    r"|纯钛|实木|原木|红木|橡木|榉木|樟木|楠木|竹制|玻璃|钢化|陶瓷|骨瓷|硅胶|塑料|塑胶|橡胶|乳胶|亚克力|碳纤维|水晶|翡翠|和田玉|玉石|玛瑙|大理石|无纺布|莫代尔|冰丝|针织|毛呢|呢子|棉质|网纱|欧根纱|[pP][uUvV][cC皮]?(?![a-z])|皮质|灯芯绒|摇粒绒|貂绒|兔毛|狐狸毛|紫砂|树脂|橡皮",
}


def entries(*paths: Path) -> dict[str, list[tuple[list[str], list[str]]]]:
    """Kind → pairs of Chinese and English variants."""
    found: dict[str, list[tuple[list[str], list[str]]]] = {}
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if len(row) == 3 and not row[0].startswith("#"):
                    found.setdefault(row[0], []).append((row[1].split("|"), row[2].split("|")))
    return found


@cache
def lexicon() -> dict[str, list[tuple[list[str], list[str]]]]:
    """What is marked in titles, and composed into them."""
    return entries(LEXICON)


@cache
def vocabulary() -> dict[str, list[tuple[list[str], list[str]]]]:
    """What phrases are composed of: more than is marked."""
    return entries(LEXICON, VOCABULARY)


@cache
def patterns(language: str) -> dict[str, re.Pattern]:
    if language == "zh":
        return {label: re.compile(pattern) for label, pattern in CHINESE.items()}
    compiled = {}
    for label in ENGLISH:
        words = {word for _, english in lexicon()[label] for word in english}
        longest_first = sorted(words, key=len, reverse=True)
        compiled[label] = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])", re.IGNORECASE)
    return compiled


def marked(text: str, taken: list[Span], language: str, labels: set[str]) -> list[Span]:
    """Spans of the lexicons' labels outside of what is taken already."""
    found: list[Span] = []
    for label, pattern in patterns(language).items():
        if label in labels:
            for match in pattern.finditer(text):
                if not overlaps(taken, *match.span()) and not overlaps(found, *match.span()):
                    found.append((*match.span(), label))
    return found


def weakly_labelled(example: Example) -> Example:
    """The title with what lexicons say about labels that its source does not know."""
    known = example.known["titles"]
    unknown = set(patterns(example.language)) - known
    example.spans["titles"] = example.spans["titles"] + marked(example.text, example.spans["titles"], example.language, unknown)
    example.known["titles"] = known | unknown
    return example
