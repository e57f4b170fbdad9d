//! `dateline check` as an operator sees it.

use crate::program::dateline;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Output, Stdio};

fn check(directory: &Path, configuration: &str) -> Output {
    std::fs::write(directory.join("dateline.toml"), configuration).unwrap();
    dateline(directory, &["check"]).output().unwrap()
}

#[test]
fn what_may_be_meant_and_rather_is_not_is_warned_of() {
    let directory = tempfile::tempdir().unwrap();
    let warnings = |configuration: &str| -> Vec<String> {
        let output = check(directory.path(), configuration);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.ends_with("The configuration is in order.\n"), "{text}");
        text.lines().filter_map(|line| line.strip_prefix("warning   ")).map(str::to_owned).collect()
    };
    let source = "[[source]]\nname = \"desk\"\nkind = \"folder\"\npath = \"incoming\"\n";
    let store = "[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    assert_eq!(
        warnings("lane = \"sport\"\n"),
        [
            "dateline.toml: no [[source]]: nothing comes in but what others write to sport.raw.v1",
            "dateline.toml: no [[store]]: articles are kept nowhere but in the topics, and not for long",
        ]
    );
    let missing =
        "dateline.toml:4: source.desk.path: there is no such folder here; nothing comes from it until there is";
    assert_eq!(warnings(&[source, store].concat()), [missing]);
    std::fs::create_dir(directory.path().join("incoming")).unwrap();
    assert_eq!(warnings(&[source, store].concat()), [""; 0]);
    let file = source.replace("incoming", "dateline.toml");
    let is_file =
        "dateline.toml:4: source.desk.path: it is a file; nothing comes from it: give the folder that the files lie in";
    assert_eq!(warnings(&[&file, store].concat()), [is_file]);
    let [late] = &warnings(&[source, store, "[breaker]\nsource_after = 20\nstop_after = 10\n"].concat())[..] else {
        panic!("one warning");
    };
    assert!(late.starts_with("dateline.toml:10: breaker.source_after: is 20, more than stop_after (10)"), "{late}");
}

/// What a service says before it has opened its bus.
fn start_of(directory: &Path, service: &str) -> String {
    let mut child = dateline(directory, &[service]).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let said: Vec<String> = lines.take_while(|line| !line.contains("bus is open")).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    said.join("\n")
}

#[test]
fn a_service_is_warned_of_what_it_needs_itself() {
    let directory = tempfile::tempdir().unwrap();
    let configuration = "bus = \"embedded:log.db\"\nhttp.listen = \"off\"\nlog.format = \"json\"\n";
    std::fs::write(directory.path().join("dateline.toml"), configuration).unwrap();
    for (service, source, store) in [("consumer", true, false), ("enricher", false, false), ("sink", false, true)] {
        let said = start_of(directory.path(), service);
        assert!(said.contains(&format!("dateline {service} starts")), "{said}");
        let warned = (said.contains("no [[source]]"), said.contains("no [[store]]"));
        assert_eq!(warned, (source, store), "{service}: {said}");
    }
}

#[test]
fn problems_are_an_exit_status_of_their_own() {
    let directory = tempfile::tempdir().unwrap();
    let output = check(directory.path(), "[[store]]\nname = \"local\"\nkind = \"sqlight\"\n");
    assert_eq!(output.status.code(), Some(78));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(errors.contains("dateline.toml:3: store.local.kind: ") && errors.contains("sqlite"), "{errors}");
}

#[test]
fn what_would_send_secrets_in_clear_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let database = |host: &str, keys: &str| {
        let store = format!("[[store]]\nname = \"base\"\nkind = \"postgres\"\nurl = \"postgres://u:hidden@{host}/d");
        check(directory.path(), &format!("{store}{keys}"))
    };
    let certificate = "\"\nca_file = \"ca.pem\"\n";
    let output = database("db.example.org", &format!("?sslmode=disable{certificate}"));
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(78), "{errors}");
    assert!(errors.contains("dateline.toml:5: store.base.ca_file: ") && errors.contains("sslmode"), "{errors}");
    for (host, keys, warned) in [
        ("db.example.org", "\"\n", true),
        ("db.example.org", "?sslmode=prefer\"\n", true),
        ("db.example.org", "?sslmode=require\"\n", false),
        ("db.example.org", "?sslmode=disable\"\n", false),
        ("db.example.org", certificate, false),
        ("localhost", "\"\n", false),
        ("127.0.0.7", "\"\n", false),
        ("%2Fvar%2Frun%2Fpostgresql", "\"\n", false),
    ] {
        let output = database(host, keys);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{host} {keys}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(text.contains("store.base.url: password and articles go over"), warned, "{host} {keys}: {text}");
        assert!(!text.contains("hidden"), "{text}");
    }
}

/// Without the cargo feature `kafka-tls`, as the tests are built.
#[test]
fn a_cluster_that_this_build_cannot_log_in_to_is_a_problem() {
    let directory = tempfile::tempdir().unwrap();
    let configuration = "bus = \"kafka://kafka.example.org\"\n[kafka]\nsecurity_protocol = \"ssl\"\n";
    let output = check(directory.path(), configuration);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(78), "{errors}");
    assert!(errors.contains("kafka.security_protocol") && errors.contains("--features kafka-tls"), "{errors}");
}

#[test]
fn what_is_named_is_asked_when_that_is_wanted() {
    let directory = tempfile::tempdir().unwrap();
    let ask = |configuration: &str| {
        std::fs::write(directory.path().join("dateline.toml"), configuration).unwrap();
        let output = dateline(directory.path(), &["check", "--connect"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().skip_while(|line| *line != "The configuration is in order.").skip(1);
        (lines.map(str::to_owned).collect::<Vec<_>>(), output.status.code())
    };
    let store = "[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    let (lines, code) = ask(&["bus = \"embedded:log.db\"\n", store].concat());
    let [bus, local, disk, end] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!((code, end.as_str()), (Some(0), "What was asked answers."), "{lines:?}");
    assert!(bus.starts_with("bus       ") && bus.contains("log.db") && bus.contains("`dateline run`"), "{bus}");
    assert!(local.starts_with("store     local: there is no database at articles.db yet"), "{local}");
    assert!(disk.starts_with("disk      ") && disk.contains(" GiB free at "), "{disk}");
    assert!(!directory.path().join("log.db").exists() && !directory.path().join("articles.db").exists());
    // Nobody listens at port 1 of this address.
    let closed = "url = \"postgres://u:hidden@127.0.0.9:1/d?sslmode=disable\"\n";
    let (lines, code) =
        ask(&format!("bus = \"kafka://127.0.0.9:1\"\n[[store]]\nname = \"base\"\nkind = \"postgres\"\n{closed}"));
    let [bus, base, end] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!((code, end.as_str()), (Some(1), "2 problems."), "{lines:?}");
    assert!(bus.starts_with("bus       PROBLEM no Kafka broker answers at 127.0.0.9:1"), "{bus}");
    assert!(base.starts_with("store     PROBLEM base: ") && !base.contains("hidden"), "{base}");
    // A receiver of webhooks is connected to, and sent nothing.
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let there = receiver.local_addr().unwrap();
    let asked = std::thread::spawn(move || {
        let (mut stream, mut head) = (receiver.accept().unwrap().0, [0; 9]);
        stream.read_exact(&mut head).unwrap();
        head
    });
    let hooks = |name: &str, at: &str| {
        format!(
            "[[store]]\nname = \"{name}\"\nkind = \"http\"\nurl = \"http://{at}/hidden\"\nprivate_network = true\n\
             secret = \"whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e\"\n"
        )
    };
    let both = [hooks("desk", &there.to_string()), hooks("gone", "127.0.0.9:1")].concat();
    let (lines, code) = ask(&["bus = \"embedded:log.db\"\n", &both].concat());
    let [_, desk, gone, _, end] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!((code, end.as_str()), (Some(1), "1 problem."), "{lines:?}");
    assert_eq!(
        *desk,
        format!("store     desk: http://{there} can be connected to; nothing is sent before there are articles")
    );
    assert!(gone.starts_with("store     PROBLEM gone: http://127.0.0.9:1: 127.0.0.9 cannot be reached"), "{gone}");
    assert_eq!(&asked.join().unwrap(), b"HEAD / HT");
}
