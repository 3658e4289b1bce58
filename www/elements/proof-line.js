// The promise that files stay here, and how to check it: what was requested since the page was loaded.

import { fill, h, icon } from '../dom.js';
import { requestsIn } from '../requests.js';
import { t } from '../strings.js';
import { Piece } from './piece.js';

export class ProofLine extends Piece {
  /** @type {Set<string>} */
  #fetched = new Set();
  /** @type {PerformanceObserver | null} */
  #observer = null;

  entered() {
    this.#observer = new PerformanceObserver((list) => this.add(requestsIn(list)));
    this.#observer.observe({ type: 'resource' });
  }

  left() {
    this.#observer?.disconnect();
  }

  /** When the program's own parts were all there, in milliseconds since 1970. */
  #began = 0;

  /** @param {{ name: string, at: number }[]} requests of the page or its worker; they are told with a delay */
  add(requests) {
    for (const { name: address, at } of requests) {
      if (at >= this.#began && !address.startsWith('blob:') && !address.startsWith('data:')) this.#fetched.add(address);
    }
    this.invalidate();
  }

  /** From here on counts: the program's own parts are all there. */
  begin() {
    this.#began = performance.timeOrigin + performance.now();
    this.#fetched.clear();
    this.toggleAttribute('data-ready', true);
    this.invalidate();
  }

  update() {
    const open = this.querySelector('details')?.open ?? false;
    const names = [...this.#fetched].map((address) => {
      const { origin, pathname, host } = new URL(address, location.href);
      const name = decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1));
      return origin === location.origin ? name : `${host} / ${name}`;
    }).sort();
    fill(this, h('details', { class: 'proof', set: { open } },
      h('summary', { attrs: { 'data-key': 'proof' } }, icon('lock'),
        h('span', 'proof-promise', t('promise')),
        h('span', { class: 'proof-count', attrs: { 'data-requests': names.length } }, t('proof', { n: names.length }))),
      h('div', 'proof-body',
        h('h2', {}, t('proof_how')),
        h('p', {}, t('proof_policy')),
        h('p', {}, t('proof_self')),
        names.length === 0
          ? h('p', {}, t('proof_none'))
          : [h('p', {}, t('proof_list')), h('ul', {}, names.map((name) => h('li', {}, name)))])));
  }
}
