// Shoplens as the page runs it: a session in a module worker, fed in pieces.

/**
 * @typedef {import('../data.mjs').Source} Source
 * @typedef {import('../measure.mjs').Times} Times
 */

/**
 * From the file to the grouped aggregates.
 *
 * @param {File} file
 * @param {Source} source
 * @returns {Promise<Times & { wasmMemory: number }>}
 */
export const run = (file, source) => asked({ task: 'group', file, source });

/**
 * From the file to the report as the page gets it.
 *
 * @param {File} file
 * @param {Source} source
 * @returns {Promise<{ startUp: number, read: number, report: number, rows: number, blocks: number, wasmMemory: number }>}
 */
export const report = (file, source) => asked({ task: 'report', file, source });

/**
 * The report again under filters, one after another; the file is read once.
 *
 * @param {File} file
 * @param {Source} source
 * @returns {Promise<{ rows: number, filters: { name: string, times: number[] }[] }>}
 */
export const filter = (file, source) => asked({ task: 'filter', file, source });

/**
 * @param {object} request
 * @returns {Promise<any>}
 */
function asked(request) {
  const worker = new Worker('/shoplens-worker.mjs', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if ('error' in data) reject(new Error(data.error));
      else resolve(data.result);
    };
    worker.postMessage(request);
  });
}
