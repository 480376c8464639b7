// The work list as a page, in a real browser against a real central: to be read, walked through by keyboard, and
// believed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, phone } from './browser.mjs';
import { Central, EAR_PAIN, Operator } from './central.mjs';

let central;
let browser;
let operator;

before(async () => {
  central = await Central.start();
  browser = await launch();
  operator = await Operator.at(central);
});

after(async () => {
  await browser?.close();
  await central?.stop();
});

const DESK = { viewport: { width: 1366, height: 768 }, hasTouch: false, isMobile: false };

async function open(t, query = '') {
  const page = await phone(browser, central.url, DESK);
  t.after(async () => {
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
  await page.goto(`${central.url}/worklist${query}`);
  return page;
}

async function signedIn(t, query = '') {
  const page = await open(t, query);
  await page.locator('#user').selectOption('kari');
  await page.locator('#sign-in button').click();
  await page.locator('#contacts').waitFor({ state: 'attached' });
  return page;
}

const row = (id) => `#contact-${id}`;

test('nothing is shown to one who is not signed in, and signing in is a form', async (t) => {
  await operator.contact({ personal: { name: 'Hemmelig Person', phone: '90000009' } });
  const bare = await fetch(`${central.url}/worklist`);
  assert.equal(bare.status, 401);
  assert.doesNotMatch(await bare.text(), /Hemmelig/);
  const page = await open(t);
  assert.equal(await page.getByLabel('Logg inn som').count(), 1);
  await page.getByLabel('Logg inn som').selectOption('kari');
  await page.getByLabel('Logg inn som').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Hemmelig Person').waitFor();
});

test('urgency is a letter and a word, and the one to take first stands first', async (t) => {
  const calm = await operator.contact({ level: 'vanlig', complaintId: 'ear_nose_throat', answers: EAR_PAIN, loweringReason: 'Undersøkt i går', personal: { name: 'Rolig Prøve', phone: '90000002' } });
  const red = await operator.contact({ level: 'akutt', personal: { name: 'Akutt Prøve', phone: '90000003' } });
  const page = await signedIn(t);
  const head = await page.locator(`${row(red)} th`).textContent();
  assert.match(head, /^A Akutt/);
  assert.match(head, /Mangler kvittering/);
  assert.match(await page.locator(`${row(calm)} th`).textContent(), /^V Vanlig/);
  const ids = await page.locator('#contacts tr').evaluateAll((rows) => rows.map((node) => node.id));
  assert.ok(ids.indexOf(`contact-${red}`) < ids.indexOf(`contact-${calm}`));
  assert.equal(await page.locator(`${row(red)} a`).getAttribute('href'), 'tel:90000003');
});

test('what a screen reader and a keyboard need is there', async (t) => {
  const page = await signedIn(t);
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    h1: document.querySelectorAll('h1').length,
    columns: [...document.querySelectorAll('thead th')].every((th) => th.scope === 'col'),
    rows: [...document.querySelectorAll('tbody th')].every((th) => th.scope === 'row'),
    caption: document.querySelector('caption').textContent.length > 0,
    jumps: [...document.querySelectorAll('[tabindex]')].filter((node) => node.tabIndex > 0).length,
    nameless: [...document.querySelectorAll('button, a, select')].filter((node) => node.textContent.trim() === '').length,
    alerts: document.querySelectorAll('[role="alert"]').length,
  }));
  assert.deepEqual(found, { lang: 'nb', h1: 1, columns: true, rows: true, caption: true, jumps: 0, nameless: 0, alerts: 1 });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'list');
  // At four times the letters nothing is lost to the side but the table in its own frame.
  await page.setViewportSize({ width: 340, height: 700 });
  assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
});

test('letters and words have a contrast of at least 4.5 in both schemes', async (t) => {
  const page = await signedIn(t);
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    const low = await page.evaluate(() => {
      const rgb = (text) => text.match(/[\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
        .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const behind = (node) => {
        for (let at = node; at; at = at.parentElement) {
          const color = rgb(getComputedStyle(at).backgroundColor);
          if (color.length === 3 || color[3] > 0) return color;
        }
        return [255, 255, 255];
      };
      return [...document.querySelectorAll('h1, h2, p, button, th, td, td a, caption, .letter')]
        .filter((node) => node.checkVisibility() && node.textContent.trim() !== '')
        .map((node) => {
          const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
          return { what: node.className || node.nodeName, ratio: (a + 0.05) / (b + 0.05) };
        })
        .filter(({ ratio }) => ratio < 4.5);
    });
    assert.deepEqual(low, [], scheme);
  }
});

test('it refreshes by itself, and neither focus nor row is lost', async (t) => {
  const mine = await operator.contact({ level: 'haster', personal: { name: 'Fokus Prøve', phone: '90000004' } });
  const page = await signedIn(t);
  await page.locator(`${row(mine)} a`).focus();
  await page.evaluate((id) => { window.kept = document.getElementById(`contact-${id}`); }, mine);
  // One that ranks above it, so that rows move.
  const red = await operator.contact({ level: 'akutt', personal: { name: 'Ny Prøve', phone: '90000005' } });
  await page.locator(row(red)).waitFor();
  const kept = await page.evaluate((id) => ({
    focus: document.activeElement.getAttribute('href'),
    same: window.kept === document.getElementById(`contact-${id}`),
  }), mine);
  assert.deepEqual(kept, { focus: 'tel:90000004', same: true });
  await operator.execute({ addNote: { contactId: mine, text: 'verre nå', newInformation: true } });
  await page.locator(`${row(mine)} .mark`).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), 'tel:90000004');
});

test('it says when it is not up to date, and when it is again', async (t) => {
  const page = await signedIn(t);
  const stale = page.locator('#stale');
  assert.equal(await stale.textContent(), '');
  central.signal('SIGSTOP');
  try {
    await page.locator('#stale', { hasText: /IKKE OPPDATERT siden kl\. \d\d:\d\d:\d\d/ }).waitFor();
    assert.ok(!(await page.locator('#fresh').isVisible()), 'and does not say the opposite beside it');
  } finally {
    central.signal('SIGCONT');
  }
  await page.locator('body:not(.stale)').waitFor();
  assert.equal(await stale.textContent(), '');
  await page.locator('#pause').click();
  assert.match(await stale.textContent(), /satt på pause/);
  assert.equal(await page.locator('#pause').getAttribute('aria-pressed'), 'true');
  await page.locator('#pause').click();
  await page.locator('body:not(.stale)').waitFor();
});

test('the same in English', async (t) => {
  const page = await signedIn(t, '?lang=en');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  assert.match(await page.locator('h1').textContent(), /Work list/);
});
