// Where files come in: by dropping anywhere on the page, by choosing, by pasting, or from a sample shop.

import { fill, h, icon } from '../dom.js';
import { fromDrop, fromPaste, fromPicker, sampleShop } from '../intake.js';
import { t } from '../strings.js';
import { Piece } from './piece.js';

/** Fires `files` (detail: what came in) and `say` (detail: a message). `compact` once files are there. */
export class DropZone extends Piece {
  #compact = false;
  #depth = 0;
  #files = h('input', { set: { type: 'file', multiple: true, hidden: true, tabIndex: -1 }, on: { change: () => this.#chosen(this.#files) } });
  #folder = h('input', { set: { type: 'file', webkitdirectory: true, hidden: true, tabIndex: -1 }, on: { change: () => this.#chosen(this.#folder) } });

  set compact(/** @type {boolean} */ value) {
    if (value === this.#compact) return;
    this.#compact = value;
    this.invalidate();
  }

  entered() {
    const signal = this.alive;
    const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.some((type) => type === 'Files' || type === 'text/plain');
    window.addEventListener('dragenter', (event) => {
      if (!carries(event)) return;
      this.#depth += 1;
      this.#hover(true);
    }, { signal });
    window.addEventListener('dragleave', () => {
      this.#depth = Math.max(0, this.#depth - 1);
      if (this.#depth === 0) this.#hover(false);
    }, { signal });
    window.addEventListener('dragover', (event) => { if (carries(event)) event.preventDefault(); }, { signal });
    window.addEventListener('drop', (event) => {
      this.#depth = 0;
      this.#hover(false);
      if (!event.dataTransfer || inField(event.target)) return;
      event.preventDefault();
      void this.#dropped(event.dataTransfer);
    }, { signal });
    window.addEventListener('paste', (event) => {
      if (!event.clipboardData || inField(event.target)) return;
      const files = fromPaste(event.clipboardData);
      if (files.length === 0) return;
      event.preventDefault();
      this.send('files', files);
    }, { signal });
  }

  update() {
    this.classList.toggle('compact', this.#compact);
    const choose = h('button', {
      class: this.#compact ? 'button' : 'button-primary', set: { type: 'button' }, attrs: { 'data-key': 'choose' }, on: { click: () => this.#files.click() },
    }, this.#compact ? [icon('plus'), t('add_files')] : t('choose_files'));
    const folder = h('button', {
      class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'folder' }, on: { click: () => this.#folder.click() },
    }, t('choose_folder'));
    if (this.#compact) {
      fill(this, choose, folder, this.#files, this.#folder);
      return;
    }
    const keys = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘V' : 'Ctrl+V';
    fill(this,
      h('div', 'drop-area',
        h('div', 'drop-sheets', h('i'), h('i'), h('i')),
        h('p', 'drop-label', t('drop_label')),
        h('div', 'drop-buttons', choose, folder),
        h('p', 'drop-hint', t('drop_or', { keys }))),
      h('p', 'samples', t('samples'), ' ', this.#sample('zh'), ' · ', this.#sample('en')),
      this.#files, this.#folder);
  }

  /** @param {import('../types').Lang} lang */
  #sample(lang) {
    return h('button', {
      class: 'button-link', set: { type: 'button' }, attrs: { 'data-key': `sample-${lang}`, 'data-sample': lang },
      on: { click: () => void this.#trySample(lang) },
    }, t(lang === 'zh' ? 'sample_zh' : 'sample_en'));
  }

  /** @param {import('../types').Lang} lang */
  async #trySample(lang) {
    try {
      this.send('files', await sampleShop(lang));
    } catch {
      this.send('say', t('sample_missing'));
    }
  }

  /** @param {HTMLInputElement} input */
  #chosen(input) {
    if (input.files && input.files.length > 0) this.send('files', fromPicker(input.files));
    // The same file can be chosen again only when the field has forgotten it.
    input.value = '';
  }

  /** @param {DataTransfer} transfer */
  async #dropped(transfer) {
    const { files, messages } = await fromDrop(transfer);
    if (files.length > 0) this.send('files', files);
    for (const message of messages) this.send('say', message);
  }

  /** @param {boolean} on */
  #hover(on) {
    document.documentElement.classList.toggle('dropping', on);
    const label = this.querySelector('.drop-label');
    if (label) label.textContent = t(on ? 'drop_now' : 'drop_label');
  }
}

/** @param {EventTarget | null} target */
function inField(target) {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
