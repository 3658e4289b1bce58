// A shop with texts: orders whose titles say what the products are, and reviews that praise and blame.

/** @typedef {'en' | 'zh'} Lang */

const WORDS = {
  en: {
    kinds: ['dress', 'shirt', 'jacket', 'scarf'],
    colours: ['Red', 'Navy Blue', 'Black', 'Beige'],
    materials: ['Cotton', 'Linen', 'Wool'],
    title: (/** @type {string} */ colour, /** @type {string} */ material, /** @type {string} */ kind, /** @type {number} */ n) => `Nordwind Women's ${colour} ${material} ${kind} size ${'SML'[n % 3]}`,
    good: ['The fabric is soft and the fit is perfect.', 'Delivery was fast and the packaging is nice.', 'Great quality for the price.', 'I love the colour, it looks beautiful.'],
    bad: ['The zipper broke after two days, terrible quality.', 'Delivery took three weeks, far too slow.', 'It runs small and the seams are scratchy.', 'Customer service was rude and never answered.'],
  },
  zh: {
    kinds: ['连衣裙', '衬衫', '外套', '围巾'],
    colours: ['红色', '藏青色', '黑色', '米色'],
    materials: ['纯棉', '亚麻', '羊毛'],
    title: (/** @type {string} */ colour, /** @type {string} */ material, /** @type {string} */ kind, /** @type {number} */ n) => `北风女士${colour}${material}${kind} ${'SML'[n % 3]}码`,
    good: ['面料很柔软，尺码正合适。', '物流很快，包装也很好。', '质量不错，性价比高。', '颜色很好看，很喜欢。'],
    bad: ['拉链两天就坏了，质量太差。', '快递太慢了，等了三个星期。', '尺码偏小，线头很多。', '客服态度很差，一直不回复。'],
  },
};

/**
 * @param {Lang} lang
 * @returns {{ name: string, bytes: string }[]}
 */
export function talkative(lang) {
  const { kinds, colours, materials, title, good, bad } = WORDS[lang];
  const titles = kinds.flatMap((kind, k) => colours.flatMap((colour, c) => materials.map((material, m) => title(colour, material, kind, k + c + m))));
  let orders = 'Order ID,Order Date,Customer ID,SKU,Product,Quantity,Unit Price,Currency\n';
  for (let n = 0; n < 360; n += 1) {
    const date = new Date(Date.UTC(2026, 0, 5 + Math.floor(n / 4))).toISOString().slice(0, 10);
    const at = (n * 7) % titles.length;
    orders += `D${n},${date},C${n % 71},S-${at},${titles[at]},${1 + (n % 2)},${20 + (at % 5)}.00,${lang === 'zh' ? 'CNY' : 'EUR'}\n`;
  }
  let reviews = 'Product,SKU,Rating,Review,Date\n';
  for (let n = 0; n < 240; n += 1) {
    const date = new Date(Date.UTC(2026, 0, 8 + Math.floor(n / 3))).toISOString().slice(0, 10);
    const at = (n * 11) % titles.length;
    const happy = n % 3 !== 0;
    // No two are alike, and none is longer than it must be.
    const words = [(happy ? good : bad)[n % 4], n % 5 === 0 ? (happy ? bad : good)[(n + 1) % 4] : ''].filter(Boolean).join(lang === 'zh' ? '' : ' ');
    const own = lang === 'zh' ? `${words}第${n + 1}次来买。` : `${words} Order ${n + 1} of mine.`;
    reviews += `${titles[at]},S-${at},${happy ? 5 - (n % 2) : 1 + (n % 2)},${own},${date}\n`;
  }
  return [{ name: 'orders.csv', bytes: orders }, { name: 'reviews.csv', bytes: reviews }];
}
