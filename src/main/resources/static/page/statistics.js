/** What the service counts, and what follows from two such counts. */

/**
 * Values, counted up to each bound.
 * @typedef {{count: number, sum: number, bounds: number[], counts: number[]}} Distribution
 * @typedef {{feature: string, values: number, capacity: number, enough: number, psi?: number, js?: number}} Drift
 * @typedef {{model: string, version: string, digest: string, since: string,
 *   requests: {active: number, outcomes: Record<string, number>, seconds: Distribution},
 *   stages: Array<{stage: string, seconds: Distribution}>,
 *   predictions?: Record<string, number>, scores: Distribution, refused: Record<string, number>, drift: Drift[],
 *   feedback?: {right: number, wrong: number, window: number, authenticated: boolean, accuracy?: number, logLoss?: number}}} Statistics
 * @typedef {{at: number, statistics: Statistics}} Sample at: milliseconds
 */

const MINUTE = 60_000;

/** How long samples are kept. */
export const SPAN = 2 * MINUTE;

/**
 * What was counted between two distributions of the same buckets.
 * @param {Distribution} now
 * @param {Distribution | undefined} before where there was none yet, everything
 * @returns {Distribution}
 */
export function difference(now, before) {
  if (!before || before.bounds.length !== now.bounds.length) {
    return now;
  }
  return {
    count: now.count - before.count,
    sum: now.sum - before.sum,
    bounds: now.bounds,
    counts: now.counts.map((count, i) => count - before.counts[i]),
  };
}

/**
 * The value that a share of all values does not exceed, supposing that they lie evenly in each bucket, as Prometheus
 * does. Beyond the last bound it is that bound.
 * @param {Distribution} distribution with at least one value
 * @param {number} share
 */
export function quantile({count, bounds, counts}, share) {
  const rank = share * count;
  const bucket = counts.findIndex((upTo) => upTo >= rank);
  if (bucket < 0) {
    return bounds[bounds.length - 1];
  }
  const below = bucket === 0 ? 0 : counts[bucket - 1];
  const lower = bucket === 0 ? 0 : bounds[bucket - 1];
  const inside = counts[bucket] - below;
  return inside === 0 ? bounds[bucket] : lower + (bounds[bucket] - lower) * (rank - below) / inside;
}

/**
 * How many values each bucket has by itself.
 * @param {Distribution} distribution
 */
export function buckets({counts}) {
  return counts.map((count, i) => count - (i === 0 ? 0 : counts[i - 1]));
}

/**
 * Shares of the sum; zeros if that is zero.
 * @param {number[]} counts
 */
export function shares(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => total === 0 ? 0 : count / total);
}

/**
 * How many requests a model has answered.
 * @param {Statistics} statistics
 */
export function answered({stages}) {
  return stages.find(({stage}) => stage === 'inference')?.seconds.count ?? 0;
}

/** The samples of the last two minutes, of one version of one model. */
export class Timeline {
  /** @type {Sample[]} */
  #samples = [];

  /**
   * Adds a sample. If it does not continue the ones before, they are forgotten: another version, or a restart.
   * @param {Statistics} statistics
   * @param {number} at milliseconds
   */
  add(statistics, at) {
    if (this.#samples.length > 0 && !continues(statistics, this.latest)) {
      this.#samples = [];
    }
    this.#samples.push({at, statistics});
    while (this.#samples[0].at < at - SPAN) {
      this.#samples.shift();
    }
  }

  /** The statistics of the last sample. */
  get latest() {
    return this.#samples[this.#samples.length - 1].statistics;
  }

  /**
   * The requests by second that the model answered, between each two samples.
   * @returns {Array<{at: number, rate: number}>}
   */
  rates() {
    return this.#samples.slice(1).map((sample, i) => {
      const before = this.#samples[i];
      const requests = answered(sample.statistics) - answered(before.statistics);
      return {at: sample.at, rate: Math.max(0, requests) * 1000 / (sample.at - before.at)};
    });
  }

  /** The last sample, and the one to compare it with; that is missing if nothing was answered in the last minute. */
  lastMinute() {
    const now = this.#samples[this.#samples.length - 1];
    const before = this.#samples.find((sample) => sample.at >= now.at - MINUTE);
    const quiet = !before || answered(before.statistics) === answered(now.statistics);
    return {now: now.statistics, before: quiet ? undefined : before.statistics};
  }
}

/**
 * @param {Statistics} now
 * @param {Statistics} before
 */
function continues(now, before) {
  return now.model === before.model && now.digest === before.digest && now.since === before.since
    && answered(now) >= answered(before);
}
