//! Rows that are no data: subtotals, averages, repeated headers, lines of nothing but delimiters.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

use table::{Options, Reader, Table, Type, WarningCode};

fn read(text: &str) -> Table {
    let mut reader = Reader::new("o.csv", None, Options::default());
    reader.push(text.as_bytes()).unwrap();
    let mut outcome = reader.finish();
    assert_eq!(outcome.tables.len(), 1, "{:?}", outcome.failures);
    outcome.tables.remove(0)
}

fn rows_of(table: &Table) -> Vec<usize> {
    table.totals.iter().map(|t| t.row).collect()
}

fn warned(table: &Table, code: WarningCode) -> usize {
    let of_code = table.warnings.iter().filter(|w| w.code == code);
    of_code.map(|w| w.count).sum()
}

#[test]
fn subtotals_of_weeks_are_left_out_however_many_they_are() {
    let table = read(
        "日期,商品,数量,金额\n2026/09/01,蓝杯,1,20\n2026/09/02,木盘,2,90\n小计,,,110\n\
         2026/09/08,蓝杯,1,20\n2026/09/09,皂,3,30\n小计,,,50\n2026/09/15,皂,1,10\n小计,,,10\n合计,,,170\n",
    );
    assert_eq!(table.rows, 5);
    assert_eq!(rows_of(&table), [4, 7, 9, 10]);
    assert_eq!(table.columns[0].kind(), Type::Date);
    assert_eq!(warned(&table, WarningCode::TotalsDisagree), 0);
}

#[test]
fn labels_that_name_a_period_are_labels_where_they_add_up_or_stand_among_dates() {
    let table = read(
        "Date,Item,Qty,Amount\n2026-07-01,Mug,1,£10.00\n2026-07-02,Soap,1,£1000.50\nTotal July,,2,\"£1,010.50\"\n\
         2026-08-01,Mug,2,£20.00\n2026-08-02,Tray,1,£30.00\nTotal August,,3,£50.00\n",
    );
    assert_eq!((table.rows, rows_of(&table)), (4, vec![4, 7]));
    // No amounts to compare with: the label stands where dates do.
    let table = read(
        "日期,商品,单价,金额\n2026年7月2日,杯,10,\n2026年7月3日,皂,20,\n7月小计,,,30\n2026年8月2日,杯,10,\n8月小计,,,10\n",
    );
    assert_eq!((table.rows, rows_of(&table)), (3, vec![4, 6]));
    assert_eq!(table.columns[0].kind(), Type::Date);
}

#[test]
fn a_total_may_have_dates_where_it_adds_up() {
    let rows = "2026-08-03,2026-08-09,新客,购买,10.50,100\n2026-08-03,2026-08-09,再营销,购买,4.25,50\n\
                2026-08-10,2026-08-16,新客,购买,11.00,120\n2026-08-10,2026-08-16,再营销,购买,5.00,60\n";
    let read = |last: &str| {
        read(&format!(
            "开始日期,结束日期,广告系列名称,成效指标,花费,点击量\n{rows}{last}"
        ))
    };
    let table = read("2026-08-03,2026-08-16,总计,,30.75,330\n");
    assert_eq!((table.rows, rows_of(&table)), (4, vec![6]));
    assert!(table.totals[0].agrees);
    // Another total below it.
    let table = read("2026-08-03,2026-08-16,总计,购买,30.75,330\n合计,,,,30.75,330\n");
    assert_eq!((table.rows, rows_of(&table)), (4, vec![6, 7]));
    // One that does not add up is a campaign of that name.
    let table = read("2026-08-17,2026-08-23,总计,购买,9.00,80\n");
    assert_eq!((table.rows, rows_of(&table)), (5, vec![]));
    // A brand that now and then sold as much as the one above it.
    let table = self::read(
        "Date,Brand,Litres\n2026-01-01,Shell,5\n2026-01-01,Total,5\n2026-01-02,Shell,4\n2026-01-02,Total,7\n\
         2026-01-03,Shell,6\n2026-01-03,Total,9\n",
    );
    assert_eq!(table.rows, 6);
}

#[test]
fn things_called_total_stay() {
    let table = read(
        "Product,Price,Stock\nTotal Gym XL,499.00,5\nBlue mug,14.95,40\nTotal care shampoo,8.00,12\n\
         Oak tray,52.50,3\nFoam roller total,20.00,9\n",
    );
    assert_eq!(table.rows, 5);
    // A score among scores, though it says Average.
    let table = read("Score,Votes\nGood,10\nAverage,5\nBad,2\n");
    assert_eq!(table.rows, 3);
}

#[test]
fn a_sum_without_label_above_an_average_is_left_out_with_it() {
    let table = read(
        "Date,Item,Qty,Total\n2026-09-01,Mug,1,$500.00\n2026-09-02,Soap,2,$300.00\n2026-09-03,Tray,3,$400.00\n\
         2026-09-04,Mug,2,$20.00\n,,8,\"$1,220.00\"\nAverage,,2,$305.00\n",
    );
    assert_eq!((table.rows, rows_of(&table)), (4, vec![6, 7]));
}

#[test]
fn people_reached_are_not_summed() {
    let table = read(
        "Day,Campaign,Reach,Spent\n2026-10-01,,700,60.00\n2026-10-01,A,400,10.00\n2026-10-02,A,500,20.00\n2026-10-03,B,300,30.00\n",
    );
    assert_eq!((table.rows, rows_of(&table)), (3, vec![2]));
}

#[test]
fn a_header_that_is_repeated_is_no_data_and_cuts_nothing_off() {
    let block = |from: usize| {
        (from..from + 4)
            .map(|i| format!("A{i},2026-09-{i:02},{i}.50\n"))
            .collect::<String>()
    };
    let header = "Order No,Date,Amount\n";
    let table = read(&format!(
        "{header}{}{header}{}\nSeptember\n{header}{}",
        block(1),
        block(5),
        block(9)
    ));
    assert_eq!(table.dialect.header_row, Some(1));
    assert_eq!((table.rows, table.row_map.source_row(8)), (12, 14));
    assert_eq!(table.columns[2].kind(), Type::Decimal);
    // Two headers and a title; they are no totals.
    assert_eq!(warned(&table, WarningCode::RepeatedHeader), 3);
    assert!(table.totals.is_empty());
}

#[test]
fn lines_of_nothing_but_delimiters_are_blank_lines() {
    let table = read(
        "Date,Item,Amount\n2026-09-01,Mug,1.50\n,,\n2026-09-02,Soap,2.50\n\"\",\"\", \n2026-09-03,Tray,9.00\n,,,,\n,,,,\n",
    );
    assert_eq!((table.rows, table.row_map.source_row(2)), (3, 6));
    assert_eq!(warned(&table, WarningCode::LongRows), 0);
}

#[test]
fn a_closing_line_is_known_by_any_of_its_cells() {
    let table = read(
        "No,Buyer,Item,Qty,Price,Shipping,Paid,Sent\n1,a,Mug,1,2.00,1.00,x,y\n2,b,Soap,1,3.00,1.00,x,y\n\n\
         2,record(s) downloaded,from 1,to 2\n",
    );
    assert_eq!(table.rows, 2);
    assert_eq!(warned(&table, WarningCode::Footer), 1);
}

#[test]
fn what_a_workbook_hides_is_read_and_said() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [
        ["Date", "Amount"],
        ["2026-09-01", "1.5"],
        ["2026-09-02", "2.5"],
    ]
    .iter()
    .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet
                .write(row as u32, column as u16, *cell)
                .expect("it is written");
        }
    }
    sheet.set_row_hidden(2).expect("it is hidden");
    sheet.set_column_hidden(1).expect("it is hidden");
    let stock = book.add_worksheet();
    for (row, cell) in ["SKU", "A1", "A2"].iter().enumerate() {
        stock.write(row as u32, 0, *cell).expect("it is written");
    }
    stock.set_hidden(true);
    let bytes = book.save_to_buffer().expect("it is saved");
    let mut reader = Reader::new("a.xlsx", None, Options::default());
    reader.push(&bytes).expect("it is read");
    let tables = reader.finish().tables;
    assert_eq!((tables[0].rows, tables[1].rows), (2, 2));
    let told = |code| [0, 1].map(|i| warned(&tables[i], code));
    assert_eq!(told(WarningCode::HiddenRows), [1, 0]);
    assert_eq!(told(WarningCode::HiddenColumns), [1, 0]);
    assert_eq!(told(WarningCode::HiddenSheet), [0, 1]);
}

#[test]
fn what_an_open_document_hides_is_read_and_said() {
    use std::io::Write;
    let row = |hidden: bool, cells: [&str; 2]| {
        let visibility = if hidden {
            " table:visibility=\"collapse\""
        } else {
            ""
        };
        let cells = cells.map(|c| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{c}</text:p></table:table-cell>")
        });
        format!(
            "<table:table-row{visibility}>{}</table:table-row>",
            cells.concat()
        )
    };
    let rows = [
        row(false, ["Date", "Amount"]),
        row(true, ["2026-09-01", "1.5"]),
        row(false, ["2026-09-02", "2.5"]),
    ];
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"h\" style:family=\"table\">\
         <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body>\
         <office:spreadsheet><table:table table:name=\"S\" table:style-name=\"h\"><table:table-column/>\
         <table:table-column table:visibility=\"collapse\"/>{}</table:table></office:spreadsheet></office:body>\
         </office:document-content>",
        rows.concat()
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let manifest = "<manifest:manifest/>";
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let mut reader = Reader::new("a.ods", None, Options::default());
    reader.push(&bytes).unwrap();
    let outcome = reader.finish();
    let table = &outcome.tables[0];
    assert_eq!(table.rows, 2);
    for code in [
        WarningCode::HiddenRows,
        WarningCode::HiddenColumns,
        WarningCode::HiddenSheet,
    ] {
        assert_eq!(warned(table, code), 1, "{code:?}");
    }
}

#[test]
fn a_row_that_describes_the_columns_is_left_out() {
    let orders = "5761,paid,sent,Mug,S,2,£7.50,£15.00,2026-09-01,Leeds\n\
                  5762,paid,sent,Tray,M,1,£52.50,£52.50,2026-09-02,York\n\
                  5763,paid,open,Mug,S,1,£7.50,£7.50,2026-09-03,Leeds\n";
    let header = "Order ID,Status,Substatus,Product,Variation,Quantity,Price,Amount,Created,City\n";
    let told = "Platform unique order ID.,Current order status.,,,,SKU sold quantity.,,\
                It equals price times quantity.,Order created time.,\n";
    let table = read(&[header, told, orders].concat());
    let described = warned(&table, WarningCode::ColumnDescriptions);
    assert_eq!((table.rows, described), (3, 1));
    let kinds: Vec<Type> = table.columns.iter().map(|c| c.kind()).collect();
    assert_eq!(
        kinds[5..9],
        [Type::Integer, Type::Decimal, Type::Decimal, Type::Date]
    );
    assert_eq!(table.row_map.source_row(0), 3);
    // An order of which little is known: its product is one that others have.
    let unknown = "none yet,paid,open,Mug,S,some,asked for,to be said,not yet known,York\n";
    let table = read(&[header, unknown, orders].concat());
    let described = warned(&table, WarningCode::ColumnDescriptions);
    assert_eq!((table.rows, described), (4, 0));
}

#[test]
fn counts_of_records_close_a_bill() {
    let table = read(
        "交易号,时间,金额\nT1\t,2026-09-02 10:00:00,19.90\nT2\t,2026-09-03 10:00:00,20.90\n\
         T3\t,2026-09-04 10:00:00,21.90\n-------------------------------\n共3笔记录\n已收入:3笔\n",
    );
    assert_eq!((table.rows, rows_of(&table)), (3, vec![5, 6, 7]));
}
