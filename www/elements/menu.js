// A button that opens a small panel: closed by Escape, by a click elsewhere, and by moving on.

import { h } from '../dom.js';

/**
 * @param {string} key keeps the focus through updates
 * @param {import('../dom.js').Child[]} label
 * @param {string} classes
 * @param {() => import('../dom.js').Child[]} content made when the menu opens
 */
export function menu(key, label, classes, content) {
  const panel = h('div', 'menu-panel');
  const summary = h('summary', { class: 'button', attrs: { 'data-key': key } }, label);
  const details = h('details', { class: `menu ${classes}`, attrs: { 'data-menu': key } }, summary, panel);
  const close = () => { details.open = false; };
  const outside = (/** @type {Event} */ event) => {
    if (!(event.target instanceof Node && details.contains(event.target))) close();
  };
  // Made before it opens, so that the next press of Tab finds it.
  summary.addEventListener('click', () => {
    if (details.open) return;
    panel.replaceChildren();
    for (const child of content()) if (child instanceof Node) panel.append(child);
  });
  details.addEventListener('toggle', () => {
    if (details.open) {
      document.addEventListener('pointerdown', outside);
      document.addEventListener('focusin', outside);
      place(details, panel);
      const first = panel.querySelector('[data-first]');
      if (first instanceof HTMLElement) first.focus();
    } else {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    }
  });
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    close();
    summary.focus();
  });
  return details;
}

/**
 * A panel that would stick out at the right edge opens to the left.
 *
 * @param {HTMLElement} details
 * @param {HTMLElement} panel
 */
function place(details, panel) {
  details.classList.remove('menu-left');
  details.classList.toggle('menu-left', panel.getBoundingClientRect().right > document.documentElement.clientWidth - 8);
}
