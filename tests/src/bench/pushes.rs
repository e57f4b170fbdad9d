//! What it costs to bring records over HTTP: many senders push one record of 2 KB after the other, each answered once it is
//! durable in Kafka; and in the same run rdkafka alone writes as many with the same acks.

use super::build::Build;
use super::example::example;
use super::figure::Figure;
use super::processor_time;
use super::wish::Wish;
use crate::{PUSH_TABLE, PushClient, SharedLane, free_port, scratch_dir, wire_articles};
use anyhow::Context;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Senders at once, each with a connection that it keeps.
const SENDERS: usize = 200;
/// Length of the text of a record.
const LENGTH: usize = 2_048;
const DEADLINE: Duration = Duration::from_secs(120);

/// Pushes into Kafka.
pub(super) fn kafka(build: &Build, wish: &Wish) -> anyhow::Result<Vec<Figure>> {
    let count = wish.articles_or(50_000);
    let lane = SharedLane::new("pushes")?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
    let table = format!(
        "[push]\nlisten = \"{address}\"\nconnections = {SENDERS}\nrecords_per_second = 1_000_000\n{PUSH_TABLE}"
    );
    let mut consumer = lane.service("consumer", "only", &table).binary(&build.binary).start()?;
    consumer.wait_ready(DEADLINE)?;
    let (used, began) = (processor_time::of_process(consumer.id())?, Instant::now());
    let text = text();
    send_all(address, &text, count)?;
    let rate = count as f64 / began.elapsed().as_secs_f64();
    let used = (processor_time::of_process(consumer.id())? - used) * 1_000_000.0 / count as f64;
    let memory = super::stages::mebibytes(consumer.peak_memory()?);
    consumer.terminate()?;
    consumer.wait_exit(DEADLINE)?;
    let bare = bare(&lane, &text, count)?;
    Ok(vec![
        Figure::more("pushes/s", rate),
        Figure::more("rdkafka alone, records/s", bare),
        Figure::more("rate of pushes to that of rdkafka alone", rate / bare),
        Figure::less("processor time, extraction included, µs a push", used),
        Figure::less("peak memory, MiB", memory),
    ])
}

/// News, of letters that are one byte each.
fn text() -> String {
    let letters = |article: crate::WireArticle| article.text().chars().filter(char::is_ascii).collect::<String>();
    wire_articles(200, 5).map(letters).collect()
}

/// Has so many records pushed and answered.
fn send_all(address: SocketAddr, text: &str, count: usize) -> anyhow::Result<()> {
    let sent = AtomicUsize::new(0);
    let send = || {
        let mut client = PushClient::connect(address)?;
        loop {
            let number = sent.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(());
            }
            let from = number * 131 % (text.len() - LENGTH);
            let body = text.get(from..from + LENGTH).context("the text is too short")?;
            let record = serde_json::json!({"id": number.to_string(), "contentType": "text/plain", "body": body});
            let answer = client.push("application/x-ndjson", record.to_string().as_bytes())?;
            anyhow::ensure!(answer.status == 202, "{answer:?}");
        }
    };
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(send)).collect();
        senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| anyhow::anyhow!("a sender panicked"))?)
    })
}

/// How many records a second rdkafka writes into the same topic.
fn bare(lane: &SharedLane, text: &str, count: usize) -> anyhow::Result<f64> {
    let home = scratch_dir("pushes")?;
    let file = home.path().join("text");
    std::fs::write(&file, text).context("write the text")?;
    let mut command = Command::new(example("bare-producer")?);
    command.args([lane.broker(), lane.topics.raw().as_str(), &count.to_string(), &LENGTH.to_string()]).arg(file);
    let output = command.output().context("start bare-producer")?;
    anyhow::ensure!(output.status.success(), "bare-producer: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().context("read what bare-producer says")
}
