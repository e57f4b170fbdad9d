//! Rules whose durations are shorter: expressions, thresholds and labels stay what they are.

/// How many times shorter.
pub const PACE: u64 = 30;

/// The rules of a file with every duration divided by [`PACE`]: windows (`[10m]`), `offset 30m`, `for: 5m`. What stands in
/// annotations and behind a letter or a colon, as in the name of a series, is none.
pub fn quickened(rules: &str) -> String {
    let mut quick = String::with_capacity(rules.len());
    let mut is_prose = false;
    for line in rules.split_inclusive('\n') {
        let begins = line.trim_start();
        if begins.starts_with("annotations:") {
            is_prose = true;
        } else if begins.starts_with("- ") {
            is_prose = false;
        }
        if is_prose || begins.starts_with('#') {
            quick.push_str(line);
        } else {
            quicken(line, &mut quick);
        }
    }
    quick
}

fn quicken(line: &str, quick: &mut String) {
    let mut rest = line;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let is_apart = !before.is_alphanumeric() && before != '_' && before != ':' && before != '.';
        let unit = after.chars().next().filter(|_| !after.chars().nth(1).is_some_and(char::is_alphanumeric));
        let seconds = match unit {
            Some('s') => Some(1),
            Some('m') => Some(60),
            Some('h') => Some(3_600),
            _ => None,
        };
        let taken = match (number.parse::<u64>(), seconds) {
            (Ok(number), Some(seconds)) if is_apart => {
                quick.push_str(&format!("{}ms", number * seconds * 1_000 / PACE));
                digits + 1
            }
            _ => {
                let taken = digits.max(first.len_utf8());
                quick.push_str(rest.get(..taken).unwrap_or_default());
                taken
            }
        };
        (before, rest) = (
            rest.get(..taken).and_then(|text| text.chars().last()).unwrap_or(' '),
            rest.get(taken..).unwrap_or_default(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_shorter_and_nothing_else_changes() {
        for (own, quick) in [
            (
                "        expr: rate(dateline_x_total[10m]) > 0.1\n",
                "        expr: rate(dateline_x_total[20000ms]) > 0.1\n",
            ),
            ("        for: 2m\n", "        for: 4000ms\n"),
            ("  x offset 30m\n", "  x offset 60000ms\n"),
            ("  - record: stage:x:30m\n", "  - record: stage:x:30m\n"),
            ("  stage:x:30m{stage=\"enrich\"} > 300\n", "  stage:x:30m{stage=\"enrich\"} > 300\n"),
            ("  increase(x[1h])\n", "  increase(x[120000ms])\n"),
            ("  median15m p95\n", "  median15m p95\n"),
            (
                "        annotations:\n          summary: after 5m\n",
                "        annotations:\n          summary: after 5m\n",
            ),
            ("# for 10m\n", "# for 10m\n"),
        ] {
            assert_eq!(quickened(own), quick);
        }
    }
}
