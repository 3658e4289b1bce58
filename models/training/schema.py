"""The heads of the pack, their labels in order, and the names that people read."""

from dataclasses import dataclass

ATTRIBUTES = {
    "brand": ("品牌", "Brand"),
    "product": ("商品", "Product type"),
    "model": ("型号", "Model"),
    "color": ("颜色", "Colour"),
    "material": ("材质", "Material"),
    "size": ("尺寸", "Size"),
    "quantity": ("数量", "Quantity or content"),
    "audience": ("人群", "Audience"),
    "style": ("风格", "Style"),
    "season": ("季节", "Season"),
    "feature": ("特点", "Feature"),
    "compatibility": ("适用", "Compatibility"),
    "origin": ("产地", "Origin"),
    "price": ("价格", "Price"),
    "spec": ("规格", "Specification"),
}
SENTIMENTS = {
    "positive": ("好评", "Positive"),
    "negative": ("差评", "Negative"),
    "neutral": ("中性", "Neutral"),
}
ASPECTS = {"aspect": ("方面", "Aspect")}
OPINIONS = {
    "opinion-positive": ("正面观点", "Positive opinion"),
    "opinion-negative": ("负面观点", "Negative opinion"),
    "opinion-neutral": ("中性观点", "Neutral opinion"),
}
POLARITIES = list(SENTIMENTS)
DIMENSIONS = 128


def bioes(names: dict) -> list[str]:
    return ["O"] + [f"{position}-{name}" for name in names for position in "BIES"]


@dataclass(frozen=True)
class Head:
    """One linear layer over the last hidden state, as the pack's manifest describes it."""

    name: str
    task: str
    labels: tuple[str, ...]
    names: dict
    normalise: bool = False
    over: str = ""

    @property
    def outputs(self) -> int:
        return DIMENSIONS if self.task == "embed" else len(self.labels)

    @property
    def kinds(self) -> list[str]:
        """The plain labels of a head that marks spans, in their order."""
        return list(self.names)


HEADS = (
    Head("titles", "tag", tuple(bioes(ATTRIBUTES)), ATTRIBUTES),
    Head("aspects", "tag", tuple(bioes(ASPECTS)), ASPECTS),
    Head("opinions", "tag", tuple(bioes(OPINIONS)), OPINIONS),
    Head("polarity", "tag", tuple(POLARITIES), SENTIMENTS, over="aspects"),
    Head("sentiment", "classify", tuple(POLARITIES), SENTIMENTS),
    Head("vector", "embed", (), {}, normalise=True),
)
BY_NAME = {head.name: head for head in HEADS}
SPAN_HEADS = ("titles", "aspects", "opinions")
