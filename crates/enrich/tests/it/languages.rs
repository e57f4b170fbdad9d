//! Languages of the world's news: sentences made up for this test, in the words of news.

use crate::read::read;
use article::DeclaredOrText;

/// Code, sentences. Where two languages read alike in a sentence or two, both codes.
const NEWS: &[(&str, &str)] = &[
    ("en", "The council said on Tuesday that the old bridge will stay closed until spring because of cracks."),
    ("de", "Der Stadtrat teilte am Dienstag mit, dass die alte Brücke wegen Rissen bis zum Frühjahr gesperrt bleibt."),
    (
        "fr",
        "Le conseil municipal a annoncé mardi que le vieux pont restera fermé jusqu'au printemps à cause de fissures.",
    ),
    (
        "es",
        "El ayuntamiento informó el martes de que el viejo puente seguirá cerrado hasta la primavera por unas grietas.",
    ),
    (
        "pt",
        "A câmara municipal informou na terça-feira que a velha ponte ficará fechada até à primavera por causa de fissuras.",
    ),
    (
        "it",
        "Il consiglio comunale ha annunciato martedì che il vecchio ponte resterà chiuso fino a primavera per alcune crepe.",
    ),
    (
        "nl",
        "De gemeenteraad meldde dinsdag dat de oude brug tot het voorjaar dicht blijft vanwege scheuren in de pijlers.",
    ),
    ("sv", "Kommunen meddelade på tisdagen att den gamla bron förblir stängd till våren på grund av sprickor."),
    ("da", "Kommunen oplyste tirsdag, at den gamle bro forbliver lukket indtil foråret, fordi der er fundet revner."),
    ("nb nn", "Kommunen opplyste tirsdag at den gamle brua forblir stengt til våren fordi det er funnet sprekker."),
    (
        "is",
        "Bæjarstjórnin sagði á þriðjudag að gamla brúin yrði lokuð fram á vor vegna þess að sprungur fundust í henni.",
    ),
    ("fi", "Kaupunginhallitus kertoi tiistaina, että vanha silta pysyy suljettuna kevääseen asti halkeamien vuoksi."),
    ("et", "Linnavalitsus teatas teisipäeval, et vana sild jääb pragude tõttu kevadeni suletuks."),
    ("lv", "Pilsētas dome otrdien paziņoja, ka vecais tilts plaisu dēļ būs slēgts līdz pavasarim."),
    ("lt", "Miesto taryba antradienį pranešė, kad senasis tiltas dėl įtrūkimų bus uždarytas iki pavasario."),
    ("pl", "Rada miasta poinformowała we wtorek, że stary most pozostanie zamknięty do wiosny z powodu pęknięć."),
    ("cs", "Rada města v úterý oznámila, že starý most zůstane kvůli trhlinám uzavřen až do jara."),
    ("sk", "Mestská rada v utorok oznámila, že starý most zostane pre trhliny zatvorený až do jari."),
    ("sl", "Mestni svet je v torek sporočil, da bo stari most zaradi razpok zaprt do pomladi."),
    ("hr bs sr", "Gradsko vijeće priopćilo je u utorak da će stari most zbog pukotina ostati zatvoren do proljeća."),
    ("sr", "Градско веће је у уторак саопштило да ће стари мост због пукотина остати затворен до пролећа."),
    (
        "sq",
        "Këshilli bashkiak njoftoi të martën se ura e vjetër do të mbetet e mbyllur deri në pranverë për shkak të çarjeve.",
    ),
    ("ro", "Consiliul local a anunțat marți că podul vechi va rămâne închis până în primăvară din cauza fisurilor."),
    ("hu", "A városi tanács kedden közölte, hogy a régi híd a repedések miatt tavaszig zárva marad."),
    (
        "tr",
        "Belediye meclisi salı günü yaptığı açıklamada eski köprünün çatlaklar nedeniyle bahara kadar kapalı kalacağını bildirdi.",
    ),
    ("az", "Şəhər şurası çərşənbə axşamı bildirdi ki, köhnə körpü çatlara görə yaza qədər bağlı qalacaq."),
    ("el", "Το δημοτικό συμβούλιο ανακοίνωσε την Τρίτη ότι η παλιά γέφυρα θα μείνει κλειστή ως την άνοιξη."),
    ("bg", "Общинският съвет съобщи във вторник, че старият мост ще остане затворен до пролетта заради пукнатини."),
    ("mk", "Советот на градот соопшти во вторникот дека стариот мост ќе остане затворен до пролет поради пукнатини."),
    ("ru", "Городской совет сообщил во вторник, что старый мост останется закрытым до весны из-за трещин."),
    ("uk", "Міська рада повідомила у вівторок, що старий міст через тріщини залишиться закритим до весни."),
    ("be", "Гарадскі савет паведаміў у аўторак, што стары мост праз расколіны застанецца закрытым да вясны."),
    ("kk", "Қалалық кеңес сейсенбі күні ескі көпірдің жарықтарға байланысты көктемге дейін жабық болатынын хабарлады."),
    ("ky", "Шаардык кеңеш шейшемби күнү эски көпүрө жаракалардан улам жазга чейин жабык болорун билдирди."),
    ("tg", "Шӯрои шаҳр рӯзи сешанбе хабар дод, ки пули кӯҳна аз сабаби тарқишҳо то баҳор баста мемонад."),
    ("mn", "Хуучин гүүр хагарсны улмаас хавар хүртэл хаалттай байна гэж хотын зөвлөл мягмар гаригт мэдэгдлээ."),
    ("tt", "Шәһәр советы сишәмбе көнне иске күпернең ярыклар аркасында язга кадәр ябык булачагын хәбәр итте."),
    ("ka", "საკრებულომ სამშაბათს განაცხადა, რომ ძველი ხიდი გაზაფხულამდე დაკეტილი იქნება."),
    ("hy", "Քաղաքային խորհուրդը երեքշաբթի հայտնեց, որ հին կամուրջը փակ կմնա մինչև գարուն։"),
    ("he", "מועצת העיר הודיעה ביום שלישי כי הגשר הישן יישאר סגור עד האביב בגלל סדקים."),
    ("yi", "די שטאָט האָט געמאָלדן דינסטיק, אַז די אַלטע בריק וועט בלייַבן פֿאַרמאַכט ביז פֿרילינג."),
    ("ar", "أعلن المجلس البلدي يوم الثلاثاء أن الجسر القديم سيبقى مغلقا حتى الربيع بسبب تشققات في أعمدته."),
    ("fa", "شورای شهر روز سه‌شنبه اعلام کرد که پل قدیمی به دلیل ترک‌خوردگی تا بهار بسته خواهد ماند."),
    ("ur", "شہر کی کونسل نے منگل کو بتایا کہ پرانا پل دراڑوں کی وجہ سے بہار تک بند رہے گا۔"),
    ("ps", "د ښار شورا د سه شنبې په ورځ وویل چې زوړ پل به د درزونو له امله تر پسرلي پورې تړلی وي."),
    ("ckb", "ئەنجومەنی شار ڕۆژی سێشەممە ڕایگەیاند کە پردە کۆنەکە بەهۆی درزەکانەوە تا بەهار دادەخرێت."),
    ("ku", "Meclisa bajêr roja sêşemê ragihand ku pira kevn ji ber derzan dê heta biharê girtî bimîne."),
    ("hi", "नगर परिषद ने मंगलवार को कहा कि दरारों के कारण पुराना पुल वसंत तक बंद रहेगा।"),
    ("mr", "तडे गेल्यामुळे जुना पूल वसंत ऋतूपर्यंत बंद राहणार असल्याचे नगर परिषदेने मंगळवारी सांगितले."),
    ("bn", "ফাটলের কারণে পুরোনো সেতুটি বসন্ত পর্যন্ত বন্ধ থাকবে বলে মঙ্গলবার জানিয়েছে পৌর পরিষদ।"),
    ("pa", "ਨਗਰ ਕੌਂਸਲ ਨੇ ਮੰਗਲਵਾਰ ਨੂੰ ਕਿਹਾ ਕਿ ਪੁਰਾਣਾ ਪੁਲ ਬਸੰਤ ਤੱਕ ਬੰਦ ਰਹੇਗਾ।"),
    ("gu", "નગરપાલિકાએ મંગળવારે કહ્યું કે જૂનો પુલ વસંત સુધી બંધ રહેશે."),
    ("ta", "பழைய பாலம் வசந்த காலம் வரை மூடப்பட்டிருக்கும் என்று நகர சபை செவ்வாய்க்கிழமை தெரிவித்தது."),
    ("te", "పాత వంతెన వసంతం వరకు మూసి ఉంటుందని నగర మండలి మంగళవారం తెలిపింది."),
    ("kn", "ಹಳೆಯ ಸೇತುವೆ ವಸಂತದವರೆಗೆ ಮುಚ್ಚಿರುತ್ತದೆ ಎಂದು ನಗರಸಭೆ ಮಂಗಳವಾರ ತಿಳಿಸಿದೆ."),
    ("ml", "പഴയ പാലം വസന്തകാലം വരെ അടഞ്ഞുകിടക്കുമെന്ന് നഗരസഭ ചൊവ്വാഴ്ച അറിയിച്ചു."),
    ("si", "පැරණි පාලම වසන්තය දක්වා වසා තබන බව නගර සභාව අඟහරුවාදා පැවසීය."),
    ("th", "สภาเมืองแถลงเมื่อวันอังคารว่าสะพานเก่าจะปิดไปจนถึงฤดูใบไม้ผลิเพราะพบรอยร้าว"),
    ("lo", "ສະພາເມືອງກ່າວໃນວັນອັງຄານວ່າຂົວເກົ່າຈະປິດຈົນຮອດລະດູໃບໄມ້ປົ່ງ"),
    ("km", "ក្រុមប្រឹក្សាក្រុងបាននិយាយកាលពីថ្ងៃអង្គារថាស្ពានចាស់នឹងបិទ"),
    ("my", "တံတားဟောင်းကို နွေဦးရာသီအထိ ပိတ်ထားမည်ဟု မြို့တော်ကောင်စီက အင်္ဂါနေ့တွင် ပြောကြားခဲ့သည်။"),
    ("vi", "Hội đồng thành phố cho biết hôm thứ Ba rằng cây cầu cũ sẽ đóng cửa cho đến mùa xuân vì các vết nứt."),
    (
        "id ms",
        "Dewan kota mengatakan pada hari Selasa bahwa jembatan lama akan tetap ditutup karena ditemukan retakan.",
    ),
    (
        "ms id",
        "Majlis perbandaran berkata pada Selasa bahawa jambatan lama itu akan terus ditutup kerana terdapat retakan.",
    ),
    ("tl", "Sinabi ng konseho ng lungsod noong Martes na mananatiling sarado ang lumang tulay dahil sa mga bitak."),
    ("zh", "市议会星期二表示，由于发现裂缝，旧桥将关闭到春天。"),
    ("zh", "市議會星期二表示，由於發現裂縫，舊橋將關閉到春天。"),
    ("ja", "市議会は火曜日、ひび割れが見つかったため、古い橋を春まで閉鎖すると発表した。"),
    ("ko", "시의회는 화요일 균열이 발견되어 오래된 다리를 봄까지 폐쇄한다고 밝혔다."),
    ("sw", "Baraza la mji lilisema Jumanne kwamba daraja la zamani litaendelea kufungwa kwa sababu ya nyufa."),
    (
        "ha",
        "Majalisar birnin ta ce a ranar Talata cewa tsohuwar gadar za ta ci gaba da kasancewa a rufe saboda tsagewa.",
    ),
    ("yo", "Ìgbìmọ̀ ìlú sọ ní ọjọ́ Ìṣẹ́gun pé afárá àtijọ́ náà yóò wà ní títì pa nítorí àwọn ibi tí ó ti sán."),
    ("ig", "Ndị ọchịchị obodo kwuru na Tuesday na àkwà mmiri ochie ahụ ga-anọgide na-emechi n'ihi na ọ gbawara."),
    ("so", "Golaha deegaanka ayaa sheegay Talaadadii in buundada duugga ah ay xirnaan doonto sababtoo ah dildilaac."),
    ("am", "የከተማው ምክር ቤት አሮጌው ድልድይ በስንጥቅ ምክንያት እስከ ጸደይ ድረስ ተዘግቶ እንደሚቆይ ማክሰኞ አስታወቀ።"),
    ("ti", "እቲ ኣረጊት ድልድል ብሰንኪ ነቓዓት ክሳብ ጽድያ ተዓጽዩ ከም ዝጸንሕ እቲ ቤት ምኽሪ ከተማ ሰሉስ ኣፍሊጡ።"),
    ("rw rn", "Inama y'umujyi yavuze ku wa kabiri ko ikiraro gishaje kizakomeza gufungwa kubera ko cyasadutse."),
    ("zu xh", "Umkhandlu wedolobha uthe ngoLwesibili ibhuloho elidala lizohlala livaliwe ngenxa yemifantu."),
    ("af", "Die stadsraad het Dinsdag gesê die ou brug bly weens krake tot die lente gesluit."),
    ("sn", "Kanzuru yeguta yakati neChipiri bhiriji rekare richaramba rakavharwa nekuda kwemitswe."),
    ("mg", "Nilaza ny filan-kevitry ny tanàna ny talata teo fa hikatona hatrany ilay tetezana taloha noho ny triatra."),
    ("ht", "Konsèy vil la te di madi ke ansyen pon an ap rete fèmen jouk prentan paske yo jwenn fant ladan l."),
    ("ga", "Dúirt comhairle na cathrach Dé Máirt go bhfanfaidh an seandroichead dúnta go dtí an t-earrach."),
    ("cy", "Dywedodd cyngor y ddinas ddydd Mawrth y bydd yr hen bont ar gau tan y gwanwyn oherwydd craciau."),
    ("eu", "Udalak asteartean jakinarazi duenez, zubi zaharra itxita egongo da udaberrira arte pitzadurengatik."),
    (
        "ca",
        "L'ajuntament va informar dimarts que el vell pont romandrà tancat fins a la primavera a causa d'unes esquerdes.",
    ),
    (
        "mt",
        "Il-kunsill tal-belt qal nhar it-Tlieta li l-pont il-qadim se jibqa' magħluq sar-rebbiegħa minħabba xi xquq.",
    ),
    ("lb", "De Stadrot huet en Dënschdeg matgedeelt, datt déi al Bréck wéinst Rëss bis d'Fréijoer zou bleift."),
];

fn language(body: &str, declared: Option<&'static str>) -> Option<String> {
    read(body).language(declared).enriched().language
}

#[test]
fn news_in_the_worlds_languages_is_told_from_a_sentence() {
    let languages: std::collections::BTreeSet<&str> =
        NEWS.iter().filter_map(|(codes, _)| codes.split(' ').next()).collect();
    assert!(languages.len() >= 80, "{}", languages.len());
    let wrong: Vec<String> = NEWS
        .iter()
        .filter_map(|(codes, text)| {
            let found = language(text, None);
            let right = found.as_deref().is_some_and(|found| codes.split(' ').any(|code| code == found));
            (!right).then(|| format!("{codes} read as {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_text_in_another_language_is_never_read_as_english() {
    for (codes, text) in NEWS.iter().filter(|(codes, _)| *codes != "en") {
        let article = read(format!("{text} {text} {text}")).language("en").enriched();
        assert_ne!(article.language.as_deref(), Some("en"), "{codes}");
        let stage = article.enrichment.provenance.last().map(|stage| stage.skipped.join(" "));
        assert!(stage.is_some_and(|skipped| skipped.contains("entities")), "{codes}");
        assert!(article.people.is_empty() && article.enrichment.mentions.is_empty(), "{codes}");
    }
}

#[test]
fn a_declaration_that_agrees_and_says_more_is_kept() {
    let english = NEWS.iter().find(|(code, _)| *code == "en").map_or("", |(_, text)| text);
    assert_eq!(language(english, Some("en-GB")).as_deref(), Some("en-GB"));
    let told = read(english).language("de").enriched().enrichment.language.map(|told| (told.value, told.from));
    assert_eq!(told, Some(("en".to_owned(), DeclaredOrText::Text)));
}

#[test]
fn a_few_words_do_not_overrule_a_declaration() {
    assert_eq!(language("Comment?", Some("fr")).as_deref(), Some("fr"));
    assert_eq!(language("12.5 % – 2024", Some("sw")).as_deref(), Some("sw"));
    assert_eq!(language("12.5 % – 2024", None), None);
}

#[test]
fn names_in_latin_letters_do_not_make_a_text_english() {
    let text = "Apple 和 Microsoft 公布财报 (Reuters, Bloomberg, Financial Times)：两家公司的收入都高于分析师的预期";
    assert_eq!(language(text, None).as_deref(), Some("zh"));
    let text = "OpenAI и Google (Bloomberg) объявили о сделке, сообщает Reuters со ссылкой на источники";
    assert_eq!(language(text, Some("en")).as_deref(), Some("ru"));
}

#[test]
fn short_english_news_is_read_as_english() {
    for text in ["Fire kills three in Harare market", "Quake of magnitude 6.1 hits Fiji, no tsunami warning issued"] {
        assert_eq!(language(text, None).as_deref(), Some("en"), "{text}");
    }
}
