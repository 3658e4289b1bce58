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

/** Whether the page is dark now, by the merchant's choice or the system's. */
export function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
}
