// A worker that learns a column of a table, so that neither the engine nor the scenarios wait for it; ending it is how a run is cancelled.

/** @typedef {import('./types').ScenarioModule} ScenarioModule */
/** @typedef {import('./types').ToLearning} ToLearning */
/** @typedef {import('./types').FromLearning} FromLearning */

import { requestsIn } from './requests.js';

const MODULE = new URL('./pkg/scenario/scenario.js', import.meta.url).href;

/** @type {Uint8Array} */
let table = new Uint8Array();
/** @type {InstanceType<ScenarioModule['Learned']> | null} */
let learned = null;

/** @param {FromLearning} message */
function post(message) {
  postMessage(message);
}

/**
 * @param {ScenarioModule} module
 * @param {import('./types').LearnQuestion} question
 * @returns {string}
 */
function answer(module, question) {
  if ('start' in question) return '';
  if ('table' in question) {
    learned?.free();
    learned = null;
    table = question.table;
    return module.learn_choices(table);
  }
  if ('ask' in question) {
    learned?.free();
    learned = null;
    learned = new module.Learned(table, question.ask, question.how, (share) => post({ progress: share }));
    return learned.told(question.how);
  }
  if (!learned) throw new Error('nothing was learned');
  if ('row' in question) return learned.why(question.row, question.how);
  if ('csv' in question) return learned.csv(question.how);
  return learned.told(question.how);
}

addEventListener('message', async ({ data }) => {
  const { id, ...question } = /** @type {ToLearning} */ (data);
  try {
    /** @type {ScenarioModule} */
    const module = await import(MODULE);
    await module.default();
    post({ id, ok: answer(module, /** @type {import('./types').LearnQuestion} */ (question)) });
  } catch (error) {
    // What cannot be learned is told in words; anything else has broken the module.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error instanceof TypeError;
    post({ id, error: error instanceof Error ? error.message : String(error), broken });
  }
});

// What the worker fetches, the page cannot see; the proof line counts it too.
new PerformanceObserver((list) => post({ fetched: requestsIn(list) }))
  .observe({ type: 'resource', buffered: true });
