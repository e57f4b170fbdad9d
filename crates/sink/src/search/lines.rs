//! Lines for people: what every way of showing something needs.

/// Shown beneath the first line of something.
pub(super) const INDENT: &str = "    ";

/// In one line, without what could steer a terminal.
pub(super) fn line(text: &str) -> String {
    article::printable(&article::collapse_white_space(text))
}

/// Words of one line in lines no wider than `width` characters, where words allow.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let characters = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + characters <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + characters;
            }
            Some(_) | None => {
                lines.push(word.to_owned());
                length = characters;
            }
        }
    }
    lines
}
