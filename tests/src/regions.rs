//! Regions of the core library that an input reached: the counters that `cargo xtask fuzz` has the compiler put in, and
//! the names of the functions that they stand in. Without such a build there are none, and nothing is reached.
//! Refuses to know parsers and inputs.
#![allow(
    unsafe_code,
    reason = "the compiler's counters are memory that it hands over through two C functions"
)]

use std::fs;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

static COUNTERS: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
static HOW_MANY: AtomicUsize = AtomicUsize::new(0);
static PLACES: AtomicPtr<usize> = AtomicPtr::new(std::ptr::null_mut());

/// Called before `main` by a build with counters.
///
/// # Safety
/// The compiler calls it with the beginning and the end of its counters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __sanitizer_cov_8bit_counters_init(start: *mut u8, stop: *mut u8) {
    COUNTERS.store(start, Ordering::Relaxed);
    HOW_MANY.store(stop.addr() - start.addr(), Ordering::Relaxed);
}

/// Called before `main` by a build with counters: two words for each counter, its place in the program and flags.
///
/// # Safety
/// The compiler calls it with the beginning and the end of its table, which is as long as the counters are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __sanitizer_cov_pcs_init(start: *mut usize, _stop: *mut usize) {
    PLACES.store(start, Ordering::Relaxed);
}

/// What was reached since it was made.
#[derive(Debug)]
pub struct Reached {
    seen: Vec<bool>,
}

impl Default for Reached {
    fn default() -> Self {
        let mut new = Self { seen: vec![false; HOW_MANY.load(Ordering::Relaxed)] };
        // What ran before does not count.
        new.update();
        new.seen.fill(false);
        new
    }
}

impl Reached {
    /// Regions that were reached for the first time since the last call; the counters begin anew.
    pub fn update(&mut self) -> usize {
        let start = COUNTERS.load(Ordering::Relaxed);
        if start.is_null() {
            return 0;
        }
        // SAFETY: the counters live as long as the program; only this thread and the parsers that it calls write them.
        let counters = unsafe { std::slice::from_raw_parts_mut(start, self.seen.len()) };
        let mut new = 0;
        for (eight, seen) in counters.chunks_mut(8).zip(self.seen.chunks_mut(8)) {
            // Nearly all are zero: eight at a time.
            if eight.iter().all(|counter| *counter == 0) {
                continue;
            }
            for (counter, seen) in eight.iter_mut().zip(seen) {
                if *counter != 0 {
                    *counter = 0;
                    new += usize::from(!*seen);
                    *seen = true;
                }
            }
        }
        new
    }

    /// Of the regions in functions whose path holds one of the modules: how many were reached, and how many there are.
    pub fn of(&self, modules: &[&str]) -> (usize, usize) {
        let table = PLACES.load(Ordering::Relaxed);
        if table.is_null() {
            return (0, 0);
        }
        let functions = functions();
        let (mut reached, mut all) = (0, 0);
        for (at, seen) in self.seen.iter().enumerate() {
            // SAFETY: the table has two words for each counter.
            let place = unsafe { *table.add(at * 2) };
            let function = functions.partition_point(|(start, _)| *start <= place).checked_sub(1);
            let name = function.map_or("", |function| functions[function].1.as_str());
            if modules.iter().any(|module| is_in(name, module)) {
                all += 1;
                reached += usize::from(*seen);
            }
        }
        (reached, all)
    }
}

/// Whether a mangled name is of a module, given as its last two steps: `read::docx`.
fn is_in(name: &str, module: &str) -> bool {
    let steps: String = module.split("::").map(|step| format!("{}{step}", step.len())).collect();
    name.contains("9portfolio") && name.contains(&steps)
        || name.contains(&format!("..{}..", module.replace("::", "..")))
}

/// Functions of this program by their address in memory.
fn functions() -> Vec<(usize, String)> {
    let program = std::env::current_exe().ok().and_then(|path| fs::read(path).ok()).unwrap_or_default();
    let mut found = symbols(&program).unwrap_or_default();
    // The program lies somewhere else in memory than in its file; one function that is known in both tells where.
    let here = __sanitizer_cov_8bit_counters_init as *const () as usize;
    let there = found
        .iter()
        .find(|(_, name)| name == "__sanitizer_cov_8bit_counters_init")
        .map_or(here, |(at, _)| *at);
    for (at, _) in &mut found {
        *at = at.wrapping_add(here.wrapping_sub(there));
    }
    found.sort();
    found
}

/// The function symbols of an ELF file of 64 bits.
fn symbols(file: &[u8]) -> Option<Vec<(usize, String)>> {
    let number = |at: usize, bytes: usize| -> Option<usize> {
        let mut whole = [0; 8];
        whole[..bytes].copy_from_slice(file.get(at..at + bytes)?);
        usize::try_from(u64::from_le_bytes(whole)).ok()
    };
    let (sections, size, count) = (number(0x28, 8)?, number(0x3a, 2)?, number(0x3c, 2)?);
    let section = |index: usize| sections + index * size;
    let table = (0..count).map(section).find(|at| number(at + 4, 4) == Some(2))?;
    let names = number(section(number(table + 0x28, 4)?) + 0x18, 8)?;
    let (start, length) = (number(table + 0x18, 8)?, number(table + 0x20, 8)?);
    let mut found = Vec::new();
    for at in (start..start + length).step_by(24) {
        if file.get(at + 4)? & 0xf == 2 && number(at + 8, 8)? != 0 {
            let name = file.get(names + number(at, 4)?..)?.split(|byte| *byte == 0).next()?;
            found.push((number(at + 8, 8)?, String::from_utf8_lossy(name).into_owned()));
        }
    }
    Some(found)
}
