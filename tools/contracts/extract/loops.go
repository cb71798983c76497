package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// runLoop runs a body once; pre tells whether it may not be run at all.
func (in *Interpreter) runLoop(pre bool, body func() outcome) outcome {
	lc := &Loop{}
	var p Snapshot
	if pre {
		p = in.snapshot()
	}
	in.frame.Loops = append(in.frame.Loops, lc)
	nb := len(in.conditions)
	t := body()
	in.conditions = in.conditions[:nb:nb]
	in.frame.Loops = in.frame.Loops[:len(in.frame.Loops)-1]
	if t == returns && len(lc.snapshots) == 0 {
		if pre {
			in.restore(p)
			return continues
		}
		return returns
	}
	first := true
	if t == continues {
		first = false
	}
	for _, s := range lc.snapshots {
		if first {
			in.restore(s)
			first = false
		} else {
			in.merge(s, nil, true)
		}
	}
	if pre {
		in.merge(p, nil, true)
	}
	return continues
}

func (in *Interpreter) forStmt(x *ast.ForStmt) outcome {
	in.push()
	defer in.pop()
	if x.Init != nil {
		in.stmt(x.Init)
		// loop counters are indices
		if a, ok := x.Init.(*ast.AssignStmt); ok && x.Post != nil {
			for _, l := range a.Lhs {
				if id, ok := l.(*ast.Ident); ok {
					in.assign(id.Name, &Value{Kind: "idx"})
				}
			}
		}
	}
	if x.Cond != nil {
		in.eval(x.Cond)
	}
	t := in.runLoop(x.Cond != nil, func() outcome {
		t := in.block(x.Body.List)
		return t
	})
	return t
}

// unroll lists the items of a literal list or map, nil where they are not known.
func (in *Interpreter) unroll(x *Value) [][2]*Value {
	if x.Kind == "list" && x.List.Static && len(x.List.Elements) <= 40 && len(x.List.Elements) > 0 {
		var o [][2]*Value
		for i, e := range x.List.Elements {
			switch e.Kind {
			case "const", "map", "struct":
			default:
				if len(x.List.Elements) > 8 {
					return nil
				}
			}
			o = append(o, [2]*Value{intConst(int64(i)), e})
		}
		return o
	}
	if x.Kind == "map" && len(x.Map.Entries) > 0 && len(x.Map.Entries) <= 80 {
		var o [][2]*Value
		for _, e := range x.Map.Entries {
			if e.Key == "" || e.KeyValue == nil || e.KeyValue.Kind != "const" || len(e.Conditions) > 0 {
				return nil
			}
			o = append(o, [2]*Value{e.KeyValue, e.Value})
		}
		return o
	}
	return nil
}

func (in *Interpreter) rangeStmt(x *ast.RangeStmt) outcome {
	in.push()
	defer in.pop()
	xv := in.eval(x.X)
	bind := func(k, v *Value) {
		if x.Key != nil {
			if x.Tok == token.DEFINE {
				if id, ok := x.Key.(*ast.Ident); ok {
					in.define(id.Name, k)
				}
			} else {
				in.assignTo(x.Key, k)
			}
		}
		if x.Value != nil {
			if x.Tok == token.DEFINE {
				if id, ok := x.Value.(*ast.Ident); ok {
					in.define(id.Name, v)
				}
			} else {
				in.assignTo(x.Value, v)
			}
		}
	}
	if items := in.unroll(xv); items != nil {
		for _, it := range items {
			t := in.runLoop(true, func() outcome {
				bind(it[0], it[1])
				return in.block(x.Body.List)
			})
			_ = t
		}
		return continues
	}
	k, v := in.rangeElem(xv)
	in.runLoop(true, func() outcome {
		bind(k, v)
		return in.block(x.Body.List)
	})
	return continues
}

func isMapHint(t string) bool { return strings.HasPrefix(t, "map") }

// rangeElem is the key and the value that a range goes through.
func (in *Interpreter) rangeElem(x *Value) (*Value, *Value) {
	idx := &Value{Kind: "idx"}
	switch x.Kind {
	case "list":
		var vs []*Value
		vs = append(vs, x.List.Elements...)
		if len(vs) == 0 {
			return idx, nilValue
		}
		return idx, union(vs...)
	case "map", "req":
		var ks, vs []*Value
		for _, e := range x.Map.Entries {
			if e.KeyValue != nil {
				ks = append(ks, e.KeyValue)
			} else {
				ks = append(ks, stringConst(e.Key))
			}
			vs = append(vs, e.Value)
		}
		return union(ks...), union(vs...)
	case "attr":
		if isMapHint(x.Type) {
			return &Value{Kind: "attr", Text: x.Text + ".@key"}, &Value{Kind: "attr", Text: x.Text + ".@value"}
		}
		return idx, &Value{Kind: "attr", Text: x.Text + "[]", Type: keepMark(x.Type)}
	case "reply":
		if isMapHint(x.Type) {
			return in.replyAt(x, x.Text+".@key", ""), in.replyAt(x, x.Text+".@value", mapElement(x.Type))
		}
		et := ""
		if strings.HasPrefix(x.Type, "[]") {
			et = x.Type[2:]
		}
		return idx, &Value{Kind: "reply", Call: x.Call, Text: x.Text + "[]", Type: et}
	case "union":
		var ks, vs []*Value
		for _, a := range x.Args {
			k, v := in.rangeElem(a)
			ks = append(ks, k)
			vs = append(vs, v)
		}
		return union(ks...), union(vs...)
	case "idparts":
		return idx, &Value{Kind: "idpart", Index: -1, Text: x.Text, Separator: x.Separator}
	case "conv":
		if transparentConv[x.Text] && len(x.Args) > 0 {
			k, v := in.rangeElem(x.Args[0])
			return k, v
		}
		return idx, conversion("elem", x)
	case "const":
		return idx, unknown("constrange")
	}
	return idx, unknown("range")
}

var transparentConv = map[string]bool{"str": true, "list": true, "split": true, "sort": true}

func keepMark(t string) string {
	switch t {
	case "old", "added", "removed":
		return t
	}
	return ""
}

func (in *Interpreter) switchStmt(x *ast.SwitchStmt) outcome {
	in.push()
	defer in.pop()
	if x.Init != nil {
		in.stmt(x.Init)
	}
	var tag *Value
	if x.Tag != nil {
		tag = in.eval(x.Tag)
	}
	type cl struct {
		c    *Value
		body []ast.Stmt
	}
	var cls []cl
	var def []ast.Stmt
	hasDef := false
	for _, s := range x.Body.List {
		cc := s.(*ast.CaseClause)
		if cc.List == nil {
			def = cc.Body
			hasDef = true
			continue
		}
		var ors []*Value
		for _, e := range cc.List {
			v := in.eval(e)
			if tag != nil {
				ors = append(ors, in.compare("==", tag, v))
			} else {
				ors = append(ors, in.boolOf(v))
			}
		}
		cls = append(cls, cl{boolOp("or", ors...), cc.Body})
	}
	nb := len(in.conditions)
	snap := in.snapshot()
	var outs []Snapshot
	var negs []*Value
	allRet := true
	// break inside a switch leaves the switch
	lc := &Loop{}
	run := func(c *Value, body []ast.Stmt) {
		in.restore(snap)
		in.conditions = in.conditions[:nb:nb]
		for _, n := range negs {
			if !isTrivial(n) && len(negs) <= 3 {
				in.conditions = append(in.conditions, n)
			}
		}
		if c != nil {
			in.conditions = append(in.conditions, c)
		}
		in.frame.Loops = append(in.frame.Loops, lc)
		t := in.block(body)
		in.frame.Loops = in.frame.Loops[:len(in.frame.Loops)-1]
		if t == continues {
			outs = append(outs, in.snapshot())
			allRet = false
		} else if t == breaks || t == continuesLoop {
			allRet = false
			if t == continuesLoop && len(in.frame.Loops) > 0 {
				l := in.frame.Loops[len(in.frame.Loops)-1]
				l.snapshots = append(l.snapshots, in.snapshot())
			}
		}
	}
	for _, c := range cls {
		if b, ok := c.c.Const.(bool); ok && c.c.Kind == "const" && !b {
			continue
		}
		run(c.c, c.body)
		negs = append(negs, not(c.c))
	}
	if hasDef {
		run(nil, def)
	} else {
		outs = append(outs, snap)
		allRet = false
	}
	outs = append(outs, lc.snapshots...)
	in.conditions = in.conditions[:nb:nb]
	if allRet && len(outs) == 0 {
		return returns
	}
	for i, o := range outs {
		if i == 0 {
			in.restore(o)
		} else {
			in.merge(o, nil, true)
		}
	}
	return continues
}

func (in *Interpreter) typeSwitch(x *ast.TypeSwitchStmt) outcome {
	in.push()
	defer in.pop()
	if x.Init != nil {
		in.stmt(x.Init)
	}
	name := ""
	var v *Value
	switch a := x.Assign.(type) {
	case *ast.AssignStmt:
		name = a.Lhs[0].(*ast.Ident).Name
		v = in.eval(a.Rhs[0].(*ast.TypeAssertExpr).X)
	case *ast.ExprStmt:
		v = in.eval(a.X.(*ast.TypeAssertExpr).X)
	}
	snap := in.snapshot()
	var outs []Snapshot
	lc := &Loop{}
	for _, s := range x.Body.List {
		cc := s.(*ast.CaseClause)
		in.restore(snap)
		in.push()
		if name != "" {
			vv := v
			if len(cc.List) == 1 {
				vv = in.hint(v, cc.List[0])
			}
			in.define(name, vv)
		}
		in.frame.Loops = append(in.frame.Loops, lc)
		t := in.block(cc.Body)
		in.frame.Loops = in.frame.Loops[:len(in.frame.Loops)-1]
		in.pop()
		if t == continues {
			outs = append(outs, in.snapshot())
		}
	}
	outs = append(outs, lc.snapshots...)
	in.restore(snap)
	for _, o := range outs {
		in.merge(o, nil, true)
	}
	return continues
}
