//! An authority, and certificates for a broker on this machine: one that is good and one that has expired.

use super::namespace::run;
use crate::scratch_dir;
use anyhow::Context;
use std::path::PathBuf;
use tempfile::TempDir;

/// The authority and what it signed.
pub(crate) struct Certificates {
    directory: TempDir,
}

impl Certificates {
    pub(crate) fn make() -> anyhow::Result<Self> {
        let made = Self { directory: scratch_dir("certificates")? };
        let (key, ca) = (made.path("ca.key"), made.path("ca.pem"));
        let subject = ["-subj", "/CN=Dateline fault tests"];
        openssl(&[
            &["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"],
            &subject[..],
            &["-keyout", &key, "-out", &ca],
        ])?;
        made.sign("good", "20200101000000Z", "20400101000000Z")?;
        made.sign("expired", "20200101000000Z", "20210101000000Z")?;
        Ok(made)
    }

    /// What clients are to trust.
    pub(crate) fn authority(&self) -> String {
        self.path("ca.pem")
    }

    /// Key and chain of the broker in one file, as Kafka takes them.
    pub(crate) fn key_store(&self, name: &str) -> String {
        self.path(&format!("{name}-store.pem"))
    }

    fn sign(&self, name: &str, from: &str, until: &str) -> anyhow::Result<()> {
        let (key, request, signed) =
            (self.path(&format!("{name}.key")), self.path(&format!("{name}.csr")), self.path(&format!("{name}.pem")));
        openssl(&[&[
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-keyout",
            &key,
            "-out",
            &request,
        ]])?;
        let index = self.path(&format!("{name}.index"));
        std::fs::write(&index, "").context("write the index of the authority")?;
        std::fs::write(self.path(&format!("{name}.serial")), "01").context("write the serial")?;
        let config = self.path(&format!("{name}.cnf"));
        let text = format!(
            "[ca]\ndefault_ca=a\n[a]\ndatabase={index}\nserial={}\nnew_certs_dir={}\ndefault_md=sha256\npolicy=p\n\
             [p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n",
            self.path(&format!("{name}.serial")),
            self.directory.path().display()
        );
        std::fs::write(&config, text).context("write the settings of the authority")?;
        let (ca_key, ca) = (self.path("ca.key"), self.path("ca.pem"));
        openssl(&[
            &["ca", "-batch", "-config", &config, "-extensions", "e", "-keyfile", &ca_key, "-cert", &ca],
            &["-startdate", from, "-enddate", until, "-in", &request, "-out", &signed, "-notext"],
        ])?;
        let mut store = std::fs::read_to_string(&key).context("read the key")?;
        store.push_str(&std::fs::read_to_string(&signed).context("read the certificate")?);
        std::fs::write(self.key_store(name), store).context("write the key store")
    }

    fn path(&self, name: &str) -> String {
        let path: PathBuf = self.directory.path().join(name);
        path.display().to_string()
    }
}

fn openssl(parts: &[&[&str]]) -> anyhow::Result<()> {
    run("openssl", &parts.concat())
}
