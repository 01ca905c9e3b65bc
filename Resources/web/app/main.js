// Starts the page: its frame, the language, and the view that the address names.
import { access } from './access.js';
import { CaseSession } from './case-session.js';
import { connection } from './connection.js';
import { amend, route } from './router.js';
import { h, replace } from './dom.js';
import { language, speak, t } from './i18n.js';
import { drawBar, drawFoot } from './frame.js';
import { ahead } from './knowledge.js';
import { forget, Problem, Unreachable } from './api.js';
import { remember } from './settings.js';

/** A view’s module has `show`, which draws it and gives back what ends it. */
const views = {
  case: () => import('./view-case.js'),
  board: () => import('./view-board.js'),
  cases: () => import('./view-cases.js'),
  trials: () => import('./view-trials.js'),
  plots: () => import('./view-plots.js'),
  regimens: () => import('./view-regimens.js'),
  drugs: () => import('./view-drugs.js'),
  pathway: () => import('./view-pathway.js'),
  references: () => import('./view-references.js'),
  docs: () => import('./view-docs.js'),
};

const root = document.getElementById('view');
const panel = document.getElementById('access');
const app = { session: new CaseSession(), switchTo, toggleAccess: async () => (await accessPanel()).toggleAccess(panel) };
let end = () => {};
let shown = 0;

async function switchTo(tag) {
  remember({ language: tag });
  const address = new URL(location.href);
  if (address.searchParams.has('lang')) {
    address.searchParams.set('lang', tag);
    history.replaceState(null, '', address);
  }
  await speak(tag);
  forget();
  draw();
  if (app.session.current) app.session.ask({ anew: true });
  await display();
}

function draw() {
  drawBar(document.getElementById('bar'), app, route());
  drawFoot(document.getElementById('foot'), app.session);
  if (!panel.hidden) drawAccess();
}

/** Few services ask for a token. */
const accessPanel = () => import('./access-panel.js');
const drawAccess = async () => (await accessPanel()).drawAccess(panel);

async function display({ focuses = false } = {}) {
  const turn = ++shown;
  const asked = route();
  end();
  end = () => {};
  const slow = setTimeout(() => replace(root, h('div.progress', { role: 'progressbar', 'aria-label': t('page.loading') })), 200);
  try {
    const view = await (views[asked.name] ?? views.case)();
    if (turn !== shown) return;
    const stage = h('div.view', { 'data-view': asked.name });
    const dispose = await view.show(stage, asked, app);
    if (turn !== shown) return dispose?.();
    end = dispose ?? end;
    replace(root, stage);
  } catch (error) {
    if (turn !== shown) return;
    if (!(error instanceof Unreachable || error instanceof Problem || error instanceof TypeError)) throw error;
    replace(root, failure(error));
  } finally {
    clearTimeout(slow);
  }
  const title = root.querySelector('h1')?.textContent;
  document.title = title ? `${title} — NextLine` : 'NextLine';
  if (focuses) {
    scrollTo(0, 0);
    root.focus({ preventScroll: true });
  }
}

/** Why a view cannot be shown, and a way out. */
function failure(error) {
  const isProblem = error instanceof Problem;
  const text = error.isRefusal ? t('access.above') : isProblem ? error.message : t('failure.unreachable.long');
  return h('div.page.failure', h('h1', t(isProblem ? 'failure.problem' : 'failure.unreachable')), h('p', { role: 'alert' }, text),
    h('p', h('button', { type: 'button', onclick: () => display() }, t('lost.retry'))));
}

addEventListener('hashchange', () => {
  if (route().name === 'docs') return;
  drawBar(document.getElementById('bar'), app, route());
  display({ focuses: true });
});
connection.addEventListener('change', () => {
  if (!connection.isLost && root.querySelector('.page > [role=alert], .page [role=alert]')) display();
});

access.addEventListener('token', () => {
  forget();
  draw();
  if (!app.session.state.isEmpty) app.session.ask({ anew: true });
  display();
});
access.addEventListener('refusal', () => {
  drawAccess();
  drawBar(document.getElementById('bar'), app, route());
});
// What a view asks for after it is drawn may fail too.
addEventListener('unhandledrejection', (event) => {
  if (!(event.reason instanceof Unreachable || event.reason instanceof Problem)) return;
  event.preventDefault();
  replace(root, failure(event.reason));
});

// What the case needs is asked for while the rest of the page is being made.
if ((views[route().name] ?? views.case) === views.case) ahead(app.session.state.value.disease);
await speak(language());
draw();
await display();
if (route().name === 'docs') document.getElementById(location.hash.slice(1))?.scrollIntoView();
if (!location.hash && route().name !== 'docs') amend('#/case');
// The other views come now, so that they are there when the network is not.
(window.requestIdleCallback ?? setTimeout)(() => Object.values(views).forEach((load) => load().catch(() => {})));
