//! What the extractor process may take: memory, processor time, no core files. Refuses to know what it does with them.

/// Sets the limits of this process. Where one cannot be set the parent's clock still holds.
#[cfg(target_os = "linux")]
pub fn set(memory: u64, seconds: u64) {
    for (what, most) in [(libc::RLIMIT_AS, memory), (libc::RLIMIT_CPU, seconds), (libc::RLIMIT_CORE, 0)] {
        let limit = libc::rlimit { rlim_cur: most, rlim_max: most.saturating_add(u64::from(most > 0)) };
        // SAFETY: a plain call with a valid pointer to a local; the standard library has no door to it.
        #[allow(unsafe_code, reason = "limits of a process can only be set through libc")]
        let _cannot = unsafe { libc::setrlimit(what, &raw const limit) };
    }
}

/// Elsewhere the parent's clock and its cap on what the child says are the limits.
#[cfg(not(target_os = "linux"))]
pub const fn set(_memory: u64, _seconds: u64) {}
