package main

import (
	"fmt"
	"regexp"
	"strings"
)

var reIdxNum = regexp.MustCompile(`\[\d+\]`)

// collectUses gathers every reply field that is consumed, with the JSON type it should have.
func collectUses(ent *Entity, canon []*Call, idx map[*Call]int, schema Object) {
	sch := map[string]Object{}
	flattenSchema("", schema, sch)
	add := func(v *Value, t string) {
		if v.Kind == "reply" && v.Call != nil {
			canon[idx[v.Call]].use(v.Text, t, false)
		}
	}
	type vk struct {
		v *Value
		t string
	}
	seenV := map[vk]bool{}
	var leafType func(v *Value, t string)
	leafType = func(v *Value, t string) {
		if v == nil || seenV[vk{v, t}] {
			return
		}
		seenV[vk{v, t}] = true
		switch v.Kind {
		case "reply":
			add(v, t)
		case "conv":
			ct := ""
			switch {
			case v.Text == "str":
				ct = ""
			case v.Text == "int", v.Text == "float":
				ct = "number"
			case v.Text == "bool":
				ct = "bool"
			case v.Text == "tags":
				ct = "tags"
			case v.Text == "join":
				ct = "list"
			case v.Text == "json":
				ct = "object"
			case v.Text == "split", strings.HasPrefix(v.Text, "map:"), v.Text == "tolower", v.Text == "toupper", v.Text == "part", v.Text == "jsonata:split":
				ct = "string"
			}
			for _, a := range v.Args {
				leafType(a, ct)
			}
		case "cmp":
			ct := ""
			for _, a := range v.Args {
				if a.Kind == "const" {
					switch a.Const.(type) {
					case string:
						if x := fmt.Sprint(a.Const); x != "true" && x != "false" && x != "" && (x[0] < '0' || x[0] > '9') {
							ct = "string"
						}
					case bool:
						ct = "bool"
					case int64:
						ct = "number"
					}
				}
			}
			for _, a := range v.Args {
				leafType(a, ct)
			}
		default:
			for _, a := range v.Args {
				leafType(a, "")
			}
		}
	}
	cond := func(cs []*Value) {
		for _, c := range cs {
			leafType(c, "")
		}
	}
	for _, op := range ent.Operations {
		for _, s := range op.Sets {
			var ls []setLeaf
			flattenSet(s.Attribute, s.Value, s.Conditions, &ls, 0, map[int]bool{})
			for _, l := range ls {
				t := ""
				a := strings.TrimSuffix(l.attr, "[]")
				if sc, ok := sch[a]; ok {
					st, _ := sc.get("t").(string)
					elem := strings.HasSuffix(l.attr, "[]")
					switch st {
					case "int", "float":
						t = "number"
					case "bool":
						t = "bool"
					case "string":
						t = "string"
					case "list", "set":
						t = "list"
						if elem {
							t = ""
						}
					case "map":
						t = "object"
					}
				}
				leafType(l.val, t)
				cond(l.when)
			}
		}
		for _, s := range op.Steps {
			cond(s.Conditions)
			if s.Value != nil {
				leafType(s.Value, "")
			}
			if s.Call != nil {
				cond(s.Call.Conditions)
				for _, p := range s.Call.Parameters {
					leafType(p.From, "")
					cond(p.Conditions)
				}
				if s.Call.PathValue != nil {
					leafType(s.Call.PathValue, "")
				}
			}
			if s.Wait != nil {
				for _, f := range s.Wait.Fields {
					leafType(f, "")
				}
				for _, c := range s.Wait.Calls {
					for _, p := range c.Parameters {
						leafType(p.From, "")
					}
					if c.PathValue != nil {
						leafType(c.PathValue, "")
					}
				}
			}
		}
		for _, d := range op.Described {
			walk(d.Value, func(v *Value) {
				if v.Kind == "reply" {
					for _, f := range v.Filters {
						p := strings.TrimPrefix(f.Field, "/")
						if strings.HasPrefix(f.Field, "/") {
							add(&Value{Kind: "reply", Call: v.Call, Text: p}, "")
						} else if !strings.HasPrefix(f.Field, "?") {
							add(&Value{Kind: "reply", Call: v.Call, Text: join(v.Text, f.Field)}, "")
						}
					}
				}
			})
		}
		cond(op.ClientFilters)
	}
}

// replyObject is the fields of a reply that are used, and their types.
func replyObject(c *Call) Object {
	var o Object
	keys := sortedKeys(c.Uses)
	for _, k := range keys {
		if k == "" {
			continue
		}
		u := c.Uses[k]
		pre := false
		for _, q := range keys {
			if q != k && (strings.HasPrefix(q, k+".") || strings.HasPrefix(q, k+"[")) {
				pre = true
			}
		}
		if pre && !u.Must {
			continue
		}
		o = append(o, Member{k, u.typeText(pre)})
	}
	return o
}

// Use tells how a reply field is consumed.
type Use struct {
	Types map[string]bool // as which types; true where another type makes the provider panic
	Must  bool            // the provider fails or panics without it
}

// typeText is the types, and "!" where the field must be there. A type that others would panic in place of stands alone.
func (u *Use) typeText(isContainer bool) string {
	var demanded []string
	for _, t := range sortedKeys(u.Types) {
		if u.Types[t] || t == "tags" {
			demanded = append(demanded, t)
		}
	}
	types := sortedKeys(u.Types)
	if len(demanded) > 0 && demanded[0] != "tags" {
		types = demanded
	}
	text := strings.Join(types, "|")
	if text == "" && isContainer {
		text = "object|list"
	}
	if u.Must {
		text += "!"
	}
	return text
}

func (in *Interpreter) use(v *Value, t string, must bool) {
	if v == nil || v.Kind != "reply" || v.Call == nil {
		return
	}
	demanded := must // another type panics, whether or not the field may be missing
	if must {
		for _, c := range in.conditions {
			for _, x := range conjuncts(c) {
				if x.Kind == "present" && len(x.Args) > 0 && guards(x.Args[0], v) {
					must = false
				}
				if x.Kind == "cmp" && x.Text == "!=" && x.Args[0].Kind == "len" && identity(x.Args[0].Args[0]) == identity(v) {
					must = false
				}
			}
		}
	}
	v.Call.use(v.Text, t, must)
	if demanded && t != "" {
		v.Call.Uses[reIdxNum.ReplaceAllString(v.Text, "[]")].Types[t] = true
	}
}

// guards tells whether a field may be missing because the provider looks first whether it, or what holds it, is there. A
// reply always is, and so is every item of a list: what is read of them must be there.
func guards(checked, v *Value) bool {
	if checked.Kind != "reply" || checked.Call != v.Call {
		return false
	}
	if checked.Text == v.Text {
		return true
	}
	return checked.Text != "" && checked.Text != "body" && !strings.HasSuffix(checked.Text, "]") && strings.HasPrefix(v.Text, checked.Text)
}

func (c *Call) use(path, t string, must bool) {
	path = reIdxNum.ReplaceAllString(path, "[]")
	if c.Uses == nil {
		c.Uses = map[string]*Use{}
	}
	u := c.Uses[path]
	if u == nil {
		u = &Use{Types: map[string]bool{}}
		c.Uses[path] = u
	}
	if t != "" {
		u.Types[t] = u.Types[t] || must
	}
	u.Must = u.Must || must
}

func useType(t string) string {
	switch {
	case t == "string":
		return "string"
	case t == "bool":
		return "bool"
	case strings.HasSuffix(t, "json.Number"), t == "int", t == "float64", t == "int64", t == "int32":
		return "number"
	case strings.HasPrefix(t, "[]"):
		return "list"
	case strings.HasPrefix(t, "map"):
		return "object"
	}
	return ""
}
