//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
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
	"github.com/emersion/go-smtp"

	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
)

// The demo in a browser, from the sign-in to a better configuration, with a mail server and Slack.
func TestDemoInBrowser(t *testing.T) {
	slack, mail := newInbox(), newInbox()
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		slack.put(string(body))
	}))
	t.Cleanup(hook.Close)
	url := startDesk(t, &flags{
		addr: "127.0.0.1:0", url: "http://desk.example", slack: map[string]string{"": hook.URL}, smtp: "smtp://" + mailServer(t, mail),
		private: true, workers: 2, wait: time.Second, timeout: 5 * time.Second,
	})
	p := openTab(t)
	p.visit(url + "/")
	p.wait(`location.pathname === "/sign-in"`)
	p.do(click(`button[value="olga"]`))
	p.wait(`document.querySelector("h1").textContent === "Inbox"`)

	t.Run("the inbox is in order", func(t *testing.T) { p.checkOrder(t) })
	t.Run("every page, light and dark", func(t *testing.T) { p.checkPages(t, url) })
	t.Run("an answer turns a badge", func(t *testing.T) { p.checkAnswer(t, url) })
	t.Run("a warning and a breach are told", func(t *testing.T) { p.checkTold(t, url, slack, mail) })
	t.Run("what if", func(t *testing.T) { p.checkWhatIf(t, url) })
	t.Run("a better configuration goes live", func(t *testing.T) { p.checkConfig(t, url) })
}

// checkOrder checks that what is overdue is first, and that issues by what is due next follow.
func (p *tab) checkOrder(t *testing.T) {
	due := p.eval(`[...document.querySelectorAll(".issues time[data-due]")].map((e) => e.dataset.due)`)
	list := strings.Split(due, ",")
	if len(list) < 5 || !slices.IsSorted(list) { // of one length, so that they sort as texts
		t.Errorf("due at %s", due)
	}
	p.do(chromedp.SetValue(chromedp.CSS(`select[name="assignee"]`), "ann"), click(".filters button"))
	p.wait(`new URLSearchParams(location.search).get("assignee") === "ann"`)
	if got := p.eval(`[...new Set([...document.querySelectorAll(".issues td:nth-child(7)")].map((e) => e.textContent))]`); got != "ann" {
		t.Errorf("issues of %q", got)
	}
}

// checkPages looks at every page, at a phone's width too, where nothing may be wider than the window.
func (p *tab) checkPages(t *testing.T, url string) {
	p.visit(url + "/")
	issue := p.eval(`document.querySelector(".issues a").getAttribute("href")`)
	for _, path := range []string{
		"/", issue, "/issues/new", "/slas", "/slas/1", "/slas/new", "/hours", "/reports", "/reports?kind=map", "/reports?kind=held",
		"/reports?kind=targets", "/reports?kind=budget&customer=Harbor+Bank", "/notifications", "/outbox", "/settings", "/account",
	} {
		p.visit(url + path)
		if p.eval(`document.querySelectorAll("h1").length`) != "1" || p.eval(`document.querySelectorAll(".problem").length`) != "0" {
			t.Errorf("%s: %s", path, p.text("main"))
		}
		p.wait(`[...document.images].every((i) => i.complete)`)
		if broken := p.eval(`[...document.images].filter((i) => i.naturalWidth === 0).map((i) => i.src)`); broken != "" {
			t.Errorf("%s: pictures that do not load: %s", path, broken)
		}
		name := strings.NewReplacer("/", "-", "?", "-", "&", "-").Replace(strings.TrimPrefix(path, "/"))
		p.screenshot("desk-" + name)
		p.scheme("dark")
		p.screenshot("desk-" + name + "-dark")
		p.scheme("light")
		p.do(chromedp.EmulateViewport(390, 900))
		if width := p.eval("document.documentElement.scrollWidth"); width != "390" {
			t.Errorf("%s is %s pixels wide on a phone", path, width)
			p.screenshot("desk-" + name + "-phone")
		}
		p.do(chromedp.EmulateViewport(1280, 1000))
	}
}

// checkAnswer opens an issue and answers it with the keyboard alone; a second tab sees its badge turn.
func (p *tab) checkAnswer(t *testing.T, url string) {
	id := p.newIssue(url, "A printer is on fire", "urgent")
	other := openTab(t)
	other.visit(url + "/sign-in")
	other.do(click(`button[value="ann"]`))
	other.wait(`document.querySelector("h1").textContent === "Inbox"`)
	other.visit(url + "/issues/" + id)
	if got := other.text(`.clocks [data-metric="first_response"] .badge`); got != "on track" {
		t.Errorf("first response is %s", got)
	}
	other.eval(`(globalThis.same = true)`) // gone after a reload
	p.do(chromedp.Focus(chromedp.CSS(`#answer textarea`)), chromedp.KeyEvent("Help is on its way."), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	p.wait(`document.querySelector("#conversation").innerText.includes("Help is on its way.")`)
	other.wait(`document.querySelector('.clocks [data-metric="first_response"] .badge').innerText === "met"`)
	if got := other.eval(`globalThis.same === true && document.querySelector("#conversation").innerText.includes("Help is on its way.")`); got != "true" {
		t.Error("the page was loaded again, or does not show the answer")
	}
}

// newIssue opens an issue in the browser, and returns its ID.
func (p *tab) newIssue(url, title, priority string) string {
	p.visit(url + "/issues/new")
	p.do(
		chromedp.SendKeys(chromedp.CSS(`input[name="title"]`), title),
		chromedp.SendKeys(chromedp.CSS(`textarea[name="description"]`), "Please help."),
		chromedp.SendKeys(chromedp.CSS(`input[name="customer"]`), "Northwind Logistics"),
		chromedp.SetValue(chromedp.CSS(`select[name="customer.tier"]`), "platinum"),
		chromedp.SetValue(chromedp.CSS(`select[name="customer.region"]`), "emea"),
		chromedp.SetValue(chromedp.CSS(`select[name="priority"]`), priority),
		click(`main form button`),
	)
	p.wait(`location.pathname.startsWith("/issues/D-")`)
	return strings.TrimPrefix(p.eval("location.pathname"), "/issues/")
}

// checkTold moves the present ahead until an issue is at risk, and then until it is breached: both are told by
// e-mail and in Slack.
func (p *tab) checkTold(t *testing.T, url string, slack, mail *inbox) {
	id := p.newIssue(url, "The scanner is slow", "urgent")
	p.do(chromedp.SetValue(chromedp.CSS(`#fields select[name="assignee"]`), "ann"), click("#fields button"))
	p.wait(`document.querySelector("#facts").innerText.includes("ann")`)
	for _, step := range []struct{ by, standing string }{{"next", "at risk"}, {"15m", "overdue"}} {
		p.moveAhead(url+"/issues/"+id, step.by, step.standing)
		for name, in := range map[string]*inbox{"Slack": slack, "e-mail": mail} {
			text := in.find(t, func(text string) bool { return strings.Contains(text, id) && strings.Contains(text, step.standing) })
			if !strings.Contains(text, "The scanner is slow") || !strings.Contains(text, "http://desk.example/issues/"+id) {
				t.Errorf("%s, %s: %.1500s", name, step.standing, text)
			}
		}
	}
	p.wait(`document.querySelector("#told").innerText.includes("warning") && document.querySelector("#told").innerText.includes("breach")`)
	p.visit(url + "/outbox")
	if got := p.text("main"); !strings.Contains(got, id) {
		t.Errorf("outbox: %.500s", got)
	}
	p.do(click("#messages a"))
	p.wait(`document.querySelector("#body")`)
}

// moveAhead moves the present ahead, again and again, until the first response of an issue stands so.
func (p *tab) moveAhead(issue, by, standing string) {
	p.t.Helper()
	for n := 0; p.text(`.clocks [data-metric="first_response"] .badge`) != standing; n++ {
		if n == 80 {
			p.t.Fatalf("the clock is %s", p.text(`.clocks`))
		}
		before := p.eval(`document.querySelector("#present").textContent + document.body.dataset.now`)
		p.do(click(fmt.Sprintf(".ahead button[value=%q]", by)))
		p.wait(fmt.Sprintf(`document.querySelector("#present")?.textContent + document.body.dataset.now !== %q`, before))
		time.Sleep(200 * time.Millisecond) // the loop applies what is due
		p.visit(issue)
	}
}

// checkWhatIf tries a priority before it is set.
func (p *tab) checkWhatIf(t *testing.T, url string) {
	id := p.newIssue(url, "A question", "low")
	before := p.text("#clocks")
	p.do(chromedp.SendKeys(chromedp.CSS(`input[name="is"]`), "urgent"), click(`[aria-label="What if"] button`))
	p.wait(`document.querySelector("#what-if")`)
	if after := p.text("#what-if"); !strings.Contains(after, "first response") || strings.Contains(after, strings.Split(before, "\n")[1]) {
		t.Errorf("%s: now %s, then %s", id, before, after)
	}
	if got := p.text("#facts"); !strings.Contains(got, "low") {
		t.Errorf("the priority was set: %s", got)
	}
}

// checkConfig edits the configuration: a mistake is told with its line, and what is right is judged on the
// desk's history, goes live, and takes over the open issues.
func (p *tab) checkConfig(t *testing.T, url string) {
	p.visit(url + "/slas/new")
	good := p.eval(`document.querySelector("#text").value`)
	p.do(chromedp.SetValue(chromedp.CSS("#text"), strings.Replace(good, `"first_response"`, `"first_respons"`, 1)), click(`button[value="propose"]`))
	p.wait(`document.querySelector(".findings .error")`)
	line := 1 + strings.Count(good[:strings.Index(good, `"first_response"`)], "\n")
	if got := p.text(".findings .error"); !strings.HasPrefix(got, fmt.Sprintf("Line %d ", line)) || !strings.Contains(got, "first_response") {
		t.Errorf("the mistake in line %d: %s", line, got)
	}
	i := strings.Index(good, `"first_response"`)
	better := good[:i] + strings.Replace(good[i:], `"1h"`, `"20m"`, 1)
	if better == good {
		t.Fatal("the configuration of the demo has changed: adapt this test")
	}
	p.do(chromedp.SetValue(chromedp.CSS("#text"), better), chromedp.SendKeys(chromedp.CSS(`input[name="note"]`), "shorter"), click(`button[value="propose"]`))
	p.wait(`/^.slas.\d+$/.test(location.pathname)`)
	p.do(click(`#backtest button`))
	p.wait(`document.querySelector("#backtest table") && !document.querySelector("[data-poll]")`)
	if got := p.text("#backtest"); !strings.Contains(got, "Promises kept") || !strings.Contains(got, "Alerts a day") || !strings.Contains(got, "shorter target") {
		t.Errorf("backtest: %.800s", got)
	}
	p.screenshot("desk-backtest")
	p.do(click(`form[action$="/live"] button`))
	p.wait(`document.querySelector("#takeover") && !document.querySelector("[data-poll]") && document.querySelector("#takeover").innerText.includes("under this version")`)
	p.visit(url + "/slas")
	if got := p.text("tr.current"); !strings.Contains(got, "shorter") {
		t.Errorf("in force: %s", got)
	}
}

// A real desk, on each database: the link of its first start makes the administrator, who opens an issue
// and answers it.
func TestRealDeskInBrowser(t *testing.T) {
	for name, database := range map[string]func(*testing.T) *flags{
		"SQLite":   func(t *testing.T) *flags { return &flags{data: filepath.Join(t.TempDir(), "desk.db")} },
		"Postgres": func(t *testing.T) *flags { return &flags{database: testdesk.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			f := database(t)
			f.addr, f.workers, f.wait, f.timeout, f.slack = "127.0.0.1:0", 2, time.Second, 5*time.Second, map[string]string{}
			url, invitation := startReal(t, f)
			p := openTab(t)
			p.visit(url + invitation)
			p.do(
				chromedp.SendKeys(chromedp.CSS(`input[name="name"]`), "Ida"), chromedp.SendKeys(chromedp.CSS(`input[name="id"]`), "ida"),
				chromedp.SendKeys(chromedp.CSS(`input[name="email"]`), "ida@desk.example"),
				chromedp.SendKeys(chromedp.CSS(`input[name="password"]`), "correct horse battery"), click("main button"),
			)
			p.wait(`document.querySelector("h1").textContent === "Inbox"`)
			p.newIssue(url, "First", "normal")
			p.do(chromedp.SendKeys(chromedp.CSS("#answer textarea"), "Hello."), click(`button[value="agent"]`))
			p.wait(`document.querySelector('.clocks [data-metric="first_response"] .badge').innerText === "met"`)
			p.visit(url + "/account") // where nothing is still being loaded when the session ends
			p.do(click(".who button"))
			p.wait(`location.pathname === "/sign-in"`)
			p.visit(url + invitation) // good once
			if got := p.text("main"); !strings.Contains(got, "not good") {
				t.Errorf("the link is good again: %s", got)
			}
			p.visit(url + "/sign-in")
			p.do(chromedp.SendKeys(chromedp.CSS(`input[name="email"]`), "ida@desk.example"), chromedp.SendKeys(chromedp.CSS(`input[name="password"]`), "wrong"+kb.Enter))
			p.wait(`document.querySelector(".problem")`)
		})
	}
}

// startDesk runs the command until the test ends, and returns where it is.
func startDesk(t *testing.T, f *flags) string {
	url, _ := startReal(t, f)
	return url
}

// startReal is startDesk, and returns the path of the link for the first administrator, if there is one.
func startReal(t *testing.T, f *flags) (url, invitation string) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if f.url == "" {
		f.url = "http://desk.example"
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, f, in, slog.New(slog.DiscardHandler))
		in.Close()
		ended <- err
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		out.Close()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if text := strings.TrimSpace(lines.Text()); strings.HasPrefix(text, f.url+"/welcome") {
			invitation = strings.TrimPrefix(text, f.url)
		} else if address, ok := strings.CutPrefix(text, "The desk is at "); ok {
			return address, invitation
		}
	}
	t.Fatal("the desk does not say where it is")
	return "", ""
}

// An inbox keeps what was sent.
type inbox struct {
	mu   sync.Mutex
	list []string
}

func newInbox() *inbox { return new(inbox) }

func (in *inbox) put(text string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.list = append(in.list, text)
}

// find waits for a text.
func (in *inbox) find(t *testing.T, is func(string) bool) string {
	t.Helper()
	for range 200 {
		in.mu.Lock()
		i := slices.IndexFunc(in.list, is)
		if i >= 0 {
			defer in.mu.Unlock()
			return in.list[i]
		}
		in.mu.Unlock()
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("not among %d: %.3000q", len(in.list), in.list)
	return ""
}

// mailServer starts a mail server, and returns its address.
func mailServer(t *testing.T, in *inbox) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &mailSession{in}, nil }))
	s.Domain = "localhost"
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	return l.Addr().String()
}

type mailSession struct{ in *inbox }

func (s *mailSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *mailSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *mailSession) Reset()                               {}
func (s *mailSession) Logout() error                        { return nil }

func (s *mailSession) Data(r io.Reader) error {
	text, err := io.ReadAll(quotedprintable.NewReader(r))
	s.in.put(string(text))
	return err
}

// A tab is a tab of a browser of its own.
type tab struct {
	context.Context
	t *testing.T
}

func openTab(t *testing.T) *tab {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	p := &tab{ctx, t}
	p.do(chromedp.EmulateViewport(1280, 1000))
	err := chromedp.Listen(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(sent.Request.URL, "http://127.0.0.1:") && !strings.HasPrefix(sent.Request.URL, "data:") {
			t.Errorf("request to %s", sent.Request.URL)
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
			if text := fmt.Sprint(m); !strings.Contains(text, "422") { // a refused form is told there, too
				t.Errorf("console: %s", text)
			}
		}
	}()
	return p
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// click clicks on what a selector finds, as soon as it is there.
func click(selector string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		for n := 0; ; n++ {
			found, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf("(() => { const e = document.querySelector(%q); e?.click(); return !!e })()", selector)))
			if found || n == 100 {
				if err == nil && !found {
					err = fmt.Errorf("nothing to click on: %s", selector)
				}
				return chromedp.Void{}, err
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
}

func (p *tab) visit(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
}

// wait waits until an expression of JavaScript is true.
func (p *tab) wait(expression string) {
	p.t.Helper()
	for range 300 {
		value, err := chromedp.Run(p, chromedp.Evaluate[bool]("!!(() => { try { return "+expression+" } catch { return false } })()"))
		if err == nil && value {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatalf("%s does not become true at %s: %.2000s", expression, p.eval("location.href"), p.text("body"))
}

// eval returns the value of an expression of JavaScript as text.
func (p *tab) eval(expression string) string {
	p.t.Helper()
	text, err := chromedp.Run(p, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return text
}

func (p *tab) text(selector string) string {
	p.t.Helper()
	return p.eval(fmt.Sprintf("document.querySelector(%q)?.innerText", selector))
}

// scheme sets what the reader prefers: light or dark.
func (p *tab) scheme(name string) {
	p.t.Helper()
	_, err := chromedp.Run(p, func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
		return chromedp.Void{}, err
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// screenshot writes what the page looks like, as a whole and in the window, into the directory in
// SCREENSHOTS, if it is set.
func (p *tab) screenshot(name string) {
	p.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		return
	}
	for suffix, take := range map[string]chromedp.Action[[]byte]{".png": chromedp.FullScreenshot(100), "-view.png": chromedp.CaptureScreenshot()} {
		png, err := chromedp.Run(p, take)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+suffix), png, 0o644)
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
}
