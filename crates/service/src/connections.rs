//! Connections of strangers: so many at once and no more, whoever opens them. The files of the process belong to the
//! pipeline.

use pipeline::Shutdown;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// When the process has no more files for connections, it looks again after so long.
const NO_FILES: Duration = Duration::from_millis(500);

/// An address that connections come to. More than it has places for wait in the system's queue, where they cost the
/// process nothing.
#[derive(Debug)]
pub struct Connections {
    listener: TcpListener,
    places: u32,
    /// What they are for, in the log.
    purpose: &'static str,
}

impl Connections {
    /// Takes the address; so many connections are served at once.
    pub async fn bind(address: &str, places: u32, purpose: &'static str) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await?, places, purpose })
    }

    /// The address it has; differs from the configured one when that has port 0 or a name.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Has each connection answered until `stop` is requested, and waits for those that are open then.
    pub async fn serve<F>(self, stop: Shutdown, answer: impl Fn(TcpStream, SocketAddr) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let places = Arc::new(Semaphore::new(self.places as usize));
        let mut failing = false;
        while let Some(accepted) = accept(&self.listener, &places, &stop).await {
            match accepted {
                Ok((stream, from, place)) => {
                    failing = false;
                    let answered = answer(stream, from);
                    tokio::spawn(async move {
                        answered.await;
                        drop(place);
                    });
                }
                Err(error) => {
                    if !std::mem::replace(&mut failing, true) {
                        tracing::warn!(%error, "{}: a connection cannot be accepted; trying again", self.purpose);
                    }
                    tokio::time::sleep(NO_FILES).await;
                }
            }
        }
        drop(self.listener);
        // Fails only when the semaphore is closed, which nobody does.
        let _ = places.acquire_many(self.places).await;
    }
}

/// The next connection, once there is a place for it. `None`: the end is wanted.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    stop: &Shutdown,
) -> Option<io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)>> {
    let next = async {
        let place = Arc::clone(places).acquire_owned().await.ok()?;
        Some(listener.accept().await.map(|(stream, from)| (stream, from, place)))
    };
    tokio::select! {
        biased;
        () = stop.requested() => None,
        accepted = next => accepted,
    }
}
