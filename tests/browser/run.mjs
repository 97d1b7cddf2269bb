// Looks at the pages of a running service the way its readers meet them: in Chromium,
// in three languages, on a phone and on a desk, in light and dark, by keyboard, and
// without JavaScript. `tests/run` starts the service and calls this; by hand:
//
//   npm ci && node run.mjs --base http://127.0.0.1:8080 [--only NAME] [--screenshots DIR]
//
// NAME is one of the groups below. The program never runs as root (Chromium's sandbox
// would be off) and takes the browser from CHROMIUM or /usr/bin/chromium.
//
//   site.mjs        what there is to look at: pages, languages, words
//   browser.mjs     starts Chromium and opens pages that are watched
//   report.mjs      counts what held and says what did not
//   checks/         one file for each group
//
// The service must hold the seed organizations. The group desk needs a token for it in
// BIRLIK_TEST_DESK_TOKEN; it brings lists and takes them back.
import { parseArgs } from 'node:util';
import { checkAccessibility } from './checks/accessibility.mjs';
import { checkDesk } from './checks/desk.mjs';
import { checkFinding } from './checks/finding.mjs';
import { checkKeyboard } from './checks/keyboard.mjs';
import { checkPages } from './checks/pages.mjs';
import { checkRecords } from './checks/records.mjs';
import { checkSuggestions } from './checks/suggestions.mjs';
import { checkWeight } from './checks/weight.mjs';
import { checkWithoutScript } from './checks/without-script.mjs';
import { takeScreenshots } from './checks/screenshots.mjs';
import { launch } from './browser.mjs';
import { Report } from './report.mjs';
import { Site } from './site.mjs';

const groups = {
  pages: checkPages,
  accessibility: checkAccessibility,
  keyboard: checkKeyboard,
  'without-script': checkWithoutScript,
  suggestions: checkSuggestions,
  finding: checkFinding,
  records: checkRecords,
  weight: checkWeight,
  desk: checkDesk,
  screenshots: takeScreenshots,
};

const { values: options } = parseArgs({
  options: {
    base: { type: 'string' },
    only: { type: 'string' },
    screenshots: { type: 'string' },
  },
});
if (!options.base) throw new Error('--base is missing');
if (options.only && !groups[options.only]) {
  throw new Error(`there is no group ${options.only}: one of ${Object.keys(groups).join(', ')}`);
}

const report = new Report();
const browser = await launch();
try {
  const site = await Site.explore(options.base, report);
  for (const [name, check] of Object.entries(groups)) {
    if (options.only && options.only !== name) continue;
    if (name === 'screenshots' && !options.screenshots) continue;
    await report.guard(name, () => check({ browser, site, report, folder: options.screenshots }));
  }
} finally {
  await browser.close();
}
report.finish();
