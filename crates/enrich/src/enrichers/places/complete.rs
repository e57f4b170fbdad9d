//! A place of the message completed by what was found: code, GeoNames URI, point. What stands there stays.

use super::gazetteer::Candidate;
use article::Place;
use serde_json::{Map, Value, json};

pub(super) fn complete(place: &mut Place, found: &Candidate, confidence: u8) {
    if place.literal.is_none() {
        place.literal = Some(found.code.to_owned());
    }
    if place.uri.is_none() && !found.id.is_empty() {
        place.uri = Some(format!("https://sws.geonames.org/{}/", found.id));
    }
    let Some((latitude, longitude)) = found.point.filter(|_| place.geo_json.is_none()) else { return };
    let mut properties = Map::new();
    properties.insert("countryCode".to_owned(), found.country.into());
    if !found.feature.is_empty() {
        properties.insert("featureCode".to_owned(), found.feature.into());
    }
    properties.insert("confidence".to_owned(), confidence.into());
    place.geo_json = Some(json!({
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": Value::Object(properties),
    }));
}
