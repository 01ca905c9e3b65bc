// Where a token is shown to the service, changed and forgotten: below the bar, when one is asked for or by the key in the bar.
import { access } from './access.js';
import { freshID, h, replace } from './dom.js';
import { icon } from './icons.js';
import { maybe, t } from './i18n.js';

let isWanted = false;

/** Opens the panel, or closes it if nothing is refused. @param {HTMLElement} panel */
export function toggleAccess(panel) {
  isWanted = panel.hidden;
  drawAccess(panel);
  if (isWanted) panel.querySelector('input').focus();
}

/** @param {HTMLElement} panel */
export function drawAccess(panel) {
  const isRefused = access.refusal !== null;
  panel.hidden = !isRefused && !isWanted;
  if (panel.hidden) return replace(panel);
  const [field, note] = [freshID('token'), freshID('note')];
  const said = h('p.error', { id: freshID('said'), role: 'alert' });
  const input = h('input', { id: field, type: 'password', autocomplete: 'off', spellcheck: 'false', size: 40, 'aria-describedby': `${note} ${said.id}`, oninput: () => replace(said) });
  const take = (event) => {
    event.preventDefault();
    isWanted = false;
    if (access.take(input.value)) return;
    isWanted = true;
    input.setAttribute('aria-invalid', 'true');
    replace(said, icon('caution'), t(input.value.trim() ? 'access.shape' : 'access.none'));
    input.focus();
  };
  const close = () => {
    isWanted = false;
    drawAccess(panel);
  };
  panel.setAttribute('aria-label', t('access.title'));
  panel.classList.toggle('is-refused', isRefused);
  replace(panel, h('form', { onsubmit: take }, h('h2', icon('key'), t('access.title')),
    h('p', isRefused ? { role: 'alert' } : {}, isRefused ? refusal() : t('access.held')),
    h('div.token', h('label', { for: field }, t(access.hasToken ? 'access.other' : 'access.token')), input, h('button.primary', t('access.take')),
      access.hasToken && h('button', { type: 'button', onclick: () => { isWanted = false; access.clear(); } }, t('access.clear')),
      !isRefused && h('button.plain', { type: 'button', onclick: close }, t('access.close'))),
    said, h('p.sub', { id: note }, t('access.note'))));
}

/** Why the service does not answer, in words. */
function refusal() {
  if (access.refusal) return t('access.scope', { what: maybe(`access.scope.${access.refusal}`) ?? access.refusal });
  return t(access.hasToken ? 'access.refused' : 'access.asked');
}
