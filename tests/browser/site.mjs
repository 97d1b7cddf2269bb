// What there is to look at. Pages are named by their path after the language segment.

export const LANGUAGES = ['kk', 'ru', 'en'];
export const WIDTHS = [360, 1280];
export const SEED_ORGANIZATIONS = 51;
/** Countries of the seed organizations that lists leave out unless asked. */
export const ABROAD = ['FI', 'GB', 'RU', 'US'];

export const WORDS = {
  notConfirmed: { kk: 'Расталмаған', ru: 'Не подтверждено', en: 'Not confirmed' },
  source: { kk: 'Дереккөз', ru: 'Источник', en: 'Source' },
};

export class Site {
  constructor(base, union, orken, list) {
    this.base = base.replace(/\/$/, '');
    this.union = union;
    this.orken = orken;
    this.pages = [
      { name: 'home', path: '' },
      { name: 'organizations', path: '/organizations' },
      { name: 'organizations found', path: `/organizations?q=${encodeURIComponent('Өркен')}` },
      { name: 'organizations by kind', path: '/organizations?kind=trade_union' },
      { name: 'organization, a union', path: `/organizations/${union}` },
      { name: 'organization, Өркен', path: `/organizations/${orken}` },
      { name: 'areas', path: '/areas' },
      { name: 'area', path: '/areas/350000000' },
      { name: 'activity', path: '/activities/methodical_support' },
      { name: 'subject', path: '/subjects/mathematics' },
      { name: 'sources', path: '/sources' },
      ...(list ? [{ name: 'source', path: `/sources/${encodeURIComponent(list)}` }] : []),
      { name: 'about', path: '/about' },
      { name: 'not found', path: '/organizations/b0000000', status: 404 },
      { name: 'API', path: '/docs/api', only: 'en' },
    ];
  }

  /** Asks the service for the two organizations that the checks look at. */
  static async explore(base, report) {
    const union = await firstFound(base, 'кәсіптік одағы');
    const orken = await firstFound(base, 'Өркен');
    report.check(union, 'GET /v1/organizations?q=кәсіптік одағы finds nothing: are the seed organizations loaded?');
    report.check(orken, 'GET /v1/organizations?q=Өркен finds nothing: are the seed organizations loaded?');
    const list = (await getJson(`${base}/v1/sources`)).items[0]?.list;
    report.check(list, 'GET /v1/sources names no list: are the seed organizations loaded?');
    report.group('API finds the organizations to look at');
    return new Site(base, union ?? 'union-not-found', orken ?? 'orken-not-found', list);
  }

  /** The address of a page; `only` marks a page without a language segment. */
  url({ path, only }, language) {
    return only ? this.base + path : `${this.base}/${language}${path}`;
  }
}

async function firstFound(base, query) {
  const { items } = await getJson(`${base}/v1/organizations?q=${encodeURIComponent(query)}`);
  return items[0]?.id;
}

export async function getJson(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`GET ${decodeURI(url)} answers ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** An address as people read it, for messages and for comparing: path and sorted query. */
export function readable(url) {
  const { pathname, searchParams } = new URL(url);
  searchParams.sort();
  const query = searchParams.size > 0 ? `?${decodeURIComponent(searchParams.toString().replaceAll('+', ' '))}` : '';
  return decodeURIComponent(pathname) + query;
}
