// Chromium without a screen, and what every test asks of a page.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const here = new URL('.', import.meta.url).pathname;
// The gate installs the packages in the build tree and leaves the sources as they are.
const modules = process.env.LEGEVAKT_NODE_MODULES ?? join(here, 'node_modules');
const { chromium } = createRequire(join(modules, 'x.js'))('playwright-core');

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const PHONE = { width: 360, height: 640 };

export async function launch() {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there`);
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

// A phone with a finger. `page.problems` collects what must never happen.
export async function phone(browser, url, options = {}) {
  const context = await browser.newContext({
    viewport: PHONE, hasTouch: true, isMobile: true, locale: 'nb-NO', timezoneId: 'Europe/Oslo', ...options,
  });
  const page = await context.newPage();
  page.problems = [];
  page.taps = 0;
  page.on('pageerror', (error) => page.problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) page.problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) page.problems.push(`another origin: ${request.url()}`);
  });
  await context.exposeBinding('reportViolation', (_, what) => page.problems.push(what));
  await context.addInitScript(() => addEventListener('securitypolicyviolation',
    (event) => window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`)));
  await page.goto(url);
  return page;
}

// Counts the taps that a person makes.
export async function tap(page, selector) {
  await page.locator(selector).first().tap();
  page.taps += 1;
}

export async function signIn(page, userId) {
  await tap(page, `[data-user="${userId}"]`);
  await page.locator('.top').waitFor();
  await page.locator('.dock').waitFor();
}

export async function goOnDuty(page) {
  await tap(page, '[data-do="duty"][aria-checked="false"]');
  await page.locator('[data-do="duty"][aria-checked="true"]:enabled').waitFor();
}

// What a thumb cannot hit, and what sticks out to the side.
export async function tooSmallOrWide(page) {
  return page.evaluate(() => {
    const wrong = [];
    const width = document.documentElement.clientWidth;
    const visible = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 0;
    const open = document.querySelector('dialog[open]');
    for (const node of (open ?? document).querySelectorAll('button, a[href], [role="switch"], input, select')) {
      if (!visible(node)) continue;
      const { width: w, height: h } = node.getBoundingClientRect();
      if (w < 48 || h < 48) wrong.push(`${Math.round(w)}x${Math.round(h)}: ${node.textContent.trim() || node.ariaLabel}`);
    }
    for (const node of document.querySelectorAll('body *')) {
      if (!visible(node) || node.closest('.unseen') || node.closest('svg')) continue;
      const { left, right } = node.getBoundingClientRect();
      if (left < -0.5 || right > width + 0.5) wrong.push(`sticks out: ${node.className || node.nodeName}`);
      if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== 'visible' && getComputedStyle(node).textOverflow !== 'ellipsis') {
        wrong.push(`scrolls sideways: ${node.className || node.nodeName}`);
      }
    }
    if (document.scrollingElement.scrollWidth > width) wrong.push('the page scrolls sideways');
    return wrong;
  });
}
