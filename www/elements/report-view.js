// The report: findings first, then the figures, then section by section, with contents that follow the reading.

import { fill, h, setAttribute } from '../dom.js';
import { t } from '../strings.js';
import { arrange, blockView } from './blocks.js';
import { FindingCard } from './finding-card.js';
import { KeyFigure } from './key-figure.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').ReportDocument} ReportDocument */
/** @typedef {import('../types').Section} Section */

const FINDINGS = 5;

/** Fires `look` (detail: a section's id) when another section is being read. */
export class ReportView extends Piece {
  /** @type {ReportDocument | null} */
  #document = null;
  #allFindings = false;
  /** Widgets by what they show, so that an update changes them instead of making new ones. @type {Map<string, HTMLElement>} */
  #kept = new Map();
  #head = h('header', 'report-head');
  #findings = h('section', { class: 'findings', attrs: { id: 'section-findings', 'aria-labelledby': 'findings-title' } });
  #figures = h('section', { class: 'figures', attrs: { id: 'section-figures', 'aria-labelledby': 'figures-title' } });
  #sections = h('div', 'sections');
  /** Says what is still to come; it stands there from the start, since a status that appears with its text is not read out. */
  #pending = h('p', { class: 'report-pending', attrs: { role: 'status' } });
  #coming = false;
  /** @type {{ done: number, all: number } | null} */
  #done = null;
  /** @type {Set<string>} */
  #stale = new Set();
  #sources = h('section', { class: 'sources', attrs: { id: 'section-sources', 'aria-labelledby': 'sources-title' } });
  #contents = h('nav', { class: 'contents' });
  #body = h('div', 'report-body');
  /** @type {IntersectionObserver | null} */
  #reading = null;
  /** The section that is being read, without `section-`. */
  #inSight = '';
  #toolsSize = new ResizeObserver(() => document.documentElement.style.setProperty('--tools', `${this.tools.offsetHeight}px`));
  /** Where the page puts the filters and buttons. */
  tools = h('div', 'report-tools');
  /** Where the page puts what is no part of the document but belongs to its shop. */
  annex = h('div', 'report-annex');
  /** What the page puts under a section's heading, by the section's id. @type {Map<string, HTMLElement>} */
  guests = new Map();

  set document(/** @type {ReportDocument | null} */ document) {
    this.#document = document;
    this.invalidate();
  }

  get document() {
    return this.#document;
  }

  set busy(/** @type {boolean} */ busy) {
    setAttribute(this, 'aria-busy', busy ? 'true' : null);
  }

  /** Sections that are being computed anew. */
  set stale(/** @type {string[]} */ ids) {
    this.#stale = new Set(ids);
    this.invalidate();
  }

  /** How many of the sections to come are there; seen, but not read out each time. */
  set progress(/** @type {{ done: number, all: number }} */ progress) {
    this.#done = progress;
    this.invalidate();
  }

  set pending(/** @type {boolean} */ pending) {
    if (!pending) this.#done = null;
    this.#coming = pending;
    setAttribute(this, 'data-pending', pending ? 'true' : null);
    this.invalidate();
  }

  entered() {
    if (this.childElementCount === 0) {
      this.#body.append(this.#head, this.#findings, this.#figures, this.#sections, this.#pending, this.annex, this.#sources);
      this.append(this.tools, h('div', 'report-columns', this.#contents, h('article', { class: 'report-paper' }, this.#body)));
    }
    this.addEventListener('click', (event) => this.#jump(event), { signal: this.alive });
    this.#toolsSize.observe(this.tools);
    this.#reading = new IntersectionObserver(() => this.#follow(), { rootMargin: '-80px 0px -60% 0px', threshold: [0, 1] });
  }

  left() {
    this.#reading?.disconnect();
    this.#toolsSize.disconnect();
  }

  update() {
    const report = this.#document;
    this.hidden = !report;
    if (!report) return;
    this.#body.lang = report.lang === 'zh' ? 'zh-CN' : 'en';
    fill(this.#head,
      report.logo && /^data:image\/(png|jpeg|webp);base64,/.test(report.logo) && h('img', { class: 'report-logo', attrs: { src: report.logo, alt: '' } }),
      h('h1', {}, report.title),
      h('p', 'report-subtitle', report.subtitle),
      report.filter && h('p', 'report-filter', t('filter_on', { what: report.filter })));
    const used = new Set();
    this.#showFindings(report, used);
    this.#showFigures(report, used);
    const sections = report.sections.map((section) => this.#section(section, used));
    arrange(this.#sections, sections);
    fill(this.#pending, this.#coming && t('scenarios_working'),
      this.#coming && this.#done && h('span', { attrs: { 'aria-hidden': 'true' } }, ` ${this.#done.done}/${this.#done.all}`));
    this.#sources.hidden = report.sources.length === 0;
    fill(this.#sources, h('h2', { attrs: { id: 'sources-title' } }, t('sources')),
      h('ul', {}, report.sources.map((source) => h('li', {}, h('strong', {}, source.name), ' ', source.text))));
    for (const [key] of this.#kept) if (!used.has(key)) this.#kept.delete(key);
    this.#showContents(report);
  }

  /**
   * @template {HTMLElement} E
   * @param {string} key
   * @param {Set<string>} used
   * @param {() => E} make
   * @returns {E}
   */
  #keep(key, used, make) {
    used.add(key);
    const known = this.#kept.get(key);
    if (known) return /** @type {E} */ (known);
    const made = make();
    this.#kept.set(key, made);
    return made;
  }

  /**
   * @param {ReportDocument} report
   * @param {Set<string>} used
   */
  #showFindings(report, used) {
    const { findings } = report;
    this.#findings.hidden = findings.length === 0;
    const titles = new Map(report.sections.map((section) => [section.id, section.title]));
    const cards = findings.map((finding, i) => {
      const card = this.#keep(`finding ${finding.id}`, used, () => new FindingCard());
      card.show(finding, titles.get(finding.section) ?? '');
      card.classList.toggle('lead-finding', i === 0);
      card.classList.toggle('later', i >= FINDINGS && !this.#allFindings);
      return card;
    });
    const heading = this.#keep('findings heading', used, () => h('h2', { attrs: { id: 'findings-title' } }));
    heading.textContent = t('findings');
    const list = this.#keep('findings list', used, () => h('div', 'finding-list'));
    arrange(list, cards);
    const more = this.#keep('findings more', used, () => h('button', {
      class: 'button-quiet', set: { type: 'button' }, on: { click: () => { this.#allFindings = !this.#allFindings; this.invalidate(); } },
    }));
    more.hidden = findings.length <= FINDINGS;
    more.textContent = this.#allFindings ? t('fewer') : t('more_findings', { n: findings.length - FINDINGS });
    arrange(this.#findings, [heading, list, more]);
  }

  /**
   * @param {ReportDocument} report
   * @param {Set<string>} used
   */
  #showFigures(report, used) {
    this.#figures.hidden = report.figures.length === 0;
    const heading = this.#keep('figures heading', used, () => h('h2', { attrs: { id: 'figures-title' } }));
    heading.textContent = t('figures');
    const grid = this.#keep('figures grid', used, () => h('div', 'figure-grid'));
    arrange(grid, report.figures.map((figure) => {
      const element = this.#keep(`figure ${figure.id}`, used, () => new KeyFigure());
      element.figure = figure;
      return element;
    }));
    arrange(this.#figures, [heading, grid]);
  }

  /**
   * @param {Section} section
   * @param {Set<string>} used
   */
  #section(section, used) {
    const id = `section-${section.id}`;
    const element = this.#keep(id, used, () => h('section', { class: 'report-section', attrs: { id, 'aria-labelledby': `${id}-title`, tabindex: -1 } }));
    const heading = this.#keep(`${id} title`, used, () => h('h2', { attrs: { id: `${id}-title` } }));
    heading.textContent = section.title;
    setAttribute(element, 'aria-busy', this.#stale.has(section.id) ? 'true' : null);
    const guest = this.guests.get(section.id);
    arrange(element, [heading, ...(guest ? [guest] : []), ...section.blocks.map((block, i) =>
      blockView(block, section.id, i, (key, make) => this.#keep(key, used, make)))]);
    return element;
  }

  #annexed() {
    return [...this.annex.children].filter((child) => child instanceof HTMLElement && !child.hidden).flatMap((child) => {
      const section = child.querySelector('section[id]');
      const title = section?.querySelector('h2')?.textContent;
      return section && title ? [{ id: section.id, title }] : [];
    });
  }

  /** @param {ReportDocument} report */
  #showContents(report) {
    const entries = [
      report.findings.length > 0 && { id: 'section-findings', title: t('findings') },
      report.figures.length > 0 && { id: 'section-figures', title: t('figures') },
      ...report.sections.map(({ id, title }) => ({ id: `section-${id}`, title })),
      ...this.#annexed(),
      report.sources.length > 0 && { id: 'section-sources', title: t('sources') },
    ].filter((entry) => entry !== false);
    setAttribute(this.#contents, 'aria-label', t('contents'));
    fill(this.#contents, h('p', { class: 'contents-title', attrs: { 'aria-hidden': 'true' } }, t('contents')), h('ul', {}, entries.map(({ id, title }) => h('li', {},
      h('a', { attrs: { href: `#${id}`, 'data-key': id } }, title)))));
    this.#reading?.disconnect();
    for (const { id } of entries) {
      const target = this.querySelector(`#${CSS.escape(id)}`);
      if (target) this.#reading?.observe(target);
    }
    this.#follow();
  }

  /**
   * The address stays free for the view; only the page moves.
   *
   * @param {Event} event
   */
  #jump(event) {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#section-"]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    this.goTo(link.hash.slice(1));
  }

  /** @param {string} id of a section's element */
  goTo(id) {
    const target = this.querySelector(`#${CSS.escape(id)}`);
    if (!(target instanceof HTMLElement)) return;
    const land = () => target.scrollIntoView({ block: 'start' });
    land();
    // Charts are drawn as they come into sight, and what grows above the target would push it away: for a moment it
    // is held, unless the merchant moves on.
    const growth = new ResizeObserver(land);
    growth.observe(this.#body);
    const letGo = new AbortController();
    const release = () => { growth.disconnect(); letGo.abort(); };
    for (const type of ['wheel', 'touchstart', 'pointerdown', 'keydown']) window.addEventListener(type, release, { signal: letGo.signal, passive: true });
    setTimeout(release, 1500);
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  #follow() {
    const links = [...this.#contents.querySelectorAll('a')];
    let current = links[0];
    const line = Math.max(0, this.tools.getBoundingClientRect().bottom) + 84;
    for (const link of links) {
      const target = this.querySelector(`#${CSS.escape(link.hash.slice(1))}`);
      if (target && target.getBoundingClientRect().top < line) current = link;
    }
    for (const link of links) setAttribute(link, 'aria-current', link === current ? 'true' : null);
    const section = current?.hash.slice('#section-'.length) ?? '';
    if (section === this.#inSight) return;
    this.#inSight = section;
    this.send('look', section);
  }
}
