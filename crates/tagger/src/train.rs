//! Training a model on labelled articles, and measuring it on outlets it has not seen.

mod folds;
mod gold;
mod perceptron;

pub use folds::{Figures, Fold, Settings, cross_validate, train};
pub use gold::{GoldError, GoldText, read_gold};
