/**
 * <exam-clock data-seconds="1200" data-soon="{minutes} minutes left" data-up="The time is up"> counts
 * down what the server says is left, and hands the paper in when it is up: the server would refuse
 * what came later. The clock of the device is not asked what time it is.
 */
(() => {
  "use strict";

  // Said aloud when so many minutes are left.
  const WARN = [5, 1];

  class ExamClock extends HTMLElement {
    connectedCallback() {
      this.ends = performance.now() + Number(this.dataset.seconds) * 1000;
      this.timer = setInterval(() => this.tick(), 1000);
      // A page that comes back out of the browser's memory shows an old time.
      this.onShow = (event) => event.persisted && location.reload();
      addEventListener("pageshow", this.onShow);
      this.tick();
    }

    disconnectedCallback() {
      clearInterval(this.timer);
      removeEventListener("pageshow", this.onShow);
    }

    tick() {
      const left = Math.max(0, Math.round((this.ends - performance.now()) / 1000));
      const [minutes, seconds] = [Math.floor(left / 60), left % 60];
      this.textContent = `${minutes}:${String(seconds).padStart(2, "0")}`;
      this.toggleAttribute("data-near", left <= 60);
      if (!seconds && WARN.includes(minutes)) this.say(this.dataset.soon.replace("{minutes}", minutes));
      if (!left) this.end();
    }

    end() {
      clearInterval(this.timer);
      this.say(this.dataset.up);
      const form = document.querySelector("form[data-exam]");
      const button = form?.querySelector("[data-time-up]");
      if (button) form.requestSubmit(button);
    }

    say(words) {
      const region = document.getElementById("live");
      if (region) region.textContent = words;
    }
  }

  customElements.define("exam-clock", ExamClock);
})();
