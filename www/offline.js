// The service worker that keeps the program for working offline.

/**
 * Registers it. Once it is there, the browser asks for its script again with every worker that begins, so those of the page
 * should have begun before.
 *
 * @param {() => void} off told where the program could not be kept
 */
export function keepOffline(off) {
  if (!('serviceWorker' in navigator) || !isSecureContext) return;
  // In a page that may not keep anything, the page works without it.
  navigator.serviceWorker.register(new URL('../service-worker.js', import.meta.url), { scope: new URL('../', import.meta.url).pathname }).then((registration) => {
    const installing = registration?.installing;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'redundant' && !registration.active) off();
    });
  }, () => {});
}
