// What surrounds every view: the bar above, and below who answers, from what, and what it is not.
import { access } from './access.js';
import { connection } from './connection.js';
import { day, language, t } from './i18n.js';
import { get } from './api.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { link } from './router.js';
import { theme, wear } from './settings.js';

const NAMES = ['case', 'cases', 'pathway', 'trials', 'plots', 'regimens', 'drugs', 'references'];
const THEMES = { auto: 'auto', light: 'sun', dark: 'moon' };

/** @param {HTMLElement} bar @param {{switchTo: (tag: string) => void, toggleAccess: () => void, session: any}} app @param {import('./router.js').Route} at */
export function drawBar(bar, { switchTo, toggleAccess, session }, at) {
  const names = NAMES.map((name) => h('a', {
    href: link(name, name === 'pathway' ? session.disease : null), 'aria-current': (at.name === name || (name === 'case' && at.name === 'board')) ? 'page' : null,
  }, t(`nav.${name}`)));
  const links = h('nav.links', { id: 'links', 'aria-label': t('nav.title') }, names, h('a', { href: '/docs', 'aria-current': at.name === 'docs' ? 'page' : null }, t('nav.docs')));
  const menu = h('button.plain.menu', {
    type: 'button', 'aria-expanded': 'false', 'aria-controls': 'links',
    onclick: () => menu.setAttribute('aria-expanded', String(bar.classList.toggle('is-open'))),
  }, icon('menu'), t('nav.menu'));
  bar.classList.remove('is-open');
  replace(bar, h('a.skip', { href: '#view', onclick: skip }, t('nav.skip')), h('a.mark', { href: link('case'), 'aria-label': 'NextLine' }, 'Next', h('b', 'Line')), menu, links,
    h('div.choices', (access.hasToken || access.refusal !== null) && key(toggleAccess), languages(switchTo), themes()));
}

function skip(event) {
  event.preventDefault();
  document.getElementById('view').focus();
}

const key = (toggle) => h('button.plain.theme', { type: 'button', 'data-key': 'access', 'aria-label': t('access.title'), title: t('access.title'), onclick: toggle }, icon('key'));

const languages = (switchTo) => h('div.switch', { role: 'group', 'aria-label': t('nav.language') }, [['en', 'English', 'EN'], ['ru', 'Русский', 'RU']].map(([tag, name, short]) => h('button', {
  type: 'button', lang: tag, 'aria-pressed': String(language() === tag), 'aria-label': `${short} ${name}`, 'data-key': `language-${tag}`, onclick: () => switchTo(tag),
}, short)));

function themes() {
  const button = h('button.plain.theme', { type: 'button', 'data-key': 'theme', onclick: () => {
    const names = Object.keys(THEMES);
    wear(/** @type {any} */ (names[(names.indexOf(theme()) + 1) % names.length]));
    show();
  } });
  const show = () => {
    const label = t('nav.theme', { name: t(`theme.${theme()}`) });
    button.setAttribute('aria-label', label);
    button.title = label;
    replace(button, icon(THEMES[theme()]));
  };
  show();
  return button;
}

let basis = null;

/** The disclaimer and the knowledge’s version, always in sight. @param {HTMLElement} foot @param {any} session */
export function drawFoot(foot, session) {
  const draw = () => {
    basis = session.current?.answer.knowledgeBase ?? basis;
    replace(foot, h('p.disclaimer', h('b', t('foot.short')), ' ', h('span', t('foot.long'))),
      h('p.basis', basis ? t('foot.basis', { version: basis.version, evidence: day(basis.evidenceThrough), digest: basis.digest.slice(0, 8) }) : t('foot.loading'),
        connection.isLost && h('span.lost', icon('caution'), t('foot.lost'))));
  };
  draw();
  session.addEventListener('change', draw);
  connection.addEventListener('change', draw);
  // The form comes first: to write a day takes a browser long.
  if (!basis) (window.requestIdleCallback ?? setTimeout)(() => get('/').then((index) => { basis ??= index.knowledgeBase; draw(); }, () => {}));
}
