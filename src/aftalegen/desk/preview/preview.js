"use strict";
/* Puts each new version in the page, keeps the reader's place, and shows what changed. */

const at = (id) => document.getElementById(id);
const BLOCKS = "h1, .subtitle, .mark, dl > div, h2, h3, p, main li, caption, tr, .annexes li";

/** The smallest parts of the text, without the table of contents, which only repeats. */
const blocks = () =>
  [...at("shown").querySelectorAll(BLOCKS)].filter((block) => !block.closest("nav"));

/** What a block says, apart from where it was written. */
const words = (block) =>
  block.tagName + block.innerHTML.replace(/ (data-source|title)="[^"]*"/g, "");

/** How many there are of each. */
const count = (all) => {
  const counts = new Map();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
};

/** Those of `all` that are not among `others`, each so many times as it is too many. */
const without = (all, others) => {
  const left = count(others.map(words));
  return all.filter((block) => {
    const said = words(block);
    const rest = left.get(said) ?? 0;
    left.set(said, rest - 1);
    return rest <= 0;
  });
};

/** The block at the top of the window and how far down it stands. */
const topmost = (all) => {
  const block = all.find((one) => one.getBoundingClientRect().bottom > 0);
  return block && { said: words(block), index: all.indexOf(block), top: block.getBoundingClientRect().top };
};

const keepPlace = (before, now) => {
  if (!before) return;
  const same = now
    .map((block, index) => ({ block, away: Math.abs(index - before.index) }))
    .filter(({ block }) => words(block) === before.said)
    .sort((a, b) => a.away - b.away)[0];
  if (same) window.scrollBy({ top: same.block.getBoundingClientRect().top - before.top, behavior: "instant" });
};

const inSight = (block) => {
  const { top, bottom } = block.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight - at("bar").offsetHeight;
};

/** Marks what is new; where words only went away, the block that now stands there. */
const showChanges = (before, now) => {
  let fresh = without(now, before);
  fresh = fresh.filter((block) => !fresh.some((other) => other !== block && block.contains(other)));
  const gone = without(before, now);
  if (!fresh.length && gone.length) {
    const near = now[Math.min(before.indexOf(gone[0]), now.length - 1)];
    if (near) fresh = [near];
  }
  for (const block of fresh) block.classList.add("changed");
  if (fresh.length && !inSight(fresh[0])) fresh[0].scrollIntoView({ block: "center", behavior: "instant" });
  return fresh.length;
};

const tell = (text) => {
  const time = new Date().toLocaleTimeString(document.documentElement.lang);
  at("state").textContent = `${time} · ${text}`;
};

const put = (event) => {
  const parts = JSON.parse(event.data);
  const state = at("state").dataset;
  document.body.dataset.version = parts.version;
  at("errors").innerHTML = parts.errors;
  document.body.classList.toggle("faulty", parts.errors !== "");
  document.title = parts.title;
  if (parts.errors) {
    tell(state.faulty);
    if (at("shown").innerHTML !== "") return;
  }
  const before = blocks();
  const place = topmost(before);
  at("house").textContent = parts.css;
  at("shown").innerHTML = parts.body;
  const now = blocks();
  keepPlace(place, now);
  if (parts.errors) return;
  const changed = showChanges(before, now);
  tell(changed === 0 ? state.same : changed === 1 ? state.one : state.changed.replace("{n}", changed));
};

const follow = () => {
  const { version, key } = document.body.dataset;
  const stream = new EventSource(`/follow/${version}/${key}`);
  stream.onmessage = put;
  stream.onerror = () => {
    stream.close();
    document.body.classList.add("lost");
    tell(at("state").dataset.lost);
    setTimeout(follow, 1000);
  };
  stream.onopen = () => document.body.classList.remove("lost");
};

/** The file and line of what the reader points at: of a value where it stands, of other words where they were written. */
document.addEventListener("mouseover", ({ target }) => {
  const written = target.closest?.("[data-source]");
  at("place").textContent = written ? written.title || written.dataset.source : "";
});

document.body.classList.toggle("faulty", at("errors").innerHTML !== "");
follow();
