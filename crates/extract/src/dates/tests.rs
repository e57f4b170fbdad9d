//! What the reader of dates makes of the ways in which dates are stated and printed.

use super::printed::{first_date, printed_dates, shown_order};
use super::setting::{NumberOrder, Setting};
use super::value::IsoDate;
use article::{DateFrom, DateRole, Precision, Timestamp};

/// A document in this language.
fn of(tag: &str) -> Setting {
    Setting::of(NumberOrder::DayFirst, &[Some(tag).filter(|tag| !tag.is_empty())], None)
}

fn stated(text: &str, tag: &str) -> Option<String> {
    IsoDate::read(text, &of(tag)).map(|date| date.value)
}

fn printed(text: &str, tag: &str) -> Option<String> {
    first_date(text, &of(tag)).map(|date| date.value)
}

#[test]
fn a_stated_date_keeps_its_precision_and_its_offset() {
    for (text, value, precision) in [
        ("2024-10-24T14:02:11Z", "2024-10-24T14:02:11Z", Precision::Second),
        ("2024-10-24T14:02:11.123+05:00", "2024-10-24T14:02:11+05:00", Precision::Second),
        ("2024-10-24 14:02 -0330", "2024-10-24T14:02-03:30", Precision::Minute),
        ("2024-10-24T14:02:11", "2024-10-24T14:02:11", Precision::Second),
        ("20241024T140211Z", "2024-10-24T14:02:11Z", Precision::Second),
        ("20241024T1402+0200", "2024-10-24T14:02+02:00", Precision::Minute),
        ("20241024", "2024-10-24", Precision::Day),
        ("2024/10/24", "2024-10-24", Precision::Day),
        ("2024-10", "2024-10", Precision::Month),
        ("2024", "2024", Precision::Year),
        ("2024-10-24T14:02:60Z", "2024-10-24T14:02:59Z", Precision::Second),
        ("Thu, 24 Oct 2024 14:02:11 GMT", "2024-10-24T14:02:11Z", Precision::Second),
        ("24 Oct 24 14:02 EST", "2024-10-24T14:02-05:00", Precision::Minute),
        ("24th October 2024", "2024-10-24", Precision::Day),
    ] {
        let date = IsoDate::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((date.value.as_str(), date.precision), (value, precision), "{text}");
        assert_eq!(IsoDate::parse(value).unwrap(), date, "{text}");
    }
}

#[test]
fn what_is_no_date_gives_none() {
    for text in [
        "",
        "yesterday",
        "2024-13-01",
        "2024-02-30",
        "12345",
        "1970-01-01T00:00:00Z",
        "0001-01-01",
        "24/10/24",
        "10/11/24",
        "soon 24",
        "0000-00-00",
        "Thu, 32 Oct 2024",
        "1",
        "12345678901234567890",
        "14:02",
    ] {
        assert_eq!(IsoDate::parse(text), None, "{text}");
    }
    assert_eq!(IsoDate::iso_day("24.10.2024"), None);
}

#[test]
fn the_names_of_a_standard_may_be_in_any_language() {
    for (text, expected) in [
        ("Do, 24 Okt 2024 09:30:00 +0200", "2024-10-24T09:30:00+02:00"),
        ("jeu., 24 oct. 2024 09:30:00 +0200", "2024-10-24T09:30:00+02:00"),
        ("mié, 01 ene 2025 09:30:00 -0300", "2025-01-01T09:30:00-03:00"),
        ("Чт, 24 окт 2024 09:30:00 +0300", "2024-10-24T09:30:00+03:00"),
        ("чт, 23 трав 2024 09:30:00 +0300", "2024-05-23T09:30:00+03:00"),
        ("czw., 24 paź 2024 09:30:00 +0200", "2024-10-24T09:30:00+02:00"),
        ("Per, 01 Ağu 2024 09:30:00 +0300", "2024-08-01T09:30:00+03:00"),
        ("čt, 12 pro 2024 09:30:00 +0100", "2024-12-12T09:30:00+01:00"),
        ("gio, 02 gen 2025 09:30:00 +0100", "2025-01-02T09:30:00+01:00"),
        ("qui, 06 fev 2025 09:30:00 -0300", "2025-02-06T09:30:00-03:00"),
        ("to, 24 loka 2024 09:30:00 +0300", "2024-10-24T09:30:00+03:00"),
        ("Πεμ, 24 Οκτ 2024 09:30:00 +0300", "2024-10-24T09:30:00+03:00"),
        ("Kam, 24 Okt 2024 09:30:00 +0700", "2024-10-24T09:30:00+07:00"),
        ("木, 24 10月 2024 09:30:00 +0900", "2024-10-24T09:30:00+09:00"),
        ("목, 24 10월 2024 09:30:00 +0900", "2024-10-24T09:30:00+09:00"),
    ] {
        assert_eq!(stated(text, "").as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn dates_of_programs_and_of_no_standard_are_read() {
    for (text, expected) in [
        ("Thu Oct 24 09:30:00 PDT 2024", "2024-10-24T09:30:00-07:00"),
        ("Thu Oct 24 09:30:00 2024", "2024-10-24T09:30:00"),
        ("Thu Oct 24 09:30:00 CST 2024", "2024-10-24T09:30:00"),
        ("Thu Oct 24 2024 09:30:00 GMT+0530 (India Standard Time)", "2024-10-24T09:30:00+05:30"),
        ("2024-10-24T09:30:00+02:00[Europe/Berlin]", "2024-10-24T09:30:00+02:00"),
        ("2024-10-24T09:30:00Z[UTC]", "2024-10-24T09:30:00Z"),
        ("2024-10-24 09:30:00 +0000 UTC", "2024-10-24T09:30:00Z"),
        ("2024-10-24 09:30:00.123456+00", "2024-10-24T09:30:00Z"),
        ("Thu, 24 Oct 2024 09:30:00 +0200 (CEST)", "2024-10-24T09:30:00+02:00"),
        ("Thursday, October 24, 2024 - 9:30pm", "2024-10-24T21:30"),
        ("Oct. 24, 2024 at 2:02 PM", "2024-10-24T14:02"),
        ("24-Oct-2024 09:30:00", "2024-10-24T09:30:00"),
        ("24-Oct-24 09:30", "2024-10-24T09:30"),
        ("24.10.2024 09:30", "2024-10-24T09:30"),
        ("24. Oktober 2024 09:30:11 +02:00", "2024-10-24T09:30:11+02:00"),
        ("10/24/2024 9:30:00 PM", "2024-10-24T21:30:00"),
        ("10/24/2024 12:05:00 AM", "2024-10-24T00:05:00"),
        ("Thu Oct 24 2024 12:30:00 PM", "2024-10-24T12:30:00"),
        ("2024-10-24T9:30:00 JST", "2024-10-24T09:30:00+09:00"),
        ("1729762200", "2024-10-24T09:30:00Z"),
        ("1729762200123", "2024-10-24T09:30:00Z"),
    ] {
        assert_eq!(stated(text, "").as_deref(), Some(expected), "{text}");
    }
    let american = Setting { order: NumberOrder::MonthFirst, ..Setting::default() };
    let read = |text| IsoDate::read(text, &american).map(|date| date.value);
    assert_eq!(read("3/4/2024 11:30:05 PM").as_deref(), Some("2024-03-04T23:30:05"));
}

#[test]
fn the_end_of_a_day_is_the_beginning_of_the_next() {
    for (text, expected) in [
        ("2024-02-28T24:00:00Z", "2024-02-29T00:00:00Z"),
        ("2024-12-31T24:00+01:00", "2025-01-01T00:00+01:00"),
        ("Thu, 31 Oct 2024 24:00:00 -0500", "2024-11-01T00:00:00-05:00"),
        ("2024-10-24T24:01:00Z", "2024-10-24"),
    ] {
        assert_eq!(stated(text, "").as_deref(), Some(expected), "{text}");
    }
    assert_eq!(printed("24. Oktober 2024, 24:00 Uhr", "de").as_deref(), Some("2024-10-25T00:00"));
}

#[test]
fn a_zone_of_several_meanings_is_that_of_the_country() {
    for (text, tag, expected) in [
        ("Thu, 24 Oct 2024 09:30:00 IST", "", "2024-10-24T09:30:00"),
        ("Thu, 24 Oct 2024 09:30:00 IST", "en-IN", "2024-10-24T09:30:00+05:30"),
        ("Thu, 24 Oct 2024 09:30:00 IST", "hi", "2024-10-24T09:30:00+05:30"),
        ("Thu, 24 Oct 2024 09:30:00 IST", "en-IE", "2024-10-24T09:30:00+01:00"),
        ("Thu, 24 Oct 2024 09:30:00 IST", "he-IL", "2024-10-24T09:30:00+02:00"),
        ("Thu, 20 Jun 2024 09:30:00 BST", "en-GB", "2024-06-20T09:30:00+01:00"),
        ("Thu, 20 Jun 2024 09:30:00 BST", "bn-BD", "2024-06-20T09:30:00+06:00"),
        ("Thu, 20 Jun 2024 09:30:00 BST", "en", "2024-06-20T09:30:00"),
        ("Thu, 24 Oct 2024 09:30:00 CST", "", "2024-10-24T09:30:00-06:00"),
        ("Thu, 24 Oct 2024 09:30:00 CST", "zh-CN", "2024-10-24T09:30:00+08:00"),
        ("Thu, 24 Oct 2024 09:30:00 EST", "en-AU", "2024-10-24T09:30:00+10:00"),
        ("Thu, 24 Oct 2024 09:30:00 AST", "ar-SA", "2024-10-24T09:30:00+03:00"),
        ("Thu, 24 Oct 2024 09:30:00 MYT", "", "2024-10-24T09:30:00+08:00"),
        ("Thu, 24 Oct 2024 09:30:00 ET", "", "2024-10-24T09:30:00-04:00"),
        ("Sun, 24 Nov 2024 09:30:00 ET", "", "2024-11-24T09:30:00-05:00"),
        ("Sun, 24 Nov 2024 09:30:00 PT", "", "2024-11-24T09:30:00-08:00"),
    ] {
        assert_eq!(stated(text, tag).as_deref(), Some(expected), "{text} {tag}");
    }
}

#[test]
fn printed_times_keep_seconds_and_zone() {
    for (text, tag, expected) in [
        ("Published 24 October 2024 at 14:02 GMT", "en", "2024-10-24T14:02Z"),
        ("Posted: Oct 24, 2024, 2:02 p.m. EDT", "en", "2024-10-24T14:02-04:00"),
        ("24 Oct 2024 14:02:11 CEST", "en", "2024-10-24T14:02:11+02:00"),
        ("24. Oktober 2024, 14.02 Uhr MESZ", "de", "2024-10-24T14:02+02:00"),
        ("2024-10-24 14:02 UTC", "en", "2024-10-24T14:02Z"),
        ("Oct 24, 2024 14:02 (GMT+8)", "en", "2024-10-24T14:02+08:00"),
        ("24/10/2024 | 14:02 (UTC +05:30)", "en", "2024-10-24T14:02+05:30"),
        ("2024-10-24 14:02:11 +0000", "en", "2024-10-24T14:02:11Z"),
        ("on 2024-10-24T14:02:11-03:00 by Ann", "en", "2024-10-24T14:02:11-03:00"),
        ("Kamis, 24 Oktober 2024 14.02 WIB", "id", "2024-10-24T14:02+07:00"),
        ("24.10.2024 14:02 МСК", "ru", "2024-10-24T14:02+03:00"),
        ("2024年10月24日 14時02分 JST", "ja", "2024-10-24T14:02+09:00"),
        ("Updated Oct 24, 2024 2:02 PM Eastern Time", "en", "2024-10-24T14:02-04:00"),
        ("14:02 BRT, 24 de outubro de 2024", "pt-BR", "2024-10-24T14:02-03:00"),
        ("October 24, 2024 11:30 pm IST", "en-IN", "2024-10-24T23:30+05:30"),
        ("October 24, 2024 11:30 pm IST (GMT+5:30)", "en", "2024-10-24T23:30+05:30"),
        ("24 October 2024 14:02 IST", "en", "2024-10-24T14:02"),
        ("24 octobre 2024 à 14:02 et mis à jour", "fr", "2024-10-24T14:02"),
        ("24 OCT 2024 14:02 ART AND DESIGN", "en", "2024-10-24T14:02"),
        ("24 October 2024, 10:00-11:00", "en", "2024-10-24T10:00"),
        ("24 October 2024, 10:00 -0200", "en", "2024-10-24T10:00-02:00"),
        ("24 October 2024, noon ET", "en", "2024-10-24T12:00-04:00"),
        ("24 October 2024, 12 midnight NZDT", "en", "2024-10-24T00:00+13:00"),
        ("24 October 2024, 12 a.m.", "en", "2024-10-24T00:00"),
        ("24 October 2024, 12 p.m.", "en", "2024-10-24T12:00"),
        ("24 October 2024 · 3 h ago", "en", "2024-10-24"),
        ("24 October 2024 · 4 min read", "en", "2024-10-24"),
        ("24.10.2024, 3.50 Euro", "de", "2024-10-24"),
        ("24.10.2024, 12.50 €", "de", "2024-10-24"),
    ] {
        assert_eq!(printed(text, tag).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn a_number_is_a_time_where_something_speaks_for_it() {
    for (text, tag, expected) in [
        ("24.10.2024 klo 14.02", "fi", "2024-10-24T14:02"),
        ("24 oktober 2024 kl. 14.02", "sv", "2024-10-24T14:02"),
        ("24 oktober 2024 om 14.02 uur", "nl", "2024-10-24T14:02"),
        ("24 ottobre 2024 alle ore 9.02", "it", "2024-10-24T09:02"),
        ("24.10.2024 14.02", "da", "2024-10-24T14:02"),
        ("24 października 2024, godz. 14.02", "pl", "2024-10-24T14:02"),
        ("Publié le 24 octobre 2024 à 14h02", "fr", "2024-10-24T14:02"),
        ("24 octobre 2024 à 14 h 02", "fr", "2024-10-24T14:02"),
        ("24 de outubro de 2024 às 14h", "pt", "2024-10-24T14:00"),
        ("24. Oktober 2024, 14 Uhr", "de", "2024-10-24T14:00"),
        ("24 d’octubre de 2024 a les 14:02", "ca", "2024-10-24T14:02"),
        ("24 ต.ค. 67 14.02 น.", "th", "2024-10-24T14:02"),
        ("24 ต.ค. 67 เวลา 14:02 น.", "th", "2024-10-24T14:02"),
        ("24/10/2024 14:02h", "es", "2024-10-24T14:02"),
        ("24 de octubre de 2024, 2:02 p. m.", "es", "2024-10-24T14:02"),
        ("24 Οκτωβρίου 2024, 2:02 μ.μ.", "el", "2024-10-24T14:02"),
        ("24 أكتوبر 2024 - 2:02 م", "ar", "2024-10-24T14:02"),
        ("2024. október 24. 14:02", "hu", "2024-10-24T14:02"),
        ("2024. 10. 24., 14:02", "hu", "2024-10-24T14:02"),
        ("24 октября 2024 г. в 14:02", "ru", "2024-10-24T14:02"),
        ("14:02, 24 жовтня 2024", "uk", "2024-10-24T14:02"),
        ("24 Ekim 2024 Perşembe 14:02", "tr", "2024-10-24T14:02"),
        ("24. října 2024 ve 14:02", "cs", "2024-10-24T14:02"),
        ("24. studenoga 2024. u 14:02", "hr", "2024-11-24T14:02"),
        ("24. listopada 2024. u 14:02", "hr", "2024-10-24T14:02"),
        ("24 octombrie 2024, ora 14:02", "ro", "2024-10-24T14:02"),
        ("2024년 10월 24일 오후 2:02", "ko", "2024-10-24T14:02"),
        ("2024.10.24(목) 오전 11시 30분", "ko", "2024-10-24T11:30"),
        ("2024年10月24日（木）午後2時2分", "ja", "2024-10-24T14:02"),
        ("2024年10月24日 星期四 下午2:02", "zh", "2024-10-24T14:02"),
        ("2024年10月24日晚上9点30分", "zh", "2024-10-24T21:30"),
        ("24 tháng 10, 2024 14:02", "vi", "2024-10-24T14:02"),
        ("14:02 24/10/2024", "vi", "2024-10-24T14:02"),
        ("24 अक्टूबर 2024, 2:02 PM", "hi", "2024-10-24T14:02"),
        ("چهارشنبه ۳ آبان ۱۴۰۳ - ۱۴:۰۲", "fa", "2024-10-24T14:02"),
        ("24\u{202f}octobre\u{a0}2024 14:02\u{202f}", "fr", "2024-10-24T14:02"),
        ("24 Oct ’24, 2.02pm", "en", "2024-10-24T14:02"),
    ] {
        assert_eq!(printed(text, tag).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn printed_days_are_read_as_readers_read_them() {
    for (text, expected) in [
        ("Stand: 24.10.24", "2024-10-24"),
        ("Publié le 1er août 2024", "2024-08-01"),
        ("24 de octubre de 2024", "2024-10-24"),
        ("24 d’octubre del 2024", "2024-10-24"),
        ("24 октября 2024", "2024-10-24"),
        ("24-го октября 2024", "2024-10-24"),
        ("24th of October 2024", "2024-10-24"),
        ("24-Oct-2024", "2024-10-24"),
        ("2024年10月24日", "2024-10-24"),
        ("令和6年10月24日", "2024-10-24"),
        ("平成31年4月1日", "2019-04-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("民國113年10月24日", "2024-10-24"),
        ("2024. október 24.", "2024-10-24"),
        ("2024 m. spalio 24 d.", "2024-10-24"),
        ("2024. gada 24. oktobris", "2024-10-24"),
        ("2024/10/24", "2024-10-24"),
        ("٢٤ أكتوبر ٢٠٢٤", "2024-10-24"),
        ("24 تشرين الأول/أكتوبر 2024", "2024-10-24"),
        ("২৪ অক্টোবর ২০২৪, ১৪:০২", "2024-10-24T14:02"),
        ("24 ตุลาคม 2567", "2024-10-24"),
        ("24 ตุลาคม พ.ศ. 2567", "2024-10-24"),
        ("24 ต.ค. 67", "2067-10-24"),
        ("24 ต.ค. 2567 14:02 น.", "2024-10-24T14:02"),
        ("24/10/2567", "2024-10-24"),
        ("24 tháng 10, 2024", "2024-10-24"),
        ("24 באוקטובר 2024", "2024-10-24"),
        ("۳ آبان ۱۴۰۳", "2024-10-24"),
        ("۱۴۰۳/۰۸/۰۳", "2024-10-24"),
        ("5/13/2024", "2024-05-13"),
        ("3/4/2024", "2024-04-03"),
        ("2024, 5 May 2025", "2025-05-05"),
    ] {
        let expected = Some(expected).filter(|value| !value.starts_with("2067"));
        assert_eq!(printed(text, "").as_deref(), expected, "{text}");
    }
    let american = Setting { order: NumberOrder::MonthFirst, ..Setting::default() };
    let read = |text| first_date(text, &american).map(|date| date.value);
    assert_eq!(read("3/4/2024").as_deref(), Some("2024-03-04"));
    assert_eq!(read("3.4.2024").as_deref(), Some("2024-04-03"));
}

#[test]
fn what_is_printed_and_no_whole_date_is_none() {
    for text in [
        "",
        "October 2024",
        "24 October",
        "31 February 2024",
        "1.2.3",
        "10.0.0.1",
        "24 apples 2024",
        "123456/10/2024",
        "© 2019-2024",
        "3/4/24",
        "20241024",
        "24 Oct 09:30:00",
    ] {
        assert_eq!(printed(text, ""), None, "{text}");
    }
}

#[test]
fn a_page_shows_its_order() {
    assert_eq!(shown_order("1/2/2024 and 24/2/2024"), Some(NumberOrder::DayFirst));
    assert_eq!(shown_order("1/2/2024 and 2/24/2024"), Some(NumberOrder::MonthFirst));
    assert_eq!(shown_order("1/2/2024"), None);
}

#[test]
fn every_date_of_a_text_is_found_with_its_place() {
    let text = "Posted 1 May 2024, updated 3 May 2024 10:00 CEST (again 14:02, 4 May 2024)";
    let found: Vec<_> =
        printed_dates(text, &of("")).map(|printed| text.get(printed.at..printed.end).unwrap()).collect();
    assert_eq!(found, ["1 May 2024", "3 May 2024 10:00 CEST", "14:02, 4 May 2024"]);
}

#[test]
fn a_date_a_day_after_receipt_is_not_believed() {
    let received_at = Timestamp::parse("2024-10-24T14:02:11Z").unwrap();
    let stated = |text| IsoDate::parse(text).unwrap().stated(DateRole::Published, DateFrom::Feed, received_at);
    assert!(stated("2024-10-25").is_some());
    assert!(stated("2024-10-26").is_none());
    assert!(stated("2024-10-26T01:00:00+12:00").is_some());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "[0-9TZ:+. ,a-zA-Zéß年月日時午後,:/()-]{0,60}|\\PC{0,60}") {
        let found = printed_dates(&text, &of("")).count();
        proptest::prop_assert!(found <= text.len());
        if let Some(date) = IsoDate::parse(&text) {
            proptest::prop_assert_eq!(IsoDate::parse(&date.value).map(|again| again.value), Some(date.value));
        }
    }

    #[test]
    fn every_time_with_an_offset_is_read_as_it_was_written(
        day in 1_u32..=28, month in 1_u32..=12, hour in 0_u32..24, minute in 0_u32..60, quarters in -48_i32..=56,
    ) {
        let (sign, minutes) = if quarters < 0 { ('-', -15 * quarters) } else { ('+', 15 * quarters) };
        let zone = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        let expected = format!("2024-{month:02}-{day:02}T{hour:02}:{minute:02}:07{zone}").replace("+00:00", "Z");
        for text in [
            format!("{day}.{month}.2024, {hour}:{minute:02}:07 Uhr {zone}"),
            format!("{hour:02}:{minute:02}:07 (UTC{zone}) | {day:02}/{month:02}/2024"),
            format!("2024年{month}月{day}日 {hour:02}:{minute:02}:07 GMT{zone}"),
        ] {
            proptest::prop_assert_eq!(printed(&text, ""), Some(expected.clone()), "{}", text);
        }
    }
}
