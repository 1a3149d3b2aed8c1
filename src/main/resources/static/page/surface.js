/** The surface that one draws on, with a mouse, a pen, fingers or the keyboard. */

import {PEN} from './ink.js';

/** Steps across the surface, by the arrow keys. */
const STEPS = 28;

const ARROWS = new Map([['ArrowLeft', [-1, 0]], ['ArrowRight', [1, 0]], ['ArrowUp', [0, -1]], ['ArrowDown', [0, 1]]]);

/**
 * @typedef {import('./ink.js').Point} Point
 * @typedef {import('./ink.js').Stroke} Stroke
 * @typedef {{changed: () => void, drawn: () => void, said: (text: string) => void}} Listener
 *   changed: the strokes are others; drawn: a stroke has ended; said: what the keyboard did
 */

/** Strokes on a canvas, in units of its width. */
export class Surface {
  /** @type {Stroke[]} */
  strokes = [];
  /** @type {Stroke | undefined} that is being drawn */
  #stroke = undefined;
  /** @type {Point} of the keyboard */
  #cursor = {x: 0.5, y: 0.5};
  /** @type {Set<string>} arrow keys that are held */
  #held = new Set();
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} cursor shown while the keyboard draws
   * @param {Listener} listener
   */
  constructor(canvas, cursor, listener) {
    this.canvas = canvas;
    this.cursor = cursor;
    this.listener = listener;
    this.height = 1;
    canvas.addEventListener('pointerdown', (event) => this.#pointerDown(event));
    canvas.addEventListener('pointermove', (event) => this.#pointerMove(event));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      canvas.addEventListener(end, () => this.#end());
    }
    canvas.addEventListener('keydown', (event) => this.#keyDown(event));
    canvas.addEventListener('keyup', (event) => this.#held.delete(event.key));
    canvas.addEventListener('blur', () => this.#leave());
    new ResizeObserver(() => this.#redraw()).observe(canvas);
  }

  /**
   * Takes the form of a model's images. What is drawn stays if it has that form already.
   * @param {number} width
   * @param {number} height
   */
  shape(width, height) {
    if (this.height !== height / width) {
      this.height = height / width;
      this.clear();
    }
    this.canvas.style.aspectRatio = `${width} / ${height}`;
  }

  /** Takes the last stroke back. */
  undo() {
    this.#stroke = undefined;
    this.strokes.pop();
    this.#changed();
    if (this.strokes.length > 0) {
      this.listener.drawn();
    }
  }

  /** Takes everything back. */
  clear() {
    this.#stroke = undefined;
    this.strokes = [];
    this.#changed();
  }

  /** @param {PointerEvent} event */
  #pointerDown(event) {
    if (!event.isPrimary || event.button !== 0) {
      return;
    }
    this.canvas.setPointerCapture(event.pointerId);
    this.cursor.hidden = true;
    this.#begin(this.#at(event));
  }

  /** @param {PointerEvent} event */
  #pointerMove(event) {
    if (!this.#stroke || !event.isPrimary || !this.canvas.hasPointerCapture(event.pointerId)) {
      return;
    }
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const point of passed.length > 0 ? passed : [event]) {
      this.#stroke.push(this.#at(point));
    }
    this.#changed();
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  #at(event) {
    const box = this.canvas.getBoundingClientRect();
    return {x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.width};
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    const action = this.#action(event);
    if (action) {
      event.preventDefault();
      action();
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {(() => void) | undefined}
   */
  #action(event) {
    if (event.key === 'z' && (event.ctrlKey || event.metaKey)) {
      return () => this.undo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return undefined;
    }
    if (ARROWS.has(event.key)) {
      return () => this.#move(event.key);
    }
    switch (event.key) {
      case ' ': return event.repeat ? () => {} : () => this.#togglePen();
      case 'Escape': return this.#stroke ? () => this.#togglePen() : undefined;
      case 'Backspace': return () => this.undo();
      case 'Delete': return () => this.clear();
      default: return undefined;
    }
  }

  /** @param {string} arrow two that are held together go aslant */
  #move(arrow) {
    this.#held.add(arrow);
    for (const [dx, dy] of [...this.#held].map((key) => ARROWS.get(key) ?? [0, 0])) {
      this.#cursor.x = Math.min(1, Math.max(0, this.#cursor.x + dx / STEPS));
      this.#cursor.y = Math.min(this.height, Math.max(0, this.#cursor.y + dy / STEPS));
    }
    this.#showCursor();
    if (this.#stroke) {
      this.#stroke.push({...this.#cursor});
      this.#changed();
    }
  }

  #togglePen() {
    if (this.#stroke) {
      this.#end();
      this.listener.said('Pen up');
    } else {
      this.#begin({...this.#cursor});
      this.listener.said('Pen down');
    }
    this.#showCursor();
  }

  #showCursor() {
    this.cursor.hidden = false;
    this.cursor.dataset.pen = this.#stroke ? 'down' : 'up';
    this.cursor.style.left = `${this.#cursor.x * 100}%`;
    this.cursor.style.top = `${this.#cursor.y / this.height * 100}%`;
  }

  #leave() {
    this.#held.clear();
    this.#end();
    this.cursor.hidden = true;
  }

  /** @param {Point} point */
  #begin(point) {
    this.#stroke = [point];
    this.strokes.push(this.#stroke);
    this.#changed();
  }

  #end() {
    if (this.#stroke) {
      this.#stroke = undefined;
      this.listener.drawn();
    }
  }

  #changed() {
    this.listener.changed();
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => this.#redraw());
    }
  }

  #redraw() {
    this.#frame = 0;
    const {canvas} = this;
    const context = canvas.getContext('2d');
    if (!context) {
      return;
    }
    canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    context.scale(canvas.width, canvas.width);
    context.lineWidth = PEN;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = '#fff';
    for (const stroke of this.strokes) {
      context.stroke(curve(stroke));
    }
  }
}

/**
 * A smooth line through the middles between points.
 * @param {Stroke} stroke
 */
function curve(stroke) {
  const path = new Path2D();
  const [first] = stroke;
  const last = stroke[stroke.length - 1];
  path.moveTo(first.x, first.y);
  for (let i = 1; i < stroke.length - 1; i++) {
    const [point, next] = [stroke[i], stroke[i + 1]];
    path.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
  }
  path.lineTo(last.x, last.y);
  return path;
}
