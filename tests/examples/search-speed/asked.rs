//! What is asked, as `dateline search` and `dateline quotes` ask it, connecting to PostgreSQL included.

use crate::articles::{FIRST, PEOPLE, organisation, surname, topic};
use anyhow::Context;
use article::Timestamp;
use dateline_tests::say;
use sink::search::{Query, Searchable};
use std::sync::LazyLock;
use std::time::Instant;

const ROUNDS: usize = 20;

pub(crate) async fn ask_all(searchable: &dyn Searchable) -> anyhow::Result<()> {
    let of = |name: String| vec![name];
    for (rank, what) in [(0, "frequent"), (40, "usual"), (1_500, "rare"), (PEOPLE, "absent")] {
        let person = || of(surname(rank));
        let organisation = || of(organisation(rank / 4));
        let (topic, source) = (of(topic(rank % 70)), of(format!("source {}", rank % 13)));
        let base = Query::default;
        for (name, query) in [
            ("--person", Query { people: person(), ..base() }),
            ("--organisation", Query { organisations: organisation(), ..base() }),
            ("--topic", Query { topics: topic.clone(), ..base() }),
            ("--source", Query { sources: source.clone(), ..base() }),
            ("--speaker", Query { speakers: person(), ..base() }),
            ("--person --topic --source", Query { people: person(), topics: topic, sources: source, ..base() }),
            ("--person WORDS", Query { people: person(), ..Query::of_text("inquiry harbour") }),
        ] {
            report(what, name, async || Ok(searchable.search(&query).await?.hits.len())).await?;
        }
        for (name, query) in [
            ("quotes --by", Query { speakers: person(), ..base() }),
            ("quotes --by WORD", Query { speakers: person(), ..Query::of_text("harbour") }),
            ("quotes --by RARE", Query { speakers: person(), ..Query::of_text("word17") }),
        ] {
            report(what, name, async || Ok(searchable.quotes(&query).await?.hits.len())).await?;
        }
    }
    let month = |number: i64| Some(Timestamp::from_millis(FIRST + number * 30 * 86_400_000));
    for (name, query) in [
        ("newest", Query::default()),
        ("the", Query::of_text("the")),
        ("the harbour said", Query::of_text("the harbour said")),
        ("\"at the harbour is\"", Query::of_text("\"at the harbour is\"")),
        ("the word17", Query::of_text("the word17")),
        ("word17 or word18", Query::of_text("word17 or word18")),
        ("-word17", Query::of_text("-word17")),
        ("the, a month", Query { since: month(0), until: month(1), ..Query::of_text("the") }),
        ("the, a year", Query { since: month(0), until: month(12), ..Query::of_text("the") }),
        ("word17, a year", Query { since: month(0), until: month(12), ..Query::of_text("word17") }),
        ("a month", Query { since: month(0), until: month(1), ..Query::default() }),
        ("the --person frequent", Query { people: of(surname(0)), ..Query::of_text("the") }),
        ("the --person rare", Query { people: of(surname(1_500)), ..Query::of_text("the") }),
    ] {
        report("words", name, async || Ok(searchable.search(&query).await?.hits.len())).await?;
    }
    Ok(())
}

/// Prints the median and the 95th hundredth of several rounds.
async fn report(what: &str, name: &str, ask: impl AsyncFn() -> anyhow::Result<usize>) -> anyhow::Result<()> {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..ROUNDS {
        let began = clock()?;
        found = ask().await?;
        times.push((clock()? - began) * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let below = |hundredths: usize| times.get((ROUNDS * hundredths).div_ceil(100) - 1).copied().unwrap_or_default();
    say(&format!("  {what:<9} {name:<26} {found:>3} found  p50 {:>6.1} ms  p95 {:>6.1} ms", below(50), below(95)))
}

/// Seconds that went by; on a machine with other work those in which this program and the server had a processor, if
/// `PROCESSOR_TIME` names the account of a control group that holds both (`cpuacct.usage`).
fn clock() -> anyhow::Result<f64> {
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let Some(account) = std::env::var_os("PROCESSOR_TIME") else { return Ok(BEGAN.elapsed().as_secs_f64()) };
    let nanoseconds = std::fs::read_to_string(&account).context("read the account that PROCESSOR_TIME names")?;
    Ok(nanoseconds.trim().parse::<f64>().context("the account that PROCESSOR_TIME names is no number")? / 1e9)
}
