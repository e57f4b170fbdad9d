//! The sitemaps that a site's `robots.txt` names.

use url::Url;

/// Most of them that are looked at.
const MOST: usize = 20;

/// The addresses on its `Sitemap:` lines, relative ones against its own.
pub(super) fn sitemaps_of(robots: &[u8], address: &Url) -> Vec<Url> {
    let text = String::from_utf8_lossy(robots);
    let stated = text.trim_start_matches('\u{feff}').split(['\r', '\n']).filter_map(|line| {
        let (key, value) = line.split_once(':')?;
        // A `#` with nothing before it begins a comment; within an address it does not.
        let value = value.split(" #").next().unwrap_or_default().trim();
        (key.trim().eq_ignore_ascii_case("sitemap") && !value.is_empty()).then_some(value)
    });
    let addresses = stated.filter_map(|value| address.join(value).ok());
    addresses.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host()).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sitemaps_are_named_in_any_letter_case_absolute_or_not() {
        let robots = "\u{feff}SITEMAP : https://a.example/one.xml # news\r\nUser-agent: *\nDisallow: /x\rsitemap:two.xml\n\
                      Sitemap: //b.example/three.xml\nSitemap:\n#Sitemap: /four.xml\nSitemap: ftp://a.example/five.xml\n";
        let address = Url::parse("https://a.example/robots.txt").unwrap();
        let found: Vec<String> = sitemaps_of(robots.as_bytes(), &address).into_iter().map(String::from).collect();
        let expected = ["https://a.example/one.xml", "https://a.example/two.xml", "https://b.example/three.xml"];
        assert_eq!(found, expected);
        assert_eq!(sitemaps_of("Sitemap: /a\n".repeat(100).as_bytes(), &address).len(), MOST);
    }
}
