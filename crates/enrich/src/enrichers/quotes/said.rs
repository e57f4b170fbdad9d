//! Which words are said, and how they are tied to whoever says them.

pub(crate) mod attribution;
pub(crate) mod indirect;
pub(crate) mod is_speech;
mod preceding;
pub(crate) mod reason;
pub(crate) mod subject;
