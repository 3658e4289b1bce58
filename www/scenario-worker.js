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

/** @typedef {InstanceType<ScenarioModule['Scenarios']>} Scenarios */

/** @param {Scenarios} computing */
function tell(computing) {
  post({ progress: { done: computing.done(), all: computing.all() } });
}

/** Lets messages in: what is being computed may have been given up. */
const turn = () => new Promise((resolve) => { setTimeout(resolve); });

/**
 * Computes all but what takes longest; gives whether it was still wanted at the end.
 *
 * @param {Scenarios} computing
 */
async function compute(computing) {
  while (computing.goes_on()) {
    tell(computing);
    computing.step();
    await turn();
    if (scenarios !== computing) return false;
  }
  return true;
}

/**
 * @param {Scenarios} scenarios
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
      scenarios = new module.Scenarios(ledger, request, judged.said, judged.vectors);
      // Nobody waits for the answer of what was given up.
      if (!await compute(scenarios)) return;
    }
    if ('finish' in message && scenarios) {
      const computing = scenarios;
      tell(computing);
      await turn();
      if (scenarios !== computing) return;
      computing.finish();
    }
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
