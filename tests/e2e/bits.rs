//! The page's Wasm and this machine give the same answers to the last digit: the same texts of jobs go to a worker of
//! the page and to the library here, and every reply must be the same text.

use serde_json::{Value, json};
use tenfold::analysis::{Hours, Ranges, Share, Simulation};
use tenfold::jobs::{Request, run_text};
use tenfold::model::Plan;
use tenfold::model::templates::templates;
use tenfold::quantity::Quantity;

use crate::support::{Page, in_browser};

/// Asks one worker of the page, request after request, and gives back all that it says.
async fn asked(page: &Page, requests: &[String]) -> Vec<Vec<String>> {
    let script = format!(
        "const done = arguments[0];
         const requests = {};
         const said = [];
         const worker = window.tenfoldWorker();
         worker.onerror = (event) => done([['error: ' + event.message]]);
         worker.onmessage = (event) => {{
             if (event.data === 'ready') return next();
             said[said.length - 1].push(event.data);
             if (event.data.startsWith('r')) next();
         }};
         const next = () => {{
             if (said.length === requests.length) return done(said);
             said.push([]);
             worker.postMessage(requests[said.length - 1]);
         }};",
        json!(requests)
    );
    let said = page.js_async(&script).await;
    let text = |text: &Value| text.as_str().unwrap_or_default().to_owned();
    let texts = |texts: &Value| texts.as_array().into_iter().flatten().map(text).collect();
    said.as_array().into_iter().flatten().map(texts).collect()
}

fn requests(plan: &Plan) -> Vec<Request> {
    let simulation = |years, window: f64, people| {
        Simulation::new(years, 11, Quantity::clamped(window), people).expect("a simulation")
    };
    let plan = Box::new(plan.clone());
    let second = Share::new(1, 3).expect("a share");
    let hours = simulation(60, 40_320.0, None).with_hours(Hours::Working).expect("a simulation");
    vec![
        Request::Forecast(plan.clone(), simulation(300, 43_200.0, None), Share::WHOLE),
        Request::Forecast(plan.clone(), simulation(100, 5_000.0, Some(1)), second),
        Request::Forecast(plan.clone(), simulation(100, 5_000.0, None).with_ranges(Ranges::Mixed), second),
        Request::Forecast(plan.clone(), hours, second),
        Request::Drivers(plan, None),
    ]
}

#[test]
fn the_page_and_this_machine_agree_to_the_last_digit() {
    in_browser("bits", |page| async move {
        page.open("").await;
        let mut digits = 0;
        for template in templates() {
            let requests: Vec<String> = requests(&(template.build)()).iter().map(Request::to_text).collect();
            let said = asked(&page, &requests).await;
            assert_eq!(said.len(), requests.len(), "{}: {said:?}", template.key);
            for (request, heard) in requests.iter().zip(said) {
                let mut here = Vec::new();
                let last = run_text(request, &mut |news| {
                    here.push(format!("p{news}"));
                    true
                });
                here.push(format!("r{last}"));
                assert_eq!(heard.len(), here.len(), "{}", template.key);
                for (heard, here) in heard.iter().zip(&here) {
                    assert!(heard == here, "{}:\n{heard}\nis not\n{here}", template.key);
                }
                digits += last.bytes().filter(u8::is_ascii_digit).count();
            }
        }
        println!("{digits} digits of last replies are the same");
        assert!(digits > 100_000, "{digits}");
    });
}

#[test]
fn the_ladder_of_a_template_has_the_same_digits_too() {
    in_browser("bits-ladder", |page| async move {
        page.open("").await;
        let plan = Box::new((tenfold::model::templates::template("monolith").expect("a template").build)());
        let request = Request::Ladder(plan).to_text();
        let said = asked(&page, core::slice::from_ref(&request)).await;
        let here = run_text(&request, &mut |_| true);
        assert!(here.contains("\"steps\":["), "{here}");
        assert_eq!(said[0].last(), Some(&format!("r{here}")));
    });
}
