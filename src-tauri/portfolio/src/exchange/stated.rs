//! Whether what a file says of who may do what, and of the centre's roots, was said by somebody who may. Whoever writes a history file
//! can make anybody an administrator in it, and the next file of theirs would be believed: so where an administrator of this centre has a
//! signing password, it counts only with an administrator's signature. What comes of a file is weighed, not each of its entries.
//! Pure; refuses to know files, and whether signatures are good
//! (`signature_fault` has proved that).

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{self, Brought, Vouching};
use crate::error::Refusal;
use crate::journal::act::Act;
use crate::journal::id::{Hash, Id};
use crate::journal::state::{BookState, Logged};
use crate::people::{self, Person, Who};
use crate::person::Role;

/// Whose signature is believed while a file is weighed.
struct Hands<'a> {
    of: &'a Brought<'a>,
    /// Their public keys.
    keys: Vouching<'a>,
    /// Administrators of this centre, and those whom they made administrators in the file.
    serving: BTreeSet<Id>,
}

/// What an act says of a person.
struct Statement<'a> {
    person: Id,
    supersedes: &'a [Hash],
    /// It makes, or keeps, the person an administrator who works here.
    administers: bool,
}

/// Weighs what a file says of people and of roots, once its keys were weighed. `signed` says which entries have a signature beside them.
///
/// # Errors
/// [`Refusal::PeopleNotSigned`] where the file changes who somebody is or what they may do, or brings somebody new, and no administrator
/// known here signed that; [`Refusal::RootNotSigned`] for a root.
pub fn weigh(of: &Brought<'_>, signed: impl Fn(Hash) -> bool) -> Result<(), Refusal> {
    if !guarded(of.before) {
        return Ok(());
    }
    let mut hands = Hands::of(of, &signed);
    let believed = hands.believe(&signed);
    let doubted = doubted(of, &believed);
    if !doubted.is_empty() {
        return Err(Refusal::PeopleNotSigned { people: doubted.join("; ") });
    }
    hands.refuse_roots(&signed)
}

/// Whether an administrator who works here has a signing password. Where none has, nobody could sign.
fn guarded(centre: &BookState) -> bool {
    let signs =
        |p: &Person| p.serving(Role::Administrator) && !people::standing_keys(centre, p.id).is_empty();
    people::everyone(centre).iter().any(signs)
}

fn statement(act: &Act) -> Option<Statement<'_>> {
    if let Act::PersonStated(a) = act {
        let administers = a.active && a.roles.contains(&Role::Administrator);
        return Some(Statement { person: a.person, supersedes: &a.supersedes, administers });
    }
    if let Act::PersonAdded(a) = act {
        let administers = a.roles.contains(&Role::Administrator);
        return Some(Statement { person: a.person, supersedes: &a.supersedes, administers });
    }
    None
}

impl<'a> Hands<'a> {
    fn of(of: &'a Brought<'a>, signed: &impl Fn(Hash) -> bool) -> Self {
        let everyone = people::everyone(of.before);
        let serving = everyone.iter().filter(|p| p.serving(Role::Administrator)).map(|p| p.id).collect();
        let mut hands = Self { of, keys: keys::vouching(of, signed), serving };
        for person in hands.serving.clone() {
            hands.take_keys(person);
        }
        hands
    }

    fn is_new(&self, logged: &Logged) -> bool {
        self.of.before.place_of(logged.hash).is_none()
    }

    /// Whether an entry stands on the chain of an administrator under a key that is known as theirs.
    fn wrote(&self, logged: &Logged) -> bool {
        let chain = self.of.after.chains.get(&logged.chain);
        let Some((person, key)) = chain.and_then(|c| Some((c.person?, c.key.as_deref()?))) else {
            return false;
        };
        self.serving.contains(&person) && self.keys.get(&person).is_some_and(|own| own.contains(key))
    }

    /// The statements of the file that an administrator signed. Whom one of them makes an administrator is one from then on, and signs
    /// with the keys that were let in as theirs.
    fn believe(&mut self, signed: &impl Fn(Hash) -> bool) -> BTreeSet<Hash> {
        let of = self.of;
        let mut believed = BTreeSet::new();
        loop {
            let more: Vec<(Hash, Statement<'_>)> = of
                .after
                .log
                .iter()
                .filter(|l| !believed.contains(&l.hash) && self.is_new(l) && signed(l.hash) && self.wrote(l))
                .filter_map(|l| Some((l.hash, statement(&l.act)?)))
                .collect();
            if more.is_empty() {
                return believed;
            }
            for (hash, said) in more {
                believed.insert(hash);
                if said.administers && self.serving.insert(said.person) {
                    self.take_keys(said.person);
                }
            }
        }
    }

    /// Takes every key of somebody that was not ended: `keys::weigh` has let it in, the first one where they had none in force here too.
    fn take_keys(&mut self, person: Id) {
        let after = self.of.after;
        let ended = keys::ended(after);
        for logged in &after.log {
            let Act::KeyMade(made) = &logged.act else { continue };
            if made.person == person && !ended.contains(&logged.hash) {
                self.keys.entry(person).or_default().insert(&made.key);
            }
        }
    }

    /// A root that an administrator signed stands for those whose place it takes: they had seen them.
    fn refuse_roots(&self, signed: &impl Fn(Hash) -> bool) -> Result<(), Refusal> {
        let mut covered = BTreeSet::new();
        for logged in self.of.after.log.iter().rev() {
            let Act::RootMade(made) = &logged.act else { continue };
            if !self.is_new(logged) {
                continue;
            }
            if !(covered.contains(&logged.hash) || signed(logged.hash) && self.wrote(logged)) {
                let by =
                    self.of.after.person_of(logged.chain).map_or_else(|| "nobody".to_owned(), |p| p.name);
                return Err(Refusal::RootNotSigned { by });
            }
            covered.extend(made.supersedes.iter().copied());
        }
        Ok(())
    }
}

/// What the file says of people that does not come of what stood here and what is believed, in words, in order of name. Whoever is as they
/// were is asked about too: an administrator may have signed otherwise in the file, and somebody have put the old back on top.
fn doubted(of: &Brought<'_>, believed: &BTreeSet<Hash>) -> Vec<String> {
    let counts = |hash: Hash| believed.contains(&hash) || of.before.place_of(hash).is_some();
    let heads = heads(of.after, counts);
    let mut words = Vec::new();
    for now in people::everyone(of.after) {
        let may = heads.get(&now.id).and_then(|heads| people::as_stated(of.after, heads));
        if may.as_ref().is_none_or(|may| Who::of(may) != Who::of(&now)) {
            words.push((now.name.clone(), changed(may.as_ref(), &now)));
        }
    }
    words.sort();
    words.into_iter().map(|(_, said)| said).collect()
}

/// The statements of each person that would stand if there were none but those that count. Whoever makes one has seen what it takes the
/// place of, so it takes the place of what stood below that too.
fn heads(centre: &BookState, counts: impl Fn(Hash) -> bool) -> BTreeMap<Id, BTreeSet<Hash>> {
    let mut heads: BTreeMap<Id, BTreeSet<Hash>> = BTreeMap::new();
    let mut below: BTreeMap<Hash, BTreeSet<Hash>> = BTreeMap::new();
    for logged in &centre.log {
        let Some(said) = statement(&logged.act) else { continue };
        let mut closes = BTreeSet::new();
        for old in said.supersedes {
            match below.get(old) {
                Some(through) => closes.extend(through),
                None => drop(closes.insert(*old)),
            }
        }
        if counts(logged.hash) {
            let own = heads.entry(said.person).or_default();
            own.retain(|head| !closes.contains(head));
            own.insert(logged.hash);
        } else {
            below.insert(logged.hash, closes);
        }
    }
    heads
}

/// How somebody differs from how they may be: "Mallory Grey is new, as administrator", "May Poole no longer works here", "Kit Moore is
/// assessor, internal verifier".
fn changed(may: Option<&Person>, now: &Person) -> String {
    let roles: Vec<&str> = now.roles.iter().map(|role| role.word()).collect();
    let (name, roles) = (&now.name, roles.join(", "));
    let Some(may) = may else { return format!("{name} is new, as {roles}") };
    let mut words = Vec::new();
    if may.name != now.name || may.initials != now.initials {
        words.push(format!("{} ({}) is called {name} ({})", may.name, may.initials, now.initials));
    }
    match (may.active, now.active) {
        (true, false) => words.push(format!("{name} no longer works here")),
        (false, true) => words.push(format!("{name} works here again")),
        (true, true) | (false, false) => {}
    }
    if Who::of(may) != Who::of(now) && may.roles != now.roles {
        words.push(if roles.is_empty() {
            format!("no role of {name} is the same at both computers")
        } else {
            format!("{name} is {roles}")
        });
    }
    words.join(", ")
}
