//! The body of a request: whole, in time, no larger than it may be.

use super::budget::Held;
use super::problem::{Kind, Problem};
use axum::body::{Body, HttpBody};
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

/// What a body may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyLimits {
    pub(super) bytes: usize,
    pub(super) time: Duration,
}

/// Reads a body to its end.
pub(super) async fn read(body: Body, limits: BodyLimits, held: &mut Held) -> Result<Vec<u8>, Problem> {
    let too_slow = || {
        let wait = limits.time.as_secs();
        Problem::new(Kind::TooSlow, format!("the body was not whole after {wait} s; send less at once"))
    };
    tokio::time::timeout(limits.time, collect(body, limits.bytes, held)).await.map_err(|_| too_slow())?
}

async fn collect(mut body: Body, limit: usize, held: &mut Held) -> Result<Vec<u8>, Problem> {
    let too_large = || Problem::new(Kind::TooLarge, format!("a request may have {limit} bytes; send less at once"));
    let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if declared > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let broken = |error| Problem::new(Kind::BrokenBody, format!("the body breaks off: {error}"));
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(too_large());
        }
        held.grow(data.len())?;
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
