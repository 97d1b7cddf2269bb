// Pictures of the main pages, whole, for people to look at.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { contextFor } from '../browser.mjs';
import { LANGUAGES, WIDTHS } from '../site.mjs';

export async function takeScreenshots({ browser, site, report, folder }) {
  await mkdir(folder, { recursive: true });
  const views = {
    home: '',
    list: '/organizations',
    record: `/organizations/${site.union}`,
    region: '/areas/350000000',
  };
  await report.guard('screenshots', async () => {
    for (const [name, path] of Object.entries(views)) {
      for (const language of LANGUAGES) {
        for (const width of WIDTHS) {
          const context = await contextFor(browser, { language, width });
          const page = await context.newPage();
          const response = await page.goto(site.url({ path }, language), { waitUntil: 'networkidle' });
          await page.screenshot({ path: join(folder, `${name}-${language}-${width}.png`), fullPage: true });
          report.check(response.ok(), `${name} in ${language}: status ${response.status()}`);
          await context.close();
        }
      }
    }
  });
}
