package main

import (
	"go/ast"
	"strconv"
	"strings"
)

// registryMap reads which constructor belongs to which type.
func registryMap(p *Program, field string) map[string]string {
	out := map[string]string{}
	fv := p.Funcs["Provider"]
	ast.Inspect(fv.Decl, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		id, ok := kv.Key.(*ast.Ident)
		if !ok || id.Name != field {
			return true
		}
		cl, ok := kv.Value.(*ast.CompositeLit)
		if !ok {
			return true
		}
		for _, e := range cl.Elts {
			x, ok := e.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			k, _ := strconv.Unquote(x.Key.(*ast.BasicLit).Value)
			if c, ok := x.Value.(*ast.CallExpr); ok {
				if f, ok := c.Fun.(*ast.Ident); ok {
					out[k] = f.Name
				}
			}
		}
		return false
	})
	return out
}

// newInterpreter is an interpreter with a fresh scope that shares what is known of global names.
func newInterpreter(p *Program, base *Interpreter) *Interpreter {
	in := &Interpreter{program: p, globals: base.globals, globalsInWork: base.globalsInWork}
	in.scope = &Scope{names: map[string]*Value{}}
	in.frame = &Frame{}
	in.frame.Declared = in.frame
	return in
}

// extractEntity runs the constructor of an entity and its operations.
func extractEntity(p *Program, base *Interpreter, kind, name, ctor string) Object {
	in := newInterpreter(p, base)
	fv := p.Funcs[ctor]
	o := Object{{"name", name}, {"kind", kind}}
	if fv == nil {
		return append(o, Member{"confidence", Object{{"level", "manual"}, {"missing", []string{"constructor"}}}})
	}
	in.file = fv.File
	res := first(in.invoke(fv, nil, nil))
	ent := &Entity{Name: name, Constructor: ctor, Kind: kind, OperationFunctions: map[string]string{}, Operations: map[string]*Operation{}}
	get := func(k string) *Value {
		if res.Kind != "map" {
			return nil
		}
		v, _ := in.getKey(res.Map, k)
		return v
	}
	opNames := []string{"create", "read", "update", "delete", "diff"}
	fns := map[string]*Value{"diff": get("CustomizeDiff")} // some call the cloud while a plan is made
	for _, op := range opNames {
		for _, k := range []string{strings.Title(op), strings.Title(op) + "Context", strings.Title(op) + "WithoutTimeout"} {
			if v := get(k); v != nil && v.Kind == "func" {
				fns[op] = v
				if v.Func.Decl != nil {
					ent.OperationFunctions[op] = v.Func.Name
				}
			}
		}
	}
	schema := in.schemaOf(get("Schema"), 0)
	var calls []*Call
	for _, op := range opNames {
		f := fns[op]
		if f == nil || f.Kind != "func" {
			continue
		}
		in := newInterpreter(p, base)
		in.entity = ent
		in.operation = &Operation{Name: op}
		if f.Func.Decl != nil {
			in.operation.Func = f.Func.Name
		}
		args := []*Value{resourceData, metaValue}
		if parameters := f.Func.parameters(); parameters != nil && parameters.NumFields() == 3 {
			args = []*Value{unknown("ctx"), resourceData, metaValue}
		}
		in.invoke(f.Func, args, nil)
		ent.Operations[op] = in.operation
		calls = append(calls, in.calls...)
	}
	if diff := ent.Operations["diff"]; diff != nil && len(diff.Steps) == 0 {
		delete(ent.Operations, "diff")
	}
	// importer
	imp := ""
	if iv := get("Importer"); iv != nil && iv.Kind == "map" {
		imp = "custom"
		for _, e := range iv.Map.Entries {
			if e.Value.Kind == "pkgfn" && strings.Contains(e.Value.Text, "ImportStatePassthrough") || strings.Contains(identity(e.Value), "ImportStatePassthrough") {
				imp = "passthrough"
			} else if e.Value.Kind == "func" && e.Value.Func.Name != "" {
				imp = "custom:" + e.Value.Func.Name
			}
		}
	}
	return build(in, ent, fv, schema, calls, imp, get)
}
