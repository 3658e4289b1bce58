// The end of the forecast as something to take hold of, on the chart itself: dragged, or moved with the keys of a slider.

import { h } from '../dom.js';
import { dayShort, t } from '../strings.js';
import { Piece } from './piece.js';

/** How many days ahead may be looked, from one choice to the next, and without being asked. */
export const AHEAD = { least: 7, most: 182, step: 7, usual: 28 };
/** A month or so, for the keys that take large steps. */
const LARGE = 4 * AHEAD.step;
/** Where a day would be less wide than this, in pixels, there is no room to drag into. */
const NARROWEST = 0.6;
/** How far the pointer has to be beyond the end to go on without room, in pixels, and how often it does, in milliseconds. */
const HOLD = { beyond: 6, every: 220 };
/** The page's edge is nothing to drag over. */
const EDGE = 8;
/** Room that the words need beside the end. */
const WORDS = 190;

/**
 * Where the forecast lies on its chart, in CSS pixels of the drawing.
 *
 * @typedef {object} Scale
 * @property {number} from where the last day known is
 * @property {number} to where the forecast ends
 * @property {number} days from the one to the other
 * @property {number} lastDay the last day known, days since 1970-01-01
 * @property {number} width
 * @property {number} height
 */

/**
 * A drag: `left` and `right` are how wide a day is in either direction; `holding` goes on by itself where there is no room.
 *
 * @typedef {{ pointer: number, x: number, days: number, left: number, right: number, holding: ReturnType<typeof setInterval> | null }} Drag
 */

/** Fires `ahead-preview` (detail: days) while it is moved, and `ahead` (detail: days) when it is let go. */
export class HorizonGrip extends Piece {
  /** @type {Scale | null} */
  #scale = null;
  /** What is shown, which runs ahead of what was asked for while it is moved. */
  #days = AHEAD.usual;
  #asked = AHEAD.usual;
  /** @type {Drag | null} */
  #drag = null;
  #byKey = false;
  #line = h('span', 'grip-line');
  #flag = h('span', { class: 'grip-flag', attrs: { 'aria-hidden': 'true' } });
  #handle = h('div', {
    class: 'grip-handle',
    attrs: { role: 'slider', tabindex: 0, 'data-key': 'forecast-grip', 'aria-orientation': 'horizontal', 'aria-valuemin': AHEAD.least, 'aria-valuemax': AHEAD.most },
    on: {
      pointerdown: (event) => this.#take(event),
      pointermove: (event) => this.#move(event),
      pointerup: () => this.#settle(),
      pointercancel: () => this.#leave(),
      lostpointercapture: () => this.#settle(),
      keydown: (event) => this.#key(event),
      keyup: () => { if (this.#byKey) this.#settle(); },
      blur: () => this.#settle(),
    },
  });

  set scale(/** @type {Scale} */ scale) {
    this.#scale = scale;
    this.invalidate();
  }

  /** What is asked for, here or elsewhere; what is being moved stays under the hand. */
  set days(/** @type {number} */ days) {
    this.#asked = days;
    if (this.#moving) return;
    this.#days = days;
    this.invalidate();
  }

  get #moving() {
    return this.#drag !== null || this.#byKey;
  }

  entered() {
    if (this.childElementCount === 0) this.append(this.#line, this.#handle, this.#flag);
  }

  left() {
    this.#drop();
  }

  update() {
    const scale = this.#scale;
    this.hidden = !scale;
    if (!scale) return;
    const further = this.#days - scale.days;
    // Dragged further than the chart goes it stays with the pointer, and at the chart's edge beyond it.
    const dayWidth = further > 0 && this.#drag ? Math.max(NARROWEST, this.#drag.right) : dayWidthOf(scale);
    const x = Math.max(scale.from, Math.min(Math.max(scale.to, scale.width - EDGE), scale.to + further * dayWidth));
    this.style.setProperty('left', `${x}px`);
    this.style.setProperty('height', `${scale.height}px`);
    this.classList.toggle('moving', this.#moving);
    this.classList.toggle('words-after', x < WORDS);
    const words = t('assume_until', { days: t('assume_days', { n: this.#days }), day: dayShort(scale.lastDay + this.#days) });
    this.#flag.textContent = words;
    const label = t('assume_grip');
    for (const [name, value] of Object.entries({ 'aria-label': label, title: label, 'aria-valuenow': this.#days, 'aria-valuetext': words })) this.#handle.setAttribute(name, String(value));
  }

  /** @param {number} days any number of them */
  #show(days) {
    const steps = Math.round(days / AHEAD.step) * AHEAD.step;
    const next = Math.max(AHEAD.least, Math.min(AHEAD.most, steps));
    if (next === this.#days) return;
    this.#days = next;
    this.send('ahead-preview', next);
    this.invalidate();
  }

  /** @param {PointerEvent} event */
  #take(event) {
    const scale = this.#scale;
    if (!scale || this.#drag || event.button !== 0) return;
    this.#handle.setPointerCapture(event.pointerId);
    const left = dayWidthOf(scale);
    // The chart ends where the forecast does: what lies beside it is all there is to drag into, however far that has to reach.
    const room = document.documentElement.clientWidth - EDGE - event.clientX;
    const right = Math.min(left, room / Math.max(AHEAD.step, AHEAD.most - this.#days));
    this.#drag = { pointer: event.pointerId, x: event.clientX, days: this.#days, left, right, holding: null };
    this.invalidate();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointer) return;
    const across = event.clientX - drag.x;
    const hold = drag.right < NARROWEST && across > HOLD.beyond;
    if (hold) {
      drag.holding ??= setInterval(() => this.#show(this.#days + AHEAD.step), HOLD.every);
    } else if (drag.holding !== null) {
      // From here on it follows the pointer again.
      clearInterval(drag.holding);
      Object.assign(drag, { holding: null, x: event.clientX, days: this.#days });
    } else if (across <= 0 || drag.right >= NARROWEST) {
      this.#show(drag.days + across / (across > 0 ? drag.right : drag.left));
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    /** @type {Record<string, number>} */
    const keys = {
      ArrowRight: this.#days + AHEAD.step, ArrowUp: this.#days + AHEAD.step, ArrowLeft: this.#days - AHEAD.step, ArrowDown: this.#days - AHEAD.step,
      PageUp: this.#days + LARGE, PageDown: this.#days - LARGE, Home: AHEAD.least, End: AHEAD.most,
    };
    const days = keys[event.key];
    if (days !== undefined) {
      event.preventDefault();
      this.#byKey = true;
      this.#show(days);
    } else if (event.key === 'Escape' && this.#moving) {
      event.preventDefault();
      this.#leave();
    }
  }

  #drop() {
    if (this.#drag?.holding) clearInterval(this.#drag.holding);
    this.#drag = null;
    this.#byKey = false;
  }

  /** Let go: what is shown is asked for. */
  #settle() {
    if (!this.#moving) return;
    this.#drop();
    this.invalidate();
    this.#asked = this.#days;
    this.send('ahead', this.#days);
  }

  /** Given up: back to what was asked for. */
  #leave() {
    this.#show(this.#asked);
    this.#settle();
  }
}

/** @param {Scale} scale */
function dayWidthOf({ from, to, days }) {
  return (to - from) / days;
}
