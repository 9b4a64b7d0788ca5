//! Both ends of the web worker: the page's, and the worker's own.
//!
//! A message from the worker is `ready`, or one letter and a text: `p` progress, `r` reply. A message to
//! it is a request.
//!
//! The page's script (`public/boot.js`) starts a worker. A policy in a `<meta>` element does not cover a worker that is
//! loaded from a URL: such a worker could evaluate text and reach other origins. A worker from a blob inherits it, so it
//! starts from a blob which imports the app's own script by its absolute address, and is posted the compiled Wasm file.
//! What is refused inside it: `tests/e2e/policy.rs`.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent};

/// Work on texts: a request, what hears of progress and says whether to go on, the reply.
pub type Work = fn(&str, &mut dyn FnMut(&str) -> bool) -> String;

/// What a worker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// It can be asked.
    Ready,
    /// How far it is.
    Progress(String),
    /// What was asked for.
    Reply(String),
    /// It is dead, and why.
    Broken(String),
}

impl Message {
    fn read(text: &str) -> Self {
        match (text, text.split_at_checked(1)) {
            ("ready", _) => Self::Ready,
            (_, Some(("p", rest))) => Self::Progress(rest.to_owned()),
            (_, Some(("r", rest))) => Self::Reply(rest.to_owned()),
            _ => Self::Broken("the worker said something unknown".to_owned()),
        }
    }
}

/// A running worker; dropping it ends it.
pub struct Worker {
    worker: web_sys::Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

impl Worker {
    /// A new worker, from `boot.js`; `None` where there can be none.
    pub fn start(hear: impl Fn(Message) + Clone + 'static) -> Option<Self> {
        let make =
            js_sys::Reflect::get(&web_sys::window()?.into(), &JsValue::from_str("tenfoldWorker")).ok()?;
        let make: js_sys::Function = make.dyn_into().ok()?;
        let worker: web_sys::Worker = make.call0(&JsValue::NULL).ok()?.dyn_into().ok()?;
        let broken = hear.clone();
        // The listener may drop the worker, and itself with it: it hears the message after it has returned.
        let on_message = Closure::new(move |event: MessageEvent| {
            let message = Message::read(&event.data().as_string().unwrap_or_default());
            later(hear.clone(), message);
        });
        let on_error = Closure::new(move |event: ErrorEvent| {
            event.prevent_default();
            later(broken.clone(), Message::Broken(format!("the worker stopped: {}", event.message())));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Asks it.
    pub fn ask(&self, request: &str) {
        let _ = self.worker.post_message(&JsValue::from_str(request));
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// How many workers a job is parted among: one for each processor but the page's own, at least one, at most `most`.
pub fn how_many(most: u32) -> u32 {
    let processors = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
    (processors as u32).saturating_sub(1).clamp(1, most)
}

fn later(hear: impl Fn(Message) + 'static, message: Message) {
    wasm_bindgen_futures::spawn_local(async move { hear(message) });
}

/// Whether this is a page, not a worker.
pub fn is_page() -> bool {
    web_sys::window().is_some()
}

/// Answers requests with `run`, for as long as the worker lives.
pub fn serve(run: Work) {
    let scope = js_sys::global().unchecked_into::<DedicatedWorkerGlobalScope>();
    let answering = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let request = event.data().as_string().unwrap_or_default();
        let say = |letter: &str, text: &str| {
            let _ = answering.post_message(&JsValue::from_str(&format!("{letter}{text}")));
        };
        let reply = run(&request, &mut |progress| {
            say("p", progress);
            true
        });
        say("r", &reply);
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = scope.post_message(&JsValue::from_str("ready"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_ready_progress_or_reply() {
        assert_eq!(Message::read("ready"), Message::Ready);
        assert_eq!(Message::read("p0.5"), Message::Progress("0.5".into()));
        assert_eq!(Message::read("r{}"), Message::Reply("{}".into()));
        assert!(matches!(Message::read("x"), Message::Broken(_)));
        assert!(matches!(Message::read(""), Message::Broken(_)));
    }
}
