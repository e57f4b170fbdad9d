//! Memory of large documents goes back to the system when they are done.
//!
//! The allocator of glibc keeps freed pieces of up to 32 MiB in heaps of its threads once it has seen such pieces: each
//! thread that has had a document of 8 MB then holds several times as much for good, and a process some 700 MB. With a
//! threshold of its own it does not. It takes that from the environment only, and only at the start of a process.

use std::env::{args_os, current_exe, var_os};
use std::os::unix::process::CommandExt;
use std::process::Command;

/// What glibc reads it from; see mallopt(3).
const THRESHOLD: &str = "MALLOC_MMAP_THRESHOLD_";

/// Pieces from this size on are given back at once, in bytes: articles of every day are made of smaller ones.
const BYTES: &str = "1048576";

/// Starts the program anew in the same process with that threshold, unless there is one already. To be called before
/// anything is opened or started.
pub(crate) fn give_back() {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) || var_os(THRESHOLD).is_some() {
        return;
    }
    let Ok(program) = current_exe() else { return }; // It only costs memory.
    let mut again = Command::new(program);
    let mut arguments = args_os();
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    // Comes back only when it fails; as above.
    let _ = again.args(arguments).env(THRESHOLD, BYTES).exec();
}
