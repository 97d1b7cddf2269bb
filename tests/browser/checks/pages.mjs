// What holds on every page, in each language and at each width.
import { contextFor, openWatched } from '../browser.mjs';
import { LANGUAGES, readable, WIDTHS } from '../site.mjs';

/** Navigation, facets and controls: what a thumb must hit on a phone. */
const TARGETS = [
  'header a', 'nav a', 'aside a', 'details a', 'summary', 'button', 'select', 'textarea',
  'input:not([type=hidden], [type=checkbox], [type=radio])',
].join(', ');

export async function checkPages({ browser, site, report }) {
  const contexts = new Map();
  for (const language of LANGUAGES) {
    for (const width of WIDTHS) contexts.set(language + width, await contextFor(browser, { language, width }));
  }
  for (const page of site.pages) {
    await report.guard(`page ${page.name}`, async () => {
      const languages = page.only ? [page.only] : LANGUAGES;
      await Promise.all(languages.map(async (language) => {
        for (const width of WIDTHS) {
          await report.attempt(`${readable(site.url(page, language))} at ${width} px`, () =>
            checkPage(contexts.get(language + width), { site, report, page, language, width }));
        }
      }));
    });
  }
  for (const context of contexts.values()) await context.close();
}

async function checkPage(context, { site, report, page: wanted, language, width }) {
  const url = site.url(wanted, language);
  const { page, response, troubles } = await openWatched(context, url);
  const check = (holds, what) => report.check(holds, `${readable(url)} at ${width} px: ${what}`);

  const status = wanted.status ?? 200;
  check(response.status() === status, `status ${response.status()} instead of ${status}`);
  checkPolicy(check, response.headers()['content-security-policy']);

  const seen = await page.evaluate(look, TARGETS);
  check(seen.title, 'no title');
  check(seen.headings.length === 1, `${seen.headings.length} h1 instead of one: ${seen.headings.join(' | ')}`);
  check(seen.lang === language, `<html lang="${seen.lang}"> instead of ${language}`);
  check(seen.scrollWidth <= width, `scrolls sideways (${seen.scrollWidth} px), because of ${seen.wide.join(', ')}`);
  if (width === WIDTHS[0]) {
    check(seen.small.length === 0, `lower than 44 px: ${seen.small.slice(0, 8).join(', ')} (${seen.small.length} in all)`);
  }
  if (status === 404) check(seen.ways > 0, 'no link on in <main>');
  if (!wanted.only) checkLanguages(check, { site, page: wanted, seen, status, language });

  const happened = await troubles();
  check(happened.length === 0, [...new Set(happened)].join('; '));
  await page.close();
}

/** Runs in the page and gathers what the checks need. */
function look(targets) {
  const nameOf = (element) => {
    const text = (element.innerText || element.getAttribute('aria-label') || element.getAttribute('name') || '').trim().replace(/\s+/g, ' ');
    return `${element.localName}${element.className && typeof element.className === 'string' ? `.${element.className.split(' ')[0]}` : ''} “${text.slice(0, 30)}”`;
  };
  const isShown = (element) => {
    const { width, height, right, bottom } = element.getBoundingClientRect();
    // A link that skips to the content waits outside the screen or as a dot until it has the focus.
    return element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1 && right > 0 && bottom > 0;
  };
  const absolute = (elements) => [...elements].map((element) => ({ lang: element.hreflang, href: element.href }));
  return {
    title: document.title.trim(),
    lang: document.documentElement.lang,
    headings: [...document.querySelectorAll('h1')].map((heading) => heading.innerText),
    scrollWidth: document.documentElement.scrollWidth,
    wide: [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().left + element.scrollWidth > window.innerWidth + 1)
      .reverse()
      .slice(0, 3)
      .map(nameOf),
    small: [...document.querySelectorAll(targets)]
      .filter((element) => isShown(element) && element.getBoundingClientRect().height < 43.5)
      .map((element) => `${nameOf(element)} ${Math.round(element.getBoundingClientRect().height)} px`),
    alternates: absolute(document.querySelectorAll('link[rel=alternate][hreflang]')),
    links: absolute(document.querySelectorAll('a[href]')),
    ways: document.querySelectorAll('main a[href]').length,
  };
}

function checkPolicy(check, policy) {
  if (!check(policy, 'no Content-Security-Policy')) return;
  const directives = new Map(policy.split(';').map((part) => {
    const [name, ...sources] = part.trim().split(/\s+/);
    return [name.toLowerCase(), sources];
  }));
  const scripts = directives.get('script-src') ?? directives.get('default-src');
  check(scripts, 'the policy says nothing about scripts');
  check(!scripts?.some((source) => /unsafe|^\*|^https?:/.test(source)), `the policy for scripts is weak: ${scripts?.join(' ')}`);
}

/** The page in the other languages: alternates in the head, and links that stay on the page. */
function checkLanguages(check, { site, page, seen, status, language }) {
  for (const other of LANGUAGES) {
    const expected = readable(site.url(page, other));
    if (status === 200) {
      const found = seen.alternates.filter(({ lang }) => lang === other).map(({ href }) => readable(href));
      check(found.length === 1 && found[0] === expected, `alternate ${other} is ${found.join(', ') || 'missing'} instead of ${expected}`);
    }
    if (other !== language) {
      const isThere = seen.links.some(({ href }) => href.startsWith('http') && readable(href) === expected);
      check(isThere, `no link to this page in ${other} (${expected})`);
    }
  }
}
