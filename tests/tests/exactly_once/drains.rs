//! Services that are asked to stop, and stores that cannot take what comes: nothing is lost, nothing is doubled.

use article::{Article, StageName};
use dateline_tests::{
    Database, Dateline, Postgres, SharedLane, Turn, balance, put_whole, scratch_dir, wait_for, wait_for_count,
    wire_articles,
};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const START: Duration = Duration::from_secs(120);
const DELIVERY: Duration = Duration::from_secs(120);

fn postgres_store(name: &str, url: &str) -> String {
    format!("[[store]]\nname = \"{name}\"\nkind = \"postgres\"\nurl = \"{url}\"\n")
}

const STDOUT_STORE: &str = "[[store]]\nname = \"printed\"\nkind = \"stdout\"\n";

/// Articles `from..to` of those every test here uses, all in their first version.
fn articles(from: usize, to: usize) -> Vec<Article> {
    let version = 1_729_778_531_000;
    wire_articles(to, 11).skip(from).map(|article| article.article("wire", version)).collect()
}

fn wait_rows(database: &Database, expected: usize) {
    wait_for_count("rows in PostgreSQL", expected, DELIVERY, || {
        let rows = database.number("select count(*) from articles").map_err(|error| format!("{error:#}"))?;
        usize::try_from(rows).map_err(|error| error.to_string())
    })
    .unwrap();
}

fn wait_printed(sink: &Dateline, expected: usize) {
    wait_for_count("lines on stdout", expected, DELIVERY, || Ok(sink.stdout().lines().count())).unwrap();
}

/// Waits for `/readyz` to say 503; gives what it says.
fn wait_unready(sink: &Dateline) -> String {
    wait_for("the sink to say it is not ready", DELIVERY, || match sink.get("/readyz") {
        Ok(reply) if reply.status == 503 => Ok(reply.body),
        Ok(reply) => Err(format!("status {}", reply.status)),
        Err(error) => Err(format!("{error:#}")),
    })
    .unwrap()
}

/// Every article once as it stands, and once as a version.
fn assert_once(database: &Database, expected: usize) {
    let expected = i64::try_from(expected).unwrap();
    for count in ["count(*)", "count(distinct uri)"] {
        for table in ["articles", "article_versions"] {
            let rows = database.number(&format!("select {count} from {table}")).unwrap();
            assert_eq!(rows, expected, "{count} of {table}");
        }
    }
}

const STREAMED: usize = 1_500;

/// Moves articles into a folder over about ten seconds.
fn stream(folder: &Path) -> (Arc<AtomicUsize>, std::thread::JoinHandle<()>) {
    let written = Arc::new(AtomicUsize::new(0));
    let (folder, counter) = (folder.to_owned(), Arc::clone(&written));
    let writer = std::thread::spawn(move || {
        for article in wire_articles(STREAMED, 12) {
            put_whole(&folder, &article.file_name(), article.text().as_bytes()).unwrap();
            if counter.fetch_add(1, Ordering::Relaxed) % 25 == 24 {
                std::thread::sleep(Duration::from_millis(150));
            }
        }
    });
    (written, writer)
}

#[test]
fn services_asked_to_stop_under_load_drain_and_go_on_where_they_were() {
    let _turn = Turn::of(module_path!());
    let lane = SharedLane::new("drain").unwrap();
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let folder = scratch_dir("wire").unwrap();
    let source = format!(
        "[[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{}\"\ninterval = \"300ms\"\n",
        folder.path().display()
    );
    let tables = source + &postgres_store("main", database.url());
    let deadline = Duration::from_secs(15);
    let launch = |service: &str| {
        lane.service(service, "only", &tables).variable("DATELINE_DRAIN__DEADLINE", "15s").start().unwrap()
    };
    let mut services: Vec<(&str, Dateline)> =
        ["consumer", "enricher", "sink"].into_iter().map(|name| (name, launch(name))).collect();
    for (_, service) in &mut services {
        service.wait_ready(START).unwrap();
    }
    let (written, writer) = stream(folder.path());
    for round in 1..=2 {
        wait_for("articles to stream", DELIVERY, || {
            let written = written.load(Ordering::Relaxed);
            if written >= STREAMED * round / 3 { Ok(()) } else { Err(format!("{written} written")) }
        })
        .unwrap();
        // A process that has not come so far yet as to listen for signals is ended by them.
        for (_, service) in &mut services {
            service.wait_ready(START).unwrap();
        }
        let asked_at = Instant::now();
        for (_, service) in &services {
            service.terminate().unwrap();
        }
        for (name, service) in &mut services {
            let status = service.wait_exit(deadline * 2).unwrap();
            assert_eq!(status.code(), Some(0), "{name}: {}", service.stderr());
            assert!(asked_at.elapsed() < deadline, "{name} took {:?}", asked_at.elapsed());
            *service = launch(name);
        }
    }
    writer.join().unwrap();
    wait_rows(&database, STREAMED);
    for (name, service) in &mut services {
        service.terminate().unwrap();
        assert!(service.wait_exit(deadline).unwrap().success(), "{name}: {}", service.stderr());
    }
    for stage in [StageName::Extract, StageName::Enrich] {
        let account = balance(&lane.bus, &lane.topics, stage).unwrap();
        assert_eq!((account.input, account.emitted, account.made.len()), (STREAMED, STREAMED, STREAMED), "{stage}");
    }
    assert_once(&database, STREAMED);
}

#[test]
fn a_store_that_is_down_holds_back_its_own_articles_only() {
    let _turn = Turn::of(module_path!());
    let lane = SharedLane::new("down").unwrap();
    let mut postgres = Postgres::start().unwrap();
    let database = postgres.create_database().unwrap();
    let tables = postgres_store("main", database.url()) + STDOUT_STORE;
    let launch = || lane.service("sink", "only", &tables).variable("DATELINE_DRAIN__DEADLINE", "4s").start().unwrap();
    let mut sink = launch();
    sink.wait_ready(START).unwrap();
    lane.push_enriched(articles(0, 100)).unwrap();
    wait_rows(&database, 100);

    // Down and up again while it runs.
    postgres.kill().unwrap();
    lane.push_enriched(articles(100, 300)).unwrap();
    let why = wait_unready(&sink);
    assert!(why.contains("store/main") && !why.contains("store/printed"), "{why}");
    wait_printed(&sink, 300);
    postgres.resume().unwrap();
    sink.wait_ready(DELIVERY).unwrap();
    wait_rows(&database, 300);
    // Rows are there before their offsets are.
    wait_for("offsets to be committed", DELIVERY, || {
        let committed = sink.metric("dateline_input_records_total", &["stage=\"store/main\""]);
        match committed.map_err(|error| format!("{error:#}"))? {
            Some(committed) if committed >= 300.0 => Ok(()),
            committed => Err(format!("{committed:?} of 300")),
        }
    })
    .unwrap();

    // Down when it is asked to stop.
    postgres.kill().unwrap();
    let before = lane.committed("main").unwrap();
    lane.push_enriched(articles(300, 400)).unwrap();
    wait_unready(&sink);
    wait_printed(&sink, 400);
    let asked_at = Instant::now();
    sink.terminate().unwrap();
    let status = sink.wait_exit(Duration::from_secs(15)).unwrap();
    let took = asked_at.elapsed();
    assert_eq!(status.code(), Some(75), "{}", sink.stderr());
    assert!(took > Duration::from_secs(3) && took < Duration::from_secs(8), "{took:?}");
    assert!(sink.stderr().contains("drain deadline"), "{}", sink.stderr());
    assert_eq!(lane.committed("main").unwrap(), before);

    postgres.resume().unwrap();
    let mut sink = launch();
    wait_rows(&database, 400);
    sink.terminate().unwrap();
    assert!(sink.wait_exit(Duration::from_secs(15)).unwrap().success(), "{}", sink.stderr());
    assert_once(&database, 400);
    // The other store had committed what it printed, before and after the deadline.
    assert_eq!(sink.stdout(), "");
}

#[test]
fn a_refused_password_ends_the_sink_and_moves_no_offset() {
    let _turn = Turn::of(module_path!());
    let lane = SharedLane::new("refused").unwrap();
    let postgres = Postgres::start_with_password("right-Tr0ub4dor").unwrap();
    let database = postgres.create_database().unwrap();
    let launch =
        |url: &str| lane.service("sink", "only", &(postgres_store("main", url) + STDOUT_STORE)).start().unwrap();
    let mut sink = launch(database.url());
    sink.wait_ready(START).unwrap();
    lane.push_enriched(articles(0, 50)).unwrap();
    wait_rows(&database, 50);
    sink.terminate().unwrap();
    assert!(sink.wait_exit(Duration::from_secs(30)).unwrap().success(), "{}", sink.stderr());
    let before = lane.committed("main").unwrap();
    assert!(before.iter().any(Option::is_some), "{before:?}");

    lane.push_enriched(articles(50, 100)).unwrap();
    let wrong = database.url_with_password("wrong-c0rrecthorse").unwrap();
    let mut refused = launch(&wrong);
    let status = refused.wait_exit(Duration::from_secs(30)).unwrap();
    assert_eq!(status.code(), Some(1), "{}", refused.stderr());
    let log = refused.stderr();
    let address = database.url().split('@').nth(1).unwrap().split('/').next().unwrap();
    for part in [address, "\\\"postgres\\\"", "check user and password"] {
        assert!(log.contains(part), "{part} is not in\n{log}");
    }
    for secret in ["right-Tr0ub4dor", "wrong-c0rrecthorse"] {
        assert!(!log.contains(secret), "the password is in the log:\n{log}");
    }
    assert_eq!(lane.committed("main").unwrap(), before);

    let mut sink = launch(database.url());
    wait_rows(&database, 100);
    sink.terminate().unwrap();
    assert!(sink.wait_exit(Duration::from_secs(30)).unwrap().success(), "{}", sink.stderr());
    assert_once(&database, 100);
}
