// sdkindex reads the SDKs that a checkout of the provider imports and writes what extract needs to know of them.
//
//	sdkindex PROVIDER OUT.json [VENDOR]
//
// The packages are looked for in VENDOR (default PROVIDER/vendor), then where `go list -m` says that the module is.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"contracts/sdk"
)

const (
	services = "alibaba-cloud-sdk-go/services/"
	teaCS    = "alibabacloud-go/cs-20151215/"
	logSDK   = "aliyun/aliyun-log-go-sdk"
	formerCS = "denverdino/aliyungo/cs"
)

func main() {
	if len(os.Args) < 3 {
		fail("usage: sdkindex PROVIDER OUT.json [VENDOR]")
	}
	provider, out, vendor := os.Args[1], os.Args[2], filepath.Join(os.Args[1], "vendor")
	if len(os.Args) > 3 && os.Args[3] != "" {
		vendor = os.Args[3]
	}
	imports, err := sdkImports(provider)
	if err != nil {
		fail(err.Error())
	}
	index := map[string]*sdk.Package{}
	for _, importPath := range imports {
		folder := locate(provider, vendor, importPath)
		if folder == "" {
			fmt.Fprintf(os.Stderr, "sdkindex: %s is neither in %s nor in the module cache: its calls stay unknown\n", importPath, vendor)
			continue
		}
		files, err := parseFolder(folder)
		if err != nil {
			fail(err.Error())
		}
		switch {
		case strings.Contains(importPath, teaCS):
			index[sdk.TeaCS] = teaPackage(files)
		case strings.HasSuffix(importPath, logSDK):
			index[sdk.Log] = restPackage(files)
		case strings.HasSuffix(importPath, formerCS):
			index[sdk.FormerCS] = restPackage(files)
		default:
			index[path.Base(importPath)] = servicePackage(files)
		}
	}
	text, err := json.Marshal(index)
	if err == nil {
		err = os.WriteFile(out, text, 0o644)
	}
	if err != nil {
		fail(err.Error())
	}
	fmt.Printf("%d packages in %s\n", len(index), out)
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, "sdkindex: "+text)
	os.Exit(2)
}

// sdkImports lists the packages of the SDKs that the provider imports.
func sdkImports(provider string) ([]string, error) {
	seen := map[string]bool{}
	for _, pattern := range []string{"alicloud/*.go", "alicloud/connectivity/*.go"} {
		files, _ := filepath.Glob(filepath.Join(provider, pattern))
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				return nil, err
			}
			for _, spec := range parsed.Imports {
				name, _ := strconv.Unquote(spec.Path.Value)
				if isSDK(name) {
					seen[name] = true
				}
			}
		}
	}
	var names []string
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names, nil
}

func isSDK(importPath string) bool {
	return strings.Contains(importPath, services) || strings.Contains(importPath, teaCS) ||
		strings.HasSuffix(importPath, logSDK) || strings.HasSuffix(importPath, formerCS)
}

// locate returns the folder of a package, or "" where it is not on this machine.
func locate(provider, vendor, importPath string) string {
	if folder := filepath.Join(vendor, importPath); isFolder(folder) {
		return folder
	}
	module, rest := importPath, ""
	for strings.Count(module, "/") >= 2 {
		list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module)
		list.Dir = provider
		list.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off")
		if out, err := list.Output(); err == nil {
			if folder := filepath.Join(strings.TrimSpace(string(out)), rest); isFolder(folder) {
				return folder
			}
			return ""
		}
		rest = path.Join(path.Base(module), rest)
		module = path.Dir(module)
	}
	return ""
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func parseFolder(folder string) ([]*ast.File, error) {
	names, _ := filepath.Glob(filepath.Join(folder, "*.go"))
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}
