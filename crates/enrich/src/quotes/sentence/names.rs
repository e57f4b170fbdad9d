//! Words that stand around names and in them.

use std::sync::LazyLock;
use text::WordList;

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

pub(crate) fn is_title(word: &str) -> bool {
    static WORDS: LazyLock<WordList<()>> = LazyLock::new(|| WordList::of(&[(TITLES, ())]));
    WORDS.contains(word.trim_end_matches('.')) || word.starts_with("Anti-")
}

pub(crate) fn is_institution(word: &str) -> bool {
    static WORDS: LazyLock<WordList<()>> = LazyLock::new(|| WordList::of(&[(INSTITUTIONS, ())]));
    WORDS.contains(word)
}

/// Whether it is a small word inside names.
pub(crate) fn is_particle(word: &str) -> bool {
    static WORDS: LazyLock<WordList<()>> = LazyLock::new(|| WordList::of(&[(PARTICLES, ())]));
    WORDS.contains(word)
}

/// A word without its possessive ending.
pub(crate) fn bare(word: &str) -> &str {
    let cut = ["'s", "’s", "'", "’"].into_iter().find_map(|ending| word.strip_suffix(ending));
    cut.unwrap_or(word)
}

pub(crate) fn is_possessive(word: &str) -> bool {
    word.ends_with("'s") || word.ends_with("’s") || word.ends_with("s'") || word.ends_with("s’")
}

/// Whether the family name stands first: `Chen Mei-hsiu`, `Tam Yiu-chung`.
pub(crate) fn is_family_first(name: &str) -> bool {
    name.split_once(' ')
        .and_then(|(_, given)| given.split_once('-'))
        .is_some_and(|(first, second)| first.chars().all(char::is_alphabetic) && second.starts_with(char::is_lowercase))
}

pub(crate) fn is_abbreviation(name: &str) -> bool {
    (2..=8).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The capitals of a name of several words.
pub(crate) fn initials(name: &str) -> Option<String> {
    let capitals: String = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next().filter(|first| first.is_ascii_uppercase()))
        .collect();
    (capitals.len() >= 2).then_some(capitals)
}

pub(crate) fn ends_with(name: &str, word: &str) -> bool {
    name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '-']))
}

pub(crate) fn contains_word(text: &str, word: &str) -> bool {
    text.split(|char: char| !char.is_alphanumeric() && char != '-').any(|part| part == word)
}

/// Whether one letter more, less or other makes one word of the other.
pub(crate) fn is_one_letter_off(one: &str, other: &str) -> bool {
    // Letters of other scripts take a few bytes.
    const BYTES: usize = 3;
    if one.len().abs_diff(other.len()) > BYTES || one.as_bytes().first() != other.as_bytes().first() {
        return false;
    }
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let (mut one, mut other): (Vec<char>, Vec<char>) =
        (one.chars().skip(same).collect(), other.chars().skip(same).collect());
    while one.last().is_some_and(|last| other.last() == Some(last)) {
        one.pop();
        other.pop();
    }
    one.len().max(other.len()) == 1
}
