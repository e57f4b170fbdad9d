//! What the clients of one bus share.

use super::settings::KafkaSettings;
use super::size_limits::SizeLimits;
use super::trouble::Trouble;

/// Cheap to clone, but for the settings.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) settings: KafkaSettings,
    pub(super) limits: SizeLimits,
    /// Where trouble is noted.
    pub(super) trouble: Trouble,
}
