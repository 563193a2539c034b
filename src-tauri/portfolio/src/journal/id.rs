//! Names of things in the journal: random ids and hashes, both lower-case hex. No id is derived from a name.

use std::fmt;
use std::str::FromStr;

use base16ct::lower;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

macro_rules! hex_name {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// The raw bytes.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
            /// From raw bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut text = [0; 2 * $bytes];
                f.write_str(lower::encode_str(&self.0, &mut text).map_err(|_| fmt::Error)?)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                let mut bytes = [0; $bytes];
                match lower::decode(text, &mut bytes) {
                    Ok(all) if all.len() == $bytes => {}
                    Ok(_) | Err(_) => {
                        return Err(format!("{text:?} is not {} lower-case hex characters", 2 * $bytes));
                    }
                }
                Ok(Self(bytes))
            }
        }
        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.to_string()
            }
        }
    };
}

hex_name! {
    /// A random id of 128 bits: a book, a chain, a deed, an installation, a person, a group of files.
    Id, 16
}
hex_name! {
    /// A SHA-256 value: of an entry, of a file, of a unit text, of a public key.
    Hash, 32
}

impl Hash {
    /// SHA-256 of the bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The first eight characters, for a person's eye only.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl Id {
    /// A fresh random id. Fails only when the operating system gives no randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }
}
