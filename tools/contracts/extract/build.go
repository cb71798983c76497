package main

import (
	"fmt"
	"regexp"
	"strings"
)

// build puts what was learnt of an entity together.
func build(in *Interpreter, ent *Entity, fv *Function, schema Object, calls []*Call, imp string, get func(string) *Value) Object {
	idx := map[*Call]int{}
	var canon []*Call
	key := map[string]int{}
	for _, c := range calls {
		k := callKey(c, idx)
		if i, ok := key[k]; ok {
			idx[c] = i
			mergeCall(canon[i], c)
			continue
		}
		idx[c] = len(canon)
		key[k] = len(canon)
		canon = append(canon, c)
	}
	collectUses(ent, canon, idx, schema)
	var callObjs []any
	styles := map[string]int{}
	apis := map[string]int{}
	for i, c := range canon {
		c.Action = expandAction(c.Action, ent, schema)
		if c.Style == "" {
			c.Style = "?"
		}
		styles[styleOf(c)]++
		apis[c.Product+"/"+c.Version]++
		callObjs = append(callObjs, callObject(i, c, idx))
	}
	o := Object{{"name", ent.Name}, {"kind", ent.Kind}}
	// the product most calls of the operations go to
	cntP := map[string]int{}
	main := ""
	for _, op := range []string{"create", "read", "update", "delete"} {
		if p := ent.Operations[op]; p != nil {
			for _, s := range p.Steps {
				if s.Kind == "call" {
					cntP[s.Call.Product]++
					if main == "" || cntP[s.Call.Product] > cntP[main] {
						main = s.Call.Product
					}
				}
			}
		}
	}
	var apiL []string
	for _, c := range canon {
		apiL = append(apiL, c.Product+"/"+c.Version)
	}
	apiL = unique(apiL)
	st := sortedKeys(styles)
	o = append(o, Member{"file", fv.File.Name}, Member{"constructor", ent.Constructor}, Member{"product", main}, Member{"apis", apiL}, Member{"style", strings.Join(st, "+")}, Member{"generated", fv.File.Generated})

	// set leaves
	var sets []setLeaf
	if r := ent.Operations["read"]; r != nil {
		for _, s := range r.Sets {
			flattenSet(s.Attribute, s.Value, s.Conditions, &sets, 0, map[int]bool{})
		}
	}
	params := map[string][]parameterUse{}
	for _, op := range []string{"create", "update"} {
		p := ent.Operations[op]
		if p == nil {
			continue
		}
		for _, s := range p.Steps {
			if s.Kind != "call" {
				continue
			}
			for _, pr := range s.Call.Parameters {
				al := attrLeaves(pr.From)
				for _, a := range al {
					params[pathWithoutIndices(a.Text)] = append(params[pathWithoutIndices(a.Text)], parameterUse{op, pr.Name, idx[s.Call], pr.From, conversionQuality(pr.From)})
				}
				if len(al) == 0 && pr.From.Kind == "const" && len(pr.Conditions) > 0 {
					// constants chosen by an attribute ("on" if attr else "off")
					seen := map[string]bool{}
					walk(pr.Conditions[len(pr.Conditions)-1], func(x *Value) {
						if x.Kind == "attr" && !seen[x.Text] {
							seen[x.Text] = true
						}
					})
					if len(seen) == 1 {
						for a := range seen {
							params[pathWithoutIndices(a)] = append(params[pathWithoutIndices(a)], parameterUse{op, pr.Name + "=" + fmt.Sprint(pr.From.Const), idx[s.Call], pr.From, 0})
						}
					}
				}
			}
			// path parameters
			for _, a := range pathAttrs(s.Call.Path) {
				params[pathWithoutIndices(a)] = append(params[pathWithoutIndices(a)], parameterUse{op, "path", idx[s.Call], attribute(a), 0})
			}
		}
	}
	ck := newChecks(ent, canon, idx, schema, sets, params)
	o = append(o, Member{"confidence", Object{{"level", ck.level}, {"missing", ck.missing}, {"checks", ck.checks}}})
	if ent.Kind == "resource" {
		o = append(o, Member{"import", imp})
		if t := get("Timeouts"); t != nil && t.Kind == "map" {
			var to Object
			for _, e := range t.Map.Entries {
				to = append(to, Member{lower(e.Key), seconds(e.Value)})
			}
			o = append(o, Member{"timeouts", to})
		}
		if v := get("CustomizeDiff"); v != nil && v.Kind != "nil" {
			n := "inline"
			if v.Kind == "func" && v.Func.Decl != nil {
				n = v.Func.Name
			}
			o = append(o, Member{"customize_diff", n})
		}
		o = append(o, Member{"id", ck.idObj})
	}
	if ent.Kind == "data_source" {
		var fl []any
		seen := map[string]bool{}
		if r := ent.Operations["read"]; r != nil {
			for _, c := range r.ClientFilters {
				var as, fs []string
				walkDeep(c, func(x *Value) {
					switch x.Kind {
					case "attr", "set":
						as = append(as, pathWithoutIndices(x.Text))
					case "reply":
						if strings.Contains(x.Text, "[]") {
							fs = append(fs, fmt.Sprintf("reply:%d:%s", idx[x.Call], x.Text))
						}
					}
				}, map[int]bool{}, 0)
				as, fs = unique(as), unique(fs)
				if len(as) == 0 || len(fs) == 0 || len(as) > 4 {
					continue
				}
				k := strings.Join(as, ",") + "|" + strings.Join(fs, ",")
				if seen[k] {
					continue
				}
				seen[k] = true
				fl = append(fl, Object{{"attrs", as}, {"fields", fs}})
			}
		}
		o = append(o, Member{"client_filters", fl})
	}
	o = append(o, Member{"schema", schema}, Member{"calls", callObjs})
	for _, op := range []string{"create", "read", "update", "delete", "diff"} {
		p := ent.Operations[op]
		if p == nil {
			continue
		}
		oo := Object{{"steps", steps(p, idx)}}
		if op == "read" {
			if m := mainObject(p, idx, sets); m != nil {
				oo = append(oo, Member{"object", m})
			}
		}
		osets := sets
		if op != "read" {
			osets = nil
			for _, s := range p.Sets {
				flattenSet(s.Attribute, s.Value, s.Conditions, &osets, 0, map[int]bool{})
			}
		}
		if op == "read" || len(osets) > 0 {
			var sl []any
			seen := map[string]bool{}
			for _, l := range osets {
				e := Object{{"a", l.attr}, {"from", origin(l.val, idx)}}
				if w := renderWhen(l.when, l.val, idx); w != "" {
					e = append(e, Member{"when", w})
				}
				if pk := picks(l.val, idx); len(pk) > 0 {
					e = append(e, Member{"pick", pk})
				}
				k := string(encode(e))
				if seen[k] {
					continue
				}
				seen[k] = true
				sl = append(sl, e)
			}
			oo = append(oo, Member{"set", sl})
		}
		if p.Truncated {
			oo = append(oo, Member{"truncated", true})
		}
		o = append(o, Member{op, oo})
	}
	if ent.Kind == "resource" {
		o = append(o, Member{"join", ck.join})
	}
	return o
}

var rePathAttr = regexp.MustCompile(`attr:([^},)]+)`)

// pathAttrs lists the arguments that are placeholders of a path.
func pathAttrs(p string) []string {
	var o []string
	for _, m := range rePathAttr.FindAllStringSubmatch(p, -1) {
		o = append(o, m[1])
	}
	return o
}

var reTmpl = regexp.MustCompile(`\{([^{}]*)\}`)

// expandAction lists the actions a templated action name stands for, where the schema bounds the template.
func expandAction(a string, ent *Entity, schema Object) string {
	m := reTmpl.FindStringSubmatchIndex(a)
	if m == nil {
		return a
	}
	t := a[m[2]:m[3]]
	attrs := rePathAttr.FindAllStringSubmatch(t, -1)
	name := ""
	if len(attrs) > 0 {
		name = attrs[0][1]
	} else if i := strings.Index(t, "id["); i >= 0 {
		n := int(t[i+3] - '0')
		if p := ent.Operations["create"]; p != nil {
			for _, s := range p.Steps {
				if s.Kind == "id" && s.Value.Kind == "cat" {
					k := 0
					for _, x := range s.Value.Args {
						if x.isConst() {
							k++
							continue
						}
						if k == n && x.Kind == "attr" {
							name = x.Text
						}
					}
				}
			}
		}
	}
	sc, ok := schema.get(name).(Object)
	if !ok {
		return a
	}
	en, _ := sc.get("enum").([]any)
	if len(en) == 0 {
		return a
	}
	var o []string
	for _, e := range en {
		s := fmt.Sprint(e)
		if strings.HasPrefix(t, "toupper") {
			s = strings.ToUpper(s)
		}
		if strings.HasPrefix(t, "tolower") {
			s = strings.ToLower(s)
		}
		if strings.HasPrefix(t, "title") {
			s = strings.Title(s)
		}
		o = append(o, a[:m[0]]+s+a[m[1]:])
	}
	return strings.Join(o, "|")
}
