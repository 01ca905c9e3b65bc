// Before the first paint, so that nothing flashes: language and theme as last chosen. The rest is main.js.
{
  const asked = new URLSearchParams(location.search).get('lang');
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem('nextline.settings') ?? '{}'); } catch { /* no storage: the defaults do */ }
  const wanted = [asked, kept.language, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  document.documentElement.lang = wanted.find((tag) => tag === 'en' || tag === 'ru') ?? 'en';
  if (kept.theme === 'light' || kept.theme === 'dark') document.documentElement.dataset.theme = kept.theme;
}
