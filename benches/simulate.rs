//! Speed of the simulation: the time for 10,000 years of each template, on one core.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tenfold::analysis::{Simulation, Simulator, simulate};
use tenfold::model::templates::templates;
use tenfold::slo::Period;

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("simulate 10,000 years");
    group.sample_size(10);
    let Ok(simulation) = Simulation::new(10_000, 1, Period::Days30.length(), None) else { panic!("refused") };
    for template in templates() {
        let plan = (template.build)();
        let mut go = |_: tenfold::analysis::SimulationProgress| core::ops::ControlFlow::Continue(());
        group.bench_function(template.key, |b| b.iter(|| simulate(black_box(&plan), simulation, &mut go)));
    }
    group.finish();
    let Some(largest) = tenfold::model::templates::template("active-active") else { panic!("no template") };
    let plan = (largest.build)();
    let mut group = c.benchmark_group("active-active");
    group.bench_function("made ready", |b| b.iter(|| Simulator::of(black_box(&plan), simulation)));
    group.bench_function("first chunk", |b| {
        b.iter(|| Simulator::of(black_box(&plan), simulation).map(|mut simulator| simulator.run_chunk(0)));
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
