//! Boxes among the paragraphs of a story, which are no part of it.

use crate::read::document;

const PARAGRAPHS: &[&str] = &[
    "The harbour board of Anselm decided on Monday to rebuild the old lighthouse, which a storm had damaged last winter.",
    "Work will begin in April and is expected to take two years, the chairman of the board told a meeting of residents.",
    "Fishermen welcomed the plan, although some of them fear that the entrance will be closed for several weeks.",
    "“We have seen many plans,” said one of them, who has worked in the harbour since he was a boy of twelve years.",
    "The board has set aside three million for the tower itself and another half a million for the path that leads to it.",
    "A decision about the colour of the tower, which has been red and white since it was built, was put off until May.",
    "Members of the opposition asked for a vote of all residents, but the chairman said that there was no time for one.",
    "The keeper's house, which stands empty, will become a museum with a small café and a room for schools, he added.",
];

/// The body of a page whose story has this between its paragraphs.
fn with(inside: &str) -> String {
    let (before, after) = PARAGRAPHS.split_at(4);
    let marked = |part: &[&str]| part.iter().map(|text| format!("<p>{text}</p>")).collect::<String>();
    let html = format!(
        "<html><head><title>Lighthouse to be rebuilt</title><meta name='author' content='Mara Lind'></head><body><main>\
         <article><h1>Lighthouse to be rebuilt</h1><div class='story-text'>{}{inside}{}</div></article></main></body></html>",
        marked(before),
        marked(after)
    );
    document(html).content_type("text/html").url("https://news.example/lighthouse").article().body().to_owned()
}

#[test]
fn boxes_are_no_part_of_the_story() {
    for inside in [
        "<p><strong>See also:</strong> <a href='/2'>Ferry captain fined after collision off Brest</a></p>",
        "<p><a href='/2'><b>MORE ON THIS | Ferry captain fined after collision</b></a></p>",
        "<p><em>Lesen Sie auch: <a href='/2'>Kapitän muss Strafe zahlen</a></em></p>",
        "<div class='newsletter-signup'><h4>The Morning Tide</h4><p>Get the best of the coast in your inbox each day.</p></div>",
        "<aside><p>Book your cruise along the coast of Norway with Fjord Tours today.</p></aside>",
        "<div class='relatedStories'><h3>Related</h3><p><a href='/3'>Museum of the sea gets a new roof</a></p></div>",
        "<h3>You may also like</h3><ul><li><a href='/3'>Museum of the sea gets a new roof</a></li></ul>",
        "<div class='c-ad-slot'><p>Advertisement</p><p>New boots for every kind of weather at Storm and Sons.</p></div>",
        "<p>Advertisement</p>",
        "<p>Story continues below</p>",
        "<p>ADVERTISEMENT — SCROLL TO CONTINUE</p>",
        "<p><a href='/3'>Museum of the sea gets a new roof</a></p>",
        "<ul><li><a href='/3'>Museum of the sea gets a new roof</a></li><li><a href='/4'>Old crane is sold</a></li></ul>",
        "<p>[Also: <a href='/3'>Museum of the sea gets a new roof</a>]</p>",
        "<p>Zobacz również: <a href='/3'>Muzeum morza ma nowy dach</a></p>",
        "<div class='reader-poll'><h4>Should the tower be white?</h4><ul><li>Yes</li><li>No, red</li></ul></div>",
        "<div class='wp-caption'><img src='t.jpg'><p class='wp-caption-text'>The tower in 1902, from the mole.</p></div>",
        "<p><b>Got a tip?</b> Write to <a href='mailto:tips@coast.example'>tips@coast.example</a>.</p>",
        "<div class='embed'><h4>Newsletter</h4><p>Never miss a tide: the best of the coast in your inbox.</p></div>",
        "<p><strong>We have no paywall. <a href='/join'>Become a member</a> and keep it so.</strong></p>",
        "<blockquote class='pullquote'>We have seen many plans</blockquote>",
        "<p>Topics: <a href='/t/1'>Lighthouses</a>, <a href='/t/2'>Storms</a></p>",
        "<p>[ <a href='/3'>Museum of the sea gets a new roof</a> ]</p>",
        "<p>Listen to this article · 4 min</p>",
        "<p><em>Support independent journalism. <a href='/join'>Become a member</a> today.</em></p>",
        "<p>Follow The Coast on <a href='#'>Instagram</a> and <a href='#'>Telegram</a>.</p>",
        "<p><b>Download our <a href='#'>free app</a> for news from the coast</b></p>",
        "<p>© Coast Media 2024. All rights reserved.</p>",
        "<div class='video-player'><p>Watch: Waves break over the mole</p><p>2:05</p></div>",
        "<div class='story__author-bio'><p>Mara Lind has written about the coast for twenty years.</p></div>",
    ] {
        assert_eq!(with(inside), PARAGRAPHS.join("\n\n"), "{inside}");
    }
}

#[test]
fn a_note_on_the_author_at_the_end_is_none_of_its_paragraphs() {
    let page = PARAGRAPHS.iter().map(|text| format!("<p>{text}</p>")).collect::<String>();
    for note in [
        "<p>Mara Lind is a reporter of The Coast in Anselm.</p>",
        "<p><em>Bo Ek is a staff writer at The Coast. Reach him at bo@coast.example.</em></p>",
        "<p>Contact reporter Bo Ek at <a href='mailto:bo@coast.example'>bo@coast.example</a> or 555 0100.</p>",
    ] {
        let html = format!(
            "<html><head><title>Lighthouse to be rebuilt</title><meta name='author' content='Mara Lind'></head><body>\
             <article><h1>Lighthouse to be rebuilt</h1>{page}{note}</article></body></html>"
        );
        assert_eq!(document(html).content_type("text/html").article().body(), PARAGRAPHS.join("\n\n"), "{note}");
    }
}

#[test]
fn paragraphs_that_only_look_like_boxes_stay() {
    for inside in [
        "<p>Watch towers like this one were built along the whole coast when pirates came to the islands every summer.</p>",
        "<p>More than <a href='/5'>two hundred residents</a> had signed a letter to the board that asked for the tower.</p>",
        "<p>Readers more than anyone else know the tower, which is on the front page of every paper of the town.</p>",
        "<p>Also in the harbour the ferry lay still that day, and nobody on the mole could say when it would go again.</p>",
        "<p><a href='/5'>The chairman had said in May that the tower would be red and white again.</a></p>",
        "<p class='has-share'>The tower can be seen from a distance of twenty miles when the weather is clear at night.</p>",
    ] {
        let text = inside.split_once('>').and_then(|(_, rest)| rest.split_once("</p>")).map(|(text, _)| text).unwrap();
        let text = text.replace("<a href='/5'>", "").replace("</a>", "");
        assert!(with(inside).contains(&text), "{inside}");
    }
}
