// The city's service worker: the frame opens without a connection, and citizens' pages that opt in show what they saw last.
//
// Assembling writes the digest of `web/` in place of `-` in `/v/-/`, so that each version is a worker of its own with a cache
// of its own, and the caches of versions before it go. An API's answer is kept only where the page that asks marks it
// (`Dongne-Keep: last-seen`, which the worker takes off before the request leaves); staff's pages never do.

const VERSION = "/v/-/";
const SHELL = `dongne-shell ${VERSION}`, SEEN = "dongne-seen 1";
const FRAME = ["shell/tokens.css", "shell/base.css", "shell/shell.css", "shell/early.js", "shell/words.js", "shell/element.js",
  "shell/session.js", "shell/theme.js", "shell/city.js", "shell/gate.js", "shell/shell.js", "shell/api.js", "vendor/lit.js",
  "components/components.css", "components/notice.js", "components/state.js", "city/home.js", "city/home.css", "city/plain.js", "city.json",
  "fonts/fonts.css", "fonts/regular.css", "fonts/pretendard-gov-regular.woff2", "fonts/pretendard-gov-bold.woff2"].map(name => VERSION + name);
const PAGES = ["/", "/offline"];
const KEEP = "Dongne-Keep", DAY_MS = 864e5, KEPT_DAYS = 30;

const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil((async () => {
  const cache = await caches.open(SHELL);
  // What is missing must not keep the rest from being there.
  await Promise.allSettled([...FRAME, ...PAGES].map(async name => {
    const answer = await fetch(name, { cache: name.startsWith(VERSION) ? "default" : "reload" });
    if (answer.ok) await cache.put(name, answer);
  }));
  await worker.skipWaiting();
})()));

worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("dongne-") && name !== SHELL && name !== SEEN) await caches.delete(name);
  await worker.clients.claim();
})()));

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event, address = new URL(request.url);
  if (address.origin !== location.origin || address.pathname === "/live") return;
  if (address.pathname.startsWith("/api/")) {
    // What carries a sign-in is never touched, and never kept.
    if (request.headers.has("Authorization") || request.headers.get(KEEP) !== "last-seen") return;
    event.respondWith(lastSeen(request));
  } else if (request.method !== "GET") return;
  else if (address.pathname.startsWith("/v/")) event.respondWith(byDigest(request));
  else if (request.mode === "navigate") event.respondWith(page(event, address));
});

// A page tells what it is made of (shell/keep.js): what it loaded before there was a worker is fetched once more, here.
worker.addEventListener("message", (/** @type {any} */ event) => {
  const names = event.data?.keep;
  if (!Array.isArray(names)) return;
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL);
    await Promise.allSettled(names.filter(isKept).map(async name => {
      if (await cache.match(name, { ignoreVary: true })) return;
      const answer = await fetch(name);
      if (answer.ok && !answer.redirected) await cache.put(name, answer);
    }));
  })());
});

/** A page, or a file of this version; never what an API said. @param {unknown} name */
const isKept = name => typeof name === "string" && (name.startsWith("/v/") ? name.startsWith(VERSION) : /^\/[\w/-]*$/.test(name) && !/^\/(api|live)\b/.test(name));

/** A version's files never change. @param {Request} request */
async function byDigest(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && new URL(request.url).pathname.startsWith(VERSION)) {
    const copy = answer.clone();
    void caches.open(SHELL).then(cache => cache.put(request, copy)).catch(() => {});
  }
  return answer;
}

/** A page comes from the city; without a connection as it was last, or the words that say so. @param {any} event @param {URL} address */
async function page(event, address) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected) {
      const copy = answer.clone();
      event.waitUntil(caches.open(SHELL).then(cache => cache.put(address.pathname, copy)).catch(() => {}));
    }
    return answer;
  } catch {
    return await caches.match(address.pathname) ?? await caches.match("/offline") ?? Response.error();
  }
}

/** What a citizen asked last, where their page opts in. @param {Request} request */
async function lastSeen(request) {
  const body = request.method === "GET" ? undefined : await request.clone().text();
  const name = `${location.origin}/seen/${await digest(`${request.method} ${request.url} ${body ?? ""}`)}`;
  const headers = new Headers(request.headers);
  headers.delete(KEEP);
  const cache = await caches.open(SEEN);
  try {
    const answer = await fetch(new Request(request.url, { method: request.method, headers, body, credentials: "omit", cache: "no-store" }));
    if (answer.ok) {
      const copy = new Headers(answer.headers);
      copy.set("Dongne-Seen", String(Date.now()));
      await cache.put(name, new Response(await answer.clone().blob(), { status: 200, headers: copy }));
    } else if ([401, 403, 404, 410].includes(answer.status)) await cache.delete(name);
    return answer;
  } catch (failed) {
    const kept = await cache.match(name);
    if (kept && Date.now() - Number(kept.headers.get("Dongne-Seen")) < KEPT_DAYS * DAY_MS) return kept;
    throw failed;
  }
}

/** @param {string} words */
async function digest(words) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words)));
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
}
