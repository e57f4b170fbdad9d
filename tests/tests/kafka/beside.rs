//! `dateline replay` and `dateline backfill` on Kafka, with a PostgreSQL store.

use bus::{Bus, KafkaBus, KafkaSettings};
use dateline_tests::beside::{Beside, OLD, absence_is_said};
use dateline_tests::{Dateline, Kafka, Postgres, SharedLane, Turn, scratch_dir};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(180);

#[test]
fn old_news_on_kafka_goes_through_lanes_of_its_own_once() {
    let _turn = Turn::of(crate::UNHURRIED);
    let lane = SharedLane::new("live").unwrap();
    let database = Postgres::shared().unwrap().create_database().unwrap();
    let directory = scratch_dir("beside").unwrap();
    let tables = format!(
        "log.format = \"json\"\n[topics]\npartitions = 2\n\
         [[store]]\nname = \"local\"\nkind = \"postgres\"\nurl = \"{}\"\n\
         [[store]]\nname = \"print\"\nkind = \"stdout\"\n",
        database.url()
    );
    let config = lane.config("beside", &tables);
    absence_is_said(&config, directory.path(), "`dateline topics create`").unwrap();
    let run = || -> anyhow::Result<Dateline> {
        let mut process = lane.service("run", "live", &tables).start()?;
        process.wait_ready(SOON)?;
        Ok(process)
    };
    let mut live = run().unwrap();
    let number = |query: &str| -> anyhow::Result<usize> { Ok(usize::try_from(database.number(query)?)?) };
    let beside = Beside {
        bus: &lane.bus,
        topics: lane.topics.clone(),
        config,
        directory: directory.path(),
        open: &|_| {
            let bus = KafkaBus::connect(KafkaSettings::plaintext(Kafka::shared()?.brokers()))?;
            Ok(Box::new(bus) as Box<dyn Bus>)
        },
        stored: &|| {
            let all = number("select count(*) from articles")?;
            Ok((all, number("select count(*) from articles where language = 'en'")?))
        },
    };
    beside.old_articles_are_stored().unwrap();
    beside.a_dry_run_writes_nothing().unwrap();
    let sent = beside.a_killed_replay_goes_on().unwrap();
    beside.stdout_has_news_alone(&live, sent).unwrap();
    assert_eq!(number("select count(*) from articles where replay > 0").unwrap(), OLD);
    assert_eq!(
        number("select count(*) from article_versions").unwrap(),
        OLD + sent,
        "each in the place of the old one"
    );
    beside.a_lane_of_its_own_is_filled().unwrap();
    beside.raw_records_make_the_versions_they_made().unwrap();
    beside.a_killed_backfill_goes_on().unwrap();
    beside.a_killed_backfill_of_web_archives_goes_on().unwrap();
    live.terminate().unwrap();
    assert!(live.wait_exit(SOON).unwrap().success());
    let mut live = beside.a_backfill_waits_for_live_news(run).unwrap();
    live.terminate().unwrap();
    assert!(live.wait_exit(SOON).unwrap().success());
}
