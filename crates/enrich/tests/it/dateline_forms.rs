//! Filing lines as news agencies and papers around the world print them, each before two of several stories, and
//! beginnings of texts that are none.
//!
//! `forms/datelines.tsv`: the line as printed (`\n` is a line break), place, agencies with `;` between them, date; `*` is
//! not looked at. `forms/no_datelines.txt`: a beginning a line. The forms are facts; the sentences are invented.

use crate::read::read;
use article::Dateline;

/// What may follow a dateline: names, figures, quotations, asides.
const STORIES: &[&str] = &[
    "The council said on Tuesday that the bridge would open to traffic again in spring.",
    "Five people were killed and 12 hurt when a bus fell into a river, police said.",
    "President Ann Example has signed the bill into law, her office said on Tuesday.",
    "“We will open the bridge in spring,” the minister told reporters.",
    "A 34-year-old man was held after a fire at the market - the third this year - left two people dead.",
];

const REST: &str = "\n\nThe mayor said that the work had taken more than nine years because of the floods.";

fn dateline(body: &str) -> Option<Dateline> {
    read(body).enriched().enrichment.dateline
}

/// Words in lower case: how a place is capitalised is another test's.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn differs(expected: &str, found: &str) -> bool {
    expected != "*" && words(expected) != words(found)
}

#[test]
fn filing_lines_of_the_world_are_read() {
    let mut wrong = Vec::new();
    let rows = include_str!("../forms/datelines.tsv").lines().filter(|row| !row.starts_with('#'));
    for (number, row) in rows.enumerate() {
        let [printed, place, agencies, date] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four fields: {row}");
        };
        let printed = printed.replace("\\n", "\n");
        for story in STORIES.iter().cycle().skip(number).take(2) {
            let Some(found) = dateline(&format!("{printed}{story}{REST}")) else {
                wrong.push(format!("{printed:?} is not read before {story:?}"));
                continue;
            };
            let city = found.place.as_ref().map_or("", |place| &place.name);
            let on = found.date.as_deref().unwrap_or_default();
            if differs(place, city) || differs(agencies, &found.agencies.join(";")) || (!date.is_empty() && date != on)
            {
                wrong.push(format!("{printed:?}: {city:?} {:?} {on:?}", found.agencies));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_beginnings_are_no_filing_lines() {
    let beginnings = include_str!("../forms/no_datelines.txt").lines().filter(|line| !line.starts_with('#'));
    let cut = beginnings.filter_map(|line| Some((line, dateline(&format!("{line}\n\n{}{REST}", STORIES[0]))?.text)));
    let cut: Vec<_> = cut.collect();
    assert!(cut.is_empty(), "{cut:#?}");
}
