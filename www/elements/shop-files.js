// Recommendations as files that a shop's platform or a mailing programme imports.

import { fill, h } from '../dom.js';
import { announce, save } from '../hand-over.js';
import { labelled, t } from '../strings.js';
import { Piece } from './piece.js';

const FORMS = /** @type {const} */ (['shopify', 'woocommerce', 'bundles', 'campaign']);

/** @typedef {typeof FORMS[number]} Form */

export class ShopFiles extends Piece {
  /** @type {import('../scenarios').Scenarios | null} */
  source = null;
  #there = false;
  /** What came of the last wish: its form, and what is said of it. @type {{ form: Form, text: string, good: boolean } | null} */
  #said = null;
  #asked = 0;
  #title = h('h3');
  #hint = h('p', 'shop-files-hint');
  #buttons = h('ul', 'shop-files-list');
  #say = h('p', { class: 'shop-files-said', attrs: { role: 'status' } });

  entered() {
    if (this.childElementCount === 0) this.append(this.#title, this.#hint, this.#buttons, this.#say);
  }

  /** Whether the recommendations are there; what was said of older ones goes. @param {boolean} there @param {boolean} anew */
  follow(there, anew) {
    this.#there = there;
    if (anew) {
      this.#said = null;
      this.#asked += 1;
    }
    this.invalidate();
  }

  /** @param {Form} form */
  async #write(form) {
    if (!this.source) return;
    const asked = ++this.#asked;
    try {
      const written = await this.source.shopFile(form);
      if (asked !== this.#asked) return;
      if (written?.file) {
        save({ name: written.file.name, mime: 'text/csv;charset=utf-8', bytes: written.file.text });
        announce(t('export_done', { name: written.file.name }));
      }
      const text = written?.file?.note ?? written?.lacking ?? t('shop_files_failed');
      this.#said = { form, text, good: Boolean(written?.file) };
    } catch {
      if (asked !== this.#asked) return;
      this.#said = { form, text: t('shop_files_failed'), good: false };
    }
    this.invalidate();
  }

  update() {
    this.#title.textContent = t('shop_files');
    this.#hint.textContent = t('shop_files_hint');
    fill(this.#buttons, FORMS.map((form) => h('li', {}, h('button', {
      class: 'preset export-item', set: { type: 'button', disabled: !this.#there }, attrs: { 'data-shop-file': form, 'data-key': `shop-file-${form}` },
      on: { click: () => void this.#write(form) },
    }, h('span', {}, t(`shop_files_${form}`)), h('small', {}, t(`shop_files_${form}_note`))))));
    const said = this.#said;
    this.#say.dataset.state = !said ? 'idle' : said.good ? 'saved' : 'lacking';
    const text = said ? labelled(t(`shop_files_${said.form}`), said.text) : '';
    if (this.#say.textContent !== text) this.#say.textContent = text;
  }
}
