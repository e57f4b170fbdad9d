//! How quotations and their attributions are printed around the world: invented paragraphs, a file a theme.
//!
//! A case begins with `=== its name`, then its text, then what is expected of it: `> speaker | verb | words` for each
//! direct quotation in the order of the text, `~ speaker | verb | clause` for each reported clause. `*` stands for any;
//! a lone `~` expects no reported clause, and without a `~` they are not looked at.

use crate::read::{Story, read};
use article::{Quote, QuoteKind};

struct Case<'a> {
    name: &'a str,
    body: String,
    direct: Vec<Expected<'a>>,
    indirect: Option<Vec<Expected<'a>>>,
}

struct Expected<'a> {
    speaker: &'a str,
    cue: &'a str,
    text: &'a str,
}

fn story(body: &str) -> Story {
    // Enough English for the language to be told.
    let rest = "The town lies in the north of the country and has nine thousand inhabitants.";
    read(format!("{body}\n\n{rest}")).language("en")
}

fn quotes(body: &str) -> Vec<Quote> {
    story(body).enriched().enrichment.quotes
}

fn cases(file: &str) -> impl Iterator<Item = Case<'_>> {
    file.split("=== ").skip(1).map(|block| {
        let (name, rest) = block.split_once('\n').unwrap_or((block, ""));
        let mut case = Case { name, body: String::new(), direct: Vec::new(), indirect: None };
        for line in rest.lines() {
            if let Some(expected) = line.strip_prefix("> ") {
                case.direct.extend(expectation(expected));
            } else if let Some(expected) = line.strip_prefix('~') {
                case.indirect.get_or_insert_default().extend(expectation(expected));
            } else {
                case.body.push_str(line);
                case.body.push('\n');
            }
        }
        case.body.truncate(case.body.trim_end().len());
        case
    })
}

fn expectation(line: &str) -> Option<Expected<'_>> {
    let mut fields = line.splitn(3, '|').map(str::trim);
    Some(Expected { speaker: fields.next()?, cue: fields.next()?, text: fields.next()? })
}

/// Whether both name one speaker: the words of one are among those of the other.
fn is_same(one: &str, other: &str) -> bool {
    let words = |name: &str| name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (words(one), words(other));
    !one.is_empty() && (one.iter().all(|word| other.contains(word)) || other.iter().all(|word| one.contains(word)))
}

fn differences(kind: QuoteKind, expected: &[Expected<'_>], found: &[Quote]) -> Vec<String> {
    let found: Vec<&Quote> = found.iter().filter(|quote| quote.kind == kind).collect();
    let texts: Vec<&str> = found.iter().map(|quote| quote.text.as_str()).collect();
    if texts != expected.iter().map(|expected| expected.text).collect::<Vec<_>>() {
        return vec![format!("{kind:?}: found {texts:?}")];
    }
    let mut wrong = Vec::new();
    for (expected, quote) in expected.iter().zip(found) {
        let speaker = quote.speaker.as_ref().map_or("nobody", |speaker| &speaker.name);
        if expected.speaker != "*" && !is_same(expected.speaker, speaker) {
            wrong.push(format!("{kind:?}: {speaker} is said to say {:?}, not {}", quote.text, expected.speaker));
        }
        let cue = quote.cue.as_deref().unwrap_or("none");
        if expected.cue != "*" && expected.cue != cue {
            wrong.push(format!("{kind:?}: the verb of {:?} is {cue}, not {}", quote.text, expected.cue));
        }
    }
    wrong
}

fn check(file: &str) {
    let mut wrong = Vec::new();
    for case in cases(file) {
        let found = quotes(&case.body);
        let mut different = differences(QuoteKind::Direct, &case.direct, &found);
        if let Some(indirect) = &case.indirect {
            different.extend(differences(QuoteKind::Indirect, indirect, &found));
        }
        wrong.extend(different.into_iter().map(|difference| format!("{}: {difference}", case.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn marks_of_all_keyboards_and_countries_enclose_speech() {
    check(include_str!("../quotes/marks.txt"));
}

#[test]
fn attributions_stand_before_behind_and_between() {
    check(include_str!("../quotes/attribution.txt"));
}

#[test]
fn speakers_are_told_by_names_pronouns_and_roles() {
    check(include_str!("../quotes/speakers.txt"));
}

#[test]
fn titles_names_and_words_held_at_a_distance_are_not_speech() {
    check(include_str!("../quotes/not_speech.txt"));
}

#[test]
fn courts_letters_posts_and_interviews_are_quoted() {
    check(include_str!("../quotes/interviews.txt"));
}

#[test]
fn the_english_of_many_countries_is_read() {
    check(include_str!("../quotes/world.txt"));
}

#[test]
fn reported_clauses_are_found_with_their_speakers() {
    check(include_str!("../quotes/indirect.txt"));
}

#[test]
fn whole_stories_have_their_speakers() {
    check(include_str!("../quotes/stories.txt"));
    check(include_str!("../quotes/countries.txt"));
}

#[test]
fn explaining_names_the_rule_of_each_quotation_and_of_what_is_none() {
    let body = "Mayor Ingrid Solheim opened the bridge. “It is done,” she said. “We waited long for it.” Solheim said \
                that the “old” bridge would go.";
    let explained = story(body).explained();
    let step = explained.steps.iter().find(|step| step.enricher == "quotes").unwrap();
    let mut reasons: Vec<_> =
        step.reasons.iter().map(|reason| (reason.printed.as_str(), reason.why.as_str())).collect();
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        [
            (
                "It is done,",
                "`said` behind it ties it to Ingrid Solheim, the one most strongly spoken of whom `she` fits"
            ),
            (
                "We waited long for it.",
                "stands between marks without attribution: Ingrid Solheim spoke last or was spoken of"
            ),
            ("old", "no quotation: words, and nobody says them"),
            ("the “old” bridge would go", "`said` reports what Ingrid Solheim, named by `Solheim` says"),
        ]
    );
}
