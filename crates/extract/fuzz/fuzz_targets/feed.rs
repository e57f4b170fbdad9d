//! See `entry_points.rs`.
#![no_main]

#[path = "../entry_points.rs"]
#[expect(dead_code, reason = "each target uses one of them")]
mod entry_points;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entry_points::feed(bytes));
