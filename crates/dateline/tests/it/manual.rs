//! `dateline manual`: man pages, completions, and the page on the commands.

use crate::program::dateline;
use std::path::Path;

fn printed(directory: &Path, arguments: &[&str]) -> String {
    let output = dateline(directory, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_on_the_commands_is_what_they_say() {
    let directory = tempfile::tempdir().unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
    let page = std::fs::read_to_string(page).unwrap();
    let printed = printed(directory.path(), &["manual", "markdown"]);
    let differs = printed.lines().zip(page.lines()).find(|(printed, page)| printed != page);
    assert_eq!(differs, None, "write it anew: dateline manual markdown > docs/commands.md");
    assert_eq!(
        printed.lines().count(),
        page.lines().count(),
        "write it anew: dateline manual markdown > docs/commands.md"
    );
}

#[test]
fn every_command_has_a_man_page_and_can_be_completed() {
    let directory = tempfile::tempdir().unwrap();
    let pages = directory.path().join("share/man1");
    printed(directory.path(), &["manual", "man", pages.to_str().unwrap()]);
    let page = |name: &str| std::fs::read_to_string(pages.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    for (name, says) in [
        ("dateline.1", "enrich"),
        ("dateline-lag.1", "held"),
        ("dateline-topics-plan.1", "differs"),
        ("dateline-dlq-retry.1", "dry\\-run"),
    ] {
        let page = page(name);
        assert!(page.starts_with(".ie") && page.to_lowercase().contains(says), "{name}: {page}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(directory.path(), &["manual", "completions", shell]);
        assert!(
            ["topics", "apply", "--dry-run"].iter().all(|word| script.contains(word.trim_start_matches("--"))),
            "{shell}"
        );
    }
    let bash = directory.path().join("complete");
    std::fs::write(&bash, printed(directory.path(), &["manual", "completions", "bash"])).unwrap();
    let complete = format!(
        "source {}; COMP_WORDS=(dateline topics a); COMP_CWORD=2; _dateline dateline a topics; echo \"${{COMPREPLY[@]}}\"",
        bash.display()
    );
    let completed = std::process::Command::new("bash").args(["-c", &complete]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&completed.stdout).trim(), "apply", "{completed:?}");
    let refused = dateline(directory.path(), &["manual", "man", "/dev/null/x"]).output().unwrap();
    assert!(refused.status.code() == Some(1) && !refused.stderr.is_empty(), "{refused:?}");
}
