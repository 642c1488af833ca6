package report

// pageStyle is the style sheet of a page. It is light on paper, whatever the reader prefers.
const pageStyle = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#ffffff;--rule:#d0d7de;--head:#f3f5f7}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4af;--paper:#0d1117;--rule:#30363d;--head:#161b22}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:1000px;margin:0 auto;padding:24px 20px 48px}
h1{font-size:26px;line-height:1.25;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:19px;line-height:1.3;margin:36px 0 6px;overflow-wrap:anywhere}
h3{font-size:14px;margin:20px 0 6px}
p{margin:0 0 8px;color:var(--soft);overflow-wrap:anywhere}
p.note{font-size:13px}
p.sum{color:var(--ink);font-weight:600}
figure{margin:16px 0;border:1px solid var(--rule);border-radius:6px;overflow:hidden}
figure svg{display:block;width:100%;height:auto}
.narrow{display:none}
.scroll{overflow-x:auto;margin:16px 0 8px;border:1px solid var(--rule);border-radius:6px}
.scroll:focus-visible{outline:2px solid #2766ab;outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:12px;font-variant-numeric:tabular-nums}
th,td{padding:3px 7px;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
thead th{background:var(--head);vertical-align:bottom}
tbody th,tfoot th{font-weight:400;overflow-wrap:anywhere;min-width:80px;max-width:260px}
tfoot th,tfoot td{font-weight:600;background:var(--head)}
tbody tr:last-child>*,tfoot tr:last-child>*{border-bottom:0}
tfoot tr:first-child>*{border-top:2px solid var(--rule)}
th.n,td.n{text-align:right}
td.n{white-space:nowrap}
dl{margin:0;font-size:13px;columns:2;column-gap:32px}
dl div{break-inside:avoid;margin:0 0 6px}
dt{font-weight:600}
dd{margin:0;color:var(--soft)}
@media screen and (max-width:639px){
main{padding:16px 12px 32px}
.wide{display:none}
.narrow{display:block}
dl{columns:1}
}
@media print{
:root{color-scheme:light}
@page{margin:12mm}
main{max-width:none;padding:0}
body{font-size:10pt}
.scroll{overflow:visible;border:0}
table{font-size:7pt}
th,td{padding:2px 4px}
td.n{white-space:normal}
thead{display:table-header-group}
tr,figure{break-inside:avoid}
h2,h3{break-after:avoid}
dl{font-size:8pt}
}
`
