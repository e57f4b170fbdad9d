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
