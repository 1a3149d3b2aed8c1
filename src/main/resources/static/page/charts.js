/** The few charts of the page. Each is made once and then shown other numbers. */

import {element, setNumber, setText, svg} from './dom.js';

const WIDTH = 240;
const HEIGHT = 64;

/**
 * A line over time.
 * @param {number} span milliseconds from the left to the right
 */
export function lineChart(span) {
  const area = svg('path', {class: 'area'});
  const line = svg('path', {class: 'line'});
  const drawing = drawn([svg('path', {class: 'grid', d: `M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`}), area, line]);
  const most = element('span.most', {'aria-hidden': true});
  return {
    element: element('div.chart', {}, drawing, most),

    /**
     * @param {Array<{at: number, rate: number}>} points
     * @param {number} now
     * @param {string} description for those who do not see it
     */
    show(points, now, description) {
      const top = niceTop(Math.max(1, ...points.map(({rate}) => rate)));
      const d = points.map(({at, rate}, i) =>
        `${i === 0 ? 'M' : 'L'}${(WIDTH * (1 - (now - at) / span)).toFixed(1)} ${(HEIGHT * (1 - rate / top)).toFixed(1)}`)
        .join('');
      const left = points.length > 0 ? WIDTH * (1 - (now - points[0].at) / span) : WIDTH;
      line.setAttribute('d', d || `M0 ${HEIGHT}`);
      area.setAttribute('d', d ? `${d}V${HEIGHT}H${left.toFixed(1)}Z` : `M0 ${HEIGHT}`);
      setText(most, String(top));
      drawing.setAttribute('aria-label', description);
    },
  };
}

/**
 * Bars of shares, and the outline of what was expected.
 * @param {number[] | undefined} expected shares
 */
export function histogram(expected) {
  const bars = svg('g', {class: 'bars'});
  const outline = svg('path', {class: 'outline'});
  const drawing = drawn([svg('path', {class: 'grid', d: `M0 ${HEIGHT}H${WIDTH}`}), bars, outline]);
  return {
    element: element('div.chart', {}, drawing, element('p.axis', {'aria-hidden': true},
      element('span', {}, '0'), element('span', {}, '0.5'), element('span', {}, '1'))),

    /**
     * @param {number[]} shares
     * @param {string} description for those who do not see it
     */
    show(shares, description) {
      const top = Math.sqrt(Math.max(0.05, ...shares, ...expected ?? []));
      const height = (/** @type {number} */ share) => HEIGHT * Math.sqrt(share) / top;
      while (bars.childElementCount < shares.length) {
        bars.append(svg('rect'));
      }
      const step = WIDTH / shares.length;
      shares.forEach((share, i) => place(bars.children[i], i * step + 1, step - 2, height(share)));
      outline.setAttribute('d', expected ? steps(expected.map(height)) : '');
      drawing.setAttribute('aria-label', description);
    },
  };
}

/**
 * @param {Element} bar
 * @param {number} x
 * @param {number} width
 * @param {number} height
 */
function place(bar, x, width, height) {
  bar.setAttribute('x', x.toFixed(1));
  bar.setAttribute('width', width.toFixed(1));
  bar.setAttribute('y', (HEIGHT - height).toFixed(1));
  bar.setAttribute('height', height.toFixed(1));
}

/** @param {number[]} heights */
function steps(heights) {
  const step = WIDTH / heights.length;
  return `M0 ${HEIGHT}${heights.map((height, i) =>
    `V${(HEIGHT - height).toFixed(1)}H${((i + 1) * step).toFixed(1)}`).join('')}V${HEIGHT}`;
}

/** @param {SVGElement[]} parts */
function drawn(parts) {
  return svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': ''},
    ...parts);
}

/**
 * The next of 1, 2, 5, 10, 20, …
 * @param {number} value
 */
function niceTop(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([1, 2, 5, 10].find((step) => step * unit >= value) ?? 10);
}

/**
 * Rows of a name, a bar and a text.
 * @param {HTMLElement} list
 * @param {string[]} names
 */
export function barRows(list, names) {
  const rows = names.map((name) => {
    const bar = element('span.bar', {'aria-hidden': true}, element('i'));
    const text = element('span.value');
    return {row: element('li', {}, element('span.name', {title: name}, name), bar, text), bar, text};
  });
  list.replaceChildren(...rows.map(({row}) => row));
  return {
    /**
     * @param {number} index
     * @param {{share: number, text: string, expected?: number, chosen?: boolean}} values shares of 0 to 1
     */
    show(index, {share, text, expected, chosen = false}) {
      const row = rows[index];
      setNumber(row.bar, '--share', share);
      if (expected !== undefined) {
        setNumber(row.bar, '--expected', expected);
        row.bar.dataset.expected = '';
      }
      row.row.classList.toggle('chosen', chosen);
      setText(row.text, text);
    },
  };
}

/**
 * Rows of a name and a text, with a track below.
 * @param {HTMLElement} list
 * @param {string[]} names
 * @param {number[]} ticks where the track is divided, 0 to 1
 */
export function trackRows(list, names, ticks = []) {
  const rows = names.map((name) => {
    const text = element('span.value');
    const track = element('span.track', {'aria-hidden': true}, element('i'), ...ticks.map((tick) => {
      const mark = element('s');
      setNumber(mark, '--at', tick);
      return mark;
    }));
    return {row: element('li', {}, element('span.name', {}, name), text, track), text, track};
  });
  list.replaceChildren(...rows.map(({row}) => row));
  return {
    /**
     * @param {number} index
     * @param {{from: number, to: number, text: string, state?: string}} values from and to: 0 to 1
     */
    show(index, {from, to, text, state = ''}) {
      const row = rows[index];
      setNumber(row.track, '--from', Math.min(1, Math.max(0, from)));
      setNumber(row.track, '--to', Math.min(1, Math.max(0, to)));
      row.row.dataset.state = state;
      setText(row.text, text);
    },
  };
}
