//! Heavy work off the page: a worker that is this same Wasm file in its other role, or, where there is
//! none, the page itself. One job at a time; a new one ends the one before, and late replies are dropped.
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
    /// The newest job: what is said of another comes too late.
    job: u32,
    /// The request that waits for the worker's "ready".
    waiting: Option<String>,
}

impl Runner {
    /// A runner; `inline` does the work where there is no worker.
    pub fn new(inline: Work) -> Self {
        Self { inner: Rc::default(), inline }
    }

    /// Starts a job, ending the one before; `hear` follows it.
    pub fn start(&self, request: String, hear: impl Fn(News) + 'static) {
        self.cancel();
        let job = self.inner.borrow().job;
        let hear: Rc<dyn Fn(News)> = Rc::new(hear);
        let this = self.clone();
        let worker = {
            let hear = hear.clone();
            Worker::start(move |message| this.follow(job, message, &hear))
        };
        match worker {
            Some(worker) => {
                let mut inner = self.inner.borrow_mut();
                inner.waiting = Some(request);
                inner.worker = Some(worker);
            }
            None => {
                let this = self.clone();
                let work = move || {
                    if this.inner.borrow().job == job {
                        hear(News::Reply((this.inline)(&request, &mut |_| true)));
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
        inner.job = inner.job.wrapping_add(1);
        inner.waiting = None;
        inner.worker = None;
    }

    fn follow(&self, job: u32, message: Message, hear: &Rc<dyn Fn(News)>) {
        if self.inner.borrow().job != job {
            return;
        }
        match message {
            Message::Ready => {
                let mut inner = self.inner.borrow_mut();
                if let (Some(request), Some(worker)) = (inner.waiting.take(), &inner.worker) {
                    worker.ask(&request);
                }
            }
            Message::Progress(text) => hear(News::Progress(text)),
            Message::Reply(text) => {
                self.cancel();
                hear(News::Reply(text));
            }
            Message::Broken(why) => {
                self.cancel();
                hear(News::Failed(why));
            }
        }
    }
}
