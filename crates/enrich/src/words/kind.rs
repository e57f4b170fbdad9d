//! What a word can be.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

/// A kind of word, as the readers of a text tell words apart. Kinds are many and alike because their readers' lists are:
/// what a rule was measured with stays with it. As the files of words name them: `reports-bare`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A reporting verb whose clause may follow without `that`: `said`. In any case.
    ReportsBare,
    /// A reporting verb whose clause follows `that`. In any case.
    ReportsThat,
    /// A verb that reports only beside quotation marks. In any case.
    ReportsQuoting,
    /// A verb that reports only right beside quotation marks. In any case.
    ReportsWeakly,
    /// `point` and its forms, which report with `out` or `to` only.
    PointsOut,
    /// What makes `points` a verb: `points out`.
    BehindPoints,
    /// A reporting verb that is as often the plural of a noun: `claims`.
    VerbOrNoun,
    /// What stands before a noun in the plural: `member states`.
    BeforePlural,
    /// `on`
    On,
    /// `to`
    To,
    /// A noun where `to` stands before it: `to demand`.
    NounBehindTo,
    /// The ending of participles and regular verbs in the past: `-ed`.
    Participle,
    /// The ending of verbs that go on: `-ing`.
    GoingOn,
    /// A verb, or a denial, that an infinitive follows: `can say`, `don’t tell`.
    BeforeInfinitive,
    /// The ending of owners: `Ruiz’s`.
    Possessive,
    /// A word before a noun: article, pronoun, preposition.
    BeforeNoun,
    /// A finite verb that no ending tells: `is`, `went`.
    Finite,
    /// A pronoun and its verb in one: `he’s`.
    Contraction,
    /// `by`
    By,
    /// What makes a participle passive: `was told`.
    MakesPassive,
    /// A word that may stand between a subject and its verb: `has`, `later`.
    BetweenSubjectAndVerb,
    /// A capital that is a word and no initial: `I`.
    NoInitial,
    /// An abbreviation that a stop belongs to: `Mr`.
    TakesStop,
    /// What may follow `Ruiz asked` before its sentence ends.
    BehindAsks,
    /// `told`
    Told,
    /// `that`
    That,
    /// `how` or `why`
    HowOrWhy,
    /// A verb that `how` or `why` may follow. In any case.
    Explains,
    /// A reporting verb with somebody who listens: `told`. In any case.
    Addresses,
    /// `tell` and its forms. In any case.
    Tells,
    /// Whoever is told, in one word: `reporters`.
    Listener,
    /// `the`
    The,
    /// What begins the occasion on which something is told.
    BeginsOccasion,
    /// A verb that needs no `that` before its clause. In any case.
    SaysPlainly,
    /// What begins an adverbial of a few words: `in recent years`.
    BeginsShortAdverbial,
    /// What begins an adverbial that may be a clause: `while it rained`.
    BeginsLongAdverbial,
    /// `no`
    No,
    /// What makes `said no` an answer: `said no to it`.
    BehindNo,
    /// What begins the name of an audience: `a crowd`.
    BeginsAudience,
    /// A noun for who listens: `crowd`, `conference`.
    Audience,
    /// `in`
    In,
    /// The ending of days: `-day`.
    DayEnding,
    /// A day told by today.
    TodayOrYesterday,
    /// `this` or `last`
    ThisOrLast,
    /// `week` or `month`
    WeekOrMonth,
    /// What begins an adverbial between a verb and its `that`.
    AdverbialBeforeThat,
    /// A word with which no reported clause without `that` begins.
    NoClauseStart,
    /// `and` or `but`
    AndOrBut,
    /// What may stand between `and` and a verb.
    BetweenAndAndVerb,
    /// A reporting verb that goes on with another report.
    ReportsInPast,
    /// A conjunction between two clauses: `whereas`.
    JoinsClauses,
    /// What begins a sentence with a clause that depends on another: `Although`.
    Subordinates,
    /// `who`
    Who,
    /// A pronoun right before its verb.
    PronounBeforeVerb,
    /// What begins the place where something is said: `on Twitter`.
    BeginsPlaceOfWords,
    /// A relative pronoun for things.
    ThatOrWhich,
    /// `a`, `an` or `the`
    Article,
    /// A conjunction that no name reaches across.
    BreaksName,
    /// A time or occasion on which something is said: `week`, `interview`.
    TimeOrOccasion,
    /// What stands before such a time or occasion.
    BeforeTimeOrOccasion,
    /// `in`, `at` or `a`
    InAtOrA,
    /// `in` or `at`
    InOrAt,
    /// A preposition behind which somebody is described.
    Describes,
    /// What begins a part of a sentence that says when or where: `Meanwhile`.
    BeginsAdverbial,
    /// A word that no title is made of.
    FunctionWord,
    /// A particle of a verb: `pointed out`.
    VerbParticle,
    /// What ends a name behind its verb: `said Ruiz in Geneva`.
    EndsNameBehindVerb,
    /// What begins the name of a speaker behind a verb: `said the mayor`.
    BeginsSpeaker,
    /// An auxiliary verb: `is`, `would`.
    Auxiliary,
    /// A pronoun of the third person: `she`.
    ThirdPerson,
    /// A word before a name that is no part of it: `Minister`.
    Title,
    /// A word of which institutions, places and works are made.
    Institution,
    /// A small word inside names: `von`.
    Particle,
    /// A noun for somebody who speaks: `minister`.
    Person,
    /// A noun for a body of which a text names few: `company`.
    GeneralBody,
    /// A noun for a body that is part of its name: `ministry`.
    NamedBody,
    /// A noun, or an ending of nouns, that its ending would make a person: `poster`.
    Thing,
    /// The ending of nouns for who does something: `drummer`.
    DoerEnding,
    /// The ending of nouns for who plays or believes something: `guitarist`.
    AdherentEnding,
    /// An ending that only nouns for people have: `-year-old`.
    WhatOneIs,
    /// A preposition that ends the name of somebody: `Ana Ruiz of Example Corp`.
    Preposition,
    /// An adverb or conjunction around a subject that is no part of it.
    Idle,
    /// A form of address for men.
    MaleAddress,
    /// A form of address for women.
    FemaleAddress,
    /// A noun for men.
    MaleNoun,
    /// A noun for women.
    FemaleNoun,
    /// `he`
    He,
    /// `she`
    She,
    /// `they`
    They,
    /// `his`
    His,
    /// `her`
    Her,
    /// `him` and `himself`
    Him,
    /// `herself`
    Herself,
    /// `his` or `her`
    HisOrHer,
    /// `the`, also where it begins a sentence.
    Definite,
    /// What introduces an apposition: `who`, `is`.
    Apposes,
    /// A word for bodies of the state: `Ministry`.
    PublicBody,
    /// What begins a sentence about somebody without a name.
    BeginsDescription,
    /// A relative pronoun for people.
    RelativeForPeople,
    /// What says that somebody is not alone.
    Others,
    /// What somebody writes: `statement`.
    Writing,
    /// `with` or `by`
    WithOrBy,
    /// A word that only clauses have, and no names.
    ClauseWord,
    /// A preposition that no name begins with.
    BeginsNoName,
    /// A word, or the ending of one, that is no name alone: `Recently`.
    NoNameAlone,
    /// `it`
    It,
    /// A pronoun of the first person.
    Speaking,
    /// A pronoun that means nobody who could speak.
    MeansNobody,
    /// `and`
    And,
    /// A relative pronoun that a preposition may govern.
    WhichOrWhom,
    /// What begins a sentence whose first names are not its subject.
    BeginsWithoutSubject,
    /// A pronoun for the owner of what follows.
    Owns,
    /// `the` or `this`
    DefiniteOrThis,
    /// The ending of ages: `24-year-old`.
    AgeEnding,
    /// A word of a phrase that says nothing of whom it names.
    DescribesNobody,
    /// A noun, or the ending of one, for somebody from a country: `Briton`.
    Compatriot,
    /// A preposition inside the name of a body.
    PrepositionInName,
    /// What names a source with `by` behind a quotation: `made by`.
    MadeBy,
    /// What names a source behind a quotation: `per`.
    CreditsSource,
    /// `as saying`
    Saying,
    /// `as`
    As,
    /// `quoted as saying`
    Quoted,
    /// An adverb, or the ending of one, before a reporting verb.
    AdverbBeforeVerb,
    /// What may stand between a reporting verb and its quotation.
    LeadsToQuote,
    /// A relative pronoun.
    WhichOrWho,
    /// `according`. In any case.
    According,
    /// `to`. In any case.
    AnyTo,
    /// What begins no subject of a reporting verb.
    BeginsNoSubject,
    /// A reporting verb with an object: `told`.
    TellsSomebody,
    /// What begins a time, place or occasion behind a reporting verb.
    BeginsAdverbialBehind,
    /// What connects a sentence with the one before: `However`.
    Connective,
    /// What begins a part of a sentence that is no clause.
    BeginsAdverbialClause,
    /// `also`
    Also,
    /// `made clear that`
    Clear,
    /// A verb of `made clear that`.
    MakesClear,
    /// A word before the name of a work: `entitled`.
    NamesWork,
    /// `called`
    Called,
    /// What makes `called` a verb with a subject.
    Calls,
    /// `known as`
    Known,
    /// The last word of the names of events: `summit`. In any case.
    EventHead,
    /// A head that names an event only with what it is of: `Battle of …`. In any case.
    EventOfSomething,
    /// A head that takes two names before it: `week`. In any case.
    EventOfTwoNames,
    /// A word before `Day` with which it is any day. In any case.
    AnyDay,
    /// A word by which alone an event is known: `Diwali`. In any case.
    EventAlone,
    /// A head that is a common word in small letters: `open`. In any case.
    EventInCapitals,
    /// A head that organisations are also called by: `congress`. In any case.
    EventOrBody,
    /// A head for a vote: `referendum`. In any case.
    Vote,
    /// A head for an attack: `invasion`. In any case.
    Attack,
    /// `day`. In any case.
    Day,
    /// A word of the name of an event in small letters: `presidential`. In any case.
    BeforeEvent,
    /// The `s` of owners, where the apostrophe is a word.
    OwnersS,
    /// A word that begins sentences, and names of events only inside them.
    BeginsSentenceNotEvent,
    /// A word that begins no name of an event.
    BeginsNoEvent,
    /// `of`
    Of,
    /// `War`, which may be on something.
    War,
    /// An event known by its year: `Euro 2024`. In any case.
    EventWithYear,
    /// The first word of the names of events: `Operation`. In any case.
    EventBegins,
    /// `Tour de …`. In any case.
    Tour,
    /// What a tour goes through: `Tour of …`.
    OfATour,
    /// A small word inside the name of an event.
    LinksEvent,
    /// The ending of ordinals in digits: `-th`.
    OrdinalEnding,
    /// A word that an abbreviation may leave out. In any case.
    LeftOutOfAcronym,
    /// A noun for a body that is no name in small letters: `agency`. In any case.
    BodyInSmallLetters,
    /// An ending that makes the people of a place: `Pakistan-i`.
    PeopleEnding,
    /// `of` or `for`
    OfOrFor,
    /// Somebody with a portfolio. In any case.
    Minister,
    /// A title that says nothing beside a longer one: `Minister`.
    ShortTitle,
    /// A form of address: `Dr`, `Sheikh`. In any case.
    Honorific,
    /// A noun for what somebody is: `goalkeeper`. In any case.
    Role,
    /// The ending of names of professions: `-ologist`.
    RoleEnding,
    /// What stands behind a role that somebody will have: `President-elect`.
    Elect,
    /// What links a role to what it is of, before a name.
    LinksTitle,
    /// The ending of words that are no nouns.
    NoTitleEnding,
    /// A word that begins sentences and no title: `Although`. In any case.
    BeginsSentence,
    /// A word inside a title that goes on: `head of the opposition`. In any case.
    TitleLink,
    /// A word that no title is made of, of those that begin sentences.
    NoTitleWord,
    /// A word inside a title that has a role before it.
    InsideTitle,
    /// A word before a role or between its words: `deputy`. In any case.
    BeforeRole,
    /// A body with `of` in its name: `Bank of England`.
    BodyWithOf,
    /// A word that no title begins with.
    BeginsNoTitle,
    /// `is` or `was`
    IsOrWas,
    /// `also` or `as`
    AlsoOrAs,
    /// A participle that ends a title with what it is of.
    EndsLinkedTitle,
    /// A verb or pronoun that ends a title behind a name.
    EndsTitle,
    /// What links a role to what it is of, behind a name.
    LinksTitleBehind,
    /// A word behind which a role is nobody’s title.
    NoRoleBehind,
    /// A word before names of people that is no given name: `Pope`. In any case.
    Rank,
    /// A form of address that is a name as well. In any case.
    AlsoGivenName,
    /// A pronoun or form of address that is no name however it is printed.
    NoName,
    /// The last word of the names of companies: `Airways`. In any case.
    CompanyName,
    /// A title before a given name alone: `Queen`. In any case.
    Crowned,
    /// A people or faith that no country has its name from: `Kurds`.
    People,
    /// A verb of the future, or one of the present for what is planned: `will`, `begins`. In any case.
    Future,
    /// A verb of the future that is a name with a capital: `May`.
    NameOfFuture,
    /// A verb of the future with `to`: `is to`. In any case.
    GoesTo,
    /// A verb in the past that no ending tells, or another word of the past: `went`, `ago`. In any case.
    Past,
    /// A word in `-ed` that is no verb: `hundred`. In any case.
    NoRegularVerb,
    /// A word in small letters that dates begin with.
    BeginsDate,
    /// `last`, `this` and `next`, as months away. In any case.
    NeighbourOfMonth,
    /// A day told by the day of writing, as days away: `yesterday`. In any case.
    NeighbouringDay,
    /// What tells a period by the present one, as periods away: `last`.
    Neighbour,
    /// The same inside a phrase.
    NeighbourInside,
    /// `the`. In any case.
    AnyThe,
    /// `day`
    OneDay,
    /// `before`
    Before,
    /// `after`
    After,
    /// `yesterday`
    Yesterday,
    /// `tomorrow`
    Tomorrow,
    /// `last`. In any case.
    Last,
    /// `night`
    Night,
    /// A word before `last week` with which it is no certain one: `every`. In any case.
    AnyPeriod,
    /// `year`
    OneYear,
    /// `month`
    OneMonth,
    /// `week`
    OneWeek,
    /// `weekend`
    Weekend,
    /// `year`. In any case.
    AnyYear,
    /// `week`. In any case.
    AnyWeek,
    /// `ago`. In any case.
    Ago,
    /// What makes `two years ago` a guess: `about`. In any case.
    Vague,
    /// Days ago.
    Days,
    /// Weeks ago.
    Weeks,
    /// `a fortnight ago`
    Fortnight,
    /// Months ago.
    Months,
    /// Years ago.
    Years,
    /// Decades ago.
    Decades,
    /// A small number in words. In any case.
    Count,
    /// A word before a bare month or year that makes it one: `since`. In any case.
    BeforeTime,
    /// A word before a bare year only: `election`. In any case.
    BeforeYear,
    /// What is counted by numbers of four digits: `votes`. In any case.
    CountedInThousands,
    /// `of`. In any case.
    AnyOf,
    /// `mid`, before a hyphen and a time. In any case.
    Mid,
    /// What says that something is done before a time: `by`. In any case.
    ByThen,
    /// `since`. In any case.
    Since,
    /// The letter of a part of a year, as its months: `Q3`. In any case.
    PartLetter,
    /// A part of a year, as its months: `quarter`.
    PartOfYear,
    /// Which part of a year it is: `second`. In any case.
    PartNumber,
    /// The last part of a year. In any case.
    LastPart,
    /// What stands between a part of a year and the year. In any case.
    BetweenPartAndYear,
    /// A word before a number that is no year: `page`. In any case.
    BeforeNumber,
    /// What joins two years. In any case.
    JoinsYears,
    /// A word before a weekday in the name of a day: `Black Friday`. In any case.
    BeforeNamedDay,
    /// A word behind a weekday in the name of a thing: `Sunday Times`. In any case.
    BehindNamedDay,
    /// What joins two days. In any case.
    JoinsDays,
    /// `and`. In any case.
    AnyAnd,
    /// A word before a weekday that is over: `last`. In any case.
    BeforePastDay,
    /// A word before a weekday to come: `next`. In any case.
    BeforeComingDay,
    /// `Following` where it does not go on from something before.
    FollowingDay,
    /// `this`. In any case.
    AnyThis,
}

impl Kind {
    /// Those whose words hold in any case; the others are found as they are written.
    pub(super) const IN_ANY_CASE: &[Self] = &[
        Self::ReportsBare,
        Self::ReportsThat,
        Self::ReportsQuoting,
        Self::ReportsWeakly,
        Self::Explains,
        Self::Addresses,
        Self::Tells,
        Self::SaysPlainly,
        Self::According,
        Self::AnyTo,
        Self::EventHead,
        Self::EventOfSomething,
        Self::EventOfTwoNames,
        Self::AnyDay,
        Self::EventAlone,
        Self::EventInCapitals,
        Self::EventOrBody,
        Self::Vote,
        Self::Attack,
        Self::Day,
        Self::BeforeEvent,
        Self::EventWithYear,
        Self::EventBegins,
        Self::Tour,
        Self::LeftOutOfAcronym,
        Self::BodyInSmallLetters,
        Self::Minister,
        Self::Honorific,
        Self::Role,
        Self::BeginsSentence,
        Self::TitleLink,
        Self::BeforeRole,
        Self::Rank,
        Self::AlsoGivenName,
        Self::CompanyName,
        Self::Crowned,
        Self::Future,
        Self::GoesTo,
        Self::Past,
        Self::NoRegularVerb,
        Self::NeighbourOfMonth,
        Self::NeighbouringDay,
        Self::AnyThe,
        Self::Last,
        Self::AnyPeriod,
        Self::AnyYear,
        Self::AnyWeek,
        Self::Ago,
        Self::Vague,
        Self::Count,
        Self::BeforeTime,
        Self::BeforeYear,
        Self::CountedInThousands,
        Self::AnyOf,
        Self::Mid,
        Self::ByThen,
        Self::Since,
        Self::PartLetter,
        Self::PartNumber,
        Self::LastPart,
        Self::BetweenPartAndYear,
        Self::BeforeNumber,
        Self::JoinsYears,
        Self::BeforeNamedDay,
        Self::BehindNamedDay,
        Self::JoinsDays,
        Self::AnyAnd,
        Self::BeforePastDay,
        Self::BeforeComingDay,
        Self::AnyThis,
    ];

    /// The kind that a file of words calls so.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name: StrDeserializer<'_, Error> = name.into_deserializer();
        Self::deserialize(name).ok() // A name of no kind; a test finds none.
    }
}
