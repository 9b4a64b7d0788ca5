//! Designs per second: the search over the default levers of every template, and one evaluation.

use core::hint::black_box;
use core::ops::ControlFlow;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use tenfold::analysis::Compiled;
use tenfold::economics::{ladder, running_cost};
use tenfold::model::templates::templates;

#[expect(clippy::unwrap_used, reason = "a bench that cannot build its plan has nothing to measure")]
fn economics(criterion: &mut Criterion) {
    for template in templates() {
        let plan = (template.build)();
        let start = Instant::now();
        let (mut reports, mut longest, mut last) = (0u32, Duration::ZERO, Instant::now());
        let found = ladder(&plan, &mut |_| {
            reports += 1;
            longest = longest.max(last.elapsed());
            last = Instant::now();
            ControlFlow::Continue(())
        })
        .unwrap();
        let took = start.elapsed();
        let per_second = |designs: u64| designs as f64 / took.as_secs_f64();
        println!(
            "{}: {took:.2?}; {} designs, covered {} ({:.2e} a second), evaluated {} ({:.2e} a second); proven {}; {} on the frontier; {reports} reports at most {longest:.1?} apart; reach {:.2e}",
            template.key,
            found.designs,
            found.designs_covered,
            per_second(found.designs_covered),
            found.designs_tried,
            per_second(found.designs_tried),
            found.is_proven(),
            found.frontier.len(),
            found.reach.get(),
        );
        for step in &found.steps {
            println!(
                "  {:.1} nines: U {:.2e}, {:.0} a month, {:?}",
                step.target_nines,
                step.design.unavailability.get(),
                step.design.cost_per_month,
                step.beyond_below
            );
        }
        let compiled = Compiled::of(&plan).unwrap();
        let mut group = criterion.benchmark_group(template.key);
        group
            .sample_size(20)
            .measurement_time(Duration::from_secs(1))
            .warm_up_time(Duration::from_millis(300));
        group.bench_function("one design", |b| b.iter(|| compiled.service_unavailability(black_box(&plan))));
        group.bench_function("running cost", |b| b.iter(|| running_cost(black_box(&plan))));
        group.finish();
    }
}

criterion_group!(benches, economics);
criterion_main!(benches);
