// The doctors' page in a real browser against a real central.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { goOnDuty, launch, phone, signIn, tap, tooSmallOrWide } from './browser.mjs';
import { Central, Client, Operator, PATIENT } from './central.mjs';

const DRIVER = 'lege-strand';
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

// A doctor on duty with a phone in the hand, and the page thrown away afterwards with no mission left.
async function onDuty(t, doctor = DRIVER) {
  const page = await phone(browser, central.url);
  t.after(async () => {
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
  await signIn(page, doctor);
  if (await page.locator('[data-do="duty"][aria-checked="false"]').count()) await goOnDuty(page);
  return page;
}

const step = (name) => `.dock .step-${name}`;
const finish = async (page) => {
  await tap(page, step('done'));
  await tap(page, '[data-value="OUTCOME_FINISHED"]');
  await page.locator('.idle').waitFor();
};

test('a whole mission takes at most five taps, each on a target of 48 px, with nothing to the side', async (t) => {
  const page = await phone(browser, central.url);
  t.after(() => page.context().close());
  const fits = async (where) => assert.deepEqual(await tooSmallOrWide(page), [], where);

  await page.locator('.person').first().waitFor();
  await fits('sign-in');
  await signIn(page, DRIVER);
  await fits('off duty');
  await goOnDuty(page);
  await fits('on duty');
  await tap(page, '[data-do="menu"]');
  await fits('menu');
  await tap(page, 'dialog [data-do="close"]');

  const contact = await operator.contact({ intake: { carePlan: true, threat: true, interpreter: 'pl' } });
  await operator.request(contact, DRIVER);
  await page.locator(step('accepted')).waitFor();
  await fits('request');
  assert.match(await page.locator('.ring-text').textContent(), /^\d:\d\d$/);
  assert.equal(await page.locator('.mark-haster text').first().textContent(), 'H');
  assert.match(await page.locator('.isbar').textContent(), /Tung pust/);
  for (const flag of ['plan', 'threat', 'interpreter']) {
    assert.ok(await page.locator(`.flag-${flag}`).isVisible(), `flag ${flag}`);
  }
  const href = await page.locator('.card .call').first().getAttribute('href');
  assert.equal(href, `tel:${PATIENT.phone}`);

  await tap(page, step('refused'));
  await fits('cannot, because');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(500);

  page.taps = 0;
  await tap(page, step('accepted'));
  await page.locator(step('under_way')).waitFor();
  await fits('accepted');
  await tap(page, step('under_way'));
  await page.locator('.track-now', { hasText: 'På vei' }).waitFor();
  await tap(page, step('with_patient'));
  await page.locator(step('done')).waitFor();
  await fits('with the patient');
  await tap(page, step('done'));
  await fits('outcome');
  await tap(page, '[data-value="OUTCOME_FINISHED"]');
  await page.locator('.idle').waitFor();
  await page.locator('.toast', { hasText: 'registrert' }).waitFor();
  assert.ok(page.taps <= 5, `${page.taps} taps`);
  assert.deepEqual(page.problems, []);
});

test('"cannot" takes one more tap for the reason, and the request is gone', async (t) => {
  const page = await onDuty(t);
  await operator.request(await operator.contact(), DRIVER);
  await page.locator(step('refused')).waitFor();
  page.taps = 0;
  await tap(page, step('refused'));
  await tap(page, '[data-value="CANNOT_REASON_TOO_FAR"]');
  await page.locator('.idle').waitFor();
  assert.equal(page.taps, 2);
});

test('a red alert lies on top until it is confirmed', async (t) => {
  const page = await onDuty(t);
  const contact = await operator.contact({ level: 'akutt' });
  const alert = page.locator('.red');
  await alert.waitFor();
  assert.deepEqual(await tooSmallOrWide(page), []);
  assert.match(await page.title(), /^\(1\) Rød alarm/);
  assert.match(await page.locator('#say').textContent(), /Rød alarm/);
  assert.doesNotMatch(await page.locator('#say').textContent(), /Tung pust|Astrid/);
  await tap(page, '[data-do="confirm-red"]');
  await alert.waitFor({ state: 'detached' });
  await operator.execute({ confirmRed: { contactId: contact, amk: true } });
});

test('a call for help and a second opinion come to the doctor and are answered there', async (t) => {
  const page = await onDuty(t);
  await operator.execute({ requestHelp: {} });
  await page.locator('[data-do="answer-help"]').waitFor();
  assert.deepEqual(await tooSmallOrWide(page), []);
  assert.match(await page.title(), /^\(1\) Trenger hjelp/);
  await tap(page, '[data-do="answer-help"]');
  await page.locator('[data-do="answer-help"]').waitFor({ state: 'detached' });

  const contactId = await operator.contact();
  await operator.execute({ requestConsult: { contactId, withId: DRIVER, personal: { text: 'Kan hun vente?' } } });
  await page.locator('.question', { hasText: 'Kan hun vente?' }).waitFor();
  assert.deepEqual(await tooSmallOrWide(page), []);
  // An empty answer is no answer.
  await tap(page, '[data-do="answer-consult"]');
  await page.locator('.toast', { hasText: 'Skriv rådet' }).waitFor();
  await page.locator('.advice').fill('Ja, til i morgen');
  await tap(page, '[data-do="answer-consult"]');
  await page.locator('.question').waitFor({ state: 'detached' });
});

test('the screen says that it is not up to date while central stands still, and recovers by itself', async (t) => {
  const page = await onDuty(t);
  await operator.request(await operator.contact(), DRIVER);
  await page.locator(step('accepted')).waitFor();
  central.signal('SIGSTOP');
  try {
    await page.locator('.stale', { hasText: 'Skjermen er ikke oppdatert' }).waitFor();
    const age = async () => Number(await page.locator('.stale [data-clock="age"]').textContent());
    const first = await age();
    await page.waitForFunction((than) => Number(document.querySelector('.stale [data-clock="age"]').textContent) > than, first);
    // What is known stays readable, and a press is kept and not called sent.
    assert.match(await page.locator('.isbar').textContent(), /Tung pust/);
    await tap(page, step('accepted'));
    await page.locator('.sending', { hasText: 'Ikke sendt ennå' }).waitFor();
    assert.equal(await page.locator('.toast').count(), 0);
    assert.deepEqual(await tooSmallOrWide(page), []);
  } finally {
    central.signal('SIGCONT');
  }
  await page.locator('.stale').waitFor({ state: 'detached' });
  await page.locator(step('under_way')).waitFor();
  await tap(page, step('with_patient'));
  await finish(page);
});

test('a press is sent again with the same id after a failure, and counts once', async (t) => {
  const page = await onDuty(t);
  await operator.request(await operator.contact(), DRIVER);
  await page.locator(step('accepted')).waitFor();
  const ids = [];
  await page.route('**/api/command', async (route) => {
    ids.push(route.request().postDataJSON().requestId);
    if (ids.length > 2) return route.continue();
    // Central has done it, and the phone never hears of it.
    if (ids.length === 2) await route.fetch();
    return route.abort('connectionreset');
  });
  await tap(page, step('accepted'));
  await page.locator('.toast-good').waitFor();
  await page.unroute('**/api/command');
  assert.ok(ids.length >= 3, `${ids.length} tries`);
  assert.equal(new Set(ids).size, 1);
  assert.equal(await page.locator('.toast-bad').count(), 0);
  await page.locator(step('under_way')).waitFor();
  await tap(page, step('with_patient'));
  await finish(page);
});

test('a press survives a reload, and a restart of central with a new session', async (t) => {
  const page = await onDuty(t);
  await operator.request(await operator.contact(), DRIVER);
  await page.locator(step('accepted')).waitFor();
  await page.route('**/api/command', (route) => route.abort('connectionfailed'));
  await tap(page, step('accepted'));
  await page.locator('.sending').waitFor();
  const kept = await page.evaluate(() => localStorage.getItem('legevakt.outbox'));
  assert.match(kept, /stepMission/);
  assert.doesNotMatch(kept, /Astrid|Tung|90000001|Prøvegata/);
  await page.reload();
  await page.locator('.sending').waitFor();
  await central.restart();
  operator = await Operator.at(central);
  await page.unroute('**/api/command');
  await page.locator(step('under_way')).waitFor();
  await page.locator('.stale').waitFor({ state: 'detached' });
  await tap(page, step('with_patient'));
  await finish(page);
  assert.equal(await page.evaluate(() => localStorage.getItem('legevakt.outbox')), null);
});

test('a second request never moves the button under the thumb', async (t) => {
  const page = await onDuty(t);
  await operator.request(await operator.contact(), DRIVER);
  await tap(page, step('accepted'));
  await tap(page, step('with_patient'));
  await page.locator(step('done')).waitFor();
  const other = await operator.contact({ level: 'haster', personal: { ...PATIENT, name: 'Bjarne Prøve' } });
  await operator.request(other, DRIVER, 'MEASURE_DOCTOR_PHONE');
  await page.locator('.other-new').waitFor();
  assert.ok(await page.locator(step('done')).isVisible());
  await tap(page, step('done'));
  await tap(page, '[data-value="OUTCOME_FINISHED"]');
  await page.locator(step('accepted')).waitFor();
  await tap(page, step('refused'));
  await tap(page, '[data-value="CANNOT_REASON_BUSY_WITH_PATIENT"]');
  await page.locator('.idle').waitFor();
});

test('after signing out nothing about a patient is left', async (t) => {
  const page = await onDuty(t);
  const contact = await operator.contact();
  const mission = await operator.request(contact, DRIVER);
  await page.locator('.isbar').waitFor();
  await tap(page, '[data-do="menu"]');
  await tap(page, 'dialog [data-do="sign-out"]');
  await page.locator('.person').first().waitFor();
  const left = await page.evaluate(async () => JSON.stringify([
    { ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, document.title,
    await indexedDB.databases(), 'caches' in window ? await caches.keys() : [],
  ]));
  for (const word of ['Astrid', 'Tung pust', PATIENT.phone, 'Prøvegata', PATIENT.nationalId, 'outbox']) {
    assert.ok(!left.includes(word), word);
  }
  assert.deepEqual(await page.context().cookies(), []);
  const asDoctor = await new Client(central.url).signIn(DRIVER);
  await asDoctor.execute({ stepMission: { missionId: mission, state: 'MISSION_STATE_REFUSED', cannotReason: 'CANNOT_REASON_OTHER' } });
});

test('the page speaks English where it is asked to, and says so to a screen reader', async (t) => {
  const page = await onDuty(t);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'nb');
  await tap(page, '[data-do="menu"]');
  await tap(page, 'dialog [data-do="language"]');
  await page.locator('dialog h2 ~ .duty', { hasText: 'On duty' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.reload();
  await page.locator('.idle', { hasText: 'No missions now' }).waitFor();
});

test('going off duty takes one tap, and the page is empty again', async (t) => {
  const page = await onDuty(t);
  await tap(page, '[data-do="duty"]');
  await page.locator('.idle', { hasText: 'Du er ikke på vakt' }).waitFor();
});
