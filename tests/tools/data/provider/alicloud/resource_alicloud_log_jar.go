package alicloud

import (
	"strings"

	sls "github.com/aliyun/aliyun-log-go-sdk"
	"github.com/aliyun/terraform-provider-alicloud/alicloud/connectivity"
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
)

func resourceLogJar() *schema.Resource {
	return &schema.Resource{
		Create: resourceLogJarCreate,
		Read:   resourceLogJarRead,
		Delete: resourceLogJarDelete,
		Schema: map[string]*schema.Schema{
			"project": {Type: schema.TypeString, Required: true, ForceNew: true},
			"label":   {Type: schema.TypeString, Required: true, ForceNew: true},
			"colour":  {Type: schema.TypeString, Optional: true, ForceNew: true},
		},
	}
}

func resourceLogJarCreate(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	jar := &sls.Jar{Label: d.Get("label").(string), Labels: map[string]sls.Lid{"top": sls.Lid{Colour: d.Get("colour").(string)}}}
	_, err := client.WithLogClient(func(c *sls.Client) (interface{}, error) {
		return nil, c.CreateJar(d.Get("project").(string), jar)
	})
	if err != nil {
		return WrapError(err)
	}
	d.SetId(d.Get("project").(string) + ":" + d.Get("label").(string))
	return resourceLogJarRead(d, meta)
}

func resourceLogJarRead(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	parts := strings.Split(d.Id(), ":")
	raw, err := client.WithLogClient(func(c *sls.Client) (interface{}, error) {
		return c.GetJar(parts[0], parts[1])
	})
	if err != nil {
		return WrapError(err)
	}
	jar := raw.(*sls.Jar)
	d.Set("label", jar.Label)
	return nil
}

func resourceLogJarDelete(d *schema.ResourceData, meta interface{}) error {
	client := meta.(*connectivity.AliyunClient)
	parts := strings.Split(d.Id(), ":")
	_, err := client.WithLogClient(func(c *sls.Client) (interface{}, error) {
		return nil, c.DeleteJar(parts[0], parts[1])
	})
	return WrapError(err)
}
