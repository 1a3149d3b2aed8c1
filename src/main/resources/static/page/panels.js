/** What the service counts, as panels that are shown anew with each sample. */

import {barRows, histogram, lineChart, trackRows} from './charts.js';
import {byId, element, setFacts, setText} from './dom.js';
import * as format from './format.js';
import {SPAN, answered, buckets, difference, quantile, shares} from './statistics.js';

/**
 * @typedef {import('./api.js').Model} Model
 * @typedef {import('./statistics.js').Timeline} Timeline
 * @typedef {import('./statistics.js').Statistics} Statistics
 * @typedef {(timeline: Timeline) => void} Panel shows what there is now
 */

/** More labels would be a list that nobody reads. */
const MOST_LABELS = 12;

/** From 10 µs to 1 s, by powers of ten. */
const FASTEST = 1e-5;
const POWERS = 5;

/** By custom, above the first something has changed, and above the second much. */
const SHIFTED = 0.1;
const DRIFTED = 0.25;
const DRIFT_SCALE = 0.5;

const STAGES = new Map([
  ['decode', 'Read and decode'], ['queue', 'Wait'], ['inference', 'Inference'],
]);

const FEATURES = new Map([
  ['score', 'Score'], ['mean', 'Brightness'], ['deviation', 'Contrast'], ['ink', 'Bright area'],
]);

/**
 * All panels of a model.
 * @param {Model} model
 * @returns {Panel}
 */
export function panels(model) {
  const all = [traffic(), latency(), predictions(model), scores(model), drift(), accuracy(model)];
  return (timeline) => all.forEach((show) => show(timeline));
}

/** @returns {Panel} */
function traffic() {
  const chart = lineChart(SPAN);
  byId('traffic-chart').replaceChildren(chart.element);
  return (timeline) => {
    const {latest} = timeline;
    const rates = timeline.rates();
    const last = rates.slice(-3);
    const rate = last.reduce((sum, point) => sum + point.rate, 0) / Math.max(1, last.length);
    const most = Math.max(0, ...rates.map((point) => point.rate));
    setText(byId('rate'), format.rate(rate));
    chart.show(rates, rates.at(-1)?.at ?? 0,
      `Requests per second over the last two minutes: now ${format.rate(rate)}, at most ${format.rate(most)}`);
    setFacts(byId('traffic-facts'), [
      ['Answered', format.count(answered(latest))],
      ['Refused', format.count(sum(Object.values(latest.refused)))],
      ['In progress', format.count(latest.requests.active)],
    ]);
  };
}

/** @returns {Panel} */
function latency() {
  /** @type {ReturnType<typeof trackRows> | undefined} */
  let rows;
  return (timeline) => {
    const {now, before} = timeline.lastMinute();
    rows ??= trackRows(byId('latency'),
      [...now.stages.map(({stage}) => STAGES.get(stage) ?? stage), 'Request']);
    setText(byId('latency-hint'), `p50 · p99, ${before ? 'the last minute' : since(now)}`);
    const times = now.stages.map(({stage, seconds}) =>
      difference(seconds, before?.stages.find((other) => other.stage === stage)?.seconds));
    times.push(difference(now.requests.seconds, before?.requests.seconds));
    times.forEach((time, i) => rows?.show(i, range(time)));
  };
}

/** @param {import('./statistics.js').Distribution} time */
function range(time) {
  if (time.count === 0 || time.bounds.length === 0) {
    return {from: 0, to: 0, text: 'nothing yet', state: 'none'};
  }
  const [half, most] = [quantile(time, 0.5), quantile(time, 0.99)];
  const place = (/** @type {number} */ seconds) => Math.log10(Math.max(FASTEST, seconds) / FASTEST) / POWERS;
  return {
    from: place(half),
    to: Math.max(place(most), place(half) + 0.012),
    text: `${format.duration(half)} · ${format.duration(most)}`,
  };
}

/**
 * @param {Model} model
 * @returns {Panel}
 */
function predictions(model) {
  const labels = (model.labels ?? []).slice(0, MOST_LABELS);
  const expected = expectedLabels(model);
  const rows = barRows(byId('predictions-rows'), labels);
  legend('predictions-legend', model.evaluation && labels.length > 0 ? model.evaluation.dataset : undefined);
  return ({latest}) => {
    const counts = (model.labels ?? []).map((label) => latest.predictions?.[label] ?? 0);
    setText(byId('predictions-hint'), labels.length === 0
      ? 'A model without a card has no labels.'
      : `${format.counted(sum(counts), 'prediction')}, ${since(latest)}${beyond(model)}`);
    const found = shares(counts);
    const widest = Math.max(...found, ...expected ?? [], 0.01);
    labels.forEach((_, i) => rows.show(i, {
      share: found[i] / widest,
      expected: expected && expected[i] / widest,
      text: counts[i] === 0 ? '0' : `${format.count(counts[i])} · ${format.percent(found[i])}`,
    }));
  };
}

/** @param {Model} model */
function beyond(model) {
  const more = (model.labels?.length ?? 0) - MOST_LABELS;
  return more > 0 ? `; ${more} more labels are not shown` : '';
}

/**
 * The share of each label among the predictions of the evaluation.
 * @param {Model} model
 */
function expectedLabels({evaluation}) {
  const rows = evaluation?.confusionMatrix;
  return rows && shares(rows[0].map((_, column) => sum(rows.map((row) => row[column]))));
}

/**
 * @param {Model} model
 * @returns {Panel}
 */
function scores(model) {
  const reference = model.reference?.scoreHistogram;
  const expected = reference && shares(reference);
  const chart = histogram(expected);
  byId('scores-chart').replaceChildren(chart.element);
  setText(byId('scores-hint'), model.signature.outputs.length === 1 && model.labels?.length === 2
    ? `probability of “${model.labels[1]}”; heights are square roots`
    : 'probability of the label; heights are square roots');
  legend('scores-legend', reference ? model.evaluation?.dataset ?? 'the model card' : undefined);
  return ({latest}) => {
    const found = shares(buckets(latest.scores));
    const ends = (found[0] ?? 0) + (found.at(-1) ?? 0);
    chart.show(found, latest.scores.count === 0
      ? 'No scores yet'
      : `Histogram of ${format.counted(latest.scores.count, 'score')}; ${format.percent(ends)} are in the outermost buckets`);
  };
}

/** @returns {Panel} */
function drift() {
  /** @type {ReturnType<typeof trackRows> | undefined} */
  let rows;
  return ({latest}) => {
    const [first] = latest.drift;
    rows ??= trackRows(byId('drift-rows'), latest.drift.map(({feature}) => FEATURES.get(feature) ?? feature),
      [SHIFTED / DRIFT_SCALE, DRIFTED / DRIFT_SCALE]);
    setText(byId('drift-hint'), first
      ? `population stability index of the last ${format.count(first.capacity)} images, of five minutes at most`
      : 'The model card has no reference to compare with.');
    latest.drift.forEach((feature, i) => rows?.show(i, distance(feature)));
  };
}

/** @param {import('./statistics.js').Drift} drift */
function distance({values, enough, psi}) {
  if (psi === undefined) {
    return {from: 0, to: values / enough, text: `${format.count(values)} of ${enough} images needed`, state: 'collecting'};
  }
  const [state, word] = psi < SHIFTED ? ['good', 'steady'] : psi < DRIFTED ? ['fair', 'shifted'] : ['bad', 'drifted'];
  return {from: 0, to: Math.max(0.012, psi / DRIFT_SCALE), text: `${psi.toFixed(2)} · ${word}`, state};
}

/** @param {{right: number, wrong: number, authenticated: boolean} | undefined} feedback */
function hint(feedback) {
  if (!feedback) {
    return 'A model without a card gets no feedback.';
  }
  return feedback.authenticated ? 'from what holders of a key say was right' : 'from what people say was right';
}

/**
 * @param {Model} model
 * @returns {Panel}
 */
function accuracy(model) {
  const figure = element('b');
  const words = element('span');
  const facts = element('dl.facts.columns');
  const invitation = element('p.quiet', {}, 'Nobody has said yet what was right.');
  const content = element('div', {}, element('p.figure', {}, figure, ' ', words), facts);
  byId('accuracy-content').replaceChildren(invitation, content);
  return ({latest: {feedback}}) => {
    const given = feedback ? feedback.right + feedback.wrong : 0;
    setText(byId('accuracy-hint'), hint(feedback));
    invitation.hidden = !feedback || given > 0;
    content.hidden = given === 0;
    if (!feedback || given === 0) {
      return;
    }
    setText(figure, format.percent(feedback.accuracy ?? 0));
    setText(words, `right, of ${given === 1 ? 'one' : `the last ${format.count(Math.min(given, feedback.window))}`}`);
    setFacts(facts, [
      ['Right', format.count(feedback.right)],
      ['Wrong', format.count(feedback.wrong)],
      ['At evaluation', model.evaluation ? format.percent(model.evaluation.accuracy) : '–'],
    ]);
  };
}

/**
 * @param {string} id
 * @param {string | undefined} reference what the outline is of
 */
function legend(id, reference) {
  const key = (/** @type {string} */ kind, /** @type {string} */ text) =>
    element('span', {}, element(`i.${kind}`, {'aria-hidden': true}), text);
  byId(id).replaceChildren(...reference ? [key('live', 'live'), key('expected', reference)] : []);
}

/** @param {Statistics} statistics */
function since(statistics) {
  return `since ${format.time(new Date(statistics.since))}`;
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
