//! Two small servers on this machine: the page, and a proxy that catches every request for elsewhere.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{must, root};

const BUILD: &str = "run `cargo xtask build --public-url /tenfold/`";

/// What a fresh Chromium or Chrome asks for by itself, whatever page is open.
/// That the page asks none of these is seen in its own list of resources.
const BROWSERS_OWN: [&str; 14] = [
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "mtalk.google.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "start.duckduckgo.com",
    "update.googleapis.com",
    "www.google.com",
    "www.googleapis.com",
];

/// The path under which `dist/` expects to be served, from its `<base>`.
pub fn serving() -> &'static str {
    static BASE: OnceLock<String> = OnceLock::new();
    BASE.get_or_init(|| {
        let html =
            must(fs::read_to_string(root().join("dist/index.html")), &format!("dist/index.html ({BUILD})"));
        let base = html.split_once("<base href=\"").and_then(|(_, rest)| rest.split_once('"'));
        base.unwrap_or_else(|| panic!("dist/index.html has no <base href>: {BUILD}")).0.to_owned()
    })
}

#[derive(Default)]
struct Record {
    requests: Vec<String>,
    foreign: Vec<String>,
    refused: Vec<String>,
    silent: bool,
    /// What the names of files are called by now.
    renamed: Option<(String, String)>,
}

/// `dist/`, served to one story. Ends when it is dropped.
pub struct Site {
    page: SocketAddr,
    proxy: SocketAddr,
    record: Arc<Mutex<Record>>,
    ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Site {
    /// Serves the release page.
    pub fn of_dist() -> Self {
        serving();
        let record = Arc::new(Mutex::new(Record::default()));
        let ending = Arc::new(AtomicBool::new(false));
        let (page, serve) = listen(&record, &ending, answer);
        let (proxy, catch) = listen(&record, &ending, refuse_foreign);
        Self { page, proxy, record, ending, threads: vec![serve, catch] }
    }

    /// Where the page is.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.page, serving())
    }

    /// The proxy to give to the browser.
    pub fn proxy(&self) -> SocketAddr {
        self.proxy
    }

    /// The paths asked for until now, in order.
    pub fn requests(&self) -> Vec<String> {
        locked(&self.record).requests.clone()
    }

    /// What was asked for, in the page or in its workers, that is not on this site.
    pub fn foreign(&self) -> Vec<String> {
        locked(&self.record).foreign.clone()
    }

    /// From now on, paths that end so do not exist.
    pub fn refuse(&self, ending: &str) {
        locked(&self.record).refused.push(ending.to_owned());
    }

    /// Lets all paths exist again.
    pub fn refuse_nothing(&self) {
        locked(&self.record).refused.clear();
    }

    /// Whether from now on nothing is answered, as without a network.
    pub fn be_silent(&self, silent: bool) {
        locked(&self.record).silent = silent;
    }

    /// Publishes the next build: in the page and in the names of files, `old` is called `new` from now on.
    pub fn publish(&self, old: &str, new: &str) {
        locked(&self.record).renamed = Some((old.to_owned(), new.to_owned()));
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        for address in [self.page, self.proxy] {
            let _ = TcpStream::connect(address); // wakes the thread that waits for a visitor
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

type Answer = fn(&str, &Mutex<Record>) -> (&'static str, &'static str, Vec<u8>);

fn locked(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listen(
    record: &Arc<Mutex<Record>>,
    ending: &Arc<AtomicBool>,
    answer: Answer,
) -> (SocketAddr, JoinHandle<()>) {
    let listener = must(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)), "a free port");
    let address = must(listener.local_addr(), "a free port");
    let (record, ending) = (Arc::clone(record), Arc::clone(ending));
    let serve = thread::spawn(move || {
        for visitor in listener.incoming().flatten() {
            if ending.load(Ordering::SeqCst) {
                return;
            }
            let record = Arc::clone(&record);
            thread::spawn(move || converse(&visitor, &record, answer));
        }
    });
    (address, serve)
}

/// One request and its answer; a browser opens connections that it does not use, hence the time limit.
fn converse(visitor: &TcpStream, record: &Mutex<Record>, answer: Answer) {
    let _ = visitor.set_read_timeout(Some(Duration::from_secs(10)));
    let mut lines = BufReader::new(visitor).lines();
    let Some(Ok(request)) = lines.next() else { return };
    // The rest of the head must be read: closing with unread bytes resets the connection.
    let _ = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).count();
    let target = request.split(' ').nth(1).unwrap_or_default();
    if locked(record).silent {
        return;
    }
    let (status, kind, body) = answer(target, record);
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut out = visitor;
    let _ = out.write_all(head.as_bytes()).and_then(|()| out.write_all(&body));
}

fn answer(target: &str, record: &Mutex<Record>) -> (&'static str, &'static str, Vec<u8>) {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let (refused, renamed) = {
        let mut record = locked(record);
        record.requests.push(path.to_owned());
        let refused = record.refused.iter().any(|ending| path.ends_with(ending.as_str()));
        (refused, record.renamed.clone())
    };
    let gone = renamed.as_ref().is_some_and(|(old, _)| path.contains(old.as_str()));
    let path = renamed.as_ref().map_or_else(|| path.to_owned(), |(old, new)| path.replace(new, old));
    let inside = path.strip_prefix(serving()).filter(|inside| !refused && !gone && !inside.contains(".."));
    let file = inside.map(file_of);
    match file.and_then(|file| fs::read(&file).ok().map(|body| (kind(&file), body))) {
        Some((kind, body)) if kind.starts_with("text/html") => {
            let text = String::from_utf8_lossy(&body);
            let text = renamed.map_or_else(|| text.to_string(), |(old, new)| text.replace(&old, &new));
            ("200 OK", kind, text.into_bytes())
        }
        Some((kind, body)) => ("200 OK", kind, body),
        None => ("404 Not Found", "text/plain", b"not here".to_vec()),
    }
}

fn file_of(inside: &str) -> PathBuf {
    root().join("dist").join(if inside.is_empty() { "index.html" } else { inside })
}

fn kind(file: &std::path::Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

fn refuse_foreign(target: &str, record: &Mutex<Record>) -> (&'static str, &'static str, Vec<u8>) {
    let host = target.strip_prefix("http://").unwrap_or(target).split([':', '/']).next().unwrap_or_default();
    if !BROWSERS_OWN.contains(&host) {
        locked(record).foreign.push(target.to_owned());
    }
    ("502 Bad Gateway", "text/plain", Vec::new())
}
