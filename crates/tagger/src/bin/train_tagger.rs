//! Trains the tagger's model, or measures it by outlet: `train-tagger --data FILE --lexicon FILE --out FILE`.
//!
//! The data is one labelled article a line (`zcat` it first), the lexicon a word with its clusters and flags a line.
//! The same input gives the same bytes.

use anyhow::Context;
use clap::{Parser, Subcommand};
use dateline_tagger::{Figures, Kind, Settings, Tagger, cross_validate, read_gold, train};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Parser)]
struct Args {
    /// Labelled articles, one JSON object a line.
    #[arg(long)]
    data: PathBuf,
    /// Words with clusters and flags, separated by tabs.
    #[arg(long)]
    lexicon: PathBuf,
    /// Where the model goes; in `cross-validate` a directory with a model and a list of ids for each fold.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Name and version of the model.
    #[arg(long, default_value = "en-1")]
    name: String,
    /// Bits of a row number.
    #[arg(long, default_value_t = 18)]
    bits: u32,
    /// Times the data is gone through.
    #[arg(long, default_value_t = 8)]
    epochs: u32,
    /// Courses in different order whose weights are averaged.
    #[arg(long, default_value_t = 1)]
    courses: u32,
    /// Of 100: words left out while learning.
    #[arg(long, default_value_t = 15)]
    dropout: u32,
    /// Parts of the training data for the first pass that the second learns from.
    #[arg(long, default_value_t = 3)]
    parts: usize,
    #[command(subcommand)]
    mode: Option<Mode>,
}

#[derive(Subcommand)]
enum Mode {
    /// Measures on the outlets of each fold what was trained on the others.
    CrossValidate {
        /// Number of folds.
        #[arg(long, default_value_t = 5)]
        folds: usize,
    },
    /// Measures the speed of the model at `--out` on the data.
    Speed,
}

const MAIN: &[Kind] = &[Kind::Person, Kind::Organisation, Kind::Place];

#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let texts = read_gold(&read(&args.data)?).context("read labelled articles")?;
    let settings = Settings {
        name: args.name.clone(),
        bits: args.bits,
        epochs: args.epochs,
        courses: args.courses,
        dropout: args.dropout,
        parts: args.parts,
        seed: 1,
    };
    match args.mode {
        None => {
            let out = args.out.context("name a file with --out")?;
            let model = train(&texts, &read(&args.lexicon)?, &settings).context("malformed lexicon")?;
            let bytes = model.encode();
            println!("{} bytes", bytes.len());
            std::fs::write(&out, bytes).with_context(|| format!("write {}", out.display()))
        }
        Some(Mode::CrossValidate { folds }) => {
            let (mut once_all, mut twice_all) = (Figures::default(), Figures::default());
            let mut failed = Ok(());
            let out = args.out;
            cross_validate(&texts, &read(&args.lexicon)?, &settings, folds, &mut |number, ids, once, twice, model| {
                once_all.add(once);
                twice_all.add(twice);
                println!("fold {number}: first pass {:.3}, second {}", once.f1(MAIN), line(twice));
                if let Some(out) = &out
                    && let Err(error) = write_fold(out, number, ids, &model.encode())
                {
                    failed = Err(error);
                }
            })
            .context("malformed lexicon")?;
            println!("all folds: first pass {}", line(&once_all));
            println!("all folds: second pass {}", line(&twice_all));
            failed
        }
        Some(Mode::Speed) => {
            let out = args.out.context("name a model with --out")?;
            let bytes = std::fs::read(&out).with_context(|| format!("read {}", out.display()))?;
            let tagger = Tagger::load(&bytes).context("load model")?;
            let tokens: usize = texts.iter().map(|text| dateline_tagger::tokenize(&text.text).len()).sum();
            let begun = Instant::now();
            let names: usize = texts.iter().map(|text| tagger.tag(&text.text).len()).sum();
            let seconds = begun.elapsed().as_secs_f64();
            println!("{names} names, {tokens} tokens in {seconds:.3} s: {:.0} tokens/s", tokens as f64 / seconds);
            Ok(())
        }
    }
}

fn line(figures: &Figures) -> String {
    let each = Kind::ALL.map(|kind| format!("{kind:?} {:.3}", figures.f1(&[kind])));
    format!("{:.3} ({})", figures.f1(MAIN), each.join(", ")).to_lowercase()
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}

/// `fold-N/tagger.bin` is a directory of models as `dateline enrich --models` takes it; `fold-N.ids` are its texts.
fn write_fold(out: &Path, number: usize, ids: &[&str], model: &[u8]) -> anyhow::Result<()> {
    let directory = out.join(format!("fold-{number}"));
    std::fs::create_dir_all(&directory).with_context(|| format!("create {}", directory.display()))?;
    std::fs::write(directory.join("tagger.bin"), model).context("write model of a fold")?;
    std::fs::write(out.join(format!("fold-{number}.ids")), ids.join("\n")).context("write ids of a fold")
}
