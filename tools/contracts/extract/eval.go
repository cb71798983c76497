package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// evalMulti evaluates what gives a value and whether there is one, or a call with several results.
func (in *Interpreter) evalMulti(e ast.Expr, n int) *Value {
	switch x := e.(type) {
	case *ast.TypeAssertExpr:
		v := in.evalOne(x.X)
		if x.Type != nil {
			if t := useType(typeText(x.Type)); t != "" {
				in.use(v, t, false)
			}
			v = in.hint(v, x.Type)
		}
		return tuple(v, &Value{Kind: "present", Args: []*Value{v}})
	case *ast.IndexExpr:
		b := in.eval(x.X)
		k := in.eval(x.Index)
		v := in.index(b, k)
		switch b.Kind {
		case "attr":
			return tuple(v, &Value{Kind: "set", Text: v.Text})
		case "map":
			if v.Kind == "nil" || v.Kind == "unk" {
				return tuple(v, &Value{Kind: "present", Args: []*Value{conversion("lookup", b, k)}})
			}
			if withoutText(k).Kind == "reply" {
				return tuple(v, &Value{Kind: "present", Args: []*Value{conversion("lookup", b, k)}})
			}
		}
		return tuple(v, &Value{Kind: "present", Args: []*Value{v}})
	case *ast.ParenExpr:
		return in.evalMulti(x.X, n)
	case *ast.UnaryExpr:
		return tuple(in.eval(x.X), &Value{Kind: "ubool"})
	}
	v := in.eval(e)
	if v.Kind == "tuple" {
		return v
	}
	a := []*Value{v}
	for i := 1; i < n; i++ {
		a = append(a, &Value{Kind: "err"})
	}
	return tuple(a...)
}

// first is the first result of several.
func first(v *Value) *Value {
	if v != nil && v.Kind == "tuple" {
		if len(v.Args) > 0 {
			return v.Args[0]
		}
		return nilValue
	}
	if v == nil {
		return nilValue
	}
	return v
}

// evalOne evaluates an expression of one value.
func (in *Interpreter) evalOne(e ast.Expr) *Value { return first(in.eval(e)) }

// eval evaluates an expression.
func (in *Interpreter) eval(e ast.Expr) *Value {
	in.steps++
	if e == nil {
		return nilValue
	}
	switch x := e.(type) {
	case *ast.BasicLit:
		switch x.Kind {
		case token.STRING, token.CHAR:
			s, err := strconv.Unquote(x.Value)
			if err != nil {
				s = x.Value
			}
			return stringConst(s)
		case token.INT:
			n, _ := strconv.ParseInt(strings.ReplaceAll(x.Value, "_", ""), 0, 64)
			return intConst(n)
		case token.FLOAT:
			f, _ := strconv.ParseFloat(x.Value, 64)
			return &Value{Kind: "const", Const: f}
		}
	case *ast.Ident:
		return in.ident(x.Name)
	case *ast.ParenExpr:
		return in.eval(x.X)
	case *ast.StarExpr:
		return in.evalOne(x.X)
	case *ast.UnaryExpr:
		switch x.Op {
		case token.NOT:
			return not(in.boolOf(in.evalOne(x.X)))
		case token.AND:
			return in.evalOne(x.X)
		case token.SUB:
			v := in.evalOne(x.X)
			if n, ok := v.iconst(); ok {
				return intConst(-n)
			}
			return conversion("neg", v)
		}
		return in.evalOne(x.X)
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND:
			a := in.boolOf(in.evalOne(x.X))
			if b, ok := a.Const.(bool); ok && a.Kind == "const" && !b {
				return falseValue
			}
			return boolOp("and", a, in.boolOf(in.evalOne(x.Y)))
		case token.LOR:
			a := in.boolOf(in.evalOne(x.X))
			if b, ok := a.Const.(bool); ok && a.Kind == "const" && b {
				return trueValue
			}
			return boolOp("or", a, in.boolOf(in.evalOne(x.Y)))
		}
		return in.binary(x.Op, in.evalOne(x.X), in.evalOne(x.Y))
	case *ast.TypeAssertExpr:
		v := in.evalOne(x.X)
		if x.Type == nil {
			return v
		}
		if t := useType(typeText(x.Type)); t != "" {
			in.use(v, t, true)
		}
		return in.hint(v, x.Type)
	case *ast.IndexExpr:
		return in.index(in.evalOne(x.X), in.evalOne(x.Index))
	case *ast.SliceExpr:
		v := in.evalOne(x.X)
		if s, ok := v.sconst(); ok {
			lo, hi := int64(0), int64(len(s))
			ok1, ok2 := true, true
			if x.Low != nil {
				lo, ok1 = in.evalOne(x.Low).iconst()
			}
			if x.High != nil {
				hi, ok2 = in.evalOne(x.High).iconst()
			}
			if ok1 && ok2 && lo >= 0 && hi <= int64(len(s)) && lo <= hi {
				return stringConst(s[lo:hi])
			}
		}
		return v
	case *ast.SelectorExpr:
		return in.selector(x)
	case *ast.CallExpr:
		return in.callExpr(x)
	case *ast.CompositeLit:
		return in.compositeLiteral(x, x.Type)
	case *ast.FuncLit:
		return &Value{Kind: "func", Func: &Function{Lit: x, File: in.file, Scope: in.scope, Frame: in.frame}}
	case *ast.KeyValueExpr:
		return in.eval(x.Value)
	case *ast.ArrayType, *ast.MapType, *ast.InterfaceType, *ast.FuncType, *ast.StructType:
		return &Value{Kind: "type", Text: typeText(e)}
	}
	return unknown("expr")
}

// isPkg tells whether a name is that of an imported package here.
func (in *Interpreter) isPkg(name string) (string, bool) {
	if _, ok := in.lookup(name); ok {
		return "", false
	}
	p, ok := in.file.Imports[name]
	return p, ok
}

// ident evaluates a name.
func (in *Interpreter) ident(n string) *Value {
	if v, ok := in.lookup(n); ok {
		return v
	}
	switch n {
	case "nil":
		return nilValue
	case "true":
		return trueValue
	case "false":
		return falseValue
	case "iota":
		return intConst(0)
	case "_":
		return unknown("_")
	}
	if g, ok := in.program.Globals[n]; ok {
		return in.global(n, g)
	}
	if f, ok := in.program.Funcs[n]; ok {
		return &Value{Kind: "func", Func: f}
	}
	if _, ok := in.program.Types[n]; ok {
		return &Value{Kind: "type", Text: n}
	}
	switch n {
	case "string", "int", "int64", "int32", "float64", "bool", "byte", "error", "uint", "any", "float32", "uint64", "uint32", "rune", "int8":
		return &Value{Kind: "type", Text: n}
	}
	return unknown("ident:" + n)
}

// global evaluates a global name once.
func (in *Interpreter) global(n string, g *Global) *Value {
	if v, ok := in.globals[n]; ok {
		return v
	}
	if in.globalsInWork[n] {
		return unknown("cycle")
	}
	in.globalsInWork[n] = true
	defer delete(in.globalsInWork, n)
	sf, ss, sc, sfr := in.file, in.scope, in.conditions, in.frame
	in.file, in.scope, in.conditions = g.File, &Scope{names: map[string]*Value{"iota": intConst(int64(g.Iota))}}, nil
	in.frame = &Frame{}
	in.frame.Declared = in.frame
	var v *Value
	if g.Expr == nil {
		v = in.zero(g.Type)
	} else {
		v = in.evalOne(g.Expr)
	}
	in.file, in.scope, in.conditions, in.frame = sf, ss, sc, sfr
	in.globals[n] = v
	return v
}

// replyAt is another field of the same reply.
func (in *Interpreter) replyAt(v *Value, path, t string) *Value {
	if put := in.overlaid[replyPlace{v.Call, path}]; put != nil {
		return put
	}
	return &Value{Kind: "reply", Call: v.Call, Text: path, Type: t, Filters: v.Filters}
}

func join(p, k string) string {
	if p == "" {
		return k
	}
	if k == "" {
		return p
	}
	return p + "." + k
}

// index is an element of a list, a key of a map, or a field of a reply.
func (in *Interpreter) index(b, k *Value) *Value {
	k = withoutText(k)
	switch b.Kind {
	case "map", "req":
		ks := keyText(k)
		if ks != "" {
			if v, ok := in.getKey(b.Map, ks); ok {
				return v
			}
		}
		if k.Kind == "const" {
			// dynamic keys may match
			var vs []*Value
			for _, e := range b.Map.Entries {
				if e.Key == "" || strings.ContainsAny(e.Key, "{#") {
					vs = append(vs, e.Value)
				}
			}
			if len(vs) > 0 {
				return union(vs...)
			}
			return nilValue
		}
		var vs []*Value
		consts := true
		tab := map[string]string{}
		for _, e := range b.Map.Entries {
			vs = append(vs, e.Value)
			s, ok := e.Value.sconst()
			if !ok || e.Key == "" {
				consts = false
			}
			tab[e.Key] = s
		}
		if consts && len(vs) > 1 && (k.Kind == "reply" || k.Kind == "attr" || k.Kind == "conv") {
			name := in.tableText(tab)
			return conversion("map:"+name, k)
		}
		return union(vs...)
	case "list":
		if n, ok := k.iconst(); ok && b.List.Static && int(n) < len(b.List.Elements) && n >= 0 {
			return b.List.Elements[n]
		}
		if len(b.List.Elements) == 0 {
			return nilValue
		}
		return union(b.List.Elements...)
	case "attr":
		if s, ok := k.sconst(); ok {
			return &Value{Kind: "attr", Text: join(b.Text, s), Type: keepMark(b.Type)}
		}
		if _, ok := k.iconst(); ok || k.Kind == "idx" {
			return &Value{Kind: "attr", Text: b.Text + "[]", Type: keepMark(b.Type)}
		}
		if isMapHint(b.Type) {
			return &Value{Kind: "attr", Text: b.Text + ".@value"}
		}
		return &Value{Kind: "attr", Text: b.Text + "[]", Type: keepMark(b.Type)}
	case "reply":
		if s, ok := k.sconst(); ok {
			return in.replyAt(b, join(b.Text, s), "")
		}
		et := ""
		if strings.HasPrefix(b.Type, "[]") {
			et = b.Type[2:]
		}
		if n, ok := k.iconst(); ok {
			return in.replyAt(b, b.Text+"["+strconv.FormatInt(n, 10)+"]", et)
		}
		if k.Kind == "cat" || k.Kind == "attr" || k.Kind == "idpart" || k.Kind == "id" || k.Kind == "union" && isMapHint(b.Type) {
			if b.Type == "" || isMapHint(b.Type) {
				return in.replyAt(b, join(b.Text, "{"+origin(k, nil)+"}"), "")
			}
		}
		if isMapHint(b.Type) {
			return in.replyAt(b, b.Text+".@value", mapElement(b.Type))
		}
		return in.replyAt(b, b.Text+"[]", et)
	case "idparts":
		if n, ok := k.iconst(); ok {
			if b.Text != "" || len(b.Args) > 0 {
				return in.partOf(b, int(n))
			}
			return &Value{Kind: "idpart", Index: int(n), Separator: b.Separator}
		}
		return &Value{Kind: "idpart", Index: -1, Separator: b.Separator}
	case "union":
		var vs []*Value
		for _, a := range b.Args {
			vs = append(vs, in.index(a, k))
		}
		return union(vs...)
	case "conv":
		if b.Text == "split" {
			if n, ok := k.iconst(); ok {
				return conversion("part", append([]*Value{b.Args[0], intConst(n)}, b.Args[1:]...)...)
			}
		}
		if b.Text == "str" || b.Text == "list" {
			return in.index(b.Args[0], k)
		}
		return conversion("index", b, k)
	case "nil":
		return nilValue
	}
	return unknown("index")
}
