//! How titles of people are printed in each field: invented sentences, a file a field.
//!
//! A case begins with `=== its name`, then its text, then `> name | title | title` for each person of interest, with all
//! titles in the order of their first mention; a name without a title has none.

use crate::read::read;

fn check(file: &str) {
    // Enough English for the language to be told.
    let rest = "The town lies in the north of the country and has nine thousand inhabitants.";
    let mut wrong = Vec::new();
    for block in file.split("=== ").skip(1) {
        let (name, block) = block.split_once('\n').unwrap();
        let (expected, text): (Vec<&str>, Vec<&str>) = block.lines().partition(|line| line.starts_with("> "));
        let article = read(format!("{}\n\n{rest}", text.join("\n").trim_end())).language("en").enriched();
        for line in expected {
            let mut fields = line.trim_start_matches("> ").split('|').map(str::trim);
            let person = fields.next().unwrap();
            let titles: Vec<&str> = fields.filter(|title| !title.is_empty()).collect();
            let at = article.people.iter().position(|known| known.name.as_deref() == Some(person));
            let details = &article.enrichment.people;
            let found = at.and_then(|at| details.iter().find(|detail| usize::try_from(detail.reference) == Ok(at)));
            match found {
                None => wrong.push(format!("{name}: {person} is not found")),
                Some(found) if found.titles != titles => wrong.push(format!("{name}: {person} {:?}", found.titles)),
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ranks_of_armies_and_police() {
    check(include_str!("../titles/ranks.txt"));
}

#[test]
fn courts() {
    check(include_str!("../titles/courts.txt"));
}

#[test]
fn clergy_of_all_faiths() {
    check(include_str!("../titles/faith.txt"));
}

#[test]
fn companies_and_their_officers() {
    check(include_str!("../titles/companies.txt"));
}

#[test]
fn politics_crowns_and_embassies() {
    check(include_str!("../titles/politics.txt"));
}

#[test]
fn sport() {
    check(include_str!("../titles/sport.txt"));
}

#[test]
fn schools_sciences_arts_and_trades() {
    check(include_str!("../titles/work_and_learning.txt"));
}
