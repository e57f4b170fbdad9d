//! What people see who run the program on a terminal: what arrives, in lines that fit, and nothing of it with `--quiet`.

use crate::program::{Running, forget_environment};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const PLENTY: Duration = Duration::from_secs(60);
const COLUMNS: usize = 80;

/// A command on a terminal of 80 columns, without colours.
struct OnTerminal {
    process: Running,
    lines: Receiver<String>,
}

impl OnTerminal {
    fn start(directory: &Path, arguments: &str) -> Self {
        let mut command = Command::new("script");
        let line = format!("stty cols {COLUMNS} -echo; exec {} {arguments}", env!("CARGO_BIN_EXE_dateline"));
        command.args(["-q", "-e", "-c", &line, "/dev/null"]).current_dir(directory);
        forget_environment(&mut command);
        command.env_remove("COLUMNS").env("NO_COLOR", "1").env("DATELINE_HTTP__LISTEN", "off");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let printed = BufReader::new(child.stdout.take().unwrap()).lines();
        let (tell, lines) = channel();
        std::thread::spawn(move || printed.map_while(Result::ok).try_for_each(|line| tell.send(line)));
        Self { process: Running(child), lines }
    }

    /// All lines up to one that contains the text.
    fn until(&self, text: &str) -> Vec<String> {
        let mut seen: Vec<String> = Vec::new();
        loop {
            let line = self.lines.recv_timeout(PLENTY).unwrap_or_else(|_| panic!("no `{text}` in {seen:#?}"));
            let found = line.contains(text);
            seen.push(line.trim_end_matches('\r').to_owned());
            if found {
                return seen;
            }
        }
    }

    /// Presses Ctrl-C.
    fn interrupt(&mut self) {
        self.process.0.stdin.as_mut().unwrap().write_all(b"\x03").unwrap();
    }

    /// The rest of the lines, and the exit code.
    fn end(mut self) -> (Vec<String>, Option<i32>) {
        let rest = self.lines.iter().map(|line| line.trim_end_matches('\r').to_owned()).collect();
        (rest, self.process.0.wait().unwrap().code())
    }
}

fn fits(line: &str) {
    assert!(line.chars().count() <= COLUMNS && !line.contains('\u{1b}'), "wider than {COLUMNS}: {line:?}");
}

#[test]
fn on_a_terminal_run_shows_what_arrives_unless_it_is_to_be_quiet() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    let configuration = "bus = \"embedded:log.db\"\n\
         [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"wire\"\ninterval = \"100ms\"\n\
         [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    std::fs::write(at.join("dateline.toml"), configuration).unwrap();
    std::fs::create_dir(at.join("wire")).unwrap();
    let put = |numbers: std::ops::Range<u32>| {
        for number in numbers {
            let title = format!("Ferry {number} was late again on its way to the far islands of the northern coast");
            let text = format!(
                " date 2024-05-12 {title}\n\nOSLO, May 12 (Example Wire) - Nobody knows why, said pilot {number}.\n"
            );
            std::fs::write(at.join(format!("wire/.{number}")), text).unwrap();
            std::fs::rename(at.join(format!("wire/.{number}")), at.join(format!("wire/{number}.txt"))).unwrap();
        }
    };
    put(0..3);
    let mut shown = OnTerminal::start(at, "run");
    let first = shown.until("Ctrl-C ends it");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(first[0], format!("Dateline {version} · dateline.toml · bus embedded:log.db"), "{first:?}");
    assert_eq!(first[1], "sources: wire (folder) · stores: local (sqlite) · Ctrl-C ends it", "{first:?}");
    for _ in 0..3 {
        let lines = shown.until("stored   local: ");
        let line = lines.last().unwrap();
        assert!(line.contains("\"Ferry "), "{lines:?}");
        fits(line);
    }
    shown.interrupt();
    let (rest, code) = shown.end();
    assert_eq!(code, Some(0), "{rest:?}");
    let last = rest.last().unwrap();
    assert!(last.starts_with("Ended after ") && last.ends_with(": 3 articles stored, 0 dead letters"), "{rest:?}");

    put(3..5);
    let mut quiet = OnTerminal::start(at, "run --quiet");
    let before = quiet.until("started").len();
    let stored = || {
        let store = Command::new(env!("CARGO_BIN_EXE_dateline")).args(["search", "-n", "9"]).current_dir(at).output();
        String::from_utf8(store.unwrap().stdout).unwrap().lines().count()
    };
    harness::wait_for("articles", PLENTY, || if stored() == 5 { Ok(()) } else { Err(before.to_string()) }).unwrap();
    quiet.interrupt();
    let (rest, code) = quiet.end();
    assert!(code == Some(0) && !rest.iter().any(|line| line.contains("stored   local")), "{rest:?}");
    assert!(rest.iter().any(|line| line.contains("ended after") && line.contains("stored=2")), "{rest:?}");
}

#[test]
fn lines_of_the_demo_and_of_searches_fit_a_terminal_of_80_columns() {
    let directory = tempfile::tempdir().unwrap();
    for (arguments, text) in [
        ("demo --once --pace 0", "articles, stored"),
        ("search --config dateline-demo/demo.toml", "Port Vale"),
        ("search --config dateline-demo/demo.toml harbour", "harbour"),
        ("quotes --config dateline-demo/demo.toml --by Lindqvist", "Lindqvist"),
    ] {
        let (lines, code) = OnTerminal::start(directory.path(), arguments).end();
        assert_eq!(code, Some(0), "{arguments}: {lines:?}");
        assert!(lines.iter().any(|line| line.contains(text)), "{arguments}: {lines:#?}");
        lines.iter().for_each(|line| fits(line));
    }
}
