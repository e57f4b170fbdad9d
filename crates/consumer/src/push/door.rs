//! One request from its head to its answer: who sends it, whether it may come in, what is in it, and whether that stands
//! in the raw topic.

use super::body::{self, BodyLimits};
use super::budget::{Budget, Held};
use super::commit::{Parcel, Verdict};
use super::content::Content;
use super::counts::PushCounts;
use super::gate::Gate;
use super::notes::Notes;
use super::problem::{Kind, Problem, RefusedLine};
use super::records::{Frame, Records};
use super::tokens::{Client, Tokens};
use super::unpack::Encoding;
use article::TopicName;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use pipeline::{Shutdown, SourceBreaker};
use serde::Serialize;
use service::clock;
use service::config::Limits;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long records may wait to be written. The cluster gives up a transaction before.
const WRITING: Duration = Duration::from_secs(60);
const SOON: Duration = Duration::from_secs(1);
/// By then another process has taken the place of one that ends.
const NEXT_PROCESS: Duration = Duration::from_secs(5);
/// What is said of requests of whom nobody knows whose they are.
const NOBODY: &str = "nobody";

/// What every request needs.
pub(super) struct Door {
    pub(super) tokens: Tokens,
    pub(super) gate: Arc<Gate>,
    pub(super) budget: Budget,
    pub(super) body: BodyLimits,
    pub(super) limits: Limits,
    pub(super) raw: TopicName,
    pub(super) queue: SyncSender<Parcel>,
    pub(super) sources: SourceBreaker,
    pub(super) draining: Shutdown,
    pub(super) counts: PushCounts,
    pub(super) notes: Arc<Notes>,
}

/// The answer to a request of which something was taken.
#[derive(Debug, Serialize)]
struct Accepted {
    accepted: Vec<AcceptedLine>,
    refused: Vec<RefusedLine>,
}

#[derive(Debug, Serialize)]
struct AcceptedLine {
    line: usize,
    id: String,
}

/// Takes the records of a request.
pub(super) async fn push(State(door): State<Arc<Door>>, request: Request) -> Response {
    match door.take(request).await {
        Ok(accepted) => {
            door.counts.taken(accepted.refused.is_empty());
            let body = serde_json::to_vec(&accepted).unwrap_or_default();
            (StatusCode::ACCEPTED, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Err((source, problem)) => {
            door.counts.problem(problem.kind);
            let source = source.as_ref().map_or(NOBODY, |client| &client.source);
            let outcome = problem.kind.word();
            if let Some(times) = door.notes.is_due(source, outcome, Instant::now()) {
                tracing::warn!(source, outcome, times, "a push was not taken");
            }
            problem.into_response()
        }
    }
}

type Source = Option<Arc<Client>>;

impl Door {
    async fn take(self: &Arc<Self>, request: Request) -> Result<Accepted, (Source, Problem)> {
        let client = self.tokens.client_of(request.headers()).map_err(|problem| (None, problem))?;
        self.take_of(&client, request).await.map_err(|problem| (Some(client), problem))
    }

    async fn take_of(self: &Arc<Self>, client: &Arc<Client>, request: Request) -> Result<Accepted, Problem> {
        let (head, mut body) = request.into_parts();
        let (content, encoding, packed, held) = match self.receive(client, &head.headers, &mut body).await {
            Ok(received) => received,
            Err(problem) => {
                body::pass_over(&mut body, self.body).await;
                return Err(problem);
            }
        };
        let (door, source) = (Arc::clone(self), client.source.clone());
        // Unpacking and reading is work, which the runtime does not wait for.
        let read = move || door.read(&source, content, encoding, packed, held);
        let read = tokio::task::spawn_blocking(read).await;
        let (records, held) = read.map_err(|_| Problem::new(Kind::BrokenBody, "it could not be read"))??;
        client.rate.charge((records.taken.len() + records.refused.len()).saturating_sub(1), Instant::now());
        self.note_refused(client, &records.refused);
        if records.taken.is_empty() {
            return Err(Problem::nothing_taken(records.refused));
        }
        let (mut accepted, mut outputs) = (Vec::new(), Vec::new());
        for taken in records.taken {
            accepted.push(AcceptedLine { line: taken.line, id: taken.id });
            outputs.push(taken.output);
        }
        match self.write(outputs, held).await? {
            Verdict::Written => Ok(Accepted { accepted, refused: records.refused }),
            Verdict::NotWritten => Err(Problem::later(Kind::BusAway, "nothing was written; send it again", SOON)),
            Verdict::InDoubt => Err(in_doubt()),
        }
    }

    /// The body of a request that may come in.
    async fn receive(
        &self,
        client: &Client,
        headers: &HeaderMap,
        body: &mut Body,
    ) -> Result<(Content, Encoding, Vec<u8>, Held), Problem> {
        self.admit(client)?;
        let (content, encoding) = (Content::of(headers)?, Encoding::of(headers)?);
        let mut held = self.budget.begin();
        let packed = body::read(body, self.body, &mut held).await?;
        self.counts.came(packed.len());
        Ok((content, encoding, packed, held))
    }

    /// Whether a request of this client may come in now. It counts as one record at least, whatever is in it.
    fn admit(&self, client: &Client) -> Result<(), Problem> {
        let now = Instant::now();
        if self.draining.is_requested() {
            return Err(Problem::later(Kind::Draining, "nothing was written; send it again", NEXT_PROCESS));
        }
        self.gate.admit(now)?;
        if let Some(wait) = self.sources.pause_of(&client.source, clock::now()) {
            let detail = "many records in a row could not be read; see the dead letters of extract";
            return Err(Problem::later(Kind::Paused, detail, wait));
        }
        client.rate.admit(now).map_err(|wait| {
            Problem::later(Kind::TooOften, "more came than push.records_per_second; send it again later", wait)
        })?;
        client.rate.charge(1, now);
        Ok(())
    }

    fn read(
        &self,
        source: &str,
        content: Content,
        encoding: Encoding,
        packed: Vec<u8>,
        mut held: Held,
    ) -> Result<(Records, Held), Problem> {
        let body = encoding.unpack(packed, self.body.bytes, &mut held)?;
        let frame = Frame { source, raw: &self.raw, limits: &self.limits, now: clock::now() };
        let records = frame.records(content, body, &mut held)?;
        Ok((records, held))
    }

    async fn write(&self, outputs: Vec<bus::Output>, held: Held) -> Result<Verdict, Problem> {
        let (answer, verdict) = oneshot::channel();
        match self.queue.try_send(Parcel { outputs, answer, held }) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                return Err(Problem::later(Kind::Full, "too many requests wait; send it again", SOON));
            }
            Err(TrySendError::Disconnected(_)) => {
                return Err(Problem::later(Kind::Draining, "nothing was written; send it again", NEXT_PROCESS));
            }
        }
        // One that is not answered in time may be written yet; so may one whose writer ended.
        match tokio::time::timeout(WRITING, verdict).await {
            Ok(Ok(verdict)) => Ok(verdict),
            Ok(Err(_)) | Err(_) => Err(in_doubt()),
        }
    }

    fn note_refused(&self, client: &Client, refused: &[RefusedLine]) {
        for RefusedLine { reason, .. } in refused {
            self.counts.refused(reason);
            if let Some(times) = self.notes.is_due(&client.source, reason, Instant::now()) {
                tracing::warn!(source = client.source, reason, times, "a pushed record was refused");
            }
        }
    }
}

fn in_doubt() -> Problem {
    Problem::later(Kind::InDoubt, "it may have been written; sent again with the same ids it is stored once", SOON)
}
