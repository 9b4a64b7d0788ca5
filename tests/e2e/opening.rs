//! Opening: the worked example first, then any template as a new plan; what was there stays.

use tenfold::model::templates::templates;

use crate::support::in_browser;

#[test]
fn the_first_paint_is_the_worked_example_with_its_numbers() {
    in_browser("first-paint", |page| async move {
        page.goto("").await;
        // Whenever the app is there, its numbers are: nothing is worked out later.
        page.wait_until("the app", "return !!document.querySelector('.headline')").await;
        let headlines = page.headlines().await;
        for headline in &headlines[..4] {
            assert!(headline.value.chars().any(|c| c.is_ascii_digit()), "{headline:?}");
        }
        assert!(headlines[0].value.ends_with('%') && headlines[0].beside.ends_with("nines"), "{headlines:?}");
        assert_eq!(page.value_of("Name of the plan").await, "Web shop, EU");
        page.click("button", "Web,").await;
        page.get("field", "Replicas").await;
        page.wait_for_text("Not changed yet").await;
    });
}

#[test]
fn six_templates_open_as_new_plans_and_the_changed_one_is_kept() {
    in_browser("templates", |page| async move {
        page.open("").await;
        page.fill("Name of the plan", "My own shop").await;
        page.wait_for_text("Saved").await;
        assert_eq!(templates().len(), 6);
        for template in templates() {
            let plan = (template.build)();
            page.go("Start").await;
            page.wait_for_text(template.lesson).await;
            page.click("button", &format!("Use this: {}", template.name)).await;
            page.wait_for_text(&format!("{} is open", plan.name)).await;
            page.get("heading", "Design").await;
            assert_eq!(page.value_of("Name of the plan").await, plan.name);
            assert_eq!(page.value_of("Lesson").await, template.lesson);
            assert!(page.get("button", "Undo").await.attr("disabled").await.unwrap().is_some());
        }
        page.menu("My plans").await;
        page.click("button", "Open My own shop").await;
        page.wait_for_text("My own shop is open").await;
        assert_eq!(page.value_of("Name of the plan").await, "My own shop");
        // No template was stored: a plan is stored with its first change.
        page.menu("My plans").await;
        page.get("button", "Open My own shop").await;
        let kept = page.js("return document.querySelectorAll('dialog[open] li').length").await;
        assert_eq!(kept, 1);
    });
}

#[test]
fn one_step_leads_back_to_the_plan_before_with_what_was_typed() {
    in_browser("go-back", |page| async move {
        page.open("#view=start").await;
        page.fill("Name of the plan", "Half done").await;
        page.click("button", &format!("Use this: {}", templates()[0].name)).await;
        page.click("button", "Go back").await;
        assert_eq!(page.value_of("Name of the plan").await, "Half done");
        page.click("button", "Undo").await;
        assert_eq!(page.value_of("Name of the plan").await, "Web shop, EU");
    });
}
