/* The monitor renews itself without leaving its page: a restart of the server leaves no error page behind that nobody
   would ever reload. Without JavaScript the page's own <meta refresh> does the same, as long as the server answers. */
const seconds = Number(document.body.dataset.seconds);
const late = document.getElementById("late");

async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["main", "header"]) {
      const [now, then] = [document.querySelector(part), fresh.querySelector(part)];
      if (then && now.innerHTML !== then.innerHTML) now.replaceWith(then);
    }
    late.hidden = true;
  } catch {
    late.hidden = false; // the server is away: what stands here is old, and the next turn asks again
  }
}

setInterval(renew, seconds * 1000);
