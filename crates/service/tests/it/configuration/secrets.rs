//! Passwords: where they come from, and where they do not go.

use super::case::{Case, refusal};

#[test]
fn a_password_that_would_go_over_the_network_as_it_is_is_refused() {
    let kafka = |bus: &str, protocol: &str, mechanism: &str| {
        format!(
            "bus = '{bus}'\n[kafka]\nsecurity_protocol = '{protocol}'\n{mechanism}\nusername = 'u'\npassword = 'p'\n"
        )
    };
    let plain = "sasl_mechanism = 'PLAIN'";
    assert_eq!(
        refusal(&kafka("kafka://one.example.org", "sasl_plaintext", plain), &[]),
        "dateline.toml:4: kafka.sasl_mechanism: PLAIN sends the password as it is, and sasl_plaintext does not encrypt \
         it; set security_protocol to sasl_ssl, or sasl_mechanism to SCRAM-SHA-512"
    );
    for fine in [
        kafka("kafka://one.example.org", "sasl_ssl", plain),
        kafka("kafka://one.example.org", "sasl_plaintext", ""),
        kafka("kafka://localhost,[::1]:9093", "sasl_plaintext", plain),
    ] {
        Case::of(&fine).load(&[]).unwrap();
    }
}

#[test]
fn a_secret_comes_from_its_key_or_its_file_and_never_from_both() {
    let case = Case::of("");
    let path = case.secret_file("from file\r\n");
    let path = path.to_str().unwrap();
    let read = |keys: &str, variables: &[(&str, &str)]| {
        let toml = format!("[kafka]\nsecurity_protocol = 'sasl_plaintext'\nusername = 'u'\n{keys}");
        Case::of(&toml).load(variables).map(|settings| settings.kafka.sasl.unwrap().password.expose().to_owned())
    };
    let in_file = format!("password_file = '{path}'\n");
    assert_eq!(read("password = 'direct'\n", &[]).unwrap(), "direct");
    assert_eq!(read(&in_file, &[]).unwrap(), "from file");
    assert_eq!(read(&in_file, &[("DATELINE_KAFKA__PASSWORD", "override")]).unwrap(), "override");
    assert_eq!(read("password = 'direct'\n", &[("DATELINE_KAFKA__PASSWORD_FILE", path)]).unwrap(), "from file");
    assert_eq!(read("password_file = '${SECRET}'\n", &[("SECRET", path)]).unwrap(), "from file");

    let both = read(&format!("password = 'x'\n{in_file}"), &[]).unwrap_err();
    assert_eq!(
        both.lines().next().unwrap(),
        "dateline.toml:4: kafka.password: is given twice; remove `password` or `password_file`"
    );
    let missing = read("password_file = '/nowhere'\n", &[]).unwrap_err();
    assert!(
        missing.starts_with("dateline.toml:4: kafka.password_file: the file /nowhere cannot be read: "),
        "{missing}"
    );
    std::fs::write(path, "\n").unwrap();
    assert!(read(&in_file, &[]).unwrap_err().contains("is empty"));
}
