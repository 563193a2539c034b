//! Lets plain cargo work before the interface was ever built, and hands the rest to Tauri.
//! Knows nothing of npm: `cargo xtask` builds the interface.

use std::{fs, io, path::Path};

const WITHOUT_INTERFACE: &str = "<!doctype html><html lang=\"en-GB\"><title>Portfolio Mapper</title><p>The interface has not been built. Run: cargo xtask run\n";

fn main() -> io::Result<()> {
    let page = Path::new("../ui/dist/index.html");
    if let (false, Some(folder)) = (page.exists(), page.parent()) {
        fs::create_dir_all(folder)?;
        fs::write(page, WITHOUT_INTERFACE)?;
    }
    println!("cargo::rerun-if-changed=../ui/dist");
    tauri_build::try_build(tauri_build::Attributes::new()).map_err(io::Error::other)
}
