// Keeps the page for when there is no network. It knows no build: the page names its files, and the
// names with a hash are the build.
//
// A cache holds one build, whole or not at all: the page goes into it last, and only then older builds go.
// Files with a hash in their name come from a cache if they can; the page and the rest come from the
// network, and from the cache when that fails. Nothing outside of this folder is answered here.
//
// To take it back on a site, publish a sw.js that is: addEventListener("install", () => skipWaiting());
// addEventListener("activate", () => registration.unregister());
"use strict";

const HOME = registration.scope;
const PREFIX = `tenfold ${HOME} `; // other pages may share this origin
const PATIENCE = 5000; // ms that a kept page waits for the network

const isHashed = (url) => /-[0-9a-f]{8,16}(_bg)?\.\w+$/.test(url);
const isPage = (url) => [HOME, `${HOME}index.html`].includes(url.split(/[?#]/)[0]);
const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
const cached = async (url) => {
  try {
    for (const name of (await ours()).reverse()) {
      const found = await (await caches.open(name)).match(url, { ignoreVary: true });
      if (found) return found;
    }
  } catch {
    // No storage: then there is only the network.
  }
};

/** Keeps the build of this page, then forgets the others. */
const keep = async (page) => {
  if (!page.ok || page.redirected) return;
  const text = await page.clone().text();
  const named = [...text.matchAll(/(?:href|src|data-js|data-wasm)="([^"]+)"/g)].map(([, name]) => new URL(name, HOME).href);
  const files = [...new Set(named)].filter((url) => url.startsWith(HOME) && !isPage(url));
  const build = files.filter(isHashed).map((url) => url.slice(HOME.length)).sort().join(" ");
  if (!build) return; // not our page
  const cache = await caches.open(PREFIX + build);
  const there = new Set((await cache.keys()).map((request) => request.url));
  await cache.addAll(files.filter((url) => !isHashed(url) || !there.has(url)).map((url) => new Request(url, isHashed(url) ? {} : { cache: "no-cache" })));
  await cache.put(HOME, page);
  // A tab with an older build may still ask for its files.
  if ((await clients.matchAll({ type: "window" })).length > 1) return;
  for (const name of await ours()) if (name !== PREFIX + build) await caches.delete(name);
};

const fetchPage = async (event) => {
  const kept = await cached(HOME);
  const asked = fetch(event.request);
  event.waitUntil(asked.then((page) => keep(page.clone())).catch(() => {}));
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const page = await Promise.race([asked, late]).catch(() => {});
  return page && (page.ok || page.type === "opaqueredirect") ? page : kept;
};

const networkFirst = (request) => fetch(request).catch(async (error) => {
  const kept = await cached(request.url);
  if (kept) return kept;
  throw error;
});

addEventListener("install", (event) => {
  skipWaiting(); // builds are told apart by their names, not by this file
  event.waitUntil(fetch(HOME, { cache: "no-cache" }).then(keep));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  // `reload` asks for the network and nothing else: boot.js does when a build does not start.
  if (request.method !== "GET" || request.cache === "reload" || !request.url.startsWith(HOME)) return;
  if (request.mode === "navigate") {
    if (isPage(request.url)) event.respondWith(fetchPage(event));
  } else if (isHashed(request.url)) event.respondWith(cached(request.url).then((kept) => kept || fetch(request)));
  else event.respondWith(networkFirst(request));
});
