// Ways into a case: a worked one, pasted JSON, a file.
import { get } from './api.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { link } from './router.js';

/** The worked cases a newcomer is offered. */
const FIRST = ['case-7', 'mm-example-1', 'mm-example-5'];

/** Loads a worked case into the session. @param {string} id */
export async function work(id, session) {
  session.state.replace(await get(`/cases/${id}/input`));
}

const examples = (session) => FIRST.map((id) => h('button.start', { type: 'button', 'data-case': id, onclick: () => work(id, session) },
  h('b', null, t(`start.${id}`)), h('span', null, t(`start.${id}.long`))));

/** What is shown while nothing is recorded. */
export function welcome(session) {
  return h('section.welcome', null,
    h('h2', { id: 'answer-title' }, t('welcome.title')), h('p.lead', null, t('welcome.lead')),
    h('div.starts', null, examples(session), h('a.start', { href: link('cases') }, h('b', null, t('start.all')), h('span', null, t('start.all.long')))),
    h('p.sub', null, t('welcome.or')), h('ul.rules', null, ['unknown', 'reasons', 'private'].map((name) => h('li', null, icon(name === 'unknown' ? 'unknown' : 'met'), t(`welcome.${name}`)))));
}

/** The button with the ways to start. */
export function startMenu() {
  return h('a.button.plain', { href: link('cases'), 'data-action': 'start' }, icon('search'), t('case.start'));
}

/** A dialog for JSON from elsewhere. */
export function pasteDialog(session) {
  const said = h('p.error', { role: 'alert' });
  const area = h('textarea', { rows: 14, spellcheck: 'false', 'aria-label': t('paste.label'), placeholder: '{ "disease": "breast-cancer", "findings": { … } }' });
  const take = (text) => {
    try {
      const value = JSON.parse(text);
      if (value?.resourceType) throw new Error(t('paste.fhir'));
      if (typeof value?.disease !== 'string') throw new Error(t('paste.disease'));
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
    h('h2', { id: 'paste-title' }, t('paste.title')), h('p', null, t('paste.lead')), area, said, file,
    h('div.buttons', null, h('button', { type: 'button', onclick: () => dialog.close() }, t('paste.cancel')),
      h('button.primary', { type: 'button', onclick: () => take(area.value) }, t('paste.take'))));
  document.body.append(dialog);
  dialog.showModal();
  area.focus();
}
