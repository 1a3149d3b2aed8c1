/** The page: what it shows follows from the chosen model, its answers, and its statistics. */

import {showAnswer, showNoAnswer} from './answer.js';
import * as api from './api.js';
import {showCard} from './card.js';
import {byId, element, setText} from './dom.js';
import * as format from './format.js';
import {History} from './history.js';
import {samples} from './ink.js';
import {Poller} from './live.js';
import {announce, clearProblems, notify, report, setState} from './messages.js';
import {panels} from './panels.js';
import {png} from './png.js';
import {Timeline} from './statistics.js';
import {Surface} from './surface.js';
import {takeFiles} from './uploads.js';

/** More files at once would be a load test. */
const MOST_FILES = 100;

const choice = /** @type {HTMLSelectElement} */ (byId('model'));
const undo = /** @type {HTMLButtonElement} */ (byId('undo'));
const clear = /** @type {HTMLButtonElement} */ (byId('clear'));

/** @type {api.Model[]} */
let served = [];
/** @type {api.Model | undefined} */
let model;
/** @type {import('./panels.js').Panel} */
let showStatistics = () => {};
let timeline = new Timeline();
/** Only the answer to the last drawing is shown. */
let drawing = 0;
/** Questions on their way. */
let waiting = 0;

const history = new History((entry) => show(entry));

const surface = new Surface(/** @type {HTMLCanvasElement} */ (byId('surface')), byId('cursor'), {
  changed() {
    const empty = surface.strokes.length === 0;
    undo.disabled = empty;
    clear.disabled = empty;
    byId('invitation').hidden = !empty;
    byId('reminder').hidden ||= empty;
  },
  drawn: askAboutDrawing,
  said: announce,
});

const poller = new Poller({
  arrived(statistics) {
    setState('live');
    if (statistics.version !== model?.version || statistics.digest !== model?.digest) {
      deployed(statistics.version);
      return;
    }
    timeline.add(statistics, performance.now());
    showStatistics(timeline);
  },
  failed(problem) {
    if (problem instanceof api.Problem && problem.status === 404) {
      deployed();
    } else if (problem instanceof api.Problem && (problem.status === 401 || problem.status === 403)) {
      setState(problem.status === 401 ? 'locked' : 'partial');
      poller.stop();
    } else {
      setState('lost');
    }
  },
  paused: () => setState('paused'),
});

/** Asks about what is drawn now. */
async function askAboutDrawing() {
  const asked = model;
  if (!asked?.image || surface.strokes.length === 0) {
    return;
  }
  const turn = ++drawing;
  clearProblems();
  wait(1);
  try {
    const {width, height} = asked.image;
    const image = await png(samples(surface.strokes, asked.image), width, height);
    const entry = await ask(asked, image, 'drawing');
    if (turn === drawing && asked === model) {
      keep(entry, image);
      remind(entry);
    }
  } catch (problem) {
    report('Drawing', problem);
  } finally {
    wait(-1);
  }
}

/**
 * Shows the label on the drawing, too: on a small screen the answer is out of sight.
 * @param {import('./history.js').Entry} entry
 */
function remind(entry) {
  const reminder = byId('reminder');
  reminder.hidden = surface.strokes.length === 0;
  setText(reminder, entry.answer.prediction.label);
}

/**
 * Asks about files, one after the other, so that one which is no image spoils only itself.
 * @param {File[]} files
 */
async function askAboutFiles(files) {
  const asked = model;
  clearProblems();
  if (!asked?.image) {
    report(files[0].name, 'this model takes tensors, and no images');
    return;
  }
  if (files.length > MOST_FILES) {
    report(`${files.length} files`, `only the first ${MOST_FILES} are sent`);
  }
  wait(1);
  for (const file of files.slice(0, MOST_FILES)) {
    await askAboutFile(asked, file);
  }
  wait(-1);
}

/**
 * @param {api.Model} asked
 * @param {File} file
 */
async function askAboutFile(asked, file) {
  try {
    const entry = await ask(asked, file, file.name);
    const seen = await api.decode(asked.name, file);
    if (asked === model) {
      keep(entry, seen);
    }
  } catch (problem) {
    report(file.name, problem);
  }
}

/**
 * @param {api.Model} asked
 * @param {Blob} image
 * @param {string} name
 * @returns {Promise<import('./history.js').Entry>}
 */
async function ask(asked, image, name) {
  const start = performance.now();
  const answer = await api.predict(asked.name, image);
  return {answer, name, seen: '', took: performance.now() - start};
}

/**
 * @param {import('./history.js').Entry} entry a new one
 * @param {Blob} seen what the model got to see
 */
function keep(entry, seen) {
  entry.seen = URL.createObjectURL(seen);
  history.add(entry);
  show(entry);
  const {label, probability} = entry.answer.prediction;
  announce(`${entry.name}: ${label}, ${format.percent(probability)}`);
}

/** @param {import('./history.js').Entry} entry */
function show(entry) {
  if (model) {
    history.mark(entry);
    showAnswer(entry, model, {given: (said) => {
      show(said);
      byId('feedback').querySelector('p')?.focus();
      announce('Thank you');
      poller.start();
    }});
  }
}

/**
 * Shows another model.
 * @param {api.Model} next
 */
function choose(next) {
  model = next;
  choice.value = next.name;
  window.history.replaceState(null, '', `#${next.name}`);
  const chip = byId('version');
  chip.hidden = false;
  chip.title = next.version;
  setText(chip, format.version(next.version));
  history.clear();
  showNoAnswer();
  showCard(next);
  showDrawable(next);
  timeline = new Timeline();
  showStatistics = panels(next);
  poller.start(next.name);
  // What is drawn already, this one may see otherwise.
  askAboutDrawing();
}

/**
 * There is something to draw on if the model takes images.
 * @param {api.Model} model
 */
function showDrawable({name, image}) {
  for (const id of ['surface-frame', 'surface-keys', 'tools', 'draw-hint']) {
    byId(id).hidden = !image;
  }
  byId('tensors').hidden = Boolean(image);
  byId('answer').hidden = !image;
  clearProblems();
  if (image) {
    surface.shape(image.width, image.height);
  } else {
    const address = new URL(`v1/models/${encodeURIComponent(name)}:predict`, location.href);
    setText(byId('tensors-command'),
      `curl -H 'Content-Type: application/json' \\\n  -d '{"instances": […]}' \\\n  ${address}`);
  }
}

/**
 * Something else serves than before.
 * @param {string} [version]
 */
async function deployed(version) {
  try {
    await load();
    notify(version ? `${format.version(version)} serves now.` : 'Other models serve now.');
  } catch {
    setState('lost');
  }
}

/** Finds out what is served. */
async function load() {
  served = await api.models();
  choice.replaceChildren(...served.map(({name, image}) =>
    element('option', {value: name}, image ? name : `${name} (tensors)`)));
  choice.disabled = served.length < 2;
  const wanted = model?.name ?? decodeURIComponent(location.hash.slice(1));
  choose(served.find(({name}) => name === wanted) ?? served.find(({image}) => image) ?? served[0]);
}

/** Until the service answers for the first time. */
async function begin() {
  try {
    await load();
  } catch (problem) {
    if (problem instanceof api.Problem && problem.status === 401) {
      setState('locked');
    } else {
      setState('lost');
      setTimeout(begin, 2000);
    }
  }
}

/** @param {number} change of the questions on their way */
function wait(change) {
  waiting += change;
  byId('answer').setAttribute('aria-busy', String(waiting > 0));
}

undo.addEventListener('click', () => surface.undo());
clear.addEventListener('click', () => {
  surface.clear();
  surface.canvas.focus();
});
window.addEventListener('keychange', begin);
choice.addEventListener('change', () => {
  const chosen = served.find(({name}) => name === choice.value);
  if (chosen) {
    choose(chosen);
  }
});
takeFiles(byId('choose'), /** @type {HTMLInputElement} */ (byId('files')), askAboutFiles);
begin();
