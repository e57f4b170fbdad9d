//! Names of months in the languages news is written in, full and as abbreviated in print. Names are those of CLDR.

use std::collections::HashMap;
use std::sync::LazyLock;

/// For each month its names in lower case: English and other Germanic, Romance, Slavic, Baltic, Uralic, Turkic, Greek,
/// Semitic, Iranian, Indic, Dravidian, Caucasian, Thai, Swahili …
/// A name stands with the accents it is printed with; [`month`] takes it without them, too.
const NAMES: [&str; 12] = [
    "january jan januar jänner jän januari janvier janv enero ene gennaio gen janeiro ocak oca января январь \
     янв stycznia styczeń sty ledna leden január ianuarie ian jaanuar janvāris sausio sausis tammikuuta \
     tammikuu januára januarja janúar siječnja siječanj січня січень studzienia ιανουαρίου ιανουάριος ιαν \
     gener urtarrila xaneiro janar януари јануар januara januarie يناير ינואר जनवरी \
     جنوری ژانویه جانفي জানুয়ারি জানুয়ারী มกราคม հունվարի հունվար იანვარი қаңтар yanvar ஜனவரி జనవరి",
    "february feb februar feber februari février févr fév febrero febbraio fevereiro fev şubat şub subat \
     февраля февраль фев lutego luty lut února únor február februarie veebruar februāris vasario vasaris \
     helmikuuta helmikuu februára februarja febrúar veljače veljača лютого лютий fevral φεβρουαρίου \
     φεβρουάριος φεβ febrer shkurt февруари фебруар februara فبراير פברואר फ़रवरी \
     فروری فوریه فيفري شباط ফেব্রুয়ারি ফেব্রুয়ারী फरवरी กุมภาพันธ์ փետրվարի փետրվար თებერვალი ақпан பிப்ரவரி ఫిబ్రవరి",
    "march mar märz mär mrz maart mrt mars marzo março mart марта март мар marca marzec marz března březen \
     március márc martie märts marts kovo kovas maaliskuuta maaliskuu marec ožujka ožujak березня березень \
     μαρτίου μάρτιος μαρ març martxoa marta maret mac مارس מרץ मार्च \
     مارچ آذار মার্চ มีนาคม machi մարտի մարտ მარტი наурыз மார்ச் మార్చి",
    "april apr apríl avril avr abril abr aprile nisan nis апреля апрель апр kwietnia kwiecień kwi dubna duben \
     április ápr aprilie aprill aprīlis balandžio balandis huhtikuuta huhtikuu apríla aprila travnja travanj \
     квітня квітень aprel απριλίου απρίλιος απρ apirila април أبريل אפריל अप्रैल \
     اپریل آوریل أفريل نيسان এপ্রিল เมษายน aprili ապրիլի ապրիլ აპრილი сәуір ஏப்ரல் ఏప్రిల్",
    "may mai mei mayo maggio mag maio mayıs mayis мая май maja maj května květen május máj maijs gegužės \
     gegužė toukokuuta toukokuu mája maí svibnja svibanj травня травень μαΐου μάιος μαϊ maig maiatza мај مايو \
     מאי मई \
     مئی مه ماي أيار মে พฤษภาคม մայիսի մայիս მაისი мамыр மே మే",
    "june jun juni juin junio giugno giu junho haziran haz июня июнь июн czerwca czerwiec cze června červen \
     június jún iunie iun juuni jūnijs birželio birželis kesäkuuta kesäkuu júna junija júní lipnja lipanj \
     червня червень iyun ιουνίου ιούνιος ιουν juny ekaina xuño qershor юни јун juna يونيو יוני जून \
     ژوئن جوان حزيران জুন มิถุนายน jun հունիսի հունիս ივნისი маусым ஜூன் జూన్",
    "july jul juli juillet juil julio luglio lug julho temmuz tem июля июль июл lipca lipiec lip července \
     červenec július júl iulie iul juuli jūlijs liepos liepa heinäkuuta heinäkuu júla julija júlí srpnja \
     srpanj липня липень iyul ιουλίου ιούλιος ιουλ juliol uztaila xullo korrik юли јул jula يوليو יולי जुलाई \
     جولائی ژوئیه جويلية تموز জুলাই กรกฎาคม julai հուլիսի հուլիս ივლისი шілде ஜூலை జూలై",
    "august aug augustus août aout agosto ago ağustos ağu agustos августа август авг sierpnia sierpień sie \
     srpna srpen augusztus augusts rugpjūčio rugpjūtis elokuuta elokuu augusta avgusta ágúst kolovoza kolovoz \
     серпня серпень avqust αυγούστου αύγουστος αυγ agost abuztua gusht avgust أغسطس אוגוסט अगस्त \
     اگست اوت آب أوت আগস্ট สิงหาคม agosti ogos օգոստոսի օգոստոս აგვისტო тамыз ஆகஸ்ட் ఆగస్టు",
    "september sep sept septembre septiembre set settembre setembro eylül eyl eylul сентября сентябрь сен \
     сент września wrzesień wrz září szeptember szept septembrie septembris rugsėjo rugsėjis syyskuuta \
     syyskuu septembra rujna rujan вересня вересень sentyabr σεπτεμβρίου σεπτέμβριος σεπ setembre irailaren \
     shtator септември септембар سبتمبر ספטמבר सितंबर \
     ستمبر سپتامبر أيلول সেপ্টেম্বর सितम्बर กันยายน septemba սեպտեմբերի սեպտեմբեր სექტემბერი қыркүйек செப்டம்பர் సెప్టెంబర్",
    "october oct oktober okt octobre octubre ottobre ott outubro out ekim eki октября октябрь окт \
     października październik paź října říjen október octombrie oktoober oktobris spalio spalis lokakuuta \
     lokakuu októbra oktobra жовтня жовтень oktyabr οκτωβρίου οκτώβριος οκτ urria tetor октомври октобар \
     أكتوبر אוקטובר अक्टूबर \
     اکتوبر اکتبر অক্টোবর अक्तूबर ตุลาคม oktoba հոկտեմբերի հոկտեմբեր ოქტომბერი қазан அக்டோபர் అక్టోబర్",
    "november nov novembre noviembre novembro kasım kas kasim ноября ноябрь ноя нояб listopada listopad lis \
     listopadu noiembrie noi novembris lapkričio lapkritis marraskuuta marraskuu novembra nóvember studenoga \
     studenog studeni листопада листопад noyabr νοεμβρίου νοέμβριος νοε azaroa nëntor ноември новембар نوفمبر \
     נובמבר नवंबर \
     نومبر نوامبر নভেম্বর नवम्बर พฤศจิกายน novemba նոյեմբերի նոյեմբեր ნოემბერი қараша நவம்பர் నవంబర్",
    "december dec dezember dez desember des décembre déc diciembre dic dicembre dezembro aralık ara aralik \
     декабря декабрь дек grudnia grudzień gru prosince prosinec decembrie detsember decembris gruodžio \
     gruodis joulukuuta joulukuu decembra prosinca prosinac грудня грудень dekabr δεκεμβρίου δεκέμβριος δεκ \
     desembre abendua decembro dhjetor декември децембар ديسمبر דצמבר दिसंबर \
     دسمبر دسامبر ডিসেম্বর दिसम्बर ธันวาคม desemba disember դեկտեմբերի դեկտեմբեր დეკემბერი желтоқсан டிசம்பர் డిసెంబర్",
];

/// Longest name, in bytes.
const LONGEST: usize = 40;

/// The number of the month a word names, a full stop after it allowed.
pub(crate) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    if word.len() > LONGEST || word.chars().next().is_none_or(|first| !first.is_alphabetic()) {
        return None;
    }
    BY_NAME.get(&plain(word)).copied()
}

/// The month of a name of two words, as Syria, Lebanon and Iraq print four of theirs.
pub(super) fn month_of_two_words(first: &str, second: &str) -> Option<u32> {
    match (first, second) {
        ("تشرين", "الأول" | "الاول") => Some(10),
        ("تشرين", "الثاني") => Some(11),
        ("كانون", "الأول" | "الاول") => Some(12),
        ("كانون", "الثاني") => Some(1),
        _ => None,
    }
}

/// The months of the Iranian calendar, in their order.
const JALALI: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// The number of the month of the Iranian calendar that a word names.
pub(super) fn jalali_month(word: &str) -> Option<u32> {
    // Arabic keyboards write the letter yeh with another character.
    let word = word.replace('ي', "ی");
    let at = JALALI.iter().position(|name| *name == word)?;
    u32::try_from(at + 1).ok()
}

/// The months by their names without accents.
static BY_NAME: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let months = (1..).zip(NAMES);
    months.flat_map(|(month, names)| names.split_whitespace().map(move |name| (plain(name), month))).collect()
});

/// In lower case, Latin letters without their accents.
fn plain(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter_map(without_accent).collect()
}

fn without_accent(letter: char) -> Option<char> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'ā' | 'ą' => 'a',
        'ç' | 'č' | 'ć' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ř' => 'r',
        'ş' | 'ś' | 'š' => 's',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' => 'u',
        'ğ' => 'g',
        'ł' => 'l',
        'ý' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        // The dot that is left of a capital I with a dot in lower case.
        '\u{307}' => return None,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_many_languages_and_without_accents() {
        for (word, expected) in [
            ("October", Some(10)),
            ("Oct.", Some(10)),
            ("März", Some(3)),
            ("MARZ", Some(3)),
            ("août", Some(8)),
            ("août.", Some(8)),
            ("gennaio", Some(1)),
            ("Março", Some(3)),
            ("şubat", Some(2)),
            ("HAZİRAN", Some(6)),
            ("февраля", Some(2)),
            ("października", Some(10)),
            ("července", Some(7)),
            ("maart", Some(3)),
            ("kesäkuuta", Some(6)),
            ("সেপ্টেম্বর", Some(9)),
            ("กุมภาพันธ์", Some(2)),
            ("फरवरी", Some(2)),
            ("Monday", None),
            ("", None),
            ("7", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }
}
