//! Pages that nobody would call a story: each ends soon, as the article that is in it or with the reason why there is
//! none. All of them are made here.

use crate::read::{STORY, document};

/// The text of the only article, or the class of the refusal.
fn read(content_type: &str, body: Vec<u8>) -> Result<String, &'static str> {
    let articles = document(body).content_type(content_type).received("2026-11-24T06:00:00Z").read();
    let articles = articles.map_err(|reject| reject.class)?;
    Ok(articles.first().and_then(|article| article.bodies.first()).map(|body| body.value.clone()).unwrap_or_default())
}

fn page(title: &str, body: &str) -> Vec<u8> {
    format!("<!doctype html><html><head><title>{title} | Example Post</title></head><body>{body}</body></html>")
        .into_bytes()
}

fn check(name: &str, body: Vec<u8>, expected: &'static str) {
    assert_eq!(read("text/html", body), Err(expected), "{name}");
}

/// The story is in the page whole, whatever stands around it.
fn check_story(name: &str, content_type: &str, body: Vec<u8>) {
    let text = read(content_type, body);
    assert!(text.is_ok(), "{name} was refused: {text:?}");
    let text = text.unwrap_or_default();
    assert!(text.contains("rebuild the harbour wall") && text.contains("Work begins in March"), "{name}: {text}");
    assert!(text.len() < 600, "{name} holds more than the story: {} bytes", text.len());
}

#[test]
fn a_page_beyond_all_measure_is_refused() {
    let ten_megabytes = format!("<p>{}", "word ".repeat((10 << 20) / 5));
    let attributes: String = (0..50_000).map(|at| format!("a{at}=1 ")).collect();
    for (name, body, expected) in [
        ("10 MB", ten_megabytes.into_bytes(), "too_large"),
        ("nested levels", page("Deep", &"<div>".repeat(100_000)), "too_deep"),
        ("unclosed tags", page("Unclosed", &"<p>x".repeat(200_000)), "too_large"),
        ("unclosed inline tags", page("Unclosed", &"<b><i>".repeat(100_000)), "too_deep"),
        ("attributes", page("Attributes", &format!("<p {attributes}>")), "too_large"),
    ] {
        check(name, body, expected);
    }
}

#[test]
fn a_story_is_read_through_what_is_hostile_around_it() {
    let article = format!("<article><h1>Harbour wall to be rebuilt</h1>{STORY}</article>");
    let long = "x".repeat(1 << 20);
    let scripts = "<script>var a = '<p>no</p>';</script>".repeat(2_000);
    let links = "<li><a href=/a>Another story</a></li>".repeat(5_000);
    for (name, body) in [
        ("an attribute of a megabyte", format!("<div class=\"{long}\" style=\"{long}\">{article}</div>")),
        (
            "a column that spans more than there are",
            format!("<table><tr><td colspan=9000000000000000>{article}</table>"),
        ),
        ("scripts", format!("{scripts}{article}{scripts}")),
        ("a menu of thousands", format!("<nav><ul>{links}</ul></nav>{article}")),
        ("tags that were never opened", format!("{}{article}", "</div></p></b>".repeat(10_000))),
        ("a comment that holds the page again", format!("<!-- {article} -->{article}")),
        ("a frame beside it", format!("<iframe src=/x><p>no frames here</p></iframe>{article}")),
        ("bytes of nothing", format!("{}{article}", "\0\u{1}\u{feff}".repeat(1_000))),
        ("another page within it", format!("{article}</body></html><html><body>")),
    ] {
        check_story(name, "text/html", page("Harbour wall to be rebuilt", &body));
    }
}

#[test]
fn dates_without_end_end_soon() {
    let article = format!("<article><h1>Harbour wall to be rebuilt</h1>{STORY}</article>");
    let deep = |inner: &str| format!("{}{inner}{}", "<div class='box date' id=a>".repeat(400), "</div>".repeat(400));
    let lines = "<p class=date>24 October 2024</p>".repeat(12_000);
    let times = "<time datetime=2024-10-24>24 October</time>".repeat(12_000);
    let spans = "<span class=published title=2024-10-24>x</span>".repeat(12_000);
    let script = format!("<script>var a = [{}];</script>", "{\"publishedAt\":1729778531},".repeat(40_000));
    for (name, body) in [
        ("lines", format!("{article}{lines}")),
        ("deep lines", format!("{article}{}", deep(&lines))),
        ("deep times", format!("{article}{}", deep(&times))),
        ("deep marks", format!("{article}{}", deep(&spans))),
        ("one line of dates", format!("{article}<p>{}</p>", "24 October 2024 ".repeat(60_000))),
        ("scripts", format!("{article}{script}")),
        ("attributes", format!("{article}{}", "<i data-publish-date=2024-10-24></i>".repeat(30_000))),
    ] {
        let text = read("text/html", page("Harbour wall to be rebuilt", &body));
        assert!(text.is_ok(), "{name}: {text:?}");
    }
}

#[test]
fn a_lying_charset_does_not_lose_the_story() {
    let article = format!(
        "<article><h1>Harbour wall to be rebuilt</h1>{STORY}<p>Señor Müller agreed — “at once”, he said.</p></article>"
    );
    for charset in ["iso-8859-1", "utf-16", "x-no-such-charset", "shift_jis"] {
        let html = format!("<meta charset={charset}><title>Harbour wall to be rebuilt</title>{article}");
        check_story(charset, "text/html", html.into_bytes());
    }
    check_story("a header that lies", "text/html; charset=utf-16le", page("Harbour wall to be rebuilt", &article));
}

#[test]
fn a_page_without_a_story_says_so() {
    let scripts = "<script>boot({\"text\": \"no story\"})</script>".repeat(500);
    for (name, body) in [
        ("only scripts", page("App", &format!("<div id=root></div>{scripts}"))),
        (
            "only for those who run scripts",
            page("App", "<noscript>You need to enable JavaScript to run this app.</noscript>"),
        ),
        (
            "frames",
            b"<html><head><title>Frames</title></head><frameset cols=50,50><frame src=a.html><frame src=b.html>\
            <noframes><body>Your browser does not show frames.</body></noframes></frameset></html>"
                .to_vec(),
        ),
        ("nothing", page("Nothing", "")),
        ("pictures", page("Pictures", &"<img src=a.jpg alt=''>".repeat(1_000))),
        ("numbers of a table", page("Table", &format!("<table>{}</table>", "<tr><td>1<td>2<td>3</tr>".repeat(20)))),
    ] {
        check(name, body, "no_text");
    }
}

#[test]
fn a_page_in_the_place_of_a_story_is_named() {
    for (name, body, expected) in [
        (
            "a page that is not there",
            page(
                "Page not found",
                "<main><h1>Page not found</h1><p>Sorry, the page you were looking for does not exist or \
                has been moved. Try a search or go back to the home page.</p></main>",
            ),
            "not_found",
        ),
        (
            "the same in German",
            page(
                "Seite nicht gefunden",
                "<h1>Seite nicht gefunden</h1><p>Die gesuchte Seite gibt es nicht mehr, oder die Adresse \
                wurde falsch geschrieben. Bitte versuchen Sie es über die Suche.</p>",
            ),
            "not_found",
        ),
        (
            "a login",
            page(
                "Log in",
                "<h1>Log in</h1><form><label>Email</label><input type=email><label>Password</label>\
                <input type=password><a href=/f>Forgot your password?</a></form><p>New here? Create an account to read up to \
                five stories a month without paying for them.</p>",
            ),
            "login_page",
        ),
        (
            "a consent wall",
            page(
                "Before you continue",
                "<div class=consent><h1>We value your privacy</h1><p>We and our 842 partners store and \
                access information on your device, such as cookies, and process personal data to show you personalised \
                advertising and to measure audiences. You can accept or refuse at any time.</p><button>Accept all</button></div>",
            ),
            "consent_wall",
        ),
        (
            "a check for machines",
            page(
                "Just a moment...",
                "<h1>Just a moment...</h1><p>We are checking that your connection is secure before you can \
                go on to the site. This takes a few seconds.</p>",
            ),
            "robot_check",
        ),
        (
            "a page that is not there under another headline",
            page("Example Post", "<h1>Sorry!</h1><p>The page you requested could not be found. It may have been moved.</p>"),
            "not_found",
        ),
        (
            "a check for machines without a headline",
            b"<html><body><p>Request unsuccessful. Incident ID: 703000160143928249-191398964119929859</p></body></html>".to_vec(),
            "robot_check",
        ),
        (
            "a login with its own form only",
            page("Sign in to continue", "<h1>Sign in to continue</h1><form><input type=email><input type=password></form>"),
            "login_page",
        ),
        (
            "consent in German",
            page(
                "Wir brauchen Ihre Zustimmung",
                "<h1>Wir brauchen Ihre Zustimmung</h1><p>Wir und unsere Partner verwenden Cookies und verarbeiten \
                personenbezogene Daten, um Ihnen Werbung zu zeigen. Sie können dem zustimmen oder es ablehnen. Mehr \
                dazu steht im Datenschutz.</p>",
            ),
            "consent_wall",
        ),
        (
            "a page for those who run scripts",
            page("Example Post", "<div>Please enable JavaScript to read this page.</div>"),
            "no_text",
        ),
    ] {
        check(name, body, expected);
    }
}

#[test]
fn a_story_about_such_pages_is_a_story() {
    let login = "<header><form><input type=text><input type=password><button>Log in</button></form></header>";
    let consent = "<p>Sites may store cookies only with the consent of their readers, the court said. Its ruling on \
        privacy and personal data binds advertisers and their partners, who had asked people to accept all of them.</p>";
    for (title, before, after) in [
        ("Login thieves steal 4 million passwords", "", ""),
        ("Cookie law to change, ministers say", "", ""),
        ("Page by page: a life in books", "", ""),
        ("Register to vote by Monday, council says", login, ""),
        ("Sign up begins for the harbour run", login, ""),
        ("Security check at the harbour leads to three arrests", "", ""),
        ("Access denied: islanders barred from the harbour", "", ""),
        ("404 residents left without power", "", ""),
        ("Oops, the mayor says of the harbour wall", "", ""),
        ("Not found: the search for a lost boat ends", "", ""),
        ("Cookie consent ruling binds advertisers", "", consent),
    ] {
        let body = format!("{before}<article><h1>{title}</h1>{STORY}{after}</article>");
        let text = read("text/html", page(title, &body));
        assert!(text.as_deref().is_ok_and(|text| text.contains("Work begins in March")), "{title}: {text:?}");
    }
}

#[test]
fn a_brief_dated_by_its_publisher_is_no_barrier() {
    let dated =
        "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-10-24\"}</script>";
    let body =
        format!("{dated}<article><h1>Access denied</h1>{STORY}<p>Your browser history was read, too.</p></article>");
    assert!(read("text/html", page("Access denied", &body)).is_ok());
}

#[test]
fn a_story_in_a_template_is_read_where_there_is_no_other() {
    let body = format!("<h1>Harbour wall to be rebuilt</h1><div><script type='text/template'>{STORY}</script></div>");
    check_story("a template", "text/html", page("Harbour wall to be rebuilt", &body));
    let both = format!(
        "<article><h1>Harbour wall to be rebuilt</h1>{STORY}</article><script type='text/template'><p>{}</p></script>",
        "no ".repeat(300)
    );
    check_story("a story beside a template", "text/html", page("Harbour wall to be rebuilt", &both));
}

#[test]
fn the_beginning_of_a_story_behind_a_paywall_is_an_article() {
    let body = format!(
        "<article><h1>Harbour wall to be rebuilt</h1>{STORY}</article><div class=paywall><h3>Subscribe to read on</h3>\
         <p>Already a subscriber? <a href=/login>Log in</a></p></div>"
    );
    check_story("a paywall", "text/html", page("Harbour wall to be rebuilt", &body));
}

#[test]
fn the_whole_story_for_machines_stands_in_for_a_stub() {
    let whole = "The council voted on Tuesday to rebuild the harbour wall. Work begins in March. ".repeat(20);
    let html = format!(
        "<html><head><title>Harbour wall</title><script type=application/ld+json>{{\"@type\": \"NewsArticle\", \
         \"headline\": \"Harbour wall\", \"articleBody\": \"{whole}\"}}</script></head><body><h1>Harbour wall</h1>\
         <p>The council voted on Tuesday.</p></body></html>"
    );
    let text = read("text/html", html.into_bytes()).unwrap();
    assert_eq!(text.matches("Work begins in March.").count(), 20);
}
