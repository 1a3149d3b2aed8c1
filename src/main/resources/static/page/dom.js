/** Elements of the page. What the server says is only ever set as text, so that none of it becomes markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Finds an element of index.html.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) {
    throw new Error(`index.html has no element "${id}"`);
  }
  return found;
}

/**
 * Makes an element.
 * @param {string} tag such as `p`, or `p.hint` with a class
 * @param {Record<string, unknown>} [attributes] functions listen to the event of their name
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const made = document.createElement(name);
  made.classList.add(...classes);
  return filled(made, attributes, children);
}

/**
 * Makes an element of a drawing.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * Sets a number that the style sheet works with.
 * @param {HTMLElement | SVGElement} target
 * @param {string} property such as `--share`
 * @param {number} value
 */
export function setNumber(target, property, value) {
  target.style.setProperty(property, value.toFixed(4));
}

/**
 * Sets a text if it is another one, so that what has not changed is not drawn again.
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/**
 * Terms and what they are, as the content of a `dl`.
 * @param {HTMLElement} list
 * @param {Array<[string, string]>} facts
 */
export function setFacts(list, facts) {
  list.replaceChildren(...facts.map(([term, fact]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, fact))));
}

/**
 * @template {Element} T
 * @param {T} made
 * @param {Record<string, unknown>} attributes
 * @param {Array<Node | string | null>} children
 * @returns {T}
 */
function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, /** @type {EventListener} */ (value));
    } else if (value !== false && value !== undefined && value !== null) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
