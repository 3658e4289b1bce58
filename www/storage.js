// What this browser keeps for the next visit. Nothing here is ever needed: a full or blocked store
// is said once, and the page goes on.

import { MODEL_CACHE } from './model-files.js';
import { forgetResults } from './result-cache.js';

/** @typedef {import('./types').Mapping} Mapping */
/** @typedef {import('./intake').Incoming} Incoming */

const PREFIX = 'shoplens.';
const DATABASE = 'shoplens';

/** Fires `trouble` (detail: the key of what to say) when something could not be kept. */
export const storage = new EventTarget();

/** @param {unknown} error */
function trouble(error) {
  const full = error instanceof DOMException && (error.name === 'QuotaExceededError' || error.name === 'NS_ERROR_DOM_QUOTA_REACHED');
  storage.dispatchEvent(new CustomEvent('trouble', { detail: full ? 'quota' : 'storage_off' }));
}

/**
 * @param {'settings' | 'mappings' | 'template' | 'corrections'} key
 * @param {unknown} value
 */
export function keep(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch (error) {
    trouble(error);
    return false;
  }
}

/**
 * @param {'settings' | 'mappings' | 'template' | 'corrections'} key
 * @returns {any}
 */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
  } catch {
    return null;
  }
}

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('files');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} use
 * @returns {Promise<T>}
 */
async function withFiles(mode, use) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction('files', mode);
      const request = use(transaction.objectStore('files'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    opened.close();
  }
}

/** @param {Incoming[]} files */
export async function keepFiles(files) {
  try {
    await withFiles('readwrite', (store) => store.put(files, 'files'));
    return true;
  } catch (error) {
    trouble(error);
    return false;
  }
}

/** @returns {Promise<Incoming[]>} */
export async function keptFiles() {
  try {
    return (await withFiles('readonly', (store) => store.get('files'))) ?? [];
  } catch {
    return [];
  }
}

export async function dropFiles() {
  try {
    await withFiles('readwrite', (store) => store.clear());
  } catch {
    // Where nothing can be kept there is nothing to drop.
  }
}

/** Deletes everything that this page ever kept, but not the program's own files for working offline. */
export async function forgetAll() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    }
  } catch {
    // A blocked store holds nothing.
  }
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = request.onerror = request.onblocked = () => resolve(undefined);
  });
  await forgetResults();
  try {
    await caches.delete(MODEL_CACHE);
  } catch {
    // Where nothing can be kept there is nothing to delete.
  }
}
