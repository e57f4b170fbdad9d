//! Clauses that stand before their attribution: `The road is closed, the police said on Monday.`
//!
//! In: a sentence. Out: where the clause, the verb and whoever says it stand.

use crate::enrichers::quotes::sentence::verb::{self, is_noun, is_passive};
use crate::enrichers::quotes::sentence::{Item, phrase};
use crate::enrichers::quotes::speaker::{Discourse, noun_phrase};
use crate::words::Kind;
use std::ops::Range;

/// Words of the shortest clause.
const MIN_WORDS: usize = 4;

/// A clause with its attribution behind it, as items of the sentence.
#[derive(Debug, Clone)]
pub(crate) struct Preceding {
    pub(crate) clause: Range<usize>,
    pub(crate) subject: Range<usize>,
    pub(crate) cue: usize,
}

/// The first such clause of the sentence.
pub(crate) fn find(discourse: &Discourse<'_>, sentence: &[Item<'_>]) -> Option<Preceding> {
    (1..sentence.len()).find_map(|cue| {
        if !reports_here(sentence, cue) {
            return None;
        }
        let inverted = inverted(discourse, sentence, cue);
        // Nothing but a clause stands before these.
        let ends = inverted.is_some() || ends_behind(sentence, cue + 1) || goes_on(sentence, cue + 1);
        let subject = inverted.or_else(|| plain(sentence, cue))?;
        let comma = subject.start.min(cue).checked_sub(1)?;
        let clause = past_connective(sentence)..before_role(discourse, sentence, comma);
        let own = sentence.get(clause.clone()).is_some_and(|clause| !is_circumstance(clause, quotes(sentence, cue)));
        (own && is_clause(sentence, clause.clone(), ends)).then_some(Preceding { clause, subject, cue })
    })
}

/// The attribution at the end of the sentence, behind the item at `at`: subject and verb.
pub(crate) fn attribution(
    discourse: &Discourse<'_>,
    sentence: &[Item<'_>],
    at: usize,
) -> Option<(Range<usize>, usize)> {
    // Further behind it belongs to other words.
    const WITHIN: usize = 40;
    let end = sentence.len().min(at + WITHIN);
    (at + 2..end).find_map(|cue| {
        if !reports_here(sentence, cue) {
            return None;
        }
        let subject = inverted(discourse, sentence, cue).or_else(|| plain(sentence, cue))?;
        (subject.start > at).then_some((subject, cue))
    })
}

/// `…, the police said on Monday`: where the subject stands.
fn plain(sentence: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    let subject = phrase::before_cue(sentence, cue)?;
    let comma = sentence.get(subject.start.checked_sub(1)?).is_some_and(Item::is_comma);
    let preposition = sentence.get(subject.start).is_some_and(|first| first.is(Kind::BeginsNoSubject));
    let told = sentence.get(cue).is_some_and(|verb| verb.is(Kind::TellsSomebody));
    let behind = if told { past_object(sentence, cue + 1)? } else { cue + 1 };
    (comma && !preposition && is_attribution_end(sentence, behind)).then_some(subject)
}

/// `…, said Ana Ruiz, who leads the team`: where the subject stands.
fn inverted(discourse: &Discourse<'_>, sentence: &[Item<'_>], cue: usize) -> Option<Range<usize>> {
    if !matches!(sentence.get(cue.checked_sub(1)?)?, Item::Pause("," | "–" | "—", _)) {
        return None;
    }
    let subject = phrase::behind_cue(sentence, cue)?;
    let speaks = noun_phrase::is_speaker(discourse, sentence.get(subject.clone())?);
    let subject = noun_phrase::apposed(discourse, sentence, subject);
    // `Ana Ruiz, a lawyer, said the court …`
    let own = phrase::before_cue(sentence, cue).is_some_and(|before| {
        let apposed = sentence.get(before.end..cue).unwrap_or_default();
        let verb = apposed.iter().any(verb::is_surely_finite);
        !verb && sentence.get(before).is_some_and(|before| noun_phrase::is_speaker(discourse, before))
    });
    (speaks && !own).then_some(subject)
}

/// Whether the verb at `cue` reports what stands before it.
fn reports_here(sentence: &[Item<'_>], cue: usize) -> bool {
    let reports = sentence.get(cue).is_some_and(|verb| verb::reports_clauses(verb) && !verb.is(Kind::GoingOn));
    reports && !is_noun(sentence, cue) && !is_passive(sentence, cue)
}

/// Past whoever is told: `reporters`, `the Lok Sabha`, `a news conference`.
fn past_object(sentence: &[Item<'_>], at: usize) -> Option<usize> {
    const MOST: usize = 7;
    let ends = |item: &Item<'_>| !item.is_word() || item.is(Kind::BeginsAdverbialBehind);
    let object = sentence.get(at..)?;
    let length = object.iter().position(ends).unwrap_or(object.len());
    let clause = object.iter().take(length).any(|item| item.is(Kind::That) || verb::is_finite(item));
    ((1..=MOST).contains(&length) && !clause).then_some(at + length)
}

/// Whether an attribution ends here: with its sentence, at a comma, or with a time, a place or an occasion.
fn is_attribution_end(sentence: &[Item<'_>], at: usize) -> bool {
    const THAT_WITHIN: usize = 14;
    match sentence.get(at) {
        None | Some(Item::Stop(..)) => true,
        Some(Item::Quote(..)) => false,
        // `The road, she said, is closed`: the clause goes on.
        Some(Item::Pause(..)) => !sentence.get(at + 1).is_some_and(verb::is_finite),
        Some(word @ Item::Word(..)) => {
            let mut rest = sentence.iter().skip(at).take(THAT_WITHIN).take_while(|item| item.is_word());
            word.is(Kind::BeginsAdverbialBehind) && !rest.any(|item| item.is(Kind::That))
        }
    }
}

/// Whether `, adding`, `, citing` goes on here.
fn goes_on(sentence: &[Item<'_>], at: usize) -> bool {
    sentence.get(at).is_some_and(Item::is_comma) && sentence.get(at + 1).is_some_and(|next| next.is(Kind::GoingOn))
}

fn ends_behind(sentence: &[Item<'_>], at: usize) -> bool {
    matches!(sentence.get(at), None | Some(Item::Stop(..)))
}

/// Past the dash of a list or of a filing line, and past `However,` and the like.
fn past_connective(sentence: &[Item<'_>]) -> usize {
    let is_dash =
        |item: &&Item<'_>| matches!(item, Item::Pause(sign, _) | Item::Stop(sign, _) if !matches!(*sign, "(" | "["));
    let start = sentence.iter().take_while(is_dash).count();
    let connects = sentence.get(start).is_some_and(|first| first.is(Kind::Connective));
    if connects && sentence.get(start + 1).is_some_and(Item::is_comma) { start + 2 } else { start }
}

/// Where the clause ends that a role stands behind, `…, its chief executive, Ana Ruiz, said`; else at this comma.
fn before_role(discourse: &Discourse<'_>, sentence: &[Item<'_>], comma: usize) -> usize {
    const LONGEST: usize = 10;
    let before = sentence.get(comma.saturating_sub(LONGEST)..comma).unwrap_or_default();
    let Some(role) = before.iter().rposition(Item::is_comma) else { return comma };
    let words = before.get(role + 1..).unwrap_or_default();
    let determined =
        words.first().is_some_and(|first| first.is_any(&[Kind::Article, Kind::Definite, Kind::HisOrHer, Kind::Owns]));
    let plain = words.iter().all(|item| item.is_word() && !verb::is_surely_finite(item));
    let is_role = determined && plain && noun_phrase::is_role(discourse, words);
    if is_role && matches!(sentence.get(comma), Some(Item::Pause(",", _))) {
        comma - before.len() + role
    } else {
        comma
    }
}

/// Whether the verb at `cue` has words between marks to report: `told reporters in Geneva: “…”`.
fn quotes(sentence: &[Item<'_>], cue: usize) -> bool {
    let mut behind = sentence.iter().skip(cue + 1);
    let ends = |item: &Item<'_>| match item {
        Item::Quote(..) => true,
        Item::Stop(sign, _) => *sign != ":",
        Item::Pause(..) | Item::Word(..) => verb::is_finite(item),
    };
    matches!(behind.find(|item| ends(item)), Some(Item::Quote(..)))
}

/// Whether a clause says when or upon what somebody spoke, and not what: `Asked about the vote`, `When asked if he would
/// go`, and where the verb has `quotes` to report, `Minutes before the match began`.
fn is_circumstance(clause: &[Item<'_>], quotes: bool) -> bool {
    const ASKED_WITHIN: usize = 4;
    let goes_on = |at: usize| {
        clause.get(at + 1).is_some_and(|next| {
            next.is_any(&[Kind::BeginsNoSubject, Kind::Subordinates, Kind::HowOrWhy, Kind::IsAsked])
        })
    };
    // Behind a comma a clause of its own may follow.
    if !(0..clause.len()).filter(|at| clause.get(*at).is_some_and(Item::is_comma)).all(goes_on) {
        return false;
    }
    let leads =
        [Kind::Subordinates, Kind::BeginsAdverbial, Kind::AdverbEnding, Kind::GoingOn, Kind::BetweenSubjectAndVerb];
    let asked = clause.iter().take(ASKED_WITHIN).position(|item| item.is(Kind::IsAsked));
    let asked = asked.is_some_and(|asked| clause.iter().take(asked).all(|item| item.is_any(&leads)));
    asked || quotes && is_dependent(clause)
}

/// Whether every verb of a clause depends on a conjunction.
fn is_dependent(clause: &[Item<'_>]) -> bool {
    let opens = [Kind::Subordinates, Kind::BeginsAdverbial, Kind::GoingOn];
    let opens = clause.first().is_some_and(|first| first.is_any(&opens));
    let relates = |item: &Item<'_>| opens && item.is_any(&[Kind::ThatOrWhich, Kind::WhichOrWho, Kind::Who]);
    let joint = clause.iter().position(|item| item.is(Kind::Subordinates) || relates(item));
    let verb = clause.iter().position(verb::is_finite);
    joint.is_some_and(|joint| verb.is_none_or(|verb| joint < verb))
}

fn is_clause(sentence: &[Item<'_>], range: Range<usize>, ends_sentence: bool) -> bool {
    let Some(clause) = sentence.get(range) else { return false };
    let count = clause.iter().filter(|item| item.is_word()).count();
    let quoted = matches!(clause.last(), Some(Item::Quote(..))) || matches!(clause.first(), Some(Item::Quote(..)));
    let reporting = (0..clause.len()).any(|at| {
        let before = at.checked_sub(1).and_then(|at| clause.get(at));
        let passive = before.is_some_and(|before| before.is(Kind::MakesPassive));
        clause.get(at).is_some_and(|verb| verb.is(Kind::ReportsBare)) && !passive && !is_noun(clause, at)
    });
    // The finite verb may be one that no list knows.
    const SURELY: usize = 6;
    let adverbial = clause.first().is_some_and(|first| first.is_any(&[Kind::BeginsAdverbialClause, Kind::GoingOn]));
    let finite = clause.iter().any(verb::is_finite) || ends_sentence && count >= SURELY && !adverbial;
    finite && !quoted && !reporting && count >= MIN_WORDS
}
