//! Programs that others are measured against, built as examples.

use anyhow::Context;
use std::path::PathBuf;

/// An example that was built beside this program.
pub(super) fn example(name: &str) -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("find the program itself")?;
    let path = own.parent().context("the program has no directory")?.join("examples").join(name);
    anyhow::ensure!(
        path.is_file(),
        "{} is not there: cargo build --release --examples -p dateline-bus -p dateline-pipeline",
        path.display()
    );
    Ok(path)
}
