//! Which of the names of a dateline are agencies, which the place, which the regions around it.

use super::line::{Line, Name, Sure};
use super::outlets::{Site, outlet};
use super::{agencies, place_names};

/// Sorts them into the line.
pub(super) fn sort_names(names: Vec<Name>, site: &Site, line: &mut Line) {
    let alone = names.len() == 1 && line.agencies.is_empty();
    let mut places: Vec<String> = Vec::new();
    let mut printed: Vec<String> = Vec::new();
    for Name { text: name, slashed, behind_date } in names {
        let sure = agencies::is_sure(&name) || agencies::is_site(&name);
        let behind_place = !places.is_empty();
        let accompanied = !alone && (line.dated || behind_place);
        let named_so = behind_place && name.contains(' ') && agencies::looks_like_one(&name);
        let filed_by = behind_date && behind_place && !place_names::is_region(&name) && !place_names::is_city(&name);
        let twin = slashed && !behind_place && !printed.is_empty() && agencies::is_initials(&name);
        let own = outlet(&name, site);
        line.bracketed |= filed_by;
        if sure || named_so || filed_by || twin || (accompanied && agencies::is_known(&name)) {
            printed.push(name);
        } else if let Some((own, certain)) = own {
            printed.push(own.to_owned());
            line.outlet = line.outlet.max(Some(if certain { Sure::Certain } else { Sure::Likely }));
        } else if line.outlet.is_some() && name.contains(' ') && !place_names::is_known(&name) && line.dated {
            // `Example News / Another Magazine, 5 May`
            printed.push(name);
        } else if let Some(city) = places.last_mut().filter(|_| slashed && !place_names::is_region_only(&name)) {
            // `NEW YORK/LONDON`: it was filed in both.
            city.push('/');
            city.push_str(&name);
        } else {
            places.push(name);
        }
    }
    line.agencies.splice(0..0, printed);
    if places.is_empty() {
        return;
    }
    // `Egypt, Cairo` names the country first.
    let country_first = places.first().is_some_and(|name| place_names::is_country(name) && !place_names::is_city(name))
        && places.get(1).is_some_and(|name| !place_names::is_region(name));
    let city = places.remove(usize::from(country_first));
    line.place = Some(city);
    line.regions.splice(0..0, places);
    // `Keta (VR), Oct 12, GNA -`: initials in brackets behind the place, where an agency stands elsewhere.
    if line.agencies.len() > 1 && line.agencies.iter().any(|agency| agencies::is_known(agency)) {
        let short = |name: &String| name.chars().count() <= 2 && !agencies::is_known(name);
        let (regions, agencies): (Vec<_>, Vec<_>) = line.agencies.drain(..).partition(short);
        line.regions.extend(regions);
        line.agencies = agencies;
    }
}
