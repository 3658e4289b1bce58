// Opens the pack as the page does, once its memory at rest was looked at. What it has to say it asks the host for: nothing else listens.

const REST_MS = 1000;

/** @param {unknown} what */
const tell = (what) => fetch(`/told/${encodeURIComponent(JSON.stringify(what))}`);

await tell('rest');
await new Promise((resolve) => { setTimeout(resolve, REST_MS); });
try {
  await tell(await opening());
} catch (error) {
  await tell({ error: String(error) });
}

/** @returns {Promise<import('../opening.bench.mjs').Times>} */
async function opening() {
  const { ModelMember } = await import(`${location.origin}/www/model-member.js`);
  const began = performance.now();
  const member = new ModelMember('opening');
  const encode = (/** @type {string} */ text) => member.call('encode', { texts: [text], heads: ['vector'], priority: 0 });
  const { bytes } = await member.call('load', { source: { pack: `${location.origin}/pack/` }, device: 'int8', software: false, parts: [] });
  const opened = performance.now() - began;
  const { vectors } = await encode('Red cotton dress for women, summer, size M 红色连衣裙');
  const first = performance.now() - began;
  if (vectors.length === 0 || !vectors.every(Number.isFinite)) throw new Error('no vector');
  await encode('Stainless steel water bottle 500 ml, pack of 2 保温杯');
  const second = performance.now() - began - first;
  return { opened, first, second, bytes };
}
