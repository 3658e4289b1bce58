"""山隐茶铺, a tea shop that does not exist: Taobao order list and details, its products, and a Jingdong workbook."""

import csv
import datetime as dt
import io
import math

from .demand import Dice, Product, Story, orders, steady, truth
from .workbook import workbook

FIRST, LAST = dt.date(2024, 9, 1), dt.date(2026, 10, 31)


def season(peak_month, depth):
    """A yearly wave around 1 with its peak in a month."""
    return lambda day: 1 + depth * math.cos((day.timetuple().tm_yday / 30.44 + 0.5 - peak_month) * math.pi / 6)


def constant(weight):
    return lambda day: weight


def seasonal(weight, peak_month, depth):
    wave = season(peak_month, depth)
    return lambda day: weight * wave(day)


def breakout(day):
    """冷泡瓶: unremarkable until it is shown in a video in May 2026."""
    since = (day - dt.date(2026, 5, 6)).days
    return 2.0 if since < 0 else 2.0 + 13 / (1 + math.exp(-(since - 45) / 16))


def fading(day):
    """紫砂壶: less wanted by the month."""
    return 6.5 * math.exp(-(day - FIRST).days / 280)


def longjing_price(day):
    return 12800 if day < dt.date(2026, 3, 20) else 15800


def mid_autumn(day):
    """The moon festival moves: 2024-09-17, 2025-10-06, 2026-09-25."""
    feasts = (dt.date(2024, 9, 17), dt.date(2025, 10, 6), dt.date(2026, 9, 25))
    return 16 if any(0 <= (feast - day).days <= 26 for feast in feasts) else 0


PRODUCTS = [
    Product("CY-LJ50", "明前龙井 50克罐装", "茶叶", longjing_price, seasonal(5.2, 5, 0.7), variant="规格:50克"),
    Product("CY-BC357", "老白茶饼 357克", "茶叶", steady(26800), seasonal(3.4, 12, 0.5), variant="年份:2019"),
    Product("CY-DC100", "凤凰单丛 鸭屎香 100克", "茶叶", steady(9800), constant(4.6), variant="规格:100克"),
    Product("CY-ZS100", "正山小种 100克", "茶叶", steady(8800), seasonal(4, 12, 0.4), variant="规格:100克"),
    Product("CY-GH80", "桂花乌龙 80克", "茶叶", steady(6900), seasonal(4, 10, 0.6), variant="规格:80克"),
    Product("CY-QM200", "黑苦荞茶 200克", "茶叶", steady(3900), constant(4.2), quantity=(0.5, 0.85), variant="规格:200克"),
    Product("CY-ML60", "茉莉银针 60克", "茶叶", steady(7900), seasonal(3, 8, 0.5), variant="规格:60克"),
    Product("CJ-GW01", "汝窑天青盖碗", "茶具", steady(15800), constant(4.2), variant="颜色:天青"),
    Product("CJ-GD01", "手作玻璃公道杯", "茶具", steady(6800), constant(2.8), refund_share=0.23, variant="容量:260毫升"),
    Product("CJ-ZS01", "紫砂西施壶 180毫升", "茶具", steady(32800), fading, variant="泥料:朱泥"),
    Product("CJ-JZ01", "建盏油滴主人杯", "茶具", steady(12800), constant(3), variant="釉色:油滴"),
    Product("CJ-ZC01", "竹茶则茶针两件套", "茶具", steady(2900), constant(2.6), quantity=(0.7, 0.92), variant="材质:毛竹"),
    Product("CJ-LX01", "旅行快客杯 一壶三杯", "茶具", steady(11800), seasonal(3, 7, 0.4), variant="颜色:月白"),
    Product("CJ-ZL01", "电陶炉煮茶器", "煮茶器", steady(29900), seasonal(2.4, 12, 0.85), variant="功率:800瓦"),
    Product("SH-LP01", "冷泡茶随行瓶 600毫升", "随行杯", steady(7900), breakout, quantity=(0.7, 0.93), variant="颜色:松绿"),
    Product("SH-MW01", "焖泡保温杯 480毫升", "随行杯", steady(13900), seasonal(2.6, 12, 0.6), variant="颜色:墨灰"),
    Product("PJ-CG01", "马口铁密封茶罐", "配件", steady(3200), constant(2.6), quantity=(0.5, 0.85), variant="规格:小号"),
    Product("PJ-CJ01", "吸水茶巾 两条装", "配件", steady(1900), constant(2.8), quantity=(0.6, 0.9), variant="颜色:赭石"),
    Product("LH-ZQ01", "中秋茶点礼盒", "礼盒", steady(19800), mid_autumn, quantity=(0.62, 0.86), variant="款式:月圆"),
    Product("LH-NH01", "新春茶礼 四罐装", "礼盒", steady(23800),
            lambda day: 10 if day.month == 1 else 0, quantity=(0.6, 0.85), variant="款式:春山"),
]

HOURS = [3.5, 1.6, 0.7, 0.3, 0.3, 0.4, 0.9, 2, 3.4, 5, 6.5, 6.2, 6.4, 6, 5.2, 5.4, 5.6, 5.2, 4.8, 6.4, 9, 11, 10.5, 7]
WEEKDAYS = [1.04, 1.0, 0.97, 0.98, 0.95, 1.02, 1.08]

PROVINCES = {
    "浙江省": (17, ["杭州市 西湖区", "宁波市 鄞州区"]), "广东省": (16, ["广州市 天河区", "深圳市 南山区"]),
    "江苏省": (12, ["苏州市 姑苏区", "南京市 鼓楼区"]), "上海": (11, ["上海市 徐汇区"]), "北京": (10, ["北京市 朝阳区"]),
    "福建省": (7, ["厦门市 思明区"]), "四川省": (6, ["成都市 武侯区"]), "山东省": (6, ["青岛市 市南区"]),
    "湖北省": (4, ["武汉市 洪山区"]), "湖南省": (4, ["长沙市 岳麓区"]), "陕西省": (3, ["西安市 雁塔区"]),
    "河南省": (3, ["郑州市 金水区"]), "云南省": (2, ["昆明市 五华区"]), "辽宁省": (2, ["大连市 中山区"]),
}


def per_day(day):
    rate = 1.72 * math.exp((day - FIRST).days / 1000) * WEEKDAYS[day.weekday()]
    if day.month == 11 and day.day in (1, 2, 3, 9, 10):
        rate *= 2.4
    elif day.month == 11 and day.day == 11:
        rate *= 11
    elif day.month == 6 and 15 <= day.day <= 18:
        rate *= 2.6 if day.day < 18 else 5.5
    elif mid_autumn(day):
        rate *= 1.35
    elif dt.date(2025, 1, 25) <= day <= dt.date(2025, 2, 5) or dt.date(2026, 2, 13) <= day <= dt.date(2026, 2, 24):
        rate *= 0.25  # parcels rest over the Spring Festival
    return rate


def places(day):
    sichuan = 2.4 if day >= dt.date(2026, 7, 1) else 1  # a tea house in Chengdu recommends the shop
    return [((p, c), w * (sichuan if p == "四川省" else 1) / len(cs)) for p, (w, cs) in PROVINCES.items() for c in cs]


def codes(day):
    if day.month == 11 and day.day <= 11:
        return [("双11满减", 15, 0.8)]
    if day.month == 6 and 15 <= day.day <= 18:
        return [("618满减", 12, 0.75)]
    return [("店铺券", 5, 0.12)]


STORY = Story(
    618, FIRST, LAST, per_day, HOURS, PRODUCTS,
    {"CJ-GW01": ("CJ-GD01", 0.40), "CY-BC357": ("CJ-ZL01", 0.22), "CY-LJ50": ("PJ-CG01", 0.18)},
    places, codes, lambda goods, place: 0 if goods >= 9900 else 800, lambda day: 0.22 + 0.12 * (day - FIRST).days / 790,
)


def play():
    """Taobao's orders and, from spring 2025, Jingdong's; one order holds a slip of the keyboard."""
    played = orders(STORY)
    dice = Dice(11)
    for order in played:
        since = (order.at.date() - dt.date(2025, 4, 1)).days
        order.extra["jd"] = since > 0 and dice.chance(min(0.24, since / 1500))
        if order.extra["jd"] and order.state != "paid":
            order.state, order.refund = ("cancelled", 0) if order.state in ("cancelled", "unpaid") else ("paid", 0)
    slip = next(o for o in played[900:] if o.state == "paid" and not o.extra["jd"] and o.lines[0].product.sku == "PJ-CJ01")
    slip.lines = slip.lines[:1]
    slip.lines[0].quantity, slip.discount, slip.code, slip.shipping = 200, 0, "", 0  # meant to be 2
    return played


def money(minor):
    return f"{minor // 100}.{minor % 100:02d}"


def order_number(order):
    return f"{3_100_000_000_000_000_000 + order.number * 7_919_104_729 + order.number * order.number:019d}"


def wrapped(number):
    return f'="{number}"'


def family(customer):
    return "茶客" + "甲乙丙丁戊己庚辛"[customer % 8]


ORDER_HEADER = (
    "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,收货地址,联系手机,订单创建时间,"
    "订单付款时间,宝贝标题,宝贝种类,订单备注,宝贝总数量,订单关闭原因,退款金额"
).split(",")


def order_rows(played):
    for o in sorted(played, key=lambda o: -o.number):
        paid = o.counts
        done = (LAST - o.at.date()).days > 12
        status = ("交易关闭" if o.state in ("cancelled", "refunded") else "等待买家付款" if o.state == "unpaid" and not done
                  else "交易关闭" if o.state == "unpaid" else "交易成功" if done else "卖家已发货，等待买家确认")
        closed = {"cancelled": "买家不想要了", "unpaid": "买家未付款", "refunded": "退款"}.get(o.state, "") if status == "交易关闭" else ""
        yield {
            "订单编号": wrapped(order_number(o)), "买家会员名": f"tea_{o.customer:04d}", "买家应付货款": money(o.goods),
            "买家应付邮费": money(o.shipping), "总金额": money(o.total), "买家实际支付金额": money(o.total - o.refund if paid else 0),
            "订单状态": status, "收货人姓名": family(o.customer), "收货地址": " ".join(o.place),
            "联系手机": f"'138000{o.customer % 100000:05d}", "订单创建时间": f"{o.at:%Y-%m-%d %H:%M:%S}",
            "订单付款时间": f"{o.at + dt.timedelta(seconds=9 + o.number % 50):%Y-%m-%d %H:%M:%S}" if paid else "",
            "宝贝标题": "，".join(l.product.name for l in o.lines), "宝贝种类": len(o.lines), "订单备注": "",
            "宝贝总数量": o.units, "订单关闭原因": closed, "退款金额": money(o.refund),
        }


DETAIL_HEADER = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码".split(",")


def detail_rows(played):
    for o in sorted(played, key=lambda o: -o.number):
        status = "交易关闭" if o.state in ("cancelled", "refunded", "unpaid") else "交易成功"
        for l in o.lines:
            yield {
                "订单编号": wrapped(order_number(o)), "标题": l.product.name, "价格": money(l.price), "购买数量": l.quantity,
                "外部系统编号": "", "商品属性": l.product.variant, "套餐信息": "",
                "备注": "收件人姓䶮" if o.number % 611 == 0 else "", "订单状态": status, "商家编码": l.product.sku,
            }


JD_HEADER = "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,应付金额,订单状态,下单帐号,客户姓名,客户地址,联系电话,货号,订单来源".split(",")


def jd_rows(played):
    """The order's amount stands on every item, as Jingdong writes it."""
    yield JD_HEADER
    for o in sorted(played, key=lambda o: o.number):
        status = "(删除)等待付款" if o.state == "cancelled" else "完成" if (LAST - o.at.date()).days > 9 else "等待确认收货"
        for l in o.lines:
            yield [
                str(290_000_000_000 + o.number * 104_729), 100_000_000 + PRODUCTS.index(l.product) * 7919, l.product.name,
                l.quantity, "在线支付", f"{o.at:%Y-%m-%d %H:%M:%S}", l.price / 100, o.total / 100, o.total / 100, o.total / 100,
                status, f"jd_{o.customer:04d}", family(o.customer), " ".join(o.place), f"138000{o.customer % 100000:05d}",
                l.product.sku, "APP" if o.number % 4 else "微信",
            ]


PRODUCT_HEADER = "商品ID,商品标题,商家编码,类目,一口价,成本价,库存,状态".split(",")


def product_rows():
    for i, p in enumerate(PRODUCTS):
        price = p.price(LAST)
        yield {
            "商品ID": 610_000_000_000 + i * 7919, "商品标题": p.name, "商家编码": p.sku, "类目": p.category, "一口价": money(price),
            "成本价": money(price * (31 + i * 5 % 24) // 100), "库存": 6 + i * 41 % 190, "状态": "出售中",
        }


def as_csv(header, rows, encoding, bare_ids):
    """Older exports write ="…" bare, newer ones quote it as CSV asks for."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue()
    if bare_ids:
        content = content.replace('"=""', '="').replace('"""', '"')
    return content.encode(encoding)


def files():
    """(file name, bytes) of each export, and the figures that a report has to show."""
    played = play()
    taobao = [o for o in played if not o.extra["jd"]]
    jingdong = [o for o in played if o.extra["jd"]]
    customers = {(o.extra["jd"], o.customer) for o in played if o.counts}
    return [
        ("ExportOrderList20261101.csv", as_csv(ORDER_HEADER, order_rows(taobao), "gbk", True)),
        ("ExportOrderDetailList20261101.csv", as_csv(DETAIL_HEADER, detail_rows(taobao), "gb18030", False)),
        ("products_20261101.csv", as_csv(PRODUCT_HEADER, product_rows(), "utf-8-sig", False)),
        ("jd_orders_20261101.xlsx", workbook("订单", list(jd_rows(jingdong)))),
    ], truth(played) | {"currency": "CNY", "customers": len(customers)}
