// What a model said of texts, by the texts' content, so that a second visit to the same texts costs nothing.
// Only fingerprints of texts are kept, never the texts. Where the browser keeps nothing, this page's memory does.

const DATABASE = 'shoplens-results';
const STORE = 'results';
/** Raised when rows change their form. */
const FORM = 2;
/** Bytes that this browser and this page keep at most; the oldest go first. */
const MOST_BYTES = 96_000_000;
/** What a row costs beside its own bytes: its key, its place in the index. */
const ROW_BYTES = 250;

/** @typedef {{ at: number, bytes: number, value: any }} Row */

/** Deletes what every visit kept. */
export async function forgetResults() {
  await new Promise((resolve) => {
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
      const denied = () => {
        this.kept = false;
        resolve(null);
      };
      try {
        const request = indexedDB.open(DATABASE, FORM);
        request.onupgradeneeded = () => {
          // Rows of an older form are worked out again.
          if (request.result.objectStoreNames.contains(STORE)) request.result.deleteObjectStore(STORE);
          const store = request.result.createObjectStore(STORE);
          store.createIndex('at', 'at');
        };
        request.onsuccess = () => {
          this.kept = true;
          // Another tab that forgets everything must not wait for this one.
          request.result.onversionchange = () => {
            request.result.close();
            this.#opening = null;
          };
          resolve(request.result);
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
    const database = await this.#database();
    if (!database || found.every((value) => value !== undefined)) return found;
    try {
      await done(database, 'readonly', (store) => {
        keys.forEach((key, i) => {
          if (found[i] !== undefined) return;
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
      await done(database, 'readwrite', (store) => {
        for (const [key, value, bytes] of rows) store.put({ at, bytes, value }, key);
      });
      await this.#makeRoom(database, rows[0]?.[2] ?? 0);
    } catch {
      this.kept = false;
    }
  }

  /**
   * @param {IDBDatabase} database
   * @param {number} bytes of a row as they come now
   */
  async #makeRoom(database, bytes) {
    const most = Math.floor(MOST_BYTES / (bytes + ROW_BYTES));
    await done(database, 'readwrite', (store) => {
      const counting = store.count();
      counting.onsuccess = () => {
        // A tenth more than needed, so that this does not come with every row.
        let surplus = counting.result > most ? counting.result - Math.floor(most * 0.9) : 0;
        if (surplus === 0) return;
        const walking = store.index('at').openKeyCursor();
        walking.onsuccess = () => {
          const cursor = walking.result;
          if (!cursor || surplus === 0) return;
          store.delete(cursor.primaryKey);
          surplus -= 1;
          cursor.continue();
        };
      };
    });
  }
}

/**
 * @param {IDBDatabase} database
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => void} use
 * @returns {Promise<void>}
 */
function done(database, mode, use) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    use(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
