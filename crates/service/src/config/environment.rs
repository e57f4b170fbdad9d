//! The environment variables, read once and handed on as a value.

use super::host_name::host_name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The variable of the host's name.
pub(super) const HOST_NAME: &str = "HOSTNAME";

/// Environment variables by name. Cheap to clone.
#[derive(Clone, Default)]
pub struct Environment(Arc<BTreeMap<String, String>>);

impl Environment {
    /// Those of this process. A value that is not UTF-8 keeps replacement characters in the places that are not, so
    /// that whoever reads it refuses it instead of overlooking it. `HOSTNAME`, which shells know and do not hand on, is
    /// the system's host name where it is not set.
    pub fn of_process() -> Self {
        let own: Self = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
            .collect();
        own.with_host_name(host_name())
    }

    fn with_host_name(self, host_name: Option<String>) -> Self {
        match host_name {
            Some(host_name) if self.get(HOST_NAME).is_none() => {
                let mut variables = (*self.0).clone();
                variables.insert(HOST_NAME.to_owned(), host_name);
                Self(Arc::new(variables))
            }
            Some(_) | None => self,
        }
    }

    /// A variable; set but empty counts as not set, so that compose files can pass `${X:-}`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The names of all variables, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(variables: T) -> Self {
        Self(Arc::new(variables.into_iter().collect()))
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Values may be secrets.
        f.debug_list().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_name_stands_in_where_the_variable_is_not_set() {
        let given = |value: &str| -> Environment { [(HOST_NAME.to_owned(), value.to_owned())].into_iter().collect() };
        let system = || Some("newsroom-3".to_owned());
        assert_eq!(Environment::default().with_host_name(system()).get(HOST_NAME), Some("newsroom-3"));
        assert_eq!(given("").with_host_name(system()).get(HOST_NAME), Some("newsroom-3"));
        assert_eq!(given("pod-7").with_host_name(system()).get(HOST_NAME), Some("pod-7"));
        assert_eq!(Environment::default().with_host_name(None).get(HOST_NAME), None);
    }
}
