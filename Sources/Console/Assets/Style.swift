/// The style of every page, light and dark, from 360 px on.
enum Style {
    static let text = """
        :root { color-scheme: light dark; --ink: #1a1c1f; --soft: #555b63; --paper: #fff; --panel: #f4f6f8; --line: #d5dae0;
          --blue: #0b5394; --good: #1b6e3c; --bad: #b3261e; --open: #8a5300; --up: #0b5394; --down: #1b6e3c; --across: #8a5300; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a9b0b8; --paper: #16181b; --panel: #202327;
          --line: #3a3f45; --blue: #8ab8f0; --good: #7ad29a; --bad: #ff9e94; --open: #f0b866; --up: #8ab8f0; --down: #7ad29a; --across: #f0b866; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); }
        a { color: var(--blue); }
        a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible,
        [tabindex]:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 8px; z-index: 9; }
        header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; padding: 8px 16px; background: var(--panel);
          border-bottom: 1px solid var(--line); }
        .brand { font-weight: 700; text-decoration: none; }
        nav { display: flex; flex-wrap: wrap; gap: 2px; flex: 1; }
        nav a { padding: 6px 10px; text-decoration: none; border-radius: 6px; color: var(--ink); }
        nav a[aria-current] { background: var(--blue); color: var(--paper); }
        .find input { width: 180px; }
        .account { display: flex; gap: 8px; align-items: center; color: var(--soft); font-size: 14px; }
        form { margin: 0; }
        main { max-width: 1200px; margin: 0 auto; padding: 8px 16px 48px; }
        h1 { font-size: 26px; overflow-wrap: anywhere; } h2 { font-size: 19px; margin-top: 32px; }
        button, input, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 6px;
          padding: 6px 12px; min-height: 36px; max-width: 100%; }
        button { cursor: pointer; background: var(--panel); } button:hover { border-color: var(--blue); }
        button[data-done]::after { content: " ✓"; }
        .search { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; margin: 16px 0; }
        .search label { display: grid; font-size: 14px; color: var(--soft); }
        .search .long { flex: 1 1 320px; } .search .long input { width: 100%; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 12px; margin: 16px 0; }
        .tile { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 12px; }
        .tile dt { color: var(--soft); font-size: 14px; } .tile dd { margin: 0; font-size: 24px; font-variant-numeric: tabular-nums; }
        .tile small { display: block; font-size: 13px; color: var(--soft); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 15px; }
        th, td { text-align: left; padding: 7px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { font-size: 13px; color: var(--soft); font-weight: 600; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        time { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .state { border: 1px solid currentColor; border-radius: 99px; padding: 1px 9px; font-size: 13px; white-space: nowrap; }
        .state.good { color: var(--good); } .state.bad { color: var(--bad); } .state.open { color: var(--open); } .state.plain { color: var(--soft); }
        .state:empty { display: none; }
        .urgent { color: var(--bad); }
        .problem { border-left: 4px solid var(--bad); padding: 8px 12px; background: var(--panel); }
        .empty { color: var(--soft); }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
        .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
        .stages li { margin: 6px 0; } .checks { margin: 2px 0; font-size: 14px; }
        code, pre { font: 14px/1.4 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 10px; overflow-x: auto; white-space: pre-wrap; margin: 0; }
        .copy { display: flex; gap: 8px; align-items: start; margin: 8px 0; } .copy pre { flex: 1; }
        .elsewhere { margin-top: 40px; border-top: 1px solid var(--line); padding-top: 12px; }
        .map { display: grid; grid-template-columns: minmax(240px, 420px) 1fr; gap: 16px; align-items: center; }
        .map svg { width: 100%; } .map path { fill: none; opacity: .75; } .map circle { fill: var(--panel); stroke: var(--soft); }
        .map text { text-anchor: middle; font-size: 13px; fill: var(--ink); }
        path.up { stroke: var(--up); } path.down { stroke: var(--down); } path.across { stroke: var(--across); }
        .legend span::before { content: "— "; font-weight: 700; }
        .legend .up { color: var(--up); } .legend .down { color: var(--down); } .legend .across { color: var(--across); }
        .hubs { display: flex; flex-wrap: wrap; gap: 6px; list-style: none; padding: 0; }
        .hubs li { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 4px 12px; }
        .hubs li + li::before { content: "→ "; color: var(--soft); }
        .tabs { margin: 12px 0; }
        .figure { font-size: 18px; }
        .meter { width: 80px; height: 10px; vertical-align: middle; } .meter .all { fill: var(--line); } .meter .share { fill: var(--good); }
        .meter.below .share { fill: var(--open); } .meter .target { fill: var(--ink); }
        .message { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 70vh; overflow: auto; }
        .nowrap { white-space: nowrap; }
        .search .check { display: flex; gap: 6px; align-items: center; color: var(--ink); } .check input { min-height: 0; }
        .chart { margin: 16px 0; } .chart svg { width: 100%; max-width: 820px; } .chart polyline { fill: none; stroke: var(--blue); stroke-width: 2; }
        .chart circle { fill: var(--blue); } .chart circle.below { fill: var(--bad); } .chart text { font-size: 12px; fill: var(--soft); }
        .chart .end { text-anchor: end; } line.target { stroke: var(--good); stroke-dasharray: 6 4; }
        .branch { text-decoration: none; display: inline-block; min-width: 24px; }
        .under1 { padding-left: 18px; } .under2 { padding-left: 36px; } .under3 { padding-left: 54px; } .under4 { padding-left: 72px; }
        .door { max-width: 460px; margin: 10vh auto; } .door input { width: 100%; margin: 4px 0 12px; } .door label { display: block; margin-top: 20px; }
        @media (max-width: 640px) {
          .map { grid-template-columns: 1fr; }
          .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: 8px; }
          thead { position: absolute; left: -9999px; }
          tr { display: block; border: 1px solid var(--line); border-radius: 8px; margin: 8px 0; padding: 4px 8px; }
          td { display: flex; justify-content: space-between; gap: 12px; border: 0; padding: 3px 0; text-align: right; overflow-wrap: anywhere; }
          td::before { content: attr(data-name); color: var(--soft); font-size: 13px; text-align: left; flex: none; }
        }
        @media (prefers-reduced-motion: no-preference) { button, nav a { transition: border-color .15s, background .15s; } }

        """
}
