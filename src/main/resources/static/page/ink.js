/**
 * Strokes to the samples that a model takes. For grey pictures as the images of MNIST were made: the ink is scaled to
 * 20/28 of the side, smoothed by grey levels, and moved until its centre of mass is in the middle
 * (Y. LeCun, C. Cortes, C. Burges, http://yann.lecun.com/exdb/mnist/). The ink is reckoned and not read from a canvas,
 * since browsers that guard against fingerprints change what is read.
 */

/**
 * Points of 0 to 1, of which the surface's width is 1.
 * @typedef {{x: number, y: number}} Point
 * @typedef {Point[]} Stroke
 * @typedef {{data: Float32Array, width: number, height: number}} Raster
 * @typedef {{scale: number, x: number, y: number}} Transform scale, then move
 */

/** The diameter of the pen, where the surface's width is 1. */
export const PEN = 0.078;

/** The share of a side that the ink takes. */
const INK = 20 / 28;

/** Cells by pixel and direction. */
const FINENESS = 4;

const WHITE = 255;

/**
 * The samples of a drawing: white on black.
 * @param {Stroke[]} strokes at least one
 * @param {import('./api.js').ImageContract} contract
 * @returns {Uint8Array} height x width x channels
 */
export function samples(strokes, contract) {
  const {width, height} = contract;
  const grey = contract.mode.toLowerCase() === 'grayscale';
  const fine = draw(strokes, grey ? fitted(strokes, width, height) : {scale: width, x: 0, y: 0}, width, height);
  const shift = grey ? toMiddle(fine) : {x: 0, y: 0};
  const pixels = coarse(fine, shift, width, height);
  return grey ? pixels : tripled(pixels);
}

/**
 * The ink's extent in the middle of the picture, as large as it may be.
 * @param {Stroke[]} strokes
 * @param {number} width
 * @param {number} height
 * @returns {Transform}
 */
function fitted(strokes, width, height) {
  const xs = strokes.flat().map((point) => point.x);
  const ys = strokes.flat().map((point) => point.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = INK * Math.min(width / (right - left + PEN), height / (bottom - top + PEN));
  return {scale, x: width / 2 - scale * (left + right) / 2, y: height / 2 - scale * (top + bottom) / 2};
}

/**
 * Fine cells of 0 or 1.
 * @param {Stroke[]} strokes
 * @param {Transform} transform to pixels
 * @param {number} width
 * @param {number} height
 * @returns {Raster}
 */
function draw(strokes, transform, width, height) {
  const raster = {data: new Float32Array(width * height * FINENESS ** 2), width: width * FINENESS, height: height * FINENESS};
  const radius = PEN / 2 * transform.scale * FINENESS;
  const moved = (/** @type {Point} */ point) => ({
    x: (point.x * transform.scale + transform.x) * FINENESS,
    y: (point.y * transform.scale + transform.y) * FINENESS,
  });
  for (const stroke of strokes) {
    const points = stroke.map(moved);
    points.forEach((point, i) => drawLine(raster, points[Math.max(0, i - 1)], point, radius));
  }
  return raster;
}

/**
 * A line with round ends: all cells with their middle within the radius.
 * @param {Raster} raster
 * @param {Point} from
 * @param {Point} to
 * @param {number} radius
 */
function drawLine(raster, from, to, radius) {
  const [left, right] = [Math.min(from.x, to.x) - radius, Math.max(from.x, to.x) + radius];
  const [top, bottom] = [Math.min(from.y, to.y) - radius, Math.max(from.y, to.y) + radius];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(raster.height, bottom); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(raster.width, right); x++) {
      if (distance(x + 0.5, y + 0.5, from, to) <= radius) {
        raster.data[y * raster.width + x] = 1;
      }
    }
  }
}

/**
 * @param {number} x
 * @param {number} y
 * @param {Point} from
 * @param {Point} to
 */
function distance(x, y, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}

/**
 * From the centre of mass to the middle, in cells.
 * @param {Raster} raster
 * @returns {Point}
 */
function toMiddle(raster) {
  let [mass, x, y] = [0, 0, 0];
  raster.data.forEach((ink, i) => {
    mass += ink;
    x += ink * (i % raster.width + 0.5);
    y += ink * (Math.floor(i / raster.width) + 0.5);
  });
  return mass === 0
    ? {x: 0, y: 0}
    : {x: Math.round(raster.width / 2 - x / mass), y: Math.round(raster.height / 2 - y / mass)};
}

/**
 * Pixels of 0 to 255: the share of their cells that have ink.
 * @param {Raster} fine
 * @param {Point} shift
 * @param {number} width
 * @param {number} height
 */
function coarse(fine, shift, width, height) {
  const shares = new Float32Array(width * height);
  fine.data.forEach((ink, i) => {
    const x = Math.floor((i % fine.width + shift.x) / FINENESS);
    const y = Math.floor((Math.floor(i / fine.width) + shift.y) / FINENESS);
    if (ink > 0 && x >= 0 && x < width && y >= 0 && y < height) {
      shares[y * width + x] += ink;
    }
  });
  return Uint8Array.from(shares, (share) => Math.round(share * WHITE / FINENESS ** 2));
}

/** @param {Uint8Array} pixels */
function tripled(pixels) {
  return Uint8Array.from({length: pixels.length * 3}, (_, i) => pixels[Math.floor(i / 3)]);
}
