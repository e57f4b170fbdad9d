//! What is brought about for each alert, and how it is mended. In this order: those that want the same processes for a
//! while come before those that start some anew.

use super::super::poison::poison;
use super::scene::{SOON, Scene, time_before};
use crate::{Launch, push_raw, put_whole, short_articles, wait_for};
use anyhow::Context;
use article::Record;
use bus::{Bus, KafkaBus, KafkaSettings, Output};
use std::time::Duration;

/// One alert, or several that come of the same thing.
pub(super) struct Episode {
    pub(super) alerts: &'static [&'static str],
    pub(super) begin: fn(&mut Scene) -> anyhow::Result<()>,
    pub(super) mend: fn(&mut Scene) -> anyhow::Result<()>,
}

/// Records that are deleted before they are read.
const DOOMED: usize = 200;
/// Bytes of a record: several times what a reader may hold at once.
const TOO_LARGE: usize = 200 << 20;

pub(super) const EPISODES: &[Episode] = &[
    // No file has come since the start.
    Episode { alerts: &["DatelineNothingComesIn"], begin: |_| Ok(()), mend: |scene| scene.put_report("desk") },
    Episode { alerts: &["DatelineRecordsWereLost", "DatelineRecordsAreMissing"], begin: lose, mend: |_| Ok(()) },
    Episode { alerts: &["DatelineStoreIsDown", "DatelineNewsIsLate"], begin: database_away, mend: database_back },
    Episode { alerts: &["DatelineNewsIsOld"], begin: old_news, mend: |_| Ok(()) },
    Episode { alerts: &["DatelineRecordsCannotBeRead"], begin: too_large, mend: |_| Ok(()) },
    Episode { alerts: &["DatelineMuchIsRefused"], begin: refused, mend: |_| Ok(()) },
    Episode {
        alerts: &["DatelineTransactionsFail"],
        begin: |scene| scene.may_write(false),
        mend: |scene| scene.may_write(true),
    },
    Episode { alerts: &["DatelinePagesDoNotCome"], begin: pages_away, mend: pages_back },
    Episode { alerts: &["DatelineFilesRunOut"], begin: few_files, mend: |scene| scene.restart("sink") },
    Episode { alerts: &["DatelineSourceIsPaused"], begin: poor_source, mend: |scene| scene.put_report("poor") },
    Episode { alerts: &["DatelineSourceIsLimited"], begin: much_of_a_source, mend: raise_the_limit },
    Episode { alerts: &["DatelineSourceIsBroken"], begin: no_folder, mend: folder_again },
    Episode { alerts: &["DatelineSourceIsQuiet"], begin: silence, mend: |scene| scene.put_report("seldom") },
    Episode { alerts: &["DatelineRecordsAreBlocked"], begin: open_transaction, mend: end_transaction },
    Episode { alerts: &["DatelineServiceIsGone"], begin: kill_enricher, mend: |scene| scene.restart("enricher") },
    Episode { alerts: &["DatelineServiceRestarts"], begin: restarts, mend: |_| Ok(()) },
    Episode { alerts: &["DatelineLogIsLost"], begin: no_room_for_logs, mend: |scene| scene.restart("consumer") },
];

/// The enricher stands still while what it has yet to read is deleted. Nobody told it; so it is broken conservation, too.
fn lose(scene: &mut Scene) -> anyhow::Result<()> {
    // The same processes for as long as the rule looks back.
    wait_for("the same processes for half an hour", SOON * 2, || {
        let found = scene.prometheus.query("dateline:processes:same30m").map_err(|error| format!("{error:#}"))?;
        if found.is_empty() { Err("others".to_owned()) } else { Ok(()) }
    })?;
    let written = |scene: &mut Scene| scene.metric("consumer", "dateline_output_records_total", "stage=\"extract\"");
    scene.lane.service("enricher")?.pause()?;
    // The broker still answers what the enricher had asked for, with whatever comes next.
    let paused = written(scene)?;
    scene.wait_metric("consumer", "dateline_output_records_total", "stage=\"extract\"", |now| now >= paused + 3.0)?;
    let written = written(scene)?;
    let doomed = short_articles(DOOMED, 0xd00);
    let records = doomed.enumerate().map(|(number, article)| article::RawRecord {
        id: Some(format!("doomed-{number}")),
        content_type: Some("text/plain".to_owned()),
        source: Some("desk".to_owned()),
        body: article.text().into_bytes(),
        ..article::RawRecord::default()
    });
    push_raw(scene.lane.bus.as_ref(), &scene.lane.topics, records)?;
    #[expect(clippy::cast_precision_loss, reason = "hundreds")]
    let wanted = written + DOOMED as f64;
    scene.wait_metric("consumer", "dateline_output_records_total", "stage=\"extract\"", |now| now >= wanted)?;
    scene.delete_articles()?;
    scene.lane.service("enricher")?.go_on()
}

/// The database is away, and the first that waits is from ten minutes ago: until it is there nothing else comes.
fn database_away(scene: &mut Scene) -> anyhow::Result<()> {
    scene.lane.service("enricher")?.pause()?;
    std::thread::sleep(Duration::from_secs(4));
    scene.ground.postgres.kill()?;
    scene.enriched_before(Duration::from_secs(600))?;
    scene.lane.service("enricher")?.go_on()
}

fn database_back(scene: &mut Scene) -> anyhow::Result<()> {
    scene.ground.postgres.resume()
}

/// Pages that say when they were published, and are late.
fn old_news(scene: &mut Scene) -> anyhow::Result<()> {
    let published = time_before(Duration::from_secs(3 * 3_600));
    let folder = scene.folder("desk");
    for batch in 0..4 {
        for number in 0..10 {
            let page = format!(
                "<html lang=\"en\"><head><meta property=\"article:published_time\" content=\"{published}\"></head><body>\
                 <article><h1>Ferry {batch}-{number} was late</h1><p>The ferry {batch}-{number} was late again, and nobody \
                 said why it was so late on that day.</p></article></body></html>"
            );
            put_whole(&folder, &format!("old-{batch}-{number}.html"), page.as_bytes())?;
        }
        std::thread::sleep(Duration::from_secs(4));
    }
    Ok(())
}

fn refused(scene: &mut Scene) -> anyhow::Result<()> {
    for round in 0..3 {
        push_raw(scene.lane.bus.as_ref(), &scene.lane.topics, (round * 20..round * 20 + 20).map(poison))?;
        std::thread::sleep(Duration::from_secs(3));
    }
    Ok(())
}

fn pages_away(scene: &mut Scene) -> anyhow::Result<()> {
    scene.pages.answer(false);
    scene.pages.publish(40);
    Ok(())
}

fn pages_back(scene: &mut Scene) -> anyhow::Result<()> {
    scene.pages.answer(true);
    scene.pages.publish(40);
    Ok(())
}

/// It has most of the files open that it may have.
fn few_files(scene: &mut Scene) -> anyhow::Result<()> {
    let open = scene.lane.service("sink")?.descriptors()?;
    let limit = format!("ulimit -n {}; exec \"$@\"", open + open / 6);
    scene.restart_as("sink", |launch| launch.through(["sh", "-c", &limit, "sh"]))
}

fn poor_source(scene: &mut Scene) -> anyhow::Result<()> {
    // No UTF-8, as its name says.
    (b'0'..b'8').try_for_each(|number| scene.put("poor", &[b"Z\xfcrich ".as_slice(), &[number]].concat()))
}

fn much_of_a_source(scene: &mut Scene) -> anyhow::Result<()> {
    (0..8).try_for_each(|_| scene.put_report("much"))
}

fn raise_the_limit(scene: &mut Scene) -> anyhow::Result<()> {
    scene.lane.config = scene.lane.config.replace("records_per_hour = 5\n", "records_per_hour = 1000\n");
    scene.restart("consumer")
}

/// A file stands where the folder was.
fn no_folder(scene: &mut Scene) -> anyhow::Result<()> {
    let folder = scene.folder("much");
    std::fs::remove_dir_all(&folder).context("remove the folder")?;
    std::fs::write(&folder, "moved").context("write in its place")
}

/// What is broken is tried again every quarter of an hour, and at a start.
fn folder_again(scene: &mut Scene) -> anyhow::Result<()> {
    let folder = scene.folder("much");
    std::fs::remove_file(&folder).context("remove the file")?;
    std::fs::create_dir(&folder).context("make the folder again")?;
    scene.restart("consumer")
}

fn silence(scene: &mut Scene) -> anyhow::Result<()> {
    let before = scene.metric("consumer", "dateline_output_records_total", "stage=\"ingest\"")?;
    scene.put_report("seldom")?;
    scene.wait_metric("consumer", "dateline_output_records_total", "stage=\"ingest\"", |now| now > before)?;
    scene.lane.service("consumer")?.kill()?;
    scene.note_silence("seldom")?;
    scene.restart("consumer")
}

/// The consumer stands still in the midst of a transaction, which takes some tries to catch.
fn open_transaction(scene: &mut Scene) -> anyhow::Result<()> {
    wait_for("a transaction that stays open", SOON * 5, || {
        let stopped = |scene: &mut Scene| {
            let records = short_articles(30, 0xb10c).map(|article| article::RawRecord {
                content_type: Some("text/plain".to_owned()),
                source: Some("desk".to_owned()),
                body: article.text().into_bytes(),
                ..article::RawRecord::default()
            });
            push_raw(scene.lane.bus.as_ref(), &scene.lane.topics, records)?;
            std::thread::sleep(Duration::from_millis(30));
            scene.lane.service("consumer")?.pause()?;
            // Shown is what stands still from one look to the next, six seconds later.
            let (name, label) = ("dateline_blocked_records", "stage=\"enrich\"");
            let caught = scene.wait_metric_for(Duration::from_secs(16), "enricher", name, label, |now| now > 0.0);
            if caught.is_err() {
                scene.lane.service("consumer")?.go_on()?;
            }
            caught
        };
        stopped(scene).map_err(|error| format!("{error:#}"))
    })
}

fn end_transaction(scene: &mut Scene) -> anyhow::Result<()> {
    scene.lane.service("consumer")?.go_on()
}

fn kill_enricher(scene: &mut Scene) -> anyhow::Result<()> {
    scene.lane.service("enricher")?.kill()
}

fn restarts(scene: &mut Scene) -> anyhow::Result<()> {
    for _ in 0..5 {
        scene.restart("sink")?;
        // Prometheus must have seen it.
        std::thread::sleep(Duration::from_millis(1_500));
    }
    Ok(())
}

/// What the consumer says goes to a disk that is full, and it says much.
fn no_room_for_logs(scene: &mut Scene) -> anyhow::Result<()> {
    let full = |launch: Launch| {
        launch.through(["sh", "-c", "exec \"$@\" 2>/dev/full", "sh"]).variable("DATELINE_LOG__LEVEL", "trace")
    };
    scene.restart_as("consumer", full)
}

/// A stranger writes what the broker takes as a few kilobytes, and what no reader may hold.
fn too_large(scene: &mut Scene) -> anyhow::Result<()> {
    let plain = KafkaSettings::plaintext(scene.ground.kafka.brokers());
    let stranger = KafkaBus::connect(KafkaSettings { max_message_bytes: TOO_LARGE * 2, ..plain })?;
    let record = Record { value: Some(vec![b' '; TOO_LARGE]), ..Record::default() };
    stranger.append(vec![Output { topic: scene.lane.topics.raw(), partition: Some(0), record }])?;
    Ok(())
}
