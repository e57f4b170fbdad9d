//! Bytes that a document holds as a text in base64.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// The bytes; `None`: it is no base64. Lines may be broken anywhere, and the signs at the end may be missing.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    GeneralPurpose::new(&STANDARD, config).decode(packed).ok()
}
