//! The certificate that goes into a PDF beside a signature: self-signed, from a person's key, name and centre. Made anew
//! whenever it is needed, always with the same bytes, so nothing of it is stored. It proves no more than the key does:
//! who the person is, the centre answers for by handing over the certificate's fingerprint.

use sha2::{Digest, Sha256};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::der::asn1::{
    Any, BitString, GeneralizedTime, ObjectIdentifier, OctetString, SetOfVec, UtcTime,
};
use x509_cert::der::{DateTime, Decode, Encode, Tag};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};
use x509_cert::{Certificate, der};

use crate::error::{Error, Result};
use crate::key::OpenKey;

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
    let tbs = TbsCertificate {
        version: Version::V3,
        serial_number: serial(spki, holder)?,
        signature: algorithm(),
        issuer: name.clone(),
        validity: Validity { not_before: moment(holder.since)?, not_after: Time::INFINITY },
        subject: name,
        subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(spki)?,
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(vec![
            extension(BASIC_CONSTRAINTS, &BasicConstraints { ca: false, path_len_constraint: None })?,
            extension(KEY_USAGE, &KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation))?,
        ]),
    };
    let signature = BitString::from_bytes(&key.sign_bytes(&tbs.to_der()?))?;
    Certificate { tbs_certificate: tbs, signature_algorithm: algorithm(), signature }.to_der()
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

fn name(holder: &Holder<'_>) -> der::Result<Name> {
    let cut = |text: &str| text.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>();
    let (person, centre) = (cut(holder.name), cut(holder.centre.trim()));
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
    use crate::key;

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
