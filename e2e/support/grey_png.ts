import { crc32, deflateSync } from 'node:zlib';

/** A PNG of `width` columns of greys from 0 to 15, row by row. */
export function greyPng(width: number, greys: Uint8Array): Buffer {
  const height = greys.length / width;
  const stride = 1 + Math.ceil(width / 2);
  const rows = Buffer.alloc(height * stride);
  for (const [at, grey] of greys.entries()) {
    const [row, column] = [Math.floor(at / width), at % width];
    const byte = row * stride + 1 + (column >> 1);
    rows[byte] = (rows[byte] ?? 0) | (column % 2 === 0 ? grey << 4 : grey);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Four bits a pixel, greys.
  header[8] = 4;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
