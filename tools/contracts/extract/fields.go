package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"contracts/sdk"
)

// selector is a member of a package or a field.
func (in *Interpreter) selector(x *ast.SelectorExpr) *Value {
	if id, ok := x.X.(*ast.Ident); ok {
		if p, ok := in.isPkg(id.Name); ok {
			return in.packageMember(id.Name, p, x.Sel.Name)
		}
	}
	return in.field(in.evalOne(x.X), x.Sel.Name)
}

// field is a field of a struct or of a typed reply, where it has the name on the wire.
func (in *Interpreter) field(v *Value, n string) *Value {
	switch v.Kind {
	case "client":
		switch n {
		case "RegionId":
			return regionValue
		case "Region":
			return regionValue
		}
		return conversion("client." + n)
	case "map", "req", "params":
		if r, ok := in.getKey(v.Map, n); ok {
			return r
		}
		if ms, ok := in.program.Methods[n]; ok {
			if m, ok := ms[strings.TrimPrefix(v.Type, "*")]; ok {
				f := *m
				f.Receiver = v
				return &Value{Kind: "func", Func: &f}
			}
		}
		if n == "client" {
			return clientValue
		}
		if v.Kind == "req" {
			switch n {
			case "QueryParams", "FormParams", "PathParams", "Headers":
				m := in.newMap("")
				m.Map.Base = v.Map.Base
				in.setKey(v.Map, n, stringConst(n), m)
				return m
			}
		}
		return nilValue
	case "reply":
		// typed response field
		if v.Type != "" && strings.Contains(v.Type, ".") && !strings.HasPrefix(v.Type, "[]") {
			w, t := in.sdkField(v.Type, n)
			return in.replyAt(v, join(v.Text, w), t)
		}
		return in.replyAt(v, join(v.Text, n), "")
	case "union":
		var vs []*Value
		for _, a := range v.Args {
			vs = append(vs, in.field(a, n))
		}
		return union(vs...)
	case "attr":
		return &Value{Kind: "attr", Text: join(v.Text, n)}
	case "d", "meta", "err":
		return unknown("field")
	}
	return conversion("."+n, v)
}

// sdkField maps a Go field of an SDK struct type "pkg.Type" to the wire name and the field's type.
func (in *Interpreter) sdkField(t, n string) (string, string) {
	i := strings.Index(t, ".")
	pkg, ty := t[:i], t[i+1:]
	p := in.sdkPkg(pkg)
	if p == nil {
		return n, ""
	}
	f, ok := p.Structs[ty]
	if !ok {
		return n, ""
	}
	e, ok := f[n]
	if !ok {
		return n, ""
	}
	ft := e[1]
	q := ""
	base := ft
	for strings.HasPrefix(base, "[]") {
		q += "[]"
		base = base[2:]
	}
	if _, ok := p.Structs[base]; ok {
		return e[0], q + pkg + "." + base
	}
	if isMapHint(base) {
		if _, ok := p.Structs[mapElement(base)]; ok {
			return e[0], q + "map:" + pkg + "." + mapElement(base)
		}
		return e[0], q + "map"
	}
	if q != "" {
		return e[0], q + base
	}
	return e[0], ""
}

// mapElement is the type of the values of a map, "" where it is not known.
func mapElement(t string) string {
	_, element, _ := strings.Cut(t, ":")
	return element
}

// sdkPkg is what is known of a package of an SDK, nil if nothing is.
func (in *Interpreter) sdkPkg(pkg string) *sdk.Package {
	if in.program.SDK == nil {
		return nil
	}
	if p, ok := in.program.SDK[pkg]; ok {
		return p
	}
	return in.program.SDK[strings.ReplaceAll(pkg, "_", "-")]
}

// compositeLiteral evaluates a literal map, list or struct.
func (in *Interpreter) compositeLiteral(x *ast.CompositeLit, t ast.Expr) *Value {
	switch ty := t.(type) {
	case *ast.MapType:
		m := in.newMap("")
		for _, e := range x.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				var k *Value
				if cl, ok := kv.Key.(*ast.CompositeLit); ok && cl.Type == nil {
					k = in.compositeLiteral(cl, ty.Key)
				} else {
					k = in.evalOne(kv.Key)
				}
				in.setKey(m.Map, keyText(k), k, in.element(kv.Value, ty.Value))
			}
		}
		return m
	case *ast.ArrayType:
		l := in.newList()
		l.List.Static = true
		for _, e := range x.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				e = kv.Value
			}
			l.List.Elements = append(l.List.Elements, in.element(e, ty.Elt))
			l.List.Conditions = append(l.List.Conditions, nil)
		}
		return l
	case *ast.Ident, *ast.SelectorExpr, *ast.StructType, nil, *ast.StarExpr, *ast.IndexExpr:
		if st, ok := t.(*ast.StarExpr); ok {
			return in.compositeLiteral(x, st.X)
		}
		if id, ok := t.(*ast.Ident); ok {
			if tt, ok := in.program.Types[id.Name]; ok {
				switch tt.(type) {
				case *ast.MapType, *ast.ArrayType:
					return in.compositeLiteral(x, tt)
				}
			}
		}
		ts := ""
		if t != nil {
			ts = in.canonType(typeText(t))
		}
		var fieldNames []string
		if id, ok := t.(*ast.Ident); ok {
			if st, ok := in.program.Types[id.Name].(*ast.StructType); ok {
				for _, f := range st.Fields.List {
					for _, n := range f.Names {
						fieldNames = append(fieldNames, n.Name)
					}
				}
			}
		}
		if st, ok := t.(*ast.StructType); ok {
			for _, f := range st.Fields.List {
				for _, n := range f.Names {
					fieldNames = append(fieldNames, n.Name)
				}
			}
		}
		m := in.newMap(ts)
		for i, e := range x.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if id, ok := kv.Key.(*ast.Ident); ok {
					in.setKey(m.Map, id.Name, stringConst(id.Name), in.element(kv.Value, nil))
				} else {
					k := in.evalOne(kv.Key)
					in.setKey(m.Map, keyText(k), k, in.element(kv.Value, nil))
				}
			} else {
				v := in.evalOne(e)
				if i < len(fieldNames) {
					in.setKey(m.Map, fieldNames[i], stringConst(fieldNames[i]), v)
				} else if v.Kind == "client" {
					in.setKey(m.Map, "client", stringConst("client"), v)
				} else {
					in.setKey(m.Map, strconv.Itoa(i), intConst(int64(i)), v)
				}
			}
		}
		return m
	}
	return unknown("composite")
}

func (in *Interpreter) element(e ast.Expr, t ast.Expr) *Value {
	if cl, ok := e.(*ast.CompositeLit); ok && cl.Type == nil && t != nil {
		return in.compositeLiteral(cl, t)
	}
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		if cl, ok := u.X.(*ast.CompositeLit); ok && cl.Type == nil && t != nil {
			return in.compositeLiteral(cl, t)
		}
	}
	return in.attach(in.evalOne(e))
}

func (in *Interpreter) packageMember(alias, path, n string) *Value {
	switch alias {
	case "time":
		switch n {
		case "Nanosecond":
			return intConst(1)
		case "Millisecond":
			return intConst(1000000)
		case "Second":
			return intConst(1000000000)
		case "Minute":
			return intConst(60000000000)
		case "Hour":
			return intConst(3600000000000)
		}
	case "schema":
		return stringConst("schema." + n)
	case "requests":
		switch n {
		case "POST", "GET", "PUT", "DELETE":
			return stringConst(n)
		}
	case "resource":
		return &Value{Kind: "pkgfn", Text: alias + "." + n}
	case "connectivity":
		if g, ok := in.program.Connectivity[n]; ok {
			v := in.global("connectivity."+n, g)
			if v.isConst() || v.Kind == "list" {
				return v
			}
		}
		return conversion("connectivity." + n)
	}
	return &Value{Kind: "pkgfn", Text: alias + "." + n, Type: path}
}

// canonType maps the aliases of packages without a unique name to their name in the index.
func (in *Interpreter) canonType(t string) string {
	if i := strings.Index(t, "."); i > 0 && in.file != nil {
		if strings.Contains(in.file.Imports[t[:i]], "cs-20151215") {
			return sdk.TeaCS + t[i:]
		}
		if strings.HasSuffix(in.file.Imports[t[:i]], "aliyun-log-go-sdk") {
			return sdk.Log + t[i:]
		}
		if strings.HasSuffix(in.file.Imports[t[:i]], "denverdino/aliyungo/cs") {
			return sdk.FormerCS + t[i:]
		}
	}
	return t
}
