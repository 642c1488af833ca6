package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// inputFiles returns the files that arguments name. A directory stands for its files of lines,
// *.jsonl and *.jsonl.gz, also those in directories below, in the order of their names.
func inputFiles(args []string) (files []string, err error) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if arg == "-" || err != nil || !info.IsDir() {
			files = append(files, arg) // what is wrong with it is found when it is read
			continue
		}
		found := len(files)
		err = filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			name := strings.TrimSuffix(path, ".gz")
			if err == nil && !entry.IsDir() && strings.HasSuffix(name, ".jsonl") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(files) == found {
			return nil, usageError(arg + " has no *.jsonl and no *.jsonl.gz")
		}
	}
	return files, nil
}
