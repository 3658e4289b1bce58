// A worker for what takes longer than the sales report: forecasts, customers, stock, ads, recommendations, texts.
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

/**
 * @param {number} done
 * @param {number} all
 */
function progress(done, all) {
  post({ progress: { done, all } });
}

/**
 * @param {InstanceType<ScenarioModule['Scenarios']>} scenarios
 * @param {Extract<ToScenarios, { document: string } | { texts: true } | { corrections: string } | { names: string } | { subject: string } | { form: string }>} message
 */
function asked(scenarios, message) {
  if ('document' in message) return scenarios.complete(message.document);
  if ('texts' in message) return scenarios.texts();
  if ('names' in message) return scenarios.names(message.names, message.most);
  if ('subject' in message) return scenarios.look_up(message.subject);
  if ('form' in message) return scenarios.shop_file(message.form);
  scenarios.read(message.judged.said, message.judged.vectors, message.corrections);
  return '';
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
      const { ledger, request, judged } = message;
      scenarios = new module.Scenarios(ledger, request, judged.said, judged.vectors, progress);
    }
    if ('finish' in message) scenarios?.finish(progress);
    if ('why' in message) {
      const { why, heads, heard } = message;
      post({ id: message.id, ok: heard === undefined ? module.why_texts(why) : module.why_weights(why, heads ?? '[]', heard) });
    } else if ('document' in message || 'texts' in message || 'corrections' in message || 'names' in message || 'subject' in message || 'form' in message) {
      if (scenarios) post({ id: message.id, ok: asked(scenarios, message) });
      else post({ id: message.id, error: 'nothing was computed' });
    } else post({ id: message.id, ok: '' });
  } catch (error) {
    post({ id: message.id, error: String(error) });
  }
});

// What the worker fetches, the page cannot see; the proof line counts it too.
new PerformanceObserver((list) => post({ fetched: requestsIn(list) }))
  .observe({ type: 'resource', buffered: true });
