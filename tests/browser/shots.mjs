// shots.mjs OUTDIR: pictures of the page's main states, from a real central, for the README and for one's own eyes.
// Run it as tests/browser/run BUILD-DIR tests/browser/shots.mjs OUTDIR.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { goOnDuty, launch, phone, signIn } from './browser.mjs';
import { CHEST_PAIN, Central, EAR_PAIN, Operator, PATIENT } from './central.mjs';

const [, , out = 'shots'] = process.argv;
mkdirSync(out, { recursive: true });

const DRIVER = 'lege-strand';
const SIZES = {
  liten: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2 },
  telefon: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  bord: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, isMobile: false },
};

let central;
let browser;

async function everyLook(look) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, options] of Object.entries(SIZES)) await look({ ...options, colorScheme }, `${size}-${colorScheme}`);
  }
}

async function picture(page, name, look) {
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(out, `${name}-${look}.png`) });
}

async function shoot(operator) {
  // A page for each look, all of the same doctor: each state is set once and photographed in every look.
  const pages = [];
  await everyLook(async (options, look) => {
    const page = await phone(browser, central.url, options);
    await page.locator('.person').first().waitFor();
    await picture(page, '1-palogging', look);
    pages.push({ page, look });
  });
  const everyPage = async (name, ready) => {
    for (const { page, look } of pages) {
      await page.locator(ready).first().waitFor();
      await picture(page, name, look);
    }
  };

  for (const { page } of pages) await signIn(page, DRIVER);
  await everyPage('2-av-vakt', '.idle');
  await goOnDuty(pages[0].page);
  await operator.contact({ level: 'vanlig', complaintId: 'ear_nose_throat', answers: EAR_PAIN, loweringReason: 'Undersøkt i går', intake: { ageMonths: 30 * 12 }, personal: { ...PATIENT, name: 'Bjarne Prøve', text: 'Vondt i øret siden i går, ingen feber.' } });
  await operator.contact({ level: 'haster', personal: { ...PATIENT, name: 'Kari Prøve', text: 'Feber og dårlig almenntilstand.' } });
  await everyPage('3-ledig', '[data-do="duty"][aria-checked="true"]');

  const contact = await operator.contact({ intake: { carePlan: true, interpreter: 'pl' } });
  await operator.request(contact, DRIVER);
  await everyPage('4-foresporsel', '.dock .step-accepted');
  for (const { page } of pages) await page.locator('.dock .step-refused').click();
  await everyPage('5-kan-ikke', 'dialog[open]');
  for (const { page } of pages) await page.locator('dialog [data-do="close"]').click();
  await pages[0].page.locator('.dock .step-accepted').click();
  await everyPage('6-kvittert', '.dock .step-under_way');
  await pages[0].page.locator('.dock .step-under_way').click();
  await pages[0].page.locator('.track-now', { hasText: 'På vei' }).waitFor();
  await pages[0].page.locator('.dock .step-with_patient').click();
  await everyPage('7-hos-pasienten', '.dock .step-done');
  for (const { page } of pages) await page.locator('.dock .step-done').click();
  await everyPage('8-ferdig', 'dialog[open]');
  await pages[0].page.locator('[data-value="OUTCOME_FINISHED"]').click();
  await everyPage('9-etterpa', '.idle');

  await operator.contact({
    level: 'akutt', complaintId: 'chest_pain', answers: CHEST_PAIN, intake: { sex: 'SEX_MALE', ageMonths: 61 * 12 },
    personal: { name: 'Nils Prøve', phone: '90000002', address: 'Prøvegata 4', text: 'Klemmende brystsmerter i 40 minutter, kald og klam.' },
  });
  await everyPage('10-rod', '.red');
  await operator.request(await operator.contact(), DRIVER);
  central.signal('SIGSTOP');
  await everyPage('11-ikke-oppdatert', '.stale');
  central.signal('SIGCONT');
}

try {
  central = await Central.start();
  browser = await launch();
  await shoot(await Operator.at(central));
} finally {
  await browser?.close();
  await central?.stop();
}
