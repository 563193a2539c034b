//! Stopping a reading that a person no longer waits for. Whoever starts one may give it a ticket; whoever knows the ticket
//! can stop it from another thread, also before it has begun. Refuses to know what is read.

use std::collections::BTreeMap;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many tickets are remembered that were stopped before anything began under them.
const REMEMBERED: usize = 64;

enum State {
    UnderWay(Box<dyn Fn() + Send>),
    Stopped,
}

static TICKETS: Mutex<BTreeMap<String, State>> = Mutex::new(BTreeMap::new());

/// A reading under way; dropped when it ends.
pub(super) struct UnderWay(Option<String>);

/// Begins a reading; none where its ticket was stopped already. `word` is sent when it is stopped.
pub(super) fn begin<W: Send + 'static>(
    ticket: Option<&str>,
    tell: &Sender<W>,
    word: fn() -> W,
) -> Option<UnderWay> {
    let Some(ticket) = ticket else { return Some(UnderWay(None)) };
    let mut tickets = tickets();
    if matches!(tickets.remove(ticket), Some(State::Stopped)) {
        return None;
    }
    let tell = tell.clone();
    // Nobody hears it only where the reading has just ended by itself.
    let stop = move || drop(tell.send(word()));
    tickets.insert(ticket.to_owned(), State::UnderWay(Box::new(stop)));
    Some(UnderWay(Some(ticket.to_owned())))
}

/// Stops the reading of this ticket: its process ends now. One that has not begun will not begin.
pub fn stop(ticket: &str) {
    let mut tickets = tickets();
    match tickets.get(ticket) {
        Some(State::UnderWay(stop)) => stop(),
        Some(State::Stopped) => {}
        None => {
            if tickets.len() >= REMEMBERED {
                tickets.retain(|_, state| matches!(state, State::UnderWay(_)));
            }
            tickets.insert(ticket.to_owned(), State::Stopped);
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(ticket) = &self.0 {
            tickets().remove(ticket);
        }
    }
}

/// What stands in the map is whole after every step, so a panic elsewhere spoils nothing.
fn tickets() -> MutexGuard<'static, BTreeMap<String, State>> {
    TICKETS.lock().unwrap_or_else(PoisonError::into_inner)
}
