/** Images that are chosen, dropped anywhere on the page, or pasted. */

/**
 * Takes files.
 * @param {HTMLElement} button opens the system's dialogue
 * @param {HTMLInputElement} input
 * @param {(files: File[]) => void} taken
 */
export function takeFiles(button, input, taken) {
  button.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const files = [...input.files ?? []];
    // So that the same file can be chosen again.
    input.value = '';
    give(files, taken);
  });
  takeDropped(taken);
  document.addEventListener('paste', (event) => give([...event.clipboardData?.files ?? []], taken));
}

/** @param {(files: File[]) => void} taken */
function takeDropped(taken) {
  const root = document.documentElement;
  let depth = 0;
  const over = (/** @type {number} */ change) => {
    depth = Math.max(0, depth + change);
    root.classList.toggle('dragging', depth > 0);
  };
  document.addEventListener('dragenter', (event) => hasFiles(event) && over(1));
  document.addEventListener('dragleave', (event) => hasFiles(event) && over(-1));
  document.addEventListener('dragover', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
    }
  });
  document.addEventListener('drop', (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      over(-depth);
      give([...event.dataTransfer?.files ?? []], taken);
    }
  });
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/**
 * @param {File[]} files
 * @param {(files: File[]) => void} taken
 */
function give(files, taken) {
  if (files.length > 0) {
    taken(files);
  }
}
