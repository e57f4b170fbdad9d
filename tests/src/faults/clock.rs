//! Clocks that jump while a service runs (libfaketime).

use super::ground::{Ground, SETTLE};
use super::lane::SERVICES;
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::{Wish, fake_time};
use super::tally::Tally;
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const RATE: u32 = 20;
/// The last two are refused by the broker as timestamps: nothing is committed until the clock is right again.
const JUMPS: [&str; 6] = ["+3500s", "-3600s", "+0s", "-20y", "+0s", "+3h"];

/// What libfaketime leaves out: C11 threads, by which librdkafka waits until a time of day. Without it a client waits an
/// hour for what takes a second, or not at all, which no clock that jumps makes it do.
const WAITS: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/syscall.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
typedef int wait_fn(cnd_t *, mtx_t *, const struct timespec *);
int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until) {
    static wait_fn *wait;
    struct timespec shown, real, at;
    if (!wait) wait = (wait_fn *)dlsym(RTLD_NEXT, "cnd_timedwait");
    clock_gettime(CLOCK_REALTIME, &shown);
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &real);
    at.tv_sec = until->tv_sec - shown.tv_sec + real.tv_sec;
    at.tv_nsec = until->tv_nsec - shown.tv_nsec + real.tv_nsec;
    for (; at.tv_nsec < 0; at.tv_nsec += 1000000000) at.tv_sec -= 1;
    for (; at.tv_nsec >= 1000000000; at.tv_nsec -= 1000000000) at.tv_sec += 1;
    return wait(condition, mutex, &at);
}
"#;

/// Builds [`WAITS`] in a directory; gives the library.
fn waits(directory: &Path) -> anyhow::Result<PathBuf> {
    let (source, library) = (directory.join("waits.c"), directory.join("waits.so"));
    std::fs::write(&source, WAITS)?;
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).output();
    let built = built.context("run cc: install a C compiler (Debian: gcc)")?;
    anyhow::ensure!(built.status.success(), "cc: {}", String::from_utf8_lossy(&built.stderr));
    Ok(library)
}

/// The wall clock of all services jumps forth and back by an hour, to 1970s and hours ahead; the monotonic clock, by
/// which they wait, does not.
pub(crate) fn jumps(wish: &Wish) -> anyhow::Result<Tally> {
    let library = fake_time().context("libfaketime")?;
    let ground = Ground::unbroken()?;
    let mut lane = ground.lane("clock", &ground.plan())?;
    let preload = format!("{} {}", waits(lane.home())?.display(), library.display());
    let offset = lane.home().join("offset");
    std::fs::write(&offset, "+0s")?;
    for service in SERVICES {
        let launch = lane
            .launch(service)
            .variable("LD_PRELOAD", preload.clone())
            .variable("FAKETIME_TIMESTAMP_FILE", offset.display().to_string())
            .variable("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .variable("DONT_FAKE_MONOTONIC", "1")
            .variable("FAKETIME_CACHE_DURATION", "1");
        lane.start_as(service, &launch)?;
    }
    lane.wait_ready(&SERVICES)?;
    let sender = lane.push(wish.seed, RATE);
    let mut tally = Tally::default();
    for round in 0..wish.rounds {
        let jump = JUMPS.get(round % JUMPS.len()).copied().unwrap_or("+0s");
        std::fs::write(&offset, jump)?;
        std::thread::sleep(Duration::from_secs(8));
        let refused = matches!(jump, "+3h");
        if refused {
            std::fs::write(&offset, "+0s")?;
            std::thread::sleep(Duration::from_secs(2));
        }
        wait_recovered(&lane, &sender, &mut tally);
        tally.problems.extend(lane.revive()?);
        say(&format!("clock at {jump}, {} of {}", round + 1, wish.rounds));
    }
    let mut seen = Vec::new();
    for service in SERVICES {
        let log = lane.service(service)?.stderr();
        seen.push(log.lines().any(|line| line.contains("panic")));
    }
    tally.expect(!seen.contains(&true), "a service panicked");
    std::fs::write(&offset, "+0s")?;
    let sent = sender.finish()?;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = wish.rounds;
    Ok(tally)
}
