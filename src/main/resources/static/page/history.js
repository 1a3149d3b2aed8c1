/** The last answers, as small pictures that bring them back. */

import {byId, element} from './dom.js';

const MOST = 24;

/**
 * An answer, and what it was about.
 * @typedef {{answer: import('./api.js').Answer, seen: string, name: string, took: number,
 *   feedback?: {label: string, outcome: string}}} Entry
 *   seen: address of the picture that the model got; name: of the file, or `drawing`; took: milliseconds
 */

/** Keeps entries, the newest first. */
export class History {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {Entry | undefined} */
  #chosen = undefined;

  /** @param {(entry: Entry) => void} chosen an old entry is to be shown again */
  constructor(chosen) {
    this.chosen = chosen;
  }

  /**
   * Adds an entry, which is shown now.
   * @param {Entry} entry
   */
  add(entry) {
    this.#entries.unshift(entry);
    this.#entries.splice(MOST).forEach(({seen}) => URL.revokeObjectURL(seen));
    this.mark(entry);
  }

  /**
   * Says which one is shown.
   * @param {Entry} entry
   */
  mark(entry) {
    this.#chosen = entry;
    const tiles = this.#entries.map((other) => this.#tile(other));
    byId('history').hidden = tiles.length < 2;
    byId('history-list').replaceChildren(...tiles);
  }

  /** Forgets all. */
  clear() {
    this.#entries.forEach(({seen}) => URL.revokeObjectURL(seen));
    this.#entries = [];
    byId('history').hidden = true;
  }

  /** @param {Entry} entry */
  #tile(entry) {
    const {label} = entry.answer.prediction;
    const tile = element('button', {
      type: 'button',
      title: entry.name,
      'aria-label': `${entry.name}: ${label}`,
      'aria-pressed': String(entry === this.#chosen),
      click: () => {
        this.chosen(entry);
        // The tiles are new ones: keep the place of whoever goes through them by keyboard.
        const index = this.#entries.indexOf(entry);
        byId('history-list').querySelectorAll('button')[index]?.focus();
      },
    }, element('img', {src: entry.seen, alt: ''}), element('span', {}, label));
    if (entry.feedback) {
      tile.dataset.outcome = entry.feedback.outcome;
    }
    return element('li', {}, tile);
  }
}
