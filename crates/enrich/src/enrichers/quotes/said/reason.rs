//! What `--explain` says of quotations: the rule that tied each to its words and its speaker.

use super::attribution::Attribution;
use super::indirect::Reported;
use crate::enrichers::quotes::sentence::names;
use crate::enrichers::quotes::speaker::{Candidate, Named};

/// Why a piece between marks is speech, and whose.
pub(crate) fn direct(attribution: Option<&Attribution>, shared: bool, candidate: Option<&Candidate>) -> String {
    let Some(candidate) = candidate else {
        return "stands whole between marks; nobody is named who could say it".to_owned();
    };
    let name = &candidate.name;
    match attribution {
        Some(_) if shared => format!("goes on with what {name} says earlier in the sentence"),
        Some(Attribution { subject: Some(subject), cue, place, .. }) => {
            let verb = cue.as_deref().map_or("a dash".to_owned(), |cue| format!("`{cue}`"));
            format!("{verb} {} ties it to {}", place.told(), meant(subject))
        }
        Some(Attribution { subject: None, .. }) | None => {
            format!("stands between marks without attribution: {name} spoke last or was spoken of")
        }
    }
}

/// Why a clause is reported speech, and whose.
pub(crate) fn indirect(reported: &Reported) -> String {
    format!("`{}` reports what {} says", reported.cue, meant(&reported.subject))
}

/// Whom the words of an attribution mean, and by which rule.
fn meant(subject: &Named) -> String {
    let (mention, candidate) = (subject.mention.as_str(), &subject.candidate);
    let name = &candidate.name;
    let shares = |word: &str| name.split(' ').any(|part| names::bare(part) == names::bare(word));
    if candidate.member.is_none() && mention == &**name {
        format!("{name}, as printed")
    } else if mention.split(' ').any(|word| word.starts_with(char::is_uppercase) && shares(word)) {
        format!("{name}, named by `{mention}`")
    } else if mention.contains(' ') {
        format!("{name}, whose role or kind is `{mention}`")
    } else {
        format!("{name}, the one most strongly spoken of whom `{mention}` fits")
    }
}
