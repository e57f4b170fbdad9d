//! Whether what has the form of a dateline is one.
//!
//! A date or an agency beside the place says so by itself. Without them it takes a place in capitals, a place that is
//! known, or a dash behind a name after which a new sentence begins; and nothing may speak against it: a label
//! (`WATCH:`), an organisation with its initials, initials that the story goes on to use.

use super::line::{Ending, Line, Sure};
use super::{agencies, place_names};

/// Words of a place, small ones left out.
const MAX_PLACE_WORDS: usize = 5;

/// Words of a place that nothing supports but a dash.
const MAX_UNKNOWN_WORDS: usize = 3;

/// Places and regions of one line; more is an enumeration.
const MAX_REGIONS: usize = 3;

/// Whether it is a dateline. `below`: the next line, in which the story begins if it does not in this one. `first`: the
/// line is the first of the text; further down it takes more than a dash.
pub(super) fn is_dateline<'a>(line: &Line, text: &'a str, below: impl Fn() -> &'a str, first: bool) -> bool {
    let mut story = text.get(line.story..).unwrap_or_default();
    if line.ending != Ending::LineEnd && story.trim().is_empty() {
        // `KARACHI:` and a line break; a word that nobody knows is a heading there.
        story = below();
        if story.is_empty() || !line.place.as_deref().is_some_and(is_known) {
            return false;
        }
    }
    if line.regions.len() > MAX_REGIONS {
        return false;
    }
    match &line.place {
        None => is_agency_line(line, story, first),
        Some(place) => {
            (can_be_place(place) || is_the_valley(place, line))
                && !line.regions.iter().any(|region| is_label(region) && !place_names::is_short_region(region))
                && is_place_line(line, place, story, first)
        }
    }
}

/// `(Agency) - `, `Agency, 27 January - `: the agency must be beyond doubt, or stand as only an agency does.
fn is_agency_line(line: &Line, story: &str, first: bool) -> bool {
    let certain = line.outlet == Some(Sure::Certain);
    let sure = certain || line.agencies.iter().any(|agency| agencies::is_sure(agency));
    let sure = sure || line.agencies.iter().any(|agency| agencies::is_site(agency));
    let known = sure || line.agencies.iter().any(|agency| agencies::is_known(agency));
    let credited = line.bracketed && (known || (first && line.agencies.iter().all(|agency| can_be_credit(agency))));
    match line.ending {
        Ending::Dash | Ending::Filing => {
            ((known || line.outlet.is_some()) && line.dated)
                || (line.bracketed && known)
                || (begins_sentence(story)
                    && (sure || credited || (first && line.outlet.is_some() && !is_aside(story))))
        }
        Ending::Colon => (sure && begins_sentence(story)) || (known && line.dated),
        Ending::Bracket => credited && begins_sentence(story),
        Ending::Stop | Ending::LineEnd => known && line.dated,
    }
}

/// An unknown name alone in brackets before the story: several words, none of which speaks for a remark.
fn can_be_credit(name: &str) -> bool {
    const MAX_WORDS: usize = 4;
    let words = word_count(name);
    agencies::looks_like_one(name)
        || ((2..=MAX_WORDS).contains(&words) && can_be_place(name) && !place_names::is_known(name))
}

fn is_place_line(line: &Line, place: &str, story: &str, first: bool) -> bool {
    let capitals = in_capitals(place);
    let known = is_known(place) || line.regions.iter().any(|region| place_names::is_region(region));
    if line.agencies.iter().any(|agency| is_initials_of(agency, place)) {
        return false;
    }
    let trusted =
        |agency: &String| agencies::looks_like_one(agency) || ((capitals || known || line.dated) && line.bracketed);
    let filed = !line.agencies.is_empty() && line.agencies.iter().all(trusted);
    if !line.agencies.is_empty() && !filed {
        return false;
    }
    match line.ending {
        Ending::LineEnd => {
            (line.dated && (filed || capitals || known)) || (known && (filed || capitals)) || has_country(line)
        }
        Ending::Stop => {
            (filed && (capitals || known || line.dated))
                || (line.dated && capitals && begins_sentence(story))
                || (first && place_names::is_great_town(place) && line.regions.is_empty() && begins_sentence(story))
        }
        Ending::Bracket if filed => {
            capitals || known || line.dated || line.agencies.iter().any(|agency| agencies::is_sure(agency))
        }
        Ending::Bracket => line.dated && (capitals || known) && begins_sentence(story),
        Ending::Dash | Ending::Filing | Ending::Colon if filed || line.dated => true,
        Ending::Dash | Ending::Filing | Ending::Colon if !begins_sentence(story) => false,
        Ending::Dash | Ending::Filing | Ending::Colon if capitals => {
            let heading = line.ending == Ending::Colon && (!first || is_short(place));
            known || !heading && word_count(place) <= MAX_PLACE_WORDS && !used_as_initials(place, story)
        }
        Ending::Dash if known => (first || !line.regions.is_empty() || place_names::is_city(place)) && !is_aside(story),
        Ending::Colon if known => {
            // `Nigeria: What to expect` is a heading.
            (first && place_names::is_great_town(place)) || !line.regions.is_empty() || place_names::is_city(place)
        }
        Ending::Filing => word_count(place) <= MAX_PLACE_WORDS,
        Ending::Dash => first && word_count(place) <= MAX_UNKNOWN_WORDS && !is_aside(story),
        Ending::Colon => false,
    }
}

/// Whether the line prints a place and its country and nothing else.
fn has_country(line: &Line) -> bool {
    line.agencies.is_empty() && line.regions.iter().any(|region| place_names::is_country(region))
}

/// `THE VALLEY, Anguilla`: the country behind it says that it is a name.
fn is_the_valley(place: &str, line: &Line) -> bool {
    let name = place.strip_prefix("The ").or(place.strip_prefix("THE "));
    name.is_some_and(can_be_place) && line.regions.iter().any(|region| place_names::is_country(region))
}

/// Whether it is a place that lists know; a short name only if it is that of a great town, for it may be initials.
fn is_known(place: &str) -> bool {
    if is_short(place) {
        return place_names::is_great_town(place) || place_names::is_region(place);
    }
    place_names::is_known(place) || place.split('/').all(place_names::is_known)
}

/// One word in capitals as initials and surnames are: too short to be taken for a town that nobody knows.
fn is_short(place: &str) -> bool {
    const LONGEST: usize = 5;
    !place.contains(' ') && place.chars().count() <= LONGEST
}

/// Whether nothing in the name itself speaks against it.
pub(super) fn can_be_place(place: &str) -> bool {
    // Short ones are words too: `On` for Ontario.
    let known = place_names::is_city(place) || (place_names::is_region(place) && place.len() > 2);
    let mut words = place.split(' ');
    let leads = words.next().is_some_and(|word| place_names::is_leading_word(&word.to_lowercase()));
    // `A. R. Example` is somebody, `Example & Co` a company.
    let initial = place.split(' ').any(|word| word.len() == 2 && word.ends_with('.') && !word.starts_with('S'));
    // `HIV/AIDS`, `AC` of `AC/DC`: initials are towns only if somebody knows them.
    let short = place.split('/').all(|name| name.chars().count() <= 4) && !place.split('/').any(place_names::is_town);
    let initials = short && (place.contains('/') || place.chars().count() <= 2);
    known
        || (word_count(place) <= MAX_PLACE_WORDS
            && !leads
            && !initial
            && !initials
            && !is_firm(place)
            && !place.split([' ', '-', '/']).any(is_label))
}

/// `MTN Uganda`: initials beside a word in lower case are of a firm or body, unless it is a city's.
fn is_firm(place: &str) -> bool {
    const LONGEST: usize = 4;
    let initials = |word: &str| (2..=LONGEST).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
    place.split(' ').any(initials) && place.contains(char::is_lowercase) && !place.ends_with(" City")
}

/// Whether a word is neither a label nor one that begins sentences.
pub(super) fn is_free(word: &str) -> bool {
    !is_label(word) && !place_names::is_leading_word(&word.to_lowercase())
}

fn is_label(word: &str) -> bool {
    place_names::is_label(&word.trim_end_matches('.').to_lowercase())
}

fn word_count(place: &str) -> usize {
    place.split(' ').filter(|word| word.chars().any(char::is_uppercase)).count()
}

fn in_capitals(place: &str) -> bool {
    let capitals = place.chars().filter(|char| char.is_uppercase()).count();
    // `McALLEN`, and the small words of `RIO de JANEIRO`.
    let words = || place.split([' ', '-', '/']).filter(|word| word.chars().next().is_some_and(char::is_uppercase));
    capitals >= 3 && words().all(|word| word.chars().filter(|char| char.is_lowercase()).count() <= 1)
}

/// Whether a sentence can begin so: with a capital, a digit or a quotation; scripts without capitals always can.
fn begins_sentence(story: &str) -> bool {
    let first = story.chars().find(|char| !char.is_whitespace());
    first.is_some_and(|char| !char.is_lowercase() && !matches!(char, ',' | '.' | ')' | '/' | '-' | '–' | '—'))
}

/// Whether the dash opened an aside that another dash closes in the same sentence, in lower case. Two dashes are an
/// aside of the story's own.
fn is_aside(story: &str) -> bool {
    const REACH: usize = 120;
    let reach: String = story.chars().take(REACH).collect();
    let sentence = reach.split(". ").next().unwrap_or_default();
    let dashes = [" - ", " – ", " — "];
    dashes.iter().any(|dash| {
        let mut pieces = sentence.split(dash).skip(1);
        pieces.next().is_some_and(|after| after.starts_with(char::is_lowercase)) && pieces.next().is_none()
    })
}

/// `World Health Organization (WHO)`.
fn is_initials_of(agency: &str, place: &str) -> bool {
    let initials: String =
        place.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    initials.chars().count() >= 2 && initials.eq_ignore_ascii_case(agency)
}

/// Whether the story goes on to use the word in capitals: then it is initials or an outcry, not a place.
fn used_as_initials(place: &str, story: &str) -> bool {
    story.match_indices(place).any(|(at, _)| {
        let before = story.get(..at).and_then(|text| text.chars().next_back());
        let after = story.get(at + place.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
