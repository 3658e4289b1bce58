// The module that draws charts, loaded when the first one comes into sight.

/** @typedef {import('./types').ChartsModule} ChartsModule */

const MODULE = new URL('./pkg/canvas/canvas.js', import.meta.url).href;

/** @type {Promise<ChartsModule> | null} */
let loading = null;
/** @type {ChartsModule | null} */
let loaded = null;

/** @returns {Promise<ChartsModule>} */
export function charts() {
  loading ??= (async () => {
    /** @type {ChartsModule} */
    const module = await import(MODULE);
    await module.default();
    loaded = module;
    return module;
  })().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** The module if it is there already: paper does not wait. */
export function chartsNow() {
  return loaded;
}

/** @typedef {import('./types').Rgb} Rgb */

const NAMES = /** @type {const} */ ({ background: '--ground', ink: '--ink', soft: '--ink-soft', accent: '--accent', good: '--good', bad: '--bad' });

/**
 * The page's colours for a chart, as its custom properties give them at an element: a portal that sets those
 * themes the charts with them.
 *
 * @param {HTMLElement} at
 * @returns {import('./types').Colours}
 */
export function colours(at) {
  const probe = document.createElement('span');
  at.append(probe);
  /** @type {import('./types').Colours} */
  const found = { dark: isDark() };
  for (const [name, property] of Object.entries(NAMES)) {
    probe.style.setProperty('color', `var(${property})`);
    const rgb = rgbOf(getComputedStyle(probe).color);
    if (rgb) found[/** @type {keyof typeof NAMES} */ (name)] = rgb;
  }
  probe.remove();
  return found;
}

/**
 * @param {string} colour as the browser computes it
 * @returns {Rgb | null}
 */
function rgbOf(colour) {
  const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : null;
}

/** White paper with the chart's own colours. */
export const PAPER_COLOURS = { dark: false };

/** Whether the page is dark now, by the merchant's choice or the system's. */
export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
}
