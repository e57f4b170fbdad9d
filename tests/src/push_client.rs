//! Who pushes records to a consumer: requests over one connection, as they are wanted, also such as nobody should send.

use anyhow::Context;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than the service waits for anything.
const PATIENCE: Duration = Duration::from_secs(120);

/// The token of the source `desk` in [`PUSH_TABLE`].
pub const PUSH_TOKEN: &str = "desk-new-token";

/// A table `[push.tokens]`: `desk`, who changes from `desk-old-token` to [`PUSH_TOKEN`], and `flood` with `flood-token`.
pub const PUSH_TABLE: &str = "[push.tokens]
desk = \"8b61de9114f199a0dab8363e0c63e5ffd925d44f2d248c03420eccdcbd826af9 \
    ff9f8415b1158c48f028a57c6a4bb8d399443971587b66b1d1ad5a7209a55f7d\"
flood = \"94192fa8b49ac64a992acb51f10af214adaab63ef95cf9cc66aa795fdb4d48cf\"
";

/// A connection to a consumer that takes pushes.
#[derive(Debug)]
pub struct PushClient {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct PushAnswer {
    /// Such as 202.
    pub status: u16,
    /// By lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

impl PushAnswer {
    /// A header's value; empty: it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The ids of what was taken.
    pub fn accepted(&self) -> Vec<String> {
        let json = self.json();
        let lines = json.get("accepted").and_then(serde_json::Value::as_array).into_iter().flatten();
        lines.filter_map(|line| Some(line.get("id")?.as_str()?.to_owned())).collect()
    }
}

impl PushClient {
    /// Connects.
    pub fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE).with_context(|| format!("connect to {address}"))?;
        stream.set_read_timeout(Some(PATIENCE)).context("set a timeout")?;
        stream.set_nodelay(true).context("send at once")?;
        Ok(Self { stream: BufReader::new(stream), address })
    }

    /// Pushes a body of this type with [`PUSH_TOKEN`].
    pub fn push(&mut self, content_type: &str, body: &[u8]) -> anyhow::Result<PushAnswer> {
        let token = format!("Bearer {PUSH_TOKEN}");
        self.ask("POST", "/v1/records", &[("authorization", &token), ("content-type", content_type)], body)
    }

    /// Sends a request and reads the answer.
    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> anyhow::Result<PushAnswer> {
        self.begin(method, path, headers, body.len())?;
        // It may be answered, and closed, before it was sent.
        let sent = self.send(body);
        self.answer().or_else(|error| sent.and(Err(error)))
    }

    /// Sends the head of a request whose body is to have so many bytes.
    pub fn begin(&mut self, method: &str, path: &str, headers: &[(&str, &str)], length: usize) -> anyhow::Result<()> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {length}\r\n", self.address);
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        self.send((head + "\r\n").as_bytes())
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.stream.get_mut().write_all(bytes).context("send")
    }

    /// Reads one answer.
    pub fn answer(&mut self) -> anyhow::Result<PushAnswer> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.context("the answer is no HTTP")?;
        let mut headers = BTreeMap::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).context("read the body of the answer")?;
        Ok(PushAnswer { status, headers, body })
    }

    /// Whether the other side has closed the connection, once it has.
    pub fn is_closed(&mut self) -> bool {
        let mut rest = Vec::new();
        // A reset is an end, too; a time that runs out is not.
        match self.stream.read_to_end(&mut rest) {
            Ok(_) => true,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        let count = self.stream.read_line(&mut line).context("read the answer")?;
        anyhow::ensure!(count > 0, "the connection was closed without an answer");
        Ok(line.trim_end().to_owned())
    }
}
