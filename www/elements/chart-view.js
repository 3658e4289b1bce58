// A chart with what belongs to it: message, tooltip, keyboard, table twin, pictures, and the rows behind its marks.

import { PAPER_COLOURS, charts, chartsNow, colours } from '../charts.js';
import { fill, h, icon } from '../dom.js';
import { announce, copyPicture, save } from '../hand-over.js';
import { sentence, sentences, t } from '../strings.js';
import { DataTable, tool } from './data-table.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').ChartBlock} ChartBlock */
/** @typedef {import('../types').DrawnChart} DrawnChart */
/** @typedef {import('../types').Tip} Tip */

/** Width on paper in CSS pixels, and its sharpness. */
const PAPER = { width: 680, ratio: 3 };
const KEYS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** Fires `rows` (detail: selection and what it is called), and `drawn` when another chart is on the canvas, or the same at another size. */
export class ChartView extends Piece {
  /** @type {ChartBlock | null} */
  #block = null;
  #view = 0;
  #asTable = false;
  #failed = false;
  #seen = false;
  /** @type {DrawnChart | null} */
  #drawn = null;
  #drawnSpec = '';
  /** @type {import('../types').ChartSpec | null} */
  #drawnOf = null;
  /** @type {number | null} */
  #mark = null;
  #title = h('h3', 'block-title');
  #subtitle = h('p', 'block-subtitle');
  #note = h('p', 'block-note');
  #tools = h('div', 'block-tools');
  #canvas = h('canvas', { class: 'chart-canvas' });
  #tip = h('div', { class: 'chart-tip', set: { hidden: true } });
  #wait = h('p', 'chart-wait');
  #stage = h('div', {
    class: 'chart-stage', attrs: { tabindex: 0, role: 'application' },
    on: {
      keydown: (event) => this.#key(event),
      pointermove: (event) => this.#point(event),
      pointerleave: () => this.#choose(null, false),
      click: (event) => this.#click(event),
      blur: () => this.#choose(null, false),
    },
  }, this.#canvas, this.#tip, this.#wait);
  #twin = new DataTable();
  /** What lies over the chart is placed in here. */
  #plot = h('div', 'chart-plot', this.#stage, this.#twin);
  /** @type {IntersectionObserver | null} */
  #sight = null;
  /** @type {ResizeObserver | null} */
  #size = null;
  #width = 0;

  set chart(/** @type {ChartBlock} */ block) {
    this.#block = block;
    if (this.#view > (block.alternatives?.length ?? 0)) this.#view = 0;
    this.#failed = false;
    this.invalidate();
  }

  entered() {
    if (this.childElementCount === 0) {
      this.#twin.bare = true;
      this.append(h('figure', 'chart',
        h('figcaption', 'block-head', h('div', {}, this.#title, this.#subtitle), this.#tools),
        this.#plot, this.#note));
    }
    const again = () => { this.#drawnSpec = ''; this.invalidate(); };
    this.#sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.#seen = true;
      this.#sight?.disconnect();
      this.invalidate();
    }, { rootMargin: '400px' });
    this.#sight.observe(this);
    this.#size = new ResizeObserver(() => {
      const width = Math.round(this.#stage.clientWidth);
      if (width > 0 && width !== this.#width && !matchMedia('print').matches) again();
    });
    this.#size.observe(this.#stage);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again, { signal: this.alive });
    document.addEventListener('themechange', again, { signal: this.alive });
    window.addEventListener('beforeprint', () => this.#print(true), { signal: this.alive });
    window.addEventListener('afterprint', () => this.#print(false), { signal: this.alive });
  }

  left() {
    this.#sight?.disconnect();
    this.#size?.disconnect();
    this.#drawn?.free();
    this.#drawn = null;
    this.#drawnSpec = '';
  }

  /**
   * What is on the canvas: the chart, its size, and where its marks are, all in CSS pixels; null while nothing is.
   *
   * @returns {{ spec: import('../types').ChartSpec, width: number, height: number, at: (mark: number) => Tip | undefined } | null}
   */
  get drawn() {
    const drawn = this.#drawn;
    if (!drawn || !this.#drawnOf || this.#drawnSpec === '') return null;
    return { spec: this.#drawnOf, width: this.#width, height: drawn.height(this.#width), at: (mark) => drawn.tip(mark) };
  }

  /** Puts an element over the chart; what is there already keeps the focus. @param {HTMLElement} element */
  lay(element) {
    if (element.parentElement !== this.#plot) this.#plot.append(element);
  }

  /** The view that is chosen: the chart itself or one of its alternatives. */
  get #shown() {
    const block = this.#block;
    return block && (this.#view === 0 ? block : block.alternatives?.[this.#view - 1]?.[1] ?? block);
  }

  update() {
    const shown = this.#shown;
    if (!shown || !this.#block) return;
    const { spec } = shown;
    this.#title.textContent = spec.title;
    this.#subtitle.textContent = spec.subtitle;
    this.#note.textContent = spec.note;
    this.#note.hidden = spec.note === '';
    this.#stage.setAttribute('aria-label', sentences(sentence(spec.title), sentence(spec.subtitle), sentence(t('chart_keys'))));
    this.#stage.setAttribute('aria-roledescription', t('chart_role'));
    this.#showTools(this.#block);
    const table = this.#asTable || this.#failed;
    this.#stage.hidden = table;
    this.#twin.hidden = !table;
    this.#wait.textContent = t('chart_loading');
    if (this.#seen) void this.#draw();
  }

  /** @param {ChartBlock} block */
  #showTools(block) {
    const views = block.alternatives ?? [];
    fill(this.#tools,
      views.length > 0 && h('div', { class: 'segments', attrs: { role: 'group', 'aria-label': t('chart_view') } },
        [block.view ?? '', ...views.map(([name]) => name)].map((name, i) => h('button', {
          set: { type: 'button' }, attrs: { 'aria-pressed': String(i === this.#view), 'data-key': `view-${i}` },
          on: { click: () => { this.#view = i; this.#choose(null, false); this.invalidate(); } },
        }, name))),
      tool(this.#asTable ? 'chart' : 'table', t(this.#asTable ? 'chart_as_chart' : 'chart_as_table'), () => { this.#asTable = !this.#asTable; this.invalidate(); }),
      tool('copy', t('chart_copy'), () => void this.#copy()),
      h('button', { class: 'button-quiet tool', set: { type: 'button' }, attrs: { title: t('chart_save_png'), 'aria-label': t('chart_save_png'), 'data-key': 'png' }, on: { click: () => void this.#savePng() } }, icon('save'), 'PNG'),
      h('button', { class: 'button-quiet tool', set: { type: 'button' }, attrs: { title: t('chart_save_svg'), 'aria-label': t('chart_save_svg'), 'data-key': 'svg' }, on: { click: () => this.#saveSvg() } }, icon('save'), 'SVG'));
  }

  async #draw() {
    try {
      await charts();
    } catch {
      this.#fail();
      return;
    }
    const shown = this.#shown;
    if (!shown || !this.isConnected) return;
    const text = JSON.stringify(shown.spec);
    try {
      const drawn = this.#chart(shown.spec);
      if (!drawn) return;
      this.#showTwin(shown, drawn);
      if (this.#stage.hidden || text === this.#drawnSpec) return;
      this.#width = Math.round(this.#stage.clientWidth);
      if (this.#width === 0) return;
      drawn.draw(this.#width, Math.min(3, devicePixelRatio || 1), colours(this));
      this.#sized(drawn.height(this.#width));
      this.#drawnSpec = text;
      this.#drawnOf = shown.spec;
      this.#wait.hidden = true;
      if (this.#mark !== null) this.#choose(this.#mark, false);
    } catch {
      this.#fail();
      return;
    }
    this.send('drawn');
  }

  #chartSpec = '';

  /** @param {import('../types').ChartSpec} spec */
  #chart(spec) {
    const module = chartsNow();
    if (!module) return null;
    const text = JSON.stringify(spec);
    if (this.#drawn && this.#chartSpec === text) return this.#drawn;
    this.#drawn?.free();
    this.#drawn = null;
    this.#drawn = new module.Chart(this.#canvas, spec);
    this.#chartSpec = text;
    return this.#drawn;
  }

  /** @param {number} height */
  #sized(height) {
    this.#canvas.style.setProperty('height', `${height}px`);
    this.#stage.style.setProperty('min-height', `${height}px`);
  }

  #fail() {
    if (this.#failed) return;
    this.#failed = true;
    this.#note.textContent = t('chart_failed');
    this.#note.hidden = false;
    this.#stage.hidden = true;
  }

  /**
   * @param {ChartBlock} shown
   * @param {DrawnChart} drawn
   */
  #showTwin(shown, drawn) {
    if (this.#twin.hidden) return;
    const { columns, rows } = drawn.table();
    this.#twin.block = {
      id: shown.spec.id, title: shown.spec.title, subtitle: '', note: '', more: 0,
      columns,
      rows,
      // Only where a row is a mark do its rows in the files stand behind it.
      selections: shown.selections.length === rows.length ? shown.selections : [],
    };
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const drawn = this.#drawn;
    if (!drawn || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.#mark !== null) {
      this.#choose(null, false);
      event.preventDefault();
    } else if (KEYS.has(event.key)) {
      event.preventDefault();
      this.#choose(drawn.step(this.#mark ?? undefined, event.key) ?? this.#mark, true);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#rows(this.#mark);
    } else if (event.key === 'c') {
      void this.#copy();
    }
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    const mark = this.#drawn?.hit(event.clientX - box.left, event.clientY - box.top) ?? null;
    this.#stage.classList.toggle('pointing', mark !== null && Boolean(this.#shown?.selections[mark]));
    if (mark !== this.#mark) this.#choose(mark, false);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const box = this.#canvas.getBoundingClientRect();
    const mark = this.#drawn?.hit(event.clientX - box.left, event.clientY - box.top) ?? null;
    if (mark === null) return;
    this.#choose(mark, false);
    this.#rows(mark);
  }

  /** @param {number | null} mark */
  #rows(mark) {
    const selection = mark === null ? null : this.#shown?.selections[mark];
    if (mark === null || !selection) return;
    const tip = this.#drawn?.tip(mark);
    this.send('rows', { selection, what: tip?.lines[0] ?? this.#shown?.spec.title ?? '' });
  }

  /**
   * @param {number | null} mark
   * @param {boolean} say
   */
  #choose(mark, say) {
    this.#mark = mark;
    const drawn = this.#drawn;
    if (!drawn) return;
    drawn.highlight(mark ?? undefined);
    const tip = mark === null ? undefined : drawn.tip(mark);
    this.#tip.hidden = !tip;
    if (!tip) return;
    fill(this.#tip, tip.lines.map((line, i) => h(i === 0 ? 'strong' : 'span', {}, line)));
    const room = this.#stage.clientWidth;
    const width = this.#tip.offsetWidth;
    const left = Math.max(0, Math.min(room - width, tip.x - width / 2));
    const above = tip.y - this.#tip.offsetHeight - 12;
    this.#tip.style.setProperty('left', `${left}px`);
    this.#tip.style.setProperty('top', `${above < -8 ? tip.y + 16 : above}px`);
    if (say) announce(tip.lines.join(', '));
  }

  /** A picture with title, source and a margin, as it would be put into a document. @returns {Promise<Blob | null>} */
  async #picture() {
    const shown = this.#shown;
    const drawn = shown && (await charts(), this.#chart(shown.spec));
    if (!drawn) return null;
    const canvas = h('canvas');
    drawn.picture(canvas, 960, 2, PAPER_COLOURS);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  }

  async #copy() {
    if (this.#asTable || this.#failed) {
      await this.#twin.copy();
      return;
    }
    const picture = await this.#picture();
    announce(t(picture && await copyPicture(picture) ? 'copied' : 'copy_failed'));
  }

  async #savePng() {
    const picture = await this.#picture();
    if (picture) save({ name: `${this.#fileName()}.png`, mime: 'image/png', bytes: picture });
  }

  #saveSvg() {
    const shown = this.#shown;
    const drawn = shown && this.#chart(shown.spec);
    if (drawn) save({ name: `${this.#fileName()}.svg`, mime: 'image/svg+xml', bytes: drawn.svg(960, PAPER_COLOURS) });
  }

  #fileName() {
    const title = this.#shown?.spec.title ?? 'chart';
    return title.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').trim().slice(0, 80) || 'chart';
  }

  /**
   * On paper a chart is light and as wide as the column, whatever the screen shows.
   *
   * @param {boolean} on
   */
  #print(on) {
    const shown = this.#shown;
    if (!shown || this.#failed) return;
    this.#choose(null, false);
    this.#drawnSpec = '';
    if (!on) {
      this.#stage.hidden = this.#asTable;
      this.invalidate();
      return;
    }
    this.#stage.hidden = false;
    const drawn = this.#chart(shown.spec);
    if (!drawn) return;
    try {
      drawn.draw(PAPER.width, PAPER.ratio, PAPER_COLOURS);
      this.#sized(drawn.height(PAPER.width));
      this.#wait.hidden = true;
    } catch {
      // The note and the sections' tables are still on the paper.
    }
  }
}
