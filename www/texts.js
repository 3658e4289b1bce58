// What a model has read goes into the report; why it reads so is asked of it; what the merchant corrects holds at once.

import { announce } from './hand-over.js';
import { t } from './strings.js';

/** @typedef {import('./types').Correction} Correction */

/**
 * @param {object} parts
 * @param {import('./live-report').LiveReport} parts.live
 * @param {import('./text-index').TextIndex} parts.index
 * @param {import('./elements/correction-list').CorrectionList} parts.list
 * @param {import('./corrections').Corrections} parts.corrections
 * @param {import('./state').State} parts.state
 */
export function bindTexts({ live, index, list, corrections, state }) {
  index.addEventListener('judged', () => void live.judge(index.judged()));

  document.addEventListener('why-text', async (event) => {
    const { why, kind, answer } = /** @type {CustomEvent} */ (event).detail;
    if (!index.tells) {
      answer(null);
      return;
    }
    try {
      const texts = await live.scenarios.whyTexts(why);
      const heard = await index.hear(texts, kind === 'title' ? 'titles' : 'reviews');
      answer(await live.scenarios.whyWeights(why, index.heads, heard));
    } catch {
      answer(null);
    }
  });

  /** @param {Correction[]} after */
  const change = (after) => {
    const before = corrections.all;
    const put = (/** @type {Correction[]} */ all) => {
      corrections.set(all);
      void live.corrected();
    };
    put(after);
    state.record({ undo: () => put(before), redo: () => put(after) });
  };
  list.bind(corrections);
  list.addEventListener('corrections', (event) => change(/** @type {CustomEvent<Correction[]>} */ (event).detail));
  document.addEventListener('correct-text', (event) => {
    change([...corrections.all, /** @type {CustomEvent<Correction>} */ (event).detail]);
    announce(t('texts_corrected'));
  });
}
