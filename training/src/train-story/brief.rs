//! Brief pages of marked stories: a headline, a paragraph or a few, and next to nothing beside them.
//!
//! The marked pages are long and full, as the web is; notices of an agency and pages of small sites are neither. In: a
//! marked story. Out: a page that a small site could make of its beginning, and the part of the story on it.

/// A page with the first lines of a story. Which lines and what stands around them comes from the number.
pub(crate) fn brief(story: &str, number: usize) -> Option<(String, String)> {
    let lines: Vec<&str> = story.lines().map(str::trim).filter(|line| line.split_whitespace().count() >= 4).collect();
    let (headline, lines) = lines.split_first()?;
    let headline: String = headline.split_whitespace().take(9).collect::<Vec<_>>().join(" ");
    let kept = lines.get(..(1 + number % 5).min(lines.len())).filter(|kept| !kept.is_empty())?;
    let paragraphs: String = kept.iter().map(|line| format!("<p>{}</p>", escaped(line))).collect();
    let headline = escaped(&headline);
    let (open, close) =
        [("<article>", "</article>"), ("<main>", "</main>"), ("<div class=content>", "</div>"), ("", "")][number % 4];
    let nav = ["", "<nav>Home</nav>", "<nav><a href=/>Home</a> <a href=/news>News</a></nav>"][number % 3];
    let foot = ["", "<footer>© 2024 Example</footer>"][number / 3 % 2];
    let page = format!(
        "<html><head><title>{headline} | Example</title></head><body>{nav}{open}<h1>{headline}</h1>{paragraphs}{close}{foot}</body></html>"
    );
    Some((page, kept.join("\n")))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
