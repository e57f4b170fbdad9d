//! Newsroom formats that are recognised but not read: better a clear word than a page extractor's guess at their XML.

use crate::Reject;
use crate::format::{Extractor, Found, Input};
use article::ContentType;

/// NewsML-G2 and NITF.
pub(crate) struct Unsupported;

impl Extractor for Unsupported {
    fn content_types(&self) -> &'static [ContentType] {
        &[ContentType::NewsMl, ContentType::Nitf]
    }

    fn extract(&self, input: &Input<'_>) -> Result<Vec<Found>, Reject> {
        let name = input.content_type.as_str();
        Err(Reject::new("unsupported_format", format!("{name} is recognised, but this version cannot read it")))
    }
}
