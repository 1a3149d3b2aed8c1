/** Numbers as people read them. */

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const tenths = new Intl.NumberFormat('en', {minimumFractionDigits: 1, maximumFractionDigits: 1});
const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit'});
const day = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});

/**
 * A count, such as 12,345.
 * @param {number} value
 */
export function count(value) {
  return whole.format(value);
}

/**
 * A count with its noun.
 * @param {number} value
 * @param {string} one
 * @param {string} [many]
 */
export function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/**
 * A rate by second: one decimal where it is small.
 * @param {number} value
 */
export function rate(value) {
  return value > 0 && value < 100 ? tenths.format(value) : count(value);
}

/**
 * A share of 0 to 1. Only all is 100%, and only none is 0%.
 * @param {number} share
 */
export function percent(share) {
  const text = tenths.format(share * 100);
  if (text === '100.0') {
    return share < 1 ? '> 99.9%' : '100%';
  }
  if (text === '0.0') {
    return share > 0 ? '< 0.1%' : '0%';
  }
  return `${text}%`;
}

/**
 * A duration with two digits that count.
 * @param {number} seconds
 */
export function duration(seconds) {
  if (seconds < 1e-3) {
    return `${digits(seconds * 1e6)} µs`;
  }
  return seconds < 1 ? `${digits(seconds * 1e3)} ms` : `${digits(seconds)} s`;
}

/** @param {number} value */
function digits(value) {
  return value < 10 ? value.toPrecision(2) : whole.format(value);
}

/**
 * A moment: the time, and the day where it is another one.
 * @param {Date} moment
 */
export function time(moment) {
  return moment.toDateString() === new Date().toDateString() ? clock.format(moment) : day.format(moment);
}

/**
 * What tells a version in few letters: a digest is cut.
 * @param {string} version
 */
export function version(version) {
  return /^[0-9a-f]{32,}$/.test(version) ? version.slice(0, 8) : version;
}
