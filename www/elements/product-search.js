// Texts read and searched by what they mean: a model is loaded when the merchant asks, reads titles and reviews, and finds the nearest to a phrase.

import { fill, h, icon, setAttribute } from '../dom.js';
import { announce } from '../hand-over.js';
import { PACK, PACK_BYTES } from '../model-pack.js';
import { modelWords } from '../model-words.js';
import { TextIndex } from '../text-index.js';
import { count, language, number, percent, size, t } from '../strings.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').ProductTitles} ProductTitles */
/** @typedef {import('../strings').Key} Key */

/** Of each kind. */
const SHOWN = { titles: 10, reviews: 6 };
/** Characters of a review that are shown. */
const QUOTED = 280;
const DEVICES = /** @type {const} */ (['auto', 'cpu', 'gpu']);

/**
 * A product as a result of a search.
 *
 * @typedef {{ name: string, score: number, share: number, units: number | null, revenue: number | null }} Result
 */

/** @typedef {{ text: string, score: number, share: number }} Quote */

/** Fires `rows` (detail: selection and what it is called), `device` (detail: what was chosen) and `fetched`. */
export class ProductSearch extends Piece {
  index = new TextIndex();
  /** @type {ProductTitles | null} */
  #titles = null;
  /** @type {{ products: Result[], quotes: Quote[] } | null} */
  #results = null;
  #phrase = '';
  #searching = false;
  /** The phrase to be looked for next, while one is. @type {string | null} */
  #next = null;
  /** Of the folder that the merchant chose. */
  #folderName = '';

  // Nodes stay, so that what is about to be pressed does not vanish under the pointer while figures change.
  #heading = h('h2', { attrs: { id: 'search-title' } });
  #intro = h('p', 'report-text');
  #sizeLine = h('p', 'search-size');
  #start = h('button', { class: 'button-primary', set: { type: 'button' }, attrs: { 'data-key': 'search-start' }, on: { click: () => this.#begin() } });
  #offer = h('div', 'search-offer', this.#sizeLine, this.#start);
  #bar = h('progress', { attrs: { max: 1 } });
  #state = h('p', 'search-state');
  #cancel = h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'search-cancel' }, on: { click: () => this.index.cancel() } });
  #resume = h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'search-resume' }, on: { click: () => void this.index.read() } });
  #progress = h('div', 'search-progress', this.#state, this.#bar, h('div', 'search-buttons', this.#cancel, this.#resume));
  #trouble = h('div', { attrs: { role: 'alert' } });
  #retry = h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'search-retry' }, on: { click: () => this.#begin() } });
  #label = h('label', { attrs: { for: 'search-phrase' } });
  #field = h('input', {
    set: { type: 'search', autocomplete: 'off', enterKeyHint: 'search', maxLength: 500 }, attrs: { id: 'search-phrase', 'data-key': 'search-phrase', lang: null },
  });
  #go = h('button', { class: 'button-primary', set: { type: 'submit' }, attrs: { 'data-key': 'search-go' } });
  #form = h('form', { class: 'search-form', attrs: { role: 'search' }, on: { submit: (event) => { event.preventDefault(); this.#look(this.#field.value); } } },
    this.#label, h('div', 'search-line', this.#field, this.#go));
  #found = h('div', 'search-found');
  #device = h('select', { attrs: { 'data-key': 'search-device', id: 'search-device' }, on: { change: () => this.#chooseDevice() } });
  #deviceLabel = h('label', { attrs: { for: 'search-device' } });
  #running = h('p', 'search-running');
  #notes = h('div', 'search-notes');
  #noted = '';
  #folder = h('input', { set: { type: 'file', webkitdirectory: true, hidden: true, tabIndex: -1 }, on: { change: () => this.#chosen() } });
  #own = h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'search-own', 'aria-describedby': 'search-own-hint' }, on: { click: () => this.#folder.click() } });
  #builtIn = h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'search-built-in' }, on: { click: () => this.#useBuiltIn() } });
  #ownHint = h('p', { class: 'block-note', attrs: { id: 'search-own-hint' } });
  #foot = h('div', 'search-foot',
    h('div', 'search-device', this.#deviceLabel, this.#device, this.#running), this.#notes,
    h('div', 'search-buttons', this.#own, this.#builtIn), this.#ownHint, this.#folder);
  #section = h('section', { class: 'report-section product-search', attrs: { id: 'section-search', 'aria-labelledby': 'search-title', tabindex: -1 } },
    this.#heading, this.#intro, this.#offer, this.#progress, this.#trouble, this.#form, this.#found, this.#foot);
  /** @type {import('../types').ModelSource} */
  #source = PACK;

  constructor() {
    super();
    this.index.addEventListener('change', () => this.invalidate());
    this.index.addEventListener('stage', () => this.#stage());
    this.index.addEventListener('fetched', (event) => this.send('fetched', /** @type {CustomEvent} */ (event).detail));
  }

  set titles(/** @type {ProductTitles | null} */ titles) {
    this.#titles = titles;
    this.#results = null;
    this.index.setTitles(titles?.names ?? []);
    this.invalidate();
  }

  set device(/** @type {'auto' | 'cpu' | 'gpu'} */ device) {
    this.index.setDevice(device);
  }

  /** Words of reviews, in an order as good as random. */
  set reviews(/** @type {string[]} */ reviews) {
    this.index.setReviews(reviews);
    this.invalidate();
  }

  /** Whether there is something to read. */
  get useful() {
    return (this.#titles?.names.length ?? 0) > 0 || this.index.reviews.length > 0;
  }

  entered() {
    if (this.childElementCount === 0) this.append(this.#section);
  }

  #begin() {
    void this.index.start(this.#source);
  }

  #useBuiltIn() {
    this.#source = PACK;
    this.#results = null;
    this.index.stop();
  }

  #chosen() {
    const files = [...this.#folder.files ?? []];
    // The same folder can be chosen again only when the field has forgotten it.
    this.#folder.value = '';
    if (files.length === 0) return;
    const paths = files.map((file) => ({ file, steps: (file.webkitRelativePath || file.name).split('/') }));
    this.#folderName = paths[0]?.steps[0] ?? '';
    this.#source = { files: paths.map(({ file, steps }) => ({ path: steps.slice(steps.length > 1 ? 1 : 0).join('/'), file })) };
    this.#results = null;
    this.#begin();
  }

  #chooseDevice() {
    const device = DEVICES.find((name) => name === this.#device.value) ?? 'auto';
    this.index.setDevice(device);
    this.send('device', device);
  }

  #stage() {
    const { stage } = this.index;
    this.dataset.stage = stage;
    if (stage === 'loading') announce(t('search_starting'));
    if (stage === 'ready') announce(count('search_ready', this.index.reading.done));
    if (stage === 'ready' && this.#phrase) this.#look(this.#phrase);
    const inside = this.contains(document.activeElement);
    // The button that was pressed goes with its stage; the next thing to do takes the focus.
    if (inside) queueMicrotask(() => queueMicrotask(() => this.#refocus()));
  }

  #refocus() {
    if (document.activeElement !== document.body && document.activeElement?.checkVisibility()) return;
    const next = [this.#field, this.#cancel, this.#resume, this.#retry, this.#start].find((element) => element.isConnected && element.checkVisibility());
    next?.focus({ preventScroll: true });
  }

  /**
   * Looks for a phrase; while one is looked for, only the last of those that come is remembered.
   *
   * @param {string} phrase
   */
  async #look(phrase) {
    const wanted = phrase.trim();
    if (wanted === '') return;
    this.#next = wanted;
    if (this.#searching) return;
    this.#searching = true;
    setAttribute(this.#found, 'aria-busy', 'true');
    try {
      while (this.#next !== null) {
        const what = this.#next;
        this.#next = null;
        const { titles, reviews, floor } = await this.index.search(what, SHOWN);
        this.#phrase = what;
        const best = Math.max(titles[0]?.score ?? 0, reviews[0]?.score ?? 0);
        const share = (/** @type {number} */ score) => Math.max(0, Math.min(1, (score - floor) / Math.max(1e-6, best - floor)));
        this.#results = {
          products: titles.map(({ at, score }) => this.#result(at, score, share(score))),
          quotes: reviews.map(({ at, score }) => ({ text: this.index.reviews[at] ?? '', score, share: share(score) })),
        };
        announce(t('search_announce', { n: titles.length + reviews.length }));
      }
    } catch (error) {
      const failure = error instanceof Error && 'failure' in error ? /** @type {import('../types').ModelFailure} */ (error.failure) : { code: 'unknown', message: String(error) };
      if (failure.code !== 'stopped') this.send('say', modelWords(failure, this.index.own));
    } finally {
      this.#searching = false;
      setAttribute(this.#found, 'aria-busy', null);
      this.invalidate();
    }
  }

  /**
   * @param {number} row
   * @param {number} score
   * @param {number} share
   * @returns {Result}
   */
  #result(row, score, share) {
    const titles = this.#titles;
    const sold = titles && row < titles.revenue_minor.length;
    return {
      name: titles?.names[row] ?? '',
      score,
      share,
      units: sold ? (titles.units_milli[row] ?? 0) / 1000 : null,
      revenue: sold ? titles.revenue_minor[row] ?? 0 : null,
    };
  }

  update() {
    const { stage, loading, reading } = this.index;
    this.hidden = !this.useful;
    this.#heading.textContent = t('search_title');
    this.#intro.textContent = t('search_intro');
    this.#sizeLine.textContent = t('search_size', { size: size(PACK_BYTES) });
    this.#start.textContent = t('search_start');
    this.#cancel.textContent = t('search_cancel');
    this.#resume.textContent = t('search_resume');
    this.#offer.hidden = stage !== 'offer';
    this.#progress.hidden = stage === 'offer' || stage === 'failed';
    this.#bar.hidden = stage === 'ready';
    this.#cancel.hidden = stage !== 'loading' && stage !== 'reading';
    this.#resume.hidden = stage !== 'paused';
    const { done, total } = stage === 'loading' ? loading : reading;
    const share = total > 0 ? done / total : 0;
    this.#bar.value = share;
    setAttribute(this.#bar, 'aria-label', this.#stateText());
    setAttribute(this.#bar, 'aria-valuetext', percent(share));
    this.#state.textContent = this.#stateText();
    this.#showTrouble();
    const open = stage === 'reading' || stage === 'paused' || stage === 'ready';
    this.#form.hidden = !open;
    this.#label.textContent = t('search_field');
    this.#field.placeholder = t('search_hint');
    this.#go.textContent = t('search_go');
    this.#found.hidden = !open || this.#results === null;
    this.#showResults();
    this.#showFoot();
  }

  #stateText() {
    const { stage, loading, reading } = this.index;
    const { done, total, cached, per_second } = reading;
    const pace = per_second > 0 ? t('search_rate', { n: Math.max(1, Math.round(per_second)) }) : '';
    switch (stage) {
      case 'loading': return loading.total > 0 && loading.done < loading.total
        ? t('search_loading', { done: size(loading.done), total: size(loading.total) }) : t('search_starting');
      case 'reading': return [t('search_reading', { done, total }), pace].filter(Boolean).join(' · ');
      case 'paused': return t('search_paused', { done, total });
      case 'ready': return [
        count('search_ready', done), pace, cached > 0 ? t('search_cached', { n: cached }) : '',
        this.index.all > this.index.titles.length ? t('search_most', { n: this.index.titles.length }) : '',
      ].filter(Boolean).join(' · ');
      default: return '';
    }
  }

  #showTrouble() {
    const { failure, stage, own } = this.index;
    this.#trouble.hidden = stage !== 'failed';
    this.#trouble.className = stage === 'failed' ? 'failure' : '';
    if (!failure || stage !== 'failed') return;
    this.#retry.textContent = t('retry');
    setAttribute(this.#trouble, 'data-code', failure.code);
    fill(this.#trouble, icon('alert'), h('div', {}, h('p', 'failure-message', t('model_failed')), h('p', 'failure-hint', modelWords(failure, own)), this.#retry));
  }

  #showResults() {
    const results = this.#results;
    if (!results) return;
    const { products, quotes } = results;
    const title = t('search_results', { what: this.#phrase });
    const amounts = products.some(({ revenue }) => revenue !== null);
    fill(this.#found,
      h('h3', 'block-title', title),
      products.length + quotes.length === 0 ? h('p', {}, t('search_none')) : [
        products.length > 0 && h('div', { class: 'table-scroll', attrs: { tabindex: 0, role: 'region', 'aria-label': title } }, h('table', 'data search-results',
          h('thead', {}, h('tr', {},
            h('th', { attrs: { scope: 'col' } }, t('search_product')),
            h('th', { class: 'number', attrs: { scope: 'col' } }, t('search_score')),
            amounts && h('th', { class: 'number', attrs: { scope: 'col' } }, t('search_units')),
            amounts && h('th', { class: 'number', attrs: { scope: 'col' } }, t('search_revenue')))),
          h('tbody', {}, products.map((result, at) => this.#row(result, at, amounts))))),
        quotes.length > 0 && h('div', { class: 'table-scroll', attrs: { tabindex: 0, role: 'region', 'aria-label': t('search_review') } }, h('table', 'data search-quotes',
          h('thead', {}, h('tr', {},
            h('th', { attrs: { scope: 'col' } }, t('search_review')),
            h('th', { class: 'number', attrs: { scope: 'col' } }, t('search_score')))),
          h('tbody', {}, quotes.map(({ text, score, share }) => h('tr', {},
            h('td', 'search-quote', text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text), scored(score, share)))))),
        h('p', 'block-note', t('search_note')),
      ]);
  }

  /**
   * @param {Result} result
   * @param {number} at
   * @param {boolean} amounts
   */
  #row({ name, score, share, units, revenue }, at, amounts) {
    return h('tr', {},
      h('th', { attrs: { scope: 'row' } }, units === null ? name : h('button', {
        class: 'row-link', set: { type: 'button' }, attrs: { 'data-key': `found-${at}`, 'aria-label': t('table_rows_of', { name }) },
        on: { click: () => this.send('rows', { selection: { products: [name] }, what: name }) },
      }, name)),
      scored(score, share),
      amounts && units !== null && h('td', 'number', number(units)),
      amounts && revenue !== null && h('td', 'number', this.#money(revenue)),
      amounts && units === null && h('td', { class: 'search-unsold', attrs: { colspan: 2 } }, t('search_unsold')));
  }

  /** @param {number} minor */
  #money(minor) {
    const currency = this.#titles?.currency;
    try {
      const format = new Intl.NumberFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { style: 'currency', currency: currency ?? '' });
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    } catch {
      return number(minor / 100);
    }
  }

  /** What reads many texts, and what a phrase, where that is another. @param {import('../model-pool').ModelPool['status']} status */
  #runsOn({ bulk, quick, workers, gpu_name }) {
    const device = (/** @type {'cpu' | 'gpu'} */ kind) => (kind === 'gpu' ? t('search_on_gpu', { name: gpu_name || '–' }) : count('search_on_cpu', Math.max(1, workers)));
    return bulk === quick ? device(bulk) : t('search_on_both', { bulk: device(bulk), quick: t(`search_device_${quick}`) });
  }

  #showFoot() {
    const { stage, status, loaded, own, device, lost } = this.index;
    this.#deviceLabel.textContent = t('search_device');
    if (this.#device.options.length === 0 || this.#device.lang !== language()) {
      this.#device.lang = language();
      fill(this.#device, DEVICES.map((name) => h('option', { set: { value: name } }, t(/** @type {Key} */ (`search_device_${name}`)))));
    }
    this.#device.value = device;
    this.#running.textContent = status && loaded ? this.#runsOn(status) : '';
    this.#running.title = loaded ? [loaded.description.device.kernel, loaded.description.device.precision].filter(Boolean).join(', ') : '';
    this.dataset.device = status?.bulk ?? '';
    this.dataset.quick = status?.quick ?? '';
    this.dataset.gpu = status?.gpu ?? '';
    const about = loaded?.description;
    const name = own ? t('search_own_name', { name: this.#folderName }) : [about?.name, about?.version].filter(Boolean).join(' ');
    const gpu = status && !/^(off|on|short)$/.test(status.gpu) && (device === 'gpu' || !/^(none|software)$/.test(status.gpu)) ? t(/** @type {Key} */ (`search_gpu_${status.gpu}`)) : '';
    const notes = [
      about ? [t('search_model', { name }), about.licence ? t('search_licence', { name: about.licence }) : ''].filter(Boolean).join(' · ') : '',
      gpu,
      loaded?.kept === false ? t('search_not_kept') : '',
      status?.kept === false ? t('search_results_not_kept') : '',
      lost ? count('search_lost', lost.count).replace('{why}', modelWords(lost.failure, own)) : '',
    ].filter(Boolean);
    const text = notes.join('\n');
    if (this.#noted !== text) {
      this.#noted = text;
      fill(this.#notes, notes.map((note) => h('p', {}, note)));
    }
    this.#own.textContent = t('search_own');
    this.#builtIn.textContent = t('search_built_in');
    this.#builtIn.hidden = this.#source === PACK;
    this.#ownHint.textContent = t('search_own_hint');
    this.#ownHint.hidden = stage !== 'offer' && stage !== 'failed';
  }
}

/**
 * @param {number} score
 * @param {number} share
 */
function scored(score, share) {
  const bar = h('td', 'number bar', h('span', 'bar-text', score.toFixed(3)));
  bar.style.setProperty('--share', String(share));
  return bar;
}
