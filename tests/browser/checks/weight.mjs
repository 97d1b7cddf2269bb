// A record's page is for a slow line: 60 kB with everything it needs, 15 kB of it scripts.
import { contextFor } from '../browser.mjs';
import { LANGUAGES, readable } from '../site.mjs';

const PAGE = 60_000;
const SCRIPTS = 15_000;

export async function checkWeight({ browser, site, report }) {
  await report.guard('weight of a record', async () => {
    for (const id of [site.union, site.orken]) {
      for (const language of LANGUAGES) {
        const url = site.url({ path: `/organizations/${id}` }, language);
        const { all, scripts, parts } = await weigh(browser, url, language);
        const list = parts.map(({ path, size }) => `${path} ${size}`).join(', ');
        report.check(all > 0 && all <= PAGE, `${readable(url)} takes ${all} bytes, more than ${PAGE}: ${list}`);
        report.check(scripts <= SCRIPTS, `${readable(url)} takes ${scripts} bytes of scripts, more than ${SCRIPTS}`);
        console.log(`     ${readable(url)}: ${all} bytes over the line, ${scripts} of them scripts`);
      }
    }
  });
}

/** Loads a page with an empty cache and sums what came over the line, headers included. */
async function weigh(browser, url, language) {
  const context = await contextFor(browser, { language });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  const requests = new Map();
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    requests.set(requestId, { path: readable(response.url), type, size: 0 });
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.size = encodedDataLength;
  });
  await network.send('Network.enable');
  await network.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(url, { waitUntil: 'networkidle' });
  await context.close();

  const parts = [...requests.values()];
  const sum = (some) => some.reduce((total, { size }) => total + size, 0);
  return { all: sum(parts), scripts: sum(parts.filter(({ type }) => type === 'Script')), parts };
}
