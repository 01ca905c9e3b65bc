// Ways into a case: a worked one, pasted JSON, a file.
import { get } from './api.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { isFHIR } from './fhir.js';
import { t } from './i18n.js';
import { link } from './router.js';

/** The worked cases a newcomer is offered, as far as the knowledge has them. */
const FIRST = ['case-7', 'mm-example-1', 'mm-example-5'];

/** Loads a worked case into the session. @param {string} id */
export async function work(id, session) {
  session.state.replace(await get(`/cases/${id}/input`));
}

/** A worked case to begin with. Its title comes by itself; what the knowledge does not have is left out. */
function example(id, session, diseases) {
  const [title, disease] = [h('b', '…'), h('span', '\u00a0')];
  const button = h('button.start', { type: 'button', 'data-case': id, onclick: () => work(id, session) }, title, disease);
  get(`/cases/${id}`).then((found) => {
    title.textContent = found.title;
    disease.textContent = diseases.find((one) => one.id === found.disease)?.name;
  }, () => button.remove());
  return button;
}

/** What is shown while nothing is recorded. @param {any[]} diseases */
export function welcome(session, diseases) {
  return h('section.welcome',
    h('h2', { id: 'answer-title' }, t('welcome.title')), h('p.lead', t('welcome.lead')),
    h('div.starts', FIRST.map((id) => example(id, session, diseases)), h('a.start', { href: link('cases') }, h('b', t('start.all')), h('span', t('start.all.long')))),
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
      if (isFHIR(value) && value.resourceType !== 'Bundle') throw new Error(t('paste.fhir', { type: value.resourceType }));
      if (!isFHIR(value) && typeof value?.disease !== 'string') throw new Error(t('paste.disease'));
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
