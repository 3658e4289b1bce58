//! What a response says about itself: media type, security, caching.

use std::path::Path;

/// The policy for the page, without the one directive that only a header may carry.
///
/// `wasm-unsafe-eval` lets WebAssembly compile and nothing else; `blob:` in `img-src` is for charts
/// on their way into a file.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

/// The headers of every response.
pub(crate) fn security() -> Vec<(&'static str, String)> {
    vec![
        (
            "Content-Security-Policy",
            format!("{POLICY}; frame-ancestors 'self'"),
        ),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        (
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), \
             bluetooth=()"
                .to_owned(),
        ),
    ]
}

/// The media type that a file's name stands for.
pub(crate) fn media_type(path: &Path) -> &'static str {
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        Some("csv") => "text/csv",
        Some("tsv") => "text/tab-separated-values",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("ods") => "application/vnd.oasis.opendocument.spreadsheet",
        Some("zip") => "application/zip",
        Some("parquet") => "application/vnd.apache.parquet",
        _ => "application/octet-stream",
    }
}

/// How long a browser may keep a file: for ever where the name holds a hash of the content,
/// otherwise only after asking.
pub(crate) fn caching(name: &str) -> &'static str {
    if has_hash(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// Whether a name ends in `-0123456789.ext`, as those of `dist` do.
fn has_hash(name: &str) -> bool {
    let Some((_, rest)) = name.rsplit_once('-') else {
        return false;
    };
    let digits = rest.split('.').next().unwrap_or_default();
    rest.contains('.')
        && digits.len() == crate::dist::HASH_DIGITS
        && digits
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_kept() {
        assert!(caching("app-0123456789.js").contains("immutable"));
        assert_eq!(caching("service-worker.js"), "no-cache");
        assert_eq!(caching("index.html"), "no-cache");
        assert_eq!(caching("pre-0123456789"), "no-cache");
    }

    #[test]
    fn a_module_is_served_as_one() {
        assert_eq!(media_type(Path::new("a/web_bg.wasm")), "application/wasm");
        assert_eq!(
            media_type(Path::new("A.JS")),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(media_type(Path::new("x")), "application/octet-stream");
    }
}
