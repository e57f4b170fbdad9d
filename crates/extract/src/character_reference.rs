//! Character references of HTML (`&amp;`, `&#8217;`) to characters.

use std::borrow::Cow;

/// Longest reference that is looked for, in bytes after the `&`.
const LONGEST: usize = 12;

/// Decodes references that end with a semicolon; anything else stays as it is.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let reference = piece.split_once(';').filter(|(name, _)| name.len() <= LONGEST);
        match reference.and_then(|(name, rest)| character(name).map(|character| (character, rest))) {
            Some((character, rest)) => {
                out.push(character);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return of_code(code);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

/// The character of a numeric reference. Codes 0x80 to 0x9F mean windows-1252, as in the HTML standard.
fn of_code(code: u32) -> Option<char> {
    match code {
        0 => Some('\u{fffd}'),
        0x80..=0x9f => {
            let byte = [u8::try_from(code).ok()?];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()
        }
        // Control characters other than white space have no place in a text.
        0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f => None,
        _ => char::from_u32(code),
    }
}

/// Named references that occur in news: those of HTML 4, Latin letters of Europe, and punctuation. Names and code
/// points are those of the HTML standard.
const NAMED: &[(&str, char)] = &[
    ("amp", '\u{26}'),
    ("lt", '\u{3c}'),
    ("gt", '\u{3e}'),
    ("quot", '\u{22}'),
    ("apos", '\u{27}'),
    ("nbsp", '\u{a0}'),
    ("iexcl", '\u{a1}'),
    ("cent", '\u{a2}'),
    ("pound", '\u{a3}'),
    ("curren", '\u{a4}'),
    ("yen", '\u{a5}'),
    ("brvbar", '\u{a6}'),
    ("sect", '\u{a7}'),
    ("uml", '\u{a8}'),
    ("copy", '\u{a9}'),
    ("ordf", '\u{aa}'),
    ("laquo", '\u{ab}'),
    ("not", '\u{ac}'),
    ("shy", '\u{ad}'),
    ("reg", '\u{ae}'),
    ("macr", '\u{af}'),
    ("deg", '\u{b0}'),
    ("plusmn", '\u{b1}'),
    ("sup2", '\u{b2}'),
    ("sup3", '\u{b3}'),
    ("acute", '\u{b4}'),
    ("micro", '\u{b5}'),
    ("para", '\u{b6}'),
    ("middot", '\u{b7}'),
    ("cedil", '\u{b8}'),
    ("sup1", '\u{b9}'),
    ("ordm", '\u{ba}'),
    ("raquo", '\u{bb}'),
    ("frac14", '\u{bc}'),
    ("frac12", '\u{bd}'),
    ("frac34", '\u{be}'),
    ("iquest", '\u{bf}'),
    ("Agrave", '\u{c0}'),
    ("Aacute", '\u{c1}'),
    ("Acirc", '\u{c2}'),
    ("Atilde", '\u{c3}'),
    ("Auml", '\u{c4}'),
    ("Aring", '\u{c5}'),
    ("AElig", '\u{c6}'),
    ("Ccedil", '\u{c7}'),
    ("Egrave", '\u{c8}'),
    ("Eacute", '\u{c9}'),
    ("Ecirc", '\u{ca}'),
    ("Euml", '\u{cb}'),
    ("Igrave", '\u{cc}'),
    ("Iacute", '\u{cd}'),
    ("Icirc", '\u{ce}'),
    ("Iuml", '\u{cf}'),
    ("ETH", '\u{d0}'),
    ("Ntilde", '\u{d1}'),
    ("Ograve", '\u{d2}'),
    ("Oacute", '\u{d3}'),
    ("Ocirc", '\u{d4}'),
    ("Otilde", '\u{d5}'),
    ("Ouml", '\u{d6}'),
    ("times", '\u{d7}'),
    ("Oslash", '\u{d8}'),
    ("Ugrave", '\u{d9}'),
    ("Uacute", '\u{da}'),
    ("Ucirc", '\u{db}'),
    ("Uuml", '\u{dc}'),
    ("Yacute", '\u{dd}'),
    ("THORN", '\u{de}'),
    ("szlig", '\u{df}'),
    ("agrave", '\u{e0}'),
    ("aacute", '\u{e1}'),
    ("acirc", '\u{e2}'),
    ("atilde", '\u{e3}'),
    ("auml", '\u{e4}'),
    ("aring", '\u{e5}'),
    ("aelig", '\u{e6}'),
    ("ccedil", '\u{e7}'),
    ("egrave", '\u{e8}'),
    ("eacute", '\u{e9}'),
    ("ecirc", '\u{ea}'),
    ("euml", '\u{eb}'),
    ("igrave", '\u{ec}'),
    ("iacute", '\u{ed}'),
    ("icirc", '\u{ee}'),
    ("iuml", '\u{ef}'),
    ("eth", '\u{f0}'),
    ("ntilde", '\u{f1}'),
    ("ograve", '\u{f2}'),
    ("oacute", '\u{f3}'),
    ("ocirc", '\u{f4}'),
    ("otilde", '\u{f5}'),
    ("ouml", '\u{f6}'),
    ("divide", '\u{f7}'),
    ("oslash", '\u{f8}'),
    ("ugrave", '\u{f9}'),
    ("uacute", '\u{fa}'),
    ("ucirc", '\u{fb}'),
    ("uuml", '\u{fc}'),
    ("yacute", '\u{fd}'),
    ("thorn", '\u{fe}'),
    ("yuml", '\u{ff}'),
    ("OElig", '\u{152}'),
    ("oelig", '\u{153}'),
    ("Scaron", '\u{160}'),
    ("scaron", '\u{161}'),
    ("Zcaron", '\u{17d}'),
    ("zcaron", '\u{17e}'),
    ("Yuml", '\u{178}'),
    ("fnof", '\u{192}'),
    ("circ", '\u{2c6}'),
    ("tilde", '\u{2dc}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("ndash", '\u{2013}'),
    ("mdash", '\u{2014}'),
    ("horbar", '\u{2015}'),
    ("lsquo", '\u{2018}'),
    ("rsquo", '\u{2019}'),
    ("sbquo", '\u{201a}'),
    ("ldquo", '\u{201c}'),
    ("rdquo", '\u{201d}'),
    ("bdquo", '\u{201e}'),
    ("dagger", '\u{2020}'),
    ("Dagger", '\u{2021}'),
    ("bull", '\u{2022}'),
    ("hellip", '\u{2026}'),
    ("permil", '\u{2030}'),
    ("prime", '\u{2032}'),
    ("Prime", '\u{2033}'),
    ("lsaquo", '\u{2039}'),
    ("rsaquo", '\u{203a}'),
    ("oline", '\u{203e}'),
    ("frasl", '\u{2044}'),
    ("euro", '\u{20ac}'),
    ("image", '\u{2111}'),
    ("trade", '\u{2122}'),
    ("larr", '\u{2190}'),
    ("uarr", '\u{2191}'),
    ("rarr", '\u{2192}'),
    ("darr", '\u{2193}'),
    ("harr", '\u{2194}'),
    ("minus", '\u{2212}'),
    ("infin", '\u{221e}'),
    ("asymp", '\u{2248}'),
    ("ne", '\u{2260}'),
    ("le", '\u{2264}'),
    ("ge", '\u{2265}'),
    ("sum", '\u{2211}'),
    ("radic", '\u{221a}'),
    ("Alpha", '\u{391}'),
    ("Beta", '\u{392}'),
    ("Gamma", '\u{393}'),
    ("Delta", '\u{394}'),
    ("Omega", '\u{3a9}'),
    ("alpha", '\u{3b1}'),
    ("beta", '\u{3b2}'),
    ("gamma", '\u{3b3}'),
    ("delta", '\u{3b4}'),
    ("epsilon", '\u{3b5}'),
    ("lambda", '\u{3bb}'),
    ("mu", '\u{3bc}'),
    ("pi", '\u{3c0}'),
    ("sigma", '\u{3c3}'),
    ("tau", '\u{3c4}'),
    ("phi", '\u{3c6}'),
    ("omega", '\u{3c9}'),
    ("check", '\u{2713}'),
    ("starf", '\u{2605}'),
    ("star", '\u{2606}'),
    ("hearts", '\u{2665}'),
    ("loz", '\u{25ca}'),
    ("Ccaron", '\u{10c}'),
    ("ccaron", '\u{10d}'),
    ("Cacute", '\u{106}'),
    ("cacute", '\u{107}'),
    ("Dcaron", '\u{10e}'),
    ("dcaron", '\u{10f}'),
    ("Ecaron", '\u{11a}'),
    ("ecaron", '\u{11b}'),
    ("Lstrok", '\u{141}'),
    ("lstrok", '\u{142}'),
    ("Nacute", '\u{143}'),
    ("nacute", '\u{144}'),
    ("Ncaron", '\u{147}'),
    ("ncaron", '\u{148}'),
    ("Rcaron", '\u{158}'),
    ("rcaron", '\u{159}'),
    ("Sacute", '\u{15a}'),
    ("sacute", '\u{15b}'),
    ("Scedil", '\u{15e}'),
    ("scedil", '\u{15f}'),
    ("Tcaron", '\u{164}'),
    ("tcaron", '\u{165}'),
    ("Uring", '\u{16e}'),
    ("uring", '\u{16f}'),
    ("Zacute", '\u{179}'),
    ("zacute", '\u{17a}'),
    ("Zdot", '\u{17b}'),
    ("zdot", '\u{17c}'),
    ("Amacr", '\u{100}'),
    ("amacr", '\u{101}'),
    ("Aogon", '\u{104}'),
    ("aogon", '\u{105}'),
    ("Eogon", '\u{118}'),
    ("eogon", '\u{119}'),
    ("Imacr", '\u{12a}'),
    ("imacr", '\u{12b}'),
    ("Omacr", '\u{14c}'),
    ("omacr", '\u{14d}'),
    ("Umacr", '\u{16a}'),
    ("umacr", '\u{16b}'),
    ("Gbreve", '\u{11e}'),
    ("gbreve", '\u{11f}'),
    ("Abreve", '\u{102}'),
    ("abreve", '\u{103}'),
    ("Idot", '\u{130}'),
    ("imath", '\u{131}'),
    ("inodot", '\u{131}'),
    ("Odblac", '\u{150}'),
    ("odblac", '\u{151}'),
    ("Udblac", '\u{170}'),
    ("udblac", '\u{171}'),
    ("Emacr", '\u{112}'),
    ("emacr", '\u{113}'),
    ("Dstrok", '\u{110}'),
    ("dstrok", '\u{111}'),
    ("num", '\u{23}'),
    ("excl", '\u{21}'),
    ("lpar", '\u{28}'),
    ("rpar", '\u{29}'),
    ("comma", '\u{2c}'),
    ("period", '\u{2e}'),
    ("colon", '\u{3a}'),
    ("semi", '\u{3b}'),
    ("equals", '\u{3d}'),
    ("quest", '\u{3f}'),
    ("commat", '\u{40}'),
    ("lsqb", '\u{5b}'),
    ("rsqb", '\u{5d}'),
    ("lowbar", '\u{5f}'),
    ("grave", '\u{60}'),
    ("lbrace", '\u{7b}'),
    ("rbrace", '\u{7d}'),
    ("verbar", '\u{7c}'),
    ("vert", '\u{7c}'),
    ("dollar", '\u{24}'),
    ("percnt", '\u{25}'),
    ("ast", '\u{2a}'),
    ("plus", '\u{2b}'),
    ("sol", '\u{2f}'),
    ("bsol", '\u{5c}'),
    ("hyphen", '\u{2010}'),
    ("dash", '\u{2010}'),
    ("NewLine", '\u{a}'),
    ("Tab", '\u{9}'),
    ("lsquor", '\u{201a}'),
    ("ldquor", '\u{201e}'),
    ("rsquor", '\u{2019}'),
    ("rdquor", '\u{201d}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters_and_the_rest_stays() {
        for (text, expected) in [
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
            ("caf&eacute; &#8217;&#x2019;&#146;", "café ’’’"),
            ("AT&T & co; &unknown; &", "AT&T & co; &unknown; &"),
            ("&#0;&#1;&#x110000;", "\u{fffd}&#1;&#x110000;"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }
}
