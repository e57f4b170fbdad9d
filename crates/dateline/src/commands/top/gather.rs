//! Looking at the pipeline, again and again.

use crate::commands::service_page::ask;
use article::Topics;
use bus::Bus;
use pipeline::{first_day, read_sources};
use service::clock;
use service::config::Settings;
use state::{Letters, Look, Picture, SourceLook, Told};

/// What is shown.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) lane: String,
    pub(super) bus: String,
    pub(super) picture: Picture,
    /// Services that did not tell their metrics.
    pub(super) silent: Vec<String>,
}

/// Looks, and remembers what it saw before.
pub(super) struct Gatherer {
    settings: Settings,
    bus: Box<dyn Bus>,
    topics: Topics,
    services: Vec<String>,
    letters: Option<Letters>,
    earlier: Option<(Look, Told)>,
}

impl Gatherer {
    pub(super) fn open(settings: Settings, also: Vec<String>) -> anyhow::Result<Self> {
        let bus = service::open_as_guest(&settings)?;
        let topics = Topics::of(settings.lane.clone());
        let mut services: Vec<String> = settings.http_listen.iter().cloned().chain(also).collect();
        services.dedup();
        Ok(Self { settings, bus, topics, services, letters: None, earlier: None })
    }

    /// One more look.
    pub(super) fn gather(&mut self) -> anyhow::Result<Shown> {
        let (bus, now) = (self.bus.as_ref(), clock::now());
        let look = Look::of(bus, service::reading_loops(&self.settings), now)?;
        let (mut told, mut silent) = (Told::default(), Vec::new());
        for address in &self.services {
            match ask(address, "/metrics") {
                Ok(page) if page.ok => told.add(&page.body),
                Ok(_) | Err(_) => silent.push(address.clone()),
            }
        }
        let mut letters = match self.letters.take() {
            Some(letters) => letters,
            None => Letters::since(bus, &self.topics, first_day(now))?,
        };
        letters.read_on(bus)?;
        let sections = self.settings.sources.iter();
        let names: Vec<_> = sections.map(|section| (section.name().to_owned(), section.kind().to_owned())).collect();
        let notes = read_sources(bus, &self.topics.cursors())?;
        let sources = SourceLook::of_all(&names, &notes, &letters, now);
        let earlier = self.earlier.as_ref().map(|(look, told)| (look, told));
        let picture = Picture::of((&look, &told), earlier, sources, &letters);
        self.letters = Some(letters);
        self.earlier = Some((look, told));
        let (lane, bus) = (self.topics.lane().as_str().to_owned(), self.bus.describe());
        Ok(Shown { lane, bus, picture, silent })
    }
}
