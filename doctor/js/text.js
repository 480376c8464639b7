// The texts, from the same catalogue as every other screen of the service.

let table = {};
export let lang = localStorage.getItem('legevakt.lang') === 'en' ? 'en' : 'nb';

export async function loadTexts(wanted = lang) {
  const answer = await fetch(`/api/text?lang=${wanted}`, { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  table = await answer.json();
  lang = wanted;
  localStorage.setItem('legevakt.lang', lang);
  document.documentElement.lang = lang;
}

export const has = (key) => key in table;

export function t(key, args = {}) {
  const text = table[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => args[name] ?? '');
}

// The most particular of the keys that exists.
export const tOneOf = (...keys) => t(keys.find(has) ?? keys.at(-1));

// "REASON_STALE_VERSION" -> the sentence of refusal.stale_version.
export function refusalText(refusal) {
  const args = Object.fromEntries((refusal.args ?? []).map((arg) => [arg.key, arg.value]));
  const name = (refusal.reason ?? 'REASON_NOT_SERVING').replace(/^REASON_/, '').toLowerCase();
  return t(`refusal.${name}`, args);
}

// "MEASURE_HOME_VISIT" -> "home_visit"
export const word = (prefix, value) => (value ?? '').replace(prefix, '').toLowerCase();
