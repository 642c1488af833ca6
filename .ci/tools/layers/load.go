package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// load returns the graph of the package in dir.
func load(dir string) (graph, error) {
	pkg, exports, err := list(dir)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(pkg.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	info := &types.Info{
		Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object),
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "gc", exports.open)}
	checked, err := conf.Check(pkg.ImportPath, fset, files, info)
	if err != nil {
		return nil, err
	}

	fileOf := func(p token.Pos) string { return filepath.Base(fset.Position(p).Filename) }
	owners := owners(files, info)
	g := make(graph)
	for _, f := range files {
		g[fileOf(f.Package)] = make(map[string]names)
	}
	for ident, object := range info.Uses {
		object = origin(object)
		if _, ok := object.(*types.PkgName); ok || object.Pkg() != checked || !object.Pos().IsValid() {
			continue
		}
		// What is local to a function is declared in the file that uses it.
		if from, to := fileOf(ident.Pos()), fileOf(object.Pos()); from != to {
			g.add(from, to, owners[object]+object.Name())
		}
	}
	return g, nil
}

// A listed is a package as go list describes it.
type listed struct {
	Dir, ImportPath, Export string
	GoFiles                 []string
	DepOnly                 bool
}

// exports holds the file of export data of each package.
type exports map[string]string

func (e exports) open(path string) (io.ReadCloser, error) {
	if e[path] == "" {
		return nil, fmt.Errorf("no export data for %s", path)
	}
	return os.Open(e[path])
}

// list returns the package in dir and the export data of what it imports.
func list(dir string) (*listed, exports, error) {
	cmd := exec.Command("go", "list", "-e", "-deps", "-export", "-json=Dir,ImportPath,Export,GoFiles,DepOnly", ".")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("go list in %s: %w\n%s", dir, err, stderr.Bytes())
	}
	var pkg *listed
	exports := make(exports)
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, nil, err
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly {
			pkg = &p
		}
	}
	if pkg == nil || len(pkg.GoFiles) == 0 {
		return nil, nil, fmt.Errorf("%s holds no Go package\n%s", dir, stderr.Bytes())
	}
	return pkg, exports, nil
}

// owners returns for each method and field the name of its type and a dot.
func owners(files []*ast.File, info *types.Info) map[types.Object]string {
	owners := make(map[types.Object]string)
	for _, f := range files {
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Recv != nil && len(decl.Recv.List) == 1 {
					owners[info.Defs[decl.Name]] = receiver(decl.Recv.List[0].Type) + "."
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						ownFields(owners, info, spec)
					}
				}
			}
		}
	}
	return owners
}

// ownFields enters the fields and interface methods within the type of spec.
func ownFields(owners map[types.Object]string, info *types.Info, spec *ast.TypeSpec) {
	ast.Inspect(spec.Type, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok {
			switch object := info.Defs[ident].(type) {
			case *types.Var:
				if object.IsField() {
					owners[object] = spec.Name.Name + "."
				}
			case *types.Func:
				owners[object] = spec.Name.Name + "."
			}
		}
		return true
	})
}

// receiver returns the name of the type of a receiver.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.ParenExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// origin returns the declaration of which o may be an instance.
func origin(o types.Object) types.Object {
	switch o := o.(type) {
	case *types.Func:
		return o.Origin()
	case *types.Var:
		return o.Origin()
	}
	return o
}
