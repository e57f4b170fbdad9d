//! The characters that are quotation marks, and what each is meant to be.

/// Whether a quotation mark may begin with this byte: an ASCII one, or the first of another.
pub(crate) fn may_mark(byte: &u8) -> bool {
    static TABLE: [bool; 256] = {
        let mut table = [false; 256];
        // `"`, `'` and the back tick.
        table[0x22] = true;
        table[0x27] = true;
        table[0x60] = true;
        table[0xC2] = true;
        table[0xE2] = true;
        table[0xE3] = true;
        table[0xEF] = true;
        table
    };
    TABLE.get(usize::from(*byte)).copied().unwrap_or(false)
}

/// The mark that a character stands for.
pub(crate) fn meant(char: char) -> Option<char> {
    match char {
        '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' => Some(char),
        '`' => Some('‘'),
        '‟' => Some('“'),
        '″' | '＂' => Some('"'),
        '‹' => Some('«'),
        '›' => Some('»'),
        '「' | '『' => Some('「'),
        '」' | '』' => Some('」'),
        _ => None,
    }
}

/// The double mark that two of these make.
pub(crate) fn doubled(char: char) -> Option<char> {
    match char {
        '\'' => Some('"'),
        '‘' => Some('“'),
        '’' => Some('”'),
        _ => None,
    }
}
