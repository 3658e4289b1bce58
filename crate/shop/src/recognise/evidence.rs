//! What speaks against sales: bank statements, purchases and expenses have dates and amounts too.

use super::Reading;
use super::name::Name;
use super::profile::Profile;
use super::version::first_version;
use table::{Column, Table, Values};

use crate::{Dataset, Role};

/// Headers of bank statements (normal spelling without spaces).
const BANK: &str = "debit credit paidin paidout moneyin moneyout withdrawals withdrawal deposits 借方 贷方 \
    借方发生额 贷方发生额 借方金额 贷方金额 支出金额 soll haben debe haber";
/// Headers of running balances.
const BALANCE: &str = "balance runningbal runningbalance accountbalance closingbalance 余额 账户余额 \
    本次余额 saldo solde";
/// What only purchases are headed with; prices and costs of purchase stand in lists of sales too.
const PURCHASES: &str = "采购 进货 入库";
const COSTS: [&str; 10] = [
    "采购价",
    "采购成本",
    "采购金额",
    "采购在途",
    "采购周期",
    "采购商",
    "采购员",
    "进货价",
    "入库价",
    "进货成本",
];
const PURCHASES_EN: &str = "ponumber podate pono purchaseorder purchaseorderdate qtyreceived \
    quantityreceived goodsreceived linecost supplierinvoice vendorinvoice poid postatus purchaseorderno \
    unitsreceived receivedqty receivedquantity receivedunits quantityarrived qtyarrived";
/// What of an order has arrived: beside it a bare quantity is what was ordered, no level of stock.
const ARRIVED: &str = "qtyreceived quantityreceived unitsreceived receivedqty receivedquantity receivedunits quantityarrived \
    qtyarrived arrivedqty quantitydelivered qtydelivered deliveredqty deliveredquantity unitsdelivered 到货数量 到货数 \
    实际到货数量 已到货数量 收货数量 已收数量 实收数量 入库数量";
/// Quantities that do not say of what.
const BARE: &str = "quantity qty units 数量 件数";
/// Amounts that do not say of what.
const AMOUNTS: &str = "amount value 金额 金額 betrag montant importe importo valor bedrag";
/// Words, in headers or the file's name, that say that a list is of sales.
const SALES: &str = "sale revenue turnover takings income order receipt invoice umsatz verkauf erlos \
    vente ventas vendite vendas verkoop omzet chiffre 销售 营业 成交 订单 流水 收入 営業 売上 注文 매출 주문";
/// What a product's name is not.
const REMARKS: &str = "description details memo reference narrative 摘要 说明 用途 备注 内容 项目 libelle \
    beschreibung verwendungszweck descripcion descrizione descricao omschrijving";

fn any(names: &[Name], words: &str) -> bool {
    count(names, words) > 0
}

fn count(names: &[Name], words: &str) -> usize {
    let known = |n: &&Name| words.split_whitespace().any(|w| n.bare == w || n.full == w);
    names.iter().filter(known).count()
}

/// What a table that could be read as a dataset is where it is no list of sales: purchases, or something not known
/// (a bank statement, expenses).
pub(super) fn no_sale(
    dataset: Dataset,
    source: &str,
    names: &[Name],
    reading: &Reading,
) -> Option<Dataset> {
    let unknown = |is: bool| is.then_some(Dataset::Unknown);
    let has = |roles: &[Role]| roles.iter().any(|r| reading.has(*r));
    let customer = has(&[
        Role::CustomerId,
        Role::CustomerName,
        Role::Email,
        Role::Phone,
    ]);
    let counted = has(&[Role::Quantity, Role::UnitPrice]);
    let dated = has(&[Role::OrderDate, Role::PaidDate, Role::Date]);
    let balance = any(names, BALANCE);
    let sides = count(names, BANK);
    let bank = dated
        && !counted
        && (balance && !has(&[Role::OrderId]) || usize::from(balance) + sides > 1 && !customer);
    let buys = |n: &Name| {
        PURCHASES.split(' ').any(|w| n.bare.contains(w))
            && !COSTS.iter().any(|w| n.bare.contains(w))
    };
    match dataset {
        Dataset::Orders | Dataset::Stock => {}
        Dataset::Reviews | Dataset::Messages | Dataset::Events => return unknown(bank),
        // A list of products may tell when they came in; two words of buying make a list of purchases.
        Dataset::Products | Dataset::Unknown => {
            let words = names.iter().filter(|n| buys(n)).count() + count(names, PURCHASES_EN);
            let supplier = dataset == Dataset::Unknown && has(&[Role::Supplier]);
            let is = words + usize::from(supplier) > 1 && !customer;
            return (is && !has(&[Role::OnHand, Role::Available])).then_some(Dataset::Purchases);
        }
        _ => return None,
    }
    let bought = names.iter().filter(|n| buys(n)).count() > usize::from(dataset == Dataset::Stock)
        || any(names, PURCHASES_EN)
        || has(&[Role::Supplier]) && has(&[Role::UnitCost]) && !has(&[Role::UnitPrice]);
    if dataset == Dataset::Stock {
        let on_hand = reading.find(Role::OnHand);
        let ordered = on_hand.is_some_and(|i| any(&names[i..=i], BARE)) && any(names, ARRIVED);
        let is = bought && on_hand.is_none() || ordered;
        return (is && !has(&[Role::Available])).then_some(Dataset::Purchases);
    }
    if bank || bought && !customer {
        return Some(if bank {
            Dataset::Unknown
        } else {
            Dataset::Purchases
        });
    }
    // A date and an amount alone may be anything.
    let told = [
        Role::OrderId,
        Role::OrderStatus,
        Role::PaymentStatus,
        Role::Store,
        Role::Channel,
        Role::CustomerOrders,
    ];
    if counted || customer || has(&told) {
        return None;
    }
    let named = |role: Role, words: &str| {
        reading
            .find(role)
            .is_some_and(|i| any(&names[i..=i], words))
    };
    let product = has(&[Role::ProductId, Role::Sku, Role::ProductList])
        || has(&[Role::ProductName]) && !named(Role::ProductName, REMARKS);
    let paid_to =
        has(&[Role::Supplier]) || any(names, "vendor vendorname payee payto paidto expense 收款方");
    let source = source.to_lowercase();
    let sales = SALES
        .split_whitespace()
        .any(|w| source.contains(w) || names.iter().any(|n| n.bare.contains(w)));
    unknown(
        !sales
            && (paid_to
                || !product
                    && (named(Role::LineTotal, AMOUNTS) || named(Role::OrderTotal, AMOUNTS))),
    )
}

/// What control groups are called, as parts of their names with `_` for spaces.
pub const CONTROL: &str = "control holdout hold-out untreated no_e-mail no_email no_mail no_contact no_campaign no_offer \
    no_treatment 对照 空白 未触达 不发 未发送 留出 未参加";
/// Groups of a trial at most, the control group among them.
const GROUPS: usize = 6;

/// Whether a table that reads like orders is of a campaign's or a test's people: no order's number, and a column that parts a
/// control group from others, or versions.
pub(super) fn is_trial(dataset: Dataset, table: &Table, reading: &Reading) -> bool {
    // `Control` and `对照组`; `Pest control` may be what was bought.
    let is_control = |name: &str| {
        let name = name.to_lowercase().replace(' ', "_");
        let rest = |w| name.strip_prefix(w);
        let mut rests = CONTROL.split_whitespace().filter_map(rest);
        rests.any(|rest| matches!(rest, "" | "_group" | "组"))
    };
    // Grades of customers who come again are letters too.
    let customers_once = || {
        let customers = reading
            .find(Role::CustomerId)
            .and_then(|i| table.columns.get(i));
        customers.is_some_and(|column| 20 * distinct(&column.values) >= 19 * column.values.len())
    };
    let parts = |column: &Column| match &column.values {
        Values::Text(dict) if (2..=GROUPS).contains(&dict.distinct()) => {
            let names = (0..dict.distinct() as u32).filter_map(|code| dict.get(code));
            let names: Vec<&str> = names.map(str::trim).filter(|n| !n.is_empty()).collect();
            names.iter().any(|name| is_control(name))
                || first_version(&column.name, &names, false).is_some() && customers_once()
        }
        _ => false,
    };
    matches!(dataset, Dataset::Orders | Dataset::OrderLines)
        && reading.has(Role::CustomerId)
        && ![Role::OrderId, Role::ProductName, Role::Sku, Role::Quantity]
            .iter()
            .any(|r| reading.has(*r))
        && table.columns.iter().any(parts)
}

/// Different values of a column of ids.
fn distinct(values: &Values) -> usize {
    match values {
        Values::Text(dict) => dict.distinct(),
        Values::Integer(ints) => {
            let mut all: Vec<i64> = (0..ints.len()).filter_map(|row| ints.get(row)).collect();
            table::order::sort(&mut all);
            all.dedup();
            all.len()
        }
        _ => 0,
    }
}

/// What moves stock, in the words of a list of movements; and what headers call it.
const MOVES: &str = "receipt received receive inbound outbound sale sold shipment shipped dispatch transfer adjustment adjust return issue consumption scrap write-off production 入库 出库 调拨 盘盈 盘亏 报损 报溢 领用 领料 退货";
/// Headers of quantities that moved.
const MOVED: &str = "movement moved change delta 出入库 变动 异动 增减";
/// Kinds of movements at most.
const MOST_MOVES: usize = 30;

/// Whether a table that reads like stock lists what came in and went out: it tells no level.
pub(super) fn is_movements(dataset: Dataset, table: &Table, reading: &Reading) -> bool {
    let moves = |text: &str| {
        let text = text.to_lowercase();
        MOVES.split(' ').any(|word| text.contains(word))
    };
    let kinds = |column: &Column| match &column.values {
        Values::Text(dict) if (2..=MOST_MOVES).contains(&dict.distinct()) => {
            let all = (0..dict.distinct() as u32).filter_map(|code| dict.get(code));
            all.filter(|text| moves(text)).count() * 10 >= 6 * dict.distinct()
        }
        _ => false,
    };
    // A place may be called `Returns`, a product `Outbound pack`: these are no kinds of movement.
    let free = |at: usize| {
        reading
            .claims
            .get(at)
            .is_none_or(|c| c.as_ref().is_none_or(|c| !named(c.role)))
    };
    let columns = table.columns.iter().enumerate();
    let by_kind = columns
        .clone()
        .any(|(at, column)| free(at) && kinds(column));
    let counts = |at: usize| {
        let role = reading.claims.get(at).and_then(|c| c.as_ref()?.role);
        matches!(role, Some(Role::OnHand | Role::Available))
    };
    let by_name = columns.filter(|(at, _)| counts(*at)).any(|(_, column)| {
        let name = column.name.to_lowercase();
        MOVED.split(' ').any(|word| name.contains(word))
    });
    dataset == Dataset::Stock && reading.has(Role::Date) && (by_kind || by_name)
}

fn named(role: Option<Role>) -> bool {
    matches!(
        role,
        Some(Role::Location | Role::ProductName | Role::Sku | Role::ProductId | Role::Category)
    )
}

/// What stands beside a channel's name where a header tells what was spent on it; costs may be of anything.
pub const SPENT: &str = "spend spent 花费 消耗";
/// What is no channel before such a word.
pub const NO_CHANNEL: &str = "total ad ads all amount net gross daily media average avg customer order time 总 总计 已 广告 推广";

/// Whether a table that reads like sums of sales by day is spend by advertising channel beside them.
pub(super) fn is_mix(
    dataset: Dataset,
    names: &[Name],
    profiles: &[Profile],
    reading: &Reading,
) -> bool {
    let sums = matches!(
        dataset,
        Dataset::Orders | Dataset::OrderLines | Dataset::Ads | Dataset::Unknown
    );
    let told = [
        Role::OrderId,
        Role::OrderStatus,
        Role::PaymentStatus,
        Role::CustomerId,
        Role::CustomerName,
        Role::Email,
        Role::ProductId,
        Role::ProductName,
        Role::ProductList,
        Role::Sku,
        Role::UnitPrice,
    ];
    let channels = names.iter().zip(profiles).filter(|(name, p)| {
        let rest = |w| name.bare.strip_suffix(w).or(name.bare.strip_prefix(w));
        let of = SPENT.split(' ').find_map(rest);
        p.is_number()
            && !p.percent
            && of.is_some_and(|of| !of.is_empty() && !NO_CHANNEL.split(' ').any(|w| of == w))
    });
    sums && profiles.iter().any(Profile::is_time)
        && !told.iter().any(|r| reading.has(*r))
        && channels.count() > 1
}

#[cfg(test)]
mod tests {
    use crate::{Dataset, Role, recognise};
    use table::{Options, Reader};

    fn dataset(name: &str, header: &str, row: impl Fn(usize) -> String) -> Dataset {
        let rows: Vec<String> = (1..=12).map(row).collect();
        let text = format!("{header}\n{}\n", rows.join("\n"));
        let mut reader = Reader::new(name, Some(text.len() as u64), Options::default());
        reader.push(text.as_bytes()).expect("text");
        recognise(&reader.finish().tables[0], None).dataset
    }

    #[test]
    fn spend_by_channel_is_no_list_of_sales() {
        for (header, is) in [
            ("Date,tv_spend,search_spend,revenue", Dataset::Ads),
            ("Week,Facebook spend,Google spend,Sales", Dataset::Ads),
            ("日期,直通车花费,抖音花费,销售额", Dataset::Ads),
            ("Date,facebookSpend,Spend TikTok,Revenue", Dataset::Ads),
            ("Date,Shipping cost,Product cost,Revenue", Dataset::Orders),
            ("Date,Total spend,tv_spend,Revenue", Dataset::Orders),
            ("Date,Orders,Ad spend,Revenue", Dataset::Orders),
        ] {
            let day = |i: usize| format!("2026-03-{i:02},{}.50,{}.25,{}.00", 10 + i, 7 * i, 90 * i);
            assert_eq!(dataset("daily.csv", header, day), is, "{header}");
        }
        // An income statement has costs side by side, and nothing spent on ads.
        let month = |i: usize| {
            format!(
                "2026-{:02},{i}50.00,{}.25,{}.00",
                i % 12 + 1,
                7 * i,
                900 * i
            )
        };
        let statement = dataset("monthly.csv", "月份,销售费用,管理费用,营业收入", month);
        assert_ne!(statement, Dataset::Ads);
    }

    #[test]
    fn what_moved_is_no_level_of_stock() {
        let kinds = ["Receipt", "Sale", "Transfer out", "采购入库", "销售出库"];
        let en = |i: usize| {
            format!(
                "2026-03-{i:02},SKU{},Mug,{},{},Main",
                i % 3,
                kinds[i % 3],
                5 * i
            )
        };
        let header = "Date,SKU,Product,Type,Quantity,Location";
        assert_eq!(dataset("moves.csv", header, en), Dataset::Unknown);
        let zh = |i: usize| {
            format!(
                "2026-03-{i:02},{},SKU{},杯子,{},主仓",
                kinds[3 + i % 2],
                i % 3,
                5 * i
            )
        };
        let header = "日期,单据类型,商品编码,商品名称,出入库数量,仓库";
        assert_eq!(dataset("库存流水.csv", header, zh), Dataset::Unknown);
        // What was ordered beside what has arrived is none either.
        for header in [
            "Supplier,SKU,Quantity,Quantity delivered,Date",
            "供应商,货号,数量,到货数量,日期",
        ] {
            let order = |i: usize| format!("Acme,SKU{i},{},{},2026-03-{i:02}", 50 * i, 40 * i);
            assert_eq!(
                dataset("list.csv", header, order),
                Dataset::Purchases,
                "{header}"
            );
        }
        // A count by place and day is stock, and so is what is left after each day's movements.
        let count = |i: usize| {
            format!(
                "2026-03-{i:02},SKU{},Mug,{},{}",
                i % 3,
                ["Main", "Shop"][i % 2],
                5 * i
            )
        };
        let header = "Date,SKU,Product,Location,Quantity";
        assert_eq!(dataset("stock.csv", header, count), Dataset::Stock);
        let left = |i: usize| {
            format!(
                "2026-09-{i:02},SKU{},杯子,{},{},{}",
                i % 3,
                20 + i,
                i,
                300 + i
            )
        };
        let header = "日期,SKU,商品名称,入库数量,出库数量,结存数量";
        assert_eq!(dataset("进销存明细.csv", header, left), Dataset::Stock);
    }

    #[test]
    fn money_that_is_no_sale_is_not_taken_for_orders() {
        for (header, row) in [
            (
                "Date,Description,Debit,Credit,Balance",
                "RENT,18.21,,4996.79",
            ),
            (
                "Date,Description,Amount,Running Bal.",
                "RENT,-18.21,4996.79",
            ),
            (
                "Date,Category,Vendor,Description,Amount",
                "Ads,Meta,monthly,20.91",
            ),
            (
                "Payout Date,Status,Charges,Refunds,Fees,Total",
                "paid,500.00,0.00,-15.00,485.00",
            ),
        ] {
            let found = dataset("a.csv", header, |i| format!("2026-09-{i:02},{row}"));
            assert_eq!(found, Dataset::Unknown, "{header}");
        }
    }

    #[test]
    fn what_is_bought_is_told_from_what_is_sold() {
        use Role::{
            CompletedDate, OrderDate, OrderId, ProductName, PromisedDate, Quantity,
            ReceivedQuantity, Sku, Supplier, UnitCost,
        };
        for (header, row, roles) in [
            (
                "进货日期,供应商,品名,数量,进价,金额",
                "某厂,竹篮,50,12.50,625.00",
                vec![OrderDate, Supplier, ProductName, Quantity, UnitCost],
            ),
            (
                "采购日期,供应商,商品名称,采购数量,采购单价,采购金额",
                "某厂,竹篮,50,12.50,625.00",
                vec![OrderDate, Supplier, ProductName, Quantity, UnitCost],
            ),
            (
                "采购日期,采购单号,供应商,商品名称,采购数量,入库数量,预计到货日期,入库日期",
                "P1,某厂,竹篮,50,48,2026-10-01,2026-10-03",
                vec![
                    OrderDate,
                    OrderId,
                    Supplier,
                    ProductName,
                    Quantity,
                    ReceivedQuantity,
                    PromisedDate,
                    CompletedDate,
                ],
            ),
            (
                "PO Date,PO Number,Vendor,SKU,Qty Ordered,Qty Received,Expected Date,Received Date,Unit Cost",
                "P1,Acme,B-1,50,48,2026-10-01,2026-10-03,4.50",
                vec![
                    OrderDate,
                    OrderId,
                    Supplier,
                    Sku,
                    Quantity,
                    ReceivedQuantity,
                    PromisedDate,
                    CompletedDate,
                    UnitCost,
                ],
            ),
        ] {
            are_purchases(header, row, &roles);
        }
    }

    /// Rows that begin with a day are purchases, and their columns play the roles.
    fn are_purchases(header: &str, row: &str, roles: &[Role]) {
        let rows: Vec<String> = (1..=12).map(|i| format!("2026-09-{i:02},{row}")).collect();
        let text = format!("{header}\n{}\n", rows.join("\n"));
        let mut reader = Reader::new("a.csv", Some(text.len() as u64), Options::default());
        reader.push(text.as_bytes()).expect("text");
        let found = recognise(&reader.finish().tables[0], None);
        assert_eq!(found.dataset, Dataset::Purchases, "{header}");
        for role in roles {
            assert!(found.column(*role).is_some(), "{role:?} in {header}");
        }
    }

    #[test]
    fn purchases_are_known_by_what_programs_head_them_with() {
        let all = [
            Role::OrderId,
            Role::Supplier,
            Role::Sku,
            Role::OrderDate,
            Role::PromisedDate,
            Role::CompletedDate,
            Role::Quantity,
            Role::ReceivedQuantity,
            Role::UnitCost,
            Role::OrderStatus,
        ];
        let row = "P1,Acme,B-1,2026-10-01,2026-10-03,50,48,4.50,Received";
        for header in [
            "Ordered on,Purchase order,Supplier,SKU,Expected arrival,Arrived on,Quantity,Received,Unit cost,Status",
            "Date ordered,PO ID,Vendor,SKU,Estimated arrival date,Arrival date,Units ordered,Units received,Unit cost,PO status",
            "Purchase order date,Purchase order no,Vendor name,SKU,Expected by,Received on,Ordered quantity,Received quantity,Unit price,Status",
            "Issue date,PO number,Supplier,SKU,Required date,Actual delivery date,Qty ordered,Units received,Unit cost,Purchase status",
        ] {
            are_purchases(header, row, &all);
        }
        let row = "P1,某厂,B-1,2026-10-01,2026-10-03,50,48,4.50,已入库";
        for header in [
            "采购订单日期,采购订单编号,供应商,货号,预计入库日期,实际入库日期,采购数量,实际入库数量,采购单价,单据状态",
            "单据日期,采购订单号,供货单位,货号,承诺交货日期,到货时间,采购数,到货数,进货单价,采购状态",
        ] {
            are_purchases(header, row, &all);
        }
    }

    #[test]
    fn sales_are_still_sales() {
        let is_sales = |d| matches!(d, Dataset::Orders | Dataset::OrderLines);
        for (file, header, row) in [
            ("a.csv", "Date,Takings", "18.21"),
            ("sales.csv", "Date,Amount", "18.21"),
            ("a.csv", "Date,Product,Amount", "Mug,18.21"),
            ("a.csv", "日期,品牌,商品名称,金额", "甲,茶,18.21"),
            ("a.csv", "日期,门店,金额", "一店,18.21"),
            (
                "a.csv",
                "Order date,Order No,PO number,Customer,Total",
                "1,2,Aalto,18.21",
            ),
            (
                "a.csv",
                "Date,Invoice no,Customer,Total,Balance",
                "R-1,Aalto,18.21,0.00",
            ),
            ("a.csv", "日期,商品名称,数量,单价,采购价", "茶,2,10.00,6.00"),
        ] {
            let found = dataset(file, header, |i| format!("2026-09-{i:02},{row}"));
            assert!(is_sales(found), "{header}: {found:?}");
        }
    }
}
