//! Development only.
use dateline_sink::contract::{self, PostgresTarget, check_outage, check_refused};
use dateline_sink::{PostgresSettings, PostgresStore};
use pipeline::Store;
const URL: &str = "postgres://dateline:secret@127.0.0.1:54391/dateline";
fn ctl(what: &str) -> anyhow::Result<()> {
    let s = std::process::Command::new("su")
        .args([
            "postgres",
            "-c",
            &format!(
                "/usr/lib/postgresql/15/bin/pg_ctl -D /tmp/sinkpg/db -l /tmp/sinkpg/log -m fast -w {what} >/dev/null"
            ),
        ])
        .status()?;
    anyhow::ensure!(s.success());
    Ok(())
}
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all() {
    let settings = PostgresSettings::try_new("articles", URL).unwrap();
    let (c, conn) = tokio_postgres::connect(URL, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(conn);
    c.batch_execute("drop schema public cascade; create schema public; do $$begin if not exists(select 1 from pg_roles where rolname='guest') then create role guest login password 'secret'; end if; end$$").await.unwrap();
    let target = PostgresTarget { settings };
    let t = std::time::Instant::now();
    contract::check(&target).await.unwrap();
    eprintln!("contract {:?}", t.elapsed());
    for (url, named) in [
        ("postgres://dateline:wr0ng-pw@127.0.0.1:54391/dateline", "user dateline"),
        ("postgres://dateline@127.0.0.1:54391/dateline", "password"),
        ("postgres://dateline:secret@127.0.0.1:54391/absent", "database absent"),
    ] {
        let mut s = PostgresStore::new(PostgresSettings::try_new("a", url).unwrap());
        eprintln!("{:?}", s.open().await.unwrap_err().to_string());
        check_refused(&mut s, named, "wr0ng-pw").await.unwrap();
    }
    for url in [
        "postgres://guest:secret@127.0.0.1:54391/dateline",
        "postgres://dateline:secret@127.0.0.1:54391/dateline?sslmode=require",
        "postgres://dateline:secret@127.0.0.1:1/dateline",
        "postgres://dateline:secret@no-such-host.invalid/dateline",
    ] {
        let mut s = PostgresStore::new(PostgresSettings::try_new("a", url).unwrap());
        eprintln!("{:?}", s.open().await);
    }
    check_outage(&target, async || ctl("stop"), async || ctl("start")).await.unwrap();
}
