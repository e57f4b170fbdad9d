//! A configuration file of a test's own, and what is said of it.

use dateline_service::config::{Environment, Problems, Settings};
use std::path::PathBuf;
use tempfile::TempDir;

pub(super) struct Case {
    pub(super) directory: TempDir,
    pub(super) file: PathBuf,
}

impl Case {
    pub(super) fn of(toml: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("dateline.toml");
        std::fs::write(&file, toml).unwrap();
        Self { directory, file }
    }

    pub(super) fn secret_file(&self, content: &str) -> PathBuf {
        let path = self.directory.path().join("secret");
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(super) fn load(&self, variables: &[(&str, &str)]) -> Result<Settings, String> {
        let mut problems = Problems::default();
        let settings = Settings::load(Some(&self.file), &environment(variables), &mut problems);
        self.verdict(problems).map(|()| settings)
    }

    /// Problems with the temporary directory cut off.
    pub(super) fn verdict(&self, problems: Problems) -> Result<(), String> {
        let directory = format!("{}/", self.directory.path().display());
        problems.check().map_err(|problems| problems.to_string().replace(&directory, ""))
    }
}

pub(super) fn environment(variables: &[(&str, &str)]) -> Environment {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub(super) fn settings(toml: &str, variables: &[(&str, &str)]) -> Settings {
    Case::of(toml).load(variables).unwrap()
}

pub(super) fn refusal(toml: &str, variables: &[(&str, &str)]) -> String {
    Case::of(toml).load(variables).unwrap_err()
}
