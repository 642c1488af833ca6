// Package browser tests the playground in Chromium. It is a module of its own, because the
// library does not need what drives a browser.
package browser

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// dist has the page.
var dist string

func TestMain(m *testing.M) {
	var err error
	if dist, err = os.MkdirTemp("", "playground"); err != nil {
		log.Fatal(err)
	}
	build := exec.Command("go", "run", "./examples/playground", "-o", dist)
	build.Dir = filepath.Join("..", "..", "..")
	if text, err := build.CombinedOutput(); err != nil {
		log.Fatalf("%v: %s", err, text)
	}
	code := m.Run()
	os.RemoveAll(dist)
	os.Exit(code)
}

// A page is the playground in a tab of its own. It fails the test if a request leaves, or if
// something is written to the console.
type page struct {
	context.Context
	t   *testing.T
	url string
}

// open opens the playground with a fragment, in a window of a width.
func open(t *testing.T, fragment string, width int) *page {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(dist)))
	t.Cleanup(server.Close)
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	p := &page{ctx, t, server.URL}
	p.do(chromedp.EmulateViewport(int64(width), 1400))
	var mu sync.Mutex
	var wrong []string
	err := chromedp.Listen(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			if u := sent.Request.URL; !strings.HasPrefix(u, server.URL) && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") {
				mu.Lock()
				wrong = append(wrong, "request to "+u)
				mu.Unlock()
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for m, err := range chromedp.Console(ctx) {
			if err != nil {
				return
			}
			mu.Lock()
			wrong = append(wrong, fmt.Sprint(m))
			mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, w := range wrong {
			t.Error(w)
		}
	})
	p.do(chromedp.Navigate(server.URL + "/" + fragment))
	p.wait(`document.querySelector("main").getAttribute("aria-busy") === "false" && document.body.dataset.took`)
	return p
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// wait waits until an expression of JavaScript is true.
func (p *page) wait(expression string) {
	p.t.Helper()
	if _, err := chromedp.Run(p, chromedp.Poll[bool]("!!("+expression+")", chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		p.t.Fatalf("%s: %v\n%s", expression, err, p.text("body"))
	}
}

// eval returns the value of an expression of JavaScript as text.
func (p *page) eval(expression string) string {
	p.t.Helper()
	text, err := chromedp.Run(p, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return text
}

func (p *page) text(selector string) string {
	p.t.Helper()
	return p.eval(fmt.Sprintf("document.querySelector(%q)?.innerText", selector))
}

// set gives an input, or a text, a value, as typing does.
func (p *page) set(selector, value string) {
	p.t.Helper()
	p.eval(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus(); e.value = %q;
		e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); })()`, selector, value))
}

// settle waits until the page shows what the last change makes of it.
func (p *page) settle() {
	p.t.Helper()
	_, err := chromedp.Run(p, chromedp.Evaluate[bool](`new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(() => f(true))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
}

// Each template has a story, clocks, an explanation, a picture, and no problems.
func TestTemplates(t *testing.T) {
	p := open(t, "", 1600)
	names := strings.Split(p.eval(`[...document.querySelectorAll("#template option")].map((o) => o.value).filter(Boolean)`), ",")
	if len(names) < 10 {
		t.Fatalf("templates: %q", names)
	}
	for _, name := range names {
		p.set("#template", name)
		p.settle()
		if got := p.text("#problems"); !strings.HasPrefix(got, "None") {
			t.Errorf("%s: problems: %s", name, got)
		}
		if got := p.eval(`document.querySelectorAll("#clocks li[data-metric]").length`); got == "0" {
			t.Errorf("%s: no clocks", name)
		}
		if got := p.eval(`document.querySelector("#picture svg title").textContent`); got == "" {
			t.Errorf("%s: no picture", name)
		}
		if got := p.text("#why"); len(got) < 100 {
			t.Errorf("%s: why: %s", name, got)
		}
		if got := p.eval(`document.getElementById("story-problem").hidden`); got != "true" {
			t.Errorf("%s: %s", name, p.text("#story-problem"))
		}
	}
}

// An error is told with its line as one types, and what the last good configuration gives stays.
func TestErrorInConfiguration(t *testing.T) {
	p := open(t, "", 1600)
	p.eval(`(globalThis.before = document.getElementById("clocks").innerText)`)
	p.set("#config", "{\n  \"policies\": [\n    {\"id\": \"p\", \"targets\": {\"first_response\": \"1hour\"}}\n  ]\n}")
	p.settle()
	if got := p.text("#problems"); !strings.Contains(got, "Line 3: policies[0].targets.first_response") || !strings.Contains(got, `did you mean "1h"`) {
		t.Errorf("problems: %s", got)
	}
	if got := p.eval(`document.querySelector("#gutter .error").textContent`); got != "3" {
		t.Errorf("the mark is at line %s", got)
	}
	if p.eval(`document.getElementById("clocks").innerText === before && !document.getElementById("stale").hidden`) != "true" {
		t.Error("the last results are gone, or are not said to be old")
	}
	p.do(chromedp.Click(chromedp.CSS("#problems button")))
	if got := p.eval(`(() => { const t = document.activeElement; return t.value.slice(t.selectionStart, t.selectionEnd).trim(); })()`); !strings.HasPrefix(got, `{"id": "p"`) {
		t.Errorf("the problem leads to %q", got)
	}
	p.set("#config", `{"policies": [{"id": "p", "targets": {"first_response": "1h"}}]}`)
	p.settle()
	if got := p.text("#clocks"); !strings.Contains(got, "p: 1h on 24x7") || p.eval(`document.getElementById("stale").hidden`) != "true" {
		t.Errorf("clocks: %s", got)
	}
}

// A story is told by buttons and the keyboard alone, and its clocks follow.
func TestStory(t *testing.T) {
	p := open(t, "", 1600)
	p.set("#config", `{"schedules": [{"name": "desk", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"]}}],
		"policies": [{"id": "p", "schedule": "desk", "targets": {"first_response": "2h"}}]}`)
	for p.eval(`document.querySelectorAll("#events button").length`) != "0" {
		p.do(chromedp.Click(chromedp.CSS("#events button")))
		p.settle()
	}
	p.set(`#events input[type="datetime-local"]`, "2026-03-09T09:00:00")
	p.set("#present-at", "2026-03-09T10:30:00")
	p.settle()
	if got := p.text("#clocks"); !strings.Contains(got, "on track") || !strings.Contains(got, "30m left, due Mon 9 Mar, 11:00") {
		t.Errorf("clocks: %s", got)
	}
	// The next change is the breach.
	p.do(chromedp.Focus(chromedp.CSS("#next")), chromedp.KeyEvent("\r"))
	p.settle()
	if got := p.text("#clocks"); !strings.Contains(got, "overdue") {
		t.Errorf("clocks at the breach: %s", got)
	}
	// An answer, added at the present and moved ahead of the breach with the arrow keys.
	p.do(chromedp.Focus(chromedp.CSS(`[data-add="agent"]`)), chromedp.KeyEvent(" "))
	p.settle()
	p.do(chromedp.Focus(chromedp.CSS(`#track [data-key="0"]`)), chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.ArrowLeft))
	p.settle()
	if got := p.text("#clocks"); !strings.Contains(got, "met") || !strings.Contains(got, "with 10m to spare") {
		t.Errorf("clocks after the answer: %s", got)
	}
	if got := p.eval(`document.querySelector('#events li[data-key="0"] input[type="datetime-local"]').value`); !strings.HasPrefix(got, "2026-03-09T10:50") {
		t.Errorf("the answer is at %s", got)
	}
	if got := p.text("#transitions"); !strings.Contains(got, "stopped, met") {
		t.Errorf("transitions: %s", got)
	}
	if got := p.text("#picture"); strings.Contains(got, "undefined") {
		t.Errorf("picture: %s", got)
	}
}

// An event is dragged with the pointer.
func TestDrag(t *testing.T) {
	p := open(t, "", 1600)
	p.eval(`(globalThis.before = document.querySelector('#track [data-key="0"]').getAttribute("aria-valuenow"))`)
	box := strings.Split(p.eval(`(() => { const r = document.querySelector('#track [data-key="0"]').getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`), ",")
	var x, y float64
	fmt.Sscan(box[0], &x)
	fmt.Sscan(box[1], &y)
	p.do(chromedp.DragAndDropXY(x, y, x+40, y))
	p.settle()
	if p.eval(`Number(document.querySelector('#track [data-key="0"]').getAttribute("aria-valuenow")) > Number(before)`) != "true" {
		t.Error("the event was not moved")
	}
}

// A link holds everything: whoever opens it sees the same.
func TestLink(t *testing.T) {
	p := open(t, "", 1600)
	p.set("#template", "tiers")
	p.set("#fields input[aria-label='Field']", "seats")
	p.do(chromedp.Click(chromedp.ID("share")))
	p.wait(`location.hash.startsWith("#s=") && document.getElementById("status").textContent !== ""`)
	fragment, clocks, config := p.eval("location.hash"), p.text("#clocks"), p.eval(`document.getElementById("config").value`)
	q := open(t, fragment, 1600)
	if got := q.text("#clocks"); got != clocks {
		t.Errorf("clocks: %s, want %s", got, clocks)
	}
	if got := q.eval(`document.getElementById("config").value`); got != config {
		t.Error("the configuration differs")
	}
	if got := q.eval(`document.querySelector("#fields input").value`); got != "seats" {
		t.Errorf("the field is %s", got)
	}
	damaged := open(t, "#s=AAAA", 1600)
	if got := damaged.text("#status"); !strings.Contains(got, "damaged") {
		t.Errorf("a damaged link: %s", got)
	}
}

// What is loaded stays small.
func TestSize(t *testing.T) {
	info, err := os.Stat(filepath.Join(dist, "punctual.wasm.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if size := info.Size(); size > 3<<20 {
		t.Errorf("the program has %d bytes, gzipped", size)
	}
}

// A keystroke takes little time: the median over edits of the configuration.
func TestKeystrokes(t *testing.T) {
	p := open(t, "", 1600)
	var took []float64
	for i := range 15 {
		p.eval(fmt.Sprintf(`(() => { const c = document.getElementById("config"); c.value = c.value.replace(/"description": "[^"]*"|^\{/, (m) => m) + %q; c.dispatchEvent(new Event("input")); })()`, strings.Repeat(" ", i)))
		p.settle()
		var ms float64
		fmt.Sscan(p.eval("document.body.dataset.took"), &ms)
		took = append(took, ms)
	}
	slices.Sort(took)
	t.Logf("the first result was there after %s ms", p.eval("document.body.dataset.ready"))
	t.Logf("an update takes %.1f ms (median), %.1f ms at most", took[len(took)/2], took[len(took)-1])
}

// Nothing is wider than the window of a phone, and dark is dark.
func TestPhoneAndDark(t *testing.T) {
	p := open(t, "", 390)
	if got := p.eval(`document.documentElement.scrollWidth <= 390`); got != "true" {
		t.Errorf("the page is %s pixels wide", p.eval("document.documentElement.scrollWidth"))
	}
	light := p.eval(`getComputedStyle(document.body).backgroundColor`)
	p.screenshot("phone")
	_, err := chromedp.Run(p, func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
		return chromedp.Void{}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	p.settle()
	if dark := p.eval(`getComputedStyle(document.body).backgroundColor`); dark == light {
		t.Errorf("the background is %s in both", dark)
	}
	p.screenshot("phone-dark")
	p.do(chromedp.EmulateViewport(1600, 1400))
	p.settle()
	p.screenshot("page-dark")
}

// screenshot writes what the page looks like into the directory in SCREENSHOTS, if it is set.
func (p *page) screenshot(name string) {
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
