// The language of the page, and its texts.

let texts = {};
let plural = new Intl.PluralRules('en');
/** Makers of numbers and days, which take long to make. @type {Record<string, any>} */
let formats = {};

/** @returns {'en' | 'ru'} */
export const language = () => /** @type {any} */ (document.documentElement.lang);

/** Loads the texts of a language and makes it the page's. @param {'en' | 'ru'} tag */
export async function speak(tag) {
  texts = (await (tag === 'ru' ? import('./texts.ru.js') : import('./texts.en.js'))).texts;
  plural = new Intl.PluralRules(tag);
  formats = {};
  document.documentElement.lang = tag;
}

/**
 * The text of a key, with `{name}` replaced by the value of that name. Of a text with plural forms, `n` chooses.
 * @param {string} key @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const found = stored(key);
  if (found === undefined) return key;
  const text = typeof found === 'string' ? found : found[plural.select(Number(values.n))] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** The same, or nothing when the key has no text. */
export const maybe = (key) => (stored(key) === undefined ? null : t(key));

/** What the texts have for a key: a group, and after the first dot the name in it. */
function stored(key) {
  const dot = key.indexOf('.');
  return texts[key.slice(0, dot)]?.[key.slice(dot + 1)];
}

/** A number as the language writes it. */
export const number = (value) => (formats.number ??= new Intl.NumberFormat(language(), { maximumFractionDigits: 4 })).format(value);

/** A ratio, with two digits at least: 0.40. */
export const ratio = (value) => (formats.ratio ??= new Intl.NumberFormat(language(), { minimumFractionDigits: 2, maximumFractionDigits: 4 })).format(value);

/** A day such as `2025-12-31` in words. */
export function day(iso) {
  const [year, month, date] = iso.split('-').map(Number);
  return (formats.day ??= new Intl.DateTimeFormat(language(), { dateStyle: 'long', timeZone: 'UTC' })).format(Date.UTC(year, month - 1, date));
}

/** With a capital first letter, if it begins with a word: `t(4;14)` stays as it is. */
export const capital = (text) => (/^\p{Ll}{2,}[\s,–-]|^\p{Ll}{3,}$/u.test(text) ? text.charAt(0).toLocaleUpperCase(language()) + text.slice(1) : text);

/** Lower case without diacritics, ё as е: what is typed and what is searched are compared in it. */
export const folded = (text) => text.toLocaleLowerCase().normalize('NFD').replace(/[\u0300-\u0305\u0307-\u036f]/g, '').replaceAll('ё', 'е');
