// Runs before the first paint, so that neither the theme nor the language flickers.
'use strict';
(() => {
  /** @type {{ theme?: unknown, lang?: unknown }} */
  let saved = {};
  try {
    saved = JSON.parse(localStorage.getItem('shoplens.settings') ?? '{}') ?? {};
  } catch {
    // A blocked or spoilt store is the same as an empty one.
  }
  const root = document.documentElement;
  const asked = new URLSearchParams(location.hash.slice(1)).get('lang');
  const preferred = (navigator.languages ?? [navigator.language]).find((tag) => /^(zh|en)\b/i.test(tag)) ?? 'en';
  const lang = [asked, saved.lang].find((value) => value === 'zh' || value === 'en')
    ?? (/^zh/i.test(preferred) ? 'zh' : 'en');
  root.lang = lang === 'zh' ? 'zh-CN' : 'en';
  if (saved.theme === 'light' || saved.theme === 'dark') root.dataset.theme = saved.theme;
})();
