//! Files of one crate never use each other in circles: what two of them share stands in a third that imports neither. A
//! module that lists its children is a file like the others, so none of these may import it. Roots of crates are left
//! out, and so is all that is compiled for tests only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The path of a file's module: `["feed", "cursor"]`; empty for the root of a crate.
type Module = Vec<String>;

/// Which other files of the crate each file names.
type Uses = BTreeMap<Module, BTreeSet<Module>>;

/// The module of a file, by its path below `src`; `None`: it is a program or a test of its own.
fn module_of(path: &str) -> Option<Module> {
    let mut module: Module = path.strip_suffix(".rs")?.split('/').map(str::to_owned).collect();
    let last = module.last().map(String::as_str)?;
    if module[0] == "bin" || ["test", "tests"].contains(&last) {
        return None;
    }
    if ["mod", "lib", "main"].contains(&last) {
        module.pop();
    }
    Some(module)
}

/// The words and marks of a file, `::` as one. Comments, texts and letters are left out.
fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let letter = |at: usize| letters.get(at).copied().unwrap_or('\0');
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        let start = at;
        let hashes = (1..).take_while(|more| letter(at + more) == '#').count();
        if letter(at) == '/' && letter(at + 1) == '/' {
            at += letters[at..].iter().take_while(|c| **c != '\n').count();
        } else if letter(at) == 'r' && letter(at + 1 + hashes) == '"' {
            at += hashes + 2;
            let is_end = |at: usize| letter(at) == '"' && (1..=hashes).all(|more| letter(at + more) == '#');
            at += (at..letters.len()).take_while(|at| !is_end(*at)).count() + 1 + hashes;
        } else if letter(at) == '"' {
            at += 1;
            while at < letters.len() && letter(at) != '"' {
                at += if letter(at) == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if letter(at) == '\'' && (letter(at + 1) == '\\' || letter(at + 2) == '\'') {
            at += 2;
            at += letters[at.min(letters.len())..].iter().take_while(|c| **c != '\'').count() + 1;
        } else if letter(at).is_alphanumeric() || letter(at) == '_' {
            at += letters[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
            tokens.push(letters[start..at].iter().collect());
        } else {
            at += if letter(at) == ':' && letter(at + 1) == ':' { 2 } else { 1 };
            if !letter(start).is_whitespace() {
                tokens.push(letters[start..at].iter().collect());
            }
        }
    }
    tokens
}

/// A file while it is read.
#[derive(Default)]
struct Reading {
    tokens: Vec<String>,
    at: usize,
    /// Every path it names, with those of a `use {…}` written out.
    paths: Vec<Vec<String>>,
    /// Its modules that are compiled for tests only.
    of_tests: Vec<String>,
}

impl Reading {
    fn of(text: &str) -> Self {
        let mut reading = Self { tokens: tokens(text), ..Self::default() };
        while reading.at < reading.tokens.len() {
            if reading.is("#") && reading.is_for_tests() {
                reading.skip_item();
            } else {
                reading.path(Vec::new());
            }
        }
        reading
    }

    fn is(&self, token: &str) -> bool {
        self.tokens.get(self.at).is_some_and(|found| found == token)
    }

    /// Whether an attribute that begins here says `cfg(test)`, or `cfg(any(test, …))`.
    fn is_for_tests(&self) -> bool {
        let mut inside = self.tokens[self.at..].iter().take_while(|token| *token != "]");
        inside.any(|token| token == "cfg") && inside.any(|token| token == "test")
    }

    /// Goes past an item with its attribute: to the `;` or the `}` at its end.
    fn skip_item(&mut self) {
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.tokens[self.at].as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                "mod" if depth == 0 => self.of_tests.extend(self.tokens.get(self.at + 1).cloned()),
                _ => {}
            }
            let ends = depth == 0 && (self.is(";") || self.is("}"));
            self.at += 1;
            if ends {
                return;
            }
        }
    }

    /// Takes one path that goes on from `before`, or one mark.
    fn path(&mut self, before: Vec<String>) {
        let mut path = before;
        while let Some(token) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            if token == "{" && !path.is_empty() {
                while self.at < self.tokens.len() && !self.is("}") {
                    match self.tokens[self.at].as_str() {
                        "," => self.at += 1,
                        "as" => self.at += 2,
                        _ => self.path(path.clone()),
                    }
                }
                self.at += 1;
                return;
            }
            path.push(token);
            if !self.is("::") {
                break;
            }
            self.at += 1;
        }
        if path.len() > 1 {
            self.paths.push(path);
        }
    }
}

/// What the files of a crate name of each other.
fn uses(files: &BTreeMap<Module, String>) -> Uses {
    let read: BTreeMap<&Module, Reading> = files.iter().map(|(module, text)| (module, Reading::of(text))).collect();
    let of_tests = |module: &Module| {
        let is_one = |length: &usize| {
            let parent = read.get(&module[..length - 1].to_vec());
            parent.is_some_and(|parent| parent.of_tests.contains(&module[length - 1]))
        };
        (1..=module.len()).any(|length| is_one(&length))
    };
    let known: BTreeSet<&Module> = files.keys().filter(|module| !of_tests(module)).collect();
    let mut uses = Uses::new();
    for module in known.iter().filter(|module| !module.is_empty()) {
        let named = read[*module].paths.iter().filter_map(|path| target(path, module, &known));
        uses.insert((*module).clone(), named.filter(|named| !named.is_empty() && named != *module).collect());
    }
    uses
}

/// The file of the crate that a path in `module` leads to.
fn target(path: &[String], module: &Module, known: &BTreeSet<&Module>) -> Option<Module> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let (mut target, rest) = match path[0].as_str() {
        "crate" => (Module::new(), &path[1..]),
        "self" => (module.clone(), &path[1..]),
        "super" => (module[..module.len().checked_sub(ups)?].to_vec(), &path[ups..]),
        child if known.contains(&[module.as_slice(), &[child.to_owned()]].concat()) => (module.clone(), path),
        _ => return None,
    };
    for part in rest {
        target.push(part.clone());
        if !known.contains(&target) {
            target.pop();
            break;
        }
    }
    Some(target)
}

/// All that a file leads to, over however many others.
fn reached(uses: &Uses, from: &Module) -> BTreeSet<Module> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(module) = next.pop() {
        for named in uses.get(module).into_iter().flatten() {
            if reached.insert(named.clone()) {
                next.push(named);
            }
        }
    }
    reached
}

/// The uses that are part of a circle: `feed/cursor -> feed`.
fn circles(files: &BTreeMap<Module, String>) -> Vec<String> {
    let uses = uses(files);
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        uses.keys().map(|module| (module, reached(&uses, module))).collect();
    let pairs = uses.iter().flat_map(|(module, named)| named.iter().map(move |named| (module, named)));
    let bad = pairs.filter(|(module, named)| reached.get(named).is_some_and(|reached| reached.contains(*module)));
    bad.map(|(module, named)| format!("{} -> {}", module.join("/"), named.join("/"))).collect()
}

/// The files below a directory, by their paths from there.
fn read_tree(root: &Path, below: &Path, files: &mut BTreeMap<Module, String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            read_tree(root, &path, files)?;
        } else if let Some(module) = path.to_str().and_then(module_of) {
            files.insert(module, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

#[test]
fn no_files_of_a_crate_use_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are a member of the workspace");
    let crates = std::fs::read_dir(root.join("crates")).expect("there are crates");
    let crates = crates.map(|entry| entry.expect("they can be listed").path());
    let members: Vec<PathBuf> = crates.chain(["tests", "training"].map(|name| root.join(name))).collect();
    let mut bad = Vec::new();
    for member in members.iter().filter(|member| member.join("src").is_dir()) {
        let mut files = BTreeMap::new();
        read_tree(&member.join("src"), Path::new(""), &mut files).expect("its files can be read");
        assert!(!files.is_empty(), "{}: nothing was read", member.display());
        let name = member.file_name().unwrap_or_default().to_string_lossy().into_owned();
        bad.extend(circles(&files).iter().map(|circle| format!("{name}: {circle}")));
    }
    assert!(bad.is_empty(), "what both need belongs into a file that imports neither:\n{}", bad.join("\n"));
}

#[test]
fn a_circle_is_found_over_lists_paths_and_parents_and_nowhere_else() {
    let check = |tree: &[(&str, &str)], expected: &[&str]| {
        let files = tree.iter().filter_map(|(path, text)| Some((module_of(path)?, (*text).to_owned())));
        assert_eq!(circles(&files.collect()), expected, "{tree:?}");
    };
    check(&[("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::B;"), ("b.rs", "use crate::c::C;")], &[]);
    check(&[("a.rs", "use super::{b::{B, C as D}, c};"), ("b.rs", "fn f() { super::a::g(); }")], &["a -> b", "b -> a"]);
    check(
        &[("a.rs", "use super::b;"), ("b.rs", "use super::c;"), ("c/mod.rs", "use crate::a::*;")],
        &["a -> b", "b -> c", "c -> a"],
    );
    check(&[("a.rs", "mod b; pub use b::B;"), ("a/b.rs", "use super::A;")], &["a -> a/b", "a/b -> a"]);
    check(&[("a.rs", "mod b; mod c; use b::B;"), ("a/b.rs", "use super::c::C;"), ("a/c.rs", "")], &[]);
    let lists = ("a/b.rs", "use super::{c::C, d as e};");
    check(&[("a.rs", "mod b; use b::B;"), lists, ("a/c.rs", ""), ("a/d.rs", "")], &[]);
    let in_texts = "use super::b; // super::a\nconst T: &str = \"super::a \\\" \"; const R: &str = r#\"super::a\"#; const C: char = '\"';";
    check(
        &[("a.rs", in_texts), ("b.rs", "/// [`super::a`]\nconst C: char = '\\''; const T: &str = \"super::a\";")],
        &[],
    );
    let tested = "#[cfg(test)]\nmod tests { use super::super::a; }\n#[cfg(test)] pub(crate) mod samples;\n#[cfg(test)] use super::a::A;";
    check(&[("a.rs", "use super::b;"), ("b.rs", tested), ("b/samples.rs", "use super::B; use crate::a;")], &[]);
    check(&[("a.rs", "use super::b;"), ("b.rs", "#[cfg(test)] fn f() {}\nuse super::a;")], &["a -> b", "b -> a"]);
    check(&[("lib.rs", "mod a; use a::A;"), ("a.rs", "use crate::B;")], &[]);
}
