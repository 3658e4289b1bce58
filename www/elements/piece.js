// What every widget of the page has in common: one batched update, the language followed, everything released.

import { keepingFocus } from '../dom.js';
import { onLanguage } from '../strings.js';

export class Piece extends HTMLElement {
  #pending = false;
  #data = '';
  #life = new AbortController();

  /** Ends when the widget leaves the page; every listener outside the widget hangs on it. */
  get alive() {
    return this.#life.signal;
  }

  connectedCallback() {
    this.#life = new AbortController();
    onLanguage(() => this.invalidate(), this.alive);
    this.entered();
    this.invalidate();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.left();
  }

  /** Asks for an update; however often it is asked, one comes. */
  invalidate() {
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      if (this.isConnected) keepingFocus(this, () => this.update());
    });
  }

  /**
   * Takes over plain data; the same again changes nothing, so that what the merchant is about to press stays.
   *
   * @param {unknown} data
   */
  take(data) {
    const text = JSON.stringify(data);
    if (text === this.#data) return;
    this.#data = text;
    this.invalidate();
  }

  /** Listens outside the widget here. */
  entered() {}

  /** Lets go of what is not an element or a listener here. */
  left() {}

  /** Brings the widget in line with its properties. */
  update() {}

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  send(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
