//! What people see of a pipeline at work: shared by `demo`, and by `run` on a terminal.

pub(super) mod account;
pub(super) mod article_line;
pub(super) mod live;
pub(super) mod palette;
pub(super) mod record_lines;
pub(super) mod watched_store;
