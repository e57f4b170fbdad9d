//! What a verb is in its sentence: finite, passive, reporting, or no verb at all.

use super::items::Item;
use crate::words::Kind;

/// Whether this word can report speech.
pub(crate) fn reports(item: &Item<'_>) -> bool {
    item.is_any(&[Kind::ReportsBare, Kind::ReportsThat, Kind::ReportsQuoting, Kind::ReportsWeakly])
}

/// Whether this word can report a clause that no marks enclose.
pub(crate) fn reports_clauses(item: &Item<'_>) -> bool {
    item.is_any(&[Kind::ReportsBare, Kind::ReportsThat])
}

/// Whether the word at `at` is a noun (`the report`) or an infinitive (`to say`) here.
pub(crate) fn is_noun(items: &[Item<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| items.get(before)).filter(|before| before.is_word());
    let (Some(before), Some(item)) = (before, items.get(at)) else { return false };
    // `Plateau State`, `the chief of staff, Said Amrani`; at the beginning of a sentence a verb may be a capital.
    if item.is_capital() {
        return true;
    }
    let next = items.get(at + 1).filter(|next| next.is_word());
    if item.is(Kind::PointsOut) && next.is_some_and(|next| !next.is(Kind::BehindPoints)) {
        return true;
    }
    // `member states`, `alleged abuses`
    let named = item.is(Kind::VerbOrNoun) && before.is(Kind::BeforePlural);
    let on = at.checked_sub(2).and_then(|at| items.get(at)).is_some_and(|item| item.is(Kind::On));
    let infinitive = before.is(Kind::To) && !item.is(Kind::NounBehindTo) && !on;
    // `they don’t tell`, `nobody can say`
    let denied = before.is(Kind::BeforeInfinitive) && item.is(Kind::ReportsBare) && !item.is(Kind::Participle);
    let owned = before.is(Kind::Possessive) && !item.is(Kind::ReportsBare);
    before.is(Kind::BeforeNoun) || named || infinitive || denied || owned
}

/// Whether a word can be the finite verb of a clause.
pub(crate) fn is_finite(item: &Item<'_>) -> bool {
    let regular = item.is(Kind::Participle) && item.word().is_some_and(|word| word.len() > 4);
    item.is_any(&[Kind::Finite, Kind::Contraction]) || regular
}

/// Whether it is one, and no participle.
pub(crate) fn is_surely_finite(item: &Item<'_>) -> bool {
    !item.is(Kind::Participle) && is_finite(item)
}

/// Whether the verb at `at` is passive: `was proposed by`.
pub(crate) fn is_passive(sentence: &[Item<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| sentence.get(before));
    let by = sentence.get(at + 1).is_some_and(|next| next.is(Kind::By));
    by && before.is_some_and(|before| before.is(Kind::MakesPassive))
}
