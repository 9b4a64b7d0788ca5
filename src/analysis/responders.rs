//! People who respond, and incidents that wait for one of them.
//!
//! A plan that says how many incidents people can work on at once lets the others wait, first come first served, and
//! the mean wait becomes a part of engaging. An incident is an event that people handle: it takes time to engage or to
//! diagnose, and somebody's hands to diagnose, mitigate and verify; what mends itself takes nobody. Those that touch
//! no journey take people too. A member that stands by has incidents as rarely as it fails while it waits.
//!
//! # Formula
//! Incidents arrive as often as their events begin while nobody waits, `sum nu`; each takes somebody the log-normal
//! time of diagnose + mitigate + verify with its mode's spread, so `E[S] = sum nu m / sum nu` and
//! `E[S^2] = sum nu m^2 exp(sigma^2) / sum nu`. An incident waits for others, never for itself: it meets the share
//! `1 - sum nu^2 / (sum nu)^2` of them. The wait is that of [`Responders`], Lee and Longton's.
//!
//! # Errors
//! Measured against the simulation, which queues incident by incident (`waits_agree_with_the_simulated_queue` among
//! the tests), for 24 events that people handle, of 30 to 240 minutes with spreads of 0.6 to 1:
//!
//! | Responders | Share of their time that is taken | The wait here over the simulated one |
//! |---|---|---|
//! | 1 | 10 % | 0.92 +- 0.04 |
//! | 1 | 30 % | 1.15 +- 0.03 |
//! | 2 | 30 % | 1.58 +- 0.08 |
//! | 4 | 50 % | 2.1 +- 0.2 |
//!
//! - It is rather too long: an event that is active does not begin again, so incidents come more evenly than at random;
//!   and for several responders and lengths that differ much Lee and Longton's formula is known to be too long at low
//!   loads. Where it is far off, it is short: a wait in which two or four people are all taken is rare.
//! - Every event gets the mean wait by itself. But an incident waits when others are under way: outages overlap more
//!   than by chance. Where several have to be down together and there are fewer people than that, U is too small, for
//!   two members and one responder by up to a factor of two in what they lose together.
//!
//! At the load of the templates, below one per cent, neither is seen. The simulation knows both.
//!
//! # Source
//! See [`crate::engine::queue`].

use super::measure::event_state;
use super::operations::Operations;
use super::outcome::People;
use super::structure::Structure;
use crate::engine::queue::Responders;
use crate::model::{Finding, FindingKind, Parts, Place, Plan, Severity};
use crate::quantity::Quantity;

/// More work than there is time for: incidents pile up and the wait has no bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Overwhelmed {
    /// How many there are.
    pub responders: u32,
    /// The work that comes, in people.
    pub work: f64,
}

/// The incidents that come to people.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Incidents {
    /// How many a minute.
    arrivals: f64,
    /// The sum of `nu^2`.
    own: f64,
    /// The sum of `nu m`: work that comes, in people.
    work: f64,
    /// The sum of `nu m^2 exp(sigma^2)`.
    squares: f64,
}

/// The time that an incident takes somebody, minutes; nothing when nobody handles it.
pub(crate) fn hands_on(parts: &Parts<f64>) -> Option<f64> {
    let hands = parts.diagnose + parts.mitigate + parts.verify;
    (parts.engage + parts.diagnose > 0.0 && hands > 0.0).then_some(hands)
}

impl Incidents {
    /// Adds so many events that each begin so often and take somebody's hands for a mean time with this spread.
    pub(crate) fn add(&mut self, events: f64, per_minute: f64, hands_minutes: f64, sigma: f64) {
        self.own += events * per_minute * per_minute;
        let per_minute = events * per_minute;
        self.arrivals += per_minute;
        self.work += per_minute * hands_minutes;
        self.squares += per_minute * hands_minutes * hands_minutes * libm::exp(sigma * sigma);
    }

    /// The mean wait for one of the people, minutes.
    pub(crate) fn wait(&self, responders: u32) -> Result<f64, Overwhelmed> {
        if self.work <= 0.0 || responders == 0 {
            return Ok(0.0);
        }
        if self.work >= f64::from(responders) {
            return Err(Overwhelmed { responders, work: self.work });
        }
        let mean = self.work / self.arrivals;
        let variation = (self.squares / (mean * self.work) - 1.0).max(0.0);
        let others = (1.0 - self.own / (self.arrivals * self.arrivals)).max(0.0);
        let arrivals = self.arrivals * others;
        let queue = Responders { responders: responders as usize, arrivals, mean, variation };
        queue.mean_wait().map_err(|_| Overwhelmed { responders, work: self.work })
    }
}

impl Overwhelmed {
    /// The same as a finding.
    pub(crate) fn finding(self) -> Finding {
        let Self { responders, work } = self;
        let people =
            if responders == 1 { "the only responder".into() } else { format!("{responders} responders") };
        let share = libm::ceil(100.0 * work / f64::from(responders)).max(100.0);
        let enough = libm::floor(work) + 1.0;
        Finding {
            severity: Severity::Error,
            place: Place::Plan,
            code: FindingKind::Overwhelmed,
            what: format!("Incidents take {share} % of the time of {people}: they pile up without end."),
            advice: format!("Have at least {enough} responders, or make incidents rarer or shorter."),
        }
    }
}

/// Lets incidents wait for the plan's responders: every mode that people handle engages later by the mean wait.
pub(crate) fn let_wait(
    plan: &Plan,
    structure: &Structure,
    operations: &mut Operations,
) -> Result<(), Overwhelmed> {
    let Some(responders) = plan.responders else { return Ok(()) };
    let mut incidents = Incidents::default();
    for (place, dormancy) in dormancy(structure, operations).into_iter().enumerate() {
        for event in structure.atom(place) {
            let event = &structure.events[event];
            let mode = &operations.modes[event.mode];
            let Some(hands) = hands_on(&mode.parts).filter(|_| mode.share > 0.0) else { continue };
            let often = event_state(event, operations).frequency_per_minute * dormancy;
            incidents.add(1.0, often, hands, plan.modes[event.mode].spread.get());
        }
    }
    let wait_minutes = incidents.wait(responders)?;
    for mode in operations.modes.iter_mut().filter(|mode| hands_on(&mode.parts).is_some()) {
        mode.parts.engage += wait_minutes;
        mode.minutes += wait_minutes;
        mode.waits_minutes = wait_minutes;
    }
    let load = incidents.work / f64::from(responders);
    operations.people = Some(People { responders, load, wait_minutes });
    Ok(())
}

/// How often the events of each place happen, as a share of their rate: less where a member stands by.
fn dormancy(structure: &Structure, operations: &Operations) -> Vec<f64> {
    let mut shares = vec![1.0; structure.slots.len()];
    for waiting in &structure.waiting {
        waiting.own.iter().for_each(|own| shares[own.index()] = operations.dormancy[waiting.component]);
    }
    shares
}
