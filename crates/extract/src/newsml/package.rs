//! A package: which items belong together, each of which comes by itself.

use super::concept::word_of_attribute;
use super::item_meta::association;
use crate::item::properties::Properties;
use crate::xml::element::Element;

/// Reads the groups of a package.
pub(super) fn read(element: &Element<'_>, item: &mut Properties) {
    item.replace("type", "composite");
    let groups = element.named("groupSet").flat_map(|set| set.named("group"));
    let mut count = 0;
    for group in groups {
        let role = word_of_attribute(group, "role");
        for reference in group.named("itemRef") {
            let [href, residref] = ["href", "residref"].map(|name| reference.attribute(name));
            let Some(target) = residref.or_else(|| href.clone()) else { continue };
            let Some(mut entry) = association(reference, format!("item {}", count + 1), target, href) else { continue };
            count += 1;
            entry.extend(role.clone().map(|role| ("rel".to_owned(), role.into())));
            item.add("associations", entry.into());
        }
    }
}
