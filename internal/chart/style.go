package chart

import "github.com/punctualgo/punctual/internal/svg"

// style is the style sheet of a chart. No class has the name of one of package sla/timeline
// and another meaning, so that a page can have both.
const style = "\n" + svg.Light + `.punctual .none{font-style:italic}
.punctual .value{font-weight:600}
.punctual .hatch{stroke:#57606a;stroke-width:1.5}
.punctual .blank{fill:none;stroke:#d0d7de;stroke-width:1}
.punctual .bar{fill:#2766ab;stroke:#2766ab;stroke-width:1.25}
.punctual .under{fill:#b3470b;stroke:#b3470b;stroke-width:1.25}
.punctual .bar.few,.punctual .under.few{fill:#ffffff}
.punctual .halo{stroke:#ffffff;stroke-width:4;fill:none}
.punctual .whisker{stroke:#1b1f24;stroke-width:1.25;fill:none}
.punctual .goal{stroke:#1b1f24;stroke-width:1.5;stroke-dasharray:5 3;fill:none}
.punctual .band{fill:#c8dbf0}
.punctual .trend{fill:none;stroke:#2766ab;stroke-width:2;stroke-linejoin:round}
.punctual .dot{fill:#2766ab;stroke:#2766ab;stroke-width:1.5}
.punctual .hole{fill:#ffffff;stroke:#2766ab;stroke-width:1.5}
.punctual .volume{fill:#8c959f}
.punctual .pin{fill:#1b1f24;stroke:#ffffff;stroke-width:1}
.punctual .pinhole{fill:#ffffff;stroke:#1b1f24;stroke-width:1.5}
.punctual .allowed{fill:#eef1f4;stroke:#57606a;stroke-width:1}
.punctual .rest{stroke:#57606a;stroke-width:1}
.punctual .share0{fill:#2766ab}
.punctual .share1{fill:#8ab4e0}
.punctual .onshare0{fill:#ffffff}
.punctual .onshare1{fill:#1b1f24}
.punctual .step0{fill:#9a3412;stroke:#9a3412}.punctual .step1{fill:#e8955c;stroke:#e8955c}.punctual .step2{fill:#f8d9bf;stroke:#f8d9bf}.punctual .step3{fill:#e3e6ea;stroke:#e3e6ea}
.punctual .step4{fill:#c8dcf2;stroke:#c8dcf2}.punctual .step5{fill:#7eaee0;stroke:#7eaee0}.punctual .step6{fill:#1f5a9c;stroke:#1f5a9c}
.punctual .hollow{fill:#ffffff;stroke-width:2.5}
.punctual .cell{font-size:10px}
.punctual .on0,.punctual .on6{fill:#ffffff}
.punctual .on1,.punctual .on2,.punctual .on3,.punctual .on4,.punctual .on5{fill:#1b1f24}
@media screen and (prefers-color-scheme:dark){
` + svg.Dark + `.punctual .hatch{stroke:#9aa4af}
.punctual .blank{stroke:#30363d}
.punctual .bar{fill:#6cabf7;stroke:#6cabf7}
.punctual .under{fill:#f0883e;stroke:#f0883e}
.punctual .bar.few,.punctual .under.few{fill:#0d1117}
.punctual .halo{stroke:#0d1117}
.punctual .whisker,.punctual .goal{stroke:#e6edf3}
.punctual .band{fill:#1f3a5f}
.punctual .trend{stroke:#6cabf7}
.punctual .dot{fill:#6cabf7;stroke:#6cabf7}
.punctual .hole{fill:#0d1117;stroke:#6cabf7}
.punctual .volume{fill:#6e7681}
.punctual .pin{fill:#e6edf3;stroke:#0d1117}
.punctual .pinhole{fill:#0d1117;stroke:#e6edf3}
.punctual .allowed{fill:#1b2129;stroke:#9aa4af}
.punctual .rest{stroke:#9aa4af}
.punctual .share0{fill:#6cabf7}
.punctual .share1{fill:#2f5d94}
.punctual .onshare0{fill:#0d1117}
.punctual .onshare1{fill:#ffffff}
.punctual .step0{fill:#f5a46a;stroke:#f5a46a}.punctual .step1{fill:#b0561c;stroke:#b0561c}.punctual .step2{fill:#5a3418;stroke:#5a3418}.punctual .step3{fill:#30363d;stroke:#30363d}
.punctual .step4{fill:#1d3c61;stroke:#1d3c61}.punctual .step5{fill:#2b66ad;stroke:#2b66ad}.punctual .step6{fill:#8cc2ff;stroke:#8cc2ff}
.punctual .hollow{fill:#0d1117}
.punctual .on0,.punctual .on6{fill:#0d1117}
.punctual .on1,.punctual .on2,.punctual .on3,.punctual .on4,.punctual .on5{fill:#ffffff}
}
`
