//! Alerts, exports and imported objectives as a script meets them; rule files before their real reader.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::cli::{message, template, tenfold, text};

const TEMPLATES: [&str; 6] = [
    "monolith",
    "web-three-zones",
    "active-passive",
    "active-active",
    "shared-identity",
    "payment-dependency",
];

fn alerts(arguments: &[&str]) -> Value {
    let output = tenfold(&[&["alerts", "--json"], arguments].concat(), "");
    assert_eq!(output.status.code(), Some(0), "{}", message(&output));
    serde_json::from_str(&text(&output)).unwrap()
}

fn file(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn an_objective_in_any_words_gives_the_windows_of_the_workbook() {
    for words in ["99.9", "99.9%", "0.999", "3 nines"] {
        let found = alerts(&["--objective", words, "--period", "30d"]);
        assert!((found["objective"].as_f64().unwrap() - 0.999).abs() < 1e-12);
        assert_eq!(found["period_days"], 30.0);
        assert!((found["budget_minutes"].as_f64().unwrap() - 43.2).abs() < 1e-9);
        let windows = found["windows"].as_array().unwrap();
        for (window, (severity, long, short, share, burn)) in windows.iter().zip([
            ("page", 60.0, 5.0, 0.02, 14.4),
            ("page", 360.0, 30.0, 0.05, 6.0),
            ("ticket", 1_440.0, 120.0, 0.1, 3.0),
            ("ticket", 4_320.0, 360.0, 0.1, 1.0),
        ]) {
            assert_eq!(window["severity"], severity);
            assert_eq!(
                (&window["long_window_minutes"], &window["short_window_minutes"]),
                (&long.into(), &short.into())
            );
            assert_eq!(window["budget_share"], share);
            assert!((window["burn_rate"].as_f64().unwrap() - burn).abs() < 1e-9);
            assert!((window["error_threshold"].as_f64().unwrap() - burn * 0.001).abs() < 1e-12);
        }
        let full = &found["time_to_page"][0];
        assert_eq!(full["error_share"], 1.0);
        assert!((full["minutes"].as_f64().unwrap() - 0.864).abs() < 1e-9);
        assert!((full["minutes_left"].as_f64().unwrap() - 42.336).abs() < 1e-9);
    }
}

#[test]
fn other_periods_and_hard_objectives_are_told_and_coached() {
    let burns = |period| {
        let found = alerts(&["--objective", "99.9", "--period", period]);
        let windows = found["windows"].as_array().unwrap().clone();
        windows.iter().map(|w| w["burn_rate"].as_f64().unwrap()).collect::<Vec<_>>()
    };
    assert!((burns("28d")[0] - 13.44).abs() < 1e-9 && (burns("7d")[3] - 0.98).abs() < 1e-9);
    let kinds = |objective, more: &[&str]| {
        let found = alerts(&[&["--objective", objective], more].concat());
        let lints = found["lints"].as_array().unwrap().clone();
        lints.iter().map(|l| l["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(kinds("99.99", &[]).contains(&"too-fast-for-people".to_owned()));
    assert!(kinds("90", &[]).contains(&"never-fires".to_owned()));
    assert!(kinds("99.999", &[]).contains(&"gone-before-measured".to_owned()));
    assert!(kinds("99.9", &["--requests-per-hour", "10"]).contains(&"one-request-pages".to_owned()));
    let said = text(&tenfold(&["alerts", "--objective", "99.99"], ""));
    for words in ["14.4", "no human can react", "page", "requests failing"] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn what_is_no_objective_period_or_metric_exits_with_2_and_says_what_would_be_right() {
    let plan = template("web-three-zones");
    for (arguments, words) in [
        (&["alerts", "--objective", "100"][..], "wrong target"),
        (&["alerts", "--objective", "lots"], "write for example"),
        (&["alerts", "--objective", "99.9", "--period", "soon"], "write for example"),
        (&["alerts", "--objective", "99.9", "--period", "30m"], "at least 2 hours"),
        (&["alerts", "--objective", "99.9", "--requests-per-hour", "0"], "above 0"),
        (&["export", "prometheus", "-", "--period", "5d"], "quarter or year"),
        (&["export", "prometheus", "-", "--total", "a b"], "are needed"),
        (&["export", "policy", "-", "--hours", "nights"], "Mon-Fri 8-18"),
        (&["export", "openslo", "no/such/file.json"], "no/such/file.json"),
        (&["import-objectives", "no/such/file.yaml", "-"], "no/such/file.yaml"),
        (&["import-objectives", "-", "-"], "standard input"),
    ] {
        let output = tenfold(arguments, &plan);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(message(&output).contains(words), "{arguments:?}: {}", message(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn every_template_is_exported_in_every_format() {
    for name in TEMPLATES {
        let plan = template(name);
        for (format, words) in [
            ("openslo", "apiVersion: \"openslo/v1\""),
            ("prometheus", "groups:"),
            ("policy", "# Error-budget policy for"),
            ("markdown", "# Promises of"),
            ("csv", "journey,objective,period_days"),
        ] {
            let output = tenfold(&["export", format, "-", "--period", "quarter"], &plan);
            assert_eq!(output.status.code(), Some(0), "{name} {format}: {}", message(&output));
            assert!(text(&output).contains(words), "{name} {format}: {}", text(&output));
        }
    }
}

#[test]
fn a_plan_without_an_answer_still_exports_its_objectives_but_no_policy() {
    let broken = template("web-three-zones").replacen("\"needed\": 2", "\"needed\": 60", 1);
    assert_eq!(tenfold(&["export", "openslo", "-"], &broken).status.code(), Some(0));
    let policy = tenfold(&["export", "policy", "-"], &broken);
    assert_eq!(policy.status.code(), Some(1));
    assert!(message(&policy).contains("60"), "{}", message(&policy));
}

#[test]
fn objectives_come_back_from_where_they_went() {
    let plan = template("web-three-zones");
    let openslo = file("objectives.yaml", &text(&tenfold(&["export", "openslo", "-"], &plan)));
    let same = tenfold(&["import-objectives", openslo.to_str().unwrap(), "-"], &plan);
    assert_eq!(same.status.code(), Some(0), "{}", message(&same));
    assert_eq!(text(&same), plan);

    let sloth = file(
        "sloth.yaml",
        "version: prometheus/v1\nservice: s\nslos:\n  - name: checkout\n    objective: 97.5\n  - name: Unheard of\n    objective: 99\n",
    );
    let changed = tenfold(&["import-objectives", sloth.to_str().unwrap(), "-"], &plan);
    assert!(message(&changed).contains("left out"), "{}", message(&changed));
    let next: Value = serde_json::from_str(&text(&changed)).unwrap();
    assert!(next.to_string().contains("0.975"));
    let added = tenfold(&["import-objectives", sloth.to_str().unwrap(), "-", "--add"], &plan);
    assert!(text(&added).contains("Unheard of") && message(&added).contains("new journey"));

    let none = file("none.yaml", "version: prometheus/v1\nslos:\n  - name: Unheard of\n    objective: 99\n");
    assert_eq!(tenfold(&["import-objectives", none.to_str().unwrap(), "-"], &plan).status.code(), Some(1));
    let bomb = file("bomb.yaml", "a: &a [x]\nb: [*a, *a]\n");
    let refused = tenfold(&["import-objectives", bomb.to_str().unwrap(), "-"], &plan);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        message(&refused).contains("line 1") && message(&refused).contains("anchor"),
        "{}",
        message(&refused)
    );
}

/// `promtool`, where it is; `cargo xtask test` installs it on Debian and hands its path over.
fn promtool() -> Option<PathBuf> {
    let named = std::env::var_os("TENFOLD_PROMTOOL").map(PathBuf::from);
    let folders = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let on_path = || folders?.into_iter().map(|folder| folder.join("promtool")).find(|file| file.is_file());
    named.or_else(on_path)
}

#[test]
fn promtool_accepts_the_rules_of_every_template_and_period() {
    let Some(promtool) = promtool() else {
        println!("promtool is not here: the rule files are not checked. Debian's package prometheus has it.");
        return;
    };
    let renamed = template("web-three-zones").replacen("Checkout", "Pay: \\\"now\\\" {{ $x }} \u{2028}", 1);
    let plans = TEMPLATES.map(template).into_iter().chain([renamed]);
    for (index, plan) in plans.enumerate() {
        for period in ["28d", "30d", "month", "quarter", "year"] {
            let output = tenfold(&["export", "prometheus", "-", "--period", period], &plan);
            let rules = file(&format!("rules-{index}-{period}.yaml"), &text(&output));
            let checked = Command::new(&promtool).args(["check", "rules"]).arg(&rules).output().unwrap();
            let said = format!("{}{}", text(&checked), message(&checked));
            assert!(checked.status.success() && said.contains("SUCCESS"), "{index} {period}: {said}");
        }
    }
}

/// An outage of five hundredths of the requests, minute by minute through the rules themselves.
#[test]
fn promtool_pages_when_the_formula_says() {
    let Some(promtool) = promtool() else {
        println!("promtool is not here: the rules are not run. Debian's package prometheus has it.");
        return;
    };
    let rules = file(
        "tested-rules.yaml",
        &text(&tenfold(&["export", "prometheus", "-"], &template("web-three-zones"))),
    );
    let plan: Value = serde_json::from_str(&template("web-three-zones")).unwrap();
    let journey = &plan["plan"]["journeys"][0];
    let (id, objective) = (journey["id"].as_str().unwrap(), journey["objective"].as_f64().unwrap());
    // 5 % of 6,000 requests a minute from hour 8 on.
    let found = alerts(&["--objective", &objective.to_string()]);
    let row =
        found["time_to_page"].as_array().unwrap().iter().find(|row| row["error_share"] == 0.05).unwrap();
    let due = row["minutes"].as_f64().unwrap();
    let (before, after) = (480 + due.floor() as u32 - 2, 480 + due.ceil() as u32 + 2);
    let tests = format!(
        "rule_files: [\"{}\"]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n      \
         - series: 'journey_requests_total{{journey=\"{id}\"}}'\n        values: '0+6000x1200'\n      \
         - series: 'journey_requests_failed_total{{journey=\"{id}\"}}'\n        values: '0x480 300+300x700'\n    \
         promql_expr_test:\n      \
         - expr: 'count(ALERTS{{alertstate=\"firing\",long_window=\"1h\"}}) or vector(0)'\n        eval_time: {before}m\n        \
         exp_samples: [{{value: 0}}]\n      \
         - expr: 'count(ALERTS{{alertstate=\"firing\",long_window=\"1h\"}}) or vector(0)'\n        eval_time: {after}m\n        \
         exp_samples: [{{value: 1}}]\n",
        rules.display()
    );
    let tests = file("rules-test.yaml", &tests);
    let checked = Command::new(&promtool).args(["test", "rules"]).arg(&tests).output().unwrap();
    let said = format!("{}{}", text(&checked), message(&checked));
    assert!(checked.status.success(), "due after {due} min: {said}");
}
