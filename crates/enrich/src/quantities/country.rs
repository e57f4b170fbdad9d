//! Which country an article is about, as far as a currency's name leaves it open.
//!
//! In: the page's host, the dateline and the words of the text. Out: points by country. Only countries whose money
//! shares its name with another's are known here.

use super::currencies::Money;
use super::families::Family;
use super::tokens::{Token, TokenKind};
use article::Article;
use foldhash::{HashMap, HashSet};
use std::sync::LazyLock;

/// Country, the words that speak for it. Names in one or two words, cities and peoples.
const COUNTRIES: &[(&str, &str)] = &[
    (
        "US",
        "US|U.S|USA|United States|American|Americans|America|Washington|New York|California|Texas|Florida|Biden|Trump",
    ),
    (
        "CA",
        "Canada|Canadian|Canadians|Ottawa|Toronto|Ontario|Quebec|Montreal|Vancouver|British Columbia|Alberta|Manitoba|\
         Saskatchewan|Nova Scotia|Newfoundland|Yukon|Nunavut|Iqaluit|Whitehorse|Yellowknife|Winnipeg|Calgary|Edmonton|\
         Northwest Territories|Trudeau|Inuit|First Nation|First Nations",
    ),
    (
        "AU",
        "Australia|Australian|Australians|Sydney|Melbourne|Brisbane|Canberra|Queensland|Victoria|Tasmania|Perth|Adelaide|\
         Darwin|NSW|South Wales|Hobart",
    ),
    ("NZ", "New Zealand|New Zealanders|Zealand|Auckland|Wellington|Christchurch|Dunedin|Aotearoa|Māori|Waikato|Otago"),
    ("SG", "Singapore|Singaporean|Singaporeans"),
    ("HK", "Hong Kong|Hongkong|Kowloon|Hongkongers"),
    ("TW", "Taiwan|Taiwanese|Taipei|Kaohsiung|Taichung"),
    (
        "ZA",
        "South Africa|South African|South Africans|Johannesburg|Pretoria|Cape Town|Durban|Gauteng|Natal|Ramaphosa|ANC|\
         Eskom|Soweto|Limpopo|Mpumalanga|SAPS|Zuma",
    ),
    ("ET", "Ethiopia|Ethiopian|Ethiopians|Addis Ababa|Tigray|Oromia"),
    ("NA", "Namibia|Namibian|Namibians|Windhoek|Swakopmund|Walvis Bay"),
    ("JM", "Jamaica|Jamaican|Jamaicans|Kingston"),
    ("TT", "Trinidad|Tobago|Trinidadian"),
    ("BB", "Barbados|Barbadian|Bridgetown"),
    ("BS", "Bahamas|Bahamian|Nassau"),
    ("BZ", "Belize|Belizean|Belmopan"),
    ("GY", "Guyana|Guyanese|Georgetown"),
    ("FJ", "Fiji|Fijian|Fijians|Suva"),
    ("SB", "Solomon Islands|Honiara"),
    ("BN", "Brunei|Bruneian"),
    ("SR", "Suriname|Surinamese|Paramaribo"),
    ("KY", "Cayman Islands|Cayman"),
    ("AG", "Antigua|Barbuda"),
    ("DM", "Dominica|Roseau"),
    ("GD", "Grenada|Grenadian"),
    ("KN", "Nevis|Kitts"),
    ("LC", "Lucia|Castries"),
    ("VC", "Grenadines|Kingstown"),
    (
        "IN",
        "India|Indian|Indians|Delhi|New Delhi|Mumbai|Bengaluru|Bangalore|Kolkata|Chennai|Hyderabad|Gujarat|Kerala|Punjab|\
         Maharashtra|Rajasthan|Kashmir|Srinagar|Jammu|Modi|BJP|Assam|Nagaland|Uttar Pradesh|Tamil Nadu|Karnataka|Bihar|\
         Telangana|Goa|Manipur|Odisha|Lok Sabha",
    ),
    (
        "PK",
        "Pakistan|Pakistani|Pakistanis|Islamabad|Karachi|Lahore|Peshawar|Sindh|Balochistan|Rawalpindi|Quetta|PTI|Imran|\
         Khyber|Faisalabad|Multan",
    ),
    ("LK", "Sri Lanka|Sri Lankan|Lanka|Lankan|Colombo|Rajapaksa|Jaffna"),
    ("NP", "Nepal|Nepali|Nepalese|Kathmandu|Pokhara"),
    ("MU", "Mauritius|Mauritian|Mauritians|Port Louis|Rodrigues"),
    ("SC", "Seychelles|Seychellois"),
    (
        "GB",
        "UK|U.K|Britain|British|United Kingdom|England|English|London|Scotland|Wales|Scottish|Manchester|Liverpool|Glasgow",
    ),
    ("EG", "Egypt|Egyptian|Egyptians|Cairo|Alexandria|Sisi"),
    ("LB", "Lebanon|Lebanese|Beirut|Hezbollah"),
    ("SY", "Syria|Syrian|Syrians|Damascus|Aleppo"),
    ("SD", "Sudan|Sudanese|Khartoum"),
    ("SS", "South Sudan|Juba"),
    ("GI", "Gibraltar"),
    (
        "MX",
        "Mexico|Mexican|Mexicans|México|Guadalajara|Jalisco|Monterrey|AMLO|Tijuana|Quintana Roo|Yucatán|Oaxaca|Cancún|\
         Baja California|Puebla|Sinaloa",
    ),
    ("PH", "Philippines|Philippine|Filipino|Filipinos|Manila|Cebu|Davao|Duterte|Marcos|Luzon|Mindanao"),
    ("AR", "Argentina|Argentine|Argentines|Argentinian|Buenos Aires|Kirchner|Milei"),
    ("CL", "Chile|Chilean|Chileans|Santiago|Boric"),
    ("CO", "Colombia|Colombian|Colombians|Bogotá|Bogota|Medellín|Medellin|Petro"),
    ("CU", "Cuba|Cuban|Cubans|Havana|Castro"),
    ("DO", "Dominican Republic|Dominican|Santo Domingo"),
    ("UY", "Uruguay|Uruguayan|Uruguayans|Montevideo"),
    ("KE", "Kenya|Kenyan|Kenyans|Nairobi|Mombasa|Ruto|Kenyatta|Kisumu"),
    ("TZ", "Tanzania|Tanzanian|Tanzanians|Dodoma|Zanzibar|Salaam"),
    ("UG", "Uganda|Ugandan|Ugandans|Kampala|Museveni|Entebbe"),
    ("SO", "Somalia|Somali|Mogadishu"),
    ("CH", "Switzerland|Swiss|Zurich|Geneva|Bern"),
    ("SN", "Senegal|Senegalese|Dakar"),
    ("CI", "Ivory Coast|Ivorian|Abidjan|Côte"),
    ("ML", "Mali|Malian|Bamako"),
    ("BF", "Burkina Faso|Ouagadougou"),
    ("BJ", "Benin|Cotonou"),
    ("TG", "Togo|Togolese|Lomé"),
    ("NE", "Niger|Niamey"),
    ("CM", "Cameroon|Cameroonian|Cameroonians|Yaounde|Yaoundé|Douala|Bamenda|Biya"),
    ("GA", "Gabon|Libreville"),
    ("TD", "Chad|Ndjamena"),
    ("CG", "Brazzaville"),
    ("CF", "Bangui|African Republic"),
    ("GQ", "Equatorial Guinea|Malabo"),
    ("RW", "Rwanda|Rwandan|Rwandans|Kigali|Kagame"),
    ("BI", "Burundi|Burundian|Bujumbura"),
    ("CD", "DRC|Kinshasa|Congo|Congolese"),
    ("DJ", "Djibouti"),
    ("GN", "Guinea|Guinean|Conakry"),
    ("KM", "Comoros"),
    ("NC", "New Caledonia|Nouméa"),
    ("PF", "French Polynesia|Tahiti"),
    ("KW", "Kuwait|Kuwaiti|Kuwaitis"),
    ("BH", "Bahrain|Bahraini|Manama"),
    ("JO", "Jordan|Jordanian|Jordanians|Amman"),
    ("IQ", "Iraq|Iraqi|Iraqis|Baghdad|Basra"),
    ("TN", "Tunisia|Tunisian|Tunisians|Tunis"),
    ("DZ", "Algeria|Algerian|Algerians|Algiers"),
    ("LY", "Libya|Libyan|Libyans|Tripoli"),
    ("RS", "Serbia|Serbian|Belgrade"),
    ("IR", "Iran|Iranian|Iranians|Tehran"),
    ("OM", "Oman|Omani|Muscat"),
    ("YE", "Yemen|Yemeni|Sanaa|Aden"),
    ("SA", "Saudi|Saudi Arabia|Riyadh|Jeddah"),
    ("QA", "Qatar|Qatari|Doha"),
    ("AE", "UAE|Emirates|Dubai|Abu Dhabi|Sharjah"),
    ("MA", "Morocco|Moroccan|Moroccans|Rabat|Casablanca"),
    ("NO", "Norway|Norwegian|Norwegians|Oslo"),
    ("DK", "Denmark|Danish|Danes|Copenhagen|Greenland"),
    ("SE", "Sweden|Swedish|Stockholm"),
    ("IS", "Iceland|Icelandic|Reykjavík|Reykjavik"),
    ("CZ", "Czech|Prague|Czechia"),
    ("JP", "Japan|Japanese|Tokyo|Osaka"),
    ("CN", "China|Chinese|Beijing|Shanghai"),
    ("KR", "South Korea|Seoul"),
    ("KP", "North Korea|Pyongyang"),
    ("RU", "Russia|Russian|Moscow"),
    ("BY", "Belarus|Belarusian|Minsk"),
    ("RO", "Romania|Romanian|Bucharest"),
    ("MD", "Moldova|Moldovan|Chisinau"),
    ("TR", "Turkey|Türkiye|Turkish|Ankara|Istanbul"),
    ("KG", "Kyrgyzstan|Kyrgyz|Bishkek"),
    ("UZ", "Uzbekistan|Uzbek|Tashkent"),
    ("AZ", "Azerbaijan|Azerbaijani|Baku"),
    ("TM", "Turkmenistan|Turkmen|Ashgabat"),
    ("CR", "Costa Rica|Costa Rican|Costa Ricans"),
    ("SV", "El Salvador|Salvadoran|Salvadorans|San Salvador|Bukele"),
    ("ZM", "Zambia|Zambian|Zambians|Lusaka|Hichilema|Copperbelt"),
    ("MW", "Malawi|Malawian|Malawians|Lilongwe|Blantyre"),
    ("PG", "Papua|PNG|Port Moresby"),
    ("BW", "Botswana|Batswana|Gaborone|Francistown"),
    ("NG", "Nigeria|Nigerian|Nigerians|Lagos|Abuja|Buhari|Tinubu|Kano|APC|INEC"),
    ("NI", "Nicaragua|Nicaraguan|Nicaraguans|Managua|Ortega"),
    ("HN", "Honduras|Honduran|Hondurans|Tegucigalpa"),
    ("GT", "Guatemala|Guatemalan|Guatemalans"),
    ("GM", "Gambia|Gambian|Gambians|Banjul"),
    ("SL", "Sierra Leone|Sierra Leonean|Freetown"),
    ("LS", "Lesotho|Basotho|Mosotho|Maseru"),
    ("SZ", "Eswatini|Swaziland|Swazi|Swazis|Mbabane|Manzini"),
    ("LR", "Liberia|Liberian|Liberians|Monrovia"),
    ("ZW", "Zimbabwe|Zimbabwean|Zimbabweans|Harare|Bulawayo"),
    ("MM", "Myanmar|Burma|Burmese|Yangon|Naypyidaw|Mandalay"),
    ("MY", "Malaysia|Malaysian|Malaysians|Kuala Lumpur|Penang|Johor|Sabah|Sarawak"),
    ("GH", "Ghana|Ghanaian|Ghanaians|Accra|Kumasi"),
    ("AL", "Albania|Albanian|Albanians|Tirana"),
    ("HU", "Hungary|Hungarian|Hungarians|Budapest"),
    ("BA", "Bosnia|Bosnian|Bosnians|Sarajevo|Herzegovina"),
    ("CV", "Cape Verde|Cabo Verde|Praia"),
    ("WS", "Samoa|Samoan|Apia"),
    ("TO", "Tonga|Tongan"),
];

/// The country that a name speaks for.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    BY_NAME.get(name).copied()
}

/// The top-level domain speaks loudest: it says who the readers are.
const HOST_POINTS: u32 = 12;

/// The country's name in the host, such as `exampleghana.com`.
const NAMED_HOST_POINTS: u32 = 8;

/// The dateline's place.
const DATELINE_POINTS: u32 = 6;

/// A subject that fills the text counts no more than so many mentions.
const MAX_MENTIONS: u32 = 8;

/// Points from which a country takes the dollar from the United States, in whose money others count too.
const ENOUGH: u32 = 3;

/// The first words of names of two words.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| BY_NAME.keys().filter_map(|name| name.split_once(' ')).map(|(first, _)| first).collect());

/// Countries with their names as hosts hold them: in lower case, without spaces.
static IN_HOSTS: LazyLock<Vec<(&'static str, Vec<String>)>> = LazyLock::new(|| {
    // Shorter names are found in too many words.
    const MIN_NAME: usize = 5;
    let names = |names: &'static str| {
        let long = names.split('|').filter(|name| name.len() >= MIN_NAME);
        long.map(|name| name.to_ascii_lowercase().replace(' ', "")).collect()
    };
    COUNTRIES.iter().map(|(code, listed)| (*code, names(listed))).collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let names = COUNTRIES.iter().flat_map(|(code, names)| names.split('|').map(move |name| (name, *code)));
    names.collect()
});

/// What speaks for each country.
pub(super) struct Setting {
    points: HashMap<&'static str, u32>,
}

impl Setting {
    /// Reads an article's facts and the words of its text.
    pub(super) fn of(article: &Article, tokens: &[Token<'_>]) -> Self {
        let mut points: HashMap<&'static str, u32> = HashMap::default();
        for code in named(tokens) {
            let mentions = points.entry(code).or_default();
            *mentions = (*mentions + 1).min(MAX_MENTIONS);
        }
        let place = article.enrichment.dateline.as_ref().and_then(|dateline| dateline.place.as_ref());
        let located = place.map(|place| place.name.as_str()).into_iter().chain(article.located.as_deref());
        for part in located.flat_map(|located| located.split(", ")) {
            if let Some(code) = BY_NAME.get(part) {
                *points.entry(code).or_default() += DATELINE_POINTS;
            }
        }
        for (code, from_host) in host(article).into_iter().flat_map(|host| by_host(&host)) {
            *points.entry(code).or_default() += from_host;
        }
        Self { points }
    }

    /// The currency meant by a printed form, if it can be told.
    pub(super) fn currency(&self, money: Money) -> Option<&'static str> {
        match money {
            Money::Code(code) => Some(code),
            Money::Family(family) => self.member(family).or(family.usual),
        }
    }

    /// Whether a country that uses one of these currencies is spoken of.
    pub(super) fn speaks_for(&self, family: &Family) -> bool {
        self.member(family).is_some()
    }

    fn member(&self, family: &Family) -> Option<&'static str> {
        let points = |country: &str| self.points.get(country).copied().unwrap_or(0);
        // The first of equals, so that the order of the table decides and not chance.
        let best = family.members.iter().rev().max_by_key(|(country, _)| points(country))?;
        let is_dollar = family.usual == Some("USD");
        let enough = if is_dollar { ENOUGH } else { 1 };
        let told = points(best.0) >= enough && !(is_dollar && points("US") >= points(best.0));
        told.then_some(best.1)
    }
}

/// The countries that the text names, once for each time.
fn named(tokens: &[Token<'_>]) -> impl Iterator<Item = &'static str> {
    let is_name = |token: &Token<'_>| token.kind == TokenKind::Word && token.text.starts_with(char::is_uppercase);
    let nexts = tokens.iter().skip(1).map(Some).chain([None]);
    tokens.iter().zip(nexts).filter_map(move |(token, next)| {
        if !is_name(token) {
            return None;
        }
        let first = FIRST_WORDS.contains(token.text);
        let pair = next.filter(|next| first && is_name(next)).map(|next| format!("{} {}", token.text, next.text));
        let both = pair.and_then(|pair| BY_NAME.get(pair.as_str()));
        both.or_else(|| BY_NAME.get(token.text)).copied()
    })
}

/// The host of the article's page.
fn host(article: &Article) -> Option<String> {
    let page = article.renditions.iter().find(|rendition| rendition.name == "web")?;
    let (_, rest) = page.href.as_deref()?.split_once("://")?;
    Some(rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase())
}

/// The countries a host speaks for.
fn by_host(host: &str) -> Vec<(&'static str, u32)> {
    let (rest, top) = host.rsplit_once('.').unwrap_or((host, ""));
    let top = if top == "uk" { "GB".to_owned() } else { top.to_ascii_uppercase() };
    let mut found = Vec::new();
    for (code, names) in IN_HOSTS.iter() {
        if *code == top {
            found.push((*code, HOST_POINTS));
        } else if names.iter().any(|name| rest.contains(name.as_str())) {
            found.push((*code, NAMED_HOST_POINTS));
        }
    }
    found
}
