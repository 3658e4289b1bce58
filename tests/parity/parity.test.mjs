// The same files and settings give the same document, byte for byte, natively and in WebAssembly.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const root = new URL('../../', import.meta.url).pathname;
const shops = join(root, 'tests/shops');
const samples = join(root, 'www/samples');
const TODAY = '2026-11-24';

/** Sets of files that a merchant would drop together. */
const sets = [
    ...['en', 'zh'].map((lang) => readdirSync(join(samples, lang))
        .filter((name) => name !== 'index.json').sort()
        .map((name) => join(samples, lang, name))),
    ...readdirSync(join(shops, 'platforms')).sort()
        .filter((name) => !name.endsWith('.parquet'))
        .map((name) => [join(shops, 'platforms', name)]),
];

/** @type {typeof import('../../www/pkg/web/web.js')} */
let web;
/** @type {typeof import('../../www/pkg/export/export.js')} */
let exports;
/** @type {typeof import('../../www/pkg/scenario/scenario.js')} */
let scenario;
let out = '';

before(async () => {
    web = await import('../../www/pkg/web/web.js');
    const bytes = readFileSync(new URL('../../www/pkg/web/web_bg.wasm', import.meta.url));
    web.initSync({ module: bytes });
    exports = await import('../../www/pkg/export/export.js');
    exports.initSync({ module: readFileSync(new URL('../../www/pkg/export/export_bg.wasm', import.meta.url)) });
    scenario = await import('../../www/pkg/scenario/scenario.js');
    scenario.initSync({ module: readFileSync(new URL('../../www/pkg/scenario/scenario_bg.wasm', import.meta.url)) });
    out = mkdtempSync(join(tmpdir(), 'parity-'));
});

after(() => rmSync(out, { recursive: true, force: true }));

/**
 * @param {string[]} files
 * @param {string} lang
 * @param {string} form
 */
function native(files, lang, form) {
    const path = join(out, `report.${form}`);
    const shoplens = process.env.SHOPLENS_CLI ?? join(root, 'target/debug/shoplens');
    execFileSync(shoplens, ['report', ...files, '--lang', lang, '--today', TODAY, '--out', path]);
    return readFileSync(path);
}

/**
 * @param {string[]} files
 * @param {string} lang
 * @param {string} form
 * @param {number} piece bytes pushed at a time
 */
function browser(files, lang, form, piece) {
    const session = new web.Session();
    session.set_settings({ lang, today: TODAY });
    for (const file of files) {
        const bytes = readFileSync(file);
        const id = session.open(file.split('/').at(-1) ?? file, bytes.length, undefined);
        for (let at = 0; at < bytes.length; at += piece) session.push(id, bytes.subarray(at, at + piece));
        session.finish(id);
    }
    // Scenarios and files have modules of their own, which are given the facts and the document.
    const request = JSON.stringify({ lang, sections: [], today: Date.parse(TODAY) / 86_400_000 });
    const scenarios = new scenario.Scenarios(session.ledger(), request, '', new Float32Array());
    while (scenarios.goes_on()) scenarios.step();
    scenarios.finish();
    const document = scenarios.complete(session.document_json());
    scenarios.free();
    session.free();
    return Buffer.from(exports.to_file(document, form === 'zip' ? 'csv' : form).bytes);
}

for (const files of sets) {
    const name = files.map((file) => file.split('/').at(-1)).join(', ');
    test(`the same document from ${name}`, () => {
        for (const lang of ['zh', 'en']) {
            const here = native(files, lang, 'json').toString();
            assert.equal(browser(files, lang, 'json', 4 << 20).toString(), here);
        }
    });
}

test('the size of the pieces does not matter', () => {
    const files = sets[0];
    assert.ok(browser(files, 'en', 'json', 1021).equals(browser(files, 'en', 'json', 4 << 20)));
});

for (const form of ['html', 'xlsx', 'md', 'zip']) {
    test(`the same ${form} natively and in WebAssembly`, () => {
        for (const [files, lang] of /** @type {[string[], string][]} */ ([[sets[0], 'en'], [sets[1], 'zh']])) {
            assert.ok(browser(files, lang, form, 4 << 20).equals(native(files, lang, form)), `${form} differs`);
        }
    });
}
