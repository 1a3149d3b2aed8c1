/** Samples to a PNG (https://www.w3.org/TR/png-3/). */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GREY = 0;
const COLOUR = 2;

const CRC = Uint32Array.from({length: 256}, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

/**
 * A PNG of 8 bits.
 * @param {Uint8Array} samples height x width x channels
 * @param {number} width
 * @param {number} height
 * @returns {Promise<Blob>}
 */
export async function png(samples, width, height) {
  const channels = samples.length / width / height;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, channels === 1 ? GREY : COLOUR);
  const pixels = await deflated(rows(samples, height));
  return new Blob(
    [
      Uint8Array.from(SIGNATURE),
      chunk('IHDR', new Uint8Array(header.buffer)),
      chunk('IDAT', pixels),
      chunk('IEND', new Uint8Array()),
    ],
    {type: 'image/png'});
}

/**
 * Each row begins with its filter: none.
 * @param {Uint8Array} samples
 * @param {number} height
 */
function rows(samples, height) {
  const length = samples.length / height;
  const filtered = new Uint8Array(samples.length + height);
  for (let row = 0; row < height; row++) {
    filtered.set(samples.subarray(row * length, (row + 1) * length), row * (length + 1) + 1);
  }
  return filtered;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function deflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * @param {string} type
 * @param {Uint8Array} data
 */
function chunk(type, data) {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, checksum(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** @param {Uint8Array} bytes */
function checksum(bytes) {
  return ~bytes.reduce((crc, byte) => CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8), ~0) >>> 0;
}
