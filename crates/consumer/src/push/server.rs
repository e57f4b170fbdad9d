//! The listener: connections with their limits, and the paths there are.

use super::door::{Door, push};
use super::problem::{Kind, Problem};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use pipeline::Shutdown;
use service::Connections;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;

/// What the listener can do, as OpenAPI 3.1 has it told.
const OPENAPI: &str = include_str!("../../openapi/push.json");
/// How long the head of a request may take, and a connection wait for its next one.
const HEAD: Duration = Duration::from_secs(10);
/// Longest head, in bytes.
const HEAD_BYTES: usize = 64 << 10;
/// A connection takes no further request after so long; whoever sends opens another.
const LIFE: Duration = Duration::from_secs(300);
/// From then on a request that is under way has so long.
const LAST_REQUEST: Duration = Duration::from_secs(120);
/// And where the service ends. What is written by then is answered; whoever is not answered sends again.
const AT_THE_END: Duration = Duration::from_secs(5);

/// Answers until `stop` is requested, and then the requests that are under way.
pub(super) async fn serve(connections: Connections, door: Arc<Door>, stop: Shutdown) {
    let router = Router::new()
        .route("/v1/records", post(push).fallback(wrong_method))
        .route("/openapi.json", get(openapi).fallback(wrong_method))
        .fallback(not_found)
        .with_state(door);
    let ending = stop.clone();
    connections.serve(stop, |stream, _| answer(stream, router.clone(), ending.clone())).await;
}

async fn answer(stream: TcpStream, router: Router, stop: Shutdown) {
    // Answers are small and nobody is to wait for them; where it fails they come a little later.
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)));
    let ended = tokio::select! {
        ended = connection.as_mut() => Ok(ended),
        () = stop.requested() => Err(AT_THE_END),
        () = tokio::time::sleep(LIFE) => Err(LAST_REQUEST),
    };
    let ended = match ended {
        Ok(ended) => Ok(ended),
        Err(time) => {
            connection.as_mut().graceful_shutdown();
            tokio::time::timeout(time, connection).await
        }
    };
    match ended {
        Ok(Ok(())) => {}
        // Whoever sent has gone, is too slow, or speaks something else.
        Ok(Err(error)) => tracing::debug!(%error, "push: a connection broke"),
        Err(_) => tracing::debug!("push: a connection took too long and was closed"),
    }
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}

async fn not_found(State(door): State<Arc<Door>>) -> Response {
    door.counts.problem(Kind::NotFound);
    Problem::new(Kind::NotFound, "there are POST /v1/records and GET /openapi.json").into_response()
}

async fn wrong_method(State(door): State<Arc<Door>>, request: axum::extract::Request) -> Response {
    door.counts.problem(Kind::WrongMethod);
    let allowed = if request.uri().path() == "/openapi.json" { "GET, HEAD" } else { "POST" };
    let problem = Problem::new(Kind::WrongMethod, format!("send {allowed}")).into_response();
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allowed)], problem).into_response()
}
