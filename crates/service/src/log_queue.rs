//! Log lines on their way to stderr: a bounded queue, and the one thread that writes.
//!
//! Whoever logs puts a line in and goes on: it never waits for stderr and never fails by it, whether that is a pipe
//! nobody reads, one that is closed, or a full disk. A line that finds no room, or that stderr does not take, is
//! dropped and counted.

use prometheus_client::metrics::counter::Counter;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What waits at most, in bytes: many thousand lines.
const ROOM: usize = 4 << 20;
/// What a line costs beside its text.
const OVERHEAD: usize = 64;
/// A terminal or pipe that others have made non-blocking is asked again after so long.
const AGAIN: Duration = Duration::from_millis(20);

/// The queue. Cheap to clone; clones are the same queue.
#[derive(Debug, Clone)]
pub(crate) struct LogQueue(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    room: usize,
    state: Mutex<State>,
    changed: Condvar,
    dropped: Counter,
}

#[derive(Debug, Default)]
struct State {
    lines: VecDeque<Box<[u8]>>,
    bytes: usize,
    /// A line has been taken out and is not written yet.
    writing: bool,
}

impl LogQueue {
    /// A queue whose lines are written to `out` by a thread of its own, which ends with the process. Once there is room
    /// again after lines were dropped, `tell` is told how many.
    pub(crate) fn start(out: impl Write + Send + 'static, tell: fn(u64)) -> io::Result<Self> {
        let queue = Self::with_room(ROOM);
        let writer = queue.clone();
        std::thread::Builder::new().name("log".to_owned()).spawn(move || writer.write_out(out, tell))?;
        Ok(queue)
    }

    fn with_room(room: usize) -> Self {
        let (state, changed, dropped) = (Mutex::default(), Condvar::new(), Counter::default());
        Self(Arc::new(Shared { room, state, changed, dropped }))
    }

    /// Lines that were dropped.
    pub(crate) fn dropped(&self) -> &Counter {
        &self.0.dropped
    }

    /// Puts a line in, with its line feed. Never waits for stderr.
    pub(crate) fn put(&self, line: &[u8]) {
        let mut state = self.lock();
        let size = line.len() + OVERHEAD;
        if state.bytes + size > self.0.room {
            self.0.dropped.inc();
            return;
        }
        state.bytes += size;
        state.lines.push_back(line.into());
        self.0.changed.notify_all();
    }

    /// Waits until all that was put in is written, for at most `wait`.
    pub(crate) fn flush(&self, wait: Duration) {
        let unwritten = |state: &mut State| state.writing || !state.lines.is_empty();
        // What is not written by then is lost with the process, as is whatever nobody reads.
        drop(self.0.changed.wait_timeout_while(self.lock(), wait, unwritten));
    }

    fn write_out(&self, mut out: impl Write, tell: impl Fn(u64)) {
        let mut told = 0;
        loop {
            let (line, roomy) = self.next();
            let written = write_line(&mut out, &line);
            if written.is_err() {
                self.0.dropped.inc();
            }
            self.written();
            let dropped = self.0.dropped.get();
            if written.is_ok() && roomy && dropped > told {
                tell(dropped - told);
                told = dropped;
            }
        }
    }

    /// Waits for a line. Says also whether little waits behind it.
    fn next(&self) -> (Box<[u8]>, bool) {
        let mut state = self.lock();
        loop {
            if let Some(line) = state.lines.pop_front() {
                state.bytes -= line.len() + OVERHEAD;
                state.writing = true;
                return (line, state.bytes <= self.0.room / 2);
            }
            state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn written(&self) {
        self.lock().writing = false;
        self.0.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_line(out: &mut impl Write, mut rest: &[u8]) -> io::Result<()> {
    while !rest.is_empty() {
        match out.write(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(AGAIN),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    const PLENTY: Duration = Duration::from_secs(30);

    /// Takes a line only when it is allowed one.
    struct Gate {
        allowed: std::sync::mpsc::Receiver<()>,
        lines: Arc<Mutex<Vec<String>>>,
    }

    impl Write for Gate {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.allowed.recv().map_err(|_| io::Error::from(ErrorKind::BrokenPipe))?;
            self.lines.lock().unwrap().push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_stalled_reader_holds_up_nobody_and_what_finds_no_room_is_counted() {
        let queue = LogQueue::with_room(10 * (OVERHEAD + 2));
        let (allow, allowed) = std::sync::mpsc::channel();
        let lines = Arc::<Mutex<Vec<String>>>::default();
        let gate = Gate { allowed, lines: Arc::clone(&lines) };
        let writer = queue.clone();
        let tell = {
            let queue = queue.clone();
            move |lines| queue.put(format!("{lines} lost\n").as_bytes())
        };
        std::thread::spawn(move || writer.write_out(gate, tell));
        for _ in 0..100 {
            queue.put(b"x\n");
        }
        // Ten wait, and one may be in the writer's hands.
        let dropped = queue.dropped().get();
        assert!((89..=90).contains(&dropped), "{dropped}");
        let began = std::time::Instant::now();
        queue.flush(Duration::from_millis(50));
        assert!(began.elapsed() < PLENTY, "waits no longer than it is told to");
        (0..100).for_each(|_| allow.send(()).unwrap());
        queue.flush(PLENTY);
        let lines = lines.lock().unwrap();
        assert_eq!(lines.iter().filter(|line| *line == "x\n").count() as u64, 100 - dropped);
        assert_eq!(lines.last().unwrap(), &format!("{dropped} lost\n"), "said once, when there is room again");
        assert_eq!(lines.len() as u64, 101 - dropped);
    }

    #[test]
    fn a_reader_that_is_gone_costs_its_lines_only() {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let queue = LogQueue::start(writer, |_| {}).unwrap();
        queue.put(b"first\n");
        queue.flush(PLENTY);
        let mut read = [0; 6];
        reader.read_exact(&mut read).unwrap();
        assert_eq!(&read, b"first\n");
        drop(reader);
        for _ in 0..3 {
            queue.put(b"nobody reads this\n");
        }
        queue.flush(PLENTY);
        assert_eq!(queue.dropped().get(), 3);
    }
}
