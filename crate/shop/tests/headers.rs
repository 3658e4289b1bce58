//! What headers say and what speaks against it, on rows made up for it.

use shop::{BuildOptions, Dataset, Grain, QualityCode, Recognition, Role, Shop, build, recognise};
use table::{Options, Reader, Table};

fn read(name: &str, text: &str) -> Table {
    let mut reader = Reader::new(name, Some(text.len() as u64), Options::default());
    reader.push(text.as_bytes()).expect("text");
    reader.finish().tables.remove(0)
}

fn make(texts: &[&str]) -> (Shop, Vec<Recognition>) {
    let tables: Vec<Table> = texts.iter().map(|t| read("a.csv", t)).collect();
    let found: Vec<Recognition> = tables.iter().map(|t| recognise(t, None)).collect();
    let refs: Vec<&Table> = tables.iter().collect();
    (build(&refs, &found, &BuildOptions::default()), found)
}

/// A header and twelve rows.
fn rows(header: &str, row: impl Fn(usize) -> String) -> String {
    let rows: Vec<String> = (1..=12).map(row).collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

fn role(found: &Recognition, name: &str) -> Option<Role> {
    found
        .columns
        .iter()
        .find(|c| c.name == name)
        .and_then(|c| c.role)
}

fn gross(shop: &Shop) -> i64 {
    shop.orders.gross_minor.iter().sum()
}

#[test]
fn amounts_of_something_else_do_not_replace_quantity_times_price() {
    for header in [
        "佣金金额",
        "红包金额",
        "成本金额",
        "采购金额",
        "抵扣金额",
        "开票金额",
        "Tip amount",
        "COD amount",
        "Gift card amount",
        "VAT %",
        "Tax rate",
    ] {
        let text = rows(
            &format!("Order ID,Order date,Product name,Quantity,Unit price,{header}"),
            |i| {
                format!(
                    "D{i},2026-09-{i:02},Mug,2,10.00,{i}.25{}",
                    if header.contains('%') { "%" } else { "" }
                )
            },
        );
        assert_eq!(gross(&make(&[&text]).0), 24_000, "{header}");
    }
}

#[test]
fn a_guessed_amount_gives_way_to_arithmetic() {
    let text = rows(
        "Order ID,Order date,Product name,Quantity,Unit price,Bonus sales",
        |i| format!("D{i},2026-09-{i:02},Mug,2,10.00,0.{i:02}"),
    );
    assert_eq!(gross(&make(&[&text]).0), 24_000);
}

#[test]
fn numbers_of_lines_are_no_products() {
    let text = rows(
        "Order ID,Order date,Item #,Product name,Quantity,Unit price",
        |i| format!("D{},2026-09-01,{},Mug {},1,10.00", i / 3, i % 3 + 1, i % 4),
    );
    // The first order has two rows, 2 and 3: begin at one.
    let text = text
        .replace("D0,2026-09-01,2,", "D0,2026-09-01,1,")
        .replace("D0,2026-09-01,3,", "D0,2026-09-01,2,");
    assert_eq!(role(&make(&[&text]).1[0], "Item #"), None);
    let text = rows("Order ID,Order date,Item ID,SKU,Quantity,Unit price", |i| {
        format!("D{i},2026-09-{i:02},{},S{},1,10.00", 800_000 + i, i % 3)
    });
    assert_eq!(role(&make(&[&text]).1[0], "Item ID"), None);
    let text = rows("Order ID,Order date,Item ID,SKU,Quantity,Unit price", |i| {
        format!("D{i},2026-09-{i:02},{},S{},1,10.00", 800_000 + i % 3, i % 3)
    });
    assert_eq!(role(&make(&[&text]).1[0], "Item ID"), Some(Role::ProductId));
}

#[test]
fn a_discount_that_the_amount_is_after_is_taken_off_once() {
    let text = rows(
        "Bestellnummer;Bestelldatum;Bezeichnung;Menge;Einzelpreis;Rabatt;Gesamtpreis;MwSt",
        |i| format!("B{i};{i:02}.09.2026;Becher;2;10,00;1,00;19,00 €;19 %"),
    );
    assert_eq!(gross(&make(&[&text]).0), 22_800);
}

#[test]
fn tax_within_a_lines_amount_is_not_added() {
    let text = rows(
        "N° facture;Date facture;Code client;Désignation;Quantité;Montant HT;TVA;Montant TTC",
        |i| {
            format!(
                "FA{};{:02}/06/2026;C{};Tasse {i};1;{i}0,00;{i},00;{},00",
                i / 2,
                i / 2 + 13,
                i / 2,
                11 * i
            )
        },
    );
    let (shop, found) = make(&[&text]);
    assert_eq!(role(&found[0], "Code client"), Some(Role::CustomerId));
    assert_eq!(role(&found[0], "N° facture"), Some(Role::OrderId));
    assert_eq!(gross(&shop), 78 * 1_100);
}

#[test]
fn headers_in_other_languages_are_read() {
    for (header, money) in [
        (
            "Bestellnr.;Datum;Kunde;Produkt;Stückzahl;Stückpreis;Summe;Bestellstatus",
            "20,00 €",
        ),
        (
            "N° de commande;Date de commande;Client;Produit;Quantité;Prix unitaire;Montant;Statut",
            "20,00 €",
        ),
        (
            "Nº de pedido;Fecha;Cliente;Producto;Cantidad;Precio;Importe;Estado",
            "20,00 €",
        ),
        (
            "Numero ordine;Data ordine;Cliente;Prodotto;Quantità;Prezzo;Importo;Stato",
            "20,00 €",
        ),
        (
            "Número do pedido;Data do pedido;Cliente;Produto;Quantidade;Preço;Valor total;Situação",
            "20,00 €",
        ),
        (
            "Bestelnummer;Besteldatum;Klant;Product;Aantal;Prijs;Totaal;Bestelstatus",
            "20,00 €",
        ),
        (
            "注文番号;注文日;顧客名;商品名;数量;単価;金額;ステータス",
            "20,00 €",
        ),
        (
            "Voucher No;Bill date;Party Name;Item;Qty;Rate;Invoice Value;Status",
            "20,00 €",
        ),
    ] {
        let text = rows(header, |i| {
            format!(
                "{};2026-09-{i:02};Aalto;Mug {};2;10,00 €;{money};paid",
                4000 + i,
                i % 3
            )
        });
        let (shop, found) = make(&[&text]);
        let roles: Vec<_> = found[0].columns.iter().map(|c| c.role).collect();
        assert!(roles.iter().all(Option::is_some), "{header}: {roles:?}");
        assert_eq!(roles[0], Some(Role::OrderId), "{header}");
        assert_eq!(roles[4], Some(Role::Quantity), "{header}");
        assert_eq!(
            (shop.orders.gross_minor.len(), gross(&shop)),
            (12, 24_000),
            "{header}"
        );
    }
}

#[test]
fn what_a_bill_pays_out_is_no_sale() {
    let text = rows(
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),当前状态,交易单号",
        |i| {
            let (way, kind) = if i % 3 == 0 {
                ("支出", "商户消费")
            } else {
                ("收入", "转账")
            };
            format!("2026-09-{i:02} 12:00:00,{kind},顾客{i},书签,{way},¥10.00,支付成功,10000{i}")
        },
    );
    let (shop, _) = make(&[&text]);
    assert_eq!((shop.orders.gross_minor.len(), gross(&shop)), (8, 8_000));
    assert!(
        shop.quality
            .iter()
            .any(|q| q.code == QualityCode::NotSales && q.count == 4)
    );
    // Beside the shop's own orders a bill tells nothing new.
    let orders = rows("Order ID,Order date,Product,Quantity,Line total", |i| {
        format!("D{i},2026-09-{i:02},Mug,1,10.00")
    });
    let (shop, _) = make(&[&orders, &text]);
    assert_eq!((shop.orders.gross_minor.len(), gross(&shop)), (12, 12_000));
}

#[test]
fn withdrawals_are_no_refunds() {
    let text = rows(
        "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Item Title,Balance",
        |i| match i {
            5 => {
                "09/15/2026,10:00:00,PDT,,General Withdrawal,Completed,USD,-50.00,0.00,-50.00,W5,,"
                    .to_owned()
            }
            6 => {
                "09/16/2026,10:00:00,PDT,Aalto,Payment Refund,Completed,USD,-10.00,0.00,-10.00,R6,,"
                    .to_owned()
            }
            _ => format!(
                "09/{:02}/2026,10:00:00,PDT,Aalto,Express Checkout Payment,Completed,USD,10.00,-0.50,9.50,T{i},Mug,",
                i + 10
            ),
        },
    );
    let (shop, _) = make(&[&text]);
    let t = shop.totals();
    assert_eq!(
        (shop.orders.gross_minor.len(), gross(&shop), t.refunds_minor),
        (10, 10_000, 1_000)
    );
}

#[test]
fn refunds_by_order_and_summaries_are_told_apart() {
    let refunds = rows("Order ID,Refund date,SKU,Qty,Refund amount", |i| {
        format!("{i},2026-10-{i:02},CND,1,18.50")
    });
    let (shop, found) = make(&[&refunds]);
    assert_eq!(found[0].grain, Grain::Refund);
    assert_eq!(
        (shop.orders.gross_minor.len(), shop.excluded.len()),
        (0, 0),
        "refunds alone are no orders"
    );
    let days = rows("Date,Gross sales,Refunds,Net sales,Transactions", |i| {
        format!("2026-09-{i:02},120.00,0.00,120.00,{}", 40 + i)
    });
    let (shop, found) = make(&[&days]);
    assert_eq!(found[0].grain, Grain::Summary);
    assert_eq!(role(&found[0], "Transactions"), Some(Role::CustomerOrders));
    let counted: u32 = (1..=shop.orders.day.len() as u32).map(|i| 40 + i).sum();
    let t = shop.totals();
    assert_eq!((t.counts_orders, t.orders), (true, counted as usize));
    assert_eq!(shop.currencies[0].orders, counted as usize);
    assert!(
        shop.quality
            .iter()
            .all(|q| q.code != QualityCode::MissingOrderId)
    );
    let days = rows("日期,访客数,订单数,销售额,退款金额", |i| {
        format!("2026/9/{i},{},{i},2000.00,0.00", 1000 + i)
    });
    let (_, found) = make(&[&days]);
    assert_eq!(
        (found[0].grain, found[0].dataset),
        (Grain::Summary, Dataset::Orders)
    );
    let uncounted = rows("Date,Gross sales,Refunds,Net sales", |i| {
        format!("2026-09-{i:02},120.00,0.00,120.00")
    });
    let (shop, found) = make(&[&uncounted]);
    assert_eq!(found[0].grain, Grain::Summary);
    assert!(!shop.totals().counts_orders);
    assert_eq!(
        shop.totals().gross_minor,
        12_000 * shop.orders.day.len() as i64
    );
    // Beside the orders themselves, their sums would count twice.
    let orders = rows("Order ID,Date,Total", |i| {
        format!("N{i},2026-09-{i:02},50.00")
    });
    let (shop, _) = make(&[&uncounted, &orders]);
    assert_eq!(
        shop.totals().gross_minor,
        make(&[&orders]).0.totals().gross_minor
    );
    assert!(shop.totals().counts_orders);
    let unused: Vec<_> = (shop.quality.iter())
        .filter(|q| q.code == QualityCode::FileUnused)
        .map(|q| (q.table, q.detail.as_str()))
        .collect();
    assert_eq!(unused, [(0, "summary")]);
    let sales = rows("Date,Product,Sales,Orders", |i| {
        format!("2026-09-{i:02},Mug,20.00,{i}")
    });
    assert_ne!(make(&[&sales]).1[0].grain, Grain::Summary);
}

#[test]
fn stock_counts_and_costs_of_products_are_no_sales() {
    let count = rows(
        "SKU,Description,Size,System qty,Counted,Bin,Count date",
        |i| format!("S{i},Mug {i},S,5{i},4{i},A1,2026-11-20"),
    );
    let (_, found) = make(&[&count]);
    assert_eq!(found[0].dataset, Dataset::Stock);
    let catalogue = rows("Product;Category;Cost", |i| format!("Mug {i};Mugs;{i},16"));
    let (_, found) = make(&[&catalogue]);
    assert_eq!(
        (found[0].dataset, role(&found[0], "Cost")),
        (Dataset::Products, Some(Role::UnitCost))
    );
}

#[test]
fn an_export_of_douyin_adds_up_to_what_was_to_be_paid() {
    let text = rows(
        "主订单编号,子订单编号,选购商品,商品数量,商品ID,商品单价,订单应付金额,运费,优惠总金额,商家优惠,订单提交时间,支付完成时间,订单状态",
        |i| {
            format!(
                "69{},70{i},杯子{i},1,36{i},45.00,42.00,0.00,3.00,3.00,2026-09-{i:02} 21:00:09,2026-09-{i:02} 21:00:39,已完成",
                i / 2
            )
        },
    );
    let (shop, found) = make(&[&text]);
    assert_eq!(role(&found[0], "支付完成时间"), Some(Role::PaidDate));
    assert_eq!(gross(&shop), 12 * 4_200);
}

#[test]
fn a_subtotal_that_differs_within_orders_is_the_lines() {
    let text = rows(
        "Order ID,Order date,Product,Quantity,Subtotal,Order total",
        |i| {
            format!(
                "D{},2026-09-01,Mug {i},1,{i}.00,{}.00",
                i.div_ceil(2),
                4 * i.div_ceil(2) - 1
            )
        },
    );
    let (shop, found) = make(&[&text]);
    assert_eq!(role(&found[0], "Subtotal"), Some(Role::LineTotal));
    assert_eq!((gross(&shop), shop.orders.gross_minor.len()), (7_800, 6));
    assert_eq!(
        shop.lines.revenue_minor.at(11),
        1_200,
        "each product has its own share"
    );
}

#[test]
fn ad_reports_of_other_platforms_are_read() {
    let cases: [(&str, &[&str], [&str; 4]); 5] = [
        // 京东快车
        (
            "日期,计划名称,展现数,点击数,点击率,总费用,平均点击成本,千次展现成本,总订单行,总订单金额,投产比",
            &["2026-03-{d},快车-杯子,22040,610,2.77%,548.00,0.90,24.86,18,1992.00,3.64"],
            ["展现数", "总费用", "总订单行", "总订单金额"],
        ),
        // 巨量千川
        (
            "时间,计划ID,计划名称,消耗(元),展示次数,点击次数,点击率(%),平均千次展现费用(元),成交订单数,成交订单金额(元),支付ROI",
            &["2026-03-{d},90001,直播间,548.00,22040,610,2.77,24.86,18,1992.00,3.64"],
            ["展示次数", "消耗(元)", "成交订单数", "成交订单金额(元)"],
        ),
        // 万相台
        (
            "日期,场景名字,计划ID,计划名字,展现量,点击量,花费,点击率,平均点击花费,总成交金额,总成交笔数,投入产出比",
            &["2026-03-{d},关键词推广,70001,春季上新,12040,310,248.00,2.57%,0.80,992.00,8,4.00"],
            ["展现量", "花费", "总成交笔数", "总成交金额"],
        ),
        // Google Ads in Chinese
        (
            "日期,广告系列,货币代码,费用,展示次数,点击次数,转化次数,转化价值",
            &["2026-03-{d},搜索-马克杯,CNY,12.40,1204,31,2.00,72.00"],
            ["展示次数", "费用", "转化次数", "转化价值"],
        ),
        // TikTok Ads
        (
            "Campaign name,By Day,Currency,Cost,CPM,Impressions,Clicks (destination),Complete payment,Total complete payment value",
            &["Launch,2026-03-{d},USD,54.80,24.86,2204,61,3,199.20"],
            [
                "Impressions",
                "Cost",
                "Complete payment",
                "Total complete payment value",
            ],
        ),
    ];
    let roles = [
        Role::Impressions,
        Role::Spend,
        Role::Conversions,
        Role::ConversionValue,
    ];
    for (header, row, names) in cases {
        let text = rows(header, |i| row[0].replace("{d}", &format!("{i:02}")));
        let found = recognise(&read("ads.csv", &text), None);
        assert_eq!(found.dataset, Dataset::Ads, "{header}");
        for (name, wanted) in names.into_iter().zip(roles) {
            assert_eq!(role(&found, name), Some(wanted), "{name} in {header}");
        }
        assert!(
            found.columns.iter().any(|c| c.role == Some(Role::Date)),
            "a date in {header}"
        );
    }
}

#[test]
fn stock_that_is_reserved_and_minimum_orders_are_known() {
    for [on_hand, reserved, minimum] in [
        ["On hand", "Reserved", "MOQ"],
        ["Stock", "Committed", "Minimum order quantity"],
        ["现有库存", "预留库存", "起订量"],
    ] {
        let header = format!("SKU,{on_hand},{reserved},Warehouse,{minimum}");
        let text = rows(&header, |i| format!("A{i},{},{},Berlin,50", i * 7, i % 3));
        let found = recognise(&read("stock.csv", &text), None);
        assert_eq!(found.dataset, Dataset::Stock);
        assert_eq!(role(&found, on_hand), Some(Role::OnHand));
        assert_eq!(role(&found, reserved), Some(Role::Reserved), "{reserved}");
        assert_eq!(role(&found, minimum), Some(Role::MinimumOrder), "{minimum}");
    }
}

#[test]
fn a_control_group_parts_people_and_pest_control_is_bought() {
    let of = |groups: [&str; 2]| {
        let text = rows("Customer ID,Date,Group,Amount", |i| {
            format!("C{i},2026-09-{i:02},{},{i}.50", groups[i % 2])
        });
        make(&[&text]).1[0].dataset
    };
    assert_eq!(of(["Mailed", "Control group"]), Dataset::Unknown);
    assert_eq!(of(["实验组", "对照组"]), Dataset::Unknown);
    for sold in [["Pest control", "Cleaning"], ["空白T恤", "印花T恤"]] {
        assert!(
            matches!(of(sold), Dataset::Orders | Dataset::OrderLines),
            "{sold:?}"
        );
    }
}
