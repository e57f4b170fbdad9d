//! Nouns for what somebody is: `minister`, `spokesperson`, `goalkeeper`.

use std::sync::LazyLock;
use text::WordList;

/// Without a stop.
static ROLES: LazyLock<WordList<()>> = LazyLock::new(|| {
    WordList::words(
        "minister president director secretary chairman chairwoman chairperson chair head chief spokesman spokeswoman \
    spokesperson ambassador governor mayor senator sen gov rep representative commissioner premier chancellor \
    leader coach captain manager officer ceo cfo coo cto founder co-founder cofounder professor lecturer \
    researcher scientist analyst economist expert lawyer attorney judge justice prosecutor general gen colonel col \
    major lieutenant lt sergeant inspector superintendent constable commander admiral brigadier king queen prince \
    princess emir sultan pope bishop archbishop cardinal priest elder convener convenor coordinator co-ordinator \
    consultant adviser advisor envoy delegate member mp mla mep lawmaker legislator deputy councillor councilor \
    congressman congresswoman speaker treasurer principal dean rector editor editor-in-chief journalist reporter \
    correspondent author writer poet novelist actor actress singer songwriter rapper musician artist painter \
    producer filmmaker champion striker midfielder defender goalkeeper skipper batsman bowler player activist \
    campaigner administrator auditor registrar surgeon physician doctor nurse teacher specialist epidemiologist \
    virologist historian archaeologist biologist engineer architect designer chef businessman businesswoman \
    entrepreneur investor owner shareholder partner farmer resident student pilot driver accused suspect candidate \
    comptroller vice-president vice-chancellor vice-chairman director-general secretary-general attorney-general \
    co-chair liaison custodian healer advocate commentator statistician astronaut trainer strategist fellow \
    associate assistant executive organiser organizer curator conductor composer ombudsman monarch ruler warlord \
    militant boss official whip patriarch athlete para-athlete magistrate practitioner singer-songwriter \
    programmer blogger vlogger presenter host dj comedian dancer model influencer sprinter swimmer boxer golfer \
    cyclist runner forward winger keeper officer-in-charge collector sarpanch tehsildar chieftain rabbi imam mufti \
    cleric ayatollah chairlady pm ag dg md undersecretary \
    regent taoiseach mk td mca mna columnist warden ranger vicar chaplain deacon provost proctor solicitor \
    barrister notary paramedic firefighter midwife pharmacist dentist veterinarian broadcaster anchor referee umpire \
    playwright sculptor critic publisher screenwriter trustee banker broker trader herder fisherman electrician \
    mechanic librarian archivist diplomat negotiator mediator rapporteur commandant marshal corporal captain-general \
    governor-general consul headmaster headteacher headmistress",
    )
});

/// Ends of names of professions.
const ENDINGS: &[&str] = &["ologist", "physicist", "ographer", "psychiatrist"];

pub(super) fn is_role(word: &str) -> bool {
    ROLES.has_without_stop(word) || (word.len() > 9 && ENDINGS.iter().any(|end| word.ends_with(end)))
}
