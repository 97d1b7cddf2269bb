// What the pages of the seed organizations must say.
import { contextFor } from '../browser.mjs';
import { ABROAD, getJson, LANGUAGES, readable, SEED_ORGANIZATIONS, WORDS } from '../site.mjs';

/** The union's own figure and the one of the report's infographic, with any space between the digits. */
const FIGURES = ['730 302', '198 000'];

export async function checkRecords({ browser, site, report }) {
  await report.guard('the figures of the union', async () => {
    const context = await contextFor(browser, {});
    const page = await context.newPage();
    for (const language of LANGUAGES) await checkFigures(page, { site, report, language });
    await context.close();
  });
  await report.guard('seed records say that nobody has confirmed them', () => checkNotConfirmed(site, report));
}

async function checkFigures(page, { site, report, language }) {
  const url = site.url({ path: `/organizations/${site.union}` }, language);
  await page.goto(url);
  const check = (holds, what) => report.check(holds, `${readable(url)}: ${what}`);
  for (const figure of FIGURES) {
    const found = await page.evaluate(findFigure, { figure, source: WORDS.source[language] });
    if (!check(found.length > 0, `${figure} is not on the page`)) continue;
    check(found.some(({ hasDate }) => hasDate), `${figure} has no date beside it`);
    check(found.some(({ hasSource }) => hasSource), `${figure} has no source beside it (“${WORDS.source[language]}”)`);
  }
}

/** Runs in the page: the places that show a figure, and whether its date and source are there too. */
function findFigure({ figure, source }) {
  const [thousands, units] = figure.split(' ');
  const pattern = new RegExp(`(?<!\\d)${thousands}[\\s\\u00a0\\u2009\\u202f]?${units}(?!\\d)`);
  const isIn = (text, word) => text.toLowerCase().includes(word.toLowerCase());

  return [...document.querySelectorAll('main tr, main li, main dd, main figure, main p')]
    .filter((place) => place.checkVisibility() && pattern.test(place.innerText))
    .map((place) => {
      const heads = [...(place.closest('table')?.querySelectorAll('thead th, tr:first-child th') ?? [])];
      const column = heads.findIndex((head) => isIn(head.innerText, source));
      const cell = place.cells?.[column]?.innerText.trim() ?? '';
      return {
        // A year within the words of the source is not the date of the figure.
        hasDate: /(?<!\d)(19|20)\d\d(?!\d)/.test(place.innerText.replace(cell, '')),
        hasSource: isIn(place.innerText, source) || cell !== '',
      };
    });
}

async function checkNotConfirmed(site, report) {
  const ids = await allIds(site.base);
  report.check(
    ids.length >= SEED_ORGANIZATIONS,
    `/v1/organizations lists ${ids.length} records, here and abroad, instead of ${SEED_ORGANIZATIONS} or more`,
  );
  for (const id of ids) {
    for (const language of LANGUAGES) {
      const url = site.url({ path: `/organizations/${id}` }, language);
      const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
      const text = visibleText(await response.text());
      const word = WORDS.notConfirmed[language];
      report.check(response.ok, `${readable(url)}: status ${response.status}`);
      report.check(text.toLowerCase().includes(word.toLowerCase()), `${readable(url)} does not say “${word}”`);
    }
  }
}

async function allIds(base) {
  const ids = [];
  for (const filter of ['', ...ABROAD.map((country) => `&country=${country}`)]) {
    const first = `${base}/v1/organizations?limit=50${filter}`;
    for (let url = first; url;) {
      const { items, next } = await getJson(url);
      ids.push(...items.map(({ id }) => id));
      url = next && `${first}&cursor=${encodeURIComponent(next)}`;
    }
  }
  return [...new Set(ids)];
}

/** The text between the tags, without scripts (JSON-LD), styles and comments. */
function visibleText(html) {
  return html
    .replace(/<(script|style|head)\b.*?<\/\1>|<!--.*?-->/gis, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');
}
