//! Node, Chromium and a Vulkan driver: found, or installed where that is possible, or asked for by name.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};
use std::thread::{self, JoinHandle};
use std::{env, fs};

use anyhow::{Context, Result, anyhow, bail};

use crate::project;

/// The oldest that playwright-core runs on.
const NODE: u32 = 20;

const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Debian's names; the fonts, because a report in Chinese must be seen to be one.
const PACKAGES: [(&str, Need); 5] = [
    ("nodejs", Need::Node),
    ("npm", Need::Node),
    ("chromium", Need::Browser),
    ("fonts-noto-cjk", Need::Fonts),
    ("mesa-vulkan-drivers", Need::Vulkan),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Node,
    Browser,
    Fonts,
    Vulkan,
}

type Prepared = std::result::Result<(), String>;
static PREPARING: Mutex<Option<JoinHandle<Prepared>>> = Mutex::new(None);
static PREPARED: OnceLock<Prepared> = OnceLock::new();

/// Starts fetching what is missing, beside whatever runs next.
pub(super) fn start() {
    if let Ok(mut preparing) = PREPARING.lock() {
        *preparing = Some(thread::spawn(|| {
            prepare().map_err(|error| format!("{error:#}"))
        }));
    }
}

/// Waits until everything is there.
///
/// # Errors
/// When something is missing and could not be installed; the message says what to install.
pub(crate) fn ready() -> Result<()> {
    let prepared = PREPARED.get_or_init(|| {
        let waiting = PREPARING
            .lock()
            .ok()
            .and_then(|mut preparing| preparing.take());
        match waiting.map(JoinHandle::join) {
            Some(Ok(prepared)) => prepared,
            Some(Err(_)) => Err("installing the tools stopped".to_owned()),
            None => prepare().map_err(|error| format!("{error:#}")),
        }
    });
    prepared.clone().map_err(|message| anyhow!(message))
}

fn prepare() -> Result<()> {
    let mut missing = Vec::new();
    if node().is_err() {
        missing.push(Need::Node);
    }
    if browser().is_err() {
        missing.push(Need::Browser);
    }
    if !has_chinese_font() {
        missing.push(Need::Fonts);
    }
    install_all(&missing)?;
    node()?;
    browser()?;
    packages()
}

/// Mesa's Vulkan on the CPU for the tests of `gpu`, which run on it with or without a GPU, so that results are the same on every
/// machine.
///
/// Gives the driver's file for `VK_DRIVER_FILES`; `None` where the system brings a driver of its own, as elsewhere than on Linux, or
/// where that variable is set already.
///
/// # Errors
/// When it is missing and could not be installed; the message says what to install.
pub(super) fn vulkan() -> Result<Option<PathBuf>> {
    if !cfg!(target_os = "linux") || env::var_os("VK_DRIVER_FILES").is_some() {
        return Ok(None);
    }
    if software_vulkan().is_none() {
        install_all(&[Need::Vulkan])?;
    }
    let driver = software_vulkan()
        .context("Mesa's software Vulkan is missing: install mesa-vulkan-drivers (Debian's name), or set VK_DRIVER_FILES")?;
    Ok(Some(driver))
}

/// Where distributions put what describes drivers.
const DRIVERS: [&str; 3] = [
    "/usr/share/vulkan/icd.d",
    "/usr/local/share/vulkan/icd.d",
    "/etc/vulkan/icd.d",
];

fn software_vulkan() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = DRIVERS
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("lvp_icd") && name.ends_with(".json")
        })
        .collect();
    found.sort();
    found.into_iter().next()
}

fn install_all(missing: &[Need]) -> Result<()> {
    let packages: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, need)| missing.contains(need))
        .map(|(name, _)| *name)
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    install(&packages)
}

static INSTALLING: Mutex<()> = Mutex::new(());

fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let by_hand = format!(
        "missing: {names} (Debian's names). Install them, for example with\n  \
         sudo apt-get update && sudo apt-get install --no-install-recommends {names}"
    );
    let can = project::find("apt-get").is_some() && is_root();
    if !can {
        bail!("{by_hand}");
    }
    // apt-get fails where it already runs, and the steps ask for tools beside each other.
    let _one_at_a_time = INSTALLING.lock();
    println!("tools: installing {names} with apt-get");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(["-qq", "-o", "Dpkg::Use-Pty=0"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        quietly(&mut command)
    };
    apt(&["update"])
        .and_then(|()| {
            let arguments = ["install", "--yes", "--no-install-recommends"];
            apt(&[&arguments[..], packages].concat())
        })
        .context(by_hand)
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Runs a command and shows what it printed only when it fails.
fn quietly(command: &mut Command) -> Result<()> {
    let line = project::line(command);
    let output = command
        .output()
        .with_context(|| format!("could not start `{line}`"))?;
    if !output.status.success() {
        bail!(
            "`{line}` failed ({}):\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}

/// Whether Node is there and new enough.
fn node() -> Result<()> {
    let output = Command::new("node")
        .arg("--version")
        .output()
        .with_context(|| format!("Node is missing: install version {NODE} or newer, with npm"))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE) {
        bail!("Node is {version}: install version {NODE} or newer");
    }
    if project::find("npm").is_none() {
        bail!("npm is missing: install it, it comes with Node");
    }
    Ok(())
}

/// The browser to test in: `CHROMIUM`, or one on the search path.
///
/// # Errors
/// When there is none.
pub(crate) fn browser() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if path.is_file() {
            return Ok(path);
        }
        bail!("CHROMIUM names {}, which is not there", path.display());
    }
    let application = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    BROWSERS
        .iter()
        .find_map(|name| project::find(name))
        .or_else(|| application.is_file().then(|| application.to_path_buf()))
        .context("Chromium is missing: install it, or set CHROMIUM to its path")
}

/// Elsewhere than on Linux the system brings one.
fn has_chinese_font() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    Command::new("fc-list")
        .args([":lang=zh", "family"])
        .output()
        .is_ok_and(|output| !output.stdout.trim_ascii().is_empty())
}

/// The packages of package-lock.json, unless those very ones are installed.
fn packages() -> Result<()> {
    let root = project::root();
    let modules = root.join("node_modules");
    let lock = fs::read(root.join("package-lock.json")).context("package-lock.json")?;
    let stamp = modules.join(".installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    quietly(project::command("npm").args(arguments))?;
    fs::write(&stamp, lock).context("node_modules")
}
