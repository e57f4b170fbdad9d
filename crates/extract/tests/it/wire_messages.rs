//! Messages of IPTC 7901 and ANPA 1312 as wire services send them.

use crate::read::document;
use article::{Article, PubStatus};

const MESSAGE: &[u8] = include_bytes!("../fixtures/iptc7901.txt");

fn iptc_7901(head: &str, text: &str) -> Article {
    document(format!("\u{1}cwi0007 4 i 120  cw 0908\n{head}\n\n{text}")).article()
}

#[test]
fn what_is_for_editors_is_nowhere_in_the_article() {
    let text = serde_json::to_string(&document(MESSAGE).article()).unwrap();
    for secret in ["Notebook", "adds prices", "not intended", "Editing by", "coastalwire.example", "2345", "cw ml be"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn the_lines_above_the_text_are_slug_headline_and_byline() {
    let read = |head: &str| {
        let article = iptc_7901(head, "Anselm (cw) - The pier stands.");
        assert_eq!(article.body(), "Anselm (cw) - The pier stands.", "{head}");
        let note = article.extra.get("edNote").and_then(|note| note.as_str()).map(str::to_owned);
        (article.slugline.clone(), article.headline().map(str::to_owned), article.by, note)
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        read("Piers/roofs/\n\u{2}The pier stands =\n"),
        (text("Piers/roofs"), text("The pier stands"), None, None)
    );
    assert_eq!(
        read("Piers/\nThe pier\nstands\nBy Ann Lee =\n"),
        (text("Piers"), text("The pier stands"), text("Ann Lee"), None)
    );
    assert_eq!(read("\u{2}CORRECTION\nThe pier stands =\n"), (None, text("The pier stands"), None, text("CORRECTION")));
    assert_eq!(read("\u{2}THE PIER STANDS =\n"), (None, text("THE PIER STANDS"), None, None));
    assert_eq!(read("\u{2}The pier stands\n"), (None, text("The pier stands"), None, None));
    assert_eq!(read("\u{2}"), (None, None, None, None));
}

#[test]
fn german_messages_have_notes_in_brackets_and_a_teaser() {
    let head = "Piers/Anselm/\n\u{2}(Eil \u{7}\u{7})\n(Berichtigung: Es waren vier,\nnicht f\u{fc}nf.)\nDie Mole steht\nVon Ann Lee, cw\n(Foto Archiv) =";
    let article = iptc_7901(
        head,
        "Zwei Jahre nach dem Sturm steht sie.\n\nAnselm (cw) - Die Mole steht.\n\ncw al be\n\n\u{3}062130 Okt 24",
    );
    assert_eq!((article.headline(), article.by.as_deref()), (Some("Die Mole steht"), Some("Ann Lee")));
    assert_eq!(article.summary(), Some("Zwei Jahre nach dem Sturm steht sie."));
    assert_eq!(article.body(), "Anselm (cw) - Die Mole steht.");
    assert_eq!(article.extra["edNote"], "(Eil ) (Berichtigung: Es waren vier, nicht f\u{fc}nf.) (Foto Archiv)");
    assert_eq!(article.enrichment.dates[0].value, "2024-10-06T21:30");
}

#[test]
fn what_is_taken_back_or_under_embargo_is_so_in_the_message() {
    for (head, end, expected) in [
        ("\u{2}KILL KILL KILL =", "", PubStatus::Canceled),
        ("\u{2}(Sperrfrist 09. Oktober 14.20 Uhr)\nDie Mole steht =", "", PubStatus::Withheld),
        (
            "\u{2}The pier stands =",
            "\n\n# Notebook\n\n## EMBARGOED for publication until 9 October",
            PubStatus::Withheld,
        ),
        ("\u{2}Embargo on piers lifted =", "", PubStatus::Usable),
    ] {
        let article = iptc_7901(head, &format!("Anselm (cw) - The pier stands.{end}"));
        assert_eq!(article.pub_status, Some(expected), "{head}{end}");
    }
}

#[test]
fn the_date_is_the_one_at_the_end_with_the_zone_it_names() {
    for (end, expected) in [
        ("\u{3}241430 GMT Oct 24\n", Some("2024-10-24T14:30Z")),
        ("\n241430 Oct 24\n\u{3}", Some("2024-10-24T14:30")),
        ("\n311430 Feb 24\n\u{3}", None),
        ("\n241430 men and 24 women\n\u{3}", None),
    ] {
        let article = iptc_7901("\u{2}The pier stands =", &format!("It stands.\n{end}"));
        let date = article.enrichment.dates.first().map(|date| date.value.as_str());
        assert_eq!(date, expected, "{end}");
    }
}

#[test]
fn a_record_may_hold_several_messages() {
    let two = [MESSAGE, include_bytes!("../fixtures/anpa.txt")].concat();
    let articles = document(two).id("capture-1").articles();
    assert_eq!(
        articles.iter().map(|article| article.slugline.as_deref()).collect::<Vec<_>>(),
        [Some("Harbours/ferries"), Some("BC-AN--Anselm-Ferry Terminal")]
    );
    assert!(
        articles.iter().all(|article| article.alt_id("sourceId").is_none()),
        "the id of the record is that of neither"
    );
}

#[test]
fn a_message_that_is_none_is_refused_with_its_beginning() {
    for (body, class, words) in [
        ("\u{1}Harbour minister opens terminal\n\nText.", "invalid_item", "it begins with `Harbour minister"),
        ("\u{1}\u{4}\n", "no_text", "behind its opening sign"),
        ("\u{1}cwi0007 4 i 120\n\n\u{3}", "no_text", "has no text"),
    ] {
        let refused = document(body).read().unwrap_err();
        assert_eq!(refused.class, class, "{body}");
        assert!(refused.message.contains(words), "{}", refused.message);
    }
}

fn status_and_headline(article: &Article) -> (PubStatus, Option<&str>) {
    (article.pub_status.expect("a status"), article.headline())
}

/// Notices as they stand above a headline, and what they mean.
const NOTICES: &[(&str, PubStatus)] = &[
    ("KILL KILL KILL", PubStatus::Canceled),
    ("(KILL KILL KILL)", PubStatus::Canceled),
    ("Kill Kill Kill", PubStatus::Canceled),
    ("MANDATORY KILL", PubStatus::Canceled),
    ("BULLETIN KILL", PubStatus::Canceled),
    ("STORY WITHDRAWN", PubStatus::Canceled),
    ("Eds: KILL the story.", PubStatus::Canceled),
    ("EMBARGOED FOR PUBLICATION UNTIL 0600 GMT", PubStatus::Withheld),
    ("Eds: EMBARGOED until 0600 GMT Jan 1.", PubStatus::Withheld),
    ("HOLD FOR RELEASE 6 a.m. Monday", PubStatus::Withheld),
    ("(EMBARGOED UNTIL 1 JAN 2030 0600 GMT)", PubStatus::Withheld),
    ("(Strictly embargoed until 0600 GMT)", PubStatus::Withheld),
    ("(EMBARGO: 0600 GMT, Jan 1)", PubStatus::Withheld),
    ("(NOT FOR RELEASE BEFORE 0600 GMT)", PubStatus::Withheld),
    ("(Embargo jusqu'\u{e0} 6h)", PubStatus::Withheld),
    ("(Embargo hasta las 6)", PubStatus::Withheld),
    ("(Achtung:\nSperrfrist 6 Uhr)", PubStatus::Withheld),
];

#[test]
fn notices_mean_the_same_on_every_wire_and_are_no_headlines() {
    for (notice, status) in NOTICES {
        for (head, gap) in [("\nThe pier stands =", ""), ("\nThe pier stands", "\n"), ("\n\nThe pier stands =", "")] {
            let article = iptc_7901(&format!("Piers/\n\u{2}{notice}{head}"), &format!("{gap}Anselm (cw) - It stands."));
            assert_eq!(status_and_headline(&article), (*status, Some("The pier stands")), "{notice}{head}");
            assert_eq!(article.body(), "Anselm (cw) - It stands.", "{notice}{head}");
        }
        let notice = notice.replace('\n', " ");
        let article =
            anpa(&format!("^BC-AN--Pier,120<\r\n^{notice}<\r\n^The pier stands<\r\n^By ANN LEE=\r\n"), "\tIt stands.");
        assert_eq!(status_and_headline(&article), (*status, Some("The pier stands")), "{notice}");
        assert_eq!((article.by.as_deref(), article.body()), (Some("ANN LEE"), "It stands."));
    }
}

#[test]
fn headlines_that_hold_words_of_notices_are_headlines() {
    for headline in [
        "KILL KILL: Film der Woche",
        "Trade embargo: Sperrfrist in Berlin debattiert",
        "Kill Bill comes to Anselm",
        "Sperrfrist in Berlin debattiert",
        "Embargo: what the piers of 2024 lost",
    ] {
        let article = iptc_7901(&format!("Piers/\n\u{2}{headline} ="), "Anselm (cw) - It stands.");
        assert_eq!(status_and_headline(&article), (PubStatus::Usable, Some(headline)));
        let article = anpa(&format!("^BC-AN--Pier,120<\r\n^{headline}<\r\n"), "\tIt stands.");
        assert_eq!(status_and_headline(&article), (PubStatus::Usable, Some(headline)));
    }
    let article =
        iptc_7901("\u{2}The pier =", "The plan was embargoed for publication until Monday, it said.\n\nIt stands.");
    assert_eq!(article.pub_status, Some(PubStatus::Usable));
}

#[test]
fn a_kill_needs_no_text() {
    let article = anpa("^BC-AN--Pier, KILL<\r\n^EDITORS: Kill story BC-AN--Pier. It is wrong.<\r\n\r\n", "");
    assert_eq!((article.pub_status, article.headline()), (Some(PubStatus::Canceled), None));
    let other = anpa("^BC-AN--Quay, KILL<\r\n", "");
    assert_eq!(other.pub_status, Some(PubStatus::Canceled));
    assert_ne!(article.uri, other.uri);
    let article = iptc_7901("Piers/\n\u{2}KILL KILL KILL =", "");
    assert_eq!(status_and_headline(&article), (PubStatus::Canceled, None));
}

fn anpa(above: &str, story: &str) -> Article {
    let text = format!(
        "\u{1}w2870\u{1f}island\r\nr i BC-AN--Anselm 10-24 0120\r\n\u{2}{above}{story}\r\n\u{3}CW-AN-10-24-24 1430GMT"
    );
    document(text).article()
}

#[test]
fn nothing_that_a_story_follows_is_cut_from_it() {
    let end = "\n\ncw ml be\n\n241430 GMT Oct 24\n\u{3}";
    for middle in [
        "* * *",
        "# 1 Flood\n# 2 Bridge",
        "# Bridges",
        "The e-mail was not intended for publication, the lawyer said.",
        "250000 Euro Preis 24",
        "241430 GMT Oct 24",
    ] {
        let story = format!("Anselm (cw) - It stood on Monday.\n\n{middle}\n\nIt stands.");
        let article = iptc_7901("\u{2}The pier stands =", &format!("{story}{end}"));
        assert_eq!(article.body(), story, "{middle}");
        assert_eq!(article.enrichment.dates[0].value, "2024-10-24T14:30Z");
    }
    let story = "Anselm (cw) - It stands.\n\nThe letter was not intended for publication, he said.";
    assert_eq!(iptc_7901("\u{2}The pier stands =", &format!("{story}{end}")).body(), story);
    for tail in ["# Contact\n- Bo Ek, +00 1 2345", "* * *\nEditing by: Bo Ek", "* * *\nBo Ek <desk@cw.example>."] {
        let article = iptc_7901("\u{2}The pier stands =", &format!("Anselm (cw) - It stands.\n\n{tail}{end}"));
        assert_eq!(article.body(), "Anselm (cw) - It stands.", "{tail}");
    }
}

#[test]
fn lines_end_once_however_they_are_sent() {
    let text = "\u{1}cwi0007 4 i 120  cw 0908\nPiers/\n\u{2}The pier =\n\nAnselm (cw) - The pier, torn off by a storm, stands\nagain.\n\nIt is new.\n\u{3}";
    let expected = document(text).article();
    for end in ["\r\n", "\r\r\n", "\r"] {
        let article = document(text.replace('\n', end)).article();
        assert_eq!((article.headline(), article.body()), (expected.headline(), expected.body()), "{end:?}");
    }
}

#[test]
fn the_headline_ends_where_a_line_is_empty() {
    let body = "Anselm (cw) - The sum is\n2 + 2 =\n4, he said.\n\nIt stands.";
    let article = iptc_7901("Piers/\n\u{2}The sum", body);
    let lines = body.replace("is\n2", "is 2");
    assert_eq!((article.headline(), article.body()), (Some("The sum"), lines.as_str()));
    for head in [
        "The pier stands =\nBy Ann Lee, cw =",
        "The pier stands\n\nBy Ann Lee, cw =",
        "The pier stands =\n\nBy Ann Lee, cw =",
    ] {
        let article = iptc_7901(&format!("Piers/\n\u{2}{head}"), "Anselm (cw) - It stands.");
        assert_eq!((article.headline(), article.by.as_deref()), (Some("The pier stands"), Some("Ann Lee")), "{head}");
        assert_eq!(article.body(), "Anselm (cw) - It stands.", "{head}");
    }
}

#[test]
fn a_story_may_have_headings() {
    for heading in ["## Background", "# Background"] {
        let story = format!("Anselm (cw) - It stands.\n\n{heading}\n\nIt fell in 2022.");
        assert_eq!(iptc_7901("\u{2}The pier stands =", &format!("{story}\n\ncw ml be\n\u{3}")).body(), story);
    }
    for notes in ["# Notebook\nIt fell in 2022.", "# Quaderno\n\n## Nota\nIt fell in 2022."] {
        let article = iptc_7901("\u{2}The pier stands =", &format!("Anselm (cw) - It stands.\n\n{notes}\n\u{3}"));
        assert_eq!(article.body(), "Anselm (cw) - It stands.", "{notes}");
    }
}
