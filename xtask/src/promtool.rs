//! The reader of Prometheus' own rule files, which the tests hold ours before.

use std::fs;
use std::path::PathBuf;

use crate::command::{Task, on_path};
use crate::tools;

/// Where `promtool` is: on the path, or taken out of Debian's package into `target/tools`, where nothing is started
/// and nothing else on the machine changes.
pub fn ready() -> Result<PathBuf, String> {
    let folder = tools::folder().join("promtool");
    let own = folder.join("usr/bin/promtool");
    if let Some(found) = on_path(&["promtool"]).or_else(|| own.is_file().then(|| own.clone())) {
        return Ok(found);
    }
    if on_path(&["apt-get"]).is_none() || on_path(&["dpkg-deb"]).is_none() {
        return Err(advice());
    }
    println!("promtool is missing: taking it out of Debian's package prometheus, into target/tools.");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let download = || Task::new("apt-get").args(["download", "prometheus"]).inside(&folder).run();
    if download().is_err() {
        // Without lists of packages nothing is found; only root can fetch them.
        Task::new("apt-get").args(["update"]).run().map_err(|_| advice())?;
        download().map_err(|_| advice())?;
    }
    let files = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let package = files.filter_map(Result::ok).map(|file| file.path());
    let package =
        package.into_iter().find(|file| file.extension().is_some_and(|e| e == "deb")).ok_or_else(advice)?;
    Task::new("dpkg-deb").args(["-x".as_ref(), package.as_os_str(), ".".as_ref()]).inside(&folder).run()?;
    if own.is_file() { Ok(own) } else { Err(advice()) }
}

fn advice() -> String {
    "The tests need promtool on the PATH: on Debian `sudo apt-get install prometheus`, on macOS `brew install \
     prometheus`. Then run `cargo xtask test` again."
        .to_owned()
}
