//! Nouns that stand for whoever speaks: people by what they are, bodies by what kind they are.

use std::sync::LazyLock;
use text::WordList;

/// Nouns for people who speak.
const PEOPLE: &str = "minister|president|spokesman|spokeswoman|spokesperson|director|mayor|governor|chairman|chairwoman|\
chairperson|chair|secretary|ambassador|envoy|commissioner|chief|captain|coach|player|manager|professor|judge|lawyer|\
attorney|senator|lawmaker|leader|mother|father|researcher|scientist|doctor|author|artist|actor|actress|singer|teacher|\
expert|analyst|economist|official|officer|politician|premier|pm|cm|mp|ceo|founder|head|boss|woman|man|farmer|activist|\
candidate|pope|bishop|king|queen|prince|rapper|star|coordinator|representative|advocate|deputy|superintendent|inspector|\
councillor|striker|midfielder|defender|goalkeeper|skipper|veteran|writer|historian|diplomat|statesman|dg|clerk|widow|\
widower|commander|general|colonel|sergeant|constable|prosecutor|magistrate|counsel|solicitor|barrister|councilor|\
congressman|congresswoman|legislator|parliamentarian|member|owner|operator|trader|businessman|businesswoman|\
entrepreneur|engineer|nurse|physician|surgeon|student|pupil|resident|villager|worker|driver|survivor|victim|suspect|\
witness|defendant|accused|complainant|plaintiff|son|daughter|brother|sister|wife|husband|uncle|aunt|grandmother|\
grandfather|boy|girl|native|princess|imam|priest|pastor|reverend|archbishop|cardinal|rabbi|monk|administrator|\
executive|vice-chancellor|chancellor|dean|principal|headmaster|lecturer|academic|curator|editor|journalist|reporter|\
columnist|commentator|blogger|musician|composer|filmmaker|director-general|actor-director|chef|designer|photographer|\
poet|novelist|producer|athlete|boxer|runner|cyclist|swimmer|golfer|wrestler|cricketer|footballer|batsman|batter|bowler|\
forward|winger|keeper|trainer|captain-general|rider|champion|winner|medallist|astronaut|astrophysicist|biologist|\
epidemiologist|virologist|geologist|meteorologist|forecaster|psychologist|therapist|sociologist|elder|source|aide|\
adviser|advisor|negotiator|organiser|organizer|campaigner|spokesmen|treasurer|registrar|auditor|regulator|ombudsman|\
investigator|detective|agent|guard|soldier|pilot|sailor|fisherman|parliamentarian|secretary-general|whip|incumbent|\
millionaire|billionaire|tycoon|magnate|investor|banker|broker|consultant|technician|conservationist|ecologist|\
environmentalist|opener|all-rounder|lead|undersecretary|liaison|chieftain|monarch|governor-general|teenager|youngster|\
patient|passenger|tourist|traveller|guide";

/// Nouns for bodies that speak and of which a text names few, so that the last one named is meant.
const GENERAL_BODIES: &str = "company|firm|group|organisation|organization|body|agency|giant|institution|carrier|retailer|\
startup|lender|regulator|watchdog|manufacturer|developer|maker|carmaker|automaker|studio|platform|broadcaster|publisher|\
outlet|charity|nonprofit|ngo|think-tank|operator|entity|airline|brand|team|club|outfit|newspaper|daily|paper|bloc|\
supplier|provider|utility|start-up|nonprofit|corporation|conglomerate|association|federation|union|coalition|alliance|\
network|society|foundation|party|league|museum|hospital|hotel|movement|institute|fund|website|app";

/// Nouns for bodies that are part of their names.
const NAMED_BODIES: &str = "ministry|university|department|council|bank|committee|authority|court|school|college|agency|\
association|centre|center|commission|company|corporation|board|union|office|service|group|club|federation|institute|\
foundation|fund|organization|organisation|network|party|society|museum|hospital|tribunal|secretariat|bureau|\
administration|government|police|army|navy|parliament|senate|assembly|chamber|embassy|directorate|inspectorate|\
conference|congress|forum|league|movement|alliance|coalition|academy|observatory|airline|airlines|airways|airport|\
institution|guild|trust|task-force|taskforce|programme|program";

/// Whether a noun in lower case stands for a person.
pub(crate) fn is_person(noun: &str) -> bool {
    static WORDS: LazyLock<WordList<()>> = LazyLock::new(|| WordList::of(&[(PEOPLE, ())]));
    WORDS.contains(noun)
}

/// Whether it stands for a body that was named before.
pub(crate) fn is_general_body(noun: &str) -> bool {
    static WORDS: LazyLock<WordList<()>> = LazyLock::new(|| WordList::of(&[(GENERAL_BODIES, ())]));
    WORDS.contains(noun)
}

/// Whether it stands for a body of whose name it is part.
pub(crate) fn is_named_body(noun: &str) -> bool {
    static WORDS: LazyLock<WordList<()>> = LazyLock::new(|| WordList::of(&[(NAMED_BODIES, ())]));
    WORDS.contains(noun)
}
