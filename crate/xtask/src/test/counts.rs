//! How many tests passed, failed and were skipped, read from what the runners print.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};

use crate::project;

/// Tests by how they ended.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    /// A step that fails as a whole.
    pub(crate) const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };

    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Counts those of one line of cargo's runners, where it sums up.
    fn read(&mut self, line: &str) {
        let line = line.trim();
        // cargo test: `test result: ok. 3 passed; 0 failed; 1 ignored; …`
        // nextest: `Summary [ 0.1s] 4 tests run: 3 passed (1 slow), 1 failed, 1 skipped`
        if line.starts_with("test result:") || line.starts_with("Summary [") {
            let words: Vec<&str> = line
                .split([' ', ';', ',', '.'])
                .filter(|word| !word.is_empty())
                .collect();
            for pair in words.windows(2) {
                self.count(pair[1], pair[0]);
            }
        }
    }

    fn count(&mut self, what: &str, number: &str) {
        let Ok(number) = number.parse::<u64>() else {
            return;
        };
        match what {
            "pass" | "passed" => self.passed += number,
            "fail" | "failed" | "cancelled" | "timed" => self.failed += number,
            "skipped" | "ignored" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// The tests of a report in the Test Anything Protocol, as Node ends it: `# pass 3`.
pub(crate) fn of_report(report: &str) -> Counts {
    let mut counts = Counts::default();
    for line in report.lines() {
        let pair = line
            .strip_prefix("# ")
            .and_then(|rest| rest.split_once(' '));
        if let Some((what, number)) = pair {
            counts.count(what, number);
        }
    }
    counts
}

/// Runs one of cargo's test runners, showing what it prints and counting its tests.
///
/// # Errors
/// When it cannot be started, fails without a failed test, or sums nothing up.
pub(crate) fn run(command: &mut Command) -> Result<Counts> {
    let line = project::line(command);
    println!("$ {line}");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{line}`"))?;
    let stdout = child.stdout.take().context("no output")?;
    let stderr = child.stderr.take().context("no errors")?;
    // nextest sums up on the error stream, the others on the output.
    let errors = thread::spawn(move || read(stderr));
    let mut counts = read(stdout);
    let more = errors
        .join()
        .map_err(|_| anyhow!("reading `{line}` stopped"))?;
    counts.add(&more);
    let status = child.wait()?;
    if !status.success() && counts.failed == 0 {
        bail!("`{line}` failed ({status})");
    }
    Ok(counts)
}

fn read(stream: impl std::io::Read) -> Counts {
    let mut counts = Counts::default();
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        counts.read(&text);
        line.clear();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lines: &[&str]) -> (u64, u64, u64) {
        let mut counts = Counts::default();
        for line in lines {
            counts.read(line);
        }
        (counts.passed, counts.failed, counts.skipped)
    }

    #[test]
    fn each_runner_is_understood() {
        assert_eq!(
            counts(&[
                "test result: FAILED. 22 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.01s"
            ]),
            (22, 1, 3)
        );
        assert_eq!(
            counts(&[
                "     Summary [   0.012s] 7 tests run: 5 passed (1 slow, 1 leaky), 2 failed, 4 skipped"
            ]),
            (5, 2, 4)
        );
        assert_eq!(
            counts(&[
                "     Summary [ 9.1s] 3/7 tests run: 1 passed, 1 failed, 1 timed out, 0 skipped"
            ]),
            (1, 2, 0)
        );
        assert_eq!(
            of_report(
                "# tests 9\n# suites 0\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 0\n"
            ),
            Counts {
                passed: 5,
                failed: 2,
                skipped: 2
            }
        );
    }

    #[test]
    fn what_a_test_prints_is_not_counted() {
        assert_eq!(counts(&["3 passed", "pass 3", "# pass 3"]), (0, 0, 0));
        assert!(of_report("ok 1 - a\n# passport 3\n# pass a\n    # pass 2\n").is_empty());
    }

    #[test]
    fn the_sum_has_one_form() {
        let sum = Counts {
            passed: 3,
            failed: 0,
            skipped: 1,
        };
        assert_eq!(sum.to_string(), "3 passed, 0 failed, 1 skipped");
    }
}
