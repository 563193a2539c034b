//! Keys of other issuers: a PKCS#12 file (.p12, .pfx) is opened with its password, and gives one key with its certificate and the
//! certificates of its issuers. The file is hostile: every count in it is bounded before it is acted on, and issuers that run in a
//! circle are followed once. Only keys that this program signs with are taken. Refuses to know people.

use ::pkcs12::authenticated_safe::AuthenticatedSafe;
use ::pkcs12::cert_type::CertBag;
use ::pkcs12::kdf::{self, Pkcs12KeyType};
use ::pkcs12::mac_data::MacData;
use ::pkcs12::pbe_params::{EncryptedPrivateKeyInfo, Pkcs12PbeParams};
use ::pkcs12::pfx::{Pfx, Version};
use ::pkcs12::safe_bag::SafeContents;
use ::pkcs12::{
    PKCS_12_CERT_BAG_OID, PKCS_12_KEY_BAG_OID, PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC,
    PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC, PKCS_12_PKCS8_KEY_BAG_OID, PKCS_12_X509_CERT_OID,
};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipher, BlockDecrypt, BlockDecryptMut, KeyInit, KeyIvInit};
use cms::content_info::ContentInfo;
use cms::encrypted_data::EncryptedData;
use hmac::{Hmac, Mac};
use pkcs8::pkcs5::pbes2;
use sha1::Sha1;
use sha2::Sha256;
use x509_cert::Certificate;
use x509_cert::der::asn1::{Any, ContextSpecific, ObjectIdentifier, OctetString};
use x509_cert::der::{Decode, Encode};
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use crate::certificate;
use crate::error::Refusal;
use crate::journal::entry::Moment;
use crate::key::{self, OpenKey};
use crate::matrix::dates;

/// Largest file read, in bytes.
pub const LARGEST: usize = 1 << 20;
/// Most rounds of a derivation of keys: ten times what careful programs write today.
const ROUNDS: u32 = 6_000_000;
/// Most keys and certificates looked at.
const BAGS: usize = 64;
/// Most issuers above a person's certificate.
const ISSUERS: usize = 8;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// What a file brings.
pub struct Brought {
    /// The key.
    pub key: OpenKey,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// Its issuers as far as they are in the file, the nearest first, DER.
    pub issuers: Vec<Vec<u8>>,
}

/// Keys and certificates as they stand in a file.
#[derive(Default)]
struct Found {
    keys: Vec<Zeroizing<Vec<u8>>>,
    certificates: Vec<Certificate>,
}

fn no(why: &str) -> Refusal {
    Refusal::ForeignKey { why: why.to_owned() }
}

const UNREAD: &str = "the file is no PKCS#12 file that this program can read";

/// Opens a file. `now`: when the certificate has to count; days are said as they are at that desk.
///
/// # Errors
/// [`Refusal::WrongPassword`], or [`Refusal::ForeignKey`] with what is wrong.
pub fn read(bytes: &[u8], password: &str, now: Moment) -> Result<Brought, Refusal> {
    let found = opened(bytes, password)?;
    let [pkcs8] = found.keys.as_slice() else {
        let none = found.keys.is_empty();
        return Err(no(if none { "the file holds no key" } else { "the file holds more than one key" }));
    };
    let key = key::of_another(pkcs8).ok_or_else(|| no(other_kind(pkcs8)))?;
    let public = key.public_der().map_err(|_| no("its key cannot be read"))?;
    let of_key =
        |one: &Certificate| one.tbs_certificate.subject_public_key_info.to_der().ok() == Some(public.clone());
    let mut others = found.certificates;
    let own = others.iter().position(of_key).ok_or_else(|| no("the file holds no certificate of its key"))?;
    let own = others.swap_remove(own);
    usable(&own, now)?;
    let issuers = issuers(&own, others)?;
    certificate::issuer(&own, &issuers).map_err(no)?;
    let der = |one: &Certificate| one.to_der().map_err(|_| no("a certificate in it cannot be read"));
    Ok(Brought { certificate: der(&own)?, issuers: issuers.iter().map(der).collect::<Result<_, _>>()?, key })
}

fn other_kind(pkcs8: &[u8]) -> &'static str {
    match pkcs8::PrivateKeyInfo::try_from(pkcs8).map(|info| info.algorithm.oid) {
        Ok(RSA) => "it is an RSA key, and this program signs with keys of the curve P-256 alone",
        Ok(_) => "it is a key of another kind, and this program signs with keys of the curve P-256 alone",
        Err(_) => "its key cannot be read",
    }
}

fn usable(own: &Certificate, now: Moment) -> Result<(), Refusal> {
    let (from, until) = certificate::counts(own);
    let day = |at| dates::short(&Moment { at, offset: now.offset }.date());
    if now.at < from {
        return Err(no(&format!("its certificate counts only from {} on", day(from))));
    }
    if now.at > until {
        return Err(no(&format!("its certificate ended on {}", day(until))));
    }
    if !certificate::may_sign(own) {
        return Err(no("its certificate is not for signing"));
    }
    Ok(())
}

/// The issuers from the nearest on, each once. What has nothing to do with the certificate is left where it is.
fn issuers(own: &Certificate, mut others: Vec<Certificate>) -> Result<Vec<Certificate>, Refusal> {
    let mut out: Vec<Certificate> = Vec::new();
    loop {
        let last = &out.last().unwrap_or(own).tbs_certificate;
        if last.issuer == last.subject {
            return Ok(out);
        }
        let Some(at) = others.iter().position(|one| one.tbs_certificate.subject == last.issuer) else {
            return Ok(out);
        };
        if out.len() == ISSUERS {
            return Err(no("its certificate has too many issuers"));
        }
        out.push(others.swap_remove(at));
    }
}

/// Everything in a file. Its password is checked first: what nobody vouches for is not looked at.
fn opened(bytes: &[u8], password: &str) -> Result<Found, Refusal> {
    let unread = || no(UNREAD);
    let pfx = Pfx::from_der(bytes).map_err(|_| unread())?;
    if pfx.version != Version::V3 || pfx.auth_safe.content_type != DATA {
        return Err(unread());
    }
    let mac = pfx.mac_data.as_ref().ok_or_else(|| no("the file has no password"))?;
    let content: OctetString = pfx.auth_safe.content.decode_as().map_err(|_| unread())?;
    if !vouched(mac, password, content.as_bytes())? {
        return Err(Refusal::WrongPassword);
    }
    let mut found = Found::default();
    let safes: AuthenticatedSafe<'_> = Decode::from_der(content.as_bytes()).map_err(|_| unread())?;
    for safe in &safes {
        let plain = safe_of(safe, password)?;
        let bags = SafeContents::from_der(&plain).map_err(|_| unread())?;
        for bag in bags {
            if found.keys.len() + found.certificates.len() == BAGS {
                return Err(no("the file holds too many keys and certificates"));
            }
            put(&mut found, bag.bag_id, &bag.bag_value, password)?;
        }
    }
    Ok(found)
}

fn put(found: &mut Found, kind: ObjectIdentifier, value: &[u8], password: &str) -> Result<(), Refusal> {
    let unread = |_| no(UNREAD);
    if kind == PKCS_12_CERT_BAG_OID {
        let bag: ContextSpecific<CertBag> = ContextSpecific::from_der(value).map_err(unread)?;
        if bag.value.cert_id == PKCS_12_X509_CERT_OID {
            let der = bag.value.cert_value.as_bytes();
            found.certificates.push(Certificate::from_der(der).map_err(unread)?);
        }
    } else if kind == PKCS_12_PKCS8_KEY_BAG_OID {
        let bag: ContextSpecific<EncryptedPrivateKeyInfo> =
            ContextSpecific::from_der(value).map_err(unread)?;
        let (how, data) = (&bag.value.encryption_algorithm, bag.value.encrypted_data.as_bytes());
        found.keys.push(decrypted(how, data, password)?);
    } else if kind == PKCS_12_KEY_BAG_OID {
        let bag: ContextSpecific<Any> = ContextSpecific::from_der(value).map_err(unread)?;
        found.keys.push(Zeroizing::new(bag.value.to_der().map_err(unread)?));
    }
    Ok(())
}

fn rounds(stated: i64) -> Result<i32, Refusal> {
    let fits = u32::try_from(stated).is_ok_and(|rounds| (1..=ROUNDS).contains(&rounds));
    i32::try_from(stated)
        .ok()
        .filter(|_| fits)
        .ok_or_else(|| no("its password is protected by more rounds than are bearable"))
}

fn vouched(mac: &MacData, password: &str, content: &[u8]) -> Result<bool, Refusal> {
    let (salt, rounds) = (mac.mac_salt.as_bytes(), rounds(mac.iterations.into())?);
    let (kind, said) = (Pkcs12KeyType::Mac, mac.mac.digest.as_bytes());
    let odd = |_| no(UNREAD);
    // Written out twice: what is common to the two kinds has more bounds than lines.
    if mac.mac.algorithm.oid == SHA1 {
        let key = kdf::derive_key_utf8::<Sha1>(password, salt, kind, rounds, 20).map_err(odd)?;
        let sum = <Hmac<Sha1> as Mac>::new_from_slice(&key).map_err(|_| no(UNREAD))?;
        Ok(sum.chain_update(content).verify_slice(said).is_ok())
    } else if mac.mac.algorithm.oid == SHA256 {
        let key = kdf::derive_key_utf8::<Sha256>(password, salt, kind, rounds, 32).map_err(odd)?;
        let sum = <Hmac<Sha256> as Mac>::new_from_slice(&key).map_err(|_| no(UNREAD))?;
        Ok(sum.chain_update(content).verify_slice(said).is_ok())
    } else {
        Err(no("its password is checked in a way that this program does not know"))
    }
}

fn safe_of(safe: &ContentInfo, password: &str) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let unread = |_| no(UNREAD);
    if safe.content_type == DATA {
        let plain: OctetString = safe.content.decode_as().map_err(unread)?;
        return Ok(Zeroizing::new(plain.into_bytes()));
    }
    if safe.content_type != ENCRYPTED {
        return Err(no("it is locked in a way that this program does not know"));
    }
    let sealed: EncryptedData = safe.content.decode_as().map_err(unread)?;
    let inside = sealed.enc_content_info;
    let data = inside.encrypted_content.ok_or_else(|| no(UNREAD))?;
    decrypted(&inside.content_enc_alg, data.as_bytes(), password)
}

fn decrypted(
    how: &AlgorithmIdentifierOwned,
    data: &[u8],
    password: &str,
) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let unread = || no(UNREAD);
    let given = how.parameters.as_ref().and_then(|p| p.to_der().ok()).ok_or_else(unread)?;
    if how.oid == PBES2 {
        let with = pbes2::Parameters::from_der(&given).map_err(|_| unread())?;
        let pbes2::Kdf::Pbkdf2(derivation) = &with.kdf else {
            return Err(no("it is encrypted in a way that this program does not know"));
        };
        rounds(derivation.iteration_count.into())?;
        return with.decrypt(password, data).map(Zeroizing::new).map_err(|_| unread());
    }
    let with = Pkcs12PbeParams::from_der(&given).map_err(|_| unread())?;
    if how.oid == PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC {
        older::<des::TdesEde3>(&with, data, password, 24)
    } else if how.oid == PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC {
        older::<rc2::Rc2>(&with, data, password, 5)
    } else {
        Err(no("it is encrypted in a way that this program does not know"))
    }
}

/// What older programs write: weak ciphers, which are only ever read here.
fn older<C: KeyInit + BlockCipher + BlockDecrypt>(
    with: &Pkcs12PbeParams,
    data: &[u8],
    password: &str,
    size: usize,
) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let (salt, rounds) = (with.salt.as_bytes(), rounds(with.iterations.into())?);
    let derive =
        |kind, size| kdf::derive_key_utf8::<Sha1>(password, salt, kind, rounds, size).map_err(|_| no(UNREAD));
    let (key, start) = (derive(Pkcs12KeyType::EncryptionKey, size)?, derive(Pkcs12KeyType::Iv, 8)?);
    let cipher = cbc::Decryptor::<C>::new_from_slices(&key, &start).map_err(|_| no(UNREAD))?;
    let mut buffer = Zeroizing::new(data.to_vec());
    let length = cipher.decrypt_padded_mut::<Pkcs7>(&mut buffer).map_err(|_| no(UNREAD))?.len();
    buffer.truncate(length);
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::Issuer;

    const PASSWORD: &str = "the password of the file";
    /// 14 September 2026.
    const NOW: Moment = Moment { at: 1_789_374_600_000, offset: 0 };

    fn file(name: &str) -> Vec<u8> {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/certificates").join(name);
        crate::disk::read_small(&path, LARGEST).unwrap()
    }

    fn refused(name: &str) -> String {
        match read(&file(name), PASSWORD, NOW) {
            Err(refusal) => refusal.to_string(),
            Ok(_) => panic!("{name} was taken"),
        }
    }

    #[test]
    fn a_key_comes_with_its_certificate_and_its_issuers() {
        for (name, issuers) in [
            ("chain.p12", 2),
            ("legacy.pfx", 2),
            ("without-issuers.p12", 0),
            ("alone.p12", 0),
            ("rsa-issuer.p12", 1),
        ] {
            let brought = read(&file(name), PASSWORD, NOW).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(brought.issuers.len(), issuers, "{name}");
            let own = Certificate::from_der(&brought.certificate).unwrap();
            let others: Vec<Certificate> =
                brought.issuers.iter().map(|der| Certificate::from_der(der).unwrap()).collect();
            let issuer = certificate::issuer(&own, &others).unwrap();
            match name {
                "alone.p12" => assert_eq!(issuer, Issuer::Itself),
                "without-issuers.p12" => assert_eq!(issuer, Issuer::Named("Northgate Trust People".into())),
                // What an RSA key signed is not checked here, and not said to be.
                "rsa-issuer.p12" => assert_eq!(issuer, Issuer::Named("Some Authority".into())),
                _chain => {
                    assert!(matches!(&issuer, Issuer::Checked { name, .. } if name == "Northgate Trust Root"))
                }
            }
            let message = b"what is signed";
            let public = brought.key.public_der().unwrap();
            assert!(key::verifies_bytes(&public, message, &brought.key.sign_bytes(message)), "{name}");
        }
    }

    #[test]
    fn what_cannot_sign_here_is_refused_by_name() {
        for (name, why) in [
            ("rsa.p12", "it is an RSA key"),
            ("p384.p12", "a key of another kind"),
            ("expired.p12", "its certificate ended on 01/02/2026"),
            ("not-for-signing.p12", "its certificate is not for signing"),
            ("cycle.p12", "the issuers of a certificate run in a circle"),
            ("slow.p12", "more rounds than are bearable"),
            ("make.py", "no PKCS#12 file"),
        ] {
            let said = refused(name);
            assert!(said.contains(why), "{name}: {said}");
        }
        let early =
            read(&file("chain.p12"), PASSWORD, Moment { at: 1_700_000_000_000, offset: 0 }).err().unwrap();
        assert!(early.to_string().contains("counts only from 01/01/2026"), "{early}");
        // The day is that of the desk: at the two ends of the earth it is never the same.
        let ended = |offset| {
            read(&file("expired.p12"), PASSWORD, Moment { offset, ..NOW }).err().unwrap().to_string()
        };
        assert_ne!(ended(-12 * 60), ended(14 * 60));
        let wrong = read(&file("chain.p12"), "another password", NOW).err().unwrap();
        assert_eq!(wrong, Refusal::WrongPassword);
    }

    #[test]
    fn no_changed_byte_and_no_cut_stops_the_reading_or_passes() {
        let whole = file("chain.p12");
        for at in (0..whole.len()).step_by(7) {
            assert!(read(&whole[..at], PASSWORD, NOW).is_err());
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            // The file's own sum is over nearly all of it; what stands outside is its salt, its rounds and the sum itself.
            assert!(read(&changed, PASSWORD, NOW).is_err(), "a change at {at} passes");
        }
    }
}
