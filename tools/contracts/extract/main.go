// extract reads the provider's Go source and writes, for each resource and data source, what it sends and reads.
//
//	extract PROVIDER SDK_INDEX.json OUT [NAME...]
//
// PROVIDER is a checkout, SDK_INDEX what sdkindex wrote, NAME limits the run to some entities. The source is run
// abstractly: every value carries where it comes from (an argument, the id, a reply), branches are merged, loops run once.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"contracts/sdk"
)

func main() {
	if len(os.Args) < 4 {
		fail("usage: extract PROVIDER SDK_INDEX.json OUT [NAME...]")
	}
	packages, err := sdk.Read(os.Args[2])
	if err != nil {
		fail(err.Error())
	}
	source := filepath.Join(os.Args[1], "alicloud")
	p := loadProgram(source, packages)
	if p.Funcs["Provider"] == nil {
		fail(source + ": no function Provider there: is this a checkout of the provider?")
	}
	only := map[string]bool{}
	for _, name := range os.Args[4:] {
		only[name] = true
	}
	index, err := extractAll(p, os.Args[3], only)
	if err == nil && len(only) == 0 {
		err = os.WriteFile(filepath.Join(os.Args[3], "index.json"), append(listLines(index), '\n'), 0o644)
	}
	if err != nil {
		fail(err.Error())
	}
	fmt.Printf("%d contracts in %s\n", len(index), os.Args[3])
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, "extract: "+text)
	os.Exit(2)
}

// extractAll writes the contract of every registered entity, or of those in only, and returns their index entries.
func extractAll(p *Program, out string, only map[string]bool) ([]any, error) {
	base := &Interpreter{program: p, globals: map[string]*Value{}, globalsInWork: map[string]bool{}}
	var index []any
	for kind, field := range []string{"ResourcesMap", "DataSourcesMap"} {
		kind := []string{"resource", "data_source"}[kind]
		folder := filepath.Join(out, kind+"s")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, err
		}
		constructors := registryMap(p, field)
		for _, name := range sortedKeys(constructors) {
			if len(only) > 0 && !only[name] {
				continue
			}
			o := extractEntity(p, base, kind, name, constructors[name])
			if err := os.WriteFile(filepath.Join(folder, name+".json"), pretty(o), 0o644); err != nil {
				return nil, err
			}
			index = append(index, indexEntry(o))
		}
	}
	return index, nil
}

func indexEntry(o Object) Object {
	confidence, _ := o.get("confidence").(Object)
	calls, _ := o.get("calls").([]any)
	actions := map[string]bool{}
	for _, call := range calls {
		c := call.(Object)
		actions[fmt.Sprint(c.get("product"), "/", c.get("action"), c.get("path"))] = true
	}
	entry := Object{}
	for _, key := range []string{"name", "kind", "file", "product", "apis", "style", "generated"} {
		entry = append(entry, Member{key, o.get(key)})
	}
	return append(entry, Member{"confidence", confidence.get("level")}, Member{"missing", confidence.get("missing")},
		Member{"checks", confidence.get("checks")}, Member{"actions", len(actions)})
}
