// The desk from end to end, in three languages and at two widths: sign in, upload a list, correct a column, decide
// five pairs by keyboard, apply, see a record with its sources, revert. Then once more without JavaScript.
//
// It needs a token in BIRLIK_TEST_DESK_TOKEN (`birlik staff token` makes one) and leaves the registry as it was.
import { createRequire } from 'node:module';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { contextFor, openWatched } from '../browser.mjs';
import { LANGUAGES, readable, WIDTHS } from '../site.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PAIRS = 5;
/** Letters of the Kazakh layout on the keys S, D, L: what the browser reports beside the key's place. */
const KEYS = { same: ['KeyS', 'ы'], different: ['KeyD', 'в'], later: ['KeyL', 'д'], undo: ['KeyU', 'г'] };
/** A title that says nothing to the program, over a column that it must be told about. */
const ODD_TITLE = 'Чем живут';

const NAMES = [
  ['Асыл мұра', 'Акмолинская область', 'Аршалынский район'],
  ['Жарқын болашақ', 'Карагандинская область', 'Абайский район'],
  ['Білім нұры', 'Туркестанская область', 'Сайрамский район'],
  ['Тәлім', 'Павлодарская область', 'Баянаульский район'],
  ['Өрлеу жолы', 'Костанайская область', 'Карасуский район'],
  ['Ақ бота', 'Мангистауская область', 'Бейнеуский район'],
  ['Шуақты күн', 'Жамбылская область', 'Меркенский район'],
  ['Кәусар бұлақ', 'Атырауская область', 'Индерский район'],
  ['Мейірім шапағаты', 'Кызылординская область', 'Казалинский район'],
  ['Алтын сақа', 'Алматинская область', 'Талгарский район'],
  ['Зерделі ұрпақ', 'область Абай', 'Бородулихинский район'],
  ['Көркем әлем', 'Северо-Казахстанская область', 'Тайыншинский район'],
];

/**
 * A list in which each body comes twice, the second time with a slip in its name and its date, without its district
 * and with other contacts: pairs that a person must decide.
 */
function list() {
  const first = NAMES.map(([name, region, district], at) => [name, region, district, '03', `info@a${at}.kz`, 20 + at]);
  // A column that is empty for half of the rows would be taken for one that is written once for several.
  const again = NAMES.map(([name, region, district], at) => [slip(name), region, at < 2 ? district : '', '04',
    `info@b${at}.kz`, 60 + at]);
  const rows = [...first, ...again].map(([name, region, district, month, mailbox, number], at) => {
    const day = 10 + (at % NAMES.length);
    const about = `ОО «${name}» центр развития детей;ОО;${region};${district};Образование`;
    return `${at + 1};${about};${day}.${month}.2012;+7 7172 ${number} 30 40;${mailbox}`;
  });
  const header = `№;Наименование;Правовая форма;Область;Район;${ODD_TITLE};Дата регистрации;Телефон;E-mail`;
  return Buffer.from(`${header}\n${rows.join('\n')}\n`, 'utf8');
}

/** The name with another vowel in it. */
function slip(name) {
  return name.slice(0, 4) + (name[4] === 'о' ? 'а' : 'о') + name.slice(5);
}

export async function checkDesk({ browser, site, report, folder }) {
  const token = process.env.BIRLIK_TEST_DESK_TOKEN;
  if (!token) {
    await report.guard('the desk', async () => report.check(false, 'BIRLIK_TEST_DESK_TOKEN is not set'));
    return;
  }
  if (folder) await mkdir(folder, { recursive: true });
  await report.guard('the desk is closed without a session', () => checkClosed(site, report));
  for (const width of WIDTHS) {
    await report.guard(`the desk at ${width} px`, async () => {
      for (const language of LANGUAGES) {
        const desk = new Desk({ browser, site, report, folder, language, width, token });
        await report.attempt(language, () => desk.work());
        await desk.close();
      }
    });
  }
  await report.guard('the desk without JavaScript', async () => {
    const desk = new Desk({ browser, site, report, language: 'kk', width: 360, token, javaScriptEnabled: false });
    await report.attempt('kk', () => desk.workWithoutScript());
    await desk.close();
  });
}

async function checkClosed(site, report) {
  const path = '/kk/desk';
  const response = await fetch(site.base + path, { redirect: 'manual' });
  report.check(response.status === 303, `${path} answers ${response.status} without a session`);
  report.check(response.headers.get('location') === '/kk/desk/sign-in', `${path} leads to ${response.headers.get('location')}`);
  report.check(response.headers.get('cache-control') === 'no-store', `${path} may be kept`);
}

class Desk {
  constructor({ browser, site, report, folder, language, width, token, ...rest }) {
    Object.assign(this, { browser, site, report, folder, language, width, token, rest });
    this.list = `test-${language}-${width}${rest.javaScriptEnabled === false ? '-plain' : ''}`;
  }

  async close() {
    await this.context?.close();
  }

  check(holds, what) {
    return this.report.check(holds, `${readable(this.page.url())} at ${this.width} px: ${what}`);
  }

  async open() {
    const { browser, language, width, rest } = this;
    this.context = await contextFor(browser, { language, width, ...rest });
    const watched = await openWatched(this.context, `${this.site.base}/${language}/desk`);
    Object.assign(this, watched);
    this.check(readable(this.page.url()) === `/${language}/desk/sign-in`, 'the desk does not lead to the sign-in');
  }

  async signIn() {
    await this.page.fill('#token', this.token);
    await Promise.all([this.page.waitForURL(/\/desk$/), this.page.click('main button')]);
    const cookies = await this.context.cookies();
    const cookie = cookies.find(({ name }) => name.includes('birlik-desk'));
    this.check(cookie?.httpOnly && cookie?.sameSite === 'Strict', `the cookie is ${JSON.stringify({ ...cookie, value: '' })}`);
  }

  /** Fills the form and sends it; the preview comes. */
  async upload() {
    const { page } = this;
    await page.fill('#list', this.list);
    await page.fill('#list_date', '2021-05');
    await page.setInputFiles('#file', { name: 'тізім.csv', mimeType: 'text/csv', buffer: list() });
    await Promise.all([page.waitForURL(/\/desk\/uploads\//), page.click('form[enctype] button.button')]);
    await page.waitForLoadState('networkidle');
  }

  /** Tells the program what the odd column holds, and has the list read again. */
  async correct() {
    const { page } = this;
    const row = page.locator('tr', { hasText: ODD_TITLE });
    this.check((await row.locator('select').inputValue()) === '', `“${ODD_TITLE}” was understood by itself`);
    this.check((await row.getAttribute('class')) === 'unknown', `“${ODD_TITLE}” is not pointed out`);
    this.check((await row.locator('li').count()) > 0, `“${ODD_TITLE}” has no sample values`);
    await row.locator('select').selectOption('activity');
    await Promise.all([page.waitForNavigation(), page.click('button[value=read]')]);
    const value = await page.locator('tr', { hasText: ODD_TITLE }).locator('select').inputValue();
    this.check(value === 'activity', `the correction is lost: ${value}`);
  }

  async match() {
    const { page } = this;
    await page.click('button[value=match]');
    await page.waitForURL(/\/desk\/batches\//, { timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    this.batch = new URL(page.url()).pathname;
  }

  async work() {
    await this.open();
    await this.look('sign-in');
    await this.signIn();
    await this.look('desk');
    await this.upload();
    await this.look('preview');
    await this.correct();
    await this.match();
    await this.look('batch');
    await this.review();
    await this.apply();
    await this.seeRecord();
    await this.revert();
    await this.page.goto(`${this.site.base}/${this.language}/desk`);
    this.check((await this.page.textContent('main')).includes(this.list), 'the history of sources lacks the list');
    const troubles = await this.troubles();
    this.check(troubles.length === 0, troubles.join('; '));
  }

  /** Decides five pairs by keyboard, takes one answer back, puts one off. */
  async review() {
    const { page } = this;
    await Promise.all([page.waitForURL(/\/review\//), page.click(`a[href="${this.batch}/review"]`, { timeout: 5_000 })]);
    const total = Number(await page.getAttribute('#decided', 'max'));
    if (!this.check(total >= PAIRS, `only ${total} pairs are to be decided`)) return;
    this.check((await page.locator('.pair mark').count()) > 0, 'no letters are marked');
    this.check((await page.locator('.because li').count()) > 1, 'no reasons are given');
    await this.look('review');

    const first = await this.row();
    await this.press('later');
    this.check((await this.decided()) === 0, 'putting off counts as deciding');
    this.check((await this.row()) !== first, 'what is put off comes again at once');
    for (let at = 0; at < PAIRS; at += 1) await this.press(at % 2 === 0 ? 'same' : 'different');
    this.check((await this.decided()) === PAIRS, `${await this.decided()} are decided instead of ${PAIRS}`);
    await page.waitForFunction(() => document.querySelector('[data-say]').textContent !== '');
    const focus = await page.evaluate(() => document.activeElement.tagName);
    this.check(focus === 'H1', `the focus is on ${focus} after a decision`);

    await this.press('undo');
    this.check((await this.decided()) === PAIRS - 1, 'undoing does not take the answer back');
    await this.press('same');
    this.check((await this.decided()) === PAIRS, 'a pair cannot be decided again');

    await page.uncheck('[data-keys]');
    const before = page.url();
    await page.keyboard.press('s');
    this.check(page.url() === before, 'keys decide though they are off');
    await page.check('[data-keys]');
    await page.goto(this.site.base + this.batch, { waitUntil: 'networkidle' });
  }

  row() {
    return this.page.getAttribute('form[data-verdicts]', 'action');
  }

  async decided() {
    return Number(await this.page.getAttribute('#decided', 'value'));
  }

  /** Presses a key by its place, with a Cyrillic layout in Kazakh and Russian. */
  async press(verdict) {
    const { page, language } = this;
    const [code, letter] = KEYS[verdict];
    const navigation = page.waitForNavigation({ waitUntil: 'networkidle' });
    if (language === 'en') await page.keyboard.press(code);
    else {
      await page.evaluate(([place, key]) => {
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { code: place, key, bubbles: true, cancelable: true }));
      }, [code, letter]);
    }
    await navigation;
  }

  async apply() {
    const { page } = this;
    await Promise.all([page.waitForNavigation(), page.click('button[value=apply]')]);
    await page.waitForSelector('.tag.applied');
    await this.look('applied');
  }

  async seeRecord() {
    const { page } = this;
    const href = await page.getAttribute(`a[href^="/${this.language}/organizations/b"]`, 'href');
    if (!this.check(href, 'no record is linked')) return;
    await page.goto(this.site.base + href, { waitUntil: 'networkidle' });
    this.check((await page.textContent('main')).includes('2021'), 'the record does not say when its list was made');
    this.check((await page.content()).includes(this.list), 'the record does not name the list that it comes from');
    if (this.folder) await this.picture('record-of-list');
    this.record = href;
    await page.goto(this.site.base + this.batch, { waitUntil: 'networkidle' });
  }

  async revert() {
    const { page } = this;
    this.check(!(await page.locator('button[value=revert]').isVisible()), 'reverting takes one press');
    await page.click('details.revert summary');
    await Promise.all([page.waitForNavigation(), page.click('button[value=revert]')]);
    await page.waitForSelector('.tag.reverted');
    await this.look('reverted');
    if (!this.record) return;
    const response = await this.context.request.get(this.site.base + this.record, { maxRedirects: 0 });
    this.check([404, 410].includes(response.status()), `the record answers ${response.status()} after reverting`);
  }

  /** What holds of every page of the desk: language, heading, width, targets, axe in light and dark. */
  async look(name) {
    const { page, language, width, site } = this;
    const { lang, headings, overflow, missing } = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      headings: document.querySelectorAll('h1').length,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      missing: document.body.textContent.includes('⟦'),
    }));
    this.check(lang === language, `the language is ${lang}`);
    this.check(headings === 1, `${headings} headings of the first level`);
    this.check(overflow <= 0, `${overflow} px stand out at the side`);
    this.check(!missing, 'a text is missing');
    if (this.folder) await this.picture(name);

    const storageState = await this.context.storageState();
    const context = await contextFor(this.browser, { language, width, bypassCSP: true, storageState });
    const other = await context.newPage();
    await other.goto(page.url(), { waitUntil: 'networkidle' });
    await other.addScriptTag({ path: AXE });
    for (const colorScheme of ['light', 'dark']) {
      await other.emulateMedia({ colorScheme });
      const violations = await other.evaluate(runAxe, TAGS);
      this.check(violations.length === 0, `${colorScheme}: ${violations.join('; ')}`);
    }
    await context.close();
    this.check(page.url().startsWith(site.base), 'the page leads away');
  }

  picture(name) {
    return this.page.screenshot({ path: join(this.folder, `desk-${name}-${this.language}-${this.width}.png`), fullPage: true });
  }

  async workWithoutScript() {
    await this.open();
    await this.signIn();
    await this.upload();
    await this.correct();
    const { page } = this;
    await page.click('button[value=match]');
    await page.waitForURL(/\/desk\/batches\//, { timeout: 60_000 });
    this.batch = new URL(page.url()).pathname;
    await page.click(`a[href="${this.batch}/review"]`, { timeout: 5_000 });
    for (const verdict of ['same', 'different', 'later', 'same']) await page.click(`button[value=${verdict}]`);
    this.check((await this.decided()) === 3, `${await this.decided()} are decided instead of 3`);
    await page.click('button[value=undo]');
    this.check((await this.decided()) === 2, 'undoing does not take the answer back');
    await page.goto(this.site.base + this.batch);
    await page.click('button[value=apply]');
    await page.waitForSelector('.tag.applied');
    await page.click('details.revert summary');
    await page.click('button[value=revert]');
    await page.waitForSelector('.tag.reverted');
    await page.click('.desk-bar button');
    this.check(page.url().endsWith('/kk/desk/sign-in'), 'signing out leads elsewhere');
    await page.goto(this.site.base + this.batch);
    this.check(page.url().endsWith('/kk/desk/sign-in'), 'the desk is open after signing out');
  }
}

/** Runs in the page. */
async function runAxe(tags) {
  const { violations } = await window.axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  return violations.map(({ id, help, nodes }) => {
    const [{ target, any }] = nodes;
    return `${id} (${help}) at ${target.join(' ')} ${any[0]?.message ?? ''}${nodes.length > 1 ? `, and ${nodes.length - 1} more` : ''}`;
  });
}
