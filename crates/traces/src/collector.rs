//! The collector: where spans are sent, and what its answers mean.

use async_trait::async_trait;
use opentelemetry::KeyValue;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, RetryPolicy, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceResponse;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as _};
use prost::Message;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a request may take in all.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read: it says how many spans were refused, and why.
const LONGEST_ANSWER: usize = 64 << 10;

/// Where spans are sent, and as whose.
#[derive(Debug)]
pub struct Collector {
    exporter: SpanExporter,
    refused: Arc<AtomicU64>,
}

/// No collector can be asked.
#[derive(Debug, thiserror::Error)]
pub enum CollectorError {
    /// The HTTP client.
    #[error("no HTTP client for spans: {0}")]
    Client(#[source] reqwest::Error),
    /// The exporter.
    #[error("no exporter of spans: {0}")]
    Exporter(String),
}

impl Collector {
    /// The collector at `endpoint`, the full address such as `http://127.0.0.1:4318/v1/traces`. `service` and `instance`
    /// say whose spans they are. `headers` go with each request.
    pub fn new(
        endpoint: &str,
        headers: HashMap<String, String>,
        service: &str,
        version: &str,
        instance: &str,
    ) -> Result<Self, CollectorError> {
        let refused = Arc::new(AtomicU64::new(0));
        // An error means that a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(CollectorError::Client)?;
        let mut exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Post { client, refused: Arc::clone(&refused) })
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(endpoint)
            .with_headers(headers)
            .with_timeout(TIMEOUT)
            // What is lost is counted; a collector that is away must not keep what comes after waiting.
            .with_retry_policy(RetryPolicy::disabled())
            .build()
            .map_err(|error| CollectorError::Exporter(error.to_string()))?;
        let attributes = [
            ("service.namespace", "dateline"),
            ("service.name", service),
            ("service.version", version),
            ("service.instance.id", instance),
        ];
        let attributes = attributes.map(|(name, value)| KeyValue::new(name, value.to_owned()));
        exporter.set_resource(&Resource::builder_empty().with_attributes(attributes).build());
        Ok(Self { exporter, refused })
    }

    /// Sends spans. Answers how many of them the collector has refused; an error says that all of them are lost.
    pub(crate) async fn send(&self, spans: Vec<SpanData>) -> Result<u64, String> {
        self.refused.store(0, Ordering::Relaxed);
        self.exporter.export(spans).await.map_err(|error| error.to_string())?;
        Ok(self.refused.load(Ordering::Relaxed))
    }
}

/// Makes the requests of the exporter. It tells of refused spans in its log only, so they are read here.
#[derive(Debug)]
struct Post {
    client: reqwest::Client,
    refused: Arc<AtomicU64>,
}

#[async_trait]
impl HttpClient for Post {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let request = self.client.request(head.method, head.uri.to_string()).headers(head.headers).body(body);
        let mut answer = request.send().await.map_err(reqwest::Error::without_url)?;
        let status = answer.status();
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
            let room = LONGEST_ANSWER.saturating_sub(bytes.len());
            bytes.extend(chunk.iter().take(room));
            if chunk.len() > room {
                break;
            }
        }
        if status.is_success()
            && let Ok(told) = ExportTraceServiceResponse::decode(bytes.as_slice())
            && let Some(partial) = told.partial_success
        {
            self.refused.store(u64::try_from(partial.rejected_spans).unwrap_or(0), Ordering::Relaxed);
        }
        Ok(Response::builder().status(status).body(Bytes::from(bytes))?)
    }
}
