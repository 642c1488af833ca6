package timeline

import "github.com/punctualgo/punctual/internal/svg"

// style is the style sheet of a picture. It is light by default and on paper, and dark for
// readers who prefer that. Its class keeps it from affecting the rest of a page.
const style = "\n" + svg.Light + `.punctual .wrong{fill:#9a3412}
.punctual .count{font-size:10px;font-weight:700}
.punctual .slim{font-size:9px}
.punctual .clear{paint-order:stroke;stroke:#ffffff;stroke-width:3}
.punctual .rule{stroke:#8c959f;stroke-width:1.25}
.punctual .open{fill:#dfe8f4}
.punctual .counted{fill:#2766ab}
.punctual .late{fill:#b3470b;stroke:#5c2205;stroke-width:2}
.punctual .thin{stroke:none}
.punctual .paused{stroke:#57606a;stroke-width:1}
.punctual .hatch{stroke:#57606a;stroke-width:1.5}
.punctual .gone{stroke:#57606a;stroke-width:2;stroke-dasharray:2 4;fill:none}
.punctual .start{stroke:#1b1f24;stroke-width:1.5;fill:none}
.punctual .tick{stroke:#1b1f24;stroke-width:1.25}
.punctual .mark,.punctual .void{fill:#ffffff;stroke:#1b1f24;stroke-width:1.5}
.punctual .badly{stroke:#b3470b}
.punctual .well{stroke:#1a6b3c}
.punctual .full{fill:#1b1f24;stroke:#ffffff;stroke-width:1}
.punctual .bad{fill:#b3470b;stroke:#ffffff;stroke-width:1}
.punctual .good{fill:#1a6b3c;stroke:#ffffff;stroke-width:1}
.punctual .ink{fill:none;stroke:#ffffff;stroke-width:1.75}
.punctual .inkbad{stroke:#b3470b}
.punctual .inkgood{stroke:#1a6b3c}
.punctual .count.onfull,.punctual .count.onbad,.punctual .count.ongood{fill:#ffffff}
.punctual .count.inkbad{fill:#b3470b;stroke:none}
.punctual .count.inkgood{fill:#1a6b3c;stroke:none}
.punctual .due{stroke:#1b1f24;stroke-width:1.5;stroke-dasharray:4 2}
.punctual .now{stroke:#57606a;stroke-width:1.25;stroke-dasharray:1 2}
.punctual .seam{stroke:#afb8c1;stroke-width:1;stroke-dasharray:2 4;fill:none}
.punctual .fold{fill:#ffffff;stroke:#8c959f;stroke-width:1}
@media (prefers-color-scheme:dark){
` + svg.Dark + `.punctual .wrong{fill:#f0a36b}
.punctual .clear{stroke:#0d1117}
.punctual .open{fill:#1d2d44}
.punctual .counted{fill:#6cabf7}
.punctual .late{fill:#f0883e;stroke:#ffd8b5}
.punctual .late.thin{stroke:none}
.punctual .hatch,.punctual .paused,.punctual .gone,.punctual .now{stroke:#9aa4af}
.punctual .start,.punctual .tick{stroke:#e6edf3}
.punctual .mark,.punctual .void{fill:#0d1117;stroke:#e6edf3}
.punctual .badly{stroke:#f0883e}
.punctual .well{stroke:#56d364}
.punctual .full{fill:#e6edf3;stroke:#0d1117}
.punctual .bad{fill:#f0883e;stroke:#0d1117}
.punctual .good{fill:#56d364;stroke:#0d1117}
.punctual .ink{stroke:#0d1117}
.punctual .inkbad{stroke:#f0883e}
.punctual .inkgood{stroke:#56d364}
.punctual .count.onfull,.punctual .count.onbad,.punctual .count.ongood{fill:#0d1117}
.punctual .count.inkbad{fill:#f0883e}
.punctual .count.inkgood{fill:#56d364}
.punctual .due{stroke:#e6edf3}
.punctual .seam{stroke:#484f58}
}
@media print{
` + svg.Paper + `.punctual .open{fill:#dfe8f4}
.punctual .counted{fill:#2766ab}
.punctual .late{fill:#b3470b;stroke:#5c2205}
.punctual .start,.punctual .tick,.punctual .due{stroke:#000}
.punctual .mark,.punctual .void{fill:#fff;stroke:#000}
.punctual .badly,.punctual .inkbad{stroke:#b3470b}
.punctual .well,.punctual .inkgood{stroke:#1a6b3c}
.punctual .full{fill:#000;stroke:#fff}
.punctual .bad{fill:#b3470b;stroke:#fff}
.punctual .good{fill:#1a6b3c;stroke:#fff}
.punctual .ink{stroke:#fff}
.punctual .wrong{fill:#9a3412}
.punctual .clear{stroke:#fff}
.punctual .count.onfull,.punctual .count.onbad,.punctual .count.ongood{fill:#fff}
}
`
