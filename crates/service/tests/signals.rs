//! Signals as a process gets them: this test binary starts itself again as the process that is signalled.

use pipeline::Shutdown;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

const ROLE: &str = "DATELINE_TEST_SIGNALS";

/// What the child does: it says when it listens and when it was asked to end; `stubborn` does not end then.
#[expect(clippy::unwrap_used, clippy::print_stdout, reason = "it is the process under test, and talks on stdout")]
fn be_signalled(stubborn: bool) -> ! {
    let shutdown = Shutdown::new();
    dateline_service::signals::listen(&shutdown).unwrap();
    println!("\nlistening");
    assert!(shutdown.wait_timeout(Duration::from_secs(60)));
    println!("\nrequested");
    if stubborn {
        Shutdown::new().wait_timeout(Duration::from_secs(60));
    }
    std::process::exit(0)
}

#[test]
fn the_first_signal_requests_the_end_and_the_second_does_not_wait() {
    if let Ok(role) = std::env::var(ROLE) {
        be_signalled(role == "stubborn");
    }
    for (role, signals, code) in
        [("obedient", ["TERM"].as_slice(), 0), ("obedient", &["INT"], 0), ("stubborn", &["TERM", "INT"], 130)]
    {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_first_signal_requests_the_end_and_the_second_does_not_wait", "--nocapture"])
            .env(ROLE, role)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut until = |text: &str| assert!(lines.any(|line| line.unwrap() == text), "the child never said {text}");
        until("listening");
        for (index, signal) in signals.iter().enumerate() {
            let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status();
            assert!(sent.unwrap().success());
            if index == 0 {
                until("requested");
            }
        }
        // The child's output ends with it, after a minute at the latest.
        lines.for_each(drop);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{role} {signals:?}");
    }
}
