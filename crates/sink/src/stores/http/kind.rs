//! The kind `http`: how its table is read, and what comes of it.

use super::settings::{HttpSettings, refused};
use super::store::HttpStore;
use crate::stores::store_settings::StoreSettings;
use async_trait::async_trait;
use pipeline::{Store, error_line};
use service::config::Keys;

/// Reads the keys of its table.
pub(crate) fn read(keys: Keys<'_>) -> Option<Box<dyn StoreSettings>> {
    Some(Box::new(HttpSettings::read(keys)?))
}

#[async_trait]
impl StoreSettings for HttpSettings {
    fn name(&self) -> &str {
        &self.name
    }

    fn takes_replays(&self) -> bool {
        self.replays
    }

    fn takes_embargoed(&self) -> bool {
        self.embargoed
    }

    fn build(&self) -> Box<dyn Store> {
        Box::new(HttpStore::new(self.clone()))
    }

    async fn connects(&self) -> Option<Result<String, String>> {
        let client = self.client();
        let at = client.shown();
        Some(match client.connect().await {
            Ok(()) => Ok(format!("{at} can be connected to; nothing is sent before there are articles")),
            Err(error @ fetch::FetchError::Forbidden { .. }) => Err(refused(&error)),
            Err(error) => Err(format!("{at}: {}", error_line(&error))),
        })
    }
}
