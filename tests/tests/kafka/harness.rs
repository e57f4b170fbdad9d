//! The real parts start, hold what they are given across a restart, and end with whoever started them.

use dateline_tests::{Kafka, Launch, Postgres, Turn, free_port, unique_name, wait_for};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(120);
const TOPICS: &str = "org.apache.kafka.tools.TopicCommand";

#[test]
fn the_shared_broker_starts_quickly_and_answers() {
    let _turn = Turn::of(crate::UNHURRIED);
    let began = Instant::now();
    let kafka = Kafka::shared().unwrap();
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    let topic = unique_name("topic");
    kafka.tool(TOPICS, &["--create", "--topic", &topic, "--partitions", "3"]).unwrap();
    let described = kafka.tool(TOPICS, &["--describe", "--topic", &topic]).unwrap();
    assert!(described.contains("PartitionCount: 3"), "{described}");
}

#[test]
fn a_broker_keeps_its_topics_when_it_is_killed_and_started_again() {
    let _turn = Turn::of(crate::UNHURRIED);
    let mut kafka = Kafka::start().unwrap();
    let address = kafka.brokers().to_owned();
    kafka.tool(TOPICS, &["--create", "--topic", "kept"]).unwrap();
    kafka.restart().unwrap();
    assert_eq!(kafka.brokers(), address);
    let topics = kafka.tool(TOPICS, &["--list"]).unwrap();
    assert!(topics.lines().any(|topic| topic == "kept"), "{topics}");
}

#[test]
fn a_broker_does_not_outlive_the_process_that_started_it_nor_does_its_directory() {
    let _turn = Turn::of(crate::UNHURRIED);
    let port = free_port().unwrap();
    let temporary = dateline_tests::scratch_dir("local-kafka").unwrap();
    let mut starter = Command::new(env!("CARGO_BIN_EXE_local-kafka"))
        .args(["--port", &port.to_string()])
        .env("TMPDIR", temporary.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let connects = || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(|error| error.to_string());
    wait_for("the broker", SOON, connects).unwrap();
    starter.kill().unwrap();
    starter.wait().unwrap();
    wait_for("the broker to be gone", SOON, || match connects() {
        Ok(_) => Err("it still answers".to_owned()),
        Err(_) => Ok(()),
    })
    .unwrap();
    wait_for("its directory to be gone", SOON, || {
        let left = std::fs::read_dir(temporary.path()).unwrap().count();
        if left == 0 { Ok(()) } else { Err(format!("{left} left")) }
    })
    .unwrap();
}

#[test]
fn databases_of_one_server_are_apart() {
    let _turn = Turn::of(crate::UNHURRIED);
    let postgres = Postgres::shared().unwrap();
    let (one, other) = (postgres.create_database().unwrap(), postgres.create_database().unwrap());
    one.query("create table t as select 7 as n").unwrap();
    assert_eq!(one.number("select n from t").unwrap(), 7);
    assert!(other.query("select n from t").is_err());
}

#[test]
fn a_database_keeps_what_was_committed_when_its_server_crashes() {
    let _turn = Turn::of(crate::UNHURRIED);
    let mut postgres = Postgres::start().unwrap();
    let database = postgres.create_database().unwrap();
    database.query("create table t as select generate_series(1, 1000) as n").unwrap();
    postgres.restart().unwrap();
    assert_eq!(database.number("select count(*) from t").unwrap(), 1000);
    postgres.kill().unwrap();
    assert!(database.query("select 1").is_err());
}

#[test]
fn a_server_with_a_password_lets_in_nobody_without_it() {
    let _turn = Turn::of(crate::UNHURRIED);
    let postgres = Postgres::start_with_password("open-sesame").unwrap();
    let database = postgres.create_database().unwrap();
    assert_eq!(database.number("select 1").unwrap(), 1);
    let wrong = database.url_with_password("guess").unwrap();
    let status = Command::new("psql").args(["-d", &wrong, "-c", "select 1"]).output().unwrap().status;
    assert!(!status.success());
}

#[test]
fn the_program_is_built_and_told_apart_by_how_it_ends() {
    let _turn = Turn::of(crate::UNHURRIED);
    let mut version = Launch::new(["--version"]).start().unwrap();
    assert!(version.wait_exit(Duration::from_secs(30)).unwrap().success());
    assert!(version.stdout().starts_with("dateline "), "{}", version.stdout());
    let mut unknown = Launch::new(["no-such-command"]).start().unwrap();
    assert!(!unknown.wait_exit(Duration::from_secs(30)).unwrap().success());
    let error = unknown.wait_line("a line it never writes", Duration::from_secs(30)).unwrap_err();
    assert!(format!("{error:#}").contains("the process ended"), "{error:#}");
}
