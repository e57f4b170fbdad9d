//! Who may push records over HTTP, and how many: the table `[push]`.

use super::keys::Keys;
use super::named_tables::name_of;
use super::problem::Problems;
use super::section::Section;
use super::this_machine::is_this_machine;
use super::units::size_text;
use std::fmt;
use std::time::Duration;

const USUAL_LISTEN: &str = "127.0.0.1:9700";
/// Tokens of one source that hold at a time: the one in use, and the one that takes its place.
const AT_A_TIME: usize = 2;
const DIGEST: usize = 32;
/// Headers of the records of one request, beside its bodies.
const HEADERS: u64 = 8 << 20;

/// Who may push records over HTTP, and how many.
#[derive(Debug, Clone)]
pub struct PushSettings {
    /// `host:port`; `None`: nothing is taken.
    pub listen: Option<String>,
    /// Whose tokens are taken.
    pub tokens: Vec<PushToken>,
    /// Largest body of a request, as it is sent and unpacked, in bytes.
    pub request_limit: usize,
    /// Bytes of bodies, and of the records made of them, that are held at once.
    pub in_flight: usize,
    /// Connections at once.
    pub connections: u32,
    /// Records of one source in a second.
    pub records_per_second: u32,
    /// How long the body of a request may take.
    pub timeout: Duration,
}

/// A token, as far as it is known.
#[derive(Debug, Clone)]
pub struct PushToken {
    /// The name of the source that holds it.
    pub source: String,
    /// What it hashes to.
    pub hash: TokenHash,
}

/// The SHA-256 of a token. Printed as `***`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenHash([u8; DIGEST]);

impl TokenHash {
    /// The digest.
    pub fn bytes(&self) -> &[u8; DIGEST] {
        &self.0
    }

    /// Reads 64 hexadecimal digits.
    fn parse(text: &str) -> Option<Self> {
        let mut digest = [0; DIGEST];
        if text.len() != 2 * DIGEST || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (at, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(digest))
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl PushSettings {
    /// Takes the keys of `[push]`. `ingest` is the largest document.
    pub(crate) fn read(ingest: usize, keys: &mut Keys<'_>) -> Self {
        let listen = keys.listen("listen", USUAL_LISTEN).given_or("off").flatten();
        let tokens = tokens_of(keys);
        let least = u64::try_from(ingest).unwrap_or(u64::MAX);
        let request_limit = keys.size("request_limit", least..=256 << 20).given().unwrap_or(2 * least);
        let usual_in_flight = 4 * request_limit + HEADERS;
        let in_flight = keys.size("in_flight", (1 << 20)..=(1 << 40)).given().unwrap_or(usual_in_flight);
        // As it was sent, unpacked, and as records.
        let least = 3 * request_limit + HEADERS;
        if in_flight < least {
            let least = size_text(least);
            keys.problem("in_flight", &format!("is too little for one request; write {least} or more"));
        }
        let connections = keys.integer("connections", 1..=10_000).or(256);
        let records_per_second = keys.integer("records_per_second", 1..=1_000_000).or(1_000);
        let range = Duration::from_secs(1)..=Duration::from_secs(3_600);
        let timeout = keys.duration("timeout", range).or(Duration::from_secs(30));
        if let Some(address) = &listen {
            if tokens.is_empty() {
                keys.problem("tokens", "is missing or empty; write [push.tokens] and `NAME = \"SHA-256 OF A TOKEN\"`");
            }
            if !address.rsplit_once(':').is_some_and(|(host, _)| is_this_machine(host)) {
                keys.warning(
                    "listen",
                    "can be reached from other machines, and tokens travel as they are: put a proxy that speaks TLS \
                     before it",
                );
            }
        }
        Self {
            listen,
            tokens,
            request_limit: usize::try_from(request_limit).unwrap_or(usize::MAX),
            in_flight: usize::try_from(in_flight).unwrap_or(usize::MAX),
            connections,
            records_per_second,
            timeout,
        }
    }

    /// Adds a problem if pushes and health and metrics are to have one address.
    pub(super) fn refuse_address_of(&self, http: Option<&str>, push: &Section, problems: &mut Problems) {
        if let Some(address) = self.listen.as_deref().filter(|address| Some(*address) == http) {
            let text = format!("{address} is the address of http.listen; give pushes a port of their own");
            push.keys(problems).problem("listen", &text);
        }
    }

    /// Adds a problem for each name that a source has, too: both would give ids in one name.
    pub(super) fn refuse_names_of(&self, sources: &[Section], push: &Section, problems: &mut Problems) {
        let mut names: Vec<&str> = self.tokens.iter().map(|token| token.source.as_str()).collect();
        names.dedup();
        for name in names.into_iter().filter(|name| sources.iter().any(|source| source.name() == *name)) {
            let text = "is the name of a [[source]]; give what is pushed a name of its own";
            push.keys(problems).problem_in("tokens", name, text);
        }
    }
}

/// The tokens of each source; what is wrong with one is a problem.
fn tokens_of(keys: &mut Keys<'_>) -> Vec<PushToken> {
    let mut tokens: Vec<PushToken> = Vec::new();
    for (source, hashes) in keys.secrets("tokens") {
        if name_of(&source).is_err() {
            keys.problem_in("tokens", &source, "is no name; write 1 to 40 lower-case letters, digits, `-` or `_`");
        }
        let hashes: Vec<_> = hashes.expose().split_whitespace().map(TokenHash::parse).collect();
        if hashes.len() > AT_A_TIME {
            keys.problem_in("tokens", &source, "has more than two hashes; keep the old one and the new one");
        }
        for hash in hashes {
            let Some(hash) = hash else {
                let text =
                    "has no SHA-256 of a token: 64 hexadecimal digits, as `printf %s TOKEN | sha256sum` prints them";
                keys.problem_in("tokens", &source, text);
                continue;
            };
            if tokens.iter().any(|other| other.hash == hash) {
                keys.problem_in("tokens", &source, "has a token that is there already; give each its own");
            }
            tokens.push(PushToken { source: source.clone(), hash });
        }
    }
    tokens
}
