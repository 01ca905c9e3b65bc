// Ways into a case: a worked one, pasted JSON, a file.
import { all, get } from './api.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { misshapen } from './case-state.js';
import { t } from './i18n.js';
import { link } from './router.js';

/** How many worked cases a newcomer is offered. */
const FEW = 3;

/**
 * Those that the most others are variants of, of each disease first one, then the next: what the knowledge is about.
 * @param {{id: string, disease: string, variantOf?: string}[]} cases
 */
export function firstCases(cases, count = FEW) {
  const weights = new Map(cases.map((one) => [one.id, 0]));
  for (const { variantOf } of cases) if (weights.has(variantOf)) weights.set(variantOf, weights.get(variantOf) + 1);
  const ordered = cases.filter((one) => !one.variantOf).sort((one, two) => weights.get(two.id) - weights.get(one.id));
  const places = new Map();
  const turn = (one) => places.set(one.disease, (places.get(one.disease) ?? 0) + 1).get(one.disease);
  return ordered.map((one) => [turn(one), one]).sort(([one], [two]) => one - two).slice(0, count).map(([, one]) => one);
}

/** Loads a worked case into the session. @param {string} id */
export async function work(id, session) {
  session.state.replace(await get(`/cases/${id}/input`));
}

/** Worked cases to begin with. Which they are comes by itself; until then their places are kept. */
function examples(session, diseases) {
  const buttons = Array.from({ length: FEW }, () => h('button.start', { type: 'button', disabled: true }, h('b', '…'), h('span', '\u00a0')));
  all('/cases').then((cases) => {
    const found = firstCases(cases);
    buttons.forEach((button, index) => {
      const one = found[index];
      if (!one) return button.remove();
      Object.assign(button, { disabled: false, onclick: () => work(one.id, session) }).dataset.case = one.id;
      replace(button, h('b', one.title), h('span', diseases.find(({ id }) => id === one.disease)?.name));
    });
  }, () => buttons.forEach((button) => button.remove()));
  return buttons;
}

/** What is shown while nothing is recorded. @param {any[]} diseases */
export function welcome(session, diseases) {
  return h('section.welcome',
    h('h2', { id: 'answer-title' }, t('welcome.title')), h('p.lead', t('welcome.lead')),
    h('div.starts', examples(session, diseases), h('a.start', { href: link('cases') }, h('b', t('start.all')), h('span', t('start.all.long')))),
    h('p.sub', t('welcome.or')), h('ul.rules', ['unknown', 'reasons', 'private'].map((name) => h('li', icon(name === 'unknown' ? 'unknown' : 'met'), t(`welcome.${name}`)))));
}

/** The button with the ways to start. */
export function startMenu() {
  return h('a.button.plain', { href: link('cases'), 'data-action': 'start' }, icon('search'), t('case.start'));
}

/** A dialog for JSON from elsewhere. */
export function pasteDialog(session) {
  const said = h('p.error', { role: 'alert' });
  const area = h('textarea', { rows: 14, spellcheck: 'false', 'aria-label': t('paste.label'), placeholder: '{ "disease": …, "findings": { … } }' });
  const take = (text) => {
    try {
      const value = JSON.parse(text);
      const { resourceType: type } = value?.bundle ?? value ?? {};
      if (type && type !== 'Bundle') throw new Error(t('paste.fhir', { type }));
      const place = misshapen(value);
      if (place) throw new Error(place === '/disease' ? t('paste.disease') : t('paste.shape', { place }));
      session.state.replace(value);
      dialog.close();
    } catch (error) {
      said.textContent = error instanceof SyntaxError ? t('paste.syntax', { detail: error.message }) : error.message;
    }
  };
  const file = h('input', { type: 'file', accept: '.json,application/json', 'aria-label': t('paste.file'), onchange: async () => {
    area.value = await file.files[0].text();
    take(area.value);
  } });
  const dialog = h('dialog.dialog', { 'aria-labelledby': 'paste-title', onclose: () => dialog.remove() },
    h('h2', { id: 'paste-title' }, t('paste.title')), h('p', t('paste.lead')), area, said, file,
    h('div.buttons', h('button', { type: 'button', onclick: () => dialog.close() }, t('paste.cancel')),
      h('button.primary', { type: 'button', onclick: () => take(area.value) }, t('paste.take'))));
  document.body.append(dialog);
  dialog.showModal();
  area.focus();
}
