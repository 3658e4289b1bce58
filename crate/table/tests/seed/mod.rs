//! One small file of each kind.

use std::io::Write as _;

use encoding_rs::GBK;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

/// An OpenDocument spreadsheet and an old workbook, made by `make_fixtures.py`.
pub(crate) const ODS: &[u8] = include_bytes!("../fixture/orders.ods");
/// See [`ODS`].
pub(crate) const XLS: &[u8] = include_bytes!("../fixture/orders.xls");

/// A workbook with a title, dates, a formula, an empty sheet.
pub(crate) fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet().set_name("订单").unwrap();
    sheet.merge_range(0, 0, 0, 4, "订单导出", &bold).unwrap();
    for (column, name) in ["订单编号", "下单时间", "金额", "已付款", "备注"]
        .into_iter()
        .enumerate()
    {
        sheet.write(2, column as u16, name).unwrap();
    }
    for row in 0..5u32 {
        sheet
            .write(3 + row, 0, format!("10000000000000000{row}"))
            .unwrap();
        let time = ExcelDateTime::from_ymd(2026, 3, 1 + row as u8)
            .unwrap()
            .and_hms(14, 5, 0)
            .unwrap();
        sheet.write_with_format(3 + row, 1, &time, &date).unwrap();
        sheet.write(3 + row, 2, 12.5 + f64::from(row)).unwrap();
        sheet.write(3 + row, 3, row % 2 == 0).unwrap();
    }
    sheet.write(3, 4, "急").unwrap();
    sheet.write(8, 0, "合计").unwrap();
    sheet
        .write(8, 2, Formula::new("=SUM(C4:C8)").set_result("72.5"))
        .unwrap();
    book.add_worksheet().set_name("空").unwrap();
    let ids = book.add_worksheet().set_name("ids").unwrap();
    ids.write(0, 0, "商品ID").unwrap();
    ids.write(0, 1, "数量").unwrap();
    for row in 1..4 {
        ids.write(row, 0, 1_234_567_890_123_456_789.0 + f64::from(row) * 1e6)
            .unwrap();
        ids.write(row, 1, row).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// An archive of named files.
pub(crate) fn zip(entries: &[(&[u8], &[u8])]) -> Vec<u8> {
    // Written by hand: names that are not UTF-8 are what is to be tested.
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in entries {
        let offset = out.len() as u32;
        let mut head = Vec::new();
        head.extend(20u16.to_le_bytes());
        head.extend([0; 4]);
        head.extend([0; 4]);
        head.extend(crc32(bytes).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend(0u16.to_le_bytes());
        out.write_all(b"PK\x03\x04").unwrap();
        out.extend(&head);
        out.extend(*name);
        out.extend(*bytes);
        directory.extend(b"PK\x01\x02");
        directory.extend(20u16.to_le_bytes());
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(*name);
    }
    let (start, length) = (out.len() as u32, directory.len() as u32);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend(0u16.to_le_bytes());
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &b| {
        (0..8).fold(crc ^ u32::from(b), |c, _| {
            if c & 1 == 1 {
                c >> 1 ^ 0xedb8_8320
            } else {
                c >> 1
            }
        })
    })
}

/// Orders as a Chinese platform exports them.
pub(crate) const TAOBAO: &str = "订单编号,买家会员名,总金额,订单状态,订单创建时间,宝贝标题\n\
    \"=\"\"1234567890123456781\"\"\",小明,129.00,交易成功,2026-03-01 10:00:00,\"夏季连衣裙，碎花\"\n\
    \"=\"\"1234567890123456782\"\"\",小红,59.90,交易关闭,2026-03-02 11:30:00,帆布包\n\
    \"=\"\"1234567890123456783\"\"\",小刚,88.00,交易成功,2026-03-03 09:15:00,运动鞋\n";

/// Ads with a title, a date range and total rows.
pub(crate) const ADS: &str = "Campaign report\n\"July 1, 2026 - July 31, 2026\"\nDay,Campaign,Campaign ID,Currency code,Cost,Clicks,CTR\n\
    2026-07-01,Brand,123,USD,\"1,200.50\",30,1.5%\n2026-07-02,Brand,123,USD,800.25,20,2.5%\n2026-07-03,Other,124,USD,--,5,0.5%\n\
    Total: Account, --, --, --,\"2,000.75\",55,1.6%\n";

/// One of each.
#[allow(dead_code, reason = "each test binary uses its part")]
pub(crate) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let utf16: Vec<u8> = "Name;Betrag;Datum\nA;1.234,50;31.12.2026\nB;12,00;01.01.2026\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let gbk = GBK.encode(TAOBAO).0.into_owned();
    vec![
        ("taobao.csv", gbk.clone()),
        ("ads.csv", ADS.as_bytes().to_vec()),
        ("utf16.txt", utf16),
        ("spaces.txt", b" id  date amount\n 00001 19970101  1.77\n 00002 19970112 12.00\n 00003 19970112 77.00\n".to_vec()),
        ("a.json", br#"{"orders":[{"id":1,"at":{"x":"\u00e9"},"items":[{"sku":"a","n":1.5},{"sku":"b","n":null}]}]}"#.to_vec()),
        ("a.jsonl", b"{\"a\":1,\"b\":\"x\"}\n{\"a\":2.5,\"c\":true}\n".to_vec()),
        ("a.xlsx", xlsx()),
        ("a.ods", ODS.to_vec()),
        ("a.xls", XLS.to_vec()),
        ("a.zip", zip(&[(b"orders.csv", ADS.as_bytes()), (&GBK.encode("订单.csv").0, &gbk), (b"__MACOSX/._x", b"\0"), (b"pic.png", b"\x89PNG\r\n")])),
    ]
}
