/** What the page says beside what it shows. */

import {byId, element, setText} from './dom.js';

const NOTICE = 10_000;

/**
 * Whether the service answers.
 * @param {'live' | 'lost' | 'paused' | 'locked' | 'partial'} state
 */
export function setState(state) {
  const place = byId('state');
  if (state === 'lost' && place.dataset.state !== 'lost') {
    announce('The service does not answer');
  } else if (state === 'live' && place.dataset.state === 'lost') {
    announce('The service answers again');
  }
  place.dataset.state = state;
  setText(place, {
    live: 'Live',
    lost: 'No answer, trying again',
    paused: 'Paused',
    locked: 'Needs a key',
    partial: 'No statistics: this key lacks the role observe',
  }[state]);
}

/**
 * Shows something for a while.
 * @param {string} words
 */
export function notify(words) {
  const notice = byId('notice');
  setText(notice, words);
  notice.hidden = false;
  setTimeout(() => { notice.hidden = true; }, NOTICE);
}

/**
 * Tells those who do not see the page.
 * @param {string} words
 */
export function announce(words) {
  byId('announcement').textContent = words;
}

/**
 * Says what is wrong with something that was asked for.
 * @param {string} name of the file or the drawing
 * @param {unknown} problem
 */
export function report(name, problem) {
  const words = problem instanceof Error ? problem.message : String(problem);
  byId('problems').append(element('p.problem', {}, element('b', {}, name), ` ${words}`));
}

/** Forgets what was wrong. */
export function clearProblems() {
  byId('problems').replaceChildren();
}
