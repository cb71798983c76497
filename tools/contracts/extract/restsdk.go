package main

import (
	"strings"

	"contracts/sdk"
)

// restAPI is what a hand-written SDK calls: the same API as newer resources do through other clients.
type restAPI struct {
	Index, Product, Version string
}

var (
	logAPI       = restAPI{sdk.Log, "Sls", "2020-12-30"}
	containerAPI = restAPI{sdk.FormerCS, "CS", "2015-12-15"}
)

// containerCall is a call of a method of the former SDK of Container Service; nil where the index does not know it.
func (in *Interpreter) containerCall(name string, a []*Value) *Value {
	p := in.sdkPkg(sdk.FormerCS)
	if p == nil || p.Functions[name] == nil {
		return nil
	}
	byName := map[string]*Value{}
	for i, argument := range p.Functions[name].Args {
		if i < len(a) {
			byName[argument] = a[i]
		}
	}
	return in.sendRestRequest(containerAPI, p.Functions[name], nil, byName)
}

// logCall is a call of a method of the SDK of the Log Service; nil where the index does not know what it sends.
func (in *Interpreter) logCall(name string, a []*Value) *Value {
	p := in.sdkPkg(sdk.Log)
	if p == nil || p.Functions[name] == nil {
		return nil
	}
	f := p.Functions[name]
	byName := map[string]*Value{}
	for i, argument := range f.Args {
		if i < len(a) {
			byName[argument] = a[i]
		}
	}
	var project *Value
	if len(f.Args) > 0 && (strings.HasPrefix(f.Args[0], "project") || f.Args[0] == "name" && !strings.Contains(f.Path, "{name}")) {
		project = byName[f.Args[0]]
		delete(byName, f.Args[0])
	}
	return in.sendRestRequest(logAPI, f, project, byName)
}

// logStoreCall is a method of the log store that an earlier call has returned.
func (in *Interpreter) logStoreCall(store *Value, name string, a []*Value) *Value {
	p := in.sdkPkg(sdk.Log)
	if p == nil || store.Type != sdk.Log+".LogStore" || p.Functions["LogStore."+name] == nil {
		return nil
	}
	f := p.Functions["LogStore."+name]
	byName := map[string]*Value{"s.Name": in.field(store, "Name")}
	for i, argument := range f.Args {
		if i < len(a) {
			byName[argument] = a[i]
		}
	}
	var project *Value
	for _, parameter := range store.Call.Parameters {
		if parameter.In == "host" {
			project = parameter.From
		}
	}
	return in.sendRestRequest(logAPI, f, project, byName)
}

// sendRestRequest makes the call of a method; nil where its path is not known.
func (in *Interpreter) sendRestRequest(api restAPI, f *sdk.Function, project *Value, arguments map[string]*Value) *Value {
	path, inPath := in.restPath(f.Path, arguments)
	if path == nil {
		return nil
	}
	c := in.newCall()
	c.Product, c.Version, c.Action, c.Method, c.Style = api.Product, api.Version, f.Action, f.Method, "roa"
	c.PathValue, c.Path = path, wireText(path)
	if project != nil {
		c.addParam("project", "host", project, nil)
	}
	body := f.BodyArg
	for _, argument := range f.Args {
		if body == "" && f.Method != "GET" && f.Method != "DELETE" && arguments[argument] != nil && !inPath[argument] {
			body = argument // a text that is sent as it is
		}
	}
	if v := arguments[body]; v != nil {
		if v.Kind == "conv" && v.Text == "json" {
			v = v.Args[0]
		}
		in.flatten(c, "body", v)
	}
	in.emitCall(c)
	reply := &Value{Kind: "reply", Call: c}
	switch {
	case f.Result == "":
		return &Value{Kind: "err", Call: c}
	case strings.HasPrefix(f.Result, "[]"):
		reply.Type = "[]" + api.Index + "." + f.Result[2:]
	case f.Result != "string" && f.Result != "bool" && f.Result != "int":
		reply.Type = api.Index + "." + f.Result
	}
	return tuple(reply, &Value{Kind: "err", Call: c})
}

// restPath fills the placeholders of a path; nil where one is not an argument. It also tells which arguments are in it.
func (in *Interpreter) restPath(text string, arguments map[string]*Value) (*Value, map[string]bool) {
	var parts []*Value
	used := map[string]bool{}
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		parts = append(parts, stringConst(before))
		if !found {
			break
		}
		inner, after, _ := strings.Cut(rest, "}")
		v := arguments[inner]
		if owner, field, ok := strings.Cut(inner, "."); ok && v == nil && arguments[owner] != nil {
			v = in.field(arguments[owner], field)
		} else {
			used[inner] = true
		}
		if v == nil {
			return nil, nil
		}
		parts = append(parts, v)
		text = after
	}
	return cat(parts...), used
}
