//! Runs the fault table: `cargo run --release -p dateline-tests --bin faults -- --list`.

use anyhow::Context;
use dateline_tests::faults::{End, Row, SCENARIOS, Scenario, Wish};
use dateline_tests::{say, tell};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const USAGE: &str =
    "usage: faults [NAMES] [--rounds N] [--minutes N] [--seed N] [--json FILE] [--markdown FILE] [--samples FILE]
Breaks Dateline and does its books. Without names all scenarios run, but for the soak.
  --list           the scenarios, and what this machine lacks for them
  --rounds N       how many faults, where a scenario repeats
  --minutes N      how long the soak lasts (default 120)
  --seed N         of everything left to chance (default 1)
  --json FILE      also writes the rows as JSON lines
  --markdown FILE  also writes the rows as lines of docs/reliability.md
  --samples FILE   where the soak writes memory and descriptors; a file FILE with the ending .stop ends it early
DATELINE_TEST_BINARY names the program under test (default: the one built with the profile of this one),
DATELINE_TLS_BINARY one with the feature kafka-tls, DATELINE_PREVIOUS_BINARY the one to upgrade from.";

struct Options {
    names: Vec<String>,
    list: bool,
    rounds: Option<usize>,
    minutes: u64,
    seed: u64,
    json: Option<PathBuf>,
    markdown: Option<PathBuf>,
    samples: Option<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    let Some(options) = parse(std::env::args().skip(1))? else {
        say(USAGE)?;
        return Ok(ExitCode::SUCCESS);
    };
    let chosen = choose(&options.names)?;
    if options.list {
        for one in chosen {
            let numbers: Vec<String> = one.numbers.iter().map(u32::to_string).collect();
            let missing: Vec<String> = one.needs.iter().filter_map(|need| need.missing()).collect();
            let missing = if missing.is_empty() { String::new() } else { format!("  [{}]", missing.join("; ")) };
            say(&format!("{:<22} {:<12} {}, {} rounds{missing}", one.name, numbers.join(","), one.what, one.rounds))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut bad = 0;
    for scenario in chosen {
        tell(&format!("{} …", scenario.name));
        let row = run(scenario, &options);
        say(&row.text())?;
        if let Some(file) = &options.json {
            append(file, &row.json().to_string())?;
        }
        if let Some(file) = &options.markdown {
            append(file, &row.markdown())?;
        }
        bad += usize::from(row.is_bad());
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run(scenario: &'static Scenario, options: &Options) -> Row {
    let began = Instant::now();
    let missing: Vec<String> = scenario.needs.iter().filter_map(|need| need.missing()).collect();
    let wish = Wish {
        rounds: options.rounds.unwrap_or(scenario.rounds),
        length: Duration::from_secs(options.minutes * 60),
        seed: options.seed,
        samples: options.samples.clone(),
    };
    let end = if missing.is_empty() {
        match (scenario.run)(&wish) {
            Ok(tally) => End::Ran(tally),
            Err(error) => End::Broke(format!("{error:#}")),
        }
    } else {
        End::NotRun(missing.join("; "))
    };
    Row { scenario, end, took: began.elapsed(), date: today() }
}

fn choose(names: &[String]) -> anyhow::Result<Vec<&'static Scenario>> {
    if names.is_empty() {
        return Ok(SCENARIOS.iter().filter(|one| one.name != "soak").collect());
    }
    let find = |name: &String| {
        SCENARIOS
            .iter()
            .find(|one| one.name == name)
            .with_context(|| format!("there is no scenario {name}; see --list"))
    };
    names.iter().map(find).collect()
}

/// `None`: help is wanted.
fn parse(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Option<Options>> {
    let mut options = Options {
        names: Vec::new(),
        list: false,
        rounds: None,
        minutes: 120,
        seed: 1,
        json: None,
        markdown: None,
        samples: None,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n{USAGE}"));
        match argument.as_str() {
            "--list" => options.list = true,
            "--rounds" => options.rounds = Some(value()?.parse().context("--rounds takes a number")?),
            "--minutes" => options.minutes = value()?.parse().context("--minutes takes a number")?,
            "--seed" => options.seed = value()?.parse().context("--seed takes a number")?,
            "--json" => options.json = Some(value()?.into()),
            "--markdown" => options.markdown = Some(value()?.into()),
            "--samples" => options.samples = Some(value()?.into()),
            "--help" | "-h" => return Ok(None),
            name if !name.starts_with('-') => options.names.push(name.to_owned()),
            _ => anyhow::bail!("unknown argument {argument}\n{USAGE}"),
        }
    }
    Ok(Some(options))
}

/// `YYYY-MM-DD`, as the system says it.
fn today() -> String {
    let output = Command::new("date").arg("+%F").output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

fn append(file: &PathBuf, line: &str) -> anyhow::Result<()> {
    let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
    let mut opened = opened.with_context(|| format!("open {}", file.display()))?;
    writeln!(opened, "{line}").with_context(|| format!("write to {}", file.display()))
}
