//! What somebody does to the tables of a running store, on a real PostgreSQL: no good article becomes a dead letter, the
//! store says why it stands still, and goes on by itself once that is mended.

use article::{Article, Lane, Record, StageName, Topics, header};
use bus::{Bus, EmbeddedLog, EmbeddedSettings, Retention, TopicPartition, TopicSpec};
use dateline_tests::{Database, Postgres, Turn, push_enriched, wait_for, wire_articles};
use pipeline::{
    Health, LoopContext, LoopError, LoopSettings, Metrics, Pace, Shutdown, SourceBreaker, Spans, run_store,
};
use service::clock;
use sink::{PostgresSettings, PostgresStore};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(90);
const VERSION: i64 = 1_729_778_531_000;

/// One store on the embedded log, written to by a user that is no superuser.
struct Scene {
    context: LoopContext,
    topics: Topics,
    database: Database,
    running: Option<JoinHandle<Result<(), LoopError>>>,
    _runtime: tokio::runtime::Runtime,
    _directory: tempfile::TempDir,
}

impl Scene {
    fn start(statement_timeout: Duration) -> Self {
        let database = Postgres::shared().unwrap().create_database().unwrap();
        // There already, when another test of this server was first.
        let _ = database.query("create role writer login password 'writer'");
        database.query("grant create, usage on schema public to writer").unwrap();
        let (_, address) = database.url().rsplit_once('@').unwrap();
        let url = format!("postgres://writer:writer@{address}");
        let mut settings = PostgresSettings::try_new("articles", &url).unwrap();
        settings.statement_timeout = statement_timeout;

        let directory = tempfile::tempdir().unwrap();
        let log = EmbeddedLog::open_runner(EmbeddedSettings::at(directory.path().join("log.db"))).unwrap();
        let topics = Topics::of(Lane::named("news").unwrap());
        let specs = [topics.enriched(), topics.dead_letters(StageName::Store)].map(|name| TopicSpec {
            name,
            partitions: 2,
            retention: Retention::Delete { age: Duration::from_secs(86_400), bytes: None },
            max_message_bytes: 1 << 20,
        });
        log.ensure_topics(&specs).unwrap();
        let context = LoopContext {
            bus: Arc::new(log),
            metrics: Metrics::register(&mut prometheus_client::registry::Registry::default()),
            health: Health::default(),
            shutdown: Shutdown::new(),
            sources: SourceBreaker::default(),
            spans: Spans::default(),
        };
        let loop_settings = LoopSettings {
            name: "store/articles".to_owned(),
            service: "test/0".to_owned(),
            group: "news.store.articles".to_owned(),
            input: topics.enriched(),
            dead_letters: topics.dead_letters(StageName::Store),
            transactional_id: "test".to_owned(),
            takes_replays: true,
            gives_way: false,
            holds: None,
            one_source: true,
            output_limit: 1 << 20,
            dead_letter_limit: 1 << 20,
            threads: 1,
            pace: Pace { linger: Duration::from_millis(10), ..Pace::default() },
            stop_after_dead_letters: 1_000,
            drain: Duration::from_secs(10),
            stall: Duration::from_secs(60),
            clock: clock::now,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (handle, started) = (runtime.handle().clone(), context.clone());
        let store = Box::new(PostgresStore::new(settings));
        let running = std::thread::spawn(move || run_store(&started, store, &handle, loop_settings));
        Self { context, topics, database, running: Some(running), _runtime: runtime, _directory: directory }
    }

    /// Sends articles `from..to`, all different.
    fn send(&self, from: i64, to: i64) {
        let (from, to) = (usize::try_from(from).unwrap(), usize::try_from(to).unwrap());
        let articles: Vec<Article> =
            wire_articles(to, 7).skip(from).map(|article| article.article("wire", VERSION)).collect();
        push_enriched(self.context.bus.as_ref(), &self.topics, articles).unwrap();
    }

    fn wait_stored(&self, expected: i64) {
        wait_for("articles in the table", SOON, || {
            // Until the store has opened it, the database has no such table.
            let rows = self.database.number("select count(*) from articles").map_err(|error| format!("{error:#}"))?;
            if rows == expected { Ok(()) } else { Err(format!("{rows} of {expected}; {:?}", self.not_ready())) }
        })
        .unwrap();
    }

    fn wait_ready(&self) {
        wait_for("the store to be ready", SOON, || {
            if self.not_ready().is_empty() { Ok(()) } else { Err(format!("{:?}", self.not_ready())) }
        })
        .unwrap();
    }

    fn wait_down_for(&self, cause: &str) {
        wait_for(cause, SOON, || {
            let parts = self.not_ready();
            if parts.iter().any(|part| part.contains(cause)) { Ok(()) } else { Err(format!("{parts:?}")) }
        })
        .unwrap();
    }

    fn not_ready(&self) -> Vec<String> {
        self.context.health.not_ready()
    }

    fn committed(&self) -> i64 {
        let partitions: Vec<_> = (0..2).map(|one| TopicPartition::new(self.topics.enriched(), one)).collect();
        let offsets = self.context.bus.committed("news.store.articles", &partitions).unwrap();
        offsets.into_iter().flatten().sum()
    }

    fn wait_committed(&self, expected: i64) {
        wait_for("offsets", SOON, || {
            let committed = self.committed();
            if committed == expected { Ok(()) } else { Err(format!("{committed} of {expected}")) }
        })
        .unwrap();
    }

    fn dead(&self) -> Vec<Record> {
        let from: Vec<_> =
            (0..2).map(|one| (TopicPartition::new(self.topics.dead_letters(StageName::Store), one), 0)).collect();
        let mut reader = self.context.bus.reader(&from).unwrap();
        let mut records = Vec::new();
        while !reader.caught_up() {
            records.extend(reader.read(Duration::from_millis(50)).unwrap().into_iter().map(|one| one.record));
        }
        records
    }

    fn stop(mut self) {
        self.context.shutdown.request();
        self.running.take().unwrap().join().unwrap().unwrap();
    }
}

const CUT_SESSIONS: &str = "select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()";

/// What is done to the table, what the store must say of it, and how it is mended.
const ALTERATIONS: &[(&str, &str, &str)] = &[
    (
        "alter table articles add column desk text; update articles set desk = 'a';
         alter table articles alter column desk set not null",
        "SQLSTATE 23502",
        "alter table articles alter column desk drop not null",
    ),
    (
        "alter table articles add constraint closed check (false) not valid",
        "SQLSTATE 23514",
        "alter table articles drop constraint closed",
    ),
    (
        "alter table articles alter column body type varchar(3) using left(body, 3)",
        "SQLSTATE 22001",
        "alter table articles alter column body type text",
    ),
    (
        "create function refuse() returns trigger language plpgsql
            as $$ begin raise exception 'closed for stocktaking'; end $$;
         create trigger refuse before insert on articles for each row execute function refuse()",
        "closed for stocktaking",
        "drop trigger refuse on articles; drop function refuse",
    ),
    (
        "create function refuse() returns trigger language plpgsql
            as $$ begin raise exception 'not today' using errcode = 'ZZ042'; end $$;
         create trigger refuse before insert on articles for each row execute function refuse()",
        "SQLSTATE ZZ042",
        "drop trigger refuse on articles; drop function refuse",
    ),
    (
        "alter table articles rename column byline to written_by",
        "SQLSTATE 42703",
        "alter table articles rename column written_by to byline",
    ),
    (
        "alter table articles alter column dateline_date type integer using null",
        "SQLSTATE 42804",
        "alter table articles alter column dateline_date type text",
    ),
    ("revoke insert on articles from writer", "SQLSTATE 42501", "grant insert on articles to writer"),
    (
        "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database());
         end $$",
        "SQLSTATE 25006",
        "begin read write;
         do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database());
         end $$; commit",
    ),
];

#[test]
fn whatever_is_done_to_the_table_costs_no_article() {
    let _turn = Turn::of(module_path!());
    let scene = Scene::start(Duration::from_secs(30));
    let mut sent = 12;
    scene.send(0, sent);
    scene.wait_stored(12);
    for (alteration, cause, mend) in ALTERATIONS {
        scene.wait_committed(sent);
        scene.database.query(alteration).unwrap();
        if alteration.contains("alter database") {
            scene.database.query(CUT_SESSIONS).unwrap();
        }
        // One alone, as in a slow stream, then more than are sampled.
        scene.send(sent, sent + 1);
        scene.wait_down_for(cause);
        scene.send(sent + 1, sent + 40);
        scene.wait_down_for(cause);
        assert_eq!(scene.committed(), sent, "{cause}");
        scene.database.query(mend).unwrap();
        if mend.contains("alter database") {
            scene.database.query(CUT_SESSIONS).unwrap();
        }
        sent += 40;
        scene.wait_stored(sent);
        scene.wait_ready();
    }
    scene.wait_committed(sent);
    assert_eq!(scene.dead().len(), 0);
    scene.stop();
}

#[test]
fn an_article_that_a_trigger_refuses_is_a_dead_letter_and_the_others_are_stored() {
    let _turn = Turn::of(module_path!());
    let scene = Scene::start(Duration::from_secs(30));
    scene.send(0, 1);
    scene.wait_stored(1);
    let refused = wire_articles(100, 7).nth(60).unwrap().article("wire", VERSION).uri.to_string();
    let refused = refused.strip_prefix("urn:uuid:").unwrap();
    scene
        .database
        .query(&format!(
            "create function refuse() returns trigger language plpgsql as $$ begin
                if new.uri = '{refused}' then raise exception 'the desk has withdrawn it'; end if; return new; end $$;
             create trigger refuse before insert on articles for each row execute function refuse()"
        ))
        .unwrap();
    scene.send(1, 100);
    scene.wait_stored(99);
    // Should it have been the last of what was there, the next one tells.
    scene.send(100, 101);
    scene.wait_committed(101);
    let dead = scene.dead();
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].headers.text(header::ERROR_CLASS), Some("refused_by_store"));
    let message = dead[0].headers.text(header::ERROR_MESSAGE).unwrap();
    assert!(message.contains("the desk has withdrawn it (SQLSTATE P0001)"), "{message}");
    scene.wait_ready();
    scene.stop();
}

#[test]
fn a_server_that_is_too_slow_for_a_batch_is_given_fewer_rows_at_once() {
    let _turn = Turn::of(module_path!());
    let scene = Scene::start(Duration::from_secs(1));
    scene.send(0, 1);
    scene.wait_stored(1);
    // A row takes 80 ms and a statement may take a second: twelve rows at most.
    let slow = "create function slow() returns trigger language plpgsql
            as $$ begin perform pg_sleep(0.08); return new; end $$;
        create trigger slow before insert on articles for each row execute function slow()";
    scene.database.query(slow).unwrap();
    scene.send(1, 101);
    scene.wait_stored(101);
    scene.wait_committed(101);
    scene.wait_ready();
    scene.database.query("drop trigger slow on articles").unwrap();
    scene.send(101, 400);
    scene.wait_stored(400);
    scene.wait_committed(400);
    assert_eq!(scene.dead().len(), 0);
    scene.stop();
}
