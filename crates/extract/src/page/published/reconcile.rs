//! What is believed where the dates of a page disagree.
//!
//! In: the possible dates, the surest first. Out: the same without those that the others speak against, in the order of
//! belief. Machines count in UTC and readers in their own time, so a day more or less is no disagreement about the
//! moment, only about the day, and then the day that is printed stands.

use super::candidate::Candidate;
use super::declared_dates::VAGUE;
use crate::dates::value::IsoDate;
use crate::notes::Notes;
use article::{DateFrom, DateRole, Timestamp};
use chrono::NaiveDate;
use foldhash::HashSet;

/// Leaves only the dates to be believed; the moment of publication where none of those that are left has one.
///
/// `others` are days that the page prints with too little around them to be believed by themselves.
pub(super) fn reconcile(found: &mut Vec<Candidate>, others: &HashSet<NaiveDate>, notes: &Notes) -> Option<Timestamp> {
    relabel_changes(found, notes);
    drop_vague(found, notes);
    drop_outvoted(found, notes);
    drop_unprinted(found, others, notes);
    let moment = keep_local_day(found, notes);
    promote_only_change(found);
    moment
}

fn published(found: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    found.iter().filter(|candidate| candidate.role == DateRole::Published)
}

/// What is printed beside the headline may be the day of the last change, whatever it is called: it is where software
/// states a day of publication long before, and this day as the one of the change.
fn relabel_changes(found: &mut [Candidate], notes: &Notes) {
    /// Within this time a story may have been begun, and so stated, before the day that is printed for its readers.
    /// Pages that are kept up to date change for months and years.
    const SAME_STORY_DAYS: i64 = 60;
    let stated = |role: DateRole| {
        let of_role = found.iter().filter(move |it| it.role == role && !it.is_vague());
        of_role.filter(|it| matches!(it.from, DateFrom::JsonLd | DateFrom::Meta)).map(|it| it.date.local_day())
    };
    let Some(published) = stated(DateRole::Published).next() else { return };
    let changed: Vec<NaiveDate> =
        stated(DateRole::Modified).filter(|day| (*day - published).num_days() > SAME_STORY_DAYS).collect();
    for candidate in found.iter_mut() {
        if is_seen(candidate) && candidate.role == DateRole::Published && changed.contains(&candidate.date.local_day())
        {
            candidate.role = DateRole::Modified;
            notes.passed("published", candidate.rule, "stated as the day of the last change", || {
                candidate.date.value.clone()
            });
        }
    }
}

/// A meta element that only says `date` gives way to any other statement, unless the page prints its day, too.
fn drop_vague(found: &mut Vec<Candidate>, notes: &Notes) {
    let printed: Vec<NaiveDate> = seen(found).map(|candidate| candidate.date.local_day()).collect();
    let stated = published(found).any(|candidate| !candidate.is_vague() && !is_seen(candidate));
    drop_if(found, notes, "its name does not say what it dates", |candidate| {
        candidate.is_vague() && (stated || (!printed.is_empty() && !printed.contains(&candidate.date.local_day())))
    });
}

fn is_seen(candidate: &Candidate) -> bool {
    matches!(candidate.from, DateFrom::Text | DateFrom::TimeTag)
}

/// What readers see as the day of publication.
fn seen(found: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    published(found).filter(|candidate| is_seen(candidate))
}

/// JSON-LD that stands alone against the meta elements and what readers see is left over from another template.
fn drop_outvoted(found: &mut Vec<Candidate>, notes: &Notes) {
    let day_from =
        |from: DateFrom| published(found).find(|candidate| candidate.from == from).map(|it| it.date.local_day());
    let Some(json_ld) = day_from(DateFrom::JsonLd) else { return };
    let Some(meta) = day_from(DateFrom::Meta) else { return };
    let seen = day_from(DateFrom::TimeTag).or_else(|| day_from(DateFrom::Text));
    if meta != json_ld && seen == Some(meta) {
        drop_if(found, notes, "meta and the printed date agree on another", |candidate| {
            candidate.role == DateRole::Published && candidate.from == DateFrom::JsonLd
        });
    }
}

/// What is printed beside the headline is what the publisher tells readers; the day in the URL is told, too.
fn drop_unprinted(found: &mut Vec<Candidate>, others: &HashSet<NaiveDate>, notes: &Notes) {
    let Some(printed) = published(found).find(|candidate| candidate.from == DateFrom::Text) else { return };
    let (day, is_sure) = (printed.date.local_day(), printed.is_sure);
    let apart = |candidate: &Candidate| candidate.date.has_day() && candidate.date.local_day() != day;
    let is_far = |candidate: &Candidate| (candidate.date.local_day() - day).num_days().abs() > 1;
    drop_if(found, notes, "nothing marks it, and another day is printed", |candidate| {
        let is_unmarked = candidate.from == DateFrom::TimeTag && !candidate.is_sure;
        candidate.role == DateRole::Published && is_unmarked && apart(candidate) && is_far(candidate)
    });
    let in_url = published(found).find(|candidate| candidate.from == DateFrom::Url);
    // Software that states a change before the publication states neither rightly.
    let stated = |role: DateRole| found.iter().find(|it| it.role == role && !is_seen(it)).map(|it| it.date.local_day());
    let is_doubtful =
        stated(DateRole::Modified).zip(stated(DateRole::Published)).is_some_and(|(one, other)| one < other);
    // What is stated and printed, too, is not another story's.
    let borne_out = stated(DateRole::Published)
        .is_some_and(|stated| others.contains(&stated) || seen(found).any(|it| it.date.local_day() == stated));
    if (is_sure || is_doubtful) && !borne_out && !in_url.is_some_and(|in_url| apart(in_url) && is_far(in_url)) {
        drop_if(found, notes, "another day is printed beside the headline", |candidate| {
            candidate.role == DateRole::Published && apart(candidate) && is_far(candidate)
        });
    }
}

/// Where software states the moment in UTC and the page itself the day before or after, the page's day is kept.
fn keep_local_day(found: &mut Vec<Candidate>, notes: &Notes) -> Option<Timestamp> {
    let in_utc = published(found).next().filter(|first| first.date.is_utc())?;
    let (moment, utc_day) = (in_utc.date.moment()?, in_utc.date.first_day());
    // A page that was never changed may print its one moment as that of the last change.
    let unchanged = found.iter().any(|it| it.role == DateRole::Modified && it.date.moment() == Some(moment));
    let local = |from: DateFrom| {
        let dates_story = |it: &&Candidate| it.role == DateRole::Published || unchanged;
        let mut of_kind = found.iter().filter(dates_story).filter(|candidate| candidate.from == from);
        let is_near = |day: NaiveDate| (day - utc_day).num_days().abs() <= 1;
        let is_local = |it: &&Candidate| !it.date.is_utc() && it.date.has_day() && is_near(it.date.local_day());
        of_kind.find(is_local).map(|it| it.date.local_day())
    };
    // What readers see decides, before what stands in the address.
    let day = [DateFrom::Text, DateFrom::TimeTag, DateFrom::Meta, DateFrom::Url].into_iter().find_map(local)?;
    if (day - utc_day).num_days().abs() != 1 {
        return None;
    }
    drop_if(found, notes, "the page counts another day than UTC", |candidate| {
        candidate.role == DateRole::Published && candidate.date.is_utc() && candidate.date.first_day() == utc_day
    });
    let left = published(found).any(|candidate| candidate.date.moment().is_some() && candidate.date.local_day() == day);
    if left {
        return None;
    }
    if published(found).next().is_none() {
        found.iter_mut().filter(|it| it.date.local_day() == day).for_each(|it| it.role = DateRole::Published);
    }
    Some(moment)
}

/// A page that says only when it was last changed is dated by that, too.
fn promote_only_change(found: &mut Vec<Candidate>) {
    if published(found).next().is_some() {
        return;
    }
    let seen = found.iter().filter(|candidate| is_seen(candidate)).cloned();
    let promoted: Vec<Candidate> = seen.map(|seen| Candidate { role: DateRole::Published, ..seen }).collect();
    found.extend(promoted);
}

fn drop_if(found: &mut Vec<Candidate>, notes: &Notes, why: &'static str, is_dropped: impl Fn(&Candidate) -> bool) {
    /// Most dates that an explanation names as dropped for one reason.
    const MAX_NOTED: usize = 6;
    let mut noted = 0;
    found.retain(|candidate| {
        let dropped = is_dropped(candidate);
        noted += usize::from(dropped);
        if dropped && noted <= MAX_NOTED {
            notes.passed("published", candidate.rule, why, || candidate.date.value.clone());
        }
        !dropped
    });
}

impl Candidate {
    fn is_vague(&self) -> bool {
        self.from == DateFrom::Meta && VAGUE.contains(&self.rule)
    }
}

impl IsoDate {
    /// Whether its day is stated.
    fn has_day(&self) -> bool {
        self.value.len() >= 10
    }

    fn is_utc(&self) -> bool {
        self.value.ends_with('Z')
    }
}
