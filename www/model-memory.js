// Memory that is not needed any more, given back at once instead of when garbage is collected: a model's files are many megabytes,
// and what is counted as small by the collector waits for long.

/**
 * Gives back the memory of whole buffers, which are empty then.
 *
 * A buffer that Chromium itself made, or was given to hash or to keep, is held by Chromium's own object too, until that is
 * collected: `transfer(0)` empties it and frees nothing. What is sent to another place leaves both; sent to a port whose other
 * end is closed, it is dropped. Of the 28 MB pack that the page loads all 28 MB stayed before (`tests/bench/opening.bench.mjs`).
 *
 * @param {ArrayBufferView<ArrayBuffer>[]} views
 */
export function release(...views) {
  const buffers = views.filter(({ byteLength, buffer }) => byteLength > 0 && byteLength === buffer.byteLength).map(({ buffer }) => buffer);
  if (buffers.length === 0) return;
  const { port1, port2 } = new MessageChannel();
  port2.close();
  try {
    port1.postMessage(null, buffers);
  } catch {
    // What cannot be sent is collected some time.
  }
  port1.close();
}
