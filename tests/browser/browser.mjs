// Starts Chromium and opens pages. Everything about the browser itself is here.
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** Chromium with its sandbox; without, and saying so, where none can be had. */
export async function launch() {
  if (process.getuid() === 0) throw new Error('not as root: Chromium would run without its sandbox');
  const options = {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ARGUMENTS,
    env: { ...process.env, no_proxy: '*' },
  };
  let browser;
  try {
    browser = await chromium.launch({ ...options, chromiumSandbox: true });
    console.log(`Chromium ${browser.version()}, with its sandbox`);
  } catch (error) {
    if (!/sandbox|namespace/i.test(error.message)) throw error;
    browser = await chromium.launch({ ...options, chromiumSandbox: false });
    console.log(`Chromium ${browser.version()}, without its sandbox: user namespaces cannot be used here`);
  }
  return browser;
}

/** A fresh context for one reader: language, width and whatever else is given. */
export function contextFor(browser, { language = 'en', width = 1280, ...rest }) {
  return browser.newContext({
    viewport: { width, height: 800 },
    locale: `${language}-KZ`,
    timezoneId: 'Asia/Almaty',
    reducedMotion: 'reduce',
    ...rest,
  });
}

/**
 * Opens `url` and keeps account of what must not happen on a page. `troubles()` lists
 * violations of the policy, console errors, failed and foreign requests, in words.
 */
export async function openWatched(context, url) {
  const page = await context.newPage();
  const origin = new URL(url).origin;
  const noted = [];
  await page.addInitScript(() => {
    window.policyViolations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.policyViolations.push(`${event.violatedDirective} blocked ${event.blockedURI || 'inline'}`);
    });
  });
  page.on('console', (message) => {
    // The page that is meant to be missing is reported as such by the browser.
    if (message.location().url === url && /status of 404/.test(message.text())) return;
    if (['error', 'warning'].includes(message.type())) noted.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => noted.push(`script error: ${error.message}`));
  page.on('request', (request) => {
    const to = new URL(request.url());
    if (!['data:', 'blob:'].includes(to.protocol) && to.origin !== origin) noted.push(`request to ${to.href}`);
  });
  page.on('requestfailed', (request) => noted.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== url) noted.push(`${response.status()} for ${response.url()}`);
  });
  const response = await page.goto(url, { waitUntil: 'networkidle' });
  const troubles = async () => [...noted, ...(await page.evaluate(() => window.policyViolations))];
  return { page, response, troubles };
}
