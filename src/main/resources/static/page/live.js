/** Asks for the statistics about once a second, while somebody looks. */

import * as api from './api.js';

const INTERVAL = 1000;
const LONGEST = 8000;

/**
 * @typedef {{
 *   arrived: (statistics: import('./statistics.js').Statistics) => void,
 *   failed: (problem: Error) => void,
 *   paused: () => void
 * }} Listener
 */

/** One model's statistics, again and again. After failures it asks more seldom, and goes on by itself. */
export class Poller {
  /** @param {Listener} listener */
  constructor(listener) {
    this.listener = listener;
    /** @type {string | undefined} */
    this.model = undefined;
    this.timer = 0;
    this.failures = 0;
    this.turn = 0;
    this.stopped = false;
    document.addEventListener('visibilitychange', () => this.#wake());
    window.addEventListener('online', () => this.#wake());
  }

  /**
   * Asks at once, and from then on.
   * @param {string} [model] another one
   */
  start(model = this.model) {
    this.stopped = false;
    this.model = model;
    this.#wake();
  }

  /** Asks no more until it is started again. */
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  #wake() {
    clearTimeout(this.timer);
    this.turn++;
    if (document.hidden) {
      this.listener.paused();
    } else if (this.model && !this.stopped) {
      this.#ask(this.model, this.turn);
    }
  }

  /**
   * @param {string} model
   * @param {number} turn what comes in a later one is not listened to
   */
  async #ask(model, turn) {
    try {
      const statistics = await api.statistics(model);
      if (turn === this.turn) {
        this.failures = 0;
        this.listener.arrived(statistics);
      }
    } catch (problem) {
      if (turn === this.turn) {
        this.failures++;
        this.listener.failed(/** @type {Error} */ (problem));
      }
    }
    if (turn === this.turn && !this.stopped) {
      const wait = Math.min(LONGEST, INTERVAL * 2 ** Math.max(0, this.failures - 1));
      this.timer = window.setTimeout(() => this.#ask(model, turn), wait);
    }
  }
}
