// Search and reading must work with JavaScript off: home, one box, list, record.
import { contextFor } from '../browser.mjs';
import { LANGUAGES, readable, WIDTHS } from '../site.mjs';

export async function checkWithoutScript({ browser, site, report }) {
  await report.guard('search without JavaScript', async () => {
    for (const language of LANGUAGES) {
      const context = await contextFor(browser, { language, width: WIDTHS[0], javaScriptEnabled: false });
      await report.attempt(language, async () => search(await context.newPage(), { site, report, language }));
      await context.close();
    }
  });
}

async function search(page, { site, report, language }) {
  const check = (holds, what) => report.check(holds, `${readable(page.url())} without JavaScript: ${what}`);
  await page.goto(site.url({ path: '' }, language));
  const box = page.locator('input[name=q]');
  const boxes = await box.count();
  if (!check(boxes === 1, `${boxes} search boxes instead of one`)) return;

  await box.fill('Өркен');
  await Promise.all([page.waitForURL(`**/${language}/organizations?*`), box.press('Enter')]);
  check(new URL(page.url()).searchParams.get('q') === 'Өркен', 'the list does not ask for what was typed');

  const results = page.locator('a[href*="/organizations/b"]');
  check((await results.count()) > 0, 'no results (links to /organizations/b…)');
  const link = page.locator(`a[href$="/organizations/${site.orken}"]`).first();
  if (!check((await link.count()) === 1, `the results do not show Өркен (${site.orken})`)) return;

  await Promise.all([page.waitForURL(`**/${language}/organizations/${site.orken}`), link.click()]);
  const heading = await page.locator('h1').innerText();
  check(/өркен|оркен|orken|örken/i.test(heading), `the h1 of the record is “${heading}”`);
}
