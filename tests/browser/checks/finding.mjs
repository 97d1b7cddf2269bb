// What a list and a record say besides their content: which letters answer the query, which bodies are alike.
import { contextFor } from '../browser.mjs';
import { LANGUAGES, readable, WIDTHS } from '../site.mjs';

const SIMILAR = { kk: 'Ұқсас ұйымдар', ru: 'Похожие организации', en: 'Similar organizations' };

export async function checkFinding({ browser, site, report }) {
  await report.guard('marks in a list, similar bodies', async () => {
    for (const language of LANGUAGES) {
      const context = await contextFor(browser, { language, width: WIDTHS[0] });
      await report.attempt(language, async () => look(await context.newPage(), { site, report, language }));
      await context.close();
    }
  });
}

async function look(page, { site, report, language }) {
  const check = (holds, what) => report.check(holds, `${readable(page.url())}: ${what}`);
  await page.goto(site.url({ path: `/organizations?q=${encodeURIComponent('орке')}` }, language));
  const marks = await page.locator('.item mark').allTextContents();
  check(marks.length > 0 && marks.every((mark) => /^(өркен|оркен|orken)/i.test(mark)), `marked is ${marks.join(', ') || 'nothing'}`);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const contrast = await page.locator('.item h3 mark, .item .answers mark').first().evaluate(contrastOf);
    check(contrast >= 4.5, `a mark has a contrast of ${contrast.toFixed(2)} in ${colorScheme}`);
  }

  await page.goto(site.url({ path: '/organizations' }, language));
  check((await page.locator('mark').count()) === 0, 'there are marks where nothing was asked');

  await page.goto(site.url({ path: `/organizations/${site.orken}` }, language));
  const similar = page.locator('section', { has: page.getByRole('heading', { name: SIMILAR[language] }) });
  const links = await similar.locator('li a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  check(links.length > 0 && links.length <= 5, `${links.length} similar bodies`);
  check(!links.some((link) => link.endsWith(`/${site.orken}`)), 'a body is like itself');
  check(new Set(links).size === links.length, 'a body is there twice');
  const first = similar.locator('li').first();
  check((await first.locator('.what span').count()) === 3, 'kind, level and place of a similar body are not said');
  await Promise.all([page.waitForURL(`**${links[0]}`), first.locator('a').click()]);
}

/** Contrast of letters with what is behind them, by WCAG 2. Runs in the page. */
function contrastOf(element) {
  const luminance = (color) => {
    const [red, green, blue] = color.match(/[\d.]+/g).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const { color, backgroundColor } = getComputedStyle(element);
  const [dark, light] = [luminance(color), luminance(backgroundColor)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}
