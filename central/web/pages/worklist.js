// Keeps the work list new without touching what has not changed: the page is asked for again, and row by row what is
// different is put in. A row that stays is the same element, so focus, selection and the place that a screen reader has
// come to stay too. Without an answer for a while the page says so, loudly, and goes on trying.

const EVERY_MS = 5000;
const STALE_MS = 12000;
const ANSWER_MS = 4000;

const $ = (id) => document.getElementById(id);

function fetchPage() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.pathname + location.search);
    request.responseType = 'document';
    request.timeout = ANSWER_MS;
    request.onload = () => (request.status === 200 && request.responseXML
      ? resolve(request.responseXML)
      : reject(new Error(String(request.status))));
    request.onerror = request.ontimeout = () => reject(new Error('0'));
    request.send();
  });
}

// Makes `now` like `then`, and leaves alone what is alike.
function mend(now, then) {
  if (now.isEqualNode(then)) return;
  for (const { name, value } of then.attributes) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  for (const { name } of [...now.attributes]) {
    if (!then.hasAttribute(name)) now.removeAttribute(name);
  }
  const same = now.childNodes.length === then.childNodes.length
    && [...now.childNodes].every((child, i) => child.nodeName === then.childNodes[i].nodeName);
  if (!same) return now.replaceChildren(...[...then.childNodes].map((child) => document.importNode(child, true)));
  [...now.childNodes].forEach((child, i) => {
    const other = then.childNodes[i];
    if (child.nodeType === Node.ELEMENT_NODE) mend(child, other);
    else if (child.nodeValue !== other.nodeValue) child.nodeValue = other.nodeValue;
  });
}

// The children of a list by their id, in the new order.
function mendList(id, page) {
  const list = $(id);
  const wanted = [...page.getElementById(id).children];
  const ids = new Set(wanted.map((child) => child.id));
  for (const child of [...list.children]) if (!ids.has(child.id)) leave(child);
  let place = list.firstElementChild;
  for (const child of wanted) {
    let mine = document.getElementById(child.id);
    if (mine === null) {
      mine = document.importNode(child, true);
    } else {
      mend(mine, child);
    }
    if (mine === place) {
      place = place.nextElementSibling;
    } else {
      move(list, mine, place);
    }
  }
}

// Moving an element takes its focus away in most browsers: it is given back.
function move(list, node, before) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(node, before);
  focused?.focus({ preventScroll: true });
}

// The focus of a row that goes, goes to the list and not to the top of the page.
function leave(node) {
  const had = node.contains(document.activeElement);
  node.remove();
  if (had) $('list').focus({ preventScroll: true });
}

let heard = performance.now();
let paused = false;
let busy = false;

function showAge() {
  const old = performance.now() - heard > STALE_MS;
  const stale = $('stale');
  const words = paused ? stale.dataset.paused : stale.dataset.text;
  const text = old || paused ? words.replace('{at}', $('fresh').dataset.at) : '';
  // Only when it changes: a screen reader says it each time.
  if (stale.textContent !== text) stale.textContent = text;
  document.body.classList.toggle('stale', old || paused);
}

async function refresh() {
  if (busy) return;
  busy = true;
  try {
    const page = await fetchPage();
    heard = performance.now();
    mend($('fresh'), page.getElementById('fresh'));
    mend($('restart'), page.getElementById('restart'));
    for (const id of ['ringing-title', 'contacts-title']) mend($(id), page.getElementById(id));
    mendList('ringing', page);
    mendList('contacts', page);
  } catch (error) {
    // Signed out meanwhile, or no longer allowed: the page says so itself.
    if (error.message === '401' || error.message === '403') location.reload();
  } finally {
    busy = false;
    showAge();
  }
}

function followList() {
  $('refresh').addEventListener('click', refresh);
  $('pause').addEventListener('click', () => {
    paused = !paused;
    $('pause').setAttribute('aria-pressed', String(paused));
    if (!paused) refresh();
    showAge();
  });
  $('sign-out').addEventListener('click', async () => {
    await fetch('/api/session', { method: 'DELETE' });
    location.reload();
  });
  setInterval(() => { if (!paused) refresh(); }, EVERY_MS);
  setInterval(showAge, 1000);
}

function signIn(form) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId: $('user').value, device: 'worklist' }),
    }).catch(() => ({ ok: false }));
    if (answer.ok) location.reload();
    else $('problem').textContent = $('problem').dataset.text;
  });
}

if ($('contacts')) followList();
if ($('sign-in')) signIn($('sign-in'));
