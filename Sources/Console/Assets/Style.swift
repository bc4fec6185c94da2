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
        .soft { color: var(--soft); fill: var(--soft); } small.soft { font-size: 12px; }
        .tile dt a { color: inherit; } .tile { position: relative; } .tile:hover { border-color: var(--blue); }
        .tile dt a::after { content: ""; position: absolute; inset: 0; } .tile dt a:focus-visible::after { outline: 3px solid var(--blue); border-radius: 10px; }
        .verdict { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 10px 14px; border-radius: 10px;
          background: var(--panel); border-left: 6px solid var(--good); margin: 8px 0; font-variant-numeric: tabular-nums; }
        .verdict strong { font-size: 18px; } .verdict a { color: inherit; text-decoration: none; }
        .verdict strong::before { content: "✓ "; color: var(--good); }
        .verdict[data-state=look] { border-color: var(--open); } .verdict[data-state=look] strong::before { content: "◐ "; color: var(--open); }
        .verdict[data-state=act] { border-color: var(--bad); } .verdict[data-state=act] strong::before { content: "■ "; color: var(--bad); }
        .away { color: var(--bad); font-weight: 600; }
        .map { margin: 16px 0 8px; }
        .map svg { display: block; width: 100%; height: auto; font-variant-numeric: tabular-nums; } .map .narrow { display: none; max-width: 480px; margin: 0 auto; }
        .map text { font-size: 13px; fill: var(--ink); } .map text.name { font-size: 15px; font-weight: 600; }
        .map .soft { fill: var(--soft); }
        .map rect { fill: var(--paper); stroke: var(--line); stroke-width: 1.5; } .map rect.band { fill: var(--panel); stroke: none; }
        .map a:hover rect { stroke: var(--blue); } .map a:focus-visible { outline: none; } .map a:focus-visible rect { stroke: var(--blue); stroke-width: 4; }
        .map text.up, .map tspan.up { fill: var(--up); } .map text.down, .map tspan.down { fill: var(--down); }
        .map text.across, .map tspan.across { fill: var(--across); }
        .stream { fill: none; stroke-linecap: round; } .stream.up { stroke: var(--up); } .stream.down { stroke: var(--down); }
        .head.up { fill: var(--up); } .head.down { fill: var(--down); }
        .stream[data-flow=none] { stroke: var(--line); stroke-width: 1; marker-end: none; }
        .rail { fill: none; stroke: var(--line); stroke-width: 2; }
        .rail[data-state=stopped] { stroke: var(--bad); stroke-dasharray: 3 3; } .rail[data-state=slow] { stroke: var(--open); }
        .hub[data-state=stopped] rect { stroke: var(--bad); stroke-width: 3; } .hub[data-state=slow] rect { stroke: var(--open); stroke-width: 3; }
        .hub text.badge { font-size: 12px; fill: var(--good); } .hub[data-state=stopped] text.badge { fill: var(--bad); font-weight: 700; }
        .hub[data-state=slow] text.badge { fill: var(--open); font-weight: 700; }
        .legend { font-size: 13px; color: var(--soft); }
        .legend .up { color: var(--up); } .legend .down { color: var(--down); } .legend .across { color: var(--across); }
        .flows { margin: 8px 0; } summary { cursor: pointer; }
        .tree, .tree ul { list-style: none; padding-left: 0; } .tree ul { padding-left: 18px; border-left: 2px solid var(--line); margin-left: 8px; }
        .tree li { margin: 6px 0; } .tree :target { outline: 3px solid var(--blue); outline-offset: 3px; border-radius: 6px; }
        .hub-state { color: var(--good); } .hub-state[data-state=slow] { color: var(--open); } .hub-state[data-state=stopped] { color: var(--bad); font-weight: 600; }
        .tree .figures { font-size: 14px; color: var(--soft); font-variant-numeric: tabular-nums; }
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
        @media (min-width: 900px) { .tiles { grid-template-columns: repeat(5, 1fr); } }
        @media (max-width: 760px) { .map .narrow { display: block; } .map .wide { display: none; } }
        @media (max-width: 640px) {
          .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: 8px; }
          thead { position: absolute; left: -9999px; }
          tr { display: block; border: 1px solid var(--line); border-radius: 8px; margin: 8px 0; padding: 4px 8px; }
          td { display: flex; justify-content: space-between; gap: 12px; border: 0; padding: 3px 0; text-align: right; overflow-wrap: anywhere; }
          td::before { content: attr(data-name); color: var(--soft); font-size: 13px; text-align: left; flex: none; }
        }
        @media (prefers-reduced-motion: no-preference) { @keyframes flow { to { stroke-dashoffset: -24; } }
          .stream[data-flow=some] { stroke-dasharray: 8 4; animation: flow 2s linear infinite; }
          button, nav a { transition: border-color .15s, background .15s; } }

        """
}
