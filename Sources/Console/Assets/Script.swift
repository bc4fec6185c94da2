/// The one script: copying, and what is live. Pages are whole without it.
enum Script {
    static let text = """
        "use strict";
        for (const button of document.querySelectorAll("[data-copy]")) {
          button.hidden = false;
          button.addEventListener("click", async () => {
            await navigator.clipboard.writeText(button.previousElementSibling.textContent);
            button.dataset.done = "";
            setTimeout(() => delete button.dataset.done, 1500);
          });
        }
        const live = document.querySelector("[data-stream]");
        if (live) {
          const words = JSON.parse(live.dataset.words), state = {};
          let source = null, nodes = new Map(), shape = null, heard = Date.now(), renewal = 0, attempt = 0;
          const note = (key, change) => nodes.set(key, [...(nodes.get(key) ?? []), change]);
          // Once for a page, not once a message: what each figure changes.
          const learn = () => {
            nodes = new Map();
            for (const node of live.querySelectorAll("[data-live]")) {
              note(node.dataset.live, (text) => { if (node.textContent !== text) node.textContent = text; });
            }
            for (const node of live.querySelectorAll("[data-state-of]")) {
              note(node.dataset.stateOf, (text, key) => { node.dataset.state = state[key]; });
            }
            for (const node of live.querySelectorAll("[data-width]")) {
              note(node.dataset.width, (text) => {
                node.setAttribute("stroke-width", text);
                node.dataset.flow = text === "0" ? "none" : "some";
              });
            }
          };
          const show = (key) => { for (const change of nodes.get(key) ?? []) change(words[state[key]] ?? state[key], key); };
          // Another hub in trouble, or another alert: the order and the lists are the server's affair.
          const renew = async () => {
            renewal = 0;
            const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
            if (!answer?.ok) return;
            const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-stream]");
            if (!fresh) return;
            const focus = document.activeElement?.closest?.("a[href]")?.getAttribute("href");
            const opened = live.querySelector("details")?.open;
            live.replaceChildren(...fresh.childNodes);
            if (live.querySelector("details")) live.querySelector("details").open = opened;
            if (focus && live.contains(document.activeElement) === false) {
              [...live.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === focus)?.focus();
            }
            learn();
            Object.keys(state).forEach(show);
          };
          const away = () => { for (const node of live.querySelectorAll(".away")) node.hidden = Date.now() - heard < 5000; };
          const open = () => {
            source?.close();
            source = new EventSource(live.dataset.stream);
            source.onmessage = (event) => {
              const changed = JSON.parse(event.data);
              heard = Date.now();
              attempt = 0;
              Object.assign(state, changed);
              Object.keys(changed).forEach(show);
              if (shape !== null && state.shape !== shape && !renewal) renewal = setTimeout(renew, 500 + Math.random() * 2000);
              shape = state.shape;
            };
            // A browser comes back by itself after a broken connection, but not after an answer that is no stream.
            source.onerror = () => {
              if (source?.readyState !== 2 || document.hidden) return;
              attempt += 1;
              setTimeout(() => { if (source?.readyState === 2 && !document.hidden) open(); }, Math.min(30000, 1000 * attempt));
            };
          };
          learn();
          setInterval(() => { if (!document.hidden) away(); }, 2000);
          // A page that nobody looks at asks for nothing, and shows the present when it is looked at again.
          document.addEventListener("visibilitychange", () => {
            if (document.hidden) { source?.close(); source = null; } else if (!source) open();
          });
          if (!document.hidden) open();
        }

        """
}
