/** The service, as this page asks it. Addresses are relative, so that it works behind any proxy. */

import * as key from './key.js';

const STATISTICS_TIMEOUT = 5000;

/** The service has answered that it cannot do what was asked; the message is its problem's detail (RFC 9457). */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The service has not answered. */
export class Unreachable extends Error {
  constructor() {
    super('the service does not answer; it may be restarting');
  }
}

/**
 * @typedef {{width: number, height: number, mode: string, size: string}} ImageContract
 * @typedef {{dataset: string, size: number, accuracy: number, logLoss: number, confusionMatrix: number[][]}} Evaluation
 * @typedef {{scoreHistogram: number[]}} Reference
 * @typedef {{name: string, type: string, shape: number[]}} Tensor
 * @typedef {{name: string, version: string, digest: string, description?: string, labels?: string[],
 *   signature: {inputs: Tensor[], outputs: Tensor[]},
 *   image?: ImageContract, evaluation?: Evaluation, reference?: Reference}} Model
 * @typedef {{label: string, probability: number, scores: Record<string, number>}} Prediction
 * @typedef {{model: string, version: string, prediction: Prediction, id: string | null}} Answer
 * @typedef {import('./statistics.js').Statistics} Statistics
 */

/**
 * What is served.
 * @returns {Promise<Model[]>}
 */
export async function models() {
  const answer = await ask('v1/models');
  return (await answer.json()).models;
}

/**
 * What a model predicted so far, and how fast.
 * @param {string} model
 * @returns {Promise<Statistics>}
 */
export async function statistics(model) {
  const answer = await ask(`${path(model)}/statistics`, {}, STATISTICS_TIMEOUT);
  return answer.json();
}

/**
 * Asks a model about one image. What kind of file it is, the service tells by its content.
 * @param {string} model
 * @param {Blob} image
 * @returns {Promise<Answer>}
 */
export async function predict(model, image) {
  const answer = await ask(`${path(model)}:predict`, post('image/png', image));
  const body = await answer.json();
  return {
    model: body.model,
    version: body.version,
    prediction: body.predictions[0],
    id: answer.headers.get('X-Prediction-Id'),
  };
}

/**
 * What a model gets to see of an image.
 * @param {string} model
 * @param {Blob} image
 * @returns {Promise<Blob>} a PNG
 */
export async function decode(model, image) {
  const answer = await ask(`${path(model)}:decode`, post('image/png', image));
  return answer.blob();
}

/**
 * Says what was right.
 * @param {string} model
 * @param {string} id of the prediction
 * @param {string} label
 * @returns {Promise<{outcome: 'right' | 'wrong'}>}
 */
export async function giveFeedback(model, id, label) {
  const answer = await ask(`${path(model)}/feedback`, post('application/json', JSON.stringify({id, index: 0, label})));
  return answer.json();
}

/** @param {string} model */
function path(model) {
  return `v1/models/${encodeURIComponent(model)}`;
}

/**
 * @param {string} type
 * @param {BodyInit} body
 * @returns {RequestInit}
 */
function post(type, body) {
  return {method: 'POST', headers: {'Content-Type': type}, body};
}

/**
 * Asks, and asks again with a key where the service wants one.
 * @param {string} address
 * @param {RequestInit} [request]
 * @param {number} [timeout] in milliseconds
 * @returns {Promise<Response>}
 */
async function ask(address, request = {}, timeout) {
  let used = key.held();
  let answer = await send(address, request, used, timeout);
  while (answer.status === 401 && await key.another(used)) {
    used = key.held();
    answer = await send(address, request, used, timeout);
  }
  if (!answer.ok) {
    throw await problem(answer);
  }
  return answer;
}

/**
 * @param {string} address
 * @param {RequestInit} request
 * @param {string | null} token
 * @param {number} [timeout]
 * @returns {Promise<Response>}
 */
async function send(address, request, token, timeout) {
  const headers = new Headers(request.headers);
  if (token !== null) {
    headers.set('Authorization', `Bearer ${token}`);
  }
  const signal = timeout ? AbortSignal.timeout(timeout) : null;
  try {
    return await fetch(address, {cache: 'no-store', ...request, headers, signal});
  } catch {
    throw new Unreachable();
  }
}

/**
 * A proxy before the service has no details.
 * @param {Response} answer
 */
async function problem(answer) {
  const body = await answer.json().catch(() => ({}));
  if (!body.detail && answer.status >= 502) {
    return new Unreachable();
  }
  return new Problem(answer.status, body.detail ?? `the service answered with ${answer.status}`);
}
