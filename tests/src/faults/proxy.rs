//! A bad network on one machine: a relay that delays, narrows, stalls and cuts TCP connections.

use anyhow::Context;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Bytes that travel as one; also what a stalled connection holds.
const PIECE: usize = 16 << 10;
/// Pieces on their way in one direction of a connection.
const UNDER_WAY: usize = 4_096;

#[derive(Default)]
struct Weather {
    /// One way, in ms; each piece takes between it and twice as long.
    delay_ms: AtomicU64,
    /// Bits a second in each direction of a connection; 0: as fast as it goes.
    bits: AtomicU64,
    /// Nothing passes, nothing is closed.
    stalled: AtomicBool,
    /// Counts cuts: connections made before the last one are closed.
    cuts: AtomicU64,
    /// New connections are refused.
    closed: AtomicBool,
    live: Mutex<Vec<TcpStream>>,
}

/// A relay that runs until the process ends.
pub(crate) struct Proxy {
    address: SocketAddr,
    weather: Arc<Weather>,
}

impl Proxy {
    /// Listens at `port` and passes on to `to`.
    pub(crate) fn start(port: u16, to: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).context("listen for the relay")?;
        let address = listener.local_addr().context("ask for the relay's address")?;
        let weather = Arc::new(Weather::default());
        let shared = Arc::clone(&weather);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if shared.closed.load(Ordering::Relaxed) {
                    continue;
                }
                // A server that is down refuses: so does the relay.
                let Ok(server) = TcpStream::connect_timeout(&to, Duration::from_secs(2)) else { continue };
                let _ = join(&client, &server, &shared);
            }
        });
        Ok(Self { address, weather })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on pieces take between `delay` and twice as long, each way.
    pub(crate) fn delay(&self, delay: Duration) {
        self.weather.delay_ms.store(u64::try_from(delay.as_millis()).unwrap_or(0), Ordering::Relaxed);
    }

    /// From now on each direction of a connection carries this many bits a second; 0: no limit.
    pub(crate) fn narrow(&self, bits: u64) {
        self.weather.bits.store(bits, Ordering::Relaxed);
    }

    /// Nothing passes, and nobody is told.
    pub(crate) fn stall(&self, stalled: bool) {
        self.weather.stalled.store(stalled, Ordering::Relaxed);
    }

    /// Closes all connections; with `stay`, new ones are refused until [`Self::open`].
    pub(crate) fn cut(&self, stay: bool) {
        self.weather.closed.store(stay, Ordering::Relaxed);
        self.weather.cuts.fetch_add(1, Ordering::Relaxed);
        let mut live = self.weather.live.lock().unwrap_or_else(PoisonError::into_inner);
        for stream in live.drain(..) {
            // One that is closed already is as wanted.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub(crate) fn open(&self) {
        self.weather.closed.store(false, Ordering::Relaxed);
    }
}

fn join(client: &TcpStream, server: &TcpStream, weather: &Arc<Weather>) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    {
        let mut live = weather.live.lock().unwrap_or_else(PoisonError::into_inner);
        live.extend([client.try_clone()?, server.try_clone()?]);
    }
    for (from, to) in [(client, server), (server, client)] {
        let (from, to) = (from.try_clone()?, to.try_clone()?);
        let (pieces, way) = sync_channel(UNDER_WAY);
        let (first, second) = (Arc::clone(weather), Arc::clone(weather));
        std::thread::spawn(move || take(from, &pieces, &first));
        std::thread::spawn(move || give(&way, to, &second));
    }
    Ok(())
}

/// Reads pieces and stamps them with the time they are due.
fn take(mut from: TcpStream, pieces: &SyncSender<(Instant, Vec<u8>)>, weather: &Weather) {
    let mut buffer = vec![0; PIECE];
    let mut jitter = 0_u64;
    loop {
        let Ok(length) = from.read(&mut buffer) else { return };
        let Some(piece) = buffer.get(..length).filter(|piece| !piece.is_empty()) else { return };
        let delay = weather.delay_ms.load(Ordering::Relaxed);
        jitter = jitter.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let due = Instant::now() + Duration::from_millis(delay + (jitter >> 33) % (delay + 1));
        if pieces.send((due, piece.to_vec())).is_err() {
            return;
        }
    }
}

fn give(way: &Receiver<(Instant, Vec<u8>)>, mut to: TcpStream, weather: &Weather) {
    for (due, piece) in way {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        while weather.stalled.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let bits = weather.bits.load(Ordering::Relaxed);
        let length = u64::try_from(piece.len()).unwrap_or(0);
        // No limit is written as 0.
        if let Some(takes) = (length * 8 * 1_000_000).checked_div(bits) {
            std::thread::sleep(Duration::from_micros(takes));
        }
        if to.write_all(&piece).is_err() {
            break;
        }
    }
    // The other end has gone: so does this one.
    let _ = to.shutdown(Shutdown::Both);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::free_port;

    #[test]
    fn bytes_pass_late_and_not_at_all_when_told() {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let proxy = Proxy::start(free_port().unwrap(), server.local_addr().unwrap()).unwrap();
        let mut client = TcpStream::connect(proxy.address()).unwrap();
        let (mut far, _) = server.accept().unwrap();
        let mut one = [0; 1];
        proxy.delay(Duration::from_millis(60));
        let began = Instant::now();
        client.write_all(b"a").unwrap();
        far.read_exact(&mut one).unwrap();
        assert!(began.elapsed() >= Duration::from_millis(60), "{:?}", began.elapsed());
        proxy.stall(true);
        client.write_all(b"b").unwrap();
        far.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        assert!(far.read_exact(&mut one).is_err());
        proxy.stall(false);
        far.set_read_timeout(None).unwrap();
        far.read_exact(&mut one).unwrap();
        assert_eq!(&one, b"b");
        proxy.cut(true);
        assert_eq!(far.read(&mut one).unwrap_or(0), 0);
    }
}
