//! `cargo xtask churn`: chance in folders, as long as asked. What it does stands in the library, for it needs Unix.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(unix)]
    return journeys::floods::run();
    #[cfg(not(unix))]
    {
        eprintln!("chance in folders needs Unix");
        ExitCode::FAILURE
    }
}
