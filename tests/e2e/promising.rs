//! Promising: how sure the answers are, worked out in the worker by itself, and what drives the range.

use serde_json::{Value, json};
use tenfold::quantity::{Probability, Quantity, Unavailability, text};
use thirtyfour::Key;

use crate::support::{Page, cli, in_browser, scratch};

/// Keeps when each message of each worker came, and what it began with.
const CLOCK: &str = "
    window.heardAt = [];
    let make;
    Object.defineProperty(window, 'tenfoldWorker', {
        set: (made) => { make = made; },
        get: () => () => {
            const worker = make();
            const note = (what) => window.heardAt.push([Math.round(performance.now()), what]);
            note('start');
            worker.addEventListener('message', (event) => note(String(event.data).slice(0, 24)));
            const post = worker.postMessage.bind(worker);
            worker.postMessage = (request) => { note('ask'); post(request); };
            return worker;
        },
    });";

async fn table(page: &Page, region: &str) -> Vec<Vec<String>> {
    let rows = page
        .js(&format!(
            "const text = (item) => item.textContent.replace(/\\s+/g, ' ').trim();
             return [...document.querySelector('[role=region][aria-label^=\"{region}\"]').querySelectorAll('tbody tr')]
                 .map((row) => [...row.children].map(text))"
        ))
        .await;
    let cell = |cell: &Value| cell.as_str().unwrap_or_default().to_owned();
    let row = |row: &Value| row.as_array().into_iter().flatten().map(cell).collect();
    rows.as_array().into_iter().flatten().map(row).collect()
}

async fn ranges(page: &Page) -> Vec<String> {
    let ranges = page
        .js("return [...document.querySelectorAll('.headline .range:not([hidden])')].map((e) => e.textContent)")
        .await;
    ranges.as_array().into_iter().flatten().map(|r| r.as_str().unwrap_or_default().to_owned()).collect()
}

/// A chance as so many of a hundred, as the page says it.
fn of_hundred(chance: f64) -> String {
    match (chance * 100.0).round() as u32 {
        100 if chance < 1.0 => "over 99".into(),
        0 if chance > 0.0 => "under 1".into(),
        rounded => rounded.to_string(),
    }
}

#[test]
fn the_page_tells_the_bands_and_the_chances_of_the_command_line() {
    in_browser("promise", |page| async move {
        page.before_each_page(CLOCK).await;
        page.open("#view=promise").await;
        page.forecast().await;
        let heard = page.js("return window.heardAt").await;
        let heard: Vec<(f64, String)> = serde_json::from_value(heard).unwrap();
        let at = |begins: &str| heard.iter().find(|(_, said)| said.starts_with(begins)).unwrap().0;
        println!(
            "forecast: worker ready after {} ms; asked, first word after {} ms, first years after {} ms, all after {} ms",
            at("ready") - at("start"),
            at("p") - at("ask"),
            at("p{\"part") - at("ask"),
            at("r{\"part") - at("ask"),
        );

        let file = scratch("promise.tenfold.json");
        std::fs::write(&file, page.saved_file("web-shop-eu.tenfold.json").await).unwrap();
        let path = file.to_str().unwrap();
        let told: Value = serde_json::from_str(&cli(&["evaluate", path, "--json"])).unwrap();
        let band = &told["service"]["band"];
        let u = |part: &str| Unavailability::clamped(band[part].as_f64().unwrap());
        let shown = ranges(&page).await;
        let (good, bad) = (u("p5"), u("p95"));
        assert_eq!(
            shown[0],
            format!("{} to {}", text::percent_available(bad), text::percent_available(good))
        );
        let [low, high] = [good, bad].map(|u| text::duration(u.bad_minutes_per_year()));
        assert_eq!(shown[1], format!("{low} to {high} a year"));

        let told = cli(&["simulate", path, "--years", "10000", "--window", "30 d", "--seed", "1", "--json"]);
        let told: Value = serde_json::from_str(&told).unwrap();
        let rows = table(&page, "Windows of 100 that keep").await;
        let mut measures: Vec<&Value> = told["journeys"].as_array().unwrap().iter().collect();
        measures.push(&told["service"]);
        assert_eq!(rows.len(), measures.len());
        for (row, measure) in rows.iter().zip(measures) {
            let objective = Probability::clamped(measure["objective"].as_f64().unwrap());
            assert_eq!(row[1], text::percent_available(Unavailability::of_objective(objective)), "{row:?}");
            for (cell, window) in row[2..].iter().zip(measure["windows"].as_array().unwrap()) {
                let part = |value: &Value| of_hundred(value.as_f64().unwrap());
                let interval = &window["chance_interval"];
                let chance = part(&window["chance_of_meeting"]);
                let (low, high) = (part(&interval[0]), part(&interval[1]));
                let open = if low == high { String::new() } else { format!(" ({low} to {high})") };
                assert_eq!(*cell, format!("{chance}{open}"));
            }
        }
        let minutes = table(&page, "Bad minutes that this share").await;
        for (row, window) in minutes.iter().zip(told["service"]["windows"].as_array().unwrap()) {
            for (cell, part) in row[3..8].iter().zip(["p5", "p50", "p90", "p95", "p99"]) {
                assert_eq!(*cell, text::duration(window["percentiles"][part].as_f64().unwrap()), "{row:?}");
            }
        }
        let worst = text::duration(told["service"]["worst_year_minutes"].as_f64().unwrap());
        page.wait_for_text(&format!("The worst of 10,000 years had {worst} of bad minutes.")).await;
        page.wait_for_text("standard errors apart").await;
    });
}

#[test]
fn an_edit_leaves_the_last_forecast_as_stale_until_the_next() {
    in_browser("promise-stale", |page| async move {
        page.open("#view=promise").await;
        page.forecast().await;
        let before = ranges(&page).await;
        page.go("Design").await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "5").await;
        let stale = page
            .js("return [...document.querySelectorAll('.headline .range:not([hidden])')].map((e) => [e.dataset.state, e.title])")
            .await;
        assert_eq!(stale[0][0], json!("stale"), "{stale}");
        assert!(stale[0][1].as_str().unwrap().contains("before the last change"), "{stale}");
        page.forecast().await;
        assert_ne!(ranges(&page).await, before);
        page.go("Report").await;
        page.wait_for_text("How sure this is").await;
    });
}

#[test]
fn settings_are_typed_by_keyboard_and_bad_ones_named_at_their_field() {
    in_browser("promise-settings", |page| async move {
        page.open("#view=promise").await;
        page.forecast().await;
        page.fill("Window", "soon").await;
        page.wait_for_text("is not a duration; write for example").await;
        let state = page
            .js("return [document.querySelector('.promise-settings .button').disabled,
                         document.querySelector('.promise-settings [aria-invalid=true]').labels[0].textContent,
                         document.querySelector('progress')]")
            .await;
        assert_eq!(state, json!([true, "Window", null]));
        page.tab_to("field", "Window").await;
        page.press(Key::Control + "a").await;
        page.press("1 yr").await;
        page.tab_to("field", "Years").await;
        page.press(Key::Control + "a").await;
        page.press("500" + Key::Enter).await;
        page.wait_for_text("500 years simulated").await;
        page.wait_for_text(" years of 100").await;
        // A long one is stopped, and what was found until then stays.
        page.fill("Years", "3,000,000").await;
        page.tab_to("button", "Run").await;
        page.press("" + Key::Enter).await;
        page.tab_back_to("button", "Cancel").await;
        page.press("" + Key::Enter).await;
        page.wait_until("the end of the run", "return !document.querySelector('.promise progress')").await;
        assert!(page.has("region", "Windows of 100 that keep").await);
        page.fill("Years", "500").await;
        page.click("button", "Run").await;
        page.wait_for_text("500 years simulated").await;
    });
}

#[test]
fn what_drives_the_range_is_found_and_leads_to_its_field() {
    in_browser("promise-drivers", |page| async move {
        page.open("#view=promise").await;
        page.forecast().await;
        page.tab_to("button", "What drives the range").await;
        let start = std::time::Instant::now();
        page.press("" + Key::Enter).await;
        page.wait_for_long("the drivers", "return !!document.querySelector('.drivers-found')").await;
        println!("what drives the range: {} ms", start.elapsed().as_millis());
        let rows = table(&page, "What drives the range, input by input").await;
        let file = scratch("drivers.tenfold.json");
        std::fs::write(&file, page.saved_file("web-shop-eu.tenfold.json").await).unwrap();
        let told: Value =
            serde_json::from_str(&cli(&["sensitivity", file.to_str().unwrap(), "--json"])).unwrap();
        assert!(rows.len() >= 5, "{rows:?}");
        for (row, input) in rows.iter().zip(told["inputs"].as_array().unwrap()) {
            assert!(row[0].starts_with(input["name"].as_str().unwrap()), "{row:?} {input}");
            for (cell, part) in row[2..4].iter().zip(["low", "high"]) {
                // The page tells the least first; an input may lessen what is lost.
                let ends = ["low", "high"].map(|part| text::duration(input[part].as_f64().unwrap()));
                assert!(ends.contains(cell), "{row:?} {part} {input}");
            }
            let total =
                input["total"].as_f64().map_or_else(String::new, |t| text::share(Probability::clamped(t)));
            assert_eq!(row[5], total, "{row:?}");
        }
        page.click("button", "Save as SVG").await;
        let svg = "web-shop-eu-bad-minutes-in-a-window.svg";
        let picture = page.downloaded(svg).await;
        assert!(picture.starts_with("<svg") && picture.contains("xmlns=\"http://www.w3.org/2000/svg\""));
        assert!(picture.contains("fill=\"rgb") && !picture.contains("class="), "{picture}");
        page.click("button", "Save as PNG").await;
        let png = page.downloaded_bytes("web-shop-eu-bad-minutes-in-a-window.png").await;
        assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000, "{}", png.len());
        page.click("button", &rows[0][0].split(" and ").next().unwrap()[..12]).await;
        page.wait_until("Design", "return location.hash.includes('view=design')").await;
        page.wait_until("the very field", "return !!document.activeElement.dataset.number").await;
        let field = page.js("return document.activeElement.labels[0].textContent").await;
        let named = rows[0][0].to_lowercase();
        println!("{named} leads to the field {field}");
    });
}

/// Lets the machine have so many processors, and counts the workers that are alive.
fn processors(number: u32) -> String {
    format!(
        "Object.defineProperty(navigator, 'hardwareConcurrency', {{ get: () => {number} }});
         window.alive = new Set();
         window.ended = [];
         let make;
         Object.defineProperty(window, 'tenfoldWorker', {{
             set: (made) => {{ make = made; }},
             get: () => () => {{
                 const worker = make();
                 const terminate = worker.terminate.bind(worker);
                 window.alive.add(worker);
                 worker.terminate = () => {{
                     terminate();
                     window.alive.delete(worker);
                     window.ended.push(performance.now());
                 }};
                 return worker;
             }},
         }});"
    )
}

#[test]
fn one_worker_and_three_tell_the_same_numbers_and_all_are_cancelled_at_once() {
    let mut told: Vec<Vec<Vec<Vec<String>>>> = Vec::new();
    for workers in [1, 3] {
        let (send, receive) = std::sync::mpsc::channel();
        in_browser(
            if workers == 1 { "promise-1-worker" } else { "promise-3-workers" },
            move |page| async move {
                page.before_each_page(&processors(workers + 1)).await;
                page.open("#view=promise").await;
                page.forecast().await;
                assert_eq!(page.js("return window.alive.size").await, json!(workers));
                page.fill("Years", "3,000").await;
                page.choose("Ranges", "mixed in").await;
                page.choose("Failures that count", "Mon to Fri, 8 to 18").await;
                page.click("button", "Run").await;
                page.wait_for_text("3,000 years simulated, ranges drawn anew").await;
                page.wait_for_text("8 to 18 o'clock, count").await;
                let chances = table(&page, "Windows of 100 that keep").await;
                send.send(vec![chances, table(&page, "Bad minutes that this share").await]).unwrap();
                // A long one is under way in all of them; the click ends all of them.
                page.choose("Ranges", "held at likely").await;
                page.fill("Years", "5,000,000").await;
                page.click("button", "Run").await;
                page.wait_for_text(" of 5,000,000 years so far").await;
                let script = "const done = arguments[0];
                const cancel = [...document.querySelectorAll('.promise-run button')].find((b) => b.textContent === 'Cancel');
                window.ended.length = 0;
                const start = performance.now();
                cancel.click();
                setTimeout(() => done([window.alive.size, Math.max(0, ...window.ended) - start, window.ended.length]), 100);";
                let ended = page.js_async(script).await;
                println!("{workers} workers: alive after Cancel, last ended after ms, ended: {ended}");
                assert_eq!((&ended[0], &ended[2]), (&json!(0), &json!(workers)), "{ended}");
                assert!(ended[1].as_f64().unwrap() < 100.0, "{ended}");
                // And the next run has its workers again, soon: they start from what is compiled already.
                page.fill("Years", "1,000").await;
                let since = std::time::Instant::now();
                page.click("button", "Run").await;
                page.wait_for_text("1,000 years simulated, every number at likely").await;
                println!("{workers} workers, new ones: 1,000 years after {} ms", since.elapsed().as_millis());
                assert_eq!(page.js("return window.alive.size").await, json!(workers));
            },
        );
        told.push(receive.recv().unwrap());
    }
    assert!(told[0][0].len() > 1 && told[0][1].len() >= 4, "{told:?}");
    assert_eq!(told[0], told[1]);
}

#[test]
fn a_worker_that_dies_fails_the_forecast_in_words_and_the_next_run_has_a_new_one() {
    in_browser("promise-dead-worker", |page| async move {
        page.expect_console_errors();
        page.before_each_page(&processors(4)).await;
        page.open("#view=promise").await;
        page.forecast().await;
        page.fill("Years", "5,000,000").await;
        page.click("button", "Run").await;
        page.wait_for_text(" of 5,000,000 years so far").await;
        page.js("[...window.alive][1].dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))")
            .await;
        page.wait_for_text("the worker stopped: out of memory").await;
        assert_eq!(page.js("return window.alive.size").await, json!(0));
        page.fill("Years", "1,000").await;
        page.click("button", "Run").await;
        page.wait_for_text("1,000 years simulated").await;
    });
}
