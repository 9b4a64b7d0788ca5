//! Speed of the band and of the sensitivity of every template.

use core::hint::black_box;
use core::ops::ControlFlow;

use criterion::{Criterion, criterion_group, criterion_main};
use tenfold::analysis::{DEFAULT_DRAWS, SensitivitySettings, UncertainPlan, analyse};
use tenfold::model::templates::templates;

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
