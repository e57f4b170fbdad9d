//! The same story in every newsroom format is the same article but for where it came from.

use crate::read::document;
use article::Article;
use serde_json::{Value, json};

/// A story that says everything that ninjs, NewsML-G2 and NITF can say alike.
fn rich() -> [(&'static str, String); 3] {
    let ninjs = json!({
        "standard": {"name": "ninjs", "version": "3.0"}, "uri": "ferry", "version": "3", "type": "text",
        "contentCreated": "2024-10-24T15:20:00+01:00", "versionCreated": "2024-10-24T16:05:00+01:00",
        "embargoedUntil": "2024-10-25T06:00:00+01:00", "pubStatus": "withheld", "urgency": 4, "language": "en-GB",
        "by": "By Mara Lindqvist", "slugline": "FERRY-TERMINAL", "located": "Port Anselm", "edNote": "Adds prices",
        "copyrightHolder": "Coastal Wire", "usageTerms": "Not for use on islands",
        "headlines": [{"role": "main", "contentType": "text/plain", "value": "Ferry terminal reopens"}],
        "descriptions": [
            {"role": "dateline", "contentType": "text/plain", "value": "Port Anselm, Oct 24 (CW)"},
            {"role": "summary", "contentType": "text/plain", "value": "The terminal stands."}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": "The terminal opened.\n\nIt cost $14 million."}],
        "subjects": [
            {"name": "Transport", "rel": "about", "uri": "http://cv.iptc.org/newscodes/subjectcode/04015000", "literal": "subj:04015000"},
            {"name": "transport", "rel": "about", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337", "literal": "medtop:20000337"},
            {"name": "ferries", "rel": "keyword"}],
        "people": [{"name": "Lena Okafor", "rel": "about"}],
        "places": [{"name": "Port Anselm", "rel": "event", "literal": "XA"}],
        "genres": [{"name": "Current"}],
        "infoSources": [{"name": "Coastal Wire", "role": "provider"}],
    });
    let newsml = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='ferry' version='3' xml:lang='en-GB'>
        <rightsInfo><copyrightHolder><name>Coastal Wire</name></copyrightHolder>
        <usageTerms>Not for use on islands</usageTerms></rightsInfo>
        <itemMeta><itemClass qcode='ninat:text'/><provider><name>Coastal Wire</name></provider>
        <versionCreated>2024-10-24T16:05:00+01:00</versionCreated><embargoed>2024-10-25T06:00:00+01:00</embargoed>
        <pubStatus qcode='stat:withheld'/><edNote>Adds prices</edNote></itemMeta>
        <contentMeta><urgency>4</urgency><contentCreated>2024-10-24T15:20:00+01:00</contentCreated>
        <located><name>Port Anselm</name></located><genre><name>Current</name></genre><keyword>ferries</keyword>
        <subject qcode='subj:04015000'><name>Transport</name></subject>
        <subject qcode='medtop:20000337'><name>transport</name></subject>
        <subject type='cpnat:person'><name>Lena Okafor</name></subject>
        <subject type='cpnat:geoArea' literal='XA'><name>Port Anselm</name></subject>
        <slugline>FERRY-TERMINAL</slugline><headline>Ferry terminal reopens</headline><by>By Mara Lindqvist</by>
        <dateline>Port Anselm, Oct 24 (CW)</dateline><description>The terminal stands.</description></contentMeta>
        <contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body><p>The terminal opened.</p>
        <p>It cost $14 million.</p></body></html></inlineXML></contentSet></newsItem>";
    let nitf = "<nitf baselang='en-GB'><head><meta name='slugline' content='FERRY-TERMINAL'/>
        <tobject><tobject.property tobject.property.type='Current'/>
        <tobject.subject tobject.subject.refnum='04015000' tobject.subject.type='Transport'/></tobject>
        <docdata management-status='withheld'><evloc city='Port Anselm' iso-cc='XA'/><urgency ed-urg='4'/>
        <date.issue norm='20241024T160500+0100'/><date.release norm='20241025T060000+0100'/>
        <doc.copyright holder='Coastal Wire'/><doc.rights limitations='Not for use on islands'/>
        <key-list><keyword key='ferries'/></key-list><du-key key='ferry' version='3'/><ed-msg info='Adds prices'/>
        <identified-content><person>Lena Okafor</person>
        <classifier idsrc='medtop' value='20000337'>transport</classifier></identified-content></docdata></head>
        <body><body.head><hedline><hl1>Ferry terminal reopens</hl1></hedline>
        <byline>By <person>Mara Lindqvist</person></byline><distributor>Coastal Wire</distributor>
        <dateline><location>Port Anselm</location>, <story.date norm='20241024T152000+0100'>Oct 24</story.date> (CW)</dateline>
        <abstract><p>The terminal stands.</p></abstract></body.head>
        <body.content><p>The terminal opened.</p><p>It cost $14 million.</p></body.content></body></nitf>";
    [("ninjs", ninjs.to_string()), ("NewsML-G2", newsml.to_owned()), ("NITF", nitf.to_owned())]
}

/// What a wire message can say, too.
fn plain() -> [(&'static str, String); 4] {
    let ninjs = json!({
        "standard": {"name": "ninjs", "version": "3.0"}, "uri": "ferry", "contentCreated": "2024-10-24T14:30Z",
        "urgency": 4, "by": "Mara Lindqvist", "slugline": "Harbours/ferries", "pubStatus": "usable",
        "headlines": [{"role": "main", "value": "Ferry terminal reopens"}],
        "bodies": [{"role": "main", "value": "Port Anselm (cw) - The terminal opened.\n\nIt cost $14 million."}],
        "subjects": [{"literal": "i", "rel": "about"}, {"name": "Harbours", "rel": "keyword"}, {"name": "ferries", "rel": "keyword"}],
    });
    let newsml = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='ferry'><contentMeta><urgency>4</urgency>
        <contentCreated>2024-10-24T14:30Z</contentCreated><subject literal='i'/><keyword>Harbours</keyword>
        <keyword>ferries</keyword><slugline>Harbours/ferries</slugline><headline>Ferry terminal reopens</headline>
        <by>Mara Lindqvist</by></contentMeta><contentSet><inlineXML contenttype='application/nitf+xml'><nitf><body>
        <body.content><p>Port Anselm (cw) - The terminal opened.</p><p>It cost $14 million.</p></body.content></body>
        </nitf></inlineXML></contentSet></newsItem>";
    let nitf = "<nitf><head><meta name='slugline' content='Harbours/ferries'/>
        <tobject><tobject.subject tobject.subject.refnum='i'/></tobject><docdata><doc-id id-string='ferry'/>
        <urgency ed-urg='4'/><key-list><keyword key='Harbours'/><keyword key='ferries'/></key-list></docdata>
        <pubdata date.publication='20241024T1430Z'/></head><body><body.head><hedline><hl1>Ferry terminal reopens</hl1>
        </hedline><byline>By Mara Lindqvist</byline></body.head><body.content>
        <p>Port Anselm (cw) - The terminal opened.</p><p>It cost $14 million.</p></body.content></body></nitf>";
    let message = "\u{1}cwi0007 4 i 120  cw 0908\n\nHarbours/ferries/\n\u{2}Ferry terminal reopens\nBy Mara Lindqvist =\n\n\
        Port Anselm (cw) - The terminal\nopened.\n\nIt cost $14 million.\n\n# Notebook\n\n241430 GMT Oct 24\n\u{3}";
    let message = message.to_owned();
    [("ninjs", ninjs.to_string()), ("NewsML-G2", newsml.to_owned()), ("NITF", nitf.to_owned()), ("IPTC 7901", message)]
}

/// The article without what says how it came.
fn read(text: &str) -> Value {
    let record = document(text).source("coastal-wire").id("ferry").fetched("2024-10-24T17:59:58Z");
    let [mut article] = <[Article; 1]>::try_from(record.articles()).expect("one article");
    article.enrichment.provenance.clear();
    serde_json::to_value(article).expect("JSON")
}

#[test]
fn the_same_story_is_the_same_article_in_every_format() {
    for stories in [rich().to_vec(), plain().to_vec()] {
        let expected = read(&stories[0].1);
        for (format, story) in &stories {
            assert_eq!(read(story), expected, "{format}");
        }
    }
}
