//! Who wrote something: a service's name and version, for provenance and dead letters.

/// Such as `consumer/0.1.0`. All services are built from one workspace and carry its version.
pub fn service_version(service: &str) -> String {
    format!("{service}/{}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_is_name_slash_version() {
        let (name, version) =
            service_version("consumer").split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        assert_eq!(name, "consumer");
        assert_eq!(version.split('.').count(), 3);
    }
}
