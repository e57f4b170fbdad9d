//! The store contract on a real PostgreSQL. SQLite runs the same cases in its own crate.

use dateline_tests::Postgres;
use sink::contract::{PostgresTarget, check, check_outage, check_refused};
use sink::{PostgresSettings, PostgresStore};

fn target(url: &str) -> PostgresTarget {
    PostgresTarget { settings: PostgresSettings::try_new("contract", url).expect("the harness makes valid URLs") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_keeps_the_contract_of_a_store() {
    let database = Postgres::shared().unwrap().create_database().unwrap();
    check(&target(database.url())).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_goes_away_is_down_and_loses_nothing() {
    let postgres = std::sync::Mutex::new(Postgres::start().unwrap());
    let database = postgres.lock().unwrap().create_database().unwrap();
    let stop = async || postgres.lock().unwrap().kill();
    let start = async || postgres.lock().unwrap().resume();
    check_outage(&target(database.url()), stop, start).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_refused_and_not_shown() {
    let postgres = Postgres::start_with_password("right-password").unwrap();
    let database = postgres.create_database().unwrap();
    check(&target(database.url())).await.unwrap();
    let url = database.url_with_password("wrong-password").unwrap();
    let mut store = PostgresStore::new(PostgresSettings::try_new("contract", &url).unwrap());
    check_refused(&mut store, "127.0.0.1", "wrong-password").await.unwrap();
}
