//! What if: breaking things, blast radii, shared fate, what matters most.

use serde_json::json;
use thirtyfour::Key;

use crate::support::{Page, in_browser};

/// What the strip above the topology says.
async fn strip(page: &Page) -> String {
    page.painted().await;
    page.text_of(".broken-strip").await
}

/// How many cards and frames of the topology are marked as down, and say so.
async fn marked(page: &Page) -> u64 {
    page.painted().await;
    let marked = page
        .js("const down = [...document.querySelectorAll('.topology [role=button][data-down]')];
             if (!down.every((part) => part.ariaLabel.includes(', down'))) throw new Error('a mark is not read out');
             if (!down.every((part) => part.querySelector('.topology-hatch'))) throw new Error('no pattern');
             if (!down.every((part) => part.parentNode.textContent.includes('✗ down'))) throw new Error('no word');
             return down.length")
        .await;
    marked.as_u64().unwrap()
}

async fn pressed(page: &Page, button: &str) -> String {
    let found = page.get("button", button).await;
    found.attr("aria-pressed").await.unwrap().unwrap_or_default()
}

#[test]
fn things_are_broken_and_mended_and_the_plan_stays_as_it_is() {
    in_browser("break-this", |page| async move {
        page.open("#view=start").await;
        page.click("button", "Use this: Three regions, active-active").await;
        let start = page.headlines().await;

        // A zone: its sentence is there before it is broken.
        page.click("button", "Zone A").await;
        page.get("heading", "If this is down").await;
        let says = page.text_of(".if-down").await;
        assert!(says.contains("down,") && says.contains("at a time"), "{says}");
        assert!(!page.has("heading", "What users get while this is down").await);
        page.click("button", "Break this").await;
        assert_eq!(pressed(&page, "✗ Break this").await, "true");
        let zone = marked(&page).await;
        assert!(zone > 1, "a zone and its cards, not {zone}");
        let says = strip(&page).await;
        assert!(says.contains("carries on") && says.contains("fail meanwhile"), "{says}");

        // Several at once: a region, then a component everywhere stops everything.
        let region = page.js("return document.querySelector('.topology-region').ariaLabel").await;
        page.click("button", region.as_str().unwrap()).await;
        page.click("button", "Break this").await;
        assert!(marked(&page).await > zone);
        page.click("button", "Payment provider,").await;
        page.click("button", "Break this").await;
        let says = strip(&page).await;
        assert!(says.contains("stops: all of its requests fail"), "{says}");
        assert!(says.matches("Mend ").count() == 4, "Mend all, and each of three: {says}");

        // Nothing of it is in the plan.
        assert_eq!(page.headlines().await, start);
        let undo = page.get("button", "Undo").await;
        assert!(undo.attr("disabled").await.unwrap().is_some(), "there is nothing to undo");

        // It survives an edit and another view; what is removed drops out, and stays out.
        page.click("button", "Mend Payment provider").await;
        assert_eq!(page.focus().await.1, "Mend all");
        page.go("Cost").await;
        page.go("Design").await;
        assert!(marked(&page).await > zone);
        page.click("button", region.as_str().unwrap().split(',').next().unwrap()).await;
        page.click("button", "Delete").await;
        page.wait_until("the end of it", "return !document.querySelector('.broken-strip')").await;
        page.click("button", "Undo").await;
        assert_eq!(marked(&page).await, 0);
        assert_eq!(page.headlines().await, start);
    });
}

#[test]
fn one_region_alone_can_be_broken_and_another_plan_begins_whole() {
    in_browser("break-group", |page| async move {
        page.open("#view=start").await;
        page.click("button", "Use this: Three regions, active-active").await;
        let parts = "return [...document.querySelectorAll('.topology-card')].map((c) => c.ariaLabel)";
        let name = page.js(parts).await;
        let all: Vec<&str> = name.as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
        let often = all.iter().find(|n| all.iter().filter(|m| m == n).count() > 2).unwrap();
        page.click("button", often).await;
        page.click("button", "A part of it alone").await;
        page.click("button", "Break one replica in ").await;
        page.wait_for_text("With replica 1 of ").await;
        page.click("button", "Mend all").await;
        page.click("button", "Break this in ").await;
        let here = marked(&page).await;
        assert!(here > 0);
        page.click("button", "Break this").await;
        assert!(marked(&page).await > here);
        page.click("button", "Mend all").await;
        assert_eq!(marked(&page).await, 0);
        assert_eq!(page.js("return document.activeElement.id").await, json!("design-topology"));

        page.click("button", "Break this").await;
        assert!(marked(&page).await > 0);
        page.go("Start").await;
        page.click("button", "Use this: Single-zone monolith").await;
        assert_eq!(marked(&page).await, 0);
        assert!(!page.has("heading", "What users get while this is down").await);
    });
}

#[test]
fn breaking_and_mending_by_keyboard() {
    in_browser("break-keyboard", |page| async move {
        page.open("").await;
        page.tab_to("button", "Bad configuration push,").await;
        for _ in 0..40 {
            if page.focus().await.1.starts_with("Web,") {
                break;
            }
            page.press("" + Key::Right).await;
        }
        page.press("" + Key::Enter).await;
        page.tab_to("button", "Break this").await;
        page.press("" + Key::Space).await;
        assert!(marked(&page).await > 0);
        assert_eq!(page.focus().await.1, "✗ Break this", "the focus stays");
        assert!(strip(&page).await.contains("stops"));
        page.tab_back_to("button", "Mend all").await;
        page.press("" + Key::Enter).await;
        assert_eq!(marked(&page).await, 0);

        // The choice of what the colours tell, the reasons of shared fate, what matters most.
        page.tab_to("button", "Blast radius").await;
        page.press("" + Key::Enter).await;
        assert_eq!(pressed(&page, "Blast radius").await, "true");
        page.tab_to("button", "Why shared fate leaves this").await;
        page.press("" + Key::Enter).await;
        page.get("dialog", "Why shared fate leaves this").await;
        page.tab_to("field", "Common cause of ").await;
        page.press("" + Key::Escape).await;
        page.painted().await;
        assert_eq!(page.focus().await.1, "Why shared fate leaves this", "the focus goes back");
        page.tab_to("button", "What matters most").await;
        page.press("" + Key::Enter).await;
        page.tab_to("button", "Owners").await;
        page.press("" + Key::Enter).await;
        page.wait_for_text("Worse if down").await;
    });
}

#[test]
fn the_colours_tell_blast_radii_when_asked() {
    in_browser("blast-radius", |page| async move {
        page.open("").await;
        let told = "return [...document.querySelectorAll('.topology [role=button]')].map((c) => c.ariaLabel)";
        let all = |told: serde_json::Value| -> Vec<String> {
            told.as_array().unwrap().iter().map(|t| t.as_str().unwrap().to_owned()).collect()
        };
        assert!(!all(page.js(told).await).iter().any(|t| t.contains("while it is down")));
        page.segment("The colours tell", "Blast radius").await;
        page.painted().await;
        let said = all(page.js(told).await);
        assert!(said.iter().all(|t| t.contains("while it is down")), "{said:?}");
        assert!(said.iter().any(|t| t.contains("all requests fail")), "{said:?}");
        let legend = page.text_of(".design-legend").await;
        assert!(
            legend.contains("that fails while all its replicas") && legend.contains("hardly any"),
            "{legend}"
        );

        // It follows an edit, a moment later.
        page.click("button", "Web,").await;
        let zones = "[...document.querySelectorAll('.topology-zone')].map((z) => z.ariaLabel).join()";
        page.js(&format!("window.before = {zones}")).await;
        page.fill("Needed", "3").await;
        page.wait_until("another radius", &format!("return window.before !== {zones}")).await;
        page.segment("The colours tell", "Share of the bad minutes").await;
        page.painted().await;
        assert!(!all(page.js(told).await).iter().any(|t| t.contains("while it is down")));
    });
}

#[test]
fn shared_fate_is_told_and_its_betas_are_changed_where_they_are_told() {
    in_browser("shared-fate", |page| async move {
        page.open("").await;
        let line = page.text_of(".fate-line").await;
        assert!(line.contains("Independence would promise") && line.contains("shared fate leaves"), "{line}");
        page.choose("Journey", "Checkout").await;
        page.painted().await;
        assert!(page.text_of(".fate-line").await.contains("ndependence"));
        page.choose("Journey", "all").await;

        page.click("button", "Why shared fate leaves this").await;
        page.get("dialog", "Why shared fate leaves this").await;
        let says = page.text_of("dialog[open]").await;
        for part in ["independence would promise", "shared fate leaves", "nines", "that costs", "a year"] {
            assert!(says.contains(part), "{part} in:\n{says}");
        }
        let groups = "return document.querySelectorAll('.fate-groups > li').length";
        let before = page.js(groups).await;
        let minutes = page.headlines().await.swap_remove(1);
        let first = page.js("return document.querySelector('.fate-groups .field-label').textContent").await;
        let first = first.as_str().unwrap();
        page.begin_typing(first).await;
        page.press("20%").await;
        page.wait_for_text("20 % of the time").await;
        assert_ne!(page.headlines().await[1], minutes, "a beta counts");
        assert_eq!(page.js(groups).await, before);
        assert_eq!(page.focus().await.1, first, "the field keeps the focus");
        page.press("" + Key::Escape).await;
        assert_eq!(page.headlines().await[1], minutes);
        page.click("button", "Show it: ").await;
        assert!(!page.has("dialog", "Why shared fate leaves this").await);
        page.get("field", "Happens").await;
    });
}

#[test]
fn what_matters_most_is_ranked_by_every_measure() {
    in_browser("matters", |page| async move {
        page.open("").await;
        page.click("button", "What matters most").await;
        page.get("region", "What matters most").await;
        let table = "return [...document.querySelectorAll('.design-matters tbody tr')].map((r) => [...r.children].map((c) => c.innerText))";
        for ranks in ["Components", "Causes", "Owners", "Events"] {
            page.segment("What is ranked", ranks).await;
            page.painted().await;
            let rows = page.js(table).await;
            let rows = rows.as_array().unwrap();
            assert!(rows.len() > 1, "{ranks}: {rows:?}");
            let read = format!("{rows:?}").to_lowercase();
            assert!(!["nan", "inf", "unknown"].iter().any(|bad| read.contains(bad)), "{read}");
        }
        let heads = page.text_of(".design-matters thead").await;
        for term in ["Criticality", "Fussell-Vesely", "Birnbaum", "RAW", "RRW"] {
            assert!(heads.contains(term), "{term} in {heads}");
        }
        if page.has("button", "Count what takes part").await {
            page.click("button", "Count what takes part").await;
        }
        page.wait_until(
            "Fussell-Vesely",
            "return !document.querySelector('.design-matters tbody').innerText.includes('not counted')",
        )
        .await;
        page.segment("What is ranked", "Components").await;
        page.painted().await;
        let first = page.js("return document.querySelector('.design-matters tbody th').innerText").await;
        page.js("document.querySelector('.design-matters tbody th button').click()").await;
        page.get("heading", first.as_str().unwrap()).await;
    });
}
