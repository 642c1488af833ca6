package pipeline

import "github.com/apache/beam/sdks/v2/go/pkg/beam"

// New returns the pipeline of a job: it reads the issues in all files that match a pattern, one
// issue a line, and writes what comes of them into files whose names begin with output, such as
// "gs://bucket/march/". Check the job first.
func New(job Job, pattern, output string) (*beam.Pipeline, error) {
	p := beam.NewPipeline()
	s := p.Root()
	parts, bad, flips := evaluate(s, job, read(s, pattern))
	result, err := combine(s, job, parts)
	if err != nil {
		return nil, err
	}
	write(s, output, result, bad, flips, job.Proposed != "")
	return p, nil
}
