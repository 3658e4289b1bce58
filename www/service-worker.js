// Keeps the program for working offline. `cargo xtask dist` writes the list of its files below;
// while it is empty, in development, nothing is kept and every request goes to the server.

const VERSION = 'dev';
/** @type {string[]} */
const PRECACHE = [];

const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const PREFIX = 'shoplens-program-';
/** Large parts that not everybody needs are kept when they are first used. A model's weights are kept by the page. */
const KEPT_ON_USE = /\/www\/pkg\/model(_relaxed)?\//;
/** Versions never share a cache. */
const CACHE = PREFIX + VERSION;

scope.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    // A newer version waits until the pages of the older one are closed: each page keeps the files it began with.
    if (PRECACHE.length > 0) await (await caches.open(CACHE)).addAll(PRECACHE);
  })());
});

scope.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
    }
    if (PRECACHE.length > 0) await scope.clients.claim();
  })());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (PRECACHE.length === 0 || request.method !== 'GET' || new URL(request.url).origin !== scope.location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    const key = request.mode === 'navigate' ? new URL('./', scope.registration.scope).href : request;
    const known = await cache.match(key, { ignoreSearch: request.mode === 'navigate', ignoreVary: true })
      ?? (request.mode === 'navigate' ? await cache.match(new URL('index.html', scope.registration.scope).href) : undefined);
    if (known) return known;
    const response = await fetch(request);
    if (response.ok && KEPT_ON_USE.test(new URL(request.url).pathname)) {
      // A full store only means that this part is fetched again.
      event.waitUntil(cache.put(key, response.clone()).catch(() => {}));
    }
    return response;
  })());
});
