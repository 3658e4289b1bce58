// What a merchant may try on the forecast, right beside it and on its chart: how far ahead, whether holidays count, and campaign days of their own.

import { MOST as MOST_DAYS, campaignDays, campaignText, stretches } from '../campaign-days.js';
import { fill, h, icon } from '../dom.js';
import { dayOf } from '../state.js';
import { dayText, t } from '../strings.js';
import { ChartView } from './chart-view.js';
import { AHEAD, HorizonGrip } from './horizon-grip.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').Assumptions} Assumptions */

/** Stretches shown; more are seen where they were written down. */
const MOST = 8;
/** Days that one campaign may be long here. */
const LONGEST = 60;

/** Fires `assume` (detail: the changed assumptions). */
export class ForecastControls extends Piece {
  /** @type {Assumptions} */
  #assumptions = {};
  #dragging = false;
  #range = h('input', {
    set: { type: 'range', min: String(AHEAD.least), max: String(AHEAD.most), step: String(AHEAD.step) }, attrs: { id: 'forecast-ahead-days', 'data-key': 'forecast-ahead-days' },
    on: {
      input: () => {
        this.#dragging = true;
        this.#grip.days = Number(this.#range.value);
        this.#showDays();
      },
      change: () => this.#look(Number(this.#range.value)),
      blur: () => { this.#dragging = false; },
    },
  });
  /** The same on the chart: the end of the forecast. */
  #grip = new HorizonGrip();
  #daysText = h('output', { attrs: { for: 'forecast-ahead-days' } });
  #ahead = h('label', { attrs: { for: 'forecast-ahead-days' } });
  #holidays = h('input', {
    set: { type: 'checkbox' }, attrs: { 'data-key': 'forecast-holidays' },
    on: { change: () => this.#assume({ holidays: this.#holidays.checked ? undefined : false }) },
  });
  #holidaysText = h('span');
  #campaignsText = h('span', 'whatif-label');
  #chips = h('ul', 'chips');
  // These stay where they are while something is typed or pressed.
  #firstText = h('span');
  #firstDay = h('input', { set: { type: 'date' }, attrs: { 'data-key': 'campaign-first' }, on: { input: () => this.#allow(), change: () => this.#allow() } });
  #lengthText = h('span');
  #length = h('input', {
    set: { type: 'number', min: '1', max: String(LONGEST), step: '1', value: '1' }, attrs: { 'data-key': 'campaign-length' },
    on: { input: () => this.#allow(), change: () => { this.#length.value = String(this.#days()); this.#allow(); } },
  });
  #addButton = h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'campaign-add' }, on: { click: () => this.#add() } });
  #hint = h('p', 'whatif-hint');
  #campaigns = h('div', { class: 'whatif-campaigns', attrs: { role: 'group' } }, this.#campaignsText, this.#chips,
    h('div', 'whatif-add', h('label', {}, this.#firstText, this.#firstDay), h('label', {}, this.#lengthText, this.#length), this.#addButton), this.#hint);

  entered() {
    document.addEventListener('drawn', (event) => {
      if (event.target instanceof ChartView) this.#hold(event.target);
    }, { signal: this.alive });
    if (this.childElementCount > 0) return;
    this.#grip.addEventListener('ahead-preview', (event) => {
      this.#dragging = true;
      this.#range.value = String(/** @type {CustomEvent<number>} */ (event).detail);
      this.#showDays();
    });
    this.#grip.addEventListener('ahead', (event) => this.#look(/** @type {CustomEvent<number>} */ (event).detail));
    this.append(
      h('div', 'whatif-ahead', h('span', 'whatif-label', this.#ahead, this.#daysText), this.#range),
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

  /** Looks so many days ahead. @param {number} days */
  #look(days) {
    this.#dragging = false;
    this.#assume({ horizon_days: days === AHEAD.usual ? undefined : days });
    this.invalidate();
  }

  /** Lays the handle over the chart of what is ahead, and takes it off another one. @param {ChartView} view */
  #hold(view) {
    const scale = scaleOf(view);
    if (scale) {
      view.lay(this.#grip);
      this.#grip.scale = scale;
    } else if (view.contains(this.#grip)) {
      this.#grip.remove();
      this.#dragging = false;
    }
  }

  #showDays() {
    const days = t('assume_days', { n: Number(this.#range.value) });
    this.#daysText.value = days;
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
    if (!this.#dragging) {
      this.#range.value = String(horizon_days ?? AHEAD.usual);
      this.#grip.days = Number(this.#range.value);
    }
    this.#showDays();
    this.#holidays.checked = holidays !== false;
    this.#holidaysText.textContent = t('assume_holidays');
    const { days } = campaignDays(campaign_days);
    const all = stretches(days);
    this.#campaigns.setAttribute('aria-label', t('assume_campaigns'));
    this.#campaignsText.textContent = t('assume_campaigns');
    this.#chips.hidden = all.length === 0;
    fill(this.#chips, all.slice(-MOST).map(([first, last]) => this.#chip(days, first, last)),
      all.length > MOST && h('li', 'whatif-more', t('assume_campaigns_more', { n: all.length - MOST })));
    this.#firstText.textContent = t('assume_campaign_first');
    this.#lengthText.textContent = t('assume_campaign_length');
    this.#addButton.textContent = t('assume_campaign_add');
    this.#hint.textContent = t('assume_campaigns_hint');
    this.#allow();
  }

  /** The days that the campaign being written is long. */
  #days() {
    return Math.min(Math.max(Math.round(Number(this.#length.value)) || 1, 1), LONGEST);
  }

  get #known() {
    return campaignDays(this.#assumptions.campaign_days ?? '').days;
  }

  #allow() {
    this.#addButton.disabled = dayOf(this.#firstDay.value) === null || this.#known.length + this.#days() > MOST_DAYS;
  }

  #add() {
    const first = dayOf(this.#firstDay.value);
    if (first === null) return;
    const length = this.#days();
    this.#firstDay.value = '';
    this.#firstDay.focus();
    this.#write([...this.#known, ...Array.from({ length }, (_, k) => first + k)]);
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

/**
 * Where the chart of what is ahead has its last day known and its end; null for any other chart.
 *
 * @param {ChartView} view
 * @returns {import('./horizon-grip').Scale | null}
 */
function scaleOf({ drawn }) {
  if (drawn?.spec.id !== 'forecast-ahead') return null;
  const { x, series } = /** @type {{ x: { step?: string }, series: { points: { x: number }[] }[] }} */ (/** @type {unknown} */ (drawn.spec.plot));
  // Marks are numbered line by line; the line ahead goes on from the last day known.
  const [known, ahead] = series.map(({ points }) => points);
  const [last, end] = [known?.at(-1), ahead?.at(-1)];
  if (!known || !ahead || !last || !end) return null;
  const [from, to] = [drawn.at(known.length - 1), drawn.at(known.length + ahead.length - 1)];
  if (!from || !to || end.x <= last.x || to.x <= from.x) return null;
  const lastDay = last.x + (x.step === 'week' ? 6 : 0);
  return { from: from.x, to: to.x, days: end.x - last.x, lastDay, width: drawn.width, height: drawn.height };
}
