//! What pages say about their stories, in every way they have of saying it. All pages are made here.

use crate::read::{STORY, document};
use article::{Article, alt_role};

fn read(head: &str, body: &str) -> Article {
    let html = format!(
        "<html><head><title>Harbour wall to be rebuilt | Example Post</title>{head}</head><body>{body}</body></html>"
    );
    let page = document(html).url("https://news.example/2024/harbour-wall?from=feed").content_type("text/html");
    page.received("2026-11-24T06:00:00Z").article()
}

fn body(article: &Article) -> &str {
    article.bodies.first().map_or("", |body| &body.value)
}

fn headline(article: &Article) -> &str {
    article.headlines.first().map_or("", |headline| &headline.value)
}

fn page_of(article: &Article) -> &str {
    article.alt_id(alt_role::CANONICAL_URL).unwrap_or_default()
}

/// Names of sections or keywords.
fn subjects<'a>(article: &'a Article, relation: &str) -> Vec<&'a str> {
    let of_kind = article.subjects.iter().filter(|subject| subject.rel.as_deref() == Some(relation));
    of_kind.filter_map(|subject| subject.name.as_deref()).collect()
}

fn article_of(story: &str) -> String {
    format!("<article><h1>Harbour wall to be rebuilt</h1>{story}</article>")
}

#[test]
fn json_ld_is_read_however_it_is_written() {
    let facts = "\"headline\": \"Harbour wall to be rebuilt\", \"author\": {\"@type\": \"Person\", \"name\": \"Ann Example\"}, \
                 \"datePublished\": \"2024-10-24T14:02:11Z\", \"articleSection\": \"Harbour\"";
    for (name, json) in [
        ("an object", format!("{{\"@type\": \"NewsArticle\", {facts}}}")),
        (
            "an array",
            format!(
                "[{{\"@type\": \"Organization\", \"name\": \"Example Post\"}}, {{\"@type\": [\"NewsArticle\"], {facts}}}]"
            ),
        ),
        (
            "a graph",
            format!(
                "{{\"@graph\": [{{\"@type\": \"WebSite\", \"name\": \"Post\"}}, {{\"@type\": \"Article\", {facts}}}]}}"
            ),
        ),
        (
            "a page that leads to its article",
            format!("{{\"@type\": \"WebPage\", \"mainEntity\": {{\"@type\": \"ReportageNewsArticle\", {facts}}}}}"),
        ),
        ("the end missing", format!("{{\"@type\": \"NewsArticle\", {facts}")),
        ("a comma too many", format!("{{\"@type\": \"NewsArticle\", {facts},}}")),
        ("line breaks in strings", format!("{{\"@type\": \"NewsArticle\", \"description\": \"one\ntwo\", {facts}}}")),
        (
            "quotes that are not escaped",
            format!("{{\"@type\": \"NewsArticle\", \"description\": \"the \"wall\" of\", {facts}}}"),
        ),
        ("comments around it", format!("//<![CDATA[\n{{\"@type\": \"NewsArticle\", {facts}}}\n//]]>")),
        (
            "another block that is broken",
            format!("{{\"@type\"</script><script type='application/ld+json'>{{\"@type\": \"NewsArticle\", {facts}}}"),
        ),
    ] {
        let article = read(&format!("<script type='application/ld+json'>{json}</script>"), &article_of(STORY));
        assert_eq!(headline(&article), "Harbour wall to be rebuilt", "{name}");
        assert_eq!(article.by.as_deref(), Some("Ann Example"), "{name}");
        assert_eq!(
            article.enrichment.dates.first().map(|date| date.value.as_str()),
            Some("2024-10-24T14:02:11Z"),
            "{name}"
        );
        assert_eq!(subjects(&article, "section"), ["Harbour"], "{name}");
    }
}

#[test]
fn a_story_that_only_json_ld_holds_whole_is_taken_from_there() {
    let whole = "The council voted on Tuesday to rebuild the harbour wall. Work begins in March. ".repeat(20);
    let json = format!("{{\"@graph\": [{{\"@type\": \"NewsArticle\", \"articleBody\": \"{whole}\"}}]}}");
    let article =
        read(&format!("<script type='application/ld+json'>{json}</script>"), &article_of("<p>The council voted.</p>"));
    assert_eq!(body(&article).matches("Work begins in March.").count(), 20);
}

#[test]
fn open_graph_and_microdata_say_what_json_ld_does() {
    let og = "<meta property=og:title content='Harbour wall to be rebuilt'><meta property=article:published_time \
              content=2024-10-24T14:02:11Z><meta property=article:section content=Harbour><meta property=og:image \
              content=/wall.jpg><meta property=og:image:alt content='The wall'><meta property=og:locale content=en_GB>\
              <meta name=author content='Ann Example'>";
    let microdata = "<article itemscope itemtype=https://schema.org/NewsArticle><h1 itemprop=headline>Harbour wall to be \
              rebuilt</h1><span itemprop=author itemscope><span itemprop=name>Ann Example</span></span><meta \
              itemprop=datePublished content=2024-10-24T14:02:11Z><a itemprop=articleSection>Harbour</a><figure><img \
              itemprop=image src=/wall.jpg><figcaption>The wall</figcaption></figure><meta itemprop=inLanguage content=en-GB>";
    for (name, article) in [
        ("open graph", read(og, &article_of(STORY))),
        ("microdata", read("", &format!("{microdata}<div itemprop=articleBody>{STORY}</div></article>"))),
    ] {
        assert_eq!(headline(&article), "Harbour wall to be rebuilt", "{name}");
        assert_eq!(article.by.as_deref(), Some("Ann Example"), "{name}");
        assert_eq!(
            article.enrichment.dates.first().map(|date| date.value.as_str()),
            Some("2024-10-24T14:02:11Z"),
            "{name}"
        );
        assert_eq!(subjects(&article, "section"), ["Harbour"], "{name}");
        assert_eq!(article.language.as_deref(), Some("en-GB"), "{name}");
        let picture = serde_json::to_string(&article.extra).unwrap();
        assert!(picture.contains("https://news.example/wall.jpg") && picture.contains("The wall"), "{name}: {picture}");
    }
}

#[test]
fn pages_for_amp_are_pages() {
    let article = read(
        "<link rel=canonical href=/2024/harbour-wall><style amp-boilerplate>body{visibility:hidden}</style>\
         <script async src=https://cdn.example/v0.js></script>",
        &format!(
            "<amp-sidebar><nav>Menu</nav></amp-sidebar><main><article><h1>Harbour wall to be rebuilt</h1><figure><amp-img \
             src=/wall.jpg width=3 height=2><noscript><img src=/wall.jpg></noscript></amp-img><figcaption>The wall</figcaption>\
             </figure>{STORY}<amp-ad type=x></amp-ad></article></main>"
        ),
    );
    assert!(
        body(&article).starts_with("The council voted") && body(&article).ends_with("published."),
        "{}",
        body(&article)
    );
    let picture = serde_json::to_string(&article.extra).unwrap();
    assert!(picture.contains("https://news.example/wall.jpg") && picture.contains("The wall"), "{picture}");
    assert_eq!(page_of(&article), "https://news.example/2024/harbour-wall");
}

#[test]
fn a_page_is_where_it_was_read_unless_it_names_a_better_address_of_its_own_site() {
    let fetched = page_of(&read("", &article_of(STORY))).to_owned();
    for (name, head, expected) in [
        (
            "its own",
            "<link rel=canonical href=https://news.example/2024/harbour-wall>",
            "https://news.example/2024/harbour-wall",
        ),
        ("another site", "<link rel=canonical href=https://other.example/harbour-wall>", &fetched),
        ("the home page", "<link rel=canonical href=https://news.example/>", &fetched),
        ("a name that only ends like it", "<link rel=canonical href=https://evilnews.example/harbour-wall>", &fetched),
        ("no address", "<link rel=canonical href='javascript:void(0)'>", &fetched),
        ("open graph, another site", "<meta property=og:url content=https://other.example/harbour-wall>", &fetched),
        ("open graph, the home page", "<meta property=og:url content=https://news.example>", &fetched),
    ] {
        assert_eq!(page_of(&read(head, &article_of(STORY))), expected, "{name}");
    }
}

#[test]
fn what_a_template_left_behind_is_no_byline() {
    let page = |head: &str, byline: &str| read(head, &article_of(&format!("{byline}{STORY}"))).by;
    let printed = "<p class='byline'>By Bo Ek</p>";
    for left in [
        "undefined",
        "null",
        "None",
        "N/A",
        "[object Object]",
        "${author}",
        "{{ post.author }}",
        "<%= by %>",
        "null null",
        "NaN",
        "[author_name]",
        "Author Name",
        "admin",
    ] {
        let meta = format!("<meta name='author' content='{left}'>");
        assert_eq!(page(&meta, ""), None, "{left}");
        assert_eq!(page(&meta, printed).as_deref(), Some("Bo Ek"), "{left}");
        let json = format!(
            "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"H\", \"author\": \
             {{\"@type\": \"Person\", \"name\": \"{left}\"}}}}</script>"
        );
        assert_eq!(page(&json, printed).as_deref(), Some("Bo Ek"), "{left}");
    }
    assert_eq!(page("", "<p class='byline'>By {{ author }}</p>"), None);
}

#[test]
fn people_named_on_the_page_are_its_authors_before_an_organisation_in_the_data() {
    let json = |author: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"H\", \"author\": {author}}}\
             </script>"
        )
    };
    let page = |author: &str, byline: &str| read(&json(author), &article_of(&format!("{byline}{STORY}"))).by;
    let organisation = "[{\"@type\": \"NewsMediaOrganization\", \"name\": \"Coast Radio\"}]";
    let printed = "<div class='byline'>By Ann Lee and Bo Ek</div>";
    assert_eq!(page(organisation, printed).as_deref(), Some("Ann Lee, Bo Ek"));
    assert_eq!(page(organisation, "<div data-testid='byline'>Ann Lee</div>").as_deref(), Some("Ann Lee"));
    assert_eq!(page(organisation, "").as_deref(), Some("Coast Radio"));
    assert_eq!(page("{\"@type\": \"Person\", \"name\": \"Cy Dow\"}", printed).as_deref(), Some("Cy Dow"));
}

#[test]
fn a_soft_hyphen_is_no_letter_of_a_headline() {
    let article = read("", &format!("<article><h1>Har&shy;bour wall to be re&shy;built</h1>{STORY}</article>"));
    assert_eq!(headline(&article), "Harbour wall to be rebuilt");
}

#[test]
fn what_a_page_lets_programs_do_with_it_stands_in_its_terms_with_where_it_was_stated() {
    let page = format!(
        "<html><head><title>Harbour wall</title><meta name=\"robots\" content=\"max-snippet:-1, noai\">\
         <meta name=\"tdm-policy\" content=\"https://example.org/terms.json\"></head><body><article><h1>Harbour wall</h1>{STORY}"
    );
    let usage = vec!["tdm-reservation: 1".to_owned(), "x-robots-tag: noai, noarchive".to_owned()];
    let hints = article::Hints { usage, ..article::Hints::default() };
    let article = document(page.clone()).content_type("text/html").hints(hints).article();
    assert_eq!(article.extra["usageTerms"], "tdm-reservation: 1; robots: noai, noarchive");
    assert_eq!(article.extra["rightsInfo"], serde_json::json!({ "linkedRights": "https://example.org/terms.json" }));
    let extract = article.enrichment.provenance.iter().find(|done| done.stage == "extract").unwrap();
    let places = ["meta robots", "meta tdm-policy", "header tdm-reservation", "header x-robots-tag"];
    assert_eq!(extract.terms_from, places);
    let silent = document(page.replace("noai", "all").replace("tdm-policy", "x")).content_type("text/html").article();
    assert!(!silent.extra.contains_key("usageTerms") && !silent.extra.contains_key("rightsInfo"));
}
