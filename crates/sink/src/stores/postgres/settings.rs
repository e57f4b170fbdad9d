//! What the configuration says about a PostgreSQL store.

use service::config::{Keys, is_this_machine};
use std::fmt;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// How long one address may take to answer a connection attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long one statement may take: a batch is a few megabytes, so a minute means that the server is in trouble.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(60);

/// What either limit may be set to.
const TIMEOUTS: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(3_600);

/// A store in a PostgreSQL database. Its debug form does not show the password.
#[derive(Clone)]
pub struct PostgresSettings {
    /// Name of the store.
    pub name: String,
    /// Limit of one connection attempt.
    pub connect_timeout: Duration,
    /// Limit of one statement, and of the wait for its answer.
    pub statement_timeout: Duration,
    /// Certificates (PEM) to trust instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Whether it is given embargoed articles before their time.
    pub embargoed: bool,
    pub(crate) config: Config,
}

/// A text that is not the address of a database. Never shows the text: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum UrlError {
    /// Not a connection string.
    #[error("is not a PostgreSQL URL; it has the form postgres://user:password@host:5432/database?sslmode=require")]
    Form(#[source] tokio_postgres::Error),
    /// No host.
    #[error("names no host; write postgres://user@host:5432/database")]
    NoHost,
}

impl PostgresSettings {
    /// Reads the keys of its table: `url` (a secret), `ca_file`, `connect_timeout`, `statement_timeout`, `embargoed`.
    pub fn read(mut keys: Keys<'_>) -> Option<Self> {
        let name = keys.name().to_owned();
        let url = keys.required_secret("url");
        let ca_file = keys.path("ca_file").given();
        let connect_timeout = keys.duration("connect_timeout", TIMEOUTS).or(CONNECT_TIMEOUT);
        let statement_timeout = keys.duration("statement_timeout", TIMEOUTS).or(STATEMENT_TIMEOUT);
        let embargoed = keys.boolean("embargoed").or(false);
        let settings = url.and_then(|url| match Self::try_new(&name, url.expose()) {
            Ok(settings) => Some(settings),
            Err(error) => {
                keys.problem("url", &error.to_string());
                None
            }
        });
        if let Some(settings) = &settings {
            settings.look_at_encryption(ca_file.is_some(), &mut keys);
        }
        keys.finish();
        Some(Self { ca_file, connect_timeout, statement_timeout, embargoed, ..settings? })
    }

    fn look_at_encryption(&self, has_ca_file: bool, keys: &mut Keys<'_>) {
        match self.config.get_ssl_mode() {
            SslMode::Disable if has_ca_file => keys.problem(
                "ca_file",
                "has no use with sslmode=disable in the url, which sends everything in clear; write sslmode=verify-full",
            ),
            SslMode::Prefer if !has_ca_file && !self.is_on_this_machine() => keys.warning(
                "url",
                "password and articles go over the network in clear if the server offers no TLS; write sslmode=require, \
                 or sslmode=disable where the network is yours alone",
            ),
            _ => {}
        }
    }

    /// Whether no connection leaves the machine.
    fn is_on_this_machine(&self) -> bool {
        let addresses = self.config.get_hostaddrs();
        if !addresses.is_empty() {
            return addresses.iter().all(IpAddr::is_loopback);
        }
        self.config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => is_this_machine(name),
            Host::Unix(_) => true,
        })
    }

    /// The store at this URL, with the default limits.
    pub fn try_new(name: &str, url: &str) -> Result<Self, UrlError> {
        // The client knows no stricter modes, but its `require` always verifies certificate and name here.
        let url = url.replace("sslmode=verify-full", "sslmode=require").replace("sslmode=verify-ca", "sslmode=require");
        let config: Config = url.trim().parse().map_err(UrlError::Form)?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(UrlError::NoHost);
        }
        Ok(Self {
            name: name.to_owned(),
            connect_timeout: CONNECT_TIMEOUT,
            statement_timeout: STATEMENT_TIMEOUT,
            ca_file: None,
            embargoed: false,
            config,
        })
    }

    /// Host, port, database and user, for logs and errors.
    pub fn address(&self) -> String {
        let hosts: Vec<String> = self.config.get_hosts().iter().map(host_name).collect();
        let hosts = if hosts.is_empty() {
            self.config.get_hostaddrs().iter().map(ToString::to_string).collect()
        } else {
            hosts
        };
        let ports: Vec<String> = self.config.get_ports().iter().map(ToString::to_string).collect();
        let port = if ports.is_empty() { "5432".to_owned() } else { ports.join(",") };
        // Without these the client takes the name of the account it runs under.
        let user = self.config.get_user().unwrap_or("(the account's own)");
        let database = self.config.get_dbname().unwrap_or(user);
        format!("{}:{port}, database {database}, user {user}", hosts.join(","))
    }
}

fn host_name(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    }
}

impl fmt::Debug for PostgresSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut form = f.debug_struct("PostgresSettings");
        form.field("name", &self.name).field("address", &self.address()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_errors_nor_debug_forms_show_the_password() {
        let settings = PostgresSettings::try_new("a", "postgres://u:hidden@db:5433/news?sslmode=verify-full").unwrap();
        assert_eq!(settings.address(), "db:5433, database news, user u");
        assert!(!format!("{settings:?}").contains("hidden"));
        for url in ["postgres://u:hidden@db:port/news", "http://u:hidden@db/news", "postgres://u:hidden@db/n?hidden=1"]
        {
            let error = PostgresSettings::try_new("a", url).unwrap_err();
            let texts = [error.to_string(), format!("{error:?}")];
            let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            assert!(!texts.iter().any(|text| text.contains("hidden@")), "{texts:?}");
            assert!(!source.contains("hidden@"), "{source}");
        }
    }

    #[test]
    fn a_url_without_a_host_is_refused() {
        assert!(matches!(PostgresSettings::try_new("a", "postgres:///news"), Err(UrlError::NoHost)));
        assert!(PostgresSettings::try_new("a", "postgres:///news?host=/var/run/postgresql").is_ok());
    }
}
