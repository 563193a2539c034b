//! The signature itself: CMS SignedData over the digest of a file's bytes, as PAdES baseline B-B asks (ETSI EN
//! 319 142-1): detached, with the certificate, content type, message digest and signing certificate signed, and no
//! signing time, which stands in the PDF. Knows no PDF and no file.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use x509_cert::der::{self, Decode, Encode, Tag};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::certificate::{self, ECDSA_SHA256, Issuer};
use crate::journal::id::Hash;
use crate::key;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// `SigningCertificateV2` with one certificate, by the default digest (RFC 5035): three sequences around its SHA-256.
const ESS: [u8; 8] = [0x30, 0x26, 0x30, 0x24, 0x30, 0x22, 0x04, 0x20];

/// Signs a digest.
///
/// # Errors
/// When the certificate is not one.
pub fn make(
    digest: &[u8],
    certificate: &[u8],
    issuers: &[Vec<u8>],
    sign: &dyn Fn(&[u8]) -> Vec<u8>,
) -> der::Result<Vec<u8>> {
    let signature = sign(&attributes(digest, certificate)?.to_der()?);
    assemble(digest, certificate, issuers, signature)
}

fn assemble(
    digest: &[u8],
    certificate: &[u8],
    issuers: &[Vec<u8>],
    signature: Vec<u8>,
) -> der::Result<Vec<u8>> {
    let own = Certificate::from_der(certificate)?;
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: own.tbs_certificate.issuer.clone(),
            serial_number: own.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: sha256(),
        signed_attrs: Some(attributes(digest, certificate)?),
        signature_algorithm: certificate::algorithm(),
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let mut certificates = vec![CertificateChoices::Certificate(own)];
    for issuer in issuers {
        certificates.push(CertificateChoices::Certificate(Certificate::from_der(issuer)?));
    }
    let certificates = SetOfVec::try_from(certificates)?;
    let signed = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256()])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet(certificates)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    ContentInfo { content_type: SIGNED_DATA, content: Any::from_der(&signed.to_der()?)? }.to_der()
}

fn sha256() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: SHA256, parameters: None }
}

fn attributes(digest: &[u8], certificate: &[u8]) -> der::Result<SetOfVec<Attribute>> {
    let mut ess = ESS.to_vec();
    ess.extend(Sha256::digest(certificate));
    let one = |oid, value| -> der::Result<Attribute> {
        Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
    };
    SetOfVec::try_from(vec![
        one(CONTENT_TYPE, Any::new(Tag::ObjectIdentifier, DATA.as_bytes())?)?,
        one(MESSAGE_DIGEST, Any::new(Tag::OctetString, digest)?)?,
        one(SIGNING_CERTIFICATE, Any::from_der(&ess)?)?,
    ])
}

/// A seal that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The signer's name as the certificate states it.
    pub name: String,
    /// The centre as the certificate states it.
    pub centre: Option<String>,
    /// SHA-256 of the certificate.
    pub fingerprint: Hash,
    /// The public key, SPKI in DER.
    pub public: Vec<u8>,
    /// Who issued the certificate.
    pub issuer: Issuer,
}

/// Opens what stands in a PDF: the CMS, then zeros. The error says in words what does not hold.
pub fn open(contents: &[u8], digest: &[u8]) -> Result<Seal, &'static str> {
    let length = length(contents).ok_or("it holds no signature")?;
    let (own, padding) = contents.split_at_checked(length).ok_or("the signature is cut off")?;
    if padding.iter().any(|byte| *byte != 0) {
        return Err("something else stands behind the signature");
    }
    let unread = "the signature cannot be read";
    let info = ContentInfo::from_der(own).map_err(|_| unread)?;
    let inner = info.content.to_der().map_err(|_| unread)?;
    let signed = SignedData::from_der(&inner).map_err(|_| unread)?;
    let [signer] = signed.signer_infos.0.as_slice() else {
        return Err("it is not signed by exactly one person");
    };
    check(own, &signed, signer, digest)
}

fn check(own: &[u8], signed: &SignedData, signer: &SignerInfo, digest: &[u8]) -> Result<Seal, &'static str> {
    let unread = "the certificate cannot be read";
    let (certificate, others) =
        certificates(signed, signer).ok_or("the signer's certificate is not in it")?;
    let der = certificate.to_der().map_err(|_| unread)?;
    let public = certificate.tbs_certificate.subject_public_key_info.to_der().map_err(|_| unread)?;
    if signer.digest_alg.oid != SHA256 || signer.signature_algorithm.oid != ECDSA_SHA256 {
        return Err("it is signed in a way that this program does not check");
    }
    let given = signer.signed_attrs.as_ref().ok_or("the signature leaves out what it is of")?;
    let stated = attribute(given, MESSAGE_DIGEST).ok_or("the signature leaves out what it is of")?;
    if stated.value() != digest {
        return Err("the signed bytes were changed");
    }
    // Nothing more and nothing else than what we write: what is not understood is not vouched for.
    let issuer = certificate::issuer(certificate, &others)?;
    let issuers: Vec<Vec<u8>> = others.iter().filter_map(|other| other.to_der().ok()).collect();
    let again = assemble(digest, &der, &issuers, signer.signature.as_bytes().to_vec());
    if again.ok().as_deref() != Some(own) {
        return Err("the signature holds more or other things than this program writes");
    }
    let message = given.to_der().map_err(|_| "the signature cannot be read")?;
    if !key::verifies_bytes(&public, &message, signer.signature.as_bytes()) {
        return Err("the signature is not by the key of its certificate");
    }
    let subject = &certificate.tbs_certificate.subject;
    Ok(Seal {
        name: certificate::said(subject, certificate::NAME).unwrap_or_default(),
        centre: certificate::said(subject, certificate::CENTRE),
        fingerprint: Hash::of(&der),
        public,
        issuer,
    })
}

/// The signer's certificate and those of the issuers that came with it.
fn certificates<'a>(
    signed: &'a SignedData,
    signer: &SignerInfo,
) -> Option<(&'a Certificate, Vec<Certificate>)> {
    let SignerIdentifier::IssuerAndSerialNumber(wanted) = &signer.sid else { return None };
    let (mut own, mut others) = (None, Vec::new());
    for choice in signed.certificates.as_ref()?.0.iter() {
        let CertificateChoices::Certificate(one) = choice else { return None };
        let said = &one.tbs_certificate;
        if own.is_none() && said.issuer == wanted.issuer && said.serial_number == wanted.serial_number {
            own = Some(one);
        } else {
            others.push(one.clone());
        }
    }
    Some((own?, others))
}

fn attribute(attributes: &SetOfVec<Attribute>, oid: ObjectIdentifier) -> Option<&Any> {
    let found = attributes.iter().find(|attribute| attribute.oid == oid)?;
    let [only] = found.values.as_slice() else { return None };
    Some(only)
}

/// How many bytes the sequence at the beginning takes.
fn length(bytes: &[u8]) -> Option<usize> {
    let (first, rest) = bytes.strip_prefix(&[0x30])?.split_first()?;
    if *first < 0x80 {
        return Some(2 + usize::from(*first));
    }
    let count = usize::from(*first & 0x7F);
    let size = rest.get(..count).filter(|_| (1..=3).contains(&count))?;
    Some(2 + count + size.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::Holder;

    fn sealed() -> (Vec<u8>, Vec<u8>) {
        let opened = key::open(&key::make("correct horse").unwrap().pem, "correct horse").unwrap();
        let holder = Holder { name: "Ada Okoro", centre: "Northgate College", since: 1_795_000_000_000 };
        let certificate = certificate::of(&opened, &holder).unwrap();
        let digest = Sha256::digest(b"the file").to_vec();
        let mut seal = make(&digest, &certificate, &[], &|message| opened.sign_bytes(message)).unwrap();
        assert_eq!(seal, make(&digest, &certificate, &[], &|message| opened.sign_bytes(message)).unwrap());
        seal.resize(2_048, 0);
        (seal, digest)
    }

    #[test]
    fn a_seal_says_who_made_it() {
        let (seal, digest) = sealed();
        let opened = open(&seal, &digest).unwrap();
        assert_eq!(
            (opened.name.as_str(), opened.centre.as_deref()),
            ("Ada Okoro", Some("Northgate College"))
        );
        assert_eq!(open(&seal, &Sha256::digest(b"another")), Err("the signed bytes were changed"));
    }

    #[test]
    fn a_seal_carries_its_issuers_and_says_how_far_they_can_be_followed() {
        let open_key = || key::open(&key::make("correct horse").unwrap().pem, "correct horse").unwrap();
        let (root_key, ada, stranger) = (open_key(), open_key(), open_key());
        let root = certificate::root(&root_key, "Northgate College", 1_795_000_000_000).unwrap();
        let holder = Holder { name: "Ada Okoro", centre: "Northgate College", since: 1_795_000_000_000 };
        let own = certificate::issued(&root_key, &root, &ada.public_der().unwrap(), &holder).unwrap();
        let digest = Sha256::digest(b"the file").to_vec();
        let seal = |issuers: &[Vec<u8>]| {
            let seal = make(&digest, &own, issuers, &|message| ada.sign_bytes(message)).unwrap();
            open(&seal, &digest)
        };
        let whole = seal(std::slice::from_ref(&root)).unwrap();
        let name = "Root of the centre".to_owned();
        assert_eq!(whole.issuer, Issuer::Checked { name: name.clone(), root: Hash::of(&root) });
        assert_eq!(seal(&[]).unwrap().issuer, Issuer::Named(name));
        // Somebody whose certificate the root issued makes one in another's name.
        let carol = open_key();
        let ben = Holder { name: "Ben King", ..holder };
        let false_name = certificate::issued(&ada, &own, &carol.public_der().unwrap(), &ben).unwrap();
        let forged =
            make(&digest, &false_name, &[own.clone(), root.clone()], &|message| carol.sign_bytes(message));
        assert_eq!(
            open(&forged.unwrap(), &digest),
            Err("a certificate is said to be issued by one that may issue none")
        );
        let other = certificate::root(&stranger, "Elsewhere", 1_795_000_000_000).unwrap();
        assert_eq!(
            seal(&[root, other]),
            Err("it carries certificates that have nothing to do with the signer's")
        );
        // One that calls itself the root and did not sign it.
        let namesake = certificate::root(&stranger, "Northgate College", 1_795_000_000_000).unwrap();
        assert_eq!(seal(&[namesake]), Err("a certificate was not signed by the issuer that it names"));
    }

    #[test]
    fn every_change_of_any_bit_breaks_it_and_so_does_what_stands_behind() {
        let (seal, digest) = sealed();
        for at in 0..seal.len() {
            let mut changed = seal.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(open(&changed, &digest).is_err(), "byte {at}");
        }
        for end in 0..900 {
            assert!(
                open(&seal[..end], &digest).is_err() || seal[end..].iter().all(|byte| *byte == 0),
                "{end}"
            );
        }
    }
}
