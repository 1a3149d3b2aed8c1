/** The key that the service may ask for. It is kept in this tab only, and is forgotten when that is closed. */

import {announce} from './messages.js';
import {byId, setText} from './dom.js';

const KEPT = 'etiqueta.key';

const dialog = /** @type {HTMLDialogElement} */ (byId('key-dialog'));
const input = /** @type {HTMLInputElement} */ (byId('key-input'));
const button = /** @type {HTMLButtonElement} */ (byId('key'));

/** Asked once for all requests that need one at the same time. @type {Promise<boolean> | undefined} */
let question;
/** Somebody who has said no is not asked again, but has a button for it. */
let declined = false;

/** @returns {string | null} */
export function held() {
  return sessionStorage.getItem(KEPT);
}

/**
 * Gets another key than the one that did not do.
 * @param {string | null} refused
 * @returns {Promise<boolean>} whether there is one now
 */
export function another(refused) {
  if (held() !== refused) {
    return Promise.resolve(true);
  }
  if (refused !== null) {
    sessionStorage.removeItem(KEPT);
  }
  if (declined) {
    show();
    return Promise.resolve(false);
  }
  question ??= ask(refused !== null).finally(() => { question = undefined; });
  return question;
}

/**
 * @param {boolean} again
 * @returns {Promise<boolean>}
 */
function ask(again) {
  const problem = byId('key-problem');
  problem.hidden = !again;
  setText(problem, again ? 'The service does not know this key, or no longer. Try another one.' : '');
  input.value = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const key = dialog.returnValue === 'use' ? input.value.trim() : '';
      input.value = '';
      dialog.returnValue = '';
      if (key) {
        sessionStorage.setItem(KEPT, key);
      }
      declined = !key;
      show();
      resolve(Boolean(key));
    }, {once: true});
  });
}

/** The button says what it would do. */
function show() {
  button.hidden = held() === null && !declined;
  setText(button, held() === null ? 'Enter a key' : 'Forget the key');
}

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  dialog.close('use');
});
byId('key-cancel').addEventListener('click', () => dialog.close());
button.addEventListener('click', () => {
  declined = held() !== null;
  if (declined) {
    sessionStorage.removeItem(KEPT);
    announce('The key is forgotten');
  }
  show();
  window.dispatchEvent(new Event('keychange'));
});
show();
