//! Speed of the band and of the sensitivity of every template.

use core::hint::black_box;
use core::ops::ControlFlow;

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use tenfold::analysis::{DEFAULT_DRAWS, SensitivitySettings, UncertainPlan, analyse};
use tenfold::model::templates::templates;

/// Processor time of this thread where the system tells it, which a busy machine does not stretch; else wall time.
fn processor_time(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|line| line.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The least processor time of one run, in several batches: the system counts it in steps of milliseconds.
fn least<T>(mut run: impl FnMut() -> T) -> Duration {
    const RUNS: u32 = 10;
    let start = Instant::now();
    let mut times = Vec::new();
    for _ in 0..7 {
        let before = processor_time(start);
        (0..RUNS).for_each(|_| drop(black_box(run())));
        times.push(processor_time(start).saturating_sub(before) / RUNS);
    }
    times.into_iter().min().unwrap_or_default()
}

#[expect(clippy::unwrap_used, reason = "a bench that cannot build its plan has nothing to measure")]
fn uncertainty(criterion: &mut Criterion) {
    let mut on = |_| ControlFlow::Continue(());
    for template in templates() {
        let plan = (template.build)();
        let analysis = analyse(&plan);
        let uncertain = UncertainPlan::of(&plan, &analysis).unwrap();
        println!(
            "{}: {} inputs, {:?} decisions, reverse steps, capped means, configurations, kinds, of {:?}",
            template.key,
            uncertain.inputs().len(),
            uncertain.size(),
            analysis.size
        );
        println!(
            "{}: least processor time of compile {:.2?}, 4096 draws {:.2?}, sensitivity {:.2?}",
            template.key,
            least(|| UncertainPlan::of(&plan, &analysis)),
            least(|| uncertain.bands(DEFAULT_DRAWS, 1, &mut on)),
            least(|| uncertain.sensitivity(SensitivitySettings::default(), &mut on)),
        );
        let mut group = criterion.benchmark_group(template.key);
        group
            .sample_size(20)
            .measurement_time(core::time::Duration::from_secs(2))
            .warm_up_time(core::time::Duration::from_millis(300));
        group.bench_function("compile", |b| b.iter(|| UncertainPlan::of(black_box(&plan), &analysis)));
        group.bench_function("4096 draws", |b| b.iter(|| uncertain.bands(DEFAULT_DRAWS, 1, &mut on)));
        group.bench_function("sensitivity", |b| {
            b.iter(|| uncertain.sensitivity(SensitivitySettings::default(), &mut on));
        });
        group.finish();
    }
}

criterion_group!(benches, uncertainty);
criterion_main!(benches);
