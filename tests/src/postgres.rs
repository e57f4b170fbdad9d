//! A real PostgreSQL server on a temporary directory, and databases in it.
//!
//! The server's programs come from the system's packages. It refuses to run as root, so root starts it as the account
//! `postgres`. `DATABASE_URL` set: that server is used instead, each test with a database of its own.

mod database;
mod server;

pub use database::Database;

use anyhow::{Context, anyhow, bail};
use server::Server;
use std::sync::OnceLock;

/// A PostgreSQL that tests can use.
#[derive(Debug)]
pub struct Postgres {
    /// Of a database that is always there; others are made through it.
    url: String,
    /// `None`: run by somebody else.
    server: Option<Server>,
}

impl Postgres {
    /// The server that all tests of this process share; started at the first call.
    pub fn shared() -> anyhow::Result<&'static Self> {
        static SHARED: OnceLock<Result<Postgres, String>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| match std::env::var("DATABASE_URL") {
            Ok(url) if !url.trim().is_empty() => Ok(Self { url: url.trim().to_owned(), server: None }),
            Ok(_) | Err(_) => Self::start().map_err(|error| format!("{error:#}")),
        });
        shared.as_ref().map_err(|error| anyhow!("{error}"))
    }

    /// A server of the caller's own, for tests that stop or restart it. It lets everybody in.
    pub fn start() -> anyhow::Result<Self> {
        let server = Server::start(None)?;
        Ok(Self { url: server.url(None), server: Some(server) })
    }

    /// A server of the caller's own that lets in only who knows the password (SCRAM-SHA-256).
    pub fn start_with_password(password: &str) -> anyhow::Result<Self> {
        let server = Server::start(Some(password))?;
        Ok(Self { url: server.url(Some(password)), server: Some(server) })
    }

    /// The port of a server that [`Self::start`] or [`Self::start_with_password`] started; its administrator is
    /// `postgres`.
    pub fn port(&self) -> anyhow::Result<u16> {
        self.server.as_ref().map(Server::port).context("the server of DATABASE_URL has a port of its own")
    }

    /// Creates an empty database.
    pub fn create_database(&self) -> anyhow::Result<Database> {
        Database::create(&self.url, self.server.is_none())
    }

    /// Stops the server at once, as a crash would: connections break, what was committed is there afterwards.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.server("killed")?.kill()
    }

    /// Starts the server again after [`Self::kill`], on the same data and port.
    pub fn resume(&mut self) -> anyhow::Result<()> {
        self.server("started")?.launch()
    }

    /// Stops the server at once and starts it again; returns when it answers.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.kill()?;
        self.resume()
    }

    fn server(&mut self, verb: &str) -> anyhow::Result<&mut Server> {
        match &mut self.server {
            Some(server) => Ok(server),
            None => bail!("the server of DATABASE_URL is not run by the tests and cannot be {verb}"),
        }
    }
}
