//! The commands about the centre's logo and specimen signatures.

use std::io::ErrorKind;
use std::path::Path;

use base64ct::{Base64, Encoding as _};
use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::request::Nothing;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::house::pictures::{self, SpecimenChange};
use crate::people;
use crate::picture::Picture;
use crate::picture::intake::{self, LARGEST_FILE};
use crate::view::house::{self as view, HouseView, SpecimenView};

requests! {
    /// Puts a logo on the centre's papers. What was signed keeps the one of then.
    LogoChoose {
        /// PNG or JPEG, put in by the host. It is read once and never kept.
        file: String,
    }
    /// The specimen signature of a person.
    SpecimenShow {
        /// Name or id.
        person: String,
    }
    /// Sets a person's specimen signature, by a picture or as drawn; what is absent stays as it is.
    SpecimenSave {
        /// Name or id.
        person: String,
        /// PNG or JPEG of it, put in by the host. It is read once and never kept.
        file: Option<String>,
        /// As it was drawn on the screen: a PNG file in base64.
        drawn: Option<String>,
        /// Whether it is drawn in the boxes that the person signs; only they themselves say yes.
        draws: Option<bool>,
        /// There is to be none.
        remove: Option<bool>,
    }
}

pub(super) fn logo(session: &mut Session, request: LogoChoose) -> Result<HouseView> {
    let author = session.author.clone();
    let picture = read(Path::new(&request.file), intake::take)?;
    pictures::put_logo(session.workspace()?, &author, Some(picture))?;
    view::house(session.workspace()?, &author)
}

pub(super) fn logo_remove(session: &mut Session, _request: Nothing) -> Result<HouseView> {
    let author = session.author.clone();
    pictures::put_logo(session.workspace()?, &author, None)?;
    view::house(session.workspace()?, &author)
}

pub(super) fn specimen(session: &mut Session, request: SpecimenShow) -> Result<SpecimenView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let person = people::find(workspace, &request.person)?;
    view::specimen(workspace, &author, &person)
}

pub(super) fn specimen_save(session: &mut Session, request: SpecimenSave) -> Result<SpecimenView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let person = people::find(workspace, &request.person)?;
    let remove = request.remove == Some(true);
    let picture = match (request.file, request.drawn) {
        (None, None) => remove.then_some(None),
        (Some(file), None) if !remove => Some(Some(read(Path::new(&file), intake::take_signature)?)),
        (None, Some(drawn)) if !remove => Some(Some(drawn_picture(&drawn)?)),
        (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) => {
            let usage = "say one of these: a file, a drawn signature, or that it is to be removed";
            return Err(Error::Usage(usage.to_owned()));
        }
    };
    let change = SpecimenChange { picture, draws: request.draws };
    pictures::put_specimen(workspace, &author, &person, &change)?;
    view::specimen(workspace, &author, &person)
}

/// A picture out of a file.
fn read(file: &Path, take: fn(&[u8]) -> Result<Picture, String>) -> Result<Picture> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let refused = |why: String| Error::from(Refusal::NoPicture { name: format!("the file {name}"), why });
    let bytes = match disk::read_small(file, LARGEST_FILE) {
        Err(error) if error.source.kind() == ErrorKind::FileTooLarge => {
            return Err(refused(format!("takes more than {} MB", LARGEST_FILE >> 20)));
        }
        read => read?,
    };
    take(&bytes).map_err(refused)
}

fn drawn_picture(drawn: &str) -> Result<Picture> {
    let refused =
        |why: &str| Error::from(Refusal::NoPicture { name: "what was drawn".into(), why: why.into() });
    let bytes = Base64::decode_vec(drawn).map_err(|_| refused("is no picture"))?;
    intake::take_signature(&bytes).map_err(|why| refused(&why))
}
