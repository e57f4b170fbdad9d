//! Just enough HTTP to ask a service for its health and metrics.

use anyhow::Context;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(5);

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Such as 200.
    pub status: u16,
    /// Text.
    pub body: String,
}

/// Asks once. HTTP/1.0, so that the answer ends with the connection and comes in one piece.
pub(crate) fn get(address: SocketAddr, path: &str) -> anyhow::Result<Reply> {
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).with_context(|| format!("connect to {address}"))?;
    stream.set_read_timeout(Some(TIMEOUT)).context("set a timeout")?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").context("send the request")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).context("read the answer")?;
    parse(&String::from_utf8_lossy(&answer)).with_context(|| format!("http://{address}{path} answers no HTTP"))
}

fn parse(answer: &str) -> Option<Reply> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()?;
    Some(Reply { status, body: body.to_owned() })
}

/// The sum over the samples of `name` that carry all `labels`, in the Prometheus text format.
pub(super) fn sum_of_samples(text: &str, name: &str, labels: &[&str]) -> Option<f64> {
    let samples = text.lines().filter_map(|line| {
        let rest = line.strip_prefix(name)?;
        let is_this = rest.starts_with('{') || rest.starts_with(' ');
        let fits = is_this && labels.iter().all(|label| rest.contains(label));
        let after_labels = rest.rsplit_once('}').map_or(rest, |(_, after)| after);
        if fits { after_labels.split_whitespace().next()?.parse::<f64>().ok() } else { None }
    });
    samples.reduce(|sum, sample| sum + sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let reply = parse("HTTP/1.0 503 Service Unavailable\r\nx: y\r\n\r\nbus: starting\n").unwrap();
        assert_eq!(reply, Reply { status: 503, body: "bus: starting\n".to_owned() });
        assert!(parse("SSH-2.0").is_none());
    }

    #[test]
    fn samples_are_summed_by_name_and_label() {
        let text =
            "# TYPE in counter\nin_total{stage=\"a\",x=\"1\"} 2\nin_total{stage=\"b\"} 3\nin_total_more 9\nup 1\n";
        for (name, labels, expected) in [
            ("in_total", &[][..], Some(5.0)),
            ("in_total", &["stage=\"a\""][..], Some(2.0)),
            ("in_total", &["stage=\"c\""][..], None),
            ("up", &[][..], Some(1.0)),
            ("down", &[][..], None),
        ] {
            assert_eq!(sum_of_samples(text, name, labels), expected, "{name} {labels:?}");
        }
    }
}
