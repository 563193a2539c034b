//! Signing keys: P-256, kept as PKCS#8 encrypted with PBES2 so that `openssl pkey` opens them too.
//! Refuses to know people and entries beyond a hash to sign.

use base64ct::{Base64, Encoding};
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use pkcs8::pkcs5::pbes2;
use pkcs8::{EncryptedPrivateKeyInfo, LineEnding};
use rand_core::{OsRng, RngCore};
use zeroize::Zeroizing;

use crate::error::{Error, Refusal, Result};
use crate::journal::id::Hash;
use crate::journal::lines;

/// Rounds of PBKDF2-HMAC-SHA-256 (OWASP password storage guidance, 2023: at least 600,000).
const ROUNDS: u32 = 600_000;
/// Name of the algorithm in a signature.
pub const ALG: &str = "ecdsa-p256-sha256";
/// Put before an entry's hash when signing.
const SIGN_DOMAIN: &str = "portfolio-signature/1\n";
/// Shortest signing password taken.
pub const SHORTEST: usize = 8;

/// An opened key. Dropped as soon as the signature is made.
pub struct OpenKey(SigningKey);

/// A fresh key: its encrypted file and its public half.
pub struct FreshKey {
    /// PEM, encrypted with the signing password.
    pub pem: String,
    /// SPKI, DER, base64: what the journal carries.
    pub public: String,
}

/// Makes a key under a signing password.
pub fn make(password: &str) -> Result<FreshKey> {
    if password.chars().count() < SHORTEST {
        return Err(Refusal::PasswordTooShort.into());
    }
    sealed(&fresh(), password)
}

/// A key that nobody has yet.
#[must_use]
pub fn fresh() -> OpenKey {
    OpenKey(SigningKey::random(&mut OsRng))
}

/// A key that was made elsewhere, PKCS#8 in DER; none where it is not of P-256.
#[must_use]
pub fn of_another(pkcs8: &[u8]) -> Option<OpenKey> {
    SigningKey::from_pkcs8_der(pkcs8).ok().map(OpenKey)
}

/// A key under a signing password.
pub fn sealed(OpenKey(key): &OpenKey, password: &str) -> Result<FreshKey> {
    if password.chars().count() < SHORTEST {
        return Err(Refusal::PasswordTooShort.into());
    }
    let document = key.to_pkcs8_der().map_err(|e| odd(&e))?;
    let (mut salt, mut iv) = ([0_u8; 16], [0_u8; 16]);
    OsRng.fill_bytes(&mut salt);
    OsRng.fill_bytes(&mut iv);
    let parameters = pbes2::Parameters::pbkdf2_sha256_aes256cbc(ROUNDS, &salt, &iv).map_err(|e| odd(&e))?;
    let encrypted = parameters.encrypt(password, document.as_bytes()).map_err(|e| odd(&e))?;
    let info =
        EncryptedPrivateKeyInfo { encryption_algorithm: parameters.into(), encrypted_data: &encrypted };
    let sealed = pkcs8::SecretDocument::try_from(info).map_err(|e| odd(&e))?;
    let pem = sealed.to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF).map_err(|e| odd(&e))?.to_string();
    let public = key.verifying_key().to_public_key_der().map_err(|e| odd(&e))?;
    Ok(FreshKey { pem, public: base64(public.as_bytes()) })
}

/// Opens a key file. A wrong password and a damaged file cannot be told apart, except when it is no key file at all.
pub fn open(pem: &str, password: &str) -> Result<OpenKey> {
    let (label, sealed) =
        pkcs8::SecretDocument::from_pem(pem).map_err(|_| Error::Broken("the key file is damaged".into()))?;
    if label != "ENCRYPTED PRIVATE KEY" {
        return Err(Error::Broken("the key file is not an encrypted key".into()));
    }
    let info = EncryptedPrivateKeyInfo::try_from(sealed.as_bytes())
        .map_err(|_| Error::Broken("the key file is damaged".into()))?;
    let plain = info.decrypt(password).map_err(|_| Refusal::WrongPassword)?;
    let plain = Zeroizing::new(plain.as_bytes().to_vec());
    SigningKey::from_pkcs8_der(&plain).map(OpenKey).map_err(|_| Refusal::WrongPassword.into())
}

impl OpenKey {
    /// Public half as the journal carries it.
    pub fn public(&self) -> Result<String> {
        let der = self.0.verifying_key().to_public_key_der().map_err(|e| odd(&e))?;
        Ok(base64(der.as_bytes()))
    }

    /// Public half, SPKI in DER.
    pub fn public_der(&self) -> Result<Vec<u8>> {
        self.0.verifying_key().to_public_key_der().map(|der| der.as_bytes().to_vec()).map_err(|e| odd(&e))
    }

    /// Signs the bytes of a certificate or of a PDF's signed attributes, which both are DER and so never read as an
    /// entry's hash. DER, with the low one of the two numbers that verify.
    pub fn sign_bytes(&self, message: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(message);
        signature.normalize_s().unwrap_or(signature).to_der().as_bytes().to_vec()
    }

    /// Signs an entry's hash.
    pub fn sign(&self, entry: Hash) -> Result<lines::Signature> {
        let signature: Signature = self.0.sign(message(entry).as_bytes());
        // Of the two numbers that verify, the low one is written and the other refused: one signature, one spelling.
        let signature = signature.normalize_s().unwrap_or(signature);
        let public = self.public()?;
        Ok(lines::Signature {
            fingerprint: fingerprint(&public)?,
            alg: ALG.into(),
            sig: base64(signature.to_der().as_bytes()),
        })
    }
}

/// Whether `signature` is of `entry` by the public key.
#[must_use]
pub fn verifies(public: &str, entry: Hash, signature: &lines::Signature) -> bool {
    let check = || -> Option<()> {
        let der = unbase64(public)?;
        let key = VerifyingKey::from_public_key_der(&der).ok()?;
        let raw = unbase64(&signature.sig)?;
        let sig = Signature::from_der(&raw).ok()?;
        // One signature has one spelling: another DER of the same numbers is refused.
        (sig.to_der().as_bytes() == raw && base64(&raw) == signature.sig).then_some(())?;
        sig.normalize_s().is_none().then_some(())?;
        (signature.alg == ALG && signature.fingerprint == Hash::of(&der)).then_some(())?;
        key.verify(message(entry).as_bytes(), &sig).ok()
    };
    check().is_some()
}

/// Whether `signature`, spelled as this program spells it, is of `message` by the public key (SPKI, DER).
#[must_use]
pub fn verifies_bytes(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let check = || -> Option<()> {
        let key = VerifyingKey::from_public_key_der(public).ok()?;
        let sig = Signature::from_der(signature).ok()?;
        (sig.to_der().as_bytes() == signature && sig.normalize_s().is_none()).then_some(())?;
        key.verify(message, &sig).ok()
    };
    check().is_some()
}

/// Whether these bytes are a public key of ours (SPKI, DER).
#[must_use]
pub fn is_key(public: &[u8]) -> bool {
    VerifyingKey::from_public_key_der(public).is_ok()
}

/// Whether `signature` is of `message` by the public key (SPKI, DER), in whatever spelling: certificates of others have either of
/// the two numbers.
#[must_use]
pub fn signed_by(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let check = || -> Option<()> {
        let key = VerifyingKey::from_public_key_der(public).ok()?;
        key.verify(message, &Signature::from_der(signature).ok()?).ok()
    };
    check().is_some()
}

/// A public key, or another thing of binary form, as the journal carries it: back to bytes.
#[must_use]
pub fn uncarried(text: &str) -> Option<Vec<u8>> {
    unbase64(text)
}

/// A public key as the journal carries it.
#[must_use]
pub fn carried(public: &[u8]) -> String {
    base64(public)
}

/// SHA-256 of a public key's DER.
pub fn fingerprint(public: &str) -> Result<Hash> {
    unbase64(public)
        .map(|der| Hash::of(&der))
        .ok_or_else(|| Error::Integrity("a public key is not base64".into()))
}

fn message(entry: Hash) -> String {
    format!("{SIGN_DOMAIN}{entry}")
}

fn odd(error: &dyn std::fmt::Display) -> Error {
    Error::Broken(format!("the signing key could not be made: {error}"))
}

fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

fn unbase64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_with_its_password_only_and_its_signature_holds_for_its_entry_only() {
        let fresh = make("correct horse").unwrap();
        let Err(refused) = open(&fresh.pem, "wrong horse!") else { panic!("opened") };
        assert!(matches!(refused, Error::Refused(Refusal::WrongPassword)));
        let key = open(&fresh.pem, "correct horse").unwrap();
        let (entry, other) = (Hash::of(b"entry"), Hash::of(b"other"));
        let signature = key.sign(entry).unwrap();
        assert!(verifies(&fresh.public, entry, &signature));
        assert!(!verifies(&fresh.public, other, &signature));
        let elsewhere = lines::Signature { fingerprint: other, ..signature.clone() };
        assert!(!verifies(&fresh.public, entry, &elsewhere));
        let renamed = lines::Signature { alg: "none".into(), ..signature };
        assert!(!verifies(&fresh.public, entry, &renamed));
    }

    #[test]
    fn a_short_password_makes_no_key() {
        assert!(matches!(make("short"), Err(Error::Refused(Refusal::PasswordTooShort))));
    }
}
