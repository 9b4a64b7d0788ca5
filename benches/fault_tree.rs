//! Fault trees with the shape of our plans: from gates to an exact probability, and what a compiled tree costs again.
//!
//! Trees of other hands are timed by `cargo xtask bench --peers` where they are present.

mod plan_shaped;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use plan_shaped::{Tops, plan_shaped};
use tenfold::engine::fault_tree::{CutSets, LaneScratch, Limits, Scratch, compile};
use tenfold::engine::lanes::{LANES, Lanes};

#[expect(clippy::unwrap_used, reason = "a bench that cannot build its tree has nothing to measure")]
fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("fault tree to probability");
    for tops in [Tops::Any, Tops::Journeys] {
        for services in [10, 30, 100] {
            let (tree, p) = plan_shaped(services, tops);
            let name = BenchmarkId::new(format!("{tops:?}"), tree.events);
            group.bench_with_input(name, &tree, |b, tree| {
                b.iter(|| {
                    let compiled = compile(black_box(tree), Limits::default()).unwrap();
                    compiled.probabilities(&p, &mut Scratch::default())
                });
            });
        }
    }
    group.finish();

    let mut group = c.benchmark_group("a compiled fault tree");
    for services in [10, 30, 100] {
        let (tree, p) = plan_shaped(services, Tops::Any);
        let compiled = compile(&tree, Limits::default()).unwrap();
        let mut scratch = Scratch::default();
        let events = tree.events;
        group.bench_function(BenchmarkId::new("probability", events), |b| {
            b.iter(|| compiled.probabilities(black_box(&p), &mut scratch));
        });
        group.bench_function(BenchmarkId::new("all importances", events), |b| {
            b.iter(|| compiled.importances(black_box(&p), 0, &mut scratch));
        });
        let lanes: Vec<Lanes> = p.iter().map(|p| [*p; LANES]).collect();
        let mut scratch = LaneScratch::default();
        group.bench_function(BenchmarkId::new("eight draws", events), |b| {
            b.iter(|| compiled.probabilities_in_lanes(black_box(&lanes), &mut scratch));
        });
        group.bench_function(BenchmarkId::new("cut sets counted", events), |b| {
            b.iter(|| CutSets::of(black_box(&compiled), 0, Limits::default()).unwrap().count());
        });
    }
    group.finish();
}

criterion_group!(fault_tree, benches);
criterion_main!(fault_tree);
