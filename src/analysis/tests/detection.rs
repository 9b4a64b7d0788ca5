//! Monitors: what they shorten, what they see, and what is out of their sight.

use crate::analysis::{Analysis, analyse, blind_spot, uncertainty};
use crate::model::templates::{templates, worked_example};
use crate::model::{Alerting, Choice, Edit, Id, Monitor, MonitorPoint, Place, Plan, Practice};
use crate::quantity::{Duration, Estimate, Quantity, Unavailability};
use crate::slo::Period;
use crate::slo::alerts::{alert_windows, time_to_page};

fn monitor(name: &str, point: MonitorPoint, alerting: Alerting) -> Monitor {
    let after = Estimate::assumed(Duration::new(2.0).unwrap());
    let id = Id::from_name(name, |_| false);
    Monitor { id, name: name.into(), point, alerting, after, sees: Vec::new(), misses: Vec::new() }
}

fn with(plan: &Plan, monitor: Monitor) -> Plan {
    plan.apply(&Edit::SetMonitor(Box::new(monitor))).unwrap()
}

fn lost(analysis: &Analysis) -> f64 {
    analysis.service.as_ref().unwrap().unavailability.get()
}

#[test]
fn a_client_side_measurement_that_alerts_shortens_detection() {
    let plan = worked_example();
    let with = with(&plan, monitor("app", MonitorPoint::Client, Alerting::Threshold));
    let (before, after) = (analyse(&plan), analyse(&with));
    assert!(lost(&after) < lost(&before));
    let mut shorter = 0;
    for (before, after) in before.modes.iter().zip(&after.modes) {
        assert!(
            after.parts.detect <= before.parts.detect && after.parts.detect >= before.parts.detect.min(2.0)
        );
        assert_eq!(after.noticed.is_some(), after.parts.detect < before.parts.detect);
        shorter += usize::from(after.noticed.is_some());
    }
    assert!(shorter > 3, "{shorter}");
}

#[test]
fn burn_rate_alerts_notice_when_the_windows_do() {
    let plan = worked_example();
    let with = with(&plan, monitor("app", MonitorPoint::Client, Alerting::BurnRate));
    let period = Period::Days30.length();
    let tightest =
        plan.journeys.iter().map(|journey| journey.objective).reduce(|a, b| if b > a { b } else { a });
    let mut seen = 0;
    for (mode, answer) in with.modes.iter().zip(analyse(&with).modes) {
        let Some(noticed) = answer.noticed else { continue };
        if mode.scope == crate::model::Scope::Global {
            let error = Unavailability::new(answer.share).unwrap();
            let page = time_to_page(error, tightest.unwrap(), period, &alert_windows(period)).unwrap();
            assert_eq!(noticed.minutes, page.minutes());
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn a_dashboard_notices_nothing_and_a_monitor_that_is_not_told_changes_no_bit() {
    let plan = worked_example();
    let with = with(&plan, monitor("board", MonitorPoint::Client, Alerting::Dashboard));
    assert_eq!(lost(&analyse(&with)).to_bits(), lost(&analyse(&plan)).to_bits());
}

#[test]
fn removing_a_monitor_never_shortens_detection() {
    for template in templates() {
        let mut plan = (template.build)();
        for point in MonitorPoint::ALL {
            for alerting in Alerting::ALL {
                plan =
                    with(&plan, monitor(&format!("{}-{}", point.key(), alerting.key()), *point, *alerting));
            }
        }
        let all = analyse(&plan);
        for monitor in &plan.monitors {
            let without = analyse(&plan.apply(&Edit::Remove(Place::Monitor(monitor.id))).unwrap());
            for (all, without) in all.modes.iter().zip(&without.modes) {
                assert!(all.parts.detect <= without.parts.detect, "{} {:?}", template.key, monitor.name);
            }
            assert!(lost(&all) <= lost(&without) * (1.0 + 1e-12), "{}", template.key);
        }
    }
}

#[test]
fn no_practice_raises_bad_minutes_where_monitors_watch() {
    for template in templates() {
        let plan = with(&(template.build)(), monitor("app", MonitorPoint::Client, Alerting::BurnRate));
        let before = lost(&analyse(&plan));
        for practice in Practice::ALL {
            let more = plan.level(*practice) + 1;
            let Ok(better) = plan.apply(&Edit::SetPractice(*practice, more)) else { continue };
            assert!(lost(&analyse(&better)) <= before * (1.0 + 1e-12), "{} {}", template.key, practice.key());
        }
    }
}

#[test]
fn the_blind_spot_and_what_is_seen_make_up_what_users_live_through() {
    for template in templates() {
        let plan = with(&(template.build)(), monitor("app", MonitorPoint::Client, Alerting::Dashboard));
        let plan = with(&plan, monitor("servers", MonitorPoint::Server, Alerting::Dashboard));
        let analysis = analyse(&plan);
        let spot = blind_spot(&plan, &analysis).unwrap();
        let reserve = 525_960.0 * analysis.service.as_ref().unwrap().anatomy.reserve;
        let (client, server) = (spot.monitors[0], spot.monitors[1]);
        assert!((client.minutes + reserve - spot.lived_minutes).abs() <= 1e-9 * spot.lived_minutes);
        assert!((spot.unseen_minutes - reserve).abs() <= 1e-9 * spot.lived_minutes);
        assert!(
            server.minutes < client.minutes && server.missed > 0 && client.missed == 0,
            "{}",
            template.key
        );
        let missed = spot.modes.iter().filter(|mode| !mode.seen_by[1]);
        let sum: f64 = missed.map(|mode| mode.minutes).sum();
        assert!((server.minutes + sum + reserve - spot.lived_minutes).abs() <= 1e-9 * spot.lived_minutes);
    }
}

#[test]
fn what_somebody_says_of_a_monitor_stands_over_its_point() {
    let plan = worked_example();
    let mode = plan.modes[0].id;
    let app = Monitor { misses: vec![mode], ..monitor("app", MonitorPoint::Client, Alerting::Threshold) };
    let sight = app.sight(&plan.modes[0]);
    assert!(!sight.sees && sight.because.contains("somebody"), "{sight:?}");
    assert_eq!(analyse(&with(&plan, app)).modes[0].noticed, None);
}

#[test]
fn the_middle_of_the_ranges_is_the_point_answer_with_monitors_too() {
    let plan = with(&worked_example(), monitor("app", MonitorPoint::Client, Alerting::Threshold));
    let analysis = analyse(&plan);
    let bands = uncertainty(&plan, &analysis).unwrap();
    let without = worked_example();
    let wide = uncertainty(&without, &analyse(&without)).unwrap();
    let (with, without) = (bands.service.unwrap(), wide.service.unwrap());
    assert!(
        with.p5 <= without.p5 && with.p50 < without.p50 && with.p95 < without.p95,
        "{with:?} {without:?}"
    );
}
