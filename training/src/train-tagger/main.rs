//! Trains the tagger's model, or measures it by outlet: `train-tagger --data FILE --lexicon FILE --out FILE`.
//!
//! The data is one labelled article a line (`zcat` it first), the lexicon a word with its clusters and flags a line.
//! The same input gives the same bytes.

mod people;

use clap::{Parser, Subcommand};
use std::error::Error;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tagger::training::{Figures, Fold, Settings, cross_validate, read_gold, train};
use tagger::{Kind, Memory, Tagger, tokenize};
use text::{Atoms, atoms};

#[derive(Parser)]
struct Args {
    /// Labelled articles, one JSON object a line.
    #[arg(long)]
    data: PathBuf,
    /// Words with clusters, rarity and flags, separated by tabs.
    #[arg(long)]
    lexicon: PathBuf,
    /// Where the model goes; in `cross-validate` a directory with a model and a list of ids for each fold.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Name and version of the model.
    #[arg(long, default_value = "en-3")]
    name: String,
    /// Bits of the number of a place in the table.
    #[arg(long, default_value_t = 17)]
    bits: u32,
    /// Times the data is gone through.
    #[arg(long, default_value_t = 8)]
    epochs: u32,
    /// Courses in different order whose weights are averaged.
    #[arg(long, default_value_t = 1)]
    courses: u32,
    /// How far the first steps go.
    #[arg(long, default_value_t = 0.05)]
    rate: f32,
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
        /// The one fold to measure, from 0 on; all without it.
        #[arg(long)]
        only: Option<usize>,
    },
    /// Measures how many people are right at each confidence that is stated, with the models that `cross-validate` wrote to
    /// `--out`.
    People,
    /// Measures the speed of the model at `--out` on the data.
    Speed,
}

const MAIN: &[Kind] = &[Kind::Person, Kind::Organisation, Kind::Place];

/// What went wrong, as one text.
type Failure = Box<dyn Error>;

#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
fn main() -> Result<(), Failure> {
    let args = Args::parse();
    let texts = read_gold(&read(&args.data)?)?;
    let settings = Settings {
        name: args.name.clone(),
        bits: args.bits,
        epochs: args.epochs,
        courses: args.courses,
        rate: args.rate,
        dropout: args.dropout,
        parts: args.parts,
        seed: 1,
    };
    match args.mode {
        None => {
            let out = args.out.ok_or("name a file with --out")?;
            let model = train(&texts, &read(&args.lexicon)?, &settings).ok_or("malformed lexicon")?;
            let bytes = model.encode();
            println!("{} bytes", bytes.len());
            std::fs::write(&out, bytes).map_err(|error| doing("write", &out, error))
        }
        Some(Mode::CrossValidate { folds, only }) => {
            let (mut once, mut twice) = (Figures::default(), Figures::default());
            let mut written = Ok(());
            let out = args.out;
            cross_validate(&texts, &read(&args.lexicon)?, &settings, folds, only, &mut |fold| {
                once.add(&fold.once);
                twice.add(&fold.twice);
                println!("fold {}: first pass {:.3}, second {}", fold.number, fold.once.f1(MAIN), line(&fold.twice));
                if let (Some(out), Ok(())) = (&out, &written) {
                    written = write_fold(out, fold);
                }
            })
            .ok_or("malformed lexicon")?;
            println!("all folds: first pass {}", line(&once));
            println!("all folds: second pass {}", line(&twice));
            written
        }
        Some(Mode::People) => people::measure(&texts, &args.out.ok_or("name the directory of the folds with --out")?),
        Some(Mode::Speed) => {
            let out = args.out.ok_or("name a model with --out")?;
            let bytes = std::fs::read(&out).map_err(|error| doing("read", &out, error))?;
            let tagger = Tagger::load(&bytes)?;
            let tokens_of = |text: &str| tokenize(Atoms::new(text, &atoms(text)));
            let tokens: usize = texts.iter().map(|text| tokens_of(&text.text).len()).sum();
            let begun = Instant::now();
            let mut memory = Memory::default();
            let mut names = |text: &str| tagger.tag(text, &tokens_of(text), &mut memory).len();
            let names: usize = texts.iter().map(|text| names(&text.text)).sum();
            let seconds = begun.elapsed().as_secs_f64();
            println!("{names} names, {tokens} tokens in {seconds:.3} s: {:.0} tokens/s", tokens as f64 / seconds);
            Ok(())
        }
    }
}

fn doing(what: &str, path: &Path, error: impl Display) -> Failure {
    format!("{what} {}: {error}", path.display()).into()
}

fn line(figures: &Figures) -> String {
    let each = Kind::ALL.map(|kind| format!("{kind:?} {:.3}", figures.f1(&[kind])));
    format!("{:.3} ({})", figures.f1(MAIN), each.join(", ")).to_lowercase()
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| doing("read", path, error))
}

/// `fold-N/tagger.bin` is a directory of models as `dateline enrich --models` takes it; `fold-N.ids` are its texts.
fn write_fold(out: &Path, fold: &Fold<'_>) -> Result<(), Failure> {
    let directory = out.join(format!("fold-{}", fold.number));
    std::fs::create_dir_all(&directory).map_err(|error| doing("create", &directory, error))?;
    let (model, ids) = (directory.join("tagger.bin"), out.join(format!("fold-{}.ids", fold.number)));
    std::fs::write(&model, fold.model.encode()).map_err(|error| doing("write", &model, error))?;
    std::fs::write(&ids, fold.ids.join("\n")).map_err(|error| doing("write", &ids, error))
}
