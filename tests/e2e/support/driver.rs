//! chromedriver and the browser that it starts.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::Capabilities;

use super::{handed, must, root};

/// A chromedriver of one story, on a port of its own. Ends, with its browser, when it is dropped.
pub struct Driver {
    child: Child,
    port: u16,
    proxy: SocketAddr,
    folder: PathBuf,
}

impl Driver {
    /// Starts it and waits until it says its port.
    pub fn start(name: &str, proxy: SocketAddr) -> Self {
        let program = handed("TENFOLD_DRIVER", &["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"]);
        let folder = root().join("target/e2e").join(name);
        let _ = fs::remove_dir_all(&folder);
        must(fs::create_dir_all(folder.join("downloads")), "target/e2e");
        let mut command = Command::new(&program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = must(command.spawn(), &format!("{} (run `cargo xtask test`)", program.display()));
        let port = child.stdout.take().and_then(port_said);
        let port = port.unwrap_or_else(|| {
            let _ = child.kill();
            panic!("chromedriver did not say its port")
        });
        Self { child, port, proxy, folder }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder for the browser's downloads.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }

    /// A quiet, fresh browser without a window that sends nothing of its own.
    pub fn capabilities(&self) -> Capabilities {
        let browser = handed("TENFOLD_BROWSER", &["/usr/bin/chromium", "/usr/bin/google-chrome"]);
        let mut wanted = Capabilities::new();
        for (name, value) in [
            ("browserName", json!("chrome")),
            ("goog:loggingPrefs", json!({ "browser": "ALL" })),
            ("goog:chromeOptions", self.options(&browser)),
        ] {
            must(wanted.set(name, value), name);
        }
        wanted
    }

    fn options(&self, browser: &Path) -> Value {
        json!({
            "binary": browser,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-default-apps", "--disable-extensions", "--lang=en-US", "--window-size=1280,900",
                "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider",
                format!("--proxy-server=http://{}", self.proxy),
                format!("--user-data-dir={}", self.folder.join("profile").display()),
            ],
            "prefs": { "download.default_directory": self.downloads(), "download.prompt_for_download": false },
        })
    }

    /// Asks it to close its browsers and to end; a killed driver would leave them running.
    fn ask_to_end(&self) {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else { return };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
        let _ = stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        let _ = stream.read(&mut [0; 64]);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.ask_to_end();
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Reads "... started successfully on port N." and goes on reading, so that the driver never blocks.
fn port_said(output: impl Read + Send + 'static) -> Option<u16> {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let said = lines.find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    thread::spawn(move || lines.for_each(drop));
    said
}
