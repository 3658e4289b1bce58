// The blocks of a section, drawn by their kinds: charts, tables, paragraphs, and what is missing for an analysis.

import { fill, h } from '../dom.js';
import { ChartView } from './chart-view.js';
import { DataTable } from './data-table.js';
import { ReadTexts } from './read-texts.js';

/** @typedef {import('../types').Block} Block */
/**
 * Gives the widget of a key, or makes it; so that an update changes widgets instead of making new ones.
 *
 * @typedef {<E extends HTMLElement>(key: string, make: () => E) => E} Keep
 */

/**
 * @param {Block} block
 * @param {string} section
 * @param {number} i its place in the section
 * @param {Keep} keep
 * @returns {HTMLElement}
 */
export function blockView(block, section, i, keep) {
  switch (block.type) {
    case 'chart': {
      const view = keep(`chart ${section} ${block.spec.id}`, () => new ChartView());
      view.chart = block;
      return view;
    }
    case 'table': {
      const view = keep(`table ${section} ${block.id}`, () => new DataTable());
      view.block = block;
      return view;
    }
    case 'texts': {
      const view = keep(`texts ${section} ${block.id}`, () => new ReadTexts());
      view.block = block;
      return view;
    }
    case 'insufficient': {
      const box = keep(`insufficient ${section} ${i}`, () => h('div', 'insufficient'));
      fill(box, h('h3', 'block-title', block.title), h('p', {}, block.text));
      return box;
    }
    case 'text': {
      const paragraph = keep(`text ${section} ${i}`, () => h('p', 'report-text'));
      paragraph.textContent = block.text;
      return paragraph;
    }
  }
}

/**
 * Puts elements into a parent in an order, without taking out what already stands right (which would lose
 * the focus and the place scrolled to).
 *
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} wanted
 */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(/** @type {HTMLElement} */ (child))) child.remove();
  wanted.forEach((element, i) => {
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
  });
}
