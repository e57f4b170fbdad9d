//! Asking a service of this machine or another one for a page of it.

use anyhow::Context;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(3);
/// Of an answer, in bytes.
const LONGEST: u64 = 4 << 20;

/// What a service answered.
pub(crate) struct Page {
    /// Whether with status 200.
    pub(crate) ok: bool,
    pub(crate) body: String,
}

/// Asks the service at `listen` for `path`. One that listens everywhere is asked here.
pub(crate) fn ask(listen: &str, path: &str) -> anyhow::Result<Page> {
    let address = listen.replace("0.0.0.0:", "127.0.0.1:").replace("[::]:", "[::1]:");
    let answer = get(&address, path).with_context(|| {
        format!("no answer from {address}; start the service, or set `http.listen` to where it listens")
    })?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    Ok(Page { ok: head.starts_with("HTTP/1.1 200"), body: body.to_owned() })
}

fn get(address: &str, path: &str) -> anyhow::Result<String> {
    let resolved = address.to_socket_addrs()?.next().context("the address resolves to nothing")?;
    let mut stream = TcpStream::connect_timeout(&resolved, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(LONGEST).read_to_string(&mut answer)?;
    Ok(answer)
}
