//! What helps to tell a place from another name: countries, states, well-known cities, and words no place begins with
//! or is made of. Names only; where they lie is not known here. Compared without regard to case.

use std::sync::LazyLock;
use text::WordList;

/// Sovereign states and territories by their usual English names and short forms.
static COUNTRIES: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "Afghanistan|Albania|Algeria|Andorra|Angola|Antigua and Barbuda|Argentina|Armenia|Australia|\
Austria|Azerbaijan|Bahamas|The Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|\
Bosnia and Herzegovina|Bosnia|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada|Cape Verde|\
Cabo Verde|Central African Republic|Chad|Chile|China|Colombia|Comoros|Congo|DR Congo|DRC|Democratic Republic of Congo|\
Democratic Republic of the Congo|Republic of Congo|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Czechia|Denmark|\
Djibouti|Dominica|Dominican Republic|East Timor|Timor-Leste|Ecuador|Egypt|El Salvador|Equatorial Guinea|Eritrea|Estonia|\
Eswatini|Swaziland|Ethiopia|Fiji|Finland|France|Gabon|Gambia|The Gambia|Georgia|Germany|Ghana|Greece|Grenada|Guatemala|\
Guinea|Guinea-Bissau|Guyana|Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|\
Côte d'Ivoire|Côte d’Ivoire|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|\
Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Marshall Islands|\
Mauritania|Mauritius|Mexico|México|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Burma|\
Namibia|Nauru|Nepal|Netherlands|The Netherlands|New Zealand|Nicaragua|Niger|Nigeria|North Korea|South Korea|\
North Macedonia|Macedonia|Norway|Oman|Pakistan|Palau|Palestine|Panama|Panamá|Papua New Guinea|PNG|Paraguay|Peru|Perú|\
Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Saint Lucia|St. Lucia|St Lucia|Saint Kitts and Nevis|\
St. Kitts and Nevis|St Kitts and Nevis|St. Vincent|St Vincent and the Grenadines|Samoa|San Marino|Sao Tome and Principe|\
São Tomé and Príncipe|Saudi Arabia|KSA|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|\
Solomon Islands|Somalia|Somaliland|South Africa|South Sudan|Spain|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|\
Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tonga|Trinidad and Tobago|Trinidad|Tunisia|Turkey|Türkiye|Turkiye|Turkmenistan|\
Tuvalu|Uganda|Ukraine|United Arab Emirates|UAE|United Kingdom|UK|U.K|U.K.|Great Britain|Britain|England|Scotland|Wales|\
Northern Ireland|United States|United States of America|USA|U.S.A|U.S.A.|US|U.S|U.S.|Uruguay|Uzbekistan|Vanuatu|\
Vatican City|Venezuela|Vietnam|Viet Nam|Yemen|Zambia|Zimbabwe|Aruba|Bermuda|Cayman Islands|Cook Islands|Curaçao|\
Faroe Islands|French Polynesia|Gibraltar|Greenland|Guam|Hong Kong|Macau|Macao|New Caledonia|Puerto Rico|Western Sahara|\
West Bank|Gaza Strip|Occupied Palestine|Crimea|Deutschland|España|Italia|Brasil|Suisse|Schweiz|Österreich|Belgique|Anguilla|Montserrat|British Virgin Islands|US Virgin Islands|\
Turks and Caicos Islands|Turks and Caicos|Sint Maarten|St. Maarten|St Maarten|Saint Martin|Bonaire|Guadeloupe|Martinique|\
French Guiana|Falkland Islands|American Samoa|Northern Mariana Islands|Niue|Tokelau|Norfolk Island|Réunion|Mayotte|\
Isle of Man|Jersey|Guernsey|Kurdistan|Kurdistan Region|Palestinian Territories|St. Kitts|St Kitts|Saint Kitts|Nevis|Antigua",
    )
});

/// States, provinces and the like that filing lines print behind a city.
static REGIONS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|\
Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|\
Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|\
Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|\
Wisconsin|Wyoming|Ontario|Quebec|Québec|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|New Brunswick|\
Newfoundland|Prince Edward Island|Nunavut|Yukon|Northwest Territories|New South Wales|Victoria|Queensland|\
South Australia|Western Australia|Tasmania|Northern Territory|Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|\
Chhattisgarh|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Manipur|\
Meghalaya|Mizoram|Nagaland|Odisha|Punjab|Rajasthan|Sikkim|Tamil Nadu|Telangana|Tripura|Uttar Pradesh|Uttarakhand|\
West Bengal|Kashmir|Ladakh|Sindh|Balochistan|Khyber Pakhtunkhwa|Aguascalientes|Baja California|Campeche|Chiapas|\
Chihuahua|Coahuila|Colima|Durango|Guanajuato|Guerrero|Hidalgo|Jalisco|Michoacán|Morelos|Nayarit|Nuevo León|Oaxaca|\
Puebla|Querétaro|Quintana Roo|San Luis Potosí|Sinaloa|Sonora|Tabasco|Tamaulipas|Tlaxcala|Veracruz|Yucatán|Zacatecas|\
KwaZulu-Natal|Gauteng|Limpopo|Mpumalanga|North West|Free State|Eastern Cape|Western Cape|Northern Cape|Sabah|Sarawak|\
Johor|Perak|Selangor|Penang|Kelantan|Hokkaido|Okinawa|Bavaria|Catalonia|Sicily|Zulia|Sichuan|Guangdong|Xinjiang|Tibet|\
D.C|D.C.|DC|B.C|B.C.|BC|N.Y|N.Y.|N.J|N.J.|N.H|N.H.|N.C|N.C.|N.D|N.D.|N.M|N.M.|S.C|S.C.|S.D|S.D.|R.I|R.I.|W.Va|W.Va.|\
P.E.I|P.E.I.|NSW|AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|KS|KY|LA|MA|MD|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|PA|\
RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|ON|QC|AB|MB|SK|NS|NB|NL",
    )
});

/// Shortened states and provinces, written with a stop.
static SHORT_REGIONS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|\
Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|W.Va|Ont|Que|Alta|Man|Sask|Nfld|Qld|Vic|Tas|Gto|Gro|Jal|Ver|Oax|Chis|\
Sin|Son|Tamps|Qro|Pue|Mor|Mex|Cal|Chih|Coah|Dgo|Hgo|Nay|Tab|Tlax|Yuc|Zac",
    )
});

/// Capitals and other cities that news is filed from.
static CITIES: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "Abidjan|Abu Dhabi|Abuja|Acapulco|Accra|Adana|Addis Ababa|Adelaide|Aden|Agartala|Agra|Ahmedabad|Aizawl|\
Aleppo|Alexandria|Algiers|Allahabad|Almaty|Amman|Amritsar|Amsterdam|Ankara|Antalya|Antananarivo|Antwerp|Apia|\
Arlington|Arusha|Ashgabat|Asmara|Astana|Asunción|Asuncion|Athens|Atlanta|Auckland|Austin|Aurangabad|Baghdad|Bahia|Baku|\
Baltimore|Bamako|Bandar Seri Begawan|Bandung|Bangalore|Bengaluru|Bangkok|Bangui|Banjul|Barcelona|Bareilly|\
Basra|Basseterre|Bath|Beijing|Beira|Beirut|Belfast|Belgrade|Belmopan|Benghazi|Berlin|Bern|Bhopal|Bhubaneswar|\
Birmingham|Bishkek|Bissau|Blantyre|Bloemfontein|Bogotá|Bogota|Bonn|Bordeaux|Boston|Brasília|Brasilia|Bratislava|\
Brazzaville|Bridgetown|Brisbane|Bristol|Brussels|Bucharest|Budapest|Buenos Aires|Buffalo|Bujumbura|Bulawayo|Busan|Cairo|\
Calcutta|Calgary|Cali|Canberra|Cancún|Cancun|Cannes|Cape Town|Caracas|Cardiff|Cartagena|Casablanca|Castries|Cebu|\
Cebu City|Chandigarh|Charlotte|Chattogram|Chittagong|Chengdu|Chennai|Chiang Mai|Chicago|Chișinău|Chisinau|Chongqing|\
Christchurch|Cincinnati|Ciudad Juárez|Ciudad Juarez|Cleveland|Coimbatore|Cologne|Colombo|Conakry|Copenhagen|Córdoba|\
Cotonou|Cox's Bazar|Cuttack|Dakar|Dallas|Damascus|Darwin|Davao|Davao City|Davos|Dehradun|Delhi|Denpasar|Denver|Detroit|\
Dhaka|Dharamsala|Dili|Djibouti|Doha|Dodoma|Dortmund|Douala|Dubai|Dublin|Dunedin|Durban|Dushanbe|Düsseldorf|Edinburgh|\
Edmonton|El Paso|Entebbe|Enugu|Erbil|Faisalabad|Florence|Frankfurt|Freetown|Fukuoka|Funafuti|Gaborone|Gandhinagar|\
Gangtok|Gaza|Gaza City|Gdansk|Geneva|Genoa|George Town|Georgetown|Glasgow|Goma|Gothenburg|Guadalajara|Guangzhou|\
Guatemala City|Guayaquil|Gurgaon|Gurugram|Guwahati|Gwadar|Gwalior|Haifa|Halifax|Hamburg|Hamilton|Hangzhou|Hanoi|\
Hanover|Harare|Harbin|Hargeisa|Havana|Helsinki|Herat|Hiroshima|Ho Chi Minh City|Hobart|Honiara|Honolulu|Houston|\
Hyderabad|Ibadan|Iloilo|Iloilo City|Imphal|Indianapolis|Indore|Iqaluit|Islamabad|Istanbul|Itanagar|Izmir|Jabalpur|\
Jacksonville|Jaffna|Jaipur|Jakarta|Jalandhar|Jammu|Jeddah|Jerusalem|Jodhpur|Johannesburg|Johor Bahru|Jorhat|Juba|Kabul|\
Kaduna|Kampala|Kandahar|Kano|Kanpur|Kansas City|Karachi|Karbala|Kathmandu|Kazan|Khartoum|Kharkiv|Kherson|Kiev|Kigali|\
Kingston|Kingstown|Kinshasa|Kisumu|Kochi|Kohima|Kolkata|Kota Kinabalu|Kozhikode|Krakow|Kraków|Kuala Lumpur|Kuching|Kumasi|\
Kuwait City|Kyiv|Kyoto|La Paz|Lagos|Lahore|Las Vegas|Lausanne|Leeds|Leh|Leicester|Leipzig|León|Leon|Libreville|Lille|\
Lilongwe|Lima|Lisbon|Liverpool|Livingstone|Ljubljana|Lomé|Lome|London|Los Angeles|Luanda|Lubumbashi|Lucknow|Ludhiana|\
Lusaka|Luxor|Lviv|Lyon|Madrid|Madurai|Maiduguri|Majuro|Makassar|Malabo|Malang|Male|Malé|Managua|Manama|Manaus|Manchester|\
Mandalay|Mangaluru|Mangalore|Manila|Maputo|Mariupol|Marrakech|Marseille|Maseru|Mashhad|Mbabane|Mecca|Medan|Medellín|\
Medellin|Medina|Melbourne|Memphis|Mexico City|Miami|Milan|Milwaukee|Minneapolis|Minsk|Mogadishu|Mombasa|Monrovia|\
Monterrey|Montevideo|Montgomery|Montreal|Montréal|Moroni|Moscow|Mosul|Multan|Mumbai|Munich|Muscat|Mysore|Mysuru|\
Muzaffarabad|Nablus|Nadi|Nagasaki|Nagoya|Nagpur|Nairobi|Nanjing|Naples|Nashik|Nashville|Nassau|Naypyidaw|N'Djamena|\
N’Djamena|New Delhi|New Orleans|New York|New York City|Niamey|Nice|Nicosia|Nottingham|Nouakchott|Noumea|Novi Sad|\
Nuku'alofa|Nur-Sultan|Nuuk|Oakland|Odesa|Odessa|Oklahoma City|Oran|Orlando|Osaka|Oslo|Ottawa|Ouagadougou|Oxford|Palermo|\
Palu|Panaji|Panama City|Paramaribo|Paris|Patna|Perth|Peshawar|Philadelphia|Phnom Penh|Phoenix|Phuket|Pittsburgh|\
Podgorica|Port Louis|Port Moresby|Port Harcourt|Port of Spain|Port-au-Prince|Port Vila|Port Elizabeth|Gqeberha|Portland|\
Porto|Porto Alegre|Porto-Novo|Poznan|Prague|Praia|Pretoria|Pristina|Prayagraj|Pune|Putrajaya|Puducherry|Pyongyang|\
Quebec City|Quetta|Quezon City|Quito|Rabat|Raipur|Rajkot|Rajshahi|Raleigh|Ramallah|Ranchi|Rangoon|Rawalpindi|Recife|\
Reykjavik|Richmond|Riga|Rio de Janeiro|Riyadh|Rome|Rosario|Roseau|Rotterdam|Sacramento|Salt Lake City|Salvador|\
San Antonio|San Diego|San Francisco|San José|San Jose|San Juan|San Salvador|Sana'a|Sana’a|Sanaa|Santa Cruz|Santiago|\
Santo Domingo|São Paulo|Sao Paulo|Sarajevo|Seattle|Seoul|Sendai|Sevilla|Seville|Shanghai|Sharjah|Sharm el-Sheikh|Sharm El Sheikh|Sheffield|\
Shenzhen|Shillong|Shimla|Shiraz|Siliguri|Skopje|Sofia|Southampton|Srinagar|St. George's|St. John's|St. Louis|St. Paul|\
St. Petersburg|St Petersburg|Stockholm|Strasbourg|Stuttgart|Sucre|Surabaya|Surat|Suva|Swat|Sydney|Sylhet|Tabriz|Taipei|\
Tallinn|Tampa|Tangier|Tarawa|Tashkent|Tbilisi|Tegucigalpa|Tehran|Tel Aviv|Tezpur|The Hague|Thessaloniki|Thimphu|\
Thiruvananthapuram|Tianjin|Tijuana|Timbuktu|Tirana|Tiranë|Tokyo|Toronto|Toulouse|Trieste|Tripoli|Tunis|Turin|Udaipur|\
Ulaanbaatar|Ulan Bator|United Nations|Utrecht|Vadodara|Vaduz|Valencia|Valletta|Valparaíso|Vancouver|Varanasi|Vatican|\
Vatican City|Venice|Vienna|Vientiane|Vijayawada|Vilnius|Visakhapatnam|Vladivostok|Warsaw|Washington|\
Washington D.C|Washington D.C.|Washington DC|Wellington|Windhoek|Winnipeg|Wuhan|Yamoussoukro|Yangon|Yaoundé|Yaounde|\
Yaren|Yekaterinburg|Yerevan|Yogyakarta|Yokohama|Zagreb|Zanzibar|Zaporizhzhia|Zürich|Zurich|Москва|Київ|Киев|Минск|\
Genève|Wien|München|Köln|Roma|Milano|Lisboa|Moscú|Londres|París|Bruxelles|Varsovie|Ginebra|Nueva York|Ciudad de México|\
Washington, D.C",
    )
});

/// Words that no place begins with: they begin sentences.
static LEADING: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "a|an|the|in|on|at|as|it|its|he|she|we|i|you|they|this|that|these|those|for|from|after|before|\
when|while|if|with|without|by|but|and|or|not|one|two|three|there|here|his|her|my|our|your|their|what|who|how|why|where|\
which|is|are|was|were|no|yes|all|some|more|most|many|to|of|under|over|despite|during|since|about|both|each|every|so|then|\
now|today|yesterday|tomorrow|also|just|only|even|once|again|first|second|third|last|next|another|other|such|than|though|\
although|because|until|like|near|amid|among|between|across|against|around|through|into|out|up|down|off|mr|mrs|ms|miss|dr|\
prof|professor|president|minister|prime|sir|lord|lady|king|queen|prince|princess|pope|general|colonel|captain|judge|\
justice|senator|governor|mayor|chief|former|ex|dear|die|der|das|ein|eine|un|une|el presidente|il|gli|en|por|para|según|\
nach|beim|mit|von|für|dans|pour|selon|avec|come|let|do|does|did|has|have|had|can|could|will|would|should|may|might|must",
    )
});

/// Words with which stories begin and which are no part of the name before them.
static OPENING: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "a|an|the|in|on|at|as|it|its|he|she|we|they|this|that|these|those|for|from|after|before|when|while|with|without|by|\
but|two|three|four|five|six|seven|eight|nine|ten|his|her|our|their|more|most|many|under|over|despite|during|since|about|\
some|several|hundreds|thousands|both|no|all|at|amid|there|if|president|prime|minister|police|authorities|government",
    )
});

/// Towns whose names are English words, forms of address or names of people too.
static ALSO_WORDS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "police|date|time|march|mission|summit|union|republic|independence|surprise|spring|best|most|much|mobile|male|along|\
airport|alliance|asia|bar|bear|boom|bush|buy|can|central|come|deal|drama|fate|federal|forest|gap|gold|green|hit|hub|liberal|\
man|manage|marks|mine|nice|normal|pace|pop|reading|rest|rich|roles|sale|same|save|say|semi|soul|split|tank|than|tours|\
university|young|un|of|goes|begun|bath|cork|hull|victoria|sydney|florence|nelson|jackson|marion|orange|trier",
    )
});

/// Words that stand before a colon or dash as labels: where one is part of a name, the name is no place.
static LABELS: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::names(
        "breaking|just|file|update|updated|updates|exclusive|opinion|editorial|analysis|watch|video|videos|photo|photos|\
picture|pictures|live|latest|news|report|review|interview|explainer|explained|feature|features|profile|commentary|comment|\
column|question|questions|answer|answers|q|q&a|note|notes|editor|editors|correction|clarification|source|sources|summary|\
background|factbox|timeline|fact|facts|check|poll|quiz|podcast|listen|read|see|related|advertisement|advert|sponsored|\
alert|warning|release|statement|headline|headlines|weather|forecast|sport|sports|football|soccer|cricket|tennis|rugby|\
golf|business|politics|world cup|culture|health|tech|technology|science|travel|lifestyle|entertainment|obituary|recipe|\
ingredients|name|age|date|time|venue|location|when|covid|covid-19|coronavirus|contact|subject|re|chapter|section|step|\
tip|tips|number|result|results|score|scores|group|round|match|preview|spoiler|disclaimer|copyright|tags|category|reporter|\
staff|correspondent|author|writer|story|stories|caption|image|credit|file|graphic|infographic|map|list|ranking|rankings|\
winner|winners|key|host|guest|anchor|byline|tldr|tl;dr|faq|abstract|overview|introduction|conclusion|points|highlights|takeaways|survey|study|research|letter|letters|debate|focus|spotlight|special|\
investigation|revealed|confirmed|official|officials|war|crisis|election|elections|budget|police|court|government|\
ministry|committee|association|federation|university|college|school|company|corporation|corp|co|inc|ltd|limited|plc|bank|\
group|party|club|united fc|fc|team|council|commission|foundation|institute|organization|organisation|union|league|cup|\
championship|championships|games|olympics|festival|conference|summit|act|bill|law|project|programme|program|plan|\
director|manager|coach|ceo|cfo|chairman|spokesman|spokesperson|secretary|ambassador|minister|president|mp|mla|\
monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|\
november|december|trending|miss|typhoon|hurricane|cyclone|storm|earthquake|eid|happy|power|airways|airlines|telecom|energy|\
holdings|industries|motors|brief|briefs|guide|diary|press|must|part|men|women|boys|girls|singles|doubles|final|finals|quarter-final|semi-final|part|episode|season|vs|v",
    )
});

pub(super) fn is_country(name: &str) -> bool {
    COUNTRIES.has(name)
}

/// A country, state or province.
pub(super) fn is_region(name: &str) -> bool {
    is_country(name) || REGIONS.has(name) || is_short_region(name)
}

pub(super) fn is_short_region(name: &str) -> bool {
    SHORT_REGIONS.has(name.trim_end_matches('.'))
}

/// A country, state or province that is no city too.
pub(super) fn is_region_only(name: &str) -> bool {
    is_region(name) && !is_city(name)
}

pub(super) fn is_city(name: &str) -> bool {
    CITIES.has(name)
}

/// A city of the list, or a town of the gazetteer whose name is no other word.
pub(super) fn is_town(name: &str) -> bool {
    is_city(name) || (!ALSO_WORDS.has(name) && crate::places::inhabitants(name) > 0.0)
}

/// Whether a town of this name is so great that it is meant with nothing beside it.
pub(super) fn is_great_town(name: &str) -> bool {
    const GREAT: f64 = 50_000.0;
    !ALSO_WORDS.has(name) && (is_city(name) || crate::places::inhabitants(name) >= GREAT)
}

/// Words in small letters behind the name of a place that say what it is.
pub(super) fn is_area(word: &str) -> bool {
    matches!(
        word,
        "province" | "district" | "county" | "region" | "governorate" | "city" | "countryside" | "prefecture"
    )
}

/// Words that begin stories and stand in no name.
pub(super) fn is_opening_word(word: &str) -> bool {
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    capital && !chars.next().is_some_and(char::is_uppercase) && OPENING.has(word)
}

/// A town, or a country or state, which the lines of some outlets name in a city's stead.
pub(super) fn is_known(name: &str) -> bool {
    is_town(name) || is_country(name) || REGIONS.has(name)
}

/// Whether a word in small letters begins sentences rather than names.
pub(super) fn is_leading_word(word: &str) -> bool {
    LEADING.has(word)
}

/// Whether a word in small letters is a label or part of the name of an organisation.
pub(super) fn is_label(word: &str) -> bool {
    LABELS.has(word)
}
