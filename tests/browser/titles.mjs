// A made-up catalogue: the same titles every time, in both languages, each once.

const EN = {
  colour: ['red', 'black', 'ivory', 'navy', 'olive', 'grey'],
  material: ['cotton', 'linen', 'steel', 'oak', 'ceramic', 'leather', 'wool'],
  thing: ['teapot', 'backpack', 'desk lamp', 'running shoes', 'winter coat', 'frying pan', 'picture frame', 'dog leash', 'yoga mat', 'phone case'],
  size: ['small', 'medium', 'large', '2-pack', 'gift set'],
};
const ZH = {
  colour: ['红色', '黑色', '米白', '藏青', '墨绿', '灰色'],
  material: ['纯棉', '亚麻', '不锈钢', '橡木', '陶瓷', '真皮', '羊毛'],
  thing: ['茶壶', '双肩包', '台灯', '跑鞋', '羽绒服', '平底锅', '相框', '狗绳', '瑜伽垫', '手机壳'],
  size: ['小号', '中号', '大号', '两件装', '礼盒装'],
};

/**
 * @param {number} count at most 4,200
 * @returns {string[]} Chinese and English in turn
 */
export function titles(count) {
  const made = [EN, ZH].map(({ colour, material, thing, size }, language) =>
    // The thing changes fastest, so that a few titles already show all of them.
    colour.flatMap((c) => material.flatMap((m) => size.flatMap((s) => thing.map((what) => (language === 0 ? `${c} ${m} ${what}, ${s}` : `${c}${m}${what} ${s}`))))));
  const [english = [], chinese = []] = made;
  return english.flatMap((title, at) => [title, chinese[at] ?? '']).slice(0, count);
}

/**
 * A product file and, of the first of them, orders.
 *
 * @param {number} count
 * @param {number} sold
 * @returns {import('./harness.mjs').Given[]}
 */
export function catalogue(count, sold = 40) {
  const names = titles(count);
  const quoted = (/** @type {string} */ text) => `"${text}"`;
  const products = names.map((name, at) => `${quoted(name)},SKU-${at},${(5 + (at % 40)).toFixed(2)}`);
  const orders = names.slice(0, sold).map((name, at) =>
    `${1000 + at},2026-0${1 + (at % 9)}-1${at % 10},${quoted(name)},SKU-${at},${1 + (at % 3)},${(5 + (at % 40)).toFixed(2)},EUR`);
  return [
    { name: 'products.csv', bytes: ['Product Name,SKU,Price', ...products, ''].join('\n') },
    { name: 'orders.csv', bytes: ['Order ID,Date,Product,SKU,Quantity,Price,Currency', ...orders, ''].join('\n') },
  ];
}
