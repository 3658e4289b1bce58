//! A small site, published.

use std::path::PathBuf;

use super::*;
use crate::headers;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        for (path, content) in files {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().expect("has one")).expect("writable");
            fs::write(file, content).expect("writable");
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const HTML: &str = "<head><meta charset=\"utf-8\"><link href=\"./www/a.css\"></head>\
    <script type=\"module\" src=\"./www/a.js\"></script>";
const WORKER: &str = "const VERSION = 'dev';\nconst PRECACHE = [];\n";

fn site(name: &str, changes: &[(&str, &str)]) -> Folder {
    let mut files = vec![
        ("index.html", HTML),
        ("www/a.css", "body{background:url(./c.svg)}"),
        ("www/c.svg", "<svg/>"),
        (
            "www/a.js",
            "import './b.js'; new URL('../service-worker.js', import.meta.url)",
        ),
        (
            "www/b.js",
            "import './a.js'; new URL('./pkg/m_bg.wasm', import.meta.url)",
        ),
        ("www/pkg/m_bg.wasm", "\0asm"),
        ("www/service-worker.js", WORKER),
    ];
    files.extend(changes);
    Folder::new(name, &files)
}

fn published(folder: &Folder) -> BTreeMap<String, String> {
    let files = Site::gather(&folder.0).and_then(|site| site.publish());
    files
        .expect("whole")
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text")))
        .collect()
}

fn named<'a>(files: &'a BTreeMap<String, String>, start: &str) -> (&'a str, &'a str) {
    let (path, content) = files
        .iter()
        .find(|(path, _)| path.starts_with(start))
        .expect("there");
    (path, content)
}

fn script(files: &BTreeMap<String, String>) -> (&str, &str) {
    let (path, content) = files
        .iter()
        .find(|(path, _)| path.starts_with("www/a-") && path.ends_with(".js"))
        .expect("there");
    (path, content)
}

#[test]
fn references_lead_to_the_new_names() {
    let folder = site("names", &[]);
    let files = published(&folder);
    let (a, a_text) = script(&files);
    let (b, b_text) = named(&files, "www/b-");
    let file_name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    assert!(a_text.contains(&format!("'./{}'", file_name(b))));
    assert!(a_text.contains("'../service-worker.js'"));
    assert!(b_text.contains(&format!("'./{}'", file_name(a))));
    assert!(files["index.html"].contains(&format!("./{a}")));
    assert!(files["index.html"].contains("default-src 'none'"));
    for path in files
        .keys()
        .filter(|path| *path != SERVICE_WORKER && *path != PAGE)
    {
        assert!(
            files[SERVICE_WORKER].contains(&format!("\"./{path}\"")),
            "{path}"
        );
    }
}

#[test]
fn a_change_below_changes_every_name_above() {
    let (one, two) = (
        site("one", &[]),
        site("two", &[("www/pkg/m_bg.wasm", "\0asm2")]),
    );
    let (one, two) = (published(&one), published(&two));
    assert_ne!(script(&one).0, script(&two).0);
    for start in ["www/b-", "www/pkg/m_bg-"] {
        assert_ne!(named(&one, start).0, named(&two, start).0);
    }
    assert_eq!(named(&one, "www/c-").0, named(&two, "www/c-").0);
    assert_ne!(one[SERVICE_WORKER], two[SERVICE_WORKER]);
}

#[test]
fn the_same_site_has_the_same_names() {
    let (one, two) = (site("same1", &[]), site("same2", &[]));
    assert_eq!(published(&one), published(&two));
}

#[test]
fn a_folder_is_taken_along_under_a_new_name() {
    let changes = |csv| {
        [
            ("www/b.js", "new URL('./shops/zh/', import.meta.url)"),
            ("www/shops/zh/index.json", "[\"a.csv\"]"),
            ("www/shops/zh/a.csv", csv),
        ]
    };
    let (one, two) = (
        site("folder1", &changes("1")),
        site("folder2", &changes("2")),
    );
    let (one, two) = (published(&one), published(&two));
    let (path, content) = named(&one, "www/shops/zh-");
    assert!(path.ends_with("/a.csv"));
    assert_eq!(content, "1");
    let folder = path.trim_start_matches("www/").trim_end_matches("a.csv");
    assert_eq!(
        named(&one, "www/b-").1,
        format!("new URL('./{folder}', import.meta.url)")
    );
    assert_ne!(path, named(&two, "www/shops/zh-").0);
}

#[test]
fn a_missing_file_is_told_with_its_place() {
    let folder = site("missing", &[("www/b.js", "\nimport './gone.js';")]);
    let error = Site::gather(&folder.0).err().expect("refused");
    let message = format!("{error:#}");
    assert!(message.contains("www/b.js:2"), "{message}");
    assert!(message.contains("www/gone.js"), "{message}");
}

#[test]
fn a_page_may_state_the_policy_but_no_other() {
    let page = |policy: &str| {
        let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        fill::with_policy(format!("<meta charset=\"utf-8\">{meta}").as_bytes())
    };
    let stated = page(headers::POLICY).expect("allowed");
    let stated = String::from_utf8(stated).expect("text");
    assert_eq!(stated.matches("http-equiv").count(), 1);
    assert!(page("default-src *").is_err());
}

#[test]
fn a_service_worker_without_a_list_is_refused() {
    let folder = site("list", &[("www/service-worker.js", "")]);
    let files = Site::gather(&folder.0).and_then(|site| site.publish());
    assert!(files.is_err());
}
