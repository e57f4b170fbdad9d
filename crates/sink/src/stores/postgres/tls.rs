//! TLS that trusts the system's certificates, or those of `ca_file` only.

use super::settings::PostgresSettings;
use pipeline::StoreError;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use tokio_postgres::Socket;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How sessions are encrypted. The system's certificates are read once a server says that it has TLS, not before: to read
/// them takes longer than a search.
#[derive(Clone)]
pub(super) struct Tls {
    /// Of `ca_file`; `None`: the system's.
    roots: Option<RootCertStore>,
}

/// A handshake to come, with the server of this name.
pub(super) struct Handshake {
    tls: Tls,
    domain: String,
}

type Failure = Box<dyn Error + Send + Sync>;
type Encrypted = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;

impl Tls {
    pub(super) fn of(settings: &PostgresSettings) -> Result<Self, StoreError> {
        let Some(path) = &settings.ca_file else { return Ok(Self { roots: None }) };
        let unreadable = |error: &dyn std::fmt::Display| {
            StoreError::Refused(format!("ca_file {}: {error}; name a file of PEM certificates", path.display()))
        };
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))? {
            let certificate = certificate.map_err(|error| unreadable(&error))?;
            roots.add(certificate).map_err(|error| unreadable(&error))?;
        }
        Ok(Self { roots: Some(roots) })
    }

    fn connector(self) -> Result<MakeRustlsConnect, rustls::Error> {
        let roots = self.roots.unwrap_or_else(|| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            roots
        });
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        Ok(MakeRustlsConnect::new(builder.with_root_certificates(roots).with_no_client_auth()))
    }
}

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Encrypted;
    type TlsConnect = Handshake;
    type Error = Failure;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Handshake, Failure> {
        Ok(Handshake { tls: self.clone(), domain: domain.to_owned() })
    }
}

impl TlsConnect<Socket> for Handshake {
    type Stream = Encrypted;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Encrypted, Failure>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move {
            let mut connector = self.tls.connector()?;
            let handshake = MakeTlsConnect::<Socket>::make_tls_connect(&mut connector, &self.domain)?;
            Ok(handshake.connect(stream).await?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::connect::Session;
    use super::*;
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::JoinHandle;
    use std::time::Duration;

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
