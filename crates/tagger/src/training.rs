//! Training a model on labelled articles, and measuring it on outlets it has not seen.

mod crf;
mod exponential;
mod figures;
mod folds;
mod gold;
mod lattice;
mod passes;
mod quantise;
mod random;
mod vocabulary;
mod word_list;

pub use figures::Figures;
pub use folds::{Fold, cross_validate, train};
pub use gold::{GoldError, GoldText, read_gold};
pub use passes::Settings;
pub use random::Random;
