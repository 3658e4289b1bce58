// The page: puts the widgets, the worker and the merchant's choices together.

import { charts, isDark } from './charts.js';
import { fill, h, icon, setAttribute } from './dom.js';
import { ChartView } from './elements/chart-view.js';
import { CorrectionList } from './elements/correction-list.js';
import { DataTable } from './elements/data-table.js';
import { DropZone } from './elements/drop-zone.js';
import { ExportMenu } from './elements/export-menu.js';
import { FileList, FileRow } from './elements/file-list.js';
import { FilterBar } from './elements/filter-bar.js';
import { FindingCard } from './elements/finding-card.js';
import { HelpDialog } from './elements/help-dialog.js';
import { KeyFigure } from './elements/key-figure.js';
import { LookUp } from './elements/look-up.js';
import { MappingView } from './elements/mapping-view.js';
import { NoticeList } from './elements/notice-list.js';
import { ProductSearch } from './elements/product-search.js';
import { ProofLine } from './elements/proof-line.js';
import { ReadTexts } from './elements/read-texts.js';
import { ReportView } from './elements/report-view.js';
import { RowsDialog } from './elements/rows-dialog.js';
import { ForecastControls } from './elements/forecast-controls.js';
import { HorizonGrip } from './elements/horizon-grip.js';
import { ShopFiles } from './elements/shop-files.js';
import { TemplateEditor } from './elements/template-editor.js';
import { Corrections } from './corrections.js';
import { bindLearning } from './learning.js';
import { announce, chooseJson, copyText, save, saveJson } from './hand-over.js';
import { LiveReport } from './live-report.js';
import { keepOffline } from './offline.js';
import { Shelf, worded } from './shelf.js';
import { State, fromLink, link } from './state.js';
import { dropFiles, forgetAll, keep, keepFiles, kept, keptFiles, storage } from './storage.js';
import { language, onLanguage, sentences, setLanguage, t } from './strings.js';
import { bindTexts } from './texts.js';
import { WorkerClient, WorkerError } from './worker-client.js';

/** @typedef {import('./types').Settings} Settings */
/** @typedef {import('./types').Mapping} Mapping */
/** @typedef {import('./types').TableView} TableView */
/** @typedef {import('./strings').Key} Key */

for (const [name, widget] of Object.entries({
  'chart-view': ChartView, 'data-table': DataTable, 'drop-zone': DropZone, 'export-menu': ExportMenu, 'file-list': FileList,
  'file-row': FileRow, 'filter-bar': FilterBar, 'finding-card': FindingCard, 'forecast-controls': ForecastControls, 'help-dialog': HelpDialog, 'horizon-grip': HorizonGrip, 'key-figure': KeyFigure,
  'look-up': LookUp, 'mapping-view': MappingView, 'notice-list': NoticeList, 'product-search': ProductSearch, 'proof-line': ProofLine, 'report-view': ReportView,
  'rows-dialog': RowsDialog, 'shop-files': ShopFiles, 'template-editor': TemplateEditor, 'read-texts': ReadTexts, 'correction-list': CorrectionList,
})) customElements.define(name, widget);

/**
 * @template {Element} E
 * @param {string} selector
 * @param {new () => E} type
 * @returns {E}
 */
function the(selector, type) {
  const element = document.querySelector(selector);
  if (!(element instanceof type)) throw new TypeError(`the page has no ${selector}`);
  return element;
}

const start = the('[data-role="start"]', HTMLElement);
const notices = the('notice-list', NoticeList);
const dropZone = the('drop-zone', DropZone);
const proof = the('proof-line', ProofLine);
const fileList = the('file-list', FileList);
const reportView = the('report-view', ReportView);
const siteTools = the('[data-role="tools"]', HTMLElement);
const foot = the('[data-role="foot"]', HTMLElement);
const empty = h('section', { class: 'report-empty', set: { hidden: true } });
const filterBar = new FilterBar();
const exportMenu = new ExportMenu();
const rowsDialog = new RowsDialog();
const templateEditor = new TemplateEditor();
const productSearch = new ProductSearch();
const lookUp = new LookUp();
const correctionList = new CorrectionList();
const helpDialog = new HelpDialog();
const actions = h('div', 'report-actions');

const settings = /** @type {{ theme?: string, lang?: string, keep_files?: boolean, device?: 'auto' | 'cpu' | 'gpu' }} */ (kept('settings') ?? {});
const worker = new WorkerClient();
const shelf = new Shelf(worker);
const state = new State();
const corrections = new Corrections();
const live = new LiveReport(worker, engineSettings, () => state.view.assumptions ?? {}, () => corrections.all);
const learning = bindLearning({ shelf, worker, files: fileList, proof });
/** What the worker was told last, so that files are not read before it knows the language and the mappings. */
let told = false;

/** @returns {Settings} */
function engineSettings() {
  const { filter, template, rates } = state.view;
  const now = new Date();
  const pad = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return {
    lang: language(),
    today: `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`,
    ...(rates ? { rates } : {}),
    template: template ?? { title: '', sections: [], filter: {} },
    filter,
  };
}

async function tellWorker() {
  if (told) return;
  told = true;
  await live.prepare();
  if (shelf.mappings.length > 0) await worker.call('load_mappings', shelf.mappings);
  fileList.choices = await worker.call('choices');
}

// Files in, files out

document.addEventListener('files', (event) => {
  const files = /** @type {CustomEvent<import('./intake').Incoming[]>} */ (event).detail;
  for (const name of shelf.add(files)) say(t('same_file', { name }));
  announce(files.map(({ name }) => t('progress_of', { name })).join(' '));
  void keepIfAsked();
});
shelf.prepare = tellWorker;
/** @type {Map<number, string>} */
const announced = new Map();
shelf.addEventListener('removed', (event) => announce(t('removed', { name: /** @type {CustomEvent<string>} */ (event).detail })));
shelf.addEventListener('change', () => {
  for (const { key, name, status } of shelf.entries) {
    if (announced.get(key) === status) continue;
    announced.set(key, status);
    if (status === 'read') announce(t('read_done', { name }));
    if (status === 'failed') announce(t('read_failed', { name }));
  }
  showParts();
});
shelf.addEventListener('read', () => {
  titlesStale = true;
  void (shelf.entries.some((entry) => entry.status === 'read') ? live.refreshFacts() : live.clear());
  showParts();
});
shelf.addEventListener('say', (event) => say(t(/** @type {CustomEvent<Key>} */ (event).detail), 'alert'));
worker.addEventListener('crash', () => { told = false; });
worker.addEventListener('fetched', (event) => proof.add(/** @type {CustomEvent<{ name: string, at: number }[]>} */ (event).detail));
storage.addEventListener('trouble', (event) => say(t(/** @type {CustomEvent<Key>} */ (event).detail)));
document.addEventListener('say', (event) => say(/** @type {CustomEvent<string>} */ (event).detail));

async function keepIfAsked() {
  if (!settings.keep_files) return;
  const done = await keepFiles(shelf.entries.map(({ file, name }) => ({ file, name })));
  if (!done) {
    settings.keep_files = false;
    showTools();
  }
}

function showParts() {
  const any = shelf.entries.length > 0;
  start.hidden = any;
  dropZone.compact = any;
  // With files there, the way in and the promise move beside them.
  if (any && dropZone.parentElement !== fileList.tools) {
    fileList.tools.prepend(dropZone);
    fileList.promise.append(proof);
  }
  if (!any && dropZone.parentElement === fileList.tools) start.after(dropZone, proof);
  if (!any) reportView.document = null;
  const done = any && shelf.entries.every(({ status }) => status !== 'reading' && status !== 'waiting');
  const report = live.document;
  const carries = report !== null && (report.figures.length > 0 || report.findings.length > 0 || report.sections.some(({ id }) => id !== 'data'));
  const someRead = shelf.entries.some(({ status }) => status === 'read');
  const filtered = Object.keys(state.view.filter).length > 0 && report !== null;
  reportView.hidden = !any || !(carries || filtered);
  empty.hidden = carries || !someRead || !(done || filtered || report === null);
  if (filtered) reportView.tools.after(empty);
  else reportView.before(empty);
  if (report === null) fill(empty, h('p', { attrs: { role: 'status' } }, t('report_wait')));
  else if (filtered) {
    fill(empty, h('h2', {}, t('report_filtered')), h('p', {}, t('report_filtered_hint')), h('button', {
      class: 'button', set: { type: 'button' }, on: { click: () => state.apply({ filter: {} }) },
    }, t('filter_clear')));
  } else fill(empty, h('h2', {}, t('report_empty')), h('p', {}, t('report_empty_hint')));
}

// Corrections

document.addEventListener('correct', (event) => {
  const { key, table, before, after, what } = /** @type {CustomEvent<{ key: number, table: TableView, before: Mapping, after: Mapping, what: string }>} */ (event).detail;
  void correct(key, table, after);
  announce(what);
  state.record({ undo: () => correct(key, table, before), redo: () => correct(key, table, after) });
});
document.addEventListener('answer', (event) => {
  const { key, table, question, value } = /** @type {CustomEvent<{ key: number, table: TableView, question: import('./types').Question, value: string }>} */ (event).detail;
  const before = shelf.mapping(table);
  const after = answered(before, question, value);
  void correct(key, table, after);
  state.record({ undo: () => correct(key, table, before), redo: () => correct(key, table, after) });
});

/**
 * A mapping with a question answered.
 *
 * @param {Mapping} mapping
 * @param {import('./types').Question} question
 * @param {string} value
 * @returns {Mapping}
 */
function answered(mapping, { id, column }, value) {
  switch (id) {
    case 'dataset': return { ...mapping, dataset: value };
    case 'encoding': return { ...mapping, read: { ...mapping.read, encoding: value } };
    case 'delimiter': return { ...mapping, read: { ...mapping.read, delimiter: value } };
    case 'header_row': return { ...mapping, read: { ...mapping.read, header_row: Number(value) } };
    case 'role': return { ...mapping, columns: { ...mapping.columns, [column ?? '']: { role: value || null } } };
    default: {
      const columns = mapping.read.columns ?? {};
      return { ...mapping, read: { ...mapping.read, columns: { ...columns, [column ?? '']: { ...columns[column ?? ''], [id]: value } } } };
    }
  }
}

/**
 * @param {number} key
 * @param {TableView} table
 * @param {Mapping} mapping
 */
async function correct(key, table, mapping) {
  // The table's number may have changed since the correction that is being undone.
  const now = shelf.find(key)?.view?.tables.find((other) => other.shape === table.shape) ?? table;
  try {
    await shelf.setMapping(key, now, mapping);
  } catch (error) {
    complain(error);
  }
}

document.addEventListener('save-mappings', () => {
  if (shelf.mappings.length === 0) say(t('map_none'));
  else saveJson('shoplens-mapping.json', shelf.mappings);
});
document.addEventListener('choose-mappings', async () => {
  const value = await chooseJson();
  if (value === undefined) return;
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every(isMapping)) {
    say(t('map_bad'), 'alert');
    return;
  }
  try {
    await shelf.loadMappings(list);
    say(t(list.length === 1 ? 'map_loaded_one' : 'map_loaded', { n: list.length }));
  } catch (error) {
    complain(error);
  }
});

/**
 * @param {unknown} value
 * @returns {value is Mapping}
 */
function isMapping(value) {
  return typeof value === 'object' && value !== null && 'shape' in value && typeof value.shape === 'string'
    && 'columns' in value && typeof value.columns === 'object' && 'read' in value && typeof value.read === 'object';
}

// The report

let reports = 0;
live.addEventListener('report', () => {
  const report = live.document;
  reportView.document = report;
  reportView.stale = live.stale;
  reportView.pending = live.pending;
  filterBar.facets = live.facets;
  filterBar.filter = state.view.filter;
  filterBar.period = report?.period ?? null;
  if (report) shelf.settle();
  if (report) announce(t(reports === 0 ? 'report_ready' : 'report_updated'));
  reports += report ? 1 : 0;
  document.title = report?.title ? `${report.title} – Shoplens` : 'Shoplens';
  showParts();
  showActions();
  void showTitles();
});
live.addEventListener('added', () => {
  reportView.document = live.document;
  reportView.stale = live.stale;
  reportView.pending = false;
  announce(t('scenarios_added'));
  correctionList.follow(live.document);
  void showReviews();
});
for (const type of ['part', 'read']) live.addEventListener(type, () => {
  reportView.document = live.document;
  reportView.stale = live.stale;
  correctionList.follow(live.document);
});
live.addEventListener('incomplete', () => {
  reportView.document = live.document;
  reportView.stale = live.stale;
  reportView.pending = false;
  say(t('scenarios_failed'), 'alert');
});
live.scenarios.addEventListener('progress', (event) => { reportView.progress = /** @type {CustomEvent<{ done: number, all: number }>} */ (event).detail; });
live.scenarios.addEventListener('fetched', (event) => proof.add(/** @type {CustomEvent<{ name: string, at: number }[]>} */ (event).detail));
live.addEventListener('busy', (event) => { reportView.busy = /** @type {CustomEvent<boolean>} */ (event).detail; });
live.addEventListener('failed', (event) => {
  const failure = worded(/** @type {CustomEvent<import('./types').Failure>} */ (event).detail, '');
  say(sentences(t('err_report'), failure.message, failure.hint), 'alert');
});
state.addEventListener('change', () => {
  filterBar.filter = state.view.filter;
  forecastControls.assumptions = state.view.assumptions;
  templateEditor.follow(state.view.template, state.view.rates, state.view.assumptions);
  keep('template', { template: state.view.template, rates: state.view.rates, assumptions: state.view.assumptions });
  if (shelf.entries.some(({ status }) => status === 'read')) void live.refresh();
});
state.addEventListener('steps', () => showActions());
filterBar.addEventListener('filter', (event) => state.apply({ filter: /** @type {CustomEvent} */ (event).detail }));
templateEditor.addEventListener('arrange', (event) => state.apply(/** @type {CustomEvent} */ (event).detail));
window.addEventListener('popstate', (event) => {
  // A jump within the page has no state of its own.
  if (event.state) state.restore(event.state);
  else history.replaceState(state.view, '', link(state.view));
});

// The search by meaning

/** Names change with the files, not with the filters. */
let titlesStale = true;

async function showTitles() {
  if (!live.document) productSearch.titles = null;
  else if (titlesStale) {
    titlesStale = false;
    try {
      productSearch.titles = await worker.call('product_titles');
    } catch {
      // Without names there is no search; what is wrong with the files is told elsewhere.
      titlesStale = true;
    }
  }
  showAnnex();
}

/** Reviews that a model may read are known with the scenarios. */
async function showReviews() {
  try {
    productSearch.reviews = (await live.scenarios.texts()).reviews;
  } catch {
    // A worker that was stopped is answered for elsewhere.
  }
  showAnnex();
}

/** With a report what belongs to its shop is a part of it; a product file alone has none. */
function showAnnex() {
  const parts = [productSearch, correctionList];
  if (reportView.hidden && productSearch.previousElementSibling !== reportView) reportView.after(...parts);
  if (!reportView.hidden && productSearch.parentElement !== reportView.annex) reportView.annex.append(...parts);
  queueMicrotask(() => reportView.invalidate());
}

bindTexts({ live, index: productSearch.index, list: correctionList, corrections, state });
productSearch.addEventListener('fetched', (event) => proof.add(/** @type {CustomEvent<{ name: string, at: number }[]>} */ (event).detail));
reportView.addEventListener('look', (event) => productSearch.index.look(/** @type {CustomEvent<string>} */ (event).detail));
productSearch.addEventListener('device', (event) => {
  settings.device = /** @type {CustomEvent<'auto' | 'cpu' | 'gpu'>} */ (event).detail;
  keep('settings', settings);
});
productSearch.device = settings.device ?? 'auto';

// One product or customer

lookUp.bind(live);
reportView.guests.set('recommendations', lookUp);
const forecastControls = new ForecastControls();
reportView.guests.set('forecast', forecastControls);
forecastControls.addEventListener('assume', (event) => state.apply({ assumptions: /** @type {CustomEvent} */ (event).detail }));

document.addEventListener('rows', (event) => {
  const { selection, what } = /** @type {CustomEvent} */ (event).detail;
  void rowsDialog.show(selection, what);
});
rowsDialog.source = (
  /** @type {import('./types').Selection} */ selection, /** @type {number} */ offset, /** @type {number} */ limit,
) => worker.call('rows', selection, offset, limit);

// Files to keep

document.addEventListener('export-rows', (event) => void saving(() => worker.call('export_rows', /** @type {CustomEvent} */ (event).detail)));
document.addEventListener('export-block', (event) => void saving(async () => {
  // What is looked up is in no report: its section comes with the wish.
  const { detail } = /** @type {CustomEvent<string | { id: string, section: import('./types').Section }>} */ (event);
  const [id, sections] = typeof detail === 'string' ? [detail, {}] : [detail.id, { sections: [detail.section] }];
  const file = await worker.call('export_block', JSON.stringify({ ...live.document, ...sections }), id);
  if (!file) throw new WorkerError({ code: 'changed', message: t('export_changed') });
  return file;
}));
document.addEventListener('export', (event) => void saving(async () =>
  worker.call('export', JSON.stringify(await live.whole()), /** @type {CustomEvent<import('./types').ExportKind>} */ (event).detail)));
document.addEventListener('print', () => print());
document.addEventListener('copy-link', async () => {
  const address = new URL(link(state.view), location.href).href;
  say(await copyText(address) ? t('link_copied') : t('link_not_copied', { address }));
});

/** @param {() => Promise<import('./types').Export>} write */
async function saving(write) {
  announce(t('export_working'));
  try {
    const file = await write();
    save(file);
    announce(t('export_done', { name: file.name }));
  } catch (error) {
    complain(error);
  }
}

/** @param {unknown} error */
function complain(error) {
  const failure = worded(error instanceof WorkerError ? error.failure : { code: 'unknown', message: String(error) }, '');
  if (failure.code === 'stopped' || failure.code === 'crash') return;
  say(sentences(failure.message, failure.hint), 'alert');
}

/**
 * @param {string} text
 * @param {'alert' | 'note'} [tone]
 */
function say(text, tone = 'note') {
  notices.say(text, { tone });
}

// The frame: language, theme, undo, what is kept

function showTools() {
  const theme = document.documentElement.dataset.theme ?? 'auto';
  const segment = (/** @type {string} */ key, /** @type {string} */ text, /** @type {boolean} */ on, /** @type {() => void} */ run, /** @type {string | null} */ lang = null) =>
    h('button', { set: { type: 'button' }, attrs: { 'aria-pressed': String(on), 'data-key': key, lang }, on: { click: run } }, text);
  fill(siteTools,
    h('div', { class: 'segments', attrs: { role: 'group', 'aria-label': t('lang_label') } },
      segment('lang-zh', '中文', language() === 'zh', () => switchLanguage('zh'), 'zh-CN'),
      segment('lang-en', 'English', language() === 'en', () => switchLanguage('en'), 'en')),
    h('div', { class: 'segments', attrs: { role: 'group', 'aria-label': t('theme_label') } },
      /** @type {const} */ (['auto', 'light', 'dark']).map((name) => h('button', {
        set: { type: 'button' }, attrs: { 'aria-pressed': String(theme === name), 'data-key': `theme-${name}`, title: t(`theme_${name}`), 'aria-label': t(`theme_${name}`) },
        on: { click: () => switchTheme(name) },
      }, icon(name)))),
    h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'help', 'aria-label': t('help'), 'aria-haspopup': 'dialog' }, on: { click: () => helpDialog.show(live.document?.figures ?? []) } }, icon('help'), h('span', 'wide', t('help'))));
  fill(foot,
    h('label', 'check', h('input', {
      set: { type: 'checkbox', checked: Boolean(settings.keep_files) }, attrs: { 'data-key': 'keep' },
      on: { change: (event) => void switchKeeping(event.target.checked) },
    }), t('keep_files')),
    h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { title: t('forget_note'), 'data-key': 'forget' }, on: { click: () => void forget() } }, t('forget')));
  setAttribute(the('[data-role="brand"]', HTMLElement), 'aria-label', t('brand'));
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = t(/** @type {Key} */ (element.getAttribute('data-text')));
  }
}

let actionsShown = '';

function showActions() {
  const shown = JSON.stringify([language(), state.canUndo, state.canRedo]);
  if (shown === actionsShown) return;
  actionsShown = shown;
  fill(actions,
    button('undo', t('undo'), !state.canUndo, () => void undo()),
    button('redo', t('redo'), !state.canRedo, () => void redo()),
    h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'template' }, on: { click: arrange } }, t('template')));
}

/**
 * @param {string} name
 * @param {string} label
 * @param {boolean} disabled
 * @param {() => void} run
 */
function button(name, label, disabled, run) {
  return h('button', { class: 'button tool', set: { type: 'button', disabled }, attrs: { 'aria-label': label, title: label, 'data-key': name }, on: { click: run } }, icon(name));
}

async function arrange() {
  const choices = await worker.call('choices');
  templateEditor.show({
    template: state.view.template,
    rates: state.view.rates,
    assumptions: state.view.assumptions,
    currencies: live.facets?.currencies ?? [],
    known: choices.currencies.map((item) => (typeof item === 'string' ? item : item.value)),
    period: live.document?.period ? [live.document.period.first, live.document.period.last] : null,
  });
}

async function undo() {
  announce(t(await state.undo() ? 'undone' : 'nothing_undo'));
}

async function redo() {
  if (await state.redo()) announce(t('redone'));
}

window.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const target = event.target;
  if (target instanceof HTMLInputElement && !/^(checkbox|radio)$/.test(target.type)) return;
  const key = event.key.toLowerCase();
  if (key !== 'z' && key !== 'y') return;
  event.preventDefault();
  void (key === 'y' || event.shiftKey ? redo() : undo());
});

/** @param {'zh' | 'en'} lang */
function switchLanguage(lang) {
  if (lang === language()) return;
  settings.lang = lang;
  keep('settings', settings);
  setLanguage(lang);
  history.replaceState(history.state, '', link(state.view));
}
onLanguage(async () => {
  showTools();
  showActions();
  showParts();
  if (!told) return;
  try {
    await live.prepare();
    fileList.choices = await worker.call('choices');
    await shelf.refresh();
    if (live.document) await live.refresh();
  } catch (error) {
    complain(error);
  }
});

/** @param {'auto' | 'light' | 'dark'} theme */
function switchTheme(theme) {
  settings.theme = theme;
  keep('settings', settings);
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new Event('themechange'));
  document.documentElement.classList.toggle('dark', isDark());
  showTools();
}

/** @param {boolean} on */
async function switchKeeping(on) {
  settings.keep_files = on;
  keep('settings', settings);
  if (on) await keepIfAsked();
  else await dropFiles();
}

async function forget() {
  shelf.clear();
  live.clear();
  told = false;
  productSearch.index.forget();
  await forgetAll();
  for (const key of /** @type {const} */ (['lang', 'theme', 'keep_files', 'device'])) delete settings[key];
  delete document.documentElement.dataset.theme;
  state.reset();
  corrections.set([]);
  await forgetAll();
  showTools();
  say(t('forget_done'));
}

// Start

const arrangement = kept('template');
state.restore({ template: arrangement?.template ?? null, rates: arrangement?.rates ?? null, assumptions: arrangement?.assumptions ?? null, ...(history.state ?? fromLink(location.hash) ?? {}) });
history.replaceState(state.view, '', link(state.view));
fileList.bind(shelf);
reportView.tools.append(filterBar, h('div', 'report-buttons', actions, exportMenu));
document.body.append(rowsDialog, templateEditor, helpDialog);
showTools();
showActions();

// The workers' modules come after the first view; from then on nothing more needs to be fetched.
const begin = async () => {
  try {
    await Promise.all([worker.call('start'), live.scenarios.start(), learning.start(), charts()]);
  } catch {
    // Said when a file is dropped; until then there is nothing to miss.
  }
  keepOffline(() => say(t('offline_off')));
  proof.begin();
  if (settings.keep_files) {
    const files = await keptFiles();
    if (files.length > 0 && shelf.entries.length === 0) {
      notices.say(t('kept_title'), { action: { text: t('kept_open'), run: () => { shelf.add(files); } } });
    }
  }
};
if ('requestIdleCallback' in window) requestIdleCallback(() => void begin(), { timeout: 1500 });
else setTimeout(() => void begin(), 200);
