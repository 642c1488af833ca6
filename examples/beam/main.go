// Beam reports on any number of issues, as "slacheck report", "held", "targets" and "whatif"
// do, as a pipeline of Apache Beam.
//
//	go run . -config config.json -request request.json -as-of 2026-07-01T00:00:00Z -input 'issues/*.jsonl.gz' -output out/
//
// It runs on the cores of this machine. With -runner flink, spark or dataflow, it runs on a
// cluster; see the README.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"github.com/punctualgo/punctual/examples/beam/pipeline"
)

var (
	config   = flag.String("config", "", "read the configuration from this JSON `file`")
	proposed = flag.String("proposed", "", "make a backtest: read the proposed configuration from this JSON `file`")
	request  = flag.String("request", "", "read the request from this JSON `file`; a report of everything without one")
	asOf     = flag.String("as-of", "", "evaluate issues as of this `instant`, in RFC 3339")
	input    = flag.String("input", "", "read issues, one a line, from files of this `pattern`, gzipped or not")
	output   = flag.String("output", "", "write files whose names begin with this `prefix`, such as out/")
)

func main() {
	flag.Parse()
	beam.Init() // a worker runs, and does not return from here
	log.SetFlags(0)
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	job, err := readJob()
	if err != nil {
		return err
	}
	if err := job.Check(); err != nil {
		return err
	}
	if !strings.Contains(*output, "://") {
		if err := os.MkdirAll(filepath.Dir(*output), 0o755); err != nil {
			return err
		}
	}
	p, err := pipeline.New(job, *input, *output)
	if err != nil {
		return err
	}
	return beamx.Run(ctx, p)
}

// readJob reads the job that the flags describe.
func readJob() (job pipeline.Job, err error) {
	job.Request = "{}"
	for file, text := range map[*string]*string{config: &job.Config, proposed: &job.Proposed, request: &job.Request} {
		if *file == "" && file != config {
			continue
		}
		data, err := os.ReadFile(*file)
		if err != nil {
			return job, err
		}
		*text = string(data)
	}
	job.AsOf, err = time.Parse(time.RFC3339, *asOf)
	return job, err
}
