// What a model said of texts, by the texts' content, so that a second visit to the same texts costs nothing.
// Only fingerprints of texts are kept, never the texts. Where the browser keeps nothing, this page's memory does.

const DATABASE = 'shoplens-results';
const STORE = 'results';
const TOTALS = 'totals';
/** Raised when rows change their form. */
const FORM = 3;
/** Raised when the same model says something else of the same text: cleaned up, cut into tokens or decoded in another way. */
export const READING = 1;
/** A database that does not answer for so long is gone on without. */
const SILENCE_MS = 3_000;
/** Bytes that this browser and this page keep at most; the oldest go first. */
const MOST_BYTES = 96_000_000;
/** What a row costs beside its own bytes: its key, its place in the index. */
const ROW_BYTES = 250;

/** @typedef {{ at: number, bytes: number, value: any }} Row */

/** Deletes what every visit kept. */
export async function forgetResults() {
  await new Promise((resolve) => {
    setTimeout(() => resolve(undefined), SILENCE_MS);
    try {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = request.onerror = request.onblocked = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}

export class ResultCache {
  /** @type {Map<string, { value: any, bytes: number }>} */
  #memory = new Map();
  #memoryBytes = 0;
  /** @type {Promise<IDBDatabase | null> | null} */
  #opening = null;
  /** Whether the browser lets the page keep results; null while that is not known. @type {boolean | null} */
  kept = null;

  /** @returns {Promise<IDBDatabase | null>} */
  #database() {
    this.#opening ??= new Promise((resolve) => {
      let late = false;
      const denied = () => {
        late = true;
        this.kept = false;
        resolve(null);
      };
      // Browsers have been seen not to answer at all, and a frozen tab can hold the database.
      const timer = setTimeout(denied, SILENCE_MS);
      try {
        const request = indexedDB.open(DATABASE, FORM);
        request.onupgradeneeded = () => {
          // It does answer; what older versions of the page kept may take its time to go.
          clearTimeout(timer);
          const database = request.result;
          // Rows of an older form are worked out again.
          for (const name of [...database.objectStoreNames]) database.deleteObjectStore(name);
          database.createObjectStore(STORE).createIndex('at', ['at', 'bytes']);
          database.createObjectStore(TOTALS);
        };
        request.onsuccess = () => {
          clearTimeout(timer);
          const database = request.result;
          if (late) {
            // Nobody waits for it any more, and others must not wait for it.
            database.close();
            return;
          }
          this.kept = true;
          const gone = () => {
            database.close();
            this.#opening = null;
          };
          // Another tab that forgets everything must not wait for this one; and the browser may clear a site at any time.
          database.onversionchange = database.onclose = gone;
          resolve(database);
        };
        request.onerror = request.onblocked = denied;
      } catch {
        denied();
      }
    });
    return this.#opening;
  }

  /**
   * Results by key, in the keys' order; undefined where there is none.
   *
   * @param {string[]} keys
   * @returns {Promise<any[]>}
   */
  async get(keys) {
    const found = keys.map((key) => this.#memory.get(key)?.value);
    const database = found.every((value) => value !== undefined) ? null : await this.#database();
    if (!database) return found;
    try {
      await done(database, 'readonly', [STORE], ([store]) => {
        keys.forEach((key, i) => {
          if (found[i] !== undefined || !store) return;
          const request = store.get(key);
          request.onsuccess = () => { found[i] = /** @type {Row | undefined} */ (request.result)?.value; };
        });
      });
    } catch {
      // What cannot be read is worked out again.
    }
    return found;
  }

  /**
   * @param {[key: string, value: any, bytes: number][]} rows
   */
  async put(rows) {
    for (const [key, value, bytes] of rows) {
      this.#memoryBytes += bytes - (this.#memory.get(key)?.bytes ?? -ROW_BYTES);
      this.#memory.set(key, { value, bytes });
    }
    for (const [key, { bytes }] of this.#memory) {
      if (this.#memoryBytes <= MOST_BYTES) break;
      this.#memory.delete(key);
      this.#memoryBytes -= bytes + ROW_BYTES;
    }
    const database = await this.#database();
    if (!database) return;
    const at = Date.now();
    try {
      await done(database, 'readwrite', [STORE], ([store]) => {
        for (const [key, value, bytes] of rows) store?.put({ at, bytes, value }, key);
        // At once: a page that is left a moment later has kept them.
        store?.transaction.commit?.();
      });
      await done(database, 'readwrite', [STORE, TOTALS], ([store, totals]) => {
        const before = totals?.get('bytes');
        if (!store || !totals || !before) return;
        before.onsuccess = () => {
          const total = rows.reduce((sum, [, , bytes]) => sum + bytes + ROW_BYTES, Number(before.result ?? 0));
          totals.put(total, 'bytes');
          if (total > MOST_BYTES) makeRoom(store, totals, total);
        };
      });
    } catch {
      this.kept = false;
    }
  }
}

/**
 * Deletes the oldest rows, a tenth more than needed, so that this does not come with every row.
 *
 * @param {IDBObjectStore} store
 * @param {IDBObjectStore} totals
 * @param {number} total
 */
function makeRoom(store, totals, total) {
  let left = total;
  const walking = store.index('at').openKeyCursor();
  walking.onsuccess = () => {
    const cursor = walking.result;
    if (!cursor || left <= MOST_BYTES * 0.9) {
      totals.put(cursor ? left : 0, 'bytes');
      return;
    }
    store.delete(cursor.primaryKey);
    left -= Number(/** @type {number[]} */ (cursor.key)[1] ?? 0) + ROW_BYTES;
    cursor.continue();
  };
}

/**
 * @param {IDBDatabase} database
 * @param {IDBTransactionMode} mode
 * @param {string[]} names
 * @param {(stores: IDBObjectStore[]) => void} use
 * @returns {Promise<void>}
 */
function done(database, mode, names, use) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode);
    use(names.map((name) => transaction.objectStore(name)));
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
