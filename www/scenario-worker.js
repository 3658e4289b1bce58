// A worker for what takes longer than the sales report: forecasts, customers, stock, ads, recommendations.
// It is given the facts as bytes and the report as JSON, so that the engine's own worker stays quick.

/** @typedef {import('./types').ScenarioModule} ScenarioModule */
/** @typedef {import('./types').ToScenarios} ToScenarios */
/** @typedef {import('./types').FromScenarios} FromScenarios */

import { requestsIn } from './requests.js';

const MODULE = new URL('./pkg/scenario/scenario.js', import.meta.url).href;

/** @type {InstanceType<ScenarioModule['Scenarios']> | null} */
let scenarios = null;

/** @param {FromScenarios} message */
function post(message) {
  postMessage(message);
}

addEventListener('message', async ({ data }) => {
  const message = /** @type {ToScenarios} */ (data);
  try {
    /** @type {ScenarioModule} */
    const module = await import(MODULE);
    await module.default();
    if ('ledger' in message || 'drop' in message) {
      scenarios?.free();
      scenarios = null;
    }
    if ('ledger' in message) {
      scenarios = new module.Scenarios(message.ledger, message.request, (done, all) => post({ progress: { done, all } }));
      post({ id: message.id, ok: '' });
    } else if ('names' in message || 'subject' in message) {
      post(lookedUp(message));
    } else if (!('document' in message)) {
      post({ id: message.id, ok: '' });
    } else if (scenarios) {
      post({ id: message.id, ok: scenarios.complete(message.document) });
    } else post({ id: message.id, error: 'nothing was computed' });
  } catch (error) {
    post({ id: message.id, error: String(error) });
  }
});

/**
 * @param {import('./types').AskLookUp} message
 * @returns {FromScenarios}
 */
function lookedUp(message) {
  if (!scenarios) return { id: message.id, error: 'nothing was computed' };
  return { id: message.id, ok: 'names' in message ? scenarios.names(message.names, message.most) : scenarios.look_up(message.subject) };
}

// What the worker fetches, the page cannot see; the proof line counts it too.
new PerformanceObserver((list) => post({ fetched: requestsIn(list) }))
  .observe({ type: 'resource', buffered: true });
