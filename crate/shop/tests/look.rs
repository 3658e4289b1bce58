#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "local"
)]
use shop::*;
use table::{Options, Reader};
#[test]
fn look() {
    let Ok(files) = std::env::var("FILES") else {
        return;
    };
    let mut tables = vec![];
    for f in files.split(' ') {
        let bytes = std::fs::read(f).unwrap();
        let mut r = Reader::new(f, Some(bytes.len() as u64), Options::default());
        let t0 = std::time::Instant::now();
        r.push(&bytes).unwrap();
        let o = r.finish();
        println!(
            "{f}: {} tables, failures {:?}, read {:?}",
            o.tables.len(),
            o.failures,
            t0.elapsed()
        );
        tables.extend(o.tables);
    }
    let t0 = std::time::Instant::now();
    let recs: Vec<_> = tables.iter().map(|t| recognise(t, None)).collect();
    println!("recognise {:?}", t0.elapsed());
    for (t, r) in tables.iter().zip(&recs) {
        println!(
            "== {} rows {} {:?} {} {:?} grain {:?} {:?}",
            t.file,
            t.rows,
            r.dataset,
            r.confidence,
            r.platform,
            r.grain,
            r.reasons
                .iter()
                .map(|r| format!("{}:{}", r.code, r.detail))
                .collect::<Vec<_>>()
        );
        for (c, k) in r.columns.iter().zip(&t.columns) {
            println!(
                "   {:40} {:?} {:?} {} {} {}",
                c.name,
                k.kind(),
                c.role,
                c.confidence,
                if c.personal { "PERSONAL" } else { "" },
                c.reasons
                    .iter()
                    .map(|r| format!("{}:{}", r.code, r.detail))
                    .collect::<Vec<_>>()
                    .join(" ")
            );
        }
    }
    let refs: Vec<_> = tables.iter().collect();
    let t0 = std::time::Instant::now();
    let s = build(
        &refs,
        &recs,
        &BuildOptions {
            today: 20_700,
            ..Default::default()
        },
    );
    println!("build {:?}", t0.elapsed());
    println!("{:?}", s.currencies);
    println!(
        "orders {} lines {} customers {} products {} cats {} countries {:?} regions {} channels {} units {}",
        s.orders.day.len(),
        s.lines.order.len(),
        s.customers.len(),
        s.product_names.len(),
        s.categories.len(),
        s.countries.names().take(5).collect::<Vec<_>>(),
        s.regions.len(),
        s.channels.len(),
        s.orders.units_milli.iter().sum::<i64>()
    );
    assert_eq!(
        s.lines.revenue_minor.iter().sum::<i64>(),
        s.orders.gross_minor.iter().sum::<i64>()
    );
    println!(
        "days {:?} {:?}",
        s.orders.day.iter().min(),
        s.orders.day.iter().max()
    );
    for e in &s.excluded {
        println!("excluded {:?} {} {}", e.reason, e.orders, e.amount_minor);
    }
    for q in &s.quality {
        println!(
            "note {:?} t{} {}/{} {}",
            q.code, q.table, q.count, q.total, q.detail
        );
    }
    println!("{:?}", s.joins);
}
