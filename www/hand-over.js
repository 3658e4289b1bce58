// Giving things to the merchant: a file to keep, the clipboard, a sentence for the screen reader.

/** @param {{ name: string, mime: string, bytes: BlobPart }} file */
export function save({ name, mime, bytes }) {
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has to have begun before the address goes.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function saveJson(name, value) {
  save({ name, mime: 'application/json', bytes: `${JSON.stringify(value, null, 2)}\n` });
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {Blob} picture */
export async function copyPicture(picture) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })]);
    return true;
  } catch {
    return false;
  }
}

/**
 * The merchant's choice of one JSON file, parsed; `null` where none was chosen or it is no JSON.
 *
 * @returns {Promise<unknown>}
 */
export function chooseJson() {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'application/json,.json';
    input.addEventListener('cancel', () => resolve(undefined));
    input.addEventListener('change', async () => {
      try {
        resolve(JSON.parse(await (input.files?.[0]?.text() ?? 'null')));
      } catch {
        resolve(null);
      }
    });
    input.click();
  });
}

/** @param {string} text read out by a screen reader, politely */
export function announce(text) {
  const region = document.querySelector('[data-role="announcer"]');
  if (!region) return;
  region.textContent = '';
  // The same words again are only read when the region was empty in between.
  requestAnimationFrame(() => { region.textContent = text; });
}
