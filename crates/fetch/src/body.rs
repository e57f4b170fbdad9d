//! Reading a body up to its cap.

use crate::FetchError;
use crate::transport_error::classify;
use sha2::{Digest, Sha256};

/// Room that is reserved ahead for a body, whatever length the server declares.
const RESERVED: u64 = 1 << 20;

/// Reads a body chunk by chunk and stops at the first byte over the limit, so that neither an endless body nor a
/// decompression bomb takes more than the limit and one chunk.
pub(crate) async fn read(
    mut response: reqwest::Response,
    (host, port): (&str, u16),
    limit: u64,
) -> Result<Vec<u8>, FetchError> {
    // Known for bodies that travel uncompressed only.
    let declared = response.content_length();
    if let Some(length) = declared.filter(|length| *length > limit) {
        return Err(FetchError::TooLarge { host: host.to_owned(), limit, length, hash: None });
    }
    let reserve = declared.unwrap_or(0).min(RESERVED);
    let mut bytes = Vec::with_capacity(usize::try_from(reserve).unwrap_or(0));
    loop {
        let chunk = response.chunk().await.map_err(|error| classify(error, host, port))?;
        let Some(chunk) = chunk else { return Ok(bytes) };
        bytes.extend_from_slice(&chunk);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > limit {
            return Err(too_large(host, limit, bytes).await);
        }
    }
}

/// Reads no more than the beginning of a body, whatever comes behind it.
pub(crate) async fn read_start(
    mut response: reqwest::Response,
    (host, port): (&str, u16),
    most: usize,
) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    while bytes.len() < most
        && let Some(chunk) = response.chunk().await.map_err(|error| classify(error, host, port))?
    {
        bytes.extend_from_slice(&chunk);
    }
    bytes.truncate(most);
    Ok(bytes)
}

/// The error for a body over the limit, with the hash of what was read of it.
pub(crate) async fn too_large(host: &str, limit: u64, read: Vec<u8>) -> FetchError {
    let length = u64::try_from(read.len()).unwrap_or(u64::MAX);
    let hashed = tokio::task::spawn_blocking(move || {
        let digest = Sha256::digest(&read);
        digest.iter().fold(String::from("sha256:"), |text, byte| format!("{text}{byte:02x}"))
    });
    // The hash is a convenience of whoever looks at the stub; the refusal stands without it.
    let hash = hashed.await.ok();
    FetchError::TooLarge { host: host.to_owned(), limit, length, hash }
}
