// Hostile files that are too large to keep: made by the browser test of bad files. Nothing but Node's zlib.
//
//   import { wideCsv, longLine, zipBomb } from './large.mjs'
//   node tests/shops/large.mjs FOLDER      writes wide.csv, long_line.csv and bomb.zip

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 as zlibCrc32, deflateRawSync } from 'node:zlib';

/** CRC-32 as archives want it; older Nodes have none. @type {(data: Buffer) => number} */
const crc32 = zlibCrc32 ?? ((data) => {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
});

/** A CSV of many columns and three rows. @param {number} [columns] */
export function wideCsv(columns = 10_000) {
  const numbers = Array.from({ length: columns }, (_, i) => i);
  const header = numbers.map((i) => `c${i}`).join(',');
  const row = numbers.join(',');
  return Buffer.from(`${header}\n${row}\n${row}\n${row}\n`);
}

/** A CSV whose second line is one cell of that many bytes. @param {number} [bytes] */
export function longLine(bytes = 100_000_000) {
  return Buffer.concat([Buffer.from('Order ID,Total\n'), Buffer.alloc(bytes, 'x'), Buffer.from('\n2,5.00\n')]);
}

/** An archive of one entry that unpacks to a thousand times its size. @param {number} [mebibytes] */
export function zipBomb(mebibytes = 4096) {
  // Deflate streams can be strung together when each ends on a byte boundary, so that 1 MiB is packed once.
  const mebibyte = Buffer.alloc(1 << 20, '1,1\n');
  const packed = deflateRawSync(mebibyte, { finishFlush: 2 }); // Z_SYNC_FLUSH: no final block
  const data = Buffer.concat([...Array(mebibytes).fill(packed), deflateRawSync(Buffer.alloc(0))]);
  const size = mebibytes * mebibyte.length;
  const crc = crc32(mebibyte); // wrong for the whole, but nobody should get as far as checking it
  return archive('orders.csv', data, Math.min(size, 0xffff_fffe), crc);
}

/** @param {string} name @param {Buffer} data @param {number} size @param {number} crc */
function archive(name, data, size, crc) {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc, 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(size, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

if (process.argv[1]?.endsWith('large.mjs') && process.argv[2]) {
  for (const [name, content] of Object.entries({ 'wide.csv': wideCsv(), 'long_line.csv': longLine(), 'bomb.zip': zipBomb() })) {
    writeFileSync(join(process.argv[2], name), content);
  }
}
