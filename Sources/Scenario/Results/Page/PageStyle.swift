/// The style sheet of the report page: light and dark, wide and narrow, screen and paper.
enum PageStyle {
    static let text = """
        :root{color-scheme:light dark;--paper:#f5f6f8;--card:#fff;--ink:#16202e;--soft:#5a6778;--rule:#e2e6eb;\
        --a:#2160d4;--b:#c2570c;--raw:#8a94a3;--mid:#0f8f8a;--deep:#7b4fc9;--good:#14783c;--bad:#c02626;--heat:33 96 212;\
        --heatb:194 87 12;--tint:#16202e0a}
        @media(prefers-color-scheme:dark){:root{--paper:#10151d;--card:#18202b;--ink:#e8edf4;--soft:#9aa8ba;--rule:#2a3544;\
        --a:#6ea3ff;--b:#f59e54;--raw:#77859a;--mid:#41c7c0;--deep:#b592f5;--good:#5bd28b;--bad:#ff7b78;--heat:70 125 235;\
        --heatb:226 126 48;--tint:#ffffff0b}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Noto Sans",Ubuntu,sans-serif;-webkit-text-size-adjust:100%}
        main{max-width:1060px;margin:0 auto;padding:32px 24px 48px}
        header{margin-bottom:20px}
        .eyebrow{margin:0;color:var(--soft);font-size:13px;letter-spacing:.04em}
        h1{margin:2px 0 4px;font-size:30px;line-height:1.2;letter-spacing:-.015em;overflow-wrap:anywhere}
        h2{margin:0 0 4px;font-size:18px;line-height:1.3;letter-spacing:-.005em}
        .lead{margin:10px 0 0;font-size:17px;max-width:46em}
        .meta{margin:0;color:var(--soft);font-size:14px;overflow-wrap:anywhere}
        .badge{display:inline-block;margin:12px 0 0;padding:3px 12px;border-radius:99px;border:1px solid currentColor;\
        font-size:14px;font-weight:600}
        .good{color:var(--good)}.bad{color:var(--bad)}.soft{color:var(--soft)}
        .warning{margin:16px 0 0;padding:12px 16px;border:1px solid var(--bad);border-left-width:5px;border-radius:8px;\
        background:var(--card)}
        .cards{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:0 0 12px;padding:0}
        .card,section{background:var(--card);border:1px solid var(--rule);border-radius:12px}
        .card{padding:14px 16px 12px;min-width:0}
        .card dt{color:var(--soft);font-size:13px;line-height:1.35}
        .card dd{margin:0}.card .value{font-size:26px;line-height:1.25;font-weight:650;letter-spacing:-.02em;\
        font-variant-numeric:tabular-nums;white-space:nowrap}
        .card .value.small{font-size:20px}
        .card .note{font-size:13px;line-height:1.4;color:var(--soft)}
        section{padding:20px 20px 16px;margin:0 0 12px}
        section>p{margin:0 0 10px;color:var(--soft);font-size:14px;max-width:62em}
        section>p.say{color:var(--ink)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:6px 0 4px;padding:0;list-style:none;font-size:13px}
        .legend li{display:flex;align-items:center;gap:7px}.legend svg{width:28px;height:10px;overflow:visible}
        svg{display:block;width:100%;height:auto}.narrow{display:none}
        svg text{font-size:12px;fill:var(--soft);font-family:inherit;font-variant-numeric:tabular-nums}
        .phase-name{font-weight:600}
        .grid path{stroke:var(--rule);fill:none}
        .phase0{fill:transparent}.phase1{fill:var(--tint)}.hatch{stroke:var(--rule);stroke-width:4}
        .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .fill{stroke:none;opacity:.13}
        .a{stroke:var(--a)}.b{stroke:var(--b)}.mid{stroke:var(--mid)}.deep{stroke:var(--deep)}.err{stroke:var(--bad)}
        .fill.a{fill:var(--a);stroke:none}.fill.b{fill:var(--b);stroke:none}.fill.deep{fill:var(--deep);stroke:none}\
        .fill.err{fill:var(--bad);stroke:none}
        .strong{stroke-width:2.6}.thin{stroke-width:1.3}.dash{stroke-dasharray:6 5}.dots{stroke-dasharray:1 5}
        .plan{stroke:var(--raw);stroke-dasharray:6 5;stroke-width:1.6}.raw{stroke:var(--raw);stroke-dasharray:6 5}
        .parting{stroke:var(--soft);stroke-dasharray:2 4;fill:none}
        .pointer rect{fill:var(--ink);opacity:0}.pointer rect:hover{opacity:.1}
        .beside{display:grid;grid-template-columns:minmax(0,1.9fr) minmax(0,1fr);gap:20px;align-items:start}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft);font-size:13px;padding:0 0 4px}
        th,td{padding:6px 10px;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
        th{font-weight:600}thead th{color:var(--soft);font-size:13px;font-weight:500}
        th:first-child,td:first-child{text-align:left;padding-left:0}td:last-child,th:last-child{padding-right:0}
        tbody tr:last-child>*{border-bottom:0}td.wrap,th.wrap{white-space:normal;overflow-wrap:anywhere}
        .heat{border-collapse:separate;border-spacing:3px}.heat th,.heat td{border:0}
        .heat td{border-radius:6px;text-align:center;padding:8px 10px;background:rgb(var(--heat)/calc(.06 + .5*var(--h)))}
        .heat.of-b td{background:rgb(var(--heatb)/calc(.06 + .5*var(--h)))}
        .heat td.none{background:none;color:var(--soft)}.heat thead th{text-align:center}.heat td:last-child{padding-right:10px}
        .heat small{display:block;color:var(--soft);font-size:12px}
        .heat td small{color:inherit;opacity:.8}
        .bar{display:block;width:120px;height:8px;border-radius:4px;background:var(--tint);overflow:hidden}
        .bar i{display:block;height:100%;border-radius:4px;background:var(--good)}.bar i.over{background:var(--bad)}
        details{margin-top:8px;font-size:14px}summary{cursor:pointer;color:var(--soft);font-size:13px}
        summary:focus-visible{outline:2px solid var(--a);outline-offset:2px;border-radius:4px}
        .key{display:inline-block;min-width:1.5em;margin-right:.35em;padding:0 .35em;border-radius:5px;color:var(--card);\
        font-size:.72em;font-weight:700;text-align:center;vertical-align:.12em;letter-spacing:0}
        .key.of-a{background:var(--a)}.key.of-b{background:var(--b)}
        footer{color:var(--soft);font-size:13px;margin-top:20px}
        @media(max-width:900px){.cards{grid-template-columns:repeat(2,1fr)}.beside{grid-template-columns:minmax(0,1fr)}\
        svg.wide text{font-size:14px}}
        @media(max-width:640px){main{padding:20px 12px 32px}section{padding:16px 12px 12px}h1{font-size:24px}\
        .wide{display:none}.narrow{display:block}.beside{grid-template-columns:minmax(0,1fr)}.card{padding:12px}\
        .card .value{font-size:21px}.card .value.small{font-size:17px}.bar{display:none}.fold{display:none}th,td{padding:6px 5px}table{font-size:13px}}
        @media print{:root{--paper:#fff;--card:#fff}body{font-size:12px}main{max-width:none;padding:0}\
        section,.card{break-inside:avoid;border-color:#ccc}.pointer,details{display:none}}
        """
}
