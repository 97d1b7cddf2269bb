// Suggestions while typing: by keyboard, by finger, with axe, on a slow line, without a line, without JavaScript.
import { createRequire } from 'node:module';
import { contextFor, openWatched } from '../browser.mjs';
import { LANGUAGES, readable, WIDTHS } from '../site.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const SUGGEST = '**/v1/organizations/suggest?*';
/** What is typed, and the subject that goes on from it. */
const CHEMISTRY = { kk: 'хим', ru: 'хим', en: 'chem' };
const STATUS = { kk: /^Ұсыныстар саны: \d+$/, ru: /^Подсказок: \d+$/, en: /^Suggestions: \d+$/ };
const GROUPS = { kk: ['Пән', 'Ұйымдар'], ru: ['Предмет', 'Организации'], en: ['Subject', 'Organizations'] };

export async function checkSuggestions({ browser, site, report }) {
  for (const width of WIDTHS) {
    await report.guard(`suggestions by keyboard at ${width} px`, async () => {
      for (const language of LANGUAGES) {
        await within(browser, { language, width }, report, (context) => byKeyboard(context, { site, report, language, width }));
      }
    });
  }
  await report.guard('suggestions by finger', async () => {
    const touch = { language: 'kk', width: WIDTHS[0], hasTouch: true, isMobile: true };
    await within(browser, touch, report, (context) => byFinger(context, { site, report }));
  });
  await report.guard('accessibility of the open list', async () => {
    for (const width of WIDTHS) {
      await within(browser, { language: 'kk', width, bypassCSP: true }, report, (context) => withAxe(context, { site, report, width }));
    }
  });
  await report.guard('suggestions on a bad line', async () => {
    await within(browser, { language: 'ru' }, report, (context) => onSlowLine(context, { site, report }));
    await within(browser, { language: 'ru' }, report, (context) => onNoLine(context, { site, report }));
    await within(browser, { language: 'ru', javaScriptEnabled: false }, report, (context) => withoutScript(context, { site, report }));
  });
}

async function within(browser, options, report, checks) {
  const context = await contextFor(browser, options);
  await report.attempt(`${options.language} at ${options.width ?? 1280} px`, () => checks(context));
  await context.close();
}

function parts(page) {
  return {
    box: page.locator('input[name=q]'),
    list: page.locator('[role=listbox]'),
    options: page.locator('[role=option]'),
    status: page.locator('form[role=search] [role=status]'),
  };
}

/** The text of the option that is active by `aria-activedescendant`; empty where none is. */
function active(page) {
  return page.evaluate(() => {
    const id = document.querySelector('input[name=q]').getAttribute('aria-activedescendant');
    const option = id && document.getElementById(id);
    return option?.getAttribute('aria-selected') === 'true' ? option.textContent : '';
  });
}

async function byKeyboard(context, { site, report, language, width }) {
  const { page, troubles } = await openWatched(context, site.url({ path: '' }, language));
  const check = (holds, what) => report.check(holds, `/${language} at ${width} px: ${what}`);
  const { box, list, options, status } = parts(page);
  const asked = [];
  page.on('request', (request) => request.url().includes('/suggest?') && asked.push(request.url()));
  const top = () => page.locator('main').evaluate((main) => main.scrollHeight);
  const before = await top();

  check((await box.getAttribute('role')) === 'combobox', 'the box is no combobox');
  await box.focus();
  await page.keyboard.type(CHEMISTRY[language][0]);
  await page.waitForTimeout(300);
  check(asked.length === 0 && !(await list.isVisible()), 'one letter asks for suggestions');
  await page.keyboard.type(CHEMISTRY[language].slice(1));
  await list.waitFor({ state: 'visible', timeout: 5000 });
  check(asked.length === 1, `${asked.length} requests for one word typed at once`);
  check((await box.getAttribute('aria-expanded')) === 'true', 'aria-expanded does not say that the list is open');
  check((await box.getAttribute('aria-controls')) === (await list.getAttribute('id')), 'aria-controls names another element');
  check(STATUS[language].test(await status.textContent()), `the status says “${await status.textContent()}”`);
  check((await top()) === before, 'the list moves what is below');
  const titles = await list.locator('[role=presentation]').allTextContents();
  check(titles[0] === GROUPS[language][0] && titles.every((title) => title), `the groups are called ${titles.join(', ')}`);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  check(!sideways, 'the page scrolls sideways with the list open');

  const all = await options.allTextContents();
  check((await active(page)) === '', 'an option is active before any is chosen');
  await page.keyboard.press('ArrowDown');
  check((await active(page)) === all[0], 'the arrow down does not lead to the first option');
  await page.keyboard.press('ArrowUp');
  check((await active(page)) === all.at(-1), 'the arrow up does not lead round to the last option');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  const start = await box.evaluate((input) => input.selectionStart);
  check((await active(page)) === '' && start === 0, 'Home does not lead back to the start of the letters');
  await page.keyboard.press('End');
  check((await box.evaluate((input) => input.selectionStart)) === CHEMISTRY[language].length, 'End does not lead to the end of the letters');
  await page.keyboard.press('Escape');
  check(!(await list.isVisible()) && (await box.inputValue()) === CHEMISTRY[language], 'Escape does not close the list alone');
  check((await status.textContent()) === '', 'the status still speaks of a closed list');
  await page.keyboard.press('ArrowDown');
  check((await list.isVisible()) && (await active(page)) === all[0], 'the arrow down does not open the list again');
  check(asked.length === 1, 'the same words are asked for twice');
  await page.keyboard.press('Tab');
  const left = await page.evaluate(() => document.activeElement.matches('form[role=search] button'));
  check(left && !(await list.isVisible()), 'Tab does not lead from the box to the button and close the list');

  // A subject is a filter in place of the words; a record is a page.
  await box.focus();
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForURL('**/organizations?subject=chemistry'), page.keyboard.press('Enter')]);
  check((await box.inputValue()) === '', 'the words are still asked for beside the filter');
  await box.fill('Өркен');
  await list.waitFor({ state: 'visible', timeout: 5000 });
  check((await list.locator('[role=presentation]').first().textContent()) === GROUPS[language][1], 'the records are in no group');
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForURL(`**/${language}/organizations/b*`), page.keyboard.press('Enter')]);

  // Without an option chosen, Enter searches for the words.
  await box.fill('Өркен');
  await list.waitFor({ state: 'visible', timeout: 5000 });
  await Promise.all([page.waitForURL('**/organizations?q=*'), page.keyboard.press('Enter')]);
  const what = await troubles();
  check(what.length === 0, what.join('; '));
}

async function byFinger(context, { site, report }) {
  const { page, troubles } = await openWatched(context, site.url({ path: '/organizations' }, 'kk'));
  const check = (holds, what) => report.check(holds, `${readable(page.url())}, by finger: ${what}`);
  const { box, list, options } = parts(page);
  await box.tap();
  await page.keyboard.type(CHEMISTRY.kk);
  await list.waitFor({ state: 'visible', timeout: 5000 });
  const { height } = await options.first().boundingBox();
  check(height >= 44, `an option is ${height} px high`);
  // Where nothing is to be picked, the list stays and the keyboard too.
  await list.locator('[role=presentation]').first().tap();
  check(await list.isVisible(), 'a tap on a heading closes the list');
  check(await box.evaluate((input) => document.activeElement === input), 'a tap on a heading takes the focus away');
  // Between the name of the site and the languages nothing else is hit.
  await page.touchscreen.tap(160, 30);
  check(!(await list.isVisible()), 'a tap elsewhere leaves the list open');
  await box.tap();
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForURL('**/organizations?subject=chemistry'), options.first().tap()]);
  const what = await troubles();
  check(what.length === 0, what.join('; '));
}

async function withAxe(context, { site, report, width }) {
  const page = await context.newPage();
  await page.goto(site.url({ path: '/organizations' }, 'kk'), { waitUntil: 'networkidle' });
  const { box, list } = parts(page);
  await box.fill(CHEMISTRY.kk);
  await box.focus();
  await list.waitFor({ state: 'visible', timeout: 5000 });
  await page.keyboard.press('ArrowDown');
  await page.addScriptTag({ path: AXE });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    // All rules, the good practices of the combobox among them.
    const wrong = await page.evaluate(async () => {
      const { violations } = await window.axe.run('form[role=search]');
      return violations.map(({ id, nodes }) => `${id} at ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`);
    });
    report.check(wrong.length === 0, `the open list at ${width} px, ${colorScheme}: ${wrong.join('; ')}`);
  }
}

/** A late answer to letters that are no longer there must not show. */
async function onSlowLine(context, { site, report }) {
  const page = await context.newPage();
  await page.goto(site.url({ path: '' }, 'ru'), { waitUntil: 'networkidle' });
  const { box, list } = parts(page);
  let answered = 0;
  await page.route(SUGGEST, async (route) => {
    const isFirst = new URL(route.request().url()).searchParams.get('q') === CHEMISTRY.ru;
    if (isFirst) await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue().catch(() => {});
    answered += 1;
  });
  const gone = page.waitForEvent('requestfailed', { timeout: 5000 });
  await Promise.all([page.waitForRequest(SUGGEST), box.fill(CHEMISTRY.ru)]);
  await box.fill('Өркен');
  await list.waitFor({ state: 'visible', timeout: 5000 });
  const shown = await list.textContent();
  await gone;
  await page.waitForTimeout(1200);
  report.check(answered === 2, `${answered} of 2 requests were made on a slow line`);
  report.check((await list.textContent()) === shown, 'a late answer replaces the list of what was typed since');
  report.check(!/химия/i.test(shown), 'the list is that of the letters before');
}

/** Where nothing answers, nothing shows and the form works. */
async function onNoLine(context, { site, report }) {
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(site.url({ path: '' }, 'ru'), { waitUntil: 'networkidle' });
  const { box, list } = parts(page);
  for (const answer of [
    (route) => route.abort(),
    (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503}' }),
    (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html>' }),
  ]) {
    await page.unroute(SUGGEST);
    await page.route(SUGGEST, answer);
    await box.fill('');
    await Promise.all([page.waitForRequest(SUGGEST), box.fill(CHEMISTRY.ru)]);
    await page.waitForTimeout(200);
    report.check(!(await list.isVisible()), 'a list shows though nothing answered');
    report.check((await box.getAttribute('aria-expanded')) === 'false', 'aria-expanded speaks of a list that is not there');
  }
  await Promise.all([page.waitForURL('**/organizations?q=*'), box.press('Enter')]);
  report.check(errors.length === 0, `script errors: ${errors.join('; ')}`);
}

async function withoutScript(context, { site, report }) {
  const page = await context.newPage();
  await page.goto(site.url({ path: '' }, 'ru'));
  const { box, list } = parts(page);
  report.check((await box.getAttribute('role')) === null, 'the box promises a list that only the script makes');
  report.check((await list.count()) === 0, 'there is a list without the script that fills it');
}
