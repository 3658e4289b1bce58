//! The page on this machine only, with the headers that a careful host would send.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, bail};

use crate::{headers, site};

/// How many ports after the wanted one are tried.
const PORTS: u16 = 50;
/// A browser opens connections that it may never use.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes that a request's head may have.
const LONGEST_HEAD: usize = 32 << 10;

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
    let (listener, port) = listen(port)?;
    println!("Shoplens is at http://127.0.0.1:{port}/ (stop with Ctrl-C)");
    // A thread for each connection and an answer for each, since a browser keeps idle ones open: with a
    // fixed number of threads, those would keep others waiting.
    for connection in listener.incoming() {
        let Ok(connection) = connection else { continue };
        let root = root.clone();
        thread::spawn(move || {
            if let Err(error) = answer(&root, connection)
                && !is_gone(&error)
            {
                eprintln!("{error:#}");
            }
        });
    }
    Ok(())
}

/// Whether the browser went away, which is its right.
fn is_gone(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| {
        matches!(
            error.kind(),
            ErrorKind::BrokenPipe
                | ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::WouldBlock
                | ErrorKind::TimedOut
        )
    })
}

fn listen(wanted: u16) -> Result<(TcpListener, u16)> {
    let mut last = None;
    for port in wanted..=wanted.saturating_add(if wanted == 0 { 0 } else { PORTS }) {
        match TcpListener::bind(("127.0.0.1", port)) {
            Ok(listener) => {
                let port = listener.local_addr()?.port();
                if port != wanted && wanted != 0 {
                    println!("port {wanted} is taken");
                }
                return Ok((listener, port));
            }
            Err(error) => last = Some(error),
        }
    }
    Err(anyhow!(
        "no free port from {wanted} on: {}",
        last.map_or_else(String::new, |error| error.to_string())
    ))
}

/// What is asked, as far as it matters here.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    method: String,
    path: String,
    known_tag: Option<String>,
}

/// A request's head taken apart; `None` while it is not whole.
fn parse(head: &[u8]) -> Result<Option<Asked>> {
    let mut room = [httparse::EMPTY_HEADER; 100];
    let mut request = httparse::Request::new(&mut room);
    if request.parse(head)?.is_partial() {
        return Ok(None);
    }
    let tag = request
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("if-none-match"));
    Ok(Some(Asked {
        method: request.method.unwrap_or_default().to_owned(),
        path: request.path.unwrap_or_default().to_owned(),
        known_tag: tag.map(|header| String::from_utf8_lossy(header.value).into_owned()),
    }))
}

fn read_request(connection: &mut TcpStream) -> Result<Option<Asked>> {
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let read = connection.read(&mut piece)?;
        if read == 0 {
            return Ok(None);
        }
        head.extend_from_slice(&piece[..read]);
        match parse(&head) {
            Ok(Some(asked)) => return Ok(Some(asked)),
            Ok(None) if head.len() < LONGEST_HEAD => {}
            _ => {
                respond(connection, "400 Bad Request", &[], b"not a request")?;
                return Ok(None);
            }
        }
    }
}

fn answer(root: &Root, mut connection: TcpStream) -> Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_nodelay(true)?;
    let Some(asked) = read_request(&mut connection)? else {
        return Ok(());
    };
    if !matches!(asked.method.as_str(), "GET" | "HEAD") {
        let allow = [("Allow", "GET, HEAD")];
        return respond(
            &mut connection,
            "405 Method Not Allowed",
            &allow,
            b"only GET and HEAD",
        );
    }
    let path = asked.path.split(['?', '#']).next().unwrap_or_default();
    let file = path
        .strip_prefix('/')
        .and_then(decode)
        .and_then(|path| root.file(&path));
    let Some(file) = file else {
        return respond(&mut connection, "404 Not Found", &[], b"not found");
    };
    let tag = entity_tag(&file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let common = [
        ("ETag", tag.as_str()),
        ("Cache-Control", headers::caching(&name)),
        ("Content-Type", headers::media_type(&file)),
    ];
    if asked.known_tag.as_deref() == Some(tag.as_str()) {
        return start(&mut connection, "304 Not Modified", &common, None);
    }
    let file = File::open(&file)?;
    let length = file.metadata()?.len();
    start(&mut connection, "200 OK", &common, Some(length))?;
    if asked.method == "GET" {
        io::copy(&mut file.take(length), &mut connection)?;
    }
    Ok(connection.flush()?)
}

/// A short answer in words.
fn respond(
    connection: &mut TcpStream,
    status: &str,
    headers: &[(&str, &str)],
    text: &[u8],
) -> Result<()> {
    start(connection, status, headers, Some(text.len() as u64))?;
    Ok(connection.write_all(text)?)
}

fn start(
    connection: &mut TcpStream,
    status: &str,
    headers: &[(&str, &str)],
    length: Option<u64>,
) -> Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    for (name, value) in headers::security() {
        head += &format!("{name}: {value}\r\n");
    }
    if let Some(length) = length {
        head += &format!("Content-Length: {length}\r\n");
    }
    head += "\r\n";
    Ok(connection.write_all(head.as_bytes())?)
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
    fn a_request_is_read_when_it_is_whole() {
        let whole = b"GET /a%20b?x HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"1-2\"\r\n\r\n";
        for end in 0..whole.len() {
            assert_eq!(parse(&whole[..end]).expect("so far it is one"), None);
        }
        let asked = parse(whole).expect("it is one").expect("it is whole");
        assert_eq!(
            (asked.method.as_str(), asked.path.as_str()),
            ("GET", "/a%20b?x")
        );
        assert_eq!(asked.known_tag.as_deref(), Some("\"1-2\""));
        assert!(parse(b"\x16\x03\x01 tls").is_err());
    }

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
