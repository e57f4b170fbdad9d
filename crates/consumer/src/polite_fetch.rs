//! The one way out to the web, as the configuration has it: who we say we are, and whom links may lead to.

use fetch::{Allowed, FetchSettings, HttpFetch, Place};
use service::config::{AllowedHosts, AllowedPlace, Settings};

/// What asks for sources and their pages. Nothing is sent yet; one serves a whole process.
pub fn polite_fetch(settings: &Settings) -> HttpFetch {
    HttpFetch::new(FetchSettings {
        user_agent: settings.consumer.user_agent.clone(),
        contact: settings.consumer.contact.clone(),
        allowed: settings.fetch_allow.iter().map(allowed).collect(),
        ..FetchSettings::default()
    })
}

/// A place of the configuration, as the fetcher knows it.
fn allowed(place: &AllowedPlace) -> Allowed {
    let hosts = match &place.hosts {
        AllowedHosts::Name(name) => Place::Name(name.clone()),
        AllowedHosts::Block(block) => Place::Block(*block),
    };
    Allowed { place: hosts, port: place.port }
}
