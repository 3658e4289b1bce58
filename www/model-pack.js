// The model that comes with this site. Nothing of it is fetched before the merchant asks.

/** @type {{ pack: string }} */
export const PACK = { pack: new URL('../models/zh-en/', import.meta.url).href };

/** What has to be fetched, for telling before it is: the weights and the tokenizer. */
export const PACK_BYTES = 28_386_186;
