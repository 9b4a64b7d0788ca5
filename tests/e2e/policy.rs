//! The content security policy holds: in the page, and in its worker.
//!
//! Inside a worker from a blob the import from 'self' and the compilation of the Wasm file run; eval, an import and a
//! fetch from another origin are refused.

use crate::support::{Page, in_browser};

/// What a script can try; each part answers "ran" or how it was refused.
/// It must not run inside the driver's own call, which is free of the policy: hence the timeout.
const ATTEMPTS: &str = r#"
    const attempts = async () => {
        const tried = {};
        const attempt = async (name, action) => {
            try { await action(); tried[name] = "ran"; } catch (error) { tried[name] = "refused"; }
        };
        await attempt("eval", () => eval("1 + 1"));
        await attempt("function", () => new Function("return 1")());
        await attempt("fetch", () => fetch("https://example.org/", { mode: "no-cors" }));
        await attempt("import", () => import("https://example.org/a.js"));
        await attempt("wasm", () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
        return tried;
    };
"#;

fn assert_confined(tried: &serde_json::Value) {
    for name in ["eval", "function", "fetch", "import"] {
        assert_eq!(tried[name], "refused", "{name} in {tried}");
    }
    assert_eq!(tried["wasm"], "ran", "{tried}");
}

async fn opened(page: &Page) {
    page.expect_console_errors(); // each refusal is one
    page.open("").await;
}

#[test]
fn the_page_cannot_evaluate_text_or_reach_another_origin() {
    in_browser("policy-page", |page| async move {
        opened(&page).await;
        let script = format!("{ATTEMPTS} setTimeout(() => attempts().then(arguments[0]));");
        assert_confined(&page.js_async(&script).await);
    });
}

#[test]
fn a_worker_from_a_blob_is_as_confined_as_the_page() {
    in_browser("policy-blob-worker", |page| async move {
        opened(&page).await;
        let script = format!(
            "const source = {} + ' attempts().then(postMessage)';
             const address = URL.createObjectURL(new Blob([source], {{ type: 'text/javascript' }}));
             const worker = new Worker(address, {{ type: 'module' }});
             worker.onmessage = (event) => arguments[0](event.data);",
            serde_json::Value::from(ATTEMPTS)
        );
        assert_confined(&page.js_async(&script).await);
    });
}

#[test]
fn the_worker_of_the_app_starts_from_the_same_wasm_file() {
    in_browser("app-worker", |page| async move {
        page.open("").await;
        let answer = page
            .js_async(
                "const worker = window.tenfoldWorker();
                 worker.onmessage = (event) => arguments[0](event.data);
                 worker.onerror = (event) => arguments[0]('error: ' + event.message);",
            )
            .await;
        assert_eq!(answer, "ready");
    });
}
