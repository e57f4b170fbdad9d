//! What it costs to bring records over HTTP: many senders push one record of 2 KB after the other, each answered once it is
//! durable in Kafka; and in the same run rdkafka alone writes as many with the same acks.

use super::build::Build;
use super::example::example;
use super::figure::Figure;
use super::processor_time;
use super::wish::Wish;
use crate::{PUSH_TABLE, PushClient, SharedLane, free_port, wire_articles};
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
    send_all(address, count)?;
    let rate = count as f64 / began.elapsed().as_secs_f64();
    let used = (processor_time::of_process(consumer.id())? - used) * 1_000_000.0 / count as f64;
    let memory = super::stages::mebibytes(consumer.peak_memory()?);
    consumer.terminate()?;
    consumer.wait_exit(DEADLINE)?;
    let bare = bare(&lane, count)?;
    Ok(vec![
        Figure::more("pushes/s", rate),
        Figure::more("rdkafka alone, records/s", bare),
        Figure::more("rate of pushes to that of rdkafka alone", rate / bare),
        Figure::less("processor time, extraction included, µs a push", used),
        Figure::less("peak memory, MiB", memory),
    ])
}

/// Has so many records pushed and answered.
fn send_all(address: SocketAddr, count: usize) -> anyhow::Result<()> {
    let text: String = wire_articles(200, 5).map(|article| article.text()).collect();
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_ascii() && !letter.is_control()).collect();
    let sent = AtomicUsize::new(0);
    let send = || {
        let mut client = PushClient::connect(address)?;
        loop {
            let number = sent.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(());
            }
            let body: String = letters.iter().cycle().skip(number * 131 % letters.len()).take(LENGTH).collect();
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
fn bare(lane: &SharedLane, count: usize) -> anyhow::Result<f64> {
    let broker = lane.broker();
    let mut command = Command::new(example("bare-producer")?);
    command.args([broker, lane.topics.raw().as_str(), &count.to_string(), &LENGTH.to_string()]);
    let output = command.output().context("start bare-producer")?;
    anyhow::ensure!(output.status.success(), "bare-producer: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().context("read what bare-producer says")
}
