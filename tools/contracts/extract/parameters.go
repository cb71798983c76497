package main

import (
	"regexp"
	"strconv"
	"strings"

	"contracts/sdk"
)

// flattenRequest lists the parameters of a request of an SDK.
func (in *Interpreter) flattenRequest(c *Call, req *Value, pkg string, fields map[string][]string) {
	req.Map.Used = append(req.Map.Used, c)
	for ei, e := range req.Map.Entries {
		if in.isReplaced(req.Map, ei) || in.contradicts(e.Conditions) {
			continue
		}
		e.Conditions = in.openConditions(e.Conditions)
		switch e.Key {
		case "QueryParams", "FormParams", "Method", "Scheme", "Domain", "PathParams", "Headers", "AcceptFormat", "Content", "@svc":
			if e.Key == "Content" {
				c.Parameters = append(c.Parameters, Param{"@body", "body", e.Value, e.Conditions})
			}
			if e.Key == "PathParams" {
				in.flatten(c, "path", e.Value)
			}
			continue
		}
		wire, pos, typ := e.Key, "query", ""
		if f, ok := fields[e.Key]; ok {
			wire = f[0]
			if len(f) > 2 && f[2] != "" {
				pos = strings.ToLower(f[2])
			}
			typ = f[1]
		}
		in.flattenInto(c, pos, wire, e.Value, e.Conditions, 0, map[int]bool{}, pkg, strings.TrimPrefix(typ, "[]"))
	}
}

// flatten lists the parameters of a request: the leaves of maps and lists.
func (in *Interpreter) flatten(c *Call, where string, v *Value) {
	if v != nil && v.Map != nil {
		v.Map.Used = append(v.Map.Used, c)
	}
	in.flattenInto(c, where, "", v, nil, 0, map[int]bool{}, "", "")
}

var reIdx = regexp.MustCompile(`\.(\d+|#|%d)(\.|$)`)

// normName turns flattened list indices (Tag.1.Key) into Tag[].Key.
func wireName(s string) string {
	s = strings.ReplaceAll(s, "{any(", "{(")
	for i := 0; i < 4; i++ {
		t := reIdx.ReplaceAllString(s, "[]$2")
		if t == s {
			break
		}
		s = t
	}
	return s
}

// flattenInto lists the leaves under a name.
func (in *Interpreter) flattenInto(c *Call, where, name string, v *Value, conds []*Value, d int, seen map[int]bool, pkg, typ string) {
	if v == nil || d > 10 || len(c.Parameters) > 500 {
		return
	}
	switch v.Kind {
	case "nil":
		return
	case "map", "req":
		if seen[v.Map.ID] {
			return
		}
		seen[v.Map.ID] = true
		for ei, e := range v.Map.Entries {
			if in.isReplaced(v.Map, ei) || in.contradicts(e.Conditions) {
				continue
			}
			e.Conditions = in.openConditions(e.Conditions)
			k := e.Key
			if k == "" {
				k = "*"
				if e.KeyValue != nil {
					k = "{" + origin(e.KeyValue, nil) + "}"
				}
			}
			if pkg == "" && v.Type != "" && strings.Contains(v.Type, ".") {
				pkg = v.Type[:strings.Index(v.Type, ".")]
				typ = v.Type[len(pkg)+1:]
			}
			sub := ""
			if pkg != "" && typ != "" {
				if p := in.sdkPkg(pkg); p != nil {
					if f, ok := p.Structs[typ][e.Key]; ok {
						k = f[0]
						sub = strings.TrimPrefix(f[1], "[]")
					} else if strings.HasPrefix(typ, "map:") {
						sub = mapElement(typ)
					} else if pkg == sdk.TeaCS {
						k = camelToSnake(k)
					}
				}
			}
			in.flattenInto(c, where, joinName(name, k), e.Value, append(conds[:len(conds):len(conds)], e.Conditions...), d+1, seen, pkg, sub)
		}
		delete(seen, v.Map.ID)
		if len(v.Map.Entries) == 0 && name != "" {
			c.addParam(wireName(name), where, &Value{Kind: "const", Const: "{}"}, conds)
		}
		return
	case "list":
		if seen[v.List.ID] {
			return
		}
		seen[v.List.ID] = true
		for i, e := range v.List.Elements {
			ec := conds
			if i < len(v.List.Conditions) && len(v.List.Conditions[i]) > 0 {
				if in.contradicts(v.List.Conditions[i]) {
					continue
				}
				ec = append(conds[:len(conds):len(conds)], in.openConditions(v.List.Conditions[i])...)
			}
			in.flattenInto(c, where, name+in.elemLabel(v.List, i), e, ec, d+1, seen, pkg, typ)
		}
		delete(seen, v.List.ID)
		return
	case "union":
		for _, a := range v.Args {
			in.flattenInto(c, where, name, a, conds, d+1, seen, pkg, typ)
		}
		return
	case "conv":
		if len(v.Args) > 0 && (v.Text == "json" || v.Text == "yaml" || v.Text == "base64" || v.Text == "join") {
			a := v.Args[0]
			if a.Kind == "map" || a.Kind == "list" || a.Kind == "union" {
				suf := "@" + v.Text
				in.flattenInto(c, where, name+suf, a, conds, d+1, seen, pkg, typ)
				return
			}
		}
		if v.Text == "str" || v.Text == "list" || v.Text == "sort" {
			in.flattenInto(c, where, name, v.Args[0], conds, d+1, seen, pkg, typ)
			return
		}
	}
	if name == "" {
		name = "@body"
	}
	c.addParam(wireName(name), where, v, conds)
}

func joinName(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

// addParam adds a parameter once.
func (c *Call) addParam(name, where string, v *Value, conds []*Value) {
	for _, p := range c.Parameters {
		if p.Name == name && p.In == where && identity(p.From) == identity(v) && len(p.Conditions) == len(conds) {
			return
		}
	}
	c.Parameters = append(c.Parameters, Param{name, where, v, conds})
}

var discriminators = []string{"Code", "Key", "Name", "FieldName", "Type", "ConfigName", "ConfigKey", "FunctionName", "key", "name", "code", "type"}

// elemLabel tells the different items of a literal list apart: [Code=x] by a constant field, else [1], [2].
func (in *Interpreter) elemLabel(l *ListValue, i int) string {
	n := 0
	el := l.Elements
	for j, e := range el {
		if j < len(l.Conditions) && in.contradicts(l.Conditions[j]) {
			continue
		}
		if e.Kind == "map" {
			n++
		}
	}
	if n < 2 && !(n == 1 && constField(el[0]) != "") || el[i].Kind != "map" {
		return "[]"
	}
	if k := constField(el[i]); k != "" {
		return "[" + k + "]"
	}
	if n < 2 {
		return "[]"
	}
	return "[" + strconv.Itoa(i+1) + "]"
}

// constField is a constant field by which items of a list can be told apart, as in Code=x.
func constField(v *Value) string {
	if v.Kind != "map" {
		return ""
	}
	for _, d := range discriminators {
		cnt := 0
		val := ""
		for _, e := range v.Map.Entries {
			if e.Key == d {
				cnt++
				val, _ = e.Value.sconst()
			}
		}
		if cnt == 1 && val != "" && len(val) < 80 && !strings.ContainsAny(val, "[].@=") {
			return d + "=" + val
		}
	}
	return ""
}

// holds tells whether every condition is part of the current path condition.
func (in *Interpreter) holds(cs []*Value) bool {
	for _, c := range cs {
		ok := false
		for _, x := range in.conditions {
			if x == c || identity(x) == identity(c) {
				ok = true
				break
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

// dead tells whether a later entry of the same key certainly replaces entry i here.
func (in *Interpreter) isReplaced(m *MapValue, i int) bool {
	k := m.Entries[i].Key
	if k == "" {
		return false
	}
	for _, e := range m.Entries[i+1:] {
		if e.Key == k && len(e.Conditions) > 0 && in.holds(e.Conditions) {
			return true
		}
	}
	return false
}

// open drops the conditions that hold at the call anyway.
func (in *Interpreter) openConditions(cs []*Value) []*Value {
	var o []*Value
	for _, c := range cs {
		if !in.holds([]*Value{c}) {
			o = append(o, c)
		}
	}
	return o
}

// contra tells whether a condition is excluded by the current path condition.
func (in *Interpreter) contradicts(cs []*Value) bool {
	for _, c := range cs {
		n := identity(not(c))
		for _, x := range in.conditions {
			if identity(x) == n {
				return true
			}
		}
	}
	return false
}
