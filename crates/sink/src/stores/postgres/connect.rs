//! A session with the server: connecting, TLS, limits.

use super::errors::trouble;
use super::settings::PostgresSettings;
use pipeline::StoreError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
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
            _ => within(settings, "connect", limit, connect_tls(&config, tls(settings)?)).await?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::JoinHandle;

    /// `SSLRequest` behind its length, as the protocol numbers it.
    const SSL_REQUEST: u32 = 80_877_103;
    const ASKS_FOR_PASSWORD: [u8; 9] = [b'R', 0, 0, 0, 8, 0, 0, 0, 3];

    /// A certificate of `localhost` that signs itself and its key, PEM, for these tests only; made with
    /// `openssl req -x509 -newkey ec -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE`.
    struct Certificate(&'static str, &'static str);

    const KNOWN: Certificate =
        Certificate(include_str!("certificates/known.pem"), include_str!("certificates/known.key"));
    const IMPOSTOR: Certificate =
        Certificate(include_str!("certificates/impostor.pem"), include_str!("certificates/impostor.key"));

    /// A server that asks for the password in clear, with this certificate or without TLS.
    struct Server {
        port: u16,
        stop: Arc<AtomicBool>,
        thread: JoinHandle<String>,
    }

    impl Server {
        fn start(certificate: Option<Certificate>) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = listener.local_addr().unwrap().port();
            let tls = certificate.map(|Certificate(certificate, key)| {
                let key = rustls::pki_types::PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
                let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
                let provider = Arc::new(rustls::crypto::ring::default_provider());
                let builder = rustls::ServerConfig::builder_with_provider(provider);
                let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
                Arc::new(builder.with_single_cert(vec![certificate], key).unwrap())
            });
            let stop = Arc::<AtomicBool>::default();
            let stopping = Arc::clone(&stop);
            let thread = std::thread::spawn(move || {
                let mut told = String::new();
                for client in listener.incoming() {
                    if stopping.load(Ordering::SeqCst) {
                        break;
                    }
                    told.push_str(&talk(client.unwrap(), tls.clone()).unwrap_or_default());
                }
                told
            });
            Self { port, stop, thread }
        }

        /// Ends it; gives what it was told, over all connections.
        fn told(self) -> String {
            self.stop.store(true, Ordering::SeqCst);
            TcpStream::connect(("127.0.0.1", self.port)).unwrap();
            self.thread.join().unwrap()
        }
    }

    fn talk(mut client: TcpStream, tls: Option<Arc<rustls::ServerConfig>>) -> std::io::Result<String> {
        client.set_read_timeout(Some(Duration::from_secs(2)))?;
        let mut first = [0; 8];
        client.read_exact(&mut first)?;
        let code = u32::from_be_bytes([first[4], first[5], first[6], first[7]]);
        let length = u32::from_be_bytes([first[0], first[1], first[2], first[3]]) as usize;
        if code != SSL_REQUEST {
            return ask(&mut client, length - 8);
        }
        let Some(tls) = tls else {
            client.write_all(b"N")?;
            let length = start_of(&mut client)?;
            return ask(&mut client, length - 4);
        };
        client.write_all(b"S")?;
        let mut session = rustls::ServerConnection::new(tls).map_err(std::io::Error::other)?;
        let mut stream = rustls::Stream::new(&mut session, &mut client);
        let length = start_of(&mut stream)?;
        ask(&mut stream, length - 4)
    }

    fn start_of(client: &mut impl Read) -> std::io::Result<usize> {
        let mut length = [0; 4];
        client.read_exact(&mut length)?;
        Ok(u32::from_be_bytes(length) as usize)
    }

    /// Takes in the rest of the startup message and asks for the password.
    fn ask(client: &mut (impl Read + Write), rest: usize) -> std::io::Result<String> {
        client.read_exact(&mut vec![0; rest])?;
        client.write_all(&ASKS_FOR_PASSWORD)?;
        client.flush()?;
        let mut answer = [0; 200];
        let length = client.read(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer[..length]).into_owned())
    }

    fn connect(port: u16, sslmode: &str, ca_file: Option<&std::path::Path>) -> String {
        let url = format!("postgres://u:opensesame@localhost:{port}/d?hostaddr=127.0.0.1{sslmode}");
        let settings = PostgresSettings {
            ca_file: ca_file.map(std::path::Path::to_owned),
            connect_timeout: Duration::from_secs(2),
            ..PostgresSettings::try_new("s", &url).unwrap()
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Session::connect(&settings)).unwrap_err().to_string()
    }

    #[test]
    fn a_server_whose_certificate_is_refused_gets_no_password_and_one_without_tls_does_under_prefer() {
        let folder = tempfile::tempdir().unwrap();
        let trusted = folder.path().join("ca.pem");
        std::fs::write(&trusted, KNOWN.0).unwrap();
        for (sslmode, ca_file) in
            [("", None), ("", Some(&trusted)), ("&sslmode=prefer", None), ("&sslmode=require", None)]
        {
            let impostor = Server::start(Some(IMPOSTOR));
            let error = connect(impostor.port, sslmode, ca_file.map(std::path::PathBuf::as_path));
            assert!(error.contains("certificate"), "{error}");
            assert!(error.contains("ca_file") && error.contains("sslmode"), "a remedy: {error}");
            assert_eq!(impostor.told(), "", "{sslmode} {ca_file:?}");
        }
        let known = Server::start(Some(KNOWN));
        connect(known.port, "&sslmode=verify-full", Some(&trusted));
        assert!(known.told().contains("opensesame"), "the one that is trusted");
        let plain = Server::start(None);
        connect(plain.port, "", None);
        assert!(plain.told().contains("opensesame"), "one that has no TLS");
        for (sslmode, ca_file) in [("&sslmode=require", None), ("", Some(trusted.as_path()))] {
            let plain = Server::start(None);
            connect(plain.port, sslmode, ca_file);
            assert_eq!(plain.told(), "", "{sslmode} {ca_file:?}");
        }
    }
}
