//! The configuration as users write it: files, variables, and what they are told about mistakes.

mod case;
mod keys;
mod problems;
mod push;
mod secrets;
mod variables;
