//! Signals as a process gets them: this test binary starts itself again as the process that is signalled.

use dateline_service::config::{LogFormat, LogSettings};
use dateline_service::signals::{self, Hangup};
use dateline_service::telemetry::{self, Author};
use pipeline::Shutdown;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

const ROLE: &str = "DATELINE_TEST_SIGNALS";

/// What the child does: it says when it listens and when it was asked to end. `stubborn` does not end then, and
/// `stuck` neither, but has a drain deadline; `terminal` is one whose terminal may go.
fn be_signalled(role: &str) -> ! {
    let settings = LogSettings { format: LogFormat::Json, level: "info".to_owned() };
    let log = telemetry::init(&settings, Author { service: "test", instance: role }).unwrap();
    let shutdown = Shutdown::new();
    let hangup = if role == "terminal" { Hangup::Ends } else { Hangup::Told(std::sync::mpsc::channel().0) };
    signals::listen(&shutdown, hangup, log).unwrap();
    if role == "stuck" {
        dateline_service::end_at_the_latest(&shutdown, Duration::from_millis(10)).unwrap();
    }
    println!("\nlistening");
    assert!(shutdown.wait_timeout(Duration::from_secs(60)));
    println!("\nrequested");
    if role == "twice" {
        // As `timeout` does, which signals its child and then the whole group.
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::TERM).unwrap();
        Shutdown::new().wait_timeout(Duration::from_millis(500));
    }
    if matches!(role, "stubborn" | "stuck") {
        Shutdown::new().wait_timeout(Duration::from_secs(60));
    }
    std::process::exit(0)
}

#[test]
fn the_first_signal_requests_the_end_and_the_second_does_not_wait() {
    if let Ok(role) = std::env::var(ROLE) {
        be_signalled(&role);
    }
    for (role, signals, code) in [
        ("obedient", ["TERM"].as_slice(), 0),
        ("obedient", &["INT"], 0),
        ("stubborn", &["TERM", "INT"], 130),
        ("terminal", &["HUP"], 0),
        ("obedient", &["HUP", "TERM"], 0),
        ("stuck", &["TERM"], 75),
        ("twice", &["TERM"], 0),
    ] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "signals::the_first_signal_requests_the_end_and_the_second_does_not_wait", "--nocapture"])
            .env(ROLE, role)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut until = |text: &str| assert!(lines.any(|line| line.unwrap() == text), "the child never said {text}");
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        until("listening");
        for (index, signal) in signals.iter().enumerate() {
            let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status();
            assert!(sent.unwrap().success());
            if (role, *signal) == ("obedient", "HUP") {
                assert!(log.any(|line| line.unwrap().contains("SIGHUP ignored")), "nothing is told of the SIGHUP");
            } else if index == 0 || signals.first() == Some(&"HUP") {
                until("requested");
            }
        }
        // The child's output ends with it, after a minute at the latest.
        lines.for_each(drop);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{role} {signals:?}");
    }
}
