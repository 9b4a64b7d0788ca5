//! How fast: from an edit to its painted result on the largest template. The times are reported, not asserted;
//! that every keystroke's result is painted is.

use serde_json::json;
use tenfold::analysis::{Ranges, Share, Simulation};
use tenfold::jobs::Request;
use tenfold::slo::Period;

use crate::support::in_browser;

/// Types into a field as a person does and measures each keystroke up to the frame that shows its result.
const MEASURE: &str = "
    const done = arguments[0];
    const field = [...document.querySelectorAll('label')].find((l) => l.textContent === 'Happens').control;
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)))
        .observe({ type: 'longtask' });
    // Bad minutes show every change; the percentage above them is rounded.
    const minutes = () => document.querySelectorAll('.headline output')[1].textContent;
    const frame = () => new Promise((next) => requestAnimationFrame(() => {
        const channel = new MessageChannel(); // comes after the paint
        channel.port1.onmessage = next;
        channel.port2.postMessage(0);
    }));
    const run = async () => {
        const [sync, painted] = [[], []];
        let unchanged = 0;
        field.focus();
        for (let i = 0; i < 30; i++) {
            await frame();
            const before = minutes();
            const start = performance.now();
            set.call(field, String(20 + i * 7));
            field.dispatchEvent(new Event('input', { bubbles: true }));
            await null;
            sync.push(performance.now() - start);
            await frame();
            painted.push(performance.now() - start);
            if (minutes() === before) unchanged++;
        }
        await new Promise((next) => setTimeout(next, 600));
        const half = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
        done({
            work_median_ms: half(sync), work_most_ms: Math.max(...sync),
            painted_median_ms: half(painted), painted_most_ms: Math.max(...painted),
            unchanged, long_tasks: tasks.length, longest_task_ms: Math.max(0, ...tasks),
        });
    };
    run();
";

#[test]
fn an_edit_on_the_largest_template_is_painted_soon() {
    in_browser("speed", |page| async move {
        page.open("#view=start").await;
        page.click("button", "Use this: Three regions, active-active").await;
        page.click("button", "Payment provider,").await;
        page.click("button", "outage of Payment provider").await;
        page.get("field", "Happens").await;
        let measured = page.js_async(MEASURE).await;
        println!("edit to paint: {measured}");
        assert_eq!(measured["unchanged"], 0, "keystrokes without a painted result");
        let start = page
            .js("return Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)")
            .await;
        println!("first paint after {start} ms");
    });
}

#[test]
fn questions_about_the_largest_template_are_answered() {
    in_browser("speed-questions", |page| async move {
        page.open("#view=start").await;
        page.click("button", "Use this: Three regions, active-active").await;
        page.click("button", "Payment provider,").await;
        let told = "document.querySelector('.topology-card').ariaLabel.includes('while it is down')";
        let rows = "document.querySelector('.design-matters tbody')";
        for (button, holds) in [
            ("Break this", "document.querySelector('.broken-journeys')?.children.length"),
            ("Blast radius", told),
            ("What matters most", &format!("{rows}?.children.length")),
            ("Count what takes part", &format!("!{rows}.innerText.includes('not counted')")),
        ] {
            // Up to the frame in which it holds.
            let script = format!(
                "const start = performance.now();
                 [...document.querySelectorAll('button, summary')].find((b) => b.textContent.includes('{button}')).click();
                 const done = arguments[0];
                 const look = () => ({holds}) ? done(Math.round(performance.now() - start)) : requestAnimationFrame(look);
                 look();"
            );
            let took = page.js_async(&script).await;
            println!("{button}: {took} ms");
        }
    });
}

#[test]
fn a_worker_answers_about_the_largest_template() {
    in_browser("speed-worker", |page| async move {
        page.open("#view=start").await;
        let plan =
            Box::new((tenfold::model::templates::template("active-active").expect("a template").build)());
        let simulation =
            |years| Simulation::new(years, 1, Period::Days30.length(), None).expect("a simulation");
        let whole = |years, ranges| {
            Request::Forecast(plan.clone(), simulation(years).with_ranges(ranges), Share::WHOLE).to_text()
        };
        for (what, request) in [
            ("10,000 years", whole(10_000, Ranges::Likely)),
            ("10,000 years, ranges mixed in", whole(10_000, Ranges::Mixed)),
            ("what drives the range", Request::Drivers(plan.clone(), None).to_text()),
        ] {
            // Three times in one worker: what a new one takes, and one that has its code optimised. By the worker's
            // messages: the first with years, the one with the bands, the next with years after it, the last.
            let script = format!(
                "const done = arguments[0];
                 const request = {};
                 const worker = window.tenfoldWorker();
                 const made = performance.now();
                 const told = {{}};
                 let start, times, runs = 0;
                 const ask = () => {{ times = {{}}; start = performance.now(); worker.postMessage(request); }};
                 worker.onmessage = ({{ data }}) => {{
                     const at = Math.round(performance.now() - (data === 'ready' ? made : start));
                     if (data === 'ready') {{ told.ready = at; return ask(); }}
                     if (data.startsWith('p{{\"part')) {{
                         times.first ??= at;
                         if (data.includes('\"bands\"')) times.bands ??= at;
                     }}
                     if (!data.startsWith('r')) return;
                     times.all = at;
                     told[`run ${{++runs}}`] = times;
                     if (runs < 3) return ask();
                     worker.terminate();
                     done(told);
                 }};",
                json!(request)
            );
            println!("{what}, in ms: {}", page.js_async(&script).await);
        }
    });
}
