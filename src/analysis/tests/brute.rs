//! A second program for the meaning of a plan: every state of every event, rule by rule, no diagram.
//!
//! It derives the events from the plan by itself and shares nothing with the analysis but the plan.
//! To stay small it takes plans in which load is shed only by groups that no optional need reaches.

use proptest::prelude::*;

use super::sample::{failover, id, plan, q};
use crate::analysis::analyse;
use crate::engine::failover::mean_capped;
use crate::model::{
    Component, Dependency, FailureMode, Id, Overload, Placement, Plan, Reach, RoutingKind, Scope, Sharing,
    Target,
};
use crate::quantity::{MINUTES_PER_YEAR, Quantity, order};

/// What an event takes down: everything of a component, a region, a zone or one replica.
#[derive(Clone, Debug)]
struct Down {
    probability: f64,
    /// How long it lasts on average, which share of requests it touches, and whether it hits one replica alone.
    minutes: f64,
    share: f64,
    single: bool,
    /// How old it is at least, and how many tries in a row it fails.
    age: f64,
    fails: u32,
    component: Option<Id>,
    region: Option<usize>,
    zone: Option<usize>,
    replica: Option<u32>,
    /// The replicas and the regions that it hits, as bits.
    replicas: u32,
    regions: u32,
}

fn choose(n: u32, k: u32) -> f64 {
    (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product()
}

/// The share of a member's rate that each set of k out of n has, as the models are published.
fn set_share(m: &FailureMode, n: u32, k: u32) -> f64 {
    match &m.sharing {
        Sharing::Beta => panic!("beta hits one or all"),
        Sharing::Greek { gamma, delta } => {
            let rho = |j: u32| match j {
                1 => 1.0,
                j if j > n => 0.0,
                2 => m.beta.likely().get(),
                3 => gamma.likely().get(),
                4 => delta.likely().get(),
                _ => 1.0,
            };
            (1..=k).map(rho).product::<f64>() * (1.0 - rho(k + 1)) / choose(n - 1, k - 1)
        }
        Sharing::Alpha { two, three, four } => {
            let typed = [two, three, four].map(|factor| factor.likely().get());
            let mut alpha = vec![0.0; n as usize];
            alpha[0] = 1.0 - typed.iter().sum::<f64>();
            for (index, factor) in typed.into_iter().enumerate() {
                let hit = if index == 2 { n } else { n.min(index as u32 + 2) };
                alpha[hit as usize - 1] += factor;
            }
            let all: f64 = (1..=n).map(|j| f64::from(j) * alpha[j as usize - 1]).sum();
            f64::from(k) * alpha[k as usize - 1] / all / choose(n - 1, k - 1)
        }
    }
}

fn u(rate: f64, minutes: f64) -> f64 {
    let odds = rate / MINUTES_PER_YEAR * minutes;
    odds / (1.0 + odds)
}

/// The regions in which a component has a group; `None` for its only one.
fn groups(plan: &Plan, c: &Component) -> Vec<Option<usize>> {
    match c.placement {
        Placement::Global => vec![None],
        _ => (0..plan.regions.len()).filter(|r| c.stands_in(plan.regions[*r].id)).map(Some).collect(),
    }
}

/// An event of a mode that takes nothing down yet.
fn down(m: &FailureMode, probability: f64) -> Down {
    Down {
        probability,
        minutes: m.parts.mitigate.likely().minutes(),
        share: m.share.likely().get(),
        single: false,
        age: 0.0,
        fails: 1,
        component: None,
        region: None,
        zone: None,
        replica: None,
        replicas: u32::MAX,
        regions: u32::MAX,
    }
}

/// All ages at which something may begin to be felt, and all numbers of tries, both rising.
fn levels(plan: &Plan) -> (Vec<f64>, Vec<u32>) {
    let of_components = plan.components.iter().flat_map(|c| &c.dependencies);
    let needs: Vec<&Dependency> = of_components.chain(plan.journeys.iter().flat_map(|j| &j.needs)).collect();
    let mut ages: Vec<f64> = needs.iter().flat_map(|n| &n.rides_out).map(|t| t.likely().minutes()).collect();
    ages.push(0.0);
    order::sort_by(&mut ages, f64::total_cmp);
    ages.dedup();
    let mut tries = vec![1];
    // Up to three needs below each other.
    for _ in 0..3 {
        tries =
            tries.iter().flat_map(|t| needs.iter().map(move |n| t * (n.retries + 1)).chain([*t])).collect();
        order::sort(&mut tries);
        tries.dedup();
    }
    (ages, tries)
}

/// What each event may be: how probable, and what it then does, if anything.
fn states(plan: &Plan, event: &Down) -> Vec<(f64, Option<Down>)> {
    let (ages, tries) = levels(plan);
    let tries = if event.single { tries } else { vec![1] };
    // The share of its time beyond an age: outages are log-normal with a spread of one.
    let beyond = |age: f64| 1.0 - mean_capped(event.minutes, 1.0, age) / event.minutes;
    let again = |tries: u32| libm::pow(event.share, f64::from(tries) - 1.0);
    let mut states = vec![(1.0 - event.probability, None)];
    for (i, &age) in ages.iter().enumerate() {
        let older = beyond(age) - ages.get(i + 1).map_or(0.0, |next| beyond(*next));
        for (j, &fails) in tries.iter().enumerate() {
            let so_often = again(fails) - tries.get(j + 1).map_or(0.0, |next| again(*next));
            let p = event.probability * older * so_often;
            states.push((p, Some(Down { age, fails, ..event.clone() })));
        }
    }
    states.retain(|(p, _)| *p > 0.0);
    states
}

fn events(plan: &Plan) -> Vec<Down> {
    let mut all = Vec::new();
    for m in &plan.modes {
        let rate = m.rate.likely().per_year();
        let minutes = m.parts.mitigate.likely().minutes();
        let beta = m.beta.likely().get();
        let share = m.share.likely().get();
        let mut add = |part: f64, component, region, zone, replica: Option<u32>| {
            let probability = u(rate * part, minutes) * share;
            let single = replica.is_some();
            all.push(Down { component, region, zone, replica, single, ..down(m, probability) });
        };
        match m.target {
            Target::Domain => match m.scope {
                Scope::Global => add(1.0, None, None, None, None),
                Scope::Region => (0..plan.regions.len()).for_each(|r| add(1.0, None, Some(r), None, None)),
                _ => {
                    for r in 0..plan.regions.len() {
                        (0..plan.regions[r].zones.len()).for_each(|z| add(1.0, None, Some(r), Some(z), None));
                    }
                }
            },
            Target::Region(id) => {
                let r = plan.regions.iter().position(|r| r.id == id);
                add(1.0, None, r, None, None);
            }
            Target::Component(c) => {
                let component = plan.component(c).unwrap();
                let groups = groups(plan, component);
                if m.sharing != Sharing::Beta && m.scope == Scope::Instance {
                    let shares = |n, k| u(rate * set_share(m, n, k), minutes) * share;
                    some_of(component, groups, m, shares, &mut all);
                    continue;
                }
                let everywhere = m.reach == Reach::Everywhere && groups.len() > 1;
                let own = if beta > 0.0 && (everywhere || component.replicas > 1) { 1.0 - beta } else { 1.0 };
                if own < 1.0 && everywhere {
                    add(beta, Some(c), None, None, None);
                }
                for region in groups {
                    if own < 1.0 && !everywhere {
                        add(beta, Some(c), region, None, None);
                    }
                    match m.scope {
                        Scope::Instance => {
                            (0..component.replicas).for_each(|i| add(own, Some(c), region, None, Some(i)))
                        }
                        _ => add(1.0, Some(c), region, None, None),
                    }
                }
            }
        }
    }
    all
}

/// Every set of replicas of every group, and of groups where each has one replica.
fn some_of(
    component: &Component,
    groups: Vec<Option<usize>>,
    m: &FailureMode,
    probability: impl Fn(u32, u32) -> f64,
    all: &mut Vec<Down>,
) {
    let everywhere = m.reach == Reach::Everywhere && groups.len() > 1;
    let component_has_one = component.replicas == 1;
    let mut add = |probability, region, replicas: u32, regions: u32| {
        let component = Some(component.id);
        if probability > 0.0 {
            let single = replicas.count_ones() == 1 || (component_has_one && regions.count_ones() == 1);
            all.push(Down { component, region, replicas, regions, single, ..down(m, probability) });
        }
    };
    if everywhere && component.replicas == 1 {
        let n = groups.len() as u32;
        for set in 1..1u32 << n {
            let hit = groups.iter().enumerate().filter(|(g, _)| set >> g & 1 == 1);
            let regions = hit.fold(0, |regions, (_, group)| regions | 1 << group.unwrap());
            add(probability(n, set.count_ones()), None, u32::MAX, regions);
        }
        return;
    }
    let n = component.replicas;
    for set in 1..1u32 << n {
        let probability = probability(n, set.count_ones());
        if everywhere && set.count_ones() == n {
            add(probability, None, u32::MAX, u32::MAX);
            continue;
        }
        groups.iter().for_each(|group| add(probability, *group, set, u32::MAX));
    }
}

struct State<'a> {
    plan: &'a Plan,
    down: Vec<&'a Down>,
}

impl State<'_> {
    /// The share of requests that a component's group serves.
    ///
    /// Seen through needs that ride out outages up to an age and try so often in all.
    fn group(&self, c: &Component, region: Option<usize>, (age, tries): (f64, u32)) -> f64 {
        let hits = |d: &&&Down, zone: Option<usize>, replica: u32| {
            let felt = d.age >= age && (!d.single || d.fails >= tries);
            let component = d.component.is_none_or(|id| id == c.id);
            let region_hit = d.region.is_none() || d.region == region;
            let zone_hit = d.zone.is_none() || (c.placement == Placement::Zonal && d.zone == zone);
            let among = d.replicas >> replica & 1 == 1 && region.is_none_or(|r| d.regions >> r & 1 == 1);
            felt && component && region_hit && zone_hit && among && d.replica.is_none_or(|i| i == replica)
        };
        let zones = region.map_or(0, |r| self.plan.regions[r].zones.len());
        let works = |replica: &u32| {
            let zone = (c.placement == Placement::Zonal && zones > 0).then(|| *replica as usize % zones);
            !self.down.iter().any(|d| hits(&d, zone, *replica))
        };
        let working = (0..c.replicas).filter(works).count() as u32;
        match c.overload {
            _ if working >= c.needed => 1.0,
            Overload::Collapses => 0.0,
            Overload::Sheds => f64::from(working) / f64::from(c.needed),
        }
    }

    fn seat(&self, c: &Component, region: usize) -> Option<usize> {
        let groups = groups(self.plan, c);
        if groups.contains(&Some(region)) { Some(region) } else { groups[0] }
    }

    /// Collects the groups that are required, how they are seen, and the optional needs, from a list of needs that is
    /// seen in some way itself.
    fn walk(
        &self,
        needs: &[Dependency],
        region: usize,
        (age, tries): (f64, u32),
        required: &mut Vec<(Id, Option<usize>, (f64, u32))>,
        optional: &mut Vec<(f64, Dependency, usize, (f64, u32))>,
    ) {
        for need in needs {
            if let Some(share) = &need.degraded {
                let need = Dependency { degraded: None, ..need.clone() };
                optional.push((share.likely().get(), need, region, (age, tries)));
                continue;
            }
            let c = self.plan.component(need.on).unwrap();
            let seat = self.seat(c, region);
            let own = need.rides_out.as_ref().map_or(0.0, |length| length.likely().minutes());
            let seen = (age.max(own), tries * (need.retries + 1));
            if !required.contains(&(c.id, seat, seen)) {
                required.push((c.id, seat, seen));
                self.walk(&c.dependencies, seat.unwrap_or(region), seen, required, optional);
            }
        }
    }

    /// The share of requests that all required parts of a region serve, and the share not degraded there.
    fn region(&self, needs: &[Dependency], region: usize) -> (f64, f64) {
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        self.walk(needs, region, (0.0, 1), &mut required, &mut optional);
        let works = |(c, seat, seen): &(Id, Option<usize>, (f64, u32))| {
            self.group(self.plan.component(*c).unwrap(), *seat, *seen)
        };
        let served = required.iter().map(works).product();
        let not_degraded = optional.iter().map(|(share, need, region, seen)| {
            let (mut below, mut none) = (Vec::new(), Vec::new());
            self.walk(core::slice::from_ref(need), *region, *seen, &mut below, &mut none);
            assert!(none.is_empty(), "an optional need below an optional need");
            1.0 - share * (1.0 - below.iter().map(works).product::<f64>())
        });
        (served, not_degraded.product())
    }

    /// The share of requests that fail, over all users.
    fn fails(&self, needs: &[Dependency]) -> f64 {
        let count = self.plan.regions.len();
        let regions: Vec<(f64, f64)> = (0..count).map(|r| self.region(needs, r)).collect();
        let shares: Vec<f64> = self.plan.regions.iter().map(|r| r.traffic.likely().get()).collect();
        let total: f64 = shares.iter().sum();
        let users = |r: usize| shares[r] / total;
        if self.plan.routing.kind == RoutingKind::Stay || count == 1 {
            return (0..count).map(|r| users(r) * (1.0 - regions[r].0 * regions[r].1)).sum();
        }
        // Every set of working regions with its chance: a region that sheds works for some requests.
        let mut failing = 0.0;
        for working in 0..1usize << count {
            let works = |r: usize| working >> r & 1 == 1;
            let chance: f64 =
                (0..count).map(|r| if works(r) { regions[r].0 } else { 1.0 - regions[r].0 }).product();
            let capacity = |r: usize| self.plan.regions[r].capacity.likely().get();
            let spare: f64 =
                (0..count).filter(|r| works(*r)).map(|r| (capacity(r) - users(r)).max(0.0)).sum();
            let moved: f64 = (0..count).filter(|r| !works(*r)).map(users).sum();
            let room = spare + 1e-9 >= moved;
            for (home, (_, not_degraded)) in regions.iter().enumerate() {
                let served = match self.plan.routing.overload {
                    _ if working == 0 => 0.0,
                    _ if room => 1.0,
                    Overload::Collapses => 0.0,
                    Overload::Sheds if works(home) => 1.0,
                    Overload::Sheds => spare / moved,
                };
                failing += users(home) * chance * (1.0 - served * not_degraded);
            }
        }
        failing
    }
}

/// How many states a plan has.
pub(in crate::analysis) fn states_of(plan: &Plan) -> usize {
    events(plan).iter().map(|event| states(plan, event).len()).product()
}

/// U of the first journey, by brute force over all states.
pub(in crate::analysis) fn unavailability(plan: &Plan) -> f64 {
    let events: Vec<_> = events(plan).iter().map(|event| states(plan, event)).collect();
    let count: usize = events.iter().map(Vec::len).product();
    assert!(count <= 1 << 15, "{count} states");
    (0..count)
        .map(|mut state| {
            let (mut probability, mut down) = (1.0, Vec::new());
            for states in &events {
                let (p, what) = &states[state % states.len()];
                state /= states.len();
                probability *= p;
                down.extend(what);
            }
            probability * State { plan, down }.fails(&plan.journeys[0].needs)
        })
        .sum()
}

/// Such plans whose needs ride out short outages and try again, with few enough states.
pub(in crate::analysis) fn patient_plan() -> impl Strategy<Value = Plan> {
    let lengths = prop::collection::vec(0.0..1.0f64, 5);
    let choices = prop::collection::vec(0usize..12, 5);
    let patient = (small_plan(), lengths, choices).prop_map(|(mut p, n, c)| {
        let share = q(n[4]);
        p.modes[0].share = [share, q(1.0)][c[4] % 2].clone();
        let of_components = p.components.iter_mut().flat_map(|c| &mut c.dependencies);
        let needs = of_components.chain(p.journeys.iter_mut().flat_map(|j| &mut j.needs));
        for ((need, length), choice) in needs.zip(n).zip(c) {
            need.rides_out = [None, Some(q(200.0 * length)), Some(q(60.0)), None][choice % 4].clone();
            need.retries = [0, 1, 2][choice / 4];
        }
        p
    });
    patient.prop_filter("few states", |p| states_of(p) <= 1 << 12)
}

/// Plans of up to 12 events that use every rule but failover times: one or two regions, zones,
/// replicas, shared and optional needs, common causes, partial modes, shedding, moves and capacity.
pub(in crate::analysis) fn small_plan() -> impl Strategy<Value = Plan> {
    let numbers = prop::collection::vec(0.0..1.0f64, 16);
    let choices = prop::collection::vec(0usize..12, 16);
    (numbers, choices).prop_map(|(n, c)| build(&n, &c)).prop_filter("few events", |p| events(p).len() <= 12)
}

fn build(n: &[f64], c: &[usize]) -> Plan {
    let zones: &[usize] = [&[1][..], &[2], &[3], &[1, 1], &[2, 1], &[1, 1, 1]][c[0] % 6];
    let replicas = 1 + (c[1] % 3) as u32;
    let needed = 1 + (c[2] as u32) % replicas;
    let placements = [Placement::Global, Placement::Regional, Placement::Zonal];
    let (web, db, extra) = (id("web"), id("db"), id("extra"));
    let mut p = plan(zones)
        .with_component("web", placements[c[3] % 3], replicas, needed)
        .with_component("db", placements[c[4] % 3], 1 + (c[5] % 2) as u32, 1)
        .with_component("extra", placements[c[6] % 3], 1, 1)
        .with_mode("web-loss", Target::Component(web), Scope::Instance, 5.0 + 2_000.0 * n[0], 60.0)
        .with_mode("db-loss", Target::Component(db), Scope::Instance, 900.0 * n[1], 90.0)
        .with_mode("extra-loss", Target::Component(extra), Scope::Region, 500.0 * n[2], 200.0)
        .with_mode(
            "domain",
            Target::Domain,
            [Scope::Zone, Scope::Region, Scope::Global][c[7] % 3],
            300.0 * n[3],
            120.0,
        );
    p.modes[0].beta = q([0.0, n[4], 1.0][c[8] % 3]);
    p.modes[0].reach = [Reach::Group, Reach::Everywhere][c[9] % 2];
    p.modes[0].sharing = match (c[9] / 2) % 3 {
        0 => Sharing::Beta,
        1 => Sharing::Greek { gamma: q(n[13]), delta: q(n[14]) },
        _ => Sharing::Alpha { two: q(0.4 * n[13]), three: q(0.3 * n[14]), four: q(0.3 * n[15]) },
    };
    p.modes[1].share = q(n[5]);
    p.components[0].overload = [Overload::Collapses, Overload::Sheds][c[10] % 2];
    if p.components[0].placement == Placement::Global && zones.len() > 1 {
        // One draw of a global group would serve several regions; the brute force draws for each.
        p.components[0].overload = Overload::Collapses;
    }
    if c[11].is_multiple_of(4) && zones.len() > 1 {
        p.components[1].regions = vec![p.regions[1].id];
    }
    p.components[0].dependencies.push(Dependency::required(db));
    if c[12].is_multiple_of(2) {
        p.components[0].dependencies.push(Dependency::optional(extra, q(n[6])));
        p.components[2].dependencies.push(Dependency::required(db));
    }
    p.routing.kind = [RoutingKind::Stay, RoutingKind::Automatic][c[13] % 2];
    p.routing.overload = [Overload::Collapses, Overload::Sheds][c[14] % 2];
    p.routing.failover = failover(0.0, 1.0, 0.0);
    for (index, region) in p.regions.iter_mut().enumerate() {
        region.traffic = q((0.1 + n[7 + index]) / 1.1);
        region.capacity = q(n[10 + index]);
    }
    let needs: &[(&str, Option<f64>)] = match c[15] % 3 {
        0 => &[("web", None)],
        1 => &[("web", None), ("db", None)],
        _ => &[("web", None), ("extra", Some(0.3))],
    };
    p.with_journey("j", needs)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, max_local_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn needs_that_wait_and_try_again_agree_with_brute_force(p in patient_plan()) {
        let expected = unavailability(&p);
        let found = analyse(&p).service.unwrap().unavailability.get();
        // The same sums as below; the chances of ages lose a few more digits where outages are long.
        prop_assert!((found - expected).abs() <= 1e-11 * expected.max(1e-12), "found {found:e}, expected {expected:e}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_diagram_agrees_with_brute_force_over_all_states(p in small_plan()) {
        let expected = unavailability(&p);
        let found = analyse(&p).service.unwrap().unavailability.get();
        // Both sum at most 2^12 products of 12 factors in doubles: a relative error of 1e-12 is ample room.
        prop_assert!((found - expected).abs() <= 1e-12 * expected.max(1e-12), "found {found:e}, expected {expected:e}");
    }
}
