// What went wrong with a model, in the merchant's words. The module's own messages are for developers.

import { t } from './strings.js';

/** @typedef {import('./types').ModelFailure} ModelFailure */
/** @typedef {import('./strings').Key} Key */

/** @type {Record<string, Key>} */
const KEYS = {
  no_simd: 'model_no_simd',
  network: 'model_network',
  wrong_hash: 'model_damaged',
  wrong_size: 'model_damaged',
  missing_part: 'model_missing',
  missing_file: 'model_missing',
  newer_pack: 'model_newer',
  architecture: 'model_architecture',
  bad_config: 'model_config',
  not_json: 'model_json',
  corrupt_weights: 'model_weights',
  truncated: 'model_truncated',
  number_format: 'model_format',
  wrong_shape: 'model_shape',
  missing_tensor: 'model_tensor',
  unknown_segment: 'model_unfit',
  unknown_token: 'model_unfit',
  too_long: 'model_unfit',
  empty_text: 'model_unfit',
  shape_mismatch: 'model_unfit',
  no_labels: 'model_unfit',
  not_finite: 'model_not_finite',
  golden_texts: 'model_golden',
  window_too_small: 'model_window',
  untokenisable: 'model_untokenisable',
  nothing_to_read: 'model_nothing',
  corrupt_tokenizer: 'model_tokenizer',
  empty_vocabulary: 'model_tokenizer',
  missing_token: 'model_tokenizer',
  token_moved: 'model_tokenizer',
  vocabulary_too_large: 'model_tokenizer',
  no_head: 'model_no_head',
  memory: 'model_memory',
  out_of_memory: 'model_memory',
  crash: 'model_crash',
  vanished: 'model_vanished',
  program: 'model_program',
};

/**
 * @param {ModelFailure} failure
 * @param {boolean} own whether the model is the merchant's own folder
 */
export function modelWords({ code, message, details = {} }, own) {
  // Why a worker stopped says more than that it did.
  const key = KEYS[code === 'crash' && details.cause === 'memory' ? 'memory' : code] ?? 'model_unknown';
  const named = /** @type {Key} */ (own && (key === 'model_damaged' || key === 'model_missing') ? `${key}_own` : key);
  const values = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, plain(value)]));
  if (code === 'bad_config') values.file ??= 'config.json';
  return t(named, { message, what: message, ...values });
}

/**
 * Shapes and other values as a person reads them.
 *
 * @param {unknown} value
 * @returns {string}
 */
function plain(value) {
  if (Array.isArray(value)) return value.join(' × ');
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
