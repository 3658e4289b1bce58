// What a page must never do: complain, or speak to anybody.

import assert from 'node:assert/strict';

/** Longer than a service worker takes from one file to the next. */
const QUIET_MS = 700;

/** Listens to everything that the pages and workers of a context ask for and complain about. */
export class Watch {
  /** What pages and workers ask for, also where the service worker answers. @type {string[]} addresses, in order */
  requests = [];
  /** @type {string[]} */
  complaints = [];
  #origin;
  #mark = 0;
  /** What reached the host. @type {string[]} */
  #reached;
  #reachedMark = 0;

  /**
   * @param {import('playwright-core').BrowserContext} context
   * @param {{ origin: string, requests?: string[] }} host the only one that may be spoken to, and what it was asked
   */
  constructor(context, { origin, requests }) {
    this.#origin = origin;
    this.#reached = requests ?? this.requests;
    context.on('request', (request) => this.requests.push(request.url()));
    context.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.complaints.push(`uncaught: ${error.error()}`));
  }

  /**
   * Waits until the page and its service worker have what they need; requests from then on count as
   * made after loading.
   */
  async loaded() {
    for (let before = -1; before !== this.requests.length; ) {
      before = this.requests.length;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
    this.#mark = this.requests.length;
    this.#reachedMark = this.#reached.length;
  }

  /** Complaints that a test provokes and then looks for itself. */
  takeComplaints() {
    return this.complaints.splice(0);
  }

  /**
   * Fails where anything was asked of the network since `loaded`, even of the page's own host. Parts of the
   * program that are needed only now come from what the service worker has kept.
   */
  assertNoRequestSinceLoaded() {
    const foreign = this.requests.slice(this.#mark).filter((url) => !isLocal(url) && new URL(url).origin !== this.#origin);
    assert.deepEqual(foreign, [], 'requests to others after loading');
    assert.deepEqual(this.#reached.slice(this.#reachedMark).filter((url) => !isLocal(url)), [], 'requests after loading');
  }

  /** Fails where a page complained, or anything but its own host was asked. */
  assertClean() {
    assert.deepEqual(this.complaints, [], 'complaints of the page');
    const foreign = this.requests.filter((url) => !isLocal(url) && new URL(url).origin !== this.#origin);
    assert.deepEqual(foreign, [], 'requests to others');
  }
}

/** @param {string} url */
function isLocal(url) {
  return url.startsWith('data:') || url.startsWith('blob:') || url.startsWith('about:');
}
