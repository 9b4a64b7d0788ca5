//! Heavy work off the page: a worker that is this same Wasm file in its other role, or, where there is
//! none, the page itself. One job at a time; a new one ends the one before, and late replies are dropped.
//! A worker that has answered is kept for the next job.
//!
//! A job is a text in, texts of progress, and a text out: what they mean is not known here.

use core::cell::RefCell;
use core::time::Duration;
use std::rc::Rc;

use leptos::prelude::set_timeout;

use super::browser::worker::{Message, Work, Worker};

/// What is heard of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It goes on.
    Progress(String),
    /// It is done.
    Reply(String),
    /// It ended without a reply, and why.
    Failed(String),
}

/// Runs jobs one after another, in a worker where there is one.
#[derive(Clone)]
pub struct Runner {
    inner: Rc<RefCell<Inner>>,
    inline: Work,
}

#[derive(Default)]
struct Inner {
    worker: Option<Worker>,
    /// Whether the worker can be asked.
    ready: bool,
    /// The newest worker, or the newest job on the page: what is said of another comes too late.
    number: u32,
    /// The request that waits for the worker's "ready".
    waiting: Option<String>,
    /// Who hears of the job under way; nobody when there is none.
    hear: Option<Hear>,
}

type Hear = Rc<dyn Fn(News)>;

impl Runner {
    /// A runner; `inline` does the work where there is no worker.
    pub fn new(inline: Work) -> Self {
        Self { inner: Rc::default(), inline }
    }

    /// Starts a job, ending the one before; `hear` follows it.
    pub fn start(&self, request: String, hear: impl Fn(News) + 'static) {
        if self.inner.borrow().hear.is_some() {
            self.cancel();
        }
        let hear: Hear = Rc::new(hear);
        let mut inner = self.inner.borrow_mut();
        inner.hear = Some(hear.clone());
        if let (Some(worker), true) = (&inner.worker, inner.ready) {
            return worker.ask(&request);
        }
        inner.number = inner.number.wrapping_add(1);
        let (number, this) = (inner.number, self.clone());
        match Worker::start(move |message| this.follow(number, message)) {
            Some(worker) => {
                inner.waiting = Some(request);
                inner.worker = Some(worker);
            }
            None => {
                let this = self.clone();
                let work = move || {
                    if this.inner.borrow().number == number {
                        let reply = (this.inline)(&request, &mut |_| true);
                        this.inner.borrow_mut().hear = None;
                        hear(News::Reply(reply));
                    }
                };
                // The page paints "looking" first.
                set_timeout(work, Duration::from_millis(30));
            }
        }
    }

    /// Ends the job under way, if there is one.
    pub fn cancel(&self) {
        let mut inner = self.inner.borrow_mut();
        *inner = Inner { number: inner.number.wrapping_add(1), ..Inner::default() };
    }

    fn follow(&self, number: u32, message: Message) {
        if self.inner.borrow().number != number {
            return;
        }
        match message {
            Message::Ready => {
                let mut inner = self.inner.borrow_mut();
                inner.ready = true;
                if let (Some(request), Some(worker)) = (inner.waiting.take(), &inner.worker) {
                    worker.ask(&request);
                }
            }
            Message::Progress(text) => {
                let hear = self.inner.borrow().hear.clone();
                hear.into_iter().for_each(|hear| hear(News::Progress(text.clone())));
            }
            Message::Reply(text) => {
                let hear = self.inner.borrow_mut().hear.take();
                hear.into_iter().for_each(|hear| hear(News::Reply(text.clone())));
            }
            Message::Broken(why) => {
                let hear = self.inner.borrow_mut().hear.take();
                self.cancel();
                hear.into_iter().for_each(|hear| hear(News::Failed(why.clone())));
            }
        }
    }
}
