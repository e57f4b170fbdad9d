//! Measures Dateline, alone or beside another build: `cargo run --release -p dateline-tests --bin bench -- --list`.

use anyhow::Context;
use dateline_tests::bench::{BENCHES, Bench, Build, Line, Wish, compare, plot, table};
use dateline_tests::{dateline_binary, say, tell};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

const USAGE: &str =
    "usage: bench [NAMES] [--against PROGRAM] [--rounds N] [--articles N] [--texts FOLDER] [--pages FOLDER] [--markdown FILE] [--svg FILE]
Measures and prints a table of medians. Without names everything is measured, which takes an hour or so.
  --list              the benches, and what this machine lacks for them
  --against PROGRAM   another build of dateline, measured in turn; the table has the median of the ratios
  --rounds N          how often each is measured (default 7 for commands, 3 for the others)
  --articles N        how many articles, instead of what the bench takes by itself
  --texts, --pages    folders with documents of your own for `enrich` and `extract`
  --markdown FILE     also adds the table to a file
  --svg FILE          writes the ratios as a picture
DATELINE_TEST_BINARY names the program measured (default: the one built with the profile of this one; use --release).";

#[derive(Default)]
struct Options {
    names: Vec<String>,
    list: bool,
    against: Option<PathBuf>,
    rounds: Option<usize>,
    articles: Option<usize>,
    texts: Option<PathBuf>,
    pages: Option<PathBuf>,
    markdown: Option<PathBuf>,
    svg: Option<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    let Some(options) = parse(std::env::args().skip(1))? else {
        say(USAGE)?;
        return Ok(ExitCode::SUCCESS);
    };
    let chosen = choose(&options.names)?;
    if options.list {
        for bench in chosen {
            say(&format!(
                "{:<18} {}{}",
                bench.name,
                bench.what,
                lacking(bench).map_or_else(String::new, |what| format!("  [{what}]"))
            ))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let new = Build::new("now", dateline_binary()?)?;
    let old = options.against.as_deref().map(|path| Build::new("before", path)).transpose()?;
    let wish = Wish { articles: options.articles, texts: options.texts, pages: options.pages };
    let (mut lines, mut failed) = (Vec::new(), false);
    for bench in chosen {
        if let Some(lacking) = lacking(bench) {
            tell(&format!("{}: not measured: {lacking}", bench.name));
            failed = true;
            continue;
        }
        let rounds = options.rounds.unwrap_or(if bench.needs.contains(&"taskset") { 7 } else { 3 });
        match measure(bench, &new, old.as_ref(), rounds, &wish) {
            Ok(more) => {
                say(&table(&more))?;
                lines.extend(more);
            }
            Err(error) => {
                tell(&format!("{}: could not be measured: {error:#}", bench.name));
                failed = true;
            }
        }
    }
    if let Some(file) = &options.markdown {
        std::fs::write(file, table(&lines)).with_context(|| format!("write {}", file.display()))?;
    }
    if let Some(file) = &options.svg {
        std::fs::write(file, plot("Times as good as before", &lines))
            .with_context(|| format!("write {}", file.display()))?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Measures in turn, the other build first in every second pair.
fn measure(bench: &Bench, new: &Build, old: Option<&Build>, rounds: usize, wish: &Wish) -> anyhow::Result<Vec<Line>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        tell(&format!("{} {} of {rounds} …", bench.name, round + 1));
        let first = round % 2 == 0;
        if first {
            ours.push((bench.run)(new, wish)?);
        }
        if let Some(old) = old {
            theirs.push((bench.run)(old, wish).with_context(|| format!("the build {}", old.binary.display()))?);
        }
        if !first {
            ours.push((bench.run)(new, wish)?);
        }
    }
    Ok(compare(bench.name, &ours, old.map(|_| theirs.as_slice())))
}

fn lacking(bench: &Bench) -> Option<String> {
    let there = |program: &&&str| {
        let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
        found.is_ok_and(|output| output.status.success())
    };
    let lacking: Vec<&str> = bench.needs.iter().filter(|program| !there(program)).copied().collect();
    (!lacking.is_empty()).then(|| format!("needs {}", lacking.join(", ")))
}

fn choose(names: &[String]) -> anyhow::Result<Vec<&'static Bench>> {
    if names.is_empty() {
        return Ok(BENCHES.iter().collect());
    }
    let find = |name: &String| {
        BENCHES.iter().find(|one| one.name == name).with_context(|| format!("there is no bench {name}; see --list"))
    };
    names.iter().map(find).collect()
}

/// `None`: help is wanted.
fn parse(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Option<Options>> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n{USAGE}"));
        match argument.as_str() {
            "--list" => options.list = true,
            "--against" => options.against = Some(value()?.into()),
            "--rounds" => options.rounds = Some(value()?.parse().context("--rounds takes a number")?),
            "--articles" => options.articles = Some(value()?.parse().context("--articles takes a number")?),
            "--texts" => options.texts = Some(value()?.into()),
            "--pages" => options.pages = Some(value()?.into()),
            "--markdown" => options.markdown = Some(value()?.into()),
            "--svg" => options.svg = Some(value()?.into()),
            "--help" | "-h" => return Ok(None),
            name if !name.starts_with('-') => options.names.push(name.to_owned()),
            _ => anyhow::bail!("unknown argument {argument}\n{USAGE}"),
        }
    }
    Ok(Some(options))
}
