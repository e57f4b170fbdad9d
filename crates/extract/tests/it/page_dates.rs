//! When pages say that their story was published. All pages are made here; each shows one way in which real ones state,
//! hide or confuse it.

use crate::read::{STORY, document};
use article::{DateRole, Timestamp};

/// The days on which the page says its story was published, in the order of belief.
fn days(url: &str, html: &str) -> Vec<String> {
    let page = document(html).url(url).content_type("text/html; charset=utf-8").received("2026-11-24T06:00:00Z");
    let dates = page.article().enrichment.dates;
    let published = dates.into_iter().filter(|date| date.role == DateRole::Published);
    published.map(|date| date.value.get(..10).unwrap_or(&date.value).to_owned()).collect()
}

/// All published dates of a page are this day, or it has none.
fn check(name: &str, head: &str, body: &str, expected: Option<&str>) {
    let html =
        format!("<html lang=en><head><title>Harbour wall to be rebuilt</title>{head}</head><body>{body}</body></html>");
    let mut found = days("https://news.example/harbour-wall", &html);
    found.dedup();
    assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{name}");
}

fn article(before_headline: &str, after_headline: &str, after_story: &str) -> String {
    format!(
        "<main>{before_headline}<h1>Harbour wall to be rebuilt</h1>{after_headline}<div>{STORY}</div>{after_story}</main>"
    )
}

#[test]
fn what_is_printed_near_the_story_dates_it() {
    for (name, body) in [
        ("a line below the headline", article("", "<p>24 October 2024</p>", "")),
        ("a line above it", article("<p class=meta>24 October 2024</p>", "", "")),
        ("beside the author", article("", "<div>By Ann Example / 24.10.2024 / 09:30</div>", "")),
        ("in the words of a list", article("", "<dl><dt>Published</dt><dd>24 October 2024</dd></dl>", "")),
        ("in a box below the headline", article("", "<aside class=facts>Published 24 October 2024</aside>", "")),
        (
            "in the footer of the article",
            format!(
                "<article>{}</article>",
                article("", "", "<footer><time datetime=2024-10-24>24 October</time></footer>")
            ),
        ),
        ("for old browsers", article("", "<span class=published title=2024-10-24T14:02:11Z>Thursday</span>", "")),
        (
            "where no heading prints the headline",
            format!("<div class=single><p class=date>24 October 2024</p><h5>Harbour</h5>{STORY}</div>"),
        ),
    ] {
        check(name, "", &body, Some("2024-10-24"));
    }
}

#[test]
fn what_dates_other_things_does_not_date_the_story() {
    let teaser = |day: u32| {
        format!("<div class=box><a href=/s/{day}>Another story of the harbour</a><span>{day} May 2024</span></div>")
    };
    for (name, body) in [
        ("teasers", article("", "", &format!("<div>{}{}{}</div>", teaser(1), teaser(2), teaser(3)))),
        (
            "comments",
            article(
                "",
                "",
                "<div class=comments><p>Ann, 25 October 2024</p><time datetime=2024-10-25>25 October</time></div>",
            ),
        ),
        (
            "a quoted post",
            article("", "<blockquote>Look at this <time datetime=2018-03-12T10:00:00Z>Mar 12</time></blockquote>", ""),
        ),
        (
            "the day of reading",
            format!(
                "<header><span class=date>24 November 2026</span></header><nav>{}</nav>{}",
                "<a href=/s>Section</a>".repeat(40),
                article("", "", "")
            ),
        ),
        ("the copyright", article("", "", "<footer>© 24 October 2024 Example Post</footer>")),
        ("a caption", article("", "<figure><img src=a.jpg><figcaption>The wall, 3 May 2019</figcaption></figure>", "")),
        (
            "another article",
            format!(
                "<article>{}</article><article><h3>More</h3><time datetime=2024-01-01>1 January</time></article>",
                article("", "", "")
            ),
        ),
        ("what is to come", article("", "<p>Published 24 October 2031</p>", "")),
    ] {
        check(name, "", &body, None);
    }
}

#[test]
fn where_dates_disagree_the_likelier_is_believed() {
    let json = |published: &str, modified: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\": \"NewsArticle\", \"datePublished\": \"{published}\", \"dateModified\": \"{modified}\"}}</script>"
        )
    };
    let printed = article("", "<p class=date>24 October 2024</p>", "");
    for (name, head, body, expected) in [
        (
            "a page kept up to date prints its last change",
            json("2020-03-10T08:00:00Z", "2024-10-24T09:00:00Z"),
            &printed,
            "2020-03-10",
        ),
        (
            "a draft was begun some days before",
            json("2024-10-20T08:00:00Z", "2024-10-24T09:00:00Z"),
            &printed,
            "2024-10-24",
        ),
        ("software states the change before the publication", json("2025-06-12", "2025-06-10"), &printed, "2024-10-24"),
        ("software counts in UTC", json("2024-10-23T23:01:00Z", "2024-10-24T09:00:00Z"), &printed, "2024-10-24"),
        (
            "what is stated is printed, too",
            json("2024-10-24T08:00:00Z", "2024-10-24T08:00:00Z"),
            &article("", "<p>24 October 2024</p><p class=date>Published 3 May 2019 in our magazine</p>", ""),
            "2024-10-24",
        ),
        (
            "meta and print agree against JSON-LD, on days of their own",
            format!(
                "{}<meta property=article:published_time content=2024-10-24T02:00:07-07:00>",
                json("2024-10-23T22:40:00-07:00", "2024-10-23T22:40:00-07:00")
            ),
            &article("", "<p class=date><time datetime=2024-10-24T02:00:07-07:00>24 October 2024</time></p>", ""),
            "2024-10-24",
        ),
        ("a vague name gives way", "<meta name=date content=2026-11-24>".to_owned(), &printed, "2024-10-24"),
        (
            "a vague name alone is believed",
            "<meta name=date content=2024-10-24>".to_owned(),
            &article("", "", ""),
            "2024-10-24",
        ),
    ] {
        let html = format!(
            "<html lang=en><head><title>Harbour wall to be rebuilt</title>{head}</head><body>{body}</body></html>"
        );
        assert_eq!(
            days("https://news.example/harbour-wall", &html).first().map(String::as_str),
            Some(expected),
            "{name}"
        );
    }
}

#[test]
fn what_pages_state_for_machines_in_their_own_way_is_read() {
    for (name, head, body) in [
        ("a name of the site's own", "<meta property=example_photos:uploaded content=2024-10-24T04:36:36-05:00>", ""),
        ("a description", "<meta name=description content='Harbour wall (published 24 October 2024)'>", ""),
        ("a script", "<script>var page = {\"publishedAt\": 1729778531000};</script>", ""),
        ("an attribute", "", "<div data-publish-date=2024-10-24></div>"),
        (
            "a script in an attribute",
            "",
            "<x-story props='{\"datePublished\": \"2024-10-24T09:00:00Z\", \"kind\": \"news\"}'></x-story>",
        ),
    ] {
        check(name, head, &article("", body, ""), Some("2024-10-24"));
    }
    check(
        "a description of other days",
        "<meta name=description content='The storm of 24 October 2024 tore it open.'>",
        &article("", "", ""),
        None,
    );
}

#[test]
fn dates_of_numbers_are_read_in_the_order_of_the_page() {
    let page = |head: &str, line: &str| {
        format!(
            "<html lang=en><head><title>Harbour wall</title>{head}</head><body>{}</body></html>",
            article("", line, "")
        )
    };
    let stated = "<script type=application/ld+json>{\"@type\": \"NewsArticle\", \"dateModified\": \"2024-10-03T09:00:00Z\"}</script>";
    for (url, html, expected) in [
        ("https://news.example/a", page("", "<p>10/3/2024</p>"), "2024-10-03"),
        ("https://news.example.co.ke/a", page("", "<p>3/10/2024</p>"), "2024-10-03"),
        ("https://news.example/a", page("", "<p>3/10/2024</p><p>Last seen 24/10/2024</p>"), "2024-10-03"),
        ("https://news.example/a", page(stated, "<p>3/10/2024</p>"), "2024-10-03"),
    ] {
        assert_eq!(days(url, &html).first().map(String::as_str), Some(expected), "{url} {html}");
    }
}

#[test]
fn dates_are_read_in_the_languages_of_the_news() {
    for line in [
        "Veröffentlicht am 24. Oktober 2024",
        "Publié le 24 octobre 2024 à 14h02",
        "Publicado el 24 de octubre de 2024",
        "Pubblicato il 24 ottobre 2024",
        "Publicado em 24 de outubro de 2024",
        "Gepubliceerd op 24 oktober 2024",
        "Опубликовано 24 октября 2024",
        "Опубліковано 24 жовтня 2024",
        "Opublikowano 24 października 2024",
        "Δημοσιεύτηκε 24 Οκτωβρίου 2024",
        "Yayınlanma: 24 Ekim 2024",
        "نشر في ٢٤ أكتوبر ٢٠٢٤",
        "نشر في 24 تشرين الأول 2024",
        "۳ آبان ۱۴۰۳",
        "פורסם ב-24 אוקטובר 2024",
        "प्रकाशित: 24 अक्टूबर 2024",
        "প্রকাশ: ২৪ অক্টোবর ২০২৪",
        "เผยแพร่ 24 ตุลาคม 2567",
        "Đăng ngày 24 tháng 10, 2024",
        "Diterbitkan 24 Oktober 2024",
        "发布时间:2024年10月24日",
        "公開日 2024年10月24日",
        "입력 2024.10.24 14:02",
        "شائع 24 اکتوبر 2024",
    ] {
        check(line, "", &article("", &format!("<p class=date>{line}</p>"), ""), Some("2024-10-24"));
    }
}

/// The values of a role that a page in English gives, the surest first.
fn values(body: &str, role: DateRole) -> Vec<String> {
    let html =
        format!("<html lang=en><head><title>Harbour wall to be rebuilt</title></head><body>{body}</body></html>");
    let page = document(html).url("https://news.example/harbour-wall").received("2026-11-24T06:00:00Z");
    let dates = page.content_type("text/html; charset=utf-8").article().enrichment.dates;
    dates.into_iter().filter(|date| date.role == role).map(|date| date.value).collect()
}

#[test]
fn the_day_of_a_change_is_not_the_day_of_publication() {
    let [first, later] = ["<time datetime=2024-10-24T08:00:00Z>", "<time datetime=2024-10-26T09:30:00Z>"];
    for (name, line) in [
        (
            "labels before the times",
            format!("<p>Updated {later}an hour ago</time> · Published {first}Thursday</time></p>"),
        ),
        (
            "labels in columns",
            format!(
                "<div><b>Last modified</b></div><div>{later}26 Oct</time></div><div><b>Posted</b></div><div>{first}24 Oct</time></div>"
            ),
        ),
        (
            "classes of the times",
            "<p><time class='post-modified-date' datetime=2024-10-26T09:30:00Z>October 26, 2024</time> \
             <time class='post-date published' datetime=2024-10-24T08:00:00Z>October 24, 2024</time></p>"
                .to_owned(),
        ),
        (
            "labels in the times",
            "<p><time datetime=2024-10-26T09:30:00Z>Updated: 26 October 2024</time> \
             <time datetime=2024-10-24T08:00:00Z>24 October 2024</time></p>"
                .to_owned(),
        ),
        (
            "in words of another language",
            format!("<p>Aktualisiert: {later}26.10.</time> Veröffentlicht: {first}24.10.</time></p>"),
        ),
    ] {
        let body = article("", &line, "");
        assert_eq!(
            values(&body, DateRole::Published).first().map(String::as_str),
            Some("2024-10-24T08:00:00Z"),
            "{name}"
        );
        assert_eq!(
            values(&body, DateRole::Modified).first().map(String::as_str),
            Some("2024-10-26T09:30:00Z"),
            "{name}"
        );
    }
    for line in [
        "<p class=meta>24 October 2024 (updated 26 October 2024)</p>",
        "<p class=meta>Posted 24 October 2024, last updated 26 October 2024</p>",
        "<p class=meta>Modified: 26 October 2024 | Published: 24 October 2024</p>",
        "<p class=meta>24. Oktober 2024 veröffentlicht, 26. Oktober 2024 aktualisiert</p>",
    ] {
        let body = article("", line, "");
        let both = [DateRole::Published, DateRole::Modified].map(|role| values(&body, role));
        assert_eq!(both, [["2024-10-24"], ["2024-10-26"]], "{line}");
    }
}

#[test]
fn a_page_that_states_its_change_alone_says_that_it_is_one() {
    let body = article("", "<div class=meta>Last updated: 24 October 2024 09:30 BST</div>", "");
    let changed = values(&body, DateRole::Modified);
    assert_eq!(changed, ["2024-10-24T09:30"]);
    assert_eq!(values(&body, DateRole::Published), changed);
}

#[test]
fn a_printed_time_is_in_the_zone_of_its_country() {
    let page = |tag: &str, url: &str, line: &str| {
        let html = format!(
            "<html lang={tag}><head><title>Harbour wall</title></head><body>{}</body></html>",
            article("", line, "")
        );
        let page = document(html).url(url).content_type("text/html; charset=utf-8").received("2026-11-24T06:00:00Z");
        let article = page.article();
        (article.enrichment.dates.first().map(|date| date.value.clone()), article.content_created)
    };
    for (tag, url, line, value, created) in [
        (
            "en",
            "https://a.example.in/x",
            "<p>October 24, 2024 9:30 am IST</p>",
            "2024-10-24T09:30+05:30",
            "2024-10-24T04:00:00Z",
        ),
        (
            "en-IE",
            "https://a.example/x",
            "<p>24 October 2024 9.30am IST</p>",
            "2024-10-24T09:30+01:00",
            "2024-10-24T08:30:00Z",
        ),
        (
            "en-GB",
            "https://a.example/x",
            "<p>Published: 24 October 2024 09:30 BST</p>",
            "2024-10-24T09:30+01:00",
            "2024-10-24T08:30:00Z",
        ),
        (
            "en",
            "https://a.example/x",
            "<time>Oct 24, 2024 9:30:05 PM AEDT</time>",
            "2024-10-24T21:30:05+11:00",
            "2024-10-24T10:30:05Z",
        ),
    ] {
        assert_eq!(page(tag, url, line), (Some(value.to_owned()), Timestamp::parse(created)), "{line}");
    }
    let open = page("en", "https://a.example/x", "<p>October 24, 2024 9:30 am IST</p>");
    assert_eq!(open, (Some("2024-10-24T09:30".to_owned()), None));
}

#[test]
fn the_line_of_the_date_is_no_part_of_the_story() {
    let begins = |line: &str| {
        let head =
            "<script type=application/ld+json>{\"@type\": \"NewsArticle\", \"author\": \"Ann Example\"}</script>";
        let story = "<p>The council voted on Tuesday to rebuild the harbour wall.</p>";
        let html = format!(
            "<html lang=en><head><title>Harbour wall to be rebuilt</title>{head}</head><body><article>\
             <h1>Harbour wall to be rebuilt</h1>{line}{story}{STORY}</article></body></html>"
        );
        let page = document(html).url("https://news.example/harbour-wall").received("2026-11-24T06:00:00Z");
        page.content_type("text/html; charset=utf-8").article().body().split('\n').next().unwrap_or_default().to_owned()
    };
    for line in [
        "<p>24 October 2024</p>",
        "<p class=date>Published on Thursday, 24 October 2024 at 9:30 am BST</p>",
        "<time datetime=2024-10-24T09:30:00Z>October 24, 2024</time>",
        "<p>By Ann Example | 24 October 2024 | Updated: 25 October 2024, 10:00</p>",
        "<p>By Ann Example</p><p>Oct 24, 2024 · 3 min read</p>",
        "<p>Veröffentlicht am 24. Oktober 2024 um 9.30 Uhr, zuletzt aktualisiert am 25. Oktober 2024</p>",
        "<p>Publié le 24 octobre 2024 à 9h30, mis à jour le 25 octobre 2024</p>",
        "<p>Опубликовано 24 октября 2024 г. в 9:30</p>",
        "<p><em>Posted on October 24, 2024 by Ann Example</em></p>",
    ] {
        assert_eq!(begins(line), "The council voted on Tuesday to rebuild the harbour wall.", "{line}");
    }
    let ends = |line: &str| {
        let html = format!(
            "<html lang=en><head><title>Harbour wall to be rebuilt</title></head><body><article>\
             <h1>Harbour wall to be rebuilt</h1>{STORY}{line}</article></body></html>"
        );
        document(html).content_type("text/html; charset=utf-8").article().body().rsplit('\n').next().map(str::to_owned)
    };
    let last = ends("");
    assert_eq!(ends("<p>First published: 24 October 2024, 9:30 am</p>"), last);
    assert_ne!(ends("<p>The wall was first published in a print of 24 October 2024.</p>"), last);
    for (line, first) in [
        (
            "<p>LONDON, 24 October 2024 – The wall is to be rebuilt.</p>",
            "LONDON, 24 October 2024 – The wall is to be rebuilt.",
        ),
        ("<p>On 24 October 2024 the storm came.</p>", "On 24 October 2024 the storm came."),
    ] {
        assert_eq!(begins(line), first);
    }
}
