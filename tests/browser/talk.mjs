// A shop with texts: orders whose titles say what the products are, and reviews that praise and blame.

/** @typedef {'en' | 'zh'} Lang */

const WORDS = {
  en: {
    kinds: ['dress', 'shirt', 'jacket', 'scarf'],
    colours: ['Red', 'Navy Blue', 'Black', 'Beige'],
    materials: ['Cotton', 'Linen', 'Wool'],
    title: (/** @type {string} */ colour, /** @type {string} */ material, /** @type {string} */ kind, /** @type {number} */ n) => `Nordwind Women's ${colour} ${material} ${kind} size ${'SML'[n % 3]}`,
    good: [
      'The fabric is soft.', 'The fit is perfect.', 'Delivery was fast.', 'The packaging is nice.', 'Great quality for the price.', 'I love the colour.',
      'It looks beautiful on my daughter.', 'Customer service answered within an hour.', 'The seams are neat.', 'It is warm without being heavy.', 'My mother wears it every day.', 'True to size.',
    ],
    bad: [
      'The zipper broke after two days.', 'Terrible quality.', 'Delivery took three weeks.', 'It runs small.', 'The seams are scratchy.', 'Customer service was rude.',
      'The colour faded in the first wash.', 'It smells of glue.', 'The box arrived crushed.', 'Far too expensive for what it is.', 'The sleeves are too short.', 'Nobody ever answered my mails.',
    ],
  },
  zh: {
    kinds: ['连衣裙', '衬衫', '外套', '围巾'],
    colours: ['红色', '藏青色', '黑色', '米色'],
    materials: ['纯棉', '亚麻', '羊毛'],
    title: (/** @type {string} */ colour, /** @type {string} */ material, /** @type {string} */ kind, /** @type {number} */ n) => `北风女士${colour}${material}${kind} ${'SML'[n % 3]}码`,
    good: [
      '面料很柔软。', '尺码正合适。', '物流很快。', '包装也很好。', '质量不错，性价比高。', '颜色很好看。',
      '女儿穿上很漂亮。', '客服一小时内就回复了。', '走线很整齐。', '保暖又不厚重。', '妈妈天天穿。', '版型很正。',
    ],
    bad: [
      '拉链两天就坏了。', '质量太差。', '快递太慢了，等了三个星期。', '尺码偏小。', '线头很多，扎人。', '客服态度很差。',
      '第一次洗就掉色。', '有一股胶水味。', '盒子压坏了。', '价格太贵，不值。', '袖子太短。', '发消息一直没人回复。',
    ],
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
  let seed = 11;
  const next = (/** @type {number} */ most) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(seed / 2_147_483_648 * most);
  };
  for (let n = 0; n < 240; n += 1) {
    const date = new Date(Date.UTC(2026, 0, 8 + Math.floor(n / 3))).toISOString().slice(0, 10);
    const at = (n * 11) % titles.length;
    const happy = n % 3 !== 0;
    // Three clauses, now and then one of the other kind: few reviews are nearly alike.
    const clauses = new Set();
    while (clauses.size < 3) clauses.add((clauses.size === 2 && n % 5 === 0 ? (happy ? bad : good) : (happy ? good : bad))[next(12)]);
    reviews += `${titles[at]},S-${at},${happy ? 5 - (n % 2) : 1 + (n % 2)},"${[...clauses].join(lang === 'zh' ? '' : ' ')}",${date}\n`;
  }
  // What has nothing to read in it, and what holds somebody's number.
  reviews += `${titles[0]},S-0,5,❤️❤️❤️,2026-03-30\n${titles[1]},S-1,2,"${bad[0]} 13812345678",2026-03-30\n`;
  return [{ name: 'orders.csv', bytes: orders }, { name: 'reviews.csv', bytes: reviews }];
}
