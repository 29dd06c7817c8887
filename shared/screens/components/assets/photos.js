/* Photos of a sheet, one page after another; see photos.py. A picture leaves the tablet when staff have seen it. */
import { button, element, lends, lost, opened, reasonOf, release, teller, unseen } from "./parts/lens.js";
import { asJpeg, coarse, still, turned } from "./parts/still.js";

const AROUND = 250; // milliseconds between two looks whether anybody is there
const FILE = "page.jpg"; // the office gives it a name

const mounted = new WeakMap(); // Streamlit calls again with new data, and keeps the last answer for the end

function cookie(name) {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/* Streamlit's own address for files of this session, with its own token. */
function carry(method, address, blob) {
  const body = blob ? new FormData() : undefined;
  if (blob) body.append("file", blob, FILE);
  return fetch(address, { method, body, headers: { "X-Xsrftoken": cookie("_streamlit_xsrf") } });
}

/* A touch shows the picture dot by dot around the place that was touched, another one shows the whole again. */
function nearer(frame, words) {
  function turn(event) {
    const box = frame.getBoundingClientRect();
    const [x, y] = event.clientX ? [event.clientX - box.left, event.clientY - box.top] : [box.width / 2, box.height / 2];
    const near = frame.classList.toggle("near");
    frame.setAttribute("aria-pressed", String(near));
    frame.scrollLeft = (frame.scrollWidth * x) / box.width - box.width / 2;
    frame.scrollTop = (frame.scrollHeight * y) / box.height - box.height / 2;
  }
  frame.tabIndex = 0;
  frame.setAttribute("role", "button");
  frame.setAttribute("aria-pressed", "false");
  frame.setAttribute("aria-label", words);
  frame.addEventListener("click", turn);
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    turn(event);
  });
}

class Photos {
  constructor(parent) {
    this.box = element("div", "mg-photos");
    this.list = element("ol", "pages");
    this.open = button("mg-btn wide", "", () => this.start());
    const sign = element("i", "mg-i look");
    sign.setAttribute("aria-hidden", "true");
    this.openWords = element("span");
    this.open.append(sign, this.openWords);
    this.box.append(this.list, this.open);
    parent.append(this.box);
    this.tell = teller(this.box);
    this.seeing = null; // { stream, video } while the light is on
    this.view = null; // what stands in place of the button
    this.turn = 0; // counts ends: what a browser answers afterwards is turned away
    this.undecided = false; // whether a picture waits to be used or taken again
    this.swaps = -1; // the place of the page that is taken again
    this.sent = null; // { id, then }: what the server has not said yet that it has
    this.large = new Map(); // number → address of the picture as it was taken, in this tablet's memory
    this.leave = () => this.stop();
    addEventListener("pagehide", this.leave);
    this.clock = setInterval(() => this.attend(), AROUND);
  }

  /* What the server knows now. */
  update(data, send, keep) {
    this.data = data;
    this.send = send;
    this.keep = keep;
    this.words = data.words;
    this.openWords.textContent = data.pages.length ? this.words.more : this.words.start;
    this.draw();
    if (this.sent && data.heard === this.sent.id) this.heard();
  }

  end() {
    this.keep = null; // the place is gone: there is nobody to tell
    this.stop();
    clearInterval(this.clock);
    removeEventListener("pagehide", this.leave);
    for (const address of this.large.values()) URL.revokeObjectURL(address);
    this.large.clear();
    this.box.remove();
  }

  named(words, number) {
    return words.replace("{n}", String(number));
  }

  /* The pages that were taken: small, each with what can be done with it. */
  draw() {
    const busy = this.view !== null;
    this.list.hidden = this.data.pages.length === 0;
    this.list.replaceChildren(...this.data.pages.map((page, place) => this.page(page, place + 1, busy)));
    this.open.hidden = busy || this.data.room < 1;
    if (this.data.room < 1 && !busy) this.tell(this.words.full);
  }

  page(page, number, busy) {
    const item = element("li");
    const look = button("shot", "", () => this.look(page, number));
    look.setAttribute("aria-label", this.named(this.words.look, number));
    const picture = element("img");
    picture.src = page.small;
    picture.alt = "";
    look.append(picture, element("b", "", this.named(this.words.page, number)));
    const again = button("mg-btn", this.words.again, () => this.start(number - 1));
    again.setAttribute("aria-label", this.named(this.words.again_page, number));
    const drop = button("mg-btn", this.words.drop, () => this.drop(page));
    drop.setAttribute("aria-label", this.named(this.words.drop_page, number));
    for (const one of [look, again, drop]) one.disabled = busy || this.sent !== null;
    item.append(look, again, drop);
    return item;
  }

  drop(page) {
    if (this.sent) return;
    this.report({ did: "drop", id: page.id }, () => this.open.focus());
    this.draw();
  }

  /* One thing at a time; the server says when it has it. */
  report(event, then) {
    this.sent = { id: `${event.did} ${event.id}`, then };
    this.send("page", event);
  }

  heard() {
    const { then } = this.sent;
    this.sent = null;
    then();
    this.draw();
  }

  /* In place of the button: a picture or the camera, what to do, and its buttons. */
  show(inside, said, buttons) {
    this.view?.remove();
    this.view = element("div", "view");
    const frame = element("div", "frame");
    frame.append(inside);
    if (inside !== this.seeing?.video) nearer(frame, this.words.near);
    const say = element("p", "say", said);
    say.setAttribute("role", "status");
    const row = element("div", "row");
    row.append(...buttons);
    this.view.append(frame, say, row);
    this.box.append(this.view);
    this.tell();
    this.draw();
    buttons[0].focus({ preventScroll: true });
    this.view.scrollIntoView({ block: "nearest" });
    this.touched();
  }

  stop(why) {
    this.turn += 1;
    this.put_out();
    this.view?.remove();
    this.view = null;
    this.decide(false);
    this.open.disabled = false;
    if (this.data) this.draw();
    if (why || this.data?.room > 0) this.tell(why);
  }

  put_out() {
    if (!this.seeing) return;
    release(this.seeing.stream);
    this.seeing.video.srcObject = null;
    this.seeing = null;
  }

  close(why) {
    this.stop(why);
    this.open.focus();
  }

  touched() {
    this.until = Date.now() + this.data.seconds * 1000;
  }

  attend() {
    if (!this.view) return;
    if (unseen(this.box)) this.stop();
    else if (Date.now() > this.until) this.close(this.words.slow);
    else if (this.seeing && lost(this.seeing.stream)) this.close(this.words.busy);
  }

  async start(place = -1) {
    this.stop();
    this.swaps = place;
    const now = this.turn;
    if (!lends()) { this.tell(this.words.insecure); return; }
    this.open.disabled = true;
    this.tell(this.words.asking);
    try {
      const stream = await opened(this.data.wide, this.data.high);
      if (now !== this.turn) { release(stream); return; }
      this.open.disabled = false;
      const video = element("video");
      video.muted = true;
      video.playsInline = true;
      video.setAttribute("aria-hidden", "true");
      video.srcObject = stream;
      this.seeing = { stream, video };
      this.aim();
      await video.play();
    } catch (failure) {
      if (now === this.turn) this.close(this.words[reasonOf(failure)]);
    }
  }

  aim() {
    if (!this.seeing) { this.start(this.swaps); return; }
    this.decide(false);
    const number = this.swaps < 0 ? this.data.pages.length + 1 : this.swaps + 1;
    const shoot = button("mg-btn main", this.named(this.words.shoot, number), () => this.shoot(shoot));
    this.show(this.seeing.video, this.words.aim, [
      shoot, button("mg-btn", this.words.stop, () => this.close()),
    ]);
    this.seeing.video.play().catch(() => this.close(this.words.failed)); // moved in the page, it stands still
  }

  async shoot(pressed) {
    const now = this.turn;
    pressed.disabled = true;
    this.touched();
    try {
      const picture = await still(this.seeing.stream, this.seeing.video, this.data.longest);
      if (now === this.turn) this.review(picture);
    } catch {
      if (now === this.turn) this.close(this.words.failed); // the camera gave no picture
    }
  }

  /* The office must not go on as if a picture that is still looked at were in. */
  decide(undecided) {
    if (this.undecided === undecided) return;
    this.undecided = undecided;
    this.keep?.("undecided", undecided);
  }

  /* As large as the screen has room: can it be read? */
  review(picture) {
    const more = this.swaps < 0 && this.data.room > 1;
    const buttons = [button("mg-btn main", this.words.use, () => this.use(picture, false))];
    if (more) buttons.push(button("mg-btn", this.words.use_next, () => this.use(picture, true)));
    buttons.push(
      button("mg-btn", this.words.turn, () => this.review(turned(picture))),
      button("mg-btn", this.words.again, () => this.aim()),
    );
    this.decide(true);
    this.show(picture, coarse(picture, this.data.least) ? this.words.coarse : this.words.check, buttons);
  }

  /* To the server, then the next page or the end. The picture stays here until the server has it. */
  async use(picture, more) {
    const now = this.turn;
    const { id, address } = this.data.ticket;
    if (!more) this.put_out();
    for (const one of this.view.querySelectorAll("button")) one.disabled = true;
    this.view.querySelector(".say").textContent = this.words.sending;
    try {
      const blob = await asJpeg(picture, this.data.heaviest);
      const answer = await carry("PUT", address, blob);
      if (!answer.ok) throw new Error(String(answer.status));
      if (now !== this.turn) { await carry("DELETE", address); return; }
      this.large.set(id, URL.createObjectURL(blob));
      this.until = Infinity;
      const replaced = this.swaps;
      this.report({ did: "keep", id, place: replaced }, () => {
        carry("DELETE", address); // the office has its own; the room of this session is free again
        if (this.turn !== now) return;
        if (more) this.aim();
        else this.close();
      });
      setTimeout(() => this.unheard(id, picture), this.data.patience * 1000);
    } catch {
      if (now === this.turn) this.unsent(picture); // the line broke: the picture is still here
    }
  }

  unheard(id, picture) {
    if (!this.sent || this.sent.id !== `keep ${id}`) return;
    this.sent = null;
    if (this.view) this.unsent(picture);
  }

  unsent(picture) {
    this.review(picture);
    this.tell(this.words.unsent);
  }

  look(page, number) {
    const picture = element("img");
    picture.src = this.large.get(page.id) || page.small;
    picture.alt = this.named(this.words.page, number);
    this.show(picture, this.named(this.words.page, number), [button("mg-btn main", this.words.close, () => this.close())]);
  }
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let photos = mounted.get(parentElement);
  if (!photos) {
    photos = new Photos(parentElement);
    mounted.set(parentElement, photos);
  }
  photos.update(data, setTriggerValue, setStateValue);
  return () => {
    photos.end();
    mounted.delete(parentElement);
  };
}
