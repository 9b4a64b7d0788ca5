//! Speed of the exact engine on generated plans: N components in 3 regions of 3 zones.
//!
//! A component needs two of the three zones of a region; zone and region events are shared by all components; each
//! component has a configuration push that hits it in every region. A region is up when all its components are, the
//! service when any region is.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tenfold::engine::markov::Chain;
use tenfold::engine::{CutSetLimits, Diagram, EngineError, Node, Program, Scratch, Var, minimal_cut_sets};

const REGIONS: u32 = 3;
const ZONES: u32 = 3;

struct Plan {
    components: u32,
}

impl Plan {
    /// Order: pushes, then region by region its event, its zones, its components' instances.
    fn region(&self, region: u32) -> u32 {
        self.components + region * (1 + ZONES + ZONES * self.components)
    }

    fn build(&self) -> Result<(Diagram, Node), EngineError> {
        let mut d = Diagram::new(1_000_000);
        let mut regions = Vec::new();
        for region in 0..REGIONS {
            let first = self.region(region);
            let mut parts = vec![d.event(Var::new(first))?];
            for component in 0..self.components {
                let mut members = Vec::new();
                for zone in 0..ZONES {
                    let zone_event = d.event(Var::new(first + 1 + zone))?;
                    let instance = d.event(Var::new(first + 1 + ZONES + ZONES * component + zone))?;
                    members.push(d.or(zone_event, instance)?);
                }
                let group = d.at_least(2, &members)?;
                let push = d.event(Var::new(component))?;
                parts.push(d.or(push, group)?);
            }
            regions.push(d.any_of(&parts)?);
        }
        let service = d.all_of(&regions)?;
        Ok((d, service))
    }

    fn probabilities(&self) -> Vec<f64> {
        let mut p = vec![5e-4; self.region(REGIONS) as usize];
        p[..self.components as usize].fill(1e-6);
        for region in 0..REGIONS {
            let first = self.region(region) as usize;
            p[first] = 1e-4;
            p[first + 1..first + 1 + ZONES as usize].fill(7e-5);
        }
        p
    }
}

#[expect(clippy::unwrap_used, reason = "a bench that cannot build its plan has nothing to measure")]
fn exact(criterion: &mut Criterion) {
    for components in [25, 50, 100, 200] {
        let plan = Plan { components };
        let (diagram, service) = plan.build().unwrap();
        let program = Program::compile(&diagram, &[service]);
        let p = plan.probabilities();
        let mut scratch = Scratch::default();
        println!(
            "{components} components: {} events, {} decisions made, {} in the program",
            p.len(),
            diagram.decisions(),
            program.len()
        );

        let mut group = criterion.benchmark_group("exact");
        group.throughput(Throughput::Elements(u64::from(components)));
        let mut bench = |name: &str, run: &mut dyn FnMut()| {
            group.bench_function(BenchmarkId::new(name, components), |b| b.iter(&mut *run));
        };
        bench("build", &mut || {
            black_box(plan.build().unwrap());
        });
        bench("compile", &mut || {
            black_box(Program::compile(&diagram, &[service]));
        });
        bench("forward", &mut || {
            black_box(program.probabilities(black_box(&p), &mut scratch));
        });
        bench("forward and backward", &mut || {
            black_box(program.evaluate(black_box(&p), &[1.0], &mut scratch));
        });
        bench("cut sets to order 3", &mut || {
            black_box(minimal_cut_sets(&program, 0, &p, &[], CutSetLimits::default()));
        });
        group.finish();
    }
}

/// One repair crew over `tiers` of three units each, with priority to the lowest tier (65,536 states for eight).
fn crew(tiers: usize) -> (usize, Vec<(usize, usize, f64)>) {
    let down = |state: usize, tier: usize| state >> (2 * tier) & 3;
    let states = 1usize << (2 * tiers);
    let mut transitions = Vec::new();
    for state in 0..states {
        for tier in (0..tiers).filter(|tier| down(state, *tier) < 3) {
            let rate = (3 - down(state, tier)) as f64 * 0.001 * (1.0 + 0.1 * tier as f64);
            transitions.push((state, state + (1 << (2 * tier)), rate));
        }
        if let Some(tier) = (0..tiers).find(|tier| down(state, *tier) > 0) {
            transitions.push((state, state - (1 << (2 * tier)), 0.5));
        }
    }
    (states, transitions)
}

#[expect(clippy::unwrap_used, reason = "a bench that cannot build its chain has nothing to measure")]
fn markov(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("markov");
    group.sample_size(10);
    for tiers in [4, 6, 8] {
        let (states, transitions) = crew(tiers);
        let chain = Chain::new(states, transitions).unwrap();
        let fails = |state: usize| (0..tiers).any(|tier| state >> (2 * tier) & 3 > 1);
        let settled = chain.iterate(fails, 1e-9).unwrap();
        println!("{tiers} tiers: U = {:e} after {} sweeps", settled.unavailability, settled.sweeps);
        group.bench_function(BenchmarkId::new("iterate", tiers), |b| {
            b.iter(|| chain.iterate(fails, 1e-9).unwrap());
        });
        if tiers == 4 {
            group.bench_function(BenchmarkId::new("eliminate", tiers), |b| {
                b.iter(|| chain.eliminate().unwrap())
            });
        }
    }
    group.finish();
}

criterion_group!(benches, exact, markov);
criterion_main!(benches);
