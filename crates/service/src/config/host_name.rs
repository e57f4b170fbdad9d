//! The system's host name, as an instance may be named.

/// As many characters as an instance name may have.
pub(super) const LONGEST: usize = 100;

/// The host name; `None` when the system has none to tell.
pub(super) fn host_name() -> Option<String> {
    whoami::hostname().ok().and_then(|name| fit(&name))
}

/// Whether a character may stand in an instance name.
pub(super) fn fits(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// Host names are free text on some systems (`Ida's MacBook.local`).
fn fit(name: &str) -> Option<String> {
    let fitting: String = name.trim().chars().map(|c| if fits(c) { c } else { '-' }).take(LONGEST).collect();
    fitting.chars().any(|c| c.is_ascii_alphanumeric()).then_some(fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_host_name_becomes_an_instance_name() {
        assert_eq!(fit("desk-4.example.org").as_deref(), Some("desk-4.example.org"));
        assert_eq!(fit("Ida's MacBook.local").as_deref(), Some("Ida-s-MacBook.local"));
        assert_eq!(fit("bürorechner").as_deref(), Some("b-rorechner"));
        assert_eq!(fit(&"x".repeat(300)).map(|name| name.len()), Some(LONGEST));
        assert_eq!(fit("  "), None);
        assert_eq!(fit("???"), None);
    }

    #[test]
    fn this_system_has_a_name() {
        let expected = std::fs::read_to_string("/proc/sys/kernel/hostname");
        if let Ok(expected) = expected {
            assert_eq!(host_name(), fit(&expected));
        } else {
            assert!(host_name().is_some());
        }
    }
}
