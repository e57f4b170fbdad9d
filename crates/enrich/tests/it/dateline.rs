//! The forms of datelines, and the first sentences that look like one.

use crate::read::read;
use article::Dateline;

fn dateline(body: &str) -> Option<Dateline> {
    read(body).enriched().enrichment.dateline
}

/// Place, agencies, date, text of each; the story behind it is the same.
#[test]
fn filing_lines_of_all_forms_are_read() {
    let cases: &[(&str, &str, &[&str], &str, &str)] = &[
        (
            "ISLAMABAD, (UrduPoint / Pakistan Point News - 24th Oct, 2024) ",
            "Islamabad",
            &["UrduPoint", "Pakistan Point News"],
            "2024-10-24",
            "ISLAMABAD, (UrduPoint / Pakistan Point News - 24th Oct, 2024)",
        ),
        ("KUWAIT CITY, Jan 3: ", "Kuwait City", &[], "", "KUWAIT CITY, Jan 3:"),
        ("KUWAIT, Jan 3 (KUNA) -- ", "Kuwait", &["KUNA"], "", "KUWAIT, Jan 3 (KUNA)"),
        ("DHAKA, Feb 2 (BSS) - ", "Dhaka", &["BSS"], "", "DHAKA, Feb 2 (BSS)"),
        ("Lima, May 17 2022 (IPS) - ", "Lima", &["IPS"], "2022-05-17", "Lima, May 17 2022 (IPS)"),
        ("WASHINGTON (AP) — ", "Washington", &["AP"], "", "WASHINGTON (AP)"),
        ("PORTLAND, Ore. (AP) — ", "Portland", &["AP"], "", "PORTLAND, Ore. (AP)"),
        ("LONDON, March 5 (Reuters) - ", "London", &["Reuters"], "", "LONDON, March 5 (Reuters)"),
        ("(Reuters) - ", "", &["Reuters"], "", "(Reuters)"),
        ("NEW DELHI: ", "New Delhi", &[], "", "NEW DELHI:"),
        ("New Delhi: ", "New Delhi", &[], "", "New Delhi:"),
        ("WASHINGTON — ", "Washington", &[], "", "WASHINGTON"),
        ("WASHINGTON, D.C. — ", "Washington", &[], "", "WASHINGTON, D.C."),
        ("New Delhi, 3 May (IANS/ANI): ", "New Delhi", &["IANS", "ANI"], "", "New Delhi, 3 May (IANS/ANI):"),
        ("Reuters, 27 January - ", "", &["Reuters"], "", "Reuters, 27 January"),
        ("AFP - Paris - ", "Paris", &["AFP"], "", "AFP - Paris"),
        ("(AFP) Paris – ", "Paris", &["AFP"], "", "(AFP) Paris"),
        ("Paris (AFP) – ", "Paris", &["AFP"], "", "Paris (AFP)"),
        ("Lagos, Nigeria (CNN) ", "Lagos", &["CNN"], "", "Lagos, Nigeria (CNN)"),
        ("PARIS/AFP - ", "Paris", &["AFP"], "", "PARIS/AFP"),
        ("NEW DELHI, PTI: ", "New Delhi", &["PTI"], "", "NEW DELHI, PTI:"),
        ("MOSCOW, May 5. /TASS/. ", "Moscow", &["TASS"], "", "MOSCOW, May 5. /TASS/"),
        ("BAKU, Azerbaijan, July 19. ", "Baku", &[], "", "BAKU, Azerbaijan, July 19"),
        ("ASTANA. KAZINFORM - ", "Astana", &["KAZINFORM"], "", "ASTANA. KAZINFORM"),
        ("YEREVAN, JULY 19, ARMENPRESS. ", "Yerevan", &["ARMENPRESS"], "", "YEREVAN, JULY 19, ARMENPRESS"),
        ("Addis Ababa July 19/2022 (ENA) ", "Addis Ababa", &["ENA"], "2022-07-19", "Addis Ababa July 19/2022 (ENA)"),
        ("GENEVA (19 July 2022) – ", "Geneva", &[], "2022-07-19", "GENEVA (19 July 2022)"),
        ("KUCHING (July 19): ", "Kuching", &[], "", "KUCHING (July 19):"),
        (
            "NEW YORK, July 19, 2022 /PRNewswire/ -- ",
            "New York",
            &["PRNewswire"],
            "2022-07-19",
            "NEW YORK, July 19, 2022 /PRNewswire/",
        ),
        ("SAN FRANCISCO--(BUSINESS WIRE)--", "San Francisco", &["BUSINESS WIRE"], "", "SAN FRANCISCO--(BUSINESS WIRE)"),
        (
            "NEW YORK, July 19, 2022 (GLOBE NEWSWIRE) -- ",
            "New York",
            &["GLOBE NEWSWIRE"],
            "2022-07-19",
            "NEW YORK, July 19, 2022 (GLOBE NEWSWIRE)",
        ),
        ("19 July 2022, Geneva – ", "Geneva", &[], "2022-07-19", "19 July 2022, Geneva"),
        ("Jakarta (ANTARA) - ", "Jakarta", &["ANTARA"], "", "Jakarta (ANTARA)"),
        ("TEMPO.CO, Jakarta - ", "Jakarta", &["TEMPO.CO"], "", "TEMPO.CO, Jakarta"),
        ("MANILA, Philippines — ", "Manila", &[], "", "MANILA, Philippines"),
        ("NAIROBI, Kenya, Jul 19 – ", "Nairobi", &[], "", "NAIROBI, Kenya, Jul 19"),
        ("Madrid, 5 may (EFE).- ", "Madrid", &["EFE"], "", "Madrid, 5 may (EFE)"),
        ("PARIS, 5 mai 2022 (AFP) - ", "Paris", &["AFP"], "2022-05-05", "PARIS, 5 mai 2022 (AFP)"),
        ("Berlin (dpa) - ", "Berlin", &["dpa"], "", "Berlin (dpa)"),
        ("МОСКВА, 5 мая - РИА Новости. ", "Москва", &["РИА Новости"], "", "МОСКВА, 5 мая - РИА Новости"),
        ("PORT-AU-PRINCE, Haiti — ", "Port-au-Prince", &[], "", "PORT-AU-PRINCE, Haiti"),
        ("ST. JOHN'S, Antigua – ", "St. John's", &[], "", "ST. JOHN'S, Antigua"),
        ("Seoul, July 19 (Yonhap) -- ", "Seoul", &["Yonhap"], "", "Seoul, July 19 (Yonhap)"),
        ("Havana, Jul 19 (Prensa Latina) ", "Havana", &["Prensa Latina"], "", "Havana, Jul 19 (Prensa Latina)"),
        ("KINGSTON, Jamaica (CMC) — ", "Kingston", &["CMC"], "", "KINGSTON, Jamaica (CMC)"),
        ("Egypt, Cairo, June 2022: ", "Cairo", &[], "2022-06", "Egypt, Cairo, June 2022:"),
        ("Rivertown - ", "Rivertown", &[], "", "Rivertown"),
        ("Rivertown, Example County.- ", "Rivertown", &[], "", "Rivertown, Example County"),
        ("HARBOURVILLE- ", "Harbourville", &[], "", "HARBOURVILLE"),
        ("SEOUL—", "Seoul", &[], "", "SEOUL"),
        ("OSAKA--", "Osaka", &[], "", "OSAKA"),
        ("SRINAGAR, 2022-03-05: ", "Srinagar", &[], "2022-03-05", "SRINAGAR, 2022-03-05:"),
        ("ANKARA, 05.03.2022 - ", "Ankara", &[], "2022-03-05", "ANKARA, 05.03.2022"),
        ("GAZA, (WAFA) - ", "Gaza", &["WAFA"], "", "GAZA, (WAFA)"),
        ("UNITED NATIONS, Sept 20 (Xinhua) -- ", "United Nations", &["Xinhua"], "", "UNITED NATIONS, Sept 20 (Xinhua)"),
    ];
    let mut wrong = Vec::new();
    for (printed, place, agencies, date, text) in cases {
        let body =
            format!("{printed}The council said on Tuesday that the bridge would open to traffic again in spring.");
        let Some(found) = dateline(&body) else {
            wrong.push(format!("{printed:?} is not read"));
            continue;
        };
        let read = (
            found.place.as_ref().map_or("", |place| &place.name),
            found.agencies.iter().map(String::as_str).collect::<Vec<_>>(),
            found.date.as_deref().unwrap_or_default(),
            found.text.as_str(),
        );
        if read != (*place, agencies.to_vec(), *date, *text) {
            wrong.push(format!("{printed:?} is read as {read:?}"));
        }
        let (start, end) = (found.span.start as usize, found.span.end as usize);
        assert_eq!(body.chars().skip(start).take(end - start).collect::<String>(), found.text, "{body}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn first_sentences_are_not_cut() {
    let bodies = [
        "Paris Metro workers - angry about pay - stopped work on Tuesday.",
        "The World Health Organization (WHO) - based in Geneva - said on Tuesday.",
        "World Health Organization (WHO) – Experts said on Tuesday that it is over.",
        "Geneva-based officials said on Tuesday that the talks had failed.",
        "WATCH: The moment the bridge came down.",
        "BREAKING: Parliament has voted.",
        "NEWS ANALYSIS — The vote changes little.",
        "Police said on Tuesday - a day late - that two men were held.",
        "By Ann Example in Paris",
        "Ann Example – the singer – will come to town.",
        "NATO – The alliance met on Tuesday. Ministers said NATO would stay.",
        "London, the capital, woke to snow on Tuesday.",
        "On July 5, 2022, the council met in Paris: it was short.",
        "July 5, 2022 was a hot day.",
        "In Paris, May 5 was a holiday: Nobody worked.",
        "Covid-19: Cases rise again in the north.",
        "Question: What did the minister say?",
        "Ann Example (Labour) - the member for the north - said no.",
        "“Paris - The city of light” is what they call it.",
        "Washington, Jefferson and Lincoln were presidents.",
        "Liverpool 2 - Chelsea 1 was the result on Tuesday.",
        "Dr. Ana Ruiz: The new bridge will open.",
        "Photo: Ann Example",
        "Tuesday, July 5: The day the bridge came down.",
        "ANN EXAMPLE\n\nThe council said on Tuesday that it would meet.",
        "1. Paris - The city of light.",
        "It rained - The council said so.",
        "",
        "-",
        "(((((",
        "( / - : ",
    ];
    let cut: Vec<String> =
        bodies.iter().filter_map(|body| Some(format!("{body:?}: {:?}", dateline(body)?.text))).collect();
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}

#[test]
fn a_filing_line_may_follow_a_byline_or_a_deck() {
    let found = dateline("By Ann Example\n\nNAIROBI, Kenya (AP) — The council met on Tuesday.").unwrap();
    assert_eq!(found.place.unwrap().name, "Nairobi");
    assert_eq!((found.span.start, found.span.end), (16, 35));
    // Further down, a dash behind an unknown name is not enough.
    assert_eq!(dateline("The council met.\n\nRivertown - The bridge is open."), None);
}

#[test]
fn the_year_of_a_filing_line_comes_from_the_publication_and_is_never_invented() {
    assert_eq!(dateline("DHAKA, Feb 2 (BSS) - The council met.").unwrap().date, None);
    let with_publication = |published: &str, body: &str| read(body).published(published).enriched();
    let near = with_publication("2024-01-02", "DHAKA, Dec 31 (BSS) - The council met.");
    assert_eq!(near.enrichment.dateline.unwrap().date.as_deref(), Some("2023-12-31"));
    assert_eq!(near.enrichment.dates.len(), 1, "a completed date is no new evidence");
    let far = with_publication("2024-06-15", "DHAKA, Dec 31 (BSS) - The council met.");
    assert_eq!(far.enrichment.dateline.unwrap().date, None);
}

#[test]
fn place_and_agencies_become_located_and_info_sources() {
    let article = read("MUMBAI, India, 5 May 2024 (Reuters/AFP) – The council met on Tuesday.").enriched();
    assert_eq!(article.located.as_deref(), Some("Mumbai, India"));
    let sources: Vec<_> =
        article.info_sources.iter().map(|source| (source.name.as_deref(), source.role.as_deref())).collect();
    assert_eq!(sources, [(Some("Reuters"), Some("agency")), (Some("AFP"), Some("agency"))]);
    assert_eq!(article.enrichment.dates[0].value, "2024-05-05");
}
