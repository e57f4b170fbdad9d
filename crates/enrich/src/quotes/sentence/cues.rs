//! Verbs that report speech.

use std::sync::LazyLock;
use text::WordList;

/// How a reported clause follows a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// The clause may follow without `that`: said, says, told.
    Bare,
    /// The clause follows `that`.
    That,
    /// Only beside quotation marks.
    Quoting,
    /// Only right beside quotation marks.
    Weak,
}

const BARE: &str = "said|says|say|saying|told|tells|tell|telling|added|adds|adding|explained|explains|explaining|announced|announces|\
announcing|stated|states|stating|claimed|claims|claiming|noted|notes|noting|argued|argues|arguing|confirmed|confirms|\
confirming|warned|warns|warning|insisted|insists|insisting|indicated|indicates|indicating|revealed|reveals|revealing|\
admitted|admits|admitting|acknowledged|acknowledges|acknowledging|reported|reports|reporting|advised|advises|\
alleged|alleges|alleging|stressed|stresses|stressing";

const THAT: &str = "emphasised|emphasized|emphasises|emphasizes|emphasising|emphasizing|underlined|underlines|underlining|\
underscored|underscores|underscoring|reiterated|reiterates|reiterating|declared|declares|declaring|disclosed|discloses|\
maintained|maintains|maintaining|asserted|asserts|asserting|affirmed|affirms|affirming|observed|observes|observing|\
remarked|remarks|remarking|suggested|suggests|suggesting|recalled|recalls|recalling|lamented|laments|lamenting|\
conceded|concedes|conceding|contended|contends|contending|hinted|hints|hinting|assured|assures|assuring|informed|\
informs|informing|highlighted|highlights|highlighting|predicted|predicts|predicting|denied|denies|denying|promised|\
promises|promising|pledged|pledges|pledging|vowed|vows|vowing|testified|testifies|tweeted|tweets|tweeting|wrote|writes|\
writing|agreed|agrees|complained|complains|complaining|concluded|concludes|cautioned|cautions|cautioning|opined|opines|\
proposed|proposes|mentioned|mentions|mentioning|clarified|clarifies|clarifying|urged|urges|urging|averred|replied|\
replies|replying|responded|responds|responding|pointed|points|pointing|expressed|reminded|reminds|reminding|submitted|\
described|describes|demand|demanded|demands|demanding|commented|comments|commenting|guaranteed|\
repeated|repeats|repeating|accused|recommended|recommends|ordered|decided|ruled|posted|estimated|estimates|\
quipped|boasted|joked|speculated|swore|counselled|reckons|reckoned|forecast|allege|stress|maintain|insist|admit|suggest|explain|describe|announce|confirm|agree|claim|\
acknowledge|argue|warn|reaffirmed|reaffirms|reassured|justified|write|estimate|note|add|state|reveal|indicate|predict|\
assert|recall|allege|advise|observe|declare|confess|confessed|confesses|admitting|agreeing|noting|\
estimating|mention|deny|denies|contend|complain|conclude|ensured|vow|boast|pledge|threatened|threatens|threatening|\
alerted|retweeted|reckon|maintains|detailed|details|rejoiced|specified|specifies|specifying|stipulated|stipulates|confided|intimated|theorised|theorized|surmised|signalled|signaled|affirming";

const QUOTING: &str = "believe|believes|believed|hope|hopes|hoped|hoping|fear|fears|feared|held|holds|captioned|asked|asks|asking|called|calls|calling|termed|terms|terming|quoted|read|reads|praised|criticised|criticized|condemned|condemns|shouted|cried|exclaimed|whispered|joked|laughed|recounted|recounts|dubbed|labelled|labeled|slammed|blasted|denounced|denounces|appealed|appeals|decried|branded|enthused|answered|concurred|countered|quips|muses|mused|recites|summed|stresses|chanted|screamed|yelled|according|expressing|insist|argue|claim|warn|describing|characterised|characterized|calling|accusing|accuses|pleaded|interjected|retorted|enquired|inquired|expresses";

/// Verbs of which few report; only right beside quotation marks.
const WEAK: &str = "began|begins|went|continued|continues|considers|considered|thought|thinks|shared|shares|sharing|spoke|speaking|report|cited|citing|add|answers|sees|remember|remembers|remembered|referred|welcomed|thanked|hailed|singing|\
questioned|fumed|sighed|thundered|chimed|groaned|grumbled|gushed|gushes|raged|ventured|volunteered|offered|snapped|barked|bellowed|murmured|\
muttered|mumbled|stammered|sobbed|wept|wailed|begged|implored|jibed|taunted|teased|scoffed|sneered|chuckled|smiled|beamed|\
raved|raves|reflected|reflects|reasoned|reasons|summarised|summarized|elaborated|elaborates|\
proclaimed|proclaims|professed|prayed|preached|intoned|chided|scolded|lambasted|berated|bemoaned|bemoans|rued|rues|\
regretted|regrets|marvelled|marveled|applauded|saluted|narrated|narrates|confides|divulged|relayed|\
avowed|interrupted|instructed|commanded|counters|rebutted|refuted|rejected|rejects|dismissed|dismisses|echoed|\
echoes|texted|emailed|messaged|blogged|penned|protested|protests|wondered|wonders|affirm|affirming|responding|thunders|\
sings|sang|summarises|prayed|greeted|cheered|grieved|mourned";

/// What a word does as a reporting verb, if it can be one. Case does not matter.
pub(crate) fn of(word: &str) -> Option<Cue> {
    static CUES: LazyLock<WordList<Cue>> = LazyLock::new(|| {
        WordList::of(&[(WEAK, Cue::Weak), (QUOTING, Cue::Quoting), (THAT, Cue::That), (BARE, Cue::Bare)])
    });
    CUES.get(word)
}
