//! What the extractor process may take: memory, processor time, no core files. Refuses to know what it does with them.
//! Linux limits memory and the processor's time, macOS the time, Windows the memory; beyond that the parent's clock and its
//! cap on what the child says are the limits.

/// Sets the limits of this process. Where one cannot be set the parent's clock still holds.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn set(memory: u64, seconds: u64) {
    set_memory(memory);
    let limit = libc::rlimit { rlim_cur: seconds, rlim_max: seconds.saturating_add(u64::from(seconds > 0)) };
    // SAFETY: a plain call with a valid pointer to a local; the standard library has no door to it.
    #[allow(unsafe_code, reason = "limits of a process can only be set through libc")]
    let _cannot = unsafe { libc::setrlimit(libc::RLIMIT_CPU, &raw const limit) };
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

/// Sets that there are no core files: macOS holds no process to a limit of memory.
#[cfg(target_os = "macos")]
pub fn set_memory(_memory: u64) {
    let limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: as above.
    #[allow(unsafe_code, reason = "limits of a process can only be set through libc")]
    let _cannot = unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const limit) };
}

/// Allows this process `seconds` of the processor from now on. What it has had is whole seconds, so one more is given.
#[cfg(any(target_os = "linux", target_os = "macos"))]
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

/// Sets the most memory of this process: it goes into a job of its own, which ends with it. What asks for more gets none, and the
/// process stops.
#[cfg(windows)]
pub fn set_memory(memory: u64) {
    use std::mem::zeroed;
    use std::ptr::null;

    use windows_sys::Win32::System::JobObjects::{
        AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_PROCESS_MEMORY,
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation, SetInformationJobObject,
    };
    use windows_sys::Win32::System::Threading::GetCurrentProcess;

    let most = usize::try_from(memory).unwrap_or(usize::MAX);
    let length = u32::try_from(size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>()).unwrap_or(u32::MAX);
    // SAFETY: a structure of numbers, all of which may be zero; plain calls with a valid pointer to it and its length. The handle
    // stays open for as long as the process lives.
    #[allow(unsafe_code, reason = "limits of a process can only be set through the system")]
    let _cannot = unsafe {
        let mut limits: JOBOBJECT_EXTENDED_LIMIT_INFORMATION = zeroed();
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY;
        limits.ProcessMemoryLimit = most;
        let job = CreateJobObjectW(null(), null());
        !job.is_null()
            && SetInformationJobObject(
                job,
                JobObjectExtendedLimitInformation,
                (&raw const limits).cast(),
                length,
            ) != 0
            && AssignProcessToJobObject(job, GetCurrentProcess()) != 0
    };
}

/// See [`set_memory`]; the parent's clock ends what takes too long.
#[cfg(windows)]
pub fn set(memory: u64, _seconds: u64) {
    set_memory(memory);
}

/// The parent's clock ends what takes too long.
#[cfg(windows)]
pub const fn allow(_seconds: u64) {}
