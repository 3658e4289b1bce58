// The merchant's files as the page holds them: what is waiting, being read, read or failed, and how each is mapped.

import { WorkerError } from './worker-client.js';
import { t } from './strings.js';
import { keep, kept } from './storage.js';

/** @typedef {import('./types').FileView} FileView */
/** @typedef {import('./types').TableView} TableView */
/** @typedef {import('./types').Mapping} Mapping */
/** @typedef {import('./types').Failure} Failure */
/** @typedef {import('./types').ReadOptions} ReadOptions */
/** @typedef {import('./intake').Incoming} Incoming */
/** @typedef {'waiting' | 'reading' | 'read' | 'failed' | 'cancelled'} Status */

/**
 * @typedef {object} Entry
 * @property {number} key the page's own number, which outlives the worker
 * @property {File} file
 * @property {string} name with the folder it came from
 * @property {Status} status
 * @property {number} bytes
 * @property {number} rows
 * @property {FileView | null} view
 * @property {Failure | null} error
 * @property {ReadOptions} [options]
 */

/** Crashes without a report in between after which reading stops. */
const PATIENCE = 2;

/** Fires `change` (files came, went or moved on), `removed` (detail: its name), `read` (what the engine holds changed) and `say` (detail: a key of a text). */
export class Shelf extends EventTarget {
  /** @type {Entry[]} */
  entries = [];
  #worker;
  #nextKey = 1;
  #pumping = false;
  #crashes = 0;
  /** Mappings by shape. @type {Map<string, Mapping>} */
  #mappings = new Map();
  /** Called with a new worker before anything is read. @type {() => Promise<void>} */
  prepare = async () => {};

  /** @param {import('./worker-client').WorkerClient} worker */
  constructor(worker) {
    super();
    this.#worker = worker;
    const list = kept('mappings');
    for (const mapping of Array.isArray(list) ? list : []) {
      if (typeof mapping?.shape === 'string') this.#mappings.set(mapping.shape, mapping);
    }
    worker.addEventListener('progress', (event) => {
      const { key, bytes, rows } = /** @type {CustomEvent} */ (event).detail;
      const entry = this.find(key);
      if (entry?.status === 'reading') this.#change(entry, { bytes, rows });
    });
    worker.addEventListener('crash', (event) => {
      const { failure, anywhere } = /** @type {CustomEvent<{ failure: Failure, anywhere: boolean }>} */ (event).detail;
      this.#recover(failure, anywhere);
    });
  }

  get mappings() {
    return [...this.#mappings.values()];
  }

  /** @param {number} key */
  find(key) {
    return this.entries.find((entry) => entry.key === key);
  }

  /**
   * @param {Incoming[]} files
   * @returns {string[]} names that were here already
   */
  add(files) {
    const known = [];
    for (const { file, name } of files) {
      const same = this.entries.some((e) => e.name === name && e.file.size === file.size && e.file.lastModified === file.lastModified);
      if (same) {
        known.push(name);
        continue;
      }
      this.entries.push({ key: this.#nextKey++, file, name, status: 'waiting', bytes: 0, rows: 0, view: null, error: null });
    }
    this.dispatchEvent(new Event('change'));
    void this.#pump();
    return known;
  }

  /** All is well: a report came of what was read. */
  settle() {
    this.#crashes = 0;
  }

  /** @param {number} key */
  cancel(key) {
    const entry = this.find(key);
    if (entry?.status === 'waiting') this.#change(entry, { status: 'cancelled' });
    else if (entry?.status === 'reading') this.#worker.cancel(key);
  }

  /** @param {number} key */
  async retry(key) {
    const entry = this.find(key);
    if (!entry) return;
    this.#crashes = 0;
    await this.#drop(entry);
    this.#change(entry, { status: 'waiting', bytes: 0, rows: 0, error: null, view: null });
    void this.#pump();
  }

  /** @param {number} key */
  async remove(key) {
    const entry = this.find(key);
    if (!entry) return;
    this.#crashes = 0;
    if (entry.status === 'reading') this.#worker.cancel(key);
    this.entries = this.entries.filter((other) => other !== entry);
    this.dispatchEvent(new CustomEvent('removed', { detail: entry.name }));
    this.dispatchEvent(new Event('change'));
    await this.#drop(entry);
    this.dispatchEvent(new Event('read'));
  }

  /** Lets go of every file and of the worker's memory with them. */
  clear() {
    this.entries = [];
    this.#mappings.clear();
    this.#worker.stop();
    this.dispatchEvent(new Event('change'));
  }

  /**
   * The merchant's corrections for a table; nothing corrected where there are none.
   *
   * @param {TableView} table
   * @returns {Mapping}
   */
  mapping(table) {
    return structuredClone(this.#mappings.get(table.shape) ?? { shape: table.shape, columns: {}, read: {} });
  }

  /**
   * Corrects a table, and reads its file again where the correction is about reading.
   *
   * @param {number} key
   * @param {TableView} table
   * @param {Mapping} mapping
   */
  async setMapping(key, table, mapping) {
    const entry = this.find(key);
    if (!entry) return;
    this.#mappings.set(table.shape, { ...mapping, shape: table.shape });
    this.#keep();
    await this.#worker.call('set_mapping', table.table, { ...mapping, shape: table.shape });
    await this.refresh();
    await this.#readAgain((other) => (other === entry ? mapping.read : other.view?.reread));
    this.dispatchEvent(new Event('read'));
  }

  /**
   * Takes in corrections that were saved as a file.
   *
   * @param {Mapping[]} mappings
   */
  async loadMappings(mappings) {
    for (const mapping of mappings) this.#mappings.set(mapping.shape ?? '', mapping);
    this.#keep();
    await this.#worker.call('load_mappings', mappings);
    await this.refresh();
    await this.#readAgain((entry) => entry.view?.reread);
    this.dispatchEvent(new Event('read'));
  }

  /** Asks the engine for its files again, after a correction or in another language. */
  async refresh() {
    const views = new Map((await this.#worker.call('files')).map((view) => [view.id, view]));
    for (const entry of this.entries) {
      const view = entry.view && views.get(entry.view.id);
      if (view) entry.view = view;
    }
    this.dispatchEvent(new Event('change'));
  }

  #keep() {
    keep('mappings', this.mappings);
  }

  /**
   * @param {Entry} entry
   * @param {Partial<Entry>} change
   */
  #change(entry, change) {
    Object.assign(entry, change);
    this.dispatchEvent(new Event('change'));
  }

  /** @param {Entry} entry */
  async #drop(entry) {
    const id = entry.view?.id;
    entry.view = null;
    if (id === undefined) return;
    try {
      await this.#worker.call('remove', id);
    } catch {
      // A worker that has just gone holds the file no longer.
    }
  }

  async #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let entry = this.#waiting(); entry; entry = this.#waiting()) await this.#read(entry);
    } finally {
      this.#pumping = false;
    }
  }

  #waiting() {
    return this.entries.find((entry) => entry.status === 'waiting');
  }

  /** @param {Entry} entry */
  async #read(entry) {
    const old = entry.view?.id;
    this.#change(entry, { status: 'reading', bytes: 0, rows: 0, error: null });
    try {
      await this.prepare();
      let view = await this.#worker.call('read', entry.key, entry.file, entry.name, entry.options);
      if (!this.entries.includes(entry)) {
        await this.#worker.call('remove', view.id);
        return;
      }
      // A correction for this shape may ask for other reading options; once, as they may not help.
      if (view.reread && !same(view.reread, entry.options)) {
        entry.options = view.reread;
        const again = await this.#worker.call('read', entry.key, entry.file, entry.name, entry.options);
        await this.#worker.call('replace', view.id, again.id);
        view = again;
      }
      if (old !== undefined && old !== view.id) await this.#worker.call('replace', old, view.id);
      this.#change(entry, { status: view.status === 'read' ? 'read' : 'failed', view, rows: view.tables.reduce((sum, table) => sum + table.rows, 0) });
      await this.refresh();
      this.dispatchEvent(new Event('read'));
    } catch (error) {
      if (!this.entries.includes(entry) || entry.status !== 'reading') return;
      const failure = error instanceof WorkerError ? error.failure : { code: 'unknown', message: String(error) };
      if (failure.code === 'cancelled') await this.#drop(entry).then(() => this.#change(entry, { status: 'cancelled' }));
      // Another request brought the worker down; this file is not to blame and gets its turn again.
      else if (failure.code === 'stopped') this.#change(entry, { status: 'waiting' });
      else await this.#drop(entry).then(() => this.#change(entry, { status: 'failed', error: worded(failure, entry.name) }));
      this.dispatchEvent(new Event('read'));
    }
  }

  /**
   * Reads files once more whose bytes have to be taken apart another way; each keeps its place.
   *
   * @param {(entry: Entry) => ReadOptions | null | undefined} wanted
   */
  async #readAgain(wanted) {
    for (const entry of this.entries) {
      const options = entry.view && wanted(entry);
      if (!options || same(options, entry.view?.options)) continue;
      this.#change(entry, { status: 'waiting', options });
    }
    await this.#pump();
  }

  /**
   * @param {Failure} failure
   * @param {boolean} anywhere
   */
  async #recover(failure, anywhere) {
    this.#crashes += 1;
    for (const entry of this.entries) {
      entry.view = null;
      if (entry.status === 'read') entry.status = 'waiting';
      else if (entry.status === 'reading' && anywhere) this.#change(entry, { status: 'failed', error: worded(failure, entry.name) });
    }
    if (failure.code === 'program') {
      for (const entry of this.entries) {
        if (entry.status === 'waiting' || entry.status === 'reading') {
          this.#change(entry, { status: 'failed', error: worded(failure, entry.name) });
        }
      }
      return;
    }
    const tired = this.#crashes > PATIENCE;
    if (tired) {
      for (const entry of this.entries) {
        if (entry.status === 'waiting') entry.status = 'cancelled';
      }
    }
    this.dispatchEvent(new CustomEvent('say', { detail: tired ? 'crash_again' : 'crash_recovered' }));
    this.dispatchEvent(new Event('change'));
    await Promise.resolve();
    void this.#pump();
  }
}

/**
 * Whether two sets of options ask for the same reading; what is left out is found out.
 *
 * @param {ReadOptions | undefined} a
 * @param {ReadOptions | undefined} b
 */
function same(a, b) {
  const plain = (/** @type {ReadOptions | undefined} */ options) => JSON.stringify([
    options?.encoding ?? null, options?.delimiter ?? null, options?.header_row ?? null,
    Object.entries(options?.columns ?? {}).sort(([x], [y]) => (x < y ? -1 : 1))
      .map(([name, choice]) => [name, choice.kind ?? null, choice.date_order ?? null, choice.decimal_mark ?? null]),
  ]);
  return plain(a) === plain(b);
}

/**
 * The page's own words for what only the page can know.
 *
 * @param {Failure} failure
 * @param {string} name
 * @returns {Failure}
 */
export function worded(failure, name) {
  switch (failure.code) {
    case 'vanished': return { ...failure, message: t('err_file_gone', { name }), hint: t('err_file_gone_hint') };
    case 'memory': return name ? { ...failure, message: t('err_memory', { name }), hint: t('err_memory_hint') } : { ...failure, message: t('err_memory_report'), hint: t('err_memory_report_hint') };
    case 'crash': return name ? { ...failure, message: t('err_crash', { name }), hint: t('err_crash_hint') } : { ...failure, message: t('err_crash_report') };
    case 'program': return { ...failure, message: t('err_program'), hint: t('err_program_hint') };
    case 'parquet_not_parquet': return { ...failure, code: 'corrupt', message: t('err_parquet_cut', { name }), hint: t('err_parquet_hint') };
    case 'parquet_corrupt': return { ...failure, code: 'corrupt', message: t('err_parquet_corrupt', { name }), hint: t('err_parquet_hint') };
    case 'parquet_encrypted': return { ...failure, code: 'encrypted', message: t('err_parquet_encrypted', { name }), hint: t('err_parquet_encrypted_hint') };
    case 'parquet_unsupported_parquet': return { ...failure, code: 'unsupported_parquet', message: t('err_parquet_unsupported', { name }), hint: t('err_parquet_unsupported_hint') };
    case 'unknown': return { ...failure, message: t('err_unknown', { message: failure.message }) };
    default: return failure;
  }
}
