// Texts with known numbers of tokens, of words that people wrote.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PARITY = fileURLToPath(new URL('../../models/parity/', import.meta.url));

/** A generator of numbers from 0 to 1, the same every time. @param {number} seed */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @returns {Promise<string[]>} the 60 texts whose vectors are known */
export async function knownTexts() {
  const lines = await readFile(`${PARITY}texts/english.jsonl`, 'utf8');
  return lines.trim().split('\n').map((line) => JSON.parse(line).text);
}

/** @returns {Promise<Float32Array[]>} their vectors, from PyTorch */
export async function knownVectors() {
  const file = await readFile(`${PARITY}golden/all-minilm-l6-v2.safetensors`);
  const header = Number(file.readBigUInt64LE(0));
  const { vectors } = JSON.parse(file.subarray(8, 8 + header).toString());
  const [rows, width] = vectors.shape;
  const [from, to] = vectors.data_offsets;
  const bytes = Uint8Array.from(file.subarray(8 + header + from, 8 + header + to));
  const values = new Float32Array(bytes.buffer);
  return Array.from({ length: rows }, (_, row) => values.subarray(row * width, (row + 1) * width));
}

/**
 * What makes texts of exactly so many tokens, special ones included, and never the same text twice.
 *
 * @param {string} model a Hugging Face folder
 * @returns {Promise<(tokens: number) => string>}
 */
export async function textMaker(model) {
  const vocabulary = new Set((await readFile(`${model}/vocab.txt`, 'utf8')).split('\n'));
  /** Words in the order in which they were written, with how many tokens each is. @type {[string, number][]} */
  const words = (await knownTexts()).flatMap((text) =>
    text.split(/\s+/).flatMap((/** @type {string} */ word) => {
      const [, letters, mark] = /^([A-Za-z]+)([,.!?]?)$/.exec(word) ?? [];
      return letters && vocabulary.has(letters.toLowerCase()) ? [/** @type {[string, number]} */ ([word, mark ? 2 : 1])] : [];
    }),
  );
  const next = random(20261126);
  const made = new Set();
  return (tokens) => {
    for (;;) {
      const text = [];
      let left = tokens - 2;
      for (let at = Math.floor(next() * words.length); left > 0; at = (at + 1) % words.length) {
        const [word, cost] = words[at];
        if (cost > left) continue;
        text.push(word);
        left -= cost;
      }
      const whole = text.join(' ');
      if (made.has(whole)) continue;
      made.add(whole);
      return whole;
    }
  };
}

/**
 * Texts whose lengths spread evenly over their logarithm.
 *
 * @param {(tokens: number) => string} make
 * @param {number} count
 * @param {number} shortest
 * @param {number} longest
 */
export function mixedTexts(make, count, shortest, longest) {
  const next = random(7);
  return Array.from({ length: count }, () => make(Math.round(shortest * (longest / shortest) ** next())));
}
