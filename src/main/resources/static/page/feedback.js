/** "Was this right?" */

import * as api from './api.js';
import {element} from './dom.js';

/** For more labels there is a list instead of a button for each. */
const MOST_BUTTONS = 12;

/**
 * @typedef {import('./history.js').Entry} Entry
 * @typedef {{given: (entry: Entry) => void}} Listener
 */

/**
 * Asks whether an answer was right, or shows what was said.
 * @param {HTMLElement} place
 * @param {Entry} entry
 * @param {string[]} labels all that there are
 * @param {Listener} listener
 */
export function askFeedback(place, entry, labels, listener) {
  const {id, prediction} = entry.answer;
  if (entry.feedback) {
    place.replaceChildren(thanks(entry.feedback, prediction.label));
  } else if (!id) {
    place.replaceChildren(element('p', {}, 'This service takes no feedback.'));
  } else {
    const send = (/** @type {string} */ label) => give(place, entry, id, label, labels, listener);
    place.replaceChildren(question(place, prediction.label, labels, send));
  }
}

/**
 * @param {{label: string, outcome: string}} feedback
 * @param {string} predicted
 */
function thanks({label, outcome}, predicted) {
  const words = outcome === 'right' ? `“${label}” was right.` : `It was “${label}”, and not “${predicted}”.`;
  const made = element('p.thanks', {tabindex: -1}, `${words} That counts towards the live accuracy.`);
  made.dataset.outcome = outcome;
  return made;
}

/**
 * @param {HTMLElement} place
 * @param {string} predicted
 * @param {string[]} labels
 * @param {(label: string) => void} send
 */
function question(place, predicted, labels, send) {
  const others = labels.filter((label) => label !== predicted);
  const no = others.length === 1
    ? element('button', {type: 'button', click: () => send(others[0])}, `No, it is “${others[0]}”`)
    : element('button', {type: 'button', click: () => offer(place, others, send)}, 'No');
  return element('div.question', {role: 'group', 'aria-label': 'Was this right?'},
    element('p', {}, 'Was this right?'),
    element('button', {type: 'button', click: () => send(predicted)}, 'Yes'), no);
}

/**
 * @param {HTMLElement} place
 * @param {string[]} others
 * @param {(label: string) => void} send
 */
function offer(place, others, send) {
  const choices = others.length > MOST_BUTTONS
    ? [choice(others, send)]
    : others.map((label) => element('button', {type: 'button', click: () => send(label)}, label));
  place.replaceChildren(element('div.question', {role: 'group', 'aria-label': 'What is it?'},
    element('p', {}, 'What is it?'), ...choices));
  choices[0].focus();
}

/**
 * @param {string[]} labels
 * @param {(label: string) => void} send
 */
function choice(labels, send) {
  const list = /** @type {HTMLSelectElement} */ (element('select', {'aria-label': 'The true label'},
    element('option', {value: ''}, 'Choose…'), ...labels.map((label) => element('option', {}, label))));
  list.addEventListener('change', () => list.value && send(list.value));
  return list;
}

/**
 * @param {HTMLElement} place
 * @param {Entry} entry
 * @param {string} id
 * @param {string} label
 * @param {string[]} labels
 * @param {Listener} listener
 */
async function give(place, entry, id, label, labels, listener) {
  place.querySelectorAll('button').forEach((button) => { button.disabled = true; });
  try {
    const {outcome} = await api.giveFeedback(entry.answer.model, id, label);
    entry.feedback = {label, outcome};
    listener.given(entry);
  } catch (problem) {
    askFeedback(place, entry, labels, listener);
    place.append(element('p.problem', {role: 'alert'}, /** @type {Error} */ (problem).message));
  }
}
