//! Headers and value of a record as one Zstandard frame: what lies in the file is a third of what was appended.
//!
//! Records are small and alike, so frames are made with a dictionary: three enriched articles and the headers of each
//! topic. **It is part of the format**: a byte of it changed, and no frame can be read. A record that is no smaller as a
//! frame stays as it is; so does a tombstone, and every record of a file of format 1.

use super::header_code::{self, DamagedHeaders, decode_bytes, encode_bytes};
use article::Headers;
use std::sync::LazyLock;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::get_frame_content_size;

/// What stands in the headers column of a packed record: a length of nought that takes two bytes, as `header_code` never
/// writes it.
pub(super) const MARK: &[u8] = &[0x80, 0x00];

const DICTIONARY: &[u8] = include_bytes!("dictionary-1");
/// Higher levels take a few bytes less and longer.
const LEVEL: i32 = 1;
/// What a frame may grow to; no record comes near it.
const LARGEST: usize = 256 << 20;

static TO_PACK: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static TO_UNPACK: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

/// A packed record that cannot be unpacked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Damaged {
    #[error("a packed record is damaged: {0}")]
    Frame(#[from] std::io::Error),
    #[error("a packed record is damaged: it has no length, or one beyond all records")]
    Length,
    #[error(transparent)]
    Headers(#[from] DamagedHeaders),
}

/// Packs records, one after the other.
pub(super) struct Packer {
    compressor: Compressor<'static>,
    plain: Vec<u8>,
}

impl Packer {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self { compressor: Compressor::with_prepared_dictionary(&TO_PACK)?, plain: Vec::new() })
    }

    /// The frame of encoded headers and a value; `None` where it would not be smaller.
    pub(super) fn pack(&mut self, headers: &[u8], value: &[u8]) -> std::io::Result<Option<Vec<u8>>> {
        if headers.len() + value.len() > LARGEST / 2 {
            return Ok(None);
        }
        self.plain.clear();
        encode_bytes(headers, &mut self.plain);
        self.plain.extend_from_slice(value);
        let frame = self.compressor.compress(&self.plain)?;
        Ok((frame.len() + MARK.len() < headers.len() + value.len()).then_some(frame))
    }
}

/// Unpacks records, one after the other.
pub(super) struct Unpacker(Decompressor<'static>);

impl Unpacker {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self(Decompressor::with_prepared_dictionary(&TO_UNPACK)?))
    }

    /// Headers and value of a frame.
    pub(super) fn unpack(&mut self, frame: &[u8]) -> Result<(Headers, Vec<u8>), Damaged> {
        let length = get_frame_content_size(frame).ok().flatten().and_then(|length| usize::try_from(length).ok());
        let length = length.filter(|length| *length <= LARGEST).ok_or(Damaged::Length)?;
        let mut plain = self.0.decompress(frame, length)?;
        let mut rest = plain.as_slice();
        let headers = header_code::decode(decode_bytes(&mut rest)?)?;
        let begin = plain.len() - rest.len();
        plain.drain(..begin);
        Ok((headers, plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};

    fn encoded(headers: &Headers) -> Vec<u8> {
        let mut code = Vec::new();
        header_code::encode(headers, &mut code);
        code
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(given in vec((".{0,20}", vec(any::<u8>(), 0..30)), 0..4), part in vec(any::<u8>(), 1..40), times in 0_usize..200) {
            let headers: Headers = given.into_iter().collect();
            let value = part.repeat(times);
            let frame = Packer::new().unwrap().pack(&encoded(&headers), &value).unwrap();
            if let Some(frame) = frame {
                assert_eq!(Unpacker::new().unwrap().unpack(&frame).unwrap(), (headers, value));
            }
        }

        #[test]
        fn damaged_frames_are_refused_or_read_but_never_panic(at in 0_usize..400, byte in any::<u8>(), cut in 0_usize..400) {
            let value: Vec<u8> = (0..2_000).map(|number| (number % 251) as u8).collect();
            let mut frame = Packer::new().unwrap().pack(&[], &value).unwrap().unwrap();
            let at = at % frame.len();
            frame[at] ^= byte;
            let mut unpacker = Unpacker::new().unwrap();
            drop(unpacker.unpack(&frame));
            drop(unpacker.unpack(&frame[..cut.min(frame.len())]));
        }
    }

    #[test]
    fn an_article_takes_a_third_and_noise_stays_as_it_is() {
        let article = include_bytes!("dictionary-1").split(|byte| *byte == b'\n').nth(1).unwrap();
        let other = String::from_utf8_lossy(article).replace("lighthouse", "windmill").replace("0fd65c24", "71ac90b3");
        let mut packer = Packer::new().unwrap();
        assert!(packer.pack(&[], other.as_bytes()).unwrap().unwrap().len() * 3 < other.len());
        assert_eq!(packer.pack(&[], &[7]).unwrap(), None);
        assert!(Unpacker::new().unwrap().unpack(&[0x28, 0xb5, 0x2f, 0xfd]).is_err());
    }

    /// A frame of the first release that packed. It must be read for ever: here breaks whoever changes the dictionary.
    #[test]
    fn frames_are_read_by_every_later_release() {
        let mut headers = Headers::new();
        headers.push("ce_type", "dateline.raw.v1");
        headers.push("x-record-source", "wire");
        let value = b"The ferry was late again on Monday, and the harbour master said so.".to_vec();
        assert_eq!(Unpacker::new().unwrap().unpack(FERRY).unwrap(), (headers, value));
    }

    const FERRY: &[u8] = &[
        0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x71, 0x2d, 0x02, 0x00, 0x74, 0x02, 0x2d, 0x54, 0x68, 0x65, 0x20, 0x66, 0x65,
        0x72, 0x72, 0x6c, 0x61, 0x74, 0x65, 0x20, 0x61, 0x67, 0x61, 0x69, 0x6e, 0x20, 0x6f, 0x6e, 0x20, 0x4d, 0x6f,
        0x61, 0x6e, 0x68, 0x61, 0x72, 0x62, 0x6f, 0x75, 0x72, 0x20, 0x6d, 0x73, 0x6f, 0x2e, 0x08, 0x00, 0xf5, 0xa3,
        0x0e, 0x38, 0x0b, 0xf5, 0x1e, 0xe6, 0x38, 0x03, 0x63, 0x34, 0x75, 0x2c, 0x52, 0x52, 0x03, 0xc3, 0xd2, 0x2f,
        0x70, 0x4a, 0xc2, 0xea, 0x32, 0x57,
    ];
}
