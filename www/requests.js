// What counts as a request, for the page and its worker.

/**
 * Whether a request left the browser: what the service worker had kept did not.
 *
 * @param {PerformanceEntry} entry
 */
function leaves(entry) {
  const { workerStart, transferSize } = /** @type {PerformanceResourceTiming} */ (entry);
  return workerStart === 0 || transferSize > 0;
}

/**
 * The requests among what was observed that left the browser; times in milliseconds since 1970.
 *
 * @param {PerformanceObserverEntryList} list
 */
export function requestsIn(list) {
  return list.getEntries().filter(leaves).map(({ name, startTime }) => ({ name, at: performance.timeOrigin + startTime }));
}
