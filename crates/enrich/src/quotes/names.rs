//! The people an article names, to give a speaker the fullest name.
//!
//! In: the entities that were found before, if any, and the text. Without entities, runs of capitalised words serve,
//! less the titles before them and less what is made of the words of institutions.

use super::words::Item;
use article::{Article, MentionKind};
use std::collections::HashMap;
use std::ops::Range;

/// A person as the article names them.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) name: String,
    /// Index into the item's `people`.
    pub(super) reference: Option<u32>,
    /// The text around the first mention, in lower case: where titles stand.
    around: String,
    pub(super) gender: Option<Gender>,
}

/// As pronouns and forms of address tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

/// Everybody named, found by any word of the name.
#[derive(Debug, Default)]
pub(super) struct People {
    list: Vec<Person>,
    by_word: HashMap<String, Vec<usize>>,
}

/// Words before a name that are no part of it.
const TITLES: &str = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Sheikh|Sheikha|Minister|President|Chief|Justice|\
Judge|Senator|Sen|Gov|Governor|Mayor|Rep|Representative|Congressman|Congresswoman|General|Gen|Colonel|Col|Major|Maj|Captain|\
Capt|Lieutenant|Lt|Sergeant|Sgt|Inspector|Superintendent|Commissioner|Constable|Director|Secretary|Chairman|Chairwoman|\
Chairperson|Chair|Ambassador|Prime|Deputy|Vice|Acting|Interim|Former|Federal|Foreign|Interior|Finance|Health|Defence|Defense|\
Education|Home|State|Bishop|Archbishop|Father|Pastor|Reverend|Rev|Rabbi|Imam|Pope|Cardinal|King|Queen|Prince|Princess|\
Advocate|Adv|Attorney|Counsel|Officer|Spokesman|Spokeswoman|Spokesperson|Coach|Manager|CEO|COO|CFO|MP|MPP|MLA|MEP|\
Councillor|Cllr|Councilor|Premier|Chancellor|Speaker|Leader|Head|Hon|Honourable|Honorable|Engr|Engineer|Comrade|Brigadier|\
Brig|Admiral|Marshal|Comptroller|Auditor|Registrar|Dean|Author|Writer|Actor|Actress|Singer|Analyst|Economist|Expert|\
Activist|Journalist|Editor|Labour|Labor|Republican|Democrat|Democratic|Liberal|Conservative|Tory|Green|National|Crown|\
Law|US|UK|UN|EU|The|A|An|In|On|At|But|And|For|From|As|Meanwhile|However|While|When|After|According|Although|Since|Yesterday|\
Earlier|Later|Also|Elder|Senior|Junior|Assistant|Associate|Executive|Managing|General|External|Affairs|Information|Police|\
Army|Navy|District|City|Provincial|Regional|Union|Party|Opposition|Mrs.|Mr.|Ms.|Dr.|Prof.|Gov.|Sen.|Rep.|Gen.|Lt.|Col.|\
Maj.|Capt.|Sgt.|Rev.|Hon.|Brig.|Insp.|Adv.|Engr.|Md.|Smt.|Smt|Shri|Sri|Fr.|Pres.|Amb.|Cmdr.|Datuk|Dato|Tan|Seri|Encik|\
Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|\
November|December|Said|Says|Asked|Told|Added|Nation|Tribal|Native|CM|PM|DGP|IGP|SP|DC|DSP|SHO";

/// Words of which institutions, places and works are made.
const INSTITUTIONS: &str = "Ministry|University|Department|Council|Bank|Street|State|States|Party|Committee|Authority|Government|\
Court|Hospital|School|College|Institute|Agency|Association|Centre|Center|Commission|Company|Corporation|Board|Union|Office|\
Service|Services|Group|Club|League|Cup|Times|News|Post|Herald|Radio|Television|House|Parliament|Assembly|Congress|Senate|\
Army|Navy|Police|Force|Forces|Foundation|Fund|Organization|Organisation|Federation|Network|Program|Programme|Project|Act|\
Bill|Agreement|Road|River|Lake|Island|Islands|Bay|Sea|Ocean|Mountain|Park|Airport|Airlines|Airways|Republic|Kingdom|United|\
Nations|African|American|European|Asian|Africa|Asia|Europe|America|North|South|East|West|City|Province|District|County|Region|\
Village|Town|Day|Week|Year|Award|Awards|Festival|Games|Championship|Olympic|Olympics|World|International|Global|Limited|Ltd|\
Inc|Movement|Front|Alliance|Coalition|Museum|Church|Temple|Mosque|Hotel|Stadium|Theatre|Valley|Plan|Policy|Report|Law|Health|\
Development|Research|Society|Trust|Territory|Nation|Climate|Education|Economic|Security|Human|Rights|Medical|Affairs|Line|\
Protection|Resources|Industry|Trade|Energy|Water|Environment|Facebook|Twitter|YouTube|Instagram|COVID-19|Covid-19|FC|Airline|Caucus|Appendix|Review|Section|Article|Chapter";

/// Small words inside names.
const PARTICLES: &str = "de|da|do|dos|das|del|della|di|du|van|von|der|den|ter|bin|bint|ibn|al|el|la|le|y|e|ap|af|av";

fn is_in(list: &str, word: &str) -> bool {
    list.split('|').any(|entry| entry == word)
}

/// Sets made once: the lists are looked up for every capitalised word.
fn sets() -> &'static (std::collections::HashSet<&'static str>, std::collections::HashSet<&'static str>) {
    use std::sync::LazyLock;
    type Sets = (std::collections::HashSet<&'static str>, std::collections::HashSet<&'static str>);
    static SETS: LazyLock<Sets> = LazyLock::new(|| (TITLES.split('|').collect(), INSTITUTIONS.split('|').collect()));
    &SETS
}

pub(super) fn is_title(word: &str) -> bool {
    sets().0.contains(word.trim_end_matches('.')) || sets().0.contains(word) || word.starts_with("Anti-")
}

pub(super) fn is_institution(word: &str) -> bool {
    sets().1.contains(word)
}

/// A word without its possessive ending.
pub(super) fn bare(word: &str) -> &str {
    let cut = ["'s", "’s", "'", "’"].into_iter().find_map(|ending| word.strip_suffix(ending));
    cut.unwrap_or(word)
}

pub(super) fn is_possessive(word: &str) -> bool {
    word.ends_with("'s") || word.ends_with("’s") || word.ends_with("s'") || word.ends_with("s’")
}

/// What a form of address says.
pub(super) fn gender_of(word: &str) -> Option<Gender> {
    match word.trim_end_matches('.') {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Sheikh" | "Father" | "Shri" | "he" | "He" | "Congressman" => {
            Some(Gender::Male)
        }
        "Mrs" | "Ms" | "Miss" | "Dame" | "Lady" | "Queen" | "Princess" | "Smt" | "she" | "She" | "Congresswoman" => {
            Some(Gender::Female)
        }
        _ => None,
    }
}

impl People {
    /// Those of the article's entities first, then whom the text names besides.
    pub(super) fn of<'a>(article: &Article, text: &str, paragraphs: impl Iterator<Item = &'a [Item<'a>]>) -> Self {
        let mut people = Self::default();
        for (index, entity) in (0_u32..).zip(&article.people) {
            if let Some(name) = &entity.name {
                people.add(name.clone(), Some(index));
            }
        }
        for detail in &article.enrichment.people {
            let Some(at) = people.list.iter().position(|person| person.reference == Some(detail.reference)) else {
                continue;
            };
            for alias in &detail.aliases {
                people.index(alias, at);
            }
            if let Some(person) = people.list.get_mut(at) {
                let titles = detail.titles.iter().map(|title| title.to_lowercase());
                person.around = titles.collect::<Vec<_>>().join(" ");
                person.gender = detail.honorific.as_deref().and_then(gender_of);
            }
        }
        let tagged = article.enrichment.mentions.iter().any(|mention| mention.kind == MentionKind::Person);
        for items in paragraphs {
            people.read(text, items, tagged);
        }
        people
    }

    fn add(&mut self, name: String, reference: Option<u32>) -> usize {
        let at = self.list.len();
        self.index(&name, at);
        self.list.push(Person { name, reference, around: String::new(), gender: None });
        at
    }

    fn index(&mut self, name: &str, at: usize) {
        // One common word may be in many names; more of them tell nothing.
        const MOST: usize = 16;
        for word in name.split_whitespace().filter(|word| !is_in(PARTICLES, word)) {
            let listed = self.by_word.entry(bare(word).to_lowercase()).or_default();
            if listed.len() < MOST && !listed.contains(&at) {
                listed.push(at);
            }
        }
    }

    /// Adds the runs of capitalised words that look like a person's name and are not known.
    fn read(&mut self, text: &str, items: &[Item<'_>], tagged: bool) {
        let mut at = 0;
        while at < items.len() {
            let Some(end) = run(items, at) else {
                at += 1;
                continue;
            };
            let words = items.get(at..end).unwrap_or_default();
            self.read_run(text, items, words, at, tagged);
            at = end.max(at + 1);
        }
    }

    fn read_run(&mut self, text: &str, items: &[Item<'_>], words: &[Item<'_>], at: usize, tagged: bool) {
        // No person has so many names and titles.
        const MOST: usize = 14;
        if words.len() > MOST {
            return;
        }
        let gender = words.iter().filter_map(Item::word).find_map(gender_of);
        // What stands before a title is no part of the name: `Te Atatū MP Ana Ruiz`.
        let inner = words.iter().rposition(|item| item.word().is_some_and(is_title)).map_or(0, |at| at + 1);
        let leading = words.iter().take_while(|item| item.word().is_some_and(is_title)).count();
        let titles = if inner + 2 <= words.len() { inner } else { leading };
        let name = words.get(titles..).unwrap_or_default();
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return };
        let bytes = first.bytes().start..last.bytes().end;
        let printed = bare(text.get(bytes.clone()).unwrap_or_default());
        let known = self.find(name).filter(|known| self.knows(*known, name));
        if let Some(person) = known.and_then(|known| self.list.get_mut(known)) {
            person.gender = person.gender.or(gender);
            if person.around.is_empty() && name.len() > 1 {
                person.around = around(text, items, at, bytes);
            }
            return;
        }
        let plausible = (2..=5).contains(&name.len())
            && !name
                .iter()
                .any(|item| item.word().is_some_and(|word| is_institution(word) || is_institution(bare(word))))
            && name
                .iter()
                .all(|item| item.word().is_some_and(|word| word.chars().any(char::is_lowercase) || word.len() <= 3))
            && printed.chars().all(|char| !char.is_ascii_digit())
            && !name.iter().rev().skip(1).any(|item| item.word().is_some_and(is_possessive));
        if plausible && !(tagged && gender.is_none() && titles == 0) {
            let added = self.add(printed.to_owned(), None);
            if let Some(person) = self.list.get_mut(added) {
                person.gender = gender;
                person.around = around(text, items, at, bytes);
            }
        }
    }

    /// Whether every word of this run is in the name of that person.
    fn knows(&self, at: usize, run: &[Item<'_>]) -> bool {
        let name = self.list.get(at).map_or("", |person| person.name.as_str());
        run.iter().filter_map(Item::word).all(|word| name.split_whitespace().any(|part| bare(part) == bare(word)))
    }

    pub(super) fn get(&self, at: usize) -> Option<&Person> {
        self.list.get(at)
    }

    /// Who is named by some of these words: by the last name first, then by any.
    pub(super) fn find(&self, words: &[Item<'_>]) -> Option<usize> {
        let capitals = || {
            let words = words.iter().rev().filter(|item| item.is_capital()).filter_map(Item::word);
            words.filter(|word| !is_title(word))
        };
        for word in capitals() {
            let Some(listed) = self.by_word.get(&bare(word).to_lowercase()) else { continue };
            let ends = |at: &&usize| self.get(**at).is_some_and(|person| ends_with(&person.name, bare(word)));
            let shared = |at: &usize| {
                let name = self.get(*at).map_or("", |person| person.name.as_str());
                capitals().filter(|word| name.split_whitespace().any(|part| part == bare(word))).count()
            };
            // Entities stand first in the list, so of equals the first is the surest.
            let best = |candidates: &mut dyn Iterator<Item = usize>| {
                candidates.fold(None, |best: Option<usize>, at| match best {
                    Some(best) if shared(&best) >= shared(&at) => Some(best),
                    Some(_) | None => Some(at),
                })
            };
            let by_last = best(&mut listed.iter().filter(ends).copied());
            if let Some(found) = by_last.or_else(|| best(&mut listed.iter().copied())) {
                return Some(found);
            }
        }
        None
    }

    /// The person around whose first mention this role is printed, the latest named first.
    pub(super) fn with_role(&self, role: &str, latest: &[usize]) -> Option<usize> {
        let role = role.to_lowercase();
        let has = |at: &usize| self.get(*at).is_some_and(|person| contains_word(&person.around, &role));
        latest.iter().rev().copied().find(has)
    }
}

fn ends_with(name: &str, word: &str) -> bool {
    name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '-']))
}

fn contains_word(text: &str, word: &str) -> bool {
    text.split(|char: char| !char.is_alphanumeric()).any(|part| part == word)
}

/// The end of the run of capitalised words that begins at `at`.
fn run(items: &[Item<'_>], at: usize) -> Option<usize> {
    items.get(at).filter(|item| item.is_capital())?;
    let mut end = at + 1;
    loop {
        let particles =
            items.get(end..)?.iter().take(3).take_while(|item| item.word().is_some_and(|word| is_in(PARTICLES, word)));
        let next = end + particles.count();
        let possessive = items.get(end - 1).and_then(Item::word).is_some_and(is_possessive);
        if possessive || !items.get(next).is_some_and(Item::is_capital) {
            return Some(end);
        }
        end = next + 1;
    }
}

/// The words around a name in its sentence, in lower case.
fn around(text: &str, items: &[Item<'_>], at: usize, name: Range<usize>) -> String {
    const BEFORE: usize = 8;
    const BEHIND: usize = 14;
    let first = items.get(at.saturating_sub(BEFORE)).map_or(name.start, |item| item.bytes().start);
    let behind = items.iter().skip(at).take(BEHIND).take_while(|item| !matches!(item, Item::Stop(..)));
    let last = behind.last().map_or(name.end, |item| item.bytes().end);
    text.get(first..last.max(name.end)).unwrap_or_default().to_lowercase()
}
