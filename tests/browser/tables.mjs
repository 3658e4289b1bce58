// Tables with a column to predict, whose answer is known: what the label depends on, what gives it away, who is in them.

/**
 * Numbers from 0 to 1, the same for the same seed (mulberry32).
 *
 * @param {number} seed
 */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Visits: whether they end in a purchase depends on the pages seen, and a little on the channel. `Invoice` is filled
 * after the fact, `Email` names persons, `Visit` numbers the rows; the last ten rows have no label yet.
 *
 * @param {number} rows
 */
export function visits(rows) {
  const draw = chance(11);
  const lines = ['Visit,Email,Day,Pages,Channel,Invoice,Bought'];
  for (let row = 0; row < rows; row += 1) {
    const pages = Math.floor(draw() * 20);
    const channel = ['search', 'ads', 'mail'][Math.floor(draw() * 3)];
    const margin = 0.45 * (pages - 12) + (channel === 'mail' ? 1 : 0);
    const bought = draw() < 1 / (1 + Math.exp(-margin));
    const day = String(1 + Math.floor((row * 28) / rows)).padStart(2, '0');
    const open = row >= rows - 10;
    lines.push([
      `V${String(row).padStart(5, '0')}`, `v${row}@example.com`, `2026-03-${day}`, pages, channel,
      bought && !open ? `R${1000 + (row % 7)}` : '', open ? '' : bought ? 'yes' : 'no',
    ].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** Thirty rows, of which nothing can be learned. */
export function few() {
  const lines = ['Size,Kind,Returned'];
  for (let row = 0; row < 30; row += 1) lines.push(`${row % 7},${row % 2 ? 'a' : 'b'},${row % 3 ? 'no' : 'yes'}`);
  return `${lines.join('\n')}\n`;
}
