package sla
import ("testing";"os";"bufio";"compress/gzip";"encoding/json";"time";"io"
 "github.com/punctualgo/punctual/policy")
func TestTmp(t *testing.T){
 for _, name := range []string{"stories.jsonl","evaluate.jsonl.gz"} {
 f,_:=os.Open("/work/shared/conformance/"+name); var z io.Reader = f; if name[0]=='e' { z,_=gzip.NewReader(f)}; sc:=bufio.NewScanner(z); sc.Buffer(nil,1<<20)
 bad:=0; n:=0
 for sc.Scan(){ var c struct{ID string; Config json.RawMessage; Issue Issue; AsOf time.Time `json:"as_of"`; Want json.RawMessage}; if err:=json.Unmarshal(sc.Bytes(),&c);err!=nil{t.Fatal(err)}
  n++
  cfg,err:=policy.Parse(c.Config); if err!=nil{t.Fatal(err)}
  e,err:=New(cfg,Options{}); if err!=nil{t.Fatal(err)}
  r,err:=e.EvaluateAt(c.Issue,c.AsOf)
  if err!=nil{ t.Error(c.ID,err); bad++; continue}
  var want Result
  if err:=json.Unmarshal(c.Want,&want);err!=nil{t.Fatal(err)}
  if got,w:=string(r.AppendJSON(nil)),string(want.AppendJSON(nil)); got!=w { bad++; if bad<4 {t.Errorf("%s\n%s\n got %s\nwant %s",c.ID,sc.Bytes(),got,w)} else if bad < 200 { t.Error(c.ID) } }
 }
 t.Log(name, n,"bad",bad)
 }
}
