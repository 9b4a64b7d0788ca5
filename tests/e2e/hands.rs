//! The stories' own hands, tried on a small form: they type, choose, press and look as a person does.

use thirtyfour::Key;

use crate::support::{Page, in_browser};

const FORM: &str = "
    const add = (parent, name, traits) => {
        const made = Object.assign(document.createElement(name), traits);
        parent.append(made);
        return made;
    };
    const main = document.querySelector('main');
    const label = add(main, 'label', { textContent: 'Replicas' });
    const field = add(label, 'input', { value: '3' });
    const kind = add(main, 'label', { textContent: 'Kind' });
    const list = add(kind, 'select', {});
    for (const text of ['cache', 'queue']) add(list, 'option', { textContent: text });
    const said = add(main, 'output', { id: 'said' });
    const say = () => { said.textContent = field.value + ' of ' + list.value; };
    field.addEventListener('change', say);
    list.addEventListener('change', say);
    addEventListener('keydown', (event) => { if (event.key === '?') said.textContent = 'help'; });
";

async fn opened(page: &Page) {
    page.open("").await;
    page.js(FORM).await;
}

#[test]
fn typing_and_choosing_change_what_the_page_says() {
    in_browser("hands", |page| async move {
        opened(&page).await;
        page.fill("Replicas", "5").await;
        page.choose("Kind", "queue").await;
        page.wait_for_text("5 of queue").await;
        assert_eq!(page.text_of("#said").await, "5 of queue");
        page.click("heading", "Journeys").await;
        page.press("?").await;
        page.wait_for_text("help").await;
        page.press("" + Key::Tab).await;
        assert!(page.has("field", "Replicas").await);
        page.reload().await;
        assert!(!page.has("field", "Replicas").await);
        assert!(page.driver().title().await.unwrap().ends_with("Tenfold"));
    });
}
