//! Brokers that are only just starting, and brokers that move.

use article::{Lane, Topics};
use bus::{KafkaBus, KafkaSettings};
use dateline_tests::{
    Kafka, KafkaSetup, Launch, Turn, free_port, put_whole, read_topic, scratch_dir, unique_name, wait_for_count,
    wire_articles,
};
use std::time::Duration;

const START: Duration = Duration::from_secs(120);
/// A session ends after 10 s; half a minute later a loop joins its group anew.
const MOVED: Duration = Duration::from_secs(150);

#[test]
fn topics_are_created_on_a_broker_that_starts_after_it_was_asked() {
    let _turn = Turn::of(crate::UNHURRIED);
    let mut kafka = Kafka::start().unwrap();
    kafka.kill().unwrap();
    let config = format!("bus = \"{}\"\nlane = \"{}\"\n", kafka.bus(), unique_name("early"));
    let mut create = Launch::new(["topics", "create"]).config(&config).start().unwrap();
    create.wait_line("trying again for up to 60 s", START).unwrap();
    kafka.resume().unwrap();
    let status = create.wait_exit(START * 2).unwrap();
    assert!(status.success(), "{}", create.stderr());
    assert!(create.stdout().contains(".enriched.v1"), "{}", create.stdout());
    assert_eq!(create.stderr().matches("trying again").count(), 1, "{}", create.stderr());
}

#[test]
fn services_find_a_broker_that_has_moved_to_another_address() {
    let _turn = Turn::of(crate::UNHURRIED);
    let ports = [free_port().unwrap(), free_port().unwrap()];
    let mut kafka = Kafka::start_as(&KafkaSetup::new().port(Some(ports[0]))).unwrap();
    let brokers = ports.map(|port| format!("127.0.0.1:{port}")).join(",");
    let (lane, folder) = (unique_name("moved"), scratch_dir("wire").unwrap());
    let config = format!(
        "bus = \"kafka://{brokers}\"\nlane = \"{lane}\"\n[topics]\npartitions = 2\n[[source]]\nname = \"wire\"\n\
         kind = \"folder\"\npath = \"{}\"\ninterval = \"300ms\"\n",
        folder.path().display()
    );
    let mut services = ["consumer", "enricher"].map(|service| Launch::new([service]).config(&config).start().unwrap());
    for service in &mut services {
        service.wait_ready(START).unwrap();
    }
    let topics = Topics::of(Lane::named(&lane).unwrap());
    let mut count = 0;
    for port in [ports[1], ports[0]] {
        for article in wire_articles(5, u64::from(port)) {
            put_whole(folder.path(), &article.file_name(), article.text().as_bytes()).unwrap();
            count += 1;
        }
        kafka.move_to(port).unwrap();
        let bus = KafkaBus::connect(KafkaSettings::plaintext(&brokers)).unwrap();
        let stands = wait_for_count("the articles", count, MOVED, || {
            read_topic(&bus, &topics.enriched()).map(|found| found.len()).map_err(|error| format!("{error:#}"))
        });
        let said = || services.iter().map(|one| one.stderr()).collect::<Vec<_>>().join("\n");
        stands.unwrap_or_else(|error| panic!("{error:#}\n{}", said()));
        for service in &mut services {
            service.wait_ready(START).unwrap();
        }
    }
    for service in &mut services {
        service.terminate().unwrap();
        assert!(service.wait_exit(START).unwrap().success());
    }
}
