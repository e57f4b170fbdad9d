//! How many entries each list of an article keeps, whatever a text or a source says.
//!
//! The one place for these numbers. They are far above what news has: an entry costs a multiple of the bytes that say
//! it, so without an end a few megabytes of text become a gigabyte of entries. Whoever makes entries stops at
//! [`List::most`] while it reads; [`Article::keep_lists`] holds whatever came in some other way to it.

use crate::{Article, DateRole, MentionKind};

/// Titles, aliases and other small lists of one person, each.
pub const MOST_OF_ONE_PERSON: usize = 20;

/// A list of the article message that may grow with text or source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// `enrichment.mentions`
    Mentions,
    /// `enrichment.quantities`
    Quantities,
    /// `enrichment.quotes`
    Quotes,
    /// `enrichment.dates`
    Dates,
    /// `people` with `enrichment.people`
    People,
    /// `organisations`
    Organisations,
    /// `places`
    Places,
    /// `events`
    Events,
    /// `subjects`
    Subjects,
    /// `headlines`
    Headlines,
    /// `descriptions`
    Descriptions,
    /// `bodies`
    Bodies,
    /// `infoSources`
    InfoSources,
    /// `genres`
    Genres,
    /// `renditions`
    Renditions,
    /// `altIds`
    AltIds,
}

impl List {
    /// All of them, those made by reading a text first.
    pub const ALL: [Self; 16] = [
        Self::Mentions,
        Self::Quantities,
        Self::Quotes,
        Self::Dates,
        Self::People,
        Self::Organisations,
        Self::Places,
        Self::Events,
        Self::Subjects,
        Self::Headlines,
        Self::Descriptions,
        Self::Bodies,
        Self::InfoSources,
        Self::Genres,
        Self::Renditions,
        Self::AltIds,
    ];

    /// What reading a text made, in the order in which it is given up for the text's sake: first what is largest and is
    /// found again by reading the text once more.
    pub fn given_up() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().take_while(|list| *list != Self::Headlines)
    }

    /// What the list is called in `provenance[].dropped`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::Quantities => "quantities",
            Self::Quotes => "quotes",
            Self::Dates => "dates",
            Self::People => "people",
            Self::Organisations => "organisations",
            Self::Places => "places",
            Self::Events => "events",
            Self::Subjects => "subjects",
            Self::Headlines => "headlines",
            Self::Descriptions => "descriptions",
            Self::Bodies => "bodies",
            Self::InfoSources => "infoSources",
            Self::Genres => "genres",
            Self::Renditions => "renditions",
            Self::AltIds => "altIds",
        }
    }

    /// Most entries that are kept.
    pub fn most(self) -> usize {
        match self {
            Self::Mentions => 20_000,
            Self::Quantities | Self::Quotes | Self::People | Self::Organisations | Self::Places | Self::Events => 5_000,
            Self::Dates | Self::Subjects => 1_000,
            Self::InfoSources | Self::Genres | Self::Renditions | Self::AltIds => 200,
            Self::Headlines | Self::Descriptions | Self::Bodies => 50,
        }
    }
}

impl Article {
    /// Cuts every list that is longer than it may be, and says which. What refers to an entry that is gone refers to
    /// nothing.
    pub fn keep_lists(&mut self) -> Vec<List> {
        let mut cut = Vec::new();
        for list in List::ALL {
            if self.cut(list, list.most()) {
                cut.push(list);
            }
        }
        cut
    }

    /// Empties a list, but for what a source itself stated of dates. Says whether there was anything in it.
    pub fn give_up(&mut self, list: List) -> bool {
        if list == List::Dates {
            let before = self.enrichment.dates.len();
            self.enrichment.dates.retain(|date| date.role != DateRole::Mentioned);
            return self.enrichment.dates.len() < before;
        }
        self.cut(list, 0)
    }

    /// Shortens a list to `most` entries. Says whether it was longer.
    fn cut(&mut self, list: List, most: usize) -> bool {
        let enrichment = &mut self.enrichment;
        let cut = match list {
            List::Mentions => shorten(&mut enrichment.mentions, most),
            List::Quantities => shorten(&mut enrichment.quantities, most),
            List::Quotes => shorten(&mut enrichment.quotes, most),
            List::Dates => shorten(&mut enrichment.dates, most),
            List::People => shorten(&mut self.people, most),
            List::Organisations => shorten(&mut self.organisations, most),
            List::Places => shorten(&mut self.places, most),
            List::Events => shorten(&mut self.events, most),
            List::Subjects => shorten(&mut self.subjects, most),
            List::Headlines => shorten(&mut self.headlines, most),
            List::Descriptions => shorten(&mut self.descriptions, most),
            List::Bodies => shorten(&mut self.bodies, most),
            List::InfoSources => shorten(&mut self.info_sources, most),
            List::Genres => shorten(&mut self.genres, most),
            List::Renditions => shorten(&mut self.renditions, most),
            List::AltIds => shorten(&mut self.alt_ids, most),
        };
        // An item from elsewhere may say more of its people than it has, and more than once.
        let details = list == List::People && shorten(&mut enrichment.people, most);
        if cut {
            self.forget_missing();
        }
        cut || details
    }

    /// Takes away what refers past the end of a list.
    fn forget_missing(&mut self) {
        let (people, organisations) = (self.people.len(), self.organisations.len());
        let (places, events) = (self.places.len(), self.events.len());
        let enrichment = &mut self.enrichment;
        for mention in &mut enrichment.mentions {
            let entries = match mention.kind {
                MentionKind::Person => people,
                MentionKind::Organisation => organisations,
                MentionKind::Place => places,
                MentionKind::Event => events,
                MentionKind::Nationality | MentionKind::Product | MentionKind::Other => continue,
            };
            keep_within(&mut mention.reference, entries);
        }
        for speaker in enrichment.quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut()) {
            // Of a person or an organisation.
            keep_within(&mut speaker.reference, people.max(organisations));
        }
        if let Some(place) = enrichment.dateline.as_mut().and_then(|line| line.place.as_mut()) {
            keep_within(&mut place.reference, places);
        }
        enrichment.people.retain(|detail| is_within(detail.reference, people));
    }
}

fn keep_within(reference: &mut Option<u32>, entries: usize) {
    *reference = reference.filter(|at| is_within(*at, entries));
}

fn is_within(reference: u32, entries: usize) -> bool {
    usize::try_from(reference).is_ok_and(|at| at < entries)
}

fn shorten<T>(list: &mut Vec<T>, most: usize) -> bool {
    let longer = list.len() > most;
    if longer {
        list.truncate(most);
        list.shrink_to_fit();
    }
    longer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleId, Entity, Extra, Mention, PersonDetail, Span, Timestamp, Version};

    fn article(people: usize) -> Article {
        let at = Timestamp::from_millis(1_700_000_000_000);
        let id = ArticleId::of_content("sha256:00");
        let mut article = Article::new(id, Version::fetched_at(at.millis()), at);
        for reference in (0..).take(people) {
            article.people.push(Entity { name: Some(format!("Ann {reference}")), ..Entity::default() });
            article.enrichment.people.push(PersonDetail { reference, ..PersonDetail::default() });
            article.enrichment.mentions.push(Mention {
                kind: MentionKind::Person,
                reference: Some(reference),
                name: None,
                span: Span { start: reference, end: reference + 1 },
                extra: Extra::new(),
            });
        }
        article
    }

    #[test]
    fn a_list_that_is_too_long_is_cut_and_nothing_refers_to_what_is_gone() {
        let most = List::People.most();
        let mut article = article(most + 2);
        assert_eq!(article.keep_lists(), [List::People]);
        assert_eq!((article.people.len(), article.enrichment.people.len()), (most, most));
        let referring = article.enrichment.mentions.iter().filter(|mention| mention.reference.is_some()).count();
        assert_eq!((referring, article.enrichment.mentions.len()), (most, most + 2));
        assert_eq!(article.keep_lists(), []);
    }

    #[test]
    fn lists_are_given_up_whole() {
        let mut article = article(3);
        assert!(article.give_up(List::Mentions) && !article.give_up(List::Mentions));
        assert!(article.give_up(List::People) && article.enrichment.people.is_empty());
        assert!(!article.give_up(List::Dates));
    }

    #[test]
    fn every_list_has_a_name_of_its_own_and_an_end() {
        let names: std::collections::BTreeSet<&str> = List::ALL.into_iter().map(List::name).collect();
        assert_eq!(names.len(), List::ALL.len());
        assert!(List::ALL.into_iter().all(|list| (1..=20_000).contains(&list.most())));
    }
}
