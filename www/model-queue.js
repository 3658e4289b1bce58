// Work that waits for a worker, in the order in which it is wanted.

/** @typedef {import('./model-job').Chunk} Chunk */
/** @typedef {import('./model-job').ModelJob} ModelJob */

/** What somebody waits for comes before what is on the screen, and that before the rest. */
export const URGENT = 0;
export const ON_SCREEN = 1;
export const BULK = 2;

export class ModelQueue {
  /** @type {Chunk[]} */
  #chunks = [];
  #seq = 0;
  #favoured = '';

  get length() {
    return this.#chunks.length;
  }

  /**
   * @param {ModelJob} job
   * @param {number | ((at: number) => number)} priority
   */
  add(job, priority) {
    const chunks = job.chunks(typeof priority === 'number' ? () => priority : priority, this.#seq);
    this.#seq += chunks.length;
    this.putBack(...chunks);
  }

  /** @param {Chunk[]} chunks that came to nothing, or parts of them */
  putBack(...chunks) {
    this.#chunks.unshift(...chunks);
    this.#sort();
  }

  /**
   * What is asked under a topic comes before everything but what is urgent, from now on.
   *
   * @param {string} topic none by an empty one
   */
  favour(topic) {
    if (topic === this.#favoured) return;
    this.#favoured = topic;
    this.#sort();
  }

  #sort() {
    /** @param {Chunk} chunk */
    const rank = ({ priority, job }) => (priority === URGENT ? 0 : this.#favoured !== '' && job.topic === this.#favoured ? 1 : 2);
    this.#chunks.sort((a, b) => rank(a) - rank(b) || a.priority - b.priority || a.seq - b.seq);
  }

  /** @param {(chunk: Chunk) => boolean} fits */
  count(fits) {
    return this.#chunks.filter(fits).length;
  }

  /**
   * Takes the first that fits, and of the same job and priority as many more that fit, in their order.
   *
   * @param {(chunk: Chunk) => boolean} fits
   * @param {number} [most]
   */
  take(fits, most = 1) {
    const first = this.#chunks.find(fits);
    const taken = this.#chunks.filter((chunk) => chunk.job === first?.job && chunk.priority === first.priority && fits(chunk)).slice(0, most);
    this.#chunks = this.#chunks.filter((chunk) => !taken.includes(chunk));
    return taken;
  }

  /** @param {ModelJob} [job] all of them, unless told */
  drop(job) {
    this.#chunks = this.#chunks.filter((chunk) => job !== undefined && chunk.job !== job);
  }
}
