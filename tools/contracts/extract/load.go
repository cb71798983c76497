package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"contracts/sdk"
)

type File struct {
	Name      string
	Imports   map[string]string // alias -> path
	Generated bool
}

type Global struct {
	Expr ast.Expr
	File *File
	Iota int
	Type ast.Expr
}

type Program struct {
	FileSet      *token.FileSet
	Funcs        map[string]*Function
	Methods      map[string]map[string]*Function // method name -> type -> func
	Globals      map[string]*Global
	Types        map[string]ast.Expr
	Files        map[string]*File
	SDK          map[string]*sdk.Package
	Connectivity map[string]*Global
}

// loadProgram parses the provider: functions, methods, types and global names.
func loadProgram(dir string, packages map[string]*sdk.Package) *Program {
	p := &Program{FileSet: token.NewFileSet(), Funcs: map[string]*Function{}, Methods: map[string]map[string]*Function{}, Globals: map[string]*Global{}, Types: map[string]ast.Expr{}, Files: map[string]*File{}, SDK: packages}
	p.Connectivity = map[string]*Global{}
	cfs, _ := filepath.Glob(filepath.Join(dir, "connectivity", "*.go"))
	for _, f := range cfs {
		af, err := parser.ParseFile(p.FileSet, f, nil, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		fi := &File{Name: "connectivity", Imports: map[string]string{}}
		for _, d := range af.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				for _, s := range g.Specs {
					if vs, ok := s.(*ast.ValueSpec); ok {
						for i, n := range vs.Names {
							if i < len(vs.Values) {
								p.Connectivity[n.Name] = &Global{vs.Values[i], fi, 0, vs.Type}
							}
						}
					}
				}
			}
		}
	}
	fs, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, f := range fs {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, _ := os.ReadFile(f)
		af, err := parser.ParseFile(p.FileSet, f, src, parser.SkipObjectResolution)
		if err != nil {
			fmt.Fprintln(os.Stderr, "parse", f, err)
			if af == nil {
				continue
			}
		}
		fi := &File{Name: filepath.Base(f), Imports: map[string]string{}, Generated: strings.Contains(string(src[:min(len(src), 200)]), "generated automatically")}
		p.Files[fi.Name] = fi
		for _, im := range af.Imports {
			path, _ := strconv.Unquote(im.Path.Value)
			name := filepath.Base(path)
			if im.Name != nil {
				name = im.Name.Name
			} else {
				switch {
				case strings.HasSuffix(path, "tea-utils/service"):
					name = "util"
				case strings.HasSuffix(path, "/r-kvstore"):
					name = "r_kvstore"
				case strings.HasSuffix(path, "jsonata-go"):
					name = "jsonata"
				case strings.HasSuffix(path, "aliyun-log-go-sdk"):
					name = "sls"
				case strings.HasPrefix(path, "gopkg.in/"):
					name, _, _ = strings.Cut(name, ".v")
				case strings.HasSuffix(path, "fc-go-sdk"):
					name = "fc"
				case strings.HasSuffix(path, "go-homedir"):
					name = "homedir"
				case strings.HasSuffix(path, "aliyun-mns-go-sdk"):
					name = "ali_mns"
				}
			}
			fi.Imports[name] = path
		}
		for _, d := range af.Decls {
			switch x := d.(type) {
			case *ast.FuncDecl:
				fv := &Function{Name: x.Name.Name, Decl: x, File: fi}
				if x.Recv == nil {
					p.Funcs[x.Name.Name] = fv
				} else {
					t := receiverType(x.Recv.List[0].Type)
					if p.Methods[x.Name.Name] == nil {
						p.Methods[x.Name.Name] = map[string]*Function{}
					}
					p.Methods[x.Name.Name][t] = fv
				}
			case *ast.GenDecl:
				var last []ast.Expr
				var lastT ast.Expr
				for i, s := range x.Specs {
					switch sp := s.(type) {
					case *ast.ValueSpec:
						vals := sp.Values
						typ := sp.Type
						if x.Tok == token.CONST {
							if len(vals) == 0 {
								vals = last
								typ = lastT
							} else {
								last = vals
								lastT = typ
							}
						}
						for j, n := range sp.Names {
							if j < len(vals) {
								p.Globals[n.Name] = &Global{vals[j], fi, i, typ}
							} else if sp.Type != nil {
								p.Globals[n.Name] = &Global{nil, fi, i, sp.Type}
							}
						}
					case *ast.TypeSpec:
						p.Types[sp.Name.Name] = sp.Type
					}
				}
			}
		}
	}
	return p
}

func receiverType(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.StarExpr:
		return receiverType(x.X)
	case *ast.Ident:
		return x.Name
	case *ast.IndexExpr:
		return receiverType(x.X)
	}
	return ""
}
