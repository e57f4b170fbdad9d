//! A `robots.txt` as it concerns us: the groups that name us, else those for all.
//!
//! In: the bytes of the file and our product token. Out: which addresses may be asked for, and how long to wait between
//! two. Lines that say something else, sitemaps among them, are passed over and end no group.

use super::pattern::{Pattern, address};
use std::time::Duration;
use url::Url;

/// How much of a file is read, in bytes: as much as RFC 9309 asks for at least. What stands behind it is not known.
pub(crate) const LONGEST: usize = 500 << 10;

/// Longest `Crawl-delay` that is honoured: others take no longer ones either, and pages wait for each other meanwhile.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// What one host lets us ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    path: Pattern,
    allows: bool,
}

/// The lines of groups that are for somebody.
#[derive(Debug, Default)]
struct Group {
    is_named: bool,
    rules: Rules,
}

impl Rules {
    /// Of a file that may be cut off at [`LONGEST`]. A page of HTML in its place says nothing.
    pub(crate) fn parse(bytes: &[u8], token: &str) -> Self {
        let is_cut = bytes.len() >= LONGEST;
        let text = String::from_utf8_lossy(bytes.get(..LONGEST).unwrap_or(bytes));
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('<') {
            return Self::default();
        }
        // Half a line would be a rule for more than was meant.
        let text = if is_cut { text.rsplit_once(['\r', '\n']).map_or("", |(whole, _)| whole) } else { text };
        let (mut ours, mut for_all) = (Group::default(), Group::default());
        let (mut names_us, mut names_all, mut has_rules) = (false, false, false);
        for line in text.split(['\r', '\n']) {
            let line = line.split_once('#').map_or(line, |(line, _comment)| line);
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim(), value.trim());
            if key.eq_ignore_ascii_case("user-agent") {
                if std::mem::take(&mut has_rules) {
                    (names_us, names_all) = (false, false);
                }
                names_all |= value == "*" || value.starts_with("* ");
                names_us |= !token.is_empty() && product_token(value).eq_ignore_ascii_case(token);
                ours.is_named |= names_us;
                continue;
            }
            let allows = key.eq_ignore_ascii_case("allow");
            if allows || key.eq_ignore_ascii_case("disallow") {
                has_rules = true;
                let rule = || Pattern::parse(value).map(|path| Rule { path, allows });
                ours.rules.rules.extend(names_us.then(rule).flatten());
                for_all.rules.rules.extend(names_all.then(rule).flatten());
            } else if key.eq_ignore_ascii_case("crawl-delay") {
                let delay = delay(value);
                ours.rules.delay = ours.rules.delay.max(delay.filter(|_| names_us));
                for_all.rules.delay = for_all.rules.delay.max(delay.filter(|_| names_all));
            }
        }
        if ours.is_named { ours.rules } else { for_all.rules }
    }

    /// Whether an address may be asked for: the longest rule that holds decides, and of two alike the one that allows.
    pub(crate) fn allow(&self, url: &Url) -> bool {
        if self.rules.is_empty() {
            return true;
        }
        let path = address(url.path(), url.query());
        let holding = self.rules.iter().filter(|rule| rule.path.holds(&path));
        holding.max_by_key(|rule| (rule.path.length(), rule.allows)).is_none_or(|rule| rule.allows)
    }

    /// How long to wait between two requests.
    pub(crate) fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// What it takes in memory, in bytes, roughly.
    pub(super) fn size(&self) -> usize {
        self.rules.iter().map(|rule| 64 + rule.path.length()).sum::<usize>() + 200
    }
}

/// The name that `robots.txt` may have for a user agent: `Dateline` of `Dateline/1.0 (+…)`.
pub(crate) fn product_token(agent: &str) -> &str {
    agent.trim().split(|end: char| end.is_whitespace() || matches!(end, '/' | '*' | '(')).next().unwrap_or_default()
}

/// A `Crawl-delay`: seconds, also with a fraction or their unit behind them.
fn delay(value: &str) -> Option<Duration> {
    let end = value.find(|end: char| !end.is_ascii_digit() && end != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(end)?;
    let is_seconds =
        ["", "s", "sec", "secs", "second", "seconds"].iter().any(|one| unit.trim().eq_ignore_ascii_case(one));
    let seconds: f64 = number.parse().ok().filter(|_| is_seconds)?;
    Some(Duration::try_from_secs_f64(seconds).map_or(LONGEST_DELAY, |delay| delay.min(LONGEST_DELAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(file: &str, path: &str) -> bool {
        let url = Url::parse("https://example.org").unwrap().join(path).unwrap();
        Rules::parse(file.as_bytes(), "Dateline").allow(&url)
    }

    #[test]
    fn the_groups_that_name_us_hold_and_else_those_for_all() {
        let file = "User-agent: *\nDisallow: /\n\nUser-agent: OtherBot\nUSER-AGENT : dateline/2.0 (news)\n\
                    Sitemap: /map.xml\nDisallow: /private # ours\n\nuser-agent: Dateline\rDisallow: /drafts\r\nAllow: /drafts/public";
        for (path, expected) in [
            ("/news", true),
            ("/private/1", false),
            ("/drafts/1", false),
            ("/drafts/public/1", true),
            ("/robots.txt", true),
        ] {
            assert_eq!(allowed(file, path), expected, "{path}");
        }
        assert!(!allowed("User-agent: Datelines\nAllow: /\nUser-agent: *\nDisallow: /", "/news"), "another name");
        assert!(allowed("User-agent: Dateline\nDisallow:\nUser-agent: *\nDisallow: /", "/news"), "an empty rule");
        assert!(allowed("Disallow: /\nUser-agent: Other\nDisallow: /", "/news"), "rules for nobody");
        assert!(!allowed("\u{feff}User-agent: *\nCrawl-delay: 3\nUser-agent: x\nDisallow: /", "/news"), "one group");
    }

    #[test]
    fn the_longest_rule_decides_and_of_two_alike_the_one_that_allows() {
        let all = |rules: &str| format!("User-agent: *\n{rules}");
        assert!(allowed(&all("Disallow: /\nAllow: /news"), "/news/1"));
        assert!(!allowed(&all("Allow: /\nDisallow: /news"), "/news/1"));
        assert!(allowed(&all("Disallow: /news\nAllow: /news"), "/news/1"));
        assert!(!allowed(&all("Allow: /n*\nDisallow: /*.html$"), "/news.html"));
    }

    #[test]
    fn a_page_and_rubbish_are_no_rules() {
        for file in [
            "<!doctype html><pre>\nUser-agent: *\nDisallow: /\n</pre>",
            "\u{feff}\n <html>\nUser-agent: *\nDisallow: /",
            "",
            "\0\0\0",
            "User-agent *\nDisallow /",
        ] {
            assert!(allowed(file, "/news"), "{file}");
        }
        assert!(
            Rules::parse(b"User-agent: *\nDisallow: /\xff", "Dateline").allow(&"http://a.example/".parse().unwrap())
        );
    }

    #[test]
    fn a_file_that_is_too_long_ends_with_its_last_whole_line() {
        let mut file = b"User-agent: *\nDisallow: /private\n".to_vec();
        file.resize(LONGEST - 11, b'#');
        file.extend(b"\nDisallow: /news-archive\nDisallow: /");
        let url = |path: &str| Url::parse("https://example.org").unwrap().join(path).unwrap();
        let rules = Rules::parse(&file, "Dateline");
        assert!(!rules.allow(&url("/private")) && rules.allow(&url("/news-archive")) && rules.allow(&url("/a")));
    }

    #[test]
    fn a_delay_is_read_with_its_unit_and_within_bounds() {
        let seconds = |value: &str| {
            let file = format!("User-agent: *\nCrawl-delay: {value}\n");
            Rules::parse(file.as_bytes(), "Dateline").delay().map(|delay| delay.as_secs_f64())
        };
        for (value, expected) in [
            ("10", Some(10.0)),
            ("10s", Some(10.0)),
            ("2.5 seconds", Some(2.5)),
            ("0", Some(0.0)),
            ("86400", Some(30.0)),
            ("99999999999999999999999999", Some(30.0)),
            ("10 minutes", None),
            ("-1", None),
            ("1.2.3", None),
            ("", None),
        ] {
            assert_eq!(seconds(value), expected, "{value}");
        }
    }

    #[test]
    fn a_product_token_is_a_name_alone() {
        for (agent, token) in [("Dateline/0.1.0 (+me@example.org)", "Dateline"), ("my-news bot", "my-news"), ("/1", "")]
        {
            assert_eq!(product_token(agent), token, "{agent}");
        }
    }
}
