//! Processor time of a command that has ended, and of a process that runs.

use anyhow::Context;
use std::fs;
use std::process::Command;

/// Linux counts in hundredths of a second for whoever reads `/proc`.
const TICKS: f64 = 100.0;

/// Runs a command to its end; gives the seconds of user time it took.
pub(super) fn of_command(command: &mut Command) -> anyhow::Result<f64> {
    let before = of_children()?;
    let status = command.status().with_context(|| format!("start {command:?}"))?;
    anyhow::ensure!(status.success(), "{command:?} ended with {status}");
    Ok(of_children()? - before)
}

/// User and system time of a running process, in seconds.
pub(super) fn of_process(id: u32) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).context("read the processor time of a process")?;
    Ok(field(&stat, 14)? + field(&stat, 15)?)
}

fn of_children() -> anyhow::Result<f64> {
    field(&fs::read_to_string("/proc/self/stat").context("read /proc/self/stat")?, 16)
}

/// A time of `/proc/PID/stat`, counted as its manual does, from 1.
fn field(stat: &str, number: usize) -> anyhow::Result<f64> {
    // The second field is the name, in brackets, with whatever stands in it.
    let behind_name = stat.rsplit_once(") ").context("/proc/PID/stat has another form")?.1;
    let ticks = behind_name.split(' ').nth(number - 3).and_then(|field| field.parse::<f64>().ok());
    Ok(ticks.context("/proc/PID/stat has another form")? / TICKS)
}
