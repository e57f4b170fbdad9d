//! SIGHUP: other sources are read without a restart, and a configuration with mistakes changes nothing.

use crate::program::{Running, dateline};
use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{ChildStderr, Stdio};

fn configuration(sources: &[&str], more: &str) -> String {
    let sources = sources.iter().map(|name| {
        format!("[[source]]\nname = \"{name}\"\nkind = \"folder\"\npath = \"{name}\"\ninterval = \"100ms\"\n")
    });
    let store = "[[store]]\nname = \"out\"\nkind = \"stdout\"\n";
    format!(
        "bus = \"embedded:log.db\"\nhttp.listen = \"off\"\nlog.format = \"json\"\n{more}{}{store}",
        sources.collect::<String>()
    )
}

fn write(directory: &Path, name: &str, word: &str) {
    std::fs::create_dir_all(directory.join(name)).unwrap();
    let text = format!(
        " date 2024-10-24 {word}\n\nOSTMOOR, Oct 24 (EX) - The {word} weir was opened on Thursday, said the board that runs it.\n"
    );
    std::fs::write(directory.join(name).join(format!("{word}.txt")), text).unwrap();
}

fn until(lines: &mut Lines<BufReader<ChildStderr>>, text: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for line in lines {
        let line = line.unwrap();
        let found = line.contains(text);
        seen.push(line);
        if found {
            return seen;
        }
    }
    panic!("never said {text}: {seen:#?}");
}

#[test]
fn a_hangup_takes_other_sources_and_refuses_mistakes() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("dateline.toml");
    for (name, word) in [("one", "northern"), ("two", "southern")] {
        write(directory.path(), name, word);
    }
    std::fs::write(&file, configuration(&["one"], "")).unwrap();
    let mut command = dateline(directory.path(), &["run"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut stored = BufReader::new(child.stdout.take().unwrap()).lines();
    let process = rustix::process::Pid::from_child(&child);
    let _running = Running(child);
    let hang_up = || rustix::process::kill_process(process, rustix::process::Signal::HUP).unwrap();
    assert!(stored.next().unwrap().unwrap().contains("northern"));

    let broken = configuration(&["two"], "").replace("\"folder\"", "\"foldr\"");
    std::fs::write(&file, broken).unwrap();
    hang_up();
    let refused = until(&mut told, "was not taken");
    let mistake = "dateline.toml:6: source.two.kind: `foldr` is no kind of it; did you mean `folder`?";
    assert!(refused.iter().any(|line| line.contains(mistake)), "{refused:#?}");
    // The old one stays.
    write(directory.path(), "one", "eastern");
    assert!(stored.next().unwrap().unwrap().contains("eastern"));

    std::fs::write(&file, configuration(&["two"], "[topics]\nretention = \"2d\"\n")).unwrap();
    hang_up();
    let taken = until(&mut told, "sources were read again");
    assert!(taken.last().unwrap().contains("\"added\":\"two\",\"removed\":\"one\""), "{taken:#?}");
    let restart = taken.iter().find(|line| line.contains("restart to have the rest hold"));
    assert!(restart.is_some_and(|line| line.contains("topics.retention")), "{taken:#?}");
    assert!(stored.next().unwrap().unwrap().contains("southern"));
    write(directory.path(), "one", "western");
    write(directory.path(), "two", "central");
    assert!(stored.next().unwrap().unwrap().contains("central"), "the one that was removed is read no more");
}

#[test]
fn a_hangup_reads_the_files_of_sources_again() {
    let directory = tempfile::tempdir().unwrap();
    let files = directory.path().join("sources.d");
    std::fs::create_dir(&files).unwrap();
    let source = |name: &str| {
        format!("[[source]]\nname = \"{name}\"\nkind = \"folder\"\npath = \"{name}\"\ninterval = \"100ms\"\n")
    };
    for (name, word) in [("one", "northern"), ("two", "southern")] {
        write(directory.path(), name, word);
    }
    std::fs::write(files.join("a.toml"), source("one")).unwrap();
    std::fs::write(directory.path().join("dateline.toml"), configuration(&[], "sources_from = \"sources.d\"\n"))
        .unwrap();
    let mut command = dateline(directory.path(), &["run"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut stored = BufReader::new(child.stdout.take().unwrap()).lines();
    let process = rustix::process::Pid::from_child(&child);
    let _running = Running(child);
    let hang_up = || rustix::process::kill_process(process, rustix::process::Signal::HUP).unwrap();
    assert!(stored.next().unwrap().unwrap().contains("northern"));

    std::fs::write(files.join("b.toml"), source("one")).unwrap();
    hang_up();
    let refused = until(&mut told, "was not taken");
    let mistake = "sources.d/b.toml:2: source.1.name: `one` is taken (sources.d/a.toml:1)";
    assert!(refused.iter().any(|line| line.contains(mistake)), "{refused:#?}");

    std::fs::write(files.join("b.toml"), source("two")).unwrap();
    hang_up();
    let taken = until(&mut told, "sources were read again");
    assert!(taken.last().unwrap().contains("\"added\":\"two\""), "{taken:#?}");
    assert!(stored.next().unwrap().unwrap().contains("southern"));
}
