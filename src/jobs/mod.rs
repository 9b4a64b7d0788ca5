//! Work that takes long, as a request and replies: what a page asks its worker, or itself.
//!
//! [`run`] is the typed way, [`run_text`] the same over texts that can be posted between threads.
//!
//! *Architecture invariant:* a job is a pure function of its request; who runs it, where, and when it
//! stops is decided outside, through its progress.

use core::ops::ControlFlow;

use crate::economics::{self, Ladder, Progress};
use crate::model::Plan;
use crate::wire::WireError;
use crate::wire::message::{self, ReplyMessage};

#[cfg(test)]
mod tests;

/// What to work out.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The ladder of nines of a plan.
    Ladder(Box<Plan>),
}

/// What comes back: any number of [`Progress`](Self::Progress), then one of the others.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// It still runs.
    Progress(Progress),
    /// The ladder of nines.
    Ladder(Box<Ladder>),
    /// There is no answer, and why: the plan has findings, or the job was stopped.
    Failed(String),
}

/// Does what is asked, on this thread. `progress` is told often and stops the job by breaking.
pub fn run(request: &Request, progress: &mut dyn FnMut(Progress) -> economics::Flow) -> Reply {
    let Request::Ladder(plan) = request;
    match economics::ladder(plan, progress) {
        Ok(ladder) => Reply::Ladder(Box::new(ladder)),
        Err(error) => Reply::Failed(error.to_string()),
    }
}

/// The same over texts: the request's, and the last reply's; `progress` gets the texts of the replies before
/// it and stops the job with `false`. It always answers: a text that is no request fails.
pub fn run_text(request: &str, progress: &mut dyn FnMut(&str) -> bool) -> String {
    let request = match Request::from_text(request) {
        Ok(request) => request,
        Err(error) => return Reply::Failed(error.to_string()).to_text(),
    };
    let mut tell = |news: Progress| match progress(&Reply::Progress(news).to_text()) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    };
    run(&request, &mut tell).to_text()
}

impl Request {
    /// The request as a text.
    pub fn to_text(&self) -> String {
        let Self::Ladder(plan) = self;
        message::ladder_request(plan)
    }

    /// The request in a text.
    pub fn from_text(text: &str) -> Result<Self, WireError> {
        Ok(Self::Ladder(Box::new(message::read_ladder_request(text)?)))
    }

    /// The plan it is about.
    pub fn plan(&self) -> &Plan {
        let Self::Ladder(plan) = self;
        plan
    }
}

impl Reply {
    /// The reply as a text.
    pub fn to_text(&self) -> String {
        match self {
            Self::Progress(progress) => message::progress_reply(*progress),
            Self::Ladder(ladder) => message::ladder_reply(ladder),
            Self::Failed(why) => message::failed_reply(why),
        }
    }

    /// The reply in a text, to the request about `plan`.
    pub fn from_text(text: &str, plan: &Plan) -> Result<Self, WireError> {
        Ok(match message::read_reply(text, plan)? {
            ReplyMessage::Progress(progress) => Self::Progress(progress),
            ReplyMessage::Ladder(ladder) => Self::Ladder(ladder),
            ReplyMessage::Failed(why) => Self::Failed(why),
        })
    }

    /// Whether nothing comes after it.
    pub fn is_last(&self) -> bool {
        !matches!(self, Self::Progress(_))
    }
}
