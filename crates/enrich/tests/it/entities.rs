//! People with their titles, organisations, places, events and mentions, with the models that are part of the program.

use crate::read::read;
use article::{Article, MentionKind};
use dateline_enrich::Enrichers;
use proptest::prelude::*;

/// Written for this test in the manner of a wire story.
const STORY: &str = "NAIROBI, Kenya (Example News) - Kenya's Minister for Water and Sanitation, Dr. Amina Wanjiru Otieno, \
met Uganda's Finance Minister Peter Okello in Kampala on Tuesday.\n\nThe two met during the Kampala Water Summit. Otieno \
said the Kenya Water Authority would open an office in Kampala. Okello told reporters that Ugandan engineers would join \
her team. \"She is right,\" Okello said.";

#[test]
fn one_person_is_one_entry_with_titles_and_aliases() {
    let article = read(STORY).enriched();
    let people: Vec<_> = article.people.iter().filter_map(|person| person.name.as_deref()).collect();
    assert_eq!(people, ["Amina Wanjiru Otieno", "Peter Okello"]);
    let details = &article.enrichment.people;
    assert_eq!(details[0].titles, ["Minister for Water and Sanitation"]);
    assert_eq!(details[0].honorific.as_deref(), Some("Dr."));
    assert_eq!(details[0].of.as_deref(), Some("Kenya"));
    assert_eq!(details[0].aliases, ["Otieno"]);
    assert_eq!(details[1].titles, ["Finance Minister"]);
    assert_eq!(details[1].aliases, ["Okello"]);
}

#[test]
fn places_and_events_are_found_and_the_dateline_refers_to_its_place() {
    let article = read(STORY).enriched();
    let dateline = article.enrichment.dateline.as_ref().unwrap();
    let place = dateline.place.as_ref().unwrap().reference.unwrap();
    assert_eq!(article.places[place as usize].name.as_deref(), Some("Nairobi"));
    assert_eq!(article.places[place as usize].rel.as_deref(), Some("located"));
    assert!(article.places.iter().any(|place| place.name.as_deref() == Some("Kampala")));
    let events: Vec<_> = article.events.iter().filter_map(|event| event.name.as_deref()).collect();
    assert_eq!(events, ["Kampala Water Summit"]);
}

#[test]
fn every_mention_stands_where_it_says() {
    let article = read(STORY).enriched();
    let chars: Vec<char> = STORY.chars().collect();
    for mention in &article.enrichment.mentions {
        let printed: String = chars[mention.span.start as usize..mention.span.end as usize].iter().collect();
        if mention.kind == MentionKind::Person {
            let person = mention.reference.unwrap() as usize;
            assert!(article.people[person].name.as_deref().unwrap().contains(&printed), "{printed}");
        }
        assert_eq!(printed.trim(), printed);
        assert!(mention.reference.is_some() != mention.name.is_some());
    }
}

/// Kinds and printed names of the mentions.
fn mentioned(article: &Article, body: &str) -> Vec<(MentionKind, String)> {
    let chars: Vec<char> = body.chars().collect();
    let printed = |start: u32, end: u32| chars.iter().skip(start as usize).take((end - start) as usize).collect();
    let mentions = article.enrichment.mentions.iter();
    mentions.map(|mention| (mention.kind, printed(mention.span.start, mention.span.end))).collect()
}

#[test]
fn events_are_known_by_the_word_that_names_their_kind() {
    for (body, expected) in [
        ("Leaders met at the Summit of the Andes on Monday.", "Summit of the Andes"),
        ("She won gold at last March's 2022 Oslo Games, her coach said.", "2022 Oslo Games"),
        ("Shops close for Eid al-Fitr on Monday, officials said.", "Eid al-Fitr"),
        ("He was third in the Monaco Grand Prix on Sunday.", "Monaco Grand Prix"),
        ("Veterans of Algeria's War of Independence marched.", "Algeria's War of Independence"),
        ("The 2019 World Cup final was played on Sunday.", "2019 World Cup"),
    ] {
        let article = read(body).language("en").enriched();
        let events: Vec<_> = article.events.iter().filter_map(|event| event.name.as_deref()).collect();
        assert_eq!(events, [expected], "{body}");
    }
}

#[test]
fn an_abbreviation_is_what_it_was_introduced_for_all_over_the_article() {
    let body = "ACCRA (Example News) - The Bank of Ghana (BoG) raised its rate on Monday. The BoG said the value added tax \
        (VAT) would follow. Traders in Accra said VAT hurts them, and that the BoG should wait.";
    let article = read(body).language("en").enriched();
    let mentions = mentioned(&article, body);
    for (kind, printed) in &mentions {
        match printed.as_str() {
            "BoG" => assert_eq!(*kind, MentionKind::Organisation),
            "VAT" => assert!(!matches!(kind, MentionKind::Organisation | MentionKind::Place | MentionKind::Person)),
            _ => {}
        }
    }
    assert_eq!(mentions.iter().filter(|(_, printed)| printed == "BoG").count(), 3, "{mentions:?}");
    let organisations: Vec<_> = article.organisations.iter().filter_map(|known| known.name.as_deref()).collect();
    assert_eq!(organisations, ["Bank of Ghana"]);
}

#[test]
fn a_pronoun_is_no_alias_and_a_rank_no_part_of_a_name() {
    let body = "LIMA (Example News) - Archbishop Pablo Ortiz met Colonel Marta Quispe in Lima. She thanked him. Mrs Quispe said he was \
        kind. “He listened,” Colonel Quispe said.";
    let article = read(body).language("en").enriched();
    let people: Vec<_> = article.people.iter().filter_map(|person| person.name.as_deref()).collect();
    assert_eq!(people, ["Pablo Ortiz", "Marta Quispe"]);
    for person in &article.enrichment.people {
        assert!(person.aliases.iter().all(|alias| alias == "Quispe"), "{:?}", person.aliases);
    }
}

#[test]
fn a_nationality_is_no_place_and_a_country_no_person() {
    let body = "AMMAN, Jordan (Example News) - Jordanian and Kurdish farmers met in Jordan on Monday. Jordan said the Jordanian \
        farmers would get water from Iraq. The Iraqi envoy thanked Jordan.";
    let article = read(body).language("en").enriched();
    for (kind, printed) in mentioned(&article, body) {
        match printed.as_str() {
            "Jordanian" | "Kurdish" | "Iraqi" => assert_eq!(kind, MentionKind::Nationality, "{printed}"),
            "Jordan" | "Iraq" => assert_eq!(kind, MentionKind::Place, "{printed}"),
            _ => {}
        }
    }
    assert!(article.people.is_empty(), "{:?}", article.people);
}

#[test]
fn a_name_of_two_that_are_also_named_apart_is_two() {
    let body = "SEOUL (Example News) - Shares of Samsung fell on Monday. Apple rose. Analysts said Samsung and Apple would both \
        report this week. Samsung declined to comment, and so did Apple.";
    let article = read(body).language("en").enriched();
    let organisations: Vec<_> = article.organisations.iter().filter_map(|known| known.name.as_deref()).collect();
    assert_eq!(organisations, ["Samsung", "Apple"]);
}

#[test]
fn an_arabic_name_begins_with_the_article_joined_to_it() {
    let body = "MOGADISHU (Example News) - Fighters of al-Shabaab attacked a base near Kismayo on Monday, the army said. The \
        militants of al-Shabaab claimed the attack. Egypt's president, Karim el-Masry, condemned it.";
    let article = read(body).language("en").enriched();
    let names: Vec<_> = mentioned(&article, body).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names.iter().filter(|name| *name == "al-Shabaab").count(), 2, "{names:?}");
    assert!(names.iter().any(|name| name == "Karim el-Masry"), "{names:?}");
}

#[test]
fn a_short_title_is_dropped_beside_its_full_form_only() {
    let body = "OSLO (Example News) - Norway's Finance Minister Kari Lunde met Swedish President Nils Berg in Oslo. Minister Lunde \
        said the talks were good. President Berg agreed.";
    let article = read(body).language("en").enriched();
    let titles: Vec<_> = article.enrichment.people.iter().map(|person| person.titles.join(" | ")).collect();
    assert_eq!(titles, ["Finance Minister", "Swedish President | President"]);
}

#[test]
fn why_a_name_was_found_is_told() {
    let text = read(STORY).explained().to_string();
    for reason in ["a person by the model", "an event: capitals around a word for one", "Kampala in UG"] {
        assert!(text.contains(reason), "{reason} is missing in\n{text}");
    }
}

#[test]
fn another_language_is_not_tagged_with_english_models_and_provenance_says_so() {
    let german = "Die Außenministerin Annalena Baerbock hat am Dienstag in Berlin mit ihrem Amtskollegen über die Lage \
        gesprochen und angekündigt, dass die Gespräche in der nächsten Woche in Wien weitergehen sollen.";
    let article = read(german).enriched();
    assert!(article.people.is_empty() && article.enrichment.mentions.is_empty());
    let enriched = article.enrichment.provenance.last().unwrap();
    assert!(!enriched.models.contains_key("tagger"));
    assert_eq!(enriched.skipped[0], "entities");
}

#[test]
fn a_model_is_taken_by_its_name_and_a_wrong_one_refused() {
    let wrong = [("tagger".to_owned(), b"no model".to_vec())].into();
    assert!(Enrichers::load(wrong).is_err());
    let article = read(STORY).enriched();
    assert_eq!(article.enrichment.provenance.last().unwrap().models["tagger"], "en-3");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_harms_the_tagger(text in "([A-Z][a-z]{0,6}|Dr\\.|,|and|of|’s|\\PC|\n| ){0,200}") {
        let article = read(text.as_str()).language("en").enriched();
        let length = text.chars().count() as u32;
        for mention in &article.enrichment.mentions {
            prop_assert!(mention.span.start < mention.span.end && mention.span.end <= length);
        }
    }
}

/// The names of the people of a story.
fn people(body: &str) -> Vec<String> {
    read(body).language("en").enriched().people.into_iter().filter_map(|person| person.name).collect()
}

#[test]
fn given_names_that_are_verbs_belong_to_the_name() {
    let filed = "DUBLIN, March 6 (Example Wire) - The harbour was shut on Thursday, the port told reporters.\n\n";
    for (sentence, expected) in [
        ("Will Brannigan, head of the harbour police, said the pier was safe.", "Will Brannigan"),
        ("“The pier is safe,” said Will Brannigan, the head of the police.", "Will Brannigan"),
        ("May Donnelly, a nurse from Cork, said the ward was full.", "May Donnelly"),
        ("April Kearney said the ward was full.", "April Kearney"),
    ] {
        assert_eq!(people(&format!("{filed}{sentence}")), [expected], "{sentence}");
    }
    let asked = people(&format!("{filed}Will Brannigan resign? The minister Sean Brannigan did not say in May."));
    assert_eq!(asked, ["Sean Brannigan"]);
}

#[test]
fn letters_of_an_order_and_roles_are_no_part_of_a_name() {
    let body = "LONDON, March 6 (Example Wire) - Sir Peter Holt OBE and Dame Anna Birch CBE met Appeals Court Judge Carla Stone \
on Thursday.";
    let article = read(body).language("en").enriched();
    let people: Vec<_> = article.people.iter().filter_map(|person| person.name.as_deref()).collect();
    assert_eq!(people, ["Peter Holt", "Anna Birch", "Carla Stone"]);
    assert!(!article.organisations.iter().any(|body| body.name.as_deref().is_some_and(|name| name.contains("Judge"))));
}

#[test]
fn abbreviated_ranks_are_titles() {
    let body = "LONDON, March 6 (Example Wire) - The night ended with a prize, the mayor told reporters.\n\nStaff Sgt. Paula Reyes \
thanked the crew. Cmdr. Owen Blake and Maj. Ruth Lane saluted.";
    let titles: Vec<_> =
        read(body).language("en").enriched().enrichment.people.into_iter().flat_map(|person| person.titles).collect();
    assert_eq!(titles, ["Staff Sgt.", "Cmdr.", "Maj."]);
}

#[test]
fn short_surnames_belong_to_the_name() {
    let body =
        "HANOI, March 6 (Example Wire) - Health minister To Minh Chau met deputy minister Do Thanh Nga on Thursday.";
    assert_eq!(people(body), ["To Minh Chau", "Do Thanh Nga"]);
    let body = "SEOUL, March 6 (Example Wire) - The cup was full.\n\nSon Min-jae won on Thursday, and Li Jie lost.";
    assert_eq!(people(body), ["Son Min-jae", "Li Jie"]);
}

#[test]
fn a_form_of_address_is_a_name_where_it_is_one() {
    let named = |body: &str| {
        let article = read(body).language("en").enriched();
        let honorifics = article.enrichment.people.iter().filter_map(|person| person.honorific.clone()).collect();
        (people(body), honorifics)
    };
    let none: Vec<String> = Vec::new();
    for body in [
        "SURABAYA, March 6 (Example Wire) - Nurse Sri Astuti was awarded on Thursday. Astuti thanked her colleague Budi Santoso.",
        "Minister Sri Astuti of Indonesia closed the road on Thursday. Her deputy, Budi Santoso, left for Jakarta.",
    ] {
        assert_eq!(named(body), (vec!["Sri Astuti".to_owned(), "Budi Santoso".to_owned()], none.clone()), "{body}");
    }
    let elsewhere = "NEW DELHI, March 6 (Example Wire) - Minister Sri Venkatesh Reddy opened the road on Thursday.";
    assert_eq!(named(elsewhere), (vec!["Venkatesh Reddy".to_owned()], vec!["Sri".to_owned()]));
}

#[test]
fn people_whose_first_word_is_only_a_persons_are_people() {
    for (body, name) in [
        (
            "SURABAYA, March 6 (Example Wire) - “It is closed,” said Sri Lestari, 45, a trader. The regent agreed.",
            "Sri Lestari",
        ),
        ("SURABAYA, March 6 (Example Wire) - Regent Sri Hartati opened the market on Thursday.", "Sri Hartati"),
        ("HANOI, March 6 (Example Wire) - The minister met Le Thi Ha on Thursday and thanked the crew.", "Le Thi Ha"),
        ("PENANG, March 6 (Example Wire) - Ng Wei and two others were held on Thursday, police said.", "Ng Wei"),
        ("LEEDS, March 6 (Example Wire) - The deputy coroner Will Cade opened the hearing on Thursday.", "Will Cade"),
        ("SINGAPORE, March 6 (Example Wire) - The appeal was heard by judge Tan Wei Ming on Thursday.", "Tan Wei Ming"),
        ("LEEDS, March 6 (Example Wire) - The singer and chef May Tan cooked for the poor on Thursday.", "May Tan"),
        ("Prof. Lin Chow FRCP, PhD, wrote the report on Thursday, and the hospital printed it.", "Lin Chow"),
    ] {
        assert!(people(body).iter().any(|known| known == name), "{body}: {:?}", people(body));
    }
}
