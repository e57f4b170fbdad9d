//! What a process holds in memory, as Linux tells it.

use anyhow::Context;
use std::fs;

/// A line of `/proc/ID/status`, `VmHWM` (the peak) or `VmRSS` (now), in bytes.
pub(crate) fn memory_of(id: u32, line: &str) -> anyhow::Result<u64> {
    let file = format!("/proc/{id}/status");
    let status = fs::read_to_string(&file).with_context(|| format!("read {file}"))?;
    let found = status.lines().find_map(|one| one.strip_prefix(line)?.strip_prefix(':'));
    let found = found.with_context(|| format!("no {line} in {file}"))?;
    let kib: u64 = found.trim().trim_end_matches("kB").trim().parse().with_context(|| format!("read {line}"))?;
    Ok(kib * 1024)
}
