//! Items of every version of ninjs, as agencies write them, in the names and the shape of ninjs 3.

use crate::read::document;
use article::PubStatus;
use serde_json::{Value, json};

fn read(item: &Value) -> Value {
    serde_json::to_value(document(item.to_string()).content_type("application/json").article()).expect("JSON")
}

fn lower_case_item() -> Value {
    json!({
        "standard": {"name": "ninjs", "version": "2.0"}, "uri": "urn:newsml:coast.example:1", "type": "text",
        "version": "2", "pubstatus": "withheld", "embargoed": "2024-10-25T06:00:00+02:00", "urgency": 2,
        "versioncreated": "2024-10-24T10:00:00Z", "contentcreated": "2024-10-24T09:00:00Z", "ednote": "Hold",
        "usageterms": "None", "altids": [{"role": "slug", "value": "pier"}],
        "infosources": [{"name": "Coast Wire"}], "headlines": [{"value": "Pier rebuilt"}],
        "places": [{"name": "Anselm", "geojson": {"type": "Point", "coordinates": [1.0, 2.0]}}],
        "bodies": [{"contenttype": "text/html", "charcount": 9.0, "value": "<p>The pier stands.</p><p>It is new.</p>"}],
        "associations": [{"name": "p", "uri": "urn:p", "copyrightholder": "Bo Vale",
            "renditions": [{"name": "web", "contenttype": "image/png", "sizeinbytes": 7}]}],
    })
}

#[test]
fn the_lower_case_names_of_ninjs_2_are_those_of_ninjs_3() {
    let article = read(&lower_case_item());
    assert_eq!(article["pubStatus"], "withheld");
    assert_eq!(article["embargoedUntil"], "2024-10-25T04:00:00.000Z");
    assert_eq!(article["contentCreated"], "2024-10-24T09:00:00.000Z");
    assert_eq!((&article["edNote"], &article["usageTerms"]), (&json!("Hold"), &json!("None")));
    assert_eq!(article["infoSources"][0]["name"], "Coast Wire");
    assert_eq!(article["places"][0]["geoJSON"]["type"], "Point");
    assert_eq!(article["altIds"][0], json!({"role": "slug", "value": "pier"}));
    let picture = &article["associations"][0];
    assert_eq!(picture["copyrightHolder"], "Bo Vale");
    assert_eq!(picture["renditions"][0], json!({"name": "web", "contentType": "image/png", "sizeInBytes": 7}));
    let dates: Vec<_> = article["enrichment"]["dates"].as_array().unwrap().iter().map(|date| &date["role"]).collect();
    assert_eq!(dates, ["published", "modified"]);
    let text = article.to_string();
    for name in ["\"pubstatus\"", "\"embargoed\"", "\"contenttype\"", "\"geojson\"", "\"ednote\"", "\"altids\""] {
        assert!(!text.contains(name), "{name}");
    }
}

#[test]
fn texts_without_a_role_are_the_main_ones_and_stand_once() {
    let article = read(&lower_case_item());
    assert_eq!(article["headlines"].as_array().map(Vec::len), Some(1));
    assert_eq!(article["headlines"][0]["role"], "main");
    assert_eq!(article["bodies"][0]["value"], "The pier stands.\n\nIt is new.");
    assert_eq!(article["bodies"].as_array().map(Vec::len), Some(2), "the text, and the markup it was");
    assert_eq!(article["bodies"][1]["role"], "markup");
    let mut item = lower_case_item();
    item["bodies"] = json!([{"value": "The pier stands."}, {"role": "caption", "value": "The pier."}]);
    let bodies = read(&item)["bodies"].clone();
    assert_eq!(bodies.as_array().map(Vec::len), Some(2));
    assert_eq!((&bodies[0]["role"], &bodies[0]["value"]), (&json!("main"), &json!("The pier stands.")));
    assert_eq!(bodies[1]["role"], "caption");
}

#[test]
fn a_cancelled_story_is_canceled_however_it_is_spelled() {
    for (stated, expected) in [
        ("canceled", PubStatus::Canceled),
        ("Cancelled", PubStatus::Canceled),
        ("stat:canceled", PubStatus::Canceled),
        ("stat:withheld", PubStatus::Withheld),
        ("usable", PubStatus::Usable),
    ] {
        for name in ["pubstatus", "pubStatus"] {
            let item = json!({"uri": "urn:x", "headlines": [{"value": "Pier rebuilt"}], name: stated});
            let article = document(item.to_string()).content_type("application/json").article();
            assert_eq!(article.pub_status, Some(expected), "{name} {stated}");
        }
    }
}

#[test]
fn an_item_needs_no_text_to_be_taken_back() {
    let item = |status: &str| document(json!({"uri": "urn:x", "version": "4", "pubstatus": status}).to_string());
    assert_eq!(item("canceled").article().pub_status, Some(PubStatus::Canceled));
    assert_eq!(item("usable").read().unwrap_err().class, "no_text");
}

#[test]
fn ninjs_1_has_a_property_for_each_text_and_maps_by_name() {
    let article = read(&json!({
        "uri": "http://coast.example/items/7", "type": "text", "version": "3", "pubstatus": "canceled", "urgency": 3.0,
        "versioncreated": "2024-10-24T10:00:00Z", "embargoed": "2024-10-26T00:00:00Z", "byline": "By Ann Lee and Bo Ek",
        "headline": "Pier rebuilt", "headline_short": "Pier", "body_text": "The pier stands.",
        "body_xhtml": "<p>The pier stands.</p>", "description_text": "A pier stands again.", "mimetype": "text/plain",
        "person": [{"name": "Cy Dow", "rel": "about", "scheme": "https://people.example/", "code": "cy"}],
        "subject": [{"name": "Harbours", "code": "04015000"}], "altids": {"desk": "D7", "number": 9},
        "place": [{"name": "Anselm", "geometry_geojson": {"type": "Point", "coordinates": [1.0, 2.0]}}],
        "renditions": {"main": {"href": "https://coast.example/7", "mimetype": "text/html", "sizeinbytes": 12}},
        "associations": {"photo": {"type": "picture", "headline": "The pier", "byline": "Di Vane",
            "renditions": {"big": {"href": "https://coast.example/7.jpg", "mimetype": "image/jpeg"}}}, "none": null},
    }));
    assert_eq!((&article["pubStatus"], &article["urgency"]), (&json!("canceled"), &json!(3)));
    assert_eq!(article["embargoedUntil"], "2024-10-26T00:00:00.000Z");
    assert_eq!(article["by"], "Ann Lee, Bo Ek");
    assert_eq!(article["headlines"][0]["value"], "Pier rebuilt");
    assert_eq!(article["headlines"][1]["role"], "short");
    assert_eq!(article["bodies"][0]["value"], "The pier stands.");
    assert_eq!(article["bodies"][1]["contentType"], "application/xhtml+xml");
    assert_eq!(article["descriptions"][0]["role"], "summary");
    assert_eq!(article["people"][0]["uri"], "https://people.example/cy");
    assert_eq!(article["subjects"][0]["literal"], "04015000");
    assert_eq!(article["places"][0]["geoJSON"]["type"], "Point");
    assert_eq!(article["altIds"][0], json!({"role": "desk", "value": "D7"}));
    assert_eq!(article["renditions"][0]["contentType"], "text/html");
    let photo = &article["associations"][0];
    assert_eq!((&photo["name"], &photo["by"]), (&json!("photo"), &json!("Di Vane")));
    assert_eq!(photo["uri"], "https://coast.example/7.jpg");
    assert_eq!(photo["headlines"][0]["value"], "The pier");
    assert!(article.get("contentType").is_none() && article.get("byline").is_none());
}

#[test]
fn soft_hyphens_are_taken_out_of_every_text_of_an_item() {
    let item = json!({"uri": "urn:x", "headlines": [{"value": "Pier re\u{ad}built"}], "by": "Ann L\u{ad}ee"});
    let article = read(&item);
    assert_eq!((&article["headlines"][0]["value"], &article["by"]), (&json!("Pier rebuilt"), &json!("Ann Lee")));
}

#[test]
fn markup_of_newsrooms_is_not_the_text() {
    let nitf = "<nitf><body><body.head><hedline><hl1>Pier</hl1></hedline></body.head><body.content><p>The pier \
                stands.</p></body.content></body></nitf>";
    for kind in [Some("text/vnd.IPTC.NITF"), Some("application/nitf+xml"), None] {
        for role in [Some("main"), Some("nitf"), None] {
            let body = json!({"role": role, "contentType": kind, "value": nitf});
            let plain = json!({"role": "text", "contentType": "text/plain", "value": "It stands."});
            let read = |bodies: Value| {
                let item = json!({"uri": "urn:x", "headlines": [{"value": "Pier"}], "bodies": bodies});
                document(item.to_string()).article().body().to_owned()
            };
            assert_eq!(read(json!([body, plain])), "It stands.", "{kind:?} {role:?}");
            if role != Some("nitf") {
                assert_eq!(read(json!([body])), "The pier stands.", "{kind:?} {role:?}");
            }
        }
    }
}

#[test]
fn an_embargo_is_read_as_in_the_other_formats() {
    for (until, expected, status) in [
        ("2024-10-26T06:00:00+02:00", Some("2024-10-26T04:00:00.000Z"), "usable"),
        ("2024-10-26T06:00:00", Some("2024-10-26T18:00:00.000Z"), "usable"),
        ("2024-10-26", Some("2024-10-26T12:00:00.000Z"), "usable"),
        ("until further notice", None, "withheld"),
        ("", None, "withheld"),
    ] {
        for name in ["embargoed", "embargoedUntil"] {
            let article = read(&json!({"uri": "urn:x", "headlines": [{"value": "Pier"}], name: until}));
            assert_eq!(article.get("embargoedUntil").and_then(Value::as_str), expected, "{name} {until}");
            assert_eq!(article["pubStatus"], status, "{name} {until}");
        }
    }
}
