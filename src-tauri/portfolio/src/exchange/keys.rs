//! Whether the signing keys that a file brings are their persons' own. Whoever writes a history file can name any key in anybody's
//! name, so a further key of a person counts only where one of theirs vouches for it, or where an administrator has ended those
//! that are known. Pure; refuses to know files, and whether signatures are good (`signature_fault` has proved that).

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Refusal;
use crate::journal::act::{Act, KeyMade};
use crate::journal::id::{Hash, Id};
use crate::journal::state::{BookState, Logged};
use crate::key;
use crate::people;
use crate::person::Role;

/// What is known of keys while a file is weighed.
struct Weighed<'a> {
    before: &'a BookState,
    after: &'a BookState,
    /// Public keys of each person that count.
    own: BTreeMap<Id, BTreeSet<&'a str>>,
    /// Keys that were ended or replaced by somebody who may.
    ended: BTreeSet<Hash>,
}

/// The names of those whose keys are new here, in order.
///
/// # Errors
/// [`Refusal::KeyNotVouched`] where a person has a key here and nothing vouches for the one that is new.
///
/// `before` and `after` are the centre's book without and with what the file brings; `signed` says which entries have a
/// signature beside them.
pub fn weigh(
    before: &BookState,
    after: &BookState,
    signed: impl Fn(Hash) -> bool,
) -> Result<Vec<String>, Refusal> {
    let known: BTreeSet<Hash> = before.keys.iter().map(|row| row.hash).collect();
    let mut weighed = Weighed { before, after, own: BTreeMap::new(), ended: BTreeSet::new() };
    for row in before.keys.iter() {
        weighed.own.entry(row.person).or_default().insert(&row.key);
    }
    weighed.ends();
    let mut names = BTreeSet::new();
    for logged in &after.log {
        let Act::KeyMade(made) = &logged.act else { continue };
        if known.contains(&logged.hash) {
            continue;
        }
        if !weighed.counts(logged, made, signed(logged.hash)) {
            return Err(Refusal::KeyNotVouched {
                person: name(after, made.person),
                key: key::fingerprint(&made.key).map(|f| f.short()).unwrap_or_default(),
            });
        }
        names.insert(name(after, made.person));
        weighed.own.entry(made.person).or_default().insert(&made.key);
        weighed.ended.extend(made.supersedes.iter().copied());
    }
    Ok(names.into_iter().collect())
}

fn name(centre: &BookState, person: Id) -> String {
    people::of(centre, person).map_or_else(|| "somebody who is not known here".into(), |p| p.name)
}

impl Weighed<'_> {
    /// Notes the keys that administrators ended; anybody's word counts while the centre has none.
    fn ends(&mut self) {
        let managed = people::managed(self.before);
        for logged in &self.after.log {
            let Act::KeyEnded(ended) = &logged.act else { continue };
            let by = self.after.person_of(logged.chain).and_then(|p| people::of(self.before, p.id));
            let may = by.is_some_and(|p| p.active && p.roles.contains(&Role::Administrator));
            if may || !managed || self.before.place_of(logged.hash).is_some() {
                self.ended.extend(ended.supersedes.iter().copied());
            }
        }
    }

    fn counts(&self, logged: &Logged, made: &KeyMade, signed: bool) -> bool {
        let Some(own) = self.own.get(&made.person) else { return true };
        let chain = self.after.chains.get(&logged.chain);
        let former = chain.filter(|c| c.person == Some(made.person)).and_then(|c| c.key.as_deref());
        let vouched = signed && former.is_some_and(|key| own.contains(key));
        let in_force = self.before.keys.iter().filter(|row| row.standing && row.person == made.person);
        vouched || in_force.map(|row| row.hash).all(|key| self.ended.contains(&key))
    }
}
