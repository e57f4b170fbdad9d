//! The dates a text speaks of, normalised against the day of writing.

use crate::read::received;
use article::{DateFrom, DateRole, Precision, StatedDate};
use proptest::prelude::*;

/// A year after the texts: nothing they announce is too far ahead.
const RECEIVED: &str = "2025-12-24T14:00:00Z";

/// English all through, so that a phrase alone does not leave the language open.
const AROUND: &str = "The council of the harbour town said that the old bridge would be closed for most of the winter, \
because the engineers had found cracks in two of its piers and did not want to take any risk with the traffic.";

fn mentioned(body: &str, published: Option<&str>) -> Vec<StatedDate> {
    let story = received(RECEIVED, format!("{body}\n\n{AROUND}"));
    let story = match published {
        Some(day) => story.published(day),
        None => story,
    };
    let enriched = story.enriched();
    enriched.enrichment.dates.into_iter().filter(|date| date.role == DateRole::Mentioned).collect()
}

/// Written on Thursday, 24 October 2024: the text and what is found, as `words = value`, stretches with `..`.
const CASES: &[(&str, &[&str])] = &[
    ("The mayor spoke on Thursday.", &["Thursday = 2024-10-24"]),
    ("The bridge was closed on Monday.", &["Monday = 2024-10-21"]),
    ("The court will hear the case on Monday.", &["Monday = 2024-10-28"]),
    ("The team lost last Friday.", &["last Friday = 2024-10-18"]),
    ("They will meet next Tuesday.", &["next Tuesday = 2024-10-29"]),
    ("The harbour opened yesterday.", &["yesterday = 2024-10-23"]),
    ("A vote will follow tomorrow.", &["tomorrow = 2024-10-25"]),
    ("Prices rose last month.", &["last month = 2024-09"]),
    ("Prices will rise next month.", &["next month = 2024-11"]),
    ("The law was passed last year.", &["last year = 2023"]),
    ("It was founded in 1998.", &["1998 = 1998"]),
    ("It happened two days ago.", &["two days ago = 2024-10-22"]),
    ("She resigned on October 3.", &["October 3 = 2024-10-03"]),
    ("She resigned on Oct. 3, 2023.", &["Oct. 3, 2023 = 2023-10-03"]),
    ("He arrived on 24th Oct, 2022.", &["24th Oct, 2022 = 2022-10-24"]),
    ("He arrived on 5 March 2021 by ship.", &["5 March 2021 = 2021-03-05"]),
    ("On Tuesday, October 22, the ferry sank.", &["Tuesday, October 22 = 2024-10-22"]),
    ("The school opened in September 2019.", &["September 2019 = 2019-09"]),
    ("Exports grew in the first quarter of 2024.", &["first quarter of 2024 = 2024-01..2024-03"]),
    ("The port was built in the 1960s.", &["1960s = 1960..1969"]),
    ("Rain fell last week.", &["last week = 2024-10-14..2024-10-20"]),
    // What is announced lies ahead, in the passive too.
    ("The bridge will be reopened on Monday.", &["Monday = 2024-10-28"]),
    ("The new map would be formally shown on Tuesday.", &["Tuesday = 2024-10-29"]),
    ("The list is to be printed on Friday.", &["Friday = 2024-10-25"]),
    ("The cargo is expected to be unloaded on Wednesday.", &["Wednesday = 2024-10-30"]),
    ("The clerk announced a sale to be held on Sunday.", &["Sunday = 2024-10-27"]),
    ("The ice rink will be flooded in May and drained by students in August.", &["May = 2025-05", "August = 2025-08"]),
    ("The concert was postponed until Sunday because of rain.", &["Sunday = 2024-10-27"]),
    ("The league moved the match to Monday.", &["Monday = 2024-10-28"]),
    ("Tickets go on sale on Monday.", &["Monday = 2024-10-28"]),
    ("The former mayor goes on trial on Tuesday.", &["Tuesday = 2024-10-29"]),
    ("Islanders go to the polls on Sunday.", &["Sunday = 2024-10-27"]),
    // So does what stands in a timetable, though it is told in the present.
    ("The last boat of the summer sails on Saturday.", &["Saturday = 2024-10-26"]),
    ("The comedy premieres on Monday in the old theatre.", &["Monday = 2024-10-28"]),
    ("Lifts open on Saturday above the village.", &["Saturday = 2024-10-26"]),
    ("The quartet is performing in the barn on Sunday.", &["Sunday = 2024-10-27"]),
    ("Both sides agreed to talk again on Tuesday.", &["Tuesday = 2024-10-29"]),
    ("Owners have until Monday to lodge a claim.", &["Monday = 2024-10-28"]),
    ("Seats are on sale from Monday.", &["Monday = 2024-10-28"]),
    ("The second volume comes out on Tuesday.", &["Tuesday = 2024-10-29"]),
    ("The ban comes into force in December.", &["December = 2024-12"]),
    ("Rovers host Albion on Saturday.", &["Saturday = 2024-10-26"]),
    ("Fog is forecast for Sunday.", &["Sunday = 2024-10-27"]),
    ("The statues are being flown to Rome on Friday.", &["Friday = 2024-10-25"]),
    ("Islanders head to the polls on Sunday.", &["Sunday = 2024-10-27"]),
    // What has been done does not.
    ("The road was closed from Monday because of rain.", &["Monday = 2024-10-21"]),
    ("The last boat of the summer sailed on Saturday.", &["Saturday = 2024-10-19"]),
    ("Both sides agreed to a truce on Tuesday.", &["Tuesday = 2024-10-22"]),
    ("After the open on Monday shares fell.", &["Monday = 2024-10-21"]),
    ("The concert was postponed on Sunday because of rain.", &["Sunday = 2024-10-20"]),
    ("The bridge had been reopened on Monday.", &["Monday = 2024-10-21"]),
    ("He is believed to be buried there since Sunday.", &["Sunday = 2024-10-20"]),
    ("The children did not go to school on Monday.", &["Monday = 2024-10-21"]),
    // No dates.
    ("Some 2000 people came, and 1998 votes were counted.", &[]),
    ("They may march on Downing Street.", &[]),
    ("The Sunday Times reported it.", &[]),
    ("The score was 3-2 and the bill 19.99 dollars.", &[]),
];

#[test]
fn dates_are_counted_from_the_day_of_writing() {
    for (text, expected) in CASES {
        let found = mentioned(text, Some("2024-10-24"));
        let shown: Vec<String> = found
            .iter()
            .map(|date| {
                let until = date.until.as_deref();
                let until = until.map(|until| format!("..{until}")).unwrap_or_default();
                format!("{} = {}{until}", date.text.as_deref().unwrap(), date.value)
            })
            .collect();
        assert_eq!(shown, *expected, "{text}");
    }
}

#[test]
fn without_a_day_of_writing_only_whole_dates_are_dates() {
    assert!(mentioned("The mayor spoke on Thursday and last month.", None).is_empty());
    let found = mentioned("The mayor spoke on 5 March 2021 and on Thursday.", None);
    assert_eq!(found.iter().map(|date| date.value.as_str()).collect::<Vec<_>>(), ["2021-03-05"]);
}

#[test]
fn no_date_is_later_than_the_day_after_receipt() {
    assert!(mentioned("The bridge will open on 1 March 2031.", Some("2024-10-24")).is_empty());
}

#[test]
fn a_mention_says_its_words_and_where_they_stand() {
    let found = mentioned("Überall schneite es: the snow fell on 3 May 2021.", None);
    let date = &found[0];
    let span = date.span.unwrap();
    assert_eq!((date.text.as_deref(), span.start, span.end), (Some("3 May 2021"), 38, 48));
    assert_eq!((date.from, date.precision), (DateFrom::Text, Precision::Day));
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_printed_form_of_a_day_means_that_day(year in 1900_i32..2025, month in 1_usize..=12, day in 1_u32..=28, form in 0_usize..5) {
        let name = MONTHS[month - 1];
        let printed = match form {
            0 => format!("{day} {name} {year}"),
            1 => format!("{name} {day}, {year}"),
            2 => format!("{day:02} {}, {year}", name.get(..3).unwrap()),
            3 => format!("{year:04}-{month:02}-{day:02}"),
            _ => format!("{} {day}, {year}", name.get(..3).unwrap()),
        };
        let found = mentioned(&format!("The old bridge was opened on {printed} by the mayor."), None);
        prop_assert_eq!(found.len(), 1, "{}", printed);
        prop_assert_eq!(&found[0].value, &format!("{year:04}-{month:02}-{day:02}"));
    }
}
