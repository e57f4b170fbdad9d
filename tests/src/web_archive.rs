//! Web archives (WARC) for tests, in each form that crawlers write.

use std::io::Write;

/// What stands before the one dictionary of a file in zstd.
const DICTIONARY_FRAME: u32 = 0x184D_2A5D;

/// A record of a web archive.
#[derive(Debug, Clone)]
pub struct WarcRecord {
    fields: Vec<(String, String)>,
    block: Vec<u8>,
}

impl WarcRecord {
    /// A record of a type, with its usual fields and no Content-Type.
    pub fn new(kind: &str, url: &str, block: impl Into<Vec<u8>>) -> Self {
        let block = block.into();
        let fields = [
            ("WARC-Type", kind.to_owned()),
            ("WARC-Record-ID", format!("<urn:example:{kind}:{url}>")),
            ("WARC-Target-URI", url.to_owned()),
            ("WARC-Date", "2019-05-12T06:30:00Z".to_owned()),
            ("Content-Length", block.len().to_string()),
        ];
        Self { fields: fields.map(|(name, value)| (name.to_owned(), value)).into(), block }
    }

    /// What a server answered.
    pub fn response(url: &str, answer: impl Into<Vec<u8>>) -> Self {
        Self::new("response", url, answer).with("Content-Type", "application/http; msgtype=response")
    }

    /// The same with a field of another value, or one more. No value: without it.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        if !value.is_empty() {
            self.fields.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// As it stands in a file.
    pub fn bytes(&self) -> Vec<u8> {
        let fields = self.fields.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let head = format!("WARC/1.0\r\n{}\r\n", fields.collect::<String>());
        [head.as_bytes(), &self.block, b"\r\n\r\n"].concat()
    }
}

/// An answer of HTTP.
pub fn http_answer(status: &str, fields: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let fields = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let head = format!("HTTP/1.1 {status}\r\n{}\r\n", fields.collect::<String>());
    [head.as_bytes(), body].concat()
}

/// How the records of a file are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// Not.
    Plain,
    /// Each is a member of gzip of its own.
    GzipMembers,
    /// All are one.
    GzipWhole,
    /// Each is a frame of zstd of its own.
    ZstdFrames,
    /// The same with a dictionary, which stands in the first frame as it is.
    ZstdDictionary,
    /// The same, and the dictionary is compressed itself.
    ZstdPackedDictionary,
}

impl Wrapping {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Plain,
        Self::GzipMembers,
        Self::GzipWhole,
        Self::ZstdFrames,
        Self::ZstdDictionary,
        Self::ZstdPackedDictionary,
    ];

    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Plain => ".warc",
            Self::GzipMembers | Self::GzipWhole => ".warc.gz",
            Self::ZstdFrames | Self::ZstdDictionary | Self::ZstdPackedDictionary => ".warc.zst",
        }
    }

    /// A file of these records.
    pub fn file(self, records: &[WarcRecord]) -> std::io::Result<Vec<u8>> {
        let records: Vec<Vec<u8>> = records.iter().map(WarcRecord::bytes).collect();
        let each = |pack: &dyn Fn(&[u8]) -> std::io::Result<Vec<u8>>| -> std::io::Result<Vec<u8>> {
            Ok(records.iter().map(|record| pack(record)).collect::<std::io::Result<Vec<_>>>()?.concat())
        };
        let dictionary = records.first().cloned().unwrap_or_default();
        let with_dictionary = |frame: &[u8]| {
            let length = u32::try_from(frame.len()).map_err(std::io::Error::other)?;
            let head = [DICTIONARY_FRAME.to_le_bytes(), length.to_le_bytes()].concat();
            let pack = |record: &[u8]| zstd::bulk::Compressor::with_dictionary(3, &dictionary)?.compress(record);
            Ok([head, frame.to_vec(), each(&pack)?].concat())
        };
        match self {
            Self::Plain => Ok(records.concat()),
            Self::GzipMembers => each(&gzip),
            Self::GzipWhole => gzip(&records.concat()),
            Self::ZstdFrames => each(&|record| zstd::stream::encode_all(record, 1)),
            Self::ZstdDictionary => with_dictionary(&dictionary),
            Self::ZstdPackedDictionary => with_dictionary(&zstd::stream::encode_all(dictionary.as_slice(), 1)?),
        }
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes)?;
    writer.finish()
}
