// From home to a record without a mouse: skip link, search box, result, and a focus that can be seen.
import { contextFor } from '../browser.mjs';
import { LANGUAGES, readable, WIDTHS } from '../site.mjs';

const STEPS = 40;

export async function checkKeyboard({ browser, site, report }) {
  for (const width of WIDTHS) {
    await report.guard(`keyboard at ${width} px`, async () => {
      for (const language of LANGUAGES) {
        const context = await contextFor(browser, { language, width });
        await report.attempt(language, async () => walk(await context.newPage(), { site, report, language, width }));
        await context.close();
      }
    });
  }
}

async function walk(page, { site, report, language, width }) {
  const check = (holds, what) => report.check(holds, `${readable(page.url())} at ${width} px, by keyboard: ${what}`);
  await page.goto(site.url({ path: '' }, language));

  await page.keyboard.press('Tab');
  const skip = await focused(page);
  check(skip.skipsTo, `the first stop is ${skip.name} and not a link to an element of the page`);
  check(skip.isOnScreen, 'the skip link stays out of sight when it has the focus');
  await checkFocusShows(page, check);

  if (!(await tabTo(page, check, 'input[name=q]'))) return;
  await page.keyboard.type('Өркен');
  await Promise.all([page.waitForURL(/\/organizations\?/), page.keyboard.press('Enter')]);

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inMain = await page.evaluate(() => Boolean(document.activeElement.closest('main')));
  check(inMain, 'the skip link does not lead into <main>');

  const link = `a[href$="/organizations/${site.orken}"]`;
  if (!(await tabTo(page, check, link))) return;
  await Promise.all([page.waitForURL(`**/organizations/${site.orken}`), page.keyboard.press('Enter')]);
  check(await page.locator('h1').isVisible(), 'the record has no heading');
}

/** Presses Tab until an element that matches has the focus; each stop on the way must be seen. */
async function tabTo(page, check, selector) {
  for (let step = 0; step < STEPS; step += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return check(true);
    await page.keyboard.press('Tab');
    await checkFocusShows(page, check);
  }
  return check(false, `${selector} has not got the focus after ${STEPS} steps`);
}

function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const { top, left, bottom, right } = element.getBoundingClientRect();
    const to = element.getAttribute('href') ?? '';
    return {
      name: `${element.localName} “${(element.innerText ?? '').trim().slice(0, 30)}”`,
      skipsTo: /^#./.test(to) && document.getElementById(to.slice(1)) !== null,
      isOnScreen: top >= 0 && left >= 0 && bottom - top > 1 && right - left > 1
        && bottom <= window.innerHeight && right <= window.innerWidth,
    };
  });
}

/** The element must look different with the focus than without. */
async function checkFocusShows(page, check) {
  const { name } = await focused(page);
  const withFocus = await page.screenshot({ animations: 'disabled' });
  await page.evaluate(() => {
    window.hadFocus = document.activeElement;
    window.hadFocus.blur();
  });
  const without = await page.screenshot({ animations: 'disabled' });
  await page.evaluate(() => window.hadFocus.focus({ preventScroll: true }));
  check(!withFocus.equals(without), `the focus on ${name} cannot be seen`);
}
