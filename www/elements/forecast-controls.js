// What a merchant may try on the forecast, right beside it: how far ahead, whether holidays count, and campaign days of their own.

import { MOST as MOST_DAYS, campaignDays, campaignText, stretches } from '../campaign-days.js';
import { fill, h, icon } from '../dom.js';
import { dayOf } from '../state.js';
import { dayText, t } from '../strings.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').Assumptions} Assumptions */

/** Days ahead that the engine computes without being asked. */
const USUAL = 28;
/** Stretches shown; more are seen where they were written down. */
const MOST = 8;
/** Days that one campaign may be long here. */
const LONGEST = 60;

/** Fires `assume` (detail: the changed assumptions). */
export class ForecastControls extends Piece {
  /** @type {Assumptions} */
  #assumptions = {};
  #first = '';
  #length = 1;
  #range = h('input', {
    set: { type: 'range', min: '7', max: '182', step: '7' }, attrs: { id: 'forecast-ahead-days', 'data-key': 'forecast-ahead-days' },
    on: {
      input: () => this.#showDays(),
      change: () => {
        const days = Number(this.#range.value);
        this.#assume({ horizon_days: days === USUAL ? undefined : days });
      },
    },
  });
  #days = h('output', { attrs: { for: 'forecast-ahead-days' } });
  #ahead = h('label', { attrs: { for: 'forecast-ahead-days' } });
  #holidays = h('input', {
    set: { type: 'checkbox' }, attrs: { 'data-key': 'forecast-holidays' },
    on: { change: () => this.#assume({ holidays: this.#holidays.checked ? undefined : false }) },
  });
  #holidaysText = h('span');
  #campaigns = h('div', { class: 'whatif-campaigns', attrs: { role: 'group' } });

  entered() {
    if (this.childElementCount > 0) return;
    this.append(
      h('div', 'whatif-ahead', h('span', 'whatif-label', this.#ahead, this.#days), this.#range),
      h('label', 'whatif-holidays', this.#holidays, this.#holidaysText),
      this.#campaigns,
    );
  }

  set assumptions(/** @type {Assumptions | null} */ assumptions) {
    this.#assumptions = assumptions ?? {};
    this.invalidate();
  }

  /** @param {Partial<Assumptions>} change */
  #assume(change) {
    const next = Object.entries({ ...this.#assumptions, ...change }).filter(([, value]) => value !== undefined);
    this.send('assume', next.length > 0 ? Object.fromEntries(next) : null);
  }

  #showDays() {
    const days = t('assume_days', { n: Number(this.#range.value) });
    this.#days.value = days;
    this.#range.setAttribute('aria-valuetext', days);
  }

  /** @param {number[]} days */
  #write(days) {
    this.#assume({ campaign_days: campaignText(days) || undefined });
  }

  update() {
    const { horizon_days, holidays, campaign_days = '' } = this.#assumptions;
    this.#ahead.textContent = t('assume_horizon');
    // What is being dragged stays under the hand.
    if (document.activeElement !== this.#range || Number(this.#range.value) !== horizon_days) this.#range.value = String(horizon_days ?? USUAL);
    this.#showDays();
    this.#holidays.checked = holidays !== false;
    this.#holidaysText.textContent = t('assume_holidays');
    const { days } = campaignDays(campaign_days);
    const all = stretches(days);
    this.#campaigns.setAttribute('aria-label', t('assume_campaigns'));
    fill(this.#campaigns,
      h('span', 'whatif-label', t('assume_campaigns')),
      all.length > 0 && h('ul', 'chips', all.slice(-MOST).map(([first, last]) => this.#chip(days, first, last)),
        all.length > MOST && h('li', 'whatif-more', t('assume_campaigns_more', { n: all.length - MOST }))),
      h('div', 'whatif-add',
        h('label', {}, h('span', {}, t('assume_campaign_first')), h('input', {
          set: { type: 'date', value: this.#first }, attrs: { 'data-key': 'campaign-first' },
          on: { change: (event) => { this.#first = event.target.value; this.invalidate(); } },
        })),
        h('label', {}, h('span', {}, t('assume_campaign_length')), h('input', {
          set: { type: 'number', min: '1', max: String(LONGEST), step: '1', value: String(this.#length) }, attrs: { 'data-key': 'campaign-length' },
          on: { change: (event) => { this.#length = Math.min(Math.max(Math.round(Number(event.target.value)) || 1, 1), LONGEST); this.invalidate(); } },
        })),
        h('button', {
          class: 'button', set: { type: 'button', disabled: dayOf(this.#first) === null || days.length + this.#length > MOST_DAYS }, attrs: { 'data-key': 'campaign-add' },
          on: { click: () => this.#add(days) },
        }, t('assume_campaign_add'))),
      h('p', 'whatif-hint', t('assume_campaigns_hint')));
  }

  /** @param {number[]} days */
  #add(days) {
    const first = dayOf(this.#first);
    if (first === null) return;
    this.#first = '';
    this.#write([...days, ...Array.from({ length: this.#length }, (_, k) => first + k)]);
    this.invalidate();
  }

  /**
   * @param {number[]} days
   * @param {number} first
   * @param {number} last
   */
  #chip(days, first, last) {
    const text = first === last ? dayText(first) : `${dayText(first)} – ${dayText(last)}`;
    return h('li', {}, h('button', {
      class: 'chip', set: { type: 'button' }, attrs: { 'data-key': `campaign-${first}`, 'aria-label': t('assume_campaign_remove', { days: text }) },
      on: { click: () => this.#write(days.filter((day) => day < first || day > last)) },
    }, h('span', {}, text), icon('close')));
  }
}
