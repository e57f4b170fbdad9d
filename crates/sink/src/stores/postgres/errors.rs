//! What a PostgreSQL error means for the store: decided by SQLSTATE class.

use super::settings::PostgresSettings;
use crate::stores::row::REFUSED_BY_STORE;
use pipeline::{Reason, StoreError, error_line};
use std::error::Error as _;
use tokio_postgres::Error;
use tokio_postgres::error::DbError;

/// What to do about an error.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The values of a row are refused; other rows can be written.
    Row(String),
    /// The user may not do it: to none of the rows, or to some that a policy of the server tells apart.
    Denied(String),
    /// Not done within its time; less may be.
    Slow(String),
    /// Another session was in the way; the same again may succeed at once.
    Collision(String),
    /// The store as a whole cannot work.
    Store(StoreError),
}

impl Trouble {
    /// The error of a whole store, where there is no row to blame.
    pub(crate) fn into_store_error(self) -> StoreError {
        match self {
            Self::Row(detail) | Self::Collision(detail) | Self::Slow(detail) => StoreError::Down(detail),
            Self::Denied(detail) => StoreError::Refused(detail),
            Self::Store(error) => error,
        }
    }

    /// The error of writing rows.
    pub(super) fn into_write_error(self) -> StoreError {
        match self {
            Self::Row(detail) | Self::Denied(detail) => {
                StoreError::Records(Reason::new(REFUSED_BY_STORE, format!("PostgreSQL: {detail}")))
            }
            Self::Slow(detail) => StoreError::TooSlow(detail),
            Self::Collision(detail) => StoreError::Down(detail),
            Self::Store(error) => error,
        }
    }
}

/// Sorts an error of any call.
///
/// What the manual's appendix A does not count among the troubles of a server, a connection, a transaction or a
/// statement is about rows: whatever a constraint or a trigger of somebody's own says.
pub(crate) fn trouble(settings: &PostgresSettings, action: &str, error: &Error) -> Trouble {
    let Some(answer) = error.as_db_error() else {
        return Trouble::Store(client_error(settings, action, error));
    };
    let code = answer.code().code();
    let detail = describe(answer);
    let at = settings.address();
    match (code.get(..2).unwrap_or_default(), code) {
        ("40", _) | (_, "55P03") => Trouble::Collision(format!("{at}: {action}: {detail}")),
        ("28", _) => Trouble::Store(StoreError::Refused(format!(
            "{at}: {detail}; check user and password in the store's url, and pg_hba.conf on the server"
        ))),
        (_, "3D000") => Trouble::Store(StoreError::Refused(format!(
            "{at}: {detail}; create the database or correct the store's url"
        ))),
        // A schema without the right of usage counts as none.
        (_, "42501" | "3F000") => Trouble::Denied(format!(
            "{at}: {action}: {detail}; grant this user the right to create and write tables in the database's schema"
        )),
        (_, "53100") => {
            Trouble::Store(StoreError::Down(format!("{at}: {action}: {detail}; make room on the server's disk")))
        }
        (_, "57014") => Trouble::Slow(format!(
            "{at}: {action}: not done within {} s: {detail}",
            settings.statement_timeout.as_secs()
        )),
        (
            "08" | "0A" | "25" | "26" | "2D" | "34" | "3B" | "3D" | "3F" | "42" | "53" | "55" | "57" | "58" | "72"
            | "F0" | "HV" | "XX",
            _,
        ) => Trouble::Store(StoreError::Down(format!("{at}: {action}: {detail}"))),
        _ => Trouble::Row(detail),
    }
}

/// No answer of the server but of the client or the network.
fn client_error(settings: &PostgresSettings, action: &str, error: &Error) -> StoreError {
    let at = settings.address();
    let cause = error_line(error);
    // The client names these two kinds only in their texts.
    let kind = error.to_string();
    if kind == "authentication error" || cause.contains("password missing") {
        return StoreError::Refused(format!("{at}: {cause}; the server wants a password that the store's url has not"));
    }
    if is_tls(error) {
        return StoreError::Down(format!(
            "{at}: {action}: {cause}; nothing was sent in clear. Name the certificate that signed the server's in \
             `ca_file`, or on a network that is yours alone put sslmode=disable into the url"
        ));
    }
    StoreError::Down(format!("{at}: {action}: {cause}; check that the server runs and can be reached from here"))
}

/// Whether the handshake failed, or the certificate.
fn is_tls(error: &Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        // An I/O error hides what it wraps from `source`.
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if cause.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        source = cause.source();
    }
    false
}

/// The server's words without the statement's values: `DETAIL` may quote a whole article.
fn describe(answer: &DbError) -> String {
    format!("{} (SQLSTATE {})", answer.message(), answer.code().code())
}
