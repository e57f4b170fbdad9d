//! `/livez`, `/readyz` and `/metrics`: what an orchestrator and Prometheus ask a service.
//!
//! In: the health of the parts and the metrics registry. Out: HTTP answers. Nothing here changes anything. Connections
//! are few and short, whoever opens them: the files of the process belong to the pipeline. Who asks from another machine
//! is told which part is not ready, and not why: causes name hosts, databases and users.

use crate::connections::Connections;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use pipeline::{Health, Shutdown};
use prometheus_client::registry::Registry;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;

/// The media type of OpenMetrics text, which `prometheus-client` writes.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Connections at once.
const CONNECTIONS: u32 = 64;
/// What one connection has for its one request and the answer. A scrape takes milliseconds.
const CONNECTION: Duration = Duration::from_secs(5);

/// The endpoints on their address, not answering yet.
#[derive(Debug)]
pub(crate) struct HttpServer {
    connections: Connections,
    router: Router,
}

/// The endpoints cannot be offered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The address is taken, not ours, or not allowed.
    #[error("cannot listen on {address} for health and metrics: choose another address in `http.listen`, or \"off\"")]
    Bind {
        /// As configured.
        address: String,
        /// What the system says.
        source: io::Error,
    },
}

/// Whether whoever asks may know causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asker {
    ThisMachine,
    Stranger,
}

#[derive(Clone)]
struct Vitals {
    health: Health,
    registry: Arc<Registry>,
    draining: Shutdown,
}

impl HttpServer {
    /// Takes the address. From the request of `draining` on the service is not ready.
    pub(crate) async fn bind(
        address: &str,
        health: Health,
        registry: Arc<Registry>,
        draining: Shutdown,
    ) -> Result<Self, HttpError> {
        let bound = Connections::bind(address, CONNECTIONS, "health and metrics").await;
        let connections = bound.map_err(|source| HttpError::Bind { address: address.to_owned(), source })?;
        let router = Router::new()
            .route("/livez", get(livez))
            .route("/readyz", get(readyz))
            .route("/metrics", get(metrics))
            .fallback(unknown)
            .with_state(Vitals { health, registry, draining });
        Ok(Self { connections, router })
    }

    /// The address it has; differs from the configured one when that has port 0 or a name.
    pub(crate) fn local_addr(&self) -> io::Result<SocketAddr> {
        self.connections.local_addr()
    }

    /// Answers until `stop` is requested and the open requests are answered or their time is over.
    pub(crate) async fn serve(self, stop: Shutdown) {
        let Self { connections, router } = self;
        let answered = |stream, from: SocketAddr| answer(stream, router.clone().layer(Extension(Asker::at(from.ip()))));
        connections.serve(stop, answered).await;
    }
}

/// Answers one request, in the time a connection has.
async fn answer(stream: TcpStream, router: Router) {
    let connection = http1::Builder::new()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    match tokio::time::timeout(CONNECTION, connection).await {
        Ok(Ok(())) => {}
        // Whoever asked has gone, or speaks something else.
        Ok(Err(error)) => tracing::debug!(%error, "health and metrics: a connection broke"),
        Err(_) => tracing::debug!("health and metrics: a connection took too long and was closed"),
    }
}

impl Asker {
    fn at(address: IpAddr) -> Self {
        // A socket for both families shows IPv4 addresses inside IPv6 ones.
        if address.to_canonical().is_loopback() { Self::ThisMachine } else { Self::Stranger }
    }
}

async fn livez(State(vitals): State<Vitals>, Extension(asker): Extension<Asker>) -> Response {
    verdict(
        asker,
        &match asker {
            Asker::ThisMachine => vitals.health.dead(),
            Asker::Stranger => vitals.health.parts_dead(),
        },
    )
}

async fn readyz(State(vitals): State<Vitals>, Extension(asker): Extension<Asker>) -> Response {
    let mut reasons = match asker {
        Asker::ThisMachine => vitals.health.not_ready(),
        Asker::Stranger => vitals.health.parts_not_ready(),
    };
    if vitals.draining.is_requested() {
        reasons.insert(0, "draining".to_owned());
    }
    verdict(asker, &reasons)
}

async fn metrics(State(vitals): State<Vitals>) -> Response {
    let mut text = String::new();
    match prometheus_client::encoding::text::encode(&mut text, &vitals.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(error) => {
            (StatusCode::INTERNAL_SERVER_ERROR, format!("cannot encode the metrics: {error}\n")).into_response()
        }
    }
}

async fn unknown() -> Response {
    (StatusCode::NOT_FOUND, "there are /livez, /readyz and /metrics\n").into_response()
}

fn verdict(asker: Asker, reasons: &[String]) -> Response {
    if reasons.is_empty() {
        return (StatusCode::OK, "ok\n").into_response();
    }
    let why = match asker {
        Asker::ThisMachine => "",
        Asker::Stranger => "the causes are in the log, and shown to who asks from this machine\n",
    };
    (StatusCode::SERVICE_UNAVAILABLE, reasons.join("\n") + "\n" + why).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use prometheus_client::metrics::counter::Counter;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn ask(address: SocketAddr, path: &str) -> (u16, String) {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    #[tokio::test]
    async fn the_endpoints_tell_life_readiness_and_metrics() {
        let health = Health::default();
        let part = health.part("kafka");
        let mut registry = Registry::default();
        let stored = Counter::<u64>::default();
        registry.register("dateline_stored", "Articles stored", stored.clone());
        stored.inc_by(7);
        let (draining, stop) = (Shutdown::new(), Shutdown::new());
        let server = HttpServer::bind("127.0.0.1:0", health, Arc::new(registry), draining.clone()).await.unwrap();
        let address = server.local_addr().unwrap();
        let serving = tokio::spawn(server.serve(stop.clone()));

        let check = async |path: &str, status: u16, text: &str| {
            let (got, answer) = ask(address, path).await;
            assert_eq!(got, status, "{path}: {answer}");
            assert!(answer.contains(text), "{path}: {answer}");
        };
        check("/livez", 200, "ok").await;
        check("/readyz", 503, "kafka: starting").await;
        part.ready();
        check("/readyz", 200, "ok").await;
        part.unready("no broker answers");
        check("/readyz", 503, "kafka: no broker answers").await;
        part.dead("fenced");
        check("/livez", 503, "kafka: fenced").await;
        part.ready();
        draining.request();
        check("/readyz", 503, "draining").await;
        check("/livez", 200, "ok").await;
        check("/metrics", 200, "dateline_stored_total 7").await;
        check("/metrics", 200, OPEN_METRICS).await;
        check("/", 404, "there are /livez, /readyz and /metrics").await;

        stop.request();
        serving.await.unwrap();
    }

    #[tokio::test]
    async fn a_stranger_learns_which_part_is_not_ready_and_not_why() {
        let health = Health::default();
        health.part("store archive").dead("10.1.2.3:5432, database news, user desk: no answer");
        let vitals = Vitals { health, registry: Arc::default(), draining: Shutdown::new() };
        for (address, knows) in [("127.0.0.1", true), ("::1", true), ("::ffff:127.0.0.9", true), ("192.0.2.7", false)] {
            let asker = Asker::at(address.parse().unwrap());
            for answer in [
                readyz(State(vitals.clone()), Extension(asker)).await,
                livez(State(vitals.clone()), Extension(asker)).await,
            ] {
                assert_eq!(answer.status(), 503);
                let body = axum::body::to_bytes(answer.into_body(), 1_000).await.unwrap();
                let text = String::from_utf8(body.to_vec()).unwrap();
                assert!(text.starts_with("store archive"), "{address}: {text}");
                assert_eq!(text.contains("10.1.2.3"), knows, "{address}: {text}");
            }
        }
    }

    #[tokio::test]
    async fn connections_that_say_nothing_are_closed_and_hold_up_nobody_for_long() {
        let server = HttpServer::bind("127.0.0.1:0", Health::default(), Arc::default(), Shutdown::new()).await.unwrap();
        let (address, stop) = (server.local_addr().unwrap(), Shutdown::new());
        let serving = tokio::spawn(server.serve(stop.clone()));
        let mut idle = Vec::new();
        for number in 0..CONNECTIONS + 5 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            if number % 2 == 0 {
                stream.write_all(b"GET /livez HTTP/1.1\r\nHost: slow\r\nX-Never-Ends: ").await.unwrap();
            }
            idle.push(stream);
        }
        let began = std::time::Instant::now();
        assert_eq!(ask(address, "/livez").await.0, 200);
        let waited = began.elapsed();
        assert!(
            waited >= CONNECTION / 2 && waited < CONNECTION * 4,
            "no place was taken, or none came free: {waited:?}"
        );
        for mut stream in idle.drain(..CONNECTIONS as usize) {
            let mut answer = Vec::new();
            // Closed by the server, with or without a reset.
            let _ = tokio::time::timeout(CONNECTION * 4, stream.read_to_end(&mut answer)).await.unwrap();
        }
        drop(idle);
        stop.request();
        serving.await.unwrap();
    }

    #[tokio::test]
    async fn an_address_that_is_taken_is_named_with_what_to_do() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let refused = HttpServer::bind(&address, Health::default(), Arc::default(), Shutdown::new()).await.unwrap_err();
        assert!(refused.to_string().contains(&address) && refused.to_string().contains("http.listen"), "{refused}");
    }
}
