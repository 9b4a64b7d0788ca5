//! Running other programs: shown before they run, and an error that names them when they fail.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A program to run in the root of the repository.
pub struct Task(Command);

/// The cargo that runs us, with these arguments.
pub fn cargo(arguments: &[&str]) -> Task {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    Task::new(cargo).args(arguments)
}

impl Task {
    /// A program found on the path, or by its own path.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(root()).stdin(Stdio::null());
        Self(command)
    }

    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.0.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Removes a variable from its environment.
    pub fn without_env(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    /// Runs it in another folder.
    pub fn inside(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Runs it and shows what it prints; an error when it does not succeed.
    pub fn run(mut self) -> Result<(), String> {
        let shown = self.shown();
        println!("$ {shown}");
        let status = self.0.status().map_err(|error| format!("`{shown}` did not start: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("`{shown}` failed ({status})")) }
    }

    /// Runs it quietly and returns what it prints on standard output.
    pub fn read(mut self) -> Result<String, String> {
        let shown = self.shown();
        let output = self.0.output().map_err(|error| format!("`{shown}` did not start: {error}"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(format!("`{shown}` failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
    }

    /// Becomes that program, so that no child is left behind whichever way it is stopped.
    #[cfg(unix)]
    pub fn become_it(mut self) -> Result<(), String> {
        use std::os::unix::process::CommandExt;
        let shown = self.shown();
        println!("$ {shown}");
        let error = self.0.exec();
        Err(format!("`{shown}` did not start: {error}"))
    }

    /// Runs that program to its end: only Unix can become another program.
    #[cfg(not(unix))]
    pub fn become_it(self) -> Result<(), String> {
        self.run()
    }

    fn shown(&self) -> String {
        let name = Path::new(self.0.get_program()).file_name().unwrap_or_default();
        let words = std::iter::once(name).chain(self.0.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}

/// The first of these programs that is on the path.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
    })
}
