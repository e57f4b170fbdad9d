//! A model trained on a few sentences, and texts made to be expensive.
#![expect(clippy::string_slice, reason = "all of it is test")]

use dateline_tagger::training::{Settings, read_gold, train};
use dateline_tagger::{Kind, Memory, Tagger, Token, tokenize};
use std::sync::LazyLock;
use std::time::Duration;
use text::{Atoms, atoms};

#[path = "../../../../tests/processor_time.rs"]
mod processor_time;

fn tokens(text: &str) -> Vec<Token> {
    tokenize(Atoms::new(text, &atoms(text)))
}

const FIRST: [&str; 4] = ["Amina", "Boris", "Chidi", "Dalia"];
const LAST: [&str; 4] = ["Okafor", "Petrov", "Rahman", "Silva"];
const PLACES: [&str; 4] = ["Lagos", "Sofia", "Dhaka", "Porto"];

/// Sentences of one pattern from four outlets, as labelled data.
fn labelled() -> String {
    let mut lines = String::new();
    for (at, outlet) in ["one", "two", "three", "four"].iter().cycle().take(24).enumerate() {
        let person = format!("{} {}", FIRST[at % 4], LAST[at / 4 % 4]);
        let place = PLACES[(at + 1) % 4];
        let text = format!("The minister {person} spoke in {place} on rice and water. Later {person} left {place}.");
        let mut entities = Vec::new();
        for (name, kind) in [(person.as_str(), "Person"), (place, "Location")] {
            let found = text.match_indices(name);
            entities.extend(
                found.map(
                    |(start, name)| serde_json::json!({ "start": start, "end": start + name.len(), "type": kind }),
                ),
            );
        }
        let line = serde_json::json!({ "id": format!("{outlet}_{at}"), "text": text, "entities": entities });
        lines.push_str(&format!("{line}\n"));
    }
    lines
}

static MODEL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let settings = Settings {
        name: "test".to_owned(),
        bits: 13,
        epochs: 6,
        courses: 1,
        rate: 0.1,
        dropout: 15,
        parts: 2,
        seed: 1,
    };
    let texts = read_gold(&labelled()).unwrap();
    let words = [("lagos", 1, 4), ("sofia", 1, 4), ("amina", 2, 1), ("porto novo", 0, 256 + 16)];
    let line = |(words, cluster, flags)| format!("{words}\t{}3\t{flags}\n", format!("{cluster}\t").repeat(7));
    let lexicon: String = words.into_iter().map(line).collect();
    train(&texts, &lexicon, &settings).unwrap().encode()
});

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::load(&MODEL).unwrap());

#[test]
fn a_trained_model_finds_names_it_never_saw_by_what_stands_around_them() {
    let text = "The minister Boris Rahman spoke in Porto on rice and water. The minister Zofia Kowalska spoke in Tunis \
                on rice and water.";
    let found: Vec<(Kind, &str)> = TAGGER
        .tag(text, &tokens(text), &mut Memory::default())
        .into_iter()
        .map(|name| (name.kind, &text[name.bytes]))
        .collect();
    let expected = [
        (Kind::Person, "Boris Rahman"),
        (Kind::Place, "Porto"),
        (Kind::Person, "Zofia Kowalska"),
        (Kind::Place, "Tunis"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_same_data_gives_the_same_bytes_and_reading_them_loses_nothing() {
    let model = dateline_tagger::Model::decode(&MODEL).unwrap();
    assert_eq!(model.encode(), *MODEL);
    assert_eq!(model.name(), "test");
}

#[test]
fn a_damaged_model_is_refused() {
    use dateline_tagger::ModelError::{Damaged, Format, NotAModel};
    let refused = |bytes: &[u8]| dateline_tagger::Model::decode(bytes).err();
    assert_eq!(refused(b"PNG"), Some(NotAModel));
    assert_eq!(refused(&MODEL[..MODEL.len() - 1]), Some(Damaged));
    assert_eq!(refused(&MODEL[..20]), Some(Damaged));
    let mut changed = MODEL.clone();
    changed[500] ^= 1;
    assert_eq!(refused(&changed), Some(Damaged));
    changed[16] = 1;
    assert_eq!(refused(&changed), Some(Format { found: 1 }));
}

/// Least of three runs.
fn time(text: &str) -> Duration {
    let tag = || TAGGER.tag(text, &tokens(text), &mut Memory::default());
    let run = || {
        let (names, took) = processor_time::measured(tag);
        assert!(names.into_iter().all(|name| text.get(name.bytes).is_some()));
        took
    };
    run().min(run()).min(run())
}

/// Eight times the text may take some eight times as long; sixty-four times would be quadratic.
fn check_is_linear(piece: &str) {
    let small = piece.repeat(50_000 / piece.len());
    let large = piece.repeat(400_000 / piece.len());
    let (short, long) = (time(&small), time(&large));
    assert!(long < short * 28 + Duration::from_millis(50), "{piece:?}: {short:?}, then {long:?}");
}

#[test]
fn hostile_texts_take_time_in_proportion_to_their_length() {
    for piece in [
        "x",                       // no space at all
        "X",                       // one word in capitals
        "Ab ",                     // a sentence of capitalised words
        "Ab. ",                    // many sentences
        "A.",                      // initials without end
        "Ab\u{301}\u{327}\u{30a}", // combining characters
        "\u{301}",                 // nothing but marks
        "בית Beit-שלום ",          // right to left, mixed
        "\u{202e}Ab\u{202c} ",     // directions turned
        "“‘(\"'",                  // marks
        "'s-",                     // joined pieces
        "1,2.",                    // numbers without end
        "İstanbul ẞ ",             // letters that change length in small
        "\n\n",                    // empty lines
    ] {
        check_is_linear(piece);
    }
}

#[test]
fn a_hundred_thousand_different_names_are_taken() {
    let text: String = (0..100_000).map(|at| format!("Name{at} ")).collect();
    for name in TAGGER.tag(&text, &tokens(&text), &mut Memory::default()) {
        assert!(text.get(name.bytes).is_some());
    }
}

#[test]
fn names_are_the_same_whatever_was_read_before() {
    let mut memory = Memory::default();
    let many: String = (0..20_000).map(|at| format!("Name{at} spoke. ")).collect();
    for text in [
        "The minister Boris Rahman spoke in Porto on rice and water. Rahman left Porto.",
        "Later boris spoke, and the minister Amina Silva left Lagos. Porto",
        &many,
        "The minister Boris Rahman spoke in Porto on rice and water. Rahman left Porto.",
    ] {
        let tokens = tokens(text);
        let alone = TAGGER.tag(text, &tokens, &mut Memory::default());
        assert_eq!(TAGGER.tag(text, &tokens, &mut memory), alone);
        assert_eq!(TAGGER.tag(text, &tokens, &mut memory), alone);
    }
}
