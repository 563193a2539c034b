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

/// Sets the most memory of this process, and no core files. The processor's time is given file by file.
#[cfg(target_os = "linux")]
pub fn set_memory(memory: u64) {
    for (what, most) in [(libc::RLIMIT_AS, memory), (libc::RLIMIT_CORE, 0)] {
        let limit = libc::rlimit { rlim_cur: most, rlim_max: most };
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "limits of a process can only be set through libc")]
        let _cannot = unsafe { libc::setrlimit(what, &raw const limit) };
    }
}

/// Allows this process `seconds` of the processor from now on. What it has had is whole seconds, so one more is given.
#[cfg(target_os = "linux")]
pub fn allow(seconds: u64) {
    // SAFETY: a structure of numbers, all of which may be zero, that the call fills in.
    #[allow(unsafe_code, reason = "the time that a process has had is told by libc alone")]
    let had = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    };
    let until = u64::try_from(had).unwrap_or(0).saturating_add(seconds).saturating_add(1);
    let limit = libc::rlimit { rlim_cur: until, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: as above.
    #[allow(unsafe_code, reason = "limits of a process can only be set through libc")]
    let _cannot = unsafe { libc::setrlimit(libc::RLIMIT_CPU, &raw const limit) };
}

/// Elsewhere the parent's clock and its cap on what the child says are the limits.
#[cfg(not(target_os = "linux"))]
pub const fn set(_memory: u64, _seconds: u64) {}

/// See [`set`].
#[cfg(not(target_os = "linux"))]
pub const fn set_memory(_memory: u64) {}

/// See [`set`].
#[cfg(not(target_os = "linux"))]
pub const fn allow(_seconds: u64) {}
