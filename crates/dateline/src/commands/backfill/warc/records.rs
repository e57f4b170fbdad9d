//! The records of a WARC file, one after the other, each read no further than its reader wants.
//!
//! In: the bytes of the file, unpacked. Out: the fields of each record and its block, as a reader. Where a length is wrong,
//! reading goes on at the next line that begins a record.

use super::fields::{Fields, HeadEnd, read_head};
use std::io::{self, BufRead, Error, ErrorKind, Read};

/// What the first line of a record begins with, and how much is read of a line to tell.
const VERSION: &[u8] = b"WARC/";
const ENOUGH: u64 = 16;

/// A file that is being read.
pub(super) struct Records {
    bytes: Box<dyn BufRead + Send>,
    /// Bytes of the block that were not read.
    left: u64,
    /// The first line of a record was read already.
    at_head: bool,
    /// What comes is not where a record begins, and that was said.
    is_lost: bool,
}

/// What comes next.
pub(super) enum Next {
    /// A record; its block is read by `block`, and `leave` goes past it.
    Record(Fields),
    /// Something that is none, and what is wrong with it.
    Broken(&'static str),
    End,
}

enum Found {
    Head,
    Strange,
    End,
}

impl Records {
    pub(super) fn of(bytes: Box<dyn BufRead + Send>) -> Self {
        Self { bytes, left: 0, at_head: false, is_lost: false }
    }

    /// The next record. An error is of the file: it cannot be read further.
    pub(super) fn next(&mut self) -> io::Result<Next> {
        match self.find()? {
            Found::End => return Ok(Next::End),
            Found::Strange => return Ok(Next::Broken("no record begins where the one before it ends")),
            Found::Head => {}
        }
        let head = read_head(&mut self.bytes)?;
        match head.end {
            HeadEnd::Input => return Err(breaks_off()),
            HeadEnd::Limit => {
                self.is_lost = true;
                return Ok(Next::Broken("its fields take more than 64 KiB"));
            }
            HeadEnd::EmptyLine => {}
        }
        let fields = Fields::parse(&head.lines);
        match fields.get("Content-Length").and_then(|length| length.parse().ok()) {
            Some(length) => {
                self.left = length;
                Ok(Next::Record(fields))
            }
            None => {
                self.is_lost = true;
                Ok(Next::Broken("it has no Content-Length that is a number"))
            }
        }
    }

    /// What is left of the block of the record.
    pub(super) fn block(&mut self) -> Block<'_> {
        Block(self)
    }

    /// Goes past the block. False: it does not end where its length says.
    pub(super) fn leave(&mut self) -> io::Result<bool> {
        io::copy(&mut self.block(), &mut io::sink())?;
        let is_end = matches!(self.bytes.fill_buf()?.first(), None | Some(b'\r' | b'\n' | b'W'));
        self.is_lost = !is_end;
        Ok(is_end)
    }

    /// Looks for the first line of a record.
    fn find(&mut self) -> io::Result<Found> {
        if std::mem::take(&mut self.at_head) {
            return Ok(Found::Head);
        }
        let is_said = std::mem::take(&mut self.is_lost);
        let mut is_strange = false;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(if is_strange && !is_said { Found::Strange } else { Found::End });
            } else if line.starts_with(VERSION) {
                self.at_head = is_strange && !is_said;
                return Ok(if self.at_head { Found::Strange } else { Found::Head });
            }
            is_strange |= !line.trim_ascii().is_empty();
        }
    }

    /// The beginning of a line, which is gone past; empty at the end.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        (&mut self.bytes).take(ENOUGH).read_until(b'\n', &mut line)?;
        if !line.is_empty() && !line.ends_with(b"\n") {
            self.bytes.skip_until(b'\n')?;
        }
        Ok(line)
    }
}

/// The block of a record.
pub(super) struct Block<'a>(&'a mut Records);

impl Block<'_> {
    /// Bytes that were not read.
    pub(super) fn left(&self) -> u64 {
        self.0.left
    }
}

impl BufRead for Block<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.0.left == 0 {
            return Ok(&[]);
        }
        let bytes = self.0.bytes.fill_buf()?;
        if bytes.is_empty() {
            return Err(breaks_off());
        }
        let most = usize::try_from(self.0.left).unwrap_or(usize::MAX);
        Ok(bytes.get(..most).unwrap_or(bytes))
    }

    fn consume(&mut self, count: usize) {
        self.0.bytes.consume(count);
        self.0.left = self.0.left.saturating_sub(count as u64);
    }
}

impl Read for Block<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

fn breaks_off() -> Error {
    Error::new(ErrorKind::UnexpectedEof, "it ends inside a record")
}
