//! Files, folders' complaints and pipes into a session.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use engine::{FileStatus, Session};
use parquet_text::Unpacker;
use report::words::Mishap;
use table::{Format, Options};

/// Bytes read at a time.
const PIECE: usize = 4 << 20;

/// Reads files into the session, `-` from standard input. What cannot be read is kept in the session as such.
///
/// Remembered corrections that change how a file is taken apart make it be read again.
pub(crate) fn read_all(session: &mut Session, paths: &[PathBuf]) -> Result<()> {
    for path in paths {
        let name = name_of(path);
        let id = read_one(session, path, &name, Options::default())?;
        let again = session.reread_options(id).cloned();
        if let Some(options) = again.filter(|_| path != Path::new("-")) {
            let new = read_one(session, path, &name, options)?;
            session.replace(id, new)?;
        }
    }
    Ok(())
}

/// Whether every file came to something, and whether any did.
pub(crate) fn outcome(session: &Session) -> (bool, bool) {
    let files = session.files();
    let all = files
        .iter()
        .all(|f| f.status == FileStatus::Read && f.errors.is_empty());
    let any = files.iter().any(|f| f.status == FileStatus::Read);
    (all, any)
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") {
        return "stdin".into();
    }
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

fn read_one(session: &mut Session, path: &Path, name: &str, options: Options) -> Result<u32> {
    if path == Path::new("-") {
        return feed(session, name, None, options, &mut std::io::stdin().lock());
    }
    let opened = File::open(path).and_then(|file| file.metadata().map(|m| (file, m)));
    match opened {
        Ok((_, metadata)) if metadata.is_dir() => {
            let id = session.open(name, None, options);
            session.lose(id, Mishap::Directory)?;
            Ok(id)
        }
        Ok((mut file, metadata)) => feed(session, name, Some(metadata.len()), options, &mut file),
        Err(_) => {
            let id = session.open(name, None, options);
            session.lose(id, Mishap::Vanished)?;
            Ok(id)
        }
    }
}

fn feed(
    session: &mut Session,
    name: &str,
    size: Option<u64>,
    options: Options,
    from: &mut dyn Read,
) -> Result<u32> {
    let id = session.open(name, size, options.clone());
    let mut piece = vec![0; PIECE];
    loop {
        let length = match read_full(from, &mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(_) => {
                session.lose(id, Mishap::Vanished)?;
                return Ok(id);
            }
        };
        match guarded(name, || session.push(id, &piece[..length])) {
            Ok(_) => {}
            Err(engine::Error::Unreadable(table::Error::NeedsParquet { .. })) => {
                session.remove(id)?;
                let mut bytes = piece[..length].to_vec();
                from.read_to_end(&mut bytes)
                    .with_context(|| format!("reading {name}"))?;
                return unpack_parquet(session, name, options, bytes);
            }
            Err(engine::Error::Unreadable(error)) => {
                session.fail(id, error)?;
                return Ok(id);
            }
            Err(error) => return Err(error.into()),
        }
    }
    match guarded(name, || session.finish(id)) {
        Err(engine::Error::Unreadable(error)) => session.fail(id, error)?,
        other => other?,
    }
    Ok(id)
}

/// A reader's panic over a damaged file is that file's failure: the others go on.
fn guarded<T>(
    name: &str,
    step: impl FnOnce() -> Result<T, engine::Error>,
) -> Result<T, engine::Error> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(step));
    std::panic::set_hook(hook);
    result.unwrap_or_else(|_| {
        let location = table::Location {
            file: name.to_owned(),
            ..Default::default()
        };
        let detail = "the reader gave up".to_owned();
        Err(engine::Error::Unreadable(table::Error::Corrupt {
            location,
            detail,
        }))
    })
}

fn unpack_parquet(
    session: &mut Session,
    name: &str,
    mut options: Options,
    bytes: Vec<u8>,
) -> Result<u32> {
    options.unpacked_from = Some(Format::Parquet);
    let id = session.open(name, None, options);
    let step = || -> Result<(), String> {
        let mut unpacker = Unpacker::new(bytes).map_err(|e| e.to_string())?;
        while let Some(text) = unpacker.next_chunk().map_err(|e| e.to_string())? {
            session.push(id, &text).map_err(|e| e.to_string())?;
        }
        Ok(())
    };
    match step() {
        Ok(()) => session.finish(id)?,
        Err(detail) => {
            let location = table::Location {
                file: name.to_owned(),
                ..Default::default()
            };
            session.fail(id, table::Error::Corrupt { location, detail })?;
        }
    }
    Ok(id)
}

fn read_full(from: &mut dyn Read, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < piece.len() {
        match from.read(&mut piece[length..]) {
            Ok(0) => break,
            Ok(n) => length += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Writes bytes to a file, or to standard output for `-`.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if path == Path::new("-") {
        return std::io::stdout()
            .lock()
            .write_all(bytes)
            .context("writing to standard output");
    }
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
