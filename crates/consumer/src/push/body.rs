//! The body of a request: whole, in time, no larger than it may be.

use super::budget::Held;
use super::problem::{Kind, Problem};
use axum::body::{Body, Bytes, HttpBody};
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

/// How long the rest of a body that is not taken is let go by.
const PASSING: Duration = Duration::from_secs(2);

/// What a body may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyLimits {
    pub(super) bytes: usize,
    pub(super) time: Duration,
}

/// Reads a body to its end.
pub(super) async fn read(body: &mut Body, limits: BodyLimits, held: &mut Held) -> Result<Vec<u8>, Problem> {
    let too_slow = || {
        let wait = limits.time.as_secs();
        Problem::new(Kind::TooSlow, format!("the body was not whole after {wait} s; send less at once"))
    };
    tokio::time::timeout(limits.time, collect(body, limits.bytes, held)).await.map_err(|_| too_slow())?
}

/// Lets go by what is still to come of a body that is not taken, as far as it is no trouble: who is answered while he sends
/// may see his connection break and not the answer.
pub(super) async fn pass_over(body: &mut Body, limits: BodyLimits) {
    let passing = async {
        let mut passed = 0;
        while passed < limits.bytes
            && let Some(Ok(data)) = next(body).await
        {
            passed += data.len();
        }
    };
    // What comes later is not waited for.
    let _ = tokio::time::timeout(limits.time.min(PASSING), passing).await;
}

async fn collect(body: &mut Body, limit: usize, held: &mut Held) -> Result<Vec<u8>, Problem> {
    let too_large = || Problem::new(Kind::TooLarge, format!("a request may have {limit} bytes; send less at once"));
    let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if declared > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(data) = next(body).await {
        let broken = |error| Problem::new(Kind::BrokenBody, format!("the body breaks off: {error}"));
        let data = data.map_err(broken)?;
        if bytes.len() + data.len() > limit {
            return Err(too_large());
        }
        held.grow(data.len())?;
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

/// The next bytes; none where a frame is of another kind.
async fn next(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}
