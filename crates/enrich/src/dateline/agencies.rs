//! Which names are news agencies: a list of the agencies of the world, and what their names end in.

use std::sync::LazyLock;
use text::WordList;

/// Names and initials that stand for an agency wherever a filing line prints them. Compared without regard to case.
static AGENCIES: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "Reuters|Thomson Reuters|Thomson Reuters Foundation|AFP|Agence France-Presse|AP|Associated Press|\
The Associated Press|UPI|dpa|dpa-AFX|EFE|Bloomberg|Bloomberg News|IPS|Inter Press Service|TNS|\
Tribune News Service|PRNewswire|PR Newswire|GLOBE NEWSWIRE|GlobeNewswire|BUSINESS WIRE|BusinessWire|\
ACCESSWIRE|Newsfile Corp|APO|APO Group|Panapress|PANA|CNW|EIN Presswire|РИА Новости|ТАСС|Интерфакс|\
新华社|共同|MarketWatch|Dow Jones|Sputnik|RIA Novosti|RIA|The Conversation|Agencies|IANS|CGTN|VOA|RNS|\
CNS|BIRN|IRIN|SciDev.Net|UN News|Fides|Agenzia Fides|AsiaNews|UCA News|ACI Africa|\
Catholic News Agency|Zenit|JTA|JNS|TPS|PA|PA Media|Press Association|ANSA|AGI|Adnkronos|Askanews|\
Lusa|Europa Press|Belga|ANP|NTB|TT|Ritzau|STT|BNS|LETA|ELTA|ERR News|PAP|CTK|ČTK|TASR|SITA|MTI|\
Agerpres|Mediafax|BTA|MIA|Tanjug|Beta|Hina|STA|FENA|SRNA|ATA|ANA|AMNA|ANA-MPA|CNA|KNA|epd|SID|\
APA|KEYSTONE-SDA|SDA|ATS|Ukrinform|UNIAN|UNN|Interfax|Interfax-Ukraine|TASS|ITAR-TASS|BelTA|\
Moldpres|IPN|Armenpress|ARKA|AZERTAC|Trend|Report|APA.az|Interpress|Agenda.ge|Kazinform|KazTAG|\
Tengrinews|Kabar|AKIpress|Avesta|Khovar|UzA|Anadolu|Anadolu Agency|AA|DHA|IHA|MENA|SPA|WAM|QNA|\
KUNA|BNA|ONA|SABA|Petra|NNA|SANA|INA|NINA|IRNA|ISNA|Tasnim|Fars|FNA|MNA|Mehr|Iran Press|WAFA|\
Ma'an|TPS-IL|UNA|IINA|APS|TAP|MAP|LANA|AMI|SUNA|NAN|GNA|ENA|FBC|TANA|SAnews|SAPA|ANA News|\
ANGOP|AIM|ZIANA|New Ziana|Nampa|BOPA|ABP|SONNA|AGP|APANEWS|ANP News|ACP|AIP|LINA|SLENA|\
Hirondelle|Xinhua|ECNS|Kyodo|Kyodo News|Jiji|Jiji Press|Yonhap|KCNA|Newsis|News1|PTI|ANI|UNI|KNO|\
GNS|INN|APP|PPI|NNI|Online|UrduPoint|Pakistan Point News|BSS|UNB|bdnews24|bdnews24.com|RSS|Bernama|\
Antara|ANTARA News|VNA|VNS|TNA|NNT|MCOT|PNA|AKP|KPL|GNLM|Montsame|Pajhwok|TOLOnews|KP|Bakhtar|\
AAP|NZN|PACNEWS|NZME|News Corp|NewsWire|SBS|ABC News|CNN|CNN Business|CP|The Canadian Press|\
Canadian Press|Prensa Latina|PL|ACN|AIN|Notimex|Télam|Telam|ABI|Andina|Agência Brasil|Agencia Brasil|\
ABr|Estadão|Mercopress|AVN|ANSUR|CMC|JIS|GINA|DPI|EFE News|La Jornada|Reforma|AN|Diálogo|\
States Newsroom|Capitol News Illinois|CNHI",
    )
});

/// Initials that are agencies only where something else tells so: they are words or other bodies as well.
static AMBIGUOUS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "AP|PA|AA|CP|TT|PL|AN|KP|ANA|ANP|ACP|APP|APS|MAP|TAP|AMI|AIM|PAP|SPA|STA|ATA|UNI|UNA|INA|\
RIA|RSS|SID|SBS|SANA|SABA|MENA|MIA|CNA|CNS|BNA|ONA|NAN|INN|DPI|FBC|ABP|Beta|Trend|Report|\
Petra|Fars|Andina|Online|Mehr|Agencies|Anadolu|Antara|Interpress|NewsWire|PANA|GINA|NINA|TANA|\
LINA|ABI|AGI|BTA|AVN|CMC|Zenit|The Conversation|Reforma|Kabar|IPN|SITA|MTI",
    )
});

/// Last words of the names of agencies and outlets.
static ENDINGS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "news|agency|newswire|press|presse|times|post|herald|tribune|media|network|wire|online|daily|\
gazette|bureau|service|tv|radio|monitor|observer|guardian|journal|chronicle|mail|star|express|\
mirror|standard|independent|telegraph|today|correspondent|correspondents|reporter|newsdesk|newsroom|\
desk|foundation|features|report|newspapers|magazine|digital|live|24|presswire|prensa|watch|\
international",
    )
});

/// First words of such names.
static BEGINNINGS: LazyLock<WordList<()>> =
    LazyLock::new(|| WordList::names("agence|agencia|agência|agenzia|radio|agentur|tv|channel"));

/// Whether it is on the list.
pub(super) fn is_known(name: &str) -> bool {
    AGENCIES.has(name)
}

/// Whether the name alone says agency, with nothing around it to help.
pub(super) fn is_sure(name: &str) -> bool {
    is_known(name) && !AMBIGUOUS.has(name)
}

/// Whether a name within brackets can be read as an agency or outlet: known, initials, a site, or made as such names
/// are, of a known one and another word (`CNW Telbec`), with a last word or a first one that says so, or of initials and
/// a country (`CNBC Indonesia`).
pub(super) fn looks_like_one(name: &str) -> bool {
    is_known(name) || is_initials(name) || is_site(name) || is_named_so(name)
}

fn is_named_so(name: &str) -> bool {
    let Some((first, rest)) = name.split_once(' ') else { return false };
    let last = rest.rsplit(' ').next().unwrap_or_default();
    ENDINGS.has(last)
        || BEGINNINGS.has(first)
        || (is_sure(first) && !rest.contains(' ') && !super::place_names::is_town(rest))
        || (is_initials(first) && super::place_names::is_country(rest) && !super::place_names::is_country(name))
        || (first.bytes().all(|byte| byte.is_ascii_digit()) && ENDINGS.has(rest))
}

/// Whether names of outlets end in this word.
pub(super) fn is_outlet_word(word: &str) -> bool {
    ENDINGS.has(word)
}

/// Two to eight capitals, perhaps with digits or a small letter.
pub(super) fn is_initials(name: &str) -> bool {
    let letters = name.chars().count();
    let small = name.chars().filter(|char| char.is_lowercase()).count();
    (2..=8).contains(&letters)
        && name.chars().all(|char| char.is_alphanumeric() || char == '-')
        && name.chars().filter(|char| char.is_uppercase()).count() >= 2
        && small <= 1
}

/// Whether it is the name of a web site, such as `example.com`.
pub(super) fn is_site(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(site, top)| {
        site.chars().count() >= 2
            && (2..=4).contains(&top.len())
            && top.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !site.contains([' ', '.'])
    })
}
