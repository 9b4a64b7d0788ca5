//! Work that takes long, as a request and replies: what a page asks its worker, or itself.
//!
//! [`run`] is the typed way, [`run_text`] the same over texts that can be posted between threads.
//!
//! *Architecture invariant:* a job is a pure function of its request; who runs it, where, and when it
//! stops is decided outside, through its progress.

use core::ops::ControlFlow;

use crate::analysis::{
    self, Importances, Part, PartNews, Sensitivity, SensitivitySettings, Share, Simulation, SimulationError,
    UncertainPlan, analyse, importances_telling,
};
use crate::economics::{self, Ladder, Progress};
use crate::model::{Id, Plan};
use crate::wire::WireError;
use crate::wire::message::{self, ReplyMessage, RequestMessage};

#[cfg(test)]
mod tests;

/// What to work out.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The ladder of nines of a plan.
    Ladder(Box<Plan>),
    /// How sure the answers of a plan are: their bands and a simulation, the part of one of several workers.
    Forecast(Box<Plan>, Simulation, Share),
    /// Which inputs drive the range of the service, or of a journey.
    Drivers(Box<Plan>, Option<Id>),
    /// What takes part in how much of what fails: the importances with Fussell-Vesely.
    TakesPart(Box<Plan>),
}

/// What comes back: any number of [`Progress`](Self::Progress), [`Share`](Self::Share) and unfinished
/// [`Part`](Self::Part), then one of the others.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// A ladder is still looked for.
    Progress(Progress),
    /// The share of a part of a forecast, or of the work on what drives the range, that is done.
    Share(f64),
    /// The ladder of nines.
    Ladder(Box<Ladder>),
    /// What a worker has found of a forecast; the last one when its share is 1.
    Part(Box<Part>),
    /// What drives the range.
    Drivers(Box<Sensitivity>),
    /// What takes part in how much of what fails.
    TakesPart(Box<Importances>),
    /// There is no answer, and why: the plan has findings, or the job was stopped.
    Failed(String),
}

/// Does what is asked, on this thread. `news` hears every reply before the last and stops the job by breaking.
pub fn run(request: &Request, news: &mut dyn FnMut(Reply) -> economics::Flow) -> Reply {
    match request {
        Request::Ladder(plan) => {
            match economics::ladder(plan, &mut |progress| news(Reply::Progress(progress))) {
                Ok(ladder) => Reply::Ladder(Box::new(ladder)),
                Err(error) => Reply::Failed(error.to_string()),
            }
        }
        Request::Forecast(plan, simulation, share) => {
            let mut tell = |found: PartNews| match found {
                PartNews::Share(share) => news(Reply::Share(share)),
                PartNews::SoFar(found) => news(Reply::Part(Box::new(found.clone()))),
            };
            match analysis::forecast(plan, *simulation, *share, &mut tell) {
                Ok(found) => Reply::Part(Box::new(found)),
                Err(error) => Reply::Failed(error.to_string()),
            }
        }
        Request::Drivers(plan, journey) => {
            let settings = SensitivitySettings { journey: *journey, ..SensitivitySettings::default() };
            let found = by_hundredths(news, &mut |tell| {
                UncertainPlan::of(plan, &analyse(plan))
                    .and_then(|uncertain| uncertain.sensitivity(settings, tell))
                    .map(|found| Reply::Drivers(Box::new(found)))
            });
            found.unwrap_or_else(|error| Reply::Failed(error.to_string()))
        }
        Request::TakesPart(plan) => {
            let found = by_hundredths(news, &mut |tell| {
                importances_telling(plan, tell).map(|found| Reply::TakesPart(Box::new(found)))
            });
            found.unwrap_or_else(|error| Reply::Failed(error.to_string()))
        }
    }
}

/// Hears the share that is done of some work, and whether to stop it.
type Tell<'a> = &'a mut dyn FnMut(f64) -> ControlFlow<()>;

/// Does work that tells at every step how far it is: a hundredth is enough.
fn by_hundredths(
    news: &mut dyn FnMut(Reply) -> economics::Flow,
    work: &mut dyn FnMut(Tell) -> Option<Reply>,
) -> Result<Reply, SimulationError> {
    let (mut stopped, mut told) = (false, 0.0);
    let mut tell = |share: f64| {
        if share < told {
            return ControlFlow::Continue(());
        }
        told = share + 0.01;
        let flow = news(Reply::Share(share));
        stopped |= flow.is_break();
        flow
    };
    let found = work(&mut tell);
    match found {
        _ if stopped => Err(SimulationError::Stopped),
        Some(found) => Ok(found),
        None => Err(SimulationError::NoAnswer(Vec::new())),
    }
}

/// The same over texts: the request's, and the last reply's; `progress` gets the texts of the replies before
/// it and stops the job with `false`. It always answers: a text that is no request fails.
pub fn run_text(request: &str, progress: &mut dyn FnMut(&str) -> bool) -> String {
    let request = match Request::from_text(request) {
        Ok(request) => request,
        Err(error) => return message::failed_reply(&error.to_string()),
    };
    let plan = request.plan();
    let mut tell = |news: Reply| match progress(&news.to_text(plan)) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    };
    run(&request, &mut tell).to_text(plan)
}

impl Request {
    /// The request as a text.
    pub fn to_text(&self) -> String {
        match self {
            Self::Ladder(plan) => message::ladder_request(plan),
            Self::Forecast(plan, simulation, share) => message::forecast_request(plan, *simulation, *share),
            Self::Drivers(plan, journey) => message::drivers_request(plan, *journey),
            Self::TakesPart(plan) => message::takes_part_request(plan),
        }
    }

    /// The request in a text.
    pub fn from_text(text: &str) -> Result<Self, WireError> {
        Ok(match message::read_request(text)? {
            RequestMessage::Ladder(plan) => Self::Ladder(Box::new(plan)),
            RequestMessage::Forecast(plan, simulation, share) => {
                Self::Forecast(Box::new(plan), simulation, share)
            }
            RequestMessage::Drivers(plan, journey) => Self::Drivers(Box::new(plan), journey),
            RequestMessage::TakesPart(plan) => Self::TakesPart(Box::new(plan)),
        })
    }

    /// The plan it is about.
    pub fn plan(&self) -> &Plan {
        match self {
            Self::Ladder(plan)
            | Self::Forecast(plan, ..)
            | Self::Drivers(plan, _)
            | Self::TakesPart(plan) => plan,
        }
    }
}

impl Reply {
    /// The reply as a text, to the request about `plan`.
    pub fn to_text(&self, plan: &Plan) -> String {
        match self {
            Self::Progress(progress) => message::progress_reply(progress),
            Self::Share(share) => message::share_reply(*share),
            Self::Ladder(ladder) => message::ladder_reply(ladder),
            Self::Part(found) => message::part_reply(found),
            Self::Drivers(found) => message::drivers_reply(found, plan),
            Self::TakesPart(found) => message::takes_part_reply(found),
            Self::Failed(why) => message::failed_reply(why),
        }
    }

    /// The reply in a text, to the request about `plan`.
    pub fn from_text(text: &str, plan: &Plan) -> Result<Self, WireError> {
        Ok(match message::read_reply(text, plan)? {
            ReplyMessage::Progress(progress) => Self::Progress(progress),
            ReplyMessage::Share(share) => Self::Share(share),
            ReplyMessage::Ladder(ladder) => Self::Ladder(ladder),
            ReplyMessage::Part(found) => Self::Part(found),
            ReplyMessage::Drivers(found) => Self::Drivers(found),
            ReplyMessage::TakesPart(found) => Self::TakesPart(found),
            ReplyMessage::Failed(why) => Self::Failed(why),
        })
    }

    /// Whether nothing comes after it.
    pub fn is_last(&self) -> bool {
        match self {
            Self::Progress(_) | Self::Share(_) => false,
            Self::Part(found) => found.share_done >= 1.0,
            Self::Ladder(_) | Self::Drivers(_) | Self::TakesPart(_) | Self::Failed(_) => true,
        }
    }
}
