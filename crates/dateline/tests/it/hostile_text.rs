//! What a document, its file's name or an answer says steers no terminal and writes no line of its own, whichever command
//! shows it and however.

use crate::program::dateline;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// A new title, a bell, colours (C0 and C1), the direction turned, isolated, a line separator.
const STEERING: &str = "\u{1b}]2;mine\u{7}\u{9b}31m\u{202e}back\u{2066}apart\u{2028}\u{7f}";
/// The beginning of a line that is not ours.
const FORGED: &str = "2026-01-01T00:00:00.000000Z ERROR dateline_sink: forged";

/// Both outputs of a command, which must have shown something of the document.
fn shown(directory: &Path, arguments: &[&str]) -> String {
    let output = dateline(directory, arguments).output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

fn check(command: &str, shown: &str) {
    let steers =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!shown.contains(steers), "{command}: {:?}", shown.chars().filter(|c| steers(*c)).collect::<Vec<_>>());
    assert!(!shown.lines().any(|line| line.starts_with(FORGED)), "{command}: {shown}");
    assert!(!shown.trim().is_empty(), "{command} shows nothing");
}

fn write_documents(directory: &Path) {
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let told =
        format!("The ferry {STEERING} ran again on Monday, the harbour master said. It carried forty people over.");
    let page = format!(
        "<html><head><title>Ferry {STEERING}</title><script type=\"application/ld+json\">\
         {{\"@type\":\"NewsArticle\",\"headline\":{0},\"author\":{{\"name\":{0}}},\"keywords\":[{0}]}}</script></head>\
         <body><article><h1>Ferry {STEERING}&#27;[2J&#155;</h1><p class=\"by{STEERING}\" id=\"x\n{FORGED}\">By Jo &#27;[1m Ray</p>\
         <p>{told} &#27;[2J</p><ul class=\"related{STEERING}\"><li><a href=\"/a\">More {STEERING}</a></li></ul></article></body></html>",
        json(&format!("Ferry {STEERING}\n{FORGED}"))
    );
    let item = |status: &str| {
        let (status, text) = (json(status), json(&told));
        format!(
            "{{\"uri\":\"u\",\"type\":\"text\",\"pubStatus\":{status},\"headlines\":[{{\"value\":{text}}}],\"bodies\":[{{\"value\":{text}}}]}}"
        )
    };
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>F</title><link>http://f.example/</link><item><title>Ferry {STEERING}</title>\
         <guid>1{STEERING}</guid><description>{told}</description><category>boats {STEERING}</category></item></channel></rss>"
    );
    for (name, text) in [
        ("page.html".to_owned(), page),
        (
            "wire.txt".to_owned(),
            format!("2024-03-05\nFerry {STEERING}\n\nOSLO, March 5 (Example Wire {STEERING}) - {told}\n"),
        ),
        ("refused.ninjs.json".to_owned(), item(&format!("{STEERING}\n{FORGED}"))),
        ("taken.ninjs.json".to_owned(), item("usable")),
        ("feed.xml".to_owned(), feed),
        ("field.ndjson".to_owned(), format!("{{{}:1}}\n", json(&format!("{STEERING}\n{FORGED}")))),
        (format!("named {STEERING}\n{FORGED}.txt"), "\u{fffd}".repeat(3_000)),
    ] {
        std::fs::write(directory.join("news").join(name), text).unwrap();
    }
}

#[test]
fn no_command_lets_a_document_steer_the_terminal_or_write_a_line_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("news")).unwrap();
    write_documents(directory.path());
    let named = format!("news/named {STEERING}\n{FORGED}.txt");
    let missing = format!("news/missing {STEERING}\n{FORGED}.txt");
    let files =
        ["news/page.html", "news/wire.txt", "news/refused.ninjs.json", "news/taken.ninjs.json", "news/feed.xml"];
    for file in files.into_iter().chain(["news/field.ndjson", named.as_str(), missing.as_str()]) {
        for command in ["extract", "enrich"] {
            check(command, &shown(directory.path(), &[command, file]));
            check("--explain", &shown(directory.path(), &[command, "--explain", file]));
        }
    }
    for (format, file) in
        [("record", "news/field.ndjson"), ("ninjs", "news/refused.ninjs.json"), ("html", named.as_str())]
    {
        check(format, &shown(directory.path(), &["extract", "--format", format, file]));
    }

    let configuration = |name: &str| {
        format!(
            "[log]\nformat = \"{name}\"\n[limits]\ningest = \"4KiB\"\n[http]\nlisten = \"off\"\n\
             [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"news\"\ninterval = \"100ms\"\n\
             [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"{name}/articles.db\"\n\
             [[store]]\nname = \"out\"\nkind = \"stdout\"\n"
        )
    };
    for name in ["human", "json"] {
        let config = format!("{name}.toml");
        let text = format!("bus = \"embedded:{name}/log.db\"\n{}", configuration(name));
        std::fs::write(directory.path().join(&config), text).unwrap();
        // The page, the wire text, the item and the entry are stored; an item and a file are refused.
        run_until(directory.path(), &config, "forged", 4);
        for arguments in [["check", "--config"].as_slice(), &["topics", "list", "--config"], &["search", "--config"]] {
            let arguments = [arguments, &[config.as_str()]].concat();
            check(arguments[0], &shown(directory.path(), &arguments));
        }
    }
    std::fs::write(directory.path().join("broken.toml"), format!("lane = \"{STEERING}\"\n")).unwrap();
    let unknown = format!(
        "[[store]]\nname = \"local\"\nkind = {}\n",
        serde_json::to_string(&format!("{STEERING}\n{FORGED}")).unwrap()
    );
    std::fs::write(directory.path().join("unknown.toml"), unknown).unwrap();
    for config in ["broken.toml", "unknown.toml", missing.as_str()] {
        check("check", &shown(directory.path(), &["check", "--config", config]));
    }
}

/// Runs everything until so many articles are printed and the log has this word twice; both are checked.
fn run_until(directory: &Path, config: &str, word: &str, articles: usize) {
    let mut run = dateline(directory, &["run", "--config", config]);
    let mut process = run.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let read = |mut from: Box<dyn Read + Send>| {
        let (sender, receiver) = std::sync::mpsc::channel::<Vec<u8>>();
        std::thread::spawn(move || {
            let mut bytes = [0; 4_096];
            while let Ok(length @ 1..) = from.read(&mut bytes) {
                let _ = sender.send(bytes[..length].to_vec());
            }
        });
        receiver
    };
    let printed = read(Box::new(process.stdout.take().unwrap()));
    let logged = read(Box::new(process.stderr.take().unwrap()));
    let (mut out, mut log) = (Vec::new(), Vec::new());
    let until = Instant::now() + Duration::from_secs(240);
    let count = |log: &[u8]| String::from_utf8_lossy(log).matches(word).count();
    while Instant::now() < until && (out.iter().filter(|byte| **byte == b'\n').count() < articles || count(&log) < 2) {
        out.extend(printed.try_iter().flatten());
        if let Ok(bytes) = logged.recv_timeout(Duration::from_millis(100)) {
            log.extend(bytes);
        }
    }
    // The store that is searched may be a moment behind the one that prints.
    let found =
        || shown(directory, &["search", "--config", config]).lines().filter(|line| line.starts_with('{')).count();
    while Instant::now() < until && found() < articles {}
    process.kill().unwrap();
    process.wait().unwrap();
    let (out, log) = (String::from_utf8(out).unwrap(), String::from_utf8(log).unwrap());
    assert!(out.lines().count() >= articles && log.matches(word).count() >= 2, "{out}\n{log}");
    check("run", &out);
    check("the log", &log);
}

#[test]
fn commands_print_in_one_place() {
    // Where the output is only looked at, such as for its width, nothing is printed.
    let looked_at = ["is_terminal()", "Palette::of(", "let out = std::io::stdout();"];
    for directory in ["src", "src/commands", "src/commands/show", "src/commands/demo"] {
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(directory)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") || path.ends_with("commands/stdout.rs") {
                continue;
            }
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                let prints = line.contains("io::stdout()") || line.contains("io::stderr()");
                let fine = looked_at.iter().any(|look| line.contains(look));
                assert!(!prints || fine, "{}: print through commands/stdout.rs: {line}", path.display());
            }
        }
    }
}
