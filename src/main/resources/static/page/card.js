/** What comes with a model: which one it is, and how it did when it was evaluated. */

import {byId, element, setNumber, setText} from './dom.js';
import * as format from './format.js';

/** More labels make a matrix that nobody reads. */
const MOST_LABELS = 16;

/**
 * Shows the card of a model.
 * @param {import('./api.js').Model} model
 */
export function showCard(model) {
  setText(byId('card-hint'), model.description ?? 'It came without a card: only its graph is known.');
  const matrix = model.evaluation && model.labels && confusion(model.evaluation, model.labels);
  byId('card-content').replaceChildren(facts(model), ...matrix ? [matrix] : []);
}

/** @param {import('./api.js').Model} model */
function facts(model) {
  const {image, evaluation} = model;
  /** @type {Array<[string, string]>} */
  const all = [
    ['Name', model.name],
    ['Version', model.version],
    ['Digest', model.digest],
    ['Takes', model.signature.inputs.map(tensor).join(', ')],
    ['Gives', model.signature.outputs.map(tensor).join(', ')],
  ];
  if (image) {
    all.push(['Images', `${image.width} × ${image.height}, ${image.mode.toLowerCase()}; others are ${
      image.size.toLowerCase() === 'resize' ? 'resized' : 'refused'}`]);
  }
  if (model.labels) {
    all.push(['Labels', model.labels.slice(0, MOST_LABELS).join(', ')
      + (model.labels.length > MOST_LABELS ? `, … (${model.labels.length})` : '')]);
  }
  if (evaluation) {
    all.push(
      ['Evaluated on', `${evaluation.dataset}, ${format.count(evaluation.size)}`],
      ['Accuracy', format.percent(evaluation.accuracy)],
      ['Log loss', evaluation.logLoss.toPrecision(3)]);
  }
  return element('dl.facts', {}, ...all.map(([term, fact]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, fact))));
}

/** @param {import('./api.js').Tensor} tensor */
function tensor({name, type, shape}) {
  return `${name}: ${type.toLowerCase()} [${shape.map((size) => size < 0 ? '?' : size).join(', ')}]`;
}

/**
 * @param {import('./api.js').Evaluation} evaluation
 * @param {string[]} labels
 */
function confusion({confusionMatrix}, labels) {
  if (labels.length > MOST_LABELS) {
    return undefined;
  }
  const head = element('tr', {}, element('td'),
    ...labels.map((label) => element('th', {scope: 'col'}, label)));
  const rows = confusionMatrix.map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return element('tr', {}, element('th', {scope: 'row'}, labels[i]),
      ...row.map((count, j) => cell(count, total, i === j)));
  });
  const table = element('table', {'aria-label': 'Confusion matrix of the evaluation'},
    element('thead', {}, head), element('tbody', {}, ...rows));
  return element('div', {},
    element('h3', {}, 'Evaluation ', element('span.hint', {}, 'true labels down, predicted across')),
    element('div.scroll', {tabindex: 0, role: 'region', 'aria-label': 'Confusion matrix'}, table));
}

/**
 * @param {number} count
 * @param {number} total of the row
 * @param {boolean} right
 */
function cell(count, total, right) {
  const made = element(right ? 'td.right' : count > 0 ? 'td.wrong.some' : 'td.wrong', {}, String(count || '·'));
  setNumber(made, '--share', total === 0 ? 0 : count / total);
  return made;
}
