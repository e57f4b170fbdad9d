//! Signatures of [Standard Webhooks](https://www.standardwebhooks.com): HMAC-SHA-256 over id, time and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// What every secret begins with.
const PREFIX: &str = "whsec_";

/// Bytes of a secret, as the standard has it.
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;

/// A text that is no secret for signatures. Never shows the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no signing secret: {0}; make one with: echo whsec_$(openssl rand -base64 32)")]
pub struct SecretError(&'static str);

/// Signs messages, with one secret or, while a receiver changes from one to another, with two.
#[derive(Clone)]
pub struct Signer(Vec<Hmac<Sha256>>);

impl Signer {
    /// With this secret: `whsec_` and standard base64, padded, of 24 to 64 bytes.
    pub fn try_new(secret: &str) -> Result<Self, SecretError> {
        Ok(Self(vec![key(secret)?]))
    }

    /// With another secret besides.
    pub fn and(mut self, second: &str) -> Result<Self, SecretError> {
        self.0.push(key(second)?);
        Ok(self)
    }

    /// The header `webhook-signature`: one signature for each secret, one blank between two.
    pub fn sign(&self, id: &str, unix_seconds: u64, body: &str) -> String {
        let head = format!("{id}.{unix_seconds}.");
        let signature = |key: &Hmac<Sha256>| {
            let signature = key.clone().chain_update(&head).chain_update(body).finalize().into_bytes();
            format!("v1,{}", STANDARD.encode(signature))
        };
        self.0.iter().map(signature).collect::<Vec<_>>().join(" ")
    }
}

fn key(secret: &str) -> Result<Hmac<Sha256>, SecretError> {
    let coded = secret.strip_prefix(PREFIX).ok_or(SecretError("it does not begin with whsec_"))?;
    let not_base64 = || SecretError("what follows whsec_ is no base64 of the standard alphabet with its padding");
    let bytes = STANDARD.decode(coded).map_err(|_| not_base64())?;
    if !LENGTHS.contains(&bytes.len()) {
        return Err(SecretError("it has fewer than 24 or more than 64 bytes"));
    }
    Hmac::new_from_slice(&bytes).map_err(|_| not_base64())
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer of {} secrets", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 24 and 32 bytes.
    const SECRETS: [&str; 2] =
        ["whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e", "whsec_yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc="];
    /// What `standardwebhooks` 1.1.0 for Python (PyPI) signs the message below with, for each secret.
    const SIGNATURES: [&str; 2] =
        ["v1,XbHpnNcl1F7axiZPk6/2fNEJN/47DtOzdENfj4W6cFs=", "v1,ktbR9QhralpMF474tb87SQdbX3ZQCsH/YCs5Dja/rvM="];
    const ID: &str = "0b8a4a2e-6c2f-5d0e-9c53-0f4f2a3e9d11-v1700000000000";
    const BODY: &str = r#"{"type":"article","data":{"headline":"Łódź – „Nacht“ 渡船 🌊","n":1}}"#;

    #[test]
    fn messages_are_signed_as_the_library_of_the_standard_signs_them() {
        let [first, second] = SECRETS;
        for (secret, signature) in SECRETS.into_iter().zip(SIGNATURES) {
            assert_eq!(Signer::try_new(secret).unwrap().sign(ID, 1_729_778_531, BODY), signature);
        }
        let both = Signer::try_new(first).unwrap().and(second).unwrap();
        assert_eq!(both.sign(ID, 1_729_778_531, BODY), SIGNATURES.join(" "));
    }

    #[test]
    fn what_is_no_secret_is_refused_and_not_shown() {
        for secret in [
            "",
            "whsec_",
            "BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e",
            "whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0",
            "whsec_yMnKy8zNzs_Q0dLT1NXW19jZ2tvc3d7f4OHi4-Tl5uc=",
            "whsec_yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc",
            "whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0=",
        ] {
            let error = Signer::try_new(secret).unwrap_err().to_string();
            assert!(error.contains("openssl rand") && !error.contains("BwgJ") && !error.contains("yMnK"), "{error}");
        }
        let signer = Signer::try_new(&format!("whsec_{}", STANDARD.encode([7; 64]))).unwrap();
        assert_eq!(format!("{signer:?}"), "Signer of 1 secrets");
        assert!(Signer::try_new(&format!("whsec_{}", STANDARD.encode([7; 65]))).is_err());
    }
}
