// How many reviews a second one worker reads with the site's own pack: tokens, all heads, spans and their polarity.
//
//   cargo xtask bench texts -- [--rounds 5] [--pack DIR] [--folder DIR]
//
// Chinese reviews of 60 characters, English ones of 40 tokens, 32 at once as the page hands them over.
// `--folder`: the Hugging Face folder that the pack was built of. Then transformers.js reads the same texts with the same weights in
// the same browser, in turn: the encoder and a mean alone, without heads and decoding, in its fastest graph and number of texts at once.

import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';
import { OUT } from './data.mjs';
import { GRAPHS, peerOptions, preparePeer } from './encoder-peer.mjs';
import { machine, median } from './measure.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const option = (/** @type {string} */ name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const ROUNDS = Number(option('--rounds') ?? 5);
const PACK = option('--pack') ?? path('../../models/zh-en');
const FOLDER = option('--folder');
/** Of the peer: texts at once. */
const TOGETHER = [8, 32];
const CHARACTERS = 60;
const TOKENS = 40;
const TEXTS = 192;

const PARTS = {
  zh: ['面料很柔软', '尺码正合适', '物流很快', '包装也很好', '拉链两天就坏了', '颜色和图片上一样', '客服态度很好', '性价比挺高', '味道有点大', '续航时间太短', '妈妈很喜欢', '洗了也不掉色', '比上次买的贵了一点', '线头有点多', '老板送了小礼物'],
  en: ['the fabric is soft', 'the fit is perfect', 'delivery took three weeks', 'the zipper broke after two days', 'customer service was rude', 'great value for the price', 'the colour looks beautiful', 'battery life is short', 'it smells a bit strange', 'my mother loves it', 'it runs small', 'the packaging was damaged'],
};

/** Reviews that are no two alike. @param {'zh' | 'en'} lang @param {number} length characters or words */
function reviews(lang, length) {
  const parts = PARTS[lang];
  let seed = 7;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return Array.from({ length: TEXTS }, () => {
    let text = '';
    const done = () => (lang === 'zh' ? text.length : text.split(' ').length) >= length;
    while (!done()) text += `${text ? (lang === 'zh' ? '，' : ', ') : ''}${parts[Math.floor(next() * parts.length)]}`;
    return lang === 'zh' ? `${text.slice(0, length - 1)}。` : `${text.split(' ').slice(0, length).join(' ')}.`;
  });
}

if (FOLDER) await preparePeer(FOLDER, 'zh-en');
const host = await startStaticHost(path('page/'), '/', {
  '/www/': path('../../www/'), '/pack/': `${PACK}/`, '/modules/': path('../../node_modules/'), '/bench/': OUT,
});
const browser = await launch();
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(host.url);
  const name = await page.evaluate(async (pack) => {
    const { ModelMember } = await import(`${location.origin}/www/model-member.js`);
    const member = new ModelMember('texts');
    const { description } = await member.call('load', { source: { pack }, device: 'int8', software: false, parts: [] });
    const heads = ['aspects', 'opinions', 'polarity', 'sentiment', 'vector'];
    Object.assign(window, { read: async (/** @type {string[]} */ texts) => {
      let tokens = 0;
      const began = performance.now();
      for (let at = 0; at < texts.length; at += 32) {
        const { heard, tokens: some } = await member.call('encode', { texts: texts.slice(at, at + 32), heads, priority: 2 });
        if (heard.some((/** @type {unknown} */ said) => said === null)) throw new Error('a text was not read');
        tokens += some;
      }
      return { took: performance.now() - began, tokens };
    } });
    return description.name;
  }, `${host.origin}/pack/`);
  console.log(`texts: ${machine()}, ${name}, one worker, ${TEXTS} reviews, ${ROUNDS} rounds`);
  const zh = reviews('zh', CHARACTERS);
  // Some words are two tokens: as many words as make forty tokens on average.
  const words = await fitting();
  const en = reviews('en', words);
  for (const texts of [zh, en]) await read(texts);
  const peers = FOLDER ? await fastestPeers({ zh, en }) : undefined;
  /** @type {Record<'zh' | 'en', { rate: number, tokens: number, peer: number }[]>} */
  const rounds = { zh: [], en: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [lang, texts] of /** @type {const} */ ([['zh', zh], ['en', en]])) {
      const { took, tokens } = await read(texts);
      const peer = peers ? await peers[lang].read(texts) : NaN;
      rounds[lang].push({ rate: 1000 * texts.length / took, tokens: tokens / texts.length, peer });
    }
  }
  for (const [lang, what] of /** @type {const} */ ([['zh', `Chinese, ${CHARACTERS} characters`], ['en', `English, ${words} words`]])) {
    const rates = rounds[lang].map(({ rate }) => rate);
    console.log(`${what}, ${rounds[lang][0]?.tokens.toFixed(1)} tokens: ${median(rates).toFixed(0)} reviews/s (${rates.map((rate) => rate.toFixed(0)).join(' ')})`);
    if (peers) {
      const theirs = rounds[lang].map(({ peer }) => peer);
      const ratios = rounds[lang].map(({ rate, peer }) => rate / peer);
      console.log(`  transformers.js, ${peers[lang].name}: ${median(theirs).toFixed(0)} reviews/s; Shoplens, with all heads, ${median(ratios).toFixed(2)} times as many (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`);
    }
  }

  /**
   * The fastest graph of the peer for each language, by one trial of all.
   *
   * @param {Record<'zh' | 'en', string[]>} texts
   */
  async function fastestPeers(texts) {
    /** @type {{ name: string, read: (texts: string[]) => Promise<number>, rates: Record<string, number> }[]} */
    const tried = [];
    for (const graph of GRAPHS) {
      const page = await browser.newPage();
      await page.goto(host.url);
      await page.evaluate(async (options) => {
        const worker = new Worker('/encoder-worker.mjs', { type: 'module' });
        let id = 0;
        const ask = (/** @type {object} */ request) => new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.result));
          worker.postMessage({ id: id += 1, ...request });
        });
        await ask({ call: 'load', module: '/peer.mjs', options });
        Object.assign(window, { read: async (/** @type {string[]} */ texts, /** @type {number} */ together) => {
          const began = performance.now();
          for (let at = 0; at < texts.length; at += together) await ask({ call: 'encode', texts: texts.slice(at, at + together) });
          return 1000 * texts.length / (performance.now() - began);
        } });
      }, peerOptions(graph, 'plain', 1, 'zh-en'));
      for (const together of TOGETHER) {
        const of = (/** @type {string[]} */ some) => page.evaluate(({ some, together }) => /** @type {any} */ (window).read(some, together), { some, together });
        await of(texts.en.slice(0, 64));
        tried.push({ name: `${graph}, ${together} at once`, read: of, rates: { zh: await of(texts.zh.slice(0, 96)), en: await of(texts.en.slice(0, 96)) } });
      }
    }
    const fastest = (/** @type {'zh' | 'en'} */ lang) => tried.reduce((best, other) => (other.rates[lang] > best.rates[lang] ? other : best));
    return { zh: fastest('zh'), en: fastest('en') };
  }

  /** @param {string[]} texts */
  function read(texts) {
    return page.evaluate((given) => /** @type {any} */ (window).read(given), texts);
  }

  async function fitting() {
    for (let words = 20; words < TOKENS; words += 1) {
      const some = reviews('en', words).slice(0, 64);
      const { tokens } = await read(some);
      if (tokens / some.length >= TOKENS) return words;
    }
    return TOKENS;
  }
} finally {
  await browser.close();
  await host.stop();
}
