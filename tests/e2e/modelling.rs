//! Modelling: adding, changing, ordering and removing, by mouse and by keyboard; results follow every keystroke.

use thirtyfour::Key;

use crate::support::{Headline, Page, in_browser};

/// Presses a button until it is disabled; how often.
async fn press_out(page: &Page, button: &str) -> usize {
    for times in 0..100 {
        let found = page.get("button", button).await;
        if found.attr("disabled").await.unwrap().is_some() {
            return times;
        }
        found.click().await.unwrap();
        page.painted().await;
    }
    panic!("{button} never ends");
}

/// Undoes everything and does it again: the headlines are those of the start, then those of now.
async fn there_and_back(page: &Page, start: &[Headline]) {
    let end = page.headlines().await;
    let undone = press_out(page, "Undo").await;
    assert_eq!(page.headlines().await, start);
    assert_eq!(page.value_of("Name of the plan").await, "Web shop, EU");
    let redone = press_out(page, "Redo").await;
    assert_eq!(page.headlines().await, end);
    assert_eq!(undone, redone);
}

#[test]
fn components_are_added_changed_copied_ordered_and_removed() {
    in_browser("components", |page| async move {
        page.open("").await;
        let start = page.headlines().await;
        page.fill("Name of the plan", "Shop").await;
        page.wait_until("the title", "return document.title === 'Shop - Tenfold'").await;

        page.click("button", "Add component").await;
        page.get("dialog", "Add a component").await;
        page.fill("Search", "queue").await;
        page.choose("From", "AWS").await;
        page.click("button", "SQS").await;
        page.get("heading", "SQS").await;
        page.fill("Name", "Orders queue").await;
        page.get("heading", "Orders queue").await;
        page.wait_for_text("no journey reaches it").await;

        page.click("button", "Web,").await;
        let before = page.users_get().await;
        page.choose("Add a need", "Orders queue").await;
        assert_ne!(page.users_get().await, before, "what is needed counts");
        page.choose("Orders queue: required or optional", "optional").await;
        page.fill("Requests degraded without Orders queue", "5%").await;
        let optional = page.users_get().await;
        page.click("button", "Remove the need of Orders queue").await;
        assert_eq!(page.users_get().await, before);
        page.click("button", "Undo").await;
        assert_eq!(page.users_get().await, optional);

        let alone = page.headlines().await;
        page.fill("Replicas", "2").await;
        page.fill("Needed", "2").await;
        assert_ne!(page.headlines().await[0], alone[0]);

        page.click("button", "Duplicate").await;
        page.wait_until("the copy", "return document.querySelector('.inspector h2').textContent !== 'Web'")
            .await;
        page.click("button", "Move up").await;
        page.click("button", "Move down").await;
        let cards = "return document.querySelectorAll('.topology-card').length";
        let before = page.js(cards).await;
        page.click("button", "Delete").await;
        page.painted().await;
        assert_ne!(page.js(cards).await, before);
        page.click("button", "Undo").await;
        page.painted().await;
        assert_eq!(page.js(cards).await, before);
        page.click("button", "Redo").await;
        there_and_back(&page, &start).await;
    });
}

#[test]
fn regions_zones_journeys_and_failure_modes_are_added_and_count() {
    in_browser("places", |page| async move {
        page.open("").await;
        let start = page.headlines().await;
        page.click("button", "Add region").await;
        let two = page.headlines().await;
        assert_ne!(two[3], start[3], "a region costs");
        page.click("button", "Add zone").await;
        page.click("button", "Back to the plan").await;

        page.click("button", "Add journey").await;
        page.wait_for_text("There is no full answer yet").await;
        assert_eq!(page.headlines().await[0].value, "no answer yet");
        page.fill("Name", "Look around").await;
        page.choose("Add a need", "DNS").await;
        assert!(page.users_get().await.contains("nines"));
        page.fill("Objective", "99.9%").await;
        page.fill("Share of traffic", "10%").await;
        page.click("button", "1 thing to look at").await;
        page.wait_for_text("Make them add to 100 per cent.").await;
        page.click("button", "Browse").await;
        page.fill("Share of traffic", "70%").await;
        page.wait_until("the end of it", "return !document.body.innerText.includes('to look at')").await;
        let row = page
            .js("return [...document.querySelectorAll('.design-journeys tbody tr')].at(-1).innerText")
            .await;
        assert!(row.as_str().unwrap().contains("99.9 %"), "{row}");

        page.click("button", "Back to the plan").await;
        let before = page.users_get().await;
        page.click("button", "Add failure mode").await;
        page.fill("Name", "Leap second").await;
        page.choose("Cause", "human").await;
        assert_ne!(page.users_get().await, before, "a failure counts");
        there_and_back(&page, &start).await;
    });
}

#[test]
fn results_follow_every_keystroke_and_a_half_typed_number_keeps_the_last_good_one() {
    in_browser("keystrokes", |page| async move {
        page.open("").await;
        page.click("button", "Payment provider,").await;
        page.click("button", "outage of Payment provider").await;
        let (start, text) = (page.headlines().await, page.value_of("Happens").await);
        page.begin_typing("Happens").await;
        let mut seen = vec![start.clone()];
        for key in ["4", "0"] {
            page.press(key).await;
            let now = page.headlines().await;
            assert_ne!(now[0], seen.last().unwrap()[0], "after {key}");
            seen.push(now);
        }
        page.press(" per").await;
        assert_eq!(&page.headlines().await, seen.last().unwrap());
        page.wait_for_text("Not a rate yet; results show 40").await;
        let field = page.get("field", "Happens").await;
        assert_eq!(field.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
        // Left like that, the number from before the visit is back, and the message says why.
        page.press("" + Key::Tab).await;
        page.wait_for_text("Not taken.").await;
        assert_eq!(page.value_of("Happens").await, text);
        assert_eq!(page.headlines().await, start);
        let field = page.get("field", "Happens").await;
        assert_eq!(field.attr("aria-invalid").await.unwrap().as_deref(), Some("false"));

        // A number that is one stays.
        page.begin_typing("Happens").await;
        page.press("40").await;
        page.press("" + Key::Tab).await;
        assert_eq!(page.value_of("Happens").await, "40 /yr");
        assert_eq!(&page.headlines().await, seen.last().unwrap());

        // Within one visit to the field, Escape restores what stood there.
        page.begin_typing("Happens").await;
        page.press("7").await;
        assert_ne!(&page.headlines().await, seen.last().unwrap());
        page.press("" + Key::Escape).await;
        assert_eq!(page.value_of("Happens").await, "40 /yr");
        assert_eq!(&page.headlines().await, seen.last().unwrap());

        // All that was typed in one visit is one step.
        assert_eq!(press_out(&page, "Undo").await, 1);
        assert_eq!(page.headlines().await, start);
        assert_eq!(page.value_of("Happens").await, text);
    });
}

#[test]
fn values_that_mean_nothing_never_enter_the_plan() {
    in_browser("bad-values", |page| async move {
        page.open("").await;
        page.click("button", "Web,").await;
        let start = page.headlines().await;
        for (label, bad) in [
            ("Replicas", "-1"),
            ("Replicas", "NaN"),
            ("Replicas", "1e99"),
            ("Replicas", "0"),
            ("Needed", "99"),
            ("Takeover takes", "-5 min"),
            ("Takeover takes", "inf"),
            ("Takeover works", "140%"),
            ("Price of a replica", "-3"),
            ("Price of a replica", "NaN"),
        ] {
            page.begin_typing(label).await;
            page.press(bad).await;
            let field = page.get("field", label).await;
            assert_eq!(field.attr("aria-invalid").await.unwrap().as_deref(), Some("true"), "{label}: {bad}");
            let says = page.js("return document.querySelector('.field-wrong').textContent").await;
            assert!(says.as_str().unwrap().contains("results show"), "{label}: {bad}: {says}");
            assert!(
                !format!("{:?}", page.headlines().await).to_lowercase().contains("nan"),
                "{label}: {bad}"
            );
            // What was a number on the way to it, as the 1 of 1e99, goes with it.
            page.press("" + Key::Escape).await;
            assert_eq!(page.headlines().await, start, "{label}: {bad}");
        }
        assert_eq!(press_out(&page, "Undo").await, 0);
    });
}

#[test]
fn the_same_by_keyboard_alone() {
    in_browser("keyboard", |page| async move {
        page.open("").await;
        let start = page.headlines().await;
        page.tab_to("field", "Name of the plan").await;
        page.press(Key::Control + "a").await;
        page.press("Shop" + Key::Enter).await;
        page.wait_until("the title", "return document.title === 'Shop - Tenfold'").await;

        page.tab_to("button", "Add component").await;
        page.press("" + Key::Enter).await;
        page.get("dialog", "Add a component").await;
        page.tab_to("field", "Search").await;
        page.press("redis").await;
        page.tab_to("button", "").await;
        let kind = page.focus().await.1;
        page.press("" + Key::Enter).await;
        page.wait_for_text("no journey reaches it").await;
        assert!(!page.has("dialog", "Add a component").await, "{kind}");
        page.tab_to("field", "Name").await;
        page.press(Key::Control + "a").await;
        page.press("Sessions" + Key::Enter).await;
        page.get("heading", "Sessions").await;

        // The topology is one stop; the arrows go from part to part.
        page.tab_back_to("button", "Add failure mode").await;
        page.tab_to("button", "Bad configuration push,").await;
        let mut reached = vec![page.focus().await.1];
        for key in
            [Key::Up, Key::Up, Key::Up, Key::Down, Key::Down, Key::Down, Key::Down, Key::Right, Key::Right]
        {
            if page.focus().await.1.starts_with("Web,") {
                break;
            }
            page.press("" + key).await;
            reached.push(page.focus().await.1);
        }
        assert!(page.focus().await.1.starts_with("Web,"), "the arrows went {reached:?}");
        page.press("" + Key::Enter).await;
        page.get("heading", "Web").await;

        page.tab_to("field", "Replicas").await;
        let before = page.users_get().await;
        page.press(Key::Control + "a").await;
        page.press("3").await;
        page.tab_to("field", "Needed").await;
        page.press(Key::Control + "a").await;
        page.press("3").await;
        assert_ne!(page.users_get().await, before);

        page.tab_to("field", "Add a need").await;
        page.press("Sess" + Key::Enter).await;
        page.get("button", "Remove the need of Sessions").await;

        page.tab_to("button", "bad release of Web").await;
        page.press("" + Key::Enter).await;
        page.tab_to("field", "Happens").await;
        let before = page.users_get().await;
        page.press(Key::Control + "a").await;
        page.press("50").await;
        assert_ne!(page.users_get().await, before);
        page.press("" + Key::Escape).await;
        assert_eq!(page.users_get().await, before);

        page.tab_to("button", "Duplicate").await;
        page.press("" + Key::Enter).await;
        page.tab_to("button", "Move up").await;
        page.press("" + Key::Enter).await;
        page.tab_to("button", "Delete").await;
        page.press("" + Key::Enter).await;
        page.wait_for_text("Undo").await;

        let end = page.headlines().await;
        let mut back = 0;
        while page.get("button", "Undo").await.attr("disabled").await.unwrap().is_none() {
            page.press(Key::Control + "z").await;
            page.painted().await;
            back += 1;
            assert!(back < 60, "Ctrl+Z never ends");
        }
        assert_eq!(page.headlines().await, start);
        for _ in 0..back {
            page.press(Key::Control + Key::Shift + "z").await;
        }
        assert_eq!(page.headlines().await, end);
    });
}
