// What can be read off the page's files, without a browser.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const ROOT = new URL('../..', import.meta.url).pathname;
const DOCTOR = join(ROOT, 'doctor');
const files = ['index.html', 'app.css', 'icon.svg', 'app.webmanifest',
  ...readdirSync(join(DOCTOR, 'js')).map((name) => `js/${name}`)];
const read = (name) => readFileSync(join(DOCTOR, name), 'utf8');
const scripts = files.filter((name) => name.endsWith('.js'));

test('the whole page is at most 60 kB compressed', (t) => {
  const bytes = files.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes <= 60 * 1024, `${bytes} bytes`);
});

test('nothing is shown as markup, run from text, or fetched from elsewhere', () => {
  for (const name of scripts) {
    assert.doesNotMatch(read(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\('style'/, name);
  }
  for (const name of files) {
    const urls = (read(name).match(/(?:https?:)?\/\/[\w.-]+\.\w+/g) ?? []).filter((url) => url !== 'http://www.w3.org');
    assert.deepEqual(urls, [], name);
  }
  assert.doesNotMatch(read('index.html'), / style=|<style|<script(?![^>]* src=)| on\w+=/);
});

test('every text that the page names is in the catalogue, in both languages, and none is idle', () => {
  const code = scripts.map(read).join('\n');
  const plain = new Set(code.match(/'doctor\.[\w.]+'/g).map((key) => key.slice(1, -1)));
  // `doctor.step.${state}` stands for all that begins so.
  const begun = [...new Set(code.match(/`doctor\.[\w.]*\$\{/g).map((key) => key.slice(1, -2)))];
  for (const lang of ['nb', 'en']) {
    const texts = JSON.parse(readFileSync(join(ROOT, `base/text/doctor.${lang}.json`), 'utf8'));
    for (const key of plain) assert.ok(key in texts, `${key} is missing in ${lang}`);
    for (const start of begun) assert.ok(Object.keys(texts).some((key) => key.startsWith(start)), `nothing begins with ${start}`);
    const idle = Object.keys(texts).filter((key) => !plain.has(key) && !begun.some((start) => key.startsWith(start)));
    assert.deepEqual(idle, [], `idle in ${lang}`);
  }
});
