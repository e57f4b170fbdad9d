//! The closed set of answers a stage can give for a record.

use crate::error_line;
use article::EncodeError;
use bus::Output;
use std::error::Error;

/// What became of an input record in a pure stage.
#[derive(Debug)]
pub enum Outcome {
    /// Any number of records to write, committed together with the input's offset.
    Emit(Vec<Output>),
    /// Nothing is to come of it; counted by reason.
    Drop(&'static str),
    /// It waits for its time, as the first of these records; counted as dropped for [`article::EMBARGOED`].
    Hold(Vec<Output>),
    /// It cannot be taken: the original goes to the stage's dead letters.
    DeadLetter(Reason),
}

/// Why a record is a dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// A short stable word such as `not_utf8`: header `x-error-class` and metric label.
    pub class: &'static str,
    /// For people: what is wrong and where.
    pub message: String,
}

impl Reason {
    /// A reason.
    pub fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self { class, message: message.into() }
    }

    /// Why a record gives nothing to work on.
    pub fn of_decoding(class: &'static str, error: &dyn Error) -> Self {
        Self::new(class, error_line(error))
    }

    /// Why an article gives no record.
    pub fn of_encoding(error: &EncodeError) -> Self {
        let class = match error {
            EncodeError::TooLarge { .. } => "too_large",
            EncodeError::Json(_) => "not_encodable",
        };
        Self::new(class, error.to_string())
    }
}
