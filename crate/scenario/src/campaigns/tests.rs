//! Made-up shops whose answers are worked out.

use chart::spec::Lang;
use report::Document;

use crate::tests::report;

#[test]
fn dump() {
    let mut out = String::new();
    let shared = "/work/wt/ads/shared/data/orders/";
    for name in ["online_retail.csv", "superstore.csv"] {
        let Ok(bytes) = std::fs::read(format!("{shared}{name}")) else { out += &format!("no {name}\n"); continue };
        let text = String::from_utf8_lossy(&bytes);
        for lang in [Lang::En, Lang::Zh] {
            let started = std::time::Instant::now();
            let document = report(&[(name, &text)], lang);
            out += &format!("{name} {:?}\n", started.elapsed());
            out += &crate::tests::dump(&document, &["campaigns", "more"]);
        }
    }
    for lang in ["en", "zh"] {
        let dir = format!("/work/wt/ads/main/www/samples/{lang}");
        let mut files = Vec::new();
        for f in std::fs::read_dir(dir).unwrap() {
            let f = f.unwrap();
            if let Ok(text) = std::fs::read_to_string(f.path()) { files.push((f.file_name().to_string_lossy().to_string(), text)); }
        }
        files.sort();
        let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let document: Document = report(&files, if lang == "en" { Lang::En } else { Lang::Zh });
        out += &crate::tests::dump(&document, &["campaigns", "ads", "more"]);
    }
    std::fs::write("/tmp/campaigns-dump.txt", out).unwrap();
}
