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
          let source = null;
          const show = (node, value) => {
            const text = typeof value === "number" ? value.toLocaleString("fr").replaceAll(" ", "\\u202f") : value;
            if (node && node.textContent !== text) node.textContent = text;
          };
          const open = () => {
            source = new EventSource(live.dataset.stream);
            source.onmessage = (event) => {
              const state = JSON.parse(event.data);
              for (const node of live.querySelectorAll("[data-live]")) {
                if (node.dataset.live in state) show(node, state[node.dataset.live]);
              }
              for (const node of live.querySelectorAll("[data-pair]")) show(node, state.pairs[node.dataset.pair]);
            };
          };
          // A page that nobody looks at asks for nothing, and shows the present when it is looked at again.
          document.addEventListener("visibilitychange", () => {
            if (document.hidden) { source?.close(); source = null; } else if (!source) open();
          });
          if (!document.hidden) open();
        }

        """
}
