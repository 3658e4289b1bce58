// Messages to the merchant: few, closable, read out.

import { h, icon } from '../dom.js';
import { t } from '../strings.js';
import { Piece } from './piece.js';

export class NoticeList extends Piece {
  /** @param {string} text @param {{ tone?: 'alert' | 'note', action?: { text: string, run: () => void } }} [options] */
  say(text, { tone = 'note', action } = {}) {
    if ([...this.children].some((child) => child.querySelector('p')?.textContent === text)) return;
    const notice = h('div', { class: `notice notice-${tone}`, attrs: { role: tone === 'alert' ? 'alert' : 'status' } },
      icon(tone === 'alert' ? 'alert' : 'check'),
      h('p', {}, text),
      action && h('button', { class: 'button', set: { type: 'button' }, on: { click: () => { notice.remove(); action.run(); } } }, action.text),
      h('button', {
        class: 'button-quiet', set: { type: 'button' }, attrs: { 'aria-label': t('dismiss') },
        on: { click: () => notice.remove() },
      }, icon('close')));
    this.append(notice);
    if (this.children.length > 4) this.firstElementChild?.remove();
  }
}
