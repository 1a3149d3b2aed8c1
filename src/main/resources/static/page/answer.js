/** What a model said of one image. */

import {barRows} from './charts.js';
import {byId, setFacts, setText} from './dom.js';
import {askFeedback} from './feedback.js';
import * as format from './format.js';

/** So many scores at most, the highest. */
const MOST_SCORES = 10;

/**
 * Shows an answer.
 * @param {import('./history.js').Entry} entry
 * @param {import('./api.js').Model} model
 * @param {import('./feedback.js').Listener} listener
 */
export function showAnswer(entry, model, listener) {
  const {prediction, version, id} = entry.answer;
  byId('answer-empty').hidden = true;
  byId('answer-content').hidden = false;
  setText(byId('answer-hint'), entry.name);
  setText(byId('answer-label'), prediction.label);
  setText(byId('answer-probability'), format.percent(prediction.probability));
  showSeen(entry, model);
  showScores(prediction, model.labels ?? []);
  askFeedback(byId('feedback'), entry, model.labels ?? [], listener);
  setFacts(byId('answer-facts'), [
    ['Took', `${format.duration(entry.took / 1000)} there and back`],
    ['Version', format.version(version)],
    ['Prediction', id ?? '–'],
  ]);
}

/** Nothing has been asked of this model yet. */
export function showNoAnswer() {
  byId('answer-empty').hidden = false;
  byId('answer-content').hidden = true;
  setText(byId('answer-hint'), '');
}

/**
 * @param {import('./history.js').Entry} entry
 * @param {import('./api.js').Model} model
 */
function showSeen(entry, model) {
  const seen = /** @type {HTMLImageElement} */ (byId('answer-seen'));
  seen.src = entry.seen;
  const size = model.image ? `${model.image.width} × ${model.image.height}` : '';
  seen.alt = `What the model saw: ${size} pixels`;
  setText(byId('answer-size'), `as the model saw it, ${size}`);
}

/**
 * @param {import('./api.js').Prediction} prediction
 * @param {string[]} labels in the card's order, which is kept where all of them are shown
 */
function showScores({label, scores}, labels) {
  const shown = labels.length <= MOST_SCORES
    ? labels
    : labels.toSorted((a, b) => scores[b] - scores[a]).slice(0, MOST_SCORES);
  const rows = barRows(byId('answer-scores'), shown);
  shown.forEach((name, i) =>
    rows.show(i, {share: scores[name], text: format.percent(scores[name]), chosen: name === label}));
}
