// The contents show which section is being read; a link to something that is folded away opens it.
const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
const sections = [...document.querySelectorAll("main > section")].filter((section) => links.has(section.id));

function mark() {
  const read = sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 3).at(-1);
  for (const [id, link] of links) {
    if (read && id === read.id) {
      if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "true");
        const list = link.closest("nav");
        const { top, bottom } = link.getBoundingClientRect();
        if (list.scrollHeight > list.clientHeight && (top < 40 || bottom > innerHeight - 40)) {
          list.scrollTop += top - innerHeight / 2;
        }
      }
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

function open() {
  const goal = location.hash && document.getElementById(location.hash.slice(1));
  const folded = goal && goal.closest("details");
  if (folded) {
    folded.open = true;
  }
}

addEventListener("scroll", mark, { passive: true });
addEventListener("hashchange", open);
mark();
open();
