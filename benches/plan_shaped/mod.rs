//! Fault trees with the shape of our plans: services in three regions of three zones, two of three needed twice, shared
//! region, zone, DNS and identity events, a configuration error per service, and a graph of dependencies.

use tenfold::engine::fault_tree::{Arg, FaultTree, Gate, Op};

/// Events that all services share: DNS, identity, three regions, nine zones.
const SHARED: u32 = 14;
/// Events of each service: nine instances and a configuration error.
const OWN: u32 = 10;

/// What fails users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tops {
    /// Any service: one top.
    Any,
    /// Ten journeys, each through every tenth service and what these need.
    Journeys,
}

/// A tree of `services` services, with 14 + 10 * `services` events, and their probabilities.
pub fn plan_shaped(services: u32, tops: Tops) -> (FaultTree, Vec<f64>) {
    let mut gates: Vec<Gate> = Vec::new();
    let mut add = |op, args| {
        gates.push(Gate { op, args });
        Arg::gate(gates.len() as u32 - 1)
    };
    let mut p = vec![1e-5, 2e-5];
    p.extend([3e-5; 3]);
    p.extend([2e-4; 9]);
    let mut state = 20_241_124_u32;
    let mut all: Vec<Arg> = Vec::new();
    for service in 0..services {
        let first = SHARED + service * OWN;
        let regions = (0..3).map(|region| {
            let zones = (0..3).map(|zone| {
                let place = 3 * region + zone;
                add(Op::Or, vec![Arg::event(5 + place), Arg::event(first + place)])
            });
            let zones = zones.collect();
            let zones = add(Op::Atleast(2), zones);
            add(Op::Or, vec![Arg::event(2 + region), zones])
        });
        let regions = regions.collect();
        let regions = add(Op::Atleast(2), regions);
        let mut needs = vec![Arg::event(0), Arg::event(1), regions, Arg::event(first + 9)];
        // Up to three services made before, the same on every machine.
        for _ in 0..3.min(service) {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let other = all[((state >> 8) % service) as usize];
            if !needs.contains(&other) {
                needs.push(other);
            }
        }
        all.push(add(Op::Or, needs));
        p.extend([1e-3; 9]);
        p.push(5e-5);
    }
    let tops = match tops {
        Tops::Any => vec![add(Op::Or, all)],
        Tops::Journeys => (0..10usize.min(all.len()))
            .map(|journey| add(Op::Or, all.iter().skip(journey).step_by(10).copied().collect()))
            .collect(),
    };
    let events = (SHARED + services * OWN) as usize;
    (FaultTree { events, gates, tops }, p)
}
