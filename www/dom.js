// Building elements without markup: text can only ever become text.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @typedef {object} Props
 * @property {string} [class]
 * @property {Record<string, (event: any) => void>} [on] listeners by event
 * @property {Record<string, string | number | boolean | null | undefined>} [attrs]
 * @property {Record<string, unknown>} [set] properties
 */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props | string} [props] an object, or just classes
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  const { class: classes, on, attrs, set } = typeof props === 'string' ? { class: props, on: undefined, attrs: undefined, set: undefined } : props;
  if (classes) element.className = classes;
  for (const [name, value] of Object.entries(attrs ?? {})) setAttribute(element, name, value);
  if (set) Object.assign(element, set);
  for (const [name, listener] of Object.entries(on ?? {})) element.addEventListener(name, listener);
  append(element, children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attrs]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attrs = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attrs)) setAttribute(element, name, value);
  append(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * @param {Element} element
 * @param {(Child | Child[])[]} children
 */
function append(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/**
 * The `data-key` around the focused element, where that is inside an element.
 *
 * @param {Element} element
 */
function focusedKey(element) {
  const active = document.activeElement;
  return active && element.contains(active) ? active.closest('[data-key]')?.getAttribute('data-key') ?? null : null;
}

/**
 * Gives the focus to the child with a key, or to the first that can have it.
 *
 * @param {Element} element
 * @param {string} key
 */
function refocus(element, key) {
  const again = element.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? element.querySelector('button:not(:disabled), summary, select, input');
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/**
 * Changes an element in a way that may move the focused child, which loses the focus, and gives it back.
 *
 * @param {Element} element
 * @param {() => void} change
 */
export function keepingFocus(element, change) {
  const key = focusedKey(element);
  change();
  if (key && !element.contains(document.activeElement)) refocus(element, key);
}

/**
 * Replaces an element's children, and gives the focus back to the child that took the place of the
 * focused one (matched by `data-key`), or to the first that can have it.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  const key = focusedKey(element);
  element.replaceChildren();
  append(element, children);
  if (key) refocus(element, key);
}

/** @type {Record<string, string>} */
const ICONS = {
  close: 'M5 5l10 10M15 5L5 15',
  undo: 'M7 5L3.5 8.5 7 12M4 8.500h8a4 4 0 0 1 0 8H9',
  redo: 'M13 5l3.5 3.500L13 12M16 8.500H8a4 4 0 0 0 0 8h3',
  up: 'M10 15.500V5M5.5 9L10 4.5 14.5 9',
  down: 'M10 4.500V15M5.5 11l4.5 4.500L14.5 11',
  flat: 'M4 10h12',
  plus: 'M10 4v12M4 10h12',
  retry: 'M15.5 8A6 6 0 1 0 16 11M16 4v4.200h-4.2',
  table: 'M3.5 5h13v10h-13zM3.5 8.500h13M8 8.500V15',
  chart: 'M4 4v12h12M7 13V9.500M10.5 13V6.500M14 13V11',
  copy: 'M7.5 7.500h8v8h-8zM12.5 7.500v-3h-8v8h3',
  save: 'M10 3.500v9M6 9l4 4 4-4M4 16.500h12',
  lock: 'M5.5 9h9v7h-9zM7.5 9V6.500a2.5 2.5 0 0 1 5 0V9',
  help: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M7.9 8a2.1 2.1 0 1 1 3.1 1.9c-.7.4-1 .8-1 1.6M10 14v.1',
  check: 'M4.5 10.500l3.5 3.5 7.5-8',
  alert: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 6.2v4.6M10 13.7v.1',
  auto: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 3v14M10 6h4.5M10 10h6.5M10 14h4.5',
  light: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M15.8 4.2l-1.2 1.2M5.4 14.6l-1.2 1.2',
  dark: 'M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z',
};

/**
 * A small line drawing that says nothing to a screen reader.
 *
 * @param {string} name
 */
export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: ICONS[name] ?? '' }));
}

/**
 * How much room a text takes, in Latin letters: a Chinese character is as wide as two.
 *
 * @param {string} text
 */
export function roomOf(text) {
  let room = 0;
  for (const letter of text) room += letter > '\u2e7f' ? 2 : 1;
  return room;
}
