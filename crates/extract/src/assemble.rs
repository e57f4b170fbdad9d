//! From what a document declares to the article message: id, version, hash, hints of the feed, provenance.

use crate::association::{ASSOCIATIONS, associations};
use crate::byline_names::settled_byline;
use crate::concept::Concept;
use crate::dates::value::IsoDate;
use crate::format::{ExtractContext, Found, Input, Story};
use crate::identity::{id_of, version_of};
use article::{
    Article, ArticleId, DateFrom, DateRole, DeclaredOrText, Hints, Language, Provenance, StatedDate, Subject, alt_role,
    collapse_white_space, content_hash, drop_unseen, rel,
};
use serde_json::json;

/// Confidence in a language that the document declares and nobody has read the text for: declarations are often
/// left at the default of the software that wrote them.
const DECLARED_LANGUAGE_CONFIDENCE: u8 = 50;

/// Most keywords taken from one document; more is stuffing, not description.
const MAX_KEYWORDS: usize = 64;

/// `rel` of the section that the source itself files a story under.
const SECTION: &str = "section";

/// Properties of ninjs for what a document says of its rights and its use.
const COPYRIGHT_NOTICE: &str = "copyrightNotice";
const USAGE_TERMS: &str = "usageTerms";
const RIGHTS_INFO: &str = "rightsInfo";

/// The article of what was found.
pub(crate) fn assemble(
    found: Found,
    hints: Option<&Hints>,
    input: &Input<'_>,
    context: &ExtractContext<'_>,
) -> Article {
    let (mut article, terms_from) = match found {
        Found::Story(story) => {
            let (mut story, known) = match hints {
                Some(hints) => (with_hints(*story, hints, input), hints.article),
                None => (*story, None),
            };
            let terms_from = std::mem::take(&mut story.reservations.stated_in);
            (of_story(story, known, input), terms_from)
        }
        // An item speaks for itself.
        Found::Item(article) => (*article, Vec::new()),
    };
    let dropped = article.keep_lists().into_iter().map(|list| list.name().to_owned()).collect();
    article.enrichment.provenance.extend(provenance((dropped, terms_from), input, context));
    article
}

/// Adds what the feed stated where the document is silent.
fn with_hints(mut story: Story, hints: &Hints, input: &Input<'_>) -> Story {
    let text = |text: &Option<String>| text.as_deref().map(collapse_white_space).filter(|text| !text.is_empty());
    let or_hint = |field, stated: Option<String>, hint: &Option<String>| match (stated, text(hint)) {
        (Some(stated), hint) => {
            if let Some(hint) = hint {
                input.notes.passed(field, "feed", "the document has its own", || hint);
            }
            Some(stated)
        }
        (None, Some(hint)) => {
            input.notes.chose(field, "feed", || hint.clone());
            Some(hint)
        }
        (None, None) => None,
    };
    story.headline = or_hint("headline", story.headline, &hints.title);
    story.byline = or_hint("by", story.byline, &hints.byline);
    story.language = or_hint("language", story.language, &hints.language);
    story.guid = story.guid.or_else(|| text(&hints.guid));
    hints.usage.iter().for_each(|header| story.reservations.read_header(header));
    story.keywords.extend(hints.categories.iter().cloned());
    for (role, stated) in [(DateRole::Published, &hints.published), (DateRole::Modified, &hints.updated)] {
        let date = stated.as_deref().and_then(IsoDate::parse);
        story.dates.extend(date.and_then(|date| date.stated(role, DateFrom::Feed, input.received_at)));
    }
    story
}

fn of_story(mut story: Story, known: Option<ArticleId>, input: &Input<'_>) -> Article {
    drop_unseen_of(&mut story);
    let headline = story.headline.as_deref().map(collapse_white_space).unwrap_or_default();
    let hash = content_hash(&headline, &story.body);
    // What its source knows it to be a version of, whatever its page is called by now.
    let id = known.unwrap_or_else(|| id_of(&story, input.raw, &hash));
    let mut article = Article::new(id, version_of(input.received_at), input.received_at);
    article.set_headline(&headline);
    article.by = story.byline.take().and_then(|by| settled_byline(&by));
    article.set_summary(&story.summary.take().unwrap_or_default());
    if !story.body.is_empty() {
        article.set_body(std::mem::take(&mut story.body));
    }
    if let Some(value) = story.language.take() {
        article.language = Some(value.clone());
        let confidence = DECLARED_LANGUAGE_CONFIDENCE;
        article.enrichment.language = Some(Language { value, confidence, from: DeclaredOrText::Declared });
    }
    article.subjects = declared_subjects(&story.sections, &story.keywords, input.raw.source.as_deref());
    add_dates(&mut article, std::mem::take(&mut story.dates));
    article.content_created = article.content_created.or(story.published_at);
    if let Some(associations) = associations(story.picture.as_ref(), &story.media) {
        article.extra.insert(ASSOCIATIONS.to_owned(), associations);
    }
    article.info_sources = std::mem::take(&mut story.info_sources);
    let usage_terms = story.reservations.terms(story.usage_terms.take());
    if let Some(terms) = &usage_terms {
        input.notes.chose("usage terms", "as stated", || terms.clone());
    }
    for (property, stated) in [(COPYRIGHT_NOTICE, story.rights.take()), (USAGE_TERMS, usage_terms)] {
        if let Some(stated) = stated {
            article.extra.insert(property.to_owned(), stated.into());
        }
    }
    if let Some(policy) = story.reservations.policy.take() {
        article.extra.insert(RIGHTS_INFO.to_owned(), json!({ "linkedRights": policy }));
    }
    if let Some(page) = &story.page {
        article.set_page(page);
    }
    article.add_alt_id(alt_role::SOURCE_ID, story.source_id.as_deref().unwrap_or_default());
    article.add_alt_id(alt_role::GUID, story.guid.as_deref().unwrap_or_default());
    article.add_alt_id(alt_role::CONTENT_HASH, &hash);
    article
}

/// What is told and printed has neither control characters nor soft hyphens. What names the story stays as it is.
fn drop_unseen_of(story: &mut Story) {
    let Story { headline, byline, summary, language, rights, usage_terms, .. } = story;
    let lines = [headline, byline, summary, language, rights, usage_terms];
    let media = story.picture.iter_mut().chain(&mut story.media);
    let told = media.flat_map(|medium| medium.caption.iter_mut().chain(&mut medium.credit));
    let outlets = story.info_sources.iter_mut().filter_map(|outlet| outlet.name.as_mut());
    let named = story.sections.iter_mut().chain(&mut story.keywords);
    lines.into_iter().flatten().chain(told).chain(outlets).chain(named).for_each(drop_unseen);
    drop_unseen(&mut story.body);
}

/// Sets the dates, best first, each said once by each kind of source.
pub(crate) fn add_dates(article: &mut Article, mut dates: Vec<StatedDate>) {
    dates.sort_by_key(StatedDate::order);
    for date in dates {
        if !article.enrichment.dates.contains(&date) {
            article.enrichment.dates.push(date);
        }
    }
    let published = article.enrichment.dates.iter().filter(|date| date.role == DateRole::Published);
    article.content_created = article.content_created.or_else(|| published.filter_map(StatedDate::moment).next());
}

/// What the source files the story under, sections first, each name once.
fn declared_subjects(sections: &[String], keywords: &[String], source: Option<&str>) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    let sections = sections.iter().map(|name| (SECTION, name));
    let keywords = keywords.iter().map(|name| (rel::KEYWORD, name));
    for (relation, name) in sections.chain(keywords) {
        let name = collapse_white_space(name);
        if let Some(concept) = Concept::parse(&name) {
            let subject = concept.subject(source);
            if !subjects.iter().any(|known| known.uri == subject.uri) && subjects.len() < MAX_KEYWORDS {
                subjects.push(subject);
            }
            continue;
        }
        let known = subjects.iter().any(|subject| subject.name.as_ref() == Some(&name));
        if name.is_empty() || known || subjects.len() == MAX_KEYWORDS {
            continue;
        }
        subjects.push(Subject {
            name: Some(name),
            rel: Some(relation.to_owned()),
            creator: source.map(str::to_owned),
            ..Subject::default()
        });
    }
    subjects
}

fn provenance(
    (dropped, terms_from): (Vec<String>, Vec<String>),
    input: &Input<'_>,
    context: &ExtractContext<'_>,
) -> [Provenance; 2] {
    let source = input.raw.source.clone();
    let ingest = Provenance { source, ..Provenance::new("ingest", context.by, input.received_at) };
    let from = context.from.clone();
    let extract = Provenance { from, dropped, terms_from, ..Provenance::new("extract", context.by, context.at) };
    [ingest, extract]
}
