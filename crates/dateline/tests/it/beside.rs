//! `dateline replay` and `dateline backfill` on the embedded log.

use crate::program::dateline;
use article::{Lane, Topics};
use bus::{Bus, EmbeddedLog};
use harness::beside::{Beside, absence_is_said};
use harness::{Dateline, Launch};
use std::path::Path;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);

fn configuration(directory: &Path) -> String {
    let at = directory.display();
    format!(
        "bus = \"embedded:{at}/log.db\"\nlog.format = \"json\"\n\
         [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"{at}/articles.db\"\n\
         [[store]]\nname = \"print\"\nkind = \"stdout\"\n"
    )
}

fn found(directory: &Path, filter: &[&str]) -> usize {
    let output = dateline(directory, &[&["search", "-n", "10000"], filter].concat()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().count()
}

fn run(config: &str, directory: &Path) -> anyhow::Result<Dateline> {
    let mut process = Launch::new(["run"]).config(config).directory(directory).start()?;
    process.wait_ready(SOON)?;
    Ok(process)
}

#[test]
fn old_news_goes_through_lanes_of_its_own_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let config = configuration(path);
    std::fs::write(path.join("dateline.toml"), &config).unwrap();
    absence_is_said(&config, path, "`dateline run` makes one").unwrap();
    let mut live = run(&config, path).unwrap();
    let bus = EmbeddedLog::open_guest(&path.join("log.db")).unwrap();
    let beside = Beside {
        bus: &bus,
        topics: Topics::of(Lane::live()),
        config: config.clone(),
        directory: path,
        open: &|lane| {
            let log = EmbeddedLog::open_guest(&path.join(format!("log.{}.db", lane.as_str())))?;
            Ok(Box::new(log) as Box<dyn Bus>)
        },
        stored: &|| Ok((found(path, &[]), found(path, &["--language", "en"]))),
    };
    let nothing = beside.said(&["replay", "--stage", "enrich", "--from", "1d"]).unwrap();
    assert_eq!(nothing.code, Some(0));
    assert!(nothing.stderr.contains("news.articles.v1 has no records"), "{nothing:?}");
    beside.old_articles_are_stored().unwrap();
    beside.a_dry_run_writes_nothing().unwrap();
    let sent = beside.a_killed_replay_goes_on().unwrap();
    beside.stdout_has_news_alone(&live, sent).unwrap();
    beside.a_lane_of_its_own_is_filled().unwrap();
    beside.raw_records_make_the_versions_they_made().unwrap();
    beside.a_killed_backfill_goes_on().unwrap();
    beside.a_killed_backfill_of_web_archives_goes_on().unwrap();
    live.terminate().unwrap();
    assert!(live.wait_exit(SOON).unwrap().success());
    let mut live = beside.a_backfill_waits_for_live_news(|| run(&config, path)).unwrap();
    live.terminate().unwrap();
    assert!(live.wait_exit(SOON).unwrap().success());
}

#[test]
fn what_is_wrong_with_the_place_or_the_choice_of_old_news_is_said_in_a_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let good = configuration(directory.path());
    let said = |configuration: &str, arguments: &[&str]| {
        std::fs::write(directory.path().join("dateline.toml"), configuration).unwrap();
        let output = dateline(directory.path(), arguments).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let all = ["replay", "--stage", "enrich", "--from", "1d"];
    let away =
        "bus = \"kafka://127.0.0.1:1\"\n[[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"articles.db\"\n";
    std::fs::write(directory.path().join("a.jsonl"), b"").unwrap();
    std::fs::create_dir(directory.path().join("empty")).unwrap();
    let no_store = "[[store]]\nname = \"print\"\nkind = \"stdout\"\n";
    for (configuration, arguments, expected) in [
        (away, &all[..], "check that Kafka runs"),
        (away, &["backfill", "a.jsonl"], "check that Kafka runs"),
        (no_store, &all, "name a lane for it with --into"),
        (&good, &["replay", "--stage", "enrich", "--from", "1d", "--into", "news"], "name another"),
        (&good, &["backfill", "gone.jsonl"], "gone.jsonl: No such file"),
        (&good, &["backfill", "empty"], "no archive is there"),
        (&good, &["backfill", "--into", "news", "a.jsonl"], "name another"),
    ] {
        let (code, text) = said(configuration, arguments);
        assert!(
            code == Some(1) && text.contains(expected) && text.lines().count() == 1,
            "{arguments:?}: {code:?} {text}"
        );
    }
    for arguments in [
        &["replay"][..],
        &["replay", "--from", "1d"],
        &["replay", "--stage", "store", "--from", "1d"],
        &["replay", "--stage", "enrich", "--to", "1d"],
        &["replay", "--stage", "enrich", "--from", "1d", "--offsets", "0/1-2"],
        &["replay", "--stage", "enrich", "--offsets", "0/2-1"],
        &["replay", "--resume", "--stage", "enrich"],
        &["backfill"],
        &["backfill", "--max-live-lag", "soon", "a.jsonl"],
    ] {
        assert_eq!(said(&good, arguments).0, Some(2), "{arguments:?}");
    }
    assert_eq!(said("bus = 7", &all).0, Some(78));
    let (code, text) = said(&good, &["replay", "--resume"]);
    assert!(code == Some(0) && text.contains("no replay in lane `replay`"), "{text}");
}
