//! The words of the articles, and chance that is the same every time.

pub(super) const PLACES: &[&str] = &[
    "Lisbon",
    "Nairobi",
    "Karachi",
    "Oslo",
    "Lima",
    "Hanoi",
    "Accra",
    "Montreal",
    "Geneva",
    "Jakarta",
    "São Paulo",
    "Wellington",
    "Tunis",
    "Prague",
    "Mumbai",
    "Dublin",
];

pub(super) const AGENCIES: &[&str] = &[
    "Harbour Wire",
    "Northline News",
    "Meridian Press Service",
    "Open Desk",
    "Lantern News Agency",
    "Tidewater Reports",
];

const ACTORS: &[&str] = &[
    "The transport ministry",
    "A regional court",
    "The port authority",
    "Farmers in the river valley",
    "The national weather office",
    "Researchers at the polytechnic",
    "The football federation",
    "A teachers’ union",
    "The central bank",
    "Residents of the old town",
    "The energy regulator",
    "A group of surgeons",
    "The election commission",
    "Dockworkers",
    "The museum’s trustees",
    "A court-appointed auditor",
];

const DEEDS: &[&str] = &[
    "approved",
    "delayed",
    "criticised",
    "opened talks on",
    "published a report on",
    "voted against",
    "welcomed",
    "suspended",
    "announced an inquiry into",
    "raised the budget for",
    "signed an agreement about",
    "withdrew",
];

const MATTERS: &[&str] = &[
    "a new ferry line",
    "the reservoir repairs",
    "the winter timetable",
    "a disputed land survey",
    "the vaccination campaign",
    "a tax on single-use packaging",
    "the stadium’s roof",
    "a flood warning system",
    "the wheat harvest estimate",
    "night trains to the coast",
    "the school meals programme",
    "a fibre network",
    "the café licences on Rua Nova",
    "a wage settlement",
    "the archive of a closed newspaper",
    "solar panels for clinics",
];

const TURNS: &[&str] = &[
    "after months of hearings",
    "despite objections from local businesses",
    "on Tuesday",
    "for the second time this year",
    "before the deadline set by parliament",
    "at a meeting that lasted until midnight",
    "following heavy rain",
    "with support from neighbouring districts",
    "in a statement of two paragraphs",
    "without naming a date",
];

const FOLLOW_UPS: &[&str] = &[
    "Officials put the cost at about {n} million dollars.",
    "Some {n} households are affected, according to the district office.",
    "“We asked for clear figures and we are still waiting for {n} of them,” said a spokesperson.",
    "A similar plan failed {n} years ago for lack of money.",
    "The figures rose by {n} percent in the last quarter – more than most had expected.",
    "Work is to start within {n} weeks if no appeal is made.",
    "Witnesses spoke of long queues and of {n} lorries waiting at the gate.",
    "The opposition called the step overdue and asked for {n} further inspections.",
    "Nobody was hurt, and {n} people were taken to safety by boat.",
];

const MONTHS: &[&str] = &[
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

/// Chance from a seed (SplitMix64, Steele and others 2014), and sentences made by it.
pub(super) struct Wording {
    state: u64,
}

impl Wording {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// From 0 to 1, evenly.
    pub(super) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        let index = self.below(from.len() as u64) as usize;
        from.get(index).copied().unwrap_or_default()
    }

    pub(super) fn headline(&mut self, case: &str) -> String {
        format!("{} {} {}, case {case}", self.pick(ACTORS), self.pick(DEEDS), self.pick(MATTERS))
    }

    /// The filing line, in one of the forms agencies print it.
    pub(super) fn dateline(&mut self, place: &str, agency: &str, date: Date) -> String {
        let capitals = place.to_uppercase();
        let (day, month, year) = (date.day, date.month_name(), date.year);
        let short: String = month.chars().take(3).collect();
        match self.below(3) {
            0 => format!("{capitals}, ({agency} - {day}{} {short}, {year}) ", ordinal(day)),
            1 => format!("{capitals}, {month} {day}, {year} ({agency}) - "),
            _ => format!("{capitals}, {short} {day} ({agency}) — "),
        }
    }

    pub(super) fn opening(&mut self, headline: &str) -> String {
        format!("{headline}, {}. {}", self.pick(TURNS), self.follow_up())
    }

    pub(super) fn paragraph(&mut self) -> String {
        let sentences = 2 + self.below(3);
        let made: Vec<String> =
            (0..sentences).map(|at| if at % 2 == 0 { self.sentence() } else { self.follow_up() }).collect();
        made.join(" ")
    }

    fn sentence(&mut self) -> String {
        format!("{} {} {} {}.", self.pick(ACTORS), self.pick(DEEDS), self.pick(MATTERS), self.pick(TURNS))
    }

    fn follow_up(&mut self) -> String {
        let number = 2 + self.below(900);
        self.pick(FOLLOW_UPS).replace("{n}", &number.to_string())
    }
}

/// A day of the years 2019 to 2025.
#[derive(Debug, Clone, Copy)]
pub(super) struct Date {
    year: u64,
    month: u64,
    day: u64,
}

impl Date {
    pub(super) fn pick(wording: &mut Wording) -> Self {
        // Every month has a 28th.
        Self { year: 2019 + wording.below(7), month: 1 + wording.below(12), day: 1 + wording.below(28) }
    }

    pub(super) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    fn month_name(self) -> &'static str {
        MONTHS.get(self.month as usize - 1).copied().unwrap_or_default()
    }
}

fn ordinal(day: u64) -> &'static str {
    match (day % 10, day / 10) {
        (1, 0 | 2 | 3) => "st",
        (2, 0 | 2) => "nd",
        (3, 0 | 2) => "rd",
        _ => "th",
    }
}
