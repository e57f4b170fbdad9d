//! What the command line asks of a bench.

use std::path::PathBuf;

/// How much, and of what.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Articles that are sent or read; `None`: what the bench takes by itself.
    pub articles: Option<usize>,
    /// A folder of texts of the user's own, instead of made ones.
    pub texts: Option<PathBuf>,
    /// A folder of pages of the user's own, instead of made ones.
    pub pages: Option<PathBuf>,
}

impl Wish {
    /// The number asked for, or this.
    pub fn articles_or(&self, usual: usize) -> usize {
        self.articles.unwrap_or(usual)
    }
}
