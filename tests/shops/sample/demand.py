"""Orders out of a story: who buys what, when, and what becomes of it.

A shop is told as a `Story` of plain functions of the day; `orders` plays it with a seeded
generator. Only `Random.random` is drawn from, whose sequence Python keeps stable, so that the
files are the same bytes everywhere. All amounts are integers in minor units.
"""

import datetime as dt
import math
import random
from dataclasses import dataclass, field
from typing import Callable


@dataclass(frozen=True)
class Product:
    """One variant that can be bought."""

    sku: str
    name: str
    category: str
    price: Callable[[dt.date], int]
    pull: Callable[[dt.date], float]
    refund_share: float = 0.015
    quantity: tuple = (0.86, 0.97)
    variant: str = ""


@dataclass
class Story:
    """What happens in a shop, as functions of the day."""

    seed: int
    first_day: dt.date
    last_day: dt.date
    per_day: Callable[[dt.date], float]
    hours: list
    products: list
    pairs: dict
    places: Callable[[dt.date], list]
    codes: Callable[[dt.date], list]
    shipping: Callable[[int, str], int]
    returning: Callable[[dt.date], float]
    extra_lines: float = 0.32


@dataclass
class Line:
    """A product in an order."""

    product: Product
    quantity: int
    price: int

    @property
    def amount(self):
        return self.quantity * self.price


@dataclass
class Order:
    """An order and what became of it: paid, part_refunded, refunded, cancelled, unpaid or test."""

    number: int
    at: dt.datetime
    customer: int
    place: object
    lines: list
    shipping: int
    discount: int = 0
    code: str = ""
    state: str = "paid"
    refund: int = 0
    extra: dict = field(default_factory=dict)

    @property
    def goods(self):
        """Goods after the discount."""
        return sum(line.amount for line in self.lines) - self.discount

    @property
    def total(self):
        return self.goods + self.shipping

    @property
    def units(self):
        return sum(line.quantity for line in self.lines)

    @property
    def counts(self):
        return self.state in ("paid", "part_refunded", "refunded")


class Dice:
    """Draws from one stable stream."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def chance(self, probability):
        return self.random() < probability

    def pick(self, weighted):
        """One of [(thing, weight), …]."""
        left = self.random() * sum(weight for _, weight in weighted)
        for thing, weight in weighted:
            left -= weight
            if left < 0:
                return thing
        return weighted[-1][0]

    def below(self, n):
        return int(self.random() * n)

    def poisson(self, mean):
        limit, product, k = math.exp(-mean), self.random(), 0
        while product > limit:
            product *= self.random()
            k += 1
        return k


def steady(price):
    """A price that never changes."""
    return lambda day: price


def days(first, last):
    while first <= last:
        yield first
        first += dt.timedelta(days=1)


def orders(story):
    """Plays the story."""
    dice = Dice(story.seed)
    loyal = []  # (customer, place, weight): a few buy often, many once
    out, number, customers = [], 0, 0
    for day in days(story.first_day, story.last_day):
        shelf = [(p, p.pull(day)) for p in story.products if p.pull(day) > 0]
        moments = sorted(
            (dice.pick(list(enumerate(story.hours))), dice.below(60), dice.below(60))
            for _ in range(dice.poisson(story.per_day(day)))
        )
        for hour, minute, second in moments:
            if loyal and dice.chance(story.returning(day)):
                customer, place, _ = dice.pick([(c, c[2]) for c in loyal[-700:]])
            else:
                customers += 1
                customer, place = customers, dice.pick(story.places(day))
                loyal.append((customer, place, 6.0 if dice.chance(0.12) else 0.6))
            number += 1
            order = Order(
                number,
                dt.datetime(day.year, day.month, day.day, hour, minute, second),
                customer,
                place,
                basket(dice, story, shelf, day),
                0,
            )
            code = next((c for c in story.codes(day) if dice.chance(c[2])), None)
            if code:
                order.code = code[0]
                order.discount = sum(l.amount for l in order.lines) * code[1] // 100
            order.shipping = story.shipping(order.goods, place)
            fate(dice, order)
            out.append(order)
    return out


def basket(dice, story, shelf, day):
    """Lines of one order; pairs are bought together."""
    chosen = [dice.pick(shelf)]
    while dice.chance(story.extra_lines) and len(chosen) < 5:
        more = dice.pick(shelf)
        if more not in chosen:
            chosen.append(more)
    for product in list(chosen):
        partner, probability = story.pairs.get(product.sku, (None, 0))
        if partner and dice.chance(probability):
            mate = next(p for p in story.products if p.sku == partner)
            if mate not in chosen:
                chosen.append(mate)
    lines = []
    for product in chosen:
        one, two = product.quantity
        roll = dice.random()
        quantity = 1 if roll < one else 2 if roll < two else 3 + dice.below(2)
        lines.append(Line(product, quantity, product.price(day)))
    return lines


def fate(dice, order):
    """Cancelled, unpaid, refunded in part or whole, or simply paid."""
    roll = dice.random()
    if roll < 0.018:
        order.state = "cancelled"
    elif roll < 0.034:
        order.state = "unpaid"
    else:
        back = [l for l in order.lines if dice.chance(l.product.refund_share)]
        if back and len(back) == len(order.lines):
            order.state, order.refund = "refunded", order.total
        elif back:
            share = order.goods / max(1, order.goods + order.discount)
            order.state = "part_refunded"
            order.refund = int(sum(l.amount for l in back) * share)


def truth(played):
    """The figures that a report has to show, from the orders themselves."""
    counted = [o for o in played if o.counts]
    left_out = {}
    for order in played:
        if not order.counts:
            left_out[order.state] = left_out.get(order.state, 0) + 1
    gross, back = sum(o.total for o in counted), sum(o.refund for o in counted)
    return {
        "orders": len(counted),
        "order_lines": sum(len(o.lines) for o in counted),
        "units": sum(o.units for o in counted),
        "gross_minor": gross,
        "refunds_minor": back,
        "net_minor": gross - back,
        "first_day": min(o.at for o in counted).date().isoformat(),
        "last_day": max(o.at for o in counted).date().isoformat(),
        "excluded": [{"reason": r, "orders": n} for r, n in sorted(left_out.items())],
    }
