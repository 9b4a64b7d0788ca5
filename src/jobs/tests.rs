//! A job over texts says the same as the job itself.

use core::ops::ControlFlow;

use super::*;
use crate::model::Edit;
use crate::model::templates::{template, templates};

fn monolith() -> Plan {
    (template("monolith").unwrap().build)()
}

fn short(responders: Option<u32>) -> Simulation {
    Simulation::new(80, 7, crate::quantity::Quantity::clamped(9_000.0), responders).unwrap()
}

#[test]
fn parts_of_a_forecast_over_texts_are_the_analysis_to_the_bit() {
    let second = Share::new(1, 2).unwrap();
    let cases =
        [(monolith(), None, Share::WHOLE), (crate::model::templates::worked_example(), Some(1), second)];
    for (plan, responders, share) in cases {
        let request = Request::Forecast(Box::new(plan.clone()), short(responders), share);
        let mut news = Vec::new();
        let text = run_text(&request.to_text(), &mut |text| {
            news.push(Reply::from_text(text, &plan).unwrap());
            true
        });
        let go = &mut |_: PartNews| ControlFlow::Continue(());
        let found = analysis::forecast(&plan, short(responders), share, go).unwrap();
        assert_eq!(Reply::from_text(&text, &plan), Ok(Reply::Part(Box::new(found.clone()))));
        assert!(news.iter().all(|reply| !reply.is_last()) && matches!(news[0], Reply::Share(_)));
        let bands = |reply: &Reply| matches!(reply, Reply::Part(so_far) if so_far.bands == found.bands);
        assert!(news.iter().filter(|reply| bands(reply)).count() > 3);
        // Summaries only: no sample crosses over.
        assert!(text.len() < 50_000, "{}", text.len());
    }
}

#[test]
fn drivers_over_texts_are_the_analysis_to_the_bit() {
    let plan = crate::model::templates::worked_example();
    for journey in [None, Some(plan.journeys[0].id)] {
        let request = Request::Drivers(Box::new(plan.clone()), journey);
        let mut shares = 0;
        let text = run_text(&request.to_text(), &mut |_| {
            shares += 1;
            true
        });
        let settings = SensitivitySettings { journey, ..SensitivitySettings::default() };
        let uncertain = UncertainPlan::of(&plan, &analyse(&plan)).unwrap();
        let found = uncertain.sensitivity(settings, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(Reply::from_text(&text, &plan), Ok(Reply::Drivers(Box::new(found))));
        assert!((2..200).contains(&shares), "{shares}");
    }
}

#[test]
fn what_takes_part_over_texts_is_the_analysis_to_the_bit() {
    for template in templates() {
        let plan = (template.build)();
        let request = Request::TakesPart(Box::new(plan.clone()));
        assert_eq!(Request::from_text(&request.to_text()), Ok(request.clone()));
        let mut shares = Vec::new();
        let text = run_text(&request.to_text(), &mut |text| {
            match Reply::from_text(text, &plan) {
                Ok(Reply::Share(share)) => shares.push(share),
                other => panic!("{other:?}"),
            }
            true
        });
        let found = analysis::importances(&plan).unwrap();
        assert_eq!(Reply::from_text(&text, &plan), Ok(Reply::TakesPart(Box::new(found))), "{}", template.key);
        assert!(
            shares.len() > 5 && shares.is_sorted() && shares.iter().all(|share| *share < 1.0),
            "{shares:?}"
        );
        let fewer = text.replacen(",", ",0.5,", 1);
        assert!(Reply::from_text(&fewer, &plan).unwrap_err().to_string().contains("one for each"));
        let stopped = run_text(&request.to_text(), &mut |_| false);
        assert_eq!(Reply::from_text(&stopped, &plan), Ok(Reply::Failed("stopped".into())));
    }
}

#[test]
fn a_forecast_that_cannot_be_is_refused_with_its_place() {
    let text = Request::Forecast(Box::new(monolith()), short(None), Share::WHOLE).to_text();
    for (right, wrong) in [
        (r#""years":80"#, r#""years":0"#),
        (r#""window_minutes":9000.0"#, r#""window_minutes":1"#),
        (r#""ranges":"likely""#, r#""ranges":"some""#),
        (r#""hours":"all""#, r#""hours":"working""#),
    ] {
        assert!(text.contains(right), "{text}");
        let reply = run_text(&text.replace(right, wrong), &mut |_| true);
        assert!(reply.starts_with(r#"{"failed":"simulation: "#) || reply.contains("simulation."), "{reply}");
    }
    for share in ["[1,1]", "[0,9]", "[0]"] {
        let reply = run_text(&text.replace("[0,1]", share), &mut |_| true);
        assert!(reply.starts_with(r#"{"failed":"share: "#), "{reply}");
    }
}

#[test]
fn a_ladder_over_texts_is_the_ladder_to_the_bit() {
    let plan = monolith();
    let request = Request::Ladder(Box::new(plan.clone()));
    let mut news = Vec::new();
    let text = run_text(&request.to_text(), &mut |text| {
        news.push(Reply::from_text(text, &plan).unwrap());
        true
    });
    let here = run(&request, &mut |_| ControlFlow::Continue(()));
    // The shortest decimal of a double reads back as that double, so equal means equal to the bit.
    assert_eq!(Reply::from_text(&text, &plan).unwrap(), here);
    assert!(here.is_last() && matches!(here, Reply::Ladder(_)));
    assert!(!news.is_empty() && news.iter().all(|reply| !reply.is_last()));
}

#[test]
fn every_template_survives_the_way_to_the_worker_to_the_bit() {
    for template in templates() {
        let request = Request::Ladder(Box::new((template.build)()));
        assert_eq!(Request::from_text(&request.to_text()), Ok(request.clone()));
        let plan = Box::new(request.plan().clone());
        let journey = plan.journeys.first().map(|journey| journey.id);
        let request = Request::Forecast(plan.clone(), short(None), Share::new(2, 3).unwrap());
        assert_eq!(Request::from_text(&request.to_text()), Ok(request));
        for journey in [None, journey] {
            let request = Request::Drivers(plan.clone(), journey);
            assert_eq!(Request::from_text(&request.to_text()), Ok(request));
        }
    }
}

#[test]
fn a_job_that_is_told_to_stop_stops() {
    let mut told = 0;
    let text = run_text(&Request::Ladder(Box::new(monolith())).to_text(), &mut |_| {
        told += 1;
        false
    });
    assert_eq!(told, 1);
    assert_eq!(Reply::from_text(&text, &monolith()), Ok(Reply::Failed("the search was stopped".into())));
}

#[test]
fn a_plan_without_an_answer_fails_with_its_finding() {
    let mut plan = monolith();
    while let Some(journey) = plan.journeys.first().map(|j| j.id) {
        plan = plan.apply(&Edit::Remove(crate::model::Place::Journey(journey))).unwrap();
    }
    let text = run_text(&Request::Ladder(Box::new(plan)).to_text(), &mut |_| true);
    assert!(text.starts_with(r#"{"failed":"the plan has no answer yet"#), "{text}");
}

#[test]
fn a_text_that_is_no_request_fails_in_words() {
    for text in
        ["", "{}", r#"{"job":"coffee"}"#, r#"{"job":"ladder"}"#, r#"{"job":"ladder","plan":{}}"#, "\u{0}"]
    {
        let reply = run_text(text, &mut |_| true);
        assert!(matches!(Reply::from_text(&reply, &monolith()), Ok(Reply::Failed(_))), "{text}: {reply}");
    }
}

#[test]
fn a_reply_with_absurd_numbers_is_refused_with_its_place() {
    let plan = monolith();
    let text = run_text(&Request::Ladder(Box::new(plan.clone())).to_text(), &mut |_| true);
    let reach = text.find(r#""reach":"#).unwrap() + 8;
    let comma = reach + text[reach..].find(',').unwrap();
    let broken = format!("{}7{}", &text[..reach], &text[comma..]);
    let error = Reply::from_text(&broken, &plan).unwrap_err();
    assert!(error.to_string().starts_with("ladder.reach: "), "{error}");
}
