//! The certificates that go into a PDF beside a signature. Where nobody issued one it is self-signed, from a person's key, name and centre. Made anew
//! whenever it is needed, always with the same bytes, so nothing of it is stored. It proves no more than the key does:
//! who the person is, the centre answers for by handing over the certificate's fingerprint.

use sha2::{Digest, Sha256};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::der::asn1::{
    Any, BitString, GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime,
};
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{DateTime, Decode, Encode, Tag};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};
use x509_cert::{Certificate, der};

use crate::error::{Error, Result};
use crate::journal::id::Hash;
use crate::key::{self, OpenKey};

/// ecdsa-with-SHA256 (RFC 5758).
pub const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");

/// Longest name that a certificate takes (X.520, ub-common-name and ub-organization-name).
const LONGEST: usize = 64;

/// Whose certificate it is.
pub struct Holder<'a> {
    /// Name of the person.
    pub name: &'a str,
    /// Name of the centre; may be empty.
    pub centre: &'a str,
    /// When the key was made, in milliseconds since 1970 UTC.
    pub since: i64,
}

/// The certificate, DER. The same holder and key give the same bytes.
///
/// # Errors
/// [`Error::Broken`] when the key cannot be written into it.
pub fn of(key: &OpenKey, holder: &Holder<'_>) -> Result<Vec<u8>> {
    let spki = key.public_der()?;
    build(key, &spki, holder).map_err(|error| Error::Broken(format!("no certificate could be made: {error}")))
}

fn build(key: &OpenKey, spki: &[u8], holder: &Holder<'_>) -> der::Result<Vec<u8>> {
    let name = name(holder)?;
    let extensions = vec![
        extension(BASIC_CONSTRAINTS, &BasicConstraints { ca: false, path_len_constraint: None })?,
        extension(KEY_USAGE, &KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation))?,
    ];
    let serial = serial(spki, holder)?;
    signed(key, spki, Parts { issuer: name.clone(), subject: name, since: holder.since, serial, extensions })
}

/// The certificate of a centre's own root, DER: signed by itself, for issuing and nothing else.
///
/// # Errors
/// [`Error::Broken`] when the key cannot be written into it.
pub fn root(key: &OpenKey, centre: &str, since: i64) -> Result<Vec<u8>> {
    let make = || -> der::Result<Vec<u8>> {
        let spki = key_bytes(key)?;
        let holder = Holder { name: "Root of the centre", centre, since };
        let name = name(&holder)?;
        let extensions = vec![
            extension(BASIC_CONSTRAINTS, &BasicConstraints { ca: true, path_len_constraint: Some(0) })?,
            extension(KEY_USAGE, &KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign))?,
            named(&SubjectKeyIdentifier(identifier(&spki)?))?,
        ];
        let parts =
            Parts { issuer: name.clone(), subject: name, since, serial: serial(&spki, &holder)?, extensions };
        signed(key, &spki, parts)
    };
    make().map_err(|error| Error::Broken(format!("no root could be made: {error}")))
}

/// A person's certificate, DER, issued under a centre's root. `spki` is the person's public key in DER.
///
/// # Errors
/// [`Error::Broken`] when the root or the key cannot be read.
pub fn issued(root_key: &OpenKey, root: &[u8], spki: &[u8], holder: &Holder<'_>) -> Result<Vec<u8>> {
    let make = || -> der::Result<Vec<u8>> {
        let root = Certificate::from_der(root)?;
        let root_spki = root.tbs_certificate.subject_public_key_info.to_der()?;
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(identifier(&root_spki)?),
            ..AuthorityKeyIdentifier::default()
        };
        let extensions = vec![
            extension(BASIC_CONSTRAINTS, &BasicConstraints { ca: false, path_len_constraint: None })?,
            extension(KEY_USAGE, &KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation))?,
            named(&SubjectKeyIdentifier(identifier(spki)?))?,
            named(&authority)?,
        ];
        let (issuer, subject) = (root.tbs_certificate.subject.clone(), name(holder)?);
        // Another root, another number: an issuer never uses one twice.
        let serial = serial(&[spki, &root_spki].concat(), holder)?;
        signed(root_key, spki, Parts { issuer, subject, since: holder.since, serial, extensions })
    };
    make().map_err(|error| Error::Broken(format!("no certificate could be issued: {error}")))
}

/// What differs from one certificate to another.
struct Parts {
    issuer: Name,
    subject: Name,
    since: i64,
    serial: SerialNumber,
    extensions: Vec<Extension>,
}

fn signed(key: &OpenKey, spki: &[u8], parts: Parts) -> der::Result<Vec<u8>> {
    let tbs = TbsCertificate {
        version: Version::V3,
        serial_number: parts.serial,
        signature: algorithm(),
        issuer: parts.issuer,
        validity: Validity { not_before: moment(parts.since)?, not_after: Time::INFINITY },
        subject: parts.subject,
        subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(spki)?,
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(parts.extensions),
    };
    let signature = BitString::from_bytes(&key.sign_bytes(&tbs.to_der()?))?;
    Certificate { tbs_certificate: tbs, signature_algorithm: algorithm(), signature }.to_der()
}

fn key_bytes(key: &OpenKey) -> der::Result<Vec<u8>> {
    key.public_der().map_err(|_| der::Error::from(der::ErrorKind::Failed))
}

/// How a key is told from others of one name (RFC 5280 §4.2.1.2): any digest of it will do; nobody relies on its strength.
fn identifier(spki: &[u8]) -> der::Result<OctetString> {
    OctetString::new(Sha256::digest(spki).into_iter().take(20).collect::<Vec<u8>>())
}

/// An extension that is no burden to who does not know it.
fn named<T: AssociatedOid + Encode>(value: &T) -> der::Result<Extension> {
    Ok(Extension { extn_id: T::OID, critical: false, extn_value: OctetString::new(value.to_der()?)? })
}

/// Who issued a certificate, as far as it can be told here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// It vouches for itself.
    Itself,
    /// Its issuers are there up to one that vouches for itself, and every signature on the way holds.
    Checked {
        /// Name of the last of them.
        name: String,
        /// SHA-256 of its certificate.
        root: Hash,
    },
    /// It names an issuer that is not there, or whose signature this program does not check.
    Named(String),
}

/// Follows the issuers of a certificate through those that came with it. The error: one of them has nothing to do with it, or
/// did not sign what it is said to have signed.
pub fn issuer(own: &Certificate, others: &[Certificate]) -> Result<Issuer, &'static str> {
    let mut left: Vec<&Certificate> = others.iter().collect();
    let (mut last, mut checked, mut passed) = (own, true, vec![&own.tbs_certificate.subject]);
    while last.tbs_certificate.issuer != last.tbs_certificate.subject {
        let wanted = &last.tbs_certificate.issuer;
        let Some(at) = left.iter().position(|other| other.tbs_certificate.subject == *wanted) else { break };
        let next = left.swap_remove(at);
        match by(last, next) {
            Some(true) => {}
            Some(false) => return Err("a certificate was not signed by the issuer that it names"),
            None => checked = false,
        }
        match may_issue(next) {
            Some(true) => {}
            Some(false) => return Err("a certificate is said to be issued by one that may issue none"),
            None => checked = false,
        }
        last = next;
        passed.push(&last.tbs_certificate.subject);
    }
    let itself = last.tbs_certificate.issuer == last.tbs_certificate.subject;
    if !itself && passed.contains(&&last.tbs_certificate.issuer) {
        return Err("the issuers of a certificate run in a circle");
    }
    if !left.is_empty() {
        return Err("it carries certificates that have nothing to do with the signer's");
    }
    let at_end = if itself { by(last, last) } else { None };
    if itself && at_end == Some(false) {
        return Err("a certificate was not signed by the issuer that it names");
    }
    if std::ptr::eq(last, own) && itself {
        return Ok(Issuer::Itself);
    }
    let named =
        said(&last.tbs_certificate.issuer, NAME).or_else(|| said(&last.tbs_certificate.issuer, CENTRE));
    let name = named.unwrap_or_else(|| "an issuer without a name".to_owned());
    match (checked && at_end == Some(true), last.to_der()) {
        (true, Ok(der)) => Ok(Issuer::Checked { name, root: Hash::of(&der) }),
        (_, _) => Ok(Issuer::Named(name)),
    }
}

/// Whether a certificate lets its key issue others; none where it says nothing of it. A person's never does: else whoever has one
/// from the centre's root could make certificates in anybody's name under it.
fn may_issue(certificate: &Certificate) -> Option<bool> {
    match certificate.tbs_certificate.get::<BasicConstraints>() {
        Ok(Some((_, said))) => Some(said.ca),
        Ok(None) => None,
        Err(_) => Some(false),
    }
}

/// Whether one certificate is signed by another's key; none where it is signed in a way that is not checked here.
fn by(own: &Certificate, issuer: &Certificate) -> Option<bool> {
    if own.signature_algorithm != own.tbs_certificate.signature {
        return Some(false);
    }
    if own.signature_algorithm.oid != ECDSA_SHA256 {
        return None;
    }
    let spki = issuer.tbs_certificate.subject_public_key_info.to_der().ok()?;
    // Another curve than ours.
    key::is_key(&spki).then_some(())?;
    let message = own.tbs_certificate.to_der().ok()?;
    Some(key::signed_by(&spki, &message, own.signature.as_bytes()?))
}

/// From when until when a certificate counts, in milliseconds since 1970 UTC.
#[must_use]
pub fn counts(certificate: &Certificate) -> (i64, i64) {
    let at = |time: &Time| i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX);
    let validity = &certificate.tbs_certificate.validity;
    (at(&validity.not_before), at(&validity.not_after))
}

/// Whether a certificate lets its key sign what counts; one that says nothing of it does.
#[must_use]
pub fn may_sign(certificate: &Certificate) -> bool {
    let usage = certificate.tbs_certificate.get::<KeyUsage>();
    match usage {
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Ok(None) => true,
        Err(_) => false,
    }
}

/// How everything here is signed.
pub fn algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: ECDSA_SHA256, parameters: None }
}

fn extension(extn_id: ObjectIdentifier, value: &impl Encode) -> der::Result<Extension> {
    Ok(Extension { extn_id, critical: true, extn_value: OctetString::new(value.to_der()?)? })
}

/// The same for the same holder and key: sixteen bytes of a digest, positive and never zero.
fn serial(spki: &[u8], holder: &Holder<'_>) -> der::Result<SerialNumber> {
    let mut digest = Sha256::new();
    for part in [b"portfolio-certificate/1\n", spki, holder.name.as_bytes(), b"\n", holder.centre.as_bytes()]
    {
        digest.update(part);
    }
    let mut number: Vec<u8> = digest.finalize().into_iter().take(16).collect();
    if let Some(first) = number.first_mut() {
        *first = *first & 0x3F | 0x40;
    }
    SerialNumber::new(&number)
}

/// A name as a certificate takes it: without what no line holds, and cut where it is longer than a certificate takes.
#[must_use]
pub fn written(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

fn name(holder: &Holder<'_>) -> der::Result<Name> {
    let (person, centre) = (written(holder.name), written(holder.centre.trim()));
    let mut parts = vec![part(COUNTRY, Tag::PrintableString, "GB")?];
    if !centre.is_empty() {
        parts.push(part(ORGANISATION, Tag::Utf8String, &centre)?);
    }
    parts.push(part(COMMON_NAME, Tag::Utf8String, &person)?);
    Ok(RdnSequence(parts))
}

fn part(oid: ObjectIdentifier, tag: Tag, text: &str) -> der::Result<RelativeDistinguishedName> {
    let value = Any::new(tag, text.as_bytes())?;
    Ok(RelativeDistinguishedName(SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }])?))
}

/// To the second; up to 2049 in the short form, as RFC 5280 §4.1.2.5 asks.
fn moment(at: i64) -> der::Result<Time> {
    let seconds = std::time::Duration::from_secs(u64::try_from(at / 1_000).unwrap_or(0));
    match UtcTime::from_unix_duration(seconds) {
        Ok(time) => Ok(Time::UtcTime(time)),
        Err(_) => {
            Ok(Time::GeneralTime(GeneralizedTime::from_date_time(DateTime::from_unix_duration(seconds)?)))
        }
    }
}

/// The text of a name's part, such as the person's name.
pub fn said(name: &Name, oid: &str) -> Option<String> {
    let wanted = ObjectIdentifier::new(oid).ok()?;
    let mut parts = name.0.iter().flat_map(|part| part.0.iter());
    let found = parts.rfind(|part| part.oid == wanted)?;
    String::from_utf8(found.value.value().to_vec()).ok()
}

/// The OID of a person's name.
pub const NAME: &str = "2.5.4.3";
/// The OID of an organisation's name.
pub const CENTRE: &str = "2.5.4.10";

#[cfg(test)]
mod tests {
    use super::*;
    fn opened() -> OpenKey {
        key::open(&key::make("correct horse").unwrap().pem, "correct horse").unwrap()
    }

    #[test]
    fn one_key_and_holder_have_one_certificate() {
        let (key, other) = (opened(), opened());
        let ada = Holder { name: "Ada Okoro", centre: "Northgate College", since: 1_795_000_000_000 };
        let first = of(&key, &ada).unwrap();
        assert_eq!(first, of(&key, &ada).unwrap());
        assert_ne!(first, of(&other, &ada).unwrap());
        assert_ne!(first, of(&key, &Holder { name: "Ada Okoro-Lee", ..ada }).unwrap());
        let read = Certificate::from_der(&first).unwrap();
        assert_eq!(said(&read.tbs_certificate.subject, NAME).as_deref(), Some("Ada Okoro"));
        assert_eq!(said(&read.tbs_certificate.subject, CENTRE).as_deref(), Some("Northgate College"));
    }

    #[test]
    fn a_name_of_any_kind_makes_a_certificate() {
        let key = opened();
        for (name, centre) in
            [("Zoë Ż, CN=x", ""), ("", "A"), (&"é漢".repeat(200), &"x".repeat(500)), ("a\u{0}b", "\n")]
        {
            let der = of(&key, &Holder { name, centre, since: 0 }).unwrap();
            assert!(der.len() < 1_200, "{}", der.len());
            Certificate::from_der(&der).unwrap();
        }
    }
}
