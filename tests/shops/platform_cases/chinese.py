"""淘宝, 生意参谋, 京东, 拼多多, and exports in UTF-16 and Big5."""

import io

from .case import GBK, Case, figures, table, text

ORDER_HEADER = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,"
    "收货人姓名,收货地址,运送方式,联系电话,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,分销商Id,"
    "分销商店铺名称,订单关闭原因,退款金额"
)


def taobao(n, goods, paid, status, created, paid_at, titles, units, closed="", refund="0.00", place="浙江省 杭州市 西湖区 某某路1号"):
    return {
        "订单编号": f'="{4_100_000_000_000_000_000 + n}"', "买家会员名": f"tea_{n % 4}", "买家应付货款": goods, "买家应付邮费": "0.00",
        "买家支付积分": 0, "总金额": goods, "返点积分": 0, "买家实际支付金额": paid, "买家实际支付积分": 0, "订单状态": status,
        "收货人姓名": "茶客甲", "收货地址": place, "运送方式": "快递", "联系手机": "'13800000000", "订单创建时间": created, "订单付款时间": paid_at,
        "宝贝标题": "，".join(titles), "宝贝种类": len(titles), "宝贝总数量": units, "订单关闭原因": closed, "退款金额": refund,
    }


def bare(content):
    """Ids as `="…"` without CSV quoting, as the older export writes them."""
    return content.replace('"=""', '="').replace('"""', '"')


# Counted: 186.00, 226.00 (68.00 back), 88.00 (all back), 268.00. Paid amounts in the file are net of refunds.
TAOBAO_ORDERS = bare(text(ORDER_HEADER, [
    taobao(6, "268.00", "268.00", "卖家已发货，等待买家确认", "2026-09-12 21:40:11", "2026-09-12 21:40:30", ["老白茶饼 357克"], 1, place="四川省 成都市 武侯区 某某街2号"),
    taobao(5, "98.00", "0.00", "等待买家付款", "2026-09-12 20:00:00", "", ["凤凰单丛 100克"], 1),
    taobao(4, "88.00", "0.00", "交易关闭", "2026-09-08 09:15:42", "2026-09-08 09:16:01", ["正山小种 100克"], 1, "退款", "88.00"),
    taobao(3, "47.00", "0.00", "交易关闭", "2026-09-05 23:01:10", "", ["黑苦荞茶 200克"], 1, "买家未付款"),
    taobao(2, "226.00", "158.00", "交易成功", "2026-09-03 12:30:09", "2026-09-03 12:31:00", ["手作玻璃公道杯", "汝窑天青盖碗"], 2, "", "68.00"),
    taobao(1, "186.00", "186.00", "交易成功", "2026-09-01 10:00:05", "2026-09-01 10:00:59", ["明前龙井 50克", "竹茶则两件套"], 3),
], line="\r\n"))


def detail(n, title, price, quantity, attribute, status, sku, note=""):
    return [f'="{4_100_000_000_000_000_000 + n}"', title, price, quantity, "", attribute, "", note, status, sku]


TAOBAO_DETAILS = bare(text("订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码", [
    detail(6, "老白茶饼 357克", "268.00", 1, "年份:2019", "卖家已发货，等待买家确认", "CY-BC357"),
    detail(5, "凤凰单丛 100克", "98.00", 1, "", "等待买家付款", "CY-DC100"),
    detail(4, "正山小种 100克", "88.00", 1, "", "交易关闭", "CY-ZS100"),
    detail(3, "黑苦荞茶 200克", "47.00", 1, "", "交易关闭", "CY-QM200"),
    detail(2, "手作玻璃公道杯", "68.00", 1, "容量:260毫升", "交易成功", "CJ-GD01"),
    detail(2, "汝窑天青盖碗", "158.00", 1, "颜色:天青", "交易成功", "CJ-GW01"),
    detail(1, "明前龙井 50克", "128.00", 1, "", "交易成功", "CY-LJ50"),
    detail(1, "竹茶则两件套", "29.00", 2, "材质:毛竹", "交易成功", "CJ-ZC01"),
], line="\r\n"))

SYCM_ROWS = [
    ["2026-09-01", "610000000001", "明前龙井 50克", "1,204", "2,310", "36", "4,608.00", "128.00"],
    ["2026-09-01", "610000000002", "汝窑天青盖碗", "880", "1,542", "11", "1,738.00", "0.00"],
    ["2026-09-02", "610000000001", "明前龙井 50克", "1,150", "2,205", "30", "3,840.00", "0.00"],
    ["2026-09-02", "610000000002", "汝窑天青盖碗", "903", "1,610", "14", "2,212.00", "158.00"],
]
SYCM_HEADER = "统计日期,商品ID,商品名称,商品访客数,商品浏览量,支付件数,支付金额,成功退款金额".split(",")
SYCM_PREAMBLE = ["以下数据来自生意参谋平台", "店铺：山隐茶铺", "统计周期：2026-09-01 至 2026-09-02", ""]
SYCM_CSV = ("\r\n".join(SYCM_PREAMBLE) + "\r\n" + text(SYCM_HEADER, SYCM_ROWS, line="\r\n")).encode("gb18030")

# 订单金额 stands on each item: 226.00 + 117.00 + 268.00, not 226.00 twice. Units 1 + 1 + 3 + 1.
JD = text(
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,货号,订单完成时间,订单来源,订单渠道",
    [
        ["290000000001", "100000001", "汝窑天青盖碗", 1, "在线支付", "2026-09-02 11:20:33", "158.00", "226.00", "226.00", "0.00", "226.00", "完成", "SOP", "jd_a", "茶客乙", "广东深圳市南山区某某路3号", "138****0001", "CJ-GW01", "2026-09-06 10:00:00", "APP", "京东商城"],
        ["290000000001", "100000002", "手作玻璃公道杯", 1, "在线支付", "2026-09-02 11:20:33", "68.00", "226.00", "226.00", "0.00", "226.00", "完成", "SOP", "jd_a", "茶客乙", "广东深圳市南山区某某路3号", "138****0001", "CJ-GD01", "2026-09-06 10:00:00", "APP", "京东商城"],
        ["290000000002", "100000003", "黑苦荞茶 200克", 3, "在线支付", "2026-09-04 22:05:01", "39.00", "117.00", "117.00", "0.00", "117.00", "完成", "SOP", "jd_b", "茶客丙", "北京朝阳区某某里4号", "138****0002", "CY-QM200", "2026-09-08 15:30:00", "微信", "京东商城"],
        ["290000000003", "100000004", "凤凰单丛 100克", 1, "在线支付", "2026-09-05 08:08:08", "98.00", "98.00", "98.00", "0.00", "98.00", "(删除)等待付款确认", "SOP", "jd_c", "茶客丁", "上海徐汇区某某弄5号", "138****0003", "CY-DC100", "", "APP", "京东商城"],
        ["290000000004", "100000005", "老白茶饼 357克", 1, "在线支付", "2026-09-07 19:45:27", "268.00", "268.00", "268.00", "0.00", "268.00", "等待确认收货", "SOP", "jd_a", "茶客乙", "广东深圳市南山区某某路3号", "138****0001", "CY-BC357", "", "APP", "京东商城"],
    ], line="\r\n").encode("gbk")

PDD_HEADER = (
    "订单成交时间,商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),多多支付立减金额(元),用户实付金额(元),商家实收金额(元),"
    "商品数量(件),发货时间,确认收货时间,商品id,商品规格,样式ID,商家编码-规格维度,商家编码-商品维度,商家备注,售后状态,快递单号,快递公司"
)


def pdd(at, product, number, status, price, shop, platform, paid, received, quantity, after):
    return [at, product, "\t" + number, status, price, "0.00", shop, platform, "0.00", paid, received, quantity, at, "", "5550001", "标准", "7770001", "SKU-1", "", "", after, "\tYT0000000001", "圆通快递"]


# Charged to buyers: 74.00 + 70.00 + 68.00 (given back). The blank date is in the order's number: 260903.
PDD = ("\ufeff拼多多订单导出（含售后）\n" + text(PDD_HEADER, [
    pdd("2026-09-01 10:31:00", "冷泡茶随行瓶 600毫升", "260901-100000000000001", "已签收", "79.00", "5.00", "0.00", "74.00", "74.00", 1, "无售后或售后取消"),
    pdd("", "黑苦荞茶 200克", "260903-100000000000002", "已发货，待收货", "78.00", "0.00", "8.00", "70.00", "78.00", 2, "无售后或售后取消"),
    pdd("2026-09-04 21:00:12", "手作玻璃公道杯", "260904-100000000000003", "已发货，退款成功", "68.00", "0.00", "0.00", "68.00", "68.00", 1, "退款成功"),
    pdd("2026-09-05 13:13:13", "竹茶则两件套", "260905-100000000000004", "已取消", "29.00", "0.00", "0.00", "0.00", "0.00", 1, "无售后或售后取消"),
])).encode()

# 实付 stands per line: 128.00 + 38.00, 79.00, 117.00.
UTF16 = ("\ufeff" + text("订单号\t下单日期\t商品名称\t数量\t单价(元)\t实付金额(元)\t省份", [
    ["W2026090101", "2026/9/1", "明前龙井 50克", 1, "128.00", "128.00", "浙江省"],
    ["W2026090101", "2026/9/1", "吸水茶巾 两条装", 2, "19.00", "38.00", "浙江省"],
    ["W2026090201", "2026/9/2", "冷泡茶随行瓶", 1, "79.00", "79.00", "江苏省"],
    ["W2026090301", "2026/9/3", "黑苦荞茶 200克", 3, "39.00", "117.00", "福建省"],
], "\t", "\r\n")).encode("utf-16-le")

# 500 + 380, 1280, 640, 960; the unpaid one is left out. Units 2 + 1 + 1 + 2 + 3.
BIG5 = text("訂單編號,訂單日期,商品名稱,數量,單價,小計,付款狀態,收件地址", [
    ["TW0001", "2026/08/01", "凍頂烏龍茶 150公克", 2, 250, 500, "已付款", "臺北市大安區某某路一段"],
    ["TW0001", "2026/08/01", "手拉坯陶杯", 1, 380, 380, "已付款", "臺北市大安區某某路一段"],
    ["TW0002", "2026/08/03", "東方美人茶禮盒", 1, "1,280", "1,280", "已付款", "臺中市西區某某街"],
    ["TW0003", "2026/08/05", "竹製茶盤", 1, 990, 990, "未付款", "高雄市鼓山區某某路"],
    ["TW0004", "2026/08/09", "蜜香紅茶 100公克", 2, 320, 640, "已付款", "花蓮縣瑞穗鄉某某村"],
    ["TW0005", "2026/08/12", "玻璃冷泡壺", 3, 320, 960, "已付款", "臺南市中西區某某路"],
], line="\r\n").encode("big5")


def sycm_xls():
    """The old binary workbook: numbers are texts, as the platform writes them."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("商品排行")
    for r, row in enumerate([[line] for line in SYCM_PREAMBLE] + [SYCM_HEADER] + SYCM_ROWS):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ORDERS_TABLE = table("ExportOrderList.csv", "orders", 6, encoding=GBK, roles={
    "订单编号": "order_id", "订单创建时间": "order_date", "订单付款时间": "paid_date", "订单状态": "order_status", "收货人姓名": "customer_name",
    "联系手机": "phone", "退款金额": "refund_amount", "宝贝总数量": "order_units"})
DETAILS_TABLE = table("ExportOrderDetailList.csv", "order_lines", 8, encoding=GBK, roles={
    "订单编号": "order_id", "标题": "product_name", "价格": "unit_price", "购买数量": "quantity", "商家编码": "sku", "商品属性": "variant"})
LEFT_OUT = {"cancelled|unpaid": 2}
DAYS = ("2026-09-01", "2026-09-12")
SYCM = ["products", "events", "order_lines", "unknown"]
SYCM_ROLES = {"商品ID": "product_id", "商品名称": "product_name"}
CASES = [
    Case("taobao_orders", {"ExportOrderList.csv": TAOBAO_ORDERS.encode("gbk")}, [ORDERS_TABLE], figures(4, 76800, 15600, 6, 7, "CNY", DAYS, LEFT_OUT)),
    Case("taobao_orders_and_details", {"ExportOrderList.csv": TAOBAO_ORDERS.encode("gbk"), "ExportOrderDetailList.csv": TAOBAO_DETAILS.encode("gbk")},
         [ORDERS_TABLE, DETAILS_TABLE], figures(4, 76800, 15600, 6, 7, "CNY", DAYS, LEFT_OUT)),
    Case("sycm_products", {"sycm_products.csv": SYCM_CSV}, [table("sycm_products.csv", SYCM, 4, header_row=5, encoding=GBK, roles=SYCM_ROLES)]),
    Case("sycm_products_xls", {"sycm_products.xls": sycm_xls()}, [
        table("sycm_products.xls", SYCM, 4, header_row=5, encoding=None, delimiter=None, sheet="商品排行", roles=SYCM_ROLES)]),
    Case("jd_orders", {"jd_orders.csv": JD}, [
        table("jd_orders.csv", ["orders", "order_lines"], 5, encoding=GBK, roles={
            "订单号": "order_id", "下单时间": "order_date", "商品名称": "product_name", "订购数量": "quantity", "京东价": "unit_price", "客户姓名": "customer_name"})],
        figures(3, 61100, 0, 4, 6, "CNY", ("2026-09-02", "2026-09-07"), {"cancelled|unpaid": 1}, 2)),
    Case("pdd_orders", {"pdd_orders.csv": PDD}, [
        table("pdd_orders.csv", ["orders", "order_lines"], 4, header_row=2, roles={
            "订单号": "order_id", "订单成交时间": "order_date", "用户实付金额(元)": "order_total", "商家实收金额(元)": "merchant_received",
            "商品数量(件)": ["quantity", "order_units"], "商品": "product_name", "售后状态": "refund_status"})],
        figures(3, 21200, 6800, 3, 4, "CNY", ("2026-09-01", "2026-09-04"), {"cancelled|unpaid": 1})),
    Case("utf16_orders", {"orders_utf16.txt": UTF16}, [
        table("orders_utf16.txt", "order_lines", 4, encoding="UTF-16LE", delimiter="\t", roles={"订单号": "order_id", "下单日期": "order_date", "省份": "region", "商品名称": "product_name"})],
        figures(3, 36200, 0, 4, 7, "CNY", ("2026-09-01", "2026-09-03"))),
    Case("big5_orders", {"orders_big5.csv": BIG5}, [
        table("orders_big5.csv", "order_lines", 6, encoding="Big5", roles={"訂單編號": "order_id", "訂單日期": "order_date", "數量": "quantity", "小計": "line_total"})],
        figures(4, 376000, 0, 5, 9, "TWD", ("2026-08-01", "2026-08-12"), {"unpaid": 1}), ["--currency", "TWD"]),
]
