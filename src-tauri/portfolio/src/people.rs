//! People of the centre: adding and changing them, finding them, and who an author is; their signing passwords are in `keys`.
//! Nobody is ever removed. Refuses to know which deed asks for which role (see `rights`).

use std::collections::{BTreeMap, BTreeSet};

pub mod keys;
pub(crate) mod stated;

pub use keys::{Import, KEYS, end_key, holds_key, import_key, open_key, set_password};
pub(crate) use keys::{key_file, open_file, standing_keys, write_key};
pub(crate) use stated::Who;

use crate::clock::is_date;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{KeyMade, PersonName, PersonStated};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::PersonRow;
use crate::journal::state::BookState;
use crate::key;
use crate::person::{self, Role, initials_of};
use crate::portfolio::{Author, Workspace};

/// How many people a way out names.
const NAMED: usize = 4;

/// A person as the centre records them now. Where two desks said different things, texts show both and a role counts only
/// where both gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Initials.
    pub initials: String,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Qualification held; empty = not recorded.
    pub qualification: String,
    /// Occupational competence; empty = not recorded.
    pub competence: String,
    /// ISO date of the last continuing professional development; empty = not recorded.
    pub cpd: String,
    /// Who countersigns for a trainee.
    pub countersigner: Option<Id>,
    /// Works here.
    pub active: bool,
    /// Two desks said different things.
    pub disputed: bool,
    /// The statements that stand.
    pub heads: Vec<Hash>,
}

impl Person {
    fn merged(rows: &[&PersonRow]) -> Option<Self> {
        let first = *rows.first()?;
        let both = |pick: fn(&PersonRow) -> &String| {
            let said: BTreeSet<&str> = rows.iter().map(|r| pick(r).as_str()).collect();
            said.into_iter().collect::<Vec<_>>().join(" / ")
        };
        let given = |role: &Role| rows.iter().all(|r| r.roles.contains(role));
        let same = |r: &&PersonRow| PersonRow { hash: first.hash, ..(*r).clone() } == *first;
        Some(Self {
            id: first.person,
            name: both(|r| &r.name),
            initials: both(|r| &r.initials),
            roles: first.roles.iter().copied().filter(given).collect(),
            qualification: both(|r| &r.qualification),
            competence: both(|r| &r.competence),
            cpd: both(|r| &r.cpd),
            countersigner: first.countersigner.filter(|c| rows.iter().all(|r| r.countersigner == Some(*c))),
            active: rows.iter().all(|r| r.active),
            disputed: !rows.iter().all(same),
            heads: rows.iter().map(|r| r.hash).collect(),
        })
    }

    /// Somebody in this role who works here.
    pub(crate) fn serving(&self, role: Role) -> bool {
        self.active && self.roles.contains(&role)
    }

    /// The person as an author, to ask what they may do. Signing asks for a key as well.
    fn without_key(&self) -> Author {
        let person = PersonName { id: self.id, name: self.name.clone(), initials: self.initials.clone() };
        Author { person: Some(person), key: None, roles: self.roles.clone() }
    }
}

/// A person of the centre's book.
#[must_use]
pub fn of(centre: &BookState, id: Id) -> Option<Person> {
    Person::merged(&centre.people.iter().filter(|p| p.standing && p.person == id).collect::<Vec<_>>())
}

/// Somebody as they would be if these statements of them stood and no others.
pub(crate) fn as_stated(centre: &BookState, statements: &BTreeSet<Hash>) -> Option<Person> {
    Person::merged(&statements.iter().filter_map(|hash| centre.people.get(hash)).collect::<Vec<_>>())
}

/// Everyone of the centre's book, those who no longer work here too, in order of name.
#[must_use]
pub fn everyone(centre: &BookState) -> Vec<Person> {
    let mut rows: BTreeMap<Id, Vec<&PersonRow>> = BTreeMap::new();
    for row in centre.people.iter().filter(|p| p.standing) {
        rows.entry(row.person).or_default().push(row);
    }
    let mut people: Vec<Person> = rows.values().filter_map(|rows| Person::merged(rows)).collect();
    people.sort_by(|a, b| (!a.active, &a.name, a.id).cmp(&(!b.active, &b.name, b.id)));
    people
}

/// Whether the centre has an administrator who works here: from then on people are theirs to record.
#[must_use]
pub fn managed(centre: &BookState) -> bool {
    everyone(centre).iter().any(|p| p.serving(Role::Administrator))
}

/// A refusal with its way out by name: who works here in one of these roles, and how they come to the desk.
#[must_use]
pub fn way_out(centre: &BookState, refusal: &Refusal, roles: &[Role]) -> String {
    way_out_by(&everyone(centre), refusal, roles, &|_anybody| true)
}

/// The first of these people who work here in one of these roles and of whom `may` says that they do, each with the role.
#[must_use]
pub fn able(people: &[Person], roles: &[Role], may: &dyn Fn(&Author) -> bool) -> Vec<String> {
    let can = |person: &Person| {
        let role = roles.iter().find(|role| person.serving(**role))?;
        may(&person.without_key()).then(|| format!("{} ({})", person.name, role.word()))
    };
    people.iter().filter_map(can).take(NAMED).collect()
}

/// The same of these people, where not everybody in such a role may: `may` says of each whether they do.
#[must_use]
pub fn way_out_by(
    people: &[Person],
    refusal: &Refusal,
    roles: &[Role],
    may: &dyn Fn(&Author) -> bool,
) -> String {
    match able(people, roles, may).as_slice() {
        [] => format!("{refusal}. {}", refusal.hint()),
        [one] => format!("{refusal}. {one} can: choose that name at the top of the window."),
        several => {
            let names = several.join(" or ");
            format!("{refusal}. {names} can: choose one of these names at the top of the window.")
        }
    }
}

/// What is said of a person; none = as it is, or nothing where the person is new.
#[derive(Debug, Clone, Default)]
pub struct Said<'a> {
    /// Name.
    pub name: Option<&'a str>,
    /// Initials; made from the name when empty.
    pub initials: Option<&'a str>,
    /// Roles.
    pub roles: Option<&'a [Role]>,
    /// Qualification held.
    pub qualification: Option<&'a str>,
    /// Occupational competence.
    pub competence: Option<&'a str>,
    /// ISO date of the last continuing professional development, or empty.
    pub cpd: Option<&'a str>,
    /// Name or id of who countersigns; empty = nobody.
    pub countersigner: Option<&'a str>,
    /// Works here.
    pub active: Option<bool>,
}

/// Adds a person; with a signing password, `theirs`, their key is made at once. An administrator who has a signing password signs it
/// with that, `own`.
///
/// # Errors
/// [`Refusal::StatementUnsigned`] where that is not given, those of [`open_key`], and what must not be said of a person.
pub fn add(
    workspace: &mut Workspace,
    author: &Author,
    said: &Said<'_>,
    (theirs, own): (Option<&str>, Option<&str>),
) -> Result<Id> {
    let person = Id::random()?;
    let nothing = PersonStated {
        person,
        name: String::new(),
        initials: String::new(),
        roles: Vec::new(),
        qualification: String::new(),
        competence: String::new(),
        cpd: String::new(),
        countersigner: None,
        active: true,
        supersedes: Vec::new(),
    };
    let countersigner = countersigner(workspace, said)?;
    let act = stated(nothing, said, countersigner)?;
    let hand = stated::key(workspace, author, own)?;
    stated::refuse_unsigned(workspace.centre_book()?, author, hand.as_ref())?;
    let fresh = theirs.map(key::make).transpose()?;
    if let Some(fresh) = &fresh {
        write_key(workspace, fresh)?;
    }
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        refuse(state, &act)?;
        stated::refuse_unsigned(state, author, hand.as_ref())?;
        stated::record(deed, act, hand.as_ref())?;
        if let Some(fresh) = fresh {
            deed.record(centre, KeyMade { person, key: fresh.public, supersedes: Vec::new() })?;
        }
        Ok(())
    })?;
    Ok(person)
}

/// Changes what is recorded of a person. What they did and signed stays under the name of that time. An administrator who has a signing
/// password signs it with that, `own`, also again where nothing changes and they did not sign it yet.
///
/// # Errors
/// As for [`add`].
pub fn change(
    workspace: &mut Workspace,
    author: &Author,
    name: &str,
    (said, own): (&Said<'_>, Option<&str>),
) -> Result<Id> {
    let id = find(workspace, name)?.id;
    let countersigner = countersigner(workspace, said)?;
    let hand = stated::key(workspace, author, own)?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let gone = || Error::NotFound { what: "person", name: name.into() };
        let now = of(state, id).ok_or_else(gone)?;
        let now_said = now.clone();
        let before = PersonStated {
            person: id,
            name: now.name,
            initials: now.initials,
            roles: now.roles,
            qualification: now.qualification,
            competence: now.competence,
            cpd: now.cpd,
            countersigner: now.countersigner,
            active: now.active,
            supersedes: now.heads,
        };
        settled(state, &now_said, said, countersigner)?;
        let act = stated(before.clone(), said, countersigner)?;
        refuse(state, &act)?;
        stated::refuse_unsigned(state, author, hand.as_ref())?;
        let heads = &before.supersedes;
        let again = match &hand {
            Some(key) => stated::signs_anew(deed, heads, key)?,
            None => false,
        };
        if act == before && !now_said.disputed && !again {
            return Err(Error::Usage(format!("nothing about {} is changed by this", act.name)));
        }
        stated::record(deed, act, hand.as_ref())?;
        Ok(())
    })?;
    Ok(id)
}

/// A text of a person: what it is called, where it stands, what is said of it on the whole, and what is said now.
type Text<'a> = (&'a str, fn(&PersonRow) -> &String, &'a String, Option<&'a str>);

/// Whether what two desks said differently of a person is said anew: whoever changes something else would otherwise record both as
/// if they were one.
fn settled(
    centre: &BookState,
    now: &Person,
    said: &Said<'_>,
    countersigner: Option<Option<Id>>,
) -> Result<()> {
    let rows: Vec<&PersonRow> = centre.people.iter().filter(|p| p.standing && p.person == now.id).collect();
    let texts: [Text<'_>; 5] = [
        ("name", |r| &r.name, &now.name, said.name),
        ("initials", |r| &r.initials, &now.initials, said.initials),
        ("qualification", |r| &r.qualification, &now.qualification, said.qualification),
        ("occupational competence", |r| &r.competence, &now.competence, said.competence),
        ("last CPD", |r| &r.cpd, &now.cpd, said.cpd),
    ];
    let mut open = Vec::new();
    for (word, field, both, new) in texts {
        let stated: BTreeSet<&str> = rows.iter().map(|row| field(row).as_str()).collect();
        if stated.len() > 1 && new.is_none_or(|new| new.trim() == both.trim()) {
            let each: Vec<&str> =
                stated.into_iter().map(|one| if one.is_empty() { "nothing" } else { one }).collect();
            open.push(format!("{word} {}", each.join(" / ")));
        }
    }
    let differs = |same: fn(&PersonRow, &PersonRow) -> bool| {
        rows.first().is_some_and(|first| !rows.iter().all(|row| same(row, first)))
    };
    if said.roles.is_none() && differs(|a, b| a.roles == b.roles) {
        open.push("roles".to_owned());
    }
    if countersigner.is_none() && differs(|a, b| a.countersigner == b.countersigner) {
        open.push("countersigner".to_owned());
    }
    if open.is_empty() {
        return Ok(());
    }
    let open = open.join("; ");
    Err(Error::Usage(format!(
        "two desks recorded different things: {open}. Say in the same change which holds"
    )))
}

/// The refusal where two desks call a person differently: nothing is signed under two names.
pub(crate) fn refuse_two_names(centre: &BookState, person: &PersonName) -> Result<(), Refusal> {
    let mut rows = centre.people.iter().filter(|p| p.standing && p.person == person.id);
    let Some(first) = rows.next() else { return Ok(()) };
    if rows.all(|row| row.name == first.name && row.initials == first.initials) {
        return Ok(());
    }
    let shown =
        of(centre, person.id).map_or_else(|| person.name.clone(), |p| format!("{} ({})", p.name, p.initials));
    Err(Refusal::PersonInDispute { person: shown })
}

/// The countersigner that is named; none = nothing is said of it.
fn countersigner(workspace: &mut Workspace, said: &Said<'_>) -> Result<Option<Option<Id>>> {
    let named = said.countersigner.map(str::trim);
    let found = |name: &str| if name.is_empty() { Ok(None) } else { Ok(Some(find(workspace, name)?.id)) };
    named.map(found).transpose()
}

/// A statement with what is newly said in it. Refused where it cannot be read.
fn stated(mut act: PersonStated, said: &Said<'_>, countersigner: Option<Option<Id>>) -> Result<PersonStated> {
    let set = |field: &mut String, text: Option<&str>| {
        if let Some(text) = text {
            *field = text.trim().to_owned();
        }
    };
    set(&mut act.name, said.name);
    set(&mut act.initials, said.initials);
    set(&mut act.qualification, said.qualification);
    set(&mut act.competence, said.competence);
    set(&mut act.cpd, said.cpd);
    if act.initials.is_empty() {
        act.initials = initials_of(&act.name);
    }
    if let Some(roles) = said.roles {
        act.roles = roles.to_vec();
        act.roles.sort_unstable();
        act.roles.dedup();
    }
    act.countersigner = countersigner.unwrap_or(act.countersigner);
    if !act.roles.iter().any(|r| r.trainee()) {
        act.countersigner = None;
    }
    act.active = said.active.unwrap_or(act.active);
    if act.name.is_empty() || act.roles.is_empty() {
        return Err(Error::Usage("a person needs a name and at least one role".into()));
    }
    if !act.cpd.is_empty() && !is_date(&act.cpd) {
        return Err(Error::Usage(format!("the CPD date {:?} is not a date like 2026-09-30", act.cpd)));
    }
    Ok(act)
}

/// What a statement about a person must not say.
fn refuse(centre: &BookState, act: &PersonStated) -> Result<(), Refusal> {
    let person = || act.name.clone();
    let contradict = |why: &str| Refusal::RolesContradict { person: person(), why: why.to_owned() };
    let people = everyone(centre);
    if act.active && people.iter().any(|p| p.active && p.id != act.person && p.name == act.name) {
        return Err(Refusal::AlreadyThere { what: format!("a person called {}", act.name) });
    }
    if let Some(why) = person::contradiction(&act.roles) {
        return Err(contradict(why));
    }
    if act.active && act.roles.iter().any(|r| r.trainee()) {
        let Some(id) = act.countersigner else {
            return Err(contradict("a trainee needs somebody qualified who countersigns"));
        };
        let named = people.iter().find(|p| p.id == id);
        let why = named.map_or(Some("the countersigner is not known here"), |named| unfit(act, named));
        if let Some(why) = why {
            return Err(contradict(why));
        }
    }
    let keeps = act.active && act.roles.contains(&Role::Administrator);
    let other = |p: &Person| p.id != act.person && p.serving(Role::Administrator);
    let was = people.iter().any(|p| p.id == act.person && p.serving(Role::Administrator));
    if was && !keeps && !people.iter().any(other) {
        return Err(Refusal::LastAdministrator { person: person() });
    }
    Ok(())
}

/// Why somebody cannot countersign for a trainee; none = they can.
fn unfit(trainee: &PersonStated, named: &Person) -> Option<&'static str> {
    let verifies = named.serving(Role::Iv) || named.serving(Role::LeadIv);
    if named.id == trainee.person {
        Some("nobody countersigns for themselves")
    } else if !named.active {
        Some("the countersigner no longer works here")
    } else if trainee.roles.contains(&Role::TraineeIv) && !verifies {
        Some("a trainee internal verifier is countersigned by a qualified internal verifier")
    } else if !verifies && !named.serving(Role::Assessor) {
        Some("a trainee is countersigned by somebody qualified")
    } else {
        None
    }
}

/// Finds a person by exact name or id. Of several with one name the one who works here.
pub fn find(workspace: &mut Workspace, name: &str) -> Result<Person> {
    let people = everyone(workspace.centre_book()?);
    let named: Vec<&Person> = people.iter().filter(|p| p.name == name || p.id.to_string() == name).collect();
    let here: Vec<&Person> = named.iter().copied().filter(|p| p.active).collect();
    match if here.is_empty() { named } else { here }.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Error::NotFound { what: "person", name: name.into() }),
        many => Err(Error::Ambiguous {
            what: "person",
            name: name.into(),
            ids: many.iter().map(|p| p.id.to_string()).collect(),
        }),
    }
}

/// The author that a person is. Who no longer works here cannot sit down.
pub fn author(workspace: &mut Workspace, name: &str) -> Result<Author> {
    let row = find(workspace, name)?;
    if !row.active {
        return Err(Refusal::NotHere { person: row.name }.into());
    }
    let standing: BTreeSet<String> =
        standing_keys(workspace.centre_book()?, row.id).into_iter().map(|(_, key)| key).collect();
    // Somebody may have one for each machine: they sign with the one that lies here.
    let here = standing.iter().find(|key| keys::lies_here(workspace, key));
    let key = here.or_else(|| standing.first()).cloned();
    let person = PersonName { id: row.id, name: row.name, initials: row.initials };
    Ok(Author { person: Some(person), key, roles: row.roles })
}
