//! How to get into a Kafka cluster: the table `[kafka]`.

use super::bus_address::BusAddress;
use super::keys::Keys;
use super::secret::Secret;
use std::path::PathBuf;

/// Whether the connection is encrypted and whether it logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecurityProtocol {
    /// Neither.
    #[default]
    Plaintext,
    /// Encrypted.
    Ssl,
    /// Logs in without encryption.
    SaslPlaintext,
    /// Both.
    SaslSsl,
}

impl SecurityProtocol {
    const CHOICES: [(&'static str, Self); 4] = [
        ("plaintext", Self::Plaintext),
        ("ssl", Self::Ssl),
        ("sasl_plaintext", Self::SaslPlaintext),
        ("sasl_ssl", Self::SaslSsl),
    ];

    /// As Kafka's clients spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plaintext => "plaintext",
            Self::Ssl => "ssl",
            Self::SaslPlaintext => "sasl_plaintext",
            Self::SaslSsl => "sasl_ssl",
        }
    }

    fn logs_in(self) -> bool {
        matches!(self, Self::SaslPlaintext | Self::SaslSsl)
    }

    fn encrypts(self) -> bool {
        matches!(self, Self::Ssl | Self::SaslSsl)
    }
}

/// How to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SaslMechanism {
    /// The password as it is; only over an encrypted connection, or to brokers on this machine.
    Plain,
    /// SCRAM with SHA-256.
    ScramSha256,
    /// SCRAM with SHA-512.
    #[default]
    ScramSha512,
}

impl SaslMechanism {
    const CHOICES: [(&'static str, Self); 3] =
        [("PLAIN", Self::Plain), ("SCRAM-SHA-256", Self::ScramSha256), ("SCRAM-SHA-512", Self::ScramSha512)];

    /// As Kafka's clients spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha512 => "SCRAM-SHA-512",
        }
    }
}

/// Who logs in, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sasl {
    /// How.
    pub mechanism: SaslMechanism,
    /// User name.
    pub username: Secret,
    /// Password.
    pub password: Secret,
}

/// How to get into the cluster. Whether this build can do it is for the bus to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KafkaSecurity {
    /// Encryption and login.
    pub protocol: SecurityProtocol,
    /// Present exactly when the protocol logs in.
    pub sasl: Option<Sasl>,
    /// Certificates to trust instead of the system's, PEM; only with an encrypting protocol.
    pub ca_file: Option<PathBuf>,
}

impl KafkaSecurity {
    /// Takes the keys of `[kafka]`; settings that the protocol would ignore are problems, for somebody believes they
    /// protect something.
    pub(crate) fn read(bus: &BusAddress, keys: &mut Keys<'_>) -> Self {
        let protocol = keys.one_of("security_protocol", &SecurityProtocol::CHOICES);
        let protocol = protocol.given_or(SecurityProtocol::default().as_str()).unwrap_or_default();
        let mechanism = keys.one_of("sasl_mechanism", &SaslMechanism::CHOICES);
        let mechanism =
            if protocol.logs_in() { mechanism.given_or(SaslMechanism::default().as_str()) } else { mechanism.given() };
        let (username, password) = if protocol.logs_in() {
            (keys.required_secret("username"), keys.required_secret("password"))
        } else {
            (keys.secret("username"), keys.secret("password"))
        };
        let ca_file = keys.path("ca_file").given();
        let ignored = [
            ("sasl_mechanism", mechanism.is_some() && !protocol.logs_in(), "sasl_ssl or sasl_plaintext"),
            ("username", username.is_some() && !protocol.logs_in(), "sasl_ssl or sasl_plaintext"),
            ("password", password.is_some() && !protocol.logs_in(), "sasl_ssl or sasl_plaintext"),
            ("ca_file", ca_file.is_some() && !protocol.encrypts(), "ssl or sasl_ssl"),
        ];
        for (key, _, needed) in ignored.iter().filter(|(_, is_ignored, _)| *is_ignored) {
            let protocol = protocol.as_str();
            keys.problem(
                key,
                &format!("has no use with security_protocol {protocol}; set security_protocol to {needed}"),
            );
        }
        let in_clear = protocol == SecurityProtocol::SaslPlaintext && mechanism == Some(SaslMechanism::Plain);
        if in_clear && !bus.is_on_this_machine() {
            keys.problem(
                "sasl_mechanism",
                "PLAIN sends the password as it is, and sasl_plaintext does not encrypt it; set security_protocol to \
                 sasl_ssl, or sasl_mechanism to SCRAM-SHA-512",
            );
        }
        let login = username.zip(password).filter(|_| protocol.logs_in());
        let sasl =
            login.map(|(username, password)| Sasl { mechanism: mechanism.unwrap_or_default(), username, password });
        Self { protocol, sasl, ca_file }
    }
}
