//! Sharing: a link holds the plan, opens as an unsaved copy, and never overwrites work.

use crate::support::{Page, in_browser};

/// The link of the open plan, after the address of the page.
async fn link(page: &Page) -> String {
    page.click("button", "Share").await;
    page.get("dialog", "Share this plan").await;
    let link = page.value_of("Link, ").await;
    page.click("button", "Close").await;
    let at = link.find("#p=").unwrap_or_else(|| panic!("no payload in {link}"));
    link[at..].to_owned()
}

/// Goes to a link as a person who pastes it into the open tab.
async fn paste(page: &Page, payload: &str) {
    page.js(&format!("location.hash = '{payload}'")).await;
    page.painted().await;
}

#[test]
fn a_link_opens_as_an_unsaved_copy_and_never_overwrites_work() {
    in_browser("link", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "Sent").await;
        page.click("button", "Web,").await;
        page.fill("Replicas", "5").await;
        let (sent, payload) = (page.headlines().await, link(&page).await);
        page.click("button", "Undo").await;
        page.fill("Name of the plan", "Kept").await;
        page.wait_for_text("Saved").await;
        let kept = page.headlines().await;

        // In the open tab: it takes the place of the plan, which is one step away and stored.
        paste(&page, &payload).await;
        page.wait_for_text("Sent came with a link").await;
        assert_eq!(page.headlines().await, sent);
        page.wait_for_text("Not changed yet").await;
        assert_eq!(
            page.js("return location.hash").await,
            "#view=design",
            "the payload is out of the address"
        );
        page.click("button", "Go back").await;
        assert_eq!(page.headlines().await, kept);
        assert_eq!(page.value_of("Name of the plan").await, "Kept");

        // In a fresh tab, in any order: what is stored stays as it is.
        page.driver().goto("about:blank").await.unwrap();
        page.open(&payload).await;
        page.wait_for_text("Sent came with a link").await;
        assert_eq!(page.headlines().await, sent);
        page.fill("Name of the plan", "Sent and changed").await;
        page.wait_for_text("Saved").await;
        page.menu("My plans").await;
        for name in ["Open Kept", "Open Sent and changed"] {
            page.get("button", name).await;
        }
        page.click("button", "Open Kept").await;
        page.wait_for_text("Kept is open").await;
        assert_eq!(page.headlines().await, kept);
    });
}

#[test]
fn a_broken_link_is_refused_with_its_reason_and_the_plan_stays() {
    in_browser("broken-links", |page| async move {
        page.open("").await;
        let payload = link(&page).await;
        page.fill("Name of the plan", "Untouched").await;
        page.wait_for_text("Saved").await;
        let kept = page.headlines().await;
        let cut = payload[..payload.len() - 30].to_owned();
        let newer = payload.replacen("#p=1.", "#p=2.", 1);
        let changed = format!("{}A{}", &payload[..60], &payload[61..]);
        for (name, broken, says) in [
            ("cut", cut.as_str(), "cut or changed"),
            ("newer", newer.as_str(), "found version 2"),
            ("changed", changed.as_str(), "cut or changed"),
            ("nothing", "#p=", "not a Tenfold plan"),
            ("words", "#p=hello", "not a Tenfold plan"),
            ("empty", "#p=1.", "cut or changed"),
        ] {
            paste(&page, broken).await;
            page.wait_for_text("The plan in this link was not opened.").await;
            let said = page.text_of(".toast.bad").await;
            assert!(said.contains(says), "{name}: {said}");
            println!("{name}: {}", said.replace('\n', " "));
            page.click("button", "Dismiss").await;
            page.painted().await;
            assert_eq!(page.headlines().await, kept, "{name}");
            assert_eq!(page.value_of("Name of the plan").await, "Untouched");
        }
        // On a fresh start as well: the stored plan is still there afterwards.
        page.driver().goto("about:blank").await.unwrap();
        page.open(&cut).await;
        page.wait_for_text("The plan in this link was not opened.").await;
        page.get("heading", "Design").await;
        page.menu("My plans").await;
        page.get("button", "Open Untouched").await;
    });
}

#[test]
fn the_view_is_in_the_address_and_the_way_back_works() {
    in_browser("address", |page| async move {
        page.open("#view=cost").await;
        page.get("heading", "Ladder of nines").await;
        page.go("Operations").await;
        page.go("Report").await;
        page.driver().back().await.unwrap();
        page.get("heading", "Three gates").await;
        page.driver().back().await.unwrap();
        page.get("heading", "Ladder of nines").await;
        page.reload().await;
        page.get("heading", "Ladder of nines").await;
    });
}

#[test]
fn the_report_is_downloaded_as_text() {
    in_browser("report", |page| async move {
        page.open("#view=report").await;
        let users = page.headlines().await.swap_remove(0).value;
        assert!(page.text_of(".report-pack").await.contains(&users));
        page.click("button", "Download Markdown").await;
        let text = page.downloaded("web-shop-eu.report.md").await;
        assert!(text.starts_with("# ") && text.contains(&users), "{text}");
    });
}
