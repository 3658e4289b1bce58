//! The page on this machine only, with the headers that a careful host would send.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, anyhow, bail};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use crate::{headers, site};

/// How many ports after the wanted one are tried.
const PORTS: u16 = 50;
const THREADS: usize = 8;

/// What is served.
#[derive(Clone)]
pub(crate) enum Root {
    /// The project as it lies, so that a changed file shows after a reload.
    Project(PathBuf),
    /// A folder that `dist` wrote.
    Dist(PathBuf),
}

impl Root {
    fn folder(&self) -> &Path {
        match self {
            Self::Project(folder) | Self::Dist(folder) => folder,
        }
    }

    fn file(&self, path: &str) -> Option<PathBuf> {
        let file = match self {
            Self::Project(root) => site::source(root, path)?,
            Self::Dist(root) if path.is_empty() => root.join("index.html"),
            Self::Dist(root) => site::is_plain(path).then(|| root.join(path))?,
        };
        // A link may lead out of the folder although its name does not.
        let real = file.canonicalize().ok()?;
        let inside = real.starts_with(self.folder().canonicalize().ok()?);
        (inside && real.is_file()).then_some(real)
    }
}

/// Serves until the process ends.
///
/// # Errors
/// When none of the ports is free, or the folder is not there.
pub(crate) fn serve(root: Root, port: u16) -> Result<()> {
    if !root.folder().join("index.html").is_file() {
        bail!("{} has no index.html", root.folder().display());
    }
    let (server, port) = listen(port)?;
    println!("Shoplens is at http://127.0.0.1:{port}/ (stop with Ctrl-C)");
    let server = Arc::new(server);
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (server, root) = (Arc::clone(&server), root.clone());
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    let line = format!("{} {}", request.method(), request.url());
                    if let Err(error) = answer(&root, request) {
                        eprintln!("{line}: {error:#}");
                    }
                }
            })
        })
        .collect();
    for thread in threads {
        thread
            .join()
            .map_err(|_| anyhow!("a server thread stopped"))?;
    }
    Ok(())
}

fn listen(wanted: u16) -> Result<(Server, u16)> {
    let mut last = None;
    for port in wanted..=wanted.saturating_add(if wanted == 0 { 0 } else { PORTS }) {
        match Server::http(("127.0.0.1", port)) {
            Ok(server) => {
                let port = server.server_addr().to_ip().map_or(port, |at| at.port());
                if port != wanted && wanted != 0 {
                    println!("port {wanted} is taken");
                }
                return Ok((server, port));
            }
            Err(error) => last = Some(error),
        }
    }
    Err(anyhow!(
        "no free port from {wanted} on: {}",
        last.map_or_else(String::new, |error| error.to_string())
    ))
}

fn answer(root: &Root, request: Request) -> Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        let response = plain(405, "only GET and HEAD").with_header(header("Allow", "GET, HEAD")?);
        return Ok(request.respond(response)?);
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    let file = path
        .strip_prefix('/')
        .and_then(decode)
        .and_then(|path| root.file(&path));
    let Some(file) = file else {
        return Ok(request.respond(with_security(plain(404, "not found"))?)?);
    };
    let tag = entity_tag(&file)?;
    let unchanged = request
        .headers()
        .iter()
        .any(|header| header.field.equiv("If-None-Match") && header.value.as_str() == tag);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let common = [
        header("ETag", &tag)?,
        header("Cache-Control", headers::caching(&name))?,
        header("Content-Type", headers::media_type(&file))?,
    ];
    if unchanged {
        let mut response = with_security(Response::empty(304))?;
        for header in common {
            response.add_header(header);
        }
        return Ok(request.respond(response)?);
    }
    let mut response = with_security(Response::from_file(File::open(&file)?))?;
    for header in common {
        response.add_header(header);
    }
    Ok(request.respond(response)?)
}

fn plain(code: u16, text: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(StatusCode(code))
}

fn with_security<R: std::io::Read>(mut response: Response<R>) -> Result<Response<R>> {
    for (name, value) in headers::security() {
        response.add_header(header(name, &value)?);
    }
    Ok(response)
}

fn header(name: &str, value: &str) -> Result<Header> {
    Header::from_bytes(name, value).map_err(|()| anyhow!("header {name}: {value}"))
}

fn entity_tag(file: &Path) -> Result<String> {
    let metadata = fs::metadata(file).with_context(|| format!("{}", file.display()))?;
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(format!("\"{:x}-{changed:x}\"", metadata.len()))
}

/// Undoes percent-encoding; `None` where it is broken or not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project;

    #[test]
    fn percent_encoding_is_undone_once() {
        assert_eq!(decode("a%20b").as_deref(), Some("a b"));
        assert_eq!(decode("%2e%2e/x").as_deref(), Some("../x"));
        assert_eq!(decode("%252e").as_deref(), Some("%2e"));
        assert_eq!(decode("%E8%AE%A2").as_deref(), Some("订"));
        assert_eq!(decode("%2"), None);
        assert_eq!(decode("%ff"), None);
    }

    #[test]
    fn nothing_outside_the_site_is_found() {
        let root = Root::Project(project::root());
        assert_eq!(root.file("Cargo.toml"), None);
        assert_eq!(root.file("www/../Cargo.toml"), None);
        let dist = Root::Dist(project::root().join("crate/xtask/src"));
        assert!(dist.file("serve.rs").is_some());
        assert_eq!(dist.file("../Cargo.toml"), None);
        assert_eq!(dist.file("/etc/hosts"), None);
    }
}
