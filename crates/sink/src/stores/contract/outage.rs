//! A server that goes away and comes back, and one that does not let us in. The caller owns the server.

use super::cases::{open, standing, write};
use super::samples::{FETCH, delivery, fetched, id};
use super::target::Target;
use anyhow::{Result, bail, ensure};
use pipeline::{Store, StoreError, Written};

/// Stops the server under an open store and starts it again: `Down` in between, then everything as before.
pub async fn check_outage(
    target: &dyn Target,
    stop: impl AsyncFnOnce() -> Result<()>,
    start: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let first = || [delivery(fetched("outage 1", FETCH, "before"))];
    let second = || [delivery(fetched("outage 2", FETCH, "after"))];
    let mut store = open(target).await?;
    write(&mut *store, &first(), &[Written::Stored]).await?;
    stop().await?;
    for attempt in ["write to the lost server", "write again without opening"] {
        match store.write(&second()).await {
            Err(StoreError::Down(_)) => {}
            other => bail!("{attempt}: {other:?}"),
        }
    }
    match store.open().await {
        Err(StoreError::Down(text)) => ensure!(text.contains("check that the server runs"), "open: {text}"),
        other => bail!("open: {other:?}"),
    }
    start().await?;
    store.open().await?;
    write(&mut *store, &first(), &[Written::Unchanged("same")]).await?;
    write(&mut *store, &second(), &[Written::Stored]).await?;
    standing(target, id("outage 1")).await?;
    standing(target, id("outage 2")).await?;
    Ok(())
}

/// Opening must be refused for good, with a text that holds `named` and not the secret.
pub async fn check_refused(store: &mut dyn Store, named: &str, secret: &str) -> Result<()> {
    match store.open().await {
        Err(StoreError::Refused(text)) => {
            ensure!(!text.contains(secret), "the text shows the password");
            ensure!(text.contains(named), "`{named}` is not named: {text}");
            Ok(())
        }
        other => bail!("open: {other:?}"),
    }
}
