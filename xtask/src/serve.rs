//! `cargo xtask serve`: the app on this machine, rebuilt when a file changes.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};

use crate::command::{cargo, root};
use crate::tools;

/// How many ports after the wanted one are tried.
const PORTS_TRIED: u16 = 50;

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub struct Options {
    port: u16,
    release: bool,
    open: bool,
}

impl Options {
    /// Reads the words after `serve`.
    pub fn parse(words: &[&str]) -> Result<Self, String> {
        let mut options = Self { port: 8080, release: false, open: true };
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            match *word {
                "--release" => options.release = true,
                "--no-open" => options.open = false,
                "--port" => {
                    let value = rest.next().copied().unwrap_or_default();
                    let port = value.parse().ok().filter(|port| *port > 0);
                    options.port = port.ok_or_else(|| format!("--port wants 1 to 65535, not `{value}`"))?;
                }
                other => return Err(format!("serve knows no `{other}`: --port N, --release, --no-open")),
            }
        }
        Ok(options)
    }
}

/// Builds what is missing, then becomes `trunk serve`.
pub fn serve(options: &Options) -> Result<(), String> {
    tools::ready()?;
    cargo(&["fetch", "--locked"]).run()?;
    let port = free_port(options.port)?;
    if port != options.port {
        println!("Port {} is taken: using {port}.", options.port);
    }
    // Not `dist`: that is the release page, which the browser tests look at.
    let page = root().join("target").join("serve");
    fs::create_dir_all(&page).map_err(|error| format!("{}: {error}", page.display()))?;

    let port_word = port.to_string();
    let mut words = vec!["serve", "--port", &port_word, "--address", "127.0.0.1", "--dist", "target/serve"];
    if options.release {
        words.push("--release");
    }
    if options.open && has_screen() {
        words.push("--open");
    }
    println!("Building the app: 1 to 3 minutes the first time, seconds after that.");
    println!("Then it is at http://127.0.0.1:{port}/ until you press Ctrl+C.");
    tools::trunk_task(&words)?.become_it()
}

fn free_port(wanted: u16) -> Result<u16, String> {
    let last = wanted.saturating_add(PORTS_TRIED);
    let free = (wanted..=last).find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok());
    free.ok_or_else(|| format!("no free port from {wanted} to {last} on 127.0.0.1"))
}

/// Whether a browser window could be seen by somebody.
fn has_screen() -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY");
    display && !set("CI")
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener};

    use super::{Options, free_port};

    #[test]
    fn options_have_defaults_and_say_what_they_want() {
        assert_eq!(Options::parse(&[]), Ok(Options { port: 8080, release: false, open: true }));
        assert_eq!(
            Options::parse(&["--no-open", "--port", "9000"]),
            Ok(Options { port: 9000, release: false, open: false })
        );
        assert!(Options::parse(&["--port", "0"]).is_err_and(|why| why.contains("1 to 65535")));
        assert!(Options::parse(&["--port"]).is_err());
        assert!(Options::parse(&["--ports"]).is_err());
    }

    #[test]
    fn a_taken_port_gives_a_later_one() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(free_port(port).is_ok_and(|found| found > port));
    }
}
