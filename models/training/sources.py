"""Which data feeds which task, and what is kept apart: one place that tells the splits."""

from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import reviews
import titles
from corrections import corrected
from examples import Example, key, part, without

REVIEW_DOMAINS = ("beauty", "electronics", "fashion", "home")
NEW_DOMAINS = ("book", "grocery", "pet", "toy")


@dataclass
class Sources:
    """Training examples by task, and by name the sets that nothing is trained on."""

    train: dict[str, list[Example]] = field(default_factory=dict)
    apart: dict[str, list[Example]] = field(default_factory=dict)


def divided(examples: list[Example], of: int) -> tuple[list[Example], list[Example]]:
    """Training and a kept-apart part of one in `of`, by the text alone."""
    return [e for e in examples if part(e.text, of)], [e for e in examples if not part(e.text, of)]


# A merchant corrects a few dozen titles where the sources have thousands: each counts as so many.
REPEATED = 8


def load(data: Path, corrections: Path | None = None) -> Sources:
    sources = Sources()
    seen: set[str] = set()

    def keep(name: str, examples: list[Example]) -> None:
        sources.apart[name] = examples
        seen.update(key(example.text) for example in examples)

    load_titles(data / "titles", sources, keep, seen)
    load_reviews(data / "reviews", sources, keep, seen)
    load_sentiment(data / "reviews", sources, keep, seen)
    for example in without(corrected(corrections), seen) if corrections else []:
        chinese = example.language == "zh"
        of = ("titles-zh" if chinese else "titles-oa") if "titles" in example.known else "reviews-zh" if chinese else "reviews-en"
        sources.train[of] += [example] * REPEATED
    return sources


def load_titles(folder: Path, sources: Sources, keep, seen: set[str]) -> None:
    two, four = {"brand", "product"}, {"brand", "product", "model", "spec"}
    four_train = titles.chinese(folder / "zh_four_types/train.txt", "zh-four-types", four)
    two_train = titles.chinese(folder / "zh_brand_product/train.bieos", "zh-brand-product", two)
    keep("titles zh, four types", titles.chinese(folder / "zh_four_types/dev.txt", "zh-four-types", four))
    keep("titles zh, brand and product", titles.chinese(folder / "zh_brand_product/dev.bieos", "zh-brand-product", two))
    # A title that is in both sets is learned with the labels of the set that marks more of it.
    sources.train["titles-zh"] = without(four_train, seen) + without(two_train, seen)

    oa_train, oa_apart = divided(titles.oa_mine(folder / "oa_mine/train.jsonl"), 10)
    offers = titles.wdc(folder / "wdc_pave/train_large.jsonl")
    wdc_apart = [offer for offer in offers if crc32(offer.group.encode()) % 10 == 0]
    wdc_train = [offer for offer in offers if crc32(offer.group.encode()) % 10]
    keep("titles en, OA-Mine", oa_apart)
    keep("titles en, WDC-PAVE", wdc_apart)
    keep("titles en, unseen shop (Amazon-Google, brand)", without(titles.offers(folder / "matching/Amazon-Google.valid.txt", "amazon-google"), set()))
    sources.train["titles-oa"] = without(oa_train, seen)
    sources.train["titles-wdc"] = without(wdc_train, seen)
    sources.train["titles-offers"] = without(titles.offers(folder / "matching/Walmart-Amazon.train.txt", "walmart-amazon"), seen)
    brands = {e.text[a:b].lower() for name in ("titles-offers", "titles-wdc", "titles-oa") for e in sources.train[name] for a, b, label in e.spans["titles"] if label == "brand"}
    sources.train["titles-begun"] = without(titles.begun(folder / "matching/Abt-Buy.train.txt", "abt-buy", brands), seen)
    sources.train["titles-unmarked"] = without(titles.unmarked(folder / "matching"), seen)


def load_reviews(folder: Path, sources: Sources, keep, seen: set[str]) -> None:
    restaurant = reviews.restaurant(folder / "zh_absa/restaurant_triplets.train.txt")
    keep("reviews zh, restaurant", reviews.restaurant(folder / "zh_absa/restaurant_triplets.dev.txt"))
    for domain in REVIEW_DOMAINS + NEW_DOMAINS:
        keep(f"reviews en, {domain}", reviews.dmaste(folder / f"dmaste/{domain}.dev.txt"))
    for kind in ("laptop", "rest16"):
        keep(f"reviews en, ACOS {kind}", reviews.acos(folder / f"acos/{kind}_quad_dev.tsv"))
    aspects: list[Example] = []
    for kind in ("car", "notebook"):
        keep(f"polarity zh, {kind}", reviews.aspect_polarity(folder / f"zh_absa/{kind}.test.txt"))
        aspects += reviews.aspect_polarity(folder / f"zh_absa/{kind}.train.txt")
    for kind in ("phone", "camera", "hair"):
        train, held = divided(reviews.aspect_polarity(folder / f"zh_absa/{kind}.train.txt"), 8)
        keep(f"polarity zh, {kind}", held)
        aspects += train
    sources.train["reviews-zh"] = without(restaurant, seen)
    sources.train["polarity-zh"] = without(aspects, seen)
    dmaste = [example for domain in REVIEW_DOMAINS for example in reviews.dmaste(folder / f"dmaste/{domain}.train.txt")]
    acos = [example for kind in ("laptop", "rest16") for example in reviews.acos(folder / f"acos/{kind}_quad_train.tsv")]
    sources.train["reviews-en"] = without(dmaste, seen)
    sources.train["reviews-acos"] = without(acos, seen)
    # Most unanimous reviews are positive: three in four of those do not teach the sentiment of whole texts.
    for example in (e for name in ("reviews-zh", "reviews-en", "reviews-acos") for e in sources.train[name]):
        if example.sentiment == "positive" and part(example.text, 4):
            example.sentiment = None


def load_sentiment(folder: Path, sources: Sources, keep, seen: set[str]) -> None:
    shopping = reviews.lines(folder / "zh_shopping_pos.txt", "positive") + reviews.lines(folder / "zh_shopping_neg.txt", "negative")
    asap = [example for name in ("train", "dev") for example in reviews.stars(folder / f"asap/{name}_sample.csv", "reviewbody", "star", "zh-asap", "zh")]
    binary = {
        "shopping": shopping,
        "takeaway": reviews.binary_csv(folder / "waimai_10k.csv", "zh-takeaway"),
        "hotel": reviews.binary_csv(folder / "ChnSentiCorp_htl_all.csv", "zh-hotel"),
    }
    train = []
    for name, examples in binary.items():
        learned, held = divided(reviews.without_contradictions(examples), 20)
        keep(f"sentiment zh, {name}", without(held, set()))
        train += learned
    clothing = reviews.stars(folder / "womens_clothing_reviews.csv", "Review Text", "Rating", "en-clothing", "en", "Department Name")
    learned, held = divided(clothing, 20)
    keep("sentiment en, clothing", without(held, set()))
    # The binary sets have nothing between good and bad: clauses about restaurants without a judgement stand for it.
    between = [Example(e.text, e.source, "zh", sentiment="neutral") for e in sources.train["reviews-zh"] if e.sentiment == "neutral"]
    sources.train["sentiment-zh"] = without(train + asap, seen) + between
    sources.train["sentiment-en"] = without(learned, seen)
