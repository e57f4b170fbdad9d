//! A session with the server: connecting, TLS, limits.

use super::errors::trouble;
use super::settings::PostgresSettings;
use super::tls::Tls;
use pipeline::StoreError;
use std::future::Future;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};

/// Unacknowledged bytes mean a dead peer after this time.
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(30);
/// An idle connection is probed this often, so that a firewall does not forget it unnoticed.
const KEEPALIVE: Duration = Duration::from_secs(60);
/// How long the server waits for our next statement before it takes us for dead, at least: on a busy machine a batch is
/// put together for longer than a short statement may run.
const IDLE_IN_TRANSACTION: Duration = Duration::from_secs(60);
/// The server answers a statement within its own limit; only a silent network takes longer.
const ANSWER_MARGIN: Duration = Duration::from_secs(10);
/// How long a change of the tables may take: one that is larger than any we know of, built on a slow disk.
const MIGRATION: Duration = Duration::from_secs(6 * 3_600);

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
    /// Connects. Without TLS goes on only where the server says that it has none, and only under `prefer` (the default
    /// without `sslmode`): a certificate that is refused never leads to a connection in clear.
    pub(crate) async fn connect(settings: &PostgresSettings) -> Result<Self, StoreError> {
        let config = configured(settings);
        // Several hosts and addresses may each take the connect timeout.
        let limit = settings.connect_timeout * 4 + ANSWER_MARGIN;
        let result = match config.get_ssl_mode() {
            SslMode::Disable => within(settings, "connect", limit, connect_plain(&config)).await?,
            _ => within(settings, "connect", limit, connect_tls(&config, Tls::of(settings)?)).await?,
        };
        result.map_err(|error| trouble(settings, "connect", &error).into_store_error())
    }

    /// Waits for an answer no longer than the server may work on it and a margin.
    pub(crate) async fn answer<T>(
        settings: &PostgresSettings,
        action: &str,
        work: impl Future<Output = T>,
    ) -> Result<T, StoreError> {
        within(settings, action, settings.statement_timeout + ANSWER_MARGIN, work).await
    }

    /// Waits for a change of the tables, which may take hours.
    pub(crate) async fn migrated<T>(
        settings: &PostgresSettings,
        action: &str,
        work: impl Future<Output = T>,
    ) -> Result<T, StoreError> {
        within(settings, action, MIGRATION, work).await
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
    // A lock is waited for no longer than a statement may run; times are stored as given, whatever the server's zone. No
    // statement of ours runs for so long that it would pay to compile it first, which takes longer than a search.
    let ours = format!(
        "-c statement_timeout={millis} -c idle_in_transaction_session_timeout={idle_millis} -c TimeZone=UTC -c jit=off"
    );
    let options = config.get_options().map_or_else(|| ours.clone(), |theirs| format!("{ours} {theirs}"));
    config.options(options);
    if config.get_application_name().is_none() {
        config.application_name("dateline-sink");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(settings.connect_timeout);
    }
    if settings.ca_file.is_some() {
        // Who names a certificate wants the server's to be verified.
        config.ssl_mode(SslMode::Require);
    }
    config.tcp_user_timeout(TCP_USER_TIMEOUT).keepalives_idle(KEEPALIVE);
    config
}

async fn connect_plain(config: &Config) -> Result<Session, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    let driver = tokio::spawn(async move { log_end(connection.await) });
    Ok(Session { client, driver })
}

async fn connect_tls(config: &Config, tls: Tls) -> Result<Session, tokio_postgres::Error> {
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
