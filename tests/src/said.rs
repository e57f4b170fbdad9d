//! What a command of `dateline` said.

use crate::Launch;
use anyhow::{Context, ensure};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// The widest line for people.
const WIDTH: usize = 80;
const SOON: Duration = Duration::from_secs(180);

/// What a command said.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it said beside.
    pub stderr: String,
}

impl Said {
    /// Runs a command with a configuration in a directory to its end, for as long as it says something every few minutes.
    pub fn of(arguments: &[&str], config: &str, directory: &Path) -> anyhow::Result<Self> {
        let mut process = Launch::new(arguments.iter().copied()).config(config).directory(directory).start()?;
        let mut said = None;
        let code = loop {
            match process.wait_exit(SOON) {
                Ok(status) => break status.code(),
                Err(error) => {
                    let says = process.stderr().len();
                    if said.is_some_and(|said| said == says) || says == 0 {
                        return Err(error);
                    }
                    said = Some(says);
                }
            }
        };
        Ok(Self { code, stdout: process.stdout(), stderr: process.stderr() })
    }

    /// Its lines of JSON.
    pub fn json(&self) -> anyhow::Result<Vec<Value>> {
        self.stdout.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
    }

    /// Nothing of it is wider than a page, or coloured.
    pub fn fits(&self) -> anyhow::Result<()> {
        let page = &self.stdout;
        let wide = page.lines().find(|line| line.chars().count() > WIDTH);
        ensure!(wide.is_none() && !page.contains('\u{1b}'), "wider than {WIDTH}, or coloured: {wide:?}\n{page}");
        Ok(())
    }
}
