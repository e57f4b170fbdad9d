//! The configurations that the README prints, as somebody copies them.

use crate::program::dateline;
use harness::readme_blocks;

#[test]
fn every_configuration_of_the_readme_is_in_order() {
    for heading in ["Your own news", "On Kafka and PostgreSQL"] {
        for configuration in readme_blocks(heading, "toml").unwrap() {
            let directory = tempfile::tempdir().unwrap();
            std::fs::create_dir(directory.path().join("wire")).unwrap();
            std::fs::write(directory.path().join("dateline.toml"), &configuration).unwrap();
            let output = dateline(directory.path(), &["check"]).output().unwrap();
            let said = String::from_utf8(output.stdout).unwrap();
            assert!(output.status.success(), "{configuration}\n{}", String::from_utf8_lossy(&output.stderr));
            assert!(said.ends_with("The configuration is in order.\n") && !said.contains("warning"), "{said}");
        }
    }
}
