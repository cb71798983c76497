// Package sls is invented, in the form of the SDK of the Log Service.
package sls

type Jar struct {
	Label  string         `json:"jarLabel"`
	Labels map[string]Lid `json:"labels"`
}

type Lid struct {
	Colour string `json:"lid_colour"`
}

func (p *LogProject) CreateJar(jar *Jar) error {
	body, err := json.Marshal(jar)
	r, err := request(p, "POST", "/jars", nil, body)
	return err
}

func (p *LogProject) GetJar(name string) (jar *Jar, err error) {
	uri := fmt.Sprintf("/jars/%v?full=true", name)
	r, err := request(p, "GET", uri, nil, nil)
	return jar, err
}

func (c *Client) CreateJar(project string, jar *Jar) error {
	proj := convert(c, project)
	return proj.CreateJar(jar)
}

func (c *Client) GetJar(project, label string) (*Jar, error) {
	proj := convert(c, project)
	return proj.GetJar(label)
}

func (c *Client) DeleteJar(project, label string) error {
	r, err := c.request(project, "DELETE", "/jars/"+label, nil, nil)
	return err
}
