// The report follows the files, the filters and the language: whatever changes meanwhile, the last wish counts.
// The sales report comes first; what takes longer is added to it when it is there.

import { campaignDays } from './campaign-days.js';
import { Scenarios } from './scenarios.js';
import { WorkerError } from './worker-client.js';

/** @typedef {import('./types').ReportDocument} ReportDocument */
/** @typedef {import('./types').Facets} Facets */
/** @typedef {import('./types').Settings} Settings */

/**
 * Fires `report` when `document` or `facets` changed, `part` when some of the scenarios came to it, `added` when all are there, `read` when only more was read in its texts, `busy` (detail: whether),
 * `failed` (detail: the failure) and `incomplete` when the scenarios could not be added.
 */
export class LiveReport extends EventTarget {
  #worker;
  #settings;
  #assumptions;
  #wanted = false;
  #running = false;
  /** Counts what changes the facts: files and corrections. */
  #facts = 0;
  /** The sales report alone. @type {ReportDocument | null} */
  #base = null;
  /** @type {Promise<void>} */
  #adding = Promise.resolve();
  /** What is being added; the same wish twice is two turns. @type {{ key: string } | null} */
  #turn = null;
  /** @type {ReportDocument | null} */
  document = null;
  /** @type {Facets | null} */
  facets = null;
  /** Whether the scenarios are still to come. */
  pending = false;
  /** Sections that stand from before until the newer ones are there. @type {string[]} */
  stale = [];
  scenarios = new Scenarios();
  /** What a model has said of texts so far. @type {import('./types').Judged} */
  #judged = { said: '', vectors: new Float32Array() };
  #corrections;
  /** Counts what changes the reading of texts. */
  #readings = 0;
  #rereading = false;

  /**
   * @param {import('./worker-client').WorkerClient} worker
   * @param {() => Settings} settings
   * @param {() => import('./types').Assumptions} assumptions
   * @param {() => import('./types').Correction[]} corrections
   */
  constructor(worker, settings, assumptions, corrections) {
    super();
    this.#corrections = corrections;
    this.#worker = worker;
    this.#settings = settings;
    this.#assumptions = assumptions;
  }

  /** Tells the worker what is chosen now. */
  async prepare() {
    await this.#worker.call('set_settings', this.#settings());
  }

  /** Files or corrections have changed. */
  async refreshFacts() {
    this.#facts += 1;
    await this.refresh();
  }

  /** Asks for a report; requests that come while one is being made are answered by one more. */
  async refresh() {
    this.#wanted = true;
    if (this.#running) return;
    this.#running = true;
    this.dispatchEvent(new CustomEvent('busy', { detail: true }));
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.#make();
      }
    } finally {
      this.#running = false;
      this.dispatchEvent(new CustomEvent('busy', { detail: false }));
    }
  }

  clear() {
    this.#facts += 1;
    this.#base = null;
    this.document = null;
    this.facets = null;
    this.pending = false;
    this.stale = [];
    this.scenarios.drop();
    this.dispatchEvent(new Event('report'));
  }

  /** The report with everything that was still to come. @returns {Promise<ReportDocument | null>} */
  async whole() {
    while (this.pending) await this.#adding;
    return this.document;
  }

  /** A number for the files and corrections. */
  get facts() {
    return this.#facts;
  }

  /** Names what the scenarios were computed for; empty while those of what is chosen now are not there. */
  get computed() {
    const key = this.#key();
    return this.scenarios.has(key) ? key : '';
  }

  /** What the scenarios depend on: everything but the days of the filter. */
  #key() {
    const { lang, today, template, rates, filter } = this.#settings();
    return JSON.stringify([this.#facts, lang, today, template?.sections, template?.currency, template?.filter, rates, { ...filter, days: undefined }, this.#assumptions()]);
  }

  async #make() {
    try {
      await this.prepare();
      const base = await this.#worker.call('report');
      this.facets = await this.#worker.call('facets');
      if (this.#wanted) return;
      this.#base = base;
      const key = this.#key();
      const before = this.document;
      const now = this.scenarios.has(key) ? await this.scenarios.complete(base).catch(() => base) : base;
      this.pending = now === base;
      this.#show(this.pending ? withOlder(base, before) : { document: now, stale: [] });
      this.dispatchEvent(new Event('report'));
      if (this.pending && this.#turn?.key !== key) {
        const turn = { key };
        this.#turn = turn;
        this.#adding = this.#add(turn);
      }
    } catch (error) {
      const failure = error instanceof WorkerError ? error.failure : { code: 'unknown', message: String(error) };
      // A worker that was stopped or that crashed is answered for elsewhere, and the report comes again.
      if (failure.code !== 'stopped') this.dispatchEvent(new CustomEvent('failed', { detail: failure }));
    }
  }

  /**
   * A model has read texts, or more of them.
   *
   * @param {import('./types').Judged} judged
   */
  async judge(judged) {
    this.#judged = judged;
    await this.#reread();
  }

  /** The merchant has corrected something that was read. */
  async corrected() {
    await this.#reread();
  }

  /** Tells of texts again; while the scenarios are still to come, they will. */
  async #reread() {
    this.#readings += 1;
    if (this.#rereading || !this.scenarios.has(this.#key())) return;
    this.#rereading = true;
    try {
      let readings;
      do {
        readings = this.#readings;
        await this.scenarios.read(this.#judged, this.#corrections());
      } while (readings !== this.#readings);
      const base = this.#base;
      if (!base || !this.scenarios.has(this.#key())) return;
      const document = await this.scenarios.complete(base);
      // A newer report has them already.
      if (base !== this.#base) return;
      this.#show({ document, stale: [] });
      this.dispatchEvent(new Event('read'));
    } catch {
      // A worker that was stopped is answered for elsewhere.
    } finally {
      this.#rereading = false;
    }
  }

  /** @param {{ document: ReportDocument, stale: string[] }} now */
  #show({ document, stale }) {
    this.document = document;
    this.stale = stale;
  }

  /**
   * The newest report with what is computed so far; null once something else is wanted.
   *
   * @param {string} key
   */
  async #completed(key) {
    let base, document;
    do {
      if (this.#key() !== key || !this.#base) return null;
      base = this.#base;
      document = await this.scenarios.complete(base);
    } while (base !== this.#base);
    return document;
  }

  /** @param {{ key: string }} turn */
  async #add(turn) {
    const { key } = turn;
    /** What is there should the rest fail. @type {{ base: ReportDocument | null, document: ReportDocument } | null} */
    let part = null;
    try {
      const { lang, today, template } = this.#settings();
      const ledger = await this.#worker.call('ledger');
      if (this.#key() !== key) return;
      const { horizon_days, lead_time_days, service_level, holidays, campaign_days = '' } = this.#assumptions();
      const readings = this.#readings;
      await this.scenarios.compute(key, ledger, {
        lang,
        sections: template?.sections ?? [],
        today: Date.parse(today) / 86_400_000,
        forecast: { horizon_days, holidays, campaign_days: campaignDays(campaign_days).days },
        stock: { lead_time_days, service_level },
        corrections: this.#corrections(),
      }, this.#judged);
      // What takes longest should keep nobody waiting for the others.
      const first = await this.#completed(key);
      if (!first) return;
      part = { base: this.#base, document: first };
      this.#show(withOlder(first, this.document));
      this.dispatchEvent(new Event('part'));
      await this.scenarios.finish(key);
      const document = await this.#completed(key);
      if (!document) return;
      this.#show({ document, stale: [] });
      this.pending = false;
      this.dispatchEvent(new Event('added'));
      if (readings !== this.#readings) void this.#reread();
    } catch (error) {
      // A newer wish has one of its own; otherwise the sales report stands as it is.
      if (this.#turn !== turn) return;
      this.pending = false;
      // After a crash of the engine's worker everything comes again, and this with it.
      if (!this.#base || (error instanceof WorkerError && error.failure.code === 'stopped')) return;
      this.#show({ document: part?.base === this.#base ? part.document : this.#base, stale: [] });
      this.dispatchEvent(new Event('incomplete'));
    } finally {
      if (this.#turn === turn) {
        this.#turn = null;
        // What was asked for is no longer wanted, and nothing else is on its way.
        if (!this.#running) this.pending = false;
      }
    }
  }
}

/**
 * A sales report with the sections that an older report had beyond it, each behind the one it stood behind, so that
 * the page does not jump while newer ones are computed. In another language, or without a sale, there are none.
 *
 * @param {ReportDocument} base
 * @param {ReportDocument | null} before
 */
function withOlder(base, before) {
  /** @type {string[]} */
  const stale = [];
  if (!before || before.lang !== base.lang || base.figures.length === 0) return { document: base, stale };
  const sections = [...base.sections];
  before.sections.forEach((section, i) => {
    if (sections.some(({ id }) => id === section.id)) return;
    stale.push(section.id);
    sections.splice(sections.findIndex(({ id }) => id === before.sections[i - 1]?.id) + 1, 0, section);
  });
  return { document: { ...base, sections }, stale };
}
