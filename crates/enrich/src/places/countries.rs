//! Countries and territories: their codes, the names news gives them, and what their people and things are called.

use foldhash::HashMap;
use std::sync::LazyLock;

/// ISO 3166-1 alpha-2 code, names (the usual English one first), demonyms and adjectives. Bars between; as printed.
/// Abbreviations count in capitals only. A word that is more often something else is left out (`Jordan` the man is
/// told apart by the words around it elsewhere; `Georgia` may be the state).
pub(super) const COUNTRIES: &[(&str, &str, &str)] = &[
    ("AE", "United Arab Emirates|UAE|U.A.E.|Emirates", "Emirati|Emiratis"),
    ("AF", "Afghanistan", "Afghan|Afghans"),
    ("AL", "Albania", "Albanian|Albanians"),
    ("AM", "Armenia", "Armenian|Armenians"),
    ("AO", "Angola", "Angolan|Angolans"),
    ("AR", "Argentina|Argentine Republic", "Argentine|Argentines|Argentinian|Argentinians"),
    ("AT", "Austria", "Austrian|Austrians"),
    ("AU", "Australia", "Australian|Australians|Aussie"),
    ("AZ", "Azerbaijan", "Azerbaijani|Azerbaijanis|Azeri"),
    ("BA", "Bosnia and Herzegovina|Bosnia", "Bosnian|Bosnians"),
    ("BB", "Barbados", "Barbadian|Barbadians|Bajan"),
    ("BD", "Bangladesh", "Bangladeshi|Bangladeshis"),
    ("BE", "Belgium", "Belgian|Belgians"),
    ("BF", "Burkina Faso", "Burkinabe|Burkinabè"),
    ("BG", "Bulgaria", "Bulgarian|Bulgarians"),
    ("BH", "Bahrain", "Bahraini|Bahrainis"),
    ("BI", "Burundi", "Burundian|Burundians"),
    ("BJ", "Benin", "Beninese"),
    ("BM", "Bermuda", "Bermudian"),
    ("BN", "Brunei|Brunei Darussalam", "Bruneian|Bruneians"),
    ("BO", "Bolivia", "Bolivian|Bolivians"),
    ("BR", "Brazil", "Brazilian|Brazilians"),
    ("BS", "Bahamas|The Bahamas", "Bahamian|Bahamians"),
    ("BT", "Bhutan", "Bhutanese"),
    ("BW", "Botswana", "Botswanan|Motswana|Batswana"),
    ("BY", "Belarus", "Belarusian|Belarusians"),
    ("BZ", "Belize", "Belizean|Belizeans"),
    ("CA", "Canada", "Canadian|Canadians"),
    ("CD", "Democratic Republic of the Congo|Democratic Republic of Congo|DR Congo|DRC|D.R. Congo", "Congolese"),
    ("CF", "Central African Republic", "Central African"),
    ("CG", "Republic of the Congo|Republic of Congo|Congo-Brazzaville", ""),
    ("CH", "Switzerland", "Swiss"),
    ("CI", "Ivory Coast|Côte d'Ivoire|Côte d’Ivoire|Cote d'Ivoire|Cote d’Ivoire", "Ivorian|Ivorians"),
    ("CL", "Chile", "Chilean|Chileans"),
    ("CM", "Cameroon", "Cameroonian|Cameroonians"),
    ("CN", "China|People's Republic of China|People’s Republic of China|PRC|mainland China", "Chinese"),
    ("CO", "Colombia", "Colombian|Colombians"),
    ("CR", "Costa Rica", "Costa Rican|Costa Ricans"),
    ("CU", "Cuba", "Cuban|Cubans"),
    ("CV", "Cape Verde|Cabo Verde", "Cape Verdean|Cape Verdeans"),
    ("CY", "Cyprus", "Cypriot|Cypriots"),
    ("CZ", "Czech Republic|Czechia", "Czech|Czechs"),
    ("DE", "Germany", "German|Germans"),
    ("DJ", "Djibouti", "Djiboutian|Djiboutians"),
    ("DK", "Denmark", "Danish|Danes"),
    ("DM", "Dominica", ""),
    ("DO", "Dominican Republic", "Dominican|Dominicans"),
    ("DZ", "Algeria", "Algerian|Algerians"),
    ("EC", "Ecuador", "Ecuadorian|Ecuadorians|Ecuadorean"),
    ("EE", "Estonia", "Estonian|Estonians"),
    ("EG", "Egypt", "Egyptian|Egyptians"),
    ("EH", "Western Sahara", "Sahrawi|Sahrawis"),
    ("ER", "Eritrea", "Eritrean|Eritreans"),
    ("ES", "Spain", "Spanish|Spaniard|Spaniards"),
    ("ET", "Ethiopia", "Ethiopian|Ethiopians"),
    ("FI", "Finland", "Finnish|Finns"),
    ("FJ", "Fiji", "Fijian|Fijians"),
    ("FR", "France", "French|Frenchman"),
    ("GA", "Gabon", "Gabonese"),
    (
        "GB",
        "United Kingdom|UK|U.K.|Britain|Great Britain|England|Scotland|Wales|Northern Ireland",
        "British|Britons|Briton|English|Scottish|Welsh",
    ),
    ("GD", "Grenada", "Grenadian|Grenadians"),
    ("GE", "Georgia", "Georgian|Georgians"),
    ("GH", "Ghana", "Ghanaian|Ghanaians"),
    ("GL", "Greenland", "Greenlandic"),
    ("GM", "Gambia|The Gambia", "Gambian|Gambians"),
    ("GN", "Guinea", "Guinean|Guineans"),
    ("GQ", "Equatorial Guinea", "Equatoguinean"),
    ("GR", "Greece", "Greek|Greeks"),
    ("GT", "Guatemala", "Guatemalan|Guatemalans"),
    ("GW", "Guinea-Bissau|Guinea Bissau", "Bissau-Guinean"),
    ("GY", "Guyana", "Guyanese"),
    ("HK", "Hong Kong|HKSAR", "Hongkonger|Hongkongers|Hong Kongers"),
    ("HN", "Honduras", "Honduran|Hondurans"),
    ("HR", "Croatia", "Croatian|Croatians|Croat|Croats"),
    ("HT", "Haiti", "Haitian|Haitians"),
    ("HU", "Hungary", "Hungarian|Hungarians"),
    ("ID", "Indonesia", "Indonesian|Indonesians"),
    ("IE", "Ireland|Republic of Ireland", "Irish"),
    ("IL", "Israel", "Israeli|Israelis"),
    ("IN", "India", "Indian|Indians"),
    ("IQ", "Iraq", "Iraqi|Iraqis"),
    ("IR", "Iran|Islamic Republic of Iran", "Iranian|Iranians"),
    ("IS", "Iceland", "Icelandic|Icelanders"),
    ("IT", "Italy", "Italian|Italians"),
    ("JM", "Jamaica", "Jamaican|Jamaicans"),
    ("JO", "Jordan", "Jordanian|Jordanians"),
    ("JP", "Japan", "Japanese"),
    ("KE", "Kenya", "Kenyan|Kenyans"),
    ("KG", "Kyrgyzstan", "Kyrgyz"),
    ("KH", "Cambodia", "Cambodian|Cambodians"),
    ("KI", "Kiribati", ""),
    ("KM", "Comoros", "Comorian|Comorians"),
    ("KN", "Saint Kitts and Nevis|St. Kitts and Nevis|St Kitts and Nevis", ""),
    ("KP", "North Korea|DPRK", "North Korean|North Koreans"),
    ("KR", "South Korea|Republic of Korea|ROK|Korea", "South Korean|South Koreans|Korean|Koreans"),
    ("KW", "Kuwait", "Kuwaiti|Kuwaitis"),
    ("KZ", "Kazakhstan", "Kazakh|Kazakhs"),
    ("LA", "Laos|Lao PDR", "Laotian|Lao"),
    ("LB", "Lebanon", "Lebanese"),
    ("LC", "Saint Lucia|St. Lucia|St Lucia", "St Lucian"),
    ("LI", "Liechtenstein", ""),
    ("LK", "Sri Lanka", "Sri Lankan|Sri Lankans"),
    ("LR", "Liberia", "Liberian|Liberians"),
    ("LS", "Lesotho", "Basotho"),
    ("LT", "Lithuania", "Lithuanian|Lithuanians"),
    ("LU", "Luxembourg", "Luxembourgish"),
    ("LV", "Latvia", "Latvian|Latvians"),
    ("LY", "Libya", "Libyan|Libyans"),
    ("MA", "Morocco", "Moroccan|Moroccans"),
    ("MC", "Monaco", ""),
    ("MD", "Moldova", "Moldovan|Moldovans"),
    ("ME", "Montenegro", "Montenegrin|Montenegrins"),
    ("MG", "Madagascar", "Malagasy"),
    ("MH", "Marshall Islands", "Marshallese"),
    ("MK", "North Macedonia|Macedonia", "Macedonian|Macedonians"),
    ("ML", "Mali", "Malian|Malians"),
    ("MM", "Myanmar|Burma", "Burmese"),
    ("MN", "Mongolia", "Mongolian|Mongolians"),
    ("MO", "Macau|Macao", "Macanese"),
    ("MR", "Mauritania", "Mauritanian|Mauritanians"),
    ("MT", "Malta", "Maltese"),
    ("MU", "Mauritius", "Mauritian|Mauritians"),
    ("MV", "Maldives", "Maldivian|Maldivians"),
    ("MW", "Malawi", "Malawian|Malawians"),
    ("MX", "Mexico|México", "Mexican|Mexicans"),
    ("MY", "Malaysia", "Malaysian|Malaysians"),
    ("MZ", "Mozambique", "Mozambican|Mozambicans"),
    ("NA", "Namibia", "Namibian|Namibians"),
    ("NE", "Niger", "Nigerien|Nigeriens"),
    ("NG", "Nigeria", "Nigerian|Nigerians"),
    ("NI", "Nicaragua", "Nicaraguan|Nicaraguans"),
    ("NL", "Netherlands|The Netherlands|Holland", "Dutch"),
    ("NO", "Norway", "Norwegian|Norwegians"),
    ("NP", "Nepal", "Nepali|Nepalese|Nepalis"),
    ("NZ", "New Zealand|Aotearoa", "New Zealander|New Zealanders|Kiwi"),
    ("OM", "Oman", "Omani|Omanis"),
    ("PA", "Panama|Panamá", "Panamanian|Panamanians"),
    ("PE", "Peru|Perú", "Peruvian|Peruvians"),
    ("PG", "Papua New Guinea|PNG", "Papua New Guinean"),
    ("PH", "Philippines|The Philippines", "Filipino|Filipinos|Philippine"),
    ("PK", "Pakistan", "Pakistani|Pakistanis"),
    ("PL", "Poland", "Polish|Poles"),
    ("PR", "Puerto Rico", "Puerto Rican|Puerto Ricans"),
    ("PS", "Palestine|State of Palestine|West Bank|Gaza Strip|Gaza", "Palestinian|Palestinians"),
    ("PT", "Portugal", "Portuguese"),
    ("PY", "Paraguay", "Paraguayan|Paraguayans"),
    ("QA", "Qatar", "Qatari|Qataris"),
    ("RO", "Romania", "Romanian|Romanians"),
    ("RS", "Serbia", "Serbian|Serbians|Serb|Serbs"),
    ("RU", "Russia|Russian Federation", "Russian|Russians"),
    ("RW", "Rwanda", "Rwandan|Rwandans"),
    ("SA", "Saudi Arabia|KSA", "Saudi|Saudis|Saudi Arabian"),
    ("SB", "Solomon Islands", "Solomon Islander"),
    ("SC", "Seychelles", "Seychellois"),
    ("SD", "Sudan", "Sudanese"),
    ("SE", "Sweden", "Swedish|Swedes"),
    ("SG", "Singapore", "Singaporean|Singaporeans"),
    ("SI", "Slovenia", "Slovenian|Slovenians"),
    ("SK", "Slovakia", "Slovak|Slovaks"),
    ("SL", "Sierra Leone", "Sierra Leonean|Sierra Leoneans"),
    ("SN", "Senegal", "Senegalese"),
    ("SO", "Somalia", "Somali|Somalis"),
    ("SR", "Suriname", "Surinamese"),
    ("SS", "South Sudan", "South Sudanese"),
    ("SV", "El Salvador", "Salvadoran|Salvadorans|Salvadorean"),
    ("SY", "Syria", "Syrian|Syrians"),
    ("SZ", "Eswatini|Swaziland", "Swazi|Swazis"),
    ("TD", "Chad", "Chadian|Chadians"),
    ("TG", "Togo", "Togolese"),
    ("TH", "Thailand", "Thai|Thais"),
    ("TJ", "Tajikistan", "Tajik|Tajiks"),
    ("TL", "East Timor|Timor-Leste", "Timorese"),
    ("TM", "Turkmenistan", "Turkmen"),
    ("TN", "Tunisia", "Tunisian|Tunisians"),
    ("TO", "Tonga", "Tongan|Tongans"),
    ("TR", "Türkiye|Turkey|Turkiye", "Turkish|Turks"),
    ("TT", "Trinidad and Tobago|Trinidad", "Trinidadian|Trinidadians"),
    ("TV", "Tuvalu", "Tuvaluan"),
    ("TW", "Taiwan", "Taiwanese"),
    ("TZ", "Tanzania|Zanzibar", "Tanzanian|Tanzanians"),
    ("UA", "Ukraine", "Ukrainian|Ukrainians"),
    ("UG", "Uganda", "Ugandan|Ugandans"),
    ("US", "United States|United States of America|USA|U.S.|U.S.A.|US", "American|Americans"),
    ("UY", "Uruguay", "Uruguayan|Uruguayans"),
    ("UZ", "Uzbekistan", "Uzbek|Uzbeks"),
    ("VA", "Vatican City|Vatican|Holy See", ""),
    ("VC", "Saint Vincent and the Grenadines|St. Vincent and the Grenadines|St Vincent and the Grenadines", ""),
    ("VE", "Venezuela", "Venezuelan|Venezuelans"),
    ("VN", "Vietnam|Viet Nam", "Vietnamese"),
    ("VU", "Vanuatu", "Ni-Vanuatu"),
    ("WS", "Samoa", "Samoan|Samoans"),
    ("XK", "Kosovo", "Kosovar|Kosovars"),
    ("YE", "Yemen", "Yemeni|Yemenis"),
    ("ZA", "South Africa|RSA|Mzansi", "South African|South Africans"),
    ("ZM", "Zambia", "Zambian|Zambians"),
    ("ZW", "Zimbabwe", "Zimbabwean|Zimbabweans"),
];

/// Names above of what lies in a country and is not all of it.
const PARTS: &[&str] =
    &["England", "Scotland", "Wales", "Northern Ireland", "West Bank", "Gaza Strip", "Gaza", "Zanzibar"];

/// What stands before the name of a country in its formal name.
const FORMS: &[&str] =
    &["Republic of", "Islamic Republic of", "Kingdom of", "State of", "Sultanate of", "Federation of"];

/// Codes by names in small letters, each with the abbreviations as they are printed.
static CODES: LazyLock<HashMap<String, (&'static str, &'static str)>> = LazyLock::new(|| {
    let mut codes = HashMap::default();
    for (code, called, _) in COUNTRIES {
        for name in called.split('|').filter(|name| !PARTS.contains(name)) {
            codes.insert(name.to_lowercase(), (*code, name));
        }
    }
    codes
});

/// The code of a country by one of its names, without regard to case.
pub(super) fn code(name: &str) -> Option<&'static str> {
    let listed = |name: &str| {
        let (code, called) = CODES.get(name.to_lowercase().as_str())?;
        // Abbreviations are names in capitals only: `us` is none.
        (called.len() > 3 || *called == name).then_some(*code)
    };
    let formal = || {
        let rest = FORMS.iter().find_map(|form| {
            let (before, rest) = name.split_at_checked(form.len())?;
            before.eq_ignore_ascii_case(form).then(|| rest.trim_start())
        })?;
        // The State of Georgia is none.
        listed(rest).filter(|code| *code != "GE" || name.to_lowercase().starts_with("republic"))
    };
    listed(name).or_else(formal)
}

/// The usual English name of a country.
pub(super) fn usual_name(code: &str) -> Option<&'static str> {
    let (_, called, _) = COUNTRIES.iter().find(|(known, _, _)| *known == code)?;
    called.split('|').next()
}
