//! Whether the signing keys that a file brings are their persons' own, and whether those that it ends were ended by somebody who may.
//! Whoever writes a history file can name any key in anybody's name, and any end of one: so a further key of a person counts only
//! where one of theirs vouches for it, or where an administrator has ended those that are known, and an end from elsewhere only
//! where it is signed. Pure; refuses to know files, and whether signatures are good (`signature_fault` has proved that).

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Refusal;
use crate::journal::act::{Act, KeyEnded, KeyMade};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::KeyRow;
use crate::journal::state::{BookState, Logged};
use crate::key;
use crate::matrix::dates;
use crate::people;
use crate::person::Role;

/// The centre's book without and with what a file brings, and where it is taken in.
pub struct Brought<'a> {
    /// Without.
    pub before: &'a BookState,
    /// With.
    pub after: &'a BookState,
    /// The installation that takes it in.
    pub here: Id,
}

/// Public keys of each person that vouch for others.
pub(super) type Vouching<'a> = BTreeMap<Id, BTreeSet<&'a str>>;

/// What is known of keys while a file is weighed.
struct Weighed<'a> {
    of: &'a Brought<'a>,
    /// Who has a key in force here: only theirs can be pushed out by a further one.
    guarded: BTreeSet<Id>,
    /// Public keys of each person that vouch for others: what an administrator ended never does.
    vouching: Vouching<'a>,
    /// Keys in force: those of before and those that came since, without what somebody who may has ended or replaced.
    standing: BTreeSet<Hash>,
    /// Keys that somebody who may has named as a person's when ending them.
    attested: BTreeSet<Hash>,
}

/// The names of those whose keys are new here, in order.
///
/// # Errors
/// [`Refusal::KeyNotVouched`] where a person has a key here and nothing vouches for the one that is new, [`Refusal::KeyOfAnother`]
/// where it is in force as somebody else's, [`Refusal::EndingNotSigned`] where a key that is in force here is ended by nobody's known hand.
///
/// `signed` says which entries have a signature beside them.
pub fn weigh(of: &Brought<'_>, signed: impl Fn(Hash) -> bool) -> Result<Vec<String>, Refusal> {
    let known: BTreeSet<Hash> = of.before.keys.iter().map(|row| row.hash).collect();
    let mut weighed = Weighed::of(of);
    weighed.ends(&signed)?;
    let mut names = BTreeSet::new();
    for logged in &of.after.log {
        let Act::KeyMade(made) = &logged.act else { continue };
        if known.contains(&logged.hash) {
            continue;
        }
        weighed.refuse_anothers(logged.hash, made)?;
        if !weighed.counts(logged, made, signed(logged.hash)) {
            return Err(weighed.not_vouched(logged, made));
        }
        names.insert(name(of.after, made.person));
        weighed.take(logged.hash, made);
    }
    Ok(names.into_iter().collect())
}

/// The keys of each person that may sign what is said of others: those that vouch here, and those that their persons changed to in the
/// file.
pub(super) fn vouching<'a>(of: &'a Brought<'a>, signed: &impl Fn(Hash) -> bool) -> Vouching<'a> {
    Weighed::of(of).changed_to(signed)
}

fn name(centre: &BookState, person: Id) -> String {
    people::of(centre, person).map_or_else(|| "somebody who is not known here".into(), |p| p.name)
}

/// The keys that were ended, whoever did: of the person whom the end is about, as in the replay.
pub(super) fn ended(centre: &BookState) -> BTreeSet<Hash> {
    let mut all = BTreeSet::new();
    for logged in &centre.log {
        if let Act::KeyEnded(ended) = &logged.act {
            let own = |key: &&Hash| centre.keys.get(*key).is_some_and(|row| row.person == ended.person);
            all.extend(ended.supersedes.iter().filter(own).copied());
        }
    }
    all
}

impl<'a> Weighed<'a> {
    fn of(of: &'a Brought<'a>) -> Self {
        let ended_here = ended(of.before);
        let mut vouching: Vouching<'a> = BTreeMap::new();
        for row in of.before.keys.iter() {
            if !ended_here.contains(&row.hash) {
                vouching.entry(row.person).or_default().insert(&row.key);
            }
        }
        let in_force = || of.before.keys.iter().filter(|row| row.standing);
        let guarded = in_force().map(|row| row.person).collect();
        let standing = in_force().map(|row| row.hash).collect();
        Self { of, guarded, vouching, standing, attested: BTreeSet::new() }
    }

    /// Notes the keys that somebody who may has ended. An end that nobody known here signed is refused where it would end a key
    /// that is in force here, for it would let the next one in.
    fn ends(&mut self, signed: &impl Fn(Hash) -> bool) -> Result<(), Refusal> {
        let of = self.of;
        let managed = people::managed(of.before);
        let vouching = self.changed_to(signed);
        let (mut believed, mut doubted) = (Vec::new(), Vec::new());
        for logged in &of.after.log {
            let Act::KeyEnded(ended) = &logged.act else { continue };
            if self.believed(logged, managed, signed(logged.hash).then_some(&vouching)) {
                believed.push(ended);
            } else if of.before.place_of(logged.hash).is_none() {
                doubted.push((logged, ended));
            }
        }
        for ended in believed {
            let theirs = self.theirs(ended.person, &ended.supersedes);
            self.standing.retain(|key| !theirs.contains(key));
            self.attested.extend(theirs);
        }
        for (logged, ended) in doubted {
            if self.ends_one_in_force(ended) {
                let by = of.after.person_of(logged.chain).map_or_else(|| "nobody".to_owned(), |p| p.name);
                return Err(Refusal::EndingNotSigned { by, person: name(of.after, ended.person) });
            }
        }
        Ok(())
    }

    /// Whether an end was recorded at this computer, or is signed by somebody who may with a key that is known here as theirs. Anybody
    /// may while the centre has no administrator. `vouching` = the keys that may sign it; none where nobody signed it.
    fn believed(&self, logged: &Logged, managed: bool, vouching: Option<&Vouching<'_>>) -> bool {
        let Some(chain) = self.of.after.chains.get(&logged.chain) else { return false };
        if chain.installation == self.of.here && self.of.before.place_of(logged.hash).is_some() {
            return true;
        }
        let (Some(person), Some(key)) = (chain.person, chain.key.as_deref()) else { return false };
        let serves = |p: people::Person| p.active && (!managed || p.roles.contains(&Role::Administrator));
        let known = vouching.and_then(|all| all.get(&person)).is_some_and(|own| own.contains(key));
        known && people::of(self.of.before, person).is_some_and(serves)
    }

    fn ends_one_in_force(&self, ended: &KeyEnded) -> bool {
        self.theirs(ended.person, &ended.supersedes).iter().any(|key| self.standing.contains(key))
    }

    /// Of these keys the ones that are a person's: nobody ends or replaces another's in passing.
    fn theirs(&self, person: Id, keys: &[Hash]) -> Vec<Hash> {
        let own = |hash: &&Hash| self.of.after.keys.get(*hash).is_some_and(|row| row.person == person);
        keys.iter().filter(own).copied().collect()
    }

    /// Two people never sign with one key. The same person may have been added at two desks, though, and have brought one key to both:
    /// once either of the two is ended, the desks exchange again.
    fn refuse_anothers(&self, hash: Hash, made: &KeyMade) -> Result<(), Refusal> {
        let after = self.of.after;
        let shared = |row: &&KeyRow| row.standing && row.key == made.key && row.person != made.person;
        let stands = after.keys.get(&hash).is_some_and(|row| row.standing);
        let Some(other) = after.keys.iter().find(shared).filter(|_| stands) else { return Ok(()) };
        Err(Refusal::KeyOfAnother { person: name(after, made.person), owner: name(after, other.person) })
    }

    fn counts(&self, logged: &Logged, made: &KeyMade, signed: bool) -> bool {
        if !self.guarded.contains(&made.person) || self.attested.contains(&logged.hash) {
            return true;
        }
        signed && self.vouched(logged, made, &self.vouching) || self.in_force(made.person).next().is_none()
    }

    /// Whether a key was set where its person worked with one that vouches for it.
    fn vouched(&self, logged: &Logged, made: &KeyMade, vouching: &Vouching<'_>) -> bool {
        let chain = self.of.after.chains.get(&logged.chain);
        let former = chain.filter(|c| c.person == Some(made.person)).and_then(|c| c.key.as_deref());
        let own = vouching.get(&made.person);
        former.is_some_and(|key| own.is_some_and(|own| own.contains(key)))
    }

    /// The keys that may sign for others: those that vouch here, and those that their persons changed to in the file. One that the file
    /// ends as well is none of them, for it may have been ended because it was stolen.
    fn changed_to(&self, signed: &impl Fn(Hash) -> bool) -> Vouching<'a> {
        let ended = ended(self.of.after);
        let mut vouching = self.vouching.clone();
        for logged in &self.of.after.log {
            let Act::KeyMade(made) = &logged.act else { continue };
            let stays = signed(logged.hash) && !ended.contains(&logged.hash);
            if stays && self.vouched(logged, made, &vouching) {
                vouching.entry(made.person).or_default().insert(&made.key);
            }
        }
        vouching
    }

    fn in_force(&self, person: Id) -> impl Iterator<Item = &KeyRow> {
        let rows = self.standing.iter().filter_map(|key| self.of.after.keys.get(key));
        rows.filter(move |row| row.person == person)
    }

    /// A key that counts. One that was ended before it came stands nowhere and vouches for nothing.
    fn take(&mut self, hash: Hash, made: &'a KeyMade) {
        let replaced = self.theirs(made.person, &made.supersedes);
        self.standing.retain(|key| !replaced.contains(key));
        if !self.attested.contains(&hash) {
            self.vouching.entry(made.person).or_default().insert(&made.key);
            self.standing.insert(hash);
        }
    }

    /// The refusal, which says on which computer each of the keys was set.
    fn not_vouched(&self, logged: &Logged, made: &KeyMade) -> Refusal {
        let short = |key: &str| key::fingerprint(key).map(|f| f.short()).unwrap_or_default();
        let known: Vec<String> = self
            .in_force(made.person)
            .filter_map(|row| {
                let set = self.of.after.log.iter().find(|l| l.hash == row.hash)?;
                Some(format!("{}, {}", short(&row.key), self.set(set)))
            })
            .collect();
        Refusal::KeyNotVouched {
            person: name(self.of.after, made.person),
            key: format!("{}, {}", short(&made.key), self.set(logged)),
            known: known.join("; "),
        }
    }

    /// "set on this computer on 14/09/2026".
    fn set(&self, logged: &Logged) -> String {
        let desk = self.of.after.chains.get(&logged.chain).map(|chain| chain.installation);
        let place = if desk == Some(self.of.here) { "this computer" } else { "another computer" };
        format!("set on {place} on {}", dates::short(&logged.moment.date()))
    }
}
