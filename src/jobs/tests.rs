//! A job over texts says the same as the job itself.

use core::ops::ControlFlow;

use super::*;
use crate::model::Edit;
use crate::model::templates::{template, templates};

fn monolith() -> Plan {
    (template("monolith").unwrap().build)()
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
        assert_eq!(Request::from_text(&request.to_text()), Ok(request));
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
