// The worker's side: the same module and the same pieces as www/worker.js.

const PIECE = 4 * 1024 * 1024;

/** @typedef {import('../data.mjs').Source} Source */

self.onmessage = async ({ data: { task, file, source } }) => {
  try {
    postMessage({ result: await TASKS[/** @type {keyof typeof TASKS} */ (task)](file, source) });
  } catch (error) {
    const { code, message } = /** @type {{ code?: string, message?: string }} */ (error ?? {});
    postMessage({ error: `${code ?? ''} ${message ?? String(error)}` });
  }
};

const TASKS = { group, report, filter };

/** @param {Source} source @param {string} name of the module: `web`, or `web_group`, which is that with grouped sums */
async function start(source, name = 'web') {
  const begun = performance.now();
  // @ts-ignore built by `cargo xtask`, served by the bench's own host
  const module = await import(`/www/pkg/${name}/${name}.js`);
  const { memory } = await module.default();
  const session = new module.Session();
  const settings = { lang: 'en', today: source.today, currency: source.currency };
  session.set_settings(settings);
  return { session, settings, memory, startUp: performance.now() - begun };
}

/**
 * @param {any} session
 * @param {File} file
 * @returns {Promise<number>} milliseconds
 */
async function read(session, file) {
  const begun = performance.now();
  const id = session.open(file.name, file.size, undefined);
  const reader = new FileReaderSync();
  const turns = new MessageChannel();
  const turn = () => new Promise((resolve) => {
    turns.port1.onmessage = resolve;
    turns.port2.postMessage(null);
  });
  for (let at = 0; at < file.size; at += PIECE) {
    session.push(id, new Uint8Array(reader.readAsArrayBuffer(file.slice(at, at + PIECE))));
    await turn();
  }
  session.finish(id);
  return performance.now() - begun;
}

/** @param {File} file @param {Source} source */
async function group(file, source) {
  const { session, memory, startUp } = await start(source, 'web_group');
  const reading = await read(session, file);
  const begun = performance.now();
  const answer = session.group({
    table: 0,
    query: {
      by: [{ month: source.month }, { column: source.place }, { column: source.product }],
      sum: source.sum,
      times: source.times,
      distinct: [source.order, source.customer],
    },
    limit: 20,
  });
  const grouping = performance.now() - begun;
  return {
    startUp,
    read: reading,
    group: grouping,
    rows: answer.rows,
    groups: answer.groups,
    first: Number(answer.largest[0].sum),
    wasmMemory: memory.buffer.byteLength,
  };
}

/** @param {File} file @param {Source} source */
async function report(file, source) {
  const { session, memory, startUp } = await start(source);
  const reading = await read(session, file);
  const begun = performance.now();
  const document = session.report();
  const reporting = performance.now() - begun;
  return {
    startUp,
    read: reading,
    report: reporting,
    rows: session.inspect().files[0].tables[0].rows,
    blocks: document.sections.length,
    wasmMemory: memory.buffer.byteLength,
  };
}

/** @param {File} file @param {Source} source */
async function filter(file, source) {
  const { session, settings } = await start(source);
  await read(session, file);
  session.report();
  const facets = session.facets();
  const first = (/** @type {any} */ list) => list?.[0]?.value ?? list?.[0]?.name;
  const filters = [
    { name: 'half a year', filter: { days: source.filterDays } },
    { name: 'a product', filter: { products: [first(facets.products)] } },
    { name: 'a month and hour', filter: { days: [source.filterDays[0], source.filterDays[0] + 30], hour: 12 } },
    { name: 'none', filter: {} },
  ].filter(({ filter }) => !('products' in filter) || filter.products?.[0] !== undefined);
  const timed = filters.map(({ name, filter }) => {
    const times = [];
    for (let round = 0; round < 3; round++) {
      // Another filter in between, so that nothing is answered from what is kept.
      session.set_settings({ ...settings, filter: { weekday: round } });
      session.report();
      const begun = performance.now();
      session.set_settings({ ...settings, filter });
      session.report();
      times.push(performance.now() - begun);
    }
    return { name, times };
  });
  return { rows: session.inspect().files[0].tables[0].rows, filters: timed };
}
