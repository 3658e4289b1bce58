//! Whole files in, tables out: the shapes that platforms export, and what is wrong with them.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failure here is a failed test"
)]

mod invariant;
mod seed;

use encoding_rs::{BIG5, GBK};
use table::{
    ColumnChoice, DateOrder, Error, Format, Options, Outcome, Reader, Table, Type, Values,
    WarningCode,
};

fn outcome_with(name: &str, bytes: &[u8], options: Options) -> Outcome {
    let mut reader = Reader::new(name, Some(bytes.len() as u64), options);
    // A failure is told again at the end.
    let _ = reader.push(bytes);
    reader.finish()
}

fn outcome(name: &str, bytes: &[u8]) -> Outcome {
    invariant::check(name, bytes, 1 << 16);
    outcome_with(name, bytes, Options::default())
}

fn one(name: &str, bytes: &[u8]) -> Table {
    let mut read = outcome(name, bytes);
    assert!(read.failures.is_empty(), "{:?}", read.failures);
    assert_eq!(read.tables.len(), 1);
    read.tables.remove(0)
}

fn cells(table: &Table, column: &str) -> Vec<String> {
    let found = table.columns.iter().find(|c| c.name == column);
    let column = found.unwrap_or_else(|| panic!("{column} is not among {:?}", kinds(table)));
    (0..table.rows)
        .map(|r| column.cell(r).unwrap_or_default().into_owned())
        .collect()
}

fn kinds(table: &Table) -> Vec<(&str, Type)> {
    table
        .columns
        .iter()
        .map(|c| (c.name.as_str(), c.kind()))
        .collect()
}

fn warned(table: &Table, code: WarningCode) -> usize {
    table
        .warnings
        .iter()
        .filter(|w| w.code == code)
        .map(|w| w.count)
        .sum()
}

#[test]
fn taobao_orders_in_gbk() {
    let table = one("ExportOrderList.csv", &GBK.encode(seed::TAOBAO).0);
    assert_eq!(table.dialect.encoding.as_deref(), Some("GBK"));
    assert_eq!(
        kinds(&table),
        [
            ("订单编号", Type::Text),
            ("买家会员名", Type::Text),
            ("总金额", Type::Decimal),
            ("订单状态", Type::Text),
            ("订单创建时间", Type::DateTime),
            ("宝贝标题", Type::Text)
        ]
    );
    assert_eq!(cells(&table, "订单编号")[0], "1234567890123456781");
    assert_eq!(cells(&table, "宝贝标题")[0], "夏季连衣裙，碎花");
    assert_eq!(warned(&table, WarningCode::Unwrapped), 3);
}

#[test]
fn ads_with_preamble_and_totals() {
    let table = one("ads.csv", seed::ADS.as_bytes());
    assert_eq!((table.dialect.header_row, table.rows), (Some(3), 3));
    assert_eq!(warned(&table, WarningCode::Preamble), 2);
    assert_eq!(cells(&table, "Cost"), ["1200.50", "800.25", ""]);
    assert_eq!(cells(&table, "CTR"), ["1.5", "2.5", "0.5"]);
    assert!(table.columns.iter().any(|c| c.name == "CTR" && c.percent));
    let total = &table.totals[0];
    assert_eq!((total.row, total.agrees), (7, true));
    assert!(
        total
            .checked
            .contains(&(4, "2000.75".into(), "2000.75".into())),
        "{total:?}"
    );
    assert_eq!(table.row_map.source_row(0), 4);
}

#[test]
fn totals_that_disagree_are_told() {
    let text = "商品,花费,订单数\nA,1.00,1\nB,2.00,2\nC,3.00,3\n总计,7.00,6\n";
    let table = one("推广.csv", text.as_bytes());
    assert_eq!(table.rows, 3);
    assert!(!table.totals[0].agrees);
    assert_eq!(warned(&table, WarningCode::TotalsDisagree), 1);
}

#[test]
fn a_total_without_a_label_is_known_by_its_sums() {
    let text = "Campaign,Day,Spend,Clicks\n,2026-07-01,6.50,9\nA,2026-07-01,1.50,2\nB,2026-07-02,2.00,3\nC,2026-07-03,3.00,4\n";
    let table = one("meta.csv", text.as_bytes());
    assert_eq!(table.rows, 3);
    assert_eq!(table.totals[0].row, 2);
}

#[test]
fn ebay_footer_and_month_names() {
    let text = "sep=,\n\nSales Record Number,Order Number,Item Title,Sold For,Sale Date\n\
        101,11-111,Mug,$12.00,Jul-25-26\n102,22-222,Cup,\"$1,012.50\",Jul-26-26\n\n2 record(s) downloaded\n";
    let table = one("ebay.csv", text.as_bytes());
    assert_eq!((table.rows, table.dialect.header_row), (2, Some(3)));
    assert_eq!(cells(&table, "Sold For"), ["12.00", "1012.50"]);
    assert_eq!(table.columns[3].currencies, [("$".to_owned(), 2)]);
    assert_eq!(table.columns[4].kind(), Type::Date);
    assert_eq!(warned(&table, WarningCode::Footer), 1);
    assert_eq!(table.row_map.source_row(1), 5);
}

#[test]
fn european_amounts_and_dates() {
    let text = "Bestellung;Datum;Betrag;Menge\nA1;31.12.2026;1.234,50;1.000\nA2;01.02.2026;12,00;2.500\nA3;05.02.2026;-3,10;12\n";
    let table = one("de.csv", text.as_bytes());
    assert_eq!(cells(&table, "Betrag"), ["1234.50", "12.00", "-3.10"]);
    assert_eq!(cells(&table, "Menge"), ["1000", "2500", "12"]);
    let Values::Dates(dates) = &table.columns[1].values else {
        panic!("no dates")
    };
    assert_eq!((dates.order, dates.ambiguous), (DateOrder::Dmy, false));
}

#[test]
fn open_dates_are_asked_about_and_can_be_decided() {
    let text = "id,date\n1,03/04/2026\n2,05/06/2026\n3,07/08/2026\n";
    let table = one("a.csv", text.as_bytes());
    assert_eq!(warned(&table, WarningCode::AmbiguousDates), 3);
    let choice = ColumnChoice {
        date_order: Some(DateOrder::Dmy),
        ..ColumnChoice::default()
    };
    let options = Options {
        columns: [("date".to_owned(), choice)].into(),
        ..Options::default()
    };
    let read = outcome_with("a.csv", text.as_bytes(), options);
    let Values::Dates(dates) = &read.tables[0].columns[1].values else {
        panic!("no dates")
    };
    // 3 April 2026.
    assert_eq!(
        (dates.ambiguous, dates.civil_seconds[0]),
        (false, 20_546 * 86_400)
    );
    assert_eq!(warned(&read.tables[0], WarningCode::AmbiguousDates), 0);
}

#[test]
fn dates_of_both_orders_are_told() {
    let text =
        "id,when,note\n1,03/04/2026,1/2\n2,25/06/2026,a\n3,07/28/2026,b\n4,07/28/2026,c\n5,,d\n";
    let table = one("a.csv", text.as_bytes());
    assert_eq!(table.columns[1].kind(), Type::Text);
    assert_eq!(warned(&table, WarningCode::MixedDates), 3);
    let one_order = one("a.csv", text.replace("25/06", "05/06").as_bytes());
    assert_eq!(one_order.columns[1].kind(), Type::Date);
    assert_eq!(warned(&one_order, WarningCode::MixedDates), 0);
}

#[test]
fn ids_stay_text() {
    let text = "sku,long,zip,code,rounded,n\n00123,1234567890123456789,'75008,536365,1.23457E+18,1\n00456,1234567890123456790,'02139,C536379,1.23458E+18,2\n\
        00789,1234567890123456791,'10115,536380,1.23459E+18,3\n";
    let table = one("ids.csv", text.as_bytes());
    assert_eq!(
        kinds(&table).into_iter().map(|k| k.1).collect::<Vec<_>>(),
        [
            Type::Text,
            Type::Text,
            Type::Text,
            Type::Text,
            Type::Text,
            Type::Integer
        ]
    );
    assert_eq!(cells(&table, "zip")[1], "02139");
    assert_eq!(warned(&table, WarningCode::IdsRounded), 3);
}

#[test]
fn several_currencies_are_kept_apart() {
    let table = one(
        "c.csv",
        "item,price\na,US$10.00\nb,€5.00\nc,US$7.50\nd,\n".as_bytes(),
    );
    let column = &table.columns[1];
    assert_eq!(
        column.currencies,
        [("US$".to_owned(), 2), ("€".to_owned(), 1)]
    );
    assert_eq!(column.currency_of_row.as_deref(), Some(&[0, 1, 0, 255][..]));
}

#[test]
fn truth_values_and_placeholders() {
    let text = "a,b,c,d\nyes,1,无,5\nno,0,有货,--\nyes,1,N/A,7\n";
    let table = one("t.csv", text.as_bytes());
    let types: Vec<Type> = kinds(&table).into_iter().map(|k| k.1).collect();
    assert_eq!(
        types,
        [Type::Boolean, Type::Integer, Type::Text, Type::Integer]
    );
    assert_eq!((table.columns[2].nulls, table.columns[3].nulls), (2, 1));
}

#[test]
fn misfits_are_kept_beside_numbers_or_turn_the_column() {
    let mut text = String::from("qty,code\n");
    for i in 0..300 {
        let code = if i % 3 == 0 {
            format!("X{i}")
        } else {
            format!("{}", 1000 + i)
        };
        text.push_str(&format!(
            "{},{code}\n",
            if i == 250 {
                "see note".to_owned()
            } else {
                i.to_string()
            }
        ));
    }
    let table = one("m.csv", text.as_bytes());
    assert_eq!(table.columns[0].kind(), Type::Integer);
    assert_eq!(
        table.columns[0].exceptions.get(&250).map(|s| &**s),
        Some("see note")
    );
    assert_eq!(table.columns[1].kind(), Type::Text);
    assert_eq!(cells(&table, "code")[1], "1001");
    assert_eq!(warned(&table, WarningCode::Misfits), 1);
}

#[test]
fn ragged_rows_and_odd_headers() {
    let text = "a,,a,b,\n1,2,3,4,\n1,2\n1,2,3,4,,6\n";
    let table = one("r.csv", text.as_bytes());
    assert_eq!(
        table
            .columns
            .iter()
            .map(|c| c.name.as_str())
            .collect::<Vec<_>>(),
        ["a", "Column 2", "a (2)", "b"]
    );
    assert_eq!(
        (
            warned(&table, WarningCode::ShortRows),
            warned(&table, WarningCode::LongRows)
        ),
        (1, 1)
    );
    assert_eq!(warned(&table, WarningCode::EmptyHeader), 1);
    assert_eq!(warned(&table, WarningCode::DuplicateHeader), 1);
}

#[test]
fn no_header_numbers_the_columns() {
    let table = one(
        "n.csv",
        b"1,2268318,pv,1511544070\n1,2333346,pv,1511561733\n2,2576651,buy,1511572885\n",
    );
    assert_eq!((table.rows, table.dialect.header_row), (3, None));
    assert_eq!(table.columns[3].name, "Column 4");
    assert_eq!(warned(&table, WarningCode::NoHeader), 1);
}

#[test]
fn encodings_and_line_ends() {
    let table = one(
        "b.csv",
        &BIG5.encode("訂單編號,金額\nA1,12.5\nA2,3.5\n陳大文,7\n").0,
    );
    assert_eq!(table.dialect.encoding.as_deref(), Some("Big5"));
    let utf16: Vec<u8> = "名称\t数量\r\n苹果\t3\r\n梨\t4\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let table = one("u.txt", &utf16);
    assert_eq!(
        (table.dialect.encoding.as_deref(), table.dialect.delimiter),
        (Some("UTF-16LE"), Some('\t'))
    );
    assert_eq!(cells(&table, "名称"), ["苹果", "梨"]);
    let table = one("cr.csv", b"a,b\r1,2\r3,4\r");
    assert_eq!(cells(&table, "b"), ["2", "4"]);
    let table = one("nul.csv", b"a,b\n1\0,2\n3,4\n");
    assert_eq!(
        (cells(&table, "a"), warned(&table, WarningCode::NulBytes)),
        (vec!["1".into(), "3".into()], 1)
    );
}

#[test]
fn rows_lead_back_to_their_source() {
    let table = one("s.csv", b"id,text\n1,\"two\nlines\"\n\n2,x\n3,y\n");
    let rows: Vec<usize> = (0..3).map(|r| table.row_map.source_row(r)).collect();
    assert_eq!(rows, [2, 4, 5]);
}

#[test]
fn a_workbook() {
    let read = outcome("订单.xlsx", &seed::xlsx());
    assert!(read.failures.is_empty(), "{:?}", read.failures);
    let table = &read.tables[0];
    assert_eq!(
        (
            table.sheet.as_deref(),
            table.format,
            table.dialect.header_row,
            table.rows
        ),
        (Some("订单"), Format::Xlsx, Some(3), 5)
    );
    let types: Vec<Type> = kinds(table).into_iter().map(|k| k.1).collect();
    assert_eq!(
        types,
        [
            Type::Text,
            Type::DateTime,
            Type::Decimal,
            Type::Boolean,
            Type::Text
        ]
    );
    assert_eq!(cells(table, "下单时间")[0], "2026-03-01 14:05:00");
    assert_eq!(
        (
            table.totals.len(),
            table.totals[0].row,
            table.totals[0].agrees
        ),
        (1, 9, true)
    );
    assert_eq!(warned(table, WarningCode::EmptyTable), 1);
    let ids = &read.tables[1];
    assert_eq!(
        (ids.columns[0].kind(), warned(ids, WarningCode::IdsRounded)),
        (Type::Text, 3)
    );
}

#[test]
fn other_workbooks() {
    for (name, bytes, format) in [
        ("a.ods", seed::ODS, Format::Ods),
        ("a.xls", seed::XLS, Format::Xls),
    ] {
        let read = outcome(name, bytes);
        assert!(read.failures.is_empty(), "{:?}", read.failures);
        let table = &read.tables[0];
        assert_eq!((table.format, table.rows), (format, 4));
        let expected = [
            ("Order ID", Type::Text),
            ("Date", Type::Date),
            ("Total", Type::Decimal),
            ("Note", Type::Text),
        ];
        assert_eq!(kinds(table), expected, "{name}");
        assert_eq!(cells(table, "Date")[3], "2026-03-04");
        assert_eq!(cells(table, "Note")[0], "Größe");
    }
}

#[test]
fn an_archive_yields_tables_and_failures() {
    let locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect::<Vec<u8>>();
    let bytes = seed::zip(&[
        (b"a/orders.csv", b"id,total\n1,2.5\n2,3.5\n"),
        (&GBK.encode("订单.csv").0, &GBK.encode(seed::TAOBAO).0),
        (b"locked.xlsx", &locked),
        (b"empty.csv", b""),
        (b"pic.png", b"\x89PNG\r\n"),
        (
            b"README.txt",
            b"Your export.\nOne file a month, made by the shop.\nWrite to us.\n",
        ),
        (b"__MACOSX/._x", b"\0\0"),
        (b"inner.zip", &seed::zip(&[(b"b.csv", b"a,b\n1,2\n")])),
    ]);
    let read = outcome("shop.zip", &bytes);
    let names: Vec<&str> = read.tables.iter().map(|t| t.file.as_str()).collect();
    assert_eq!(names, ["shop.zip/a/orders.csv", "shop.zip/订单.csv"]);
    assert_eq!(
        read.failures,
        [Error::Encrypted {
            file: "shop.zip/locked.xlsx".into()
        }]
    );
    assert_eq!(warned(&read.tables[0], WarningCode::EmptyTable), 1);
    assert_eq!(warned(&read.tables[0], WarningCode::EntrySkipped), 3);
}

#[test]
fn wrong_extensions_are_said_and_content_believed() {
    let table = one("orders.xlsx", b"id,total\n1,2.5\n2,3.5\n");
    assert_eq!(
        (table.format, warned(&table, WarningCode::WrongExtension)),
        (Format::Csv, 1)
    );
    let read = outcome("orders.csv", &seed::xlsx());
    assert_eq!(warned(&read.tables[0], WarningCode::WrongExtension), 1);
}

#[test]
fn what_cannot_be_read_says_why() {
    let code = |name: &str, bytes: &[u8]| {
        outcome(name, bytes)
            .failures
            .first()
            .map_or("none", Error::code)
    };
    assert_eq!(code("e.csv", b""), "empty_file");
    assert_eq!(code("e.csv", b"\xef\xbb\xbf\n\n"), "empty_file");
    assert_eq!(code("a.pdf", b"%PDF-1.7 ..."), "not_a_table");
    assert_eq!(code("a.xls", b"<html><body><table>"), "not_a_table");
    assert_eq!(code("a.parquet", b"PAR1.........PAR1"), "needs_parquet");
    assert_eq!(code("a.json", b"[{\"a\":1},{\"b\":}]"), "invalid_json");
    let xlsx = seed::xlsx();
    assert_eq!(code("cut.xlsx", &xlsx[..xlsx.len() / 2]), "corrupt");
    assert_eq!(
        code("cut.xls", &seed::XLS[..seed::XLS.len() / 4]),
        "corrupt"
    );
    let wide = format!(
        "{}\n{}\n",
        vec!["a"; 10_000].join(","),
        vec!["1"; 10_000].join(",")
    );
    assert_eq!(code("wide.csv", wide.as_bytes()), "too_large");
    assert_eq!(code("line.csv", &vec![b'x'; 40 << 20]), "too_large");
    let options = Options {
        header_row: Some(99),
        ..Options::default()
    };
    assert!(matches!(
        outcome_with("a.csv", b"a,b\n1,2\n", options).failures[..],
        [Error::BadOverride { .. }]
    ));
}

#[test]
fn a_long_cell_is_cut_and_said() {
    let text = format!("id,text\n1,\"{}\"\n2,x\n", "y".repeat(2 << 20));
    let table = one("long.csv", text.as_bytes());
    assert_eq!((table.rows, warned(&table, WarningCode::CellCut)), (2, 1));
}

#[test]
fn overrides_win() {
    let options = Options {
        header_row: Some(0),
        delimiter: Some('|'),
        encoding: Some("gbk".into()),
        ..Options::default()
    };
    let read = outcome_with("o.txt", &GBK.encode("名称,a|数量\n甲|1\n").0, options);
    let table = &read.tables[0];
    assert_eq!(
        (
            table.rows,
            table.columns.len(),
            table.columns[0].name.as_str()
        ),
        (2, 2, "Column 1")
    );
    let text = ColumnChoice {
        kind: Some(Type::Text),
        ..ColumnChoice::default()
    };
    let options = Options {
        columns: [("n".to_owned(), text)].into(),
        ..Options::default()
    };
    let read = outcome_with("o.csv", b"n,m\n1,1.50\n2,2.5\n", options);
    assert_eq!(
        kinds(&read.tables[0]),
        [("n", Type::Text), ("m", Type::Decimal)]
    );
}

#[test]
fn unpacked_parquet_says_so() {
    let options = Options {
        unpacked_from: Some(Format::Parquet),
        ..Options::default()
    };
    let read = outcome_with("a.parquet", b"id,total\r\n1,2.5\r\n", options);
    assert_eq!(read.tables[0].format, Format::Parquet);
    assert_eq!(read.tables[0].dialect.encoding, None);
    assert!(
        read.tables[0].warnings.is_empty(),
        "{:?}",
        read.tables[0].warnings
    );
}

/// The answers that stand beside the csv-spectrum files.
#[test]
fn csv_spectrum() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/messy/csv-spectrum");
    let Ok(files) = std::fs::read_dir(folder.join("csvs")) else {
        eprintln!("skipped: ../shared/data/messy/csv-spectrum is not there");
        return;
    };
    let mut checked = 0;
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = ColumnChoice {
            kind: Some(Type::Text),
            ..ColumnChoice::default()
        };
        let bytes = std::fs::read(&path).unwrap();
        let first = String::from_utf8_lossy(&bytes)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        let columns = first.split(',').map(|n| (n.to_owned(), text)).collect();
        let read = outcome_with(
            "a.csv",
            &bytes,
            Options {
                header_row: Some(1),
                columns,
                ..Options::default()
            },
        );
        let expected = std::fs::read(folder.join(format!("json/{name}.json"))).unwrap();
        let answers = outcome_with("a.json", &expected, Options::default());
        assert!(
            read.failures.is_empty() && answers.failures.is_empty(),
            "{name}"
        );
        let (read, answers) = (&read.tables[0], &answers.tables[0]);
        assert_eq!(read.rows, answers.rows, "{name}");
        // That file's answer has another telephone number.
        let given = answers
            .columns
            .iter()
            .filter(|c| c.name != "Contact Phone Number");
        for column in given {
            let found = cells(read, &column.name);
            // The reader trims what surrounds a value, and types numbers in the answers.
            let same = found
                .iter()
                .zip(cells(answers, &column.name))
                .all(|(a, b)| a.trim() == b.trim());
            assert!(same, "{name}: {}: {found:?}", column.name);
        }
        checked += 1;
    }
    assert!(checked >= 10);
}
