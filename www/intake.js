// How files come in: dropped, chosen, pasted, or out of a sample shop.

import { t } from './strings.js';

/** @typedef {{ file: File, name: string }} Incoming */

const MOST = 500;

/**
 * What was taken, and what has to be said about the rest.
 *
 * @typedef {object} Taken
 * @property {Incoming[]} files
 * @property {string[]} messages
 */

/**
 * The files of a drop, folders walked. The transfer is only valid until the first `await`, so its entries
 * are taken out at once.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<Taken>}
 */
export async function fromDrop(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const held = items.map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const text = items.length === 0 ? transfer.getData('text/plain') : '';
  /** @type {Taken} */
  const taken = { files: [], messages: [] };
  for (const { entry, file } of held) {
    if (entry?.isDirectory) await takeFolder(/** @type {FileSystemDirectoryEntry} */ (entry), taken);
    else if (file) taken.files.push({ file, name: file.name });
  }
  if (text.includes('\n') || text.includes('\t')) taken.files.push(asFile(text));
  if (taken.files.length === 0 && taken.messages.length === 0) taken.messages.push(t('nothing_dropped'));
  return taken;
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @param {Taken} taken
 */
async function takeFolder(folder, taken) {
  /** @type {FileSystemFileEntry[]} */
  const found = [];
  try {
    await walk(folder, found);
    for (const entry of found.slice(0, MOST)) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      taken.files.push({ file: /** @type {File} */ (file), name: entry.fullPath.replace(/^\//, '') });
    }
  } catch {
    taken.messages.push(t('folder_unreadable', { name: folder.name }));
    return;
  }
  if (found.length === 0) taken.messages.push(t('folder_empty', { name: folder.name }));
  if (found.length > MOST) taken.messages.push(t('folder_large', { name: folder.name, n: MOST }));
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @param {FileSystemFileEntry[]} found
 */
async function walk(folder, found) {
  const reader = folder.createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const entry of batch.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length > MOST) return;
      if (entry.isDirectory) await walk(/** @type {FileSystemDirectoryEntry} */ (entry), found);
      else if (!hidden(entry.name)) found.push(/** @type {FileSystemFileEntry} */ (entry));
    }
  }
}

/**
 * What file managers leave in folders is not the merchant's.
 *
 * @param {string} name
 */
function hidden(name) {
  return name.startsWith('.') || name.startsWith('~$') || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}

/**
 * @param {FileList} list
 * @returns {Incoming[]}
 */
export function fromPicker(list) {
  return [...list].filter((file) => !hidden(file.name)).map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/**
 * @param {DataTransfer} clipboard
 * @returns {Incoming[]}
 */
export function fromPaste(clipboard) {
  if (clipboard.files.length > 0) return fromPicker(clipboard.files);
  const text = clipboard.getData('text/plain');
  return text.trim() === '' ? [] : [asFile(text)];
}

let pasted = 0;

/** @param {string} text */
function asFile(text) {
  pasted += 1;
  const name = t('pasted_name', { n: pasted });
  return { file: new File([text], name, { type: 'text/tab-separated-values' }), name };
}

const SAMPLES = {
  zh: new URL('./samples/zh/', import.meta.url).href,
  en: new URL('./samples/en/', import.meta.url).href,
};

/**
 * A sample shop, from this site and only when asked for.
 *
 * @param {import('./types').Lang} lang
 * @returns {Promise<Incoming[]>}
 */
export async function sampleShop(lang) {
  /** @type {{ file: string }[]} */
  const index = await (await got(`${SAMPLES[lang]}index.json`)).json();
  return Promise.all(index.map(async ({ file: name }) => {
    const response = await got(SAMPLES[lang] + encodeURIComponent(name));
    return { file: new File([await response.blob()], name), name };
  }));
}

/** @param {string} address */
async function got(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return response;
}
