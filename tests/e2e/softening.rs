//! What softens failures: standbys, drills, who shares a failure, what rides an outage out, and people who respond. Each
//! is set in the inspector, and the numbers move.

use thirtyfour::Key;

use crate::support::{Page, in_browser};

/// What users get, in bad minutes and all: two answers are told apart by it.
async fn got(page: &Page) -> String {
    format!("{:?}", page.headlines().await)
}

/// Does something that must move the numbers, and undoes it: they come back. Then it is done again.
async fn moves(page: &Page, what: &str, before: &str) -> String {
    let after = got(page).await;
    assert_ne!(after, before, "{what} counts");
    page.click("button", "Undo").await;
    assert_eq!(got(page).await, before, "{what} is undone");
    page.click("button", "Redo").await;
    assert_eq!(got(page).await, after, "{what} is done again");
    after
}

/// Makes a component's overload happen so often.
async fn often(page: &Page, component: &str, rate: &str) {
    page.click("button", &format!("{component},")).await;
    page.click("button", &format!("overload of {component}")).await;
    page.fill("Happens", rate).await;
}

#[test]
fn a_standby_is_hot_warm_or_cold_and_takeovers_are_drilled() {
    in_browser("standbys", |page| async move {
        page.open("").await;
        page.click("button", "Orders database,").await;
        // Members that fail often, so that who waits shows in three digits.
        page.click("button", "machine loss of Orders database").await;
        page.fill("Happens", "400 /yr").await;
        page.click("button", "Orders database,").await;
        assert!(!page.has("field", "Fails while waiting").await);
        let hot = got(&page).await;
        page.choose("Redundancy", "warm standby").await;
        let warm = moves(&page, "a warm standby", &hot).await;
        page.fill("Fails while waiting", "95%").await;
        let warmer = moves(&page, "how often it fails while it waits", &warm).await;
        page.choose("Redundancy", "cold standby").await;
        let cold = moves(&page, "a cold standby", &warmer).await;
        assert!(!page.has("field", "Fails while waiting").await);

        page.wait_for_text("Nothing is said of drills").await;
        page.click("button", "Add drills").await;
        let drilled = moves(&page, "a drill", &cold).await;
        page.fill("Drill every", "2 yr").await;
        let rare = moves(&page, "how often it is drilled", &drilled).await;
        page.fill("Works when never drilled", "10%").await;
        let untested = moves(&page, "what nobody exercised", &rare).await;
        page.fill("Half forgotten after", "30 d").await;
        let forgotten = moves(&page, "how soon it is forgotten", &untested).await;
        page.click("button", "Origin of Half forgotten after: expert").await;
        page.fill("Drill every", "0").await;
        page.wait_for_text("is exercised every 0 minutes").await;
        assert!(got(&page).await.contains("no answer yet"));
        page.click("button", "Undo").await;
        assert_eq!(got(&page).await, forgotten);
        page.click("button", "Take the drills away").await;
        moves(&page, "going without drills", &forgotten).await;
        assert!(!page.has("field", "Drill every").await);
        page.assert_accessible().await;
    });
}

#[test]
fn a_common_cause_hits_all_or_some() {
    in_browser("sharing-models", |page| async move {
        page.open("").await;
        page.click("button", "Web,").await;
        page.click("button", "bad release of Web").await;
        let beta = got(&page).await;
        page.choose("Common cause hits", "some of them (Greek letters)").await;
        let greek = moves(&page, "Greek letters", &beta).await;
        page.fill("Of those, three share", "1%").await;
        let gamma = moves(&page, "a letter", &greek).await;
        page.choose("Common cause hits", "some of them (alpha factors)").await;
        let alpha = moves(&page, "alpha factors", &gamma).await;
        let beta_field = "return [...document.querySelectorAll('.inspector label')].some((label) => \
                          label.textContent === 'Common cause')";
        assert_eq!(page.js(beta_field).await, false, "beta does not count");
        page.fill("Hits three", "40%").await;
        let factor = moves(&page, "a factor", &alpha).await;
        page.fill("Hits two", "90%").await;
        page.wait_for_text("The alpha factors of bad release of Web add to").await;
        assert!(got(&page).await.contains("no answer yet"));
        page.click("button", "Undo").await;
        assert_eq!(got(&page).await, factor);
        page.choose("Common cause hits", "all of them (beta factor)").await;
        assert_eq!(got(&page).await, beta);
        page.assert_accessible().await;
    });
}

#[test]
fn outages_are_ridden_out_requests_tried_again_and_incidents_wait_for_people() {
    in_browser("patience", |page| async move {
        page.open("").await;
        page.click("button", "Web,").await;
        let start = got(&page).await;
        page.click("button", "Outages of Orders database: felt at once").await;
        page.fill("Rides out outages of Orders database", "2 h").await;
        let patient = moves(&page, "riding out", &start).await;
        page.get("button", "Outages of Orders database: rides out 2 h").await;
        page.click("button", "Origin of Rides out").await;
        // Nothing typed takes it away.
        page.begin_typing("Rides out outages of Orders database").await;
        page.press("" + Key::Backspace + Key::Tab).await;
        page.get("button", "Outages of Orders database: felt at once").await;
        assert_eq!(got(&page).await, start);
        page.click("button", "Undo").await;
        assert_eq!(got(&page).await, patient);

        // Tries help where a replica fails some of its requests.
        page.click("button", "Load balancer,").await;
        page.fill("Replicas", "1").await;
        page.click("button", "machine loss of Load balancer").await;
        page.fill("Happens", "200 /yr").await;
        page.fill("Users touched", "50%").await;
        page.click("button", "Browse").await;
        let once = got(&page).await;
        page.click("button", "Outages of Load balancer: felt at once").await;
        page.fill("Retries of failed requests to Load balancer", "2").await;
        moves(&page, "trying again", &once).await;
        page.get("button", "Outages of Load balancer: felt at once, 2 retries").await;
        page.begin_typing("Retries of failed requests to Load balancer").await;
        page.press("9").await;
        page.wait_for_text("would have 9 retries; 0 to 5 are possible").await;
        page.press("" + Key::Escape).await;

        // An incident waits for others, so there have to be several sorts.
        for component in ["Cache", "Web"] {
            often(&page, component, "4000 /yr").await;
        }
        page.click("button", "Back to the plan").await;
        let free = got(&page).await;
        page.fill("Responders", "1").await;
        moves(&page, "a single responder", &free).await;
        for component in ["Cache", "Web", "Identity"] {
            often(&page, component, "40000 /yr").await;
        }
        page.wait_for_text("of the time of the only responder").await;
        assert!(got(&page).await.contains("no answer yet"));
        page.click("button", "Back to the plan").await;
        page.fill("Responders", "3").await;
        page.wait_until("the end of it", "return !document.body.innerText.includes('of the time of')").await;
        page.go("Operations").await;
        page.wait_for_text("People who respond work on 3 incidents at once").await;
        page.assert_accessible().await;
    });
}

#[test]
fn drills_and_patience_by_keyboard_alone() {
    in_browser("softening-keyboard", |page| async move {
        page.open("").await;
        let start = page.headlines().await;
        page.click("button", "Web,").await;
        page.tab_to("button", "Add drills").await;
        page.press("" + Key::Enter).await;
        // The focus stays on the button, which now takes them away.
        assert_eq!(page.focus().await, ("button".to_owned(), "Take the drills away".to_owned()));
        page.tab_back_to("field", "Drill every").await;
        page.press(Key::Control + "a").await;
        page.press("300 d" + Key::Enter).await;
        assert_eq!(page.value_of("Drill every").await, "300 d");
        page.tab_to("button", "Outages of Orders database: felt at once").await;
        page.press("" + Key::Enter).await;
        page.tab_to("field", "Rides out outages of Orders database").await;
        page.press("3 h" + Key::Enter).await;
        assert_ne!(page.headlines().await, start);
        for _ in 0..3 {
            page.press(Key::Control + "z").await;
            page.painted().await;
        }
        assert_eq!(page.headlines().await, start);
    });
}
