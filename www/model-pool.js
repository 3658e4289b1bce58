// Workers with a model in them, and who does what: the processor's workers, at most one graphics card, what is urgent first.
// No text leaves the page: it goes to the page's own workers, and its answers into the browser's cache by their fingerprints.

import { agrees, duel, refusal } from './model-card.js';
import { ModelJob, single, without } from './model-job.js';
import { keysOf, knownOf } from './model-keys.js';
import { CARD_SILENCE_MS, ModelError, ModelMember, failureOf, stopped } from './model-member.js';
import { BULK, ModelQueue, URGENT } from './model-queue.js';
import { ResultCache } from './result-cache.js';

/** @typedef {import('./types').Loaded} Loaded */
/** @typedef {import('./types').Encoded} Encoded */
/** @typedef {import('./types').ModelSource} ModelSource */
/** @typedef {import('./types').AskedDevice} AskedDevice */
/** @typedef {import('./types').Near} Near */
/** @typedef {import('./model-job').Chunk} Chunk */
/** @typedef {import('./model-job').Answers} Answers */
/** @typedef {import('./model-job').Progress} Progress */
/** @typedef {import('./model-card').GpuState} GpuState */

const MOST_WORKERS = 4;
/** Of a model's bytes, in each worker; and what a worker needs besides. */
const MEMORY_FACTOR = 2.5;
const MEMORY_BESIDE = 64_000_000;
/** A chunk is run so often where its worker crashes. */
const TRIES = 2;
/** So many runs of the processor that came to nothing, and none between them that did: it is not the texts' fault. */
const HOPELESS = 12;
/** Chunks that a graphics card is given at once, on trial and later. */
const GPU_TRIAL = 2;
const GPU_BULK = 8;
/** A card that was lost is asked again so much later, and so often. */
const GPU_PAUSE_MS = 15_000;
const GPU_LOSSES = 2;
/** What a card says of a text that it cannot be blamed for. */
const BLAMELESS = new Set(['untokenisable', 'window_too_small', 'no_head']);

/**
 * @typedef {object} Seat
 * @property {ModelMember} member
 * @property {'cpu' | 'gpu'} kind
 * @property {string} precision
 * @property {boolean} ready
 * @property {number} busy
 * @property {number} runs
 * @property {number} tokens of the runs that count
 * @property {number} took milliseconds of the runs that count
 */

/** Fires `change` when a device came or went, and `fetched` (detail: requests of the workers). */
export class ModelPool extends EventTarget {
  #source;
  #software;
  #processor;
  #most;
  #budget;
  #results;
  /** @type {'auto' | 'cpu' | 'gpu'} */
  #choice;
  /** @type {Seat[]} */
  #seats = [];
  /** @type {Seat | null} */
  #card = null;
  /** @type {GpuState} */
  #gpu = 'off';
  /** Who answers what somebody waits for. @type {'cpu' | 'gpu'} */
  #quick = 'cpu';
  #gpuLosses = 0;
  #gpuLostAt = 0;
  #queue = new ModelQueue();
  #loadFailures = 0;
  /** Runs of the processor in a row that came to nothing. */
  #failures = 0;
  /** @type {Set<ModelJob>} */
  #jobs = new Set();
  /** @type {Promise<Seat> | null} */
  #adding = null;
  /** @type {Promise<Loaded> | null} */
  #opening = null;
  /** @type {Loaded | null} */
  #loaded = null;
  /** @type {{ width: number, vectors: Float32Array, seat: Seat | null } | null} */
  #index = null;
  #closed = false;

  /**
   * @param {ModelSource} source
   * @param {object} [options]
   * @param {'auto' | 'cpu' | 'gpu'} [options.device]
   * @param {AskedDevice} [options.processor] how the processor counts
   * @param {number} [options.workers] at most
   * @param {number} [options.budget] bytes that all workers together may take
   * @param {boolean} [options.software] whether a graphics card that computes on the processor will do: for tests
   * @param {ResultCache} [options.results]
   */
  constructor(source, { device = 'auto', processor = 'auto', workers, budget, software = false, results } = {}) {
    super();
    this.#source = source;
    this.#choice = device;
    this.#processor = processor;
    this.#software = software;
    this.#results = results ?? new ResultCache();
    const memory = 'deviceMemory' in navigator ? Number(navigator.deviceMemory) : 4;
    this.#budget = budget ?? Math.min(2e9, memory * 0.25e9);
    this.#most = Math.max(1, Math.min(MOST_WORKERS, workers ?? (navigator.hardwareConcurrency || 2) - 1));
  }

  /** What runs where, and how fast, in tokens a second while it works. */
  get status() {
    const ready = this.#seats.filter((seat) => seat.ready);
    return {
      workers: ready.length,
      most: this.#most,
      cpu_rate: this.#processorRate(),
      gpu: this.#gpu,
      gpu_rate: this.#card ? rate(this.#card) : 0,
      gpu_name: this.#gpuName,
      bulk: this.#bulk,
      quick: this.#quick,
      kept: this.#results.kept,
      choice: this.#choice,
    };
  }

  /** Who does what nobody waits for. @returns {'cpu' | 'gpu'} */
  get #bulk() {
    return this.#gpu === 'on' ? 'gpu' : 'cpu';
  }

  #gpuName = '';

  get loaded() {
    return this.#loaded;
  }

  /**
   * Opens the first worker. However often it is asked, the model is loaded once.
   *
   * @param {(done: number, total: number) => void} [onProgress]
   * @param {AbortSignal} [signal]
   * @returns {Promise<Loaded>}
   */
  open(onProgress, signal) {
    this.#opening ??= this.#openFirst(onProgress, signal);
    this.#opening.catch(() => { this.#opening = null; });
    return this.#opening;
  }

  /**
   * @param {((done: number, total: number) => void) | undefined} onProgress
   * @param {AbortSignal | undefined} signal
   */
  async #openFirst(onProgress, signal) {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#addSeat(onProgress, signal);
        break;
      } catch (error) {
        if (tries >= TRIES || signal?.aborted || codeOf(error) !== 'crash') throw error;
      }
    }
    const loaded = this.#loaded;
    if (!loaded || this.#closed) throw stopped();
    const room = Math.floor(this.#budget / (loaded.bytes * MEMORY_FACTOR + MEMORY_BESIDE));
    this.#most = Math.max(1, Math.min(this.#most, room));
    if (this.#choice !== 'cpu') void this.#tryCard();
    return loaded;
  }

  /**
   * @param {'auto' | 'cpu' | 'gpu'} choice
   */
  setDevice(choice) {
    if (choice === this.#choice) return;
    this.#choice = choice;
    this.#gpuLosses = 0;
    if (choice === 'cpu') this.#dropCard('off');
    else if (this.#card?.ready && choice === 'gpu') this.#gpu = 'on';
    else if (this.#loaded && !this.#card) void this.#tryCard();
    this.#changed();
  }

  /**
   * Answers for texts. Given up through the signal, it fails with an `AbortError`; what was worked out until then is kept, so
   * that asking again goes on from there.
   *
   * @param {string[]} texts
   * @param {object} [options]
   * @param {string[]} [options.heads] all over one pass; the first that embeds, unless told
   * @param {number | ((at: number) => number)} [options.priority]
   * @param {string} [options.topic] what it is favoured as
   * @param {AbortSignal} [options.signal]
   * @param {(progress: Progress) => void} [options.onProgress]
   * @returns {Promise<Answers>}
   */
  async ask(texts, { heads, priority = BULK, topic = '', signal, onProgress = () => {} } = {}) {
    const { description, identity } = await this.open();
    const names = heads ?? [description.heads.find(({ task }) => task === 'embed')?.name ?? ''];
    const { keys, kept } = await keysOf((texts) => this.#withProcessor('fingerprints', texts), identity, texts, names);
    // What a card has read is taken where one may be used, behind what the processor has.
    const own = description.device.precision;
    const known = await knownOf(this.#results, keys, kept, this.#choice !== 'cpu' && 'gpu' in navigator ? [own, 'f32'] : [own]);
    signal?.throwIfAborted();
    if (this.#closed) throw stopped();
    const job = new ModelJob(texts, keys, known, kept, names, topic, signal, onProgress);
    this.#jobs.add(job);
    const over = () => { this.#jobs.delete(job); };
    job.answers.then(over, over);
    this.#queue.add(job, priority);
    signal?.addEventListener('abort', () => {
      this.#queue.drop(job);
      job.end(signal.reason);
    });
    job.settle();
    this.#pump();
    return job.answers;
  }

  /**
   * What is asked under a topic is read before all that nobody waits for.
   *
   * @param {string} topic none by an empty one
   */
  favour(topic) {
    this.#queue.favour(topic);
  }

  /**
   * Sentence vectors, a row of `width` for each text; zeros for what could not be read.
   *
   * @param {string[]} texts
   * @param {Parameters<ModelPool['ask']>[1]} [options]
   */
  async embed(texts, options) {
    const { values, failed } = await this.ask(texts, options);
    const width = this.#loaded?.description.width ?? 0;
    const vectors = new Float32Array(values.length * width);
    values.forEach((value, at) => { if (value?.vector) vectors.set(value.vector, at * width); });
    return { vectors, width, failed };
  }

  /**
   * Takes vectors to look among.
   *
   * @param {Float32Array} vectors
   */
  setIndex(vectors) {
    this.#index = { width: this.#loaded?.description.width ?? 0, vectors, seat: null };
  }

  /**
   * @param {Float32Array} vector
   * @param {number} count
   * @returns {Promise<Near[]>}
   */
  async nearest(vector, count) {
    for (let tries = 1; ; tries += 1) {
      const index = this.#index;
      if (!index || index.vectors.length === 0 || vector.every((value) => value === 0)) return [];
      const seat = index.seat && !index.seat.member.ended ? index.seat : await this.#idlest();
      try {
        if (index.seat !== seat) {
          await seat.member.call('index', { width: index.width, vectors: index.vectors });
          index.seat = seat;
        }
        return await seat.member.call('nearest', { vector, count });
      } catch (error) {
        index.seat = null;
        if (tries >= TRIES || codeOf(error) !== 'crash') throw error;
      }
    }
  }

  /** Ends every worker; what was asked fails with the code `stopped`. */
  close() {
    this.#closed = true;
    for (const { member } of this.#seats) member.stop();
    this.#seats = [];
    this.#dropCard('off');
    this.#giveUp(stopped());
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  // Workers

  /**
   * @param {'cpu' | 'gpu'} kind
   * @returns {Seat}
   */
  #seat(kind) {
    const member = new ModelMember(`shoplens-model-${kind}`, kind === 'gpu' ? CARD_SILENCE_MS : undefined);
    /** @type {Seat} */
    const seat = { member, kind, precision: '', ready: false, busy: 0, runs: 0, tokens: 0, took: 0 };
    member.addEventListener('fetched', (event) => this.dispatchEvent(new CustomEvent('fetched', { detail: /** @type {CustomEvent} */ (event).detail })));
    member.addEventListener('crash', (event) => {
      if (kind === 'gpu') this.#lost();
      else this.#seats = this.#seats.filter((other) => other !== seat);
      // Where memory has run out, fewer workers go on.
      if (kind === 'cpu' && /** @type {CustomEvent} */ (event).detail.code === 'memory') this.#most = Math.max(1, this.#seats.length);
      this.#changed();
    });
    return seat;
  }

  /**
   * @param {(done: number, total: number) => void} [onProgress]
   * @param {AbortSignal} [signal] heard at once, whatever the worker waits for: what it has fetched is kept
   */
  async #addSeat(onProgress, signal) {
    if (this.#closed) throw stopped();
    signal?.throwIfAborted();
    const seat = this.#seat('cpu');
    this.#seats.push(seat);
    const giveUp = () => seat.member.stop();
    signal?.addEventListener('abort', giveUp);
    try {
      const loaded = await seat.member.call('load', { source: this.#source, device: this.#processor, parts: this.#loaded?.parts ?? [] }, onProgress);
      signal?.throwIfAborted();
      if (this.#closed) throw stopped();
      this.#loaded ??= loaded;
      this.#loadFailures = 0;
      seat.precision = loaded.description.device.precision;
      seat.ready = true;
      this.#changed();
      return seat;
    } catch (error) {
      seat.member.stop();
      this.#seats = this.#seats.filter((other) => other !== seat);
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** One more worker; who asks while it is being opened waits for the same. */
  #another() {
    this.#adding ??= this.#addSeat().finally(() => { this.#adding = null; });
    return this.#adding;
  }

  /** One more worker, where the queue is worth it. */
  #grow() {
    if (!this.#loaded || this.#closed || this.#queue.length === 0) return;
    if (this.#seats.some((seat) => !seat.ready) || this.#seats.length >= this.#most) return;
    const alone = this.#seats.length === 0;
    const bulk = this.#queue.count((chunk) => this.#isForProcessor(chunk));
    if (!alone && bulk < 2 * this.#seats.length) return;
    this.#another().catch((error) => {
      // A machine that has no room for one more worker goes on with those that it has.
      this.#most = Math.max(1, this.#seats.length);
      this.#loadFailures += 1;
      if (this.#seats.length === 0 && this.#loadFailures >= TRIES) this.#giveUp(error);
    }).finally(() => this.#pump());
  }

  /** @param {unknown} error */
  #giveUp(error) {
    this.#queue.drop();
    for (const job of [...this.#jobs]) job.end(error);
  }

  /** The processor's worker that has the least to do. */
  async #idlest() {
    const ready = this.#seats.filter((seat) => seat.ready);
    if (ready.length === 0) return this.#another();
    return ready.reduce((best, seat) => (seat.busy < best.busy ? seat : best));
  }

  /**
   * @template {'fingerprints'} M
   * @param {M} method
   * @param {Parameters<import('./types').ModelMethods[M]>[0]} order
   */
  async #withProcessor(method, order) {
    for (let tries = 1; ; tries += 1) {
      try {
        const seat = await this.#idlest();
        return await seat.member.call(method, order);
      } catch (error) {
        if (tries >= TRIES || codeOf(error) !== 'crash') throw error;
      }
    }
  }

  // Who does what

  /** @param {Chunk} chunk */
  #isForProcessor({ priority, processor }) {
    return processor || (priority === URGENT ? this.#quick : this.#bulk) === 'cpu';
  }

  #pump() {
    if (this.#closed) return;
    for (const seat of this.#seats) {
      if (!seat.ready) continue;
      // Somebody waits for what is urgent: a worker takes it between two batches of what it is at.
      const chunks = this.#queue.take((chunk) => this.#isForProcessor(chunk) && (seat.busy === 0 || (chunk.priority === URGENT && seat.busy === 1)));
      if (chunks.length > 0) void this.#run(seat, chunks);
    }
    const card = this.#card;
    if (card?.ready) {
      const quick = this.#quick === 'gpu' && card.busy < 2 ? this.#queue.take((chunk) => chunk.priority === URGENT && !chunk.processor) : [];
      if (quick.length > 0) void this.#run(card, quick);
      const chunks = card.busy === 0 && this.#gpu !== 'short'
        ? this.#queue.take((chunk) => chunk.priority !== URGENT && !chunk.processor, this.#gpu === 'on' ? GPU_BULK : GPU_TRIAL) : [];
      if (chunks.length > 0) void this.#run(card, chunks);
    } else if (this.#gpu === 'lost' && this.#gpuLosses < GPU_LOSSES && performance.now() > this.#gpuLostAt + GPU_PAUSE_MS && this.#queue.length > 0) {
      void this.#tryCard();
    }
    this.#grow();
  }

  /**
   * @param {Seat} seat
   * @param {Chunk[]} chunks of one request
   */
  async #run(seat, chunks) {
    const [first] = chunks;
    if (!first) return;
    const { job, priority } = first;
    seat.busy += 1;
    try {
      const texts = chunks.flatMap((chunk) => chunk.texts);
      const encoded = await seat.member.call('encode', { texts, heads: job.heads, priority }, undefined, job.signal);
      if (seat.kind === 'cpu') this.#failures = 0;
      // Of what is urgent there is too little to tell how fast the bulk of the work is.
      if (priority !== URGENT) this.#count(seat, encoded);
      this.#take(seat, chunks, encoded);
    } catch (error) {
      const partial = error instanceof ModelError ? error.partial : null;
      if (partial) this.#take(seat, chunks, partial);
      this.#failed(seat, partial ? without(chunks, partial.answered) : chunks, error);
    }
    seat.busy -= 1;
    job.settle();
    this.#pump();
  }

  /**
   * @param {Seat} seat
   * @param {Chunk[]} chunks
   * @param {Encoded} encoded
   */
  #take(seat, chunks, { answered, vectors, heard }) {
    const job = chunks[0]?.job;
    if (!job) return;
    const keys = chunks.flatMap((chunk) => chunk.keys);
    const base = job.kept.get(seat.precision);
    const width = answered.length > 0 ? vectors.length / answered.length : 0;
    /** @type {[string, any, number][]} */
    const rows = [];
    answered.forEach((at, row) => {
      const key = keys[at] ?? '';
      const value = { vector: width > 0 ? vectors.slice(row * width, (row + 1) * width) : null, heard: heard[row] ?? null };
      job.put(key, value);
      rows.push([base + key, value, 4 * width + (value.heard ? 2 * JSON.stringify(value.heard).length : 0)]);
    });
    if (base !== undefined) void this.#results.put(rows);
  }

  /**
   * What went wrong with a worker is not the text's fault until it happens twice; then its neighbours are read without it.
   *
   * @param {Seat} seat
   * @param {Chunk[]} chunks
   * @param {unknown} error
   */
  #failed(seat, chunks, error) {
    const code = codeOf(error);
    const crash = code === 'crash' || code === 'program';
    if (seat.kind === 'cpu' && code !== 'stopped') this.#failures += 1;
    const hopeless = this.#failures >= HOPELESS;
    for (const chunk of chunks) {
      if (chunk.job.closed) continue;
      if (seat.kind === 'gpu') chunk.processor = true;
      else if (code !== 'stopped') chunk.tries += 1;
      if (seat.kind === 'gpu' || code === 'stopped' || (crash && chunk.tries < TRIES)) this.#queue.putBack(chunk);
      else if (chunk.texts.length > 1 && !hopeless) this.#queue.putBack(...single({ ...chunk, tries: TRIES - 1 }));
      else chunk.job.lose(chunk.keys, failureOf(error));
    }
    // Worker after worker for nothing.
    if (hopeless && crash) this.#giveUp(error);
    if (seat.kind === 'gpu' && code !== 'stopped' && !BLAMELESS.has(code)) this.#lost();
  }

  /**
   * @param {Seat} seat
   * @param {Encoded} encoded
   */
  #count(seat, { tokens, took }) {
    seat.runs += 1;
    // The first run of a card compiles its programs.
    if (seat.kind === 'gpu' && seat.runs === 1) return;
    // Older runs fade, so that the figure follows the machine.
    seat.tokens = seat.tokens * 0.8 + tokens;
    seat.took = seat.took * 0.8 + took;
    if (this.#gpu === 'trial' && seat.kind === 'gpu') this.#judge();
    this.#changed();
  }

  // The graphics card

  async #tryCard() {
    if (this.#gpu === 'loading' || this.#card || this.#closed) return;
    if (!('gpu' in navigator)) {
      this.#gpu = 'none';
      this.#changed();
      return;
    }
    this.#gpu = 'loading';
    this.#changed();
    const seat = this.#seat('gpu');
    this.#card = seat;
    try {
      const loaded = await seat.member.call('load', { source: this.#source, device: 'gpu', software: this.#software, parts: this.#loaded?.parts ?? [] });
      this.#gpuName = loaded.description.device.name;
      seat.precision = loaded.description.device.precision;
      const head = loaded.description.heads.find(({ task }) => task === 'embed')?.name;
      const other = await this.#idlest();
      // Other heads than those that embed have nothing that could be compared so simply.
      const right = loaded.check && loaded.check.texts > 0 ? loaded.check.passed : head !== undefined && await agrees(seat, other, head, URGENT);
      const quick = right && head !== undefined ? await duel(seat, other, head, URGENT) : 'cpu';
      if (this.#card !== seat) return;
      if (!right) {
        this.#dropCard('wrong');
        return;
      }
      this.#quick = quick;
      seat.ready = true;
      this.#gpu = this.#choice === 'gpu' ? 'on' : 'trial';
    } catch (error) {
      const state = refusal(codeOf(error));
      // One that is lost while it is opened counts as any other: it is not asked for ever.
      if (this.#card === seat && state === 'lost') this.#lost();
      else if (this.#card === seat) this.#dropCard(state);
    }
    this.#changed();
    this.#pump();
  }

  /** After two runs that both did beside each other: who does the bulk of the work from now on. */
  #judge() {
    const card = this.#card;
    const processor = this.#processorRate();
    if (!card || processor === 0 || card.took === 0) return;
    if (rate(card) > processor) this.#gpu = 'on';
    else if (this.#quick === 'gpu') this.#gpu = 'short';
    else this.#dropCard('slower');
  }

  #lost() {
    if (!this.#card) return;
    this.#gpuLosses += 1;
    this.#gpuLostAt = performance.now();
    this.#dropCard('lost');
  }

  /** @param {GpuState} state */
  #dropCard(state) {
    const card = this.#card;
    this.#card = null;
    this.#quick = 'cpu';
    this.#gpu = state;
    card?.member.stop();
    this.#changed();
  }

  #processorRate() {
    const ready = this.#seats.filter((seat) => seat.took > 0);
    return ready.reduce((sum, seat) => sum + rate(seat), 0);
  }
}

/** @param {Seat} seat tokens a second */
function rate({ tokens, took }) {
  return took > 0 ? (1000 * tokens) / took : 0;
}

/** @param {unknown} error */
function codeOf(error) {
  return failureOf(error).code;
}
