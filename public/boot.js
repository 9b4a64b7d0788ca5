// Starts Tenfold, gives it its workers, and is what is left when it stops.
//
// This file has no hash in its name on purpose. A host may serve a page from its cache after a new
// release has deleted the files that the page names; this file still loads then, sees that the app
// does not, and fetches the page again, once.
//
// Workers start from a blob, so that the policy of the page holds in them: see src/ui/browser/worker.rs.
(() => {
  "use strict";

  const MIRROR = "tenfold.mirror"; // localStorage: the open plan, as text
  const DATABASE = "tenfold"; // IndexedDB
  const STORE = "plans";
  const REFETCHED = "tenfold.refetched"; // sessionStorage: this page was fetched again once

  const tag = document.currentScript;
  const js = new URL(tag.dataset.js, document.baseURI).href;
  const wasm = new URL(tag.dataset.wasm, document.baseURI).href;
  const preload = document.querySelector('link[rel="preload"][as="fetch"]');
  const integrity = preload ? preload.integrity : "";
  let stopped = false;

  // ---- workers

  let bootstrap;
  let compiled;

  const compile = () => {
    compiled ??= fetch(wasm, { integrity }).then(async (response) => {
      if (!response.ok) throw new Error(`${wasm}: ${response.status}`);
      if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
      return WebAssembly.compile(await response.arrayBuffer());
    });
    return compiled;
  };

  /** A new worker: the same Wasm file in its second role. It says "ready" when it can be asked. */
  window.tenfoldWorker = () => {
    if (!bootstrap) {
      const source = `const app = import(${JSON.stringify(js)});
        onmessage = ({ data }) => {
          onmessage = null;
          app.then((app) => app.default({ module_or_path: data }))
            .catch((error) => setTimeout(() => { throw error; })); // a late throw reaches worker.onerror
        };`;
      bootstrap = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    }
    const worker = new Worker(bootstrap, { type: "module", name: "tenfold" });
    const post = worker.postMessage.bind(worker);
    compile().then(post, (error) => worker.dispatchEvent(new ErrorEvent("error", { message: String(error) })));
    return worker;
  };

  // ---- the dialog that needs nothing but this file

  const element = (name, text, parent) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };

  const download = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    link.click();
  };

  const mirrored = () => {
    try {
      return localStorage.getItem(MIRROR);
    } catch {
      return null; // storage is blocked
    }
  };

  /** The files of all stored plans. A stored text is a line about the plan, then its file. Never creates the database. */
  const stored = () =>
    new Promise((resolve) => {
      let request;
      try {
        request = indexedDB.open(DATABASE);
      } catch {
        resolve([]);
        return;
      }
      request.onupgradeneeded = () => request.transaction.abort(); // it did not exist: leave it so
      request.onerror = () => resolve([]);
      request.onblocked = () => resolve([]);
      request.onsuccess = () => {
        const database = request.result;
        try {
          const all = database.transaction(STORE).objectStore(STORE).getAll();
          all.onsuccess = () => resolve(all.result.map((text) => String(text).split("\n").slice(1).join("\n")));
          all.onerror = () => resolve([]);
        } catch {
          resolve([]); // no such store
        } finally {
          database.close(); // waits for the running transaction
        }
      };
    });

  const rescue = async (note) => {
    const mirror = mirrored();
    if (mirror) {
      download(mirror, "tenfold-plan.json");
      note.textContent = "Downloaded as tenfold-plan.json.";
      return;
    }
    const plans = await stored();
    plans.forEach((plan, index) => download(plan, `tenfold-plan-${index + 1}.json`));
    if (plans.length) {
      note.textContent = plans.length === 1 ? "Downloaded as tenfold-plan-1.json." : `Downloaded ${plans.length} plans.`;
      return;
    }
    note.textContent = "This browser holds no saved plan.";
  };

  const stop = (title, detail) => {
    if (stopped) return;
    stopped = true;
    const loading = document.getElementById("loading");
    if (loading) loading.remove();
    const dialog = element("dialog");
    dialog.className = "crash-dialog";
    dialog.setAttribute("aria-labelledby", "crash-title");
    element("h1", title, dialog).id = "crash-title";
    element("p", "Your plan is safe as of the last save.", dialog);
    const note = element("p", "", dialog);
    note.setAttribute("role", "status");
    const save = element("button", "Download my plan", dialog);
    save.type = "button";
    save.addEventListener("click", () => rescue(note));
    const again = element("button", "Reload", dialog);
    again.type = "button";
    again.addEventListener("click", () => location.reload());
    if (detail) {
      const more = element("details", "", dialog);
      element("summary", "What happened", more);
      element("p", detail, more);
    }
    dialog.addEventListener("cancel", (event) => event.preventDefault()); // there is nothing behind it
    document.body.append(dialog);
    dialog.showModal();
  };

  // ---- when it stops

  // A trap in the Wasm file (a panic, memory) leaves the app dead; other errors do not.
  const isTrap = (error) => typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
  const panicked = (detail) => stop("Tenfold stopped.", detail);
  addEventListener("error", (event) => isTrap(event.error) && panicked(String(event.message)));
  addEventListener("unhandledrejection", (event) => isTrap(event.reason) && panicked(String(event.reason)));
  // The app's panic hook may dispatch this with the message as `detail`: it comes before the trap.
  addEventListener("tenfold-panic", (event) => panicked(String(event.detail || "")));

  // ---- when it does not start

  /** Forgets the builds that sw.js keeps: one of them does not start. */
  const forgetKept = async () => {
    try {
      const kept = (await caches.keys()).filter((name) => name.startsWith(`tenfold ${new URL("./", document.baseURI)} `));
      await Promise.all(kept.map((name) => caches.delete(name)));
    } catch {
      // No caches: then none is in the way.
    }
  };

  const refetchOnce = async () => {
    try {
      if (sessionStorage.getItem(REFETCHED)) return false;
      sessionStorage.setItem(REFETCHED, "1");
      await fetch(location.pathname + location.search, { cache: "reload" }); // past sw.js as well
      await forgetKept();
    } catch {
      return false; // no storage to remember it in, or no network
    }
    location.reload();
    return true;
  };

  // ---- without a network

  /**
   * Starts sw.js, where the page is secure. Only for the release page, known by its policy: the page of
   * `serve` is another one after every change, and on 127.0.0.1 the next thing on its port is another app.
   */
  const keepOffline = async () => {
    if (!document.querySelector('meta[http-equiv="Content-Security-Policy"]')) return;
    try {
      await navigator.serviceWorker.register("sw.js");
    } catch {
      // Refused, or not there: the page needs a network then, as before.
    }
  };

  const start = async () => {
    if (typeof WebAssembly !== "object") {
      stop("Tenfold cannot run here.", "This browser has no WebAssembly, or it is switched off.");
      return;
    }
    try {
      const app = await import(js);
      await app.default({ module_or_path: await compile() });
    } catch (error) {
      if (isTrap(error)) {
        panicked(String(error));
        return;
      }
      if (!(await refetchOnce())) stop("Tenfold could not start.", String(error));
      return;
    }
    const loading = document.getElementById("loading");
    if (loading) loading.remove();
    document.documentElement.dataset.boot = "ready";
    try {
      sessionStorage.removeItem(REFETCHED);
    } catch {
      // Storage is blocked: then nothing was set either.
    }
    (window.requestIdleCallback || setTimeout)(keepOffline);
  };

  start();
})();
