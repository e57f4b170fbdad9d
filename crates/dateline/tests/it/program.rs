//! The program that all tests here start: `dateline` with its arguments in a directory, untouched by the environment of
//! the tests, and ended with them.

use std::path::Path;
use std::process::{Child, Command, Stdio};

/// `dateline` that reads no input, and of the tests' own environment neither `DATELINE_*` nor a proxy.
pub(crate) fn dateline(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    forget_environment(&mut command);
    command.args(arguments).current_dir(directory).stdin(Stdio::null());
    command
}

pub(crate) fn forget_environment(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("DATELINE_") || text.to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(&name);
        }
    }
}

/// A process that is killed at the end of its test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only for one that has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
