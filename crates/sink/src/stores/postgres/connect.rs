//! A session with the server: connecting, TLS, limits.

use super::errors::trouble;
use super::settings::PostgresSettings;
use pipeline::StoreError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::error::Error as _;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Unacknowledged bytes mean a dead peer after this time.
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);
/// An idle connection is probed this often, so that a firewall does not forget it unnoticed.
const KEEPALIVE: Duration = Duration::from_secs(60);
/// How long the server waits for our next statement before it takes us for dead, at least: on a busy machine a batch is
/// put together for longer than a short statement may run.
const IDLE_IN_TRANSACTION: Duration = Duration::from_secs(60);
/// The server answers a statement within its own limit; only a silent network takes longer.
const ANSWER_MARGIN: Duration = Duration::from_secs(10);

/// A connection and the task that drives it. Dropping it closes the connection.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    driver: JoinHandle<()>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Session {
    /// Connects. `prefer` (the default without `sslmode`) goes on without TLS where TLS cannot be set up, as libpq
    /// does; `require` does not.
    pub(crate) async fn connect(settings: &PostgresSettings) -> Result<Self, StoreError> {
        let config = configured(settings);
        let attempt = |config: Config| async move {
            match config.get_ssl_mode() {
                SslMode::Disable => Ok(connect_plain(&config).await),
                _ => Ok(connect_tls(&config, tls(settings)?).await),
            }
        };
        // Several hosts and addresses may each take the connect timeout.
        let limit = settings.connect_timeout * 4 + ANSWER_MARGIN;
        let mut result = within(settings, "connect", limit, attempt(config.clone())).await??;
        if config.get_ssl_mode() == SslMode::Prefer && result.as_ref().is_err_and(is_tls_error) {
            tracing::warn!(store = %settings.name, "tls could not be set up, going on without: sslmode is prefer");
            let mut config = config;
            config.ssl_mode(SslMode::Disable);
            result = within(settings, "connect", limit, attempt(config)).await??;
        }
        let session = result.map_err(|error| trouble(settings, "connect", &error).into_store_error())?;
        Ok(session)
    }

    /// Waits for an answer no longer than the server may work on it and a margin.
    pub(crate) async fn answer<T>(
        settings: &PostgresSettings,
        action: &str,
        work: impl Future<Output = T>,
    ) -> Result<T, StoreError> {
        within(settings, action, settings.statement_timeout + ANSWER_MARGIN, work).await
    }
}

async fn within<T>(
    settings: &PostgresSettings,
    action: &str,
    limit: Duration,
    work: impl Future<Output = T>,
) -> Result<T, StoreError> {
    let silent = |_| StoreError::Down(format!("{}: {action}: no answer in {} s", settings.address(), limit.as_secs()));
    tokio::time::timeout(limit, work).await.map_err(silent)
}

fn configured(settings: &PostgresSettings) -> Config {
    let mut config = settings.config.clone();
    let millis = settings.statement_timeout.as_millis();
    let idle_millis = settings.statement_timeout.max(IDLE_IN_TRANSACTION).as_millis();
    // A lock is waited for no longer than a statement may run; times are stored as given, whatever the server's zone.
    let ours =
        format!("-c statement_timeout={millis} -c idle_in_transaction_session_timeout={idle_millis} -c TimeZone=UTC");
    let options = config.get_options().map_or_else(|| ours.clone(), |theirs| format!("{ours} {theirs}"));
    config.options(options);
    if config.get_application_name().is_none() {
        config.application_name("dateline-sink");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(settings.connect_timeout);
    }
    config.tcp_user_timeout(TCP_USER_TIMEOUT).keepalives_idle(KEEPALIVE);
    config
}

async fn connect_plain(config: &Config) -> Result<Session, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    let driver = tokio::spawn(async move { log_end(connection.await) });
    Ok(Session { client, driver })
}

async fn connect_tls(config: &Config, tls: MakeRustlsConnect) -> Result<Session, tokio_postgres::Error> {
    let (client, connection) = config.connect(tls).await?;
    let driver = tokio::spawn(async move { log_end(connection.await) });
    Ok(Session { client, driver })
}

/// The next statement reports the lost connection; this only keeps the cause.
fn log_end(end: Result<(), tokio_postgres::Error>) {
    if let Err(error) = end {
        tracing::debug!(error = &error as &dyn std::error::Error, "connection to the database ended");
    }
}

fn is_tls_error(error: &tokio_postgres::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if cause.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        source = cause.source();
    }
    false
}

/// TLS that trusts the system's certificates, or those of `ca_file` only.
fn tls(settings: &PostgresSettings) -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = rustls::RootCertStore::empty();
    match &settings.ca_file {
        None => {
            // A system without certificates still has databases that are reached without TLS.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        Some(path) => {
            let unreadable = |error: &dyn std::fmt::Display| {
                StoreError::Refused(format!("ca_file {}: {error}; name a file of PEM certificates", path.display()))
            };
            let certificates = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = versions.map_err(|error| StoreError::Refused(format!("set up TLS: {error}")))?;
    Ok(MakeRustlsConnect::new(builder.with_root_certificates(roots).with_no_client_auth()))
}
