//! Wire articles to send through the pipeline: as many as wanted, all different, the same ones every time.
//!
//! They have the form of wire text as it arrives: a header line with date and headline, a blank line, a dateline, the
//! body in paragraphs. Places are real, agencies and events are made up.

mod wording;

use article::{Article, ArticleId, RawRecord, Timestamp, Version, alt_role};
use wording::{AGENCIES, Date, PLACES, Wording};

/// Length of the shortest and the longest article in bytes, roughly; between them lengths are spread evenly over
/// orders of magnitude, as those of real news are.
const SHORTEST: f64 = 300.0;
const LONGEST: f64 = 60_000.0;
/// Length of the longest short article.
const LONGEST_SHORT: f64 = 2_000.0;

/// One article and what is true of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireArticle {
    /// Unique among the articles of every number of one seed.
    pub id: String,
    /// As in the header line.
    pub headline: String,
    /// Where it was filed, in ordinary capitals.
    pub place: &'static str,
    /// Who filed it.
    pub agency: &'static str,
    /// `YYYY-MM-DD`, as in the header line and in the dateline.
    pub date: String,
    /// Everything after the blank line.
    pub body: String,
}

impl WireArticle {
    /// The document as it arrives.
    pub fn text(&self) -> String {
        format!(" date {} {}\n\n{}\n", self.date, self.headline, self.body)
    }

    /// Its file name in a folder source.
    pub fn file_name(&self) -> String {
        format!("{}.txt", self.id)
    }

    /// The same as a raw record of a source.
    pub fn raw_record(&self, source: &str) -> RawRecord {
        RawRecord {
            id: Some(self.id.clone()),
            content_type: Some("text/plain".to_owned()),
            source: Some(source.to_owned()),
            body: self.text().into_bytes(),
            ..RawRecord::default()
        }
    }

    /// The same as an article message, a version of it that was fetched at `version` (Unix ms).
    pub fn article(&self, source: &str, version: i64) -> Article {
        let id = ArticleId::of_source(source, &self.id);
        let mut article = Article::new(id, Version::fetched_at(version), Timestamp::from_millis(version));
        article.set_headline(&self.headline);
        article.set_body(format!("{}\n\nVersion {version}.", self.body));
        article.add_alt_id(alt_role::SOURCE_ID, &self.id);
        let hash = article.content_hash();
        article.add_alt_id(alt_role::CONTENT_HASH, &hash);
        article
    }
}

/// `count` articles. The same seed gives the same ones, whatever the count; another seed gives others with other ids.
pub fn wire_articles(count: usize, seed: u64) -> impl Iterator<Item = WireArticle> {
    (0..count).map(move |number| wire_article(number, seed, LONGEST))
}

/// The same, none of them longer than about 2 KB, for whoever wants many.
pub fn short_articles(count: usize, seed: u64) -> impl Iterator<Item = WireArticle> {
    (0..count).map(move |number| wire_article(number, seed, LONGEST_SHORT))
}

fn wire_article(number: usize, seed: u64, longest: f64) -> WireArticle {
    // Mixed, so that neighbouring numbers and seeds share nothing.
    let mut wording = Wording::new((number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ seed.rotate_left(32));
    let place = wording.pick(PLACES);
    let agency = wording.pick(AGENCIES);
    let date = Date::pick(&mut wording);
    // The number in the headline keeps every text, and so every content hash, different.
    let case = format!("{}-{number}", seed);
    let headline = wording.headline(&case);
    let length = SHORTEST * (longest / SHORTEST).powf(wording.fraction());
    let mut body = format!("{}{}", wording.dateline(place, agency, date), wording.opening(&headline));
    while (body.len() as f64) < length {
        body.push_str("\n\n");
        body.push_str(&wording.paragraph());
    }
    WireArticle { id: format!("wire-{seed}-{number:06}"), headline, place, agency, date: date.iso(), body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_seed_gives_the_same_articles() {
        assert!(wire_articles(50, 7).eq(wire_articles(80, 7).take(50)));
    }

    #[test]
    fn articles_differ_in_everything_that_identifies_them() {
        let articles: Vec<WireArticle> = wire_articles(2_000, 1).chain(wire_articles(2_000, 2)).collect();
        let ids: BTreeSet<&str> = articles.iter().map(|article| article.id.as_str()).collect();
        let headlines: BTreeSet<&str> = articles.iter().map(|article| article.headline.as_str()).collect();
        let bodies: BTreeSet<&str> = articles.iter().map(|article| article.body.as_str()).collect();
        assert_eq!((ids.len(), headlines.len(), bodies.len()), (4_000, 4_000, 4_000));
    }

    #[test]
    fn sizes_spread_from_a_few_lines_to_long_reads() {
        let sizes: Vec<usize> = wire_articles(1_000, 3).map(|article| article.text().len()).collect();
        let (shortest, longest) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
        assert!((300..600).contains(shortest), "{shortest}");
        assert!((50_000..62_000).contains(longest), "{longest}");
        assert!(sizes.iter().filter(|size| **size < 5_000).count() > 300);
    }

    #[test]
    fn the_form_is_that_of_wire_text() {
        let article = wire_articles(1, 4).next().unwrap();
        let text = article.text();
        let (header, body) = text.split_once("\n\n").unwrap();
        assert_eq!(header, format!(" date {} {}", article.date, article.headline));
        assert!(body.to_uppercase().starts_with(&article.place.to_uppercase()), "{body}");
        assert!(body.contains(article.agency));
    }
}
