//! Pipes whose other end is closed or not read: `dateline … | head`, and logs that nobody takes.

use crate::program::{Running, dateline};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

const PLENTY: Duration = Duration::from_secs(60);

#[test]
fn every_command_that_prints_ends_quietly_when_nobody_reads() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    std::fs::write(at.join("a.txt"), "OSLO, Jan 3 (Example Wire) - The ferry was late again on Tuesday.\n").unwrap();
    assert!(
        dateline(at, &["demo", "--once", "--pace", "0", "--dir", "d"])
            .stdout(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    let demo = "d/demo.toml";
    for arguments in [
        &["help"][..],
        &["--version"],
        &["help", "run"],
        &["check", "--config", demo],
        &["topics", "list", "--config", demo],
        &["topics", "create", "--config", demo],
        &["search", "--config", demo, "harbour"],
        &["enrich", "a.txt"],
        &["enrich", "--explain", "a.txt"],
        &["extract", "a.txt"],
        &["demo", "--once", "--pace", "0", "--dir", "d"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = dateline(at, arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let errors = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(ended.status.success() && errors.is_empty(), "{arguments:?}: {}\n{errors}", ended.status);
    }
}

/// A pipeline that takes files from `wire`, and logs much of what it does.
struct Pipeline {
    directory: tempfile::TempDir,
    process: Running,
    http: String,
}

impl Pipeline {
    fn start(stderr: impl Into<Stdio>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("wire")).unwrap();
        // Free a moment ago; nobody else is told of it.
        let http = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let text = format!(
            "bus = \"embedded:log.db\"\n[log]\nlevel = \"debug\"\n[http]\nlisten = \"{http}\"\n\
             [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"wire\"\ninterval = \"100ms\"\n\
             [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n"
        );
        std::fs::write(directory.path().join("dateline.toml"), text).unwrap();
        let process = dateline(directory.path(), &["run"]).stdout(Stdio::null()).stderr(stderr).spawn().unwrap();
        let running = Self { directory, process: Running(process), http };
        running.wait_for("/readyz", |answer| answer.contains(" 200 "));
        running
    }

    /// Files that become articles and files that become dead letters, each told in a log line, one after the other.
    fn put(&self, files: std::ops::Range<u32>) {
        let folder = self.directory.path().join("wire");
        for number in files {
            let story = format!("OSLO, Jan 3 (Example Wire) - Ferry {number} was late again on Tuesday morning.\n");
            std::fs::write(folder.join(format!("{number}-good.txt")), story).unwrap();
            std::fs::write(folder.join(format!("{number}-bad.txt")), b"broken \xff\xfe bytes".repeat(40)).unwrap();
        }
    }

    fn stored(&self, count: u64) {
        let series = "dateline_input_records_total{stage=\"store/local\",outcome=\"emitted\",reason=\"ok\"} ";
        self.wait_for("/metrics", |answer| value(answer, series) >= count);
    }

    fn wait_for(&self, path: &str, is_so: impl Fn(&str) -> bool) {
        let until = Instant::now() + PLENTY;
        let mut last = String::new();
        while Instant::now() < until {
            if let Ok(answer) = self.ask(path) {
                if is_so(&answer) {
                    return;
                }
                last = answer;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{path} never said so: {last}");
    }

    fn ask(&self, path: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(&self.http)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// Sends a signal and waits for the end.
    fn end(&mut self, signal: &str) -> ExitStatus {
        let sent =
            Command::new("sh").args(["-c", &format!("kill -{signal} {}", self.process.0.id())]).status().unwrap();
        assert!(sent.success());
        // Well above the drain deadline of 25 s, at which it has to end by itself.
        let until = Instant::now() + PLENTY;
        while Instant::now() < until {
            if let Some(status) = self.process.0.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it still runs {} s after SIG{signal}", PLENTY.as_secs());
    }
}

fn value(metrics: &str, series: &str) -> u64 {
    metrics.lines().find_map(|line| line.strip_prefix(series)?.parse().ok()).unwrap_or(0)
}

#[test]
fn a_log_whose_reader_has_gone_stops_nothing() {
    let (reader, writer) = std::io::pipe().unwrap();
    let mut running = Pipeline::start(writer);
    running.put(0..40);
    running.stored(40);
    drop(reader);
    running.put(40..80);
    running.stored(80);
    running.wait_for("/metrics", |answer| value(answer, "dateline_log_lines_dropped_total ") > 0);
    assert_eq!(running.end("TERM").code(), Some(0));
}

#[test]
fn a_log_that_nobody_reads_stops_nothing() {
    let (mut reader, writer) = std::io::pipe().unwrap();
    let mut running = Pipeline::start(writer);
    // Many times what fits into a pipe.
    running.put(0..250);
    running.stored(250);
    assert_eq!(running.end("TERM").code(), Some(0));
    let mut taken = String::new();
    reader.read_to_string(&mut taken).unwrap();
    let letters = taken.matches("\"dead letter\"").count();
    assert!(letters < 250, "the pipe took all {} bytes, so it never was full", taken.len());
}

#[test]
fn a_hangup_ends_nothing() {
    let (reader, writer) = std::io::pipe().unwrap();
    let mut running = Pipeline::start(writer);
    let id = running.process.0.id();
    assert!(Command::new("sh").args(["-c", &format!("kill -HUP {id}")]).status().unwrap().success());
    running.put(0..1);
    running.stored(1);
    assert_eq!(running.end("TERM").code(), Some(0));
    let lines = std::io::read_to_string(reader).unwrap();
    assert!(lines.contains("sources were read again"), "{lines}");
    for text in ["dateline run starts", "ended after "] {
        assert!(lines.contains(text), "no line says `{text}`:\n{lines}");
    }
    lines.lines().for_each(is_a_sound_line);
}

/// Every line says whose it is, has each field once, and has numbers as numbers.
fn is_a_sound_line(line: &str) {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
    assert_eq!(fields.get("service").unwrap(), "run", "{line}");
    for (name, value) in &fields {
        assert_eq!(line.matches(&format!("\"{name}\":")).count(), 1, "{name} twice: {line}");
        let number = value.as_str().is_some_and(|text| text.parse::<f64>().is_ok());
        assert!(!number || name == "instance", "{name} is a number in quotes: {line}");
    }
}

#[test]
fn help_that_cannot_be_printed_is_a_failure() {
    let directory = tempfile::tempdir().unwrap();
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for arguments in [&["--help"][..], &["help", "run"], &["--version"]] {
        let ended = dateline(directory.path(), arguments).stdout(full()).stderr(Stdio::piped()).output().unwrap();
        let errors = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}: {errors}");
        assert!(errors.starts_with("dateline: write to stdout: "), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_pipe_that_nobody_writes_into_says_what_it_waits_for() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    assert!(Command::new("mkfifo").arg(at.join("wire.txt")).status().unwrap().success());
    let mut waiting =
        dateline(at, &["enrich", "wire.txt"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let mut errors = std::io::BufReader::new(waiting.stderr.take().unwrap());
    std::io::BufRead::read_line(&mut errors, &mut said).unwrap();
    assert_eq!(said, "dateline: wire.txt: waiting for somebody to write into this pipe\n");
    std::fs::write(at.join("wire.txt"), "OSLO, Jan 3 (Example Wire) - The ferry was late again on Tuesday.\n").unwrap();
    let ended = waiting.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stdout.starts_with(b"{"), "{}", ended.status);
}
