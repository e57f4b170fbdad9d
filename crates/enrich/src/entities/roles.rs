//! Words of titles: forms of address, roles, and what stands before a role.

/// Forms of address, without a stop.
const HONORIFICS: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "sheikh", "shaikh", "engr",
    "engineer", "rev", "reverend", "fr", "father", "sister", "hon", "pastor", "imam", "sri", "shri", "smt", "dato",
    "datuk", "tan", "tun", "haji", "alhaji", "madam", "madame", "messrs", "hajia", "chief",
];

/// Nouns for what somebody is.
const ROLES: &[&str] = &[
    "minister", "president", "director", "secretary", "chairman", "chairwoman", "chairperson", "chair", "head", "chief",
    "spokesman", "spokeswoman", "spokesperson", "ambassador", "governor", "mayor", "senator", "sen.", "gov.", "rep.",
    "representative", "commissioner", "premier", "chancellor", "leader", "coach", "captain", "manager", "officer",
    "ceo", "cfo", "coo", "cto", "founder", "co-founder", "cofounder", "professor", "lecturer", "researcher",
    "scientist", "analyst", "economist", "expert", "lawyer", "attorney", "judge", "justice", "prosecutor", "general",
    "gen.", "colonel", "col.", "major", "lieutenant", "lt.", "sergeant", "inspector", "superintendent", "constable",
    "commander", "admiral", "brigadier", "king", "queen", "prince", "princess", "emir", "sultan", "pope", "bishop",
    "archbishop", "cardinal", "priest", "elder", "convener", "convenor", "coordinator", "co-ordinator", "consultant",
    "adviser", "advisor", "envoy", "delegate", "member", "mp", "mla", "mep", "lawmaker", "legislator", "deputy",
    "councillor", "councilor", "congressman", "congresswoman", "speaker", "treasurer", "principal", "dean", "rector",
    "editor", "editor-in-chief", "journalist", "reporter", "correspondent", "author", "writer", "poet", "novelist",
    "actor", "actress", "singer", "songwriter", "rapper", "musician", "artist", "painter", "producer", "filmmaker",
    "champion", "striker", "midfielder", "defender", "goalkeeper", "skipper", "batsman", "bowler", "player", "activist",
    "campaigner", "administrator", "auditor", "registrar", "surgeon", "physician", "doctor", "nurse", "teacher",
    "specialist", "epidemiologist", "virologist", "historian", "archaeologist", "biologist", "engineer", "architect",
    "designer", "chef", "businessman", "businesswoman", "entrepreneur", "investor", "owner", "shareholder", "partner",
    "farmer", "resident", "student", "pilot", "driver", "accused", "suspect", "candidate", "comptroller",
    "vice-president", "vice-chancellor", "vice-chairman", "director-general", "secretary-general", "attorney-general",
    "co-chair", "liaison", "custodian", "healer", "advocate", "commentator", "statistician", "astronaut", "trainer",
    "strategist", "fellow", "associate", "assistant", "executive", "organiser", "organizer", "curator", "conductor",
    "composer", "ombudsman", "monarch", "ruler", "warlord", "militant", "boss", "official", "whip", "patriarch",
    "rabbi", "imam", "mufti", "cleric", "ayatollah", "chairlady", "pm", "ag", "dg", "md", "undersecretary",
];

/// Words in small letters that go before a role or between its words.
const BEFORE_ROLES: &[&str] = &[
    "former", "ex", "deputy", "vice", "prime", "foreign", "then", "acting", "interim", "current", "outgoing", "incoming",
    "late", "senior", "junior", "chief", "executive", "assistant", "managing", "general", "national", "federal", "state",
    "regional", "provincial", "local", "opposition", "ruling", "party", "majority", "minority", "house", "senate",
    "police", "army", "military", "naval", "navy", "defence", "defense", "finance", "interior", "home", "health",
    "education", "economy", "energy", "environment", "trade", "justice", "labour", "labor", "transport", "tourism",
    "agriculture", "union", "cabinet", "government", "public", "human", "rights", "political", "legal", "technical",
    "medical", "research", "project", "programme", "program", "communications", "media", "press", "marketing", "sales",
    "operations", "development", "policy", "campaign", "team", "club", "football", "cricket", "national", "world",
    "international", "global", "special", "permanent", "principal", "lead", "founding", "honorary", "elected", "first",
    "second", "lady", "crown", "grand", "caretaker", "presidential", "parliamentary", "expedition", "business", "elect",
    "co", "co-", "main", "key", "top", "veteran", "independent", "incumbent", "lifetime", "traditional", "climate",
    "head", "district", "city", "county", "company", "group", "board", "security", "intelligence", "field", "country",
    "secretary", "associate", "non-executive", "two", "time", "based", "star", "fellow", "retired", "social", "financial",
    "economic", "central", "bank", "supreme", "high", "court", "water", "and", "of", "for",
];

/// Words in small letters that may stand inside a role that goes on: `head of the opposition`.
const LINKS: &[&str] = &["of", "for", "and", "the", "at", "in", "on", "to", "with", "from"];

fn listed(list: &[&str], word: &str) -> bool {
    let word = word.trim_end_matches('.');
    list.iter().any(|entry| entry.trim_end_matches('.').eq_ignore_ascii_case(word))
}

pub(super) fn is_honorific(word: &str) -> bool {
    listed(HONORIFICS, word)
}

pub(super) fn is_role(word: &str) -> bool {
    listed(ROLES, word)
}

pub(super) fn goes_before_role(word: &str) -> bool {
    listed(BEFORE_ROLES, word)
}

pub(super) fn is_link(word: &str) -> bool {
    listed(LINKS, word)
}
