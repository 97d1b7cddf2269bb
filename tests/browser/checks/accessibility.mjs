// axe-core on every page, in light and dark. Its script is put into the page past the
// Content-Security-Policy, so these pages are opened apart from those that check the policy.
import { createRequire } from 'node:module';
import { contextFor } from '../browser.mjs';
import { LANGUAGES, readable, WIDTHS } from '../site.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function checkAccessibility({ browser, site, report }) {
  for (const page of site.pages) {
    await report.guard(`accessibility of ${page.name}`, async () => {
      const languages = page.only ? [page.only] : LANGUAGES;
      await Promise.all(languages.map(async (language) => {
        for (const width of WIDTHS) {
          const context = await contextFor(browser, { language, width, bypassCSP: true });
          const url = site.url(page, language);
          await report.attempt(`${readable(url)} at ${width} px`, () => checkPage(context, { report, url, width }));
          await context.close();
        }
      }));
    });
  }
}

async function checkPage(context, { report, url, width }) {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.addScriptTag({ path: AXE });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(runAxe, TAGS);
    report.check(
      violations.length === 0,
      `${readable(url)} at ${width} px, ${colorScheme}: ${violations.map(describe).join('; ')}`,
    );
  }
}

/** Runs in the page. The rule about the size of targets is off unless asked for. */
async function runAxe(tags) {
  const { violations } = await window.axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    places: nodes.map(({ target, any }) => ({ target: target.join(' '), why: any[0]?.message ?? '' })),
  }));
}

function describe({ id, help, places }) {
  const [{ target, why }] = places;
  return `${id} (${help}) at ${target}${why && `: ${why}`}${places.length > 1 ? `, and ${places.length - 1} more` : ''}`;
}
