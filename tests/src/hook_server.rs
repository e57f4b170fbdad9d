//! A receiver of webhooks on this machine that answers what a test wants and remembers what it was sent.

use anyhow::Context;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(30);

/// One request.
#[derive(Debug, Clone)]
pub struct Hook {
    /// When it was read.
    pub at: Instant,
    /// `POST`, or what else it was.
    pub method: String,
    /// The path.
    pub path: String,
    /// By lower-case name. A header that came twice has both values, in two lines.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A status and no more.
    Status(u16),
    /// A status with a header.
    With(u16, &'static str, String),
    /// The head of a 200 and half its body.
    Half,
    /// The connection is closed.
    Nothing,
    /// Nothing for so long, then the same as 200.
    Late(Duration),
}

impl Hook {
    /// A header's value; empty: it was not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// `webhook-id`
    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }
}

/// Runs until the test process ends.
#[derive(Debug, Clone)]
pub struct HookServer {
    port: u16,
    hooks: Arc<Mutex<Vec<(Hook, Reply)>>>,
}

type Answers = Arc<dyn Fn(&Hook) -> Reply + Send + Sync>;

impl HookServer {
    /// Answers as `answers` says; what is no POST gets a 405.
    pub fn start(answers: impl Fn(&Hook) -> Reply + Send + Sync + 'static) -> anyhow::Result<Self> {
        Self::start_at(0, answers)
    }

    /// The same at a port that is free.
    pub fn start_at(port: u16, answers: impl Fn(&Hook) -> Reply + Send + Sync + 'static) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).context("listen for webhooks")?;
        let port = listener.local_addr().context("ask for the port")?.port();
        let hooks: Arc<Mutex<Vec<(Hook, Reply)>>> = Arc::default();
        let (shared, answers): (_, Answers) = (Arc::clone(&hooks), Arc::new(answers));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (hooks, answers) = (Arc::clone(&shared), Arc::clone(&answers));
                std::thread::spawn(move || {
                    // A client that goes away has no answer to get.
                    let _ = serve(&stream, &answers, &hooks);
                });
            }
        });
        Ok(Self { port, hooks })
    }

    /// Where it takes webhooks.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Every POST so far with its answer, in the order of their ends.
    pub fn hooks(&self) -> Vec<(Hook, Reply)> {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many POSTs there were.
    pub fn count(&self) -> usize {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The POSTs that were answered whole, with a 2xx.
    pub fn taken(&self) -> Vec<Hook> {
        let is_taken = |reply: &Reply| matches!(reply, Reply::Status(200..=299) | Reply::Late(_));
        self.hooks().into_iter().filter(|(_, reply)| is_taken(reply)).map(|(hook, _)| hook).collect()
    }
}

fn serve(stream: &TcpStream, answers: &Answers, hooks: &Mutex<Vec<(Hook, Reply)>>) -> anyhow::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let (mut reader, mut writer) = (BufReader::new(stream), stream);
    while let Some(hook) = read(&mut reader)? {
        if hook.method != "POST" {
            writer.write_all(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")?;
            continue;
        }
        let reply = answers(&hook);
        // Known before the client knows: what it does next comes behind it.
        hooks.lock().unwrap_or_else(PoisonError::into_inner).push((hook, reply.clone()));
        let (status, header) = match reply {
            Reply::Status(status) => (status, String::new()),
            Reply::With(status, name, value) => (status, format!("{name}: {value}\r\n")),
            Reply::Late(after) => {
                std::thread::sleep(after);
                (200, String::new())
            }
            Reply::Half => {
                writer.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"received\":")?;
                return Ok(());
            }
            Reply::Nothing => return Ok(()),
        };
        // A 204 has no body, and no length of one.
        let (length, body) = if status == 204 { ("", "") } else { ("Content-Length: 2\r\n", "{}") };
        writer.write_all(format!("HTTP/1.1 {status} Told\r\n{header}{length}\r\n{body}").as_bytes())?;
    }
    Ok(())
}

/// The next request of a connection; `None`: it was closed.
fn read(reader: &mut impl BufRead) -> anyhow::Result<Option<Hook>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = words.next().zip(words.next()).context("no request line")?;
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let mut line = String::new();
        anyhow::ensure!(reader.read_line(&mut line)? > 0, "the headers break off");
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let value = value.trim();
        headers
            .entry(name.to_ascii_lowercase())
            .and_modify(|before| *before = format!("{before}\n{value}"))
            .or_insert_with(|| value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8(body).context("the body is no UTF-8")?;
    Ok(Some(Hook { at: Instant::now(), method, path, headers, body }))
}
